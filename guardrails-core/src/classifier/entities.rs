//! A label for each token: names, places and whatever else the model knows, as findings with the place of their words.

use super::labels::{Judge, Setting, Term};
use super::read::Allowance;
use super::sequence::reports_from;
use super::settings::{Activation, LabelSettings, Task};
use super::tokens::Tokenised;
use super::{Done, Reader};
use crate::error::unknown;
use crate::{Category, Confidence, Scan, Span};

/// What models call the kinds of the contract. Names that are not here become kinds as they are.
const KINDS: &[(&str, &[&str])] = &[
    ("PERSON", &["PER", "PERSON", "PERS", "NAME"]),
    ("LOCATION", &["LOC", "LOCATION", "GPE", "FAC"]),
    ("ORGANIZATION", &["ORG", "ORGANIZATION", "ORGANISATION"]),
    ("ADDRESS", &["ADDR", "ADDRESS", "STREET_ADDRESS"]),
];

/// What models call that which is nothing in particular.
const NOTHING: &[&str] = &["MISC", "OTHER"];

/// The entities that a model knows, and how its labels spell them.
#[derive(Debug)]
pub(super) struct Entities {
    judges: Vec<Judge>,
    /// For each label of the model: where in an entity it stands, and which of `judges` it belongs to.
    labels: Vec<Option<(Position, usize)>>,
}

/// Where in an entity a token stands: BIO, BIOES, BILOU, or nothing said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Position {
    Begin,
    Inside,
    End,
    Single,
}

impl Entities {
    pub(super) fn new(names: &[String], setting: &Setting<'_>) -> Result<Self, String> {
        let read: Vec<Option<(Position, &str)>> = names.iter().map(|name| position(name)).collect();
        let mut entities: Vec<&str> = read.iter().flatten().map(|(_, entity)| *entity).collect();
        entities.sort_unstable();
        entities.dedup();
        let own = setting.settings.labels.as_ref();
        if let Some(name) = own.iter().flat_map(|own| own.keys()).find(|name| !entities.contains(&name.as_str())) {
            return Err(format!("settings: `labels`: {}", unknown("entity", name, entities)));
        }
        let mut judges = Vec::new();
        let mut counted: Vec<&str> = Vec::new();
        for entity in entities {
            let label = match own {
                Some(own) => own.get(entity).cloned(),
                None => (!NOTHING.contains(&entity.to_ascii_uppercase().as_str())).then(LabelSettings::default),
            };
            let Some(mut label) = label else { continue };
            let upper = entity.to_ascii_uppercase();
            let kind = KINDS.iter().find(|(_, names)| names.contains(&upper.as_str())).map(|(kind, _)| (*kind).to_owned());
            label.kind = label.kind.or(kind);
            let category = label.category.or(setting.settings.category).unwrap_or(Category::Pii);
            judges.push(setting.judge(entity, &label, category, Term::Label(judges.len())));
            counted.push(entity);
        }
        if judges.is_empty() {
            return Err("settings: no entity is one to look for".into());
        }
        let index = |entity| counted.iter().position(|counted| *counted == entity);
        let labels = read.into_iter().map(|label| label.and_then(|(position, entity)| Some((position, index(entity)?)))).collect();
        Ok(Self { judges, labels })
    }

    pub(super) fn judges(&self) -> &[Judge] {
        &self.judges
    }

    pub(super) fn ask(&self, reader: &Reader, scan: &mut Scan<'_>, allowance: &mut Allowance<'_>) -> Done {
        let source = scan.source();
        if self.judges.iter().all(|judge| judge.score(0.0, source).is_none()) {
            return Ok(());
        }
        let (tokenised, left) = reader.tokenised(reader.text(scan), allowance)?;
        let (answers, read) = self.answers(reader, &tokenised, scan, allowance);
        let mut best = vec![0.0f32; self.judges.len()];
        for (judge, tokens, probability) in self.found(&tokenised, &answers) {
            let Some((own, best)) = self.judges.get(judge).zip(best.get_mut(judge)) else { continue };
            let Some(score) = own.score(probability, source) else { continue };
            *best = best.max(score);
            if score >= reports_from(own.category, scan) {
                scan.report(own.finding(reader.place(scan, tokenised.place(tokens)), score));
            }
        }
        if !answers.is_empty() || read.is_ok() {
            for (judge, best) in self.judges.iter().zip(best).filter(|(judge, _)| judge.score(0.0, source).is_some()) {
                scan.score(judge.category, Confidence::clamped(best));
            }
        }
        read.and(left)
    }

