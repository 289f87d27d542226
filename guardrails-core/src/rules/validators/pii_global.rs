//! Validators of the kinds that every country uses: cards, accounts, addresses of networks and wallets, telephones.

use super::Validity;
use super::checksum::{Compact, base36, digit, icao, is_date, iso7064_11_2, luhn, mod97, number, plausible, position, proven};
use sha2::{Digest, Sha256};
use sha3::Keccak256;

/// Payment card: prefix and length of an issuer's range (ISO/IEC 7812, the schemes' BIN tables), Luhn, not one digit repeated.
pub(super) fn credit_card(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let (n, p2, p3, p4, p6) = (c.len(), c.number(0, 2), c.number(0, 3), c.number(0, 4), c.number(0, 6));
    let range = match n {
        13 => c.byte(0) == b'4',
        14 => matches!(p3, 300..=305 | 309) || matches!(p2, 36 | 38 | 39),
        15 => matches!(p2, 34 | 37) || matches!(p4, 2131 | 1800),
        16..=19 => {
            c.byte(0) == b'4'
                || (n == 16 && (matches!(p2, 51..=55) || matches!(p4, 2221..=2720)))
                || (n == 16 && matches!(p4, 2200..=2204))
                || matches!(p4, 3528..=3589 | 6011 | 9792 | 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763)
                || matches!(p3, 644..=649 | 508 | 606 | 607 | 636 | 353 | 356 | 300..=305)
                || matches!(p2, 50 | 56..=58 | 62 | 65 | 60 | 63 | 67 | 81 | 82 | 36 | 38 | 39)
                || matches!(p6, 506_099..=506_198 | 650_002..=650_027 | 504_175 | 438_935)
        }
        _ => false,
    };
    let mut kinds = [false; 10];
    for b in c.bytes() {
        if let Some(slot) = kinds.get_mut(usize::from(b.saturating_sub(b'0'))) {
            *slot = true;
        }
    }
    let varied = kinds.iter().filter(|seen| **seen).count() > 1;
    proven(c.is_digits(n) && range && varied && luhn(c.bytes()))
}

/// Countries of the IBAN registry and the length of their account (<https://www.swift.com/standards/data-standards/iban>).
const IBAN: &[u8] = b"AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 BF28 BJ28 CI28 ML28 NE28 SN28 TG28 CM27 CF27 CG27 GA27 GQ27 TD27 AO25 CV25 GW25 MZ25 DZ26 IR26 KM27 MA28 MG27 ";

/// IBAN: length of its country and ISO 7064 MOD 97-10 (ISO 13616).
pub(super) fn iban(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let length = IBAN
        .split(|b| *b == b' ')
        .find(|entry| entry.get(..2) == Some(c.range(0, 2)))
        .map(|entry| number(entry.get(2..).unwrap_or_default()));
    let fits = length.is_some_and(|n| usize::try_from(n) == Ok(c.len()));
    let remainder = mod97(c.range(4, c.len()).iter().chain(c.range(0, 4)).copied());
    proven(fits && remainder == 1)
}

/// ISO 3166-1 alpha-2 codes and XK.
const COUNTRIES: &[u8] = b"AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW ";

/// BIC: the fifth and sixth characters are a country (ISO 9362).
pub(super) fn bic(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(matches!(c.len(), 8 | 11) && COUNTRIES.split(|b| *b == b' ').any(|code| code == c.range(4, 6)))
}

/// E-mail address: lengths and dots of RFC 5321/5322, a top-level domain of letters, none of the reserved ones that are never delivered
/// and no file name like `icon@2x.png`.
pub(super) fn email_address(text: &[u8]) -> Validity {
    const FILES: &[u8] = b"png jpg jpeg gif svg webp ico css scss js mjs cjs jsx ts tsx json map html htm md txt yaml yml toml lock rs py go php vue zip tgz invalid localhost ";
    let Some(at) = text.iter().rposition(|b| *b == b'@') else { return plausible(text.len() <= 254) };
    let (local, domain) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    let top = domain.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let dots = |part: &[u8]| part.first() != Some(&b'.') && part.last() != Some(&b'.') && !part.windows(2).any(|w| w == b"..");
    let labels =
        domain.split(|b| *b == b'.').all(|l| !l.is_empty() && l.len() <= 63 && l.first() != Some(&b'-') && l.last() != Some(&b'-'));
    let file = FILES.split(|b| *b == b' ').any(|f| !f.is_empty() && f.eq_ignore_ascii_case(top));
    let top_ok =
        top.len() >= 2 && (top.iter().all(u8::is_ascii_alphabetic) || top.get(..4).is_some_and(|p| p.eq_ignore_ascii_case(b"xn--")));
    plausible((1..=64).contains(&local.len()) && dots(local) && labels && top_ok && !file)
}

