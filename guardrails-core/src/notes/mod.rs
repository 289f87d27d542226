//! What has been decided about the findings of a file: by a comment beside them, by a baseline, by which lines a change touches.
//!
//! Nothing here is part of a scan. Who writes a text writes its comments too, so that a host has to ask for this, and asks for it where
//! the author of the text may decide: in a checkout.

mod comments;
mod hashes;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::{Category, Finding, Suppression};

pub(crate) use hashes::context_hashes;

/// What [`Verdict::settle`](crate::Verdict::settle) lets count. The default changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Notes<'a> {
    /// Whether comments count: `guardrails: allow`, with rule ids (`pii.*` for all that begin so), kinds and categories behind it or
    /// alone, on a line of the finding or alone on the line above. They allow secrets, personal data and findings of category
    /// `custom`, never an attack: a page that says of itself that it is harmless says nothing.
    pub inline: bool,
    /// What the baseline's fingerprints were made with; findings get one where it is given. From 16 random bytes on.
    pub salt: Option<&'a [u8]>,
    /// The findings of this file that the baseline knows; without a salt none of them is found.
    pub known: &'a [Known],
    /// The lines that are asked about, from 1; all of them where there is none. A finding counts that touches one of them.
    pub lines: Option<&'a [RangeInclusive<usize>]>,
}

/// A finding that is known, as it stands in a baseline.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Id of the rule.
    pub rule: String,
    /// [`Finding::fingerprint`] with the baseline's salt: eight hexadecimal digits.
    pub fingerprint: String,
    /// How often it stands in the file; one more than that is news.
    pub count: usize,
}

/// A comment beats the baseline, so that an entry for what a comment allows is seen to be of no use.
pub(crate) fn settle(text: &str, findings: &mut [Finding], notes: &Notes<'_>) {
    let mut known: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for entry in notes.known {
        let count = known.entry((&entry.rule, &entry.fingerprint)).or_default();
        *count = count.saturating_add(entry.count);
    }
    let mut lines = Lines::new(text);
    for finding in findings {
        finding.fingerprint = notes.salt.map(|salt| hashes::fingerprint(text, finding, salt));
        let asked = notes.lines.is_none_or(|asked| {
            let touched = lines.of(finding);
            asked.iter().any(|lines| lines.start() <= touched.end() && touched.start() <= lines.end())
        });
        finding.suppressed = if !asked {
            Some(Suppression::Unchanged)
        } else if notes.inline && may_be_allowed_inline(finding.category) && comments::allow(text, finding) {
            Some(Suppression::Inline)
        } else {
            let left = finding.fingerprint.as_deref().and_then(|print| known.get_mut(&(finding.rule.as_ref(), print)));
            left.filter(|left| **left > 0).map(|left| {
                *left -= 1;
                Suppression::Baseline
            })
        };
    }
}

/// Values, which somebody may want to stand where they stand. What attacks a model or hides from a reader stands in the text to do so.
fn may_be_allowed_inline(category: Category) -> bool {
    matches!(category, Category::Secrets | Category::Pii | Category::Custom)
}

/// Numbers lines, in one pass over the text for findings in order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl<'t> Lines<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, at: 0, line: 1 }
    }

    /// From 1: the lines that the finding touches.
    fn of(&mut self, finding: &Finding) -> RangeInclusive<usize> {
        let start = finding.span.start;
        if start < self.at {
            (self.at, self.line) = (0, 1);
        }
        self.line += self.text.get(self.at..start).map_or(0, ends);
        self.at = start;
        // The end of a line belongs to it.
        let inside = finding.text(self.text).unwrap_or_default();
        self.line..=self.line + ends(inside.strip_suffix('\n').unwrap_or(inside))
    }
}

