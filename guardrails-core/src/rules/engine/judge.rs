//! How sure a rule is of a match: its validator, and words round it.

use super::known::Known;
use super::regrouped;
use crate::rules::context::{self, Gap, Neighbourhood};
use crate::rules::layout::Layout;
use crate::rules::{Rule, Trigger, Validity, anchors, words};
use crate::{Category, Confidence, Span};

/// What a word that speaks against a match takes from its confidence.
const CONTEXT_AGAINST: f32 = 0.4;

/// What a label takes that has another number behind it: enough to lose the value to a rule with a label of its own.
const LABEL_OF_ANOTHER: f32 = 0.06;
/// What a label takes that stands behind the value.
const LABEL_BEHIND: f32 = 0.03;

/// How far before a value a word is right before it.
const RIGHT_BEFORE: usize = 16;

/// How sure the rule is of what it captured, or none where it is not a finding.
pub(super) fn judge(rule: &Rule, text: &str, known: &mut Known<'_>, span: Span) -> Option<Confidence> {
    let Known { layout, words, checked, .. } = known;
    let validity = || checked.validity(rule, text.as_bytes(), span);
    judge_as(rule, text, (layout, words.as_mut()), span, text.as_bytes().get(span.start..span.end)?, validity)
}

/// As [`judge`], of what stands at `span` read as `captured`, of which the rule's validator says `validity`.
pub(super) fn judge_as(
    rule: &Rule,
    text: &str,
    (layout, words): (&mut Layout, Option<&mut words::Seen<'_>>),
    span: Span,
    captured: &[u8],
    validity: impl FnOnce() -> Validity,
) -> Option<Confidence> {
    let data = &rule.data;
    let mut words = words.zip(rule.number);
    // Nothing but a word of its context could make it sure enough: where another rule has asked what there is, the value need not be checked.
    if rule.needs_context() && words.as_ref().is_some_and(|(words, number)| words.is_known_to_say_nothing(*number, span)) {
        return None;
    }
    let validity = validity();
    let digits = match data.trigger {
        Trigger::Digits { min, .. } => min,
        Trigger::Keywords { digits, .. } => digits,
        _ => 0,
    };
    if validity == Validity::Invalid
        || !anchors::has_digits(captured, digits)
        || rule.allows(captured)
        || data.min_entropy.is_some_and(|least| entropy(captured) < least)
    {
        return None;
    }
    if let Trigger::Near { words, within, .. } = &data.trigger
        && !Neighbourhood::new(text, span, *within, *within).holds(words, Gap::One)
        && !layout.places(text.as_bytes(), span.start).iter().any(|place| context::stands_within(text, place.clone(), words))
    {
        return None;
    }
    let mut confidence = match (validity, data.proven_confidence) {
        (Validity::Valid, Some(proven)) => proven,
        _ => data.confidence,
    };
    if !data.context.is_empty() || !data.context_against.is_empty() {
        let mut near = |range: Option<(usize, usize)>| match &mut words {
            Some((words, number)) => {
                let said = match range {
                    None => *words.near(span),
                    Some(range) => words.between(range, span),
                };
                (said.context.has(*number), said.against.has(*number))
            }
            None => {
                let near = Neighbourhood::between(text, range.unwrap_or_else(|| words::reach(text, span)), span);
                (near.labels(&data.context), near.holds(&data.context_against, Gap::Any))
            }
        };
        let (mut context, mut against) = near(None);
        let reach = || words::reach(text, span);
        // A comment behind the value speaks of something else: `id IN ('1…') -- batch 7`.
        if context
            && against
            && let Some(end) = comment_behind(text.as_bytes(), span.end, reach().1)
        {
            against = near(Some((reach().0, end))).1;
        }
        // In a table, words above or below are labels of other columns; of a secret, they may be half of its label.
        if context
            && data.category == Category::Pii
            && confidence < rule.min_confidence
            && let Some(row) = layout.row(text.as_bytes(), span.start)
        {
            context = near(Some((reach().0.max(row.start), reach().1.min(row.end).max(span.end)))).0;
        }
        // A label on the line of the value outweighs what stands against it on another line: `VERSION:4.0` at the head of a vCard.
        if context && against {
            let (from, to) = reach();
            let before = text.as_bytes().get(from..span.start).unwrap_or_default();
            let line = from + memchr::memrchr(b'\n', before).map_or(0, |end| end + 1);
            against = near(Some((line, to))) != (true, false);
            // And so does one in the sentence of the value, or right before it: `on the invoice is no tax no. 13/915/07400`.
            let sentence = from + memchr::memmem::rfind(before, b". ").map_or(0, |end| end + 2);
            let close = words::back(text.as_bytes(), span.start, RIGHT_BEFORE).max(from);
            against = against && near(Some((sentence, to))) != (true, false) && near(Some((close, span.start))) != (true, false);
        }
        // A label with another number behind it is that one's: in `IMEI 1…, IMSI 2…` both would have the second, in `SIN 1… / BN 2…` the first.
        let mut farther = 0.0;
        if context && data.category == Category::Pii {
            let own = regrouped::after_other(text.as_bytes(), span.start).max(reach().0);
            let said = near(Some((own, span.end)));
            farther = match said.0 {
                true => 0.0,
                false if near(Some((own, reach().1))).0 => LABEL_BEHIND,
                false => LABEL_OF_ANOTHER,
            };
            // Nor is what speaks against the other number against this one, whose check holds and which has a label of its own.
            against = against && (validity != Validity::Valid || said != (true, false));
        }
        // Nor does what stands in another row, or over another column, speak against a value.
        if against
            && !context
            && data.category == Category::Pii
            && is_row(text.as_bytes().get(reach().0..reach().1).unwrap_or_default())
            && let Some(row) = layout.row(text.as_bytes(), span.start)
        {
            against = near(Some((reach().0.max(row.start), reach().1.min(row.end).max(span.end)))).1;
        }
        let mut labelled = |layout: &mut Layout| match &mut words {
            Some((words, number)) => {
                let said = words.elsewhere(span.start, layout);
                said.context.has(*number) && !said.against.has(*number)
            }
            None => {
                let places = layout.places(text.as_bytes(), span.start);
                let says = |words| places.iter().any(|place| context::stands_within(text, place.clone(), words));
                says(&data.context) && !says(&data.context_against)
            }
        };
        // Where the layout puts the label is only asked where that can make a finding of it.
        let decides = confidence < rule.min_confidence && rule.is_sure_with_context();
        if context || (!against && decides && labelled(layout)) {
            confidence += data.context_boost;
        }
        confidence = (confidence - farther).max(confidence.min(rule.min_confidence));
        if against {
            confidence -= CONTEXT_AGAINST;
        }
    }
    let confidence = Confidence::clamped(confidence);
    // Sums of decimals such as 0.15 + 0.35 must reach the 0.5 they are meant to.
    (confidence.get() >= rule.min_confidence - 1e-4).then_some(confidence)
}

/// Where a comment begins behind a value that ends at `at`, in its line and before `to`.
fn comment_behind(text: &[u8], at: usize, to: usize) -> Option<usize> {
    let behind = text.get(at..to)?.split(|byte| *byte == b'\n').next()?;
    let start = behind.windows(4).position(|four| matches!(four, b" -- " | b" // " | [b' ', b'#', b' ', _]))?;
    Some(at + start)
}

/// Whether a stretch of text can be of a table, or of the rows of SQL: prose has a space behind its commas.
fn is_row(text: &[u8]) -> bool {
    text.windows(2).any(|two| matches!(two, [b'\t' | b';' | b'|', _] | [b',', b'!'..=b'~'] | [b'(', b'\'']))
}

/// Shannon entropy in bits per byte.
pub(super) fn entropy(bytes: &[u8]) -> f32 {
    let mut counts = [0u32; 256];
    for byte in bytes {
        if let Some(count) = counts.get_mut(*byte as usize) {
            *count += 1;
        }
    }
    let total = bytes.len() as f32;
    counts.iter().filter(|count| **count > 0).map(|count| *count as f32 / total).map(|p| -p * p.log2()).sum()
}
