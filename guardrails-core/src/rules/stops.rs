//! Bytes that no match of a pattern goes over: where one stands, a window ends. Patterns of wordings stay within a sentence or a line, for the most
//! part, and a window as wide as their longest match holds several. Shared with the build script, as `source.rs` is.

use regex_syntax::hir::{Class, Hir, HirKind};

/// What ends sentences, lines and clauses, the most frequent first.
const ENDS: [u8; 13] = [b'\n', b'.', b',', b'"', b'?', b'!', b';', b'(', b')', b'|', b'<', b'{', b'}'];

/// Windows of shorter matches are not worth the search for an end.
const SHORTEST: usize = 64;

/// Three bytes that no match holds inside, some of them alike where there are fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stops {
    pub bytes: [u8; 3],
    /// Whether a match may begin, and end, with one of them.
    pub first: bool,
    pub last: bool,
}

/// Those of a pattern whose longest match has `max_len` bytes.
pub fn stops(hir: &Hir, max_len: usize) -> Option<Stops> {
    if max_len < SHORTEST {
        return None;
    }
    let [mut inside, mut first, mut last] = [[false; 256]; 3];
    bytes(hir, (true, true), &mut |byte, (begins, ends)| {
        for (set, holds) in [(&mut first, begins), (&mut last, ends), (&mut inside, !begins && !ends)] {
            set.get_mut(usize::from(byte)).into_iter().for_each(|known| *known |= holds);
        }
    });
    let has = |set: &[bool; 256], byte: u8| set.get(usize::from(byte)).copied().unwrap_or(true);
    let mut never = ENDS.into_iter().filter(|end| !has(&inside, *end));
    let one = never.next()?;
    let two = never.next().unwrap_or(one);
    let bytes = [one, two, never.next().unwrap_or(one)];
    let any = |set: &[bool; 256]| bytes.iter().any(|byte| has(set, *byte));
    Some(Stops { bytes, first: any(&first), last: any(&last) })
}

/// Calls `found` with the bytes that matches hold, and whether a match may begin and may end with them; of parts that may be the first or the last.
fn bytes(hir: &Hir, (first, last): (bool, bool), found: &mut impl FnMut(u8, (bool, bool))) {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => {
            let end = literal.0.len().saturating_sub(1);
            literal.0.iter().enumerate().for_each(|(at, byte)| found(*byte, (first && at == 0, last && at == end)));
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.ranges().iter().flat_map(|range| range.start()..=range.end()).for_each(|byte| found(byte, (first, last)));
        }
        // Of a character only the bytes of ASCII are asked for.
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = class.ranges().iter().filter(|range| range.start().is_ascii());
            ranges
                .flat_map(|range| u32::from(range.start())..=u32::from(range.end()).min(0x7F))
                .for_each(|byte| found(byte as u8, (first, last)));
        }
        HirKind::Capture(capture) => bytes(&capture.sub, (first, last), found),
        HirKind::Repetition(repetition) if repetition.max == Some(1) => bytes(&repetition.sub, (first, last), found),
        HirKind::Repetition(repetition) => bytes(&repetition.sub, (false, false), found),
        HirKind::Concat(parts) => {
            let is_nothing = |part: &Hir| part.properties().maximum_len() == Some(0);
            let (begin, end) = (parts.iter().position(|part| !is_nothing(part)), parts.iter().rposition(|part| !is_nothing(part)));
            for (at, part) in parts.iter().enumerate() {
                bytes(part, (first && Some(at) == begin, last && Some(at) == end), found);
            }
        }
        HirKind::Alternation(parts) => parts.iter().for_each(|part| bytes(part, (first, last), found)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::source::parse;

    #[test]
    fn what_stands_inside_a_match_is_no_stop() {
        let of = |pattern: &str| stops(&parse(pattern, false).unwrap(), SHORTEST).map(|stops| (stops.bytes, stops.first, stops.last));
        assert_eq!(of(r"order[^.!?\n]{0,60}now"), Some((*b"\n.?", false, false)));
        assert_eq!(of(r"order[^.]{0,60}now"), Some((*b"...", false, false)));
        // What a match begins and ends with may stand nowhere else.
        assert_eq!(of(r"(?:[.!](?: )?|\n)order[^.!?\n]{0,60}[?]"), Some((*b"\n.?", true, true)));
        assert_eq!(of(r"(?:[.!] ){0,2}order[^.!?\n]{0,60}now"), Some((*b"\n?\n", false, false)));
        assert_eq!(of(r"(?:a\.b|c)order[^.!?\n]{0,60}now"), Some((*b"\n?!", false, false)));
        assert_eq!(of(r"[^x]{64}"), None);
        assert_eq!(stops(&parse("order now", false).unwrap(), 9), None);
    }
}
