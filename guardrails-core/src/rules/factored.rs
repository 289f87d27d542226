//! Alternatives by what they begin with. `password|passphrase|pin` asks three times for a `p`; `p(?:ass(?:word|phrase)|in)` asks once, and with
//! the hundreds of words that name a secret or a kind of number in all languages an engine that follows every alternative spends its time there.

use regex_syntax::hir::{Capture, Class, Hir, HirKind, Repetition};

/// Alternatives in alternatives so deep are left as they are.
const DEEPEST: usize = 48;
/// Fewer alternatives are tried one by one about as soon.
const FEWEST: usize = if cfg!(test) { 3 } else { 32 };

/// A pattern that matches what `hir` does, preferring and capturing the same.
pub(super) fn factored(hir: Hir) -> Hir {
    if !is_wide(&hir) {
        return hir;
    }
    match hir.into_kind() {
        HirKind::Alternation(branches) => alternation(branches.into_iter().map(|branch| Branch::of(factored(branch))).collect(), 0),
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(factored).collect()),
        HirKind::Capture(group) => Hir::capture(Capture { sub: Box::new(factored(*group.sub)), ..group }),
        HirKind::Repetition(repetition) => Hir::repetition(Repetition { sub: Box::new(factored(*repetition.sub)), ..repetition }),
        HirKind::Empty => Hir::empty(),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Literal(literal) => Hir::literal(literal.0),
    }
}

/// Whether there are alternatives to speak of.
fn is_wide(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Alternation(branches) => branches.len() >= FEWEST || branches.iter().any(is_wide),
        HirKind::Concat(parts) => parts.iter().any(is_wide),
        HirKind::Capture(group) => is_wide(&group.sub),
        HirKind::Repetition(repetition) => is_wide(&repetition.sub),
        _ => false,
    }
}

/// A sequence, last part first; bytes of literals are each for themselves.
struct Branch(Vec<Hir>);

impl Branch {
    fn of(hir: Hir) -> Self {
        let mut parts = Vec::new();
        match hir.into_kind() {
            HirKind::Concat(all) => all.into_iter().for_each(|part| push(part, &mut parts)),
            kind => push(rebuilt(kind), &mut parts),
        }
        parts.reverse();
        Self(parts)
    }

    /// What it begins with, where that matches in one way at most: of what can be longer or shorter, each way would be tried with all
    /// alternatives behind it.
    fn head(&self) -> Option<&Hir> {
        self.0.last().filter(|head| matches!(head.kind(), HirKind::Literal(_) | HirKind::Class(Class::Bytes(_)) | HirKind::Look(_)))
    }

    fn into_hir(mut self) -> Hir {
        self.0.reverse();
        Hir::concat(self.0)
    }
}

fn push(part: Hir, parts: &mut Vec<Hir>) {
    match part.into_kind() {
        HirKind::Empty => {}
        HirKind::Literal(literal) => parts.extend(literal.0.iter().map(|byte| Hir::literal([*byte]))),
        kind => parts.push(rebuilt(kind)),
    }
}

fn rebuilt(kind: HirKind) -> Hir {
    match kind {
        HirKind::Empty => Hir::empty(),
        HirKind::Look(look) => Hir::look(look),
        HirKind::Class(class) => Hir::class(class),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Capture(group) => Hir::capture(group),
        HirKind::Repetition(repetition) => Hir::repetition(repetition),
        HirKind::Concat(parts) => Hir::concat(parts),
        HirKind::Alternation(branches) => Hir::alternation(branches),
    }
}

/// Branches that begin alike, in the order of the first of them: what they begin with, which bytes that matches, and what follows in each.
struct Group {
    head: Option<Hir>,
    bytes: Option<Bytes>,
    tails: Vec<Branch>,
}

fn alternation(branches: Vec<Branch>, depth: usize) -> Hir {
    let mut groups: Vec<Group> = Vec::new();
    for mut branch in branches {
        let head = branch.head().filter(|_| depth < DEEPEST);
        let bytes = head.and_then(Bytes::of);
        // Past groups that cannot match where this branch does it may go up; past others it would be preferred to them.
        let alike = |group: &Group| head.is_some() && group.head.as_ref() == head;
        let apart = |group: &Group| matches!((&group.bytes, &bytes), (Some(a), Some(b)) if a.are_apart(b));
        let place = groups.iter().rposition(|group| !apart(group)).filter(|place| groups.get(*place).is_some_and(alike));
        let head = if head.is_some() { branch.0.pop() } else { None };
        match place.and_then(|place| groups.get_mut(place)) {
            Some(group) => group.tails.push(branch),
            None => groups.push(Group { head, bytes, tails: vec![branch] }),
        }
    }
    Hir::alternation(groups.into_iter().map(|group| joined(group, depth)).collect())
}

