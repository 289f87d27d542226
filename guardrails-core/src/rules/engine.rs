//! All rules in one pass: keywords and anchors find candidates, a bounded window round each goes to the rule's regex, and what
//! is captured to its validator and context.

mod anchored;
mod finders;
mod judge;
mod keyworded;
mod known;
mod regrouped;

use regex_automata::util::captures::Captures;

use self::finders::Finders;
use self::judge::{judge, judge_as};
use self::keyworded::{Role, Use, Uses, keyword, keyword_candidate};
use self::known::{Known, Match, Matches};
use super::candidates::{Candidates, Window};
use super::context;
use super::keywords::{self, Keyword};
use super::labels::Labels;
use super::layout::Layout;
use super::searcher::Range;
use super::shapes::Shapes;
use super::words::{self, Words};
use super::{FAR_DIGITS, FEW_DIGITS, MANY_DIGITS, Rule, Shaped, TOKENS, Trigger, anchors};
use crate::{Category, Confidence, Error, Source, Span};

/// The rules of a guard, ready to run.
#[derive(Debug)]
pub(crate) struct Engine {
    rules: Vec<Rule>,
    finders: Finders,
    /// For each keyword of the finders, what it says about which rules.
    uses: Uses,
    /// Rules of one's own with a digit anchor, and the digits they need, fewest first.
    digit_rules: Vec<(usize, u32)>,
    token_rules: Vec<u32>,
    labels: Labels,
    words: Words,
    /// For each number of a rule with words, the rule; and the numbers of those whose values may stand in other groups.
    numbered: Vec<u32>,
    regroups: regrouped::Regrouped,
    /// By [`Shaped`].
    shaped: [ShapedRules; 4],
    prefilter: bool,
}

/// Rules that are found by the shape of their values.
#[derive(Debug)]
struct ShapedRules {
    shapes: &'static Shapes,
    /// For each rule of `shapes`, the one of the engine; none where the guard leaves it out.
    rules: Vec<Option<u32>>,
    /// Whether the guard has one of them.
    any: bool,
}

/// A match of a rule in the text that the engine was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RuleMatch {
    /// Index for [`Engine::rule`].
    pub(crate) rule: u32,
    pub(crate) span: Span,
    pub(crate) confidence: Confidence,
}

/// More windows than the limit allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooManyCandidates;

