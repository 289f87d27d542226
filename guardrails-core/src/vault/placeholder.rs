//! Numbered placeholders in a text, as they were issued and as models write them.

use crate::Span;

/// Highest number of a kind, and so the most digits that are read as one.
pub(super) const LAST: u32 = 999_999;

/// Longest placeholder that is looked for, in bytes between the brackets: kinds are shorter.
const LONGEST: usize = 160;

/// A numbered placeholder in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// What is replaced: brackets and escapes with it, quotes and marks of emphasis not.
    pub(super) span: Span,
    /// The kind in UPPER_SNAKE, as it was written: it may be a plural.
    pub(super) kind: String,
    pub(super) number: u32,
    /// What a model put into the brackets behind the number: the `'s` of `[PERSON_1's]`.
    pub(super) suffix: String,
}

/// The next placeholder at or behind `from` whose kind and number `is_one` knows. Time is linear in the text: a bounded stretch is read at each
/// place where one may begin.
pub(super) fn next(text: &str, from: usize, is_one: impl Fn(&str, u32) -> bool) -> Option<Found> {
    let bytes = text.as_bytes();
    let mut at = from;
    let mut previous = text.get(..from).and_then(|before| before.bytes().next_back());
    while let Some(byte) = bytes.get(at).copied() {
        let found = match byte {
            b'[' | b'<' | b'{' | b'\\' | 0xE3 | 0xEF => bracketed(text, at),
            b'"' | b'\'' | b'`' | b'*' | 0xE2 | 0xC2 => quoted(text, at),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' if !previous.is_some_and(in_word) => bare(text, at),
            _ => None,
        };
        if let Some(found) = found.and_then(|found| known(found, &is_one)) {
            return Some(found);
        }
        previous = Some(byte);
        at += 1;
    }
    None
}

/// The placeholder with its kind as it is known: `[PERSONS_1]` is `PERSON` where there is no `PERSONS`.
fn known(found: Found, is_one: &impl Fn(&str, u32) -> bool) -> Option<Found> {
    let singular = [Some(found.kind.as_str()), found.kind.strip_suffix('S'), found.kind.strip_suffix("ES")];
    let kind = singular.into_iter().flatten().find(|kind| is_one(kind, found.number))?.to_owned();
    Some(Found { kind, ..found })
}

fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// `[KIND_1]`, `\[KIND\_1\]`, `<KIND_1>`, `{KIND_1}` and the full-width brackets.
fn bracketed(text: &str, at: usize) -> Option<Found> {
    const PAIRS: [(&str, &str); 8] = [
        ("[", "]"),
        ("\\[", "\\]"),
        ("<", ">"),
        ("{", "}"),
        ("\\<", "\\>"),
        ("\u{FF3B}", "\u{FF3D}"),
        ("\u{3010}", "\u{3011}"),
        ("\u{FF1C}", "\u{FF1E}"),
    ];
    let rest = text.get(at..)?;
    let (open, close) = PAIRS.iter().find(|(open, _)| rest.starts_with(open))?;
    let name = Name::read(text, at + open.len(), true)?;
    let behind = text.get(name.end..)?;
    let (suffix, gap) = suffix(behind);
    let tail = behind.get(suffix.len() + gap..)?;
    let end = name.end + suffix.len() + gap + close.len();
    tail.starts_with(close).then(|| Found { span: Span::new(at, end), kind: name.kind, number: name.number, suffix: suffix.to_owned() })
}

/// What may stand between number and bracket: a plural or a possessive, and how many bytes of white space follow it.
fn suffix(text: &str) -> (&str, usize) {
    let own = ["'s", "\u{2019}s", "s", "S", "'", "\u{2019}"].into_iter().find(|own| text.starts_with(own)).unwrap_or_default();
    let own = text.get(..own.len()).unwrap_or_default();
    let gap = text.bytes().skip(own.len()).take(2).take_while(|byte| *byte == b' ').count();
    (own, gap)
}

