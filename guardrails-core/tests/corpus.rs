//! The prefilter against the engine without it, on labelled texts that lie beside the project. Skipped, and said so, where they do not.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout)]

use std::path::Path;

use guardrails_core::{Guard, Input, Source};

/// Texts of each file, and bytes of each text: every regex reads every byte of them.
const TEXTS: usize = 25;
const BYTES: usize = 1500;

#[test]
fn the_prefilter_changes_nothing_on_real_texts() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    if !data.is_dir() {
        println!("skipped: no labelled texts beside the project");
        return;
    }
    let (fast, slow) = (Guard::default(), Guard::builder().without_prefilter().build().unwrap());
    let mut texts = 0;
    for set in ["injection", "pii", "secrets"] {
        for file in std::fs::read_dir(data.join(set).join("dev")).unwrap().map(|entry| entry.unwrap().path()) {
            let lines = std::fs::read_to_string(&file).unwrap();
            for (number, line) in lines.lines().enumerate().step_by(lines.lines().count() / TEXTS + 1) {
                let text = serde_json::from_str::<serde_json::Value>(line).unwrap()["text"].as_str().unwrap().to_owned();
                let text: String = text.chars().take(BYTES).collect();
                for source in [Source::User, Source::Document] {
                    let found = fast.scan_input(Input::new(&text, source)).findings;
                    assert_eq!(found, slow.scan_input(Input::new(&text, source)).findings, "{}:{}", file.display(), number + 1);
                }
                texts += 1;
            }
        }
    }
    assert!(texts > 300, "{texts} texts");
}
