//! What a guard is given: a text, where it comes from, and how much work it may cause.

use serde::{Deserialize, Serialize};

/// Where a text comes from. Instructions are normal in a user's text and an attack in a document's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Source {
    /// Written by the person who uses the application.
    #[default]
    User,
    /// Retrieved: a web page, a file, a mail, a search result.
    Document,
    /// The result of a tool call.
    Tool,
    /// Written by the application's developer: the system prompt.
    System,
    /// Written by the model: what [`Guard::scan_output`](crate::Guard::scan_output) scans.
    Model,
}

impl Source {
    /// Every source, in the order of declaration.
    pub const ALL: [Self; 5] = [Self::User, Self::Document, Self::Tool, Self::System, Self::Model];

    /// The name used in policies, rules and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Document => "document",
            Self::Tool => "tool",
            Self::System => "system",
            Self::Model => "model",
        }
    }
}

/// A text on its way to the model.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    pub(crate) text: &'a str,
    pub(crate) source: Source,
}

impl<'a> Input<'a> {
    /// A text from `source`.
    pub const fn new(text: &'a str, source: Source) -> Self {
        Self { text, source }
    }

    /// A text typed by the user.
    pub const fn user(text: &'a str) -> Self {
        Self::new(text, Source::User)
    }

    /// A retrieved text.
    pub const fn document(text: &'a str) -> Self {
        Self::new(text, Source::Document)
    }

    /// The result of a tool call.
    pub const fn tool(text: &'a str) -> Self {
        Self::new(text, Source::Tool)
    }

    /// A system prompt in the developer's own hand.
    pub const fn system(text: &'a str) -> Self {
        Self::new(text, Source::System)
    }
}

impl<'a> From<&'a str> for Input<'a> {
    fn from(text: &'a str) -> Self {
        Self::user(text)
    }
}

/// A model's answer, with what it was made from: that is what an answer can leak. The verdict borrows the answer only.
///
/// ```
/// use guardrails_core::{Guard, Output};
///
/// let output = Output::new("The launch code is swordfish.")
///     .prompt("What is the launch code?")
///     .system_prompt("You are a helpful assistant.");
/// assert_eq!(Guard::default().scan_output(output).findings.len(), 0);
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Output<'t, 'c> {
    pub(crate) text: &'t str,
    pub(crate) prompt: Option<&'c str>,
    pub(crate) system_prompt: Option<&'c str>,
    pub(crate) context: &'c [&'c str],
}

impl<'t, 'c> Output<'t, 'c> {
    /// The model's answer alone.
    pub const fn new(text: &'t str) -> Self {
        Self { text, prompt: None, system_prompt: None, context: &[] }
    }

    /// The user's prompt.
    pub const fn prompt(mut self, prompt: &'c str) -> Self {
        self.prompt = Some(prompt);
        self
    }

    /// The system prompt, which must not come back. Canary marks embedded in it are looked for as well.
    pub const fn system_prompt(mut self, system_prompt: &'c str) -> Self {
        self.system_prompt = Some(system_prompt);
        self
    }

    /// The documents and tool results that the model was given.
    pub const fn context(mut self, context: &'c [&'c str]) -> Self {
        self.context = context;
        self
    }
}

impl<'t> From<&'t str> for Output<'t, '_> {
    fn from(text: &'t str) -> Self {
        Self::new(text)
    }
}

/// How much work one scan may cause. Reaching a limit is in [`Verdict::errors`](crate::Verdict::errors) with kind `limit`,
/// and asks for the policy's `on_error` action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Limits {
    /// Longest text in bytes; of a longer one the first `text_bytes` are scanned. Default 16 MiB: longer than the context
    /// of any model in use, short enough for a scan to end within a tenth of a second or so. At most 1 GiB.
    pub text_bytes: usize,
    /// How deep encodings are undone inside each other. Default 2: an attack has to be decodable by the model in one step,
    /// and base64 inside a percent-encoded URL is as deep as real traffic goes. At most 8.
    pub decode_depth: u32,
    /// Most findings of one scan. Default 10,000: a 16 MiB table of personal data has more, but no reader needs them one by one.
    pub findings: usize,
    /// Most windows of text handed to regexes in one scan. Default 1,000,000: prose has under one in a hundred bytes, and
    /// windows that overlap count once, so that only a text made for it gets there. It bounds time and memory.
    pub candidates: usize,
    /// Most windows of tokens that each classifier reads in one scan. Default 256: some 60,000 tokens, and at 10 ms a window some seconds at most.
    #[serde(skip_serializing_if = "is_default_windows")]
    pub model_windows: usize,
    /// Most milliseconds that all classifiers take in one scan, looked at between windows with the host's clock; no such limit where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_ms: Option<u32>,
}

/// Limits that a policy does not touch are no part of its digest, so that it does not change where they are new.
fn is_default_windows(windows: &usize) -> bool {
    *windows == Limits::default().model_windows
}

impl Default for Limits {
    fn default() -> Self {
        Self { text_bytes: 16 << 20, decode_depth: 2, findings: 10_000, candidates: 1_000_000, model_windows: 256, model_ms: None }
    }
}
