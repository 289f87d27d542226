//! Validators that ask whether a value was drawn at random, and what they measure: words, runs, sequences, variety.

use super::Validity;
use super::bytes::{count, separators};
use super::placeholders::{is_placeholder, is_reference};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] =
    &[("random_token", random_token), ("random_not_hash", random_not_hash), ("mixed_token", mixed_token)];

/// Looks drawn at random: not words, not a placeholder, not a sequence.
pub(super) fn random_token(text: &[u8]) -> Validity {
    if is_placeholder(text) || is_reference(text) || !random_run(text) { Validity::Invalid } else { Validity::Plausible }
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

/// For tokens of unknown makers: after the last separator upper case, lower case and digits, some of each, at random.
pub(super) fn mixed_token(text: &[u8]) -> Validity {
    let tail = text.rsplit(|b| matches!(b, b'_' | b'-' | b'.')).next().unwrap_or_default();
    let digits = if tail.len() < 40 { 3 } else { 2 };
    let mixed =
        count(tail, u8::is_ascii_uppercase) >= 3 && count(tail, u8::is_ascii_lowercase) >= 3 && count(tail, u8::is_ascii_digit) >= digits;
    if mixed && !is_reference(text) && distinct_chars(tail) >= 14 { random_token(tail) } else { Validity::Invalid }
}

/// No words, no sequence, no repetition, and enough different characters for its length.
pub(super) fn random_run(text: &[u8]) -> bool {
    let text = text.get(..1024.min(text.len())).unwrap_or_default();
    let digits = count(text, u8::is_ascii_digit);
    let letters = count(text, u8::is_ascii_alphabetic);
    if letters == 0 || longest_run(text) >= 6 || longest_sequence(text) >= 8 {
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

/// Share of the letters and digits that stand in word-like runs of four letters and more. Runs end at a sign, a digit and a hump (`aB`).
#[allow(clippy::cast_precision_loss)] // bounded by 1024
fn read_share(text: &[u8]) -> f32 {
    let text = text.get(..1024.min(text.len())).unwrap_or_default();
    let (mut total, mut read) = (0_usize, 0_usize);
    let (mut run, mut common) = (0_usize, 0_usize);
    let mut previous = b' ';
    let mut close = |run: usize, common: usize| {
        // `run` letters have `run - 1` pairs.
        if run >= 4 && common * 10 >= (run - 1) * 7 {
            read += run;
        }
    };
    for &byte in text {
        total += usize::from(byte.is_ascii_alphanumeric());
        let hump = previous.is_ascii_lowercase() && byte.is_ascii_uppercase();
        if !byte.is_ascii_alphabetic() || hump {
            close(run, common);
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
    close(run, common);
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
    fn letters_that_read_like_words_are_not_random() {
        assert!(wordy(b"authenticationTokenProvider") && !wordy(b"ciwfxi47mw1kjyxjgi0n0lnu9szc5upz"));
        assert_eq!((longest_run(b"abbbc"), longest_sequence(b"x9876"), distinct_chars(b"abab")), (3, 4, 2));
    }
}
