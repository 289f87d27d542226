//! What a vault holds, its bounds and its JSON.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::named;
use super::placeholder::LAST;
use crate::Error;

/// Which value stands behind which numbered placeholder.
///
/// A plain value: the host keeps it as long as a conversation lasts, stores it with [`Vault::to_json`] and joins the vaults of several workers
/// with [`Vault::merge`]. It holds the personal data that was taken out, so it is to be kept like that data: values are zeroised when the
/// vault goes, `Debug` shows none of them, and what [`Vault::to_json`] gives is the host's to protect.
///
/// ```
/// use guardrails_core::{Guard, Vault};
///
/// let guard = Guard::default();
/// let mut vault = Vault::new();
/// guard.scan_input_with("My mail is ada@example.com", &mut vault);
///
/// let mut vault = Vault::from_json(&vault.to_json())?;
/// let verdict = guard.scan_input_with("Was that ada@example.com?", &mut vault);
/// assert_eq!(verdict.text().as_deref(), Some("Was that [EMAIL_ADDRESS_1]?"));
/// # Ok::<(), guardrails_core::Error>(())
/// ```
#[derive(Clone)]
pub struct Vault {
    kinds: BTreeMap<String, Numbers>,
    most: Bounds,
    /// Values and reserved numbers together, and bytes of values.
    count: usize,
    bytes: usize,
}

/// The numbers of one kind.
#[derive(Clone, Default)]
struct Numbers {
    values: BTreeMap<u32, Value>,
    numbers: BTreeMap<Value, u32>,
    /// Numbers that stood in a text before anything was redacted: they are given to no value.
    reserved: BTreeSet<u32>,
}

impl Numbers {
    fn is_free(&self, number: u32) -> bool {
        !self.values.contains_key(&number) && !self.reserved.contains(&number)
    }

    /// The lowest number above every issued one, and above `least`, that is free.
    fn next(&self, least: u32) -> Result<u32, Error> {
        let highest = self.values.last_key_value().map_or(0, |(number, _)| *number).max(least);
        (highest + 1..=LAST).find(|number| !self.reserved.contains(number)).ok_or_else(|| full("numbers of a kind", LAST as usize))
    }
}

/// A value, held once for both maps, and zeroised when the last holder goes.
#[derive(Clone)]
struct Value(Arc<Zeroizing<String>>);

impl Value {
    fn new(value: &str) -> Self {
        Self(Arc::new(Zeroizing::new(value.to_owned())))
    }

    fn get(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for Value {}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        self.get().cmp(other.get())
    }
}

impl Borrow<str> for Value {
    fn borrow(&self) -> &str {
        self.get()
    }
}

/// How much a vault may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    values: usize,
    bytes: usize,
}

/// The JSON of a vault.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Stored<T: Ord, V> {
    version: u32,
    limits: Bounds,
    values: BTreeMap<T, BTreeMap<u32, V>>,
    #[serde(default)]
    reserved: BTreeMap<T, BTreeSet<u32>>,
}

const VERSION: u32 = 1;

impl Default for Vault {
    fn default() -> Self {
        Self::new()
    }
}

impl Vault {
    /// Most values of a vault that says nothing else: a long conversation about large tables.
    pub const VALUES: usize = 100_000;
    /// Most bytes of all values together of a vault that says nothing else.
    pub const BYTES: usize = 16 << 20;

    /// An empty vault for [`Vault::VALUES`] values and [`Vault::BYTES`] bytes.
    pub fn new() -> Self {
        Self::bounded(Self::VALUES, Self::BYTES)
    }

    /// An empty vault for at most `values` values, each number that a text held itself counting as one, and `bytes` bytes of them.
    pub fn bounded(values: usize, bytes: usize) -> Self {
        Self { kinds: BTreeMap::new(), most: Bounds { values, bytes }, count: 0, bytes: 0 }
    }

    /// How many values it holds.
    pub fn len(&self) -> usize {
        self.kinds.values().map(|kind| kind.values.len()).sum()
    }

    /// Whether it holds no value.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Forgets everything; the values are zeroised.
    pub fn clear(&mut self) {
        *self = Self::bounded(self.most.values, self.most.bytes);
    }

    /// Takes over everything that `other` holds. The placeholders that had to change are returned, old and new, in order of kind and number.
    ///
    /// What is in this vault stays as it is. The values of `other`, in order of kind and number: one that is here as well has the number it
    /// has here; else it keeps its own where that is free; else it gets the next number that is free in both. The same two vaults give
    /// the same one, whoever merges them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) where the vault would hold more than it may; then it has not changed.
    pub fn merge(&mut self, other: &Self) -> Result<Vec<(String, String)>, Error> {
        let mut merged = self.clone();
        let mut moved = Vec::new();
        for (kind, theirs) in &other.kinds {
            let highest = theirs.values.last_key_value().map_or(0, |(number, _)| *number);
            for (number, value) in &theirs.values {
                let here = merged.numbers(kind).and_then(|own| own.numbers.get(value).copied());
                let free = merged.numbers(kind).is_none_or(|own| own.is_free(*number));
                let new = match (here, free) {
                    (Some(here), _) => here,
                    (None, true) => *number,
                    (None, false) => {
                        let mut new = merged.entry(kind).next(highest)?;
                        while theirs.reserved.contains(&new) {
                            new = merged.entry(kind).next(new)?;
                        }
                        new
                    }
                };
                if here.is_none() {
                    merged.put(kind, new, value.clone())?;
                }
                if new != *number {
                    moved.push((named(kind, *number), named(kind, new)));
                }
            }
            for number in &theirs.reserved {
                merged.reserve_number(kind, *number)?;
            }
        }
        *self = merged;
        Ok(moved)
    }

