//! Laws of a scan.

use std::sync::LazyLock;

use guardrails_core::{Action, Category, Finding, Guard, Input, Limits, Notes, Output, Policy, Unit, Verdict};

use super::{GUARD, chosen, source};

/// The guard whose regexes read the whole of every text.
static SLOW: LazyLock<Guard> = LazyLock::new(|| Guard::builder().without_prefilter().build().unwrap());

/// Guards that undo no disguise, one, and the most.
static DEPTHS: LazyLock<[Guard; 3]> = LazyLock::new(|| {
    [0, 1, 8].map(|decode_depth| {
        let limits = Limits { decode_depth, ..Limits::default() };
        Guard::from_policy(Policy { limits, ..Policy::default() }).unwrap()
    })
});

/// Any text from any source gets a verdict without errors, whose spans lie in the text and in order, and whose JSON is one line.
pub fn scan(data: &[u8]) {
    let (choice, text) = chosen(data);
    let source = source(choice);
    let context = [text.as_str()];
    let half = &text[..(0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)];
    let outputs = [
        Output::new(&text),
        Output::new(&text).prompt(&text).system_prompt(&text).context(&context),
        Output::new(&text).prompt(half).system_prompt(half),
    ];
    let inputs = std::iter::once(GUARD.scan_input(Input::new(&text, source)));
    for verdict in inputs.chain(outputs.into_iter().map(|output| GUARD.scan_output(output))) {
        is_sound(&text, &verdict);
        for unit in [Unit::Bytes, Unit::CodePoints, Unit::Utf16] {
            assert_eq!(verdict.to_json(unit).lines().count(), 1);
        }
    }
}

/// What must hold for the verdict on any text.
pub fn is_sound(text: &str, verdict: &Verdict<'_>) {
    assert!(verdict.errors.is_empty(), "{:?}", verdict.errors);
    let mut last = None;
    for finding in &verdict.findings {
        assert!(finding.text(text).is_some_and(|found| !found.is_empty()), "{finding:?} is not in the text");
        assert!(finding.action <= verdict.action, "{finding:?} asks for more than {:?}", verdict.action);
        let place = Some((finding.span.start, finding.span.end, finding.rule.as_ref()));
        assert!(last <= place, "{finding:?} is out of order");
        last = place;
    }
    assert_eq!(verdict.text().is_some(), verdict.action < Action::Review);
    assert!(verdict.scores.iter().all(|(_, score)| (0.0..=1.0).contains(&score)));
}

/// The prefilter loses no match and adds none.
pub fn prefilter(data: &[u8]) {
    let (choice, text) = chosen(data.get(..2048).unwrap_or(data));
    let input = Input::new(&text, source(choice));
    assert_eq!(GUARD.scan_input(input).findings, SLOW.scan_input(input).findings);
}

/// A span cuts the same characters out of the caller's string in bytes, code points and UTF-16 units.
pub fn offsets(data: &[u8]) {
    let (choice, text) = chosen(data);
    let verdict = GUARD.scan_input(Input::new(&text, source(choice)));
    let (points, units): (Vec<char>, Vec<u16>) = (text.chars().collect(), text.encode_utf16().collect());
    let spans = |unit| -> Vec<(usize, usize)> {
        let json: serde_json::Value = serde_json::from_str(&verdict.to_json(unit)).unwrap();
        let place = |finding: &serde_json::Value, end: &str| finding["span"][end].as_u64().unwrap() as usize;
        json["findings"].as_array().unwrap().iter().map(|finding| (place(finding, "start"), place(finding, "end"))).collect()
    };
    let (bytes, in_points, in_units) = (spans(Unit::Bytes), spans(Unit::CodePoints), spans(Unit::Utf16));
    assert_eq!([bytes.len(), in_points.len(), in_units.len()], [verdict.findings.len(); 3]);
    for (at, finding) in verdict.findings.iter().enumerate() {
        let expected = finding.text(&text).unwrap();
        assert_eq!(&text[bytes[at].0..bytes[at].1], expected);
        assert_eq!(points[in_points[at].0..in_points[at].1].iter().collect::<String>(), expected);
        assert_eq!(String::from_utf16(&units[in_units[at].0..in_units[at].1]).unwrap(), expected);
    }
}

