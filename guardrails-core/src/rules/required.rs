//! Which words a text holds where a pattern matches, beside those that are looked for: most windows hold none, and are not worth a regex.
//! Words are numbers, made of their first four letters, so that the words of a window are compared in a few instructions. Shared with the
//! build script, as `source.rs` is.

use std::rc::Rc;

use super::frequencies::{self, EDGE};
use super::prefixes::Prefixes;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The letters of a word that count.
pub const LEN: usize = 4;

/// A number as the build script stores it: its bytes, the lowest first.
pub type Stored = [u8; 2];

/// In the place of a head, which is odd: something outside ASCII.
pub const FOREIGN: u16 = 4;

/// The number of a word: of its first letters and digits in lower case, the first lowest, with zeros behind the last.
#[inline]
pub fn head(word: u32) -> u16 {
    (word.wrapping_mul(0x9E37_79B1) >> 16) as u16 | 1
}

/// A condition on the words of every match of a pattern, in which `looked_for` is known to stand; empty where nothing is known.
pub fn required(read: &Prefixes<'_>, looked_for: &[&[String]]) -> Vec<Stored> {
    let known: Vec<Vec<u16>> = looked_for
        .iter()
        .filter_map(|words| words.iter().map(|word| literal(word, Before::Apart).map(|(_, head)| head)).collect::<Option<Vec<u16>>>())
        .filter(|heads| !heads.is_empty())
        .collect();
    let implied = |group: &Group| known.iter().any(|heads| heads.iter().all(|head| group.heads.contains(head)));
    let mut all = branches(read, read.hir, Before::Anything, WAYS);
    for branch in &mut all {
        branch.retain(|group| group.heads.len() <= LONGEST && group.rate < FREQUENT && !implied(group));
        branch.sort_by(|a, b| a.rate.total_cmp(&b.rate).then_with(|| a.heads.cmp(&b.heads)));
        let groups = std::mem::take(branch);
        for group in groups {
            if branch.len() < GROUPS && !branch.iter().any(|rarer| rarer.heads.iter().all(|head| group.heads.contains(head))) {
                branch.push(group);
            }
        }
    }
    if all.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    // What holds all that another asks for is met with it.
    let asks = |branch: &Branch, group: &Group| branch.iter().any(|other| other.heads == group.heads);
    all.sort_by_key(Vec::len);
    let mut different: Vec<Branch> = Vec::new();
    for branch in all {
        if !different.iter().any(|other| other.iter().all(|group| asks(&branch, group))) {
            different.push(branch);
        }
    }
    let different: Vec<Vec<Vec<u16>>> = different.into_iter().map(|branch| branch.into_iter().map(|group| group.heads).collect()).collect();
    write(&different).filter(|written| written.len() <= MOST).unwrap_or_default()
}

/// A condition as it is stored: how many different groups there are and where each begins behind that, the heads of each behind their number, and
/// the branches, of which one has to hold with a word of each of its groups: each the numbers of these behind how many there are. None where there
/// are too many.
pub fn write<B: AsRef<[G]>, G: AsRef<[u16]>>(branches: &[B]) -> Option<Vec<Stored>> {
    let mut groups: Vec<&[u16]> = Vec::new();
    let mut numbers = Vec::new();
    for branch in branches {
        numbers.push(branch.as_ref().len() as u16);
        for group in branch.as_ref() {
            let known = groups.iter().position(|known| *known == group.as_ref());
            numbers.push(known.unwrap_or(groups.len()) as u16);
            if known.is_none() {
                groups.push(group.as_ref());
            }
        }
    }
    if groups.is_empty() {
        return Some(Vec::new());
    }
    let count = groups.len();
    let (mut starts, mut heads) = (vec![count as u16], Vec::new());
    for group in groups {
        starts.push(u16::try_from(count + 1 + heads.len()).ok()?);
        heads.push(group.len() as u16);
        heads.extend(group);
    }
    let branches = u16::try_from(count + 2 + heads.len()).ok()?;
    // Where the branches begin stands behind where the groups do.
    starts.iter_mut().skip(1).for_each(|start| *start += 1);
    starts.push(branches);
    (count <= DIFFERENT).then(|| [starts, heads, numbers].into_iter().flatten().map(u16::to_le_bytes).collect())
}

