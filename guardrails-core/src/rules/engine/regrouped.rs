//! Numbers in other groups, or other letters, than their rule's pattern writes them in.
//!
//! A form may ask for groups of three, an address writes `+` for a space, and people copy letters in small. The check of a number and a label
//! beside it say what it is in any of these. So what stands in groups is also read without what parts them, in capitals: for rules whose
//! label is near, where their check holds, or right behind their label.

mod run;

use regex_automata::Input;
use smallvec::SmallVec;

use self::run::{Reading, Run};
use super::{Engine, LEFT_CONTEXT, RuleMatch, judge_as};
use crate::rules::layout::Layout;
use crate::rules::searcher::Searcher;
use crate::rules::shapes::Before;
use crate::rules::words::{self, Bits, Seen};
use crate::rules::{Rule, Trigger, Validity, anchors};
use crate::{Category, Confidence, Source, Span};

/// Digits of one number.
const DIGITS: std::ops::RangeInclusive<usize> = 6..=24;
/// And of one that is filled in on the line of a form, where it has letters.
const LEAST_FILLED_IN: usize = 4;
/// The longest number without what parts it: IBANs have rules of their own.
const LONGEST: usize = 30;
/// How sure a rule is of a number of its shape.
const SURE: f32 = 0.4;
/// How far before the number the label of one without a check ends, with a word or two between.
const RIGHT_BEFORE: usize = 24;
/// Digits in a row that are another number, with labels of its own.
const OTHER: usize = 4;
/// Digits of another number whose groups hold fewer.
const LEAST_GROUPED: usize = 6;
/// What the other form takes from the confidence.
const LESS_SURE: f32 = 0.2;

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
                && rule.data.category == Category::Pii
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

impl Engine {
    /// Calls `found` with the numbers of `text` that are written in other groups than their rules have.
    pub(super) fn regrouped(
        &self,
        text: &str,
        source: Source,
        layout: &mut Layout,
        words: &mut Seen<'_>,
        mut found: impl FnMut(RuleMatch),
    ) {
        if self.regroups.all.is_empty() {
            return;
        }
        let bytes = text.as_bytes();
        let mut from = 0;
        anchors::digit_clusters(bytes, |cluster| {
            let mut at = cluster.start.max(from);
            while at < cluster.end {
                let (run, end) = Run::at(bytes, at, from, false);
                let wrapped =
                    (run::break_len(bytes.get(end..).unwrap_or_default()) > 0).then(|| Run::at(bytes, at, from, true).0).flatten();
                for (run, wrapped) in [(run, false), (wrapped, true)] {
                    let is_number = |run: &Run| {
                        let digits = run.digits(bytes);
                        DIGITS.contains(&digits) || (LEAST_FILLED_IN..*DIGITS.start()).contains(&digits) && run.is_filled_in(bytes)
                    };
                    if let Some(run) = run.filter(|run| is_number(run) && run.is_other(bytes)) {
                        self.in_run(text, source, (&run, wrapped), (&mut *layout, &mut *words), &mut found);
                    }
                }
                from = end.max(at + 1);
                at = from + bytes.get(from..cluster.end).unwrap_or_default().iter().take_while(|byte| !byte.is_ascii_digit()).count();
            }
        });
    }

