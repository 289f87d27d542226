//! Vectors for texts: topics that are not to be talked about, and topics besides which nothing is, each known by examples.

use super::labels::{Judge, Setting, Term, logistic, logit};
use super::read::{Allowance, Answer, Fault};
use super::sequence::reports_from;
use super::settings::{LabelSettings, PerSource, Pooling, Task, TopicSettings};
use super::{Done, Reader};
use crate::{Category, Confidence, Scan, Source, Span};

/// Outputs with vectors, the best first.
pub(super) const OUTPUTS: [&str; 3] = ["sentence_embedding", "last_hidden_state", "token_embeddings"];

/// From which cosine up a text is about a topic, where nothing is said: a middling value of sentence encoders. Each model has its own.
const NEAR: f64 = 0.5;

/// Topics by the vectors of their examples.
#[derive(Debug)]
pub(super) struct Topics {
    /// One for each topic of the deny-list in order of their names, then one for the allow-list where there is one.
    judges: Vec<Judge>,
    deny: Vec<Vec<Vec<f32>>>,
    allow: Vec<(f64, Vec<Vec<f32>>)>,
    pooling: Pooling,
}

impl Topics {
    pub(super) fn new(reader: &Reader, setting: &Setting<'_>) -> Result<Self, String> {
        let own = &setting.settings.topics;
        if own.deny.is_empty() && own.allow.is_empty() {
            return Err("settings: `topics` has neither `deny` nor `allow`".into());
        }
        let mut topics = Self { judges: Vec::new(), deny: Vec::new(), allow: Vec::new(), pooling: own.pooling };
        let category = setting.settings.category.unwrap_or(Category::Topics);
        let judge = |name: &str, threshold, index| {
            let label = LabelSettings { threshold: Some(PerSource::All(threshold)), ..LabelSettings::default() };
            setting.judge(name, &label, category, Term::Label(index))
        };
        for (name, topic) in &own.deny {
            topics.judges.push(judge(name, topic.threshold.unwrap_or(NEAR), topics.deny.len()));
            topics.deny.push(topics.examples(reader, topic)?);
        }
        for topic in own.allow.values() {
            topics.allow.push((topic.threshold.unwrap_or(NEAR), topics.examples(reader, topic)?));
        }
        if !topics.allow.is_empty() {
            topics.judges.push(judge("off_topic", 0.5, topics.deny.len()));
        }
        Ok(topics)
    }

    fn examples(&self, reader: &Reader, topic: &TopicSettings) -> Result<Vec<Vec<f32>>, String> {
        topic.examples.iter().map(|example| self.embed(reader, example).map_err(|fault| fault.to_string())).collect()
    }

    pub(super) fn judges(&self) -> &[Judge] {
        &self.judges
    }

    pub(super) fn ask(&self, reader: &Reader, scan: &mut Scan<'_>, allowance: &mut Allowance<'_>) -> Done {
        let source = scan.source();
        if self.judges.iter().all(|judge| judge.score(0.0, source).is_none()) {
            return Ok(());
        }
        let mut seen: Vec<(Span, Vec<f64>)> = Vec::new();
        let done = self.vectors(reader, reader.text(scan), source, allowance, &mut |place, vector| seen.push((place, self.risks(&vector))));
        let mut best = vec![if done.is_ok() { Some(0.0f32) } else { None }; self.judges.len()];
        for (place, risks) in seen {
            for (judge, best) in self.judges.iter().zip(&mut best) {
                let Some(score) = judge.score(judge.term().risk(&risks), source) else { continue };
                *best = Some(best.map_or(score, |best| best.max(score)));
                if score >= reports_from(judge.category, scan) {
                    scan.report(judge.finding(reader.place(scan, place), score));
                }
            }
        }
        for (judge, best) in self.judges.iter().zip(best).filter(|(judge, _)| judge.score(0.0, source).is_some()) {
            if let Some(best) = best {
                scan.score(judge.category, Confidence::clamped(best));
            }
        }
        done
    }

    /// Of each topic of the deny-list how near its nearest example is; then how far from every topic of the allow-list the text is.
    fn risks(&self, vector: &[f32]) -> Vec<f64> {
        let nearest = |examples: &[Vec<f32>]| examples.iter().map(|own| cosine(own, vector)).fold(0.0, f64::max);
        let mut risks: Vec<f64> = self.deny.iter().map(|examples| nearest(examples)).collect();
        let about = |(threshold, examples): &(f64, Vec<Vec<f32>>)| logistic(logit(nearest(examples)) - logit(*threshold));
        risks.push(1.0 - self.allow.iter().map(about).fold(0.0, f64::max));
        risks
    }

    pub(super) fn embed(&self, reader: &Reader, text: &str) -> Result<Vec<f32>, Fault> {
        let mut sum: Vec<f32> = Vec::new();
        let allowance = &mut Allowance { windows: usize::MAX, late: &|| false };
        self.vectors(reader, text, Source::User, allowance, &mut |_, vector| {
            sum.resize(vector.len(), 0.0);
            sum.iter_mut().zip(vector).for_each(|(sum, own)| *sum += own);
        })?;
        Ok(normal(sum))
    }

    /// The vector of every window.
    fn vectors(
        &self,
        reader: &Reader,
        text: &str,
        source: Source,
        allowance: &mut Allowance<'_>,
        each: &mut dyn FnMut(Span, Vec<f32>),
    ) -> Done {
        let (tokenised, left) = reader.tokenised(text, allowance)?;
        if tokenised.ids.is_empty() {
            return left;
        }
        let windows = reader.windows(tokenised.ids.len(), source);
        let special = reader.tokens.special(false);
        let read = reader.read(
            windows.count,
            Task::Topics.ranks(),
            allowance,
            &mut |index| reader.row(&tokenised, windows.get(index), source),
            &mut |index, answer| {
                let window = windows.get(index);
                let tokens = special - reader.tokens.before() + reader.before(source) + window.len();
                each(tokenised.place(window), self.pooled(answer, tokens));
            },
        );
        read.and(left)
    }

    /// One vector of length 1 for a row of so many tokens without its padding.
    fn pooled(&self, answer: Answer<'_>, tokens: usize) -> Vec<f32> {
        let width = answer.width.max(1);
        let take = if self.pooling == Pooling::Cls { 1 } else { tokens };
        let mut sum = vec![0.0f32; width];
        for row in answer.values.chunks(width).take(take) {
            sum.iter_mut().zip(row).for_each(|(sum, own)| *sum += own);
        }
        normal(sum)
    }
}

fn cosine(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

fn normal(mut vector: Vec<f32>) -> Vec<f32> {
    let length = cosine(&vector, &vector).sqrt().max(1e-12) as f32;
    vector.iter_mut().for_each(|own| *own /= length);
    vector
}
