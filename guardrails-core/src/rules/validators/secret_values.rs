//! Validators of values that only their name tells to be secret (`token = …`, `password: …`), and of passwords in URLs.

use super::Validity;
use super::bytes::{contains_any, count, separators, starts_with};
use super::chosen::{is_common, is_leet, is_phrase, told_password};
use super::drawn::{is_drawn, is_words};
use super::placeholders::{is_code, is_date, is_placeholder, is_reference};
use super::public_values::is_public;
use super::randomness::{distinct_chars, is_name, is_odd, is_odder, longest_run, longest_sequence, random_run, wordy};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("secret_value", secret_value),
    ("password", password),
    ("quoted_password", quoted_password),
    ("config_password", config_password),
    ("odd_secret", odd_secret),
    ("told_secret", told_secret),
    ("strong_password", strong_password),
    ("labelled_token", labelled_token),
    ("webhook_url", webhook_url),
    ("url_password", url_password),
];

/// A value assigned to a name such as `token` or `api_key`: *valid* when it looks drawn at random, *plausible* when it is at
/// least no placeholder, reference, code or plain words.
pub(super) fn secret_value(text: &[u8]) -> Validity {
    if is_placeholder(text) || is_reference(text) || is_code(text) || is_date(text) || is_public(text) {
        return Validity::Invalid;
    }
    let digits = count(text, u8::is_ascii_digit);
    // A password that bcrypt made a hash of.
    if [b"$2a$", b"$2b$", b"$2y$"].iter().any(|start| text.starts_with(*start)) {
        return Validity::Invalid;
    }
    if contains_any(text, &[b"privatekey", b"publickey", b"secretkey", b"accesstoken", b"pkcs-"]) || text.ends_with(b".html") {
        return Validity::Invalid;
    }
    if digits == text.len() || text.len() < 8 || (is_name(text) && (text.len() >= 16 || text.contains(&b'_'))) || is_address(text) {
        return Validity::Invalid;
    }
    if is_coordinate(text) || is_cache_key(text) {
        return Validity::Invalid;
    }
    // `vld1q_u64`: short parts in one case.
    let one_case = !text.iter().any(u8::is_ascii_uppercase) || !text.iter().any(u8::is_ascii_lowercase);
    if one_case && text.len() < 16 && text.contains(&b'_') && text.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_') {
        return Validity::Invalid;
    }
    // `uwierzytelniania`: a long word of a language that the letter pairs of English do not know.
    let word = digits == 0 && !text.iter().skip(1).any(u8::is_ascii_uppercase) && !is_odd(text);
    if random_run(text) && text.len() >= 16 && !word {
        return Validity::Valid;
    }
    if wordy(text) || digits == 0 || !random_run(text) { Validity::Invalid } else { Validity::Plausible }
}

