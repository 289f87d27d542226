//! The law of a classifier's windows. The model is made: it counts the word `attack`, so that what it must say is known.

use std::sync::LazyLock;

use guardrails_core::{Classifier, Guard, Input, Limits, Policy, ScanErrorKind};

use super::{chosen, is_sound, source};

const MODEL: &[u8] = include_bytes!("../../testdata/models/made_words/model.onnx");
const TOKENIZER: &[u8] = include_bytes!("../../testdata/models/made_words/tokenizer.json");
const CONFIG: &[u8] = include_bytes!("../../testdata/models/made_words/config.json");

fn guard(settings: &str, limits: Limits) -> Guard {
    let model = Classifier::builder().settings(settings).build(MODEL, TOKENIZER, Some(CONFIG)).unwrap();
    let policy = Policy { scanners: Some(Vec::new()), limits, ..Policy::default() };
    Guard::builder().policy(policy).classifier(model).build().unwrap()
}

/// Windows of different lengths, overlaps and batches.
static GUARDS: LazyLock<[Guard; 4]> = LazyLock::new(|| {
    [
        r#"{"window": 8, "overlap": 0, "disguises": false}"#,
        r#"{"window": 16, "overlap": 5, "batch": 7, "disguises": false}"#,
        r#"{"window": 64, "overlap": 31, "batch": 1, "disguises": false}"#,
        r#"{"window": 64, "overlap": 0, "disguises": false}"#,
    ]
    .map(|settings| guard(settings, Limits { model_windows: 65_536, ..Limits::default() }))
});

static FEW: LazyLock<Guard> =
    LazyLock::new(|| guard(r#"{"window": 8, "disguises": false}"#, Limits { model_windows: 3, ..Limits::default() }));

/// However a text is cut into windows, the same is found; what was not read is an error of the verdict, and spans lie in the text.
pub fn windows(data: &[u8]) {
    let (choice, text) = chosen(data);
    let input = Input::new(&text, source(choice));
    // The made model answers this word with what is no number: an error, in whichever window.
    if may_read(&text, "nan") {
        for guard in GUARDS.iter() {
            assert!(guard.scan_input(input).errors.iter().all(|error| error.kind == ScanErrorKind::Model));
        }
        return;
    }
    let found: Vec<bool> = GUARDS
        .iter()
        .map(|guard| {
            let verdict = guard.scan_input(input);
            is_sound(&text, &verdict);
            assert!(verdict.errors.is_empty(), "{:?}", verdict.errors);
            verdict.findings.iter().any(|finding| finding.kind == "PROMPT_INJECTION")
        })
        .collect();
    assert!(found.iter().all(|own| *own == found[0]), "{found:?} of {text:?}");
    let verdict = FEW.scan_input(input);
    assert!(verdict.findings.iter().all(|finding| finding.text(&text).is_some()));
    assert!(!verdict.errors.is_empty() || verdict.findings.iter().any(|finding| finding.kind == "PROMPT_INJECTION") == found[0]);
}

/// Whether a tokenizer that drops control characters and accents may read the word in the text: what is not ASCII may be nothing, and a Latin letter
/// with an accent any letter.
fn may_read(text: &str, word: &str) -> bool {
    let mut reached = vec![false; word.len() + 1];
    for sign in text.chars() {
        reached[0] = true;
        for (at, letter) in word.bytes().enumerate().rev() {
            let plain = sign.is_ascii() && !sign.is_control();
            let accented = matches!(sign, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{212B}');
            let here = reached[at] && (accented || sign.eq_ignore_ascii_case(&char::from(letter)));
            reached[at + 1] = here || (reached[at + 1] && !plain);
        }
        if reached[word.len()] {
            return true;
        }
    }
    false
}
