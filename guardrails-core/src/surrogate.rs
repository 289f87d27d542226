//! Another value of the same form: right by the same check, and from a range that nobody is given where there is one.

use crate::Finding;
use crate::operators::Key;
use crate::rules::validators::{Validator, Validity};
use crate::view::Folded;

/// Longest value in bytes that is given a surrogate: longer ones are keys and blocks, whose form means nothing.
const LONGEST: usize = 128;

/// How often a whole new value is drawn before small steps are taken from the old one.
const DRAWS: usize = 64;

/// Most small steps: enough for checks that one value in a hundred passes, and some tenths of a millisecond.
const STEPS: usize = 1500;

/// Another value for what `finding` found; the same for the same key, kind, letters and digits. None where none was found that `check`, the
/// check of the finding's rule, lets pass as it does the value.
pub(crate) fn of(key: &Key, finding: &Finding, value: &str, check: Option<Validator>) -> Option<String> {
    let folded = Folded::new(value);
    let value = folded.text();
    if value.len() > LONGEST {
        return None;
    }
    let known: Vec<u8> = value.bytes().filter(|b| b.is_ascii_alphanumeric()).map(|b| b.to_ascii_lowercase()).collect();
    let known: &[u8] = if known.is_empty() { value.as_bytes() } else { &known };
    let mut draw = Draw::new(key.mac(&[b"surrogate", finding.kind.as_bytes(), known]));
    let wanted = check.map_or(Validity::Plausible, |check| check(value.as_bytes()));
    let passes = |candidate: &str| match (check.map(|check| check(candidate.as_bytes())), wanted) {
        // A value that its own check refuses was not found by that rule.
        (_, Validity::Invalid) | (None, _) => true,
        (Some(found), Validity::Valid) => found == Validity::Valid,
        (Some(found), Validity::Plausible) => found != Validity::Invalid,
    };
    let reserved = match finding.kind.as_ref() {
        "EMAIL_ADDRESS" => Some(email(&mut draw)),
        "URL" => Some(format!("https://example.com/{}", draw.letters(8))),
        "IP_ADDRESS" => Some(ip(value, &mut draw)),
        "MAC_ADDRESS" => mac_address(value, &mut draw),
        "CREDIT_CARD" => card(value, &mut draw),
        "IBAN" => iban(value, &mut draw),
        "PHONE_NUMBER" => phone(value, &mut draw),
        _ => None,
    };
    let other = |candidate: &String| candidate != value && passes(candidate);
    let letters_stay = matches!(finding.kind.as_ref(), "DATE_OF_BIRTH" | "DATE_TIME" | "AGE" | "GEO_COORDINATES");
    reserved.filter(other).or_else(|| walked(value, letters_stay, &mut draw, &passes))
}

/// Numbers drawn from a seed: xoshiro256++ (Blackman and Vigna, 2018). The seed is an HMAC, and says nothing of key or value.
struct Draw([u64; 4]);

impl Draw {
    fn new(seed: [u8; 32]) -> Self {
        let mut state = [1u64; 4];
        for (word, bytes) in state.iter_mut().zip(seed.chunks_exact(8)) {
            *word = bytes.iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
        }
        Self(state)
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.0;
        let out = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        out
    }

    /// A number below `bound`, which is far below 2^64: no bias that anybody could measure.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % (bound.max(1) as u64)) as usize
    }

    /// One of the ASCII characters `first`, and those of the alphabet behind it.
    fn one_of(&mut self, first: u8, count: usize) -> u8 {
        first + self.below(count) as u8
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(self.one_of(b'0', 10))).collect()
    }

    fn letters(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(self.one_of(b'a', 26))).collect()
    }
}

/// RFC 2606: these three domains are nobody's.
fn email(draw: &mut Draw) -> String {
    let local = draw.letters(10);
    let domain = ["example.com", "example.net", "example.org"].get(draw.below(3)).copied().unwrap_or("example.com");
    format!("{local}@{domain}")
}

/// RFC 5737 (three networks of 256 addresses) and RFC 3849: addresses for documentation.
fn ip(value: &str, draw: &mut Draw) -> String {
    if value.contains(':') {
        let groups: Vec<String> = (0..6).map(|_| format!("{:x}", 0x1000 + draw.below(0xf000))).collect();
        return format!("2001:db8:{}", groups.join(":"));
    }
    let network = ["192.0.2", "198.51.100", "203.0.113"].get(draw.below(3)).copied().unwrap_or("192.0.2");
    format!("{network}.{}", 1 + draw.below(254))
}

/// RFC 7042, section 2.1.2: 00-00-5E-00-53-00 to -FF.
fn mac_address(value: &str, draw: &mut Draw) -> Option<String> {
    let digits = value.bytes().filter(u8::is_ascii_hexdigit).count();
    let upper = value.bytes().any(|b| b.is_ascii_uppercase());
    let last = format!("{:02x}", draw.below(256));
    let new = format!("00005e0053{last}");
    let new = if upper { new.to_uppercase() } else { new };
    (digits == 12).then(|| laid_out(value, &new, |c| c.is_ascii_hexdigit()))
}

/// Issuer ranges that payment providers document as test cards, by length; the last digit is Luhn's (ISO/IEC 7812-1, annex B).
fn card(value: &str, draw: &mut Draw) -> Option<String> {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let prefix = match digits {
        14 => "305693",
        15 => "378282",
        13 | 16..=19 => "400000",
        _ => return None,
    };
    let body = format!("{prefix}{}", draw.digits(digits - prefix.len() - 1));
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 };
            digit / 10 + digit % 10
        })
        .sum();
    Some(laid_out(value, &format!("{body}{}", (10 - sum % 10) % 10), |c| c.is_ascii_digit()))
}

