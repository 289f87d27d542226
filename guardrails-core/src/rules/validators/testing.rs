//! What the tests of the validators share.

use super::{Validator, Validity};

/// `check` finds every text of `good` plausible or valid, and every text of `bad` invalid.
pub(super) fn check(check: Validator, good: &[&str], bad: &[&str]) {
    for text in good {
        assert_ne!(check(text.as_bytes()), Validity::Invalid, "{text}");
    }
    for text in bad {
        assert_eq!(check(text.as_bytes()), Validity::Invalid, "{text}");
    }
}
