//! A compiled pattern, and how it is searched for from the places where a match may begin.

use std::sync::atomic::{AtomicU32, Ordering};

use once_cell::sync::OnceCell;
use regex_automata::meta::{self, Regex};
use regex_automata::util::captures::Captures;
use regex_automata::util::syntax;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::Hir;

use super::begins::Begins;
use super::candidates::STARTS;
use super::factored::factored;
use super::program::{self, Program};
use super::split::{self, Split};
use super::{Text, WRITTEN, gate, source};
use crate::Span;

/// Clones of a regex share its program, and each has a pool of caches of its own behind a lock.
const SHARDS: usize = 8;

/// A pattern to be searched for inside a span: the engine below [`regex::bytes::Regex`] can anchor a search where it starts.
#[derive(Debug)]
pub(crate) struct Searcher {
    /// The pattern as it is. One with an `endless` twin is compiled where that has found something.
    exact: OnceCell<Option<Box<Compiled>>>,
    /// The pattern without the ends of its long repetitions: an automaton counts them for each place where the pattern may have begun, and in
    /// most windows the words do not even stand in that order.
    endless: Vec<Compiled>,
    written: Written,
    /// The group that is asked for, or 0.
    capture: usize,
    /// The bytes that a match may begin with.
    begins: Begins,
    /// The longest match, where there is one.
    longest: Option<usize>,
    /// Where the captured part begins and ends, where a match tells it; and what stands before it, compiled where it is asked for. A guard has
    /// thousands of searchers, and most are never used.
    split: OnceCell<Option<Box<Parts>>>,
    /// How often the regex itself was asked for what a match captures.
    captured: AtomicU32,
}

/// Where the pattern is to be had once more.
#[derive(Debug)]
enum Written {
    Text { pattern: Text, ignore_case: bool },
    Program(&'static Program),
    Nowhere,
}

impl Written {
    fn read(&self) -> Result<Hir, String> {
        match self {
            Self::Text { pattern, ignore_case } => source::parse(pattern, *ignore_case).map(factored),
            Self::Program(program) => read(program.exact),
            Self::Nowhere => Err(UNREADABLE.to_owned()),
        }
    }
}

const UNREADABLE: &str = "a pattern that cannot be read";

fn read(at: u32) -> Result<Hir, String> {
    program::read(WRITTEN, at).ok_or_else(|| UNREADABLE.to_owned())
}

type Compiled = [Regex; SHARDS];

/// Where the captured part begins and ends, and what else is asked.
type Parts = (Split, OnceCell<Option<Leads>>);

/// [`split::Ways`], compiled.
#[derive(Debug)]
struct Leads {
    outer: Option<Compiled>,
    inner: Option<Compiled>,
    lead: Compiled,
}

impl Leads {
    fn new(hir: &Hir, group: usize) -> Option<Self> {
        let split::Ways { outer, inner, lead } = split::ways(hir, group)?;
        let skip = |hir: Option<Hir>| hir.map(|hir| compiled(&hir)).transpose().ok();
        Some(Self { outer: skip(outer)?, inner: skip(inner)?, lead: compiled_for(&lead, MatchKind::All).ok()? })
    }
}

/// How often the regex is asked for what is captured before other automata have cost as much to compile.
const OFTEN: u32 = 256;

/// Where a match may stand: it begins within `from..=last` and ends at or before `hi`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range {
    pub(crate) from: usize,
    pub(crate) last: usize,
    pub(crate) hi: usize,
}

/// A text may hold so many places from which only the endless pattern matches before it is left to the exact one.
const MISSES: usize = 16;

/// Bytes of the states that an automaton keeps for a thread, at most. The largest patterns meet more in source code than the half of it holds, and
/// make them again and again.
const CACHE: usize = 4 << 20;

/// The least that is read at once of what follows.
const PIECE: usize = 2 << 10;

impl Searcher {
    /// A pattern whose group `capture` is asked for, or none where that is 0.
    pub(crate) fn new(pattern: Text, ignore_case: bool, capture: usize) -> Result<Self, String> {
        let hir = source::parse(&pattern, ignore_case)?;
        let endless = gate::endless(&hir).into_iter().map(|part| compiled(&factored(part))).collect::<Result<Vec<_>, _>>()?;
        let (begins, longest) = (Begins::of(&hir), hir.properties().maximum_len());
        let exact = if endless.is_empty() { OnceCell::with_value(Some(Box::new(compiled(&factored(hir))?))) } else { OnceCell::new() };
        let written = Written::Text { pattern, ignore_case };
        Ok(Self { exact, endless, written, capture, begins, longest, split: OnceCell::new(), captured: AtomicU32::new(0) })
    }

