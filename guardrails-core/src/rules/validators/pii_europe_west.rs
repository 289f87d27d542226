//! Validators of the personal, tax and company numbers of the United Kingdom, Ireland, France and the Benelux countries.

use super::Validity;
use super::checksum::{Compact, digit, is_date, is_short_date, luhn, number, pick, plausible, position, proven, verhoeff, weighted};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("gb_nino", gb_nino),
    ("gb_nhs", gb_nhs),
    ("gb_chi", gb_chi),
    ("gb_utr", gb_utr),
    ("gb_upn", gb_upn),
    ("ie_pps", ie_pps),
    ("fr_nir", fr_nir),
    ("fr_nif", fr_nif),
    ("fr_siren", fr_siren),
    ("fr_siret", fr_siret),
    ("nl_bsn", nl_bsn),
    ("be_nrn", be_nrn),
    ("lu_national_id", lu_national_id),
];

/// UK national insurance number: letters in use, prefixes never issued (HMRC NIM39110).
pub(super) fn gb_nino(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let (first, second, suffix) = (c.byte(0), c.byte(1), c.byte(8));
    let letters = !b"DFIQUV".contains(&first) && !b"DFIOQUV".contains(&second) && first.is_ascii_uppercase() && second.is_ascii_uppercase();
    let never = [b"BG", b"GB", b"NK", b"KN", b"TN", b"NT", b"ZZ"].iter().any(|p| c.range(0, 2) == p.as_slice());
    let suffix_ok = c.len() == 8 || (c.len() == 9 && (b'A'..=b'D').contains(&suffix));
    plausible(letters && !never && suffix_ok)
}

/// NHS number: weights 10-2 mod 11 (NHS data dictionary).
pub(super) fn gb_nhs(text: &[u8]) -> Validity {
    proven(nhs(&Compact::new(text)))
}

/// Scottish CHI number: birth date DDMMYY, then the check of the NHS number (Public Health Scotland).
pub(super) fn gb_chi(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(nhs(&c) && is_short_date(c.number(4, 6), c.number(2, 4), c.number(0, 2)))
}

/// Ten digits, the last of them the check.
fn nhs(c: &Compact) -> bool {
    let check = (11 - c.weighted(&[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    c.is_digits(10) && !c.all_same() && check == c.digit(9)
}

/// UK unique taxpayer reference: weights 6-7-8-9-10-5-4-3-2, check digit first (HMRC).
pub(super) fn gb_utr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = weighted(c.range(1, 10), &[6, 7, 8, 9, 10, 5, 4, 3, 2]);
    // On letters of HMRC it ends with a K that is no part of it.
    let digits = if c.len() == 11 && c.byte(10) == b'K' { c.range(0, 10).iter().all(u8::is_ascii_digit) } else { c.is_digits(10) };
    proven(digits && !c.all_same() && pick(b"21987654321", sum % 11) == c.byte(0))
}

/// UK unique pupil number: letter mod 23 over the digits (DfE).
pub(super) fn gb_upn(text: &[u8]) -> Validity {
    const LETTERS: &[u8] = b"ABCDEFGHJKLMNPQRTUVWXYZ";
    let c = Compact::new(text);
    let sum: u32 = c.range(1, 13).iter().zip(2u32..).map(|(b, w)| position(LETTERS, *b).unwrap_or_else(|| digit(*b)) * w).sum();
    // The last place may be a letter (a temporary number): it then counts by its place among the letters.
    proven(c.len() == 13 && pick(LETTERS, sum % 23) == c.byte(0))
}

/// Irish PPS number: weights 8-2, the second letter × 9, mod 23 (Department of Social Protection).
pub(super) fn ie_pps(text: &[u8]) -> Validity {
    const LETTERS: &[u8] = b"WABCDEFGHIJKLMNOPQRSTUV";
    let c = Compact::new(text);
    let second = if c.len() == 9 { position(LETTERS, c.byte(8)).unwrap_or(0) } else { 0 };
    let sum = c.weighted(&[8, 7, 6, 5, 4, 3, 2]) + second * 9;
    proven((8..=9).contains(&c.len()) && pick(LETTERS, sum % 23) == c.byte(7))
}

/// French social security number: sex, month, and 97 − number mod 97; 2A and 2B count as 19 and 18 (INSEE).
pub(super) fn fr_nir(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let mut head = [0u8; 13];
    for (slot, byte) in head.iter_mut().zip(c.bytes()) {
        *slot = *byte;
    }
    if let Some(department) = head.get_mut(5..7) {
        if department == b"2A" {
            department.copy_from_slice(b"19");
        } else if department == b"2B" {
            department.copy_from_slice(b"18");
        }
    }
    let sane = matches!(c.byte(0), b'1'..=b'4' | b'7' | b'8') && matches!(c.number(3, 5), 1..=12 | 20..=42 | 50..=99);
    let digits = head.iter().all(u8::is_ascii_digit);
    proven(c.len() == 15 && sane && digits && 97 - number(&head) % 97 == c.number(13, 15))
}

/// French tax number: the first ten digits mod 511 are the last three (impots.gouv.fr).
pub(super) fn fr_nif(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(13) && c.digit(0) < 4 && !c.all_same() && c.number(0, 10) % 511 == c.number(10, 13))
}

/// French company number: Luhn over nine digits (INSEE).
pub(super) fn fr_siren(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(9) && !c.all_same() && luhn(c.bytes()))
}

