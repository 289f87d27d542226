//! What the keywords of a text say about where rules may match.

use super::super::frequencies::EDGE;
use super::super::keywords::{Hit, Keyword};
use super::super::layout::{LONGEST_HEADER, Layout, is_head_cell};
use super::super::stops::Stops;
use super::super::{Rule, SourceSet, Trigger, anchors, candidates::Candidates, context};
use super::Engine;
use crate::{Category, Source};

/// What a keyword says about a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) rule: u32,
    pub(super) role: Role,
    /// Where the rule applies, and the bytes of its longest match: what most hits are answered with, without a look at the rule.
    pub(super) sources: SourceSet,
    pub(super) max_len: u16,
}

/// For each keyword of the finders, what it says about which rules.
#[derive(Debug)]
pub(super) struct Uses {
    /// Where the ones of each keyword begin; where they end is where the next ones begin.
    starts: Vec<u32>,
    all: Vec<Use>,
}

impl Uses {
    pub(super) fn new(by_keyword: impl Iterator<Item = Vec<Use>>) -> Self {
        let (mut starts, mut all) = (vec![0], Vec::new());
        for uses in by_keyword {
            all.extend(uses);
            starts.push(all.len() as u32);
        }
        Self { starts, all }
    }

    #[inline]
    fn of(&self, keyword: u32) -> &[Use] {
        match self.starts.get(keyword as usize..keyword as usize + 2) {
            Some([first, last]) => self.all.get(*first as usize..*last as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// It lies inside every match.
    Inside,
    /// It lies inside every match, which also holds a literal of the rule's other group.
    First,
    Second,
    /// Every match begins with it.
    Start,
    /// It is the match.
    Literal,
    /// It stands near every match.
    Near,
}

impl Engine {
    /// Windows of the rules that are asked for, by the keywords of the text.
    pub(super) fn keyword_candidates(
        &self,
        text: &str,
        source: Source,
        only: Option<Category>,
        layout: &mut Layout,
        candidates: &mut Candidates,
    ) {
        let Some(finder) = self.finders.of(source, only) else { return };
        finder.find(text.as_bytes(), |hit| {
            for used in self.uses.of(hit.keyword).iter().filter(|used| used.sources.contains(source)) {
                // Where a rule has two groups most hits of one are far from any of the other.
                let paired = match used.role {
                    Role::First => candidates.pairs(used.rule, 0, hit.start, used.max_len.into()),
                    Role::Second => candidates.pairs(used.rule, 1, hit.start, used.max_len.into()),
                    _ => true,
                };
                if paired && let Some(rule) = self.rule(used.rule).filter(|rule| only.is_none_or(|only| rule.data.category == only)) {
                    keyword_candidate(rule, used.rule, used.role, hit, text, layout, candidates);
                }
            }
        });
    }
}

/// What the finder looks for where it looks for `word`, which may have edges; `begins` as if it began with one.
pub(super) fn keyword(word: &str, exact: bool, begins: bool) -> Keyword {
    let (begins, ends) = (begins || word.starts_with(EDGE), word.ends_with(EDGE));
    let word = word.trim_matches(EDGE);
    let bytes = if exact { word.as_bytes().to_vec() } else { word.to_ascii_lowercase().into_bytes() };
    // What is outside ASCII has word boundaries of its own.
    let word = begins && bytes.first().is_some_and(u8::is_ascii_alphanumeric);
    Keyword { bytes, exact, word, ends }
}

/// What a keyword that stands at `hit` makes of a rule.
pub(super) fn keyword_candidate(
    rule: &Rule,
    index: u32,
    role: Role,
    hit: Hit,
    text: &str,
    layout: &mut Layout,
    candidates: &mut Candidates,
) {
    let max_len = rule.data.max_len;
    let bytes = |lo: usize, hi: usize| text.as_bytes().get(lo..hi.min(text.len())).unwrap_or_default();
    let window = |candidates: &mut Candidates, before: usize, after: usize, last: Option<usize>| {
        let whole = (hit.start.saturating_sub(before), (hit.end + after).min(text.len()));
        if has_mark(rule, bytes(whole.0, whole.1)) && may_match(rule, index, text.as_bytes(), whole, candidates) {
            // Most windows have no match anyway, and where they end is asked of the others alone.
            let (lo, hi) = stopped(rule, text.as_bytes(), hit, whole);
            if (lo, hi) == whole || may_match(rule, index, text.as_bytes(), (lo, hi), candidates) {
                candidates.push(index, lo, last.unwrap_or(hi), hi);
            }
        }
    };
    let around = |candidates: &mut Candidates, before: usize, after: usize| window(candidates, before, after, None);
    let reach = max_len.saturating_sub(hit.end - hit.start);
    match role {
        Role::Literal => around(candidates, 0, 0),
        Role::Start => {
            let (Trigger::Keywords { digits, .. } | Trigger::Digits { min: digits, .. }) = rule.data.trigger else { return };
            let end = (hit.start + max_len).min(text.len());
            if (rule.data.stems.keys.is_empty() || rule.data.stems.begin(candidates.beginning(text.as_bytes(), hit.start)))
                && anchors::has_cluster(bytes(hit.end, end), digits)
                && has_mark(rule, bytes(hit.start, end))
                && may_match(rule, index, text.as_bytes(), (hit.start, end), candidates)
            {
                let (_, end) = stopped(rule, text.as_bytes(), hit, (hit.start, end));
                candidates.push(index, hit.start, hit.start, end);
            }
        }
        Role::Inside => window(candidates, before(rule).min(reach), reach, Some(hit.start)),
        Role::First => around(candidates, before(rule).min(reach), reach),
        Role::Second => around(candidates, reach, reach),
        Role::Near if !context::is_bounded(text, hit.start, hit.end, context::Gap::One) => {}
        Role::Near => {
            let Trigger::Near { within, .. } = rule.data.trigger else { return };
            // Within nothing the word counts only where it names a column.
            if within > 0 {
                let (lo, hi) = (hit.start.saturating_sub(within + max_len), (hit.end + within + max_len).min(text.len()));
                if may_match(rule, index, text.as_bytes(), (lo, hi), candidates) {
                    candidates.push(index, lo, hi, hi);
                }
            }
            if names_a_column(text.as_bytes(), hit) || is_head_cell(text.as_bytes(), hit.end) {
                for rows in layout.rows_below(text.as_bytes(), hit.start, within == 0) {
                    candidates.push(index, rows.start, rows.end, rows.end);
                }
            }
        }
    }
}

/// Of a window round a keyword that stands inside every match the part in which such a match may lie.
fn stopped(rule: &Rule, text: &[u8], hit: Hit, (lo, hi): (usize, usize)) -> (usize, usize) {
    let Some(Stops { bytes: [a, b, c], first, last }) = rule.data.stops else { return (lo, hi) };
    let before = text.get(lo..hit.start).and_then(|before| memchr::memrchr3(a, b, c, before));
    let behind = text.get(hit.end..hi).and_then(|behind| memchr::memchr3(a, b, c, behind));
    let lo = before.map_or(lo, |at| lo + at + usize::from(!first));
    (lo, behind.map_or(hi, |at| hit.end + at + usize::from(last)))
}

/// Whether a word may stand in the name of a column: what parts columns stands near it on its line.
fn names_a_column(text: &[u8], hit: Hit) -> bool {
    let parts = |line: &[u8]| memchr::memchr3(b',', b';', b'|', line).is_some() || memchr::memchr2(b'\t', b'!', line).is_some();
    let behind = text.get(hit.end..text.len().min(hit.end + LONGEST_HEADER)).unwrap_or_default();
    let before = text.get(hit.start.saturating_sub(LONGEST_HEADER)..hit.start).unwrap_or_default();
    let (ends, begins) = (memchr::memchr(b'\n', behind), memchr::memrchr(b'\n', before));
    parts(behind.get(..ends.unwrap_or(behind.len())).unwrap_or_default())
        || parts(before.get(begins.map_or(0, |at| at + 1)..).unwrap_or_default())
}

/// How many bytes of a match may stand before its keyword.
fn before(rule: &Rule) -> usize {
    match rule.data.trigger {
        Trigger::Keywords { before, .. } => before,
        _ => rule.data.max_len,
    }
}

/// Whether a window holds the punctuation without which there is no match.
fn has_mark(rule: &Rule, window: &[u8]) -> bool {
    match &rule.data.trigger {
        Trigger::Keywords { needs, .. } => match needs.as_ref() {
            [] => true,
            [a] => memchr::memchr(*a, window).is_some(),
            [a, b] => memchr::memchr2(*a, *b, window).is_some(),
            [a, b, c, ..] => memchr::memchr3(*a, *b, *c, window).is_some(),
        },
        _ => true,
    }
}

/// Whether a window holds the digits and the words without which there is no match.
pub(super) fn may_match(rule: &Rule, index: u32, text: &[u8], (lo, hi): (usize, usize), candidates: &mut Candidates) -> bool {
    let window = || text.get(lo..hi).unwrap_or_default();
    (rule.data.digits == 0 || anchors::has_digits(window(), rule.data.digits))
        && candidates.heads.meet(index, &rule.data.required, text, lo, hi)
}