/// ITU-T E.164 country codes and the lengths of their national numbers: code, shortest, longest.
const PHONES: &[(u64, usize, usize)] = &[
    (1, 10, 10),
    (7, 10, 10),
    (20, 8, 10),
    (27, 9, 9),
    (30, 10, 10),
    (31, 9, 9),
    (32, 8, 9),
    (33, 9, 9),
    (34, 9, 9),
    (36, 8, 9),
    (39, 6, 11),
    (40, 9, 9),
    (41, 9, 9),
    (43, 6, 13),
    (44, 9, 10),
    (45, 8, 8),
    (46, 7, 10),
    (47, 8, 8),
    (48, 9, 9),
    (49, 6, 12),
    (51, 8, 9),
    (52, 10, 11),
    (53, 6, 8),
    (54, 10, 11),
    (55, 10, 11),
    (56, 9, 9),
    (57, 8, 10),
    (58, 10, 10),
    (60, 8, 10),
    (61, 9, 9),
    (62, 8, 12),
    (63, 8, 10),
    (64, 8, 10),
    (65, 8, 8),
    (66, 8, 9),
    (81, 9, 10),
    (82, 8, 11),
    (84, 9, 10),
    (86, 9, 11),
    (90, 10, 10),
    (91, 10, 10),
    (92, 9, 10),
    (93, 9, 9),
    (94, 9, 9),
    (95, 7, 10),
    (98, 10, 10),
];

/// First and last three-digit country code of a run of assigned ones.
const PHONES_3: &[(u64, u64)] = &[
    (211, 213),
    (216, 216),
    (218, 218),
    (220, 258),
    (260, 269),
    (290, 291),
    (297, 299),
    (350, 359),
    (370, 383),
    (385, 387),
    (389, 389),
    (420, 421),
    (423, 423),
    (500, 509),
    (590, 599),
    (670, 670),
    (672, 683),
    (685, 692),
    (850, 850),
    (852, 853),
    (855, 856),
    (880, 880),
    (886, 886),
    (960, 968),
    (970, 977),
    (992, 996),
    (998, 998),
];

/// Whether the digits are a country code and a national number of its length.
fn international(c: &Compact) -> bool {
    let n = c.len();
    if n > 15 {
        return false;
    }
    let three = c.number(0, 3);
    let listed = |width: usize| {
        PHONES.iter().any(|(code, least, most)| c.number(0, width) == *code && (*least..=*most + 1).contains(&(n.saturating_sub(width))))
    };
    // One digit more than the longest: the trunk zero, as in +44 (0)20 7946 0018.
    (c.byte(0) == b'1' && listed(1))
        || (c.byte(0) == b'7' && listed(1))
        || listed(2)
        || (PHONES_3.iter().any(|(a, b)| (*a..=*b).contains(&three)) && (8..=15).contains(&n))
}

/// Telephone number with `+` or `00`: country code and length (ITU-T E.164); without them any 7-12 digits that are no date.
pub(super) fn phone_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let plus = text.iter().find(|b| b.is_ascii_digit() || **b == b'+') == Some(&b'+');
    // Extensions count no more: the digits before `x` or `ext`.
    let main = text.split(|b| b.is_ascii_alphabetic()).next().unwrap_or_default();
    let main = Compact::new(main);
    if plus {
        return proven(international(&main));
    }
    if main.range(0, 2) == b"00" && international(&Compact::new(main.range(2, main.len()))) {
        return Validity::Valid;
    }
    let mut parts = text.split(|b| !b.is_ascii_digit()).filter(|p| !p.is_empty());
    let (a, b, d) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let date = parts.next().is_none()
        && ((a.len() == 4 && b.len() <= 2 && d.len() <= 2 && is_date(number(a), number(b), number(d)))
            || (d.len() == 4
                && a.len() <= 2
                && b.len() <= 2
                && (is_date(number(d), number(b), number(a)) || is_date(number(d), number(a), number(b)))));
    let four_octets = text.iter().filter(|b| **b == b'.').count() == 3 && text.iter().all(|b| b.is_ascii_digit() || *b == b'.') && text.split(|b| *b == b'.').all(|p| p.len() <= 3 && number(p) < 256)
        // French and Belgian numbers are written in pairs, 27.19.84.75; a zero in front is no octet either.
        && !text.split(|b| *b == b'.').all(|p| p.len() == 2) && !text.split(|b| *b == b'.').any(|p| p.len() > 1 && p.first() == Some(&b'0'));
    let decimal = text.iter().filter(|b| !b.is_ascii_digit()).eq(b".");
    plausible(!decimal && (7..=13).contains(&main.len()) && !c.all_same() && !date && !four_octets)
}

