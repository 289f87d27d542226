//! Labels that matches begin with, before digits: too many or too short to be looked for in the whole text, so only near digits.

use super::keywords::{self, Begun, Hit, Keyword};

/// The labels of all rules that have such.
#[derive(Debug)]
pub(super) struct Labels {
    finder: Begun,
    /// For each keyword, the rules whose matches begin with it.
    rules: Vec<Vec<u32>>,
    /// The length of the longest.
    longest: usize,
    /// The fewest digits that a match holds.
    pub(super) digits: usize,
    /// How far before its last digit a match begins at most.
    pub(super) reach: usize,
}

impl Labels {
    /// From each label and its rule.
    pub(super) fn new(labels: impl Iterator<Item = (Keyword, u32)>, digits: usize, reach: usize) -> Self {
        let (keywords, rules): (Vec<Keyword>, _) = keywords::grouped(labels.collect()).unzip();
        let longest = keywords.iter().map(|keyword| keyword.bytes.len()).max().unwrap_or(0);
        Self { finder: Begun::new(keywords), rules, longest, digits, reach }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Calls `found` with every label that begins in `text[from..to]` and its rule.
    pub(super) fn find(&self, text: &str, from: usize, to: usize, mut found: impl FnMut(u32, Hit)) {
        self.finder.find_in(text.as_bytes(), from..(to + self.longest).min(text.len()), |hit| {
            if hit.start < to {
                self.rules.get(hit.keyword as usize).into_iter().flatten().for_each(|rule| found(*rule, hit));
            }
        });
    }
}
