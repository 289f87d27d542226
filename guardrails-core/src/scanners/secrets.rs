//! Keys, tokens, passwords: rules with checksums and tests of randomness.

use crate::Category;
use crate::scanner::ScannerEntry;

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "secrets",
    category: Category::Secrets,
    description: "keys, tokens, passwords and private keys",
    reports: &[],
    build: None,
};
