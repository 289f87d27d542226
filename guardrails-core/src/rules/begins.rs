//! The bytes that a match of a pattern may begin with. Shared with the build script, as `source.rs` is.

use regex_syntax::hir::{Class, Hir, HirKind};

/// A set of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begins(pub [u64; 4]);

impl Begins {
    const ALL: Self = Self([u64::MAX; 4]);

    /// What a match of `hir` may begin with.
    pub fn of(hir: &Hir) -> Self {
        let mut all = Self([0; 4]);
        if all.add(hir) { Self::ALL } else { all }
    }

    pub fn may(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte) / 64).is_some_and(|bits| bits >> (byte % 64) & 1 == 1)
    }

    /// Adds what a match of `hir` may begin with; whether one may be empty, so that what follows may begin there as well.
    fn add(&mut self, hir: &Hir) -> bool {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => true,
            HirKind::Literal(literal) => literal.0.first().is_none_or(|byte| self.insert(*byte)),
            HirKind::Class(Class::Bytes(class)) => {
                class.ranges().iter().flat_map(|range| range.start()..=range.end()).for_each(|byte| {
                    self.insert(byte);
                });
                false
            }
            HirKind::Class(Class::Unicode(_)) => {
                *self = Self::ALL;
                false
            }
            HirKind::Repetition(repetition) => self.add(&repetition.sub) || repetition.min == 0,
            HirKind::Capture(group) => self.add(&group.sub),
            HirKind::Concat(parts) => parts.iter().all(|part| self.add(part)),
            // Each is asked, whatever another answers.
            HirKind::Alternation(branches) => branches.iter().filter(|branch| self.add(branch)).count() > 0,
        }
    }

    /// Answers that what begins with a byte is not empty.
    fn insert(&mut self, byte: u8) -> bool {
        self.0.get_mut(usize::from(byte) / 64).into_iter().for_each(|bits| *bits |= 1 << (byte % 64));
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::source::parse;

    #[test]
    fn what_a_match_may_begin_with() {
        let begins = |pattern: &str| -> String {
            let begins = Begins::of(&parse(pattern, true).unwrap());
            (0..=255u8).filter(|byte| begins.may(*byte)).map(char::from).collect()
        };
        assert_eq!(begins(r"(?:^|[-_])(?:x?yz|[0-2]{0,3}k)"), "-012KXY_kxy");
        assert_eq!(begins(r"\b(?:(ab)|#[c-e])"), "#Aa");
        assert_eq!(begins("[a-z]?").len(), (0..=255u8).map(char::from).collect::<String>().len());
    }
}
