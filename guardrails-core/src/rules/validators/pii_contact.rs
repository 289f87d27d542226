//! Validators of how a person is reached: e-mail addresses and telephone numbers.

use super::Validity;
use super::checksum::{Compact, is_date, number, plausible, proven};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] =
    &[("email_address", email_address), ("phone_number", phone_number), ("phone_number_labelled", phone_number_labelled)];

/// E-mail address: lengths and dots of RFC 5321/5322, a top-level domain of letters, none of the reserved ones that are never delivered
/// and no file name like `icon@2x.png`.
pub(super) fn email_address(text: &[u8]) -> Validity {
    const FILES: &[u8] = b"png jpg jpeg gif svg webp ico css scss js mjs cjs jsx ts tsx json map html htm md txt yaml yml toml lock rs py go php vue zip tgz invalid localhost ";
    let Some(at) = text.iter().rposition(|b| *b == b'@') else { return plausible(text.len() <= 254) };
    let (local, domain) = (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
    let top = domain.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let dots = |part: &[u8]| part.first() != Some(&b'.') && part.last() != Some(&b'.') && !part.windows(2).any(|w| w == b"..");
    let labels =
        domain.split(|b| *b == b'.').all(|l| !l.is_empty() && l.len() <= 63 && l.first() != Some(&b'-') && l.last() != Some(&b'-'));
    let file = FILES.split(|b| *b == b' ').any(|f| !f.is_empty() && f.eq_ignore_ascii_case(top));
    let top_ok =
        top.len() >= 2 && (top.iter().all(u8::is_ascii_alphabetic) || top.get(..4).is_some_and(|p| p.eq_ignore_ascii_case(b"xn--")));
    plausible((1..=64).contains(&local.len()) && dots(local) && labels && top_ok && !file)
}

/// Telephone number right behind its label: as [`phone_number`], and four digits behind a dot are no decimals (`616.8987`).
pub(super) fn phone_number_labelled(text: &[u8]) -> Validity {
    let mut parts = text.split(|b| *b == b'.');
    let (area, line) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    if parts.next().is_none() && (3..=5).contains(&area.len()) && line.len() == 4 && digits(area) && digits(line) {
        return Validity::Plausible;
    }
    phone_number(text)
}

/// Telephone number with `+` or `00`: country code and length (ITU-T E.164); without them any 7-12 digits that are no date.
pub(super) fn phone_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let plus = text.iter().find(|b| b.is_ascii_digit() || **b == b'+') == Some(&b'+');
    // Extensions count no more: the digits before `x` or `ext`.
    let main = text.split(|b| b.is_ascii_alphabetic()).next().unwrap_or_default();
    let main = Compact::new(main);
    if plus {
        return proven(international(&main));
    }
    if main.range(0, 2) == b"00" && international(&Compact::new(main.range(2, main.len()))) {
        return Validity::Valid;
    }
    let mut parts = text.split(|b| !b.is_ascii_digit()).filter(|p| !p.is_empty());
    let (a, b, d) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let date = parts.next().is_none()
        && ((a.len() == 4 && b.len() <= 2 && d.len() <= 2 && is_date(number(a), number(b), number(d)))
            || (d.len() == 4
                && a.len() <= 2
                && b.len() <= 2
                && (is_date(number(d), number(b), number(a)) || is_date(number(d), number(a), number(b)))));
    let four_octets = text.iter().filter(|b| **b == b'.').count() == 3 && text.iter().all(|b| b.is_ascii_digit() || *b == b'.') && text.split(|b| *b == b'.').all(|p| p.len() <= 3 && number(p) < 256)
        // French and Belgian numbers are written in pairs, 27.19.84.75; a zero in front is no octet either.
        && !text.split(|b| *b == b'.').all(|p| p.len() == 2) && !text.split(|b| *b == b'.').any(|p| p.len() > 1 && p.first() == Some(&b'0'));
    // A number with a zero in front is no decimal: 01518.5704434.
    let trunk = text.first() == Some(&b'0') && text.get(1).is_some_and(u8::is_ascii_digit);
    let decimal = text.iter().filter(|b| !b.is_ascii_digit()).eq(b".") && !trunk;
    // Seconds and milliseconds since 1970, of 2014 to 2033; years from and to; a date and an hour.
    let bare = text.iter().all(u8::is_ascii_digit);
    let epoch = bare && matches!((c.len(), c.number(0, 4)), (10 | 13, 1400..=1999));
    let years = a.len() == 4 && b.len() == 4 && c.len() == 8 && (1900..=2100).contains(&number(a)) && (1900..=2100).contains(&number(b));
    let day = text
        .get(..10)
        .is_some_and(|day| day.get(4) == Some(&b'-') && day.get(7) == Some(&b'-') && is_date(number(a), number(b), number(d)));
    plausible(!decimal && !epoch && !years && !day && (7..=13).contains(&main.len()) && !c.all_same() && !date && !four_octets)
}

