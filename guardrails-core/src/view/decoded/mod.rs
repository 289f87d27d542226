//! Decoded views: what stands in a text in disguise, undone, each with the way back to the bytes that the caller gave.
//!
//! Every family of disguises is a file with a cheap anchor: what a text without it pays is one look at some of its bytes. What is
//! found is decoded, folded and searched again, as deep as [`Limits::decode_depth`] says. A decoder answers only with what
//! reads like a text, so that images, digests and code give no view.

mod alphabets;
mod apart;
mod base85;
mod chunked;
mod codes;
mod dictionary;
mod escapes;
mod glyphs;
mod joints;
pub(crate) mod language;
mod leet;
mod parted;
mod runs;
mod scripts;
mod smuggled;
mod spelling;
mod variables;
mod wordplay;

use std::borrow::Cow;

pub(crate) use dictionary::slip_of;

use super::Folded;
use crate::offsets::OffsetMap;
use crate::{Category, Limits, Span};

/// Most views of one scan, and most bytes in all of them: so many for each byte of the text, and so many more.
const VIEWS: usize = 4096;
const GROWTH: usize = 3;
const ROOM: usize = 8 << 10;
/// A piece with fewer letters and digits says nothing.
const SHORTEST: usize = 8;

/// What a decoder makes of a stretch of a text.
#[derive(Debug)]
struct Piece {
    /// The disguised stretch.
    span: Span,
    text: String,
    /// From `text` to the bytes of the stretch; without one all of the text stands for all of the stretch.
    map: Option<OffsetMap>,
    disguise: &'static str,
    nature: Nature,
}

/// What may be concluded from a match in a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nature {
    /// A transport encoding: any rule may match.
    Encoded,
    /// The same with bytes that cannot be printed, or behind a few letters: only wordings count, as a token of random bytes that begins with a text is the token.
    Damaged,
    /// Characters that nobody sees, and that say something.
    Smuggled,
    /// The same words without what parts them: no evidence that they were to be hidden.
    Parted,
    /// The same where a value begins behind an escaped line end (`\n4111`), so that any rule may match.
    Escaped,
    /// Another spelling: values would be changed by undoing it, so that only wordings count.
    Spelled,
}

/// The spellings inside which there may be others.
const ENVELOPES: &[&str] = &[
    "drawn_letters",
    "other_script",
    "joined_strings",
    "spaced_letters",
    "rot13",
    "caesar",
    "atbash",
    "rot47",
    "reversed",
    "reversed_order",
    "swapped_pairs",
    "rail_fence",
    "pig_latin",
    "spelling_alphabet",
];

/// The families that look at any text, and the one that looks at what folding takes away.
const FAMILIES: &[fn(&str, &mut Vec<Piece>)] = &[runs::find, escapes::find, spelling::find, joints::find, parted::find];
/// Those of them that do not only undo spellings, for guards that have no use for wordings.
const ENCODINGS: &[fn(&str, &mut Vec<Piece>)] = &[runs::encodings_only, escapes::find, spelling::codes_only, parted::values_only];

/// One decoded text, folded.
#[derive(Debug)]
pub(crate) struct Decoded {
    text: String,
    folding: OffsetMap,
    decoding: Option<OffsetMap>,
    span: Span,
    of: Origin,
    /// Whether nothing is looked for inside: what was corrected word by word is no envelope.
    last: bool,
    pub(crate) disguise: Cow<'static, str>,
    pub(crate) nature: Nature,
}

/// The text that a view was decoded from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Origin {
    Raw,
    Folded,
    View(usize),
}

impl Decoded {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Where a span of it stands in the text that it was decoded from.
    fn outside(&self, span: Span) -> Span {
        let inner = self.folding.raw(span);
        let outer = self.decoding.as_ref().map_or(self.span, |map| {
            let inside = map.raw(inner);
            Span::new(self.span.start + inside.start, (self.span.start + inside.end).min(self.span.end))
        });
        if outer.is_empty() { self.span } else { outer }
    }

    /// Whether the text was spelt or encoded in another way, and not only written down by a program.
    pub(crate) fn hides(&self) -> bool {
        parted::hides(self.nature)
    }