/// A condition as [`write`] writes it.
#[derive(Clone, Copy)]
pub struct Condition<'c> {
    all: &'c [Stored],
    /// Where each group begins.
    groups: &'c [Stored],
    /// Branches that are left.
    branches: &'c [Stored],
}

impl<'c> Condition<'c> {
    #[inline]
    pub fn new(all: &'c [Stored]) -> Option<Self> {
        let (count, rest) = all.split_first()?;
        let (groups, rest) = rest.split_at_checked(number(*count))?;
        Some(Self { all, groups, branches: all.get(number(*rest.first()?)..)? })
    }

    /// The heads of a group.
    #[inline]
    pub fn group(&self, group: Stored) -> &'c [Stored] {
        let start = self.groups.get(number(group)).and_then(|start| self.all.get(number(*start)..));
        start.and_then(counted).map(|(heads, _)| heads).unwrap_or_default()
    }
}

impl<'c> Iterator for Condition<'c> {
    /// The numbers of the groups of a branch.
    type Item = &'c [Stored];

    #[inline]
    fn next(&mut self) -> Option<&'c [Stored]> {
        let (branch, rest) = counted(self.branches)?;
        self.branches = rest;
        Some(branch)
    }
}

/// The first part of a list of parts behind their lengths, and the rest.
#[inline]
fn counted(list: &[Stored]) -> Option<(&[Stored], &[Stored])> {
    let (len, rest) = list.split_first()?;
    rest.split_at_checked(number(*len))
}

#[inline]
fn number(stored: Stored) -> usize {
    u16::from_le_bytes(stored).into()
}

/// What stands before a part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    /// Perhaps the first letters of a word.
    Anything,
    /// No letter: letters begin a word there, and digits go on one.
    NoLetter,
    /// Neither letter nor digit.
    Apart,
}

/// The longest group, the most groups of a branch, the most branches of a pattern and of a part of one, and how often per byte prose may hold a word
/// of a group: what is beyond costs more than it saves.
const LONGEST: usize = 160;
const GROUPS: usize = 4;
const WAYS: usize = 64;
const BRANCHES: usize = 12;
const FREQUENT: f64 = 0.12;
const MOST: usize = 1500;
/// The most different groups: a bit for each.
pub const DIFFERENT: usize = 64;

/// Words of which one stands in every match.
#[derive(Clone, Debug)]
struct Group {
    rate: f64,
    heads: Vec<u16>,
}

type Branch = Vec<Group>;

impl Group {
    /// Something outside ASCII: rarer than any word in a text that has none, and wherever one looks in others.
    fn foreign() -> Self {
        Self { rate: FOREIGN_RATE, heads: vec![FOREIGN] }
    }
}

const FOREIGN_RATE: f64 = 1e-6;

