//! Validators of numbers of registers that are shared by several regions or were added after the first ones: persons and companies.

use super::Validity;
use super::checksum::{Compact, digit, icao, is_short_date, iso7064_11_10, luhn, plausible, position, proven, verhoeff};
use super::pii_europe_south::rs_jmbg;

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("az_voen", az_voen),
    ("be_enterprise_number", be_enterprise_number),
    ("be_id_card", be_id_card),
    ("bg_eik", bg_eik),
    ("br_cns", br_cns),
    ("br_renavam", br_renavam),
    ("br_voter_id", br_voter_id),
    ("by_personal_number", by_personal_number),
    ("cy_tic", cy_tic),
    ("ee_registry_code", ee_registry_code),
    ("es_cups", es_cups),
    ("hu_personal_id", hu_personal_id),
    ("ir_national_id", ir_national_id),
    ("luhn_digits", luhn_digits),
    ("md_idnp", md_idnp),
    ("mk_embg", mk_embg),
    ("not_repeated", not_repeated),
    ("ro_cui", ro_cui),
    ("rs_pib", rs_pib),
    ("si_tax_number", si_tax_number),
    ("sv_dui", sv_dui),
    ("verhoeff_digits", verhoeff_digits),
];

/// A number without a check: not one character repeated.
pub(super) fn not_repeated(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.len() > 0 && !c.all_same())
}

/// Digits with the Luhn check (ISO/IEC 7812-1 annex B): Swedish bankgiro, French RPPS, Australian healthcare identifiers.
pub(super) fn luhn_digits(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.len() >= 7 && c.is_digits(c.len()) && !c.all_same() && luhn(c.bytes()))
}

/// Digits with the Verhoeff check: Indian Aadhaar and its virtual ids (UIDAI).
pub(super) fn verhoeff_digits(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.len() >= 12 && c.is_digits(c.len()) && !c.all_same() && verhoeff(c.bytes()))
}

/// Moldovan personal number: weights 7-3-1 mod 10 (ASP).
pub(super) fn md_idnp(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(13) && !c.all_same() && c.weighted(&[7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10 == c.digit(12))
}

/// Citizen number of North Macedonia: the Yugoslav scheme with regions 41 to 49.
pub(super) fn mk_embg(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if matches!(c.number(7, 9), 41..=49) { rs_jmbg(text) } else { Validity::Invalid }
}

/// Cypriot tax number: a letter from the digits, those in odd places by table (Tax Department; VIES).
pub(super) fn cy_tic(text: &[u8]) -> Validity {
    const ODD: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    let c = Compact::new(text);
    let value = |at: usize, byte: u8| {
        let d = digit(byte);
        if at % 2 == 0 { usize::try_from(d).ok().and_then(|d| ODD.get(d)).copied().unwrap_or(0) } else { d }
    };
    let sum: u32 = c.range(0, 8).iter().enumerate().map(|(at, byte)| value(at, *byte)).sum();
    let letter = b'A' + u8::try_from(sum % 26).unwrap_or(0);
    proven(c.len() == 9 && c.range(0, 8).iter().all(u8::is_ascii_digit) && c.range(0, 2) != b"12" && c.byte(8) == letter)
}

/// Hungarian personal number: sex and century, birth date, place weights mod 11, upwards for those born before 1997 and downwards since
/// (1996. évi XX. törvény).
pub(super) fn hu_personal_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let up = c.weighted(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) % 11;
    let down = c.weighted(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11;
    let day = is_short_date(c.number(1, 3), c.number(3, 5), c.number(5, 7));
    proven(c.is_digits(11) && day && (up == c.digit(10) || down == c.digit(10)))
}

/// Slovenian tax number: weights 8-2 mod 11 (FURS).
pub(super) fn si_tax_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = 11 - c.weighted(&[8, 7, 6, 5, 4, 3, 2]) % 11;
    proven(c.is_digits(8) && !c.all_same() && check != 11 && check % 10 == c.digit(7))
}

/// Spanish supply point: two letters from the number mod 529 (BOE-A-2009-21175).
pub(super) fn es_cups(text: &[u8]) -> Validity {
    const LETTERS: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let c = Compact::new(text);
    let rest = c.number(2, 18) % 529;
    let letter = |at: usize| position(LETTERS, c.byte(at)).map(u64::from);
    let digits = c.range(2, 18).iter().all(u8::is_ascii_digit);
    proven(matches!(c.len(), 20 | 22) && digits && letter(18) == Some(rest / 23) && letter(19) == Some(rest % 23))
}

/// Belgian identity card: the first ten digits mod 97, 97 for 0 (IBZ).
pub(super) fn be_id_card(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let rest = c.number(0, 10) % 97;
    proven(c.is_digits(12) && !c.all_same() && c.number(10, 12) == if rest == 0 { 97 } else { rest })
}

