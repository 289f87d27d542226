//! Labels for a text: the highest risk of all windows counts, and the windows in which it is above the threshold are findings.

use std::borrow::Cow;

use super::labels::ACTS;
use super::read::{Allowance, Fault};
use super::settings::Task;
use super::tokens::Tokenised;
use super::{Done, Labels, Reader};
use crate::view::decoded::Decoded;
use crate::{Category, Confidence, Scan, Source, Span};

/// Views with fewer bytes are read together.
const SHORT: usize = 64;

/// What the judges have seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The highest score of each judge; none for a judge that has read nothing.
    best: Vec<Option<f32>>,
    /// From which score up each reports.
    from: Vec<f32>,
    /// Judge, place in what was read, score.
    hot: Vec<(usize, Span, f32)>,
}

/// What becomes a finding: windows of one judge that lie side by side, and the highest score among them.
#[derive(Clone, Debug)]
struct Hot {
    judge: usize,
    disguise: Option<Cow<'static, str>>,
    span: Span,
    score: f32,
}

impl Labels {
    pub(super) fn ask(&self, reader: &Reader, scan: &mut Scan<'_>, allowance: &mut Allowance<'_>) -> Done {
        if self.judges.iter().all(|judge| judge.score(0.0, scan.source()).is_none()) {
            return Ok(());
        }
        let mut seen = Seen::new(self, scan);
        let mut hot = Vec::new();
        let mut done = self.look(reader, reader.text(scan), scan.source(), allowance, &mut seen);
        hot.extend(seen.hot.drain(..).map(|(judge, span, score)| Hot { judge, disguise: None, span: reader.place(scan, span), score }));
        if reader.settings.disguises && done.is_ok() {
            for hidden in Hidden::all(scan) {
                if done.is_err() {
                    break;
                }
                done = self.look(reader, &hidden.text, scan.source(), allowance, &mut seen);
                hot.extend(seen.hot.drain(..).map(|(judge, span, score)| {
                    let (span, disguise) = hidden.place(scan, span);
                    Hot { judge, disguise, span, score }
                }));
            }
        }
        for (judge, best) in self.judges.iter().zip(&seen.best) {
            if let Some(best) = best {
                scan.score(judge.category, Confidence::clamped(*best));
            }
        }
        for hot in merged(hot) {
            if let Some(judge) = self.judges.get(hot.judge) {
                let mut finding = judge.finding(hot.span, hot.score);
                finding.disguise = hot.disguise;
                scan.report(finding);
            }
        }
        done
    }

    /// Reads one text. Places in `seen` are bytes of it.
    fn look(&self, reader: &Reader, text: &str, source: Source, allowance: &mut Allowance<'_>, seen: &mut Seen) -> Done {
        let (tokenised, left) = reader.tokenised(text, allowance)?;
        if tokenised.ids.is_empty() {
            // Nothing to read is nothing to fear; what was not read is in `left`.
            let none: Vec<f64> = vec![0.0; self.names.len()];
            if left.is_ok() {
                seen.note(self, &none, source, Span::new(0, 0));
            }
            return left;
        }
        let windows = reader.windows(tokenised.ids.len(), source);
        let read = reader.read(
            windows.count,
            Task::Sequence.ranks(),
            allowance,
            &mut |index| reader.row(&tokenised, windows.get(index), source),
            &mut |index, answer| {
                seen.note(self, &self.activation.probabilities(answer.values), source, tokenised.place(windows.get(index)));
            },
        );
        read.and(left)
    }

    /// The highest probability of each label over all windows of a text.
    pub(super) fn probabilities(&self, reader: &Reader, text: &str) -> Result<Vec<f64>, Fault> {
        let tokenised = reader.tokens.of(text).map_err(Fault::Model)?;
        let windows = reader.windows(tokenised.ids.len(), Source::User);
        let mut most = vec![0.0f64; self.names.len()];
        reader.read(
            windows.count,
            Task::Sequence.ranks(),
            &mut Allowance { windows: usize::MAX, late: &|| false },
            &mut |index| reader.row(&tokenised, windows.get(index), Source::User),
            &mut |_, answer| {
                for (most, own) in most.iter_mut().zip(self.activation.probabilities(answer.values)) {
                    *most = most.max(own);
                }
            },
        )?;
        Ok(most)
    }
}

