//! Check-digit algorithms and date rules shared by the validators of all countries.
//!
//! Nothing here allocates, indexes or can panic: captured text is copied once into a [`Compact`] of fixed size.

use super::Validity;

/// Longest number any validator looks at, in characters without separators.
const MAX: usize = 128;

/// The ASCII letters (upper case) and digits of a captured text, separators dropped.
pub(super) struct Compact {
    bytes: [u8; MAX],
    len: usize,
}

impl Compact {
    /// Keeps the letters and digits of `text`; empty when there are more than fit.
    pub(super) fn new(text: &[u8]) -> Self {
        let mut compact = Self { bytes: [0; MAX], len: 0 };
        for byte in text.iter().filter(|b| b.is_ascii_alphanumeric()) {
            match compact.bytes.get_mut(compact.len) {
                Some(slot) => *slot = byte.to_ascii_uppercase(),
                None => return Self { bytes: [0; MAX], len: 0 },
            }
            compact.len += 1;
        }
        compact
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// The characters of `start..end`, none when the range does not exist.
    pub(super) fn range(&self, start: usize, end: usize) -> &[u8] {
        self.bytes().get(start..end).unwrap_or_default()
    }

    /// The character at `at`, or 0.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes().get(at).copied().unwrap_or(0)
    }

    /// The digit at `at`; 0 for anything else.
    pub(super) fn digit(&self, at: usize) -> u32 {
        digit(self.byte(at))
    }

    /// The digits of `start..end` as a number (at most 19 of them).
    pub(super) fn number(&self, start: usize, end: usize) -> u64 {
        number(self.range(start, end))
    }

    /// Whether there are exactly `len` characters, all of them digits.
    pub(super) fn is_digits(&self, len: usize) -> bool {
        self.len == len && self.bytes().iter().all(u8::is_ascii_digit)
    }

    /// Whether all characters are the same: never issued, often typed.
    pub(super) fn all_same(&self) -> bool {
        self.bytes().windows(2).all(|pair| pair.first() == pair.last())
    }

    /// Sum of digit × weight from the first digit on, over as many as there are weights.
    pub(super) fn weighted(&self, weights: &[u32]) -> u32 {
        weighted(self.bytes(), weights)
    }
}

/// `Valid` when the check digit holds, `Invalid` otherwise.
pub(super) fn proven(holds: bool) -> Validity {
    if holds { Validity::Valid } else { Validity::Invalid }
}

/// `Plausible` when the rules without a check digit hold, `Invalid` otherwise.
pub(super) fn plausible(holds: bool) -> Validity {
    if holds { Validity::Plausible } else { Validity::Invalid }
}

/// Value of an ASCII digit; 0 for anything else.
pub(super) fn digit(byte: u8) -> u32 {
    if byte.is_ascii_digit() { u32::from(byte - b'0') } else { 0 }
}

/// Value of a letter or digit in base 36 (`A` = 10), as ISO 7064 and IBAN use it.
pub(super) fn base36(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'Z' => u32::from(byte - b'A') + 10,
        b'a'..=b'z' => u32::from(byte - b'a') + 10,
        _ => 0,
    }
}

/// Digits as a number; stops at 19 digits.
pub(super) fn number(digits: &[u8]) -> u64 {
    digits.iter().take(19).fold(0u64, |n, b| n.saturating_mul(10).saturating_add(u64::from(digit(*b))))
}

/// Sum of digit × weight.
pub(super) fn weighted(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| digit(*d) * w).sum()
}

/// Position of `byte` in `alphabet`.
pub(super) fn position(alphabet: &[u8], byte: u8) -> Option<u32> {
    alphabet.iter().position(|b| *b == byte).and_then(|p| u32::try_from(p).ok())
}

/// Character `at` of `alphabet`, or 0.
pub(super) fn pick(alphabet: &[u8], at: u32) -> u8 {
    usize::try_from(at).ok().and_then(|i| alphabet.get(i)).copied().unwrap_or(0)
}

/// Cross sum of a number below 100.
pub(super) fn cross(n: u32) -> u32 {
    n / 10 + n % 10
}

/// Luhn, ISO/IEC 7812-1 annex B, over digits with the check digit last.
pub(super) fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits.iter().rev().enumerate().map(|(i, b)| if i % 2 == 1 { cross(digit(*b) * 2) } else { digit(*b) }).sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// Luhn in base 36, as India's GSTIN uses it (check character last).
pub(super) fn luhn36(text: &[u8]) -> bool {
    let sum: u32 = text
        .iter()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let v = base36(*b) * if i % 2 == 1 { 2 } else { 1 };
            v / 36 + v % 36
        })
        .sum();
    !text.is_empty() && sum.is_multiple_of(36)
}

