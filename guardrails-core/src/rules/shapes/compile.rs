//! Reads shapes off patterns and makes one automaton of them: what the build script does, and the tests.

use std::collections::BTreeMap;

use regex_syntax::hir::{Class, Hir, HirKind, Look};

use super::classes::{CLASSES, END, ESCAPE, class_of};
use super::exact;

/// How many bytes of a value the automaton reads. What reaches so far may be a value, and its rule's regex decides.
const DEPTH: usize = 12;
/// How many bytes before a value its pattern may look at.
const LEAD: usize = 9;
/// What is longer is looked for by its regex, which reads each byte of a window once however many values may begin there.
const LONGEST: usize = 160;
/// The shortest run of token characters that `anchors` knows of.
const TOKEN_LEN: usize = 20;

/// The classes of letters and digits, as a set.
const ALNUM: u32 = 0b111_1110;
/// The classes of what `\w` matches, as a set.
const WORD: u32 = ALNUM | 1 << 7;

/// The automaton, ready to be written down: see `Shapes`, which runs it.
#[derive(Clone, Debug, Default)]
#[allow(missing_docs)]
pub struct Table {
    pub starts: [u16; CLASSES],
    pub steps: Vec<[u16; CLASSES]>,
    /// For the states from `first_out` on, which patterns may have a value here; the states from `first_end` on go no further.
    pub outs: Vec<Vec<u16>>,
    pub first_out: u16,
    pub first_end: u16,
}

/// A pattern that says where its value begins.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub struct Shape {
    before: u32,
    parts: Vec<Hir>,
    /// How many bytes of a match may stand before the value.
    pub lead: usize,
    /// How many bytes of the value may stand before its first digit.
    pub to_digit: usize,
    /// How many bytes of the value may stand before its first long run of token characters; none where it need not have one.
    pub to_token: Option<usize>,
    /// The longest run of letters and digits that every value holds.
    pub run: usize,
    /// The automata of what stands before the value, and of the value with what follows it; none where only the regex will do.
    pub exact: Option<(exact::Table, exact::Table)>,
}

impl Shape {
    /// The shape of the group `capture` of `hir`; none where it cannot be read off.
    pub fn read(hir: &Hir, capture: usize) -> Option<Self> {
        let HirKind::Concat(parts) = hir.kind() else { return None };
        let is_value = |part: &Hir| matches!(part.kind(), HirKind::Capture(group) if group.index as usize == capture);
        let at = parts.iter().position(is_value)?;
        let (prefix, value) = (parts.get(..at)?, parts.get(at..)?);
        let lead = prefix.iter().map(|part| part.properties().maximum_len()).sum::<Option<usize>>().filter(|lead| *lead <= LEAD)?;
        let group = value.first()?;
        let all = group.properties().maximum_len()?;
        let longest: Option<usize> = parts.iter().map(|part| part.properties().maximum_len()).sum();
        let exact = || Some((exact::before(prefix.first()?)?, exact::value(value)?));
        Some(Self {
            before: before(prefix)?,
            parts: value.to_vec(),
            lead,
            to_digit: first(group, &is_digit).unwrap_or(all),
            to_token: first(group, &|part| run_of(part, &is_token_byte) >= TOKEN_LEN),
            run: run_of(group, &|byte| byte.is_ascii_alphanumeric()),
            exact: longest.filter(|longest| *longest <= LONGEST).and_then(|_| exact()),
        })
    }
}

/// How many bytes of a match may stand before a part that every match has and for which `holds`.
fn first(hir: &Hir, holds: &dyn Fn(&Hir) -> bool) -> Option<usize> {
    match hir.kind() {
        HirKind::Capture(capture) => first(&capture.sub, holds),
        HirKind::Alternation(parts) => parts.iter().try_fold(0, |most, part| Some(most.max(first(part, holds)?))),
        HirKind::Concat(parts) => {
            let mut passed = 0;
            for part in parts {
                if let Some(more) = first(part, holds) {
                    return Some(passed + more);
                }
                passed += part.properties().maximum_len()?;
            }
            None
        }
        _ if holds(hir) => Some(0),
        HirKind::Repetition(repetition) if repetition.min > 0 => first(&repetition.sub, holds),
        _ => None,
    }
}