fn ends(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Action, Guard, Policy, Verdict};

    const SALT: &[u8] = b"0123456789abcdef";

    fn settled<'t>(text: &'t str, notes: &Notes<'_>) -> Verdict<'t> {
        let mut verdict = Guard::default().scan_input(text);
        verdict.settle(notes);
        verdict
    }

    fn why(verdict: &Verdict<'_>) -> Vec<Option<Suppression>> {
        verdict.findings.iter().map(|finding| finding.suppressed).collect()
    }

    #[test]
    fn nothing_is_suppressed_unasked() {
        let text = "mail ada@example.com # guardrails: allow";
        let mut verdict = Guard::default().scan_input(text);
        let before = verdict.clone();
        verdict.settle(&Notes::default());
        assert_eq!((verdict.action, &verdict), (Action::Redact, &before));
        assert_eq!(crate::scan_input(text).action, Action::Redact, "a scan knows no comments");
    }

    #[test]
    fn a_baseline_knows_as_many_as_it_counts_wherever_they_stand() {
        let text = "ada@example.com\nbob@example.com\nada@example.com\n";
        let made = settled(text, &Notes { salt: Some(SALT), ..Notes::default() });
        let print = |index: usize| made.findings[index].fingerprint.clone().unwrap();
        assert_eq!(print(0), print(2));
        assert_ne!(print(0), print(1));
        let known = [Known { rule: "pii.email_address".into(), fingerprint: print(0), count: 1 }];
        let notes = Notes { salt: Some(SALT), known: &known, ..Notes::default() };
        let verdict = settled(text, &notes);
        assert_eq!(why(&verdict), [Some(Suppression::Baseline), None, None]);
        assert_eq!(verdict.action, Action::Redact);
        let moved = settled("\n\n  say ada@example.com", &notes);
        assert_eq!((why(&moved), moved.action), (vec![Some(Suppression::Baseline)], Action::Allow));
        assert_eq!(moved.text().as_deref(), Some("\n\n  say [EMAIL_ADDRESS]"), "what is known is not written out");
        let other_rule = [Known { rule: "pii.phone_number".into(), ..known[0].clone() }];
        assert_eq!(why(&settled("ada@example.com", &Notes { known: &other_rule, ..notes.clone() })), [None]);
        let other_salt = Notes { salt: Some(b"fedcba9876543210"), ..notes };
        assert_eq!(why(&settled("ada@example.com", &other_salt)), [None]);
    }

    #[test]
    fn a_text_that_would_be_held_back_goes_on_without_what_is_suppressed() {
        let guard = Guard::from_policy(Policy::from_toml("input = { pii = 'block' }").unwrap()).unwrap();
        let mut verdict = guard.scan_input("ada@example.com # guardrails: allow");
        assert_eq!((verdict.action, verdict.text()), (Action::Block, None));
        verdict.settle(&Notes { inline: true, ..Notes::default() });
        assert_eq!((verdict.action, verdict.text().as_deref()), (Action::Allow, Some("[EMAIL_ADDRESS] # guardrails: allow")));
        let outcome = crate::ffi::Outcome::from(verdict.clone());
        assert_eq!(outcome.passes(), crate::ffi::Passes::Redacted);
    }

    #[test]
    fn an_error_is_not_suppressed() {
        let guard = Guard::from_policy(Policy::from_toml("limits = { text_bytes = 16 }").unwrap()).unwrap();
        let mut verdict = guard.scan_input("ada@example.com # guardrails: allow");
        verdict.settle(&Notes { inline: true, ..Notes::default() });
        assert_eq!(verdict.action, Action::Block);
    }

    #[test]
    fn only_the_lines_that_are_asked_about_count() {
        let text = "ada@example.com\nbob@example.com\neve@example.com";
        for (lines, count) in [(vec![2..=2], 1), (vec![1..=1, 3..=9], 2), (vec![], 0), (vec![4..=9], 0)] {
            let verdict = settled(text, &Notes { lines: Some(&lines), ..Notes::default() });
            assert_eq!(why(&verdict).iter().filter(|why| why.is_none()).count(), count, "{lines:?}");
            assert_eq!(verdict.action, if count > 0 { Action::Redact } else { Action::Allow });
        }
    }

    #[test]
    fn a_finding_of_several_lines_counts_where_one_of_them_is_asked_about() {
        let text = "a\nb\nc\n";
        let mut finding = vec![Finding::new("x.y", Category::Secrets, "K", crate::Span::new(0, 4))];
        let mut counts = |lines: &[RangeInclusive<usize>]| {
            settle(text, &mut finding, &Notes { lines: Some(lines), ..Notes::default() });
            finding[0].suppressed.is_none()
        };
        assert!(counts(&[2..=2]) && counts(&[1..=1]));
        assert!(!counts(&[3..=3]), "the end of the second line is not on the third");
    }
}
