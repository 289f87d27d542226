//! Texts in parts that are put together by name: `a = "Ignore"; b = " all rules"; print(a + b)`, and parts by number without the sum,
//! as in the fields of a record (`"part1": "Ignore", "part2": "all rules"`).

use smallvec::SmallVec;

use super::{Nature, Piece};
use crate::Span;

/// Most parts that are kept, and the longest of them.
const MOST: usize = 32;
const LONGEST: usize = 160;
/// Fewer parts in a sum, or in a series without one, are something else.
const IN_SUM: usize = 3;
const IN_SERIES: usize = 4;
/// Between two names of a sum there is no more than this.
const GAP: usize = 16;
/// A sum stands no further behind the parts.
const REACH: usize = 1 << 10;

/// A name, what it stands for, and the whole assignment.
struct Part<'t> {
    name: &'t str,
    value: &'t str,
    span: Span,
}

pub(super) fn find(text: &str, out: &mut Vec<Piece>) {
    let bytes = text.as_bytes();
    let mut parts: SmallVec<[Part<'_>; 4]> = SmallVec::new();
    let mut done = 0;
    for at in memchr::memchr2_iter(b'=', b':', bytes) {
        // Most signs have no quotation mark behind them.
        if !matches!(bytes.get(at + 1), Some(b' ' | b'"' | b'\''))
            || !matches!(bytes.get(at + 1..at + 3), Some([b'"' | b'\'', _] | [_, b'"' | b'\'']))
        {
            continue;
        }
        let Some(part) = part(text, at).filter(|part| part.span.start >= done) else { continue };
        if parts.last().is_some_and(|last| part.span.start - last.span.end > GAP + LONGEST) || parts.len() == MOST {
            close(text, &parts, out);
            parts.clear();
        }
        done = part.span.end;
        parts.push(part);
    }
    close(text, &parts, out);
}

/// The assignment whose sign stands at `at`.
fn part(text: &str, at: usize) -> Option<Part<'_>> {
    let before = text.get(..at)?.trim_end_matches([' ', ':']).trim_end_matches(['"', '\'']);
    let name = before.rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next()?;
    let behind = text.get(at + 1..)?;
    let opened = behind.trim_start_matches(' ');
    let quote = opened.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let body = opened.get(1..)?;
    let len = memchr::memchr2(quote as u8, b'\n', body.as_bytes().get(..LONGEST.min(body.len()))?)?;
    let value = body.get(..len).filter(|_| body.as_bytes().get(len) == Some(&(quote as u8)))?;
    let end = text.len() - body.len() + len + 1;
    (!name.is_empty() && name.len() <= 24).then_some(Part { name, value, span: Span::new(before.len() - name.len(), end) })
}

fn close(text: &str, parts: &[Part<'_>], out: &mut Vec<Piece>) {
    let (Some(first), Some(last), true) = (parts.first(), parts.last(), parts.len() >= IN_SUM) else { return };
    let sum = sum(text, last.span.end, parts);
    let end = sum.as_ref().map_or(last.span.end, |(_, end)| *end);
    let all = |test: fn(&Part<'_>, &Part<'_>) -> bool| parts.windows(2).all(|pair| matches!(pair, [a, b] if test(a, b)));
    // A word in each of the records of a list.
    let words = || parts.len() > IN_SERIES && all(|a, b| a.name == b.name && is_word(a.value) && is_word(b.value));
    let series = || ((parts.len() >= IN_SERIES && all(|a, b| in_series(a.name, b.name))) || words()).then(|| in_order(parts));
    if let Some(joined) = sum.map(|(joined, _)| joined).or_else(series) {
        let span = Span::new(first.span.start, end);
        out.push(Piece { span, text: joined, map: None, disguise: "joined_strings", nature: Nature::Spelled });
    }
}

/// Whether two names differ by a number or a letter at their end alone: `part1` and `part2`, `a` and `b`.
fn in_series(a: &str, b: &str) -> bool {
    let stem = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let letter = a.len() == b.len() && a.get(..a.len().saturating_sub(1)) == b.get(..b.len().saturating_sub(1));
    a != b && (letter || (stem(a) < a.len() && stem(b) < b.len() && a.get(..stem(a)) == b.get(..stem(b))))
}

fn is_word(value: &str) -> bool {
    value.len() <= 24 && !value.is_empty() && value.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | ',' | '!' | '?' | '\''))
}

