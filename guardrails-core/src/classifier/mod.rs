//! Text classifiers from ONNX models: windows of tokens, a backend, and labels that become findings and scores.

mod backend;
mod cascade;
mod entities;
mod labels;
#[cfg(feature = "onnx-ort")]
mod onnxruntime;
mod pair;
mod read;
mod rten;
mod sequence;
mod settings;
mod tokens;
mod topics;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use backend::{Backend, Batch, Network, Tensor};
#[cfg(feature = "onnx-ort")]
pub use onnxruntime::OnnxRuntime;
pub use rten::Rten;

pub(crate) use cascade::Classifiers;

use crate::{Category, Error, Scan, Source};
use backend::Loaded;
use entities::Entities;
use labels::{Judge, Setting};
use read::{Allowance, Fault};
use settings::{Activation, ModelConfig, Settings, Task};
use tokens::Tokens;
use topics::Topics;

/// A text model as a scanner: its labels become findings and scores of the verdict.
///
/// Made from bytes, with what comes with every Hugging Face model in ONNX format; see `docs/models.md` for the settings. It is cheap to clone: the
/// model is shared.
///
/// ```no_run
/// use guardrails_core::{Classifier, Guard};
///
/// # fn read(_: &str) -> Vec<u8> { Vec::new() }
/// let (model, tokenizer, config) = (read("model.onnx"), read("tokenizer.json"), read("config.json"));
/// let classifier = Classifier::builder().settings(r#"{"category": "injection"}"#).build(&model, &tokenizer, Some(&config))?;
/// let guard = Guard::builder().classifier(classifier).build()?;
/// # Ok::<(), guardrails_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Classifier(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    name: String,
    reader: Reader,
    task: Answers,
}

/// What turns texts into rows of tokens and has the model read them.
#[derive(Debug)]
struct Reader {
    model: Loaded,
    tokens: Tokens,
    settings: Settings,
    window: usize,
    overlap: usize,
    prefix: BTreeMap<Source, Vec<u32>>,
}

/// What the model answers, and what that means.
#[derive(Debug)]
enum Answers {
    Sequence(Labels),
    Pair(Labels),
    Tokens(Entities),
    Topics(Topics),
}

/// The labels of a model, and those of them that count.
#[derive(Debug)]
struct Labels {
    names: Vec<String>,
    activation: Activation,
    judges: Vec<Judge>,
}

impl Classifier {
    /// A classifier with the settings in its `config.json`, run by [`Rten`].
    ///
    /// # Errors
    ///
    /// As [`ClassifierBuilder::build`].
    pub fn from_bytes(model: &[u8], tokenizer: &[u8], config: &[u8]) -> Result<Self, Error> {
        Self::builder().build(model, tokenizer, Some(config))
    }

    /// A classifier with settings or a backend of one's own.
    pub fn builder() -> ClassifierBuilder {
        ClassifierBuilder { name: None, settings: None, backend: Box::new(Rten::new()) }
    }

    /// Its name, in rule ids and errors.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The model's own probabilities for a text, uncalibrated, by label: of each the highest of all windows. For finding thresholds; a
    /// classifier of sequences only.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Model`](crate::ErrorKind::Model) where the model fails or answers something else.
    pub fn probabilities(&self, text: &str) -> Result<Vec<(&str, f64)>, Error> {
        let Answers::Sequence(labels) = &self.0.task else { return Err(self.fault("it does not answer with labels of a text")) };
        let most = labels.probabilities(&self.0.reader, text).map_err(|fault| self.fault(fault))?;
        Ok(labels.names.iter().map(String::as_str).zip(most).collect())
    }

    /// The vector of a text, of length 1: the mean over its windows. A classifier of topics only.
    ///
    /// # Errors
    ///
    /// As [`Classifier::probabilities`].
    pub fn embed(&self, text: &str) -> Result<Vec<f32>, Error> {
        let Answers::Topics(topics) = &self.0.task else { return Err(self.fault("it does not answer with a vector")) };
        topics.embed(&self.0.reader, text).map_err(|fault| self.fault(fault))
    }

    fn fault(&self, fault: impl std::fmt::Display) -> Error {
        Error::model(&self.0.name, fault)
    }

    /// The rule ids and kinds of what it reports.
    pub(crate) fn reports(&self) -> impl Iterator<Item = (&str, &str)> {
        self.judges().iter().map(Judge::names)
    }

    /// What it is asked about.
    pub(crate) fn categories(&self) -> impl Iterator<Item = Category> {
        self.judges().iter().map(|judge| judge.category)
    }

    fn judges(&self) -> &[Judge] {
        match &self.0.task {
            Answers::Sequence(labels) | Answers::Pair(labels) => &labels.judges,
            Answers::Tokens(entities) => entities.judges(),
            Answers::Topics(topics) => topics.judges(),
        }
    }

