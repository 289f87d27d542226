//! Literals read off a pattern: where a rule may match, for a pass that knows nothing of regexes. Shared with the build script, as
//! `source.rs` is.

use super::frequencies::{self, EDGE};
use super::prefixes::{CLASS, Prefixes, beginning, is_apart, shortest};
use regex_syntax::hir::Hir;

/// The literals that say where a rule may match: those the rule names, or rarer ones read off its pattern. No words where only
/// the rule's anchor can say it.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Literals {
    /// One of these lies inside every match. Where one begins or ends with [`EDGE`], a word does.
    pub words: Vec<String>,
    /// Every match begins with one of `words`.
    pub anchored: bool,
    /// Where there are no `words`: every match begins with one of these, and digits follow. Too many or too short for the whole text, but not
    /// for what lies near digits.
    pub labels: Vec<String>,
    /// One of these lies inside every match as well; empty where nothing more is known.
    pub also: Vec<String>,
    /// Whether ASCII case counts.
    pub exact: bool,
    /// How many bytes of a match may stand before one of `words`; none where that is not known.
    pub before: Option<usize>,
    /// Punctuation, of which one stands in every match; empty where nothing rare does.
    pub needs: Vec<u8>,
}

/// Which literals of a pattern to look for. Every match holds one of each group of required literals; the group that prose is least
/// likely to hold leads, and the next one has to stand nearby. What the rule itself names is the last resort.
/// The pattern is in lower case, where case is ignored.
pub(super) fn literals(read: &Prefixes<'_>, ignore_case: bool, named: &[String], digits: bool) -> Literals {
    let found = words(read, ignore_case, named, digits);
    let known = |byte: &u8| found.words.iter().all(|word| word.as_bytes().contains(byte));
    let mut needs = Vec::new();
    marks(read.hir, &mut needs);
    needs.retain(|marks| !marks.iter().any(known));
    let rarest = needs.into_iter().min_by_key(|marks| marks.iter().map(|mark| frequencies::per_mille(*mark)).sum::<u32>());
    Literals { needs: rarest.unwrap_or_default(), ..found }
}

fn words(read: &Prefixes<'_>, ignore_case: bool, named: &[String], digits: bool) -> Literals {
    let mut groups = Vec::new();
    required(read, read.hir, true, 0, &mut groups);
    for group in &mut groups {
        group.exact = !ignore_case;
    }
    if ignore_case {
        groups.iter_mut().for_each(|group| group.words.iter_mut().for_each(|word| word.make_ascii_lowercase()));
    }
    // Labels before numbers: a digit behind them is asked for as well, so that short and frequent ones will do.
    let few = |group: &&Group| {
        group.prefix && group.labels() && group.words.len() <= MOST && group.words.iter().all(|word| bare(word).len() >= 2)
    };
    if digits && let Some(labels) = groups.iter().find(few) {
        return Literals { words: labels.words.clone(), anchored: true, exact: !ignore_case, ..Literals::default() };
    }
    if digits && let Some(labels) = groups.iter().find(|group| group.prefix && group.labels()) {
        return Literals { labels: labels.words.clone(), exact: !ignore_case, ..Literals::default() };
    }
    // Digits alone are what anchors are for, and a long list costs more than the windows it saves; only a rule that names nothing
    // itself may have a longer one.
    let most = if named.is_empty() { MOST } else { 100 };
    groups.retain(|group| group.tells() && group.words.len() <= most);
    groups.sort_by(|a, b| a.cost().total_cmp(&b.cost()));
    let named_group = Group { words: named.to_vec(), place: usize::MAX, prefix: false, exact: false, before: 0 };
    // What a rule names is believed only where it is seen to be in every match, or where nothing else is.
    let implied = |group: &Group| {
        group.words.iter().all(|word| named.iter().any(|name| word.to_ascii_lowercase().contains(&name.to_ascii_lowercase())))
    };
    let believed = groups.is_empty() || groups.iter().any(implied);
    // An anchor costs little where there are no digits and no tokens: only a rare literal beats it.
    let least = match (named.is_empty(), believed) {
        (true, _) => GATE,
        (false, true) => named_group.cost(),
        (false, false) => f64::MAX,
    };
    let Some(best) = groups.first().filter(|best| best.cost() <= least) else {
        if named.is_empty() {
            return Literals::default();
        }
        // Literals read off the pattern have its case; those a rule names may have any.
        let also = if ignore_case { second(&groups, &named_group) } else { Vec::new() };
        return Literals { words: named.to_vec(), also, before: before(read.hir, named), ..Literals::default() };
    };
    let mut also = second(&groups, best);
    if also.is_empty() && ignore_case && believed {
        also = second(&[named_group], best);
    }
    Literals {
        words: best.words.clone(),
        anchored: best.prefix,
        before: Some(best.before),
        also,
        exact: !ignore_case,
        ..Literals::default()
    }
}

