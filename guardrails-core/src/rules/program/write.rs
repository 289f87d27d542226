//! Writes patterns as [`program`](super) reads them, for the build script.

use std::collections::BTreeMap;

use regex_syntax::hir::{Class, Hir, HirKind};

use super::op;

/// What is shorter stands wherever it is used.
const SHORTEST: usize = 10;

/// Writes patterns, and once what several of them have in common.
#[derive(Default)]
pub struct Writer {
    /// How often each part stands in the patterns, by what it is when nothing is shared.
    seen: BTreeMap<Vec<u8>, usize>,
    places: BTreeMap<Vec<u8>, usize>,
    pub written: Vec<u8>,
}

impl Writer {
    /// Notes the parts of a pattern that is written later.
    pub fn note(&mut self, hir: &Hir) -> Vec<u8> {
        let own = write(hir, &mut |part| self.note(part));
        if own.len() >= SHORTEST {
            let seen = self.seen.entry(own.clone()).or_default();
            *seen += 1;
        }
        own
    }

    /// Writes a pattern, and answers where it begins.
    pub fn write(&mut self, hir: &Hir) -> u32 {
        let own = write(hir, &mut |part| self.part(part));
        self.add(&own) as u32
    }

    fn add(&mut self, own: &[u8]) -> usize {
        let at = self.written.len();
        self.written.extend(own);
        at
    }

    fn part(&mut self, hir: &Hir) -> Vec<u8> {
        let plain = write_plain(hir);
        if self.seen.get(&plain).is_none_or(|seen| *seen < 2) {
            return write(hir, &mut |part| self.part(part));
        }
        let place = self.places.get(&plain).copied().unwrap_or_else(|| {
            let own = write(hir, &mut |part| self.part(part));
            self.add(&own)
        });
        self.places.insert(plain, place);
        let mut out = vec![op::SHARED];
        push(&mut out, place);
        out
    }
}

fn write_plain(hir: &Hir) -> Vec<u8> {
    write(hir, &mut |part| write_plain(part))
}

/// Writes a node, with its parts as `part` writes them.
fn write(hir: &Hir, part: &mut dyn FnMut(&Hir) -> Vec<u8>) -> Vec<u8> {
    let mut out = Vec::new();
    match hir.kind() {
        HirKind::Empty => out.push(op::EMPTY),
        HirKind::Look(look) => {
            out.push(op::LOOK);
            push(&mut out, look.as_repr() as usize);
        }
        HirKind::Literal(literal) => {
            out.push(op::LITERAL);
            push(&mut out, literal.0.len());
            out.extend(&*literal.0);
        }
        HirKind::Class(_) if letter(hir).is_some() => out.extend([op::LETTERS, 1].into_iter().chain(letter(hir))),
        HirKind::Class(Class::Bytes(class)) => {
            out.push(op::CLASS);
            push(&mut out, class.ranges().len());
            out.extend(class.ranges().iter().flat_map(|range| [range.start(), range.end()]));
        }
        // What the parser makes of alternatives that are one character each.
        HirKind::Class(Class::Unicode(class)) => {
            out.push(op::CHARACTERS);
            push(&mut out, class.ranges().len());
            class.ranges().iter().flat_map(|range| [range.start(), range.end()]).for_each(|c| push(&mut out, c as usize));
        }
        HirKind::Repetition(repetition) => {
            out.push(op::REPETITION);
            push(&mut out, repetition.min as usize);
            push(&mut out, repetition.max.map_or(0, |max| max as usize + 1));
            out.push(u8::from(repetition.greedy));
            out.extend(part(&repetition.sub));
        }
        HirKind::Capture(group) => {
            assert!(group.name.is_none(), "groups have numbers");
            out.push(op::CAPTURE);
            push(&mut out, group.index as usize);
            out.extend(part(&group.sub));
        }
        HirKind::Concat(parts) => {
            let mut written = Vec::new();
            let mut rest = parts.as_slice();
            while let [first, behind @ ..] = rest {
                let letters: Vec<u8> = rest.iter().map_while(letter).collect();
                if letters.is_empty() {
                    written.push(part(first));
                    rest = behind;
                } else {
                    let mut own = vec![op::LETTERS];
                    push(&mut own, letters.len());
                    rest = &rest[letters.len()..];
                    own.extend(letters);
                    written.push(own);
                }
            }
            out.push(op::CONCAT);
            push(&mut out, written.len());
            out.extend(written.concat());
        }
        HirKind::Alternation(branches) => {
            out.push(op::ALTERNATION);
            push(&mut out, branches.len());
            branches.iter().for_each(|branch| out.extend(part(branch)));
        }
    }
    out
}

/// The letter that a node matches, as a capital or not.
fn letter(hir: &Hir) -> Option<u8> {
    let HirKind::Class(Class::Bytes(class)) = hir.kind() else { return None };
    let [upper, lower] = class.ranges() else { return None };
    let one = upper.start() == upper.end() && lower.start() == lower.end();
    (one && lower.start().is_ascii_lowercase() && upper.start() == lower.start().to_ascii_uppercase()).then(|| lower.start())
}

fn push(out: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
