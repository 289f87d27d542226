//! Validators that ask whether a value was drawn at random, and what they measure: words, runs, sequences, variety.

use super::Validity;
use super::bytes::{contains_any, count, separators};
use super::placeholders::{is_placeholder, is_reference};
use super::public_values::{is_named_digest, is_public};
use super::tokens::is_text_in_base64;
use crate::view::decoded::language::oddness_of_words;

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("random_token", random_token),
    ("random_not_hash", random_not_hash),
    ("random_near", random_near),
    ("random_behind_run", random_behind_run),
    ("prefixed_token", prefixed_token),
    ("random_groups", random_groups),
    ("random_parts", random_parts),
];

/// Looks drawn at random: not words, not a placeholder, not a sequence, not a public key.
pub(super) fn random_token(text: &[u8]) -> Validity {
    if is_placeholder(text) || is_reference(text) || is_public(text) || !random_run(text) { Validity::Invalid } else { Validity::Plausible }
}

/// [`random_token`], and not what a hash, a commit or an identifier of a record looks like: hex or a UUID.
pub(super) fn random_not_hash(text: &[u8]) -> Validity {
    let hex = text.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-');
    let digits = text.iter().any(u8::is_ascii_digit);
    let upper = text.iter().any(u8::is_ascii_uppercase);
    let lower = text.iter().any(u8::is_ascii_lowercase);
    // A slug such as `sha256-…` or `release-2024-07` has one case and separators.
    if hex || !digits || (!upper && separators(text) > 1) || !(lower || upper) { Validity::Invalid } else { random_token(text) }
}

/// [`random_not_hash`] for values that nothing but a word near them tells: no name of words or capitals, no public key, no
/// text in base 64.
fn random_near(text: &[u8]) -> Validity {
    let words = separators(text) > 1 && count(text, u8::is_ascii_digit) < 4;
    let name = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    // `BUILD_3f…`, `TLS_RSA_WITH_AES_128`, `Qwen/Qwen2-7B-Instruct`: names that stand near a secret.
    let number = text.starts_with(b"0x") && text.iter().skip(2).all(u8::is_ascii_hexdigit);
    let named = words || number || (name >= 3 && text.get(name) == Some(&b'_')) || is_name_by_runs(text);
    // How algorithms are called, alphabets of Bech32 and Base58, and what all tokens of PyPI begin with.
    const CONSTANTS: &[&[u8]] = &[
        b"pbewith",
        b"withhmac",
        b"withrsa",
        b"withecdsa",
        b"rsaes-",
        b"-cbc",
        b"-gcm",
        b"-oaep",
        b"qpzry9x8gf2tvdw0s3jn54khce6mua7l",
        b"123456789abcdefghjklmnpqrstuvwxyz",
    ];
    if contains_any(text, CONSTANTS) || text.eq_ignore_ascii_case(b"pypi-AgEIcHlwaS5vcmc") {
        return Validity::Invalid;
    }
    // `//Vault/item/field`: of a reference what stands behind its scheme.
    let path = text.starts_with(b"//") && count(text, |b| *b == b'/') > 2;
    if named || path || is_text_in_base64(text) || has_record_prefix(text) || is_named_digest(text) {
        return Validity::Invalid;
    }
    random_not_hash(text)
}

/// Groups of four with spaces between them, as app passwords are shown: of both cases and digits, or of small letters that are no words.
fn random_groups(text: &[u8]) -> Validity {
    let joined: Vec<u8> = text.iter().copied().filter(|b| *b != b' ').collect();
    let (upper, lower) = (count(&joined, u8::is_ascii_uppercase), count(&joined, u8::is_ascii_lowercase));
    let digits = count(&joined, u8::is_ascii_digit);
    let mixed = upper >= 2 && lower >= 2 && digits >= 1;
    let small =
        lower == joined.len() && distinct_chars(&joined) >= 8 && text.split(|b| *b == b' ').filter(|group| is_odd(group)).count() >= 2;
    if (mixed || small) && is_odder(&joined, 0) { Validity::Plausible } else { Validity::Invalid }
}

/// Parts of fixed length with `-` between them: three of 16, four of seven, or those of bunny.net.
fn random_parts(text: &[u8]) -> Validity {
    const LENGTHS: &[&[usize]] = &[&[16, 16, 16], &[7, 7, 7, 7], &[8, 4, 4, 12, 4, 4]];
    let parts = || text.split(|b| *b == b'-');
    let known = LENGTHS.iter().any(|lengths| parts().map(<[u8]>::len).eq(lengths.iter().copied()));
    let drawn = parts().all(|part| part.iter().any(u8::is_ascii_digit) || part.len() == 4);
    if known && drawn { random_token(text) } else { Validity::Invalid }
}

