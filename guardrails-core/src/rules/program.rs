//! Patterns of the built-in rules as the build script leaves them: parsed, grouped by what their alternatives begin with, and with the cheaper
//! patterns that are asked first. A guard reads hundreds with its first texts, which is quicker than to parse and group them.
//!
//! A pattern is a tree in prefix order: a byte that says what stands there, numbers in groups of seven bits, the lowest first, and the parts.
//! What several patterns have in common stands once, and they say where.

mod op;
#[cfg(test)]
mod write;

use regex_syntax::hir::{Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, Look, Repetition};

/// The patterns of a built-in rule: where each begins in what the build script wrote.
#[derive(Debug)]
pub(crate) struct Program {
    pub(crate) exact: u32,
    /// As [`gate::gate`](super::gate::gate) tells.
    pub(crate) gate: Option<u32>,
    /// As [`gate::opening`](super::gate::opening) tells.
    pub(crate) opening: Option<u32>,
    pub(crate) twin: Option<&'static Twin>,
}

/// What is asked before the exact pattern, and what that is asked without it.
#[derive(Debug)]
pub(crate) struct Twin {
    /// As [`gate::endless`](super::gate::endless) tells.
    pub(crate) endless: &'static [u32],
    /// The bytes that a match may begin with.
    pub(crate) begins: [u64; 4],
    pub(crate) longest: Option<usize>,
}

/// The pattern that begins at `at`; none where none does.
pub(super) fn read(written: &[u8], at: u32) -> Option<Hir> {
    let (before, bytes) = written.split_at_checked(at as usize)?;
    Reader { before, bytes }.node()
}

/// Trees are no deeper than patterns nest.
struct Reader<'b> {
    /// What is shared stands before what it is a part of.
    before: &'b [u8],
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    fn node(&mut self) -> Option<Hir> {
        Some(match self.byte()? {
            op::EMPTY => Hir::empty(),
            op::LOOK => {
                let look = self.number()?;
                Hir::look(Look::from_repr(look as u32)?)
            }
            op::LITERAL => {
                let len = self.number()?;
                Hir::literal(self.take(len)?)
            }
            op::CLASS => {
                let len = self.number()?;
                let ranges = self.take(2 * len)?.as_chunks::<2>().0;
                Hir::class(Class::Bytes(ClassBytes::new(ranges.iter().map(|[start, end]| ClassBytesRange::new(*start, *end)))))
            }
            op::CHARACTERS => {
                let len = self.number()?;
                let mut character = || char::from_u32(self.number()? as u32);
                let ranges = (0..len).map(|_| Some(ClassUnicodeRange::new(character()?, character()?))).collect::<Option<Vec<_>>>()?;
                Hir::class(Class::Unicode(ClassUnicode::new(ranges)))
            }
            op::REPETITION => {
                let (min, max, greedy) = (self.number()? as u32, self.number()?, self.byte()? != 0);
                Hir::repetition(Repetition { min, max: max.checked_sub(1).map(|max| max as u32), greedy, sub: Box::new(self.node()?) })
            }
            op::CAPTURE => {
                let index = self.number()? as u32;
                Hir::capture(Capture { index, name: None, sub: Box::new(self.node()?) })
            }
            op::CONCAT => {
                let len = self.number()?;
                let mut parts = Vec::with_capacity(len);
                for _ in 0..len {
                    if self.bytes.first() == Some(&op::LETTERS) {
                        self.byte();
                        parts.extend(self.letters()?);
                    } else {
                        parts.push(self.node()?);
                    }
                }
                Hir::concat(parts)
            }
            op::ALTERNATION => {
                let len = self.number()?;
                Hir::alternation((0..len).map(|_| self.node()).collect::<Option<_>>()?)
            }
            op::LETTERS => Hir::concat(self.letters()?.collect()),
            op::SHARED => {
                let at = self.number()?;
                read(self.before, at as u32)?
            }
            _ => return None,
        })
    }

    fn letters(&mut self) -> Option<impl Iterator<Item = Hir> + use<'b>> {
        let len = self.number()?;
        let either = |letter: &u8| {
            let ranges = [letter.to_ascii_uppercase(), *letter].map(|byte| ClassBytesRange::new(byte, byte));
            Hir::class(Class::Bytes(ClassBytes::new(ranges)))
        };
        Some(self.take(len)?.iter().map(either))
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<usize> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7F).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn take(&mut self, len: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::write::Writer;
    use super::*;
    use crate::rules::factored::tests::regex_texts;
    use crate::rules::searcher::{Range, Searcher};
    use crate::rules::{PATTERNS, Pattern, WRITTEN, source::parse, with_patterns};

    #[test]
    fn patterns_are_read_as_they_were_written() {
        let parsed = |(number, pattern): (usize, &&str)| parse(pattern, number % 2 == 0).unwrap();
        let some = PATTERNS.iter().enumerate().step_by(if cfg!(debug_assertions) { 20 } else { 3 });
        let mut all: Vec<Hir> = some.map(parsed).collect();
        let own = [r"(a)|\b(?:[^b-y]{3,}|c{2}?|Kk|[Kk]k\x{e9})$", "(?:é|è|中)x|(?:é|è|中)y", "", "a"];
        all.extend(own.iter().map(|pattern| parse(pattern, false).unwrap()));
        let mut writer = Writer::default();
        all.iter().for_each(|hir| {
            writer.note(hir);
        });
        let places: Vec<u32> = all.iter().map(|hir| writer.write(hir)).collect();
        for (hir, at) in all.iter().zip(places) {
            assert_eq!(read(&writer.written, at).as_ref(), Some(hir));
        }
    }

    #[test]
    fn what_is_no_pattern_is_none() {
        for bytes in [
            &[] as &[u8],
            &[77],
            &[op::LITERAL, 2, b'a'],
            &[op::CONCAT, 2, op::EMPTY],
            &[op::LOOK, 3],
            &[op::CLASS, 0xFF],
            &[op::SHARED, 9],
        ] {
            assert_eq!(read(bytes, 0), None, "{bytes:?}");
        }
        assert_eq!((read(&[op::EMPTY], 1), read(&[op::LITERAL, 1, b'a', op::SHARED, 0], 3)), (None, Some(Hir::literal(*b"a"))));
    }

    #[test]
    fn a_program_finds_what_its_pattern_does() {
        let mut seen = [0; 2];
        for (rule, pattern) in with_patterns().step_by(if cfg!(debug_assertions) { 60 } else { 12 }) {
            let Some(Pattern::Program(program)) = rule.pattern else { panic!("{} is no program", rule.id) };
            let of_text = Searcher::new(pattern.into(), rule.ignore_case, rule.capture).unwrap();
            let of_program = Searcher::built_in(program, rule.capture).unwrap();
            assert!(read(WRITTEN, program.exact).is_some_and(|hir| hir.properties().maximum_len() == of_text.longest()), "{}", rule.id);
            for text in regex_texts(&parse(pattern, rule.ignore_case).unwrap()) {
                let range = Range { from: 0, last: text.len(), hi: text.len() };
                let all = |searcher: &Searcher| {
                    let found = searcher.captures(&text, range, rule.capture, &mut None);
                    let whole = found.map(|(whole, _)| whole);
                    (found, searcher.is_match(&text, range), whole.and_then(|whole| searcher.split(&text, whole)))
                };
                assert_eq!(all(&of_text), all(&of_program), "{} in {text}", rule.id);
                seen[usize::from(program.twin.is_some())] += usize::from(all(&of_text).1);
            }
        }
        assert!(seen[0] > 20 && seen[1] > 5, "{seen:?}");
    }
}
