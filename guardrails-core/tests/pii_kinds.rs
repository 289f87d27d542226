//! `docs/scanners/pii_kinds.md` is made of the rules. `BLESS=1 cargo test --test pii_kinds` writes it anew.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test, which reads files"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use guardrails_core::Guard;
use serde_json::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// What a row of the table says of a kind, over all of its rules.
#[derive(Default)]
struct Kind {
    descriptions: Vec<String>,
    checks: Vec<String>,
    /// Whether some rule finds it without a word beside it.
    alone: bool,
    action: String,
    sources: Vec<String>,
}

#[test]
fn the_table_of_kinds_is_that_of_the_rules() {
    let made = page();
    let path = Path::new(ROOT).join("docs/scanners/pii_kinds.md");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let stands = fs::read_to_string(&path).unwrap_or_default();
    assert!(stands == made, "docs/scanners/pii_kinds.md is not that of the rules: run with BLESS=1");
}

fn page() -> String {
    let kinds = kinds();
    let rules: usize = files("rules", "toml").iter().map(|text| text.matches("\n[[rule]]\n").count()).sum();
    let countries: std::collections::BTreeSet<&str> = kinds.keys().filter_map(|kind| country(kind)).map(|(_, name)| name).collect();
    let mut page = format!(
        "# Kinds of personal data\n\nMade of the rules by `tests/pii_kinds.rs`: {rules} rules, {} kinds, {} countries. *Label*: `yes` = \
         only with a word of its context beside it; `no` = also alone. *Check*: what a number has to hold \
         besides its form.\n\n| kind | what | country | check | label | by default | source |\n|---|---|---|---|---|---|---|\n",
        kinds.len(),
        countries.len(),
    );
    // Kinds of every country first.
    let mut rows: Vec<_> = kinds.iter().collect();
    rows.sort_by_key(|(name, _)| (country(name).map_or("", |(code, _)| code), *name));
    for (name, kind) in rows {
        let sources: Vec<String> = kind.sources.iter().map(|url| format!("[{}]({url})", host(url))).collect();
        let _ = writeln!(
            page,
            "| `{name}` | {} | {} | {} | {} | {} | {} |",
            kind.descriptions.join("; "),
            country(name).map_or("any", |(_, country)| country),
            if kind.checks.is_empty() { "form only".to_owned() } else { kind.checks.join("; ") },
            if kind.alone { "no" } else { "yes" },
            kind.action,
            sources.join(", "),
        );
    }
    page
}

fn kinds() -> BTreeMap<String, Kind> {
    let notes = notes();
    let actions = actions();
    let mut kinds = BTreeMap::<String, Kind>::new();
    for text in files("rules", "toml") {
        let file: toml::Table = text.parse().unwrap();
        for rule in file["rule"].as_array().unwrap() {
            let text = |key: &str| rule.get(key).and_then(toml::Value::as_str).map(str::to_owned);
            let number = |key: &str| rule.get(key).and_then(toml::Value::as_float);
            let id = text("id").unwrap();
            let name = text("kind").unwrap_or_else(|| id.trim_start_matches("pii.").to_uppercase());
            let kind = kinds.entry(name).or_default();
            kind.action = actions.get(&id).cloned().unwrap();
            // The same again, in a cell or in a field, behind a setter, before its label, or as a word.
            if ["_listed", "_field", "_member", "_told", "_word"].iter().any(|end| id.ends_with(end)) {
                continue;
            }
            add(&mut kind.descriptions, text("description").unwrap());
            if let Some(note) = text("validator").and_then(|name| notes.get(&name).cloned()) {
                add(&mut kind.checks, note);
            }
            // A pattern that holds its label needs it; so does a rule that words must stand near.
            let pattern = text("pattern").unwrap_or_default();
            let labelled = rule.get("near").is_some()
                || (pattern.starts_with("(?:{{") && !pattern.starts_with("(?:{{l}}"))
                || pattern.starts_with("\\b(?i:")
                || ["_era", "_behind", "_field"].iter().any(|end| id.ends_with(end));
            let sure = number("confidence").unwrap_or(0.8).max(number("proven_confidence").unwrap_or(0.0));
            kind.alone |= sure >= 0.5 && !labelled;
            for source in rule["references"].as_array().unwrap() {
                add(&mut kind.sources, source.as_str().unwrap().to_owned());
            }
        }
    }
    kinds
}

fn add(list: &mut Vec<String>, item: String) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// What the default policy does with each rule's findings.
fn actions() -> BTreeMap<String, String> {
    let all: Value = serde_json::from_str(&guardrails_core::ffi::catalogue(&Guard::default())).unwrap();
    let rules = all["rules"].as_array().unwrap();
    rules.iter().map(|rule| (rule["id"].as_str().unwrap().to_owned(), rule["input"].as_str().unwrap().to_owned())).collect()
}

/// For each validator, the first sentence of its comment.
fn notes() -> BTreeMap<String, String> {
    let mut notes = BTreeMap::new();
    for text in files("src/rules/validators", "rs") {
        let mut comment = String::new();
        for line in text.lines() {
            if let Some(more) = line.strip_prefix("///") {
                comment.push_str(more);
            } else if let Some(rest) = line.strip_prefix("pub(super) fn ") {
                let name = rest.split('(').next().unwrap().to_owned();
                let comment = comment.trim();
                // What stands before the colon says what it is, as the description does.
                let note = comment.split_once(": ").map_or(comment, |(_, note)| note);
                notes.insert(name, note.trim_end_matches('.').replace('|', "\\|").replace(['<', '>'], ""));
            } else {
                comment.clear();
            }
        }
    }
    notes
}

