//! Strings of JavaScript on their way to the core.

use napi::bindgen_prelude::{FromNapiValue, TypeName, Utf16String, ValidateNapiValue};
use napi::{Error, Result, Status, ValueType, sys};
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

/// A text that is scanned here and now. `String` asks the engine for the length in UTF-8 first, which takes as long as the copy; this
/// takes room for the longest it can be.
pub struct Text(String);

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl TypeName for Text {
    fn type_name() -> &'static str {
        "String"
    }

    fn value_type() -> ValueType {
        ValueType::String
    }
}

impl ValidateNapiValue for Text {}

impl FromNapiValue for Text {
    #[allow(unsafe_code, reason = "the engine writes into memory that it is given")]
    unsafe fn from_napi_value(env: sys::napi_env, value: sys::napi_value) -> Result<Self> {
        let mut units = 0;
        // SAFETY: napi hands over `env` and `value` for the time of this call; without a buffer only the length is written.
        done(unsafe { sys::napi_get_value_string_utf16(env, value, std::ptr::null_mut(), 0, &mut units) })?;
        // A UTF-16 unit is three bytes of UTF-8 at most, and the engine ends what it writes with a zero.
        let room = units.saturating_mul(3).saturating_add(1);
        let mut bytes: Vec<u8> = Vec::new();
        bytes.try_reserve_exact(room).map_err(|_| Error::new(Status::GenericFailure, "no memory for the text".to_owned()))?;
        let mut written = 0;
        // SAFETY: the buffer has `room` bytes, and no more are written.
        done(unsafe { sys::napi_get_value_string_utf8(env, value, bytes.as_mut_ptr().cast(), room, &mut written) })?;
        // SAFETY: Node-API has written that many bytes, and promises that they are UTF-8, with U+FFFD for lone surrogates. napi's own
        // `String` rests on the same promise.
        Ok(Self(unsafe {
            bytes.set_len(written.min(room));
            String::from_utf8_unchecked(bytes)
        }))
    }
}

fn done(status: sys::napi_status) -> Result<()> {
    if status == sys::Status::napi_ok { Ok(()) } else { Err(Error::new(Status::from(status), "not a string".to_owned())) }
}