fn is_digit(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Class(class) => all_bytes(class, &|byte| byte.is_ascii_digit()),
        HirKind::Literal(literal) => literal.0.first().is_some_and(u8::is_ascii_digit),
        _ => false,
    }
}

fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-')
}

/// The longest run of bytes for which `holds` that one part of every match is.
fn run_of(hir: &Hir, holds: &dyn Fn(u8) -> bool) -> usize {
    match hir.kind() {
        HirKind::Repetition(repetition) => match repetition.sub.kind() {
            HirKind::Class(class) if all_bytes(class, holds) => repetition.min as usize,
            _ => 0,
        },
        HirKind::Capture(capture) => run_of(&capture.sub, holds),
        HirKind::Concat(parts) => parts.iter().map(|part| run_of(part, holds)).max().unwrap_or(0),
        HirKind::Alternation(parts) => parts.iter().map(|part| run_of(part, holds)).min().unwrap_or(0),
        _ => 0,
    }
}

fn all_bytes(class: &Class, holds: &dyn Fn(u8) -> bool) -> bool {
    match class {
        Class::Bytes(class) => class.ranges().iter().all(|range| (range.start()..=range.end()).all(holds)),
        Class::Unicode(_) => false,
    }
}

/// The classes of which one stands before the value. Behind a letter or a digit a value only begins where these end an escape:
/// `\n` or `%3D`.
fn before(prefix: &[Hir]) -> Option<u32> {
    let [only] = prefix else { return None };
    let alternatives = match only.kind() {
        HirKind::Alternation(parts) => parts.iter().collect(),
        _ => vec![only],
    };
    let mut all = 0;
    for part in alternatives {
        let last = last(part)?;
        all |= match last & ALNUM {
            0 => last,
            _ if begins_escape(part) => 1 << ESCAPE,
            _ => return None,
        };
    }
    Some(all)
}

fn begins_escape(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Concat(parts) => parts.first().is_some_and(begins_escape),
        HirKind::Literal(literal) => matches!(literal.0.first(), Some(b'\\' | b'%')),
        _ => false,
    }
}

/// The classes that a match of `hir` may end with; none where it may be empty for no reason.
fn last(hir: &Hir) -> Option<u32> {
    match hir.kind() {
        HirKind::Look(Look::Start) => Some(1 << END),
        HirKind::Look(Look::WordStartAscii | Look::WordStartHalfAscii) => Some(!WORD),
        HirKind::Literal(literal) => literal.0.last().map(|byte| classes_of(|other| other == *byte)),
        HirKind::Class(class) => Some(classes(class)),
        HirKind::Capture(capture) => last(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => last(&repetition.sub),
        HirKind::Concat(parts) => last(parts.last()?),
        HirKind::Alternation(parts) => parts.iter().try_fold(0, |all, part| Some(all | last(part)?)),
        _ => None,
    }
}

/// The classes that hold a byte for which `holds`.
fn classes_of(holds: impl Fn(u8) -> bool) -> u32 {
    (0..=u8::MAX).filter(|byte| holds(*byte)).fold(0, |set, byte| set | 1 << class_of(byte))
}

fn classes(class: &Class) -> u32 {
    match class {
        Class::Bytes(class) => classes_of(|byte| class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&byte))),
        Class::Unicode(_) => u32::MAX,
    }
}

/// One automaton for the values of all patterns.
pub fn compile(shapes: &[Shape]) -> Table {
    let mut nfa = Nfa::default();
    let mut entries = Vec::new();
    for (index, shape) in shapes.iter().enumerate() {
        let end = nfa.add(Node::Match(index as u16));
        entries.push((shape.before, nfa.sequence(&shape.parts, end)));
    }
    Determinizer::new(nfa).run(&entries)
}

#[derive(Clone, Debug)]
enum Node {
    Step(u32, usize),
    Split(Vec<usize>),
    Match(u16),
}

/// Nodes that lead to `Match`, built from the end.
#[derive(Default)]
struct Nfa {
    nodes: Vec<Node>,
}

