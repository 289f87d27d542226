//! Errors on their way to JavaScript, where `lib/errors.js` makes classes of their codes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use guardrails_core::Error;

/// An error whose `code` in JavaScript is the core's kind of it.
pub(crate) type Fault = napi::Error<String>;

/// The core's error under the stable name of its kind.
pub(crate) fn fault(error: &Error) -> Fault {
    Fault::new(error.kind().name().to_owned(), error.to_string())
}

/// Runs `scan`. A panic must not reach Node's frames, and what it says may hold scanned text, so that an error without it takes
/// its place: the caller gets no verdict, never a clean one.
pub(crate) fn contained<T>(scan: impl FnOnce() -> T) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(scan)).map_err(|_| Fault::new(INTERNAL.to_owned(), "the scan failed inside the library".to_owned()))
}

const INTERNAL: &str = "internal";