/// The country stays; the account is another, with the check digits of ISO 7064 MOD 97-10.
fn iban(value: &str, draw: &mut Draw) -> Option<String> {
    let compact: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let (country, rest) = compact.split_at_checked(2)?;
    let account: String = rest.get(2..)?.bytes().map(|byte| char::from(another(byte, false, draw))).collect();
    let of = |c: char| c.to_digit(36).unwrap_or(0);
    let remainder =
        account.chars().chain(country.chars()).map(of).chain([0, 0]).fold(0u32, |r, n| (r * if n > 9 { 100 } else { 10 } + n) % 97);
    Some(laid_out(value, &format!("{country}{:02}{account}", 98 - remainder), |c| c.is_ascii_alphanumeric()))
}

/// Numbers that regulators keep free for films and books, by country code: what the national number begins with, and how many digits follow.
const DRAMA: &[(&str, &str, usize)] = &[
    // NANPA: 555-0100 to 555-0199 of every area; 202 is Washington.
    ("1", "20255501", 2),
    // ARCEP decision 2018-0881: 06 39 98.
    ("33", "63998", 4),
    // Ofcom: 07700 900000 to 900999.
    ("44", "7700900", 3),
    // PTS: 070-174 06 05 to 99.
    ("46", "70174069", 1),
    // Bundesnetzagentur: (0)30 23125 000 to 999.
    ("49", "3023125", 3),
    // ACMA: (02) 5550 0000 to 9999.
    ("61", "25550", 4),
    // ComReg: 020 910 0000 to 919 9999.
    ("353", "2091", 5),
];

fn phone(value: &str, draw: &mut Draw) -> Option<String> {
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    let abroad = if value.trim_start_matches('(').starts_with('+') { Some("") } else { digits.starts_with("00").then_some("00") };
    let (dialled, (code, start, free)) = match abroad {
        Some(prefix) => {
            let number = digits.get(prefix.len()..)?;
            (prefix, DRAMA.iter().find(|(code, ..)| number.starts_with(code))?)
        }
        // Ten digits and no zero in front are how North America writes them.
        None => ("", DRAMA.first().filter(|_| digits.len() == 10 && !digits.starts_with('0'))?),
    };
    let national = format!("{start}{}", draw.digits(*free));
    let new = if abroad.is_some() { format!("{dialled}{code}{national}") } else { national };
    if new.len() == digits.len() {
        return Some(laid_out(value, &new, |c| c.is_ascii_digit()));
    }
    Some(format!("{}{new}", if abroad == Some("") { "+" } else { "" }))
}

/// `new` in the form of `value`: its characters take the places of those that `counts` names.
fn laid_out(value: &str, new: &str, counts: impl Fn(char) -> bool) -> String {
    let mut new = new.chars();
    value.chars().map(|c| if counts(c) { new.next().unwrap_or(c) } else { c }).collect()
}

/// Another character of the same class. A digit that begins a number stays one that can begin it.
fn another(byte: u8, begins: bool, draw: &mut Draw) -> u8 {
    match byte {
        b'1'..=b'9' if begins => draw.one_of(b'1', 9),
        b'0'..=b'9' => draw.one_of(b'0', 10),
        b'a'..=b'z' => draw.one_of(b'a', 26),
        b'A'..=b'Z' => draw.one_of(b'A', 26),
        other => other,
    }
}

/// A value of the same form that passes: drawn as a whole, or reached in small steps each of which passes.
fn walked(value: &str, letters_stay: bool, draw: &mut Draw, passes: &impl Fn(&str) -> bool) -> Option<String> {
    let old = value.as_bytes();
    let counts = |byte: u8| byte.is_ascii_digit() || (byte.is_ascii_alphabetic() && !letters_stay);
    let places: Vec<usize> = old.iter().enumerate().filter(|(_, byte)| counts(**byte)).map(|(at, _)| at).collect();
    let begins = |at: usize| at.checked_sub(1).and_then(|before| old.get(before)).is_none_or(|before| !before.is_ascii_digit());
    let change = |text: &mut [u8], at: usize, draw: &mut Draw| {
        text.get_mut(at).into_iter().for_each(|byte| *byte = another(*byte, begins(at), draw));
    };
    // Only ASCII is replaced, and by ASCII.
    let fits = |candidate: &[u8]| std::str::from_utf8(candidate).is_ok_and(passes);
    let differ = |candidate: &[u8]| 2 * candidate.iter().zip(old).filter(|(a, b)| a != b).count() >= places.len().max(1);
    let done = |text: Vec<u8>| String::from_utf8(text).ok();
    for _ in 0..DRAWS {
        let mut text = old.to_vec();
        places.iter().for_each(|at| change(&mut text, *at, draw));
        if differ(&text) && fits(&text) {
            return done(text);
        }
    }
    let mut text = old.to_vec();
    for _ in 0..STEPS {
        let mut next = text.clone();
        for _ in 0..2 + draw.below(3) {
            let at = places.get(draw.below(places.len())).copied()?;
            change(&mut next, at, draw);
        }
        if fits(&next) {
            text = next;
        }
    }
    if differ(&text) { done(text) } else { None }
}

#[cfg(test)]
#[path = "surrogate_tests.rs"]
mod tests;
