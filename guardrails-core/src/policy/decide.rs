//! From findings to an action.

use std::fmt;
use std::sync::Arc;

use regex::bytes::Regex;
use sha2::{Digest, Sha256};

use super::{Allow, Direction, Mode, Operator, Override, Policy};
use crate::error::unknown;
use crate::guard::Names;
use crate::kinds::{ALIASES, country_of};
use crate::operators::Redactor;
use crate::{Action, Category, Confidence, Error, Finding, Risk, Source};

/// From which injection score up a text is blocked. Rules that are right four times in five on the labelled texts reach it
/// alone, weaker ones together.
pub(super) const INJECTION_THRESHOLD: Confidence = Confidence(0.8);

/// Kinds that say little about a person on their own.
const LOW_RISK: &[&str] = &["URL", "DATE_TIME", "AGE", "LOCATION", "ORGANIZATION", "TITLE", "NRP"];

/// Kinds of links that carry data out when a model writes them.
const CARRIES_OUT: &[&str] = &["LINK_EXFIL_IMAGE", "LINK_EXFIL", "LINK_TEMPLATE"];

/// The default policy: what becomes of a finding of `category`.
pub(super) fn default_action(category: Category, direction: Direction) -> Action {
    match (category, direction) {
        (Category::Injection, Direction::Input) | (Category::Leak, Direction::Output) => Action::Block,
        (Category::Secrets | Category::Pii | Category::Invisible, _) => Action::Redact,
        (Category::Toxicity, Direction::Output) => Action::Review,
        _ => Action::Flag,
    }
}

/// Exceptions that the default policy has, below those of the user's own.
fn default_exception(finding: &Finding, direction: Direction) -> Option<Action> {
    let is = |kinds: &[&str]| kinds.contains(&finding.kind.as_ref());
    match finding.category {
        Category::Pii if is(LOW_RISK) => Some(Action::Flag),
        Category::Links if direction == Direction::Output && is(CARRIES_OUT) => Some(Action::Redact),
        _ => None,
    }
}

/// Which policy decided, and how it has values replaced.
#[derive(Clone, serde::Serialize)]
pub(crate) struct Basis {
    pub(crate) name: String,
    pub(crate) digest: String,
    #[serde(skip)]
    pub(crate) redactor: Redactor,
}

impl PartialEq for Basis {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.digest) == (&other.name, &other.digest)
    }
}

impl fmt::Debug for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Basis").field("name", &self.name).field("digest", &self.digest).finish_non_exhaustive()
    }
}

/// A policy whose names are known to exist, ready to decide.
#[derive(Debug)]
pub(crate) struct Decider {
    policy: Policy,
    allow: Vec<CompiledAllow>,
    basis: Arc<Basis>,
}

#[derive(Debug)]
struct CompiledAllow {
    allow: Allow,
    patterns: Vec<Regex>,
}

/// What a decision depends on besides the finding.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moment {
    pub(crate) direction: Direction,
    pub(crate) source: Source,
    /// The injection score of the whole text.
    pub(crate) injection: Option<f32>,
}

impl Moment {
    fn score(&self, category: Category) -> Option<f32> {
        if category == Category::Injection { self.injection } else { None }
    }
}

impl Decider {
    /// # Errors
    ///
    /// A kind or rule that no rule has, a pattern that does not compile.
    pub(crate) fn new(policy: &Policy, names: &Names<'_>, redactor: Redactor) -> Result<Self, Error> {
        let policy = policy.effective();
        for (place, own) in policy
            .overrides
            .iter()
            .enumerate()
            .map(|(i, o)| (format!("override[{i}]"), (&o.kinds, &o.rules)))
            .chain(policy.allow.iter().enumerate().map(|(i, a)| (format!("allow[{i}]"), (&a.kinds, &a.rules))))
            .chain(policy.operators.iter().enumerate().map(|(i, o)| (format!("operator[{i}]"), (&o.kinds, &o.rules))))
        {
            known(&place, "kind", own.0, &names.kinds)?;
            known(&place, "rule", own.1, &names.rules)?;
        }
        known_countries(policy.pii.countries.as_deref().unwrap_or_default(), &names.kinds)?;
        let mut allow = Vec::new();
        for (index, own) in policy.allow.iter().enumerate() {
            let patterns = own.patterns.iter().map(|pattern| {
                crate::rules::compile(&format!(r"\A(?:{pattern})\z"), true)
                    .map_err(|fault| Error::policy(format!("policy: `allow[{index}].patterns`: {fault}")))
            });
            allow.push(CompiledAllow { allow: own.clone(), patterns: patterns.collect::<Result<_, _>>()? });
        }
        let canonical = serde_json::to_vec(&policy).map_err(|error| Error::policy(format!("policy: {error}")))?;
        let digest = Sha256::digest(&canonical).iter().fold("sha256:".to_owned(), |text, byte| format!("{text}{byte:02x}"));
        let basis = Arc::new(Basis { name: policy.name.clone(), digest, redactor });
        Ok(Self { policy, allow, basis })
    }

