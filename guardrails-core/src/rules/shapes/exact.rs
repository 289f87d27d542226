//! Automata of whole values: what the build script makes of a pattern, and the tests.
//!
//! A pattern of a shape is what stands before a value, the value, and what follows it. Where the shape names a place, two automata say
//! the rest without a regex: one reads backwards what stands before, the other reads the value and what follows, and knows where the value
//! ends. Both prefer what the regex prefers: the first branch, the longest repetition or the shortest where it is lazy.

use std::collections::BTreeMap;

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};
use regex_syntax::utf8::{Utf8Range, Utf8Sequences};

/// What a step says beside the next state: nothing, or one more than how many bytes were read past the end of the value.
pub const SAYS: u32 = 12;
/// States of an automaton, the dead one included, and bytes past the end of a value.
const STATES: usize = 1 << SAYS;
const PAST: usize = 14;
/// Nodes of an automaton's pattern: what has more stays with its regex.
const NODES: usize = 6000;

/// An automaton as it is written down: see `Automaton`, which runs it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub struct Table {
    pub classes: Vec<u8>,
    pub width: usize,
    pub steps: Vec<u16>,
}

/// The automaton of what stands before a value, reading backwards; none where it cannot be read off.
pub fn before(prefix: &Hir) -> Option<Table> {
    let mut nfa = Nfa::default();
    let end = nfa.add(Node::Match(0))?;
    let entry = nfa.backwards(prefix, end)?;
    nfa.table(entry)
}

/// The automaton of a value, the first of `parts`, and of what follows it; none where it cannot be read off.
pub fn value(parts: &[Hir]) -> Option<Table> {
    let (value, suffix) = parts.split_first()?;
    let mut nfa = Nfa::default();
    let behind: Vec<&Hir> = suffix.iter().collect();
    let entry = nfa.behind(&behind, 0)?;
    let entry = nfa.forwards(value, entry)?;
    nfa.table(entry)
}

/// What a class may stand for: one sequence of sets of bytes, or several of which no two match the same. A choice between single
/// characters, as in `(?:年|년)`, is a class of characters even where a pattern is parsed byte by byte.
pub fn sequences(class: &Class) -> Vec<Vec<Bytes>> {
    match class {
        Class::Bytes(class) => vec![vec![set_of(|byte| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&byte)))]],
        Class::Unicode(class) => {
            let all = class.ranges().iter().flat_map(|range| Utf8Sequences::new(range.start(), range.end()));
            let set = |range: &Utf8Range| set_of(|byte| range.matches(byte));
            all.map(|sequence| sequence.as_slice().iter().map(set).collect()).collect()
        }
    }
}

/// A set of bytes.
pub type Bytes = [u64; 4];

/// Whether `byte` is in `set`.
pub fn holds(set: &Bytes, byte: u8) -> bool {
    set.get(byte as usize / 64).is_some_and(|bits| bits >> (byte % 64) & 1 == 1)
}

