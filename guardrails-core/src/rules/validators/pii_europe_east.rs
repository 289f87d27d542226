//! Validators of the personal, tax and company numbers of Romania, Bulgaria, Russia, Ukraine and Belarus.

use super::Validity;
use super::checksum::{Compact, base36, is_date, is_short_date, position, proven};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("ro_cnp", ro_cnp),
    ("bg_egn", bg_egn),
    ("ru_inn", ru_inn),
    ("ru_snils", ru_snils),
    ("ru_ogrn", ru_ogrn),
    ("ua_rnokpp", ua_rnokpp),
    ("ua_edrpou", ua_edrpou),
    ("by_unp", by_unp),
];

/// Romanian CNP: sex and century, birth date, county, weights 279146358279 mod 11 (MAI).
pub(super) fn ro_cnp(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    let date = is_short_date(c.number(1, 3), c.number(3, 5), c.number(5, 7));
    let county = matches!(c.number(7, 9), 1..=52 | 70 | 80..=83);
    proven(c.is_digits(13) && c.byte(0) != b'0' && date && county && (if sum == 10 { 1 } else { sum }) == c.digit(12))
}

/// Bulgarian EGN: birth date with the century in the month, weights 2-4-8-5-10-9-7-3-6 mod 11 (GRAO).
pub(super) fn bg_egn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let (century, month) = match c.number(2, 4) {
        m @ 1..=12 => (1900, m),
        m @ 21..=32 => (1800, m - 20),
        m @ 41..=52 => (2000, m - 40),
        _ => return Validity::Invalid,
    };
    let check = c.weighted(&[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
    proven(c.is_digits(10) && is_date(century + c.number(0, 2), month, c.number(4, 6)) && check == c.digit(9))
}

/// Russian INN: one mod 11 digit for companies, two for persons (FNS).
pub(super) fn ru_inn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let holds = match c.len() {
        10 => c.weighted(&[2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == c.digit(9),
        12 => {
            c.weighted(&[7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == c.digit(10)
                && c.weighted(&[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == c.digit(11)
        }
        _ => false,
    };
    proven(holds && !c.all_same() && c.number(0, 2) > 0)
}

/// Russian SNILS: weights 9-1 mod 101 (SFR).
pub(super) fn ru_snils(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = c.weighted(&[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100;
    proven(c.is_digits(11) && !c.all_same() && u64::from(check) == c.number(9, 11))
}

/// Russian OGRN and OGRNIP: number mod 11 or 13, last digit (FNS).
pub(super) fn ru_ogrn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let holds = match c.len() {
        13 => c.number(0, 12) % 11 % 10 == u64::from(c.digit(12)),
        15 => c.number(0, 14) % 13 % 10 == u64::from(c.digit(14)),
        _ => false,
    };
    proven(holds && matches!(c.byte(0), b'1' | b'2' | b'3' | b'5'))
}

/// Ukrainian taxpayer card: weights −1-5-7-9-4-6-10-5-7 mod 11 mod 10 (DPS).
pub(super) fn ua_rnokpp(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = c.weighted(&[10, 5, 7, 9, 4, 6, 10, 5, 7]) % 11 % 10;
    proven(c.is_digits(10) && !c.all_same() && check == c.digit(9))
}

/// Ukrainian company code: weights 1-7 or 7-1-6, second pass + 2, mod 11 (Derzhstat).
pub(super) fn ua_edrpou(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let middle = matches!(c.byte(0), b'3'..=b'5');
    let weights: [u32; 7] = if middle { [7, 1, 2, 3, 4, 5, 6] } else { [1, 2, 3, 4, 5, 6, 7] };
    let first = c.weighted(&weights) % 11;
    let second = c.weighted(&weights.map(|w| w + 2)) % 11 % 10;
    proven(c.is_digits(8) && !c.all_same() && (if first < 10 { first } else { second }) == c.digit(7))
}

/// Belarusian UNP: weights 29-23-19-17-13-7-5-3 mod 11; a letter first for persons (MNS).
pub(super) fn by_unp(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let value = |i: usize, b: u8| if i == 1 && b.is_ascii_alphabetic() { position(b"ABCEHKMOPT", b).unwrap_or(0) } else { base36(b) };
    let sum: u32 = c.range(0, 8).iter().enumerate().zip([29u32, 23, 19, 17, 13, 7, 5, 3]).map(|((i, b), w)| value(i, *b) * w).sum();
    proven(c.len() == 9 && !c.all_same() && sum % 11 == c.digit(8))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn black_sea() {
        check(ro_cnp, &["1630615123457"], &["1630615123458", "0800101221142"]);
        check(bg_egn, &["752316 926 3"], &["7523169264"]);
    }

    #[test]
    fn russia_ukraine_belarus() {
        check(ru_inn, &["1234567894", "123456789047"], &["1234567895"]);
        check(ru_snils, &["112-233-445 95"], &["112-233-445 96"]);
        check(ru_ogrn, &["1022200525819"], &["1022200525818"]);
        check(ua_rnokpp, &["1759013776"], &["1759013770"]);
        check(ua_edrpou, &["32855961"], &["32855968"]);
        check(by_unp, &["200988541"], &["200988542"]);
    }
}