/// IPv4 or IPv6 address: octets below 256 and hextets (RFC 791, RFC 4291); not a netmask, loopback, unspecified or broadcast address.
pub(super) fn ip_address(text: &[u8]) -> Validity {
    if text.contains(&b':') {
        return v6(text);
    }
    let mut octets = [0u64; 4];
    let mut count = 0usize;
    for part in text.split(|b| *b == b'.') {
        let padded = part.len() > 1 && part.first() == Some(&b'0');
        match octets.get_mut(count) {
            Some(slot) if !padded && (1..=3).contains(&part.len()) && number(part) < 256 => *slot = number(part),
            _ => return Validity::Invalid,
        }
        count += 1;
    }
    let [a, b, c, d] = octets;
    let mask = a == 255 || (a >= 224 && d == 0) || (c == 0 && d == 0 && a >= 248);
    let special = matches!(a, 0 | 127) || mask || a >= 224;
    // 1.2.3.4 and its like are how versions and section numbers look.
    let small = a < 20 && b < 20 && c < 20 && d < 20 && a != 10;
    if count != 4 || special {
        Validity::Invalid
    } else if small {
        Validity::Plausible
    } else {
        Validity::Valid
    }
}

fn v6(text: &[u8]) -> Validity {
    let address = text.split(|b| *b == b'%' || *b == b'/').next().unwrap_or_default();
    let elided = address.windows(2).filter(|w| *w == b"::").count();
    let triple = address.windows(3).any(|w| w == b":::");
    let mut groups = 0usize;
    let mut significant = 0usize;
    let mut total = 0u64;
    for part in address.split(|b| *b == b':').filter(|p| !p.is_empty()) {
        if part.contains(&b'.') {
            if ip_shape(part) {
                groups += 2;
                significant += 2;
                total += 2;
                continue;
            }
            return Validity::Invalid;
        }
        if part.len() > 4 || !part.iter().all(u8::is_ascii_hexdigit) {
            return Validity::Invalid;
        }
        groups += 1;
        let value = part.iter().fold(0u64, |n, b| n * 16 + u64::from(base36(*b)));
        total += value;
        significant += usize::from(value > 0);
    }
    let loopback = total <= 1;
    let single = |at: Option<&u8>| at == Some(&b':');
    let ends = (single(address.first()) && address.get(1) != Some(&b':'))
        || (single(address.last()) && address.len() >= 2 && address.get(address.len() - 2) != Some(&b':'));
    let complete = (elided == 0 && groups == 8) || (elided == 1 && groups < 8);
    if triple || ends || loopback || !complete || !address.iter().any(u8::is_ascii_digit) {
        return Validity::Invalid;
    }
    // `a::b` is also how C++, Rust and Ruby write paths: an elided address needs two groups and a digit.
    let digits = address.iter().any(u8::is_ascii_digit);
    if elided == 0 || (groups >= 3 && digits) { Validity::Valid } else { plausible(digits && significant >= 1 && groups >= 2) }
}

fn ip_shape(text: &[u8]) -> bool {
    text.split(|b| *b == b'.').count() == 4 && text.split(|b| *b == b'.').all(|p| (1..=3).contains(&p.len()) && number(p) < 256)
}

/// MAC address: not all zeros or ones (IEEE 802).
pub(super) fn mac_address(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.len() == 12 && !c.all_same() && c.bytes().iter().any(u8::is_ascii_digit) && c.bytes().iter().all(u8::is_ascii_hexdigit))
}

/// IMEI: Luhn over fifteen digits; sixteen are an IMEISV without a check digit (3GPP TS 23.003).
pub(super) fn imei(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    match c.len() {
        15 => proven(c.is_digits(15) && !c.all_same() && luhn(c.bytes())),
        16 => plausible(!c.all_same()),
        _ => Validity::Invalid,
    }
}

