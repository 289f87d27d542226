//! The text around the name of a machine: sentences, signs, lists, and what the name is a part of.

use crate::Span;

/// What is read before the hyphen of a name.
const COMPOUND: usize = 24;
/// An address without an order that is shorter than this is a heading: the order is what stands below.
pub(super) const HEADING: usize = 50;

/// Lines of a list.
pub(super) fn listed(text: &[u8]) -> usize {
    let item = |line: &&[u8]| matches!(line.trim_ascii_start(), [b'-' | b'*', b' ', ..] | [b'0'..=b'9', b'.' | b')', b' ', ..]);
    text.split(|byte| *byte == b'\n').skip(1).filter(item).count()
}

/// Whether a name is part of another word: of an identifier, or of a compound that it does not begin.
pub(super) fn is_part(folded: &str, name: Span) -> bool {
    let bytes = folded.as_bytes();
    let before = |back: usize| name.start.checked_sub(back).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    match before(1) {
        b'.' | b'$' => true,
        // "J'ai".
        b'\'' => before(2).eq_ignore_ascii_case(&b'j'),
        b'/' => matches!(bytes.get(name.end), Some(b'/' | b'.')),
        b'-' => before(2).is_ascii_alphanumeric() && PREFIXES.iter().any(|prefix| ends_with(bytes.get(..name.start), prefix)),
        // `note_for_the_agent` speaks to it, `AZURE_OPEN_AI` does not.
        b'_' => before(2).is_ascii_uppercase() || bytes.get(name.end) == Some(&b','),
        _ => {
            bytes.get(name.end) == Some(&b'_')
                && !FIELDS.iter().any(|field| bytes.get(name.end + 1..).is_some_and(|rest| starts_with(rest, field)))
        }
    }
}

/// What stands before the first end of a sentence.
pub(super) fn sentence(behind: &[u8]) -> &[u8] {
    ends(behind).next().and_then(|end| behind.get(..end - 1)).unwrap_or(behind)
}

/// What stands before a hyphen and makes another thing of the name, or no compound at all.
const PREFIXES: [&[u8]; 11] = [b"user-", b"multi-", b"non-", b"pre-", b"post-", b"anti-", b"open-", b"per-", b"cross-", b"inter-", b"--"];

/// Names of fields that say something to the machine named before them: `llm_directive`.
const FIELDS: [&[u8]; 12] =
    [b"directive", b"instruction", b"note", b"order", b"command", b"override", b"notice", b"message", b"task", b"hint", b"policy", b"memo"];

fn starts_with(text: &[u8], begin: &[u8]) -> bool {
    text.get(..begin.len()).is_some_and(|first| first.eq_ignore_ascii_case(begin))
}

fn ends_with(text: Option<&[u8]>, end: &[u8]) -> bool {
    let last = text.and_then(|text| text.len().checked_sub(end.len()).and_then(|at| text.get(at..)));
    last.is_some_and(|last| last.eq_ignore_ascii_case(end))
}

/// A name with what stands before its hyphen ("Browser-Agent"), and without the sign behind it.
pub(super) fn whole(text: &[u8], name: Span) -> Span {
    let before = text.get(name.start.saturating_sub(COMPOUND)..name.start).unwrap_or_default();
    let len = if before.ends_with(b"-") {
        before.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count()
    } else {
        0
    };
    let called = text.get(name.start..name.end).unwrap_or_default();
    let sign = usize::from(called.last().is_some_and(|byte| matches!(byte, b' ' | b',' | b':' | b'!' | b'.')));
    Span::new(name.start - len, name.end - sign)
}

/// Where sentences end, behind their last sign.
pub(super) fn ends(text: &[u8]) -> impl Iterator<Item = usize> {
    (0..text.len()).filter(|at| ends_sentence(text, *at)).map(|at| at + 1)
}

/// Whether a sentence ends with the byte at a place.
pub(super) fn ends_sentence(text: &[u8], at: usize) -> bool {
    let next = text.get(at + 1);
    match text.get(at) {
        Some(b'\n') => true,
        Some(b'.' | b'!' | b'?') => next.is_none_or(|next| matches!(next, b' ' | b'\n' | b'\t' | b'"' | b'\'' | b')' | b']')),
        Some(0x82) => at >= 2 && text.get(at - 2..at) == Some(b"\xE3\x80"),
        _ => false,
    }
}

/// Where the paragraph ends, unless it does right behind the name.
pub(super) fn paragraph_end(text: &[u8]) -> Option<usize> {
    text.windows(2).skip(HEADING / 2).position(|pair| pair == b"\n\n").map(|at| at + HEADING / 2)
}

/// Whether two words with capital letters follow: "Bard: Open Questions".
pub(super) fn is_title(rest: &[u8]) -> bool {
    let mut words = rest.trim_ascii_start().split(|byte| *byte == b' ');
    let capital =
        |word: Option<&[u8]>| matches!(word, Some([first, second, ..]) if first.is_ascii_uppercase() && second.is_ascii_lowercase());
    capital(words.next()) && capital(words.next())
}

/// Behind the signs that part an address from what is said.
pub(super) fn marks(sentence: &[u8]) -> impl Iterator<Item = usize> {
    const SIGNS: [&[u8]; 10] = [b":", b",", b">", b")", b"]", b"- ", b"* ", "、".as_bytes(), "へ".as_bytes(), "،".as_bytes()];
    let behind =
        |at: usize| SIGNS.iter().find(|sign| sentence.get(at..).is_some_and(|rest| rest.starts_with(sign))).map(|sign| at + sign.len());
    (0..sentence.len()).filter_map(behind)
}

/// Whether a line begins with a time, as those of a chat do: `[09:30] Ann: hello`.
pub(super) fn timed(line: &[u8]) -> bool {
    let signs = line.iter().take(2).take_while(|byte| !byte.is_ascii_alphanumeric()).count();
    let rest = line.get(signs..).unwrap_or_default();
    let hour = rest.iter().take(2).take_while(|byte| byte.is_ascii_digit()).count();
    hour > 0 && matches!(rest.get(hour..), Some([b':', ten, one, ..]) if ten.is_ascii_digit() && one.is_ascii_digit())
}