    pub(crate) fn policy(&self) -> &Policy {
        &self.policy
    }

    pub(crate) fn basis(&self) -> &Arc<Basis> {
        &self.basis
    }

    /// The least confidence with which a match of this rule can be a finding anywhere.
    pub(crate) fn floor(&self, finding: &Finding) -> f32 {
        let own = self.policy.overrides.iter().filter(|o| fits_finding(o, finding)).filter_map(|o| o.min_confidence);
        own.fold(self.policy.min_confidence.get(), |least, own| least.min(own.get()))
    }

    /// Whether the policy leaves the finding: it is sure enough, and on no allow-list.
    pub(crate) fn keeps(&self, finding: &Finding, text: &str, moment: Moment) -> bool {
        let fitting: Vec<&Override> = self.policy.overrides.iter().filter(|o| fits(o, finding, moment)).collect();
        let least = most_specific(&fitting, |o| o.min_confidence).into_iter().map(Confidence::get).reduce(f32::max);
        let sure = finding.confidence.get() >= least.unwrap_or(self.policy.min_confidence.get()) - 1e-4;
        sure && !self.is_allowed(finding, text)
    }

    /// Sets the finding's action; false where it is no finding after all.
    pub(crate) fn decide(&self, finding: &mut Finding, text: &str, moment: Moment) -> bool {
        if !self.keeps(finding, text, moment) {
            return false;
        }
        let fitting: Vec<&Override> = self.policy.overrides.iter().filter(|o| fits(o, finding, moment)).collect();
        let by_category = match moment.direction {
            Direction::Input => &self.policy.input,
            Direction::Output => &self.policy.output,
        };
        let asked = most_specific(&fitting, |o| o.action).into_iter().max();
        // What was asked for this finding in particular holds; what the category says waits for the score.
        let mut action = asked.or_else(|| default_exception(finding, moment.direction)).unwrap_or_else(|| {
            let action = by_category.get(&finding.category).copied().unwrap_or(Action::Flag);
            let below = |score: f32| self.policy.thresholds.get(&finding.category).is_some_and(|threshold| score < threshold.get());
            if moment.score(finding.category).is_some_and(below) { action.min(Action::Flag) } else { action }
        });
        if fitting.iter().any(|o| o.shadow) || self.policy.mode == Mode::Shadow {
            action = action.min(Action::Flag);
        }
        finding.action = if finding.preview { Action::Allow } else { action };
        true
    }

    /// What a scan asks for in which something went wrong.
    pub(crate) fn on_error(&self) -> Action {
        match self.policy.mode {
            Mode::Enforce => self.policy.on_error,
            Mode::Shadow => self.policy.on_error.min(Action::Flag),
        }
    }

    fn is_allowed(&self, finding: &Finding, text: &str) -> bool {
        let Some(value) = self.allow.first().and_then(|_| finding.text(text)) else { return false };
        self.allow.iter().any(|CompiledAllow { allow, patterns }| {
            names(&allow.kinds, &finding.kind)
                && has_risk(&allow.risk, finding)
                && names(&allow.rules, &finding.rule)
                && (allow.values.iter().any(|own| own.eq_ignore_ascii_case(value))
                    || allow.domains.iter().any(|domain| is_in_domain(value, domain))
                    || patterns.iter().any(|pattern| pattern.is_match(value.as_bytes())))
        })
    }
}

fn known(place: &str, what: &str, own: &[String], known: &[&str]) -> Result<(), Error> {
    for name in own {
        let exists = match name.strip_suffix('*') {
            Some(prefix) if what == "rule" => known.iter().any(|known| known.starts_with(prefix)),
            _ => known.contains(&name.as_str()),
        };
        if !exists {
            return Err(Error::policy(format!("policy: `{place}`: {}", unknown(what, name, known.iter().copied()))));
        }
    }
    Ok(())
}