/// A value assigned to a name such as `password`: words with digits or signs among them are passwords too.
pub(super) fn password(text: &[u8]) -> Validity {
    // What is stored instead of a password: bcrypt, crypt, Argon2, LDAP schemes.
    const HASHES: &[&[u8]] = &[
        b"$2a$",
        b"$2b$",
        b"$2y$",
        b"$1$",
        b"$5$",
        b"$6$",
        b"$apr1$",
        b"$argon2",
        b"$pbkdf2",
        b"pbkdf2",
        b"{SSHA",
        b"{SHA",
        b"$scrypt",
        b"[]",
        b"[/",
        b"[success",
        b"[default",
        b"[20",
        b"[`",
        b")",
        // The cells of the row below a head of a table.
        b"|",
        b",,",
    ];
    // What it is stored or sent with.
    const ALGORITHMS: &[&[u8]] = &[
        b"bcrypt", b"scrypt", b"argon2", b"pbkdf2", b"aes128", b"aes192", b"aes256", b"aes-128", b"aes-192", b"aes-256", b"b64enc",
        b"b64dec",
    ];
    if is_rule_of_form(text) || starts_with(text, b"SCRAM-SHA-") {
        return Validity::Invalid;
    }
    if is_drawn(text) {
        return Validity::Valid;
    }
    // `user=ops&password=…&remember=1`: the value ends before the next parameter.
    if let Some(value) = before_next_parameter(text) {
        return password(value);
    }
    if is_placeholder(text) || is_reference(text) || is_code(text) || is_date(text) || text.len() < 6 || contains_any(text, FIELDS) {
        return Validity::Invalid;
    }
    // An element of a list, an attribute: `[last[0`, `#[cfg(…`.
    if text.starts_with(b"#[") || (text.starts_with(b"[") && text.iter().skip(1).any(|b| *b == b'[')) {
        return Validity::Invalid;
    }
    // `*5D5E…`: what `mysql_native_password` keeps, SHA-1 twice.
    let native = text.len() == 41 && text.first() == Some(&b'*') && text.iter().skip(1).all(u8::is_ascii_hexdigit);
    if native || HASHES.iter().chain(ALGORITHMS).any(|start| starts_with(text, start)) || is_option(text) || is_at_host(text) {
        return Validity::Invalid;
    }
    let foreign = count(text, |b| !b.is_ascii());
    if foreign * 2 > text.len() {
        return Validity::Invalid;
    }
    let digits = count(text, u8::is_ascii_digit);
    let letters = count(text, u8::is_ascii_alphabetic);
    let signs = text.len() - digits - letters;
    let upper = count(text, u8::is_ascii_uppercase);
    if letters == 0 {
        return if digits >= 6 && longest_sequence(text) < 6 && longest_run(text) < 4 && signs > 0 {
            Validity::Plausible
        } else {
            Validity::Invalid
        };
    }
    if longest_run(text) >= 5 || distinct_chars(text) < 4 {
        return Validity::Invalid;
    }
    if digits >= 2 || (digits == 1 && (signs > 0 || !wordy(text))) {
        return if letters >= 3 && (signs > 0 || upper > 0 || !wordy(text)) { Validity::Valid } else { Validity::Plausible };
    }
    let strange_signs = count(text, |b| b.is_ascii_punctuation() && !matches!(b, b'_' | b'-' | b'.' | b'/' | b':' | b','));
    // A capital at the beginning alone is that of a sentence: `Second pass: Adjust`.
    let mixed = text.iter().skip(1).any(u8::is_ascii_uppercase) && upper < letters && !wordy(text);
    if strange_signs > 0 && (upper > 0 || !wordy(text)) || mixed || (!wordy(text) && text.len() >= 7 && longest_without_vowel(text) >= 3) {
        return Validity::Plausible;
    }
    Validity::Invalid
}

/// `{SSHA}…`, `{BLF-CRYPT}…`: the name of a scheme in braces, behind which a hash stands (RFC 2307, Dovecot).
pub(super) fn is_scheme_of_hash(text: &[u8]) -> bool {
    let Some(rest) = text.strip_prefix(b"{") else { return false };
    let Some(end) = rest.iter().position(|b| *b == b'}') else { return false };
    let name = rest.get(..end).unwrap_or_default();
    let hash = [b"sha", &b"md5"[..], b"crypt", b"argon2", b"pbkdf2", b"hmac", b"scram", b"cram", b"digest"];
    contains_any(name, &hash) && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

/// `required|string|min:8|confirmed`: what Laravel asks of a field.
fn is_rule_of_form(text: &[u8]) -> bool {
    const RULES: &[&[u8]] = &[
        b"required",
        b"nullable",
        b"sometimes",
        b"bail",
        b"confirmed",
        b"string",
        b"filled",
        b"present",
        b"required_if",
        b"required_with",
    ];
    let parts = || text.split(|b| *b == b'|');
    let name =
        |part: &[u8]| part.split(|b| *b == b':').next().is_some_and(|name| name.iter().all(|b| b.is_ascii_lowercase() || *b == b'_'));
    text.contains(&b'|') && parts().all(name) && parts().any(|part| RULES.contains(&part) || part.starts_with(b"min:"))
}

/// `java-jwt:4.4.0`: an artifact and its version, behind a group such as `com.auth0:`.
fn is_coordinate(text: &[u8]) -> bool {
    let Some(colon) = text.iter().rposition(|b| *b == b':') else { return false };
    let (artifact, version) = text.split_at(colon);
    let version = version.get(1..).unwrap_or_default();
    let numbers = version.split(|b| *b == b'.').take_while(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit)).count();
    numbers >= 2 && artifact.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_' | b':'))
}

/// `count:290:9f2c…`: the parts of a key of a cache, a word first and then the number of a record.
fn is_cache_key(text: &[u8]) -> bool {
    let mut parts = text.split(|b| *b == b':');
    let word = |part: &[u8]| part.len() >= 2 && part.iter().all(|b| b.is_ascii_lowercase() || matches!(b, b'_' | b'-'));
    let number = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    parts.next().is_some_and(word) && parts.next().is_some_and(number) && parts.next().is_some()
}

