//! What matches of a pattern, and of each part of it, begin with. Shared with the build script, as `source.rs` is.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use regex_syntax::hir::Hir;

use super::frequencies::EDGE;

/// The literals that the parts of a pattern begin with, each read once: several ask for them.
pub(super) struct Prefixes<'h> {
    /// The pattern, whose parts are known by where they are.
    pub(super) hir: &'h Hir,
    parts: RefCell<BTreeMap<*const Hir, Words>>,
    rests: RefCell<BTreeMap<*const Hir, Words>>,
}

/// None where they are too many, or anything may stand there.
type Words = Option<Rc<[String]>>;

impl<'h> Prefixes<'h> {
    pub(super) fn new(hir: &'h Hir) -> Self {
        Self { hir, parts: RefCell::default(), rests: RefCell::default() }
    }

    /// What every match of a part of the pattern begins with, where that is a small set of ASCII or UTF-8 literals; with edges where words begin and end.
    /// At the `start` of a pattern what is matched before a word belongs to the match, and is no edge.
    pub(super) fn of(&self, part: &'h Hir, start: bool) -> Words {
        if start {
            return prefixes(part, true).map(Rc::from);
        }
        self.parts.borrow_mut().entry(part).or_insert_with(|| prefixes(part, false).map(Rc::from)).clone()
    }

    /// The same of the rest of a sequence.
    pub(super) fn of_rest(&self, parts: &'h [Hir], start: bool) -> Words {
        let read = || prefixes(&beginning(parts, LEN), start).map(Rc::from);
        match parts.first() {
            Some(first) if is_endless(first) => None,
            Some(first) if !start => self.rests.borrow_mut().entry(first).or_insert_with(read).clone(),
            _ => read(),
        }
    }
}

/// [`Prefixes::of`].
fn prefixes(hir: &Hir, start: bool) -> Option<Vec<String>> {
    let mut extractor = regex_syntax::hir::literal::Extractor::new();
    extractor.limit_class(CLASS).limit_repeat(4).limit_literal_len(LEN).limit_total(1000);
    let mut words = Vec::new();
    // Of a list of labels together there would be too many, and it would cut them all down to three letters.
    let whole = edged(hir, start);
    let mut branches = spread(&whole);
    if branches.len() > MOST_BRANCHES {
        branches = vec![whole];
    }
    for branch in branches {
        for literal in extractor.extract(&branch).literals()? {
            // A class may cut a character in two; the whole characters before the cut are enough.
            let bytes = literal.as_bytes();
            let whole = match std::str::from_utf8(bytes) {
                Ok(text) => text,
                Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
            };
            words.push(between_edges(whole));
        }
    }
    shortest(&mut words);
    // Shorter ones do as well where there are too many.
    for len in (6..10).rev() {
        if words.len() > MANY {
            words
                .iter_mut()
                .for_each(|word| word.truncate((0..=len.min(word.len())).rev().find(|at| word.is_char_boundary(*at)).unwrap_or(0)));
            shortest(&mut words);
        }
    }
    Some(words)
}

/// Bytes of a literal that are read, and the bytes of a class that may stand in one.
const LEN: usize = 12;
pub(super) const CLASS: usize = 12;

/// A sequence as far as literals of `len` bytes can be read off its beginning: the rest need not be copied.
pub(super) fn beginning(parts: &[Hir], len: usize) -> Hir {
    use regex_syntax::hir::HirKind;
    let (mut read, mut is_open) = (0, true);
    let seen = parts.iter().take_while(|part| {
        let goes_on = is_open && read < len;
        is_open = !is_endless(part);
        // A stretch may become an edge, which is one byte.
        read += match part.kind() {
            HirKind::Literal(literal) => literal.0.len(),
            _ => part.properties().minimum_len().unwrap_or(0).min(1),
        };
        goes_on
    });
    Hir::concat(seen.cloned().collect())
}

/// Whether no literal goes on over a part: a class of many bytes, and no [edge](is_apart).
fn is_endless(part: &Hir) -> bool {
    use regex_syntax::hir::{Class, HirKind};
    match part.kind() {
        HirKind::Capture(capture) => is_endless(&capture.sub),
        HirKind::Repetition(repetition) => is_endless(&repetition.sub),
        HirKind::Class(class @ Class::Bytes(bytes)) => {
            bytes.ranges().iter().map(|range| range.len()).sum::<usize>() > CLASS && !is_apart(class)
        }
        _ => false,
    }
}

/// A pattern that begins with more alternatives is taken as one: each is copied with what follows.
const MOST_BRANCHES: usize = 1000;

