//! Laws that hold for any bytes. Each takes some and panics where it does not hold: fuzzing looks for such bytes (`fuzz/`), the tests
//! replay those it once found (`testdata/regressions/`), and `properties.rs` tries texts made by proptest.

#![allow(unused_imports, reason = "each test takes what it needs")]

mod documents;
mod texts;
mod trusted;
#[cfg(feature = "onnx")]
mod windows;

use std::sync::LazyLock;

use guardrails_core::{Guard, Source};

pub use documents::{keeps_the_cells, keeps_the_rest, structured, vault};
pub use texts::{decoders, is_sound, offsets, prefilter, redaction, scan, settling};
pub use trusted::{boundary, policy, rules, stored};
#[cfg(feature = "onnx")]
pub use windows::windows;

/// Takes any bytes and panics where the law does not hold.
pub type Law = fn(&[u8]);

/// Every law and its name, which is that of its fuzz target and of its folder of regressions.
pub const LAWS: &[(&str, Law)] = &[
    ("scan", scan),
    ("prefilter", prefilter),
    ("offsets", offsets),
    ("redaction", redaction),
    ("decoders", decoders),
    ("settling", settling),
    ("structured", structured),
    ("vault", vault),
    ("stored", stored),
    ("policy", policy),
    ("rules", rules),
    ("boundary", boundary),
    #[cfg(feature = "onnx")]
    ("windows", windows),
];

static GUARD: LazyLock<Guard> = LazyLock::new(Guard::default);

/// The first byte chooses, the rest is the text.
fn chosen(data: &[u8]) -> (usize, String) {
    let (first, rest) = data.split_first().unwrap_or((&0, &[]));
    (usize::from(*first), String::from_utf8_lossy(rest).into_owned())
}

/// One of the sources of an input.
fn source(choice: usize) -> Source {
    [Source::User, Source::Document, Source::Tool, Source::System][choice % 4]
}