    /// Whether a match of a rule of this category counts here.
    pub(crate) fn counts(&self, category: Category) -> bool {
        match self.nature {
            Nature::Spelled | Nature::Damaged | Nature::Parted => category == Category::Injection,
            Nature::Encoded | Nature::Smuggled | Nature::Escaped => {
                matches!(category, Category::Injection | Category::Secrets | Category::Pii)
            }
        }
    }
}

/// Every decoded view of a text. Empty, and nothing allocated, where nothing is disguised.
#[derive(Debug, Default)]
pub(crate) struct DecodedViews {
    views: Vec<Decoded>,
    /// More than the bounds allow: the rest was not undone.
    pub(crate) overflow: bool,
}

impl DecodedViews {
    /// Spellings are undone where there are `wordings` to look for.
    pub(crate) fn new(raw: &str, folded: &Folded<'_>, wordings: bool, limits: &Limits) -> Self {
        let mut all = Self::default();
        let families = if wordings { FAMILIES } else { ENCODINGS };
        if limits.decode_depth == 0 {
            return all;
        }
        let mut room = raw.len().saturating_mul(GROWTH).saturating_add(ROOM);
        let mut pieces = Vec::new();
        if !folded.hidden().is_empty() {
            smuggled::find(raw, &mut pieces);
            all.add(&mut pieces, Origin::Raw, &mut room);
        }
        // Folding takes some of the drawn letters for what they look like.
        if wordings {
            glyphs::find(raw, &mut pieces);
        }
        all.add(&mut pieces, Origin::Raw, &mut room);
        families.iter().for_each(|find| find(folded.text(), &mut pieces));
        all.add(&mut pieces, Origin::Folded, &mut room);
        let mut done = 0;
        for _ in 1..limits.decode_depth {
            let end = all.views.len();
            for index in done..end {
                if let Some(view) = all.views.get(index).filter(|view| !view.last) {
                    families.iter().for_each(|find| find(&view.text, &mut pieces));
                    pieces.retain(|piece| {
                        !all.is_undone_elsewhere(view, piece, raw, folded) && (view.hides() || parted::hides(piece.nature))
                    });
                }
                all.add(&mut pieces, Origin::View(index), &mut room);
            }
            done = end;
        }
        all
    }

    fn add(&mut self, pieces: &mut Vec<Piece>, of: Origin, room: &mut usize) {
        for piece in pieces.drain(..) {
            if piece.text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).take(SHORTEST).count() < SHORTEST {
                continue;
            }
            if self.views.len() >= VIEWS || piece.text.len() > *room {
                self.overflow = true;
                return;
            }
            *room -= piece.text.len();
            let outer = match of {
                Origin::View(index) => self.views.get(index).map(|view| &view.disguise),
                _ => None,
            };
            // Turned twice it is what it was.
            if outer.is_some_and(|outer| outer.ends_with("reversed")) && piece.disguise.starts_with("reversed") {
                continue;
            }
            let disguise = outer.map_or(Cow::Borrowed(piece.disguise), |outer| Cow::Owned(format!("{outer}>{}", piece.disguise)));
            let (text, folding) = Folded::new(&piece.text).into_parts();
            let text = text.unwrap_or(piece.text);
            let last = piece.nature == Nature::Spelled && !ENVELOPES.contains(&piece.disguise);
            self.views.push(Decoded { text, last, folding, decoding: piece.map, span: piece.span, of, disguise, nature: piece.nature });
        }
    }

    /// Where both kinds of escapes stand in a text, the other escapes are undone in the view without those of quoted-printable: the other
    /// way round gives the same text once more.
    fn is_undone_elsewhere(&self, view: &Decoded, piece: &Piece, raw: &str, folded: &Folded<'_>) -> bool {
        if piece.disguise != escapes::QUOTED || !escapes::is_one(&view.disguise) {
            return false;
        }
        let outside = view.outside(piece.span);
        let text = match view.of {
            Origin::Raw => raw,
            Origin::Folded => folded.text(),
            Origin::View(_) => return false,
        };
        let new = piece.span.of(&view.text).map_or(0, escapes::quoted);
        self.views.iter().filter(|other| other.of == view.of && other.disguise == escapes::QUOTED).any(|other| {
            let both = other.span.start.max(outside.start)..other.span.end.min(outside.end);
            text.get(both).is_some_and(|stretch| escapes::quoted(stretch) >= new)
        })
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Decoded)> {
        self.views.iter().enumerate()
    }

    /// The bytes of the caller's text behind `span` of the view `index`. None where the same letters stand there as they are: then
    /// the match is none of this view's.
    pub(crate) fn raw_span(&self, raw: &str, folded: &Folded<'_>, index: usize, mut span: Span) -> Option<Span> {
        let mut view = self.views.get(index)?;
        let matched = span.of(&view.text)?;
        // `=20` is nearly always the sign and a number.
        let before = span.start.checked_sub(1).and_then(|at| view.text.as_bytes().get(at)).filter(|_| view.disguise != escapes::QUOTED);
        let first = span.start == 0 && view.span.start == 0 && !matches!(view.of, Origin::View(_));
        let begins = first || before.is_some_and(|byte| !byte.is_ascii_alphanumeric());
        // A view is made from an earlier one, so this ends.
        loop {
            span = view.outside(span);
            match view.of {
                Origin::View(of) => {
                    view = self.views.get(of)?;
                    if stands_in(&view.text, span, matched, begins) {
                        return None;
                    }
                }
                Origin::Raw => {
                    if stands_in(raw, span, matched, begins) {
                        return None;
                    }
                    break;
                }
                Origin::Folded => {
                    if stands_in(folded.text(), span, matched, begins) {
                        return None;
                    }
                    span = folded.raw_span(raw, span);
                    break;
                }
            }
        }
        Some(on_boundaries(raw, span))
    }
}