const VERHOEFF_D: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

const VERHOEFF_P: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

/// Verhoeff (1969), check digit last.
pub(super) fn verhoeff(digits: &[u8]) -> bool {
    let look = |table: &[[u8; 10]], row: usize, column: u8| -> u8 {
        table.get(row).and_then(|r| r.get(usize::from(column))).copied().unwrap_or(0)
    };
    let check = digits.iter().rev().enumerate().fold(0u8, |c, (i, b)| {
        let d = u8::try_from(digit(*b)).unwrap_or(0);
        look(&VERHOEFF_D, usize::from(c), look(&VERHOEFF_P, i % 8, d))
    });
    !digits.is_empty() && check == 0
}

/// Remainder mod 97 of letters and digits read as one number, `A` = 10 (ISO 7064 MOD 97-10).
pub(super) fn mod97(text: impl Iterator<Item = u8>) -> u32 {
    text.fold(0u32, |r, b| {
        let v = base36(b);
        if v < 10 { (r * 10 + v) % 97 } else { (r * 100 + v) % 97 }
    })
}

/// ISO 7064 MOD 11,10 (hybrid), check digit last.
pub(super) fn iso7064_11_10(digits: &[u8]) -> bool {
    let Some((last, rest)) = digits.split_last() else { return false };
    let p = rest.iter().fold(10u32, |p, b| {
        let s = (p + digit(*b)) % 10;
        (if s == 0 { 10 } else { s }) * 2 % 11
    });
    (p + digit(*last)) % 10 == 1
}

/// ISO 7064 MOD 11-2 (pure), check character `0`-`9` or `X` last.
pub(super) fn iso7064_11_2(text: &[u8]) -> bool {
    let Some((last, rest)) = text.split_last() else { return false };
    let p = rest.iter().fold(0u32, |p, b| (p + digit(*b)) * 2 % 11);
    let check = (12 - p) % 11;
    if check == 10 { last.eq_ignore_ascii_case(&b'X') } else { last.is_ascii_digit() && digit(*last) == check }
}

/// ICAO Doc 9303 part 3, 4.9: weights 7-3-1, letters from 10, filler 0.
pub(super) fn icao(text: &[u8]) -> u32 {
    text.iter().zip([7u32, 3, 1].into_iter().cycle()).map(|(b, w)| base36(*b) * w).sum::<u32>() % 10
}

/// Whether the calendar has this day (Gregorian; years 1800-2100).
pub(super) fn is_date(year: u64, month: u64, day: u64) -> bool {
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u64::from(leap),
        _ => return false,
    };
    (1800..=2100).contains(&year) && (1..=last).contains(&day)
}

/// Whether a two-digit year, month and day exist in 1900-1999 or 2000-2099.
pub(super) fn is_short_date(year: u64, month: u64, day: u64) -> bool {
    is_date(1900 + year, month, day) || is_date(2000 + year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_of_iso_7812() {
        assert!(luhn(b"79927398713") && luhn(b"4111111111111111"));
        assert!(!luhn(b"79927398710") && !luhn(b""));
    }

    #[test]
    fn verhoeff_of_the_paper() {
        assert!(verhoeff(b"2363") && verhoeff(b"123451"));
        assert!(!verhoeff(b"2364") && !verhoeff(b""));
    }

    #[test]
    fn iso7064_systems() {
        assert_eq!(mod97(b"79400".iter().copied().take(3).chain(*b"44")), 1);
        assert!(iso7064_11_2(b"07940") && iso7064_11_2(b"0000000218250097"));
        assert!(!iso7064_11_2(b"07941"));
        assert!(iso7064_11_10(b"07945") && iso7064_11_10(b"33392005961"));
        assert!(!iso7064_11_10(b"07946"));
    }

    #[test]
    fn icao_specimen() {
        assert_eq!(icao(b"L898902C3"), 6);
        assert_eq!(icao(b"C01X00T47"), 8);
    }

    #[test]
    fn dates() {
        assert!(is_date(2000, 2, 29) && !is_date(1900, 2, 29) && !is_date(2023, 4, 31) && !is_date(2023, 13, 1));
        assert!(is_short_date(0, 2, 29) && !is_short_date(1, 2, 29));
    }

    #[test]
    fn compact_drops_separators_and_what_is_too_long() {
        let c = Compact::new(b"ab 12-3");
        assert_eq!((c.bytes(), c.len(), c.number(2, 5)), (&b"AB123"[..], 5, 123));
        assert_eq!(Compact::new(&[b'1'; 200]).len(), 0);
    }
}