/// Belgian enterprise number: 97 less the first eight digits mod 97 (FPS Economy).
pub(super) fn be_enterprise_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(10) && !c.all_same() && c.number(0, 8) > 0 && c.number(8, 10) == 97 - c.number(0, 8) % 97)
}

/// Romanian company code of 4 to 10 digits: weights 7-5-3-2-1-7-5-3-2 from the right mod 11 (ANAF).
pub(super) fn ro_cui(text: &[u8]) -> Validity {
    const WEIGHTS: [u32; 9] = [2, 3, 5, 7, 1, 2, 3, 5, 7];
    let c = Compact::new(text);
    let digits = c.bytes().strip_prefix(b"RO").unwrap_or(c.bytes());
    let Some((last, rest)) = digits.split_last() else { return Validity::Invalid };
    let sum: u32 = rest.iter().rev().zip(WEIGHTS).map(|(b, w)| digit(*b) * w).sum();
    let all = digits.iter().all(u8::is_ascii_digit);
    proven((4..=10).contains(&digits.len()) && all && !c.all_same() && sum * 10 % 11 % 10 == digit(*last))
}

/// Check digit mod 11 with one list of weights, and with the next where the first gives 10.
fn two_pass(c: &Compact, first: &[u32], second: &[u32]) -> u32 {
    match c.weighted(first) % 11 {
        10 => c.weighted(second) % 11 % 10,
        check => check,
    }
}

/// Bulgarian company number of nine digits: weights 1-8 mod 11, then 3-10 (Registry Agency).
pub(super) fn bg_eik(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = two_pass(&c, &[1, 2, 3, 4, 5, 6, 7, 8], &[3, 4, 5, 6, 7, 8, 9, 10]);
    proven(c.is_digits(9) && !c.all_same() && check == c.digit(8))
}

/// Estonian registry code: weights 1-7 mod 11, then 3-9 (RIK).
pub(super) fn ee_registry_code(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = two_pass(&c, &[1, 2, 3, 4, 5, 6, 7], &[3, 4, 5, 6, 7, 8, 9]);
    proven(c.is_digits(8) && !c.all_same() && check == c.digit(7))
}

/// Serbian tax number: ISO 7064 MOD 11,10 (Tax Administration).
pub(super) fn rs_pib(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(9) && !c.all_same() && iso7064_11_10(c.bytes()))
}

/// Belarusian identity number: birth date after the first digit, weights 7-3-1 over digits and letters (MIA).
pub(super) fn by_personal_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let day = is_short_date(c.number(5, 7), c.number(3, 5), c.number(1, 3));
    proven(c.len() == 14 && day && icao(c.range(0, 13)) == c.digit(13))
}

/// Brazilian voter registration: two check digits mod 11, the second over the state (TSE).
pub(super) fn br_voter_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let state = c.number(8, 10);
    let check = |sum: u32| match sum % 11 {
        10 => 0,
        // São Paulo and Minas Gerais have 1 for 0.
        0 if matches!(state, 1 | 2) => 1,
        rest => rest,
    };
    let first = check(c.weighted(&[2, 3, 4, 5, 6, 7, 8, 9]));
    let second = check(c.digit(8) * 7 + c.digit(9) * 8 + first * 9);
    proven(c.is_digits(12) && matches!(state, 1..=28) && first == c.digit(10) && second == c.digit(11))
}

/// Brazilian health card: weights 15-1 make a multiple of 11 (DATASUS).
pub(super) fn br_cns(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    proven(c.is_digits(15) && !c.all_same() && sum.is_multiple_of(11))
}

/// Brazilian vehicle registration: weights 3-2-9-8-7-6-5-4-3-2 mod 11 (SENATRAN).
pub(super) fn br_renavam(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = c.weighted(&[3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10;
    proven(c.is_digits(11) && !c.all_same() && check == c.digit(10))
}

/// Salvadoran identity document: weights 9-2 mod 10 (RNPN).
pub(super) fn sv_dui(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (10 - c.weighted(&[9, 8, 7, 6, 5, 4, 3, 2]) % 10) % 10;
    proven(c.is_digits(9) && !c.all_same() && check == c.digit(8))
}

/// Iranian national code: weights 10-2 mod 11 (National Organization for Civil Registration).
pub(super) fn ir_national_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let rest = c.weighted(&[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    proven(c.is_digits(10) && !c.all_same() && c.digit(9) == if rest < 2 { rest } else { 11 - rest })
}

/// Azerbaijani tax number: weights 4-1-8-6-2-7-5-3 mod 11, then 1 for companies or 2 for persons (State Tax Service).
pub(super) fn az_voen(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = c.weighted(&[4, 1, 8, 6, 2, 7, 5, 3]) % 11;
    proven(c.is_digits(10) && check == c.digit(8) && matches!(c.byte(9), b'1' | b'2') && !c.all_same())
}