/// The redacted text is the text with each stretch of findings that go replaced by its kind, or by nothing where it is hidden; nothing
/// else changes.
pub fn redaction(data: &[u8]) {
    let (choice, text) = chosen(data);
    let output = GUARD.scan_output(Output::new(&text).context(&[&text]));
    for verdict in [GUARD.scan_input(Input::new(&text, source(choice))), output] {
        if let Some(redacted) = verdict.text() {
            assert_eq!(redacted, replaced(&text, &verdict.findings));
        }
    }
}

/// Redaction, written a second time: the slow and plain way.
fn replaced(text: &str, findings: &[Finding]) -> String {
    let goes: Vec<&Finding> = findings.iter().filter(|finding| finding.action == Action::Redact).collect();
    let (mut out, mut at) = (String::new(), 0);
    while let Some(first) = goes.iter().find(|finding| finding.span.start >= at) {
        let (mut end, mut named) = (first.span.end, *first);
        while let Some(more) = goes.iter().find(|next| next.span.start >= first.span.start && next.span.start < end && next.span.end > end)
        {
            end = more.span.end;
        }
        for finding in goes.iter().filter(|finding| first.span.start <= finding.span.start && finding.span.start < end) {
            if finding.span.len() > named.span.len() {
                named = finding;
            }
        }
        out.push_str(&text[at..first.span.start]);
        if named.category != Category::Invisible {
            out.push_str(&format!("[{}]", named.kind));
        }
        at = end;
    }
    out + &text[at..]
}

/// However many disguises are undone, the verdict is sound; who undoes none sees no disguise; and what is found undisguised asks for no
/// less because more was looked at.
pub fn decoders(data: &[u8]) {
    let (choice, text) = chosen(data);
    let input = Input::new(&text, source(choice));
    let [none, one, most] = DEPTHS.each_ref().map(|guard| guard.scan_input(input));
    for verdict in [&none, &one, &most] {
        is_sound(&text, verdict);
    }
    assert!(none.findings.iter().all(|finding| finding.disguise.is_none()));
    let depth =
        |verdict: &Verdict<'_>| verdict.findings.iter().filter_map(|f| f.disguise.as_deref()).map(|way| way.split('>').count()).max();
    assert!(depth(&one).unwrap_or(0) <= 1 && depth(&most).unwrap_or(0) <= 8);
    for verdict in [&one, &most] {
        assert!(verdict.action >= none.action);
        // The model names one stretch of a text, the likeliest.
        for finding in none.findings.iter().filter(|finding| finding.action >= Action::Redact && finding.rule != "injection.model") {
            let overlaps = |other: &Finding| {
                other.action >= finding.action && other.span.start < finding.span.end && finding.span.start < other.span.end
            };
            assert!(verdict.findings.iter().any(overlaps), "{finding:?} is lost where disguises are undone: {:?}", verdict.findings);
        }
    }
}

/// Comments beside a finding and a baseline of its own findings keep every finding where it is, allow no attack and ask for no more.
pub fn settling(data: &[u8]) {
    let (choice, text) = chosen(data);
    let before = GUARD.scan_input(Input::new(&text, source(choice)));
    let lines = [choice..=choice.saturating_add(2)];
    for lines in [None, Some(lines.as_slice())] {
        let mut verdict = before.clone();
        verdict.settle(&Notes { inline: true, salt: Some(b"0123456789abcdef"), lines, ..Notes::default() });
        assert!(verdict.action <= before.action && verdict.findings.len() == before.findings.len());
        assert_eq!(verdict.context_hashes().len(), before.findings.len());
        for (own, other) in verdict.findings.iter().zip(&before.findings) {
            assert_eq!((own.span, &own.rule, own.action), (other.span, &other.rule, other.action));
            assert!(own.fingerprint.as_deref().is_some_and(|print| print.len() == 8));
            let may = lines.is_some() || matches!(own.category, Category::Pii | Category::Secrets | Category::Custom);
            assert!(may || own.suppressed.is_none(), "{own:?}");
        }
    }
}
