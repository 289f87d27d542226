//! What is left of a pattern without the branches that stand in it to be passed over. Shared with the build script, as `source.rs` is.

use regex_syntax::hir::{Hir, HirKind};

/// The pattern without its groups and without the branches that capture nothing where others beside them hold group `capture`: it matches
/// wherever something is captured. None where no branch falls away.
pub fn captured(hir: &Hir, capture: usize) -> Option<Hir> {
    match hir.kind() {
        HirKind::Capture(group) => captured(&group.sub, capture),
        HirKind::Concat(parts) => {
            let (at, left) = parts.iter().enumerate().find_map(|(at, part)| Some((at, captured(part, capture)?)))?;
            let (before, behind) = (parts.get(..at)?, parts.get(at + 1..)?);
            Some(Hir::concat(before.iter().map(without_groups).chain([left]).chain(behind.iter().map(without_groups)).collect()))
        }
        HirKind::Alternation(branches) => {
            let holding: Vec<&Hir> = branches.iter().filter(|branch| holds(branch, capture)).collect();
            let left: Vec<Option<Hir>> = holding.iter().map(|branch| captured(branch, capture)).collect();
            let falls = !holding.is_empty() && holding.len() < branches.len() || left.iter().any(Option::is_some);
            let whole = |(left, branch): (Option<Hir>, &Hir)| left.unwrap_or_else(|| without_groups(branch));
            falls.then(|| Hir::alternation(left.into_iter().zip(holding).map(whole).collect()))
        }
        _ => None,
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

fn without_groups(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Capture(group) => without_groups(&group.sub),
        HirKind::Repetition(repetition) => {
            Hir::repetition(regex_syntax::hir::Repetition { sub: Box::new(without_groups(&repetition.sub)), ..*repetition })
        }
        HirKind::Concat(parts) => Hir::concat(parts.iter().map(without_groups).collect()),
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(without_groups).collect()),
        _ => hir.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::source::parse;

    #[test]
    fn branches_that_capture_nothing_fall_away() {
        let left = |pattern: &str, capture| captured(&parse(pattern, false).unwrap(), capture);
        let is = |pattern: &str| Some(parse(pattern, false).unwrap());
        assert_eq!(left("skip[0-9]|key=([0-9]{4})", 1), is("key=[0-9]{4}"));
        assert_eq!(left("a(?:no|(x)b|c(x))d(y)?", 1), is("a(?:xb)d(?:y)?"));
        assert_eq!(left("a(b)", 1), None);
        assert_eq!(left("skip|key", 0), None);
        assert_eq!(left("(a|b)c", 1), None);
    }
}
