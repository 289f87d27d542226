//! Validators of the personal, tax and company numbers of Asia, from Kazakhstan and Pakistan to the Pacific.

use super::Validity;
use super::checksum::{
    Compact, base36, cross, digit, is_date, is_short_date, iso7064_11_2, luhn, luhn36, pick, plausible, position, proven, verhoeff,
    weighted,
};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("kz_iin", kz_iin),
    ("in_aadhaar", in_aadhaar),
    ("in_pan", in_pan),
    ("in_gstin", in_gstin),
    ("in_voter_id", in_voter_id),
    ("in_upi", in_upi),
    ("pk_cnic", pk_cnic),
    ("lk_nic", lk_nic),
    ("bd_nid", bd_nid),
    ("cn_ric", cn_ric),
    ("cn_uscc", cn_uscc),
    ("hk_hkid", hk_hkid),
    ("tw_id", tw_id),
    ("tw_ubn", tw_ubn),
    ("jp_my_number", jp_my_number),
    ("jp_corporate_number", jp_corporate_number),
    ("kr_rrn", kr_rrn),
    ("kr_frn", kr_frn),
    ("kr_brn", kr_brn),
    ("sg_nric", sg_nric),
    ("sg_uen", sg_uen),
    ("my_nric", my_nric),
    ("th_pin", th_pin),
    ("id_nik", id_nik),
    ("id_npwp", id_npwp),
    ("vn_cccd", vn_cccd),
    ("vn_mst", vn_mst),
    ("ph_tin", ph_tin),
];

/// Kazakh IIN and BIN: two-pass mod 11 (Law 223-III).
pub(super) fn kz_iin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let first = c.weighted(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
    let check = if first < 10 { first } else { c.weighted(&[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11 };
    let date = is_short_date(c.number(0, 2), c.number(2, 4), c.number(4, 6)) && c.digit(6) < 7;
    proven(c.is_digits(12) && date && check == c.digit(11))
}

/// Aadhaar: does not start with 0 or 1, not a palindrome, Verhoeff (UIDAI).
pub(super) fn in_aadhaar(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let mirrored = c.bytes().iter().eq(c.bytes().iter().rev());
    proven(c.is_digits(12) && !matches!(c.byte(0), b'0' | b'1') && !mirrored && verhoeff(c.bytes()))
}

/// Indian PAN: holder type in the fourth place, serial not 0000 (Income Tax Department).
pub(super) fn in_pan(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.len() == 10 && b"PCHABGJLFTK".contains(&c.byte(3)) && c.number(5, 9) > 0)
}

/// Indian GSTIN: state code, PAN, Luhn in base 36 (GSTN).
pub(super) fn in_gstin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.len() == 15 && matches!(c.number(0, 2), 1..=38 | 97 | 99) && luhn36(c.bytes()))
}

/// Indian voter card: three letters and seven digits; Luhn holds for most (ECI).
pub(super) fn in_voter_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if c.len() == 10 && luhn(c.range(3, 10)) { Validity::Valid } else { plausible(c.len() == 10) }
}

/// UPI address: the part after `@` is a handle of a bank or app (NPCI).
pub(super) fn in_upi(text: &[u8]) -> Validity {
    const HANDLES: &[u8] = b"upi ybl ibl axl paytm ptyes ptaxis pthdfc ptsbi okaxis okhdfcbank okicici oksbi apl yapl rapl amazonpay axisbank axisb hdfcbank hdfcbankjd icici sbi pnb kotak kotak811 kmbl indus indusind idfcbank idfcfirst idbi federal fbl rbl yesbank yesbankltd yesg citi citigold hsbc sc barodampay boi cnrb canarabank unionbank uboi ucobank iob indianbank indbank allbank andb aubank dbs dlb equitas freecharge jio jupiteraxis kbl kvb kvbank lime mahb myicici naviaxis nsdl obc pingpay pockets postbank psb rajgovhdfcbank rmhdfcbank sib slice superyes syndicate tapicici timecosmos tjsb ubi united vijb waaxis wahdfcbank waicici wasbi ikwik abfspay axisgo bandhan bpunity cboi centralbank cmsidfc cred dcb eazypay ezeepay fifederal gicici goaxb hdfcbankltd ";
    let Some(at) = text.iter().position(|b| *b == b'@') else { return Validity::Invalid };
    let handle = text.get(at + 1..).unwrap_or_default();
    if HANDLES.split(|b| *b == b' ').any(|h| !h.is_empty() && h.eq_ignore_ascii_case(handle)) {
        Validity::Valid
    } else {
        Validity::Plausible
    }
}