/// Behind the run of one character that the token begins with, [`random_token`] without another run: base 64 of a file is full of them.
fn random_behind_run(text: &[u8]) -> Validity {
    let run = text.iter().take_while(|b| text.first() == Some(*b)).count();
    let rest = text.get(run..).unwrap_or_default();
    if longest_run(rest) >= 5 { Validity::Invalid } else { random_token(rest) }
}

/// The name of something in source code, `X509V3_EXT_METHOD_free`, `createX86PreAMXConfigPass`: three parts and more in one case with
/// two numbers at most in each, or words with one number among them.
pub(super) fn is_name(text: &[u8]) -> bool {
    if text.len() > 80 || !text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_') {
        return false;
    }
    let one_case = |part: &[u8]| !part.iter().any(u8::is_ascii_lowercase) || !part.iter().any(u8::is_ascii_uppercase);
    let parts = text.split(|b| *b == b'_').filter(|part| !part.is_empty());
    let letters = count(text, u8::is_ascii_alphabetic);
    let gaps = count(text, |b| *b == b'_');
    let part = |part: &[u8]| {
        (one_case(part) || part.len() <= 6) && (part.len() <= 10 || part.iter().all(u8::is_ascii_alphabetic)) && numbers(part) <= 2
    };
    if parts.clone().count() >= 3 && letters * 2 + gaps >= text.len() && parts.clone().all(part) {
        return true;
    }
    let digits = count(text, u8::is_ascii_digit);
    let mut numbered = parts.filter(|part| part.iter().any(u8::is_ascii_digit));
    // Humps and numbers come after words, and at random after every other character: `TP5264JjsVADrORMaCTaKiN`.
    let alone = numbers(text) <= 1 && digits <= 5 && (digits > 0 || text.contains(&b'_')) && text.len() >= runs(text) * 3;
    alone
        && read_share(text) >= 0.25
        && (!text.contains(&b'_') || numbered.all(|part| one_case(part) || part.len() <= 6 || read_share(part) >= 0.3))
}

/// [`is_name`], or long runs between few numbers and humps, as in `xmlSecNssAppPkcs12Load`, `D3DKMT_ACQUIREKEYEDMUTEX`: of characters
/// at random a run is two long. For values that nothing else tells to be secret.
fn is_name_by_runs(text: &[u8]) -> bool {
    let plain = text.len() <= 80 && text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
    let runs = runs(text);
    let digits = count(text, u8::is_ascii_digit);
    let long = match numbers(text) {
        1 => digits <= 5 && text.len() >= runs * 3,
        2 | 3 => digits <= 10 && text.len() >= runs * 4,
        _ => false,
    };
    // `xmlSecOpenSSLKeyDataGostR4310_2012_256Id`
    let read = digits * 3 <= text.len() && text.len() >= runs * 3 && text.len() >= 16 && read_share(text) >= 0.3;
    (plain && (long || read)) || is_name(text)
}

/// How many runs there are between numbers, humps and underscores.
fn runs(text: &[u8]) -> usize {
    let boundary = |pair: &[u8]| match pair {
        [b'_', _] => false,
        [a, b] => *b == b'_' || a.is_ascii_digit() != b.is_ascii_digit() || (a.is_ascii_lowercase() && b.is_ascii_uppercase()),
        _ => false,
    };
    1 + text.windows(2).filter(|pair| boundary(pair)).count()
}

/// How many runs of digits there are.
fn numbers(text: &[u8]) -> usize {
    text.split(|b| !b.is_ascii_digit()).filter(|run| !run.is_empty()).count()
}

/// Behind `sha-`, `img_` and their like stands the number of a record.
fn has_record_prefix(text: &[u8]) -> bool {
    let name = text.iter().position(|b| matches!(b, b'_' | b'-')).and_then(|end| text.get(..end)).unwrap_or_default();
    RECORDS.iter().any(|record| name.eq_ignore_ascii_case(record))
}