/// SIM card: 89, Luhn over all digits, or over all but a trailing one (ITU-T E.118).
pub(super) fn iccid(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if !(18..=22).contains(&c.len()) || c.range(0, 2) != b"89" {
        return Validity::Invalid;
    }
    if luhn(c.bytes()) || luhn(c.range(0, 19)) { Validity::Valid } else { Validity::Plausible }
}

/// IMSI: mobile country code 2xx-7xx of the regions (ITU-T E.212).
pub(super) fn imsi(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible((14..=15).contains(&c.len()) && matches!(c.number(0, 3), 202..=750 | 901) && !c.all_same())
}

/// Vehicle identification number: no I, O, Q; the ninth character is a check digit in North America and China (ISO 3779, 49 CFR 565).
pub(super) fn vin(text: &[u8]) -> Validity {
    const VALUES: &[u8] = b"0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let c = Compact::new(text);
    let letters = c.bytes().iter().filter(|b| b.is_ascii_uppercase()).count();
    if c.len() != 17 || c.bytes().iter().any(|b| b"IOQ".contains(b)) || !(1..=14).contains(&letters) {
        return Validity::Invalid;
    }
    let sum: u32 = c.bytes().iter().zip(WEIGHTS).map(|(b, w)| position(VALUES, *b).unwrap_or(0) % 10 * w).sum();
    let check = if sum % 11 == 10 { b'X' } else { b'0' + u8::try_from(sum % 11).unwrap_or(0) };
    if check == c.byte(8) { Validity::Valid } else { Validity::Plausible }
}

const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const BASE58_XRP: &[u8] = b"rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";

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

/// Base58Check: the last four bytes are the start of the double SHA-256 of the rest. Returns payload length and version byte.
fn base58check(text: &[u8], alphabet: &[u8]) -> Option<(usize, u8)> {
    let (out, len) = base58(text, alphabet)?;
    let bytes = out.get(out.len().checked_sub(len)?..)?;
    let (payload, check) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
    let hash = Sha256::digest(Sha256::digest(payload));
    (hash.iter().take(4).eq(check.iter())).then_some(())?;
    Some((payload.len(), payload.first().copied()?))
}