    /// Reads the text of a scan and reports; what it could not do is in the scan's errors.
    pub(crate) fn ask(&self, scan: &mut Scan<'_>, allowance: &mut Allowance<'_>) {
        let reader = &self.0.reader;
        let done = match &self.0.task {
            Answers::Sequence(labels) => labels.ask(reader, scan, allowance),
            Answers::Pair(labels) => labels.ask_pairs(reader, scan, allowance),
            Answers::Tokens(entities) => entities.ask(reader, scan, allowance),
            Answers::Topics(topics) => topics.ask(reader, scan, allowance),
        };
        if let Err(fault) = done {
            scan.fail(fault.error(Cow::Owned(self.0.name.clone())));
        }
    }
}

/// Puts a classifier together.
#[derive(Debug)]
#[must_use]
pub struct ClassifierBuilder {
    name: Option<String>,
    settings: Option<String>,
    backend: Box<dyn Backend>,
}

impl ClassifierBuilder {
    /// What it is called where its settings do not say it, in lower_snake. The name of a category is also the category of labels that name none.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Settings as JSON, over those in `config.json`, key by key. `docs/models.md` has every key.
    pub fn settings(mut self, json: impl Into<String>) -> Self {
        self.settings = Some(json.into());
        self
    }

    /// What runs the model; [`Rten`] unless it is said.
    pub fn backend(mut self, backend: impl Backend + 'static) -> Self {
        self.backend = Box::new(backend);
        self
    }

    /// What runs the model, chosen at run time.
    pub fn boxed_backend(mut self, backend: Box<dyn Backend>) -> Self {
        self.backend = backend;
        self
    }

    /// Reads the model and asks it about a short and a full window, so that one of the wrong shape is found out now. Takes a tenth of a second to
    /// some seconds.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Model`](crate::ErrorKind::Model): bytes that are no model, tokenizer or configuration, settings with an unknown key or label or a value out of
    /// range, inputs or answers of another shape, answers that are no numbers.
    pub fn build(self, model: &[u8], tokenizer: &[u8], config: Option<&[u8]>) -> Result<Classifier, Error> {
        let name = self.name.clone().unwrap_or("classifier".into());
        self.inner(model, tokenizer, config).map(|inner| Classifier(Arc::new(inner))).map_err(|fault| Error::model(&name, fault))
    }

    fn inner(self, model: &[u8], tokenizer: &[u8], config: Option<&[u8]>) -> Result<Inner, String> {
        let config = ModelConfig::read(config)?;
        let settings = config.settings(self.settings.as_deref(), self.name.as_deref())?;
        let tokens = Tokens::read(tokenizer, config.padding())?;
        let topics = !settings.topics.deny.is_empty() || !settings.topics.allow.is_empty();
        let task = settings.task.or(topics.then_some(Task::Topics)).or(config.task()).unwrap_or(Task::Sequence);
        if task != Task::Sequence && settings.disguises {
            return Err("settings: `disguises` are only read by classifiers of sequences".into());
        }
        let wanted: &[&str] = if task == Task::Topics { &topics::OUTPUTS } else { &["logits"] };
        let model = Loaded::new(self.backend.as_ref(), model, wanted)?;
        let most = config.most_tokens().or(tokens.most).unwrap_or(512);
        let mut prefix = BTreeMap::new();
        for (source, text) in &settings.prefix {
            prefix.insert(*source, tokens.of(text)?.ids);
        }
        let longest = prefix.values().map(Vec::len).max().unwrap_or(0);
        let (window, overlap) = settings.window(most, tokens.special(task == Task::Pair) + longest)?;
        let reader = Reader { model, tokens, settings, window, overlap, prefix };
        let answers = reader.probe(task)?;
        let mut names = config.labels()?;
        if names.is_empty() && task != Task::Topics {
            names = (0..answers).map(|index| format!("LABEL_{index}")).collect();
        }
        if task != Task::Topics && names.len() != answers {
            return Err(format!("the model answers with {answers} labels, and config.json names {}", names.len()));
        }
        let category = match task {
            Task::Tokens => Some(Category::Pii),
            Task::Topics => Some(Category::Topics),
            Task::Sequence | Task::Pair => None,
        };
        let settings = Settings { category: reader.settings.category.or(category), ..reader.settings.clone() };
        let name = settings.name.clone().or(settings.category.map(|category| category.name().to_owned())).unwrap_or("classifier".into());
        let setting = Setting { classifier: &name, backend: &reader.model.backend, settings: &settings };
        let labels = |task| {
            let judges = setting.judges(&names, task)?;
            Ok::<_, String>(Labels { judges, activation: settings.activation.unwrap_or(config.activation(answers)), names: names.clone() })
        };
        let task = match task {
            Task::Sequence => Answers::Sequence(labels(task)?),
            Task::Pair => Answers::Pair(labels(task)?),
            Task::Tokens => Answers::Tokens(Entities::new(&names, &setting)?),
            Task::Topics => Answers::Topics(Topics::new(&reader, &setting)?),
        };
        Ok(Inner { name, reader, task })
    }
}

/// One step of the tasks: what could be read before something went wrong is reported all the same.
type Done = Result<(), Fault>;