impl Engine {
    /// An engine of `rules`. Without the prefilter every regex reads the whole text: the same matches, for tests.
    pub(crate) fn new(mut rules: Vec<Rule>, prefilter: bool) -> Result<Self, Error> {
        let mut by_keyword = Vec::<(Keyword, Use)>::new();
        let (mut digit_rules, mut token_rules) = (Vec::new(), Vec::new());
        let tables = [&FAR_DIGITS, &FEW_DIGITS, &MANY_DIGITS, &TOKENS];
        let mut shaped = tables.map(|shapes| ShapedRules { shapes, rules: vec![None; shapes.exact.len()], any: false });
        // Whether the rule has a shape, whose place it takes.
        let mut take = |shape: &Option<(Shaped, u16)>, index: u32| {
            let place = shape.and_then(|(table, number)| shaped.get_mut(table as usize)?.rules.get_mut(number as usize));
            place.map(|place| *place = Some(index)).is_some()
        };
        // Values are judged at every number and token, wordings only where they match: where numbers run out, it is they that have none.
        let has_words = |rule: &&mut Rule| !rule.data.context.is_empty() || !rule.data.context_against.is_empty();
        let (wordings, values): (Vec<_>, Vec<_>) =
            rules.iter_mut().filter(has_words).partition(|rule| rule.data.category == Category::Injection);
        (0..words::MOST as u16).zip(values.into_iter().chain(wordings)).for_each(|(number, rule)| rule.number = Some(number));
        let (mut labels, mut fewest, mut reach) = (Vec::new(), usize::MAX, 0);
        for (index, rule) in rules.iter().enumerate() {
            let index = index as u32;
            let mut add = |word: &str, exact: bool, begins: bool, role: Role| {
                let max_len = rule.data.max_len.try_into().unwrap_or(u16::MAX);
                by_keyword.push((keyword(word, exact, begins), Use { rule: index, role, sources: rule.data.sources, max_len }));
            };
            match &rule.data.trigger {
                Trigger::Keywords { words, anchored, also, exact, .. } => {
                    let role = match (rule.data.pattern.is_some(), also.is_empty(), anchored) {
                        (false, ..) => Role::Literal,
                        (true, true, true) => Role::Start,
                        (true, true, false) => Role::Inside,
                        (true, false, _) => Role::First,
                    };
                    words.iter().for_each(|word| add(word, *exact, false, role));
                    also.iter().for_each(|word| add(word, *exact, false, Role::Second));
                }
                Trigger::Near { words, .. } => {
                    for word in words.iter() {
                        [" ", "_", "-"].iter().for_each(|gap| add(&word.replace(' ', gap), false, true, Role::Near));
                    }
                }
                Trigger::Digits { min, labels: words, exact, .. } if !words.is_empty() => {
                    labels.extend(words.iter().map(|label| (keyword(label, *exact, false), index)));
                    (fewest, reach) = (fewest.min(*min), reach.max(rule.data.max_len));
                }
                Trigger::Digits { min, shape, .. } => {
                    if !take(shape, index) {
                        digit_rules.push((*min, index));
                    }
                }
                Trigger::Token { shape, .. } => {
                    if !take(shape, index) {
                        token_rules.push(index);
                    }
                }
            }
        }
        digit_rules.sort_unstable();
        shaped.iter_mut().for_each(|shaped| shaped.any = shaped.rules.iter().any(Option::is_some));
        let (keywords, uses): (Vec<Keyword>, Vec<Vec<Use>>) = keywords::grouped(by_keyword).unzip();
        let mut by_number: Vec<u32> = (0..).zip(&rules).filter(|(_, rule)| rule.number.is_some()).map(|(index, _)| index).collect();
        by_number.sort_by_key(|index| rules.get(*index as usize).and_then(|rule| rule.number));
        let regroups = regrouped::Regrouped::of(&rules);
        let numbered = rules.iter().filter_map(|rule| Some((rule.number?, &rule.data.context, &rule.data.context_against)));
        let words = Words::new(numbered);
        let labels = Labels::new(labels.into_iter(), fewest, reach);
        Ok(Self {
            finders: Finders::new(keywords, &uses, |rule| rules.get(rule as usize).map(|rule| rule.data.category)),
            uses: Uses::new(uses.into_iter()),
            rules,
            digit_rules,
            token_rules,
            labels,
            words,
            numbered: by_number,
            regroups,
            shaped,
            prefilter,
        })
    }

    pub(crate) fn rules(&self) -> &[Rule] {
        &self.rules
    }

    pub(crate) fn rule(&self, index: u32) -> Option<&Rule> {
        self.rules.get(index as usize)
    }

    /// What the engine looks for, for measuring what a bare pass over it costs.
    pub(crate) fn keywords(&self) -> impl Iterator<Item = &[u8]> {
        self.finders.keywords().iter().map(|keyword| keyword.bytes.as_slice())
    }

    /// Calls `found` with every match that reaches its rule's `min_confidence`, by rule and then by position. Matches of one rule
    /// do not overlap; matches of different rules may.
    pub(crate) fn scan(&self, text: &str, source: Source, limit: usize, found: impl FnMut(RuleMatch)) -> Result<(), TooManyCandidates> {
        self.scan_for(text, source, limit, None, found)
    }

    /// As [`Engine::scan`], for the rules of one category that stand on words; values are not looked for.
    pub(crate) fn scan_wordings(
        &self,
        text: &str,
        source: Source,
        limit: usize,
        category: Category,
        found: impl FnMut(RuleMatch),
    ) -> Result<(), TooManyCandidates> {
        self.scan_for(text, source, limit, Some(category), found)
    }

