//! Validators of keys that carry a checksum of their makers: seed phrases, wallets, NATS, Stellar, age, GitLab.
//!
//! As in [`super::tokens`], a checksum that holds is proof, and one that does not hold is not the opposite.

use super::Validity;
use super::bip39::index_of;
use super::pii_wallets::bech32;
use super::placeholders::is_placeholder;
use super::randomness::{random_run, random_token};
use super::tokens::seed_words;
use sha2::{Digest, Sha256};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("seed_phrase", seed_phrase),
    ("bitcoin_wif", bitcoin_wif),
    ("bitcoin_xprv", bitcoin_xprv),
    ("solana_array", solana_array),
    ("solana_base58", solana_base58),
    ("nats_seed", nats_seed),
    ("stellar_seed", stellar_seed),
    ("age_key", age_key),
    ("gitlab_crc", gitlab_crc),
];

/// A BIP-39 phrase: every word is of the list, and the last four to eight bits are the start of the SHA-256 of the rest. Phrases with a
/// word that the list lacks, in another language or with a slip of the pen, are *plausible* where they do not read like prose
/// (<https://github.com/bitcoin/bips/blob/master/bip-0039.mediawiki>).
fn seed_phrase(text: &[u8]) -> Validity {
    let words = seed_words(text);
    let count = words.clone().count();
    if !matches!(count, 12 | 15 | 18 | 21 | 24) {
        return Validity::Invalid;
    }
    let mut bits = [0_u8; 33];
    let mut at = 0;
    for word in words.clone() {
        let Some(index) = index_of(word) else { return not_prose(words) };
        for bit in (0..11).rev() {
            if let Some(slot) = bits.get_mut(at / 8) {
                *slot |= u8::try_from(index >> bit & 1).unwrap_or(0) << (7 - at % 8);
            }
            at += 1;
        }
    }
    let entropy = count * 4 / 3;
    let (Some(data), Some(check)) = (bits.get(..entropy), bits.get(entropy)) else { return Validity::Invalid };
    let first = Sha256::digest(data).first().copied().unwrap_or(0);
    let mask = 0xff_u8 << (8 - count / 3);
    if first & mask == check & mask { Validity::Valid } else { Validity::Plausible }
}

/// None of the words is twice more than once, and none that the list lacks but prose is full of.
fn not_prose<'t>(words: impl Iterator<Item = &'t [u8]> + Clone) -> Validity {
    const NOT_LISTED: &[&[u8]] = &[
        b"the", b"and", b"for", b"are", b"was", b"not", b"but", b"your", b"with", b"from", b"has", b"words", b"should", b"would", b"these",
        b"those", b"been", b"which", b"its", b"his", b"her", b"per", b"were", b"into", b"than", b"some", b"such",
    ];
    let listed = words.clone().all(|word| !NOT_LISTED.iter().any(|other| word.eq_ignore_ascii_case(other)));
    let doubles = words.clone().enumerate().filter(|(at, word)| words.clone().take(*at).any(|other| other == *word)).count();
    if listed && doubles <= 2 { Validity::Plausible } else { Validity::Invalid }
}

/// Private key in the wallet import format: Base58Check of version 0x80 and 32 bytes, and one more where the public key is compressed
/// (<https://developer.bitcoin.org/devguide/wallets.html#wallet-import-format-wif>).
fn bitcoin_wif(text: &[u8]) -> Validity {
    match base58_payload(text) {
        Some(payload) if matches!(payload.len, 33 | 34) && matches!(payload.version, 0x80 | 0xb0 | 0xef) && payload.checked => {
            Validity::Valid
        }
        Some(payload) if payload.len > 20 && random_run(text) && !is_placeholder(text) => Validity::Plausible,
        _ => Validity::Invalid,
    }
}

/// Extended private key: Base58Check of 78 bytes (BIP-32).
fn bitcoin_xprv(text: &[u8]) -> Validity {
    match base58_payload(text) {
        Some(payload) if payload.len == 78 && payload.checked => Validity::Valid,
        _ => random_token(text),
    }
}

