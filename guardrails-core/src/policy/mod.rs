//! What becomes of a finding.

mod decide;
mod operator;
pub(crate) mod parse;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub(crate) use decide::{Basis, Decider, Moment, operator_for};
pub use operator::{Operator, With};

use crate::rules::source::RuleSource;
use crate::{Action, Category, Confidence, Error, Limits, Risk, Severity, Source};

/// What a match has to reach to be a finding, unless the policy says otherwise.
pub(crate) const MIN_CONFIDENCE: f32 = 0.5;

/// The policy of a guard. Every field has a default, and an empty policy is the default policy.
///
/// Read from TOML or JSON with the same keys; `policy.schema.json` beside the crate's sources is its JSON Schema. What is
/// unknown or out of range is an error that names the key and the nearest valid one.
///
/// ```
/// use guardrails_core::{Action, Guard, Policy};
///
/// let policy = Policy::from_toml(r#"
///     name = "support-desk"
///     input = { secrets = "block" }
///
///     [[override]]
///     kinds = ["EMAIL_ADDRESS"]
///     sources = ["user"]
///     action = "allow"
/// "#)?;
/// let guard = Guard::from_policy(policy)?;
/// assert_eq!(guard.scan_input("mail me at ada@example.com").action, Action::Allow);
/// # Ok::<(), guardrails_core::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Policy {
    /// The version of the policy language: 1.
    #[cfg_attr(test, schemars(range(min = 1, max = 1)))]
    pub version: u32,
    /// A name of your own; it is in every verdict.
    pub name: String,
    /// `enforce`, or `shadow`: everything is reported and nothing does more than flag.
    pub mode: Mode,
    /// What is asked for when a scanner could not do its work or a limit was reached.
    pub on_error: Action,
    /// How sure a match has to be to be a finding, in 0..=1.
    pub min_confidence: Confidence,
    /// From which score up a text counts as an attack, by category. Only `injection` has one so far.
    pub thresholds: BTreeMap<Category, Confidence>,
    /// Whether the injection scanner asks its learned model as well, which also sees attacks that no rule words, at some 5 to 10 µs a KB. Its
    /// figures are in `models/injection/README.md`.
    pub injection_model: bool,
    /// The scanners that run, by name; all of them where there is no list.
    pub scanners: Option<Vec<String>>,
    /// How much work one scan may cause.
    pub limits: Limits,
    /// What becomes of a finding in a text on its way to the model, by category.
    pub input: BTreeMap<Category, Action>,
    /// What becomes of a finding in a model's answer, by category.
    pub output: BTreeMap<Category, Action>,
    /// Exceptions from `input` and `output`. The most specific one that fits a finding decides: rule before kind before category,
    /// more conditions before fewer; of equally specific ones the strictest.
    #[serde(rename = "override")]
    pub overrides: Vec<Override>,
    /// Values that are no finding.
    pub allow: Vec<Allow>,
    /// Which personal data is looked for.
    #[serde(skip_serializing_if = "PiiChoice::is_everything")]
    pub pii: PiiChoice,
    /// What redacted values are replaced by.
    #[serde(rename = "operator", skip_serializing_if = "Vec::is_empty")]
    pub operators: Vec<Operator>,
    /// Words of your own to look for.
    #[serde(rename = "list")]
    pub lists: Vec<WordList>,
    /// Rules of your own, in the format of `docs/rules.md`.
    #[serde(rename = "rule")]
    pub rules: Vec<RuleSource>,
    /// Names for pieces of patterns in `rule`.
    pub words: BTreeMap<String, String>,
}

/// Whether a policy acts or only reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Mode {
    /// The policy acts.
    #[default]
    Enforce,
    /// Everything is reported and nothing does more than flag.
    Shadow,
}

/// Which way a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Direction {
    /// To the model.
    Input,
    /// From the model.
    Output,
}