fn joined(group: Group, depth: usize) -> Hir {
    let (mut parts, mut tails) = (Vec::from_iter(group.head), group.tails);
    // What all of them go on with, at once: a step for each character would be a level for each.
    while let [first, rest @ ..] = tails.as_slice()
        && !rest.is_empty()
        && first.head().is_some()
        && rest.iter().all(|tail| tail.head() == first.head())
    {
        let next = tails.iter_mut().filter_map(|tail| tail.0.pop()).last();
        parts.extend(next);
    }
    match tails.len() {
        0 | 1 => parts.extend(tails.into_iter().map(Branch::into_hir)),
        _ => parts.push(alternation(tails, depth + 1)),
    }
    Hir::concat(parts)
}

/// A set of bytes.
struct Bytes([u64; 4]);

impl Bytes {
    /// What a class or a literal of one byte matches.
    fn of(hir: &Hir) -> Option<Self> {
        let mut all = [0; 4];
        let mut add = |byte: u8| all.get_mut(usize::from(byte) / 64).into_iter().for_each(|bits| *bits |= 1 << (byte % 64));
        match hir.kind() {
            HirKind::Literal(literal) => add(*literal.0.first()?),
            HirKind::Class(Class::Bytes(class)) => class.ranges().iter().for_each(|range| (range.start()..=range.end()).for_each(&mut add)),
            _ => return None,
        }
        Some(Self(all))
    }

    fn are_apart(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(a, b)| a & b == 0)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::rules::source::parse;

    fn of(pattern: &str, ignore_case: bool) -> String {
        factored(parse(pattern, ignore_case).unwrap()).to_string()
    }

    #[test]
    fn what_begins_alike_is_asked_for_once() {
        let same = |pattern: &str, expected: &str| assert_eq!(of(pattern, true), parse(expected, true).unwrap().to_string(), "{pattern}");
        same("password|passphrase|pin|puk", "p(?:ass(?:word|phrase)|in|uk)");
        same(r"\babx|\bacy|\bd|\be", r"\b(?:a(?:bx|cy)|d|e)");
        // What is preferred stays so: `ab` before `abc`, `[a-c]x` between two of `a`.
        same("ab|xy|abc|uv", "ab(?:|c)|xy|uv");
        same("ab|[a-c]x|ac|uv", "ab|[a-c]x|ac|uv");
        same("a?b|a?c|d|xy", "a?b|a?c|d|xy");
        same("(abx|acy|ude|v)|ad", "(a(?:bx|cy)|ude|v)|ad");
    }

    #[test]
    fn every_pattern_of_the_rules_matches_captures_and_prefers_the_same() {
        use crate::rules::{PATTERNS, searcher::compiled};
        let regex = |hir: Hir| compiled(&factored(hir)).unwrap();
        let mut seen = 0;
        for (number, pattern) in PATTERNS.iter().enumerate().step_by(if cfg!(debug_assertions) { 60 } else { 20 }) {
            let hir = parse(pattern, number % 2 == 0).unwrap();
            let (plain, by_beginning) = (regex_automata::meta::Builder::new().build_from_hir(&hir).unwrap(), regex(hir.clone()));
            let mut texts = regex_texts(&hir);
            texts.push((*pattern).to_owned());
            for text in texts {
                let all = |regex: &regex_automata::meta::Regex| -> Vec<_> {
                    let spans = |captures: regex_automata::util::captures::Captures| captures.iter().collect::<Vec<_>>();
                    regex.captures_iter(text.as_bytes()).map(spans).collect()
                };
                seen += all(&plain).len();
                assert_eq!(all(&plain), all(&by_beginning[0]), "{pattern} in {text}");
            }
        }
        assert!(seen > 20, "{seen}");
    }

    /// Texts that match: of each alternation one branch, of each repetition the fewest.
    pub(in crate::rules) fn regex_texts(hir: &Hir) -> Vec<String> {
        fn one(hir: &Hir, turn: usize, out: &mut Vec<u8>) {
            match hir.kind() {
                HirKind::Empty | HirKind::Look(_) => {}
                HirKind::Literal(literal) => out.extend(&literal.0),
                HirKind::Class(Class::Bytes(class)) => out.push(class.ranges()[turn % class.ranges().len()].start()),
                HirKind::Class(Class::Unicode(_)) => {}
                HirKind::Repetition(repetition) => (0..repetition.min.max(turn as u32 % 2)).for_each(|_| one(&repetition.sub, turn, out)),
                HirKind::Capture(group) => one(&group.sub, turn, out),
                HirKind::Concat(parts) => parts.iter().for_each(|part| one(part, turn, out)),
                HirKind::Alternation(branches) => one(&branches[turn % branches.len()], turn, out),
            }
        }
        let text = |turn: usize| {
            let mut out = b"; ".to_vec();
            one(hir, turn, &mut out);
            out.push(b' ');
            String::from_utf8_lossy(&out).into_owned()
        };
        (0..9).map(text).collect()
    }
}