impl Nfa {
    fn add(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// The node that begins `hir` and goes on to `next`. Copies more than [`DEPTH`] deep are never reached.
    fn part(&mut self, hir: &Hir, next: usize) -> usize {
        match hir.kind() {
            HirKind::Empty => next,
            HirKind::Look(_) => next,
            HirKind::Literal(literal) => {
                literal.0.iter().rev().fold(next, |next, byte| self.add(Node::Step(classes_of(|other| other == *byte), next)))
            }
            HirKind::Class(class) => {
                let mut step = |next, set: &exact::Bytes| self.add(Node::Step(classes_of(|byte| exact::holds(set, byte)), next));
                let branches: Vec<usize> = exact::sequences(class).iter().map(|sets| sets.iter().rev().fold(next, &mut step)).collect();
                if let [only] = branches.as_slice() { *only } else { self.add(Node::Split(branches)) }
            }
            HirKind::Capture(capture) => self.part(&capture.sub, next),
            HirKind::Concat(parts) => self.sequence(parts, next),
            HirKind::Alternation(parts) => {
                let all = parts.iter().map(|part| self.part(part, next)).collect();
                self.add(Node::Split(all))
            }
            HirKind::Repetition(repetition) => {
                let min = repetition.min as usize;
                let max = repetition.max.map_or(usize::MAX, |max| max as usize);
                let mut entry = next;
                for _ in min..max.min(min + DEPTH) {
                    let more = self.part(&repetition.sub, entry);
                    entry = self.add(Node::Split(vec![more, next]));
                }
                (0..min.min(DEPTH)).fold(entry, |entry, _| self.part(&repetition.sub, entry))
            }
        }
    }

    fn sequence(&mut self, parts: &[Hir], end: usize) -> usize {
        let mut next = end;
        for (index, part) in parts.iter().enumerate().rev() {
            let before = index.checked_sub(1).and_then(|before| last(parts.get(before)?));
            let ends_word = match part.kind() {
                HirKind::Look(Look::WordEndAscii | Look::WordEndHalfAscii) => true,
                HirKind::Look(Look::WordAscii) => before.is_some_and(|before| before & !WORD == 0),
                _ => false,
            };
            // Behind anything but the whole pattern the next step would have to fit twice.
            next = if ends_word && self.is_end(next) { self.add(Node::Step(!WORD, next)) } else { self.part(part, next) };
        }
        next
    }

    fn is_end(&self, node: usize) -> bool {
        matches!(self.nodes.get(node), Some(Node::Match(_)))
    }
}

/// A state: the steps that may come next, and the patterns that have come to their end on the way here.
type Key = (Vec<usize>, Vec<u16>);

/// The subset construction, down to [`DEPTH`].
struct Determinizer {
    nfa: Nfa,
    /// For each node, its pattern: once that may match, the rest of it says no more.
    owner: Vec<u16>,
    numbers: BTreeMap<Key, usize>,
    steps: Vec<[usize; CLASSES]>,
    keys: Vec<Key>,
}

impl Determinizer {
    fn new(nfa: Nfa) -> Self {
        let mut owner = Vec::new();
        let mut last = 0;
        for node in &nfa.nodes {
            if let Node::Match(index) = node {
                last = *index;
            }
            owner.push(last);
        }
        Self { nfa, owner, numbers: BTreeMap::new(), steps: Vec::new(), keys: Vec::new() }
    }

    fn run(mut self, entries: &[(u32, usize)]) -> Table {
        self.number((Vec::new(), Vec::new()));
        let mut starts = [0; CLASSES];
        let mut level = Vec::new();
        for (class, start) in starts.iter_mut().enumerate() {
            let nodes = entries.iter().filter(|(before, _)| before >> class & 1 == 1).map(|(_, entry)| *entry).collect();
            *start = self.state(nodes, false, &mut level);
        }
        for depth in 1..=DEPTH {
            let mut next_level = Vec::new();
            for state in std::mem::take(&mut level) {
                for class in 0..CLASSES {
                    let nodes = self.next(state, class);
                    let next = self.state(nodes, depth == DEPTH, &mut next_level);
                    if let Some(step) = self.steps.get_mut(state).and_then(|row| row.get_mut(class)) {
                        *step = next;
                    }
                }
            }
            level = next_level;
        }
        self.table(starts)
    }