fn known_countries(own: &[String], kinds: &[&str]) -> Result<(), Error> {
    let mut known: Vec<&str> = kinds.iter().filter_map(|kind| country_of(kind)).collect();
    known.sort_unstable();
    known.dedup();
    let Some(name) = own.iter().find(|name| !known.contains(&name.as_str())) else { return Ok(()) };
    let upper = name.to_uppercase();
    let meant = ALIASES.iter().find(|(alias, _)| *alias == upper).map_or(upper.as_str(), |(_, country)| country);
    let meant: &[&str] = if known.contains(&meant) { &[meant] } else { &known };
    Err(Error::policy(format!("policy: `pii.countries`: {}", unknown("country", name, meant.iter().copied()))))
}

/// Whether the list names the finding's class; an empty list names everything, and what is no personal data has no class.
fn has_risk(list: &[Risk], finding: &Finding) -> bool {
    list.is_empty() || (finding.category == Category::Pii && list.contains(&Risk::of(&finding.kind)))
}

/// Whether the list names `name`; an empty list names everything.
fn names(list: &[String], name: &str) -> bool {
    list.is_empty() || list.iter().any(|own| own.strip_suffix('*').map_or(own == name, |prefix| name.starts_with(prefix)))
}

fn fits_finding(o: &Override, finding: &Finding) -> bool {
    (o.categories.is_empty() || o.categories.contains(&finding.category))
        && names(&o.kinds, &finding.kind)
        && has_risk(&o.risk, finding)
        && names(&o.rules, &finding.rule)
        && (o.severities.is_empty() || o.severities.contains(&finding.severity))
}

fn fits(o: &Override, finding: &Finding, moment: Moment) -> bool {
    fits_finding(o, finding) && o.on.is_none_or(|on| on == moment.direction) && (o.sources.is_empty() || o.sources.contains(&moment.source))
}

/// What the most specific of the overrides that say something say: more than one value where equally specific ones differ.
fn most_specific<T>(fitting: &[&Override], value: impl Fn(&Override) -> Option<T>) -> Vec<T> {
    let saying = || fitting.iter().filter(|o| value(o).is_some());
    let Some(most) = saying().map(|o| specificity(o)).max() else { return Vec::new() };
    saying().filter(|o| specificity(o) == most).filter_map(|o| value(o)).collect()
}

fn specificity(o: &Override) -> (u8, u8) {
    (
        narrowest(&o.rules, &o.kinds, &o.risk, &o.categories),
        u8::from(o.on.is_some()) + u8::from(!o.sources.is_empty()) + u8::from(!o.severities.is_empty()),
    )
}

fn narrowest(rules: &[String], kinds: &[String], risk: &[Risk], categories: &[Category]) -> u8 {
    match (rules.is_empty(), kinds.is_empty(), risk.is_empty(), categories.is_empty()) {
        (false, _, _, _) => 4,
        (_, false, _, _) => 3,
        (_, _, false, _) => 2,
        (_, _, _, false) => 1,
        _ => 0,
    }
}

/// The operator that the policy has for a finding.
pub(crate) fn operator_for<'o>(operators: &'o [Operator], finding: &Finding) -> Option<&'o Operator> {
    let fits = |o: &&Operator| {
        (o.categories.is_empty() || o.categories.contains(&finding.category))
            && names(&o.kinds, &finding.kind)
            && has_risk(&o.risk, finding)
            && names(&o.rules, &finding.rule)
    };
    // The first of equals: `max_by_key` would take the last.
    operators.iter().filter(fits).rev().max_by_key(|o| narrowest(&o.rules, &o.kinds, &o.risk, &o.categories))
}

/// Whether the host of an e-mail address or URL is `domain` or below it.
fn is_in_domain(value: &str, domain: &str) -> bool {
    let host = match value.split_once("://") {
        Some((_, rest)) => rest.split(['/', '?', '#']).next().unwrap_or_default().rsplit('@').next().unwrap_or_default(),
        None => match value.rsplit_once('@') {
            Some((_, host)) => host,
            None => value.split(['/', '?', '#']).next().unwrap_or_default(),
        },
    };
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let domain = domain.trim_start_matches('.').to_ascii_lowercase();
    !domain.is_empty() && host.strip_suffix(&domain).is_some_and(|left| left.is_empty() || left.ends_with('.'))
}

#[cfg(test)]
#[path = "decide_tests.rs"]
mod tests;
