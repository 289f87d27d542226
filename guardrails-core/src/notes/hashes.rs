//! What a finding is known by in another run: a fingerprint of its value for baselines, a hash of its surroundings for reports.

use std::collections::BTreeMap;

use icu_normalizer::ComposingNormalizerBorrowed;
use sha2::{Digest, Sha256};

use crate::Finding;

const NFC: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();

/// How often the digest goes through the hash again. Some 0.2 ms a finding, and as many times the work for who tries passwords.
const ROUNDS: usize = 1024;

/// Eight hexadecimal digits: 32 bits of SHA-256 over salt, rule and value, in NFC and with line ends as `\n`.
///
/// Of a random key 32 bits tell nothing: as many keys as there are with 32 bits less have the same fingerprint. A password from a list
/// of common ones can be tried against it by who has the baseline; the salt keeps them from trying it against all baselines at once.
/// Another value of the same rule in the same file has the same fingerprint once in four billion.
pub(super) fn fingerprint(text: &str, finding: &Finding, salt: &[u8]) -> String {
    let value = finding.text(text).unwrap_or_default().replace("\r\n", "\n");
    let mut hash = Sha256::new();
    hash.update(u64::try_from(salt.len()).unwrap_or(u64::MAX).to_le_bytes());
    hash.update(salt);
    hash.update(finding.rule.as_bytes());
    hash.update([0]);
    hash.update(NFC.normalize(&value).as_bytes());
    let mut digest = hash.finalize();
    for _ in 0..ROUNDS {
        digest = Sha256::new().chain_update(digest).chain_update(salt).finalize();
    }
    hex(&digest, 4)
}

/// How far the surroundings of a finding reach, in bytes on each side.
const AROUND: usize = 64;

/// How many findings before and behind one are looked at, so that none of them is hashed with its surroundings.
const NEIGHBOURS: usize = 32;

/// For each finding, in order: sixteen hexadecimal digits of the rule and what stands around it on its line, without spaces and
/// without what was found there; a colon; and which of those that are alike it is, from 1.
pub(crate) fn context_hashes(text: &str, findings: &[Finding]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let hash_of = |(index, finding): (usize, &Finding)| {
        let (start, end) = (finding.span.start, finding.span.end);
        let line_start = memchr::memrchr(b'\n', text.as_bytes().get(..start).unwrap_or_default().get(start.saturating_sub(AROUND)..)?)
            .map_or(start.saturating_sub(AROUND), |at| start.saturating_sub(AROUND) + at + 1);
        let behind = text.as_bytes().get(end..text.len().min(end + AROUND))?;
        let line_end = memchr::memchr(b'\n', behind).map_or(end + behind.len(), |at| end + at);
        let near = index.saturating_sub(NEIGHBOURS)..findings.len().min(index + NEIGHBOURS + 1);
        let found = findings.get(near).unwrap_or_default();
        let mut hash = Sha256::new();
        hash.update(finding.rule.as_bytes());
        let mut part = |from: usize, to: usize| {
            for at in from..to {
                let byte = text.as_bytes().get(at).filter(|byte| !byte.is_ascii_whitespace());
                if let Some(byte) = byte.filter(|_| !found.iter().any(|other| (other.span.start..other.span.end).contains(&at))) {
                    hash.update([*byte]);
                }
            }
        };
        part(line_start, start);
        part(end, line_end);
        Some(hex(&hash.finalize(), 8))
    };
    let hashes = findings.iter().enumerate().map(|at| hash_of(at).unwrap_or_default());
    hashes
        .map(|hash| {
            let count = seen.entry(hash.clone()).or_default();
            *count += 1;
            format!("{hash}:{count}")
        })
        .collect()
}

fn hex(digest: &[u8], bytes: usize) -> String {
    digest.iter().take(bytes).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Category, Span};

    fn finding(text: &str, value: &str) -> Finding {
        let start = text.find(value).unwrap();
        Finding::new("secret.x", Category::Secrets, "X", Span::new(start, start + value.len()))
    }

    #[test]
    fn a_fingerprint_is_that_of_rule_value_and_salt() {
        let print = |text: &str, value: &str, salt: &[u8]| fingerprint(text, &finding(text, value), salt);
        let first = print("a = päss", "päss", b"salt");
        assert_eq!((first.len(), first.bytes().all(|byte| byte.is_ascii_hexdigit())), (8, true));
        assert_eq!(first, print("elsewhere: pa\u{308}ss!", "pa\u{308}ss", b"salt"), "however it is written");
        assert_eq!(print("one\r\ntwo", "one\r\ntwo", b"salt"), print("one\ntwo", "one\ntwo", b"salt"));
        assert_ne!(first, print("a = päss", "päss", b"tlas"));
        assert_ne!(first, print("a = päst", "päst", b"salt"));
        let other = Finding { rule: "secret.y".into(), ..finding("a = päss", "päss") };
        assert_ne!(first, fingerprint("a = päss", &other, b"salt"));
        // A committed value: baselines of one version are read by the next.
        assert_eq!(print("hunter2", "hunter2", b"0123456789abcdef"), "0a7631c8");
    }

    #[test]
    fn surroundings_hold_nothing_that_was_found() {
        let hashes =
            |text: &str, values: &[&str]| context_hashes(text, &values.iter().map(|value| finding(text, value)).collect::<Vec<_>>());
        let first = hashes("x = 'AAA'; y = 'BBB'", &["AAA", "BBB"]);
        assert_eq!(first, hashes("\n\n  x = 'CCCC'; y  = 'DD'  ", &["CCCC", "DD"]), "moved, indented and with other values");
        assert_ne!(first, hashes("z = 'AAA'; y = 'BBB'", &["AAA", "BBB"]));
        assert_ne!(first[0], first[1]);
        assert_eq!(
            hashes("k=A1\nk=B1\nj=C1", &["A1", "B1", "C1"]).iter().map(|hash| hash.split_once(':').unwrap().1).collect::<Vec<_>>(),
            ["1", "2", "1"]
        );
        assert_eq!(context_hashes("", &[]), Vec::<String>::new());
    }

    #[test]
    fn a_long_line_is_read_only_near_the_finding() {
        let line = |far: char| format!("{}{}k='VALUE'{}{}", far.to_string().repeat(9), "-".repeat(70), "+".repeat(70), far);
        let of = |text: &str| context_hashes(text, &[finding(text, "VALUE")]);
        assert_eq!(of(&line('a')), of(&line('é')));
    }
}
