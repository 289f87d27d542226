//! Taking out what must not go on, and nothing else.

use std::borrow::Cow;

use crate::{Action, Category, Finding, Span};

/// Whether a finding does not go on with its text. One that is suppressed and would have held the whole text back does not go on either:
/// that somebody knows of a secret is no reason to write it out.
pub(crate) fn goes(finding: &Finding) -> bool {
    finding.action == Action::Redact || finding.suppressed.is_some() && finding.action > Action::Redact
}

/// `text` with every finding that [goes] replaced: by `[KIND]`, or by nothing where it could not be seen
/// in the first place. Of findings that overlap, the whole stretch goes and the longest names it.
pub(crate) fn redact<'t>(text: &'t str, findings: &[Finding]) -> Cow<'t, str> {
    let mut findings: Vec<&Finding> = findings.iter().filter(|finding| goes(finding)).collect();
    if findings.is_empty() {
        return Cow::Borrowed(text);
    }
    findings.sort_by_key(|finding| finding.span);
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut rest = findings.into_iter().peekable();
    while let Some(first) = rest.next() {
        let (mut span, mut longest) = (first.span, first);
        while let Some(next) = rest.next_if(|next| next.span.start < span.end) {
            span = Span::new(span.start, span.end.max(next.span.end));
            if next.span.len() > longest.span.len() {
                longest = next;
            }
        }
        out.push_str(text.get(done..span.start).unwrap_or_default());
        if longest.category != Category::Invisible {
            out.push('[');
            out.push_str(&longest.kind);
            out.push(']');
        }
        done = span.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(category: Category, kind: &'static str, start: usize, end: usize) -> Finding {
        Finding { action: Action::Redact, ..Finding::new("x.y", category, kind, Span::new(start, end)) }
    }

    #[test]
    fn only_what_is_found_is_replaced() {
        let text = "mail ada@example.com or 4111";
        let all = [finding(Category::Pii, "EMAIL_ADDRESS", 5, 20), finding(Category::Pii, "PIN", 24, 28)];
        assert_eq!(redact(text, &all), "mail [EMAIL_ADDRESS] or [PIN]");
        assert!(matches!(redact(text, &[]), Cow::Borrowed(_)));
    }

    #[test]
    fn overlapping_findings_are_one_stretch_and_invisible_ones_leave_nothing() {
        let all = [finding(Category::Pii, "A", 0, 4), finding(Category::Links, "B", 2, 9)];
        assert_eq!(redact("0123456789", &all), "[B]9");
        assert_eq!(redact("a\u{200B}b", &[finding(Category::Invisible, "ZERO_WIDTH", 1, 4)]), "ab");
        let neighbours = [finding(Category::Pii, "A", 0, 2), finding(Category::Pii, "B", 2, 4)];
        assert_eq!(redact("0123", &neighbours), "[A][B]");
    }
}
