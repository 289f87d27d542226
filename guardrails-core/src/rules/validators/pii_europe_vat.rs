//! Validator of the VAT numbers of Europe, which partly are the company numbers of their countries.

use super::Validity;
use super::checksum::{Compact, cross, digit, iso7064_11_10, luhn, mod97, number, plausible, proven, weighted};
use super::pii_europe_central::{cz_ico, pl_nip};
use super::pii_europe_north::{dk_cvr, fi_ytunnus, no_orgnr};
use super::pii_europe_south::{es_cif, es_dni, es_nie, gr_afm, hr_oib, pt_nif};
use super::pii_europe_west::ie_pps;

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[("vat_id", vat_id)];

/// VAT number with its country prefix: the length and alphabet of VIES, and the check where the tax authority publishes one
/// (<https://ec.europa.eu/taxation_customs/vies/>). Eleven digits without a prefix are an Italian partita IVA.
pub(super) fn vat_id(text: &[u8]) -> Validity {
    // Small letters that a space parts from the number are a word: `el CIF es N4665042J`.
    if matches!(text, [b'a'..=b'z', b'a'..=b'z', b' ', ..]) {
        return Validity::Invalid;
    }
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
        b"MT" => proven(n == 8 && digits && c.byte(2) != b'0' && weighted(body, &[3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0),
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

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

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