/// The alternatives that a pattern begins with, each with all that follows: together they match what `hir` does.
fn spread(hir: &Hir) -> Vec<Hir> {
    use regex_syntax::hir::HirKind;
    match hir.kind() {
        HirKind::Capture(capture) => spread(&capture.sub),
        HirKind::Alternation(branches) => branches.iter().flat_map(spread).collect(),
        HirKind::Concat(parts) => {
            let is_edge = |part: &&Hir| matches!(part.kind(), HirKind::Literal(literal) if *literal.0 == [EDGE as u8]);
            let edges = parts.iter().take_while(is_edge).count();
            let (before, rest) = parts.split_at(edges);
            let Some((first, behind)) = rest.split_first() else { return vec![hir.clone()] };
            let whole = |first: Hir| Hir::concat(before.iter().cloned().chain([first]).chain(behind.iter().cloned()).collect());
            spread(first).into_iter().map(whole).collect()
        }
        _ => vec![hir.clone()],
    }
}

/// The literal up to its first inner edge. An edge only says something beside an ASCII letter or digit.
fn between_edges(literal: &str) -> String {
    let tells = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    let body = literal.trim_start_matches(EDGE);
    let word = body.split(EDGE).next().unwrap_or_default();
    let mut out = String::new();
    if body.len() < literal.len() && tells(word.bytes().next()) {
        out.push(EDGE);
    }
    out.push_str(word);
    if word.len() < body.len() && tells(word.bytes().last()) {
        out.push(EDGE);
    }
    out
}

/// Whether a class holds more than two bytes and no letter or digit.
pub(super) fn is_apart(class: &regex_syntax::hir::Class) -> bool {
    let regex_syntax::hir::Class::Bytes(class) = class else { return false };
    let bytes = || class.ranges().iter().flat_map(|range| range.start()..=range.end());
    bytes().nth(2).is_some() && !bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// `hir` with an [`EDGE`] in place of every boundary of a word and of every stretch that holds neither letters nor digits, but for the
/// signs that are worth looking for: classes of one or two.
fn edged(hir: &Hir, start: bool) -> Hir {
    use regex_syntax::hir::{Capture, HirKind, Look, Repetition};
    let edge = || Hir::literal(EDGE.to_string().into_bytes());
    match hir.kind() {
        HirKind::Look(Look::WordAscii | Look::WordStartAscii | Look::WordEndAscii | Look::WordStartHalfAscii | Look::WordEndHalfAscii) => {
            edge()
        }
        HirKind::Class(class) if !start && is_apart(class) => edge(),
        HirKind::Repetition(repetition)
            if !start && repetition.min > 0 && matches!(repetition.sub.kind(), HirKind::Class(class) if is_apart(class)) =>
        {
            edge()
        }
        HirKind::Repetition(repetition) => {
            Hir::repetition(Repetition { sub: Box::new(edged(&repetition.sub, start)), ..repetition.clone() })
        }
        HirKind::Capture(capture) => Hir::capture(Capture { sub: Box::new(edged(&capture.sub, start)), ..capture.clone() }),
        HirKind::Concat(parts) => {
            // What can be empty leaves the next part at the start.
            let mut start = start;
            Hir::concat(
                parts
                    .iter()
                    .map(|part| {
                        let part_edged = edged(part, start);
                        start &= part.properties().minimum_len() == Some(0);
                        part_edged
                    })
                    .collect(),
            )
        }
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(|branch| edged(branch, start)).collect()),
        _ => hir.clone(),
    }
}

/// So many literals of one group are worth shortening.
const MANY: usize = 100;

/// Drops every word that begins with another: it is found with that.
pub(super) fn shortest(words: &mut Vec<String>) {
    words.sort();
    words.dedup_by(|word, before| word.starts_with(before.as_str()));
}

#[cfg(test)]
mod tests {
    use regex_syntax::hir::HirKind;

    use super::*;
    use crate::rules::{source::parse, with_patterns};

    #[test]
    fn the_beginning_of_a_sequence_says_what_all_of_it_does() {
        let mut read = 0;
        for (rule, pattern) in with_patterns().step_by(7) {
            let hir = parse(pattern, false).unwrap();
            let HirKind::Concat(parts) = hir.kind() else { continue };
            let all = prefixes(&hir, false);
            assert_eq!(prefixes(&beginning(parts, LEN), false), all, "{}", rule.id);
            assert_eq!(Prefixes::new(&hir).of_rest(parts, false).as_deref(), all.as_deref(), "{}", rule.id);
            read += usize::from(all.is_some());
        }
        assert!(read > 100, "{read} patterns begin with literals");
    }
}
