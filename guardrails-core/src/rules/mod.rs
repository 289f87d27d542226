//! Rules: patterns as data, and the engine that runs all of them in one pass.

mod anchors;
mod begins;
mod candidates;
mod check;
mod context;
pub(crate) mod engine;
mod factored;
mod frequencies;
mod gate;
mod heads;
pub(crate) mod keywords;
mod labels;
mod layout;
mod literals;
mod prefixes;
mod program;
mod required;
mod runs;
pub(crate) mod searcher;
mod shapes;
pub(crate) mod source;
mod split;
mod stems;
mod stops;
mod tables;
pub(crate) mod validators;
mod words;

use std::borrow::Cow;

use once_cell::sync::OnceCell;
use regex::bytes::{Regex, RegexBuilder};

pub use check::{RuleReport, check_rules};
use program::{Program, Twin};
use searcher::Searcher;
use shapes::{Automaton, Exact, Shapes};
use source::{Expanded, RuleFile, RuleSource};
use stems::Stems;
use stops::Stops;
use tables::{Texts, bytes, classes, condition, numbers, some, stems, text, texts};
use validators::{VALIDATORS, Validity};

use crate::error::unknown;
use crate::{Category, Error, Severity, Source};

type Text = Cow<'static, str>;

/// A rule as the engine needs it. The built-in ones are constants.
#[derive(Clone, Debug)]
pub(crate) struct RuleData {
    pub(crate) id: Text,
    pub(crate) kind: Text,
    pub(crate) category: Category,
    pub(crate) description: Text,
    pub(crate) severity: Severity,
    pub(crate) confidence: f32,
    pub(crate) proven_confidence: Option<f32>,
    pub(crate) trigger: Trigger,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) max_len: usize,
    /// So many token characters stand in a row in every match, where it is not 0.
    pub(crate) run: usize,
    /// So many ASCII digits are in every match.
    pub(crate) digits: usize,
    /// A condition on the words of every match, as [`required`] writes it.
    pub(crate) required: Cow<'static, [required::Stored]>,
    /// What ends a window, since no match goes over it.
    pub(crate) stops: Option<Stops>,
    /// What every match begins with, of a rule whose trigger names only the first letters.
    pub(crate) stems: Stems,
    /// Whether branches stand in the pattern to be passed over, so that it has a gate without them.
    pub(crate) gate: bool,
    /// What its matches begin with, where the whole pattern is much larger. Of a built-in rule its program says so.
    pub(crate) opening: Option<Text>,
    pub(crate) ignore_case: bool,
    pub(crate) capture: usize,
    pub(crate) validator: Option<Text>,
    pub(crate) min_entropy: Option<f32>,
    pub(crate) allow: Option<Text>,
    pub(crate) context: Texts,
    pub(crate) context_boost: f32,
    pub(crate) context_against: Texts,
    pub(crate) sources: SourceSet,
    /// Of a rule without a pattern: whether the keyword has to stand on word boundaries.
    pub(crate) bounded: bool,
    pub(crate) preview: bool,
}

/// The pattern of a rule: as it is written, or as the build script left it.
#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    Text(Text),
    Program(&'static Program),
}

/// What makes the engine look for a rule.
#[derive(Clone, Debug)]
pub(crate) enum Trigger {
    /// One of `words` lies inside every match, at its start where `anchored`; and one of `also`, where there are any. ASCII case
    /// counts where `exact`; a word begins or ends where one of them has an edge. At least `digits` digits are in what
    /// is captured, and behind an anchored word; and one of the bytes `needs` in every match, where there are any.
    Keywords { words: Texts, anchored: bool, also: Texts, exact: bool, digits: usize, before: usize, needs: Cow<'static, [u8]> },
    /// One of these words stands within so many bytes of every match.
    Near { words: Texts, within: usize },
    /// What is captured holds at least so many digits. With a shape only where that finds it; with labels only where one of them begins the
    /// match, edges and case as above.
    Digits { min: usize, shape: Option<(Shaped, u16)>, labels: Texts, exact: bool },
    /// Every match holds a long run of token characters, with so many letters and digits in a row. With a shape only where that
    /// finds it.
    Token { run: usize, shape: Option<(Shaped, u16)> },
}

/// Rules whose shapes are in one table, each with its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shaped {
    /// Numbers before whose first digit much else may stand: [`FAR_DIGITS`].
    FarDigits,
    /// Numbers of less than [`MANY`] digits and more: [`FEW_DIGITS`].
    FewDigits,
    /// Numbers of [`MANY`] digits and more: [`MANY_DIGITS`].
    ManyDigits,
    /// Tokens: [`TOKENS`].
    Tokens,
}

