//! Numbers in other groups, or other letters, than their rule's pattern writes them in.
//!
//! A form may ask for groups of three, an address bar writes `+` for a space, and people copy letters in small. The check of a number and a
//! label beside it say what it is in any of these. So what stands in groups is also read without what parts them, in capitals: for rules
//! whose label is near, and only where their check holds.

use super::{Engine, LEFT_CONTEXT, RuleMatch, judge_as};
use crate::rules::layout::Layout;
use crate::rules::words::{self, Bits, Seen};
use crate::rules::{Rule, Trigger, Validity, anchors};
use crate::{Confidence, Source, Span};

use regex_automata::Input;

/// The most groups of one number: every digit of the longest by itself.
const MOST_GROUPS: usize = 24;
/// Digits of one number.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=24;
/// The longest number without what parts it: IBANs have rules of their own.
const LONGEST: usize = 30;
/// The longest word of letters before the first digit, and behind the last.
const LETTERS: usize = 4;
/// How sure a rule is of a number of its shape.
const SURE: f32 = 0.4;
/// How far before the number the label of one without a check stands, with a word or two between.
const RIGHT_BEFORE: usize = 24;
/// Digits in a row that are another number, with labels of its own.
const OTHER: usize = 4;
/// What the other form takes from the confidence.
const LESS_SURE: f32 = 0.2;
/// The most bytes between two groups: a sign with a space on either side.
const GAP: usize = 3;

/// Rules by number, whose values may stand in other groups.
#[derive(Debug)]
pub(super) struct Regrouped {
    all: Bits,
    /// Those of them with a check that a random number fails. Of any other the label has to stand right before the number.
    checked: Bits,
}

impl Regrouped {
    /// Of rules for numbers of people with labels. A rule that is hardly sure of a shape knows more of it than its digits: where it ends.
    pub(super) fn of(rules: &[Rule]) -> Self {
        let is_number = |rule: &&Rule| {
            matches!(&rule.data.trigger, Trigger::Digits { labels, .. } if labels.is_empty())
                && rule.data.category == crate::Category::Pii
                && rule.data.confidence.max(rule.data.proven_confidence.unwrap_or(0.0)) + 1e-4 >= SURE
                && rule.is_sure_with_context()
        };
        let is_checked = |rule: &&Rule| rule.validator.is_some() && rule.data.proven_confidence.is_some();
        let bits = |checked: bool| {
            let rules = rules.iter().filter(is_number).filter(|rule| !checked || is_checked(rule));
            Bits::of(rules.filter_map(|rule| rule.number))
        };
        Self { all: bits(false), checked: bits(true) }
    }
}

/// Groups that may make one number.
struct Run {
    /// Where the groups begin and end; the first and the last may be letters alone.
    groups: smallvec::SmallVec<[Span; MOST_GROUPS]>,
    /// Whether there are more groups than a number has.
    long: bool,
}

impl Engine {
    /// Calls `found` with the numbers of `text` that are written in other groups than their rules have.
    pub(super) fn regrouped(&self, text: &str, source: Source, layout: &mut Layout, words: &mut Seen<'_>, mut found: impl FnMut(RuleMatch)) {
        if self.regroups.all.is_empty() {
            return;
        }
        let bytes = text.as_bytes();
        let mut from = 0;
        anchors::digit_clusters(bytes, |cluster| {
            let mut at = cluster.start.max(from);
            while at < cluster.end {
                let run = run_at(bytes, at, from);
                let end = run.groups.last().map_or(at + 1, |group| group.end).max(at + 1);
                self.in_run(text, source, &run, layout, words, &mut found);
                from = end;
                at = end + bytes.get(end..cluster.end).unwrap_or_default().iter().take_while(|byte| !byte.is_ascii_digit()).count();
            }
        });
    }