    /// The same of a built-in rule.
    pub(crate) fn built_in(program: &'static Program, capture: usize) -> Result<Self, String> {
        let written = Written::Program(program);
        let Some(twin) = program.twin else {
            return Ok(Self { written, capture, split: OnceCell::new(), ..Self::of_written(program.exact)? });
        };
        let endless = twin.endless.iter().map(|part| compiled(&read(*part)?)).collect::<Result<Vec<_>, _>>()?;
        let (begins, longest) = (Begins(twin.begins), twin.longest);
        Ok(Self { exact: OnceCell::new(), endless, written, capture, begins, longest, split: OnceCell::new(), captured: AtomicU32::new(0) })
    }

    /// One of a pattern that counts nothing.
    pub(crate) fn of(hir: Hir) -> Result<Self, String> {
        Self::alone(&factored(hir))
    }

    /// The same of what the build script wrote.
    pub(crate) fn of_written(at: u32) -> Result<Self, String> {
        Self::alone(&read(at)?)
    }

    fn alone(hir: &Hir) -> Result<Self, String> {
        let (begins, longest) = (Begins::of(hir), hir.properties().maximum_len());
        let exact = OnceCell::with_value(Some(Box::new(compiled(hir)?)));
        Ok(Self {
            exact,
            endless: Vec::new(),
            written: Written::Nowhere,
            capture: 0,
            begins,
            longest,
            split: OnceCell::with_value(None),
            captured: AtomicU32::new(0),
        })
    }

    /// Compiles what is left to the first match.
    pub(crate) fn compile(&self) -> Result<(), String> {
        if self.exact.get().is_some() {
            return Ok(());
        }
        compiled(&self.written.read()?).map(drop)
    }

    /// The regex for this thread.
    pub(super) fn regex(&self) -> Option<&Regex> {
        let exact = || compiled(&self.written.read().ok()?).ok().map(Box::new);
        self.exact.get_or_init(exact).as_ref()?.get(shard())
    }

    fn endless(&self) -> impl Iterator<Item = &Regex> {
        let shard = if self.endless.is_empty() { 0 } else { shard() };
        self.endless.iter().filter_map(move |part| part.get(shard))
    }

    /// Whether there is a match.
    pub(crate) fn is_match(&self, text: &str, range: Range) -> bool {
        self.first(text, range, |regex, input| regex.search_half(input)).is_some()
    }

    /// The first match.
    pub(super) fn find(&self, text: &str, range: Range) -> Option<Span> {
        self.first(text, range, |regex, input| regex.search(input)).map(|found| Span::new(found.start(), found.end()))
    }

    /// The first match, and what it captures as `group`. `room` is made where there is none.
    pub(super) fn captures(&self, text: &str, range: Range, group: usize, room: &mut Option<Captures>) -> Option<(Span, Option<Span>)> {
        let found = self.first(text, range, |regex, input| {
            let captures = room.get_or_insert_with(|| regex.create_captures());
            regex.search_captures(input, captures);
            captures.get_match()
        })?;
        Some((Span::new(found.start(), found.end()), captured(room.as_ref()?, group)))
    }

    /// The longest match, where no repetition goes on for ever.
    pub(super) fn longest(&self) -> Option<usize> {
        self.longest
    }

    /// What is captured by a match that [`Searcher::find`] has found, where that is told by its first and last bytes.
    pub(super) fn split(&self, text: &str, found: Span) -> Option<Span> {
        self.parts()?.0.captured(text.as_bytes(), found).filter(|_| !self.skips())
    }

    fn skips(&self) -> bool {
        self.parts().is_some_and(|parts| parts.0.skips)
    }

    fn parts(&self) -> Option<&Parts> {
        let split = || match self.capture {
            0 => None,
            capture => Some(Box::new((Split::of(&self.written.read().ok()?, capture)?, OnceCell::new()))),
        };
        self.split.get_or_init(split).as_deref()
    }