/// A literal without its edges.
fn bare(word: &str) -> &str {
    word.trim_matches(EDGE)
}

fn is_number(word: &str) -> bool {
    bare(word).bytes().all(|byte| byte.is_ascii_digit())
}

/// The longest list of literals that is looked for.
const MOST: usize = 250;

/// The words of the rarest group that tells more than `best` does, or none.
fn second(groups: &[Group], best: &Group) -> Vec<String> {
    // Where a pattern is tried at one place only, a gate has to be rare to be worth its own hits.
    let gate = if best.prefix { GATE } else { LOOSE_GATE };
    let says_more = |group: &&Group| {
        let implied = |word: &String| best.words.iter().any(|known| known.contains(bare(word)));
        group.place != best.place && group.rate() < gate && group.words.iter().all(|word| bare(word).len() >= 4 && !implied(word))
    };
    groups.iter().find(says_more).map(|group| group.words.clone()).unwrap_or_default()
}

/// Literals of which one lies inside every match, and where in the pattern they stand.
struct Group {
    words: Vec<String>,
    place: usize,
    prefix: bool,
    exact: bool,
    /// How many bytes of a match may stand before it.
    before: usize,
}

impl Group {
    /// How often a text would hold one of the words, per byte.
    fn rate(&self) -> f64 {
        self.words.iter().map(|word| frequencies::of_word(word, self.exact)).sum()
    }

    /// What looking for the group costs, next to other groups.
    fn cost(&self) -> f64 {
        self.rate() * if self.prefix { AT_ONE_PLACE } else { 1.0 }
    }

    /// Whether the words can be labels of numbers.
    fn labels(&self) -> bool {
        !self.words.is_empty() && self.words.iter().all(|word| !bare(word).is_empty() && !is_number(word))
    }

    /// Whether the words are long enough to look for.
    fn tells(&self) -> bool {
        !self.words.is_empty() && self.words.iter().all(|word| bare(word).len() >= 3 && !is_number(word))
    }
}

/// How much less it costs to try a pattern at one place than in a window.
const AT_ONE_PLACE: f64 = 0.25;

/// A second group that prose holds more often than this, per byte, would let everything through.
const GATE: f64 = 6e-5;
const LOOSE_GATE: f64 = 1e-3;

/// Collects the groups of `hir`, each a part of a sequence that every match goes through and that has `before` bytes at most before it.
fn required<'h>(read: &Prefixes<'h>, hir: &'h Hir, prefix: bool, before: usize, groups: &mut Vec<Group>) {
    use regex_syntax::hir::HirKind;
    let skipped = if prefix { 0 } else { leading(hir) };
    let group = |words: &[String], prefix, before, groups: &Vec<Group>| Group {
        words: words.to_vec(),
        place: groups.len(),
        prefix,
        exact: false,
        before,
    };
    match hir.kind() {
        HirKind::Capture(capture) => required(read, &capture.sub, prefix, before, groups),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(read, &repetition.sub, prefix, before + longest(hir), groups),
        HirKind::Concat(parts) => {
            let mut passed = before;
            for (index, part) in parts.iter().enumerate() {
                let first = prefix && parts.iter().take(index).all(|before| matches!(before.kind(), HirKind::Look(_)));
                let rest = parts.get(index..).unwrap_or_default();
                if let Some(words) = read.of_rest(rest, first) {
                    let skipped = if first { 0 } else { leading_of(rest) };
                    groups.push(group(&words, first, passed.saturating_add(skipped), groups));
                }
                if matches!(part.kind(), HirKind::Capture(_) | HirKind::Repetition(_) | HirKind::Alternation(_)) {
                    required(read, part, first, passed, groups);
                }
                passed = passed.saturating_add(longest(part));
            }
        }
        HirKind::Look(_) | HirKind::Empty => {}
        HirKind::Alternation(branches) => {
            groups.extend(read.of(hir, prefix).map(|words| group(&words, prefix, before.saturating_add(skipped), groups)));
            // One word of the best group of each branch is in every match, wherever in the branch it stands.
            let mut union = Group { words: Vec::new(), place: groups.len(), prefix: true, exact: false, before };
            for branch in branches {
                let mut own = Vec::new();
                required(read, branch, prefix, before, &mut own);
                own.retain(Group::tells);
                let Some(best) = own.into_iter().min_by(|a, b| a.cost().total_cmp(&b.cost())) else { return };
                union.prefix &= best.prefix;
                union.before = union.before.max(best.before);
                union.words.extend(best.words);
            }
            shortest(&mut union.words);
            groups.push(union);
        }
        _ => groups.extend(read.of(hir, prefix).map(|words| group(&words, prefix, before.saturating_add(skipped), groups))),
    }
}

