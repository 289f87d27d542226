//! Literals read off a pattern: where a rule may match, for a pass that knows nothing of regexes. Shared with the build script, as
//! `source.rs` is.

use super::frequencies::{self, EDGE};
use super::source::parse;
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
pub(super) fn literals(pattern: &str, ignore_case: bool, named: &[String], digits: bool) -> Result<Literals, String> {
    let found = words(pattern, ignore_case, named, digits)?;
    let known = |byte: &u8| found.words.iter().all(|word| word.as_bytes().contains(byte));
    let mut needs = Vec::new();
    marks(&parse(pattern, false)?, &mut needs);
    needs.retain(|marks| !marks.iter().any(known));
    let rarest = needs.into_iter().min_by_key(|marks| marks.iter().map(|mark| frequencies::per_mille(*mark)).sum::<u32>());
    Ok(Literals { needs: rarest.unwrap_or_default(), ..found })
}

fn words(pattern: &str, ignore_case: bool, named: &[String], digits: bool) -> Result<Literals, String> {
    // Where case is ignored anywhere the search ignores it everywhere, so that every literal is read off once and not in all spellings.
    let ignore_case = ignore_case || pattern.contains("(?i");
    let mut groups = Vec::new();
    let hir = parse(&pattern.replace("(?i:", "(?:").replace("(?i)", ""), false)?;
    required(&hir, true, 0, &mut groups);
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
        return Ok(Literals { words: labels.words.clone(), anchored: true, exact: !ignore_case, ..Literals::default() });
    }
    if digits && let Some(labels) = groups.iter().find(|group| group.prefix && group.labels()) {
        return Ok(Literals { labels: labels.words.clone(), exact: !ignore_case, ..Literals::default() });
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
            return Ok(Literals::default());
        }
        // Literals read off the pattern have its case; those a rule names may have any.
        let also = if ignore_case { second(&groups, &named_group) } else { Vec::new() };
        return Ok(Literals { words: named.to_vec(), also, before: before(&hir, named), ..Literals::default() });
    };
    let mut also = second(&groups, best);
    if also.is_empty() && ignore_case && believed {
        also = second(&[named_group], best);
    }
    Ok(Literals {
        words: best.words.clone(),
        anchored: best.prefix,
        before: Some(best.before),
        also,
        exact: !ignore_case,
        ..Literals::default()
    })
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
fn required(hir: &Hir, prefix: bool, before: usize, groups: &mut Vec<Group>) {
    use regex_syntax::hir::HirKind;
    let skipped = if prefix { 0 } else { leading(hir) };
    let group = |words, prefix, before, groups: &Vec<Group>| Group { words, place: groups.len(), prefix, exact: false, before };
    match hir.kind() {
        HirKind::Capture(capture) => required(&capture.sub, prefix, before, groups),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub, prefix, before + longest(hir), groups),
        HirKind::Concat(parts) => {
            let mut passed = before;
            for (index, part) in parts.iter().enumerate() {
                let first = prefix && parts.iter().take(index).all(|before| matches!(before.kind(), HirKind::Look(_)));
                let rest = Hir::concat(parts.iter().skip(index).cloned().collect());
                if let Some(words) = prefixes(&rest, first) {
                    let skipped = if first { 0 } else { leading(&rest) };
                    groups.push(group(words, first, passed.saturating_add(skipped), groups));
                }
                if matches!(part.kind(), HirKind::Capture(_) | HirKind::Repetition(_) | HirKind::Alternation(_)) {
                    required(part, first, passed, groups);
                }
                passed = passed.saturating_add(longest(part));
            }
        }
        HirKind::Look(_) | HirKind::Empty => {}
        HirKind::Alternation(branches) => {
            groups.extend(prefixes(hir, prefix).map(|words| group(words, prefix, before.saturating_add(skipped), groups)));
            // One word of the best group of each branch is in every match, wherever in the branch it stands.
            let mut union = Group { words: Vec::new(), place: groups.len(), prefix: true, exact: false, before };
            for branch in branches {
                let mut own = Vec::new();
                required(branch, prefix, before, &mut own);
                own.retain(Group::tells);
                let Some(best) = own.into_iter().min_by(|a, b| a.cost().total_cmp(&b.cost())) else { return };
                union.prefix &= best.prefix;
                union.before = union.before.max(best.before);
                union.words.extend(best.words);
            }
            shortest(&mut union.words);
            groups.push(union);
        }
        _ => groups.extend(prefixes(hir, prefix).map(|words| group(words, prefix, before.saturating_add(skipped), groups))),
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

/// What every match of `hir` begins with, where that is a small set of ASCII or UTF-8 literals; with edges where words begin and end. At
/// the `start` of a pattern what is matched before a word belongs to the match, and is no edge.
pub(super) fn prefixes(hir: &Hir, start: bool) -> Option<Vec<String>> {
    let mut extractor = regex_syntax::hir::literal::Extractor::new();
    extractor.limit_class(12).limit_repeat(4).limit_literal_len(12).limit_total(1000);
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
                let rest = || Hir::concat(parts.iter().skip(index).cloned().collect());
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

/// How far behind the start of a match of `hir` the first of `names` stands at most, as far as literals say so.
fn offset(hir: &Hir, names: &[String]) -> Option<usize> {
    let mut extractor = regex_syntax::hir::literal::Extractor::new();
    extractor.limit_class(12).limit_repeat(4).limit_literal_len(48).limit_total(1000);
    extractor.extract(hir).literals()?.iter().try_fold(0, |most, literal| {
        let literal = literal.as_bytes().to_ascii_lowercase();
        let at = |name: &String| literal.windows(name.len()).position(|here| here.eq_ignore_ascii_case(name.as_bytes()));
        Some(most.max(names.iter().filter_map(at).min()?))
    })
}

fn longest(hir: &Hir) -> usize {
    hir.properties().maximum_len().unwrap_or(usize::MAX / 4)
}

/// How much may be matched before a literal of [`prefixes`] that knows nothing of it: what stands in the first part that is not empty, or
/// in those before it.
fn leading(hir: &Hir) -> usize {
    match hir.kind() {
        _ if !begins_apart(hir) => 0,
        regex_syntax::hir::HirKind::Concat(parts) => {
            let empty = parts.iter().take_while(|part| part.properties().minimum_len() == Some(0)).count();
            parts.iter().take(empty + 1).map(longest).sum()
        }
        _ => longest(hir),
    }
}

/// Whether [`edged`] may put an edge at the very beginning.
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

/// Whether a class holds more than two bytes and no letter or digit.
fn is_apart(class: &regex_syntax::hir::Class) -> bool {
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
fn shortest(words: &mut Vec<String>) {
    words.sort();
    words.dedup_by(|word, before| word.starts_with(before.as_str()));
}