/// The ways in which `hir` may match, each with what it holds; `most` at most.
fn branches<'h>(read: &Prefixes<'h>, hir: &'h Hir, before: Before, most: usize) -> Vec<Branch> {
    let with_own = |mut all: Vec<Branch>| {
        let own = begins(read.of(hir, false), before).into_iter().chain(is_foreign(hir).then(Group::foreign));
        add(&mut all, own);
        all
    };
    match hir.kind() {
        HirKind::Capture(capture) => branches(read, &capture.sub, before, most),
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            branches(read, &repetition.sub, if repetition.max == Some(1) { before } else { Before::Anything }, BRANCHES)
        }
        HirKind::Alternation(parts) => {
            let mut ways: Vec<Vec<Branch>> = parts.iter().map(|part| branches(read, part, before, BRANCHES)).collect();
            // Words of which one is there are one group, and no branches of a word each.
            let words: Vec<Branch> = ways.iter_mut().flat_map(|way| way.extract_if(.., |branch| branch.len() == 1)).collect();
            let one = one_of(&words, 0).filter(|group| !group.heads.is_empty()).map(|group| vec![group]);
            if ways.iter().map(Vec::len).sum::<usize>() >= most {
                ways.iter_mut().filter(|way| way.len() > 1).for_each(|way| *way = vec![merged(way)]);
            }
            let all: Vec<Branch> = ways.into_iter().flatten().chain(one).collect();
            with_own(if all.len() <= most { all } else { vec![merged(&all)] })
        }
        HirKind::Concat(parts) => {
            let (mut all, mut before) = (vec![Branch::new()], before);
            let is_composed = |part: &&Hir| matches!(part.kind(), HirKind::Capture(_) | HirKind::Repetition(_) | HirKind::Alternation(_));
            // What begins all ways alike is taken out of them.
            let most = if parts.iter().filter(is_composed).count() == 1 { most } else { BRANCHES };
            for (index, part) in parts.iter().enumerate() {
                let rest = read.of_rest(parts.get(index..).unwrap_or_default(), false);
                let own = begins(rest, before).or_else(|| begins(read.of(part, false), before));
                let own = own.into_iter().chain(is_foreign(part).then(Group::foreign));
                let inner = if is_composed(&part) { branches(read, part, before, most) } else { Vec::new() };
                match inner.as_slice() {
                    [] => {}
                    [only] => add(&mut all, only.iter().cloned()),
                    several if several.len() * all.len() <= most && several.iter().all(|branch| !branch.is_empty()) => {
                        all = all.iter().flat_map(|first| several.iter().map(move |branch| [first.as_slice(), branch].concat())).collect();
                    }
                    several => add(&mut all, merged(several).into_iter()),
                }
                add(&mut all, own);
                before = behind(part, before);
            }
            all
        }
        HirKind::Repetition(_) => vec![Branch::new()],
        _ => with_own(vec![Branch::new()]),
    }
}

/// Adds groups to each branch that has them not.
fn add(branches: &mut [Branch], groups: impl Iterator<Item = Group>) {
    for group in groups {
        for branch in branches.iter_mut().filter(|branch| branch.iter().all(|known| known.heads != group.heads)) {
            branch.push(group.clone());
        }
    }
}

/// What holds whichever of some branches matches: the groups that all of them have, and of the others the rarest words of each branch, the next ones of
/// each, and so on as long as each has some.
fn merged(branches: &[Branch]) -> Branch {
    let shared = |group: &Group| branches.iter().all(|branch| branch.iter().any(|other| other.heads == group.heads));
    let (mut both, mut own): (Branch, Vec<Branch>) = match branches.split_first() {
        Some((first, _)) => (
            first.iter().filter(|group| shared(group)).cloned().collect(),
            branches.iter().map(|branch| branch.iter().filter(|group| !shared(group)).cloned().collect()).collect(),
        ),
        None => return Branch::new(),
    };
    own.iter_mut().for_each(|branch| branch.sort_by(|a, b| a.rate.total_cmp(&b.rate)));
    both.extend((0..GROUPS).map_while(|rank| one_of(&own, rank)));
    both
}

/// The words of each branch that are rarest but for `rank` groups: one of them is there, whichever matches. The rarer groups come first, those of the same rate in the order of the text.
fn one_of(branches: &[Branch], rank: usize) -> Option<Group> {
    branches.iter().try_fold(Group { rate: 0.0, heads: Vec::new() }, |all, branch| {
        let own = branch.get(rank)?;
        let same = |head: &u16| all.heads.contains(head);
        let rate = if own.heads.iter().all(same) { all.rate } else { all.rate + own.rate };
        let mut heads = [all.heads.as_slice(), &own.heads].concat();
        heads.sort_unstable();
        heads.dedup();
        Some(Group { rate, heads })
    })
}

/// One of the words that every match of a part begins with.
fn begins(words: Option<Rc<[String]>>, before: Before) -> Option<Group> {
    let mut found = words?.iter().map(|word| literal(word, before)).collect::<Option<Vec<(f64, u16)>>>()?;
    found.sort_by_key(|(_, head)| *head);
    found.dedup_by_key(|(_, head)| *head);
    let group = Group { rate: found.iter().map(|(rate, _)| rate).sum(), heads: found.iter().map(|(_, head)| *head).collect() };
    (!found.is_empty()).then_some(group)
}