/// Collects sets of punctuation of which every match has one byte each.
fn marks(hir: &Hir, sets: &mut Vec<Vec<u8>>) {
    use regex_syntax::hir::{Class, HirKind};
    let is_mark = |byte: &u8| byte.is_ascii_punctuation();
    match hir.kind() {
        HirKind::Literal(literal) => sets.extend(literal.0.iter().filter(|byte| is_mark(byte)).map(|byte| vec![*byte])),
        HirKind::Class(Class::Bytes(class)) => {
            let bytes: Vec<u8> = class.ranges().iter().flat_map(|range| range.start()..=range.end()).take(4).collect();
            if bytes.len() < 4 && bytes.iter().all(is_mark) {
                sets.push(bytes);
            }
        }
        HirKind::Capture(capture) => marks(&capture.sub, sets),
        HirKind::Repetition(repetition) if repetition.min > 0 => marks(&repetition.sub, sets),
        HirKind::Concat(parts) => parts.iter().for_each(|part| marks(part, sets)),
        HirKind::Alternation(branches) => {
            let mut union = Vec::new();
            for branch in branches {
                let mut own = Vec::new();
                marks(branch, &mut own);
                let Some(rarest) = own.into_iter().min_by_key(Vec::len) else { return };
                union.extend(rarest);
            }
            union.sort_unstable();
            union.dedup();
            if union.len() < 4 {
                sets.push(union);
            }
        }
        _ => {}
    }
}

/// How many bytes of a match of `hir` may stand before the first of `names` at most; none where that cannot be seen.
fn before(hir: &Hir, names: &[String]) -> Option<usize> {
    use regex_syntax::hir::HirKind;
    match hir.kind() {
        HirKind::Capture(capture) => before(&capture.sub, names),
        HirKind::Repetition(repetition) if repetition.min > 0 => before(&repetition.sub, names),
        HirKind::Alternation(branches) => branches.iter().try_fold(0, |most, branch| Some(most.max(before(branch, names)?))),
        HirKind::Concat(parts) => {
            let mut passed = 0usize;
            for (index, part) in parts.iter().enumerate() {
                let rest = || beginning(parts.get(index..).unwrap_or_default(), FAR);
                if let Some(inside) = before(part, names).or_else(|| offset(&rest(), names)) {
                    return Some(passed.saturating_add(inside));
                }
                passed = passed.saturating_add(longest(part));
            }
            None
        }
        _ => offset(hir, names),
    }
}

/// Bytes of a literal in which names are looked for.
const FAR: usize = 48;

/// How far behind the start of a match of `hir` the first of `names` stands at most, as far as literals say so.
fn offset(hir: &Hir, names: &[String]) -> Option<usize> {
    let mut extractor = regex_syntax::hir::literal::Extractor::new();
    extractor.limit_class(CLASS).limit_repeat(4).limit_literal_len(FAR).limit_total(1000);
    extractor.extract(hir).literals()?.iter().try_fold(0, |most, literal| {
        let literal = literal.as_bytes().to_ascii_lowercase();
        let at = |name: &String| literal.windows(name.len()).position(|here| here.eq_ignore_ascii_case(name.as_bytes()));
        Some(most.max(names.iter().filter_map(at).min()?))
    })
}

fn longest(hir: &Hir) -> usize {
    hir.properties().maximum_len().unwrap_or(usize::MAX / 4)
}

/// How much may be matched before a literal of [`Prefixes`] that knows nothing of it: what stands in the first part that is not empty, or
/// in those before it.
fn leading(hir: &Hir) -> usize {
    match hir.kind() {
        regex_syntax::hir::HirKind::Concat(parts) => leading_of(parts),
        _ if begins_apart(hir) => longest(hir),
        _ => 0,
    }
}

fn leading_of(parts: &[Hir]) -> usize {
    let begins = parts.iter().position(|part| part.properties().minimum_len() != Some(0)).map_or(parts.len(), |first| first + 1);
    let parts = || parts.iter().take(begins);
    if parts().any(begins_apart) { parts().map(longest).sum() } else { 0 }
}

/// Whether an edge may stand at the very beginning of what is read off it.
fn begins_apart(hir: &Hir) -> bool {
    use regex_syntax::hir::HirKind;
    match hir.kind() {
        HirKind::Class(class) => is_apart(class),
        HirKind::Repetition(repetition) => begins_apart(&repetition.sub),
        HirKind::Capture(capture) => begins_apart(&capture.sub),
        HirKind::Concat(parts) => {
            let first = parts.iter().position(|part| part.properties().minimum_len() != Some(0)).map_or(parts.len(), |first| first + 1);
            parts.iter().take(first).any(begins_apart)
        }
        HirKind::Alternation(branches) => branches.iter().any(begins_apart),
        HirKind::Literal(_) | HirKind::Look(_) | HirKind::Empty => false,
    }
}
