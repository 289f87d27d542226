//! Where the captured part of a match begins and ends, told by the match alone.
//!
//! What captures follows every way through a pattern, with a hundred steps and more for each byte, and near matches of a value are as long as
//! the value may be. But mostly nothing stands behind what is captured, and before it a boundary, a sign or a prefix of few forms: where one
//! of these alone fits the first bytes of a match, it is the one that matched. Where the name of a value stands there, in as many forms as there
//! are, its shortest and its longest are asked for: where they are one, so is the place. Where other ways come first that capture nothing, they
//! are asked first: one that matches is what matched.

use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind, Look};

use super::begins::Begins;
use super::gate::holds;
use crate::Span;

/// More forms, or longer ones, are left to the regex.
const FORMS: usize = 16;
const LONGEST: usize = 24;

/// A form of what stands before the captured part: for each of its bytes what it may be.
type Form = Vec<Begins>;

/// What stands round the captured part of a pattern.
#[derive(Debug)]
pub(super) struct Split {
    /// Nothing where there are too many.
    before: Vec<Form>,
    /// What the captured part may begin with, or what stands in its place and captures nothing.
    begins: Begins,
    behind: Behind,
    /// Whether there are ways that capture nothing.
    pub(super) skips: bool,
}

/// What stands behind the captured part.
#[derive(Debug)]
enum Behind {
    /// So many bytes.
    Bytes(usize),
    /// A byte, or the end of the text.
    ByteOrEnd,
}

/// What stands before a group, the group, and what stands behind it, or the parts of it.
struct Round<'h> {
    /// The whole may be one of these instead, and rather.
    outer: &'h [Hir],
    before: &'h [Hir],
    /// One of these may stand in place of the group, and rather; nothing behind it then.
    inner: &'h [Hir],
    captured: &'h Hir,
    behind: &'h [Hir],
}

/// What is asked of a match where its bytes do not tell alone.
#[derive(Debug)]
pub(super) struct Ways {
    pub(super) outer: Option<Hir>,
    pub(super) inner: Option<Hir>,
    /// What stands before the group, and a byte that it may begin with.
    pub(super) lead: Hir,
}

impl Split {
    /// None where the group may be left out, or what stands behind it may be longer or shorter.
    pub(super) fn of(hir: &Hir, group: usize) -> Option<Self> {
        let round = round(hir, group)?;
        let bytes = |part: &Hir| {
            let properties = part.properties();
            properties.minimum_len().filter(|least| properties.maximum_len() == Some(*least))
        };
        let behind = match round.behind.iter().map(bytes).sum() {
            Some(bytes) => Behind::Bytes(bytes),
            None if matches!(round.behind, [last] if is_byte_or_end(last)) => Behind::ByteOrEnd,
            None => return None,
        };
        let skips = !round.outer.is_empty() || !round.inner.is_empty();
        Some(Self { before: sequence(round.before.iter()).unwrap_or_default(), begins: round.begins(), behind, skips })
    }

    /// Where the captured part of the match at `whole` ends; none where that is not told.
    pub(super) fn end(&self, text: &[u8], whole: Span) -> Option<usize> {
        match self.behind {
            Behind::Bytes(bytes) => whole.end.checked_sub(bytes),
            Behind::ByteOrEnd => whole.end.checked_sub(1).filter(|_| whole.end < text.len()),
        }
    }

    /// What the match at `whole` captures if it captures anything, where only one form of what stands before it fits.
    pub(super) fn captured(&self, text: &[u8], whole: Span) -> Option<Span> {
        let end = self.end(text, whole)?;
        let matched = text.get(whole.start..end)?;
        let fits = |form: &&Form| {
            form.len() <= matched.len()
                && form.iter().zip(matched).all(|(set, byte)| set.may(*byte))
                && matched.get(form.len()).is_none_or(|byte| self.begins.may(*byte))
        };
        let mut lengths = self.before.iter().filter(fits).map(Vec::len);
        let length = lengths.next()?;
        lengths.all(|other| other == length).then(|| Span::new(whole.start + length, end))
    }
}

/// Whether a part is one byte, or nothing at the end of the text: `(?:[^0-9]|\z)`.
fn is_byte_or_end(part: &Hir) -> bool {
    let is_byte = |branch: &Hir| (branch.properties().minimum_len(), branch.properties().maximum_len()) == (Some(1), Some(1));
    match part.kind() {
        HirKind::Alternation(branches) => branches.iter().all(|branch| is_byte(branch) || *branch.kind() == HirKind::Look(Look::End)),
        _ => false,
    }
}

