//! Postal codes that no label tells, but the place beside them: `8010 Graz`, `Edinburgh, EH1 9GP`, `Austin, TX 78701`. A number before any
//! word may be anything; one before a place that has such codes is one of them.

use super::Validity;
use super::checksum::{Compact, plausible};
use super::postal_places_table::{BEFORE, BEHIND};
use crate::Span;

/// Name in a rule's `validator`, and the function: the form of the code alone. What stands beside it is asked by [`Beside`].
pub(super) const TABLE: &[(&str, super::Validator)] = &[("postal_code_before_place", code), ("postal_code_behind_place", code)];

/// Looks at what stands beside a value as well: the text, and where the value is in it.
pub(in crate::rules) type Beside = fn(&[u8], Span) -> bool;

/// What the validator of this name asks of what stands beside the value; few ask anything.
pub(in crate::rules) fn beside(name: &str) -> Option<Beside> {
    match name {
        "postal_code_before_place" => Some(before_place),
        "postal_code_behind_place" => Some(behind_place),
        _ => None,
    }
}

/// The longest name of a place, and how many words it has.
const LONGEST: usize = 40;
const WORDS: usize = 4;

fn code(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible((3..=9).contains(&c.len()) && c.bytes().iter().any(u8::is_ascii_digit) && !c.all_same())
}

/// Whether the place behind the code at `span` has such codes.
fn before_place(text: &[u8], span: Span) -> bool {
    let Some(code) = text.get(span.start..span.end) else { return false };
    let behind = text.get(span.end..).unwrap_or_default();
    let behind = behind.get(..behind.len().min(LONGEST + 16)).unwrap_or_default();
    let gap = behind.iter().take_while(|b| matches!(b, b' ' | b',' | b'\n' | b'\r')).count();
    let mut name = behind.get(gap..).unwrap_or_default();
    for of_town in ["г. ", "г.", "м. ", "м.", "гр. "] {
        name = name.strip_prefix(of_town.as_bytes()).unwrap_or(name);
    }
    let name = Name::new(name);
    name.beginnings().any(|name| codes(BEHIND, name).is_some_and(|codes| has(codes, code)))
}

/// Whether the place, province or state before the code at `span` has such codes.
fn behind_place(text: &[u8], span: Span) -> bool {
    let Some(code) = text.get(span.start..span.end) else { return false };
    let from = span.start.saturating_sub(2 * LONGEST);
    let mut before = text.get(from..span.start).unwrap_or_default();
    let letters = code.iter().any(u8::is_ascii_alphabetic);
    // Codes with letters may have a county before them: `Leeds, West Yorkshire, LS8 3QD`.
    for _ in 0..if letters { 2 } else { 1 } {
        before = trimmed(before);
        // `Dublin 4, D04 X285`
        if letters && before.last().is_some_and(u8::is_ascii_digit) {
            before = trimmed(before.get(..before.iter().rposition(|b| !b.is_ascii_digit()).map_or(0, |at| at + 1)).unwrap_or_default());
        }
        let begins = before.iter().rposition(|b| matches!(b, b',' | b'\n' | b';' | b':' | b'|' | b'(' | b'"' | b'>' | b'0'..=b'9'));
        let part = before.get(begins.map_or(0, |at| at + 1)..).unwrap_or_default();
        let part = part.get(part.len().saturating_sub(LONGEST)..).unwrap_or_default();
        let state = part.rsplit(|b| matches!(b, b' ' | b'/' | b'-')).next().unwrap_or_default();
        let is_state = matches!(state.len(), 2 | 3) && state.iter().all(u8::is_ascii_uppercase);
        // A state alone is a word in capitals: something has to stand before it.
        if is_state && before.len() > state.len() + 3 {
            let state = std::str::from_utf8(state).unwrap_or_default();
            if codes(BEFORE, state).is_some_and(|codes| has(codes, code)) {
                return true;
            }
        }
        let name = Name::new(part.trim_ascii_start());
        if name.ends().any(|name| codes(BEFORE, name).is_some_and(|codes| has(codes, code))) {
            return true;
        }
        before = before.get(..begins.unwrap_or(0)).unwrap_or_default();
    }
    false
}

fn trimmed(text: &[u8]) -> &[u8] {
    let end = text.iter().rposition(|b| !matches!(b, b' ' | b',' | b'\n' | b'\r' | b'.' | b'-' | b')'));
    text.get(..end.map_or(0, |at| at + 1)).unwrap_or_default()
}

