//! Validators of the personal, tax and company numbers of Asia, Oceania, the Middle East and Africa.

use super::Validity;
use super::checksum::{
    Compact, base36, cross, digit, is_date, is_short_date, iso7064_11_2, luhn, luhn36, pick, plausible, position, proven, verhoeff,
    weighted,
};

/// Kazakh IIN and BIN: two-pass mod 11 (Law 223-III).
pub(super) fn kz_iin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let first = c.weighted(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]) % 11;
    let check = if first < 10 { first } else { c.weighted(&[3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]) % 11 };
    let date = is_short_date(c.number(0, 2), c.number(2, 4), c.number(4, 6)) && c.digit(6) < 7;
    proven(c.is_digits(12) && date && check == c.digit(11))
}

/// Israeli identity number: Luhn over nine digits (Population Authority).
pub(super) fn il_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven((8..=9).contains(&c.len()) && !c.all_same() && luhn(c.bytes()))
}

/// Saudi national or resident number: 1 or 2 first, Luhn (Absher).
pub(super) fn sa_national_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(10) && matches!(c.byte(0), b'1' | b'2') && !c.all_same() && luhn(c.bytes()))
}

/// Emirates ID: 784, birth year, Luhn (ICP).
pub(super) fn ae_emirates_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if !c.is_digits(15) || c.range(0, 3) != b"784" || !matches!(c.number(3, 7), 1900..=2050) {
        return Validity::Invalid;
    }
    // Cards of the first years fail Luhn.
    if luhn(c.bytes()) { Validity::Valid } else { Validity::Plausible }
}

/// Egyptian national number: century, birth date, governorate (Civil Status Organization).
pub(super) fn eg_national_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let century = match c.digit(0) {
        2 => 1900,
        3 => 2000,
        _ => return Validity::Invalid,
    };
    let governorate = matches!(c.number(7, 9), 1..=4 | 11..=19 | 21..=29 | 31..=35 | 88);
    plausible(c.is_digits(14) && governorate && is_date(century + c.number(1, 3), c.number(3, 5), c.number(5, 7)))
}

