//! What the pages show works: every policy in them builds a guard, every rule in them holds.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use guardrails_core::{Guard, Policy, check_rules};

fn pages(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { pages(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect()
}

/// The fenced blocks of `language` in a page.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_policy_and_rule_of_the_pages_works() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let (mut policies, mut rules) = (0, 0);
    for path in pages(&docs) {
        let page = std::fs::read_to_string(&path).unwrap();
        for block in blocks(&page, "toml") {
            if path.ends_with("rules.md") {
                let report = check_rules(&block).unwrap_or_else(|error| panic!("{}: {error}\n{block}", path.display()));
                assert!(report.faults.is_empty(), "{}: {:?}", path.display(), report.faults);
                rules += 1;
            } else {
                let built = Policy::from_toml(&block).and_then(Guard::from_policy);
                assert!(built.is_ok(), "{}: {}\n{block}", path.display(), built.unwrap_err());
                policies += 1;
            }
        }
        for block in blocks(&page, "json") {
            assert!(serde_json::from_str::<serde_json::Value>(&block).is_ok(), "{}: {block}", path.display());
        }
    }
    assert!(policies > 10 && rules > 0, "{policies} policies and {rules} rule files in the pages");
}

#[test]
fn links_between_pages_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = pages(&root.join("docs"));
    all.push(root.join("../README.md"));
    for path in all {
        let page = std::fs::read_to_string(&path).unwrap();
        for target in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let target = target.split('#').next().unwrap_or_default();
            if target.ends_with(".md") && !target.contains("://") {
                assert!(path.parent().unwrap().join(target).exists(), "{}: {target}", path.display());
            }
        }
    }
}

/// The threat model names the test behind each mitigation: `file`: `test`, `test`; or `make target`; or law `name`.
#[test]
fn the_tests_of_the_threat_model_exist() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: PathBuf| std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (makefile, laws) = (read(core.join("../Makefile")), read(core.join("tests/laws/mod.rs")));
    let page = read(core.join("docs/threat-model.md"));
    let (mut rows, mut tests) = (0, 0);
    for row in page.lines().filter(|line| line.starts_with("| ") && !line.ends_with("| test |")) {
        let backing = row.trim_end_matches(" |").rsplit("| ").next().unwrap_or_default();
        let mut file = String::new();
        for (number, name) in backing.split('`').enumerate().filter(|(number, _)| number % 2 == 1) {
            let before = backing.split('`').nth(number - 1).unwrap_or_default();
            if let Some(target) = name.strip_prefix("make ") {
                assert!(makefile.contains(&format!("\n{target}:")), "no {name}: {row}");
            } else if before.contains("law") || (before == " and " && file.is_empty()) {
                assert!(laws.contains(&format!("(\"{name}\",")), "no law {name}: {row}");
            } else if name.contains('.') {
                let beside = [core.join("src").join(name), core.join(name), core.join("..").join(name)];
                file = read(beside.into_iter().find(|path| path.is_file()).unwrap_or_else(|| panic!("no file {name}: {row}")));
            } else {
                assert!(file.contains(&format!("fn {name}(")) || file.contains(&format!("def {name}(")), "no test {name}: {row}");
            }
            tests += 1;
        }
        rows += 1;
        assert!(backing.contains('`'), "no test: {row}");
    }
    assert!(rows > 30 && tests > rows, "{rows} rows and {tests} names");
}