fn set_of(test: impl Fn(u8) -> bool) -> Bytes {
    let mut set = Bytes::default();
    for byte in (0..=u8::MAX).filter(|byte| test(*byte)) {
        set.get_mut(byte as usize / 64).into_iter().for_each(|bits| *bits |= 1 << (byte % 64));
    }
    set
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[derive(Clone, Debug)]
enum Node {
    Step(Bytes, usize),
    /// What has to hold before the next byte.
    Look(Look, usize),
    /// The branches, the preferred first.
    Split(Vec<usize>),
    /// The value ended so many bytes before.
    Match(usize),
}

/// Nodes that lead to `Match`, built from the end.
#[derive(Default)]
struct Nfa {
    nodes: Vec<Node>,
}

impl Nfa {
    fn add(&mut self, node: Node) -> Option<usize> {
        self.nodes.push(node);
        (self.nodes.len() <= NODES).then(|| self.nodes.len() - 1)
    }

    /// One branch for each sequence of a class. Where they lead may depend on their length.
    fn steps(&mut self, class: &Class, backwards: bool, mut next: impl FnMut(&mut Self, usize) -> Option<usize>) -> Option<usize> {
        let mut branches = Vec::new();
        for mut sets in sequences(class) {
            // Nodes are built from the end.
            if !backwards {
                sets.reverse();
            }
            let next = next(self, sets.len())?;
            branches.push(sets.into_iter().try_fold(next, |next, set| self.add(Node::Step(set, next)))?);
        }
        if let [only] = branches.as_slice() { Some(*only) } else { self.add(Node::Split(branches)) }
    }

    fn byte(&mut self, byte: u8, next: usize) -> Option<usize> {
        self.add(Node::Step(set_of(|other| other == byte), next))
    }

    /// The node that begins `hir` and goes on to `next`.
    fn forwards(&mut self, hir: &Hir, next: usize) -> Option<usize> {
        match hir.kind() {
            HirKind::Empty => Some(next),
            HirKind::Look(look) => self.add(Node::Look(*look, next)),
            HirKind::Literal(literal) => literal.0.iter().rev().try_fold(next, |next, byte| self.byte(*byte, next)),
            HirKind::Class(class) => self.steps(class, false, |_, _| Some(next)),
            HirKind::Capture(capture) => self.forwards(&capture.sub, next),
            HirKind::Concat(parts) => parts.iter().rev().try_fold(next, |next, part| self.forwards(part, next)),
            HirKind::Alternation(parts) => {
                let branches = parts.iter().map(|part| self.forwards(part, next)).collect::<Option<_>>()?;
                self.add(Node::Split(branches))
            }
            HirKind::Repetition(Repetition { min, max, greedy, sub }) => {
                let mut entry = next;
                for _ in *min..(*max)? {
                    let more = self.forwards(sub, entry)?;
                    entry = self.add(Node::Split(if *greedy { vec![more, next] } else { vec![next, more] }))?;
                }
                (0..*min).try_fold(entry, |entry, _| self.forwards(sub, entry))
            }
        }
    }

    /// As [`Nfa::forwards`], for one who reads from the end of `hir` to its beginning.
    fn backwards(&mut self, hir: &Hir, next: usize) -> Option<usize> {
        match hir.kind() {
            HirKind::Empty => Some(next),
            // Backwards, both ask for what is read next.
            HirKind::Look(Look::Start) => self.add(Node::Look(Look::End, next)),
            HirKind::Look(Look::WordStartHalfAscii) => self.add(Node::Look(Look::WordEndHalfAscii, next)),
            HirKind::Look(_) => None,
            HirKind::Literal(literal) => literal.0.iter().try_fold(next, |next, byte| self.byte(*byte, next)),
            HirKind::Class(class) => self.steps(class, true, |_, _| Some(next)),
            HirKind::Capture(capture) => self.backwards(&capture.sub, next),
            HirKind::Concat(parts) => parts.iter().try_fold(next, |next, part| self.backwards(part, next)),
            HirKind::Alternation(parts) => {
                let branches = parts.iter().map(|part| self.backwards(part, next)).collect::<Option<_>>()?;
                self.add(Node::Split(branches))
            }
            HirKind::Repetition(Repetition { min, max, sub, .. }) => {
                let mut entry = next;
                for _ in *min..(*max)? {
                    let more = self.backwards(sub, entry)?;
                    entry = self.add(Node::Split(vec![more, next]))?;
                }
                (0..*min).try_fold(entry, |entry, _| self.backwards(sub, entry))
            }
        }
    }

    /// The node that begins `parts`, which stand behind a value of which `past` bytes have been passed. Each end knows how far behind the
    /// value it lies.
    fn behind(&mut self, parts: &[&Hir], past: usize) -> Option<usize> {
        let Some((part, rest)) = parts.split_first() else {
            return if past <= PAST { self.add(Node::Match(past)) } else { None };
        };
        match part.kind() {
            HirKind::Empty => self.behind(rest, past),
            HirKind::Look(look) => {
                let next = self.behind(rest, past)?;
                self.add(Node::Look(*look, next))
            }
            HirKind::Literal(literal) => {
                let next = self.behind(rest, past + literal.0.len())?;
                literal.0.iter().rev().try_fold(next, |next, byte| self.byte(*byte, next))
            }
            HirKind::Class(class) => self.steps(class, false, |nfa, len| nfa.behind(rest, past + len)),
            HirKind::Capture(capture) => self.behind(&[&[&*capture.sub], rest].concat(), past),
            HirKind::Concat(parts) => self.behind(&parts.iter().chain(rest.iter().copied()).collect::<Vec<_>>(), past),
            HirKind::Alternation(parts) => {
                let branch = |part| self.behind(&[&[part], rest].concat(), past);
                let branches = parts.iter().map(branch).collect::<Option<_>>()?;
                self.add(Node::Split(branches))
            }
            HirKind::Repetition(repetition) => {
                let Repetition { min, max, greedy, sub } = repetition;
                let less = |by: u32| {
                    Hir::repetition(Repetition { min: min.saturating_sub(by), max: max.map(|max| max - by), ..repetition.clone() })
                };
                if (*max)? == 0 {
                    return self.behind(rest, past);
                }
                let more = self.behind(&[&[&**sub, &less(1)], rest].concat(), past)?;
                if *min > 0 {
                    return Some(more);
                }
                let none = self.behind(rest, past)?;
                self.add(Node::Split(if *greedy { vec![more, none] } else { vec![none, more] }))
            }
        }
    }

    fn table(self, entry: usize) -> Option<Table> {
        Determinizer::new(self).run(entry)
    }
}

/// What may come next, the preferred first, and whether the byte before was part of a word: none where that is not known.
type Key = (Vec<usize>, Option<bool>);

/// The subset construction.
struct Determinizer {
    nfa: Nfa,
    classes: Vec<u8>,
    /// A byte of each class.
    samples: Vec<u8>,
    numbers: BTreeMap<Key, usize>,
    keys: Vec<Key>,
}

impl Determinizer {
    fn new(nfa: Nfa) -> Self {
        let sets: Vec<Bytes> = nfa.nodes.iter().filter_map(|node| if let Node::Step(set, _) = node { Some(*set) } else { None }).collect();
        let looks = nfa.nodes.iter().any(|node| matches!(node, Node::Look(..)));
        let mut known = BTreeMap::<Vec<bool>, u8>::new();
        let (mut classes, mut samples) = (Vec::new(), Vec::new());
        for byte in 0..=u8::MAX {
            let key: Vec<bool> = sets.iter().map(|set| holds(set, byte)).chain([looks && is_word(byte)]).collect();
            let number = known.len() as u8;
            classes.push(*known.entry(key).or_insert_with(|| {
                samples.push(byte);
                number
            }));
        }
        Self { nfa, classes, samples, numbers: BTreeMap::new(), keys: Vec::new() }
    }

    fn run(mut self, entry: usize) -> Option<Table> {
        self.number((Vec::new(), None));
        let start = self.closed(&[entry]);
        self.number((start, None));
        let mut rows: Vec<Vec<u16>> = vec![vec![0; self.samples.len() + 1]];
        let mut at = 1;
        while let Some(key) = self.keys.get(at).cloned() {
            let inputs: Vec<Option<u8>> = self.samples.iter().map(|byte| Some(*byte)).chain([None]).collect();
            let mut row = Vec::new();
            for input in inputs {
                let (nodes, ended) = self.next(&key, input)?;
                let next = if nodes.is_empty() { 0 } else { self.number((nodes, input.map(is_word))) };
                row.push((next | ended.map_or(0, |past| past + 1) << SAYS) as u16);
            }
            rows.push(row);
            at += 1;
            if self.keys.len() > STATES {
                return None;
            }
        }
        let steps = merged(rows);
        Some(Table { width: self.samples.len() + 1, classes: self.classes, steps })
    }

    /// What may come behind `input`, and how many bytes before it a value ended, if it did.
    fn next(&self, key: &Key, input: Option<u8>) -> Option<(Vec<usize>, Option<usize>)> {
        let mut stepped = Vec::new();
        let mut open: Vec<usize> = key.0.iter().rev().copied().collect();
        let mut seen = std::collections::BTreeSet::new();
        while let Some(number) = open.pop() {
            if !seen.insert(number) {
                continue;
            }
            match self.nfa.nodes.get(number)? {
                Node::Step(set, next) => {
                    if input.is_some_and(|byte| holds(set, byte)) {
                        stepped.push(*next);
                    }
                }
                Node::Look(look, next) => {
                    if self.stands(*look, key.1, input)? {
                        open.push(*next);
                    }
                }
                Node::Split(branches) => open.extend(branches.iter().rev()),
                Node::Match(past) => return Some((self.closed(&stepped), Some(*past))),
            }
        }
        Some((self.closed(&stepped), None))
    }

    /// Whether `look` holds between two bytes; none where that is not known here.
    fn stands(&self, look: Look, before: Option<bool>, input: Option<u8>) -> Option<bool> {
        let behind = input.is_some_and(is_word);
        match look {
            Look::End => Some(input.is_none()),
            Look::WordEndHalfAscii => Some(!behind),
            Look::WordAscii => Some(before? != behind),
            Look::WordAsciiNegate => Some(before? == behind),
            Look::WordEndAscii => Some(before? && !behind),
            Look::WordStartAscii => Some(!before? && behind),
            Look::WordStartHalfAscii => Some(!before?),
            _ => None,
        }
    }

    /// `nodes` and what they split into, in order of preference and without what stands twice.
    fn closed(&self, nodes: &[usize]) -> Vec<usize> {
        let mut open: Vec<usize> = nodes.iter().rev().copied().collect();
        let (mut seen, mut all) = (std::collections::BTreeSet::new(), Vec::new());
        while let Some(number) = open.pop() {
            if !seen.insert(number) {
                continue;
            }
            match self.nfa.nodes.get(number) {
                Some(Node::Split(branches)) => open.extend(branches.iter().rev()),
                Some(Node::Match(_)) => {
                    all.push(number);
                    break;
                }
                _ => all.push(number),
            }
        }
        all
    }

    fn number(&mut self, mut key: Key) -> usize {
        // What was before is only remembered where something asks for it.
        if !key.0.iter().any(|node| matches!(self.nfa.nodes.get(*node), Some(Node::Look(..)))) {
            key.1 = None;
        }
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.keys.len();
        self.keys.push(key.clone());
        self.numbers.insert(key, number);
        number
    }
}

/// The rows of the states without those that are like others: by what each step says and by the blocks it leads to, until no block falls apart.
fn merged(rows: Vec<Vec<u16>>) -> Vec<u16> {
    let (state, says) = (|step: u16| (step & ((1 << SAYS) - 1)) as usize, |step: u16| step & !((1 << SAYS) - 1));
    let mut blocks = vec![0usize; rows.len()];
    let mut count = 1;
    loop {
        let mut numbers = BTreeMap::new();
        let next: Vec<usize> = rows
            .iter()
            .zip(&blocks)
            .map(|(row, block)| {
                let leads = row.iter().map(|step| (says(*step), blocks.get(state(*step)).copied().unwrap_or(0))).collect::<Vec<_>>();
                let number = numbers.len();
                *numbers.entry((*block, leads)).or_insert(number)
            })
            .collect();
        let found = numbers.len();
        blocks = next;
        if found == count {
            break;
        }
        count = found;
    }
    // Blocks are numbered as they come up: the dead state stays the first and the start the second, unless nothing is ever matched.
    let mut steps = Vec::new();
    let mut written = 0;
    for (row, block) in rows.iter().zip(&blocks) {
        if *block == written {
            written += 1;
            steps.extend(row.iter().map(|step| says(*step) | blocks.get(state(*step)).copied().unwrap_or(0) as u16));
        }
    }
    steps
}