/// Kuwaiti civil number: century, birth date, weights 2-1-6-3-7-9-10-5-8-4-2 mod 11 (PACI).
pub(super) fn kw_civil_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let century = match c.digit(0) {
        2 => 1900,
        3 => 2000,
        _ => return Validity::Invalid,
    };
    let check = 11 - c.weighted(&[2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11;
    proven(c.is_digits(12) && is_date(century + c.number(1, 3), c.number(3, 5), c.number(5, 7)) && check == c.digit(11))
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

fn kr_birth(c: &Compact) -> bool {
    let century = match c.digit(6) {
        1 | 2 | 5 | 6 => 1900,
        3 | 4 | 7 | 8 => 2000,
        _ => 1800,
    };
    c.is_digits(13) && is_date(century + c.number(0, 2), c.number(2, 4), c.number(4, 6))
}

fn kr_check(c: &Compact) -> u32 {
    (11 - c.weighted(&[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10
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

/// Vietnamese citizen number: province, century and sex digit (Decree 137/2015).
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

/// Philippine TIN: weights 1-8 mod 11 hold for persons (BIR).
pub(super) fn ph_tin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible((c.is_digits(9) || c.is_digits(12) || c.is_digits(14)) && !c.all_same())
}

/// Australian tax file number: weights 1-4-3-7-5-8-6-9-10 mod 11 (ATO).
pub(super) fn au_tfn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let holds = match c.len() {
        8 => c.weighted(&[10, 7, 8, 4, 6, 3, 5, 1]) % 11 == 0,
        9 => c.weighted(&[1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0,
        _ => false,
    };
    proven(holds && !c.all_same())
}

/// Australian Medicare card: 2-6 first, weights 1-3-7-9 mod 10 in the ninth place (Services Australia).
pub(super) fn au_medicare(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = c.weighted(&[1, 3, 7, 9, 1, 3, 7, 9]) % 10;
    proven((10..=11).contains(&c.len()) && matches!(c.byte(0), b'2'..=b'6') && !c.all_same() && check == c.digit(8) && c.byte(9) != b'0')
}

/// Australian business number: first digit less one, weights 10-1-3-…-19 mod 89 (ABR).
pub(super) fn au_abn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]);
    proven(c.is_digits(11) && c.byte(0) != b'0' && sum >= 10 && (sum - 10) % 89 == 0)
}

/// Australian company number: weights 8-1 mod 10 (ASIC).
pub(super) fn au_acn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let check = (10 - c.weighted(&[8, 7, 6, 5, 4, 3, 2, 1]) % 10) % 10;
    proven(c.is_digits(9) && !c.all_same() && check == c.digit(8))
}

/// Australian bank state branch: the third digit is a state (AusPayNet).
pub(super) fn au_bsb(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.is_digits(6) && !c.all_same())
}

/// New Zealand IRD number: two weight series mod 11 (Inland Revenue).
pub(super) fn nz_ird(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let mut padded = [b'0'; 9];
    let skip = 9usize.saturating_sub(c.len());
    for (slot, byte) in padded.iter_mut().skip(skip).zip(c.bytes()) {
        *slot = *byte;
    }
    let first = (11 - weighted(&padded, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    let check = if first < 10 { first } else { (11 - weighted(&padded, &[7, 4, 3, 2, 5, 2, 7, 6]) % 11) % 11 };
    proven(
        (8..=9).contains(&c.len())
            && matches!(c.number(0, c.len()), 10_000_000..=150_000_000)
            && padded.last().is_some_and(|b| digit(*b) == check),
    )
}

/// New Zealand NHI number: weights 7-2 over letters (no I, O) mod 11, or mod 23 with a letter (HISO 10046).
pub(super) fn nz_nhi(text: &[u8]) -> Validity {
    const LETTERS: &[u8] = b"_ABCDEFGHJKLMNPQRSTUVWXYZ";
    let c = Compact::new(text);
    let value = |b: u8| position(LETTERS, b).unwrap_or_else(|| digit(b));
    let sum: u32 = c.range(0, 6).iter().zip([7u32, 6, 5, 4, 3, 2]).map(|(b, w)| value(*b) * w).sum();
    let last = c.byte(6);
    let holds =
        if last.is_ascii_digit() { sum % 11 != 0 && (11 - sum % 11) % 10 == digit(last) } else { pick(LETTERS, 23 - sum % 23) == last };
    proven(c.len() == 7 && holds)
}

/// New Zealand bank account: bank and branch, two weight series mod 11 (Payments NZ).
pub(super) fn nz_bank_account(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    if !(15..=16).contains(&c.len()) {
        return Validity::Invalid;
    }
    let (bank, base) = (c.number(0, 2), c.range(6, 13));
    let (branch, digits) = (c.range(2, 6), c.number(6, 13));
    let sum = if digits < 990_000 {
        weighted(branch, &[6, 3, 7, 9]) + weighted(base, &[0, 10, 5, 8, 4, 2, 1])
    } else {
        weighted(base, &[0, 10, 5, 8, 4, 2, 1])
    };
    match bank {
        1..=3 | 6 | 10..=24 | 27 | 30 | 35 | 38 => proven(sum % 11 == 0),
        4 | 5 | 8 | 9 | 25 | 26 | 28 | 29 | 31 | 33 => Validity::Plausible,
        _ => Validity::Invalid,
    }
}

/// South African identity number: birth date, citizenship digit, Luhn (Home Affairs).
pub(super) fn za_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let date = is_short_date(c.number(0, 2), c.number(2, 4), c.number(4, 6));
    proven(c.is_digits(13) && date && matches!(c.byte(10), b'0'..=b'2') && luhn(c.bytes()))
}

/// South African tax number: 0-3 or 9 first, Luhn (SARS).
pub(super) fn za_tin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(10) && matches!(c.byte(0), b'0'..=b'3' | b'9') && !c.all_same() && luhn(c.bytes()))
}

/// Nigerian NIN: eleven digits (NIMC; the check is not published).
pub(super) fn ng_nin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.is_digits(11) && !c.all_same())
}

/// Nigerian BVN: eleven digits from 22 (CBN).
pub(super) fn ng_bvn(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.is_digits(11) && c.range(0, 2) == b"22" && !c.all_same())
}

/// Moroccan ICE: company, branch and mod 97 (OMPIC).
pub(super) fn ma_ice(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(15) && !c.all_same() && c.number(0, 15) % 97 == 0)
}