/// Pakistani CNIC: province and sex digits (NADRA).
pub(super) fn pk_cnic(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.is_digits(13) && matches!(c.byte(0), b'1'..=b'8') && !c.all_same())
}

/// Sri Lankan NIC: day of year, 500 added for women (Department for Registration of Persons).
pub(super) fn lk_nic(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let day = match c.len() {
        10 => c.number(2, 5),
        12 if matches!(c.number(0, 2), 19 | 20) => c.number(4, 7),
        _ => return Validity::Invalid,
    };
    plausible(matches!(day, 1..=366 | 501..=866))
}

/// Bangladeshi national number: 10, 13 or 17 digits, the longest with the birth year first (NIDW).
pub(super) fn bd_nid(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let shape = match c.len() {
        10 | 13 => true,
        17 => matches!(c.number(0, 4), 1900..=2025),
        _ => false,
    };
    plausible(shape && !c.all_same())
}

/// Chinese resident number: province, birth date, ISO 7064 MOD 11-2 (GB 11643).
pub(super) fn cn_ric(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let province = matches!(c.number(0, 2), 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91);
    let date = is_date(c.number(6, 10), c.number(10, 12), c.number(12, 14));
    proven(c.len() == 18 && province && date && iso7064_11_2(c.bytes()))
}

/// Chinese unified social credit code: powers of 3 mod 31 over an alphabet without I, O, S, V, Z (GB 32100).
pub(super) fn cn_uscc(text: &[u8]) -> Validity {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
    let c = Compact::new(text);
    let weights = [1u32, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    if c.len() != 18 || !c.bytes().iter().all(|b| ALPHABET.contains(b)) {
        return Validity::Invalid;
    }
    let sum: u32 = c.bytes().iter().zip(weights).map(|(b, w)| position(ALPHABET, *b).unwrap_or(0) * w).sum();
    proven(!c.all_same() && pick(ALPHABET, (31 - sum % 31) % 31) == c.byte(17))
}

/// Hong Kong identity card: one or two letters, weights 9-2 mod 11 with a blank as 36 (Immigration Department).
pub(super) fn hk_hkid(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let letters = c.bytes().iter().take_while(|b| b.is_ascii_uppercase()).count();
    let blank = if letters == 1 { 36 * 9 } else { 0 };
    let weights: &[u32] = if letters == 1 { &[8, 7, 6, 5, 4, 3, 2] } else { &[9, 8, 7, 6, 5, 4, 3, 2] };
    let sum: u32 = blank + c.bytes().iter().zip(weights).map(|(b, w)| base36(*b) * w).sum::<u32>();
    proven(matches!(letters, 1 | 2) && c.len() == letters + 7 && pick(b"0123456789A", (11 - sum % 11) % 11) == c.byte(letters + 6))
}

/// Taiwanese identity and resident numbers: area letter as two digits, weights 1-9-8-7-6-5-4-3-2-1-1 mod 10 (Ministry of the Interior).
pub(super) fn tw_id(text: &[u8]) -> Validity {
    const AREAS: &[u8] = b"ABCDEFGHJKLMNPQRSTUVXYWZIO";
    let c = Compact::new(text);
    let Some(area) = position(AREAS, c.byte(0)).map(|p| p + 10) else { return Validity::Invalid };
    let second = match c.byte(1) {
        b'1' | b'2' | b'8' | b'9' => c.digit(1),
        b @ b'A'..=b'D' => position(AREAS, b).unwrap_or(0) % 10,
        _ => return Validity::Invalid,
    };
    let sum = area / 10 + area % 10 * 9 + second * 8 + weighted(c.range(2, 10), &[7, 6, 5, 4, 3, 2, 1, 1]);
    proven(c.len() == 10 && sum % 10 == 0)
}

/// Taiwanese company number: cross sums of weights 1-2-1-2-1-2-4-1 divisible by 5 (Ministry of Finance, 2023).
pub(super) fn tw_ubn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum: u32 = c.bytes().iter().zip([1u32, 2, 1, 2, 1, 2, 4, 1]).map(|(b, w)| cross(digit(*b) * w)).sum();
    proven(c.is_digits(8) && !c.all_same() && (sum % 5 == 0 || (c.byte(6) == b'7' && (sum + 1) % 5 == 0)))
}