/// Which personal data the built-in rules look for. What is absent leaves nothing out.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PiiChoice {
    /// Country packs by ISO 3166-1 alpha-2 code: kinds of other countries are not looked for. Kinds that are used across borders always are.
    pub countries: Option<Vec<String>>,
    /// Classes of personal data: kinds of others are not looked for.
    pub risk: Option<Vec<Risk>>,
}

impl PiiChoice {
    fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether kinds of this name are looked for.
    pub(crate) fn includes(&self, kind: &str) -> bool {
        let at_home = || crate::kinds::country_of(kind).is_none_or(|own| self.countries.iter().flatten().any(|country| country == own));
        (self.countries.is_none() || at_home()) && self.risk.as_ref().is_none_or(|classes| classes.contains(&Risk::of(kind)))
    }
}

/// An exception: conditions, and what they change. An empty list of conditions fits everything.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Override {
    /// Only on the way to, or from, the model.
    pub on: Option<Direction>,
    /// Categories it is for.
    pub categories: Vec<Category>,
    /// Kinds it is for, such as `EMAIL_ADDRESS`.
    pub kinds: Vec<String>,
    /// Classes of personal data it is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risk: Vec<Risk>,
    /// Rules it is for, by id; a `*` at the end stands for any rest.
    pub rules: Vec<String>,
    /// Sources it is for.
    pub sources: Vec<Source>,
    /// Severities it is for.
    pub severities: Vec<Severity>,
    /// What becomes of the finding.
    pub action: Option<Action>,
    /// How sure a match has to be to be a finding.
    pub min_confidence: Option<Confidence>,
    /// On trial: reported, and never more than flagged.
    pub shadow: bool,
    /// Why; for the reader.
    pub reason: String,
}

/// Values that are no finding, such as the company's own addresses. Compared with the found text as a whole, case ignored.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Allow {
    /// Only findings of these kinds; of any where the list is empty.
    pub kinds: Vec<String>,
    /// Only findings of these classes of personal data; of any where the list is empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub risk: Vec<Risk>,
    /// Only findings of these rules, by id; a `*` at the end stands for any rest.
    pub rules: Vec<String>,
    /// Whole values.
    pub values: Vec<String>,
    /// Hosts of e-mail addresses and URLs, with everything below them.
    pub domains: Vec<String>,
    /// Regexes in the syntax of rules, which have to match the whole value.
    pub patterns: Vec<String>,
    /// Why; for the reader.
    pub reason: String,
}

/// Words of your own to look for, through the same folded view as everything else.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WordList {
    /// A name in lower_snake: `competitors` is rule `list.competitors` and kind `COMPETITORS`.
    pub name: String,
    /// The words and phrases.
    pub words: Vec<String>,
    /// Whether they have to stand on word boundaries.
    pub whole_words: bool,
    /// Whether upper and lower case are different.
    pub case_sensitive: bool,
    /// The category of the findings: `custom` or `topics`.
    pub category: Category,
    /// What becomes of them; where absent, what the category says.
    pub action: Option<Action>,
}

impl Default for WordList {
    fn default() -> Self {
        Self { name: String::new(), words: Vec::new(), whole_words: true, case_sensitive: false, category: Category::Custom, action: None }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            version: 1,
            name: "default".into(),
            mode: Mode::Enforce,
            on_error: Action::Block,
            min_confidence: Confidence::clamped(MIN_CONFIDENCE),
            thresholds: BTreeMap::new(),
            injection_model: true,
            scanners: None,
            limits: Limits::default(),
            input: BTreeMap::new(),
            output: BTreeMap::new(),
            overrides: Vec::new(),
            allow: Vec::new(),
            pii: PiiChoice::default(),
            operators: Vec::new(),
            lists: Vec::new(),
            rules: Vec::new(),
            words: BTreeMap::new(),
        }
    }
}

impl Policy {
    /// A policy from TOML.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Policy`](crate::ErrorKind::Policy), naming the line or the key: syntax, an unknown key or value, a value out of range.
    pub fn from_toml(text: &str) -> Result<Self, Error> {
        parse::from_toml(text).and_then(Self::validated)
    }

