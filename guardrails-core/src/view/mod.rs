//! Views: the text as it is matched, each with a map back to the text as it was given.
//!
//! *Raw* is the caller's text. *Folded* undoes what changes how a text is written and not what it says. *Decoded*
//! views undo encodings and disguises: a view is a text and a way back, and the rule engine does not care which one it is given.

pub(crate) mod confusables;
pub(crate) mod decoded;
pub(crate) mod fold;
pub(crate) mod invisible;
mod letters;

pub(crate) use fold::Folded;
pub(crate) use letters::is_letter;
