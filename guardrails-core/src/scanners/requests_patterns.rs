//! The pattern of each kind of evidence for a request, and what its matches begin with. The build script writes both into the library.

use regex_syntax::hir::Hir;
use regex_syntax::hir::literal::{ExtractKind, Extractor};

use super::{addressed_words as address, requests_words as words};

/// In the order of their weights.
const EVIDENCE: [&[&str]; 14] = [
    &[words::HIDE, address::HIDE],
    &[words::CONSENT, address::UNASKED],
    &[words::TRIGGER],
    &[words::THIRD],
    &[words::HELD],
    &[words::FAVOUR, address::FAVOUR],
    &[words::DICTATE, address::DICTATE],
    &[words::OVERRIDE],
    &[words::AWAY],
    &[words::ACT, address::ACT],
    &[words::SEND, address::SEND],
    &[address::SECRET],
    &[words::URGE],
    &[words::IMP],
];

/// That a sentence describes something, or tells of attacks.
const DESCRIBES: &[&str] = &[words::DESCRIBES, address::REPORT];

pub(super) fn evidence() -> impl Iterator<Item = String> {
    EVIDENCE.iter().map(|parts| parts.join("|"))
}

pub(super) fn describes() -> String {
    DESCRIBES.join("|")
}

/// How many beginnings a kind of evidence may have.
const LITERALS: usize = 6000;

/// What a match of a pattern can begin with; none where that is anything.
pub(super) fn beginnings(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let mut extractor = Extractor::new();
    extractor.kind(ExtractKind::Prefix).limit_class(12).limit_repeat(1).limit_literal_len(12).limit_total(LITERALS);
    let mut found = extractor.extract(hir);
    found.dedup();
    let mut words: Vec<Vec<u8>> = found.literals()?.iter().map(|literal| literal.as_bytes().to_ascii_lowercase()).collect();
    words.sort();
    words.dedup();
    // What begins with another one is found with it.
    let mut kept: Vec<Vec<u8>> = Vec::new();
    for word in words {
        if !kept.last().is_some_and(|last| word.starts_with(last)) {
            kept.push(word);
        }
    }
    kept.iter().all(|word| !word.is_empty()).then_some(kept)
}
