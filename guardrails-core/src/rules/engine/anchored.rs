//! The pass over numbers and tokens: what has no keyword of its own.

use super::keyworded::may_match;
use super::{Engine, Known, Role, RuleMatch, ShapedRules, judge, keyword_candidate};
use crate::rules::anchors::{self, Cluster};
use crate::rules::candidates::Candidates;
use crate::rules::shapes::Before;
use crate::rules::{MANY, Trigger};
use crate::{Source, Span};

/// One pass: windows round anchors, and the matches of rules whose values need no regex.
pub(super) struct Pass<'p, 't, F> {
    engine: &'p Engine,
    text: &'p str,
    source: Source,
    known: &'p mut Known<'t>,
    candidates: &'p mut Candidates,
    found: &'p mut F,
    /// By [`crate::rules::Shaped`], up to where values were looked for.
    seen: [usize; 4],
    /// Up to where labels were looked for.
    labelled: usize,
    before: Before,
}

impl<'p, 't, F: FnMut(RuleMatch)> Pass<'p, 't, F> {
    pub(super) fn new(
        engine: &'p Engine,
        text: &'p str,
        source: Source,
        known: &'p mut Known<'t>,
        candidates: &'p mut Candidates,
        found: &'p mut F,
    ) -> Self {
        Self { engine, text, source, known, candidates, found, seen: [0; 4], labelled: 0, before: Before::default() }
    }

    pub(super) fn run(mut self) {
        let engine = self.engine;
        let [digits @ .., tokens] = &engine.shaped;
        if digits.iter().any(|shaped| shaped.any) || !engine.labels.is_empty() || !engine.digit_rules.is_empty() {
            anchors::digit_clusters(self.text.as_bytes(), |cluster| self.cluster(cluster));
        }
        if tokens.any || !engine.token_rules.is_empty() {
            anchors::token_runs(self.text.as_bytes(), |token| {
                self.values(3, token.start, token.end, token.run);
                engine.token_rules.iter().for_each(|index| self.around(*index, token.start, token.end));
            });
        }
    }

    fn cluster(&mut self, cluster: Cluster) {
        let engine = self.engine;
        if engine.labels.digits <= cluster.digits {
            let from = cluster.start.saturating_sub(engine.labels.reach).max(self.labelled);
            self.labelled = cluster.end;
            engine.labels.find(self.text, from, cluster.end, |index, hit| {
                if let Some(rule) = engine.rule(index).filter(|rule| rule.data.sources.contains(self.source)) {
                    keyword_candidate(rule, index, Role::Start, hit, self.text, &mut self.known.layout, self.candidates);
                }
            });
        }
        self.values(0, cluster.start, cluster.end, 0);
        self.values(1, cluster.start, cluster.end, 0);
        if cluster.digits >= MANY {
            self.values(2, cluster.start, cluster.end, 0);
        }
        for (_, index) in engine.digit_rules.iter().take_while(|(min, _)| *min <= cluster.digits) {
            self.around(*index, cluster.start, cluster.end);
        }
    }

    /// The window of a rule that says nothing but that there is an anchor.
    fn around(&mut self, index: u32, start: usize, end: usize) {
        if let Some(rule) = self.engine.rule(index).filter(|rule| rule.data.sources.contains(self.source)) {
            let (lo, hi) = (start.saturating_sub(rule.data.max_len), (end + rule.data.max_len).min(self.text.len()));
            if may_match(rule, index, self.text.as_bytes(), (lo, hi), self.candidates) {
                self.candidates.push(index, lo, hi, hi);
            }
        }
    }

    /// Values that begin where a cluster of digits or a run of token characters does, or a little before. Where two are close, what lies
    /// between them is looked at once.
    fn values(&mut self, table: usize, start: usize, end: usize, run: usize) {
        let engine = self.engine;
        let (Some(shaped), Some(seen)) = (engine.shaped.get(table).filter(|shaped| shaped.any), self.seen.get_mut(table)) else { return };
        let from = start.saturating_sub(shaped.shapes.reach).max(*seen);
        *seen = end;
        shaped.shapes.find(self.text.as_bytes(), from..end, |at, shape| self.value(shaped, shape, at, run));
    }

    /// What comes of the value of a rule that may begin at `at`.
    fn value(&mut self, shaped: &ShapedRules, shape: u16, at: usize, run: usize) {
        let Some(Some(index)) = shaped.rules.get(shape as usize) else { return };
        let Some(rule) = self.engine.rule(*index).filter(|rule| rule.data.sources.contains(self.source)) else { return };
        if matches!(rule.data.trigger, Trigger::Token { run: least, .. } if run < least) {
            return;
        }
        match shaped.shapes.exact.get(shape as usize).and_then(Option::as_ref) {
            None => {
                let number = rule.number.filter(|_| rule.needs_context());
                let words = self.known.words.as_mut().zip(number);
                if words.is_none_or(|(words, number)| words.may_speak_for(number, at, rule.data.max_len, &mut self.known.layout)) {
                    // A match begins where its value does, or a little before.
                    let lead = shaped.shapes.leads.get(shape as usize).copied().unwrap_or(u8::MAX);
                    let (lo, hi) = (at.saturating_sub(lead.into()), (at + rule.data.max_len).min(self.text.len()));
                    if may_match(rule, *index, self.text.as_bytes(), (lo, hi), self.candidates) {
                        self.candidates.push(*index, lo, at, hi);
                    }
                }
            }
            Some(exact) => {
                let end = exact.end(self.text.as_bytes(), at, &mut self.before).filter(|_| self.candidates.ended(*index) <= at);
                if let Some(span) = end.map(|end| Span::new(at, end))
                    && let Some(confidence) = judge(rule, self.text, self.known, span)
                {
                    self.candidates.end(*index, span.end);
                    (self.found)(RuleMatch { rule: *index, span, confidence });
                }
            }
        }
    }
}