impl Seen {
    fn new(labels: &Labels, scan: &Scan<'_>) -> Self {
        let from = labels.judges.iter().map(|judge| reports_from(judge.category, scan)).collect();
        Self { best: vec![None; labels.judges.len()], from, hot: Vec::new() }
    }

    fn note(&mut self, labels: &Labels, probabilities: &[f64], source: Source, place: Span) {
        for (at, ((judge, best), from)) in labels.judges.iter().zip(&mut self.best).zip(&self.from).enumerate() {
            let risk = if place.is_empty() { 0.0 } else { judge.term().risk(probabilities) };
            let Some(score) = judge.score(risk, source) else { continue };
            *best = Some(best.map_or(score, |best| best.max(score)));
            if score >= *from {
                self.hot.push((at, place, score));
            }
        }
    }
}

/// From which score up a judge of `category` reports what it sees.
pub(super) fn reports_from(category: Category, scan: &Scan<'_>) -> f32 {
    if category == Category::Injection { ACTS.min(scan.injection_threshold()) } else { ACTS }
}

impl Tokenised {
    /// The place of some tokens in the text.
    pub(super) fn place(&self, tokens: Span) -> Span {
        let own = self.spans.get(tokens.start..tokens.end).unwrap_or_default();
        // Tokenizers may give tokens that stand for nothing a place before their neighbours'.
        let start = own.iter().map(|span| span.start).min().unwrap_or(0);
        Span::new(start, own.iter().map(|span| span.end).max().unwrap_or(start))
    }
}

/// What stands in the text in disguise, undone: one view, or all that are shorter than [`SHORT`], a line each, so that many of them need few windows.
#[derive(Default)]
struct Hidden<'a> {
    text: String,
    /// Where each view lies in `text`.
    views: Vec<(usize, usize, &'a Decoded)>,
}

impl<'a> Hidden<'a> {
    fn all(scan: &Scan<'a>) -> Vec<Self> {
        let mut all = Vec::new();
        let mut short = Self::default();
        for (index, view) in scan.decoded() {
            if view.text().len() < SHORT {
                short.push(index, view);
            } else {
                let mut one = Self::default();
                one.push(index, view);
                all.push(one);
            }
        }
        if !short.views.is_empty() {
            all.push(short);
        }
        all
    }

    fn push(&mut self, index: usize, view: &'a Decoded) {
        self.views.push((self.text.len(), index, view));
        self.text.push_str(view.text());
        self.text.push('\n');
    }

    /// The place in the scan's text, from the first disguise that the span touches to the last, and what the first is called.
    fn place(&self, scan: &Scan<'_>, span: Span) -> (Span, Option<Cow<'static, str>>) {
        let mut hull: Option<Span> = None;
        let mut disguise = None;
        for (at, index, view) in &self.views {
            let own = Span::new(span.start.max(*at) - at, span.end.saturating_sub(*at).min(view.text().len()));
            if own.is_empty() || own.start >= view.text().len() {
                continue;
            }
            disguise = disguise.or(Some(view.disguise.clone()));
            if let Some(place) = scan.decoded_span(*index, own) {
                hull = Some(hull.map_or(place, |hull| Span::new(hull.start.min(place.start), hull.end.max(place.end))));
            }
        }
        (hull.unwrap_or(Span::new(0, scan.text().len())), disguise)
    }
}

/// Windows of one judge that touch, as one.
fn merged(mut hot: Vec<Hot>) -> Vec<Hot> {
    hot.sort_by(|a, b| (a.judge, &a.disguise, a.span).cmp(&(b.judge, &b.disguise, b.span)));
    let mut all: Vec<Hot> = Vec::with_capacity(hot.len());
    for own in hot {
        match all.last_mut() {
            Some(last) if (last.judge, &last.disguise) == (own.judge, &own.disguise) && own.span.start <= last.span.end => {
                last.span = Span::new(last.span.start, last.span.end.max(own.span.end));
                last.score = last.score.max(own.score);
            }
            _ => all.push(own),
        }
    }
    all
}