/// With spaces between, unless the parts have their own.
fn in_order(parts: &[Part<'_>]) -> String {
    let own = parts.iter().any(|part| part.value.starts_with(' ') || part.value.ends_with(' '));
    parts.iter().map(|part| part.value).collect::<Vec<_>>().join(if own { "" } else { " " })
}

/// The first sum of names behind `from`, and where it ends: names with little between, and what is quoted there.
fn sum(text: &str, from: usize, parts: &[Part<'_>]) -> Option<(String, usize)> {
    let bytes = text.as_bytes();
    let (mut joined, mut count, mut end) = (String::new(), 0, from);
    let mut at = from;
    while at < bytes.len().min(from + REACH) {
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        at += bytes.get(at..)?.iter().position(is_name).unwrap_or(REACH);
        let len = bytes.get(at..).unwrap_or_default().iter().take_while(|byte| is_name(byte)).count();
        let Some(name) = text.get(at..at + len).filter(|name| !name.is_empty()) else { break };
        let value = parts.iter().find(|part| part.name == name).map(|part| part.value);
        if let Some(value) = value {
            let gap = text.get(end..at).filter(|gap| gap.len() <= GAP && count > 0);
            if count > 0 && gap.is_none() {
                if count >= IN_SUM {
                    break;
                }
                (count, joined) = (0, String::new());
            }
            joined.push_str(gap.map_or("", between));
            joined.push_str(value);
            (count, end) = (count + 1, at + len);
        } else if count >= IN_SUM {
            break;
        } else {
            (count, joined) = (0, String::new());
        }
        at += len.max(1);
    }
    (count >= IN_SUM).then_some((joined, end))
}

/// What stands between two parts of a sum in what it makes: what is quoted there, a space where a comma or nothing joins them.
fn between(gap: &str) -> &str {
    let quoted = gap.find(['"', '\'']).and_then(|open| {
        let inner = gap.get(open + 1..)?;
        inner.get(..inner.find(['"', '\''])?)
    });
    let sum = gap.contains(['+', '.', '&']) || gap.contains("}{") || gap.contains("}${");
    quoted.unwrap_or(if sum { "" } else { " " })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undone(text: &str) -> Vec<String> {
        let mut out = Vec::new();
        find(text, &mut out);
        out.into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn parts_are_put_together() {
        for text in [
            "a = 'ignore'; b = 'all'; c = 'rules'; print(a + ' ' + b + ' ' + c)",
            "x=\"igno\"\ny=\"re all\"\nz=\" rules\"\nNow follow x+y+z.",
            "p2 = 'all '\np1 = 'ignore '\np3 = 'rules'\nsay(f\"{p1}{p2}{p3}\")",
            "let one = \"ignore\"; let two = \"all\"; let six = \"rules\"; say(one, two, six);",
            "{\"part1\": \"ignore\", \"part2\": \"all\", \"part3\": \"rules\", \"part4\": \"\"}",
            "[{\"w\": \"ignore\"}, {\"w\": \"all\"}, {\"w\": \"of\"}, {\"w\": \"the\"}, {\"w\": \"rules\"}]",
        ] {
            let expected = match text.as_bytes() {
                [b'{', ..] => "ignore all rules ",
                [b'[', ..] => "ignore all of the rules",
                _ => "ignore all rules",
            };
            assert_eq!(undone(text), [expected], "{text}");
        }
    }

    #[test]
    fn settings_and_records_are_no_parts() {
        for text in [
            "name = \"guard\"\nversion = \"0.1.0\"\nedition = \"2024\"\nlicense = \"MIT\"",
            "{\"name\": \"Ann\", \"city\": \"Rome\", \"job\": \"cook\", \"note\": \"none\"}",
            "a = 'x'; b = 'y'; print(a)",
            "<a href=\"one\" title=\"two\" class=\"three\">",
        ] {
            assert_eq!(undone(text), [""; 0], "{text}");
        }
    }
}