/// The rarest word of a literal whose first letters are known, and how often texts hold it.
fn literal(literal: &str, before: Before) -> Option<(f64, u16)> {
    let body = literal.trim_matches(EDGE);
    let begins = match before {
        Before::Apart => true,
        Before::NoLetter => body.starts_with(|first: char| !first.is_ascii_digit()),
        Before::Anything => false,
    };
    let (begins, ends) = (begins || literal.starts_with(EDGE), literal.ends_with(EDGE));
    let foreign = (!body.is_ascii()).then_some((FOREIGN_RATE, FOREIGN));
    let mut at = 0;
    let words = body.split(|c: char| !c.is_ascii_alphanumeric()).filter_map(|word| {
        let (start, end) = (at, at + word.len());
        at = end + body.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let known = (start > 0 || begins) && (word.len() >= LEN || end < body.len() || ends);
        if word.is_empty() || !known {
            return None;
        }
        let mut bytes = [0; LEN];
        bytes.iter_mut().zip(word.bytes()).for_each(|(to, from)| *to = from.to_ascii_lowercase());
        let shown = if word.len() < LEN { format!("{EDGE}{word}{EDGE}") } else { format!("{EDGE}{}", word.get(..LEN)?) };
        Some((frequencies::of_word(&shown, false), head(u32::from_le_bytes(bytes))))
    });
    words.chain(foreign).min_by(|a, b| a.0.total_cmp(&b.0))
}

/// Whether every match of `hir` holds something outside ASCII.
fn is_foreign(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => !literal.0.is_ascii(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().iter().all(|range| !range.start().is_ascii()),
        HirKind::Class(Class::Unicode(class)) => class.ranges().iter().all(|range| !range.start().is_ascii()),
        HirKind::Repetition(repetition) => repetition.min > 0 && is_foreign(&repetition.sub),
        HirKind::Capture(capture) => is_foreign(&capture.sub),
        HirKind::Concat(parts) => parts.iter().any(is_foreign),
        HirKind::Alternation(parts) => parts.iter().all(is_foreign),
    }
}

