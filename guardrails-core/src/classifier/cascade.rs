//! The classifiers of a guard: which of them a text needs, and how long they may take.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use super::Classifier;
use super::read::{Allowance, Fault};
use crate::{Error, Finding, Policy, Scan, Span};

type Clock = Box<dyn Fn() -> Duration + Send + Sync>;

/// The classifiers of a guard, in the order in which they are asked.
#[derive(Default)]
pub(crate) struct Classifiers {
    all: Vec<Classifier>,
    clock: Option<Clock>,
}

impl fmt::Debug for Classifiers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.all.iter().map(Classifier::name)).finish()
    }
}

impl Classifiers {
    pub(crate) fn push(&mut self, classifier: Classifier) {
        self.all.push(classifier);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(crate) fn set_clock(&mut self, now: impl Fn() -> Duration + Send + Sync + 'static) {
        self.clock = Some(Box::new(now));
    }

    /// # Errors
    ///
    /// Two classifiers of one name, or a limit of time without a clock.
    pub(crate) fn check(&self, policy: &Policy) -> Result<(), Error> {
        let mut names: Vec<&str> = self.all.iter().map(Classifier::name).collect();
        names.sort_unstable();
        if let Some(name) = names.iter().zip(names.iter().skip(1)).find_map(|(one, next)| (one == next).then_some(one)) {
            return Err(Error::model(name, "another classifier has this name"));
        }
        if !self.all.is_empty() && policy.limits.model_ms.is_some() && self.clock.is_none() {
            return Err(Error::policy("policy: `limits.model_ms` needs a clock: give the builder one"));
        }
        Ok(())
    }

    /// The rule ids and kinds of what they report.
    pub(crate) fn reports(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().flat_map(Classifier::reports)
    }

    /// A finding for each label, as for a text of which it is sure.
    pub(crate) fn labels(&self) -> Vec<Finding> {
        self.all.iter().flat_map(Classifier::judges).map(|judge| judge.finding(Span::new(0, 0), 1.0)).collect()
    }

    /// Whether one of them reads what stands in a text in disguise.
    pub(crate) fn read_disguises(&self) -> bool {
        self.all.iter().any(|classifier| classifier.0.reader.settings.disguises)
    }

    /// Asks those that the policy wants to be asked about this text.
    pub(crate) fn ask(&self, scan: &mut Scan<'_>, policy: &Policy) {
        if self.all.is_empty() {
            return;
        }
        let now = || self.clock.as_ref().map(|clock| clock());
        let most = policy.limits.model_ms.map(|most| Duration::from_millis(u64::from(most)));
        let end = now().zip(most).map(|(now, most)| now.saturating_add(most));
        let late = || now().zip(end).is_some_and(|(now, end)| now >= end);
        for classifier in &self.all {
            if !wanted(classifier, scan, policy) {
                continue;
            }
            if late() {
                let fault = Fault::Limit("the deadline was over before it was asked".into());
                scan.fail(fault.error(Cow::Owned(classifier.name().to_owned())));
                continue;
            }
            classifier.ask(scan, &mut Allowance { windows: policy.limits.model_windows, late: &late });
        }
    }
}

/// Whether what ran before leaves a question open in any category that the classifier knows of. Without a score every question is open.
fn wanted(classifier: &Classifier, scan: &Scan<'_>, policy: &Policy) -> bool {
    classifier.categories().any(|category| match (policy.cascade.get(&category), scan.scores.get(category)) {
        (Some(band), Some(score)) => band.holds(score),
        _ => true,
    })
}
