//! What fuzzing once found, and what it might: every file under `testdata/regressions/LAW` keeps its law.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice, clippy::disallowed_methods)]

mod laws;

use std::fs;
use std::path::Path;

#[test]
fn every_regression_keeps_its_law() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/regressions");
    for (name, law) in laws::LAWS {
        let mut files: Vec<_> = fs::read_dir(folder.join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no regression");
        for file in files {
            println!("{}", file.display());
            law(&fs::read(&file).unwrap());
        }
    }
    // The law of windows needs the feature `onnx`.
    let known = |name: &str| name == "windows" || laws::LAWS.iter().any(|(law, _)| *law == name);
    assert!(fs::read_dir(folder).unwrap().all(|entry| known(&entry.unwrap().file_name().to_string_lossy())), "a folder of no law");
}

/// No bytes at all, and single ones.
#[test]
fn short_inputs_keep_every_law() {
    for (_, law) in laws::LAWS {
        law(&[]);
        (0..=255).step_by(5).for_each(|byte| law(&[byte]));
    }
}
