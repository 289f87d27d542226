//! Taking out what must not go on, and nothing else.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::structured::Form;
use crate::{Action, Finding, Span};

/// Whether a finding does not go on with its text. One that is suppressed and would have held the whole text back does not go on either:
/// that somebody knows of a secret is no reason to write it out.
pub(crate) fn goes(finding: &Finding) -> bool {
    finding.action == Action::Redact || finding.suppressed.is_some() && finding.action > Action::Redact
}

/// `text` with every finding that [goes] replaced by what `replace` makes of the finding and its value. Of findings that overlap, the whole
/// stretch goes and the longest names it.
pub(crate) fn redact<'t>(text: &'t str, findings: &[Finding], replace: impl FnMut(&Finding, &str) -> String) -> Cow<'t, str> {
    if !findings.iter().any(goes) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(redact_marking(text, findings, replace).0)
}

/// As [`redact`], with the spans of what took the place of values, in order.
pub(crate) fn redact_marking(text: &str, findings: &[Finding], mut replace: impl FnMut(&Finding, &str) -> String) -> (String, Vec<Span>) {
    let mut out = String::with_capacity(text.len());
    let mut marks = Vec::new();
    let mut keys = BTreeSet::new();
    let mut done = 0;
    let mut rest = stretches(findings).into_iter().peekable();
    while let Some(first) = rest.next() {
        let place = first.named.place.as_deref();
        let form = place.map_or(Form::Text, |place| place.form);
        let token = place.map_or(first.span, |place| place.token);
        out.push_str(text.get(done..token.start).unwrap_or_default());
        // Everything that is replaced in one token, and what stays of it.
        let (mut inner, mut inside, mut at) = (String::new(), Vec::new(), token.start);
        let mut next = Some(first);
        while let Some(Stretch { span, named }) = next {
            inner.push_str(text.get(at..span.start).unwrap_or_default());
            let value = form.decode(span.of(text).unwrap_or_default());
            let start = inner.len();
            form.encode(&replace(named, &value), &mut inner);
            inside.push(Span::new(start, inner.len()));
            at = span.end;
            next = rest.next_if(|next| form != Form::Text && next.span.start < token.end);
        }
        inner.push_str(text.get(at..token.end).unwrap_or_default());
        if let (Form::JsonKey, Some(place)) = (form, place) {
            distinct(&mut inner, place.parent, &mut keys);
        }
        let before = form.finish(inner, &mut out);
        marks.extend(inside.into_iter().map(|span| Span::new(before + span.start, before + span.end)));
        done = token.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    (out, marks)
}

/// A stretch of findings that overlap, and the finding it is named after.
struct Stretch<'f> {
    span: Span,
    named: &'f Finding,
}

fn stretches(findings: &[Finding]) -> Vec<Stretch<'_>> {
    let mut findings: Vec<&Finding> = findings.iter().filter(|finding| goes(finding)).collect();
    findings.sort_by_key(|finding| finding.span);
    let mut all: Vec<Stretch<'_>> = Vec::with_capacity(findings.len());
    for finding in findings {
        match all.last_mut() {
            Some(last) if finding.span.start < last.span.end => {
                last.span = Span::new(last.span.start, last.span.end.max(finding.span.end));
                if finding.span.len() > last.named.span.len() {
                    last.named = finding;
                }
            }
            _ => all.push(Stretch { span: finding.span, named: finding }),
        }
    }
    all
}

/// Two keys of one object stay two: a reader of JSON keeps only the last of equal ones.
fn distinct(key: &mut String, object: usize, keys: &mut BTreeSet<(usize, String)>) {
    let plain = key.clone();
    let mut count = 1usize;
    while !keys.insert((object, key.clone())) {
        count += 1;
        *key = format!("{plain} ({count})");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Category;
    use crate::operators::Redactor;

    fn finding(category: Category, kind: &'static str, start: usize, end: usize) -> Finding {
        Finding { action: Action::Redact, ..Finding::new("x.y", category, kind, Span::new(start, end)) }
    }

    fn redact<'t>(text: &'t str, findings: &[Finding]) -> Cow<'t, str> {
        let redactor = Redactor::default();
        super::redact(text, findings, |finding, value| redactor.replacement(finding, value))
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

    #[test]
    fn what_was_put_in_is_marked() {
        let all = [finding(Category::Pii, "A", 1, 3), finding(Category::Pii, "B", 5, 6)];
        let (out, marks) = redact_marking("xaayybz", &all, |finding, value| format!("<{}{}>", finding.kind, value.len()));
        assert_eq!(out, "x<A2>yy<B1>z");
        assert_eq!(marks.iter().map(|span| span.of(&out).unwrap()).collect::<Vec<_>>(), ["<A2>", "<B1>"]);
    }
}
