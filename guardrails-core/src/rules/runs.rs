//! The run of token characters and the digits that every match of a pattern holds: windows without them are not searched. Shared with the build script, as
//! `source.rs` is.

use regex_syntax::hir::{Class, Hir, HirKind};

use super::gate::holds;

/// Shorter runs stand in most windows, so that they are not asked for.
const SHORTEST: usize = 12;

/// Of base64, hex and most keys.
pub const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-')
}

/// How many token characters stand in a row in every match of which group `capture` is a part; 0 where they are few.
pub fn required_run(hir: &Hir, capture: usize) -> usize {
    let run = run(hir, capture);
    if run < SHORTEST { 0 } else { run }
}

fn run(hir: &Hir, capture: usize) -> usize {
    if is_all_token(hir) {
        return hir.properties().minimum_len().unwrap_or(0);
    }
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.split(|byte| !is_token(*byte)).map(<[u8]>::len).max().unwrap_or(0),
        HirKind::Capture(group) => run(&group.sub, capture),
        HirKind::Repetition(repetition) if repetition.min > 0 => run(&repetition.sub, capture),
        HirKind::Concat(parts) => {
            let (mut longest, mut row) = (0, 0);
            for part in parts {
                row = if is_all_token(part) { row + part.properties().minimum_len().unwrap_or(0) } else { 0 };
                longest = longest.max(row).max(run(part, capture));
            }
            longest
        }
        HirKind::Alternation(branches) => {
            // What captures nothing is passed over.
            let captures = branches.iter().any(|branch| holds(branch, capture));
            branches.iter().filter(|branch| !captures || holds(branch, capture)).map(|branch| run(branch, capture)).min().unwrap_or(0)
        }
        _ => 0,
    }
}

/// How many ASCII digits every match of `hir` holds.
pub fn required_digits(hir: &Hir) -> usize {
    let digits = |low: char, high: char| low.is_ascii_digit() && high.is_ascii_digit();
    match hir.kind() {
        HirKind::Literal(literal) => literal.0.iter().filter(|byte| byte.is_ascii_digit()).count(),
        HirKind::Class(Class::Bytes(class)) => {
            usize::from(class.ranges().iter().all(|range| digits(range.start().into(), range.end().into())))
        }
        HirKind::Class(Class::Unicode(class)) => usize::from(class.ranges().iter().all(|range| digits(range.start(), range.end()))),
        HirKind::Capture(group) => required_digits(&group.sub),
        HirKind::Repetition(repetition) => required_digits(&repetition.sub).saturating_mul(repetition.min as usize),
        HirKind::Concat(parts) => parts.iter().map(required_digits).fold(0, usize::saturating_add),
        HirKind::Alternation(branches) => branches.iter().map(required_digits).min().unwrap_or(0),
        HirKind::Empty | HirKind::Look(_) => 0,
    }
}

/// Whether all that `hir` may match are token characters.
fn is_all_token(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => literal.0.iter().all(|byte| is_token(*byte)),
        HirKind::Class(Class::Bytes(class)) => class.ranges().iter().all(|range| (range.start()..=range.end()).all(is_token)),
        HirKind::Class(Class::Unicode(_)) => false,
        HirKind::Capture(group) => is_all_token(&group.sub),
        HirKind::Repetition(repetition) => is_all_token(&repetition.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(is_all_token),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::source::parse;

    #[test]
    fn a_run_is_what_every_captured_match_holds() {
        let run = |pattern: &str, capture| required_run(&parse(pattern, false).unwrap(), capture);
        assert_eq!(run(r"\bab_[0-9a-f]{12,40}\b", 0), 15);
        assert_eq!(run(r"(?:^|[^0-9A-Za-z])([0-9]{8,10}:A[0-9A-Za-z_-]{34})", 1), 34);
        assert_eq!(run(r"x\.y{3}|key[:=]([0-9a-f]{32}|[0-9a-f]{16}-[0-9a-f]{4})", 1), 21);
        assert_eq!(run(r"key[:=]([0-9a-f]{32}|[0-9.]{9})", 1), 0);
        assert_eq!(run(r"[A-Za-z]{8}(?:-[a-z]{8})?[^a]", 0), 0);
        assert_eq!(run(r"(?:[0-9a-f]{2}:){20}", 0), 0);
    }

    #[test]
    fn digits_are_those_of_every_match() {
        let digits = |pattern: &str| required_digits(&parse(pattern, true).unwrap());
        assert_eq!(digits(r"code[ :]{1,3}([0-9]{4,10}#?)"), 4);
        assert_eq!(digits(r"(?:[0-9]{2}-){3}v1|[0-9]{3}(?:[0-9]{8})?"), 3);
        assert_eq!(digits(r"[0-9a-f]{32}|x9"), 0);
        assert_eq!(digits(r"[0-9a-f]{32}9\b"), 1);
        assert_eq!(digits(r"(?:[0-3]|7[0-9])[a-z]{0,4}[2]"), 2);
    }
}