/// None where group `group` does not stand alone in what matches last.
fn round(hir: &Hir, group: usize) -> Option<Round<'_>> {
    let none_holds = |parts: &[Hir]| !parts.iter().any(|part| holds(part, group));
    let (outer, hir) = match hir.kind() {
        HirKind::Alternation(branches) => {
            let (last, others) = branches.split_last()?;
            (others, last)
        }
        _ => (&[] as &[Hir], hir),
    };
    let parts = match hir.kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        _ => std::slice::from_ref(hir),
    };
    let at = parts.iter().position(|part| holds(part, group))?;
    let (before, part, behind) = (parts.get(..at)?, parts.get(at)?, parts.get(at + 1..)?);
    let (inner, captured) = match part.kind() {
        HirKind::Alternation(branches) if behind.is_empty() => {
            let (last, others) = branches.split_last()?;
            (others, last)
        }
        _ => (&[] as &[Hir], part),
    };
    let is_group = matches!(captured.kind(), HirKind::Capture(capture) if capture.index as usize == group);
    (is_group && none_holds(outer) && none_holds(inner)).then_some(Round { outer, before, inner, captured, behind })
}

impl Round<'_> {
    /// What may begin where the group does.
    fn begins(&self) -> Begins {
        Begins::of(&Hir::alternation(self.inner.iter().chain([self.captured]).cloned().collect()))
    }
}

/// What stands before a group; none where it may be empty.
pub(super) fn ways(hir: &Hir, group: usize) -> Option<Ways> {
    let round = round(hir, group)?;
    let is_long = |part: &Hir| part.properties().minimum_len().is_some_and(|least| least > 0);
    if !round.inner.iter().chain([round.captured]).all(is_long) {
        return None;
    }
    let begins = round.begins();
    let ranges = (0..=u8::MAX).filter(|byte| begins.may(*byte)).map(|byte| ClassBytesRange::new(byte, byte));
    let first = Hir::class(Class::Bytes(ClassBytes::new(ranges)));
    let any = |ways: &[Hir]| (!ways.is_empty()).then(|| Hir::alternation(ways.to_vec()));
    let lead = Hir::concat(round.before.iter().cloned().chain([first]).collect());
    Some(Ways { outer: any(round.outer), inner: any(round.inner), lead })
}

/// The forms of `hir`, whatever its boundaries say.
fn forms(hir: &Hir) -> Option<Vec<Form>> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Some(vec![Form::new()]),
        HirKind::Literal(literal) if literal.0.len() <= LONGEST => {
            Some(vec![literal.0.iter().map(|byte| Begins::of(&Hir::literal([*byte]))).collect()])
        }
        HirKind::Class(Class::Bytes(_)) => Some(vec![vec![Begins::of(hir)]]),
        HirKind::Literal(_) | HirKind::Class(Class::Unicode(_)) => None,
        HirKind::Repetition(repetition) => {
            let mut all = Vec::new();
            for times in repetition.min..=repetition.max.filter(|max| *max <= LONGEST as u32)? {
                all.extend(sequence((0..times).map(|_| &*repetition.sub))?);
                if all.len() > FORMS {
                    return None;
                }
            }
            Some(all)
        }
        HirKind::Capture(group) => forms(&group.sub),
        HirKind::Concat(parts) => sequence(parts.iter()),
        HirKind::Alternation(branches) => {
            let mut all = Vec::new();
            for branch in branches {
                all.extend(forms(branch)?);
                if all.len() > FORMS {
                    return None;
                }
            }
            Some(all)
        }
    }
}