/// French establishment number: Luhn over SIREN and all fourteen digits; for La Poste the digit sum is a multiple of 5 (INSEE).
pub(super) fn fr_siret(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let poste = c.range(0, 9) == b"356000000" && c.bytes().iter().map(|b| digit(*b)).sum::<u32>() % 5 == 0;
    proven(c.is_digits(14) && !c.all_same() && luhn(c.range(0, 9)) && (luhn(c.bytes()) || poste))
}

/// Dutch BSN: weights 9-2 and −1 mod 11 (Wet algemene bepalingen burgerservicenummer).
pub(super) fn nl_bsn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[9, 8, 7, 6, 5, 4, 3, 2]);
    proven(c.is_digits(9) && !c.all_same() && c.number(0, 9) > 9_999_999 && sum % 11 == c.digit(8) % 11)
}

/// Belgian national number: birth date and 97 − number mod 97, with a 2 in front from 2000 (RR/RN).
pub(super) fn be_nrn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let (head, check) = (c.number(0, 9), c.number(9, 11));
    let holds = 97 - head % 97 == check || 97 - (2_000_000_000 + head) % 97 == check;
    // BIS numbers add 20 or 40 to the month; unknown days and months are 00.
    let (month, day) = (c.number(2, 4) % 20, c.number(4, 6));
    proven(c.is_digits(11) && holds && month <= 12 && day <= 31 && !c.all_same())
}

/// Luxembourg national number: birth date, Luhn and Verhoeff digits over the first eleven (CTIE).
pub(super) fn lu_national_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let mut second = [0u8; 12];
    for (slot, byte) in second.iter_mut().zip(c.range(0, 11).iter().chain(c.range(12, 13))) {
        *slot = *byte;
    }
    let date = is_date(c.number(0, 4), c.number(4, 6), c.number(6, 8));
    proven(c.is_digits(13) && date && luhn(c.range(0, 12)) && verhoeff(&second))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn british_isles() {
        check(gb_nino, &["AB 12 34 56 C"], &["GB123456A", "DA123456A", "AB123456E"]);
        check(gb_nhs, &["943 476 5870", "943-476-5919"], &["9434765871"]);
        check(gb_utr, &["1955839661"], &["2955839661"]);
        check(gb_upn, &["B801200005001"], &["A801200005001"]);
        check(ie_pps, &["6433435F", "6433435OA"], &["6433435E", "6433435VH"]);
    }

    #[test]
    fn france() {
        check(fr_nir, &["2 95 10 99 126 111 93", "253072B07300470"], &["295109912611199", "253072A07300443x"]);
        check(fr_nif, &["30 23 217 600 053"], &["3023217600054"]);
        check(fr_siren, &["552 008 443"], &["552008442"]);
        check(fr_siret, &["73282932000074"], &["73282932000075"]);
    }

    #[test]
    fn benelux() {
        check(nl_bsn, &["1112.22.333", "111222333"], &["1112.52.333"]);
        check(be_nrn, &["85.07.30-033 28", "85073003328"], &["85073003329"]);
        check(lu_national_id, &["1893120105732"], &["1893120105733"]);
    }
}
