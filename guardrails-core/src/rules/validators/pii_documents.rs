//! Validators of documents and of what they say of a person: numbers, dates, ages, places.

use super::Validity;
use super::checksum::{Compact, digit, icao, is_date, iso7064_11_2, number, plausible, position, proven};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("document_number", document_number),
    ("mrz", mrz),
    ("orcid", orcid),
    ("vin", vin),
    ("calendar_date", calendar_date),
    ("age", age),
    ("geo_coordinates", geo_coordinates),
    ("geo_point", geo_point),
];

/// Passport, licence or account number, of which every issuer has a form of its own (ICAO Doc 9303 part 3 allows letters and digits): not
/// one character repeated, three digits or more, fewer only in a long one.
pub(super) fn document_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let digits = c.bytes().iter().filter(|b| b.is_ascii_digit()).count();
    plausible((digits >= 3 || (digits >= 1 && c.len() >= 8)) && !c.all_same())
}

/// Machine-readable zone of a passport: the check digits of number, birth date and expiry (ICAO Doc 9303 part 4).
pub(super) fn mrz(text: &[u8]) -> Validity {
    let Some(line) = super::pii_documents_zone::lines(text).next_back() else { return Validity::Invalid };
    let part = |a: usize, b: usize| line.get(a..b).unwrap_or_default();
    let at = |i: usize| line.get(i).map_or(10, |b| digit(*b));
    let holds = line.len() == 44 && icao(part(0, 9)) == at(9) && icao(part(13, 19)) == at(19) && icao(part(21, 27)) == at(27);
    proven(holds)
}

/// Researcher: ISO 7064 MOD 11-2 (<https://support.orcid.org/hc/en-us/articles/360006897674>).
pub(super) fn orcid(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    proven(c.len() == 16 && !c.all_same() && iso7064_11_2(c.bytes()))
}

/// Vehicle identification number: no I, O, Q; the ninth character is a check digit in North America and China (ISO 3779, 49 CFR 565).
pub(super) fn vin(text: &[u8]) -> Validity {
    const VALUES: &[u8] = b"0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ";
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let c = Compact::new(text);
    let letters = c.bytes().iter().filter(|b| b.is_ascii_uppercase()).count();
    if c.len() != 17 || c.bytes().iter().any(|b| b"IOQ".contains(b)) || !(1..=14).contains(&letters) {
        return Validity::Invalid;
    }
    let sum: u32 = c.bytes().iter().zip(WEIGHTS).map(|(b, w)| position(VALUES, *b).unwrap_or(0) % 10 * w).sum();
    let check = if sum % 11 == 10 { b'X' } else { b'0' + u8::try_from(sum % 11).unwrap_or(0) };
    if check == c.byte(8) { Validity::Valid } else { Validity::Plausible }
}

/// A date that the calendar has, in 1900-2100: day, month and year in any order (ISO 8601's among them), or with the month in words;
/// in Thai years of the Buddhist era as well.
pub(super) fn calendar_date(text: &[u8]) -> Validity {
    let mut parts = text.split(|b| !b.is_ascii_digit()).filter(|p| !p.is_empty());
    let (a, b, c) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    // The Buddhist era of Thailand is 543 years ahead.
    let full = |year: u64| match year {
        ..100 => 1900 + year,
        2443..=2600 => year - 543,
        _ => year,
    };
    let fits = |y: &[u8], m: u64, d: &[u8]| {
        let year = full(number(y));
        (1900..=2100).contains(&year) && is_date(year, m, number(d))
    };
    if b.is_empty() {
        // 19480229, 29021948, 02291948
        let part = |range: std::ops::Range<usize>| a.get(range).unwrap_or_default();
        let fits = fits(part(0..4), number(part(4..6)), part(6..8))
            || fits(part(4..8), number(part(2..4)), part(0..2))
            || fits(part(4..8), number(part(0..2)), part(2..4));
        return plausible(a.len() == 8 && fits);
    }
    if c.is_empty() {
        // A month in words: letters of other alphabets can't be checked, the rest of the date can.
        let word = text.split(|x| !x.is_ascii_alphabetic()).filter(|w| w.len() >= 3);
        let month = word
            .filter_map(|w| MONTHS.iter().find(|(name, _)| w.get(..name.len()).is_some_and(|p| p.eq_ignore_ascii_case(name))))
            .map(|(_, m)| *m)
            .next();
        let (year, day) = if a.len() == 4 { (a, b) } else { (b, a) };
        return plausible(fits(year, month.unwrap_or(1), day));
    }
    let orders = [(a, b, c), (c, b, a), (c, a, b)];
    plausible(orders.iter().any(|(y, m, d)| (y.len() == 4 || y.len() == 2) && m.len() <= 2 && d.len() <= 2 && fits(y, number(m), d)))
}