    /// The probabilities of each token's labels: of the window in which it stands farthest from an edge, where the model sees most of what is round it.
    fn answers(&self, reader: &Reader, text: &Tokenised, scan: &Scan<'_>, allowance: &mut Allowance<'_>) -> (Vec<Vec<f64>>, Done) {
        let source = scan.source();
        let (windows, before) = (reader.windows(text.ids.len(), source), reader.before(source));
        let mut answers: Vec<(usize, Vec<f64>)> = Vec::new();
        if text.ids.is_empty() {
            return (Vec::new(), Ok(()));
        }
        let done = reader.read(
            windows.count,
            Task::Tokens.ranks(),
            allowance,
            &mut |index| reader.row(text, windows.get(index), source),
            &mut |index, answer| {
                let window = windows.get(index);
                answers.resize(answers.len().max(window.end), Default::default());
                let rows = answer.values.chunks(answer.width.max(1)).skip(before);
                for (token, logits) in (window.start..window.end).zip(rows) {
                    // At the ends of the text there is nothing more to see.
                    let ahead = if window.start == 0 { usize::MAX } else { token - window.start + 1 };
                    let behind = if window.end == text.ids.len() { usize::MAX } else { window.end - token };
                    if let Some(own) = answers.get_mut(token).filter(|own| ahead.min(behind) > own.0) {
                        *own = (ahead.min(behind), Activation::Softmax.probabilities(logits));
                    }
                }
            },
        );
        (answers.into_iter().map(|(_, own)| own).collect(), done)
    }

    /// Entities as judge, tokens and probability. A word is what the mean of its tokens says; an entity is as sure as the mean of its words.
    fn found(&self, text: &Tokenised, answers: &[Vec<f64>]) -> Vec<(usize, Span, f64)> {
        let mut found: Vec<(usize, Span, Vec<f64>)> = Vec::new();
        // Whether the last of `found` goes on with the next word, should that say so.
        let mut open = false;
        let mut at = 0;
        while at < answers.len() {
            let word = text.words.get(at);
            let end = (at + 1..answers.len()).find(|next| text.words.get(*next) != word).unwrap_or(answers.len());
            let probabilities = mean(answers.get(at..end).unwrap_or_default());
            let best = probabilities.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0))).map(|(label, _)| label);
            match best.and_then(|label| self.labels.get(label).copied().flatten()) {
                None => open = false,
                Some((position, judge)) => {
                    let of_judge = |label: &usize| matches!(self.labels.get(*label), Some(Some((_, own))) if *own == judge);
                    let sure: f64 = probabilities.iter().enumerate().filter(|(label, _)| of_judge(label)).map(|(_, own)| own).sum();
                    let goes_on = open && matches!(position, Position::Inside | Position::End);
                    match found.last_mut().filter(|last| goes_on && last.0 == judge) {
                        Some(last) => {
                            last.1 = Span::new(last.1.start, end);
                            last.2.push(sure);
                        }
                        None => found.push((judge, Span::new(at, end), vec![sure])),
                    }
                    open = matches!(position, Position::Begin | Position::Inside);
                }
            }
            at = end;
        }
        let sure = |own: Vec<f64>| own.iter().sum::<f64>() / own.len().max(1) as f64;
        found.into_iter().map(|(judge, tokens, own)| (judge, tokens, sure(own))).collect()
    }
}

/// What a label says; none where it says that there is nothing.
fn position(label: &str) -> Option<(Position, &str)> {
    if label == "O" || label.is_empty() {
        return None;
    }
    let parts = label.split_once(['-', '_']).filter(|(prefix, entity)| prefix.len() == 1 && !entity.is_empty());
    Some(match parts {
        Some(("B", entity)) => (Position::Begin, entity),
        Some(("I" | "M", entity)) => (Position::Inside, entity),
        Some(("E" | "L", entity)) => (Position::End, entity),
        Some(("S" | "U", entity)) => (Position::Single, entity),
        _ => (Position::Inside, label),
    })
}

