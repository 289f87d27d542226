//! The first example of every built-in rule gives the same findings with the prefilter and without it.

#![allow(clippy::disallowed_methods, reason = "a test, which reads files")]

use guardrails_core::Guard;

#[test]
fn no_example_is_lost_before_its_rule_is_tried() {
    let (fast, slow) = (Guard::default(), Guard::builder().without_prefilter().build().unwrap());
    let mut texts = 0;
    let mut different = Vec::new();
    for entry in std::fs::read_dir("rules").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "toml") {
            continue;
        }
        let file: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
        for rule in file.get("rule").and_then(|rules| rules.as_array()).into_iter().flatten() {
            let Some(example) = rule.get("examples").and_then(|all| all.as_array()).and_then(|all| all.first()) else { continue };
            let text: String = example.as_str().unwrap().chars().filter(|c| !"⟦⟧‖".contains(*c)).collect();
            if fast.scan_input(text.as_str()).findings != slow.scan_input(text.as_str()).findings {
                different.push(rule.get("id").and_then(|id| id.as_str()).unwrap_or_default().to_owned());
            }
            texts += 1;
        }
    }
    assert!(texts > 1000, "{texts} rules with an example");
    assert!(different.is_empty(), "{different:?}");
}
