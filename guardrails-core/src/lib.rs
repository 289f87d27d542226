//! Guardrails that an application embeds: what goes into a language model and what comes out is checked in microseconds, without a
//! server, a network call or any other I/O.
//!
//! ```
//! use guardrails_core::{Action, scan_input};
//!
//! let verdict = scan_input("My card is 4111 1111 1111 1111");
//! assert_eq!(verdict.action, Action::Redact);
//! assert_eq!(verdict.text().as_deref(), Some("My card is [CREDIT_CARD]"));
//! ```
//!
//! A [`Guard`] is built once from a [`Policy`] and shared; scanning never fails, never panics and takes time linear in the length of
//! the text. What a scan could not do is in [`Verdict::errors`], and the policy's `on_error` decides.
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::string_slice))]

mod canary;
#[cfg(feature = "onnx")]
mod classifier;
mod error;
mod explain;
pub mod ffi;
mod finding;
mod guard;
mod input;
mod kinds;
#[doc(hidden)]
pub mod model;
mod notes;
mod offsets;
mod operators;
mod policy;
mod redact;
mod rules;
mod scanner;
mod scanners;
mod span;
mod structured;
mod surrogate;
mod vault;
mod verdict;
mod view;

pub use canary::Canary;
#[cfg(feature = "onnx-ort")]
pub use classifier::OnnxRuntime;
#[cfg(feature = "onnx")]
pub use classifier::{Backend, Batch, Classifier, ClassifierBuilder, Network, Rten, Tensor};
pub use error::{Error, ErrorKind};
pub use explain::{Evidence, Explanation};
pub use finding::{Action, Category, Confidence, Finding, Severity, Suppression};
pub use guard::{Guard, GuardBuilder, RuleInfo, scan_input, scan_output};
pub use input::{Input, Limits, Output, Source};
pub use kinds::Risk;
pub use notes::{Known, Notes};
pub use policy::{Allow, Band, Direction, Mode, Operator, Override, PiiChoice, Policy, With, WordList};
pub use rules::{RuleReport, check_rules, source::RuleSource};
pub use scanner::{Scan, Scanner, ScannerEntry};
pub use scanners::SCANNERS;
pub use span::{Span, Unit};
pub use structured::{Csv, Place};
pub use vault::Vault;
pub use verdict::{ScanError, ScanErrorKind, Scores, Verdict};

/// The code of the README and of the documentation's pages, compiled and run as tests.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../README.md")]
    struct Readme;
    #[doc = include_str!("../docs/architecture.md")]
    struct Architecture;
    #[doc = include_str!("../docs/rules.md")]
    struct Rules;
    #[cfg(feature = "onnx-ort")]
    #[doc = include_str!("../docs/models.md")]
    struct Models;
    #[doc = include_str!("../docs/policy.md")]
    struct PolicyPage;
    #[doc = include_str!("../docs/anonymisation.md")]
    struct Anonymisation;
    #[doc = include_str!("../docs/secret-scanning.md")]
    struct SecretScanning;
    #[doc = include_str!("../docs/limits.md")]
    struct LimitsPage;
    #[doc = include_str!("../docs/comparison.md")]
    struct Comparison;
    #[doc = include_str!("../docs/threat-model.md")]
    struct ThreatModel;
    #[doc = include_str!("../docs/scanners/injection.md")]
    struct Injection;
    #[doc = include_str!("../docs/scanners/invisible.md")]
    struct Invisible;
    #[doc = include_str!("../docs/scanners/leak.md")]
    struct Leak;
    #[doc = include_str!("../docs/scanners/links.md")]
    struct Links;
    #[doc = include_str!("../docs/scanners/pii.md")]
    struct Pii;
    #[doc = include_str!("../docs/scanners/secrets.md")]
    struct Secrets;
    #[doc = include_str!("../docs/scanners/substrings.md")]
    struct Substrings;
}