/// The codes of a place.
fn codes(table: &'static [(&str, &str)], name: &str) -> Option<&'static str> {
    let at = table.binary_search_by(|(place, _)| (*place).cmp(name)).ok()?;
    table.get(at).map(|(_, codes)| *codes)
}

/// Whether one of the forms, which `|` parts, is that of the code.
fn has(forms: &str, code: &[u8]) -> bool {
    // Four digits that may be a year are the code only of a place that has this one: `2000 Antwerpen`.
    let year = code.len() == 4 && (code.starts_with(b"19") || code.starts_with(b"20")) && code.iter().all(u8::is_ascii_digit);
    forms.split('|').any(|form| match form.as_bytes() {
        [b'!', area @ ..] => is_british(area, code),
        [b'?', begins @ ..] => is_irish(begins, code),
        form => {
            // The four digits behind an American code are its own matter.
            let short = code.get(..5).filter(|_| code.len() == 10 && form.len() == 5 && code.get(5) == Some(&b'-'));
            let code = short.unwrap_or(code);
            (!year || !form.contains(&b'#')) && form.len() == code.len() && form.iter().zip(code).all(|(form, byte)| fits(*form, *byte))
        }
    })
}

fn fits(form: u8, byte: u8) -> bool {
    match form {
        b'#' => byte.is_ascii_digit(),
        b'@' => byte.is_ascii_uppercase(),
        other => other == byte,
    }
}

/// `EH1 9GP`: the area, a district, and behind a space a digit and two letters.
fn is_british(area: &[u8], code: &[u8]) -> bool {
    let Some(rest) = code.strip_prefix(area) else { return false };
    let district = rest.get(..rest.len().saturating_sub(3)).unwrap_or_default().trim_ascii_end();
    matches!(district, [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9' | b'A'..=b'Z'])
}

/// `D04 X285`: the key of the route, and four characters of the building.
fn is_irish(begins: &[u8], code: &[u8]) -> bool {
    code.starts_with(begins) && matches!(code.len(), 7 | 8) && code.get(1..2).is_some_and(|two| two.iter().all(u8::is_ascii_digit))
}

/// The words of a name in lower case, a space between them, at most [`LONGEST`] bytes.
struct Name {
    bytes: [u8; LONGEST],
    len: usize,
}

impl Name {
    fn new(text: &[u8]) -> Self {
        let mut name = Self { bytes: [0; LONGEST], len: 0 };
        let mut gap = false;
        for byte in text {
            match byte {
                b' ' | b'-' | b'.' => gap = name.len > 0,
                b'A'..=b'Z' | b'a'..=b'z' | b'\'' | 0x80.. => {
                    if gap {
                        name.push(b' ');
                    }
                    gap = false;
                    name.push(byte.to_ascii_lowercase());
                }
                _ => break,
            }
        }
        name
    }

    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = byte;
            self.len += 1;
        }
    }

    fn text(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// Its first word, its first two, and so on.
    fn beginnings(&self) -> impl Iterator<Item = &str> {
        let ends = self.text().iter().enumerate().filter(|(_, b)| **b == b' ').map(|(at, _)| at).chain([self.len]);
        ends.take(WORDS).filter_map(|end| std::str::from_utf8(self.text().get(..end)?).ok())
    }

    /// Its last word, its last two, and so on.
    fn ends(&self) -> impl Iterator<Item = &str> {
        let starts = self.text().iter().enumerate().rev().filter(|(_, b)| **b == b' ').map(|(at, _)| at + 1).chain([0]);
        starts.take(WORDS).filter_map(|start| std::str::from_utf8(self.text().get(start..)?).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside_place(text: &str, code: &str, beside: Beside) -> bool {
        let start = text.find(code).unwrap();
        beside(text.as_bytes(), Span::new(start, start + code.len()))
    }

    #[test]
    fn places_behind_the_code() {
        for (text, code) in [
            ("8010 Graz", "8010"),
            ("31400 TOULOUSE", "31400"),
            ("5000 Nova Gorica\nx", "5000"),
            ("1079 JH Adam, app", "1079 JH"),
            ("02-715 Warszawa", "02-715"),
            ("2000 Antwerpen", "2000"),
            ("101000, г. москва, ул.", "101000"),
            ("30-501 Krakow", "30-501"),
            ("114 35 Stockholm", "114 35"),
        ] {
            assert!(beside_place(text, code, before_place), "{text}");
        }
        for (text, code) in
            [("8010 Zuge", "8010"), ("5010 Graz", "5010"), ("2014 Antwerpen", "2014"), ("31400", "31400"), ("10 Graz", "10")]
        {
            assert!(!beside_place(text, code, before_place), "{text}");
        }
    }

    #[test]
    fn places_before_the_code() {
        for (text, code) in [
            ("8. 122 BURNS CRESCENT, EDINBURGH, EH1 9GP", "EH1 9GP"),
            ("Leeds, West Yorkshire\nLS8 3QD", "LS8 3QD"),
            ("Dublin 4, D04 X285", "D04 X285"),
            ("Footscray VIC 3011", "3011"),
            ("Austin, TX 78701-1234", "78701-1234"),
            ("Kanata, ON K1Y 4S3", "K1Y 4S3"),
            ("Fortaleza/CE 60175-047", "60175-047"),
            ("Singapore 238859", "238859"),
        ] {
            assert!(beside_place(text, code, behind_place), "{text}");
        }
        for (text, code) in
            [("TX 78701", "78701"), ("Austin, TX 10701", "10701"), ("Leeds, EH1 9GP", "EH1 9GP"), ("model VIC 2011", "2011")]
        {
            assert!(!beside_place(text, code, behind_place), "{text}");
        }
    }

    #[test]
    fn tables_are_in_order() {
        for table in [BEHIND, BEFORE] {
            assert!(table.windows(2).all(|two| matches!(two, [(a, _), (b, _)] if a < b)));
        }
    }
}