/// A Solana keypair as `solana-keygen` writes it: 64 numbers of a byte each.
fn solana_array(text: &[u8]) -> Validity {
    let inner = text.strip_prefix(b"[").and_then(|rest| rest.strip_suffix(b"]")).unwrap_or_default();
    let (mut seen, mut count) = ([false; 256], 0);
    for part in inner.split(|b| *b == b',') {
        let number = part.trim_ascii().iter().fold(0_usize, |n, b| n * 10 + usize::from(b.saturating_sub(b'0')));
        let Some(slot) = seen.get_mut(number) else { return Validity::Invalid };
        *slot = true;
        count += 1;
    }
    let distinct = seen.iter().filter(|seen| **seen).count();
    if count == 64 && distinct >= 40 { Validity::Plausible } else { Validity::Invalid }
}

/// A Solana keypair in base 58: 64 bytes.
fn solana_base58(text: &[u8]) -> Validity {
    match base58_payload(text) {
        Some(payload) if payload.len + 4 == 64 && random_run(text) => Validity::Plausible,
        _ => Validity::Invalid,
    }
}

/// NATS seed: base 32 of two bytes of prefix, 32 of the seed and their CRC-16, low byte first
/// (<https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/nkey_auth>).
fn nats_seed(text: &[u8]) -> Validity {
    if crc16_holds(text, 36) { Validity::Valid } else { random_token(text) }
}

/// Stellar secret seed: base 32 of a version byte, 32 of the seed and their CRC-16, low byte first
/// (<https://github.com/stellar/stellar-protocol/blob/master/ecosystem/sep-0023.md>).
fn stellar_seed(text: &[u8]) -> Validity {
    if crc16_holds(text, 35) { Validity::Valid } else { random_token(text) }
}

/// age identity: Bech32 (<https://age-encryption.org/v1>).
fn age_key(text: &[u8]) -> Validity {
    match is_placeholder(text) {
        true => Validity::Invalid,
        false if bech32(text) => Validity::Valid,
        false => Validity::Plausible,
    }
}

/// GitLab's routable tokens end with a dot, the length of what they carry in two base-36 digits, and the CRC-32 of all before in seven
/// (<https://docs.gitlab.com/security/tokens/>).
fn gitlab_crc(text: &[u8]) -> Validity {
    let split = text.len().checked_sub(7).and_then(|at| text.split_at_checked(at));
    let digit = |b: &u8| char::from(*b).to_digit(36).filter(|_| !b.is_ascii_uppercase());
    let routable = |(body, check): (&[u8], &[u8])| {
        let stated = check.iter().try_fold(0_u64, |sum, b| Some(sum * 36 + u64::from(digit(b)?)));
        body.iter().rev().nth(2) == Some(&b'.') && stated == Some(u64::from(crc32fast::hash(body)))
    };
    if split.is_some_and(routable) { Validity::Valid } else { random_token(text) }
}

/// CRC-16 (XMODEM) over all but the last two of `len` bytes, which are it, low byte first.
fn crc16_holds(text: &[u8], len: usize) -> bool {
    let mut bytes = [0_u8; 40];
    let (mut at, mut held, mut kept) = (0, 0_u32, 0_u32);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => return false,
        };
        held = (held << 5 | u32::from(value)) & 0xfff;
        kept += 5;
        if kept >= 8 {
            kept -= 8;
            let Some(slot) = bytes.get_mut(at) else { return false };
            *slot = u8::try_from(held >> kept & 0xff).unwrap_or(0);
            at += 1;
        }
    }
    let Some((data, [low, high])) = bytes.get(..len).and_then(|all| all.split_last_chunk::<2>()) else { return false };
    let crc = data.iter().fold(0_u16, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte) << 8, |crc, _| if crc & 0x8000 == 0 { crc << 1 } else { crc << 1 ^ 0x1021 })
    });
    at == len && crc == u16::from_le_bytes([*low, *high])
}

