//! Text in characters that nobody sees: tags, variation selectors, zero-width bits; and text that bidi controls turn round.

use super::{Nature, Piece, legible};
use crate::Span;

/// Looks at the raw text, since folding takes these characters away. Called only where it found some out of order.
pub(super) fn find(raw: &str, out: &mut Vec<Piece>) {
    tags(raw, out);
    selectors(raw, out);
    bits(raw, out);
    overridden(raw, out);
}

/// Collects what `value` makes of characters, as long as no more than one other stands between.
fn collect<T>(raw: &str, value: impl Fn(char) -> Option<T>, mut found: impl FnMut(Span, Vec<T>)) {
    let (mut values, mut span) = (Vec::new(), Span::new(0, 0));
    for (at, c) in raw.char_indices().filter(|(_, c)| !c.is_ascii()) {
        if let Some(value) = value(c) {
            if !values.is_empty() && at > span.end + GAP {
                found(span, std::mem::take(&mut values));
            }
            if values.is_empty() {
                span.start = at;
            }
            span.end = at + c.len_utf8();
            values.push(value);
        }
    }
    if !values.is_empty() {
        found(span, values);
    }
}

/// How many bytes may stand between two of them: they can be strewn over the words of a clean sentence.
const GAP: usize = 16;

fn tags(raw: &str, out: &mut Vec<Piece>) {
    let value = |c: char| (0xE0020..=0xE007E).contains(&(c as u32)).then_some((c as u32 & 0x7F) as u8);
    collect(raw, value, |span, bytes| push(out, span, bytes, "unicode_tags"));
}

/// Bytes as variation selectors 1 to 256.
fn selectors(raw: &str, out: &mut Vec<Piece>) {
    let value = |c: char| match c as u32 {
        c @ 0xFE00..=0xFE0F => Some((c - 0xFE00) as u8),
        c @ 0xE0100..=0xE01EF => Some((c - 0xE0100 + 16) as u8),
        _ => None,
    };
    collect(raw, value, |span, bytes| push(out, span, bytes, "variation_selectors"));
}

/// Two zero-width characters as the bits of bytes, in either role and either length of a byte.
fn bits(raw: &str, out: &mut Vec<Piece>) {
    let value = |c: char| matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{180E}').then_some(c);
    collect(raw, value, |span, chars| {
        if chars.len() < 56 {
            return;
        }
        let mut kinds = chars.clone();
        kinds.sort_unstable();
        kinds.dedup();
        // A third one parts the bytes.
        let [a, b] = match kinds.as_slice() {
            [a, b] => [*a, *b],
            [a, b, c] => {
                let count = |kind: &char| chars.iter().filter(|c| *c == kind).count();
                let rarest = [a, b, c].into_iter().min_by_key(|kind| count(kind)).copied().unwrap_or_default();
                match [*a, *b, *c].into_iter().filter(|kind| *kind != rarest).collect::<Vec<_>>().as_slice() {
                    [a, b] => [*a, *b],
                    _ => return,
                }
            }
            _ => return,
        };
        for one in [b, a] {
            let zero = if one == a { b } else { a };
            let bits: Vec<bool> = chars.iter().filter(|c| **c == one || **c == zero).map(|c| *c == one).collect();
            for width in [8, 7] {
                let bytes: Vec<u8> =
                    bits.chunks_exact(width).map(|bits| bits.iter().fold(0, |all, bit| all << 1 | u8::from(*bit))).collect();
                let before = out.len();
                push(out, span, bytes, "zero_width_bits");
                if out.len() > before {
                    return;
                }
            }
        }
    });
}

fn push(out: &mut Vec<Piece>, span: Span, bytes: Vec<u8>, disguise: &'static str) {
    if bytes.len() >= 4
        && let Some((text, _)) = legible(bytes)
    {
        out.push(Piece { span, text, map: None, disguise, nature: Nature::Smuggled });
    }
}

/// What stands behind a right-to-left override is shown backwards, and was written backwards to be read forwards.
fn overridden(raw: &str, out: &mut Vec<Piece>) {
    const OVERRIDE: char = '\u{202E}';
    if !raw.contains(OVERRIDE) {
        return;
    }
    // Word by word or all at once: the whole text with every such stretch turned round.
    let mut text = String::with_capacity(raw.len());
    let (mut rest, mut turned, mut first, mut last) = (raw, Vec::new(), None, 0);
    while let Some((plain, after)) = rest.split_once(OVERRIDE) {
        let start = raw.len() - rest.len() + plain.len();
        text.push_str(plain);
        let len = after.find(['\u{202C}', '\u{2069}', '\n']).unwrap_or(after.len());
        turned.clear();
        turned.extend(after.get(..len).unwrap_or_default().chars().filter(|c| *c != OVERRIDE).rev());
        text.extend(turned.iter());
        rest = after.get(len..).unwrap_or_default();
        first = first.or(Some(start));
        last = raw.len() - rest.len();
        rest = rest.strip_prefix(['\u{202C}', '\u{2069}']).unwrap_or(rest);
    }
    text.push_str(rest);
    if let Some(start) = first {
        out.push(Piece { span: Span::new(start, last), text, map: None, disguise: "bidi", nature: Nature::Spelled });
    }
}