    fn in_run(
        &self,
        text: &str,
        source: Source,
        run: &Run,
        layout: &mut Layout,
        words: &mut Seen<'_>,
        found: &mut impl FnMut(RuleMatch),
    ) {
        let bytes = text.as_bytes();
        let of = |span: &Span| bytes.get(span.start..span.end).unwrap_or_default();
        let digits = run.groups.iter().flat_map(|group| of(group)).filter(|byte| byte.is_ascii_digit()).count();
        let (Some(first), Some(last)) = (run.groups.first(), run.groups.last()) else { return };
        if run.long || !DIGITS.contains(&digits) || !is_other(bytes, &run.groups) {
            return;
        }
        let whole = Span::new(first.start, last.end);
        // A label may look like the first letters of the number.
        let has_digit = |group: &&Span| of(group).iter().any(u8::is_ascii_digit);
        let Some(number) = run.groups.iter().find(has_digit).map(|group| Span::new(group.start, whole.end)) else { return };
        let said = labels(bytes, number, words, layout).and(&self.regroups.all);
        if said.is_empty() {
            return;
        }
        // Letters on either side that a space parts from the digits may belong to the sentence.
        let letters = |group: &Span| !of(group).iter().any(u8::is_ascii_digit);
        let parted = |at: usize, end: usize| bytes.get(at..end).is_some_and(|gap| gap.contains(&b' '));
        let free = |pair: &[Span], outer: usize| match pair {
            [a, b] => usize::from(pair.get(outer).is_some_and(letters) && parted(a.end, b.start)),
            _ => 0,
        };
        let before = free(run.groups.get(..2).unwrap_or_default(), 0);
        let behind = free(run.groups.get(run.groups.len().saturating_sub(2)..).unwrap_or_default(), 1);
        let right_before = words.within(after_other(bytes, number.start), number.start.saturating_sub(RIGHT_BEFORE), number.start);
        // Without a check, a slash makes a number of another kind of it.
        let slashed = memchr::memchr(b'/', of(&whole)).is_some();
        for number in said.numbers() {
            let plain = run.groups.len() > 1 && !slashed && right_before.has(number);
            if !plain && !self.regroups.checked.has(number) {
                continue;
            }
            let Some((index, rule)) = self.numbered.get(number as usize).and_then(|index| Some((*index, self.rule(*index)?))) else { continue };
            if !rule.data.sources.contains(source) {
                continue;
            }
            // With the letters on either side first, since they belong to the number where its rule says so.
            let ends = [(0, 0), (before, 0), (0, behind), (before, behind)];
            let ends = if self.regroups.checked.has(number) { ends.as_slice() } else { ends.get(3..).unwrap_or_default() };
            let matched = ends.iter().find_map(|(skip, drop)| {
                let (skip, drop) = (*skip, *drop);
                let groups = run.groups.get(skip..run.groups.len().checked_sub(drop)?)?;
                let span = Span::new(groups.first()?.start, groups.last()?.end);
                let compact: smallvec::SmallVec<[u8; LONGEST]> =
                    groups.iter().flat_map(of).map(u8::to_ascii_uppercase).take(LONGEST + 1).collect();
                if compact.len() > LONGEST || is_own_form(rule, text, span) || words.near(span).against.has(number) || !is_whole(rule, &compact) {
                    return None;
                }
                let valid = plain || rule.validator.is_some_and(|validator| validator(&compact) == Validity::Valid);
                judge_as(rule, text, layout, Some(&mut *words), span, &compact).filter(|_| valid).map(|confidence| (span, confidence))
            });
            if let Some((span, confidence)) = matched {
                // Less sure than a number in the form that its rule knows.
                let confidence = Confidence::clamped((confidence.get() - LESS_SURE).max(rule.min_confidence));
                found(RuleMatch { rule: index, span, confidence });
            }
        }
    }
}

/// Where another number before `at` ends that stands near it; else as far as labels are looked for.
fn after_other(text: &[u8], at: usize) -> usize {
    let from = words::back(text, at, words::BEFORE);
    let before = text.get(from..at).unwrap_or_default();
    let groups = before.rsplit(|byte| !byte.is_ascii_alphanumeric()).take_while(|group| !is_other_number(group));
    let near: usize = groups.map(|group| group.len() + 1).sum();
    at - near.saturating_sub(1).min(before.len())
}

fn is_other_number(group: &[u8]) -> bool {
    anchors::has_digits(group, OTHER)
}

/// The rules whose labels belong to the value at `span`: a label before it with no other number between, or else one behind it, or where
/// the layout puts labels.
fn labels(text: &[u8], span: Span, words: &mut Seen<'_>, layout: &mut Layout) -> Bits {
    let said = words.within(after_other(text, span.start), 0, span.start);
    if !said.is_empty() {
        return said;
    }
    let behind = text.get(span.end..(span.end + 2 * words::AFTER).min(text.len())).unwrap_or_default();
    let behind = behind.split(|byte| matches!(byte, b',' | b';' | b'\n')).next().unwrap_or_default();
    let near = behind.split(|byte| !byte.is_ascii_alphanumeric()).take_while(|group| !is_other_number(group)).map(|group| group.len() + 1).sum::<usize>();
    let said = words.within(span.end, 0, span.end + near.saturating_sub(1).min(behind.len()));
    if said.is_empty() { words.elsewhere(span.start, layout).context } else { said }
}

/// Whether the pattern of a rule takes all of `number`.
fn is_whole(rule: &Rule, number: &[u8]) -> bool {
    let Some(regex) = rule.regex() else { return false };
    let mut captures = regex.create_captures();
    regex.search_captures(&Input::new(number), &mut captures);
    captures.get_group(rule.data.capture).is_some_and(|group| (group.start, group.end) == (0, number.len()))
}