    fn scan_for(
        &self,
        text: &str,
        source: Source,
        limit: usize,
        only: Option<Category>,
        mut found: impl FnMut(RuleMatch),
    ) -> Result<(), TooManyCandidates> {
        let mut candidates = Candidates::new(self.rules.len(), limit);
        let mut known = Known::new(self.prefilter.then(|| words::Seen::new(&self.words, text)));
        if self.prefilter {
            self.keyword_candidates(text, source, only, &mut known.layout, &mut candidates);
        } else {
            self.all_candidates(text, source, &mut candidates);
        }
        if self.prefilter && only.is_none() {
            anchored::Pass::new(self, text, source, &mut known, &mut candidates, &mut found).run();
        }
        if only.is_none() {
            match known.words.as_mut() {
                Some(words) => self.regrouped(text, source, &mut known.layout, words, &mut found),
                None => self.regrouped(text, source, &mut known.layout, &mut words::Seen::new(&self.words, text), &mut found),
            }
        }
        candidates.windows.sort_unstable();
        // Matches of one rule do not overlap, so that each window is searched from where the last match ended.
        let (mut searched, mut rule_before) = (Searched::default(), u32::MAX);
        for window in &candidates.windows {
            if let Some(rule) = self.rule(window.rule).filter(|rule| !self.prefilter || has_run(rule, text, *window)) {
                if rule_before != window.rule {
                    (searched, rule_before) = (Searched::default(), window.rule);
                    known.matches.clear();
                }
                search(rule, text, &mut known, *window, &mut searched, |span, confidence| {
                    found(RuleMatch { rule: window.rule, span, confidence })
                });
            }
        }
        if candidates.overflow { Err(TooManyCandidates) } else { Ok(()) }
    }

    fn all_candidates(&self, text: &str, source: Source, candidates: &mut Candidates) {
        for (index, _) in self.rules.iter().enumerate().filter(|(_, rule)| rule.data.sources.contains(source)) {
            candidates.push(index as u32, 0, text.len(), text.len());
        }
    }
}

/// Whether a window holds the run of token characters without which there is no match.
fn has_run(rule: &Rule, text: &str, window: Window) -> bool {
    let bytes = text.as_bytes().get(window.lo as usize..window.hi as usize);
    rule.data.run == 0 || bytes.is_none_or(|bytes| anchors::has_run(bytes, rule.data.run))
}

/// How far a pattern looks at what stands before its captured part: four digits and a comma, in the built-in rules.
const LEFT_CONTEXT: usize = 5;

/// So many matches in a row that end at the same place are judged, each the end of the one before: a run of thousands of characters would be read
/// again from every sign in it.
const SAME_END: u32 = 8;

/// How far a rule has been searched for.
#[derive(Clone, Copy, Debug, Default)]
struct Searched {
    /// Where the next match may begin.
    at: usize,
    /// Where the last one ended.
    end: usize,
}

