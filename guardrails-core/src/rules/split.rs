//! Where the captured part of a match begins and ends, told by the match alone.
//!
//! What captures follows every way through a pattern, with a hundred steps and more for each byte, and near matches of a value are as long as
//! the value may be. But mostly nothing stands behind what is captured, and before it a boundary, a sign or a prefix of few forms: where one
//! of these alone fits the first bytes of a match, it is the one that matched. Where the name of a value stands there, in as many forms as there
//! are, its shortest and its longest are asked for: where they are one, so is the place.

use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, Hir, HirKind};

use super::begins::Begins;
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
    /// What the captured part may begin with.
    begins: Begins,
    /// So many bytes stand behind it.
    behind: usize,
}

impl Split {
    /// None where the group may be left out, or what stands behind it may be longer or shorter.
    pub(super) fn of(hir: &Hir, group: usize) -> Option<Self> {
        let (before, captured, behind) = round(hir, group)?;
        let behind = behind.iter().map(|part| {
            let properties = part.properties();
            properties.minimum_len().filter(|least| properties.maximum_len() == Some(*least))
        });
        let behind = behind.sum::<Option<usize>>()?;
        Some(Self { before: sequence(before.iter()).unwrap_or_default(), begins: Begins::of(captured), behind })
    }

    /// Where the captured part of the match at `whole` ends.
    pub(super) fn end(&self, whole: Span) -> Option<usize> {
        whole.end.checked_sub(self.behind)
    }

    /// What the match at `whole` captures, where only one form of what stands before it fits.
    pub(super) fn captured(&self, text: &[u8], whole: Span) -> Option<Span> {
        let end = self.end(whole)?;
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

/// What stands before a group, the group, and what stands behind it.
fn round(hir: &Hir, group: usize) -> Option<(&[Hir], &Hir, &[Hir])> {
    let parts = match hir.kind() {
        HirKind::Concat(parts) => parts.as_slice(),
        _ => std::slice::from_ref(hir),
    };
    let is_group = |part: &Hir| matches!(part.kind(), HirKind::Capture(capture) if capture.index as usize == group);
    let at = parts.iter().position(is_group)?;
    Some((parts.get(..at)?, parts.get(at)?, parts.get(at + 1..)?))
}

/// What stands before a group, and a byte that the group may begin with; none where it may be empty.
pub(super) fn lead(hir: &Hir, group: usize) -> Option<Hir> {
    let (before, captured, _) = round(hir, group)?;
    captured.properties().minimum_len().filter(|least| *least > 0)?;
    let begins = Begins::of(captured);
    let ranges = (0..=u8::MAX).filter(|byte| begins.may(*byte)).map(|byte| ClassBytesRange::new(byte, byte));
    let first = Hir::class(Class::Bytes(ClassBytes::new(ranges)));
    Some(Hir::concat(before.iter().cloned().chain([first]).collect()))
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

    /// What is told of the first match in `text` by the forms of what stands before it, and by the shortest and the longest of them. It is what
    /// the regex captures.
    fn captured<'t>(pattern: &str, text: &'t str) -> (Option<&'t str>, Option<&'t str>) {
        let searcher = Searcher::new(pattern.to_owned().into(), false, 1).unwrap();
        let range = Range { from: 0, last: text.len(), hi: text.len() };
        let (whole, group) = searcher.captures(text, range, 1, &mut None).unwrap();
        let checked = |told: Option<Span>| {
            assert!(told.is_none() || told == group, "{pattern} in {text}: {told:?} is not {group:?}");
            told.map(|span| &text[span.start..span.end])
        };
        (checked(searcher.split(text, whole)), checked(searcher.led(text, whole, 1)))
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
    fn what_has_too_many_forms_is_left_to_the_regex() {
        let by_forms = |pattern: &str| split(pattern).is_some_and(|split| !split.before.is_empty());
        for pattern in ["a+(b)", "(?:a(b)|c)", "(b)?", "(b)c?", "a{0,40}(b)", "[a-z]{0,20}(b)", "(?:a|bc|d){3}(e)", "ab"] {
            assert!(!by_forms(pattern), "{pattern}");
        }
        let long = |length: usize| format!("{}(b)", "a".repeat(length));
        assert_eq!((by_forms(&long(LONGEST)), by_forms(&long(LONGEST + 1))), (true, false));
        assert!(split("(b)c?").is_none() && split("(?:a(b)|c)").is_none() && lead(&parse("a(b*)", false).unwrap(), 1).is_none());
    }
}