/// Japanese individual number: weights 6-5-4-3-2-7-6-5-4-3-2 mod 11 (Order 85/2014).
pub(super) fn jp_my_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let rest = c.weighted(&[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    proven(c.is_digits(12) && !c.all_same() && (if rest <= 1 { 0 } else { 11 - rest }) == c.digit(11))
}

/// Japanese corporate number: weights 1-2 mod 9, check digit first (National Tax Agency).
pub(super) fn jp_corporate_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = weighted(c.range(1, 13), &[2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]);
    proven(c.is_digits(13) && !c.all_same() && 9 - sum % 9 == c.digit(0))
}

/// Korean resident number: birth date; the mod 11 check holds for numbers given before October 2020 (MOIS).
pub(super) fn kr_rrn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if !kr_birth(&c) || matches!(c.digit(6), 5..=8) {
        return Validity::Invalid;
    }
    if kr_check(&c) == c.digit(12) { Validity::Valid } else { plausible(c.number(0, 2) >= 20 || matches!(c.digit(6), 3 | 4)) }
}

/// Korean foreigner number: as the resident number, + 2 (Ministry of Justice).
pub(super) fn kr_frn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if !kr_birth(&c) || !matches!(c.digit(6), 5..=8) {
        return Validity::Invalid;
    }
    if [kr_check(&c), (kr_check(&c) + 2) % 10].contains(&c.digit(12)) { Validity::Valid } else { Validity::Plausible }
}

/// The birth date, its century told by the seventh digit.
fn kr_birth(c: &Compact) -> bool {
    let century = match c.digit(6) {
        1 | 2 | 5 | 6 => 1900,
        3 | 4 | 7 | 8 => 2000,
        _ => 1800,
    };
    c.is_digits(13) && is_date(century + c.number(0, 2), c.number(2, 4), c.number(4, 6))
}