/// The address of an account or a contract on Ethereum and its like: public. Their private keys have 64 digits.
fn is_address(text: &[u8]) -> bool {
    text.len() == 42 && text.starts_with(b"0x") && text.iter().skip(2).all(u8::is_ascii_hexdigit)
}

/// `@cluster0.example.net/`: the host of a URL behind a password that is a placeholder.
fn is_at_host(text: &[u8]) -> bool {
    let host = text.strip_prefix(b"@").unwrap_or_default();
    // A port, and perhaps a path, stands behind the name: `@host:27017/admin`.
    let port = host.iter().position(|b| *b == b':').and_then(|colon| host.get(colon + 1..)).unwrap_or_default();
    let ported = port.len() >= 2 && port.iter().take_while(|b| **b != b'/').all(u8::is_ascii_digit);
    let named = host.contains(&b'.') || ported || (!host.is_empty() && !host.iter().any(u8::is_ascii_digit));
    named && host.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':' | b'/'))
}

/// What stands before `&name=` or `,name=`, where that follows.
fn before_next_parameter(text: &[u8]) -> Option<&[u8]> {
    let (value, rest) = text.split_at(text.iter().position(|b| matches!(b, b'&' | b','))?);
    let name = rest.iter().skip(1).take_while(|b| b.is_ascii_alphabetic() || **b == b'_').count();
    (name >= 2 && rest.get(name + 1) == Some(&b'=')).then_some(value)
}

/// The next option of a command: `-AsPlainText`, `--dry-run`.
fn is_option(text: &[u8]) -> bool {
    let name = text.strip_prefix(b"-").unwrap_or_default();
    !name.is_empty() && name.iter().all(|b| b.is_ascii_alphabetic() || *b == b'-')
}

/// A value in quotes after `password`: letters that do not read like a word are enough, however few.
pub(super) fn quoted_password(text: &[u8]) -> Validity {
    match password(text) {
        Validity::Invalid
            if is_common(text) || is_phrase(text) || is_leet(text) || (is_chosen(text) && (is_odder(text, 30) || weak(text))) =>
        {
            Validity::Plausible
        }
        other => other,
    }
}

/// A value alone in its line after `PASSWORD=` or `password: `. Names of types, variables and commands stand there too.
fn config_password(text: &[u8]) -> Validity {
    const NAMES: &[&[u8]] = &[
        b"args",
        b"kwargs",
        b"attrs",
        b"attr",
        b"ctx",
        b"cfg",
        b"conf",
        b"char",
        b"func",
        b"self",
        b"props",
        b"prop",
        b"param",
        b"params",
        b"pswd",
        b"varchar",
        b"nvarchar",
        b"txt",
        b"ptr",
        b"str",
        b"obj",
        b"hash",
        b"hashed",
        b"bcrypt",
        b"sha256",
        b"md5",
        b"bytes",
        b"utf8",
        b"prompt",
        b"ctrl",
        b"ssh",
        b"https",
        b"http",
        b"html",
        b"stdin",
        b"env",
        b"getpwd",
        b"cwd",
        b"pwd",
        b"http2",
        b"typeof",
        b"await",
        b"void",
        b"const",
        b"async",
        b"where",
        b"true",
        b"when",
    ];
    if NAMES.iter().any(|name| text.eq_ignore_ascii_case(name)) {
        return Validity::Invalid;
    }
    match password(text) {
        Validity::Invalid if is_common(text) || is_leet(text) || (is_chosen(text) && (is_odder(text, 20) || weak(text))) => {
            Validity::Plausible
        }
        other => other,
    }
}

/// What a sentence only afterwards calls a key or a password: of two kinds of characters at least, and no version or standard.
fn told_secret(text: &[u8]) -> Validity {
    let digits = count(text, u8::is_ascii_digit);
    let letters = count(text, u8::is_ascii_alphabetic);
    let upper = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    if letters < 3 || (upper >= 2 && digits + upper + 1 >= text.len()) {
        return Validity::Invalid;
    }
    if digits >= 2 && text.len() >= 8 { password(text) } else { told_password(text) }
}