/// What stands before what follows `hir`.
fn behind(hir: &Hir, before: Before) -> Before {
    let of = |bytes: &mut dyn Iterator<Item = u8>| {
        let (mut letter, mut digit) = (false, false);
        bytes.for_each(|byte| (letter, digit) = (letter | byte.is_ascii_alphabetic(), digit | byte.is_ascii_digit()));
        if letter {
            Before::Anything
        } else if digit {
            Before::NoLetter
        } else {
            Before::Apart
        }
    };
    match hir.kind() {
        HirKind::Empty => before,
        // A boundary before a letter; and where a line begins, nothing stands before.
        HirKind::Look(_) => Before::Apart,
        HirKind::Literal(literal) => of(&mut literal.0.last().copied().into_iter()),
        HirKind::Class(Class::Bytes(class)) => of(&mut class.ranges().iter().flat_map(|range| range.start()..=range.end())),
        HirKind::Class(Class::Unicode(_)) => Before::Anything,
        HirKind::Repetition(repetition) => {
            let inner = behind(&repetition.sub, Before::Anything);
            if repetition.min > 0 { inner } else { inner.min(before) }
        }
        HirKind::Capture(capture) => behind(&capture.sub, before),
        HirKind::Concat(parts) => parts.iter().fold(before, |before, part| behind(part, before)),
        HirKind::Alternation(parts) => parts.iter().map(|part| behind(part, before)).min().unwrap_or(Before::Anything),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::source::parse;

    /// The condition of a pattern with the heads of `words` as these words.
    fn condition(pattern: &str, words: &[&str]) -> String {
        let number = |word: &&str| literal(&format!("{EDGE}{word}{EDGE}"), Before::Apart).map(|(_, head)| head);
        let name = |head: u16| words.iter().find(|word| number(word) == Some(head)).copied().unwrap_or("?").to_owned();
        let found = required(&Prefixes::new(&parse(pattern, false).unwrap()), &[&[format!("{EDGE}prompt{EDGE}")]]);
        let group = |group: &[Stored]| {
            let mut names: Vec<String> = group
                .iter()
                .map(|head| u16::from_le_bytes(*head))
                .map(|head| if head == FOREIGN { "foreign".to_owned() } else { name(head) })
                .collect();
            names.sort();
            names.join("|")
        };
        let Some(condition) = Condition::new(&found) else { return String::new() };
        let branch = |branch: &[Stored]| {
            let mut groups: Vec<String> = branch.iter().map(|number| group(condition.group(*number))).collect();
            groups.sort();
            groups.join(" & ")
        };
        condition.map(branch).collect::<Vec<_>>().join(" or ")
    }

    #[test]
    fn every_group_of_words_is_required() {
        let words = ["ignore", "forget", "rules", "orders", "above", "so", "x", "foget", "unforget"];
        for (pattern, expected) in [
            (r"\b(?:ignore|forget)\b[^.]{0,30}\b(?:rules|orders)\b", "forget|ignore & orders|rules"),
            (r"\bignore (?:all )?prompts? (?:above|so)\b", "above|so & ignore"),
            // How a word goes on, or what stands before it, is not known.
            (r"\b(?:ignore|so)[a-z]{0,9}\b", ""),
            (r"[a-z]{0,9}(?:ignore|forget)\b", ""),
            (r"\bfor?get|\bso ", "foget|forget|so"),
            (r"\bIgnore\b[\s-]{1,3}rules", "ignore & rules"),
            (r"\b(?:un)?forget\b", "forget|unforget"),
            (r"\b(?:[a-z]{2})?forget\b", ""),
            (r"(?: )?forget\b", ""),
            (r"(?m:^)forget\b", "forget"),
            (r"\bprompt above\b", "above"),
            (r"\bprompt\b", ""),
            // Letters begin a word behind digits, and digits go on one.
            (r"[0-9]above\b", "above"),
            (r"[0-9] ?above\b", "above"),
            (r"[0-9a]above\b", ""),
            (r"[0-9]4above\b", ""),
        ] {
            assert_eq!(condition(pattern, &words), expected, "{pattern}");
        }
    }

    #[test]
    fn each_way_to_match_has_its_own() {
        let words = ["ignore", "rules", "above", "orders", "all"];
        let both = r"\bignore\b.{0,9}\brules\b|\brules\b.{0,9}\bignore\b|\borders\b.{0,9}\babove\b";
        assert_eq!(condition(both, &words), "ignore & rules or above & orders");
        assert_eq!(condition(r"\bignore (?:rules|all orders)\b", &words), "ignore & orders|rules");
        assert_eq!(condition(r"\b(?:ignore rules|all orders)\b", &words), "ignore|orders");
        assert_eq!(condition(r"\bignore\b|x", &words), "");
        assert_eq!(condition("(?:会話|rules above|忘)", &words), "above|foreign");
        assert_eq!(condition("(?:会話|rules above|忘)を", &words), "foreign");
    }

    #[test]
    fn many_ways_keep_a_word_of_each_place() {
        let two = |n: usize| format!("{}{}", char::from(b'a' + (n / 9) as u8), char::from(b'q' + (n % 9) as u8));
        let ways = |count: usize| (0..count).map(|n| format!(r"\b{0}gn\b[^.]{{0,9}}\b{0}wo\b", two(n))).collect::<Vec<_>>().join("|");
        // What begins all of them alike is taken out of them, and leaves them as many as they are.
        assert_eq!(condition(&ways(BRANCHES + 1), &[]).split(" or ").count(), BRANCHES + 1);
        // More are one way: with what all of them begin with, one of the rarest words of each, and one of the others.
        let merged = condition(&ways(WAYS + 1), &[]);
        assert_eq!((merged.split(" or ").count(), merged.split(" & ").count()), (1, 3), "{merged}");
    }
}