/// What a text in base 58 stands for, its last four bytes taken as a checksum.
struct Payload {
    len: usize,
    version: u8,
    checked: bool,
}

fn base58_payload(text: &[u8]) -> Option<Payload> {
    const ALPHABET: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut out = [0_u8; 96];
    if text.len() > 120 {
        return None;
    }
    for byte in text {
        let mut carry = u32::try_from(ALPHABET.iter().position(|letter| letter == byte)?).ok()?;
        for slot in out.iter_mut().rev() {
            carry += u32::from(*slot) * 58;
            *slot = u8::try_from(carry & 255).ok()?;
            carry >>= 8;
        }
    }
    let zeros = text.iter().take_while(|b| **b == b'1').count();
    let significant = out.iter().skip_while(|b| **b == 0).count();
    let bytes = out.get(out.len().checked_sub(zeros + significant)?..)?;
    let (payload, check) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
    let hash = Sha256::digest(Sha256::digest(payload));
    Some(Payload { len: payload.len(), version: payload.first().copied()?, checked: hash.iter().take(4).eq(check.iter()) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join(parts: &[&str]) -> Vec<u8> {
        parts.concat().into_bytes()
    }

    /// The test vectors of the specifications, in pieces.
    #[test]
    fn checksums_of_the_specifications_hold() {
        let twelve = ["legal winner thank year wave sausage ", "worth useful legal winner thank ", "yellow"];
        assert_eq!(seed_phrase(&join(&twelve)), Validity::Valid);
        assert_eq!(
            seed_phrase(
                b"1. legal 2. winner 3. thank 4. year 5. wave 6. sausage 7. worth 8. useful 9. legal 10. winner 11. thank 12. yellow"
            ),
            Validity::Valid
        );
        assert_eq!(seed_phrase(b"legal winner thank year wave sausage worth useful legal winner thank thank"), Validity::Plausible);
        assert_eq!(seed_phrase(b"the recovery of your words should not be for the rest of us"), Validity::Invalid);
        // BIP-32, test vector 1; the wiki's example of the import format.
        let xprv = ["xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPP", "qjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"];
        assert_eq!(bitcoin_xprv(&join(&xprv)), Validity::Valid);
        assert_eq!(bitcoin_wif(&join(&["5HueCGU8rMjxEXxiPuD5BDku4MkFqeZyd4", "dZ1jvhTVqvbTLvyTJ"])), Validity::Valid);
        // SEP-23.
        assert_eq!(stellar_seed(&join(&["SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYU", "SSBLLZ5GNW7JXHDIYKXZWHOKR"])), Validity::Valid);
        assert_eq!(stellar_seed(&join(&["SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYU", "SSBLLZ5GNW7JXHDIYKXZWHOKA"])), Validity::Plausible);
    }

    #[test]
    fn made_here_and_checked_here() {
        let body = "glpat-bzox7Rk2mVx9TnB4wLz8cYpD1sG.0q";
        let mut check = crc32fast::hash(body.as_bytes());
        let mut digits = Vec::new();
        for _ in 0..7 {
            digits.push(char::from_digit(check % 36, 36).unwrap());
            check /= 36;
        }
        let token = format!("{body}{}", digits.iter().rev().collect::<String>());
        assert_eq!(gitlab_crc(token.as_bytes()), Validity::Valid);
        let numbers: Vec<String> = (0..64_u32).map(|i| (i * 37 % 251).to_string()).collect();
        assert_eq!(solana_array(format!("[{}]", numbers.join(",")).as_bytes()), Validity::Plausible);
        assert_eq!(solana_array(format!("[{}]", ["7"; 64].join(",")).as_bytes()), Validity::Invalid);
        assert_eq!(solana_array(format!("[{}]", ["300"; 64].join(",")).as_bytes()), Validity::Invalid);
    }
}
