//! The registry of scanners: one file each, one line here.

mod addressed;
mod addressed_orders;
mod addressed_text;
mod addressed_words;
mod discussion;
mod disguised;
mod gibberish;
mod injection;
mod invisible;
mod leak;
mod links;
mod mention;
mod pii;
mod quoted;
mod requests;
#[cfg(test)]
mod requests_patterns;
#[cfg(test)]
mod requests_words;
mod secrets;
mod substrings;
mod unwrapped;

use crate::scanner::ScannerEntry;

pub(crate) use injection::MODEL_RULE as INJECTION_MODEL_RULE;
pub(crate) use secrets::pair_halves;

/// Every built-in scanner, in the order in which they run.
pub static SCANNERS: &[ScannerEntry] =
    &[injection::ENTRY, pii::ENTRY, secrets::ENTRY, invisible::ENTRY, links::ENTRY, leak::ENTRY, substrings::ENTRY];

/// The injection scanner that asks the learned model as well.
pub(crate) fn injection_with_model() -> Box<dyn crate::Scanner> {
    injection::with_model()
}
