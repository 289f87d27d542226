//! What a window is asked before the pattern of a rule: a pattern that is cheaper, and matches wherever the rule's own captures something. Shared
//! with the build script, as `source.rs` is.

use regex_syntax::hir::{Hir, HirKind, Repetition};

/// A repetition that may go on for so many more times than it must goes on for ever: an automaton has a state for each time. One of what
/// can be longer or shorter has many, since each way to part a text is another time.
const COUNTED: u32 = 4;

/// The gate of a pattern in which branches stand to be passed over, which capture nothing where others do: without them. None for any other.
pub fn gate(hir: &Hir, capture: usize) -> Option<Hir> {
    let mut skips = false;
    let loose = loosened(hir, capture, &mut skips);
    skips.then_some(loose)
}

/// How a pattern begins, as far as that has few states, where it goes on with many: what its matches begin with. None for any other. A rule
/// that is asked about every number mostly needs no more to say no.
pub fn opening(hir: &Hir) -> Option<Hir> {
    if states(hir, false) <= 2 * OPENING {
        return None;
    }
    let (opening, whole) = opened(hir, OPENING);
    (!whole && opening.properties().minimum_len() > Some(0)).then_some(opening)
}

/// What `hir` begins with in so many states, without its groups, and whether that is all.
fn opened(hir: &Hir, most: usize) -> (Hir, bool) {
    let own = states(hir, false);
    match hir.kind() {
        HirKind::Capture(group) => opened(&group.sub, most),
        HirKind::Concat(parts) => {
            let (mut all, mut left) = (Vec::new(), most);
            for part in parts {
                let (opening, whole) = opened(part, left);
                all.push(opening);
                if !whole {
                    return (Hir::concat(all), false);
                }
                left = left.saturating_sub(states(part, false));
            }
            (Hir::concat(all), true)
        }
        // What one branch lacks, what follows it would stand in the place of.
        HirKind::Alternation(branches) if own > most && branches.len() <= WORDS => {
            // What the small ones leave the others have.
            let mut sizes: Vec<usize> = branches.iter().map(|branch| states(branch, false)).collect();
            sizes.sort_unstable();
            let (mut left, mut share) = (most, 0);
            for (size, waiting) in sizes.iter().zip((1..=sizes.len()).rev()) {
                share = share.max(left / waiting);
                left = left.saturating_sub(*size.min(&share));
            }
            (Hir::alternation(branches.iter().map(|branch| opened(branch, share).0).collect()), false)
        }
        _ if own > most => (Hir::empty(), false),
        _ => (hir.clone(), true),
    }
}

/// The pattern with no end to its long repetitions; nothing where that would not be cheaper. One of its parts matches from wherever the pattern
/// does: most have one part.
#[allow(dead_code)] // The build script compiles nothing.
pub fn endless(hir: &Hir) -> Vec<Hir> {
    if saved(hir) <= if counts(hir) < 2 { COUNTING_ALONE } else { COUNTING } {
        return Vec::new();
    }
    let loose = |hir: &Hir| loosened(hir, 0, &mut false);
    if states(hir, true) <= LARGE {
        return vec![loose(hir)];
    }
    // An automaton of many words in any order has states for all that may have been seen, in each branch.
    let (mut parts, mut rest) = (Vec::new(), Vec::new());
    for branch in branches(hir) {
        let is_part = parts.len() < PARTS && saved(&branch) > COUNTING;
        if is_part { &mut parts } else { &mut rest }.push(loose(&branch));
    }
    if !rest.is_empty() {
        parts.push(Hir::alternation(rest));
    }
    parts
}

/// What the pattern is one of, with the boundary that all of them begin at.
#[allow(dead_code)]
fn branches(hir: &Hir) -> Vec<Hir> {
    match hir.kind() {
        HirKind::Alternation(branches) => branches.clone(),
        HirKind::Concat(parts) => match parts.split_last().map(|(last, before)| (last.kind(), before)) {
            Some((HirKind::Alternation(branches), before)) if before.iter().all(|part| matches!(part.kind(), HirKind::Look(_))) => {
                branches.iter().map(|branch| Hir::concat(before.iter().chain([branch]).cloned().collect())).collect()
            }
            _ => vec![hir.clone()],
        },
        _ => vec![hir.clone()],
    }
}

/// How many states an opening has, and the longest list of words of which some are no use to it.
const OPENING: usize = 2600;
const WORDS: usize = 32;

/// How many states of counting are worth a pattern without them.
const COUNTING: usize = 256;
/// And of one repetition. From where a match began it is counted once, but an automaton that reads back from its end has a state for each byte.
const COUNTING_ALONE: usize = 2048;
/// One with more states is looked for branch by branch, in so many parts at most.
const LARGE: usize = 5500;
const PARTS: usize = 8;

/// The pattern without its groups, without the branches that capture nothing where others beside them hold group `capture`, and without the
/// ends of long repetitions.
fn loosened(hir: &Hir, capture: usize, skips: &mut bool) -> Hir {
    match hir.kind() {
        HirKind::Capture(group) => loosened(&group.sub, capture, skips),
        HirKind::Repetition(repetition) => {
            let max = repetition.max.filter(|_| !is_long(repetition));
            // Where a match begins is asked, and not where it ends: the shortest tells as well.
            Hir::repetition(Repetition { max, greedy: false, sub: Box::new(loosened(&repetition.sub, capture, skips)), ..*repetition })
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(|part| loosened(part, capture, skips)).collect()),
        HirKind::Alternation(branches) => {
            let holding = if capture == 0 { 0 } else { branches.iter().filter(|branch| holds(branch, capture)).count() };
            let some_fall = (1..branches.len()).contains(&holding);
            *skips |= some_fall;
            let left = branches.iter().filter(|branch| !some_fall || holds(branch, capture));
            Hir::alternation(left.map(|branch| loosened(branch, capture, skips)).collect())
        }
        _ => hir.clone(),
    }
}

