//! Validators of the personal, tax and company numbers of Spain, Italy, Portugal, Greece, the former Yugoslavia and Turkey.

use super::Validity;
use super::checksum::{
    Compact, base36, cross, digit, is_date, is_short_date, iso7064_11_10, luhn, pick, plausible, position, proven, weighted,
};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("es_dni", es_dni),
    ("es_nie", es_nie),
    ("es_nuss", es_nuss),
    ("es_cif", es_cif),
    ("es_ccc", es_ccc),
    ("it_fiscal_code", it_fiscal_code),
    ("pt_nif", pt_nif),
    ("pt_cc", pt_cc),
    ("pt_niss", pt_niss),
    ("gr_afm", gr_afm),
    ("gr_amka", gr_amka),
    ("hr_oib", hr_oib),
    ("si_emso", si_emso),
    ("rs_jmbg", rs_jmbg),
    ("tr_tckn", tr_tckn),
    ("tr_vkn", tr_vkn),
];

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

/// Portuguese citizen card: Luhn over letters and digits (AMA). With a version of digits alone it is nothing without a label.
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
    let digits = c.range(0, 9).iter().chain(c.range(11, 12)).all(u8::is_ascii_digit);
    match c.len() == 12 && digits && sum.is_multiple_of(10) {
        true if c.byte(9).is_ascii_uppercase() => Validity::Valid,
        true => Validity::Plausible,
        false => Validity::Invalid,
    }
}

/// Portuguese social security: prime weights mod 10 (Segurança Social).
pub(super) fn pt_niss(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[29, 23, 19, 17, 13, 11, 7, 5, 3, 2]);
    proven(c.is_digits(11) && matches!(c.byte(0), b'1' | b'2') && 9 - sum % 10 == c.digit(10))
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

/// Slovenian EMŠO: the regions 50-59 (Zakon o centralnem registru prebivalstva).
pub(super) fn si_emso(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(jmbg(&c) && matches!(c.number(7, 9), 50..=59))
}

/// JMBG of Serbia, Bosnia, Montenegro, North Macedonia and Croatia: the regions other than Slovenia's (MUP).
pub(super) fn rs_jmbg(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if (1_400_000_000_000..2_000_000_000_000).contains(&c.number(0, 13)) {
        // As likely the milliseconds of a timestamp.
        return plausible(jmbg(&c));
    }
    proven(jmbg(&c) && !matches!(c.number(7, 9), 50..=59))
}

/// Yugoslav unique citizen number: birth date, region, weights 7-2 twice mod 11.
fn jmbg(c: &Compact) -> bool {
    let year = c.number(4, 7);
    let year = if year < 800 { 2000 + year } else { 1000 + year };
    let check = (11 - c.weighted(&[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10;
    c.is_digits(13) && is_date(year, c.number(2, 4), c.number(0, 2)) && check == c.digit(12)
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

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn iberia_and_italy() {
        check(es_dni, &["54362315K"], &["54362315Z"]);
        check(es_nie, &["X-2482300W"], &["X-2482300A", "W2482300W"]);
        check(es_cif, &["J99216582", "A13 585 625"], &["J99216583"]);
        check(es_ccc, &["1234-1234-16 1234567890"], &["1234-1234-17 1234567890"]);
        check(it_fiscal_code, &["RCCMNL83S18D969H", "MRTMTT25D09F205Z"], &["RCCMNL83S18D969", "RCCMNL83S18D969I"]);
        check(pt_nif, &["501 964 843"], &["501964842"]);
        check(pt_cc, &["00000000 0 ZZ4"], &["00000000 A ZZ4", "000000000ZZ5"]);
    }

    #[test]
    fn balkans_and_turkey() {
        check(gr_afm, &["094259216"], &["123456781"]);
        check(gr_amka, &["01013099997"], &["01013099999"]);
        check(hr_oib, &["33392005961"], &["33392005962"]);
        check(si_emso, &["0101006500006"], &["0101006500007"]);
        check(rs_jmbg, &["2801990712883"], &["0101980710019"]);
        check(tr_tckn, &["17291716060"], &["17291716050", "07291716092"]);
        check(tr_vkn, &["4540536920"], &["4540536921"]);
    }
}
