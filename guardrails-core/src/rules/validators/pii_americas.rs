//! Validators of the personal and company numbers of the Americas.

use super::Validity;
use super::checksum::{Compact, base36, is_date, is_short_date, luhn, number, pick, plausible, position, proven, weighted};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("us_ssn", us_ssn),
    ("us_itin", us_itin),
    ("us_ein", us_ein),
    ("us_aba_routing", us_aba_routing),
    ("us_npi", us_npi),
    ("us_dea", us_dea),
    ("us_mbi", us_mbi),
    ("ca_sin", ca_sin),
    ("ca_phn_bc", ca_phn_bc),
    ("ca_ohip", ca_ohip),
    ("ca_bn", ca_bn),
    ("ca_ramq", ca_ramq),
    ("br_cpf", br_cpf),
    ("br_cnpj", br_cnpj),
    ("br_pis", br_pis),
    ("mx_curp", mx_curp),
    ("mx_rfc", mx_rfc),
    ("mx_clabe", mx_clabe),
    ("mx_nss", mx_nss),
    ("ar_cuit", ar_cuit),
    ("ar_cbu", ar_cbu),
    ("cl_rut", cl_rut),
    ("co_nit", co_nit),
    ("pe_ruc", pe_ruc),
    ("ec_ci", ec_ci),
    ("uy_ci", uy_ci),
    ("py_ruc", py_ruc),
    ("ve_rif", ve_rif),
    ("do_cedula", do_cedula),
    ("gt_nit", gt_nit),
    ("sv_nit", sv_nit),
    ("cu_ni", cu_ni),
];

/// US social security number: no area 000, 666 or 9xx, no group 00, no serial 0000, not one of the numbers printed in
/// advertisements (<https://www.ssa.gov/employer/randomization.html>). There is no check digit.
pub(super) fn us_ssn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let (area, group, serial) = (c.number(0, 3), c.number(3, 5), c.number(5, 9));
    let issued = c.is_digits(9) && area != 0 && area != 666 && area < 900 && group != 0 && serial != 0;
    let printed = matches!(c.number(0, 9), 78_051_120 | 219_099_999 | 123_456_789 | 457_555_462);
    plausible(issued && !printed && !c.all_same())
}

/// US individual taxpayer number: 9xx with group 50-65, 70-88, 90-92 or 94-99 (IRS publication 1915).
pub(super) fn us_itin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.is_digits(9) && c.byte(0) == b'9' && matches!(c.number(3, 5), 50..=65 | 70..=88 | 90..=92 | 94..=99))
}

/// US employer number: campus prefixes in use (<https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes>).
pub(super) fn us_ein(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let prefix = matches!(c.number(0, 2), 1..=6 | 10..=16 | 20..=27 | 30..=48 | 50..=68 | 71..=77 | 80..=88 | 90..=95 | 98 | 99);
    plausible(c.is_digits(9) && prefix && !c.all_same())
}

/// US bank routing number: Federal Reserve prefix and the 3-7-1 check (ANSI X9.13).
pub(super) fn us_aba_routing(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let district = matches!(c.number(0, 2), 1..=12 | 21..=32 | 61..=72 | 80);
    proven(c.is_digits(9) && district && c.weighted(&[3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0)
}

/// US national provider identifier: Luhn with the prefix 80840 (45 CFR 162.406).
pub(super) fn us_npi(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let mut full = [0u8; 15];
    for (slot, byte) in full.iter_mut().zip(b"80840".iter().chain(c.bytes())) {
        *slot = *byte;
    }
    proven(c.is_digits(10) && matches!(c.byte(0), b'1' | b'2') && luhn(&full))
}

/// US DEA registration: (d1+d3+d5) + 2(d2+d4+d6) ends in d7 (21 CFR 1301).
pub(super) fn us_dea(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = weighted(c.range(2, 8), &[1, 2, 1, 2, 1, 2]);
    proven(c.len() == 9 && c.byte(0).is_ascii_alphabetic() && sum % 10 == c.digit(8))
}

/// US Medicare beneficiary identifier: fixed places of digits and letters, no S, L, O, I, B, Z
/// (<https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi.pdf>).
pub(super) fn us_mbi(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let letter = |b: u8| b.is_ascii_uppercase() && !b"SLOIBZ".contains(&b);
    let fits = c.bytes().iter().zip(b"CANdANdAAdd").all(|(b, class)| match class {
        b'C' => matches!(b, b'1'..=b'9'),
        b'A' => letter(*b),
        b'N' => letter(*b) || b.is_ascii_digit(),
        _ => b.is_ascii_digit(),
    });
    plausible(c.len() == 11 && fits)
}

/// Canadian social insurance number: Luhn; 8 is not issued as a first digit (Service Canada).
pub(super) fn ca_sin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(9) && c.byte(0) != b'8' && !c.all_same() && luhn(c.bytes()))
}

