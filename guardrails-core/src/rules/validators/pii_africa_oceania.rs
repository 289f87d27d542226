//! Validators of the personal, tax and company numbers of the Middle East, Africa, Australia and New Zealand.

use super::Validity;
use super::checksum::{Compact, base36, digit, is_date, is_short_date, luhn, pick, plausible, position, proven, weighted};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("il_id", il_id),
    ("sa_national_id", sa_national_id),
    ("ae_emirates_id", ae_emirates_id),
    ("kw_civil_id", kw_civil_id),
    ("eg_national_id", eg_national_id),
    ("ma_ice", ma_ice),
    ("tn_mf", tn_mf),
    ("sn_ninea", sn_ninea),
    ("gh_tin", gh_tin),
    ("ng_nin", ng_nin),
    ("ng_bvn", ng_bvn),
    ("mu_nid", mu_nid),
    ("mz_nuit", mz_nuit),
    ("za_id", za_id),
    ("za_tin", za_tin),
    ("au_tfn", au_tfn),
    ("au_medicare", au_medicare),
    ("au_abn", au_abn),
    ("au_acn", au_acn),
    ("au_bsb", au_bsb),
    ("nz_ird", nz_ird),
    ("nz_nhi", nz_nhi),
    ("nz_bank_account", nz_bank_account),
];

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

/// Moroccan ICE: company, branch and mod 97 (OMPIC).
pub(super) fn ma_ice(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.is_digits(15) && !c.all_same() && c.number(0, 15) % 97 == 0)
}

/// Tunisian tax number: a letter other than I, O, U after seven digits (Ministère des Finances).
pub(super) fn tn_mf(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.byte(7).is_ascii_uppercase() && !b"IOU".contains(&c.byte(7)))
}

/// Senegalese NINEA: weights 1-2-1 mod 10, then the tax code (ANSD).
pub(super) fn sn_ninea(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let digits = c.bytes().iter().take_while(|b| b.is_ascii_digit()).count();
    let head = if c.len() == digits { c.bytes() } else { c.range(0, c.len().saturating_sub(3)) };
    let sum: u32 = head.iter().rev().zip([1u32, 2, 1, 2, 1, 2, 1, 2, 1]).map(|(b, w)| digit(*b) * w).sum();
    proven(matches!(head.len(), 7 | 9) && sum % 10 == 0)
}

/// Ghanaian TIN: prefix, place weights mod 11, `X` for ten (GRA).
pub(super) fn gh_tin(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let sum = weighted(c.range(1, 10), &[1, 2, 3, 4, 5, 6, 7, 8, 9]);
    proven(c.len() == 11 && pick(b"0123456789X", sum % 11) == c.byte(10))
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

/// Australian bank state branch: six digits, not one repeated; there is no check digit (AusPayNet).
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
    if !(15..=17).contains(&c.len()) {
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

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn middle_east() {
        check(il_id, &["3933742-3"], &["39337424"]);
        check(ae_emirates_id, &["784-1981-1684945-0"], &["785-1981-1684945-0"]);
    }

    #[test]
    fn africa() {
        check(eg_national_id, &["29001010123456"], &["29013010123456"]);
        check(ma_ice, &["001561191000066"], &["001561191000065"]);
        check(sn_ninea, &["30672212G2", "3067221 2G2"], &["3067222 2G2"]);
        check(gh_tin, &["C0000803561"], &["C0000803562"]);
        check(mz_nuit, &["400339910"], &["400339911"]);
        check(za_id, &["7503305044089"], &["8503305044089", "9125568"]);
        check(za_tin, &["0001339050"], &["2449/494/16/0"]);
    }

    #[test]
    fn oceania() {
        check(au_tfn, &["123 456 782"], &["999 999 999"]);
        check(au_medicare, &["2123 45670 1"], &["2123 45671 1"]);
        check(au_abn, &["83 914 571 673"], &["99999999999"]);
        check(au_acn, &["004 085 616"], &["999 999 999"]);
        check(nz_ird, &["49-091-850", "136-410-132"], &["136410133", "9125568"]);
        check(nz_nhi, &["ZZZ0016"], &["ZZZ0017"]);
    }
}
