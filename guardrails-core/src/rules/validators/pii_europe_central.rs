//! Validators of the personal, tax and company numbers of Germany, Austria, Switzerland, Poland, Czechia, Slovakia and Hungary.

use super::Validity;
use super::checksum::{Compact, base36, cross, digit, icao, is_date, is_short_date, iso7064_11_10, luhn, plausible, proven, weighted};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("de_tax_id", de_tax_id),
    ("de_rvnr", de_rvnr),
    ("de_kvnr", de_kvnr),
    ("de_id_card", de_id_card),
    ("at_svnr", at_svnr),
    ("at_tin", at_tin),
    ("ch_ahv", ch_ahv),
    ("ch_uid", ch_uid),
    ("pl_pesel", pl_pesel),
    ("pl_nip", pl_nip),
    ("pl_regon", pl_regon),
    ("pl_id_card", pl_id_card),
    ("cz_rc", cz_rc),
    ("cz_ico", cz_ico),
    ("hu_taj", hu_taj),
    ("hu_tax_id", hu_tax_id),
];

/// German tax identification number: one or two digits repeat among the first ten, ISO 7064 MOD 11,10 (§ 139b AO).
pub(super) fn de_tax_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let head = c.range(0, 10);
    let counts = || (b'0'..=b'9').map(|d| head.iter().filter(|b| **b == d).count());
    let repeats = counts().filter(|n| *n > 1).count() == 1 && counts().all(|n| n <= 3);
    proven(c.is_digits(11) && c.byte(0) != b'0' && repeats && iso7064_11_10(c.bytes()))
}

/// German pension insurance number: area, birth date, letter, serial, cross sums of weights 2-1-2-5-7-1-2-1-2-1-2-1 (DRV).
pub(super) fn de_rvnr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let letter = base36(c.byte(8)).saturating_sub(9);
    let values = c.range(0, 8).iter().map(|b| digit(*b)).chain([letter / 10, letter % 10]).chain(c.range(9, 11).iter().map(|b| digit(*b)));
    let sum: u32 = values.zip([2u32, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]).map(|(v, w)| cross(v * w)).sum();
    let day = c.number(2, 4);
    let date = is_short_date(c.number(6, 8), c.number(4, 6), if day > 50 { day - 50 } else { day });
    proven(c.len() == 12 && c.byte(8).is_ascii_uppercase() && date && sum % 10 == c.digit(11))
}

/// German health insurance number: letter as two digits, cross sums of weights 1-2 (§ 290 SGB V).
pub(super) fn de_kvnr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let letter = base36(c.byte(0)).saturating_sub(9);
    let values = [letter / 10, letter % 10].into_iter().chain(c.range(1, 9).iter().map(|b| digit(*b)));
    let sum: u32 = values.zip([1u32, 2].into_iter().cycle()).map(|(v, w)| cross(v * w)).sum();
    proven(c.len() == 10 && c.byte(0).is_ascii_uppercase() && sum % 10 == c.digit(9))
}

/// German identity card: nine characters without vowels; the check digit, printed as the tenth, must hold when present
/// (ICAO Doc 9303; the ninth character is not a check digit).
pub(super) fn de_id_card(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if c.bytes().iter().any(|b| b"ABDEIOQSU".contains(b)) && c.len() != 10 {
        return Validity::Invalid;
    }
    match c.len() {
        9 => plausible(c.bytes().iter().any(u8::is_ascii_digit)),
        10 => proven(c.byte(9).is_ascii_digit() && icao(c.range(0, 9)) == c.digit(9)),
        _ => Validity::Invalid,
    }
}

/// Austrian social insurance number: birth date at the end, weights 3-7-9-5-8-4-2-1-6 mod 11, check digit fourth (SV).
pub(super) fn at_svnr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]);
    let month = c.number(6, 8);
    let date = is_short_date(c.number(8, 10), month, c.number(4, 6)) || (13..=15).contains(&month);
    proven(c.is_digits(10) && c.byte(0) != b'0' && date && sum % 11 == c.digit(3))
}

/// Austrian tax number: Luhn over nine digits (BMF).
pub(super) fn at_tin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(9) && !c.all_same() && luhn(c.bytes()))
}

/// Swiss AHV number: EAN-13 with the prefix 756 (BSV).
pub(super) fn ch_ahv(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]);
    proven(c.is_digits(13) && c.range(0, 3) == b"756" && sum % 10 == 0)
}