/// Bech32 or Bech32m checksum (BIP 173, BIP 350), upper or lower case, not mixed.
fn bech32(text: &[u8]) -> bool {
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

/// Month names of a written date, English to Turkish, folded; the first three to five letters decide.
const MONTHS: &[(&[u8], u64)] = &[
    (b"jan", 1),
    (b"ene", 1),
    (b"gen", 1),
    (b"sty", 1),
    (b"oca", 1),
    (b"led", 1),
    (b"tam", 1),
    (b"feb", 2),
    (b"fev", 2),
    (b"fab", 2),
    (b"lut", 2),
    (b"sub", 2),
    (b"hel", 2),
    (b"mar", 3),
    (b"maa", 3),
    (b"mrt", 3),
    (b"mae", 3),
    (b"apr", 4),
    (b"abr", 4),
    (b"avr", 4),
    (b"kwi", 4),
    (b"nis", 4),
    (b"may", 5),
    (b"mai", 5),
    (b"mag", 5),
    (b"maj", 5),
    (b"mei", 5),
    (b"maio", 5),
    (b"juin", 6),
    (b"jun", 6),
    (b"giu", 6),
    (b"cze", 6),
    (b"haz", 6),
    (b"juil", 7),
    (b"jul", 7),
    (b"lug", 7),
    (b"lip", 7),
    (b"tem", 7),
    (b"aug", 8),
    (b"ago", 8),
    (b"aou", 8),
    (b"sie", 8),
    (b"agu", 8),
    (b"sep", 9),
    (b"set", 9),
    (b"wrz", 9),
    (b"eyl", 9),
    (b"oct", 10),
    (b"okt", 10),
    (b"ott", 10),
    (b"out", 10),
    (b"paz", 10),
    (b"eki", 10),
    (b"nov", 11),
    (b"lis", 11),
    (b"kas", 11),
    (b"dec", 12),
    (b"dez", 12),
    (b"dic", 12),
    (b"des", 12),
    (b"gru", 12),
    (b"ara", 12),
];

/// A date that the calendar has, in 1900-2100: day, month and year in any order, or with the month in words.
pub(super) fn calendar_date(text: &[u8]) -> Validity {
    let mut parts = text.split(|b| !b.is_ascii_digit()).filter(|p| !p.is_empty());
    let (a, b, c) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let full = |year: u64| if year < 100 { 1900 + year } else { year };
    let fits = |y: &[u8], m: u64, d: &[u8]| {
        let year = full(number(y));
        (1900..=2100).contains(&year) && is_date(year, m, number(d))
    };
    if b.is_empty() {
        // 19480229
        let year = |range: &[u8]| {
            fits(range.get(..4).unwrap_or_default(), number(range.get(4..6).unwrap_or_default()), range.get(6..).unwrap_or_default())
        };
        return plausible(a.len() == 8 && year(a));
    }
    if c.is_empty() {
        // A month in words: letters of other alphabets can't be checked, the rest of the date can.
        let word = text.split(|x| !x.is_ascii_alphabetic()).filter(|w| w.len() >= 3);
        let month = word
            .filter_map(|w| MONTHS.iter().find(|(name, _)| w.get(..name.len()).is_some_and(|p| p.eq_ignore_ascii_case(name))))
            .map(|(_, m)| *m)
            .next();
        let (year, day) = if a.len() == 4 { (a, b) } else { (b, a) };
        return plausible(fits(year, month.unwrap_or(1), day));
    }
    let orders = [(a, b, c), (c, b, a), (c, a, b)];
    plausible(orders.iter().any(|(y, m, d)| (y.len() == 4 || y.len() == 2) && m.len() <= 2 && d.len() <= 2 && fits(y, number(m), d)))
}

/// Expiry of a card: a month and a year 20-49 or 2015-2049.
pub(super) fn card_expiry(text: &[u8]) -> Validity {
    let mut parts = text.split(|b| !b.is_ascii_digit()).filter(|p| !p.is_empty());
    let (a, b) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let c = Compact::new(text);
    let (month, year) = match (a.len(), b.len()) {
        (4, 2) => (number(b), number(a)),
        (1 | 2, 2 | 4) => (number(a), number(b)),
        (4, 0) => (c.number(0, 2), c.number(2, 4)),
        _ => return Validity::Invalid,
    };
    plausible((1..=12).contains(&month) && matches!(year, 15..=49 | 2015..=2049))
}

/// Legal entity identifier: ISO 7064 MOD 97-10 (ISO 17442).
pub(super) fn lei(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let letters = c.bytes().iter().any(u8::is_ascii_uppercase);
    proven(c.len() == 20 && letters && c.range(18, 20).iter().all(u8::is_ascii_digit) && mod97(c.bytes().iter().copied()) == 1)
}

/// Researcher: ISO 7064 MOD 11-2 (<https://support.orcid.org/hc/en-us/articles/360006897674>).
pub(super) fn orcid(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.len() == 16 && !c.all_same() && iso7064_11_2(c.bytes()))
}

/// SEPA creditor identifier: MOD 97-10 over the national part and the country (EPC 262-08).
pub(super) fn sepa_creditor_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let remainder = mod97(c.range(7, c.len()).iter().chain(c.range(0, 4)).copied());
    let known = IBAN.split(|b| *b == b' ').any(|entry| entry.get(..2) == Some(c.range(0, 2)));
    proven((8..=35).contains(&c.len()) && known && remainder == 1)
}

/// Machine-readable zone of a passport: the check digits of number, birth date, expiry and the whole line (ICAO Doc 9303 part 4).
pub(super) fn mrz(text: &[u8]) -> Validity {
    let Some(line) = text.split(|b| b.is_ascii_whitespace()).rfind(|l| !l.is_empty()) else { return Validity::Invalid };
    let part = |a: usize, b: usize| line.get(a..b).unwrap_or_default();
    let at = |i: usize| line.get(i).map_or(10, |b| digit(*b));
    let holds = line.len() == 44 && icao(part(0, 9)) == at(9) && icao(part(13, 19)) == at(19) && icao(part(21, 27)) == at(27);
    proven(holds)
}

/// Decimal latitude and longitude: within ±90 and ±180 (ISO 6709).
pub(super) fn geo_coordinates(text: &[u8]) -> Validity {
    let mut values = [0u64; 2];
    let mut count = 0usize;
    for run in text.split(|b| !(b.is_ascii_digit() || *b == b'.')).filter(|p| p.iter().any(u8::is_ascii_digit)) {
        if let Some(slot) = values.get_mut(count) {
            *slot = number(run.split(|b| *b == b'.').next().unwrap_or_default());
        }
        count += 1;
    }
    let [latitude, longitude] = values;
    plausible(count == 2 && latitude <= 90 && longitude <= 180)
}