/// Whether the letters of a match stand in the stretch it was decoded from, as they are. Not asked of very long stretches, so that
/// many matches in one cost no more than time in proportion. Where they begin behind an escape they are no word as they stand (`\nignore`,
/// `%20ignore`).
fn stands_in(text: &str, span: Span, matched: &str, begins: bool) -> bool {
    let before = span.start.checked_sub(1).and_then(|at| text.as_bytes().get(at));
    let joined = || begins && before.is_some_and(u8::is_ascii_alphanumeric) && matched.starts_with(|c: char| c.is_ascii_alphanumeric());
    let stretch = span.of(text).filter(|stretch| span.len() <= 16 << 10 && stretch.contains(matched));
    stretch.is_some_and(|stretch| stretch.len() > matched.len() || !joined())
}

fn on_boundaries(raw: &str, span: Span) -> Span {
    let (mut start, mut end) = (span.start.min(raw.len()), span.end.min(raw.len()));
    while !raw.is_char_boundary(start) {
        start -= 1;
    }
    while !raw.is_char_boundary(end) {
        end += 1;
    }
    Span::new(start, end)
}

/// One byte of so many may be one that cannot be printed: nobody may hide a text by putting such a byte into it.
const ODD: usize = 8;

/// The text of `bytes`, where it is one that can be printed, all of it or nearly all: what decodes by chance never is.
fn legible(bytes: Vec<u8>) -> Option<(String, Nature)> {
    let most = bytes.len() / ODD;
    shown(bytes, most).map(|text| {
        let nature = if text.bytes().any(|byte| is_control(&byte)) { Nature::Damaged } else { Nature::Encoded };
        (text, nature)
    })
}

fn is_control(byte: &u8) -> bool {
    (*byte < 0x20 && !matches!(*byte, b'\n' | b'\r' | b'\t')) || *byte == 0x7F
}

/// What stands for a byte that is part of no character: the control character made for it.
const SUBSTITUTE: u8 = 0x1A;

/// The text of `bytes`, of which at most so many are controls or part of no character.
fn shown(mut bytes: Vec<u8>, most: usize) -> Option<String> {
    let mut odd = bytes.iter().filter(|byte| is_control(byte)).count();
    let mut at = 0;
    while odd <= most {
        let rest = bytes.get(at..).unwrap_or_default();
        let Err(error) = std::str::from_utf8(rest) else { return String::from_utf8(bytes).ok() };
        let len = error.error_len().unwrap_or(rest.len() - error.valid_up_to());
        at += error.valid_up_to();
        bytes.get_mut(at..at + len).into_iter().flatten().for_each(|byte| *byte = SUBSTITUTE);
        (at, odd) = (at + len, odd + len);
    }
    None
}

#[cfg(test)]
#[path = "mod_tests.rs"]
mod tests;
