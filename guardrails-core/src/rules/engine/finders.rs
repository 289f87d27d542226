//! A finder for each kind of text: what no rule asks for there is not looked for.
//!
//! A quarter of the rules of injection read documents and the results of tools alone, and among their keywords are the shortest and most frequent ones: words of other
//! languages that stand inside English ones. In what a user writes each would be compared and thrown away.

use std::sync::Arc;

use once_cell::sync::OnceCell;

use super::super::keywords::{Finder, Keyword};
use super::keyworded::Use;
use crate::{Category, Source};

/// Kinds of texts: each source, all rules or those of injection alone.
const KINDS: usize = 2 * Source::ALL.len();

/// The kind of a text of which the rules of `only` are asked for.
const fn kind(source: Source, only: Option<Category>) -> usize {
    2 * source as usize + matches!(only, Some(Category::Injection)) as usize
}

#[derive(Debug)]
pub(super) struct Finders {
    keywords: Arc<[Keyword]>,
    /// Of each keyword a bit for each kind of text in which a rule asks for it.
    asked: Vec<u16>,
    /// For each kind the first one in which the same is asked for.
    same: [usize; KINDS],
    /// Built when a text of a kind is read first.
    finders: [OnceCell<Finder>; KINDS],
}

impl Finders {
    /// For keywords and what each says, of rules whose category is told by `category`.
    pub(super) fn new(mut keywords: Vec<Keyword>, uses: &[Vec<Use>], category: impl Fn(u32) -> Option<Category>) -> Self {
        keywords.iter_mut().for_each(Keyword::fold);
        let kinds_of = |used: &Use| {
            let injection = category(used.rule) == Some(Category::Injection);
            let sources = Source::ALL.into_iter().filter(|source| used.sources.contains(*source));
            sources
                .fold(0u16, |bits, source| bits | 1 << kind(source, None) | u16::from(injection) << kind(source, Some(Category::Injection)))
        };
        let asked: Vec<u16> = uses.iter().map(|uses| uses.iter().fold(0, |bits, used| bits | kinds_of(used))).collect();
        // For each kind a bit for each other one in which something else is asked for.
        let mut others = [0u16; KINDS];
        for bits in &asked {
            others.iter_mut().enumerate().for_each(|(kind, others)| *others |= if bits >> kind & 1 == 1 { !bits } else { *bits });
        }
        let same = others.map(|others| others.trailing_ones() as usize);
        Self { keywords: keywords.into(), asked, same, finders: Default::default() }
    }

    pub(super) fn keywords(&self) -> &[Keyword] {
        &self.keywords
    }

    /// What finds the keywords of texts of a source.
    pub(super) fn of(&self, source: Source, only: Option<Category>) -> Option<&Finder> {
        let kind = *self.same.get(kind(source, only))?;
        let is_asked = |number: usize| self.asked.get(number).is_some_and(|bits| bits >> kind & 1 == 1);
        Some(self.finders.get(kind)?.get_or_init(|| Finder::of(Arc::clone(&self.keywords), is_asked)))
    }
}
