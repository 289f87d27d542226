//! Validators of the personal, tax and company numbers of the Nordic and Baltic countries.

use smallvec::SmallVec;

use super::Validity;
use super::checksum::{Compact, is_date, is_short_date, luhn, number, pick, proven};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("dk_cpr", dk_cpr),
    ("dk_cvr", dk_cvr),
    ("se_personnummer", se_personnummer),
    ("se_orgnr", se_orgnr),
    ("no_fnr", no_fnr),
    ("no_orgnr", no_orgnr),
    ("no_kontonr", no_kontonr),
    ("fi_hetu", fi_hetu),
    ("fi_ytunnus", fi_ytunnus),
    ("is_kennitala", is_kennitala),
    ("ee_ik", ee_ik),
    ("lt_ak", lt_ak),
    ("lv_pk", lv_pk),
];

/// Danish CPR number: birth date; mod 11 holds for numbers issued before 2007 (CPR-kontoret).
pub(super) fn dk_cpr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if !c.is_digits(10) || !is_short_date(c.number(4, 6), c.number(2, 4), c.number(0, 2)) {
        return Validity::Invalid;
    }
    if c.weighted(&[4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 { Validity::Valid } else { Validity::Plausible }
}

/// Danish company number: weights 2-7-6-5-4-3-2-1 mod 11 (Erhvervsstyrelsen).
pub(super) fn dk_cvr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(8) && c.byte(0) != b'0' && !c.all_same() && c.weighted(&[2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0)
}

/// Swedish personal number: birth date (coordination numbers add 60 to the day) and Luhn (Skatteverket SKV 704).
pub(super) fn se_personnummer(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let from = c.len().saturating_sub(10);
    let day = c.number(from + 4, from + 6);
    let day = if day > 60 { day - 60 } else { day };
    let month = c.number(from + 2, from + 4);
    let date = match c.len() {
        10 => is_short_date(c.number(0, 2), month, day),
        12 => matches!(c.number(0, 2), 18..=20) && is_date(c.number(0, 4), month, day),
        _ => false,
    };
    proven(date && luhn(c.range(from, from + 10)))
}

/// Swedish organisation number: Luhn (Bolagsverket).
pub(super) fn se_orgnr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let from = c.len().saturating_sub(10);
    let kind = c.digit(from) > 0;
    proven((c.len() == 10 || (c.len() == 12 && c.range(0, 2) == b"16")) && kind && !c.all_same() && luhn(c.range(from, from + 10)))
}