/// A set of [`Source`]s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SourceSet(u8);

impl SourceSet {
    pub(crate) const ALL: Self = Self(u8::MAX);

    pub(crate) const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    pub(crate) const fn contains(self, source: Source) -> bool {
        self.0 & (1 << source as u8) != 0
    }
}

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// Rules from TOML in the format of `docs/rules.md`.
pub(crate) fn parse_rules(toml: &str) -> Result<Vec<RuleData>, Error> {
    RuleData::all_of(&parse_file(toml)?)
}

fn parse_file(toml: &str) -> Result<RuleFile, Error> {
    crate::policy::parse::strict_toml(toml).map_err(Error::rules)
}

impl RuleData {
    fn all_of(file: &RuleFile) -> Result<Vec<Self>, Error> {
        let expanded = file.expand().map_err(|(id, fault)| Error::rule(&id, fault))?;
        expanded.into_iter().map(Self::from_expanded).collect()
    }

    /// Rules that stand in a policy.
    pub(crate) fn from_policy(rules: &[RuleSource], words: &std::collections::BTreeMap<String, String>) -> Result<Vec<Self>, Error> {
        Self::all_of(&RuleFile { words: words.clone(), rules: rules.to_vec(), ..RuleFile::default() })
    }

    /// A literal of the user's own: `words` are found as they stand in the folded view.
    pub(crate) fn literal(id: String, kind: String, category: Category, words: Vec<Text>, ignore_case: bool, bounded: bool) -> Self {
        Self {
            id: Cow::Owned(id),
            kind: Cow::Owned(kind),
            category,
            description: Cow::Borrowed("a word of a list of the policy"),
            severity: Severity::Medium,
            confidence: 1.0,
            proven_confidence: None,
            max_len: words.iter().map(|word| word.len()).max().unwrap_or(0),
            run: 0,
            digits: 0,
            required: Cow::Borrowed(&[]),
            stops: None,
            stems: Stems::default(),
            gate: false,
            opening: None,
            trigger: Trigger::Keywords {
                words: Texts::Own(words),
                anchored: false,
                also: Texts::NONE,
                exact: false,
                digits: 0,
                before: 0,
                needs: Cow::Borrowed(&[]),
            },
            pattern: None,
            ignore_case,
            capture: 0,
            validator: None,
            min_entropy: None,
            allow: None,
            context: Texts::NONE,
            context_boost: 0.0,
            context_against: Texts::NONE,
            sources: SourceSet::ALL,
            bounded,
            preview: false,
        }
    }