    /// A policy from JSON with the same keys.
    ///
    /// # Errors
    ///
    /// As [`Policy::from_toml`].
    pub fn from_json(text: &str) -> Result<Self, Error> {
        parse::from_json(text).and_then(Self::validated)
    }

    pub(crate) fn validated(self) -> Result<Self, Error> {
        let fault = |message: &str| Err(Error::policy(message));
        if self.version != 1 {
            return fault("`version` is not 1");
        }
        if self.limits.text_bytes > 1 << 30 || self.limits.text_bytes == 0 {
            return fault("`limits.text_bytes` is not between 1 and 1073741824");
        }
        if self.limits.decode_depth > 8 {
            return fault("`limits.decode_depth` is more than 8");
        }
        if self.limits.findings == 0 || self.limits.candidates == 0 {
            return fault("`limits.findings` and `limits.candidates` are at least 1");
        }
        if let Some(category) = self.thresholds.keys().find(|category| **category != Category::Injection) {
            return Err(Error::policy(format!("`thresholds.{}`: only `injection` has a score", category.name())));
        }
        for (index, operator) in self.operators.iter().enumerate() {
            operator.validate(&format!("operator[{index}]"))?;
        }
        for (index, list) in self.lists.iter().enumerate() {
            if list.name.is_empty() || !list.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_') {
                return Err(Error::policy(format!("`list[{index}].name` is not lower_snake")));
            }
            if list.words.iter().any(|word| word.trim().is_empty()) {
                return Err(Error::policy(format!("`list[{index}].words` holds an empty word")));
            }
            if !matches!(list.category, Category::Custom | Category::Topics) {
                return Err(Error::policy(format!("`list[{index}].category` is `custom` or `topics`")));
            }
        }
        Ok(self)
    }

    /// What the policy says after every default is filled in: what its digest is taken of.
    pub(crate) fn effective(&self) -> Self {
        let mut all = self.clone();
        for category in Category::ALL {
            all.input.entry(*category).or_insert_with(|| decide::default_action(*category, Direction::Input));
            all.output.entry(*category).or_insert_with(|| decide::default_action(*category, Direction::Output));
        }
        all.thresholds.entry(Category::Injection).or_insert(decide::INJECTION_THRESHOLD);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Guard;

    /// The published schema is made from the types. `BLESS=1 cargo test -p guardrails-core schema` writes it anew.
    #[test]
    #[allow(clippy::disallowed_methods)]
    fn the_published_schema_is_that_of_the_types() {
        let mut schema = schemars::schema_for!(Policy);
        schema.insert("title".into(), "guardrails policy, version 1".into());
        let made = serde_json::to_string_pretty(&schema).unwrap() + "\n";
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/policy.schema.json");
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(path, &made).unwrap();
        }
        assert!(std::fs::read_to_string(path).unwrap_or_default() == made, "policy.schema.json is not that of the types: run with BLESS=1");
    }

    #[test]
    fn an_empty_policy_is_the_default_one_in_both_languages() {
        assert_eq!(Policy::from_toml("").unwrap(), Policy::default());
        assert_eq!(Policy::from_json("{}").unwrap(), Policy::default());
    }

    #[test]
    fn a_country_or_class_that_is_left_out_is_not_looked_for() {
        let found = |toml: &str| {
            let guard = Guard::from_policy(Policy::from_toml(toml)?)?;
            let text =
                ["SSN 536-22-8714, NIR 2 55 08 14 168 025 38, card 4111 1111 1111 1111, ada@example.com, key AKIA", "Z7QX4MNB2VC5LKJH"];
            let text = text.concat();
            let verdict = guard.scan_input(text.as_str());
            Ok::<_, Error>(verdict.findings.iter().map(|finding| finding.kind.to_string()).collect::<Vec<_>>().join(" "))
        };
        assert_eq!(found("").unwrap(), "US_SSN FR_NIR CREDIT_CARD EMAIL_ADDRESS AWS_ACCESS_KEY");
        assert_eq!(found("[pii]\ncountries = ['FR', 'DE']").unwrap(), "FR_NIR CREDIT_CARD EMAIL_ADDRESS AWS_ACCESS_KEY");
        assert_eq!(found("pii.countries = []").unwrap(), "CREDIT_CARD EMAIL_ADDRESS AWS_ACCESS_KEY");
        assert_eq!(found("[pii]\nrisk = ['financial', 'contact']").unwrap(), "CREDIT_CARD EMAIL_ADDRESS AWS_ACCESS_KEY");
        // Kinds that are not looked for still have a name.
        assert!(found("[pii]\ncountries = ['FR']\n[[override]]\nkinds = ['US_SSN']\naction = 'flag'").is_ok());
        for (country, meant) in [("fr", "FR"), ("UK", "GB"), ("uk", "GB"), ("USA", "US"), ("EL", "GR")] {
            let error = found(&format!("[pii]\ncountries = ['{country}']")).unwrap_err().to_string();
            assert_eq!(error, format!("policy: `pii.countries`: unknown country `{country}`, did you mean `{meant}`?"));
        }
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let toml = "name = 'x'\nmin_confidence = 0.25\n[input]\npii = 'block'\n[[override]]\nkinds = ['IBAN']\naction = 'review'\n[limits]\nfindings = 7";
        let json = r#"{"name": "x", "min_confidence": 0.25, "input": {"pii": "block"}, "override": [{"kinds": ["IBAN"], "action": "review"}], "limits": {"findings": 7}}"#;
        assert_eq!(Policy::from_toml(toml).unwrap(), Policy::from_json(json).unwrap());
    }

    #[test]
    fn what_is_wrong_is_named_with_what_was_meant() {
        for (toml, expected) in [
            ("on_eror = 'flag'", "unknown key `on_eror`, did you mean `on_error`?"),
            ("on_error = 'blok'", "`on_error`: unknown value `blok`, did you mean `block`?"),
            ("[input]\npi = 'flag'", "`input`: unknown value `pi`, did you mean `pii`?"),
            ("[[override]]\nkind = ['IBAN']", "unknown key `override[0].kind`, did you mean `kinds`?"),
            ("min_confidence = 1.5", "`min_confidence`: 1.5 is not between 0 and 1"),
            ("[limits]\ntext_bytes = -1", "`limits.text_bytes`: invalid value: integer `-1`, expected usize"),
            ("version = 2", "`version` is not 1"),
            ("name = ", "string values must be quoted, expected literal string"),
            ("[thresholds]\npii = 0.5", "`thresholds.pii`: only `injection` has a score"),
            ("[[list]]\nname = 'A B'", "`list[0].name` is not lower_snake"),
            ("[pii]\nrisk = ['helth']", "`pii.risk[0]`: unknown value `helth`, did you mean `health`?"),
            ("[[operator]]\nwith = 'masc'", "`operator[0].with`: unknown value `masc`, did you mean `mask`?"),
            ("[[operator]]\nwith = 'remove'\nkeep_last = 4", "`operator[0]`: `keep_last` and `mask` are for `with = \"mask\"`"),
            ("[[operator]]\nwith = 'mask'\nkeep_last = 65", "`operator[0].keep_last` is more than 64"),
            ("[[operator]]\nwith = 'mask'\nmask = 'x'", "`operator[0].mask` is a letter, a digit, a space or a control character"),
        ] {
            let message = Policy::from_toml(toml).unwrap_err().to_string();
            let message = message.strip_prefix("policy: ").unwrap_or(&message);
            let message = message.strip_prefix("line 1: ").or(message.strip_prefix("line 2: ")).unwrap_or(message);
            assert_eq!(message, expected, "{toml}");
        }
        let json = Policy::from_json("{\n\"on_error\": \"blok\"}").unwrap_err().to_string();
        assert_eq!(json, "policy: line 2: `on_error`: unknown value `blok`, did you mean `block`?");
    }
}
