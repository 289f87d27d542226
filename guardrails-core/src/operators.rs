//! What stands in the place of a redacted value: the operators of a policy, applied.

use std::collections::BTreeMap;
use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::policy::{Operator, With, operator_for};
use crate::rules::validators::Validator;
use crate::{Category, Error, Finding, surrogate};

/// Shortest key in bytes: below it a pseudonym could be undone by trying keys.
const KEY_LEAST: usize = 16;

/// How a guard replaces values.
#[derive(Clone, Debug, Default)]
pub(crate) struct Redactor {
    operators: Vec<Operator>,
    key: Option<Key>,
    /// Every kind that the guard may find, sorted: what a placeholder can be called.
    kinds: Vec<String>,
    /// The checks of rules by id, where an operator asks for surrogates.
    checks: BTreeMap<String, Validator>,
}

/// The host's key: it is zeroised when it goes, and nobody is shown it.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<Vec<u8>>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key")
    }
}

impl Key {
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) for one that is too short.
    pub(crate) fn new(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() < KEY_LEAST {
            return Err(Error::argument(format!("the key has {} bytes, and {KEY_LEAST} are the least", bytes.len())));
        }
        Ok(Self(Zeroizing::new(bytes.to_vec())))
    }

    /// The HMAC-SHA256 of `parts`, each with its length before it so that no two lists of parts are one.
    pub(crate) fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        // HMAC takes a key of any length.
        let Ok(mut mac) = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0) else { return [0; 32] };
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }
}

impl Redactor {
    /// # Errors
    ///
    /// [`ErrorKind::Argument`](crate::ErrorKind::Argument) where an operator needs a key and there is none.
    pub(crate) fn new<'r>(
        operators: &[Operator],
        key: Option<Key>,
        kinds: &[&str],
        checks: impl Iterator<Item = (&'r str, Validator)>,
    ) -> Result<Self, Error> {
        if let (Some(index), None) = (operators.iter().position(|operator| operator.with.needs_key()), &key) {
            return Err(Error::argument(format!("`operator[{index}]` of the policy needs a key, and the guard was given none")));
        }
        let mut kinds: Vec<String> = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let drawn = operators.iter().any(|operator| operator.with == With::Surrogate);
        let checks = checks.filter(|_| drawn).map(|(rule, check)| (rule.to_owned(), check)).collect();
        Ok(Self { operators: operators.to_vec(), key, kinds, checks })
    }

    /// Whether the guard may find this kind.
    pub(crate) fn knows(&self, kind: &str) -> bool {
        self.kinds.binary_search_by(|own| own.as_str().cmp(kind)).is_ok()
    }

    /// Whether a vault gives the finding a number. What is no value of its own (links, hidden text, an echo of the system prompt) has none:
    /// bringing it back would undo what the guard did.
    pub(crate) fn is_numbered(&self, finding: &Finding) -> bool {
        matches!(finding.category, Category::Pii | Category::Secrets | Category::Custom | Category::Topics)
            && operator_for(&self.operators, finding).is_none_or(|operator| operator.with == With::Numbered)
    }

    /// What stands for `value`, which is what `finding` found, where there is no vault.
    pub(crate) fn replacement(&self, finding: &Finding, value: &str) -> String {
        let Some(operator) = operator_for(&self.operators, finding) else { return plain(finding) };
        match (operator.with, &self.key) {
            (With::Mask, _) => masked(value, operator),
            (With::Remove, _) => String::new(),
            (With::Pseudonym, Some(key)) => pseudonym(key, finding, value),
            (With::Surrogate, Some(key)) => surrogate::of(key, finding, value, self.checks.get(finding.rule.as_ref()).copied())
                .unwrap_or_else(|| pseudonym(key, finding, value)),
            (With::Placeholder | With::Numbered | With::Pseudonym | With::Surrogate, _) => plain(finding),
        }
    }
}

/// `[KIND]`, or nothing where it could not be seen in the first place.
fn plain(finding: &Finding) -> String {
    if finding.category == Category::Invisible { String::new() } else { format!("[{}]", finding.kind) }
}

/// Letters and digits but for the last few become the mask; what stands between them stays.
fn masked(value: &str, operator: &Operator) -> String {
    let mask = operator.mask.unwrap_or('*');
    let count = value.chars().filter(|c| c.is_alphanumeric()).count();
    let hidden = count - usize::from(operator.keep_last).min(count / 2);
    let mut seen = 0;
    let shown = |c: char| {
        if !c.is_alphanumeric() {
            return c;
        }
        seen += 1;
        if seen <= hidden { mask } else { c }
    };
    value.chars().map(shown).collect()
}