/// What numbers the records of services and clouds, and the parts of a build: identifiers, in their logs and addresses.
const RECORDS: &[&[u8]] = &[
    b"acct",
    b"acl",
    b"ami",
    b"app",
    b"asset",
    b"asst",
    b"batch",
    b"build",
    b"bundle",
    b"cache",
    b"call",
    b"card",
    b"ch",
    b"chatcmpl",
    b"chunk",
    b"class",
    b"cmpl",
    b"commit",
    b"cp",
    b"cs",
    b"css",
    b"cus",
    b"data",
    b"digest",
    b"doc",
    b"eipalloc",
    b"eni",
    b"event",
    b"evt",
    b"file",
    b"font",
    b"ft",
    b"ftckpt",
    b"ftjob",
    b"hash",
    b"i",
    b"id",
    b"igw",
    b"image",
    b"img",
    b"impl",
    b"in",
    b"index",
    b"item",
    b"job",
    b"log",
    b"md5",
    b"message",
    b"msg",
    b"node",
    b"nonce",
    b"obj",
    b"page",
    b"pi",
    b"pm",
    b"pod",
    b"price",
    b"pvc",
    b"ref",
    b"req",
    b"request",
    b"resp",
    b"rev",
    b"run",
    b"sess",
    b"seti",
    b"sg",
    b"sha",
    b"sha1",
    b"sha224",
    b"sha256",
    b"sha384",
    b"sha512",
    b"span",
    b"src",
    b"static",
    b"sub",
    b"subnet",
    b"task",
    b"test",
    b"thread",
    b"toolu",
    b"trace",
    b"tx",
    b"txn",
    b"uid",
    b"url",
    b"uuid",
    b"version",
    b"video",
    b"vol",
    b"vpc",
    b"vpce",
];

/// For tokens of unknown makers, `acme_live_q7Rk2…`: behind a short prefix, that is no name of a record or a file, at random upper
/// and lower case and digits, or lower case and digits alone where they are many.
fn prefixed_token(text: &[u8]) -> Validity {
    let is_gap = |b: &u8| matches!(b, b'_' | b'-' | b'.');
    let Some(first) = text.iter().position(is_gap) else { return Validity::Invalid };
    // The keys that Stripe's pages show to everybody, of its test mode.
    if has_record_prefix(text) || text.starts_with(b"pk_test_") || is_reference(text) || is_name(text) {
        return Validity::Invalid;
    }
    // The prefix ends at the last gap with at most twelve characters since the one before.
    let mut start = first + 1;
    while let Some(next) = text.get(start..).and_then(|rest| rest.iter().position(is_gap)).filter(|next| *next <= 12) {
        let part = text.get(start..start + next).unwrap_or_default();
        let (letters, numbers) = (count(part, u8::is_ascii_lowercase), count(part, u8::is_ascii_digit));
        if text.len() < start + next + 1 + 16 || letters + numbers < next || (letters > 0 && numbers > 1) {
            break;
        }
        start += next + 1;
    }
    let body = text.get(start..).unwrap_or_default();
    let (upper, lower) = (count(body, u8::is_ascii_uppercase), count(body, u8::is_ascii_lowercase));
    let digits = count(body, u8::is_ascii_digit);
    let hex = body.iter().all(u8::is_ascii_hexdigit);
    let plain = body.iter().all(u8::is_ascii_alphanumeric);
    let underscore = text.get(start - 1) == Some(&b'_');
    let says = text
        .get(..start)
        .is_some_and(|prefix| contains_any(prefix, &[b"live", b"key", b"sk_", b"tok", b"secret", b"pat", b"prod", b"api"]));
    let distinct = distinct_chars(body);
    let mixed = upper >= 3 && lower >= 3 && distinct >= 12 && (digits >= 2 || (body.len() >= 28 && is_odd(body)));
    let least = match (hex, says, underscore) {
        (true, _, true) => 32,
        (false, true, _) => 20,
        (false, false, true) => 24,
        (false, false, false) => 32,
        (true, _, false) => usize::MAX,
    };
    let one_case = plain && (upper == 0 || lower == 0) && body.len() >= least && digits >= 4 && upper + lower >= 4 && distinct >= 10;
    if (mixed || one_case) && !is_placeholder(text) && (digits * 6 > body.len() || is_odd(body)) {
        random_token(body)
    } else {
        Validity::Invalid
    }
}

/// The letters of `text` do not read like words: their pairs are rarer than those of nineteen words in twenty, and all the more
/// so the fewer they are. Without three pairs of letters side by side, as in hex, there is nothing to read.
pub(super) fn is_odd(text: &[u8]) -> bool {
    is_odder(text, 0)
}