/// Swiss company number: weights 5-4-3-2-7-6-5-4 mod 11 (BFS).
pub(super) fn ch_uid(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (11 - weighted(c.range(3, 11), &[5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11;
    proven(c.len() >= 12 && check < 10 && check == c.digit(11))
}

/// Polish PESEL: birth date with the century in the month, weights 1-3-7-9 mod 10 (MSWiA).
pub(super) fn pl_pesel(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let month = c.number(2, 4);
    let century = match month / 20 {
        0 => 1900,
        1 => 2000,
        4 => 1800,
        _ => return Validity::Invalid,
    };
    let check = (10 - c.weighted(&[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10;
    proven(c.is_digits(11) && is_date(century + c.number(0, 2), month % 20, c.number(4, 6)) && check == c.digit(10))
}

/// Polish NIP: weights 6-5-7-2-3-4-5-6-7 mod 11 (KAS).
pub(super) fn pl_nip(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let d = c.range(c.len().saturating_sub(10), c.len());
    let check = weighted(d, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11;
    proven(d.len() == 10 && d.iter().all(u8::is_ascii_digit) && !c.all_same() && d.last().is_some_and(|b| digit(*b) == check))
}

/// Polish REGON: nine or fourteen digits mod 11 (GUS).
pub(super) fn pl_regon(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let nine = c.weighted(&[8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == c.digit(8);
    let all = c.weighted(&[2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11 % 10 == c.digit(13);
    proven(!c.all_same() && ((c.is_digits(9) && nine) || (c.is_digits(14) && nine && all)))
}

/// Polish identity card: three letters, check digit fourth, weights 7-3-1 (MSWiA).
pub(super) fn pl_id_card(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum: u32 = c.bytes().iter().zip([7u32, 3, 1, 9, 7, 3, 1, 7, 3]).map(|(b, w)| base36(*b) * w).sum();
    proven(c.len() == 9 && sum % 10 == 0)
}

/// Czech and Slovak birth number: month +50 for women (+20 when serials ran out), divisible by 11 (Act 133/2000).
pub(super) fn cz_rc(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let (year, month) = (c.number(0, 2), c.number(2, 4) % 50 % 20);
    if c.is_digits(9) {
        return plausible(year < 54 && is_date(1900 + year, month, c.number(4, 6)));
    }
    let year = if year < 54 { 2000 + year } else { 1900 + year };
    let whole = c.number(0, 10);
    let holds = whole % 11 == 0 || (c.number(0, 9) % 11 == 10 && c.byte(9) == b'0');
    proven(c.is_digits(10) && is_date(year, month, c.number(4, 6)) && holds)
}

/// Czech company number: weights 8-2 mod 11 (ARES).
pub(super) fn cz_ico(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (11 - c.weighted(&[8, 7, 6, 5, 4, 3, 2]) % 11) % 10;
    proven(c.is_digits(8) && !c.all_same() && check == c.digit(7))
}

/// Hungarian social security number: weights 3-7 mod 10 (1996. évi XX. törvény).
pub(super) fn hu_taj(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(9) && !c.all_same() && c.weighted(&[3, 7, 3, 7, 3, 7, 3, 7]) % 10 == c.digit(8))
}

/// Hungarian tax identification: starts with 8, place weights mod 11 (1996. évi XX. törvény).
pub(super) fn hu_tax_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(10) && c.byte(0) == b'8' && c.weighted(&[1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 == c.digit(9))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn german_speaking() {
        check(de_tax_id, &["36 574 261 809", "86095742719"], &["36574261890", "12345678901"]);
        check(de_rvnr, &["15070649C103", "24130159H517"], &["15070649C104"]);
        check(de_kvnr, &["A123456780"], &["A123456787"]);
        check(de_id_card, &["T220001293", "L01X00T47"], &["T220001294"]);
        check(at_svnr, &["1237 010180"], &["2237 010180"]);
        check(at_tin, &["59-119/9013"], &["59-119/9014"]);
        check(ch_ahv, &["756.9217.0769.85"], &["756.9217.0769.84", "123.4567.8910.19"]);
        check(ch_uid, &["CHE-100.155.212"], &["CHE-100.155.213"]);
    }

    #[test]
    fn visegrad() {
        check(pl_pesel, &["44051401359"], &["44051401358"]);
        check(pl_nip, &["856-734-62-15"], &["856-734-62-14"]);
        check(pl_regon, &["192598184", "12345678512347"], &["192598183"]);
        check(pl_id_card, &["ABA300000"], &["ABA300001"]);
        check(cz_rc, &["710319/2745", "425619123"], &["710319/2746", "7103192745x"]);
        check(cz_ico, &["25123891"], &["25123890"]);
    }
}
