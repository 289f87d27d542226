//! Laws of documents and vaults.

use guardrails_core::{Action, Category, Csv, Input, Vault, Verdict};

use super::texts::is_sound;
use super::{GUARD, chosen, source};

/// A JSON document stays one when it is redacted and when its values come back, and so does a table; what is neither is said to be none
/// and scanned as text. Findings lie inside the value that their place names.
pub fn structured(data: &[u8]) {
    let (choice, text) = chosen(data);
    let input = Input::new(&text, source(choice));
    let verdict = GUARD.scan_json(input);
    // What serde makes a value of is a document; what is none by the grammar is none. Between the two lie escapes of lone surrogates,
    // numbers too large for a float and deep nesting, which may be either.
    let parsed = serde_json::from_str::<serde_json::Value>(text.trim_start_matches('\u{FEFF}')).ok();
    assert!(verdict.errors.is_empty() || parsed.is_none(), "{:?}", verdict.errors);
    assert!(!verdict.errors.is_empty() || is_json(&text));
    if verdict.errors.is_empty() {
        is_sound(&text, &verdict);
        for finding in &verdict.findings {
            let place = finding.place.as_deref().unwrap();
            // Pointers are cut at 1 KiB, and name a key that is redacted itself by its kind.
            let pointer = place.pointer.as_deref().unwrap();
            let stands = |parsed: &serde_json::Value| parsed.pointer(pointer).is_some();
            assert!(pointer.len() >= 1000 || pointer.contains('[') || parsed.as_ref().is_none_or(stands), "{pointer} is no place");
        }
        let mut vault = Vault::new();
        let numbered = GUARD.scan_json_with(input, &mut vault);
        for redacted in [verdict.text(), numbered.text()].into_iter().flatten() {
            assert!(is_json(&redacted), "{redacted}");
            let restored = vault.restore_json(&redacted);
            assert!(is_json(&restored), "{restored}");
            assert!(keeps_the_rest(&text, &redacted, &verdict), "{redacted}");
        }
    } else {
        assert_eq!(verdict.findings, GUARD.scan_input(input).findings);
    }
    for csv in [Csv::default(), Csv::default().delimiter(';').unwrap(), Csv::default().header(["ssn", "mail"].map(str::to_owned).to_vec())]
    {
        let verdict = GUARD.scan_csv(input, &csv);
        for finding in &verdict.findings {
            assert!(finding.text(&text).is_some_and(|found| !found.is_empty()), "{finding:?}");
        }
        if let Some(redacted) = verdict.text() {
            assert!(keeps_the_cells(&text, &redacted, &verdict), "{redacted}");
            assert!(GUARD.scan_csv(redacted.as_ref(), &csv).errors.is_empty(), "{redacted}");
        }
    }
}

/// Whether a text is a JSON document by the grammar, a byte order mark before it left out.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text.trim_start_matches('\u{FEFF}')).is_ok()
}

/// Every stretch of `text` that no finding is redacted in stands in `redacted`, in order.
pub fn keeps_the_rest(text: &str, redacted: &str, verdict: &Verdict<'_>) -> bool {
    keeps_what(text, redacted, verdict, |_| true)
}

/// As [`keeps_the_rest`], for a table: a cell that has to be quoted now has its own quotes doubled.
pub fn keeps_the_cells(text: &str, redacted: &str, verdict: &Verdict<'_>) -> bool {
    keeps_what(text, redacted, verdict, |c| c != '"')
}

/// As [`keeps_the_rest`], of the characters that count.
fn keeps_what(text: &str, redacted: &str, verdict: &Verdict<'_>, counts: fn(char) -> bool) -> bool {
    let that = |text: &str| -> String { text.chars().filter(|c| counts(*c)).collect() };
    let redacted = that(redacted);
    let mut spans: Vec<_> = verdict.findings.iter().filter(|f| f.action == Action::Redact).map(|f| (f.span.start, f.span.end)).collect();
    spans.sort_unstable();
    let (mut at, mut done) = (0, 0);
    for (start, end) in spans.into_iter().chain([(text.len(), text.len())]) {
        if start >= done {
            let stretch = that(&text[done..start]);
            let Some(found) = redacted[at..].find(&stretch) else { return false };
            at += found + stretch.len();
        }
        done = done.max(end);
    }
    true
}

/// What a vault took out of several texts comes back, after later texts and after being stored, and no `Debug` output shows it.
pub fn vault(data: &[u8]) {
    let mut vault = Vault::new();
    let mut sent = Vec::new();
    // 0xFF stands in no UTF-8: the texts of one conversation.
    for part in data.split(|byte| *byte == 0xFF).take(4) {
        let text = String::from_utf8_lossy(part).into_owned();
        let verdict = GUARD.scan_input_with(text.as_str(), &mut vault);
        let again = vault.redact(&GUARD.scan_input(text.as_str())).unwrap();
        assert_eq!(again.as_deref(), verdict.text().as_deref(), "the same vault, the same text");
        let hidden =
            verdict.findings.iter().any(|f| f.action == Action::Redact && !matches!(f.category, Category::Pii | Category::Secrets));
        if let Some(redacted) = verdict.text().filter(|_| !hidden) {
            let redacted = redacted.into_owned();
            sent.push((text.clone(), redacted));
        }
        for finding in verdict.findings.iter().filter(|finding| finding.action == Action::Redact) {
            let value = finding.text(&text).unwrap();
            assert!(value.len() < 12 || !format!("{vault:?}{verdict:?}").contains(value), "shown by Debug");
        }
    }
    let stored = Vault::from_json(&vault.to_json()).unwrap();
    for (text, sent) in sent {
        assert_eq!(vault.restore(&sent), text, "{sent}");
        assert_eq!(stored.restore(&sent), text, "{sent}");
    }
}