/// [`is_odd`], with a limit that is lower by `less` tenths of a cost: at 30 one short word in four is odd as well. Of long ones, where
/// the limit is surer, a third of it.
pub(super) fn is_odder(text: &[u8], less: u32) -> bool {
    let (odd, pairs) = oddness_of_words(text.get(..1024.min(text.len())).unwrap_or_default());
    if pairs < 3 { text.iter().any(u8::is_ascii_digit) } else { odd + if pairs > 6 { less / 3 } else { less } >= ordinary(pairs) }
}

/// What nineteen words in twenty stay below, by their number of letter pairs: ten times the mean cost of one.
fn ordinary(pairs: usize) -> u32 {
    match pairs {
        0..=3 => 205,
        4 => 195,
        5..=6 => 168,
        7..=9 => 155,
        _ => 145,
    }
}

/// No words, no sequence, no repetition, and enough different characters for its length.
pub(super) fn random_run(text: &[u8]) -> bool {
    let text = text.get(..1024.min(text.len())).unwrap_or_default();
    let digits = count(text, u8::is_ascii_digit);
    let letters = count(text, u8::is_ascii_alphabetic);
    // Long keys may hold a row of one character where something is padded.
    let padded = text.len() >= 60 && distinct_chars(text) >= 30;
    if letters == 0 || (longest_run(text) >= 6 && !padded) || longest_sequence(text) >= 8 || repeats(text) * 3 > text.len() {
        return false;
    }
    let need = match text.len() {
        0..=11 => 5,
        12..=19 => 7,
        _ => 8,
    };
    if distinct_chars(text) < need {
        return false;
    }
    let upper = count(text, u8::is_ascii_uppercase);
    let one_case = upper == 0 || upper == letters;
    // Without digits it takes mixed case, or letters that do not read like words.
    let unread = read_share(text) * 100.0;
    if digits == 0 { if one_case { unread < 35.0 } else { unread < 30.0 } } else { unread < 50.0 }
}

/// Most of the letters stand in runs that read like words.
pub(super) fn wordy(text: &[u8]) -> bool {
    read_share(text) >= 0.5
}

/// Share of the letters and digits that stand in word-like runs of four letters and more. Runs end at a sign, a digit, a hump (`aB`) and
/// before the last capital of several (`SSLKey`).
#[allow(clippy::cast_precision_loss)] // bounded by 1024
fn read_share(text: &[u8]) -> f32 {
    let text = text.get(..1024.min(text.len())).unwrap_or_default();
    let (mut total, mut read) = (0_usize, 0_usize);
    let (mut run, mut common) = (0_usize, 0_usize);
    let mut previous = b' ';
    let mut close = |run: usize, common: usize, end: usize| {
        // `run` letters have `run - 1` pairs.
        if run >= 4 && common * 10 >= (run - 1) * 7 {
            let (odd, pairs) = oddness_of_words(text.get(end - run..end).unwrap_or_default());
            read += if odd < ordinary(pairs) + 10 { run } else { 0 };
        }
    };
    for (at, &byte) in text.iter().enumerate() {
        total += usize::from(byte.is_ascii_alphanumeric());
        let next = text.get(at + 1).is_some_and(u8::is_ascii_lowercase);
        let hump = byte.is_ascii_uppercase() && (previous.is_ascii_lowercase() || (next && previous.is_ascii_uppercase()));
        if !byte.is_ascii_alphabetic() || hump {
            close(run, common, at);
            (run, common) = (0, 0);
        }
        if byte.is_ascii_alphabetic() {
            if run > 0 {
                common += usize::from(common_pair(previous, byte));
            }
            run += 1;
        }
        previous = byte;
    }
    close(run, common, text.len());
    if total == 0 { 0.0 } else { read as f32 / total as f32 }
}

fn common_pair(first: u8, second: u8) -> bool {
    let index = |letter: u8| letter.to_ascii_lowercase().wrapping_sub(b'a');
    PAIRS.get(usize::from(index(first))).is_some_and(|row| row.checked_shr(u32::from(index(second))).unwrap_or(0) & 1 == 1)
}

/// The 220 pairs of letters that are most frequent in English words and identifiers, one row of bits for each first letter.
const PAIRS: [u32; 26] = [
    0x13e_b94e, 0x016_4911, 0x01a_4d95, 0x016_4119, 0x0ee_b87d, 0x010_4931, 0x016_6191, 0x00a_4111, 0x22e_f87f, 0x000_0000, 0x000_0110,
    0x11c_4919, 0x014_d111, 0x03c_617d, 0x07e_fc6e, 0x01e_c911, 0x010_0000, 0x11e_7d5d, 0x01c_c995, 0x11e_4995, 0x00e_b95f, 0x000_0111,
    0x000_4111, 0x000_8000, 0x000_0000, 0x000_0010,
];