    fn in_run(
        &self,
        text: &str,
        source: Source,
        (run, wrapped): (&Run, bool),
        (layout, words): (&mut Layout, &mut Seen<'_>),
        found: &mut impl FnMut(RuleMatch),
    ) {
        let bytes = text.as_bytes();
        // A label may look like the first letters of the number.
        let number = run.number(bytes);
        let said = labels(bytes, number, &self.regroups.all, words, layout);
        if said.is_empty() {
            return;
        }
        let (from, to) = words::reach(text, number);
        let line = bytes.get(from..number.start).and_then(|before| memchr::memrchr(b'\n', before)).map_or(from, |end| from + end + 1);
        let close = words::back(bytes, number.start, RIGHT_BEFORE);
        // Digits said one by one are nothing else: `your SSN? Sure, it's 1 0 1, 7 4, 5 7 1 1`.
        let near = if run.is_dictated() { close.min(line) } else { close };
        let mut right_before = words.within(after_other(bytes, number.start), near, number.start);
        if right_before.is_empty() {
            right_before = words.elsewhere(number.start, layout).context;
        }
        let against = words.between((line, to), number).against;
        // What stands right before the number, in its sentence, outweighs what stands farther from it.
        let sentence =
            bytes.get(line..number.start).and_then(|before| memchr::memmem::rfind(before, b". ")).map_or(line, |end| line + end + 2);
        let close = words.between((close.max(sentence), number.start), number).against;
        // Without a check, a slash makes a number of another kind of it.
        let slashed = bytes.get(number.start..number.end).is_none_or(|number| number.contains(&b'/'));
        let hyphenated = wrapped && run.is_hyphenated(bytes);
        // Dozens of rules may share a label.
        let readings: SmallVec<[Reading; 2]> = run.readings(bytes).collect();
        for rule_number in said.numbers() {
            let checked = self.regroups.checked.has(rule_number);
            let labelled = right_before.has(rule_number);
            // The numbers of a column are no one number: across lines, both have to speak for it, or a hyphen that says it goes on.
            let one = !wrapped || hyphenated;
            let plain = (run.is_parted() || run.is_filled_in(bytes) || run.is_behind_hash(bytes)) && !slashed && one && labelled;
            let taken = if wrapped { labelled && (checked || hyphenated) } else { plain || checked };
            let index = self.numbered.get(rule_number as usize).copied().filter(|_| taken);
            let Some((index, rule)) = index.and_then(|index| Some((index, self.rule(index)?))) else { continue };
            if !rule.data.sources.contains(source) {
                continue;
            }
            let against = if labelled { close.has(rule_number) } else { against.has(rule_number) };
            let matched = readings.iter().find_map(|(span, compact)| {
                let span = *span;
                if against || !self.is_whole(rule, compact) || is_own_form(rule, text, span) {
                    return None;
                }
                let validity = rule.validator.map_or(Validity::Plausible, |validator| validator(compact));
                let valid = plain || (rule.validator.is_some() && validity == Validity::Valid);
                let known = (&mut *layout, Some(&mut *words));
                judge_as(rule, text, known, span, compact, || validity).filter(|_| valid).map(|confidence| (span, confidence))
            });
            if let Some((span, confidence)) = matched {
                // Less sure than a number in the form that its rule knows.
                let confidence = Confidence::clamped((confidence.get() - LESS_SURE).max(rule.min_confidence));
                found(RuleMatch { rule: index, span, confidence });
            }
        }
    }

    /// Whether the pattern of a rule takes all of `number`.
    fn is_whole(&self, rule: &Rule, number: &SmallVec<[u8; LONGEST]>) -> bool {
        if let Trigger::Digits { shape: Some((table, shape)), .. } = rule.data.trigger
            && let Some(exact) = self.shaped.get(table as usize).and_then(|shaped| shaped.shapes.exact.get(shape as usize)?.as_ref())
        {
            return exact.end(number, 0, &mut Before::default()) == Some(number.len());
        }
        let Some(regex) = rule.regex().and_then(Searcher::regex) else { return false };
        let mut captures = regex.create_captures();
        regex.search_captures(&Input::new(number), &mut captures);
        captures.get_group(rule.data.capture).is_some_and(|group| (group.start, group.end) == (0, number.len()))
    }
}

/// Those of the rules `all` whose labels belong to the value at `span`: a label before it with no other number between, or else one behind it, or where
/// the layout puts labels.
fn labels(text: &[u8], span: Span, all: &Bits, words: &mut Seen<'_>, layout: &mut Layout) -> Bits {
    let said = words.within(after_other(text, span.start), 0, span.start);
    if !said.is_empty() {
        let said = said.and(all);
        // In a table, words of other rules may stand between a value and the head of its column.
        return if said.is_empty() { words.elsewhere(span.start, layout).context.and(all) } else { said };
    }
    let behind = text.get(span.end..(span.end + 2 * words::AFTER).min(text.len())).unwrap_or_default();
    // `123 456 78, tax number` ends with it, else a comma parts the number from what comes next.
    let line = behind.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let ends_line = line.starts_with(b", ") && !line.iter().any(u8::is_ascii_digit);
    let passed = if ends_line || behind.starts_with(b"\n(") { 1 } else { 0 };
    let behind = behind.get(passed..).unwrap_or_default();
    let behind = behind.split(|byte| matches!(byte, b',' | b';' | b'\n')).next().unwrap_or_default();
    let groups = behind.split(|byte| !byte.is_ascii_alphanumeric()).take_while(|group| !is_other_number(group));
    let near: usize = groups.map(|group| group.len() + 1).sum();
    let said = words.within(span.end, 0, span.end + passed + near.saturating_sub(1).min(behind.len()));
    let said = if said.is_empty() { words.elsewhere(span.start, layout).context } else { said };
    said.and(all)
}

/// Where another number before `at` ends that stands near it, with a label of its own; else as far as labels are looked for.
pub(super) fn after_other(text: &[u8], at: usize) -> usize {
    let other = after_number(text, at);
    // `836 680 4844 or 836 334 4877` have one label.
    let between = text.get(other..at).unwrap_or_default();
    // So have `'836 680 4844', '836 334 4877'`.
    let other = other - usize::from(matches!(text.get(..other), Some([.., b'\'' | b'"'])));
    let first = text.get(other.saturating_sub(LONGEST)..other).unwrap_or_default();
    let len = first.iter().rev().take_while(|byte| byte.is_ascii_digit() || run::is_gap(**byte)).count();
    let digits = |number: &[u8]| {
        number.iter().take_while(|byte| byte.is_ascii_digit() || run::is_gap(**byte)).filter(|byte| byte.is_ascii_digit()).count()
    };
    let first = other - len;
    if len > 0
        && is_and(between)
        && digits(text.get(first..other).unwrap_or_default()) == digits(text.get(at..(at + LONGEST).min(text.len())).unwrap_or_default())
    {
        after_number(text, first)
    } else {
        other
    }
}

/// Whether what stands between two numbers makes a list of them.
fn is_and(between: &[u8]) -> bool {
    const ANDS: &[&str] = &[
        "", "a", "and", "e", "en", "es", "et", "i", "ja", "lub", "nebo", "och", "oder", "of", "og", "or", "ou", "oraz", "tai", "to", "und",
        "vagy", "ve", "veya", "y", "и", "или", "та",
    ];
    let Ok(between) = std::str::from_utf8(between) else { return false };
    between.len() > 1 && ANDS.contains(&between.trim_matches([' ', ',', '\'', '"', '&', '/', '\n', '-', '>']))
}

/// Where the last group before `at` ends that is another number; else as far as labels are looked for.
fn after_number(text: &[u8], at: usize) -> usize {
    let before = text.get(words::back(text, at, words::BEFORE)..at).unwrap_or_default();
    let mut near = 0;
    for group in before.rsplit(|byte| !byte.is_ascii_alphanumeric()) {
        if is_other_number(group) || ends_in_groups(before.get(..before.len().saturating_sub(near)).unwrap_or_default()) {
            break;
        }
        near += group.len() + 1;
    }
    at - near.saturating_sub(1).min(before.len())
}

/// Whether the end of a text is a number in groups, each of which is too short for one: `046 454 286`.
fn ends_in_groups(text: &[u8]) -> bool {
    let (mut digits, mut groups, mut len) = (0, 0, 0);
    for byte in text.iter().rev() {
        match byte {
            b'0'..=b'9' => (digits, len) = (digits + 1, len + 1),
            b' ' | b'-' | b'.' | b'/' if len > 1 => (groups, len) = (groups + 1, 0),
            _ => break,
        }
    }
    digits >= LEAST_GROUPED && groups > 0
}

fn is_other_number(group: &[u8]) -> bool {
    anchors::has_digits(group, OTHER)
}

/// Whether the pattern of a rule finds the number, or a part of it, as it stands.
fn is_own_form(rule: &Rule, text: &str, span: Span) -> bool {
    let Some(regex) = rule.regex().and_then(Searcher::regex) else { return false };
    let mut captures = regex.create_captures();
    let input = Input::new(text).range(span.start.saturating_sub(LEFT_CONTEXT)..(span.end + LEFT_CONTEXT).min(text.len()));
    regex.search_captures(&input, &mut captures);
    captures.get_group(rule.data.capture).is_some_and(|group| group.start < span.end && span.start < group.end)
}