/// 64 bits of the HMAC: two of ten million values share one with a chance of 1 in 400,000.
fn pseudonym(key: &Key, finding: &Finding, value: &str) -> String {
    let mac = key.mac(&[b"pseudonym", finding.kind.as_bytes(), value.as_bytes()]);
    let hex: String = mac.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("[{}_{hex}]", finding.kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Action, Guard, Policy};

    fn redacted(operator: &str, text: &str) -> String {
        let guard = Guard::builder()
            .policy(Policy::from_toml(operator).unwrap())
            .key(b"0123456789abcdef0123456789abcdef")
            .build()
            .unwrap_or_else(|error| panic!("{error}"));
        let verdict = guard.scan_input(text);
        assert_eq!(verdict.action, Action::Redact);
        verdict.text().unwrap().into_owned()
    }

    const CARD: &str = "card 4111 1111 1111 1111 of ada@example.com";

    #[test]
    fn each_operator_does_what_it_says() {
        for (operator, expected) in [
            ("", "card [CREDIT_CARD] of [EMAIL_ADDRESS]"),
            ("[[operator]]\nwith = 'numbered'", "card [CREDIT_CARD] of [EMAIL_ADDRESS]"),
            ("[[operator]]\nkinds = ['CREDIT_CARD']\nwith = 'mask'\nkeep_last = 4", "card **** **** **** 1111 of [EMAIL_ADDRESS]"),
            ("[[operator]]\nrisk = ['contact']\nwith = 'mask'\nmask = '#'", "card [CREDIT_CARD] of ###@#######.###"),
            ("[[operator]]\ncategories = ['pii']\nwith = 'remove'", "card  of "),
        ] {
            assert_eq!(redacted(operator, CARD), expected);
        }
    }

    #[test]
    fn the_most_specific_operator_decides_and_the_first_of_equals() {
        let all = "[[operator]]\nwith = 'remove'\n[[operator]]\nrisk = ['financial']\nwith = 'mask'\n[[operator]]\nkinds = ['CREDIT_CARD']\nwith = 'placeholder'";
        assert_eq!(redacted(all, CARD), "card [CREDIT_CARD] of ");
        let equals = "[[operator]]\nkinds = ['CREDIT_CARD']\nwith = 'mask'\n[[operator]]\nkinds = ['CREDIT_CARD', 'IBAN']\nwith = 'remove'";
        assert_eq!(redacted(equals, CARD), "card **** **** **** **** of [EMAIL_ADDRESS]");
    }

    #[test]
    fn a_mask_never_shows_more_than_half() {
        let operator = Operator { with: With::Mask, keep_last: 64, ..Operator::default() };
        for (value, expected) in [("1234", "**34"), ("123", "**3"), ("1", "*"), ("", ""), ("ab-cd", "**-cd"), ("é中x", "**x")] {
            assert_eq!(masked(value, &operator), expected);
        }
    }

    #[test]
    fn pseudonyms_depend_on_key_kind_and_value_alone() {
        let (one, other) = (Key::new(&[1; 32]).unwrap(), Key::new(&[2; 32]).unwrap());
        let mail = Finding::new("a.b", Category::Pii, "EMAIL_ADDRESS", crate::Span::new(0, 1));
        let iban = Finding::new("a.b", Category::Pii, "IBAN", crate::Span::new(0, 1));
        let first = pseudonym(&one, &mail, "x");
        assert_eq!(first, pseudonym(&one, &mail, "x"));
        for different in [pseudonym(&other, &mail, "x"), pseudonym(&one, &mail, "y"), pseudonym(&one, &iban, "x")] {
            assert_ne!(first, different);
        }
        assert_eq!(first.len(), "[EMAIL_ADDRESS_]".len() + 16);
    }

    /// RFC 4231, test case 2, is HMAC-SHA256 of a text without our length before it: the same function over the same bytes.
    #[test]
    fn the_hmac_is_that_of_the_standard() {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(b"Jefe").unwrap();
        mac.update(b"what do ya want for nothing?");
        let bytes: [u8; 32] = mac.finalize().into_bytes().into();
        assert_eq!(bytes[..8], [0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e]);
    }

    #[test]
    fn a_key_is_needed_long_enough_and_never_shown() {
        let policy = || Policy::from_toml("[[operator]]\nwith = 'pseudonym'").unwrap();
        let error = Guard::from_policy(policy()).unwrap_err();
        assert_eq!(error.to_string(), "`operator[0]` of the policy needs a key, and the guard was given none");
        let error = Guard::builder().policy(policy()).key(b"short").build().unwrap_err();
        assert_eq!(error.to_string(), "the key has 5 bytes, and 16 are the least");
        let guard = Guard::builder().policy(policy()).key(b"zqxj-zqxj-zqxj-zqxj").build().unwrap();
        let shown = format!("{guard:?}");
        assert!(shown.contains("Guard") && !shown.contains("zqxj-") && !shown.contains("122, 113, 120, 106"));
    }
}