/// `"KIND 1"`, `` `KIND_1` ``, `**KIND_1**`: without brackets, and with spaces only where it stands in marks of its own.
fn quoted(text: &str, at: usize) -> Option<Found> {
    const MARKS: [&str; 11] = ["\"", "'", "`", "*", "\u{201C}", "\u{201D}", "\u{201E}", "\u{2018}", "\u{2019}", "\u{AB}", "\u{BB}"];
    let rest = text.get(at..)?;
    let mark = MARKS.iter().find(|mark| rest.starts_with(**mark))?;
    let start = at + mark.len();
    let name = Name::read(text, start, true)?;
    let behind = text.get(name.end..)?;
    MARKS.iter().any(|mark| behind.starts_with(mark)).then(|| Found {
        span: Span::new(start, name.end),
        kind: name.kind,
        number: name.number,
        suffix: String::new(),
    })
}

/// `KIND_1` as a word of its own, joined by underscores: prose has no such words.
fn bare(text: &str, at: usize) -> Option<Found> {
    let start = at + text.get(at..)?.bytes().take(3).take_while(|byte| *byte == b'_').count();
    let name = Name::read(text, start, false)?;
    let behind = text.get(name.end..)?;
    let emphasis = behind.bytes().take_while(|byte| *byte == b'_').count();
    let plural = usize::from(emphasis == 0 && behind.starts_with('s'));
    let next = behind.as_bytes().get(emphasis + plural).copied();
    let ends = emphasis == start - at && !next.is_some_and(in_word);
    ends.then(|| Found { span: Span::new(start, name.end), kind: name.kind, number: name.number, suffix: String::new() })
}

/// A kind and a number, however they are joined.
struct Name {
    kind: String,
    number: u32,
    end: usize,
}

impl Name {
    /// Words of ASCII letters and digits with gaps between them, of which the last is the number. `loose`: spaces, hyphens and nothing at all
    /// may join them, as well as `_` and `\_`.
    fn read(text: &str, start: usize, loose: bool) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut at = start + if loose { text.bytes().skip(start).take(2).take_while(|byte| *byte == b' ').count() } else { 0 };
        if !bytes.get(at)?.is_ascii_alphabetic() {
            return None;
        }
        let limit = start + LONGEST;
        let mut kind = String::new();
        loop {
            let from = at;
            while bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) && at < limit {
                at += 1;
            }
            let word = text.get(from..at)?;
            let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
            let (letters, number) = word.split_at_checked(word.len() - digits)?;
            let gap = gap(text, at, loose);
            // The last word is the number: behind it comes no further word.
            let more = gap > 0 && bytes.get(at + gap).is_some_and(u8::is_ascii_alphanumeric);
            if more && at < limit {
                if !kind.is_empty() {
                    kind.push('_');
                }
                kind.push_str(&word.to_ascii_uppercase());
                at += gap;
                continue;
            }
            // `[EMAIL_ADDRESS_1s]`: the plural is none of the number's.
            let (letters, number, end) = match (number.is_empty(), word.strip_suffix(['s', 'S'])) {
                (true, Some(short)) => {
                    let digits = short.bytes().rev().take_while(u8::is_ascii_digit).count();
                    let (letters, number) = short.split_at_checked(short.len() - digits)?;
                    (letters, number, at - 1)
                }
                _ => (letters, number, at),
            };
            if !letters.is_empty() {
                if !loose {
                    return None;
                }
                if !kind.is_empty() {
                    kind.push('_');
                }
                kind.push_str(&letters.to_ascii_uppercase());
            }
            let counts = !kind.is_empty() && (1..=6).contains(&number.len()) && !number.starts_with('0');
            return Some(Self { kind, number: number.parse().ok().filter(|_| counts)?, end });
        }
    }
}

