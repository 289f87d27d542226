//! The learned models that ship inside.

#[doc(hidden)]
pub mod features;
mod injection;
#[doc(hidden)]
pub mod lexicon;

pub(crate) use injection::InjectionModel;

use crate::view::Folded;
use crate::view::decoded::DecodedViews;
use crate::{Limits, Span};

/// What stands in a text in disguise, undone, and what the disguise is called: for the trainer.
#[doc(hidden)]
pub fn disguised_texts(text: &str) -> Vec<(String, String)> {
    let folded = Folded::new(text);
    let views = DecodedViews::new(text, &folded, true, &Limits::default());
    views.iter().map(|(_, view)| (view.disguise.to_string(), view.text().to_owned())).collect()
}

/// The features of a raw text, and the code points of it at which the blocks begin, with the end of the last: for the trainer.
#[doc(hidden)]
pub fn injection_features(text: &str, sink: &mut impl features::Sink) -> Vec<usize> {
    let folded = Folded::new(text);
    features::extract(folded.text(), sink);
    let len = folded.text().len();
    let starts = (0..len).step_by(features::BLOCK).chain([len]);
    let place = |at| text.get(..folded.raw_span(text, Span::new(0, at)).end).unwrap_or(text).chars().count();
    starts.map(place).collect()
}
