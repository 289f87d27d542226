//! The class that `lib/guardrails.js` wraps.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use guardrails_core::ffi::{self, Document, Model, PolicyFormat};
use napi::bindgen_prelude::{AsyncTask, ClassInstance, Uint8Array};
use napi_derive::napi;

use crate::answer::Scanner;
use crate::fault::{Fault, contained, fault};
use crate::task::{ScanInputs, ScanOutput};
use crate::texts::{Text, Texts};
use crate::vault::NativeVault;

/// The default guard, one for all threads of the process.
static DEFAULT: OnceLock<Arc<Scanner>> = OnceLock::new();

/// A classifier: its name, the bytes of its files, and its settings as JSON.
#[napi(object)]
pub struct NativeModel {
    pub name: String,
    pub model: Uint8Array,
    pub tokenizer: Uint8Array,
    pub config: Option<Uint8Array>,
    pub settings: Option<String>,
}

/// A guard of the core. Answers are the JSON of the contract with spans in UTF-16 units, or `null` where the verdict is
/// `silence` with the text in it.
#[napi]
pub struct NativeGuard {
    scanner: Arc<Scanner>,
}

#[napi]
impl NativeGuard {
    /// A guard from the text of a policy, TOML or JSON; the default guard without one. `key` is that of the operators that need one.
    #[napi(constructor)]
    pub fn new(policy: Option<String>, json: bool, key: Option<Uint8Array>, models: Option<Vec<NativeModel>>) -> Result<Self, Fault> {
        let models = models.unwrap_or_default();
        let scanner = match (&policy, &key, models.is_empty(), DEFAULT.get()) {
            (None, None, true, Some(built)) => Arc::clone(built),
            (None, None, true, None) => {
                let built = build(None, json, None, &[])?;
                Arc::clone(DEFAULT.get_or_init(|| built))
            }
            _ => build(policy.as_deref(), json, key.as_deref(), &models)?,
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
        vault: Option<ClassInstance<'_, NativeVault>>,
    ) -> Result<Option<String>, Fault> {
        let scan = || self.scanner.scan(text.as_ref(), source.as_deref(), &Document::Text, vault.as_deref(), notes.as_deref());
        contained(scan)?.map_err(|error| fault(&error))
    }

    /// Scans a document, `json` or `csv`, of any source.
    #[napi]
    pub fn scan_document(
        &self,
        #[napi(ts_arg_type = "string")] text: Text,
        source: Option<String>,
        form: String,
        delimiter: Option<String>,
        header: Option<Vec<String>>,
        vault: Option<ClassInstance<'_, NativeVault>>,
    ) -> Result<Option<String>, Fault> {
        let document = Document::named(&form, delimiter.as_deref(), header).map_err(|error| fault(&error))?;
        let scan = || self.scanner.scan(text.as_ref(), source.as_deref(), &document, vault.as_deref(), None);
        contained(scan)?.map_err(|error| fault(&error))
    }

    /// Scans a model's answer.
    #[napi]
    pub fn scan_output(
        &self,
        #[napi(ts_arg_type = "string")] text: Text,
        #[napi(ts_arg_type = "string | undefined | null")] prompt: Option<Text>,
        #[napi(ts_arg_type = "string | undefined | null")] system_prompt: Option<Text>,
        #[napi(ts_arg_type = "Array<string> | undefined | null")] context: Option<Vec<Text>>,
        vault: Option<ClassInstance<'_, NativeVault>>,
    ) -> Result<Option<String>, Fault> {
        let context = context.unwrap_or_default();
        let context: Vec<&str> = context.iter().map(AsRef::as_ref).collect();
        let [prompt, system_prompt] = [&prompt, &system_prompt].map(|text| text.as_ref().map(AsRef::as_ref));
        let output = ffi::output(text.as_ref(), prompt, system_prompt, &context);
        contained(|| self.scanner.scan_output(output, text.as_ref(), vault.as_deref()))
    }

    /// Why a text's findings were reported, as JSON.
    #[napi]
    pub fn explain(&self, #[napi(ts_arg_type = "string")] text: Text, source: Option<String>) -> Result<String, Fault> {
        contained(|| self.scanner.explain(text.as_ref(), source.as_deref()))?.map_err(|error| fault(&error))
    }

    /// Scans texts on their way to the model on a thread of the pool and takes them out of `texts`. The answers are in their order,
    /// long ones as the bytes of their JSON.
    #[napi(ts_return_type = "Promise<Array<string | Buffer | null>>")]
    pub fn scan_inputs(&self, texts: &mut Texts, source: Option<String>) -> Result<AsyncTask<ScanInputs>, Fault> {
        // A source that does not exist is an error here and not of every text on the pool.
        contained(|| self.scanner.scan("", source.as_deref(), &Document::Text, None, None))?.map_err(|error| fault(&error))?;
        Ok(AsyncTask::new(ScanInputs::new(Arc::clone(&self.scanner), texts.take(), source)))
    }

    /// Scans a model's answer on a thread of the pool. `texts` holds the answer, then the prompt and the system prompt where they are
    /// there, then the context.
    #[napi(ts_return_type = "Promise<Array<string | Buffer | null>>")]
    pub fn scan_output_of(&self, texts: &mut Texts, prompt: bool, system_prompt: bool) -> AsyncTask<ScanOutput> {
        AsyncTask::new(ScanOutput::new(Arc::clone(&self.scanner), texts.take(), prompt, system_prompt))
    }
}

fn build(policy: Option<&str>, json: bool, key: Option<&[u8]>, models: &[NativeModel]) -> Result<Arc<Scanner>, Fault> {
    let format = if json { PolicyFormat::Json } else { PolicyFormat::Toml };
    let parts = models.iter().map(|NativeModel { name, model, tokenizer, config, settings }| {
        let (config, settings) = (config.as_deref(), settings.as_deref());
        Model { name, model, tokenizer, config, settings }
    });
    let (models, start): (Vec<Model<'_>>, _) = (parts.collect(), Instant::now());
    let guard = || ffi::guard_with_models(policy, format, key, &models, move || start.elapsed()).map(Scanner::new);
    contained(guard)?.map(Arc::new).map_err(|error| fault(&error))
}