    /// Whether [`Searcher::led`] is worth what it compiles, also where a text has few matches.
    pub(super) fn is_often_asked(&self) -> bool {
        self.captured.load(Ordering::Relaxed) >= OFTEN
    }

    /// What is captured, which may be nothing, where that is told by the ways through the pattern, and by what stands before the captured part
    /// in one length.
    pub(super) fn led(&self, text: &str, found: Span, group: usize) -> Option<Option<Span>> {
        let (split, leads) = self.parts()?;
        let end = split.end(text.as_bytes(), found)?;
        let Leads { outer, inner, lead } = leads.get_or_init(|| Leads::new(&self.written.read().ok()?, group)).as_ref()?;
        let shard = shard();
        let input = |from: usize, to: usize| regex_automata::Input::new(text).range(from..to).anchored(Anchored::Yes);
        let skips = |skip: &Option<Compiled>, from: usize| {
            skip.as_ref().and_then(|skip| skip.get(shard)).is_some_and(|skip| skip.search_half(&input(from, found.end)).is_some())
        };
        if skips(outer, found.start) {
            return Some(None);
        }
        let start = match split.captured(text.as_bytes(), found) {
            Some(span) => span.start,
            None => {
                let input = input(found.start, end);
                let shortest = lead.get(shard)?.search_half(&input.clone().earliest(true))?.offset();
                let longest = lead.get(shard)?.search_half(&input)?.offset();
                // The last byte is the first that is captured.
                Some(shortest).filter(|_| shortest == longest)?.saturating_sub(1)
            }
        };
        Some((!skips(inner, start)).then(|| Span::new(start, end)))
    }

    /// What is captured as `group` by a match that [`Searcher::find`] has found.
    pub(super) fn captured_by(&self, text: &str, found: Span, group: usize, room: &mut Option<Captures>) -> Option<Span> {
        let regex = self.regex()?;
        self.captured.fetch_add(1, Ordering::Relaxed);
        let captures = room.get_or_insert_with(|| regex.create_captures());
        let input = regex_automata::Input::new(text).range(found.start..found.end).anchored(Anchored::Yes);
        regex.search_captures(&input, captures);
        captured(captures, group)
    }

    /// What `search` answers first. Where a match can begin at few places each is tried: most are given up at their first bytes, and an
    /// automaton that begins nowhere else has few states.
    fn first<'t, T>(
        &self,
        text: &'t str,
        range: Range,
        mut search: impl FnMut(&Regex, &regex_automata::Input<'t>) -> Option<T>,
    ) -> Option<T> {
        let Range { from, last, hi } = range;
        let input = |start: usize| regex_automata::Input::new(text).range(start..hi);
        let anchored = |start: usize| input(start).anchored(Anchored::Yes);
        if last.saturating_sub(from) <= STARTS {
            let bytes = text.as_bytes().get(from..hi.min(last + 1))?;
            let mut starts = (from..).zip(bytes).filter(|(_, byte)| self.begins.may(**byte)).map(|(start, _)| start);
            return starts.find_map(|start| {
                let may = self.endless.is_empty() || self.endless().any(|part| part.search_half(&anchored(start)).is_some());
                search(self.regex().filter(|_| may)?, &anchored(start))
            });
        }
        let mut at = from;
        // No match begins before the first one of the endless pattern.
        for _ in 0..if self.endless.is_empty() { 0 } else { MISSES } {
            at = self.may_begin(text, at, hi)?;
            if let Some(found) = search(self.regex()?, &anchored(at)) {
                return Some(found);
            }
            at += 1;
        }
        search(self.regex()?, &input(at))
    }

    /// A place in `at..hi` before which no match begins; none where there is none. Read in pieces that hold each match which begins in their first
    /// half: a branch of the endless pattern that could still match would be followed to the end of the text, from every match of another.
    fn may_begin(&self, text: &str, mut at: usize, hi: usize) -> Option<usize> {
        let longest = self.longest.map_or(hi, |longest| longest.max(PIECE));
        loop {
            let end = hi.min(at.saturating_add(longest * 2));
            let input = regex_automata::Input::new(text).range(at..end);
            let first = self.endless().filter_map(|part| part.search(&input)).map(|found| found.start()).min();
            if end == hi || first.is_some_and(|start| start + longest <= end) {
                return first;
            }
            at += longest;
        }
    }
}

