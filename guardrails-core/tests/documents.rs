//! The cases of `testdata/vault` and `testdata/structured`, which every language runs. `testdata/README.md` has the format.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test, which reads files"
)]

use std::fs;

use guardrails_core::ffi::{self, Document};
use guardrails_core::{Guard, Policy, Unit, Vault};
use serde_json::Value;

fn cases(folder: &str) -> Vec<Value> {
    let path = format!("{}/testdata/{folder}", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(path).unwrap().map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    files.flat_map(|text| serde_json::from_str::<Value>(&text).unwrap()["cases"].as_array().unwrap().clone()).collect()
}

fn guard(case: &Value) -> Guard {
    case.get("policy").map_or_else(Guard::default, |policy| Guard::from_policy(Policy::from_json(&policy.to_string()).unwrap()).unwrap())
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

#[test]
fn every_conversation_comes_back() {
    let all = cases("vault");
    assert!(all.len() >= 7);
    for case in all {
        let name = &case["name"];
        let most = case.get("values").map_or(Vault::VALUES, |most| usize::try_from(most.as_u64().unwrap()).unwrap());
        let (guard, mut vault) = (guard(&case), Vault::bounded(most, Vault::BYTES));
        for turn in list(&case["turns"]) {
            let verdict = guard.scan_input_with(turn["text"].as_str().unwrap(), &mut vault);
            assert_eq!(verdict.text().as_deref(), turn["sent"].as_str(), "{name}");
            let errors: Vec<&str> = verdict.errors.iter().map(|error| error.kind.name()).collect();
            assert_eq!(errors, list(&turn["errors"]).iter().map(|error| error["kind"].as_str().unwrap()).collect::<Vec<_>>(), "{name}");
        }
        let stored = Vault::from_json(&vault.to_json()).unwrap();
        for answer in list(&case["answers"]) {
            for vault in [&vault, &stored] {
                assert_eq!(vault.restore(answer["text"].as_str().unwrap()), answer["restored"].as_str().unwrap(), "{name}");
            }
        }
    }
}

#[test]
fn every_document_is_read_as_it_stands() {
    let all = cases("structured");
    assert!(all.len() >= 14);
    for case in all {
        let (name, text) = (&case["name"], case["text"].as_str().unwrap());
        let header = case.get("header").map(|header| list(header).iter().map(|name| name.as_str().unwrap().to_owned()).collect());
        let document = Document::named(case["form"].as_str().unwrap(), case.get("delimiter").and_then(Value::as_str), header).unwrap();
        let source = case.get("source").and_then(Value::as_str).unwrap_or(ffi::DEFAULT_SOURCE);
        let guard = guard(&case);
        let verdict = ffi::scan_document(&guard, text, source, &document, None).unwrap();
        for (unit, slice) in [(Unit::Bytes, bytes as Slice), (Unit::CodePoints, code_points), (Unit::Utf16, utf16)] {
            let json: Value = serde_json::from_str(&verdict.to_json(unit)).unwrap();
            assert_eq!((&json["action"], &json["text"]), (&case["action"], &case["redacted"]), "{name}");
            let errors: Vec<Value> =
                list(&json["errors"]).iter().map(|e| serde_json::json!({"kind": e["kind"], "message": e["message"]})).collect();
            assert_eq!(errors, list(&case["errors"]), "{name}");
            let found = list(&json["findings"]);
            if case["findings"] == "some" {
                assert!(!found.is_empty() && found.iter().all(|f| f.get("pointer").is_some()), "{name}");
                continue;
            }
            assert_eq!(found.len(), list(&case["findings"]).len(), "{name}");
            for (found, expected) in found.iter().zip(list(&case["findings"])) {
                for key in ["kind", "action", "pointer", "key", "row", "column", "header"] {
                    assert_eq!(found.get(key), expected.get(key), "{name}: {key}");
                }
                assert_eq!(slice(text, &found["span"]), expected["matched"], "{name}");
                if let Some(within) = found.get("within") {
                    let value = expected["value"].as_str().unwrap();
                    match case.get("decoded").and_then(Value::as_str) {
                        Some(decoded) => assert_eq!(slice(decoded, within), value, "{name}"),
                        None => assert_eq!(slice(value, within), value, "{name}"),
                    }
                }
            }
        }
    }
}

type Slice = fn(&str, &Value) -> String;

fn ends(span: &Value) -> (usize, usize) {
    let end = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
    (end("start"), end("end"))
}

fn bytes(text: &str, span: &Value) -> String {
    let (start, end) = ends(span);
    text[start..end].to_owned()
}

/// As Python slices.
fn code_points(text: &str, span: &Value) -> String {
    let (start, end) = ends(span);
    text.chars().skip(start).take(end - start).collect()
}

/// As JavaScript slices.
fn utf16(text: &str, span: &Value) -> String {
    let (start, end) = ends(span);
    String::from_utf16(&text.encode_utf16().collect::<Vec<_>>()[start..end]).unwrap()
}