/// Norwegian birth number: two mod 11 check digits; D and H numbers add 40 to the day or month (Skatteetaten).
pub(super) fn no_fnr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let first = (11 - c.weighted(&[3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11) % 11;
    let second = (11 - c.weighted(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    let (day, month) = (c.number(0, 2) % 40, c.number(2, 4) % 40);
    proven(c.is_digits(11) && is_short_date(c.number(4, 6), month, day) && first == c.digit(9) && second == c.digit(10))
}

/// Norwegian organisation number: weights 3-2-7-6-5-4-3-2 mod 11 (Brønnøysundregistrene).
pub(super) fn no_orgnr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (11 - c.weighted(&[3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    proven(c.is_digits(9) && matches!(c.byte(0), b'8' | b'9') && check == c.digit(8))
}

/// Norwegian bank account: weights 5-4-3-2-7-6-5-4-3-2 mod 11 (Bits).
pub(super) fn no_kontonr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (11 - c.weighted(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    proven(c.is_digits(11) && !c.all_same() && check == c.digit(10))
}

/// Finnish personal identity code: birth date, century sign, character mod 31 (DVV).
pub(super) fn fi_hetu(text: &[u8]) -> Validity {
    // Its sign may have spaces round it, or end the line: `071246 - 4021`.
    let text: SmallVec<[u8; 16]> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let digits = |from: usize, to: usize| number(text.get(from..to).unwrap_or_default());
    let century = match text.get(6).map(u8::to_ascii_uppercase) {
        Some(b'+') => 1800,
        Some(b'-' | b'U'..=b'Y') => 1900,
        Some(b'A'..=b'F') => 2000,
        _ => return Validity::Invalid,
    };
    let date = is_date(century + digits(4, 6), digits(2, 4), digits(0, 2));
    let rest = u32::try_from((digits(0, 6) * 1000 + digits(7, 10)) % 31).unwrap_or(0);
    proven(
        text.len() == 11
            && date
            && digits(7, 10) >= 2
            && text.last().is_some_and(|b| b.to_ascii_uppercase() == pick(b"0123456789ABCDEFHJKLMNPRSTUVWXY", rest)),
    )
}

/// Finnish company number: weights 7-9-10-5-8-4-2 mod 11 (PRH).
pub(super) fn fi_ytunnus(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (11 - c.weighted(&[7, 9, 10, 5, 8, 4, 2]) % 11) % 11;
    proven(c.is_digits(8) && !c.all_same() && check == c.digit(7))
}

/// Icelandic kennitala: birth date (+40 for companies), weights 3-2-7-6-5-4-3-2 mod 11, century digit (Þjóðskrá).
pub(super) fn is_kennitala(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let day = c.number(0, 2);
    let day = if day > 40 { day - 40 } else { day };
    let check = (11 - c.weighted(&[3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    proven(
        c.is_digits(10)
            && matches!(c.byte(9), b'0' | b'8' | b'9')
            && is_short_date(c.number(4, 6), c.number(2, 4), day)
            && check == c.digit(8),
    )
}

/// Estonian personal code: century and sex, birth date, two-pass mod 11 (isikukood, EVS 585).
pub(super) fn ee_ik(text: &[u8]) -> Validity {
    proven(baltic(&Compact::new(text)))
}

/// Lithuanian personal code: as the Estonian one (asmens kodas, Registrų centras).
pub(super) fn lt_ak(text: &[u8]) -> Validity {
    proven(baltic(&Compact::new(text)))
}

/// Baltic two-pass mod 11 with century digit and birth date (EVS 585, Lithuanian VRM).
fn baltic(c: &Compact) -> bool {
    let century = match c.digit(0) {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5..=8 => 2000,
        _ => return false,
    };
    let first = c.weighted(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let check = if first < 10 { first } else { c.weighted(&[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10 };
    c.is_digits(11) && is_date(century + c.number(1, 3), c.number(3, 5), c.number(5, 7)) && check == c.digit(10)
}

/// Latvian personal code: birth date and mod 11, or 32-39 in front without a date since 2017 (PMLP).
pub(super) fn lv_pk(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if !c.is_digits(11) {
        return Validity::Invalid;
    }
    if c.byte(0) == b'3' && matches!(c.byte(1), b'2'..=b'9') {
        return Validity::Plausible;
    }
    let century = match c.digit(6) {
        0 => 1800,
        1 => 1900,
        2 => 2000,
        _ => return Validity::Invalid,
    };
    let check = (1 + c.weighted(&[10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10;
    proven(is_date(century + c.number(4, 6), c.number(2, 4), c.number(0, 2)) && check == c.digit(10))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn nordics() {
        check(dk_cpr, &["211062-5629"], &["990000-9999"]);
        check(dk_cvr, &["13585628"], &["13585627"]);
        check(se_personnummer, &["880320-0016", "19880320-0016", "880320+0016"], &["880320-0018"]);
        check(se_orgnr, &["556036-0793"], &["556036-0794"]);
        check(no_fnr, &["151086 95088"], &["15108695077"]);
        check(no_orgnr, &["988 077 917"], &["988077918"]);
        check(no_kontonr, &["8601.11.17947"], &["8601.11.17949"]);
        check(fi_hetu, &["131052-308T", "010594Y9032"], &["131052-308U", "310252-308T"]);
        check(fi_ytunnus, &["2077474-0"], &["2077474-1"]);
        check(is_kennitala, &["450401-3150", "120174-3399"], &["530575-0299"]);
    }

    #[test]
    fn baltics() {
        check(ee_ik, &["36805280109"], &["36805280108"]);
        check(lt_ak, &["33309240064"], &["33309240164"]);
        check(lv_pk, &["161175-19997"], &["161375-19997"]);
    }
}
