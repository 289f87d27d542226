//! The user's own lists of words: rules made from the policy's `[[list]]` entries.

use crate::Category;
use crate::scanner::ScannerEntry;

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "substrings",
    category: Category::Custom,
    description: "words of the policy's own lists",
    reports: &[],
    build: None,
};
