//! Scans on the threads of libuv's pool.

use std::sync::Arc;

use guardrails_core::ffi::{self, Document};
use napi::bindgen_prelude::{Buffer, Either};
use napi::{Env, Error, Result, Status, Task};

use crate::answer::{Answer, Scanner};
use crate::fault::contained;
use crate::texts::text_of;

/// From this many bytes on, an answer goes over as bytes, which costs the event loop nothing until somebody reads it.
const LONG: usize = 32 << 10;

/// Scans of texts on their way to the model.
pub struct ScanInputs {
    scanner: Arc<Scanner>,
    texts: Vec<Vec<u16>>,
    source: Option<String>,
}

impl ScanInputs {
    pub(crate) fn new(scanner: Arc<Scanner>, texts: Vec<Vec<u16>>, source: Option<String>) -> Self {
        Self { scanner, texts, source }
    }
}

impl Task for ScanInputs {
    type Output = Vec<Answer>;
    type JsValue = Vec<Option<Either<String, Buffer>>>;

    fn compute(&mut self) -> Result<Self::Output> {
        let texts = std::mem::take(&mut self.texts);
        let scan = |units: Vec<u16>| self.scanner.scan(&text_of(&units), self.source.as_deref(), &Document::Text, None, None);
        contained(|| texts.into_iter().map(scan).collect::<std::result::Result<Vec<_>, _>>())
            .map_err(|error| pooled(&error.reason))?
            .map_err(|error| pooled(&error.to_string()))
    }

    fn resolve(&mut self, _: Env, answers: Self::Output) -> Result<Self::JsValue> {
        Ok(answers.into_iter().map(handed_over).collect())
    }
}

/// The scan of a model's answer.
pub struct ScanOutput {
    scanner: Arc<Scanner>,
    texts: Vec<Vec<u16>>,
    prompt: bool,
    system_prompt: bool,
}

impl ScanOutput {
    pub(crate) fn new(scanner: Arc<Scanner>, texts: Vec<Vec<u16>>, prompt: bool, system_prompt: bool) -> Self {
        Self { scanner, texts, prompt, system_prompt }
    }
}

impl Task for ScanOutput {
    type Output = Answer;
    type JsValue = Vec<Option<Either<String, Buffer>>>;

    fn compute(&mut self) -> Result<Self::Output> {
        let mut texts = std::mem::take(&mut self.texts).into_iter().map(|units| text_of(&units));
        let text = texts.next().unwrap_or_default();
        let prompt = if self.prompt { texts.next() } else { None };
        let system_prompt = if self.system_prompt { texts.next() } else { None };
        let context: Vec<String> = texts.collect();
        let context: Vec<&str> = context.iter().map(String::as_str).collect();
        let output = ffi::output(&text, prompt.as_deref(), system_prompt.as_deref(), &context);
        contained(|| self.scanner.scan_output(output, &text, None)).map_err(|error| pooled(&error.reason))
    }

    fn resolve(&mut self, _: Env, answer: Self::Output) -> Result<Self::JsValue> {
        Ok(vec![handed_over(answer)])
    }
}

fn handed_over(answer: Answer) -> Option<Either<String, Buffer>> {
    answer.map(|json| if json.len() < LONG { Either::A(json) } else { Either::B(json.into_bytes().into()) })
}

/// napi gives the errors of tasks a code of its own, which `lib/errors.js` takes for an internal one.
fn pooled(message: &str) -> Error {
    Error::new(Status::GenericFailure, message.to_owned())
}