/// Whether a repetition goes on for ever where it is loosened.
fn is_long(repetition: &Repetition) -> bool {
    let varies = repetition.sub.properties().minimum_len() != repetition.sub.properties().maximum_len();
    repetition.max.is_some_and(|max| max - repetition.min > if varies { 1 } else { COUNTED })
}

/// How many long repetitions there are. One alone is counted from wherever it began, the next from wherever the one before may have ended.
fn counts(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Capture(group) => counts(&group.sub),
        HirKind::Repetition(repetition) => counts(&repetition.sub) + usize::from(is_long(repetition)),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(counts).sum(),
        _ => 0,
    }
}

/// Whether group `capture` stands in `hir`; the whole match is in every part of it.
pub fn holds(hir: &Hir, capture: usize) -> bool {
    match hir.kind() {
        HirKind::Capture(group) => group.index as usize == capture || holds(&group.sub, capture),
        HirKind::Repetition(repetition) => holds(&repetition.sub, capture),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(|part| holds(part, capture)),
        _ => false,
    }
}

/// How many states fewer a pattern has with no end to its long repetitions.
fn saved(hir: &Hir) -> usize {
    states(hir, false).saturating_sub(states(hir, true))
}

/// How many states an automaton of `hir` has, about; where it is `loose`, with no end to its long repetitions.
fn states(hir: &Hir, loose: bool) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Capture(group) => states(&group.sub, loose),
        HirKind::Repetition(repetition) => {
            let max = repetition.max.filter(|_| !loose || !is_long(repetition));
            states(&repetition.sub, loose).saturating_mul(max.unwrap_or(repetition.min + 1) as usize)
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(|part| states(part, loose)).fold(1, usize::saturating_add),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::source::parse;

    fn is_gate(pattern: &str, capture: usize, expected: &str) -> bool {
        gate(&parse(pattern, false).unwrap(), capture) == Some(parse(expected, false).unwrap())
    }

    #[test]
    fn branches_that_capture_nothing_fall_away() {
        assert!(is_gate("skip[0-9]|key=([0-9]{4})", 1, "key=[0-9]{4}?"));
        assert!(is_gate("a(?:no|(x)b|c(x))d(y)?", 1, "a(?:xb)d(?:y)??"));
        assert_eq!(gate(&parse("(a|b)c", false).unwrap(), 1), None);
        assert_eq!(gate(&parse("skip|key", false).unwrap(), 0), None);
    }

    #[test]
    fn an_opening_is_what_a_large_pattern_begins_with() {
        let opening = |pattern: &str| opening(&parse(pattern, false).unwrap());
        let large = format!("(?:{})", (0..1000).map(|number| format!("label{number}")).collect::<Vec<_>>().join("|"));
        let is = |pattern: String, expected: &str| assert_eq!(opening(&pattern), Some(parse(expected, false).unwrap()), "{expected}");
        is(format!("(?:^| )([0-9]{{4}}) is (?:my )?{large}!"), "(?:^| )[0-9]{4} is (?:my )?");
        // What follows a branch that is cut off would stand in its place.
        is(format!("([0-9]{{4}})(?: is {large}|, none)(?:x|y)"), "[0-9]{4}(?: is |, none)");
        let cut = opening(&format!("a(?:b{{2500}}|c{{2500}})(?:d|{large})")).unwrap();
        assert_eq!((cut.properties().minimum_len(), cut.properties().maximum_len()), (Some(1), Some(1)), "{cut}");
        assert_eq!(opening("([0-9]{4}) is mine"), None);
        assert_eq!(opening(&format!("{large}: [0-9]{{4}}")), None);
        assert_eq!(opening(&format!("(?:[0-9]|){large}")), None);
    }

    #[test]
    fn long_repetitions_have_no_end() {
        let endless = |pattern: &str| endless(&parse(pattern, false).unwrap());
        let parsed = |patterns: &[&str]| -> Vec<Hir> { patterns.iter().map(|pattern| parse(pattern, false).unwrap()).collect() };
        assert_eq!(
            endless(r"\b(key)(?:[a-z]{0,3}[0-9]{4,400}){1,2}:[a-z]{1,9}"),
            parsed(&[r"\bkey(?:[a-z]{0,3}?[0-9]{4,}?){1,2}?:[a-z]+?"])
        );
        assert_eq!(endless("a.{0,300}b|c{1,3}|d|b.{0,300}a"), parsed(&["a.*?b|c{1,3}?|d|b.*?a"]));
        let large = format!(r"\b(?:a.{{0,300}}[a-z]{{{LARGE}}}|c{{1,3}}|d|b.{{0,300}}a)");
        let parts = [format!(r"\ba.*?[a-z]{{{LARGE}}}?"), r"\bb.*?a".to_owned(), r"(?:\bc{1,3}?|\bd)".to_owned()];
        assert_eq!(endless(&large), parsed(&parts.each_ref().map(String::as_str)));
        assert_eq!(endless("key[0-9]{4,400}"), []);
        assert_eq!(endless("key[0-9]{4,4000}"), parsed(&["key[0-9]{4,}?"]));
        assert_eq!(endless("key[0-9]{800}"), []);
    }
}
