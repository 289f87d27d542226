//! Validators: what a pattern cannot say. Each takes the captured text of the folded view, separators included.

mod checksum;
mod pii_americas;
mod pii_asia_pacific;
mod pii_europe;
mod pii_global;
mod tokens;

/// What a validator says of a captured text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Validity {
    /// It is not what the rule is about: dropped.
    Invalid,
    /// Nothing speaks against it.
    Plausible,
    /// A check that random text fails holds: the rule's `proven_confidence`.
    Valid,
}

pub(crate) type Validator = fn(&[u8]) -> Validity;

/// Every validator by the name rules call it.
pub(crate) static VALIDATORS: &[&[(&str, Validator)]] =
    &[pii_global::TABLE, pii_americas::TABLE, pii_europe::TABLE, pii_asia_pacific::TABLE, tokens::TABLE];

pub(crate) fn find(name: &str) -> Option<Validator> {
    VALIDATORS.iter().flat_map(|table| table.iter()).find(|(known, _)| *known == name).map(|(_, validator)| *validator)
}