    fn from_expanded(rule: Expanded) -> Result<Self, Error> {
        let (sources, preview) = (SourceSet(rule.source_bits()), rule.preview);
        let source = rule.source;
        let fault = |fault: String| Error::rule(&source.id, fault);
        let category = *Category::ALL
            .iter()
            .find(|category| category.name() == rule.category)
            .ok_or_else(|| fault(unknown("category", &rule.category, Category::ALL.iter().map(|c| c.name()))))?;
        if let Some(name) = &source.validator
            && validators::find(name).is_none()
        {
            return Err(fault(unknown("validator", name, VALIDATORS.iter().flat_map(|table| table.iter()).map(|(name, _)| *name))));
        }
        let severity = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical]
            .into_iter()
            .find(|s| s.name() == rule.severity)
            .unwrap_or_default();
        let text = Cow::Owned;
        let texts = |list: Vec<String>| Texts::Own(list.into_iter().map(Cow::Owned).collect());
        let literals::Literals { words, anchored, labels, also, exact, before, needs } = rule.literals;
        let before = before.unwrap_or(rule.max_len);
        let trigger = if !source.near.is_empty() {
            Trigger::Near { words: texts(source.near), within: source.within.unwrap_or(48) }
        } else if !words.is_empty() {
            Trigger::Keywords {
                words: texts(words),
                anchored,
                also: texts(also),
                exact,
                digits: source.digits(),
                before,
                needs: Cow::Owned(needs),
            }
        } else if source.anchor.as_deref() == Some("digits") {
            Trigger::Digits { min: source.digits(), shape: None, labels: texts(labels), exact }
        } else {
            Trigger::Token { run: 0, shape: None }
        };
        Ok(Self {
            id: text(source.id),
            kind: text(rule.kind),
            category,
            description: text(source.description),
            severity,
            confidence: rule.confidence,
            proven_confidence: source.proven_confidence,
            trigger,
            pattern: rule.pattern.map(|pattern| Pattern::Text(Cow::Owned(pattern))),
            max_len: rule.max_len,
            run: rule.run,
            digits: rule.digits,
            required: Cow::Owned(rule.required),
            stops: rule.stops,
            stems: rule.stems,
            gate: rule.gate,
            opening: rule.opening.map(Cow::Owned),
            ignore_case: rule.ignore_case,
            capture: source.capture,
            validator: source.validator.map(Cow::Owned),
            min_entropy: source.min_entropy,
            allow: source.allow.map(Cow::Owned),
            context: texts(source.context),
            context_boost: source.context_boost.unwrap_or(0.35),
            context_against: texts(source.context_against),
            sources,
            bounded: true,
            preview,
        })
    }
}

/// A rule in a guard: its data, and its regexes once something has asked for them.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) data: Cow<'static, RuleData>,
    validator: Option<validators::Validator>,
    /// What the validator asks of what stands beside the value.
    beside: Option<validators::Beside>,
    /// What a match has to reach to be a finding.
    pub(crate) min_confidence: f32,
    /// Its number among the rules with words round their values, where the engine has given it one.
    number: Option<u16>,
    regex: OnceCell<Option<Searcher>>,
    gate: OnceCell<Option<Searcher>>,
    opening: OnceCell<Option<Searcher>>,
    allow: OnceCell<Option<Regex>>,
}

impl Rule {
    pub(crate) fn new(data: Cow<'static, RuleData>, min_confidence: f32) -> Self {
        let validator = data.validator.as_deref().and_then(validators::find);
        let beside = data.validator.as_deref().and_then(validators::beside);
        Self {
            data,
            validator,
            beside,
            min_confidence,
            number: None,
            regex: OnceCell::new(),
            gate: OnceCell::new(),
            opening: OnceCell::new(),
            allow: OnceCell::new(),
        }
    }

    /// Compiles what a built-in rule leaves to its first candidate: rules from outside may be too large to compile.
    pub(crate) fn compile(&self) -> Result<(), Error> {
        let fault = |fault: String| Error::rule(&self.data.id, fault);
        if let Some(pattern) = &self.data.pattern {
            self.searcher(pattern).and_then(|searcher| searcher.compile()).map_err(fault)?;
        }
        if let Some(allow) = &self.data.allow {
            compile(allow, self.data.ignore_case).map_err(fault)?;
        }
        Ok(())
    }

    /// Whether no match is ever sure enough without a word of its context.
    fn needs_context(&self) -> bool {
        self.data.confidence.max(self.data.proven_confidence.unwrap_or(0.0)) + 1e-4 < self.min_confidence
    }

    /// Whether a word of its context can make a match a finding.
    fn is_sure_with_context(&self) -> bool {
        let most = self.data.confidence.max(self.data.proven_confidence.unwrap_or(0.0));
        !self.data.context.is_empty() && most + self.data.context_boost + 1e-4 >= self.min_confidence
    }

    fn regex(&self) -> Option<&Searcher> {
        let pattern = self.data.pattern.as_ref()?;
        self.regex.get_or_init(|| self.searcher(pattern).ok()).as_ref()
    }

    fn searcher(&self, pattern: &Pattern) -> Result<Searcher, String> {
        match pattern {
            Pattern::Text(pattern) => Searcher::new(pattern.clone(), self.data.ignore_case, self.data.capture),
            Pattern::Program(program) => Searcher::built_in(program, self.data.capture),
        }
    }