    fn next(&self, state: usize, class: usize) -> Vec<usize> {
        let nodes = self.keys.get(state).map(|key| key.0.as_slice()).unwrap_or_default();
        let step = |node: &usize| match self.nfa.nodes.get(*node) {
            Some(Node::Step(classes, next)) if classes >> class & 1 == 1 => Some(*next),
            _ => None,
        };
        nodes.iter().filter_map(step).collect()
    }

    /// The state of what `nodes` lead to; at the `last` depth everything that is still possible is said.
    fn state(&mut self, nodes: Vec<usize>, last: bool, fresh: &mut Vec<usize>) -> usize {
        let (mut steps, mut outs, mut open) = (Vec::new(), Vec::new(), nodes);
        let mut seen = std::collections::BTreeSet::new();
        while let Some(node) = open.pop() {
            if !seen.insert(node) {
                continue;
            }
            match self.nfa.nodes.get(node) {
                Some(Node::Step(..)) => steps.push(node),
                Some(Node::Split(nodes)) => open.extend(nodes),
                Some(Node::Match(index)) => outs.push(*index),
                None => {}
            }
        }
        if last {
            outs.extend(steps.iter().filter_map(|node| self.owner.get(*node)));
        }
        outs.sort_unstable();
        outs.dedup();
        steps.retain(|node| self.owner.get(*node).is_some_and(|owner| outs.binary_search(owner).is_err()));
        steps.sort_unstable();
        let known = self.numbers.len();
        let number = self.number((steps, outs));
        if number == known {
            fresh.push(number);
        }
        number
    }

    fn number(&mut self, key: Key) -> usize {
        if let Some(number) = self.numbers.get(&key) {
            return *number;
        }
        let number = self.numbers.len();
        self.keys.push(key.clone());
        self.steps.push([0; CLASSES]);
        self.numbers.insert(key, number);
        number
    }

    fn table(self, starts: [usize; CLASSES]) -> Table {
        let mut merged = Merged::default();
        merged.state(&self, 0);
        let starts = starts.map(|state| merged.state(&self, state));
        // The dead state first, then the states that say nothing, then those that say something, then those that end as well.
        let mut order: Vec<usize> = (0..merged.states.len()).collect();
        let says = |state: &usize| merged.states.get(*state).is_some_and(|state| !state.1.is_empty());
        let ends = |state: &usize| merged.states.get(*state).is_none_or(|state| state.0 == [0; CLASSES]);
        order.sort_by_key(|state| (*state > 0, says(state), ends(state)));
        let place: BTreeMap<usize, u16> = order.iter().enumerate().map(|(place, state)| (*state, place as u16)).collect();
        let to = |state: usize| place.get(&state).copied().unwrap_or(0);
        let states = || order.iter().filter_map(|state| merged.states.get(*state));
        Table {
            starts: starts.map(to),
            steps: states().map(|state| state.0.map(to)).collect(),
            outs: states().map(|state| state.1.clone()).filter(|outs| !outs.is_empty()).collect(),
            first_out: order.iter().filter(|state| !says(state)).count() as u16,
            first_end: order.iter().filter(|state| !(says(state) && ends(state))).count() as u16,
        }
    }
}

/// States that say and lead to the same are one. No state leads back to itself, since every step goes deeper.
#[derive(Default)]
struct Merged {
    numbers: BTreeMap<([usize; CLASSES], Vec<u16>), usize>,
    states: Vec<([usize; CLASSES], Vec<u16>)>,
    known: BTreeMap<usize, usize>,
}

impl Merged {
    fn state(&mut self, all: &Determinizer, state: usize) -> usize {
        if let Some(known) = self.known.get(&state) {
            return *known;
        }
        let row = all.steps.get(state).copied().unwrap_or([0; CLASSES]).map(|next| if next == 0 { 0 } else { self.state(all, next) });
        let merged = (row, all.keys.get(state).map(|key| key.1.clone()).unwrap_or_default());
        let states = &mut self.states;
        let number = *self.numbers.entry(merged.clone()).or_insert_with(|| {
            states.push(merged);
            states.len() - 1
        });
        self.known.insert(state, number);
        number
    }
}