/// A password where a list may hold other things too: with upper case and digits, with signs and digits, or with a number of
/// three digits and more behind a word; never a name such as `base64url`.
pub(super) fn strong_password(text: &[u8]) -> Validity {
    let digits = count(text, u8::is_ascii_digit);
    let letters = count(text, u8::is_ascii_alphabetic);
    let upper = count(text, u8::is_ascii_uppercase);
    let signs = count(text, |b| b.is_ascii_punctuation() && !matches!(b, b'.' | b'/' | b':'));
    let mixed = (upper > 0 && upper < letters) || signs > 0 || digits >= 3 || is_capitals(text);
    // `PKCS#12`, `SOCKSv5`: the name of a standard.
    let capitals = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let standard = capitals >= 3 && digits <= 2 && text.len() < 12 && upper == capitals;
    if text.len() < 7
        || digits == 0
        || letters < 3
        || !mixed
        || standard
        || contains_any(text, &[b"sha", b"aes", b"md5", b"rsa", b"bcrypt", b"scrypt", b"argon2", b"pbkdf", b"%0A", b"/tcp", b"/udp"])
    {
        return Validity::Invalid;
    }
    password(text)
}

/// Capitals and digits at random, `T64JDELGPQXYRQXU`, and no name with a number behind it.
pub(super) fn is_capitals(text: &[u8]) -> bool {
    let plain = text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let inside = text.iter().rev().skip_while(|b| b.is_ascii_digit()).any(u8::is_ascii_digit);
    let digits = count(text, u8::is_ascii_digit);
    plain && text.len() >= 12 && inside && digits >= 2 && digits * 2 <= text.len() && !wordy(text) && is_odd(text) && random_run(text)
}

/// Letters in quotes after `secret`, that do not read like words.
fn odd_secret(text: &[u8]) -> Validity {
    if is_chosen(text) && is_odd(text) && longest_without_vowel(text) >= 3 { Validity::Plausible } else { Validity::Invalid }
}

/// Behind a label in capitals: at random, with digits and letters, and no name of its own.
fn labelled_token(text: &[u8]) -> Validity {
    let digits = count(text, u8::is_ascii_digit);
    let letters = count(text, u8::is_ascii_alphabetic);
    let names = separators(text) > 2 && !text.contains(&b'=');
    let one_case = !text.iter().any(u8::is_ascii_lowercase) || !text.iter().any(u8::is_ascii_uppercase);
    if digits < 3 || letters < 3 || (names && one_case && !is_uuid(text)) {
        return Validity::Invalid;
    }
    match secret_value(text) {
        Validity::Invalid => Validity::Invalid,
        _ => Validity::Plausible,
    }
}

/// Eight, four, four, four and twelve hex digits.
fn is_uuid(text: &[u8]) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let mut parts = text.split(|b| *b == b'-');
    text.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-')
        && lengths.iter().all(|len| parts.next().is_some_and(|part| part.len() == *len))
}

/// A URL that says `hook` and has a random part of twenty characters and more.
fn webhook_url(text: &[u8]) -> Validity {
    let says = contains_any(text, &[b"hook"]);
    let random = |part: &[u8]| {
        part.len() >= 20
            && part.len() <= 128
            && separators(part) < 3
            && count(part, u8::is_ascii_digit) >= 3
            && random_run(part)
            && !is_placeholder(part)
    };
    let parts = text.split(|b| matches!(b, b'/' | b'?' | b'&' | b'='));
    if says && !is_reference_inside(text) && parts.skip(3).any(|part| random(part) || is_uuid(part)) {
        Validity::Plausible
    } else {
        Validity::Invalid
    }
}

fn is_reference_inside(text: &[u8]) -> bool {
    contains_any(text, &[b"${", b"{{", b"xxxx", b"XXXX", b"your"])
}

/// Somebody may have chosen it: letters, digits, `_` and `-`, of some variety, and no placeholder, reference or the name of a field.
pub(super) fn is_chosen(text: &[u8]) -> bool {
    let plain = text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let letters = count(text, u8::is_ascii_alphabetic);
    plain
        && text.len() >= 4
        && letters >= 3
        && distinct_chars(text) >= if text.len() < 6 { 3 } else { 4 }
        && longest_sequence(text) < 4
        && !is_placeholder(text)
        && !is_reference(text)
        && !contains_any(text, FIELDS)
}

/// A word with a number behind it, `carrot7`: a password, if a weak one.
fn weak(text: &[u8]) -> bool {
    let digits = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    let word = text.get(..text.len() - digits).unwrap_or_default();
    digits >= 1 && word.len() >= 4 && text.len() >= 6 && word.iter().all(u8::is_ascii_alphabetic) && !ends_like_a_name(word)
}

/// `pass1`, `user12`: one of `words` with a number behind it.
fn numbered(text: &[u8], words: &[&[u8]]) -> bool {
    let digits = text.iter().rev().take_while(|b| b.is_ascii_digit()).count();
    text.get(..text.len() - digits).is_some_and(|word| words.iter().any(|usual| word.eq_ignore_ascii_case(usual)))
}