fn mean(rows: &[Vec<f64>]) -> Vec<f64> {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let of = |label: usize| rows.iter().filter_map(|row| row.get(label)).sum::<f64>() / rows.len().max(1) as f64;
    (0..width).map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::classifier::settings::ModelConfig;

    fn entities(labels: &[&str], settings: &str) -> Result<Entities, String> {
        let settings = ModelConfig::default().settings(Some(settings), None)?;
        let labels: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
        Entities::new(&labels, &Setting { classifier: "ner", backend: "rten", settings: &settings })
    }

    /// What is found where each token is a word and has one label for sure.
    fn found(labels: &[&str], tokens: &[&str]) -> Vec<(String, usize, usize)> {
        let entities = entities(labels, "{}").unwrap();
        let sure = |token: &&str| labels.iter().map(|label| if label == token { 0.9 } else { 0.1 / labels.len() as f64 }).collect();
        let answers: Vec<Vec<f64>> = tokens.iter().map(sure).collect();
        let text = Tokenised { words: (0..tokens.len() as u32).collect(), ..Tokenised::default() };
        let found = entities.found(&text, &answers);
        found.iter().map(|(judge, span, _)| (entities.judges[*judge].names().1.to_owned(), span.start, span.end)).collect()
    }

    fn expected(all: &[(&str, usize, usize)]) -> Vec<(String, usize, usize)> {
        all.iter().map(|(kind, start, end)| ((*kind).to_owned(), *start, *end)).collect()
    }

    #[test]
    fn labels_of_every_scheme_become_entities() {
        let bio = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"];
        for (tokens, all) in [
            (&["O", "B-PER", "I-PER", "O"][..], &[("PERSON", 1, 3)][..]),
            (&["B-PER", "B-PER"], &[("PERSON", 0, 1), ("PERSON", 1, 2)]),
            (&["I-PER", "I-LOC", "I-LOC"], &[("PERSON", 0, 1), ("LOCATION", 1, 3)]),
            (&["B-PER", "O", "I-PER"], &[("PERSON", 0, 1), ("PERSON", 2, 3)]),
            (&["O", "O"], &[]),
        ] {
            assert_eq!(found(&bio, tokens), expected(all), "{tokens:?}");
        }
        let bioes = ["O", "B-ORG", "I-ORG", "E-ORG", "S-ORG"];
        assert_eq!(
            found(&bioes, &["B-ORG", "I-ORG", "E-ORG", "S-ORG", "I-ORG", "S-ORG"]),
            expected(&[("ORGANIZATION", 0, 3), ("ORGANIZATION", 3, 4), ("ORGANIZATION", 4, 5), ("ORGANIZATION", 5, 6)])
        );
        assert_eq!(found(&["O", "street"], &["street", "street", "O", "street"]), expected(&[("STREET", 0, 2), ("STREET", 3, 4)]));
    }

    #[test]
    fn the_tokens_of_a_word_decide_together() {
        let entities = entities(&["O", "B-PER"], "{}").unwrap();
        let text = Tokenised { words: vec![0, 0, 1], ..Tokenised::default() };
        let found = entities.found(&text, &[vec![0.1, 0.9], vec![0.7, 0.3], vec![1.0, 0.0]]);
        assert_eq!((found.len(), found[0].1, (found[0].2 - 0.6).abs() < 1e-9), (1, Span::new(0, 2), true));
    }

    #[test]
    fn entities_are_chosen_by_name() {
        assert_eq!(entities(&["O", "B-PER", "B-MISC"], "{}").unwrap().judges.len(), 1);
        let own = r#"{"labels": {"PER": {"kind": "CUSTOMER", "threshold": 0.9}}}"#;
        assert_eq!(entities(&["O", "B-PER", "B-LOC"], own).unwrap().judges[0].names(), ("model.ner.per", "CUSTOMER"));
        let wrong = entities(&["O", "B-PER"], r#"{"labels": {"PERS": {}}}"#).unwrap_err();
        assert_eq!(wrong, "settings: `labels`: unknown entity `PERS`, did you mean `PER`?");
        assert!(entities(&["O", "MISC"], "{}").is_err());
    }
}
