//! Validator of wallet addresses, by the checksum of each currency.

use super::Validity;
use super::checksum::{plausible, position, proven};
use sha2::{Digest, Sha256};
use sha3::Keccak256;

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[("crypto_address", crypto_address)];

/// Wallet address: Base58Check (Bitcoin, Litecoin, Dogecoin, Dash, Tron, XRP), Bech32 and Bech32m, CashAddr, EIP-55; Solana and
/// Monero, which carry none of these, by length.
pub(super) fn crypto_address(text: &[u8]) -> Validity {
    if let Some(hex) = text.strip_prefix(b"0x") {
        return ethereum(hex);
    }
    let lower = |prefix: &[u8]| text.get(..prefix.len()).is_some_and(|p| p.eq_ignore_ascii_case(prefix));
    if lower(b"bitcoincash:") {
        return proven(cashaddr(text));
    }
    if [&b"bc1"[..], b"tb1", b"ltc1", b"addr1", b"stake1", b"cosmos1", b"osmo1"].iter().any(|p| lower(p)) {
        return proven(bech32(text));
    }
    if text.first() == Some(&b'r') && base58check(text, BASE58_XRP).is_some_and(|(len, version)| len == 21 && version == 0) {
        return Validity::Valid;
    }
    if let Some((21, version)) = base58check(text, BASE58) {
        // P2PKH and P2SH of Bitcoin, Litecoin, Dogecoin, Dash, Zcash test ranges aside, and Tron.
        return proven(matches!(version, 0 | 5 | 22 | 30 | 48 | 50 | 65 | 76 | 16));
    }
    let alphabet = text.iter().all(|b| BASE58.contains(b));
    let varied = text.iter().any(u8::is_ascii_digit) && text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase);
    if alphabet && varied && text.len() == 95 && matches!(text.first(), Some(b'4' | b'8')) {
        return Validity::Valid;
    }
    plausible(alphabet && varied && (43..=44).contains(&text.len()) && base58(text, BASE58).is_some_and(|(_, len)| len == 32))
}

/// EIP-55: mixed case spells the Keccak-256 of the lower-case digits; one case is taken as it is.
fn ethereum(hex: &[u8]) -> Validity {
    let mut lower = [0u8; 40];
    for (slot, byte) in lower.iter_mut().zip(hex) {
        *slot = byte.to_ascii_lowercase();
    }
    let mixed = hex.iter().any(u8::is_ascii_lowercase) && hex.iter().any(u8::is_ascii_uppercase);
    let same = hex.windows(2).all(|w| w.first() == w.last());
    if hex.len() != 40 || same {
        return Validity::Invalid;
    }
    if !mixed {
        return Validity::Plausible;
    }
    let hash = Keccak256::digest(lower);
    let nibbles = hash.iter().flat_map(|b| [b >> 4, b & 15]);
    proven(hex.iter().zip(nibbles).all(|(b, n)| !b.is_ascii_alphabetic() || (n >= 8) == b.is_ascii_uppercase()))
}

/// CashAddr: 40-bit BCH code over prefix and payload (Bitcoin Cash specification).
fn cashaddr(text: &[u8]) -> bool {
    const ALPHABET: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let body = text.rsplit(|b| *b == b':').next().unwrap_or_default();
    let step = |state: u64, value: u64| {
        let top = state >> 35;
        let mix = [0x98_f2bc_8e61u64, 0x79_b76d_99e2, 0xf3_3e5f_b3c4, 0xae_2eab_e2a8, 0x1e_4f43_e470]
            .iter()
            .zip(0u64..)
            .fold(0, |m, (g, i)| if top >> i & 1 == 1 { m ^ g } else { m });
        ((state & 0x07_ffff_ffff) << 5) ^ value ^ mix
    };
    let mut state = b"bitcoincash".iter().fold(1u64, |s, b| step(s, u64::from(b & 31)));
    state = step(state, 0);
    for byte in body {
        match position(ALPHABET, byte.to_ascii_lowercase()) {
            Some(value) => state = step(state, u64::from(value)),
            None => return false,
        }
    }
    body.len() == 42 && state == 1
}

/// Bech32 or Bech32m checksum (BIP 173, BIP 350), upper or lower case, not mixed.
pub(super) fn bech32(text: &[u8]) -> bool {
    const ALPHABET: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let mixed = text.iter().any(u8::is_ascii_lowercase) && text.iter().any(u8::is_ascii_uppercase);
    let Some(split) = text.iter().rposition(|b| *b == b'1') else { return false };
    let step = |state: u32, value: u32| {
        let top = state >> 25;
        let mixed = [0x3b6a_57b2u32, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
            .iter()
            .zip(0u32..)
            .fold(0, |m, (g, i)| if top >> i & 1 == 1 { m ^ g } else { m });
        ((state & 0x1ff_ffff) << 5) ^ value ^ mixed
    };
    let (head, data) = (text.get(..split).unwrap_or_default(), text.get(split + 1..).unwrap_or_default());
    let mut state = head.iter().fold(1u32, |s, b| step(s, u32::from(b.to_ascii_lowercase() >> 5)));
    state = step(state, 0);
    state = head.iter().fold(state, |s, b| step(s, u32::from(b.to_ascii_lowercase() & 31)));
    for byte in data {
        match position(ALPHABET, byte.to_ascii_lowercase()) {
            Some(value) => state = step(state, value),
            None => return false,
        }
    }
    !mixed && data.len() >= 6 && (state == 1 || state == 0x2bc8_30a3)
}

/// Base58Check: the last four bytes are the start of the double SHA-256 of the rest. Returns payload length and version byte.
fn base58check(text: &[u8], alphabet: &[u8]) -> Option<(usize, u8)> {
    let (out, len) = base58(text, alphabet)?;
    let bytes = out.get(out.len().checked_sub(len)?..)?;
    let (payload, check) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
    let hash = Sha256::digest(Sha256::digest(payload));
    (hash.iter().take(4).eq(check.iter())).then_some(())?;
    Some((payload.len(), payload.first().copied()?))
}

/// Decodes base 58 into the last bytes of a fixed buffer; the length includes the leading zero bytes.
fn base58(text: &[u8], alphabet: &[u8]) -> Option<([u8; 80], usize)> {
    let mut out = [0u8; 80];
    if text.len() > 100 {
        return None;
    }
    for byte in text {
        let mut carry = position(alphabet, *byte)?;
        for slot in out.iter_mut().rev() {
            carry += u32::from(*slot) * 58;
            *slot = u8::try_from(carry & 255).unwrap_or(0);
            carry >>= 8;
        }
        if carry != 0 {
            return None;
        }
    }
    let zero = alphabet.first().copied();
    let leading = text.iter().take_while(|b| Some(**b) == zero).count();
    let significant = out.iter().skip_while(|b| **b == 0).count();
    Some((out, leading + significant))
}

const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

const BASE58_XRP: &[u8] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn wallets() {
        let good = [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
            "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        ];
        let bad = [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdp",
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD",
            "0x0000000000000000000000000000000000000000",
            "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6b",
        ];
        check(crypto_address, &good, &bad);
    }
}
