//! The class that `lib/guardrails.js` wraps.

use std::sync::{Arc, OnceLock};

use guardrails_core::ffi::{self, PolicyFormat};
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;

use crate::answer::Scanner;
use crate::fault::{Fault, contained, fault};
use crate::task::{ScanInputs, ScanOutput};
use crate::texts::{Text, Texts};

/// The default guard, one for all threads of the process.
static DEFAULT: OnceLock<Arc<Scanner>> = OnceLock::new();

/// A guard of the core. Answers are the JSON of the contract with spans in UTF-16 units, or `null` where the verdict is
/// `silence` with the text in it.
#[napi]
pub struct NativeGuard {
    scanner: Arc<Scanner>,
}

#[napi]
impl NativeGuard {
    /// A guard from the text of a policy, TOML or JSON; the default guard without one.
    #[napi(constructor)]
    pub fn new(policy: Option<String>, json: bool) -> Result<Self, Fault> {
        let scanner = match (policy, DEFAULT.get()) {
            (Some(policy), _) => build(Some(&policy), json)?,
            (None, Some(built)) => Arc::clone(built),
            (None, None) => {
                let built = build(None, json)?;
                Arc::clone(DEFAULT.get_or_init(|| built))
            }
        };
        Ok(Self { scanner })
    }

    /// The verdict on the empty text.
    #[napi]
    pub fn silence(&self) -> &str {
        self.scanner.silence()
    }

    /// Scans a text on its way to the model; `notes` is the JSON of what has been decided about it.
    #[napi]
    pub fn scan_input(
        &self,
        #[napi(ts_arg_type = "string")] text: Text,
        source: Option<String>,
        notes: Option<String>,
    ) -> Result<Option<String>, Fault> {
        contained(|| self.scanner.scan_input(text.as_ref(), source.as_deref(), notes.as_deref()))?.map_err(|error| fault(&error))
    }

    /// Scans a model's answer.
    #[napi]
    pub fn scan_output(
        &self,
        #[napi(ts_arg_type = "string")] text: Text,
        #[napi(ts_arg_type = "string | undefined | null")] prompt: Option<Text>,
        #[napi(ts_arg_type = "string | undefined | null")] system_prompt: Option<Text>,
        #[napi(ts_arg_type = "Array<string> | undefined | null")] context: Option<Vec<Text>>,
    ) -> Result<Option<String>, Fault> {
        let context = context.unwrap_or_default();
        let [prompt, system_prompt] = [&prompt, &system_prompt].map(|text| text.as_ref().map(AsRef::as_ref));
        contained(|| self.scanner.scan_output(text.as_ref(), prompt, system_prompt, &context))
    }

    /// Scans texts on their way to the model on a thread of the pool and takes them out of `texts`. The answers are in their order,
    /// long ones as the bytes of their JSON.
    #[napi(ts_return_type = "Promise<Array<string | Buffer | null>>")]
    pub fn scan_inputs(&self, texts: &mut Texts, source: Option<String>) -> Result<AsyncTask<ScanInputs>, Fault> {
        // A source that does not exist is an error here and not of every text on the pool.
        contained(|| self.scanner.scan_input("", source.as_deref(), None))?.map_err(|error| fault(&error))?;
        Ok(AsyncTask::new(ScanInputs::new(Arc::clone(&self.scanner), texts.take(), source)))
    }

    /// Scans a model's answer on a thread of the pool. `texts` holds the answer, then the prompt and the system prompt where they are
    /// there, then the context.
    #[napi(ts_return_type = "Promise<Array<string | Buffer | null>>")]
    pub fn scan_output_of(&self, texts: &mut Texts, prompt: bool, system_prompt: bool) -> AsyncTask<ScanOutput> {
        AsyncTask::new(ScanOutput::new(Arc::clone(&self.scanner), texts.take(), prompt, system_prompt))
    }
}

fn build(policy: Option<&str>, json: bool) -> Result<Arc<Scanner>, Fault> {
    let format = if json { PolicyFormat::Json } else { PolicyFormat::Toml };
    contained(|| ffi::guard(policy, format).map(Scanner::new))?.map(Arc::new).map_err(|error| fault(&error))
}