/// British Columbia personal health number: starts with 9, weights 2-4-8-5-10-9-7-3 mod 11 (Ministry of Health).
pub(super) fn ca_phn_bc(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = weighted(c.range(1, 9), &[2, 4, 8, 5, 10, 9, 7, 3]);
    proven(c.is_digits(10) && c.byte(0) == b'9' && (11 - sum % 11) % 11 == c.digit(9))
}

/// Ontario health card: ten digits with Luhn, then a version of up to two letters (Ministry of Health).
pub(super) fn ca_ohip(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let digits = c.range(0, 10);
    proven(digits.len() == 10 && digits.iter().all(u8::is_ascii_digit) && c.byte(0) != b'0' && luhn(digits))
}

/// Canadian business number: Luhn over nine digits, then program and account (CRA).
pub(super) fn ca_bn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let program = c.len() == 9
        || (c.len() == 15 && matches!(c.range(9, 11), b"RT" | b"RP" | b"RC" | b"RM" | b"RR" | b"RZ" | b"RG" | b"RE" | b"RN" | b"RD"));
    proven(program && luhn(c.range(0, 9)))
}

/// Quebec health insurance: four letters, birth date with 50 added to the month for women (RAMQ).
pub(super) fn ca_ramq(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let month = c.number(6, 8) % 50;
    plausible(c.len() == 12 && c.number(6, 8) < 63 && is_short_date(c.number(4, 6), month, c.number(8, 10)))
}

/// Brazilian person: two mod 11 check digits (Receita Federal, IN RFB 1548/2015).
pub(super) fn br_cpf(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = |n: u32| {
        let sum: u32 = c.range(0, 11).iter().zip((2..=n).rev()).map(|(b, w)| base36(*b) * w).sum();
        sum * 10 % 11 % 10
    };
    proven(c.is_digits(11) && !c.all_same() && check(10) == c.digit(9) && check(11) == c.digit(10))
}