/// Whether the digits are a country code and a national number of its length.
fn international(c: &Compact) -> bool {
    let n = c.len();
    if n > 15 {
        return false;
    }
    let three = c.number(0, 3);
    let listed = |width: usize| {
        PHONES.iter().any(|(code, least, most)| c.number(0, width) == *code && (*least..=*most + 1).contains(&(n.saturating_sub(width))))
    };
    // One digit more than the longest: the trunk zero, as in +44 (0)20 7946 0018.
    (c.byte(0) == b'1' && listed(1))
        || (c.byte(0) == b'7' && listed(1))
        || listed(2)
        || (PHONES_3.iter().any(|(a, b)| (*a..=*b).contains(&three)) && (8..=15).contains(&n))
}

/// ITU-T E.164 country codes and the lengths of their national numbers: code, shortest, longest.
const PHONES: &[(u64, usize, usize)] = &[
    (1, 10, 10),
    (7, 10, 10),
    (20, 8, 10),
    (27, 9, 9),
    (30, 10, 10),
    (31, 9, 9),
    (32, 8, 9),
    (33, 9, 9),
    (34, 9, 9),
    (36, 8, 9),
    (39, 6, 11),
    (40, 9, 9),
    (41, 9, 9),
    (43, 6, 13),
    (44, 9, 10),
    (45, 8, 8),
    (46, 7, 10),
    (47, 8, 8),
    (48, 9, 9),
    (49, 6, 12),
    (51, 8, 9),
    (52, 10, 11),
    (53, 6, 8),
    (54, 10, 11),
    (55, 10, 11),
    (56, 9, 9),
    (57, 8, 10),
    (58, 10, 10),
    (60, 8, 10),
    (61, 9, 9),
    (62, 8, 12),
    (63, 8, 10),
    (64, 8, 10),
    (65, 8, 8),
    (66, 8, 9),
    (81, 9, 10),
    (82, 8, 11),
    (84, 9, 10),
    (86, 9, 11),
    (90, 10, 10),
    (91, 10, 10),
    (92, 9, 10),
    (93, 9, 9),
    (94, 9, 9),
    (95, 7, 10),
    (98, 10, 10),
];

/// First and last three-digit country code of a run of assigned ones.
const PHONES_3: &[(u64, u64)] = &[
    (211, 213),
    (216, 216),
    (218, 218),
    (220, 258),
    (260, 269),
    (290, 291),
    (297, 299),
    (350, 359),
    (370, 383),
    (385, 387),
    (389, 389),
    (420, 421),
    (423, 423),
    (500, 509),
    (590, 599),
    (670, 670),
    (672, 683),
    (685, 692),
    (850, 850),
    (852, 853),
    (855, 856),
    (880, 880),
    (886, 886),
    (960, 968),
    (970, 977),
    (992, 996),
    (998, 998),
];

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn mail() {
        check(email_address, &["a.b+c@example.co.uk"], &["icon@2x.png", ".a@example.com", "a..b@example.com", "a@-x.com"]);
    }

    #[test]
    fn telephones_by_label() {
        check(phone_number_labelled, &["616.8987", "8333.9791", "020 7946 0018"], &["0.00252013951", "616.89876"]);
        check(phone_number, &["01518.5704434"], &["616.8987", "1732442926", "1990-1999", "2015-08-18 11"]);
    }

    #[test]
    fn telephones() {
        check(
            phone_number,
            &["+1 (415) 555-2671", "+44 (0)20 7946 0018", "0049 30 901820", "020 7946 0018"],
            &["+999 123 4567", "1855-10-01", "192.168.1.20", "12.05.1987"],
        );
    }
}