/// Without prefilters of its own: a window is short and was found by literals already, and compiling takes a third of the time.
pub(super) fn compiled(hir: &Hir) -> Result<Compiled, String> {
    compiled_for(hir, MatchKind::LeftmostFirst)
}

fn compiled_for(hir: &Hir, kind: MatchKind) -> Result<Compiled, String> {
    let config = meta::Config::new()
        .match_kind(kind)
        .utf8_empty(false)
        .auto_prefilter(false)
        .nfa_size_limit(Some(4 << 20))
        .hybrid_cache_capacity(CACHE);
    let regex = meta::Regex::builder()
        .syntax(syntax::Config::new().unicode(false).utf8(false))
        .configure(config)
        .build_from_hir(hir)
        .map_err(|error| format!("pattern: {error}"))?;
    Ok(std::array::from_fn(|_| regex.clone()))
}

fn captured(captures: &Captures, group: usize) -> Option<Span> {
    captures.get_group(group).map(|group| Span::new(group.start, group.end))
}

/// Which clone this thread uses. Threads that search at the same time would wait for each other at one lock, and the core asks the
/// system for nothing, so that the thread has no name here but the place of its stack. Any answer is right.
fn shard() -> usize {
    let here = 0u8;
    (std::ptr::from_ref(&here).addr() >> 20) % SHARDS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::source::parse;

    #[test]
    fn the_first_start_in_the_range_is_found() {
        let searcher = Searcher::new("(?:ab)?c([0-9]{1,3})".into(), false, 1).unwrap();
        let text = "xabc12 c345";
        for (from, last, hi, expected) in [
            (0, 11, 11, Some((1, 6))),
            (2, 5, 11, Some((3, 6))),
            (4, 6, 11, None),
            (4, 7, 11, Some((7, 11))),
            (4, 7, 9, Some((7, 9))),
            (4, 7, 8, None),
            (11, 11, 11, None),
        ] {
            let range = Range { from, last, hi };
            let expected = expected.map(|(start, end)| Span::new(start, end));
            assert_eq!(searcher.find(text, range), expected, "{range:?}");
            let captures = searcher.captures(text, range, 1, &mut None);
            assert_eq!(captures.map(|(whole, _)| whole), expected, "{range:?}");
            let group = expected.and_then(|found| searcher.captured_by(text, found, 1, &mut None));
            assert_eq!(captures.and_then(|(_, group)| group), group, "{range:?}");
            assert_eq!(group.is_some(), expected.is_some(), "{range:?}");
            assert_eq!(searcher.is_match(text, range), expected.is_some(), "{range:?}");
        }
        // The same where there are too many starts to be tried one by one.
        let long = format!("{}{text}", "-".repeat(2 * STARTS));
        let (from, end) = (STARTS / 2, long.len());
        assert_eq!(searcher.find(&long, Range { from, last: end, hi: end }), Some(Span::new(2 * STARTS + 1, 2 * STARTS + 6)));
    }

    #[test]
    fn a_pattern_with_a_twin_finds_what_it_finds_alone() {
        let pattern = "a[^x]{0,200}b[^x]{0,200}c";
        let (twin, hir) = (Searcher::new(pattern.into(), false, 0).unwrap(), parse(pattern, false).unwrap());
        assert!(!twin.endless.is_empty());
        let alone = Searcher::of(hir).unwrap();
        let (far, near) = ("-".repeat(240), "-".repeat(9));
        // The twin matches from the first `a`, the pattern from none, from the second, from the last of many.
        for text in [
            format!("a{far}b"),
            format!("a{far}bc"),
            format!("a{far}ab{near}c"),
            format!("{}b{far}abc", format!("a{far}").repeat(2 * MISSES)),
        ] {
            for (from, last) in [(0, text.len()), (0, STARTS), (text.len() - 3, text.len() - 3), (1, 1)] {
                let range = Range { from, last, hi: text.len() };
                assert_eq!(twin.find(&text, range), alone.find(&text, range), "{range:?} in {text}");
                assert_eq!(twin.is_match(&text, range), alone.is_match(&text, range), "{range:?} in {text}");
            }
        }
        let last = twin.find(&format!("a{far}ab{near}c"), Range { from: 0, last: 500, hi: 253 });
        assert_eq!(last, Some(Span::new(241, 253)));
    }
}