/// Brazilian company: two mod 11 check digits; letters count as ASCII − 48 from July 2026 (IN RFB 2229/2024).
pub(super) fn br_cnpj(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let weights = [6u32, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
    let check = |len: usize| {
        let sum: u32 = c.range(0, len).iter().zip(weights.iter().skip(13 - len)).map(|(b, w)| u32::from(b.saturating_sub(48)) * w).sum();
        if sum % 11 < 2 { 0 } else { 11 - sum % 11 }
    };
    let tail = c.range(12, 14).iter().all(u8::is_ascii_digit);
    proven(c.len() == 14 && tail && !c.all_same() && check(12) == c.digit(12) && check(13) == c.digit(13))
}

/// Brazilian PIS/PASEP/NIT: weights 3-2-9-8-7-6-5-4-3-2 mod 11 (Caixa).
pub(super) fn br_pis(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let rest = c.weighted(&[3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
    proven(c.is_digits(11) && !c.all_same() && (if rest < 2 { 0 } else { 11 - rest }) == c.digit(10))
}

/// States of birth in a CURP (RENAPO, Instructivo normativo).
const MX_STATES: &[u8] = b"AS BC BS CC CS CH CL CM DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE";

/// Mexican CURP: birth date, sex, state and the mod 10 check digit over an alphabet with Ñ (RENAPO).
pub(super) fn mx_curp(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum: u32 = c
        .range(0, 17)
        .iter()
        .zip(2u32..19)
        .map(|(b, i)| {
            let v = base36(*b);
            (if v > 23 { v + 1 } else { v }) * (20 - i)
        })
        .sum();
    let state = MX_STATES.split(|b| *b == b' ').any(|s| s == c.range(11, 13));
    let date = is_short_date(c.number(4, 6), c.number(6, 8), c.number(8, 10));
    proven(c.len() == 18 && state && date && matches!(c.byte(10), b'H' | b'M' | b'X') && (10 - sum % 10) % 10 == c.digit(17))
}

/// Mexican RFC: date in it, and the mod 11 check of the homoclave when it holds (SAT; not all issued numbers have it).
pub(super) fn mx_rfc(text: &[u8]) -> Validity {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ ";
    let mut buffer = [b' '; 13];
    let kept = || text.iter().filter(|b| b.is_ascii_alphanumeric() || **b == b'&').map(u8::to_ascii_uppercase);
    let len = kept().count();
    if !(12..=13).contains(&len) {
        return Validity::Invalid;
    }
    for (slot, byte) in buffer.iter_mut().skip(13 - len).zip(kept()) {
        *slot = byte;
    }
    let part = |a: usize, b: usize| number(buffer.get(a..b).unwrap_or_default());
    if !is_short_date(part(4, 6), part(6, 8), part(8, 10)) {
        return Validity::Invalid;
    }
    let sum: u32 = buffer.iter().take(12).zip(0u32..).map(|(b, i)| position(ALPHABET, *b).unwrap_or(0) * (13 - i)).sum();
    if pick(b"0A987654321", sum % 11) == buffer.last().copied().unwrap_or(0) { Validity::Valid } else { Validity::Plausible }
}

/// Mexican CLABE: 3-7-1 products mod 10 each, summed mod 10 (Banco de México).
pub(super) fn mx_clabe(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum: u32 = c.range(0, 17).iter().zip([3u32, 7, 1].into_iter().cycle()).map(|(b, w)| base36(*b) * w % 10).sum();
    proven(c.is_digits(18) && !c.all_same() && (10 - sum % 10) % 10 == c.digit(17))
}

/// Mexican social security: Luhn over eleven digits (IMSS).
pub(super) fn mx_nss(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(11) && !c.all_same() && luhn(c.bytes()))
}

/// Argentine CUIT/CUIL: type prefix, weights 5-4-3-2-7-6-5-4-3-2 mod 11 (AFIP).
pub(super) fn ar_cuit(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let kind = matches!(c.number(0, 2), 20 | 23 | 24 | 25 | 26 | 27 | 30 | 33 | 34 | 50 | 51 | 55);
    let check = pick(b"012345678990", 11 - c.weighted(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11);
    proven(c.is_digits(11) && kind && check == c.byte(10))
}

/// Argentine CBU: 7-1-3-9 products from the right end of both blocks mod 10 (BCRA Com. A 2622).
pub(super) fn ar_cbu(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let block = |digits: &[u8]| {
        let sum: u32 = digits.iter().rev().skip(1).zip([3u32, 1, 7, 9].into_iter().cycle()).map(|(b, w)| base36(*b) * w).sum();
        (10 - sum % 10) % 10 == digits.last().map_or(10, |b| base36(*b))
    };
    proven(c.is_digits(22) && !c.all_same() && block(c.range(0, 8)) && block(c.range(8, 22)))
}

/// Chilean RUT/RUN: weights 2-7 from the right mod 11, `K` for ten (Registro Civil).
pub(super) fn cl_rut(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let Some((last, rest)) = c.bytes().split_last() else { return Validity::Invalid };
    let sum: u32 = rest.iter().rev().zip((2u32..8).cycle()).map(|(b, w)| base36(*b) * w).sum();
    proven((8..=9).contains(&c.len()) && rest.iter().all(u8::is_ascii_digit) && !c.all_same() && pick(b"0K987654321", sum % 11) == *last)
}

/// Colombian NIT: prime weights from the right mod 11 (DIAN).
pub(super) fn co_nit(text: &[u8]) -> Validity {
    const WEIGHTS: [u32; 15] = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71];
    let c = Compact::new(text);
    let Some((last, rest)) = c.bytes().split_last() else { return Validity::Invalid };
    let sum: u32 = rest.iter().rev().zip(WEIGHTS).map(|(b, w)| base36(*b) * w).sum();
    proven((8..=16).contains(&c.len()) && rest.iter().all(u8::is_ascii_digit) && !c.all_same() && pick(b"01987654321", sum % 11) == *last)
}

/// Peruvian RUC: type prefix, weights 5-4-3-2-7-6-5-4-3-2 mod 11 (SUNAT).
pub(super) fn pe_ruc(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (11 - c.weighted(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 10;
    proven(c.is_digits(11) && matches!(c.number(0, 2), 10 | 15 | 16 | 17 | 20) && check == c.digit(10))
}

/// Ecuadorian identity card: province, person digit below 6, Luhn (Registro Civil).
pub(super) fn ec_ci(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(10) && matches!(c.number(0, 2), 1..=24 | 30) && c.digit(2) <= 6 && luhn(c.bytes()))
}

/// Uruguayan identity card: weights 2-9-8-7-6-3-4 mod 10 (DNIC).
pub(super) fn uy_ci(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let skip = 8usize.saturating_sub(c.len());
    let sum = match [2u32, 9, 8, 7, 6, 3, 4].get(skip..) {
        Some(weights) => c.weighted(weights),
        None => return Validity::Invalid,
    };
    proven((7..=8).contains(&c.len()) && !c.all_same() && (10 - sum % 10) % 10 == c.digit(c.len() - 1))
}

/// Paraguayan RUC: weights 2, 3, 4 … from the right mod 11 (SET).
pub(super) fn py_ruc(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let Some((last, rest)) = c.bytes().split_last() else { return Validity::Invalid };
    let sum: u32 = rest.iter().rev().zip(2u32..).map(|(b, w)| base36(*b) * w).sum();
    proven((5..=9).contains(&c.len()) && !c.all_same() && (11 - sum % 11) % 11 % 10 == base36(*last))
}

/// Venezuelan RIF: the type letter counts, weights 3-2-7-6-5-4-3-2 mod 11 (SENIAT).
pub(super) fn ve_rif(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let start = match c.byte(0) {
        b'V' => 4,
        b'E' => 8,
        b'J' | b'C' => 12,
        b'P' => 16,
        b'G' => 20,
        _ => return Validity::Invalid,
    };
    let sum = start + weighted(c.range(1, 9), &[3, 2, 7, 6, 5, 4, 3, 2]);
    proven(c.len() == 10 && pick(b"00987654321", sum % 11) == c.byte(9))
}

/// Dominican identity card: Luhn over eleven digits (JCE).
pub(super) fn do_cedula(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(11) && !c.all_same() && luhn(c.bytes()))
}

/// Guatemalan NIT: weights 2, 3, 4 … from the right mod 11, `K` for ten (SAT).
pub(super) fn gt_nit(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let Some((last, rest)) = c.bytes().split_last() else { return Validity::Invalid };
    let sum: u32 = rest.iter().rev().zip(2u32..).map(|(b, w)| base36(*b) * w).sum();
    proven(
        (6..=9).contains(&c.len())
            && rest.iter().all(u8::is_ascii_digit)
            && !c.all_same()
            && pick(b"0123456789K", (11 - sum % 11) % 11) == *last,
    )
}

/// Salvadoran NIT: two weight series, by the serial (Ministerio de Hacienda).
pub(super) fn sv_nit(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = if c.number(10, 13) <= 100 {
        c.weighted(&[14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11 % 10
    } else {
        (11 - c.weighted(&[2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10
    };
    proven(c.is_digits(14) && matches!(c.byte(0), b'0' | b'1' | b'9') && check == c.digit(13))
}

/// Cuban identity number: birth date and century digit (Ministerio del Interior).
pub(super) fn cu_ni(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let century = match c.digit(6) {
        0..=5 => 1900,
        6..=8 => 2000,
        _ => 1800,
    };
    plausible(c.is_digits(11) && is_date(century + c.number(0, 2), c.number(2, 4), c.number(4, 6)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn united_states() {
        check(us_ssn, &["536-90-4399"], &["666-12-1234", "900-12-1234", "123-00-1234", "123-45-0000", "078-05-1120", "123-45-6789"]);
        check(us_itin, &["912-90-3457"], &["912-93-4567", "812-90-3457"]);
        check(us_ein, &["91-1144442"], &["07-1144442"]);
        check(us_aba_routing, &["111000025", "021000021"], &["111000026", "991000025"]);
        check(us_npi, &["1234567893"], &["1234567894", "3234567893"]);
        check(us_dea, &["F91234563"], &["F91234564"]);
        check(us_mbi, &["1EG4-TE5-MK73"], &["1SG4-TE5-MK73", "0EG4TE5MK73"]);
    }

    #[test]
    fn canada() {
        check(ca_sin, &["046 454 286"], &["046 454 287", "846 454 286"]);
        check(ca_phn_bc, &["9698 658 215"], &["9698 658 216"]);
        check(ca_bn, &["12302 6635 RC 0001"], &["123456783 XX 0001", "12302 6636 RC 0001"]);
    }

    #[test]
    fn latin_america() {
        check(br_cpf, &["390.533.447-05"], &["231.002.999-00", "111.111.111-11"]);
        check(br_cnpj, &["16.727.230/0001-97", "12.ABC.345/01DE-35"], &["16.727.230/0001-98"]);
        check(mx_curp, &["BOXW310820HNERXN09"], &["BOXW310820HNERXN08"]);
        check(mx_rfc, &["GODE 561231 GR8"], &["GODE 561331 GR8"]);
        check(mx_clabe, &["032180000118359719"], &["032180000118359718"]);
        check(ar_cuit, &["20-05536168-2"], &["20-05536168-3", "21-05536168-2"]);
        check(ar_cbu, &["2850590940090418135201"], &["2850590940090418135202"]);
        check(cl_rut, &["12.531.909-2", "76086428-5"], &["12531909-3"]);
        check(co_nit, &["213.123.432-1"], &["213.123.432-5"]);
        check(pe_ruc, &["20512333797"], &["20512333798"]);
        check(ec_ci, &["171430710-3"], &["171430710-4"]);
        check(uy_ci, &["1.234.567-2"], &["1.234.567-3"]);
        check(py_ruc, &["80028061-0"], &["80023061-1"]);
        check(ve_rif, &["V-11470283-4"], &["V-11470283-3"]);
        check(do_cedula, &["00113918205"], &["00113918204"]);
        check(gt_nit, &["576937-K"], &["576937-1"]);
        check(sv_nit, &["0614-050707-104-8"], &["0614-050707-104-1"]);
    }
}
