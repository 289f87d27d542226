//! Validators of what machines read off cards and documents: the stripe of a payment card, the zone of an identity card or a visa.

use super::Validity;
use super::checksum::{Compact, base36, digit, icao, proven};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[("card_track", card_track), ("mrz_card", mrz_card)];

/// Track 1 or 2 of a payment card (ISO/IEC 7813): the number up to `^` or `=` is a card's, and the month of expiry exists.
pub(super) fn card_track(text: &[u8]) -> Validity {
    let mut fields = text.split(|b| matches!(b, b'^' | b'='));
    let number = fields.next().unwrap_or_default();
    let rest = fields.next_back().unwrap_or_default();
    let month = Compact::new(rest.get(2..4).unwrap_or_default());
    let digits = number.iter().position(u8::is_ascii_digit).and_then(|at| number.get(at..)).unwrap_or_default();
    let card = super::pii_payment::credit_card(digits);
    proven(card == Validity::Valid && matches!(month.number(0, 2), 1..=12))
}

/// Machine-readable zone of three lines (TD1), of two (TD2) or of a visa: the check digits of number, birth date and expiry, and those of
/// the whole where there are any (ICAO Doc 9303 parts 5, 6 and 7).
pub(super) fn mrz_card(text: &[u8]) -> Validity {
    let mut lines = lines(text);
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let part = |line: &[u8], a: usize, b: usize| -> u32 { icao(range(line, a, b)) };
    let at = |line: &[u8], i: usize| line.get(i).map_or(10, |b| digit(*b));
    let whole = |pieces: [&[u8]; 4]| -> u32 { icao_of(pieces.into_iter().flatten().copied()) };
    if first.len() == 30 {
        return proven(
            part(first, 5, 14) == at(first, 14)
                && part(second, 0, 6) == at(second, 6)
                && part(second, 8, 14) == at(second, 14)
                && whole([range(first, 5, 30), range(second, 0, 7), range(second, 8, 15), range(second, 18, 29)]) == at(second, 29),
        );
    }
    let holds = part(second, 0, 9) == at(second, 9) && part(second, 13, 19) == at(second, 19) && part(second, 21, 27) == at(second, 27);
    if first.len() == 36 && first.first() != Some(&b'V') {
        return proven(holds && whole([range(second, 0, 10), range(second, 13, 20), range(second, 21, 35), b""]) == at(second, 35));
    }
    proven(holds)
}

/// The lines of a zone, whatever parts them: a line break, or the two characters of JSON for one.
pub(super) fn lines(text: &[u8]) -> impl DoubleEndedIterator<Item = &[u8]> {
    text.split(|byte| !matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'<')).filter(|line| !line.is_empty())
}

fn range(line: &[u8], start: usize, end: usize) -> &[u8] {
    line.get(start..end).unwrap_or_default()
}

/// The check digit of several pieces read as one: weights 7-3-1.
fn icao_of(text: impl Iterator<Item = u8>) -> u32 {
    text.zip([7u32, 3, 1].into_iter().cycle()).map(|(byte, weight)| base36(byte) * weight).sum::<u32>() % 10
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn stripes() {
        check(
            card_track,
            &["%B4111111111111111^DOE/JANE^30121011000000000000?", ";4111111111111111=30121011000012345678?"],
            &["%B4111111111111112^DOE/JANE^30121011000000000000?", ";4111111111111111=30131011000012345678?"],
        );
    }

    /// The specimens of ICAO Doc 9303.
    #[test]
    fn zones() {
        check(
            mrz_card,
            &[
                "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
                "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
                "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<",
            ],
            &[
                "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<7\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
                "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<5",
            ],
        );
    }
}
