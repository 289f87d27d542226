//! What a redacted value is replaced by, as policies say it.

use serde::{Deserialize, Serialize};

use crate::{Category, Error, Risk};

/// What findings that are redacted are replaced by: conditions, and what they change. An empty list of conditions fits everything.
///
/// Of the operators that fit a finding the most specific one decides: rule before kind before risk class before category before none. Of
/// equally specific ones the first.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Operator {
    /// Categories it is for.
    pub categories: Vec<Category>,
    /// Kinds it is for, such as `CREDIT_CARD`.
    pub kinds: Vec<String>,
    /// Classes of personal data it is for.
    pub risk: Vec<Risk>,
    /// Rules it is for, by id; a `*` at the end stands for any rest.
    pub rules: Vec<String>,
    /// What stands in the place of the value.
    pub with: With,
    /// Of `mask`: how many letters and digits at the end stay, never more than half of them.
    #[cfg_attr(test, schemars(range(min = 0, max = 64)))]
    pub keep_last: u8,
    /// Of `mask`: what stands for each other letter and digit. One character; `*` where there is none.
    pub mask: Option<char>,
    /// Why; for the reader.
    pub reason: String,
}

/// What stands in the place of a redacted value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum With {
    /// `[KIND]`, with a [`Vault`](crate::Vault) too.
    Placeholder,
    /// `[KIND_1]`, `[KIND_2]`: the same value, the same number. Without a vault `[KIND]`. What is done where no operator fits.
    #[default]
    Numbered,
    /// The value with its letters and digits masked.
    Mask,
    /// `[KIND_` and 16 hex digits `]`: the same value, the same digits, for everybody who has the key.
    Pseudonym,
    /// Another value of the same form that the rule's own check lets pass, from a reserved range where there is one.
    Surrogate,
    /// Nothing.
    Remove,
}

impl With {
    /// Whether it is made with the key that the host gives.
    pub(crate) const fn needs_key(self) -> bool {
        matches!(self, Self::Pseudonym | Self::Surrogate)
    }
}

impl Operator {
    /// # Errors
    ///
    /// A value out of range, named with `place`.
    pub(super) fn validate(&self, place: &str) -> Result<(), Error> {
        if self.with != With::Mask && (self.keep_last > 0 || self.mask.is_some()) {
            return Err(Error::policy(format!("`{place}`: `keep_last` and `mask` are for `with = \"mask\"`")));
        }
        if self.keep_last > 64 {
            return Err(Error::policy(format!("`{place}.keep_last` is more than 64")));
        }
        if self.mask.is_some_and(|mask| mask.is_alphanumeric() || mask.is_control() || mask.is_whitespace()) {
            return Err(Error::policy(format!("`{place}.mask` is a letter, a digit, a space or a control character")));
        }
        Ok(())
    }
}