/// Every match of `rule` within `window` that begins behind what has been `searched`, in order.
fn search(
    rule: &Rule,
    text: &str,
    known: &mut Known<'_>,
    window: Window,
    searched: &mut Searched,
    mut found: impl FnMut(Span, Confidence),
) {
    let (lo, last, hi) = (window.lo as usize, window.last as usize, window.hi as usize);
    if rule.data.pattern.is_none() {
        searched.end = literal(rule, text, lo.max(searched.end), hi, found);
        return;
    }
    // What a pattern asks for before its captured part may be the end of the match before: `1111,2222`.
    let back = if rule.data.capture > 0 { LEFT_CONTEXT } else { 0 };
    let mut at = lo.max(searched.at);
    let range = |from: usize| (from <= last).then_some(Range { from, last, hi });
    // Most windows hold nothing, and a gate says so for less. What is passed over in one window may hide a match in the next, where they overlap.
    let gate = if last == hi { rule.gate() } else { rule.opening() };
    if range(at).is_none_or(|range| gate.is_some_and(|gate| !gate.is_match(text, range))) {
        return;
    }
    let Some(regex) = rule.regex() else { return };
    // A shape, and mostly a label as well, has said that there is a match here.
    let likely = matches!(rule.data.trigger, Trigger::Digits { shape: Some(_), .. });
    let (group, mut room) = (rule.data.capture, None);
    // Near matches of long patterns repeat themselves, and what one captures takes longer to tell than that it is there.
    let captured = |whole: Span, last: &mut Matches, room: &mut Option<Captures>| {
        if group == 0 {
            return Some(whole);
        }
        let told = regex.split(text, whole).map(Some).or_else(|| last.captures_at(text.as_bytes(), whole));
        // Where there are many, they are worth an automaton of their own.
        let many = || last.are_many() || regex.is_often_asked();
        let told = told.or_else(|| if many() { regex.led(text, whole, group) } else { None });
        told.unwrap_or_else(|| regex.captured_by(text, whole, group, room))
    };
    // Behind a match that was refused, in a text that may repeat itself.
    let (mut longest, mut refused) = (None, (0, 0));
    while let Some(range) = range(at) {
        let matched = if likely && group > 0 {
            regex.captures(text, range, group, &mut room)
        } else {
            let again = longest.and_then(|longest| known.matches.again(text.as_bytes(), range, longest));
            again.map(|known| (known.whole, known.captured)).or_else(|| {
                let whole = regex.find(text, range)?;
                let captured = captured(whole, &mut known.matches, &mut room);
                known.matches.keep(Match { from: range.from, hi: range.hi, whole, captured });
                Some((whole, captured))
            })
        };
        let Some((whole, captured)) = matched else { break };
        // On past the captured part, but for what the next match may ask for before it. Past the whole of a match that captured
        // nothing: it stands in the pattern to be passed over. Past one byte of a match that was refused, since a shorter one may
        // start inside it.
        let mut sure = |span: Span| {
            let refused = span.start < searched.end || is_of_another_column(rule, text, &mut known.layout, whole, span);
            if refused || known.matches.is_refused(span) {
                return None;
            }
            let confidence = judge(rule, text, known, span);
            if confidence.is_none() {
                known.matches.refuse(span);
            }
            confidence
        };
        match captured.map(|span| (span, sure(span))) {
            Some((span, Some(confidence))) => {
                found(span, confidence);
                at = span.end.saturating_sub(back).max(at + 1);
                (searched.at, searched.end) = (at, span.end);
            }
            Some((_, None)) => {
                (at, longest) = (whole.start.max(at) + 1, regex.longest());
                refused = (whole.end, if refused.0 == whole.end { refused.1 + 1 } else { 1 });
                if refused.1 == SAME_END {
                    at = whole.end.max(at);
                }
            }
            None => {
                at = whole.end.max(at + 1);
                (searched.at, searched.end) = (at, whole.end.max(searched.end));
            }
        }
    }
}

/// Whether what the pattern takes for the label of a value is the head of another column.
fn is_of_another_column(rule: &Rule, text: &str, layout: &mut Layout, whole: Span, span: Span) -> bool {
    rule.data.category == Category::Pii
        && whole.start < span.start
        && layout.heads_another_column(text.as_bytes(), whole.start..span.start, span.start)
}

fn literal(rule: &Rule, text: &str, lo: usize, hi: usize, mut found: impl FnMut(Span, Confidence)) -> usize {
    let Trigger::Keywords { words, .. } = &rule.data.trigger else { return lo };
    let Some(window) = text.as_bytes().get(lo..hi) else { return lo };
    let mut at = 0;
    while let Some(rest) = window.get(at..).filter(|rest| !rest.is_empty()) {
        let stands = |word: &str| {
            rest.get(..word.len()).is_some_and(|here| {
                if rule.data.ignore_case { here.eq_ignore_ascii_case(word.as_bytes()) } else { here == word.as_bytes() }
            }) && (!rule.data.bounded || context::is_whole_word(text, lo + at, lo + at + word.len()))
        };
        match words.iter().filter(|word| stands(word)).map(|word| word.len()).max() {
            Some(len) => {
                found(Span::new(lo + at, lo + at + len), Confidence::clamped(rule.data.confidence));
                at += len.max(1);
            }
            None => at += 1,
        }
    }
    lo + at
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