/// The forms of parts that follow each other.
fn sequence<'h>(parts: impl Iterator<Item = &'h Hir>) -> Option<Vec<Form>> {
    let mut all = vec![Form::new()];
    for part in parts {
        let next = forms(part)?;
        all = all.iter().flat_map(|form| next.iter().map(move |more| form.iter().chain(more).copied().collect())).collect();
        if all.len() > FORMS || all.iter().any(|form: &Form| form.len() > LONGEST) {
            return None;
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::searcher::{Range, Searcher};
    use crate::rules::source::parse;

    fn split(pattern: &str) -> Option<Split> {
        Split::of(&parse(pattern, false).unwrap(), 1)
    }

    /// What is told of the first match in `text` by the forms of what stands before it, and by the ways through the pattern: nothing where that is
    /// left to the regex, and `-` where it captures nothing. It is what the regex captures.
    fn captured<'t>(pattern: &str, text: &'t str) -> (Option<&'t str>, Option<&'t str>) {
        let searcher = Searcher::new(pattern.to_owned().into(), false, 1).unwrap();
        let range = Range { from: 0, last: text.len(), hi: text.len() };
        let (whole, group) = searcher.captures(text, range, 1, &mut None).unwrap();
        let checked = |told: Option<Option<Span>>| {
            assert!(told.is_none_or(|told| told == group), "{pattern} in {text}: {told:?} is not {group:?}");
            told.map(|told| told.map_or("-", |span| &text[span.start..span.end]))
        };
        (checked(searcher.split(text, whole).map(Some)), checked(searcher.led(text, whole, 1)))
    }

    #[test]
    fn the_form_that_fits_says_what_is_captured() {
        let captured = |pattern: &str, text| captured(pattern, text).0;
        let token = r"(?:\b{start-half}|\\[nrt]|%[0-9A-F]{2})([a-z]{2}-[0-9]{4,})(?:\b{end-half})";
        assert_eq!(captured(token, "ab-1234."), Some("ab-1234"));
        assert_eq!(captured(token, r"1\nab-12345"), Some("ab-12345"));
        assert_eq!(captured(token, "1%20ab-1234"), Some("ab-1234"));
        let sign = r"(?:^|[^0-9a-z]|\\[nrt])([0-9a-z]{4,9})";
        assert_eq!(captured(sign, "abcd"), Some("abcd"));
        assert_eq!(captured(sign, "/abcd+"), Some("abcd"));
        // Either the backslash and the `n` stand before `abcd`, or the backslash alone before `nabcd`.
        assert_eq!(captured(sign, r"\nabcd"), None);
        assert_eq!(captured("sig=([a-z]+)[&;]", "sig=abc&"), Some("abc"));
        assert_eq!(captured("x?(x{0,3})", "xxx"), None);
        assert_eq!((captured("[ab]{1,2}(c+)", "abc"), captured("[ab]{1,2}(c*)", "ab")), (Some("c"), None));
        assert_eq!(captured("a(b*)c", "ac"), Some(""));
    }

    #[test]
    fn the_only_end_of_a_name_says_what_is_captured() {
        let captured = |pattern: &str, text| captured(pattern, text).1;
        let named = r#"\b[a-z]{0,20}(?:key|password)[ ]?[:=][ ]?["']?([^\s"']{3,40}[0-9])"#;
        assert_eq!(captured(named, "mypassword='abc1'"), Some("abc1"));
        assert_eq!(captured(named, "the password abc1: password: abc=1 "), Some("abc=1"));
        // What is captured may begin with what stands before it as well, and then it is for the regex to say.
        assert_eq!(captured("[a-z]{0,20}key[ ]?(.{3,40}[0-9])", "keykeyabc1"), None);
        assert_eq!(captured("[a-z]{0,20}key[:=]?([^ ]{3,40}[0-9])", "key=abc1"), None);
        assert_eq!(captured("a+(a+b)c", "aabc"), Some("ab"));
        assert_eq!(captured("a+(a*)", "aa"), None);
    }

    #[test]
    fn ways_that_capture_nothing_are_asked_first() {
        let either = r"id=[0-9a-z]{4,}|(?:^|[ =])([0-9a-z]{4,9})(?:[^0-9a-z]|\z)";
        assert_eq!((captured(either, "my id=abcd. "), captured(either, "my ad=abcd. ")), ((None, Some("-")), (None, Some("abcd"))));
        // At the end of the text a byte or nothing stands behind it.
        assert_eq!(captured(either, "my abcd"), (None, None));
        let named = r"public key|\b[a-z]{1,20}[ ]key[:=](?:[a-z]{2,9}\(|<[a-z]|([0-9a-z(]{4,9}))";
        assert_eq!(captured(named, "the public key=abcd1"), (None, Some("-")));
        assert_eq!(captured(named, "the private key=abcd1"), (None, Some("abcd1")));
        assert_eq!(captured(named, "the private key=abcd(1"), (None, Some("-")));
        assert_eq!(captured(named, "the private key=abc(1d2"), (None, Some("-")));
        assert_eq!(captured(named, "the private key=ab1(cd"), (None, Some("ab1(cd")));
        // What comes later is another way.
        assert_eq!(captured("a([0-9]{4})|ab?[0-9]{4}", "a1234"), (None, None));
    }

    #[test]
    fn what_has_too_many_forms_is_left_to_the_regex() {
        let by_forms = |pattern: &str| split(pattern).is_some_and(|split| !split.before.is_empty());
        for pattern in ["a+(b)", "(?:a(b)|c)", "(b)?", "(b)c?", "a{0,40}(b)", "[a-z]{0,20}(b)", "(?:a|bc|d){3}(e)", "ab"] {
            assert!(!by_forms(pattern), "{pattern}");
        }
        let long = |length: usize| format!("{}(b)", "a".repeat(length));
        assert_eq!((by_forms(&long(LONGEST)), by_forms(&long(LONGEST + 1))), (true, false));
        assert!(split("(b)c?").is_none() && split("(?:a(b)|c)").is_none() && ways(&parse("a(b*)", false).unwrap(), 1).is_none());
    }
}