/// How many bytes join two words at `at`.
fn gap(text: &str, at: usize, loose: bool) -> usize {
    let Some(rest) = text.get(at..) else { return 0 };
    if !loose {
        return if rest.starts_with('_') {
            1
        } else if rest.starts_with("\\_") {
            2
        } else {
            0
        };
    }
    let mut count = 0;
    for c in rest.chars().take(4) {
        if !matches!(c, '_' | '\\' | ' ' | '-' | '#' | '\u{A0}' | '\u{2011}') {
            break;
        }
        count += c.len_utf8();
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(String, u32, String)> {
        let is_one = |kind: &str, number: u32| matches!(kind, "EMAIL_ADDRESS" | "IBAN" | "PERSON" | "SHA256") && number < 100;
        let (mut found, mut at) = (Vec::new(), 0);
        while let Some(one) = next(text, at, is_one) {
            found.push((one.kind.clone(), one.number, one.span.of(text).unwrap().to_owned()));
            assert!(one.span.end > at);
            at = one.span.end;
        }
        found
    }

    #[test]
    fn what_models_make_of_a_placeholder_is_read() {
        for (text, replaced) in [
            ("[EMAIL_ADDRESS_1]", "[EMAIL_ADDRESS_1]"),
            ("to [email_address_1].", "[email_address_1]"),
            ("[Email Address 1]", "[Email Address 1]"),
            ("[EMAIL-ADDRESS-1]", "[EMAIL-ADDRESS-1]"),
            ("[EMAIL_ADDRESS #1]", "[EMAIL_ADDRESS #1]"),
            ("[ EMAIL_ADDRESS_1 ]", "[ EMAIL_ADDRESS_1 ]"),
            ("[EMAIL_ADDRESS1]", "[EMAIL_ADDRESS1]"),
            ("\\[EMAIL\\_ADDRESS\\_1\\]", "\\[EMAIL\\_ADDRESS\\_1\\]"),
            ("[EMAIL\\_ADDRESS\\_1]", "[EMAIL\\_ADDRESS\\_1]"),
            ("<EMAIL_ADDRESS_1>", "<EMAIL_ADDRESS_1>"),
            ("{EMAIL_ADDRESS_1}", "{EMAIL_ADDRESS_1}"),
            ("\u{FF3B}EMAIL_ADDRESS_1\u{FF3D}", "\u{FF3B}EMAIL_ADDRESS_1\u{FF3D}"),
            ("\u{3010}EMAIL_ADDRESS_1\u{3011}", "\u{3010}EMAIL_ADDRESS_1\u{3011}"),
            ("**EMAIL_ADDRESS_1**", "EMAIL_ADDRESS_1"),
            ("**[EMAIL_ADDRESS_1]**", "[EMAIL_ADDRESS_1]"),
            ("`EMAIL_ADDRESS_1`", "EMAIL_ADDRESS_1"),
            ("\"email address 1\"", "email address 1"),
            ("\u{201C}Email Address 1\u{201D}", "Email Address 1"),
            ("__EMAIL_ADDRESS_1__", "EMAIL_ADDRESS_1"),
            ("write EMAIL_ADDRESS_1, please", "EMAIL_ADDRESS_1"),
            ("EMAIL\\_ADDRESS\\_1's", "EMAIL\\_ADDRESS\\_1"),
            ("both EMAIL_ADDRESS_1s", "EMAIL_ADDRESS_1"),
            ("[EMAIL_ADDRESS_1]s", "[EMAIL_ADDRESS_1]"),
            ("[EMAIL_ADDRESSES_1]", "[EMAIL_ADDRESSES_1]"),
            ("[EMAIL_ADDRESS_1's]", "[EMAIL_ADDRESS_1's]"),
            ("[EMAIL_ADDRESS_1s]", "[EMAIL_ADDRESS_1s]"),
            ("[[EMAIL_ADDRESS_1]]", "[EMAIL_ADDRESS_1]"),
            ("\\[EMAIL_ADDRESS_1]", "[EMAIL_ADDRESS_1]"),
        ] {
            assert_eq!(all(text), [("EMAIL_ADDRESS".to_owned(), 1, replaced.to_owned())], "{text}");
        }
        assert_eq!(all("[SHA256_7]")[0].1, 7);
        assert_eq!(all("[IBAN_1][IBAN_2] IBAN_3").len(), 3);
    }

    #[test]
    fn prose_and_other_names_are_left_alone() {
        for text in [
            "email address 1",
            "IBAN 1",
            "my IBAN is 1",
            "[EMAIL_ADDRESS]",
            "[EMAIL_ADDRESS_]",
            "[EMAIL_ADDRESS_01]",
            "[EMAIL_ADDRESS_1234567]",
            "[EMAIL_ADDRESS_100]",
            "MY_EMAIL_ADDRESS_1",
            "EMAIL_ADDRESS_1_OLD",
            "EMAIL_ADDRESS_12x",
            "éIBAN_1",
            "IBAN_1é",
            "EMAIL_ADDRESS 1]",
            "[1]",
            "<h1>",
            "[EMAIL ADDRESS\n1]",
            "_IBAN_1",
            "\\[",
            "[",
            "\u{3010}",
            "[IBAN_",
        ] {
            assert_eq!(all(text), [], "{text}");
        }
    }
}
