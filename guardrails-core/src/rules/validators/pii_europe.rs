//! Validators of the personal, tax and company numbers of Europe, Turkey and the former Soviet republics of Europe.

use super::Validity;
use super::checksum::{
    Compact, base36, cross, digit, icao, is_date, is_short_date, iso7064_11_10, luhn, mod97, number, pick, plausible, position, proven,
    verhoeff, weighted,
};

/// UK national insurance number: letters in use, prefixes never issued (HMRC NIM39110).
pub(super) fn gb_nino(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let (first, second, suffix) = (c.byte(0), c.byte(1), c.byte(8));
    let letters = !b"DFIQUV".contains(&first) && !b"DFIOQUV".contains(&second) && first.is_ascii_uppercase() && second.is_ascii_uppercase();
    let never = [b"BG", b"GB", b"NK", b"KN", b"TN", b"NT", b"ZZ"].iter().any(|p| c.range(0, 2) == p.as_slice());
    let suffix_ok = c.len() == 8 || (c.len() == 9 && (b'A'..=b'D').contains(&suffix));
    plausible(letters && !never && suffix_ok)
}

fn nhs(c: &Compact) -> bool {
    let check = (11 - c.weighted(&[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    c.is_digits(10) && !c.all_same() && check == c.digit(9)
}

/// NHS number: weights 10-2 mod 11 (NHS data dictionary). Epoch seconds of 2014-2033 are taken for timestamps.
pub(super) fn gb_nhs(text: &[u8]) -> Validity {
    proven(nhs(&Compact::new(text)))
}

/// Scottish CHI number: birth date DDMMYY, then the check of the NHS number (Public Health Scotland).
pub(super) fn gb_chi(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(nhs(&c) && is_short_date(c.number(4, 6), c.number(2, 4), c.number(0, 2)))
}

/// UK unique taxpayer reference: weights 6-7-8-9-10-5-4-3-2, check digit first (HMRC).
pub(super) fn gb_utr(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = weighted(c.range(1, 10), &[6, 7, 8, 9, 10, 5, 4, 3, 2]);
    proven(c.is_digits(10) && !c.all_same() && pick(b"21987654321", sum % 11) == c.byte(0))
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

/// French establishment number: Luhn over SIREN and all fourteen digits; for La Poste the digit sum is a multiple of 5.
pub(super) fn fr_siret(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let poste = c.range(0, 9) == b"356000000" && c.bytes().iter().map(|b| digit(*b)).sum::<u32>() % 5 == 0;
    proven(c.is_digits(14) && !c.all_same() && luhn(c.range(0, 9)) && (luhn(c.bytes()) || poste))
}

/// Spanish DNI: letter mod 23 (Real Decreto 1553/2005).
pub(super) fn es_dni(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let letter = pick(b"TRWAGMYFPDXBNJZSQVHLCKE", u32::try_from(c.number(0, 8) % 23).unwrap_or(0));
    proven(c.len() == 9 && letter == c.byte(8) && c.number(0, 8) > 0)
}

/// Spanish NIE: X, Y, Z stand for 0, 1, 2; letter mod 23 (Real Decreto 557/2011).
pub(super) fn es_nie(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let first = match c.byte(0) {
        b'X' => 0,
        b'Y' => 1,
        b'Z' => 2,
        _ => return Validity::Invalid,
    };
    let letter = pick(b"TRWAGMYFPDXBNJZSQVHLCKE", u32::try_from((first * 10_000_000 + c.number(1, 8)) % 23).unwrap_or(0));
    proven(c.len() == 9 && letter == c.byte(8))
}

/// Spanish social security: number mod 97, short numbers count without the leading zero (TGSS).
pub(super) fn es_nuss(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let serial = c.number(2, 10);
    let whole = if serial < 10_000_000 { c.number(0, 2) * 10_000_000 + serial } else { c.number(0, 10) };
    proven(c.is_digits(12) && !c.all_same() && matches!(c.number(0, 2), 1..=53 | 66) && whole % 97 == c.number(10, 12))
}

/// Spanish company NIF: sum with doubled odd places, digit or letter by type (Orden EHA/451/2008).
pub(super) fn es_cif(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum: u32 = c.range(1, 8).iter().enumerate().map(|(i, b)| if i % 2 == 0 { cross(digit(*b) * 2) } else { digit(*b) }).sum();
    let check = (10 - sum % 10) % 10;
    let last = c.byte(8);
    let digit_ok = last.is_ascii_digit() && digit(last) == check && !b"NPQRSW".contains(&c.byte(0));
    let letter_ok = pick(b"JABCDEFGHI", check) == last && !b"ABEH".contains(&c.byte(0));
    proven(c.len() == 9 && b"ABCDEFGHJNPQRSUVW".contains(&c.byte(0)) && (digit_ok || letter_ok))
}

/// Spanish bank account: two mod 11 check digits (Banco de España).
pub(super) fn es_ccc(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = |sum: u32| match 11 - sum % 11 {
        11 => 0,
        10 => 1,
        n => n,
    };
    let bank = check(weighted(c.range(0, 8), &[4, 8, 5, 10, 9, 7, 3, 6]));
    let account = check(weighted(c.range(10, 20), &[1, 2, 4, 8, 5, 10, 9, 7, 3, 6]));
    proven(c.is_digits(20) && !c.all_same() && bank == c.digit(8) && account == c.digit(9))
}

/// Italian fiscal code: month letter, day (+40 for women), check letter mod 26; letters may stand for digits (DM 23/12/1976).
pub(super) fn it_fiscal_code(text: &[u8]) -> Validity {
    const ODD: [u32; 36] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let c = Compact::new(text);
    let sum: u32 = c
        .range(0, 15)
        .iter()
        .enumerate()
        .map(|(i, b)| {
            let v = base36(*b);
            if i % 2 == 0 {
                usize::try_from(v).ok().and_then(|v| ODD.get(v)).copied().unwrap_or(0)
            } else if v > 9 {
                v - 10
            } else {
                v
            }
        })
        .sum();
    let figure = |at: usize| position(b"LMNPQRSTUV", c.byte(at)).unwrap_or_else(|| c.digit(at));
    let day = figure(9) * 10 + figure(10);
    let month = b"ABCDEHLMPRST".contains(&c.byte(8));
    proven(c.len() == 16 && month && matches!(day, 1..=31 | 41..=71) && u32::from(c.byte(15).saturating_sub(b'A')) == sum % 26)
}

/// Portuguese NIF: first digits in use, weights 9-2 mod 11 (AT).
pub(super) fn pt_nif(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (11 - c.weighted(&[9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10;
    proven(
        c.is_digits(9)
            && matches!(c.byte(0), b'1'..=b'3' | b'5' | b'6' | b'8' | b'9' | b'4' | b'7')
            && !c.all_same()
            && check == c.digit(8),
    )
}

/// Portuguese citizen card: Luhn over letters and digits (AMA).
pub(super) fn pt_cc(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum: u32 = c
        .bytes()
        .iter()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let v = base36(*b) * if i % 2 == 1 { 2 } else { 1 };
            if i % 2 == 1 && v > 9 { v - 9 } else { v }
        })
        .sum();
    proven(c.len() == 12 && sum % 10 == 0)
}

/// Portuguese social security: prime weights mod 10 (Segurança Social).
pub(super) fn pt_niss(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[29, 23, 19, 17, 13, 11, 7, 5, 3, 2]);
    proven(c.is_digits(11) && matches!(c.byte(0), b'1' | b'2') && 9 - sum % 10 == c.digit(10))
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
    let digits = |from: usize, to: usize| number(text.get(from..to).unwrap_or_default());
    let century = match text.get(6) {
        Some(b'+') => 1800,
        Some(b'-' | b'U'..=b'Y') => 1900,
        Some(b'A'..=b'F') => 2000,
        _ => return Validity::Invalid,
    };
    let date = is_date(century + digits(4, 6), digits(2, 4), digits(0, 2));
    let rest = u32::try_from((digits(0, 6) * 1000 + digits(7, 10)) % 31).unwrap_or(0);
    proven(
        text.len() == 11 && date && digits(7, 10) >= 2 && text.last().is_some_and(|b| *b == pick(b"0123456789ABCDEFHJKLMNPRSTUVWXY", rest)),
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

/// Estonian personal code (isikukood, EVS 585).
pub(super) fn ee_ik(text: &[u8]) -> Validity {
    proven(baltic(&Compact::new(text)))
}

/// Lithuanian personal code (asmens kodas).
pub(super) fn lt_ak(text: &[u8]) -> Validity {
    proven(baltic(&Compact::new(text)))
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

/// Greek tax number: powers of two mod 11 (AADE).
pub(super) fn gr_afm(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = c.weighted(&[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10;
    proven(c.is_digits(9) && !c.all_same() && check == c.digit(8))
}

/// Greek social security number: birth date and Luhn (IDIKA).
pub(super) fn gr_amka(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(11) && is_short_date(c.number(4, 6), c.number(2, 4), c.number(0, 2)) && luhn(c.bytes()))
}

/// Croatian OIB: ISO 7064 MOD 11,10 (Porezna uprava).
pub(super) fn hr_oib(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(11) && !c.all_same() && iso7064_11_10(c.bytes()))
}

/// Yugoslav unique citizen number: birth date, region, weights 7-2 twice mod 11.
fn jmbg(c: &Compact) -> bool {
    let year = c.number(4, 7);
    let year = if year < 800 { 2000 + year } else { 1000 + year };
    let check = (11 - c.weighted(&[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10;
    c.is_digits(13) && is_date(year, c.number(2, 4), c.number(0, 2)) && check == c.digit(12)
}

/// Slovenian EMŠO: the regions 50-59 (Zakon o centralnem registru prebivalstva).
pub(super) fn si_emso(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(jmbg(&c) && matches!(c.number(7, 9), 50..=59))
}

/// JMBG of Serbia, Bosnia, Montenegro, North Macedonia and Croatia.
pub(super) fn rs_jmbg(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if (1_400_000_000_000..2_000_000_000_000).contains(&c.number(0, 13)) {
        // As likely the milliseconds of a timestamp.
        return plausible(jmbg(&c));
    }
    proven(jmbg(&c) && !matches!(c.number(7, 9), 50..=59))
}

/// Turkish identity number: two mod 10 check digits (NVİ).
pub(super) fn tr_tckn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let odd = c.weighted(&[1, 0, 1, 0, 1, 0, 1, 0, 1]);
    let even = c.weighted(&[0, 1, 0, 1, 0, 1, 0, 1]);
    let tenth = (odd * 7 + 100 - even) % 10;
    proven(c.is_digits(11) && c.byte(0) != b'0' && tenth == c.digit(9) && (odd + even + c.digit(9)) % 10 == c.digit(10))
}

/// Turkish tax number: (digit + place) × powers of two mod 9, summed mod 10 (GİB).
pub(super) fn tr_vkn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum: u32 = c
        .range(0, 9)
        .iter()
        .zip(1u32..)
        .map(|(b, i)| {
            let v = (digit(*b) + 10 - i) % 10;
            let w = (v << (10 - i)) % 9;
            if v != 0 && w == 0 { 9 } else { w }
        })
        .sum();
    proven(c.is_digits(10) && !c.all_same() && (10 - sum % 10) % 10 == c.digit(9))
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

/// VAT number with its country prefix: the length and alphabet of VIES, and the check where the tax authority publishes one.
pub(super) fn vat_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let n = c.len().saturating_sub(2);
    let body = c.range(2, c.len());
    let digits = body.iter().all(u8::is_ascii_digit);
    let tail = |from: usize| body.get(from..).unwrap_or_default();
    let last = body.last().map_or(0, |b| digit(*b));
    let mod_11 = |weights: &[u32]| weighted(body, weights) % 11;
    match c.range(0, 2) {
        b"AT" => {
            let sum: u32 = tail(1).iter().take(7).enumerate().map(|(i, b)| if i % 2 == 1 { cross(digit(*b) * 2) } else { digit(*b) }).sum();
            proven(n == 9 && c.byte(2) == b'U' && (96 - sum % 10) % 10 == last)
        }
        b"BE" => proven(n == 10 && digits && matches!(c.byte(2), b'0' | b'1') && 97 - number(body) / 100 % 97 == number(tail(8))),
        b"BG" => plausible((n == 9 || n == 10) && digits),
        b"CY" => plausible(n == 9 && body.iter().take(8).all(u8::is_ascii_digit) && c.byte(10).is_ascii_uppercase()),
        b"CZ" => match n {
            8 => cz_ico(body),
            _ => plausible((9..=10).contains(&n) && digits),
        },
        b"DE" => proven(n == 9 && digits && c.byte(2) != b'0' && iso7064_11_10(body)),
        b"DK" => dk_cvr(body),
        b"EE" => proven(n == 9 && digits && mod_11_10(&[3, 7, 1, 3, 7, 1, 3, 7], body) == last),
        b"EL" | b"GR" => gr_afm(body),
        b"ES" => match (es_dni(body), es_nie(body), es_cif(body)) {
            (Validity::Invalid, Validity::Invalid, Validity::Invalid) => Validity::Invalid,
            _ => Validity::Valid,
        },
        b"FI" => fi_ytunnus(body),
        b"FR" => {
            let siren = tail(2);
            let key = (12 + 3 * (number(siren) % 97)) % 97;
            let numeric = body.iter().take(2).all(u8::is_ascii_digit);
            if numeric {
                proven(n == 11 && luhn(siren) && key == number(body.get(..2).unwrap_or_default()))
            } else {
                proven(n == 11 && siren.iter().all(u8::is_ascii_digit) && luhn(siren))
            }
        }
        b"GB" | b"XI" => {
            let sum = u64::from(weighted(body, &[8, 7, 6, 5, 4, 3, 2])) + number(body.get(7..9).unwrap_or_default());
            proven((n == 9 || n == 12) && digits && matches!(sum % 97, 0 | 42 | 55))
        }
        b"HR" => hr_oib(body),
        b"HU" => proven(n == 8 && digits && (10 - weighted(body, &[9, 7, 3, 1, 9, 7, 3]) % 10) % 10 == last),
        b"IE" => match n {
            8 | 9 if body.get(1).is_some_and(u8::is_ascii_digit) => ie_pps(body),
            8 => plausible(body.last().is_some_and(u8::is_ascii_uppercase)),
            _ => Validity::Invalid,
        },
        b"IT" => proven(n == 11 && digits && luhn(body)),
        b"LT" => plausible((n == 9 || n == 12) && digits),
        b"LU" => proven(n == 8 && digits && number(body) / 100 % 89 == number(tail(6))),
        b"LV" => plausible(n == 11 && digits),
        b"MT" => proven(n == 8 && digits && 37 - weighted(body, &[3, 4, 6, 7, 8, 9]) % 37 == u32::try_from(number(tail(6))).unwrap_or(0)),
        b"NL" => {
            let head = body.get(..9).unwrap_or_default();
            let shape = n == 12 && body.get(9) == Some(&b'B');
            let old = weighted(head, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == head.last().map_or(10, |b| digit(*b));
            proven(shape && (old || mod97(c.bytes().iter().copied()) == 1))
        }
        b"PL" => proven(n == 10 && pl_nip(body) == Validity::Valid),
        b"PT" => pt_nif(body),
        b"RO" => {
            let skip = 10usize.saturating_sub(n);
            let sum = [7u32, 5, 3, 2, 1, 7, 5, 3, 2].get(skip..).map_or(0, |w| weighted(body, w));
            proven((2..=10).contains(&n) && digits && sum * 10 % 11 % 10 == last)
        }
        b"SE" => proven(n == 12 && digits && luhn(body.get(..10).unwrap_or_default()) && tail(10) != b"00"),
        b"SI" => proven(n == 8 && digits && c.byte(2) != b'0' && (11 - mod_11(&[8, 7, 6, 5, 4, 3, 2])) % 11 % 10 == last),
        b"SK" => proven(n == 10 && digits && number(body).is_multiple_of(11)),
        b"NO" => no_orgnr(body.get(..9).unwrap_or_default()),
        _ if c.is_digits(11) => proven(!c.all_same() && luhn(c.bytes()) && matches!(c.number(7, 10), 1..=100 | 120 | 121 | 888 | 999)),
        _ => Validity::Invalid,
    }
}

/// Weighted sum, then the distance to the next ten.
fn mod_11_10(weights: &[u32], body: &[u8]) -> u32 {
    (10 - weighted(body, weights) % 10) % 10
}

pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("gb_nino", gb_nino),
    ("gb_nhs", gb_nhs),
    ("gb_chi", gb_chi),
    ("gb_utr", gb_utr),
    ("gb_upn", gb_upn),
    ("ie_pps", ie_pps),
    ("de_tax_id", de_tax_id),
    ("de_rvnr", de_rvnr),
    ("de_kvnr", de_kvnr),
    ("de_id_card", de_id_card),
    ("at_svnr", at_svnr),
    ("at_tin", at_tin),
    ("ch_ahv", ch_ahv),
    ("ch_uid", ch_uid),
    ("fr_nir", fr_nir),
    ("fr_nif", fr_nif),
    ("fr_siren", fr_siren),
    ("fr_siret", fr_siret),
    ("es_dni", es_dni),
    ("es_nie", es_nie),
    ("es_nuss", es_nuss),
    ("es_cif", es_cif),
    ("es_ccc", es_ccc),
    ("it_fiscal_code", it_fiscal_code),
    ("pt_nif", pt_nif),
    ("pt_cc", pt_cc),
    ("pt_niss", pt_niss),
    ("nl_bsn", nl_bsn),
    ("be_nrn", be_nrn),
    ("lu_national_id", lu_national_id),
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
    ("pl_pesel", pl_pesel),
    ("pl_nip", pl_nip),
    ("pl_regon", pl_regon),
    ("pl_id_card", pl_id_card),
    ("cz_rc", cz_rc),
    ("cz_ico", cz_ico),
    ("hu_taj", hu_taj),
    ("hu_tax_id", hu_tax_id),
    ("ro_cnp", ro_cnp),
    ("bg_egn", bg_egn),
    ("gr_afm", gr_afm),
    ("gr_amka", gr_amka),
    ("hr_oib", hr_oib),
    ("si_emso", si_emso),
    ("rs_jmbg", rs_jmbg),
    ("tr_tckn", tr_tckn),
    ("tr_vkn", tr_vkn),
    ("ru_inn", ru_inn),
    ("ru_snils", ru_snils),
    ("ru_ogrn", ru_ogrn),
    ("ua_rnokpp", ua_rnokpp),
    ("ua_edrpou", ua_edrpou),
    ("by_unp", by_unp),
    ("vat_id", vat_id),
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
    fn british_isles() {
        check(gb_nino, &["AB 12 34 56 C"], &["GB123456A", "DA123456A", "AB123456E"]);
        check(gb_nhs, &["943 476 5870", "943-476-5919"], &["9434765871"]);
        check(gb_utr, &["1955839661"], &["2955839661"]);
        check(gb_upn, &["B801200005001"], &["A801200005001"]);
        check(ie_pps, &["6433435F", "6433435OA"], &["6433435E", "6433435VH"]);
    }

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
    fn romance_languages() {
        check(fr_nir, &["2 95 10 99 126 111 93", "253072B07300470"], &["295109912611199", "253072A07300443x"]);
        check(fr_nif, &["30 23 217 600 053"], &["3023217600054"]);
        check(fr_siren, &["552 008 443"], &["552008442"]);
        check(fr_siret, &["73282932000074"], &["73282932000075"]);
        check(es_dni, &["54362315K"], &["54362315Z"]);
        check(es_nie, &["X-2482300W"], &["X-2482300A", "W2482300W"]);
        check(es_cif, &["J99216582", "A13 585 625"], &["J99216583"]);
        check(es_ccc, &["1234-1234-16 1234567890"], &["1234-1234-17 1234567890"]);
        check(it_fiscal_code, &["RCCMNL83S18D969H", "MRTMTT25D09F205Z"], &["RCCMNL83S18D969", "RCCMNL83S18D969I"]);
        check(pt_nif, &["501 964 843"], &["501964842"]);
        check(pt_cc, &["00000000 0 ZZ4"], &["00000000 A ZZ4", "000000000ZZ5"]);
        check(ro_cnp, &["1630615123457"], &["1630615123458", "0800101221142"]);
    }

    #[test]
    fn benelux_and_nordics() {
        check(nl_bsn, &["1112.22.333", "111222333"], &["1112.52.333"]);
        check(be_nrn, &["85.07.30-033 28", "85073003328"], &["85073003329"]);
        check(lu_national_id, &["1893120105732"], &["1893120105733"]);
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
    fn central_and_eastern() {
        check(ee_ik, &["36805280109"], &["36805280108"]);
        check(lt_ak, &["33309240064"], &["33309240164"]);
        check(lv_pk, &["161175-19997"], &["161375-19997"]);
        check(pl_pesel, &["44051401359"], &["44051401358"]);
        check(pl_nip, &["856-734-62-15"], &["856-734-62-14"]);
        check(pl_regon, &["192598184", "12345678512347"], &["192598183"]);
        check(pl_id_card, &["ABA300000"], &["ABA300001"]);
        check(cz_rc, &["710319/2745", "425619123"], &["710319/2746", "7103192745x"]);
        check(cz_ico, &["25123891"], &["25123890"]);
        check(bg_egn, &["752316 926 3"], &["7523169264"]);
        check(gr_afm, &["094259216"], &["123456781"]);
        check(gr_amka, &["01013099997"], &["01013099999"]);
        check(hr_oib, &["33392005961"], &["33392005962"]);
        check(si_emso, &["0101006500006"], &["0101006500007"]);
        check(rs_jmbg, &["2801990712883"], &["0101980710019"]);
        check(tr_tckn, &["17291716060"], &["17291716050", "07291716092"]);
        check(tr_vkn, &["4540536920"], &["4540536921"]);
        check(ru_inn, &["1234567894", "123456789047"], &["1234567895"]);
        check(ru_snils, &["112-233-445 95"], &["112-233-445 96"]);
        check(ru_ogrn, &["1022200525819"], &["1022200525818"]);
        check(ua_rnokpp, &["1759013776"], &["1759013770"]);
        check(ua_edrpou, &["32855961"], &["32855968"]);
        check(by_unp, &["200988541"], &["200988542"]);
    }

    #[test]
    fn vat_numbers() {
        let good = [
            "ATU13585627",
            "BE0428759497",
            "DE136695976",
            "DK13585628",
            "EE100931558",
            "EL094259216",
            "ESJ99216582",
            "FI20774740",
            "FR40303265045",
            "GB980780684",
            "HR33392005961",
            "HU12892312",
            "IE6433435F",
            "IT00743110157",
            "LU15027442",
            "MT11679112",
            "NL004495445B01",
            "PL8567346215",
            "PT501964843",
            "RO18547290",
            "SE123456789701",
            "SI50223054",
            "SK2022749619",
        ];
        check(vat_id, &good, &["ATU13585626", "DE136695978", "FR84323140391", "GB802311781", "XX123456789", "IT00743110158"]);
    }
}