/// Whether the pattern of a rule finds the number as it stands.
fn is_own_form(rule: &Rule, text: &str, span: Span) -> bool {
    let Some(regex) = rule.regex() else { return false };
    let mut captures = regex.create_captures();
    let input = Input::new(text).range(span.start.saturating_sub(LEFT_CONTEXT)..(span.end + LEFT_CONTEXT).min(text.len()));
    regex.search_captures(&input, &mut captures);
    captures.get_group(rule.data.capture).is_some_and(|group| group.start < span.end && span.start < group.end)
}

/// Whether groups are written in a way that patterns may not have: several, letters in small, or behind a `#`. Decimals, dates and times
/// are no groups of a number.
fn is_other(text: &[u8], groups: &[Span]) -> bool {
    let (Some(first), Some(last)) = (groups.first(), groups.last()) else { return false };
    let has_digits = |span: &Span| text.get(span.start..span.end).is_some_and(|group| group.iter().any(u8::is_ascii_digit));
    let from = groups.iter().position(has_digits).unwrap_or(0);
    let to = groups.iter().rposition(has_digits).map_or(groups.len(), |last| last + 1);
    let numbers = groups.get(from..to).unwrap_or_default();
    let is_digits = |span: &Span| text.get(span.start..span.end).is_some_and(|group| group.iter().all(u8::is_ascii_digit));
    let len = |span: &Span| span.end - span.start;
    let before = first.start.checked_sub(1).and_then(|at| text.get(at));
    let small = || numbers.iter().any(|group| text.get(group.start..group.end).unwrap_or_default().iter().any(u8::is_ascii_lowercase));
    let time = text.get(last.end) == Some(&b':') && text.get(last.end + 1).is_some_and(u8::is_ascii_digit);
    let written = match numbers {
        [_] => groups.len() > 1,
        [a, b] => !(text.get(a.end..b.start) == Some(b".") && is_digits(a) && is_digits(b)),
        [a, b, c] => !(matches!((len(a), len(b), len(c)), (4, 2, 2) | (1..=2, 1..=2, 4)) && numbers.iter().all(is_digits)),
        _ => true,
    };
    !time && (written || before == Some(&b'#') || small())
}

/// The groups round the digit at `at`, none of which begins before `from`.
fn run_at(text: &[u8], at: usize, from: usize) -> Run {
    let mut run = Run { groups: smallvec::SmallVec::new(), long: false };
    let is_in = |byte: &&u8| byte.is_ascii_alphanumeric();
    let start = at - text.get(from..at).unwrap_or_default().iter().rev().take(LONGEST).take_while(is_in).count();
    // Letters before the first digit, parted from it.
    if let Some(end) = gap_before(text, start, from) {
        let letters = text.get(from..end).unwrap_or_default().iter().rev().take(LETTERS + 1).take_while(is_in).count();
        let before = end.checked_sub(letters + 1).filter(|at| *at >= from).and_then(|at| text.get(at));
        if (1..=LETTERS).contains(&letters) && before.is_none_or(|byte| byte.is_ascii()) {
            run.groups.push(Span::new(end - letters, end));
        }
    }
    let mut at = start;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let len = rest.iter().take_while(is_in).count();
        let group = rest.get(..len).unwrap_or_default();
        let number = group.iter().any(u8::is_ascii_digit);
        if len == 0 || (!number && len > LETTERS) {
            return run;
        }
        // A letter or two may stand between digits; more of them end a number.
        let ends = !number && !(len <= 2 && leads_on(text, at + len));
        run.long |= run.groups.len() >= MOST_GROUPS;
        match run.groups.last_mut().filter(|_| run.long) {
            Some(last) => last.end = at + len,
            None => run.groups.push(Span::new(at, at + len)),
        }
        let gap = gap_len(text.get(at + len..).unwrap_or_default());
        if ends || gap == 0 {
            return run;
        }
        at += len + gap;
    }
}

/// Whether a group with a digit follows the one that ends at `at`.
fn leads_on(text: &[u8], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let gap = gap_len(rest);
    gap > 0 && rest.get(gap).is_some_and(u8::is_ascii_digit)
}

/// How long what parts two groups is at the start of `rest`: up to two spaces and one sign; 0 where nothing does.
fn gap_len(rest: &[u8]) -> usize {
    let len = rest.iter().take(GAP + 1).take_while(|byte| is_gap(**byte)).count();
    let gap = rest.get(..len).unwrap_or_default();
    let signs = gap.iter().filter(|byte| **byte != b' ').count();
    // An address writes `+` for a space; with spaces round it, it adds.
    if len <= GAP && signs <= 1 && (len == 1 || !gap.contains(&b'+')) { len } else { 0 }
}

/// Where a group ends that only a gap parts from the one at `at`.
fn gap_before(text: &[u8], at: usize, from: usize) -> Option<usize> {
    let before = text.get(from..at)?;
    let len = before.iter().rev().take(GAP).take_while(|byte| is_gap(**byte)).count();
    let end = at - len;
    (len > 0 && gap_len(text.get(end..).unwrap_or_default()) == len).then_some(end)
}

fn is_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'/' | b'_' | b'+')
}
