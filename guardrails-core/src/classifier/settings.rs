//! What a classifier is told: `config.json` as it comes with the model, and the settings of our own.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::{Category, Severity, Source};

/// The longest window where nothing says otherwise. Attention costs the square of it, and one bad sentence drowns in a long one.
const WINDOW: usize = 256;

/// The shortest window that still holds something.
const SHORTEST: usize = 8;

/// What the model answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Task {
    /// Labels for a text.
    Sequence,
    /// Labels for two texts and what they have to do with each other.
    Pair,
    /// A label for each token.
    Tokens,
    /// A vector for a text.
    Topics,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Activation {
    Sigmoid,
    Softmax,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reads {
    #[default]
    Raw,
    Folded,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Means {
    #[default]
    Risk,
    Safe,
}

/// A number for every source, or one for each.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged, expecting = "a number, or a table of numbers by source")]
pub(super) enum PerSource {
    All(f64),
    Each(BTreeMap<Source, f64>),
}

impl PerSource {
    /// The number of a source; for one that is not in the table the highest that is.
    pub(super) fn get(&self, source: Source) -> f64 {
        match self {
            Self::All(value) => *value,
            Self::Each(values) => values.get(&source).copied().unwrap_or_else(|| values.values().copied().fold(0.0, f64::max)),
        }
    }

    fn values(&self) -> Vec<f64> {
        match self {
            Self::All(value) => vec![*value],
            Self::Each(values) => values.values().copied().collect(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Calibration {
    pub(super) slope: f64,
    pub(super) offset: f64,
}

impl Default for Calibration {
    fn default() -> Self {
        Self { slope: 1.0, offset: 0.0 }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OwnBackend {
    pub(super) threshold: Option<PerSource>,
    pub(super) calibration: Option<Calibration>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LabelSettings {
    pub(super) means: Means,
    pub(super) category: Option<Category>,
    pub(super) kind: Option<String>,
    pub(super) severity: Option<Severity>,
    pub(super) threshold: Option<PerSource>,
    pub(super) calibration: Option<Calibration>,
    pub(super) sources: Option<Vec<Source>>,
    pub(super) backends: BTreeMap<String, OwnBackend>,
}

/// What an answer is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Against {
    #[default]
    Context,
    Prompt,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Part {
    #[default]
    Sentence,
    Whole,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct PairSettings {
    /// What the answer is compared with: what the model was given, or what it was asked.
    pub(super) against: Against,
    /// Whether each sentence of the answer is judged by itself.
    pub(super) part: Part,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Pooling {
    #[default]
    Mean,
    Cls,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicSettings {
    pub(super) examples: Vec<String>,
    #[serde(default)]
    pub(super) threshold: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct TopicsSettings {
    pub(super) deny: BTreeMap<String, TopicSettings>,
    pub(super) allow: BTreeMap<String, TopicSettings>,
    pub(super) pooling: Pooling,
}

/// The settings of a classifier: the object `guardrails` of `config.json` with the caller's over it. `docs/models.md` has every key.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Settings {
    pub(super) version: u32,
    pub(super) name: Option<String>,
    pub(super) task: Option<Task>,
    pub(super) category: Option<Category>,
    pub(super) activation: Option<Activation>,
    pub(super) labels: Option<BTreeMap<String, LabelSettings>>,
    pub(super) window: Option<usize>,
    pub(super) overlap: Option<usize>,
    pub(super) batch: usize,
    pub(super) text: Reads,
    pub(super) disguises: bool,
    pub(super) sources: Option<Vec<Source>>,
    pub(super) prefix: BTreeMap<Source, String>,
    pub(super) pair: PairSettings,
    pub(super) topics: TopicsSettings,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            version: 1,
            name: None,
            task: None,
            category: None,
            activation: None,
            labels: None,
            window: None,
            overlap: None,
            batch: 1,
            text: Reads::Raw,
            disguises: false,
            sources: None,
            prefix: BTreeMap::new(),
            pair: PairSettings::default(),
            topics: TopicsSettings::default(),
        }
    }
}

/// What `config.json` of a model says, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub(super) struct ModelConfig {
    id2label: Option<BTreeMap<String, String>>,
    problem_type: Option<String>,
    architectures: Option<Vec<String>>,
    max_position_embeddings: Option<usize>,
    model_type: Option<String>,
    pad_token_id: Option<u32>,
    guardrails: serde_json::Map<String, serde_json::Value>,
}

/// Models whose positions begin behind the id of the padding, so that the last ones of `max_position_embeddings` are never used.
const COUNT_FROM_PADDING: &[&str] =
    &["roberta", "xlm-roberta", "xlm-roberta-xl", "camembert", "mpnet", "data2vec-text", "ibert", "luke", "longformer"];

impl ModelConfig {
    pub(super) fn read(json: Option<&[u8]>) -> Result<Self, String> {
        json.map_or(Ok(Self::default()), |json| serde_json::from_slice(json).map_err(|error| format!("config.json: {error}")))
    }

    /// The settings of the file, with `own`, the caller's as JSON, over them. `name` is what the classifier is called where they do not say it.
    pub(super) fn settings(&self, own: Option<&str>, name: Option<&str>) -> Result<Settings, String> {
        let mut all = self.guardrails.clone();
        if let Some(own) = own {
            let own: serde_json::Map<_, _> = serde_json::from_str(own).map_err(|error| format!("settings: {error}"))?;
            all.extend(own);
        }
        let json = serde_json::Value::Object(all).to_string();
        let mut settings: Settings = crate::policy::parse::strict_json(&json).map_err(|(_, fault)| format!("settings: {fault}"))?;
        settings.category = settings.category.or(name.and_then(Category::named));
        settings.name = settings.name.or(name.map(str::to_owned));
        settings.validated().map_err(|fault| format!("settings: {fault}"))
    }

    /// The labels in their order; empty where the file has none.
    pub(super) fn labels(&self) -> Result<Vec<String>, String> {
        let mut labels: Vec<(usize, &String)> = Vec::new();
        for (id, label) in self.id2label.iter().flatten() {
            labels.push((id.parse().map_err(|_| format!("config.json: `id2label` has a key `{id}` that is no number"))?, label));
        }
        labels.sort_unstable();
        if labels.iter().enumerate().any(|(at, (id, _))| at != *id) {
            return Err("config.json: `id2label` leaves numbers out".into());
        }
        Ok(labels.into_iter().map(|(_, label)| label.clone()).collect())
    }

    /// What the model was made for, by the name of its class.
    pub(super) fn task(&self) -> Option<Task> {
        let made_for = |what: &str| self.architectures.iter().flatten().any(|name| name.ends_with(what));
        if made_for("ForTokenClassification") {
            Some(Task::Tokens)
        } else if made_for("ForSequenceClassification") {
            Some(Task::Sequence)
        } else {
            None
        }
    }

    /// How probabilities are made of `labels` logits.
    pub(super) fn activation(&self, labels: usize) -> Activation {
        let several = self.problem_type.as_deref() == Some("multi_label_classification");
        if several || labels == 1 { Activation::Sigmoid } else { Activation::Softmax }
    }

    /// Most tokens that the model can read at once, as far as the file says.
    pub(super) fn most_tokens(&self) -> Option<usize> {
        let behind = self.model_type.as_deref().is_some_and(|name| COUNT_FROM_PADDING.contains(&name));
        let unused = if behind { self.padding().unwrap_or(1) as usize + 1 } else { 0 };
        self.max_position_embeddings.map(|most| most.saturating_sub(unused))
    }

    pub(super) fn padding(&self) -> Option<u32> {
        self.pad_token_id
    }
}

impl Settings {
    fn validated(self) -> Result<Self, String> {
        let lower_snake = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        let upper_snake = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
        if self.version != 1 {
            return Err("`version` is not 1".into());
        }
        if self.name.as_deref().is_some_and(|name| !lower_snake(name)) {
            return Err("`name` is not lower_snake".into());
        }
        if !(1..=64).contains(&self.batch) {
            return Err("`batch` is not between 1 and 64".into());
        }
        for (name, label) in self.labels.iter().flatten() {
            if label.kind.as_deref().is_some_and(|kind| !upper_snake(kind)) {
                return Err(format!("`labels.{name}.kind` is not UPPER_SNAKE"));
            }
            let own = label.backends.values();
            let thresholds = own.clone().filter_map(|own| own.threshold.as_ref()).chain(&label.threshold).flat_map(PerSource::values);
            let empty = own.clone().filter_map(|own| own.threshold.as_ref()).chain(&label.threshold).any(|own| own.values().is_empty());
            if empty || thresholds.into_iter().any(|value| !(value > 0.0 && value < 1.0)) {
                return Err(format!("`labels.{name}.threshold` is not between 0 and 1"));
            }
            let mut calibrations = own.filter_map(|own| own.calibration).chain(label.calibration);
            if calibrations.any(|own| !(own.slope > 0.0 && own.slope.is_finite() && own.offset.is_finite())) {
                return Err(format!("`labels.{name}.calibration`: the slope is not above 0, or a number is not finite"));
            }
        }
        for (name, topic) in self.topics.deny.iter().chain(&self.topics.allow) {
            if !lower_snake(name) {
                return Err(format!("`topics`: the name `{name}` is not lower_snake"));
            }
            if topic.examples.iter().all(|example| example.trim().is_empty()) {
                return Err(format!("`topics`: `{name}` has no example"));
            }
            if topic.threshold.is_some_and(|value| !(value > 0.0 && value < 1.0)) {
                return Err(format!("`topics`: the threshold of `{name}` is not between 0 and 1"));
            }
        }
        Ok(self)
    }

    /// Tokens in a window and tokens that two windows share, where the model holds `most` and `least` are special.
    pub(super) fn window(&self, most: usize, special: usize) -> Result<(usize, usize), String> {
        let window = self.window.unwrap_or(WINDOW.min(most));
        if window < SHORTEST.max(special + 4) || window > most {
            return Err(format!("settings: a `window` of {window} tokens, of which {special} are special, where the model holds {most}"));
        }
        let overlap = self.overlap.unwrap_or(window / 4).min(if self.overlap.is_none() { (window - special) / 2 } else { window });
        if overlap > (window - special) / 2 {
            return Err(format!("settings: an `overlap` of {overlap} tokens is more than half of the window"));
        }
        Ok((window, overlap))
    }
}