/// The texts of the files in a folder whose name begins with `pii_` and ends with `extension`, by name.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let entries = fs::read_dir(Path::new(ROOT).join(folder)).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        path.extension().is_some_and(|own| own == extension) && name.starts_with("pii_")
    });
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn host(url: &str) -> &str {
    url.split("://").nth(1).and_then(|rest| rest.split('/').next()).map_or(url, |host| host.trim_start_matches("www."))
}

/// Code and name of the country whose kind it is.
fn country(kind: &str) -> Option<(&'static str, &'static str)> {
    let code = kind.split_once('_').map(|(code, _)| code)?;
    COUNTRIES.iter().find(|(known, _)| *known == code).copied()
}

const COUNTRIES: &[(&str, &str)] = &[
    ("AE", "United Arab Emirates"),
    ("AL", "Albania"),
    ("AM", "Armenia"),
    ("AR", "Argentina"),
    ("AT", "Austria"),
    ("AU", "Australia"),
    ("AZ", "Azerbaijan"),
    ("BD", "Bangladesh"),
    ("BE", "Belgium"),
    ("BG", "Bulgaria"),
    ("BH", "Bahrain"),
    ("BO", "Bolivia"),
    ("BR", "Brazil"),
    ("BY", "Belarus"),
    ("CA", "Canada"),
    ("CH", "Switzerland"),
    ("CL", "Chile"),
    ("CN", "China"),
    ("CO", "Colombia"),
    ("CR", "Costa Rica"),
    ("CU", "Cuba"),
    ("CY", "Cyprus"),
    ("CZ", "Czechia"),
    ("DE", "Germany"),
    ("DK", "Denmark"),
    ("DO", "Dominican Republic"),
    ("DZ", "Algeria"),
    ("EC", "Ecuador"),
    ("EE", "Estonia"),
    ("EG", "Egypt"),
    ("ES", "Spain"),
    ("ET", "Ethiopia"),
    ("FI", "Finland"),
    ("FR", "France"),
    ("GB", "United Kingdom"),
    ("GE", "Georgia"),
    ("GH", "Ghana"),
    ("GR", "Greece"),
    ("GT", "Guatemala"),
    ("HK", "Hong Kong"),
    ("HN", "Honduras"),
    ("HR", "Croatia"),
    ("HU", "Hungary"),
    ("ID", "Indonesia"),
    ("IE", "Ireland"),
    ("IL", "Israel"),
    ("IN", "India"),
    ("IQ", "Iraq"),
    ("IR", "Iran"),
    ("IS", "Iceland"),
    ("IT", "Italy"),
    ("JO", "Jordan"),
    ("JP", "Japan"),
    ("KE", "Kenya"),
    ("KG", "Kyrgyzstan"),
    ("KR", "South Korea"),
    ("KW", "Kuwait"),
    ("KZ", "Kazakhstan"),
    ("LK", "Sri Lanka"),
    ("LT", "Lithuania"),
    ("LU", "Luxembourg"),
    ("LV", "Latvia"),
    ("MA", "Morocco"),
    ("MD", "Moldova"),
    ("MK", "North Macedonia"),
    ("MM", "Myanmar"),
    ("MT", "Malta"),
    ("MU", "Mauritius"),
    ("MX", "Mexico"),
    ("MY", "Malaysia"),
    ("MZ", "Mozambique"),
    ("NG", "Nigeria"),
    ("NI", "Nicaragua"),
    ("NL", "Netherlands"),
    ("NO", "Norway"),
    ("NP", "Nepal"),
    ("NZ", "New Zealand"),
    ("OM", "Oman"),
    ("PA", "Panama"),
    ("PE", "Peru"),
    ("PH", "Philippines"),
    ("PK", "Pakistan"),
    ("PL", "Poland"),
    ("PT", "Portugal"),
    ("PY", "Paraguay"),
    ("QA", "Qatar"),
    ("RO", "Romania"),
    ("RS", "Serbia"),
    ("RU", "Russia"),
    ("RW", "Rwanda"),
    ("SA", "Saudi Arabia"),
    ("SE", "Sweden"),
    ("SG", "Singapore"),
    ("SI", "Slovenia"),
    ("SK", "Slovakia"),
    ("SN", "Senegal"),
    ("SV", "El Salvador"),
    ("TH", "Thailand"),
    ("TN", "Tunisia"),
    ("TR", "Turkey"),
    ("TW", "Taiwan"),
    ("TZ", "Tanzania"),
    ("UA", "Ukraine"),
    ("UG", "Uganda"),
    ("US", "United States"),
    ("UY", "Uruguay"),
    ("UZ", "Uzbekistan"),
    ("VE", "Venezuela"),
    ("VN", "Vietnam"),
    ("ZA", "South Africa"),
    ("ZM", "Zambia"),
    ("ZW", "Zimbabwe"),
];

#[test]
fn every_kind_of_a_country_names_one() {
    // The kinds of no country whose names begin with two letters.
    let others = ["IP_ADDRESS"];
    for kind in kinds().keys().filter(|kind| kind.find('_') == Some(2) && !others.contains(&kind.as_str())) {
        assert!(country(kind).is_some(), "{kind}");
    }
}