/// Age in years: 1 to 120.
pub(super) fn age(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.len() <= 3 && matches!(c.number(0, c.len()), 1..=120))
}

/// Passport, licence or account number: not one character repeated, three digits or more, fewer only in a long one.
pub(super) fn document_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let digits = c.bytes().iter().filter(|b| b.is_ascii_digit()).count();
    plausible((digits >= 3 || (digits >= 1 && c.len() >= 8)) && !c.all_same())
}

pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("credit_card", credit_card),
    ("iban", iban),
    ("bic", bic),
    ("email_address", email_address),
    ("phone_number", phone_number),
    ("ip_address", ip_address),
    ("mac_address", mac_address),
    ("imei", imei),
    ("iccid", iccid),
    ("imsi", imsi),
    ("vin", vin),
    ("crypto_address", crypto_address),
    ("calendar_date", calendar_date),
    ("card_expiry", card_expiry),
    ("lei", lei),
    ("orcid", orcid),
    ("sepa_creditor_id", sepa_creditor_id),
    ("mrz", mrz),
    ("geo_coordinates", geo_coordinates),
    ("age", age),
    ("document_number", document_number),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: fn(&[u8]) -> Validity, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(name(text.as_bytes()) != Validity::Invalid, "{text}");
        }
        for text in bad {
            assert!(name(text.as_bytes()) == Validity::Invalid, "{text}");
        }
    }

    #[test]
    fn cards() {
        let good = [
            "4111 1111 1111 1111",
            "5555-5555-5555-4444",
            "378282246310005",
            "6011111111111117",
            "30569309025904",
            "3530111333300000",
            "2223003122003222",
            "6200000000000005",
        ];
        check(credit_card, &good, &["4111 1111 1111 1112", "0000 0000 0000 0000", "1234567812345670", "9111111111111111"]);
        check(card_expiry, &["09/31", "2027-04", "1/2030", "0427"], &["13/31", "00/27", "04/99", "04/1987"]);
    }

    #[test]
    fn accounts() {
        check(
            iban,
            &["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "NO9386011117947", "MT84MALT011000012345MTLCAST001S"],
            &["GB82 WEST 1234 5698 7654 33", "DE8937040044053201300", "ZZ82WEST12345698765432"],
        );
        check(bic, &["DEUTDEFF", "NEDSZAJJXXX"], &["DEUTZZFF", "DEUTDEF"]);
        check(lei, &["213800KUD8LAJWSQ9D15"], &["213800KUD8LAJWSQ9D14"]);
        check(orcid, &["0000-0002-1825-0097", "0000-0002-1694-233X"], &["0000-0002-1825-0098"]);
        check(sepa_creditor_id, &["DE98ZZZ09999999999", "ES23ZZZ47690558N"], &["DE97ZZZ09999999999"]);
    }

    #[test]
    fn networks() {
        check(
            ip_address,
            &["203.0.113.7", "10.1.2.3", "2001:db8::8a2e:370:7334", "fe80::1ff:fe23:4567:890a"],
            &["127.0.0.1", "255.255.255.0", "0.0.0.0", "256.1.1.1", "1.2.3", "::1", "::", "1:2:3", "12:30:45"],
        );
        check(mac_address, &["00:1A:2B:3C:4D:5E"], &["FF:FF:FF:FF:FF:FF", "00:00:00:00:00:00"]);
        check(imei, &["49-015420-323751-8", "356938035643809"], &["490154203237519"]);
        check(email_address, &["a.b+c@example.co.uk"], &["icon@2x.png", ".a@example.com", "a..b@example.com", "a@-x.com"]);
    }

    #[test]
    fn telephones() {
        check(
            phone_number,
            &["+1 (415) 555-2671", "+44 (0)20 7946 0018", "0049 30 901820", "020 7946 0018"],
            &["+999 123 4567", "1855-10-01", "192.168.1.20", "12.05.1987"],
        );
    }

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

    #[test]
    fn documents() {
        check(vin, &["1M8GDM9AXKP042788"], &["1M8GDM9AXKP04278O", "11111111111111111"]);
        assert_eq!(vin(b"1M8GDM9AXKP042788"), Validity::Valid);
        check(
            mrz,
            &["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"],
            &["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C37UTO7408122F1204159ZE184226B<<<<<10"],
        );
        check(
            calendar_date,
            &["1948-02-29", "29.2.1948", "02/29/1948", "29 February 1948", "1938年3月7日"],
            &["1949-02-29", "31 April 1948", "99.99.1999"],
        );
    }
}
