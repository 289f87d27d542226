//! Personal data: rules with checksums and context.

use crate::Category;
use crate::scanner::ScannerEntry;

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "pii",
    category: Category::Pii,
    description: "personal data: cards, accounts, identity numbers, addresses of people and machines",
    reports: &[],
    build: None,
};
