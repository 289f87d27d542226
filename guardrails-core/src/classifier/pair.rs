//! Labels for two texts: whether the context supports each sentence of an answer, or whether an answer has to do with its prompt.

use super::read::{Allowance, Fault, Row};
use super::sequence::reports_from;
use super::settings::{Against, Part, Task};
use super::tokens::{Tokenised, windows};
use super::{Done, Labels, Reader};
use crate::{Confidence, Scan, Span};

/// A sentence with fewer words claims nothing by itself and is judged with the next.
const FEWEST_WORDS: usize = 3;

impl Labels {
    /// A part of the answer is as risky as the text that supports it best leaves it; the answer is as risky as its riskiest part.
    pub(super) fn ask_pairs(&self, reader: &Reader, scan: &mut Scan<'_>, allowance: &mut Allowance<'_>) -> Done {
        let source = scan.source();
        let Some(output) = scan.output() else { return Ok(()) };
        let given: Vec<&str> = match reader.settings.pair.against {
            Against::Context => output.context.to_vec(),
            Against::Prompt => output.prompt.into_iter().collect(),
        };
        if given.is_empty() || self.judges.iter().all(|judge| judge.score(0.0, source).is_none()) {
            return Ok(());
        }
        let parts = match reader.settings.pair.part {
            Part::Sentence => sentences(scan.text()),
            Part::Whole => vec![Span::new(0, scan.text().len())],
        };
        let mut left = Ok(());
        let mut premises = Vec::with_capacity(given.len());
        for text in given {
            let (tokenised, cut) = reader.tokenised(text, allowance)?;
            left = left.and(cut);
            premises.push(tokenised);
        }
        let mut best = vec![None; self.judges.len()];
        let mut done = Ok(());
        for part in parts {
            match self.part(reader, part.of(scan.text()).unwrap_or_default(), &premises, allowance) {
                Ok(risks) => {
                    for ((judge, best), risk) in self.judges.iter().zip(&mut best).zip(risks) {
                        let Some(score) = judge.score(risk, source) else { continue };
                        *best = Some(best.map_or(score, |best: f32| best.max(score)));
                        if score >= reports_from(judge.category, scan) {
                            scan.report(judge.finding(part, score));
                        }
                    }
                }
                Err(fault) => {
                    done = Err(fault);
                    break;
                }
            }
        }
        for (judge, best) in self.judges.iter().zip(best) {
            if let Some(best) = best {
                scan.score(judge.category, Confidence::clamped(best));
            }
        }
        done.and(left)
    }

    /// The risk of one part by each judge: over the windows of the premises the least where support is what counts and the highest
    /// where a label says that something is wrong; over the windows of the part, should it need several, the highest.
    fn part(&self, reader: &Reader, part: &str, premises: &[Tokenised], allowance: &mut Allowance<'_>) -> Result<Vec<f64>, Fault> {
        let part = reader.tokens.of(part).map_err(Fault::Model)?;
        let own = reader.window - reader.tokens.special(true);
        let claims = windows(part.ids.len(), own / 2, own / 8);
        let mut risks = vec![0.0f64; self.judges.len()];
        for claim in (0..claims.count).map(|index| claims.get(index)) {
            let claim = part.ids.get(claim.start..claim.end).unwrap_or_default();
            let room = own - claim.len();
            let mut rows: Vec<(&Tokenised, Span)> = Vec::new();
            for premise in premises {
                let windows = windows(premise.ids.len(), room, reader.overlap.min(room / 2));
                rows.extend((0..windows.count.min(allowance.windows.saturating_add(1))).map(|index| (premise, windows.get(index))));
            }
            let mut claimed: Vec<Option<f64>> = vec![None; self.judges.len()];
            reader.read(
                rows.len(),
                Task::Pair.ranks(),
                allowance,
                &mut |index| {
                    let premise = rows.get(index).and_then(|(premise, window)| premise.ids.get(window.start..window.end));
                    row(reader, premise.unwrap_or_default(), claim)
                },
                &mut |_, answer| {
                    let probabilities = self.activation.probabilities(answer.values);
                    for (judge, own) in self.judges.iter().zip(&mut claimed) {
                        let risk = judge.term().risk(&probabilities);
                        *own = Some(own.map_or(risk, |own| if judge.term().is_support() { own.min(risk) } else { own.max(risk) }));
                    }
                },
            )?;
            for (risk, own) in risks.iter_mut().zip(claimed) {
                *risk = risk.max(own.unwrap_or(0.0));
            }
        }
        Ok(risks)
    }
}

fn row(reader: &Reader, premise: &[u32], claim: &[u32]) -> Row {
    reader.tokens.pair_row(premise, claim)
}

/// The sentences of a text without the space round them; what has hardly a word goes with the next.
fn sentences(text: &str) -> Vec<Span> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut ends = text.char_indices().peekable();
    while let Some((at, c)) = ends.next() {
        let after = at + c.len_utf8();
        let breaks = match c {
            '\n' | '。' | '！' | '？' | '।' => true,
            // Not inside numbers, names of hosts and versions.
            '.' | '!' | '?' | '؟' => ends.peek().is_none_or(|(_, next)| next.is_whitespace()),
            _ => false,
        };
        let own = text.get(start..after).unwrap_or_default();
        let says = c != '\n' && !own.is_ascii() || own.split_whitespace().count() >= FEWEST_WORDS;
        if breaks && says {
            all.extend(trimmed(text, start, after));
            start = after;
        }
    }
    all.extend(trimmed(text, start, text.len()));
    all
}

fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let own = text.get(start..end)?;
    let start = start + (own.len() - own.trim_start().len());
    let len = own.trim().len();
    (len > 0).then_some(Span::new(start, start + len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_what_can_be_claimed() {
        let text = "Yes. The tower is 330.5 m high! It was built\nin 1889 by a firm.  看这里。谢谢。";
        let found: Vec<&str> = sentences(text).into_iter().map(|span| span.of(text).unwrap()).collect();
        assert_eq!(found, ["Yes. The tower is 330.5 m high!", "It was built", "in 1889 by a firm.", "看这里。", "谢谢。"]);
        assert_eq!(sentences(" \n "), []);
        assert_eq!(sentences("one").len(), 1);
    }
}
