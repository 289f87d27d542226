//! Guards with classifiers.

use std::ops::Deref;
use std::time::Duration;

use super::PolicyFormat;
use crate::{Error, Guard};

/// A classifier as a binding has it.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    /// What it is called where its settings do not say it. The name of a category is also the category of labels that name none.
    pub name: &'a str,
    /// The bytes of `model.onnx`.
    pub model: &'a [u8],
    /// The bytes of `tokenizer.json`.
    pub tokenizer: &'a [u8],
    /// The bytes of `config.json`, where there is one.
    pub config: Option<&'a [u8]>,
    /// Settings as JSON over those of `config.json`; the key `backend` beside them says what runs the model: `name` (`rten` or `onnxruntime`), `threads`,
    /// and of `onnxruntime` `library`, `sessions` and `arena`.
    pub settings: Option<&'a str>,
}

/// From name, model, tokenizer, configuration and settings.
impl<'a, B: Deref<Target = [u8]>> From<&'a (String, B, B, Option<B>, Option<String>)> for Model<'a> {
    fn from((name, model, tokenizer, config, settings): &'a (String, B, B, Option<B>, Option<String>)) -> Self {
        Self { name, model, tokenizer, config: config.as_deref(), settings: settings.as_deref() }
    }
}

/// A guard with classifiers, as [`super::guard`]. `clock` is the time since any one moment.
///
/// # Errors
///
/// As [`super::guard`], and [`ErrorKind::Model`](crate::ErrorKind::Model) for a classifier that cannot be built, or any in a library without the
/// feature `onnx`.
pub fn guard_with_models(
    policy: Option<&str>,
    format: PolicyFormat,
    key: Option<&[u8]>,
    models: &[Model<'_>],
    clock: impl Fn() -> Duration + Send + Sync + 'static,
) -> Result<Guard, Error> {
    let builder = super::builder(policy, format, key)?;
    if models.is_empty() { builder.build() } else { with_models(builder, models, clock)?.build() }
}

/// How many bytes of text cost as much as `bytes` of them at this guard: without end where models read it.
pub fn cost(guard: &Guard, bytes: usize) -> usize {
    if guard.asks_models() { usize::MAX } else { bytes }
}

#[cfg(not(feature = "onnx"))]
fn with_models(
    _: crate::GuardBuilder,
    _: &[Model<'_>],
    _: impl Fn() -> Duration + Send + Sync + 'static,
) -> Result<crate::GuardBuilder, Error> {
    Err(Error::model("classifier", "the library was built without the feature `onnx`"))
}

#[cfg(feature = "onnx")]
use with_onnx::with_models;

#[cfg(feature = "onnx")]
mod with_onnx {
    use std::time::Duration;

    use serde::Deserialize;

    use super::Model;
    use crate::{Backend, Classifier, Error, GuardBuilder, Rten};

    /// What runs a model.
    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, default)]
    struct Runs {
        name: String,
        threads: usize,
        library: Option<String>,
        sessions: usize,
        arena: bool,
    }

    impl Default for Runs {
        fn default() -> Self {
            Self { name: "rten".into(), threads: 1, library: None, sessions: 1, arena: true }
        }
    }

    pub(super) fn with_models(
        mut builder: GuardBuilder,
        models: &[Model<'_>],
        clock: impl Fn() -> Duration + Send + Sync + 'static,
    ) -> Result<GuardBuilder, Error> {
        for model in models {
            builder = builder.classifier(classifier(model)?);
        }
        Ok(builder.clock(clock))
    }

    fn classifier(given: &Model<'_>) -> Result<Classifier, Error> {
        let fault = |fault: String| Error::model(given.name, fault);
        let mut settings: serde_json::Map<String, serde_json::Value> = match given.settings {
            Some(json) => serde_json::from_str(json).map_err(|error| fault(format!("settings: {error}")))?,
            None => serde_json::Map::new(),
        };
        let runs = match settings.remove("backend") {
            Some(json) => {
                crate::policy::parse::strict_json(&json.to_string()).map_err(|(_, wrong)| fault(format!("`backend`: {wrong}")))?
            }
            None => Runs::default(),
        };
        let builder = Classifier::builder().named(given.name).settings(serde_json::Value::Object(settings).to_string());
        builder.boxed_backend(backend(runs).map_err(fault)?).build(given.model, given.tokenizer, given.config)
    }

    fn backend(runs: Runs) -> Result<Box<dyn Backend>, String> {
        match runs.name.as_str() {
            "rten" => Ok(Box::new(Rten::new().threads(runs.threads))),
            "onnxruntime" => onnxruntime(runs),
            name => Err(format!("`backend`: {}", crate::error::unknown("backend", name, ["rten", "onnxruntime"]))),
        }
    }

    #[cfg(feature = "onnx-ort")]
    fn onnxruntime(runs: Runs) -> Result<Box<dyn Backend>, String> {
        let library = runs.library.ok_or("`backend`: `onnxruntime` needs the path of its `library`")?;
        let runtime = crate::OnnxRuntime::load(library).map_err(|error| error.to_string())?;
        Ok(Box::new(runtime.threads(runs.threads).sessions(runs.sessions).arena(runs.arena)))
    }

    #[cfg(not(feature = "onnx-ort"))]
    fn onnxruntime(_: Runs) -> Result<Box<dyn Backend>, String> {
        Err("`backend`: the library was built without the feature `onnx-ort`".into())
    }
}
