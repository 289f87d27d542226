//! Validators: what a pattern cannot say. Each takes the captured text of the folded view, separators included.

mod bip39;
mod bytes;
mod checksum;
mod chosen;
mod drawn;
mod key_checksums;
mod pii_africa_oceania;
mod pii_americas;
mod pii_asia;
mod pii_contact;
mod pii_documents;
mod pii_documents_zone;
mod pii_europe_central;
mod pii_europe_east;
mod pii_europe_north;
mod pii_europe_south;
mod pii_europe_vat;
mod pii_europe_west;
mod pii_labelled;
mod pii_network;
mod pii_payment;
mod pii_registers;
mod pii_wallets;
mod placeholders;
mod postal_places;
mod postal_places_table;
#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod promises;
mod public_values;
mod randomness;
mod secret_places;
mod secret_values;
#[cfg(test)]
mod testing;
mod tokens;

pub(in crate::rules) use bytes::contains_any;
pub(in crate::rules) use postal_places::{Beside, beside};
pub(crate) use tokens::{LAST_AWS_ACCOUNT, aws_account};

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
pub(crate) static VALIDATORS: &[&[(&str, Validator)]] = &[
    chosen::TABLE,
    drawn::TABLE,
    key_checksums::TABLE,
    pii_africa_oceania::TABLE,
    pii_americas::TABLE,
    pii_asia::TABLE,
    pii_contact::TABLE,
    pii_documents::TABLE,
    pii_documents_zone::TABLE,
    pii_europe_central::TABLE,
    pii_europe_east::TABLE,
    pii_europe_north::TABLE,
    pii_europe_south::TABLE,
    pii_europe_vat::TABLE,
    pii_europe_west::TABLE,
    pii_labelled::TABLE,
    pii_network::TABLE,
    pii_payment::TABLE,
    pii_registers::TABLE,
    pii_wallets::TABLE,
    placeholders::TABLE,
    postal_places::TABLE,
    randomness::TABLE,
    secret_places::TABLE,
    secret_values::TABLE,
    tokens::TABLE,
];

pub(crate) fn find(name: &str) -> Option<Validator> {
    VALIDATORS.iter().flat_map(|table| table.iter()).find(|(known, _)| *known == name).map(|(_, validator)| *validator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = VALIDATORS.iter().flat_map(|table| table.iter()).map(|(name, _)| *name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair.first() != pair.last()));
    }

    #[test]
    fn empty_and_odd_input_is_answered() {
        let odd: [&[u8]; 5] = [b"", b"-", b"\xff\xfe", b"-----", b"...."];
        for (name, check) in VALIDATORS.iter().flat_map(|table| table.iter()) {
            for text in odd {
                assert_ne!(check(text), Validity::Valid, "{name}: {text:?}");
            }
        }
    }
}