/// `userid1`, `field2`: numbered fields and accounts of tests.
fn ends_like_a_name(word: &[u8]) -> bool {
    const NAMES: &[&[u8]] =
        &[b"field", b"value", b"param", b"test", b"user", b"text", b"input", b"name", b"string", b"base", b"utf", b"version"];
    contains_any(word, NAMES)
}

/// Names of fields and values of switches: no password holds them.
const FIELDS: &[&[u8]] = &[
    b"password",
    b"passwd",
    b"secret",
    b"token",
    b"username",
    b"api_key",
    b"apikey",
    b"credential",
    b"null",
    b"none",
    b"true",
    b"false",
    b"scram-",
];

/// One of [`FIELDS`] stands in it.
pub(super) fn has_field(text: &[u8]) -> bool {
    contains_any(text, FIELDS)
}

/// The longest run of letters without a vowel.
fn longest_without_vowel(text: &[u8]) -> usize {
    let runs = text.split(|b| !b.is_ascii_alphabetic() || matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    runs.map(<[u8]>::len).max().unwrap_or(0)
}

/// What stands for a user and a password in examples.
const USUAL: &[&[u8]] = &[
    b"pass",
    b"pwd",
    b"password",
    b"user",
    b"secret",
    b"test",
    b"passwd",
    b"pw",
    b"admin",
    b"root",
    b"guest",
    b"postgres",
    b"mysql",
    b"foo",
    b"bar",
    b"token",
];

/// One of those, also with a number behind it.
pub(super) fn is_usual(text: &[u8]) -> bool {
    numbered(text, USUAL)
}

/// The password of a URL: short and plain ones count too, since the place proves what they are.
pub(super) fn url_password(text: &[u8]) -> Validity {
    // `http://host:80#…@`: the port, not a password.
    let after_digits = text.iter().find(|b| !b.is_ascii_digit());
    if text.first().is_some_and(u8::is_ascii_digit) && matches!(after_digits, Some(b'#' | b'?' | b',' | b'\\')) {
        return Validity::Invalid;
    }
    if is_placeholder(text) || is_reference(text) || USUAL.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Validity::Invalid;
    }
    match password(text) {
        Validity::Invalid if is_words(text) => Validity::Plausible,
        Validity::Invalid if contains_any(text, &[b"password", b"secret", b"token", b"//", b"{", b"$", b"%s", b"("]) => Validity::Invalid,
        Validity::Invalid if numbered(text, USUAL) || (wordy(text) && !is_odder(text, 20) && !weak(text)) => Validity::Invalid,
        Validity::Invalid => Validity::Plausible,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use super::super::randomness::random_token;

    #[test]
    fn placeholders_words_and_code_are_no_secrets() {
        for value in ["struct.Easy2.html", "pkcs-9-at-pkcs15Token", "count:290:9f2c41d07be84a6f83d10c5e7724aab1"] {
            assert_eq!(secret_value(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in ["[last[0", "#[const_ptr_if(any(ossl110", "aes256-cbc"] {
            assert_eq!(password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in [
            "changeme",
            "<YOUR_API_KEY>",
            "${TOKEN}",
            "process.env.TOKEN",
            "os.environ[\"TOKEN\"]",
            "{{ token }}",
            "********",
            "xxxxxxxxxxxxxxxx",
            "REDACTED",
            "your-api-key-here",
            "getTokenFromHeader()",
            "settings.database.password",
            "/run/secrets/db_password",
            "2024-01-31",
            "null",
            "%API_KEY%",
            "vault:secret/data/app#key",
            "AUTHENTICATION_TOKEN",
            "authenticationTokenProvider",
        ] {
            for check in [secret_value, password, random_token] {
                assert_eq!(check(value.as_bytes()), Validity::Invalid, "{value}");
            }
        }
    }

    #[test]
    fn random_values_are_secrets() {
        for value in
            ["q7Rk2mVx9TnB4wLz8cYpD1sG", "9f2c41d07be84a6f83d10c5e7724aab1", "ciwfxi47mw1kjyxjgi0n0lnu9szc5upz", "k3-Qz_81vNwmT0-xYb72Lp"]
        {
            assert_eq!(secret_value(value.as_bytes()), Validity::Valid, "{value}");
        }
        for value in ["Tiger-Golden-Happy-1485", "br4v3T1g3r@375", "Silver~Summer1180", "zq8Kv2!x"] {
            assert_ne!(password(value.as_bytes()), Validity::Invalid, "{value}");
        }
    }
}