/// Weights 2-9 and 2-5, mod 11.
fn kr_check(c: &Compact) -> u32 {
    (11 - c.weighted(&[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10
}

/// Korean business number: weights 1-3-7-1-3-7-1-3-5 with the carry of the last product, mod 10 (NTS).
pub(super) fn kr_brn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[1, 3, 7, 1, 3, 7, 1, 3, 5]) + c.digit(8) * 5 / 10;
    proven(c.is_digits(10) && c.number(0, 3) > 100 && !c.all_same() && (10 - sum % 10) % 10 == c.digit(9))
}

/// Singaporean NRIC and FIN: weights 2-7-6-5-4-3-2, letter by series (ICA).
pub(super) fn sg_nric(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = weighted(c.range(1, 8), &[2, 7, 6, 5, 4, 3, 2]);
    let letter = match c.byte(0) {
        b'S' => pick(b"JZIHGFEDCBA", sum % 11),
        b'T' => pick(b"JZIHGFEDCBA", (sum + 4) % 11),
        b'F' => pick(b"XWUTRQPNMLK", sum % 11),
        b'G' => pick(b"XWUTRQPNMLK", (sum + 4) % 11),
        b'M' => pick(b"KLJNPQRTUWX", 10 - (sum + 3) % 11),
        _ => return Validity::Invalid,
    };
    proven(c.len() == 9 && letter == c.byte(8))
}

/// Singaporean entity number: letter or character by form, weighted mod 11 (ACRA).
pub(super) fn sg_uen(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    match c.len() {
        9 => proven(pick(b"XMKECAWLJDB", c.weighted(&[10, 4, 9, 3, 8, 2, 7, 1]) % 11) == c.byte(8)),
        10 if c.byte(0).is_ascii_digit() => proven(
            matches!(c.number(0, 4), 1800..=2030) && pick(b"ZKCMDNERGWH", c.weighted(&[10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11) == c.byte(9),
        ),
        10 => {
            const ALPHABET: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWX0123456789";
            let sum: u32 =
                c.bytes().iter().zip([4u32, 3, 5, 3, 10, 2, 2, 5, 7]).map(|(b, w)| position(ALPHABET, *b).unwrap_or(0) * w).sum();
            proven(matches!(c.byte(0), b'R' | b'S' | b'T') && pick(ALPHABET, (sum + 11 - 5) % 11) == c.byte(9))
        }
        _ => Validity::Invalid,
    }
}

/// Malaysian MyKad: birth date and place code (JPN).
pub(super) fn my_nric(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let place = matches!(c.number(6, 8), 1..=16 | 21..=68 | 71 | 72 | 74..=79 | 82..=93 | 98 | 99);
    plausible(c.is_digits(12) && place && is_short_date(c.number(0, 2), c.number(2, 4), c.number(4, 6)))
}

/// Thai citizen number: weights 13-2 mod 11 (DOPA).
pub(super) fn th_pin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    proven(c.is_digits(13) && matches!(c.byte(0), b'1'..=b'8') && !c.all_same() && (11 - sum % 11) % 10 == c.digit(12))
}

/// Indonesian NIK: province, birth date with 40 added to the day for women (Dukcapil).
pub(super) fn id_nik(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let day = c.number(6, 8);
    let province = matches!(c.number(0, 2), 11..=21 | 31..=36 | 51..=53 | 61..=65 | 71..=76 | 81 | 82 | 91..=97);
    let date = is_short_date(c.number(10, 12), c.number(8, 10), if day > 40 { day - 40 } else { day });
    plausible(c.is_digits(16) && province && date && c.number(12, 16) > 0)
}

/// Indonesian NPWP: Luhn over the first nine digits (DJP); from 2024 sixteen digits, a leading 0 or the NIK.
pub(super) fn id_npwp(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    match c.len() {
        15 => proven(!c.all_same() && luhn(c.range(0, 9))),
        16 if c.byte(0) == b'0' => proven(luhn(c.range(1, 10))),
        _ => Validity::Invalid,
    }
}

/// Vietnamese citizen number: a province and nine digits (Decree 137/2015); identity cards of before have nine in all.
pub(super) fn vn_cccd(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let province = matches!(c.number(0, 3), 1..=96) && c.byte(0) == b'0';
    plausible((c.is_digits(12) && province) || c.is_digits(9))
}

/// Vietnamese tax code: weights 31-29-23-19-17-13-7-5-3 mod 11 (GDT).
pub(super) fn vn_mst(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (10 + 11 - c.weighted(&[31, 29, 23, 19, 17, 13, 7, 5, 3]) % 11) % 11;
    proven((c.is_digits(10) || c.is_digits(13)) && !c.all_same() && check == c.digit(9))
}

/// Philippine TIN: nine, twelve or fourteen digits, not one repeated; weights 1-8 mod 11 hold for persons only and are not asked for (BIR).
pub(super) fn ph_tin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible((c.is_digits(9) || c.is_digits(12) || c.is_digits(14)) && !c.all_same())
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn south_and_central_asia() {
        check(kz_iin, &["900819323288"], &["900819323289"]);
        check(in_aadhaar, &["234123412346"], &["234123412347", "643343121", "123412341234"]);
        check(in_pan, &["ACUPA7085R"], &["ACUXA7085R", "ACUPA0000R"]);
        check(in_gstin, &["27AAPFU0939F1ZV"], &["27AAPFU0939F1ZW", "99AAPFU0939F1ZW"]);
        check(pk_cnic, &["34201-0891231-8"], &["94201-0891231-8"]);
        check(lk_nic, &["926705990V", "199267059905"], &["929005990V"]);
    }

    #[test]
    fn east_asia() {
        check(cn_ric, &["11010519491231002X"], &["110105194912310021", "110105194913310024"]);
        check(cn_uscc, &["91110000600037341L"], &["A1110000600037342L"]);
        check(hk_hkid, &["A123456(3)", "AB987654(3)"], &["A123456(4)"]);
        check(tw_id, &["A123456789"], &["A123456788"]);
        check(tw_ubn, &["00501503"], &["00501502"]);
        check(jp_corporate_number, &["5-8356-7825-6246"], &["2-8356-7825-6246"]);
        check(kr_rrn, &["971013-9019902"], &["971313-9019902"]);
        check(kr_brn, &["220-81-62517"], &["220-81-62518"]);
    }

    #[test]
    fn south_east_asia() {
        check(sg_nric, &["S1234567D"], &["S1234567E"]);
        check(sg_uen, &["00192200M", "197401143C", "S16FC0121D", "T01FC6132D"], &["123456789"]);
        check(my_nric, &["770305-02-1234"], &["771305-02-1234", "770305-17-1234"]);
        check(th_pin, &["1-2345-45678-78-1"], &["1-2345-45678-78-9"]);
        check(id_nik, &["3171011708450001"], &["0171011708450001"]);
        check(id_npwp, &["01.312.166.0-091.000"], &["01.312.166.1-091.000"]);
        check(vn_mst, &["0100233488", "0314409058-002"], &["0100233480"]);
    }
}