/// Month names of a written date, English to Turkish, folded; the first three to five letters decide.
const MONTHS: &[(&[u8], u64)] = &[
    (b"jan", 1),
    (b"ene", 1),
    (b"gen", 1),
    (b"sty", 1),
    (b"oca", 1),
    (b"led", 1),
    (b"tam", 1),
    (b"feb", 2),
    (b"fev", 2),
    (b"fab", 2),
    (b"lut", 2),
    (b"sub", 2),
    (b"hel", 2),
    (b"mar", 3),
    (b"maa", 3),
    (b"mrt", 3),
    (b"mae", 3),
    (b"apr", 4),
    (b"abr", 4),
    (b"avr", 4),
    (b"kwi", 4),
    (b"nis", 4),
    (b"may", 5),
    (b"mai", 5),
    (b"mag", 5),
    (b"maj", 5),
    (b"mei", 5),
    (b"maio", 5),
    (b"juin", 6),
    (b"jun", 6),
    (b"giu", 6),
    (b"cze", 6),
    (b"haz", 6),
    (b"juil", 7),
    (b"jul", 7),
    (b"lug", 7),
    (b"lip", 7),
    (b"tem", 7),
    (b"aug", 8),
    (b"ago", 8),
    (b"aou", 8),
    (b"sie", 8),
    (b"agu", 8),
    (b"sep", 9),
    (b"set", 9),
    (b"wrz", 9),
    (b"eyl", 9),
    (b"oct", 10),
    (b"okt", 10),
    (b"ott", 10),
    (b"out", 10),
    (b"paz", 10),
    (b"eki", 10),
    (b"nov", 11),
    (b"lis", 11),
    (b"kas", 11),
    (b"dec", 12),
    (b"dez", 12),
    (b"dic", 12),
    (b"des", 12),
    (b"gru", 12),
    (b"ara", 12),
];

/// Age in years: 1 to 120 (of those over 89, 45 CFR 164.514(b)(2) says that they identify).
pub(super) fn age(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(c.len() <= 3 && matches!(c.number(0, c.len()), 1..=120))
}

/// Decimal latitude and longitude: within ±90 and ±180 (ISO 6709).
pub(super) fn geo_coordinates(text: &[u8]) -> Validity {
    let mut values = [0u64; 2];
    let mut count = 0usize;
    for run in text.split(|b| !(b.is_ascii_digit() || *b == b'.')).filter(|p| p.iter().any(u8::is_ascii_digit)) {
        if let Some(slot) = values.get_mut(count) {
            *slot = number(run.split(|b| *b == b'.').next().unwrap_or_default());
        }
        count += 1;
    }
    let [latitude, longitude] = values;
    plausible(count == 2 && latitude <= 90 && longitude <= 180)
}

/// Decimal latitude and longitude in either order, with points or commas: within ±90 and ±180 (ISO 6709).
pub(super) fn geo_point(text: &[u8]) -> Validity {
    let parts = [b';', b' ', b','].into_iter().find(|sign| text.contains(sign)).unwrap_or(b',');
    let mut values = [0u64; 2];
    let mut count = 0usize;
    for part in text.split(|b| *b == parts).filter(|part| part.iter().any(u8::is_ascii_digit)) {
        let whole = part.split(|b| !b.is_ascii_digit()).find(|run| !run.is_empty()).unwrap_or_default();
        if let Some(slot) = values.get_mut(count) {
            *slot = number(whole);
        }
        count += 1;
    }
    let [one, other] = values;
    plausible(count == 2 && one.min(other) <= 90 && one.max(other) <= 180)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn documents() {
        check(
            mrz,
            &["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"],
            &["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C37UTO7408122F1204159ZE184226B<<<<<10"],
        );
        check(orcid, &["0000-0002-1825-0097", "0000-0002-1694-233X"], &["0000-0002-1825-0098"]);
        check(vin, &["1M8GDM9AXKP042788"], &["1M8GDM9AXKP04278O", "11111111111111111"]);
        assert_eq!(vin(b"1M8GDM9AXKP042788"), Validity::Valid);
    }

    #[test]
    fn dates() {
        check(
            calendar_date,
            &["1948-02-29", "29.2.1948", "02/29/1948", "29 February 1948", "1938年3月7日", "12/01/2523", "19480229", "29021948"],
            &["1949-02-29", "31 April 1948", "99.99.1999", "19491301", "99991999"],
        );
    }

    #[test]
    fn points() {
        check(
            geo_point,
            &["11.366854 44.455352", "-122.41942,37.77493", "53,53442; 10,01464", "52.05174, 4.32619"],
            &["97.366854 94.455352", "11.366854", "1.5,2.5,3.5", "611.3 44.4"],
        );
    }
}
