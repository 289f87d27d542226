//! What a window is asked before the pattern of a rule: a pattern that is cheaper, and matches wherever the rule's own captures something. Shared
//! with the build script, as `source.rs` is.

use regex_syntax::hir::{Hir, HirKind, Repetition};

/// A cheaper pattern.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Gate {
    pub hir: Hir,
    /// Whether branches have fallen away that stand in the pattern to be passed over: they capture nothing where others do.
    pub skips: bool,
}

/// A repetition that may go on for so many more times than it must goes on for ever: an automaton has a state for each time.
const COUNTED: u32 = 8;
/// A pattern with fewer states costs nothing to speak of, and one that saves less than half of its own is not worth a second.
const SMALL: usize = 256;

/// The gate of a pattern; none where it would not be cheaper.
pub fn gate(hir: &Hir, capture: usize) -> Option<Gate> {
    let mut skips = false;
    let loose = loosened(hir, capture, &mut skips);
    let (own, left) = (states(hir), states(&loose));
    (skips || own > SMALL && own / 2 > left).then_some(Gate { hir: loose, skips })
}

/// The pattern without its groups, without the branches that capture nothing where others beside them hold group `capture`, and without the
/// ends of long repetitions.
fn loosened(hir: &Hir, capture: usize, skips: &mut bool) -> Hir {
    match hir.kind() {
        HirKind::Capture(group) => loosened(&group.sub, capture, skips),
        HirKind::Repetition(repetition) => {
            let max = repetition.max.filter(|max| max - repetition.min <= COUNTED);
            Hir::repetition(Repetition { max, sub: Box::new(loosened(&repetition.sub, capture, skips)), ..*repetition })
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(|part| loosened(part, capture, skips)).collect()),
        HirKind::Alternation(branches) => {
            let holding = branches.iter().filter(|branch| holds(branch, capture)).count();
            let some_fall = (1..branches.len()).contains(&holding);
            *skips |= some_fall;
            let left = branches.iter().filter(|branch| !some_fall || holds(branch, capture));
            Hir::alternation(left.map(|branch| loosened(branch, capture, skips)).collect())
        }
        _ => hir.clone(),
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

/// How many states an automaton of `hir` has, about.
fn states(hir: &Hir) -> usize {
    let all = |parts: &[Hir]| parts.iter().map(states).fold(1, usize::saturating_add);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Capture(group) => states(&group.sub),
        HirKind::Repetition(repetition) => states(&repetition.sub).saturating_mul(repetition.max.unwrap_or(repetition.min + 1) as usize),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => all(parts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::source::parse;

    fn is_gate(pattern: &str, capture: usize, expected: &str) -> bool {
        gate(&parse(pattern, false).unwrap(), capture).map(|gate| gate.hir) == Some(parse(expected, false).unwrap())
    }

    #[test]
    fn branches_that_capture_nothing_fall_away() {
        assert!(is_gate("skip[0-9]|key=([0-9]{4})", 1, "key=[0-9]{4}"));
        assert!(is_gate("a(?:no|(x)b|c(x))d(y)?", 1, "a(?:xb)d(?:y)?"));
        assert_eq!(gate(&parse("(a|b)c", false).unwrap(), 1), None);
        assert_eq!(gate(&parse("skip|key", false).unwrap(), 0), None);
    }

    #[test]
    fn long_repetitions_have_no_end() {
        assert!(is_gate(r"\bkey(?:[a-z]{0,3}[0-9]{4,400}){1,2}", 0, r"\bkey(?:[a-z]{0,3}[0-9]{4,}){1,2}"));
        assert_eq!(gate(&parse("key[0-9]{4,40}", false).unwrap(), 0), None);
        assert_eq!(gate(&parse("key[0-9]{800}", false).unwrap(), 0), None);
    }
}