    /// What matches wherever [`Rule::regex`] captures something, and is cheaper; none where there is no such.
    fn gate(&self) -> Option<&Searcher> {
        let pattern = self.data.pattern.as_ref().filter(|_| self.data.gate)?;
        let compiled = || match pattern {
            Pattern::Text(pattern) => {
                Searcher::of(gate::gate(&source::parse(pattern, self.data.ignore_case).ok()?, self.data.capture)?).ok()
            }
            Pattern::Program(program) => Searcher::of_written(program.gate?).ok(),
        };
        self.gate.get_or_init(compiled).as_ref()
    }

    /// What matches from wherever [`Rule::regex`] does; none where that is not much smaller.
    fn opening(&self) -> Option<&Searcher> {
        let compiled = || match (&self.data.opening, &self.data.pattern) {
            (Some(opening), _) => Searcher::of(source::parse(opening, false).ok()?).ok(),
            (_, Some(Pattern::Program(program))) => Searcher::of_written(program.opening?).ok(),
            _ => None,
        };
        self.opening.get_or_init(compiled).as_ref()
    }

    fn allows(&self, text: &[u8]) -> bool {
        let Some(pattern) = self.data.allow.as_deref() else { return false };
        self.allow.get_or_init(|| compile(pattern, self.data.ignore_case).ok()).as_ref().is_some_and(|allow| allow.is_match(text))
    }
}

/// Unicode off: the folded view is matched byte by byte, `\w` and `\b` are ASCII, and a lazy automaton stays small.
pub(crate) fn compile(pattern: &str, ignore_case: bool) -> Result<Regex, String> {
    RegexBuilder::new(pattern)
        .unicode(false)
        .case_insensitive(ignore_case)
        .size_limit(4 << 20)
        .dfa_size_limit(2 << 20)
        .build()
        .map_err(|error| format!("pattern: {error}"))
}

/// The built-in rules that have a pattern, and the pattern as it is written.
#[cfg(test)]
fn with_patterns() -> impl Iterator<Item = (&'static RuleData, &'static str)> {
    BUILT_IN.iter().filter(|rule| rule.pattern.is_some()).zip(PATTERNS.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The proof of every built-in rule.
    #[test]
    #[allow(clippy::disallowed_methods)]
    fn every_built_in_rule_holds() {
        let mut faults = Vec::new();
        let mut count = 0;
        for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).unwrap() {
            let path = entry.unwrap().path();
            let report =
                check_rules(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            count += report.rules.len();
            faults.extend(report.faults.iter().map(|fault| format!("{}: {fault}", path.file_name().unwrap().display())));
        }
        assert_eq!(count, BUILT_IN.len());
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    }

    /// A word with a letter that the folded view writes otherwise never matches: a final sigma, an accent, a capital of another script.
    #[test]
    fn words_and_patterns_of_personal_data_are_written_as_folded_text() {
        let folded = |text: &str| crate::view::Folded::new(text).text() == text;
        let mut bad = Vec::new();
        for rule in BUILT_IN.iter().filter(|rule| rule.category == Category::Pii) {
            for word in rule.context.iter().chain(rule.context_against.iter()) {
                if !folded(word) {
                    bad.push(format!("{}: {word}", rule.id));
                }
            }
        }
        for (rule, pattern) in with_patterns().filter(|(rule, _)| rule.category == Category::Pii) {
            let others = pattern.chars().filter(|c| c.is_alphabetic() && !c.is_ascii() && !folded(&c.to_string()));
            bad.extend(others.map(|c| format!("{}: {c} in the pattern", rule.id)));
        }
        assert!(bad.is_empty(), "{bad:#?}");
    }

    #[test]
    fn every_built_in_rule_names_a_validator_that_exists_and_its_reason() {
        for rule in BUILT_IN {
            assert!(rule.validator.as_deref().is_none_or(|name| validators::find(name).is_some()), "{}: {:?}", rule.id, rule.validator);
            assert!(!rule.description.is_empty(), "{}: no description", rule.id);
        }
    }
}
