//! The class behind `Vault` of `lib/vault.js`.

use std::sync::{Mutex, MutexGuard, PoisonError};

use guardrails_core::Vault;
use napi::bindgen_prelude::ClassInstance;
use napi_derive::napi;

use crate::fault::{Fault, contained, fault};
use crate::texts::Text;

/// Which value stands behind which numbered placeholder.
#[napi]
pub struct NativeVault(Mutex<Vault>);

impl NativeVault {
    /// Runs `scan` with the vault, if there is one, to itself.
    pub(crate) fn lend<R>(vault: Option<&Self>, scan: impl FnOnce(Option<&mut Vault>) -> R) -> R {
        match vault {
            Some(vault) => scan(Some(&mut vault.held())),
            None => scan(None),
        }
    }

    fn held(&self) -> MutexGuard<'_, Vault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[napi]
impl NativeVault {
    /// An empty vault for so many values and bytes; the core's own bounds where they are not given.
    #[napi(constructor)]
    pub fn new(values: Option<u32>, bytes: Option<u32>) -> Self {
        let or = |most: Option<u32>, default: usize| most.map_or(default, |most| most as usize);
        Self(Mutex::new(Vault::bounded(or(values, Vault::VALUES), or(bytes, Vault::BYTES))))
    }

    /// A vault from what `toJson` gave.
    #[napi(factory)]
    pub fn from_json(json: String) -> Result<Self, Fault> {
        Vault::from_json(&json).map(|vault| Self(Mutex::new(vault))).map_err(|error| fault(&error))
    }

    /// The vault as JSON.
    #[napi]
    pub fn to_json(&self) -> String {
        self.held().to_json()
    }

    /// The text with original values, or `null` where it stays as it is.
    #[napi]
    pub fn restore(&self, #[napi(ts_arg_type = "string")] text: Text, json: bool) -> Result<Option<String>, Fault> {
        let text = text.as_ref();
        let restored = contained(|| if json { self.held().restore_json(text) } else { self.held().restore(text) })?;
        Ok(if restored == text { None } else { Some(restored.into_owned()) })
    }

    /// Takes over what `other` holds; the placeholders that had to change, old and new.
    #[napi]
    pub fn merge(&self, other: ClassInstance<'_, NativeVault>) -> Result<Vec<Vec<String>>, Fault> {
        let other = other.held().clone();
        let moved = self.held().merge(&other).map_err(|error| fault(&error))?;
        Ok(moved.into_iter().map(|(old, new)| vec![old, new]).collect())
    }

    /// Forgets everything.
    #[napi]
    pub fn clear(&self) {
        self.held().clear();
    }

    /// How many values it holds.
    #[napi]
    pub fn size(&self) -> u32 {
        u32::try_from(self.held().len()).unwrap_or(u32::MAX)
    }
}