/// Tunisian tax number: letter mod 23 over seven digits (Ministère des Finances).
pub(super) fn tn_mf(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.byte(7).is_ascii_uppercase() && !b"IOU".contains(&c.byte(7)))
}

/// Ghanaian TIN: prefix, place weights mod 11, `X` for ten (GRA).
pub(super) fn gh_tin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = weighted(c.range(1, 10), &[1, 2, 3, 4, 5, 6, 7, 8, 9]);
    proven(c.len() == 11 && pick(b"0123456789X", sum % 11) == c.byte(10))
}

/// Mauritian national number: letter, birth date, mod 17 (Civil Status Division).
pub(super) fn mu_nid(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum: u32 = c.range(0, 13).iter().zip((2u32..=14).rev()).map(|(b, w)| base36(*b) * w).sum();
    let date = is_short_date(c.number(5, 7), c.number(3, 5), c.number(1, 3));
    proven(c.len() == 14 && date && pick(b"0123456789ABCDEFG", (17 - sum % 17) % 17) == c.byte(13))
}

/// Mozambican NUIT: weights 8-9-4-5-6-7-8-9 mod 11 (AT).
pub(super) fn mz_nuit(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = c.weighted(&[8, 9, 4, 5, 6, 7, 8, 9]);
    proven(c.is_digits(9) && !c.all_same() && pick(b"01234567891", sum % 11) == c.byte(8))
}

/// Senegalese NINEA: weights 1-2-1 mod 10, then the tax code (ANSD).
pub(super) fn sn_ninea(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let digits = c.bytes().iter().take_while(|b| b.is_ascii_digit()).count();
    let head = if c.len() == digits { c.bytes() } else { c.range(0, c.len().saturating_sub(3)) };
    let sum: u32 = head.iter().rev().zip([1u32, 2, 1, 2, 1, 2, 1, 2, 1]).map(|(b, w)| digit(*b) * w).sum();
    proven(matches!(head.len(), 7 | 9) && sum % 10 == 0)
}

pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("kz_iin", kz_iin),
    ("il_id", il_id),
    ("sa_national_id", sa_national_id),
    ("ae_emirates_id", ae_emirates_id),
    ("eg_national_id", eg_national_id),
    ("kw_civil_id", kw_civil_id),
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
    ("au_tfn", au_tfn),
    ("au_medicare", au_medicare),
    ("au_abn", au_abn),
    ("au_acn", au_acn),
    ("au_bsb", au_bsb),
    ("nz_ird", nz_ird),
    ("nz_nhi", nz_nhi),
    ("nz_bank_account", nz_bank_account),
    ("za_id", za_id),
    ("za_tin", za_tin),
    ("ng_nin", ng_nin),
    ("ng_bvn", ng_bvn),
    ("ma_ice", ma_ice),
    ("tn_mf", tn_mf),
    ("gh_tin", gh_tin),
    ("mu_nid", mu_nid),
    ("mz_nuit", mz_nuit),
    ("sn_ninea", sn_ninea),
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
    fn south_asia() {
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

    #[test]
    fn oceania() {
        check(au_tfn, &["123 456 782"], &["999 999 999"]);
        check(au_abn, &["83 914 571 673"], &["99999999999"]);
        check(au_acn, &["004 085 616"], &["999 999 999"]);
        check(au_medicare, &["2123 45670 1"], &["2123 45671 1"]);
        check(nz_ird, &["49-091-850", "136-410-132"], &["136410133", "9125568"]);
        check(nz_nhi, &["ZZZ0016"], &["ZZZ0017"]);
    }

    #[test]
    fn africa_and_middle_east() {
        check(za_id, &["7503305044089"], &["8503305044089", "9125568"]);
        check(za_tin, &["0001339050"], &["2449/494/16/0"]);
        check(il_id, &["3933742-3"], &["39337424"]);
        check(ae_emirates_id, &["784-1981-1684945-0"], &["785-1981-1684945-0"]);
        check(eg_national_id, &["29001010123456"], &["29013010123456"]);
        check(ma_ice, &["001561191000066"], &["001561191000065"]);
        check(gh_tin, &["C0000803561"], &["C0000803562"]);
        check(mz_nuit, &["400339910"], &["400339911"]);
        check(sn_ninea, &["30672212G2", "3067221 2G2"], &["3067222 2G2"]);
        check(kz_iin, &["900819323288"], &["900819323289"]);
    }
}
