//! Texts that wait for a thread of the pool.
#![allow(missing_docs, reason = "`#[napi]` makes public items without documentation beside those that have it")]

use napi::bindgen_prelude::Utf16String;
use napi_derive::napi;

/// Copies of JavaScript's strings. Long ones come in pieces, so that the event loop turns between them; UTF-16 because that is the
/// cheapest way to take them over, and because a piece may end inside a surrogate pair.
#[napi]
#[derive(Default)]
pub struct Texts {
    units: Vec<Vec<u16>>,
}

#[napi]
impl Texts {
    /// No texts.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text, or its first piece.
    #[napi]
    pub fn push(&mut self, piece: Utf16String) {
        self.units.push(piece.to_vec());
    }

    /// Adds a piece to the last text.
    #[napi]
    pub fn extend(&mut self, piece: Utf16String) {
        if let Some(last) = self.units.last_mut() {
            last.extend_from_slice(&piece);
        }
    }

    pub(crate) fn take(&mut self) -> Vec<Vec<u16>> {
        std::mem::take(&mut self.units)
    }
}

/// The text of these units; U+FFFD where a surrogate stands alone. Both are one unit long, so that spans hold for the string as well.
pub(crate) fn text_of(units: &[u16]) -> String {
    String::from_utf16_lossy(units)
}