    /// The vault as JSON in one line, with the values in it: keep it as you keep them.
    pub fn to_json(&self) -> String {
        let values = self.kinds.iter().filter(|(_, own)| !own.values.is_empty());
        let reserved = self.kinds.iter().filter(|(_, own)| !own.reserved.is_empty());
        let stored = Stored {
            version: VERSION,
            limits: self.most,
            values: values.map(|(kind, own)| (kind, own.values.iter().map(|(number, value)| (*number, value.get())).collect())).collect(),
            reserved: reserved.map(|(kind, own)| (kind, own.reserved.clone())).collect(),
        };
        // Strings and integers only, so that this cannot fail.
        serde_json::to_string(&stored).unwrap_or_default()
    }

    /// A vault from the JSON of [`Vault::to_json`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) for anything else; the message says where, and nothing of what stands there.
    pub fn from_json(json: &str) -> Result<Self, Error> {
        let stored: Stored<String, Zeroizing<String>> = serde_json::from_str(json).map_err(|error| {
            Error::argument(format!("vault: line {}, column {}: not the JSON of a vault", error.line(), error.column()))
        })?;
        if stored.version != VERSION {
            return Err(Error::argument(format!("vault: version {} is not {VERSION}", stored.version)));
        }
        let mut vault = Self::bounded(stored.limits.values, stored.limits.bytes);
        let wrong = |what: &str| Error::argument(format!("vault: {what}"));
        let is_kind = |kind: &str| {
            kind.as_bytes().first().is_some_and(u8::is_ascii_uppercase)
                && kind.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
        };
        if !stored.values.keys().chain(stored.reserved.keys()).all(|kind| is_kind(kind)) {
            return Err(wrong("a kind is not UPPER_SNAKE"));
        }
        let numbers = stored.values.values().flat_map(BTreeMap::keys).chain(stored.reserved.values().flatten());
        if numbers.into_iter().any(|number| !(1..=LAST).contains(number)) {
            return Err(wrong("a number is out of range"));
        }
        for (kind, values) in stored.values {
            for (number, value) in values {
                let value = Value(Arc::new(value));
                if vault.numbers(&kind).is_some_and(|own| own.numbers.contains_key(&value)) {
                    return Err(wrong("a value has two numbers"));
                }
                vault.put(&kind, number, value)?;
            }
        }
        for (kind, numbers) in stored.reserved {
            numbers.into_iter().try_for_each(|number| vault.reserve_number(&kind, number))?;
        }
        Ok(vault)
    }

    /// The number of a value: the one it has, or a new one.
    pub(super) fn issue(&mut self, kind: &str, value: &str) -> Result<u32, Error> {
        if let Some(number) = self.numbers(kind).and_then(|own| own.numbers.get(value)) {
            return Ok(*number);
        }
        let number = self.numbers(kind).map_or(Ok(1), |own| own.next(0))?;
        self.put(kind, number, Value::new(value)).map(|()| number)
    }

    /// Gives the number to no value, unless one has it already.
    pub(super) fn reserve_number(&mut self, kind: &str, number: u32) -> Result<(), Error> {
        if self.numbers(kind).is_some_and(|own| !own.is_free(number)) {
            return Ok(());
        }
        self.make_room(0)?;
        self.entry(kind).reserved.insert(number);
        self.count += 1;
        Ok(())
    }

    /// Whether it has issued this number.
    pub(super) fn holds(&self, kind: &str, number: u32) -> bool {
        self.numbers(kind).is_some_and(|own| own.values.contains_key(&number))
    }

    /// Whether it has ever heard of this kind.
    pub(super) fn knows(&self, kind: &str) -> bool {
        self.kinds.contains_key(kind)
    }

    /// The value behind a number that it has issued.
    pub(super) fn value(&self, kind: &str, number: u32) -> Option<&str> {
        self.numbers(kind).and_then(|own| own.values.get(&number)).map(Value::get)
    }

    fn numbers(&self, kind: &str) -> Option<&Numbers> {
        self.kinds.get(kind)
    }

    fn entry(&mut self, kind: &str) -> &mut Numbers {
        self.kinds.entry(kind.to_owned()).or_default()
    }

    fn put(&mut self, kind: &str, number: u32, value: Value) -> Result<(), Error> {
        let bytes = value.get().len();
        self.make_room(bytes)?;
        let own = self.entry(kind);
        own.values.insert(number, value.clone());
        own.numbers.insert(value, number);
        self.count += 1;
        self.bytes += bytes;
        Ok(())
    }

    fn make_room(&self, bytes: usize) -> Result<(), Error> {
        if self.count >= self.most.values {
            return Err(full("values", self.most.values));
        }
        if self.bytes.saturating_add(bytes) > self.most.bytes {
            return Err(full("bytes", self.most.bytes));
        }
        Ok(())
    }
}

fn full(what: &str, most: usize) -> Error {
    Error::argument(format!("the vault is full: it may hold {most} {what}"))
}