pub(super) fn longest_run(text: &[u8]) -> usize {
    longest(text, |a, b| a == b)
}

/// The longest run that counts up or down: `abcdef`, `9876`.
pub(super) fn longest_sequence(text: &[u8]) -> usize {
    longest(text, |a, b| b == a.wrapping_add(1)).max(longest(text, |a, b| a == b.wrapping_add(1)))
}

fn longest(text: &[u8], goes_on: impl Fn(u8, u8) -> bool) -> usize {
    let (mut best, mut run) = (usize::from(!text.is_empty()), 1_usize);
    for (&a, &b) in text.iter().zip(text.iter().skip(1)) {
        run = if goes_on(a, b) { run + 1 } else { 1 };
        best = best.max(run);
    }
    best
}

/// How many characters are the one before them: of random ones one in sixteen at most.
fn repeats(text: &[u8]) -> usize {
    text.windows(2).filter(|pair| pair.first() == pair.last()).count()
}

pub(super) fn distinct_chars(text: &[u8]) -> u32 {
    let seen = text.iter().fold([0_u64; 4], |mut seen, &b| {
        if let Some(word) = seen.get_mut(usize::from(b >> 6)) {
            *word |= 1 << (b & 63);
        }
        seen
    });
    seen.iter().map(|word| word.count_ones()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_values_are_tokens_unless_hex() {
        for value in
            ["q7Rk2mVx9TnB4wLz8cYpD1sG", "9f2c41d07be84a6f83d10c5e7724aab1", "ciwfxi47mw1kjyxjgi0n0lnu9szc5upz", "k3-Qz_81vNwmT0-xYb72Lp"]
        {
            assert_eq!(random_token(value.as_bytes()), Validity::Plausible, "{value}");
        }
        assert_eq!(random_not_hash(b"9f2c41d07be84a6f83d10c5e7724aab1"), Validity::Invalid);
    }

    #[test]
    fn algorithms_alphabets_and_records_are_no_values_near_a_name() {
        for value in
            ["pbeWithSHAAnd40BitRC4", "RSAES-OAEP/SHA-256/MGF1-SHA-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", "ft-AF1WoRqd3aJAHsqc9NY7iL8F"]
        {
            assert_eq!(random_near(value.as_bytes()), Validity::Invalid, "{value}");
        }
        assert_eq!(prefixed_token(b"ft-AF1WoRqd3aJAHsqc9NY7iL8F"), Validity::Invalid);
        assert_ne!(random_near(b"q7Rk2mVx9TnB4wLz8cYpD1sG"), Validity::Invalid);
    }

    #[test]
    fn names_of_source_code_are_not_random() {
        for name in ["X509V3_EXT_METHOD_free", "NL80211_ATTR_MGMT_SUBTYPE", "createX86PreAMXConfigPass", "sec_PKCS12CRLBagTemplate"] {
            assert!(is_name(name.as_bytes()), "{name}");
        }
        assert!(
            is_name_by_runs(b"xmlSecNssAppPkcs12Load")
                && is_name_by_runs(b"xmlSecOpenSSLKeyDataGostR4310_2012_256Id")
                && is_name_by_runs(b"D3DKMT_ACQUIREKEYEDMUTEX")
        );
        for value in [
            "q7Rk2mVx9TnB4wLz8cYpD1sG",
            "9f2c41d07be84a6f83d10c5e7724aab1",
            "kiH1oQxezCgnesYdErYAHQFmkNKnBRFNSXFL",
            "dvc_server_qod66BfG",
            "TP5264JjsVADrORMaCTaKiN",
        ] {
            assert!(!is_name(value.as_bytes()), "{value}");
        }
        assert_eq!(random_behind_run(b"AAAAAAAAq7Rk2mVx9TnB4wLz8cYpD1sG"), Validity::Plausible);
        assert_eq!(random_behind_run(b"AAAAAAAAq7Rk2mVAAAAAAAx9TnB4wLz8cYpD1sG"), Validity::Invalid);
    }

    #[test]
    fn letters_that_read_like_words_are_not_random() {
        assert!(wordy(b"authenticationTokenProvider") && !wordy(b"ciwfxi47mw1kjyxjgi0n0lnu9szc5upz"));
        assert_eq!((longest_run(b"abbbc"), longest_sequence(b"x9876"), distinct_chars(b"abab")), (3, 4, 2));
    }
}
