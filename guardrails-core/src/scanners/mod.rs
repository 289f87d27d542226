//! The registry of scanners: one file each, one line here.

mod injection;
mod invisible;
mod leak;
mod links;
mod pii;
mod secrets;
mod substrings;

use crate::scanner::ScannerEntry;

/// Every built-in scanner, in the order in which they run.
pub static SCANNERS: &[ScannerEntry] =
    &[injection::ENTRY, pii::ENTRY, secrets::ENTRY, invisible::ENTRY, links::ENTRY, leak::ENTRY, substrings::ENTRY];

/// Kinds that scanners report without a rule.
pub(crate) static KINDS: &[&str] = &[
    "ZERO_WIDTH",
    "BIDI_CONTROL",
    "UNICODE_TAG",
    "VARIATION_SELECTOR",
    "SOFT_HYPHEN",
    "FORMAT_CONTROL",
    "LINK_EXFIL",
    "LINK_EXFIL_IMAGE",
    "CANARY",
    "SYSTEM_PROMPT",
];
