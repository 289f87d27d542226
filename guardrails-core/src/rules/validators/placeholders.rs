//! What stands where a secret would: placeholders, references to a secret kept elsewhere, code and dates.

use super::Validity;
use super::bytes::{LIMIT, contains_any, count, separators, starts_with};
use super::randomness::{distinct_chars, longest_run, wordy};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[("not_placeholder", not_placeholder)];

/// For tokens with a prefix of their own: anything that is not a placeholder.
pub(super) fn not_placeholder(text: &[u8]) -> Validity {
    // A webhook is a URL, and no reference for that.
    let rest = text.strip_prefix(b"https://").unwrap_or(text);
    if is_placeholder(rest) || is_reference(rest) { Validity::Invalid } else { Validity::Plausible }
}

/// A stand-in for a secret: a word that says so, or filler such as `xxxx` and `****`.
pub(super) fn is_placeholder(text: &[u8]) -> bool {
    const WHOLE: &[&[u8]] = &[
        b"null",
        b"none",
        b"nil",
        b"true",
        b"false",
        b"empty",
        b"unset",
        b"string",
        b"secret",
        b"password",
        b"token",
        b"tbd",
        b"n/a",
        b"base64",
        b"base64decode",
    ];
    // What a form calls the field, in other languages.
    const LABELS: &[&[u8]] = &[
        b"passwort",
        b"kennwort",
        b"contrasena",
        b"contrasenya",
        b"senha",
        b"parola",
        b"wachtwoord",
        b"haslo",
        b"heslo",
        b"losenord",
        b"passord",
        b"adgangskode",
        b"kodeord",
        b"salasana",
        b"parool",
        b"slaptazodis",
        b"parole",
        b"geslo",
        b"jelszo",
        b"sifre",
        b"lozinka",
        b"zaporka",
        b"pasahitza",
        b"contrasinal",
        b"lykilord",
        b"fjalekalimi",
        b"nenosiri",
        b"wagwoord",
    ];
    let text = text.get(..LIMIT.min(text.len())).unwrap_or_default();
    if WHOLE.iter().chain(LABELS).any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    if is_foreign_placeholder(text) {
        return true;
    }
    // In a long value a short word stands by chance.
    if text.len() <= 200 && (contains_any(text, PLACEHOLDERS) || contains_any(text, WORDS) && WORDS.iter().any(|word| has_word(text, word)))
    {
        return true;
    }
    // `pk_live_xxx`
    if text.len() <= 24 && text.to_ascii_lowercase().ends_with(b"xxx") {
        return true;
    }
    let letters = text.iter().filter(|b| !matches!(b, b'-' | b'_' | b'.' | b' '));
    let filler = letters.clone().filter(|b| matches!(b, b'x' | b'X' | b'*' | b'.' | b'#' | b'0')).count();
    let total = letters.count();
    if total == 0 || filler * 2 > total {
        return true;
    }
    if is_counting(text) {
        return true;
    }
    let long = text.len() >= 16;
    let run = longest_run(text);
    long && text.len() <= 200 && ((run >= 6 && (text.len() < 60 || run * 4 > text.len())) || distinct_chars(text) < 5)
}

/// Bytes in hex that count up, `000102030405…`: the keys of published test vectors.
fn is_counting(text: &[u8]) -> bool {
    let digit = |byte: &u8| (*byte as char).to_digit(16);
    let byte = |pair: &[u8]| match pair {
        [high, low] => Some(digit(high)? * 16 + digit(low)?),
        _ => None,
    };
    let bytes = || text.chunks(2).map(byte);
    text.len() >= 16 && bytes().zip(bytes().skip(1)).all(|(a, b)| a.zip(b).is_some_and(|(a, b)| a + 1 == b))
}

/// `VOTRE_CLE_API`, `sua-chave-aqui`: words that begin with `your` or end with `here` in another language.
fn is_foreign_placeholder(text: &[u8]) -> bool {
    const YOUR: &[&[u8]] = &[
        b"votre", b"vos", b"ton", b"ihr", b"ihre", b"dein", b"deine", b"tu", b"su", b"sua", b"seu", b"tua", b"teu", b"la_tua", b"il_tuo",
        b"jouw", b"uw", b"twoj", b"twoje", b"din", b"ditt", b"senin", b"anda",
    ];
    const HERE: &[&[u8]] = &[b"ici", b"hier", b"aqui", b"qui", b"tutaj", b"her", b"har", b"buraya"];
    let gap = |b: &u8| matches!(b, b'_' | b'-' | b' ');
    let words = text.iter().all(|b| b.is_ascii_alphabetic() || gap(b));
    let at = |word: &[u8]| starts_with(text, word) && text.get(word.len()).is_some_and(gap);
    let end = text.rsplit(gap).next().unwrap_or_default();
    words
        && text.len() <= 48
        && separators(text) > 0
        && (YOUR.iter().any(|word| at(word)) || HERE.iter().any(|word| end.eq_ignore_ascii_case(word)))
}

/// Words that a stand-in for a secret holds, in lower case.
const PLACEHOLDERS: &[&[u8]] = &[
    b"example",
    b"placeholder",
    b"changeme",
    b"change_me",
    b"change-me",
    b"changeit",
    b"redacted",
    "你的".as_bytes(),
    "您的".as_bytes(),
    b"your_",
    b"your-",
    b"yourkey",
    b"yourapi",
    b"yourtoken",
    b"yoursecret",
    b"yourpass",
    b"dummy",
    b"sample",
    b"xxxx",
    b"****",
    b"....",
    b"####",
    b"____",
    b"<your",
    b"mysecret",
    b"my-secret",
    b"my_secret",
    b"mytoken",
    b"my-token",
    b"my_token",
    b"my-api",
    b"my_api",
    b"myapi",
    b"my_pass",
    b"my-pass",
    b"not-a-",
    b"not_a_",
    b"fake",
    b"tbd-",
    b"notreal",
    b"deadbeef",
    b"foobar",
    b"badpass",
    b"wrongpass",
    // What RFC 6749 shows.
    b"2YotnFZFEjr1zCsicMWpAA",
    b"tGzv3JOkF0XG5Qx2TlKWIA",
    b"s6BhdRkqt3",
    b"lorem",
    b"encrypted",
    b"undefined",
    b"removed",
    b"hidden",
    b"_here",
    b"-here",
    b"test_key",
    b"testkey",
    b"test-key",
    b"[secret",
    b"secret]",
    b"[filtered",
    b"the-key",
    b"abcdefgh",
    b"12345678",
    b"01234567",
    b"00000000",
];

/// Such words that others end with: `hammock-…`, `fireplace`, `mastodon`, `awesome-…`.
const WORDS: &[&[u8]] = &[b"replace", b"insert", b"mock-", b"mock_", b"todo", b"masked", b"some-", b"some_"];

/// Whether a word of `text` begins with `word`: behind no letter, or with a capital.
fn has_word(text: &[u8], word: &[u8]) -> bool {
    let begins = |at: usize| match (at.checked_sub(1).and_then(|before| text.get(before)), text.get(at)) {
        (Some(before), Some(first)) => !before.is_ascii_alphabetic() || (before.is_ascii_lowercase() && first.is_ascii_uppercase()),
        _ => true,
    };
    text.windows(word.len()).enumerate().any(|(at, here)| here.eq_ignore_ascii_case(word) && begins(at))
}

/// A reference to a secret that is kept elsewhere: a variable, a template, a vault, a file.
pub(super) fn is_reference(text: &[u8]) -> bool {
    const STARTS: &[&[u8]] = &[
        b"${",
        b"$(",
        b"{{",
        b"{%",
        b"<%",
        b"%(",
        b"#{",
        b"@@",
        b"$env:",
        b"env.",
        b"env:",
        b"env(",
        b"env[",
        b"process.env",
        b"os.environ",
        b"os.getenv",
        b"getenv",
        b"vault:",
        b"op://",
        b"arn:",
        b"file:",
        b"ssm:",
        b"secretref",
        b"secret://",
        b"keyvault",
        b"secrets.",
        b"var.",
        b"local.",
        b"data.",
        b"config.",
        b"self.",
        b"this.",
        b"args.",
        b"params",
        b"opts.",
        b"options.",
        b"req.",
        b"request.",
        b"http://",
        b"https://",
        b"/run/",
        b"/etc/",
        b"/var/",
        b"./",
        b"../",
        b"~/",
        b"sha256:",
        b"sha1:",
        b"sha512-",
        b"sha256-",
        b"md5:",
        b"projects/",
        b"System.",
        b"Environment",
        b"import.meta",
        b"ENV[",
        b"Deno.env",
        b"HTTP/",
        b"credentials(",
        b"ref+",
        b"keychain:",
        b"doppler://",
        b"sm://",
        b"gcp-secret:",
        b"awssm://",
        b"aws-sm://",
        b"azurekv://",
        b"akv:",
        b"bws:",
        b"pass:",
        b"ENC[",
        b"ENC(",
        b"age-encrypted",
        b"AQICAH",
    ];
    if STARTS.iter().any(|start| starts_with(text, start)) || is_tail_of_arn(text) || is_encrypted(text) || is_host(text) {
        return true;
    }
    if contains_any(text, &[b"${", b"{{", b"$(", b"#{", b"()", b"$_", b"/$", b":$", b"getenv", b"environ", b"process.env"]) {
        return true;
    }
    match (text.first(), text.last()) {
        (Some(b'<' | b'{' | b'`' | b'('), _) | (Some(b'%'), Some(b'%')) | (Some(b'['), Some(b']')) | (Some(b'_'), Some(b'_')) => true,
        // `@DB_PASSWORD@` in a template of Maven, Autoconf or CMake.
        (Some(b'@'), Some(b'@')) => text.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'@')),
        // A variable is one name; with digits and no `_` in it a password such as `$7rKq2` is as likely.
        (Some(b'$' | b'@' | b'&' | b'*'), _) => {
            // `*map_fd*`
            let name = text.strip_suffix(b"*").unwrap_or(text).iter().skip(1);
            name.clone().all(u8::is_ascii_alphabetic)
                || (text.contains(&b'_')
                    && name.clone().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-' | b'>')))
        }
        (Some(b'%'), _) => text.iter().skip(1).all(|b| b.is_ascii_uppercase() || *b == b'_'),
        _ => false,
    }
}

/// `api.example.org:443`: a host with its port.
fn is_host(text: &[u8]) -> bool {
    let Some(colon) = text.iter().position(|b| *b == b':') else { return false };
    let (host, port) = text.split_at(colon);
    let top = host.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let named = top.len() >= 2 && top.len() < host.len() && top.iter().all(u8::is_ascii_lowercase);
    let digits = port.iter().skip(1).take_while(|b| b.is_ascii_digit()).count();
    named && (2..=5).contains(&digits) && host.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
}

/// A value of a SealedSecret of Kubernetes: base 64 that begins with the length of its encrypted key, 512 bytes
/// (<https://github.com/bitnami-labs/sealed-secrets/blob/main/docs/developer/crypto.md>). What Google Cloud KMS made of a secret, which begins with
/// the length of the name of its key, and what DPAPI of Windows did, with its version and the id of its provider.
fn is_encrypted(text: &[u8]) -> bool {
    const STARTS: &[(&[u8], usize)] = &[(b"Ag", 60), (b"CiQA", 72), (b"AQAAANCMnd8BFdER", 72)];
    let base64 = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=');
    STARTS.iter().any(|(start, least)| text.len() >= *least && text.starts_with(start)) && text.iter().all(base64)
}

/// `prod/db-Ab1Cd2`: what stands behind `secret:` in the ARN of a secret that AWS Secrets Manager keeps, a name and six characters.
fn is_tail_of_arn(text: &[u8]) -> bool {
    let Some(dash) = text.iter().rposition(|b| *b == b'-') else { return false };
    let (name, tail) = text.split_at(dash);
    let tail = tail.get(1..).unwrap_or_default();
    let named = name.len() >= 2
        && name.iter().any(u8::is_ascii_lowercase)
        && name.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'/'));
    named && tail.len() == 6 && tail.iter().all(u8::is_ascii_alphanumeric) && tail.iter().any(u8::is_ascii_uppercase)
}

/// A call, a member, an index, a type, a path, a name of a variable: what stands right of `=` in code.
pub(super) fn is_code(text: &[u8]) -> bool {
    let ident = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_');
    // `.as_ref(`
    if text.first() == Some(&b'.') && text.last() == Some(&b'(') {
        return true;
    }
    // `:min(8`, of `Password::min(8)`
    let called = text.strip_prefix(b":").map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_lowercase() || **b == b'_').count());
    if called > 2 && text.get(called + 1) == Some(&b'(') {
        return true;
    }
    // `name(`, `name[`
    let head = text.iter().take_while(|b| ident(b) || matches!(b, b'.' | b':' | b'>')).count();
    if head > 1
        && head < text.len()
        && matches!(text.get(head), Some(b'(' | b'[' | b'{' | b'<'))
        && text.first().is_some_and(|b| b.is_ascii_alphabetic() || *b == b'_')
        && !text.get(..head).is_some_and(|h| h.iter().any(u8::is_ascii_digit) && !h.contains(&b'.') && separators(h) < 2)
    {
        return true;
    }
    if contains_any(text, &[b"->", b"::", b"=>", b":=", b"&&", b"||", b"!=", b" = ", b"\\n", b"std.", b"string."]) {
        return true;
    }
    // `settings.database.password`, `DB_PASSWORD`, `userPassword`, `some-name`: words alone.
    let simple = text.iter().all(|b| ident(b) || matches!(b, b'.' | b'-' | b'/' | b':' | b'\\'));
    let digits = count(text, u8::is_ascii_digit);
    let upper = count(text, u8::is_ascii_uppercase);
    let one_case = upper == 0 || !text.iter().any(u8::is_ascii_lowercase);
    if simple && digits == 0 && separators(text) > 0 && (wordy(text) || one_case) {
        return true;
    }
    // A number: `0xC002_002F`, `0xC000_018A_u32`, `0b0011`.
    let number = text.iter().all(|b| ident(b) || !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'.' | b'!' | b'#' | b'$'));
    if (starts_with(text, b"0x") || starts_with(text, b"0b")) && number && text.len() <= 20 {
        return true;
    }
    // `-2147205110i32`
    let number = text.strip_prefix(b"-").unwrap_or(text);
    let rest = number.trim_ascii_start();
    let figures = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    let suffix = rest.get(figures..).unwrap_or_default();
    if figures > 0
        && suffix.len() >= 2
        && suffix.len() <= 5
        && matches!(suffix.first(), Some(b'i' | b'u' | b'f'))
        && suffix.iter().skip(1).all(u8::is_ascii_digit)
    {
        return true;
    }
    // `Keys.parse`, `pad_token.unwrap_or`: members, of names that hold no digit.
    let member = text.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.')) && text.contains(&b'.');
    if member && text.len() < 64 {
        return true;
    }
    // `String!`, `[ID!]!`: the types of a schema of GraphQL. `function(n){return`, of code that was minified.
    let graphql = text.strip_suffix(b"!").map(|name| name.strip_suffix(b"]").unwrap_or(name));
    let listed = |name: &[u8]| [&b"String"[..], b"ID", b"Int", b"Password", b"Boolean", b"Float"].iter().any(|end| name.ends_with(end));
    if is_type_name(text) || graphql.is_some_and(listed) || contains_any(text, &[b"function(", b"){"]) {
        return true;
    }
    // ENVIRONMENT_NAME, also with a digit or two
    let screaming = text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_');
    if screaming && text.contains(&b'_') && digits <= 2 && (digits == 0 || wordy(text)) {
        return true;
    }
    // `JENKINS_API_TOKEN`: the name of a variable that holds one.
    const ENDS: &[&[u8]] = &[b"_KEY", b"_TOKEN", b"_SECRET", b"_PASSWORD", b"_PASSWD", b"_PASS", b"_PWD", b"_CREDENTIALS"];
    let member = text.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let named = member.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_');
    if named && ENDS.iter().any(|end| member.ends_with(end)) {
        return true;
    }
    // The next variable of a list: `PASSWORD= FILTER=integration`, `request_id=9f2c`.
    let name = text.iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'_').count();
    let variable =
        text.get(..name).is_some_and(|name| !name.iter().any(u8::is_ascii_lowercase) || name.ends_with(b"_id") || name.ends_with(b"Id"));
    if name >= 3 && variable && text.get(name) == Some(&b'=') && name + 1 < text.len() {
        return true;
    }
    // An argument of a call: `Field(min_length=8`, `required=True`.
    let value = text.get(name + 1..).unwrap_or_default();
    let plain = value.len() <= 4 && value.iter().all(u8::is_ascii_digit) && text.get(..name).is_some_and(|name| name.contains(&b'_'));
    // `service=l2tp`: the next argument of a command.
    let small = |text: &[u8]| text.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'.');
    let argument = name >= 4 && value.len() >= 2 && value.first().is_some_and(u8::is_ascii_lowercase) && small(value);
    let named = text.get(..name).is_some_and(small);
    let truth: &[&[u8]] = &[b"true", b"false", b"none", b"null"];
    if name >= 3
        && text.get(name) == Some(&b'=')
        && !value.is_empty()
        && (plain || (argument && named) || truth.iter().any(|word| value.eq_ignore_ascii_case(word)))
    {
        return true;
    }
    // `length=20`: an argument of a call that draws one.
    const SIZES: &[&[u8]] = &[
        b"length", b"len", b"size", b"nbytes", b"bytes", b"count", b"chars", b"digits", b"words", b"rounds", b"cost", b"min", b"max", b"k",
        b"n",
    ];
    let number = !value.is_empty() && value.len() <= 4 && value.iter().all(u8::is_ascii_digit);
    if number && text.get(name) == Some(&b'=') && text.get(..name).is_some_and(|name| SIZES.contains(&name)) {
        return true;
    }
    // `Target=`, `Grid.Row=`: the next attribute of an element of XAML.
    let attribute = |part: &[u8]| {
        part.len() >= 3 && part.first().is_some_and(u8::is_ascii_uppercase) && part.iter().skip(1).all(u8::is_ascii_lowercase)
    };
    if text.strip_suffix(b"=").is_some_and(|names| names.split(|b| *b == b'.').all(attribute)) {
        return true;
    }
    // `Port:22602`: the next member of a structure that is printed.
    if text.first().is_some_and(u8::is_ascii_uppercase)
        && text.get(name) == Some(&b':')
        && text.get(name + 1..).is_some_and(|rest| rest.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b':')))
    {
        return true;
    }
    // A path has at least two slashes and words between them.
    let slashes = count(text, |b| matches!(b, b'/' | b'\\'));
    let rooted = text.first() == Some(&b'/') && (slashes >= 2 || wordy(text));
    rooted || (slashes >= 2 && wordy(text))
}

/// `X509_REQ`, `PK11SlotInfo`: capitals and a number, then capitals behind `_` or words with capitals of their own.
fn is_type_name(text: &[u8]) -> bool {
    let capitals = text.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let behind = text.get(capitals..).unwrap_or_default();
    let digits = behind.iter().take_while(|b| b.is_ascii_digit()).count();
    let rest = behind.get(digits..).unwrap_or_default();
    if capitals == 0 || capitals > 6 || !(1..=4).contains(&digits) || !rest.iter().all(|b| b.is_ascii_alphabetic() || *b == b'_') {
        return false;
    }
    match rest {
        [b'_', name @ ..] => name.len() >= 2 && name.iter().all(|b| b.is_ascii_uppercase() || *b == b'_'),
        [first, ..] => capitals >= 2 && first.is_ascii_uppercase() && count(rest, u8::is_ascii_uppercase) >= 2 && wordy(rest),
        [] => false,
    }
}

/// `2024-01-31`, `12:30:00`, `1.2.3`, `10.0.0.1:80`: digits with separators only.
pub(super) fn is_date(text: &[u8]) -> bool {
    let plain = text.iter().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'.' | b'/' | b'T' | b'Z' | b'+' | b' ' | b','));
    plain && separators(text) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_stand_in_is_told() {
        assert!(is_placeholder(b"changeme") && is_placeholder(b"********") && !is_placeholder(b"q7Rk2mVx9TnB4wLz8cYpD1sG"));
        assert!(is_placeholder(b"000102030405060708090a0b0c0d0e0f") && is_placeholder(b"808182838485868788898a8b8c8d8e8f"));
        assert!(!is_placeholder(b"9f2c41d07be84a6f83d10c5e7724aab1"));
        assert!(is_reference(b"${TOKEN}") && is_reference(b"$TOKEN") && !is_reference(b"$7rKq2"));
        assert!(is_code(b":min(8") && !is_code(b":7k(Qz-81vNw"));
        assert!(is_code(b"getTokenFromHeader()") && is_code(b"settings.database.password") && !is_code(b"k3-Qz_81vNwmT0-xYb72Lp"));
        for value in ["VOTRE_CLE_API", "sua-chave-aqui", "twoj_klucz"] {
            assert!(is_placeholder(value.as_bytes()), "{value}");
        }
        assert!(!is_placeholder(b"v7eib7h-88hvvos_0ke65zi3vd") && !is_placeholder(b"Falcon_Quiet1187"));
        for value in ["ref+awsssm://prod/db", "prod/db-Ab1Cd2", "api.example.org:443", "@DB_PASSWORD@"] {
            assert!(is_reference(value.as_bytes()), "{value}");
        }
        assert!(!is_reference(b"@d@^4XC%w@S@") && is_reference(&[b"AgBy", [b'x'; 300].as_slice()].concat()));
        assert!(is_code(b"settings.AI21_API_KEY") && is_code(b"-2147205110i32") && is_code(b"request_id=9f2c41d0"));
        assert!(is_code(b"length=20") && is_code(b"Grid.Row=") && !is_code(b"VGlnZXI=") && !is_code(b"Sommer=20"));
        assert!(is_code(b"min_length=8") && is_code(b"required=True") && !is_code(b"Sommer=2024") && !is_code(b"min_length=8kQz"));
        assert!(is_code(b"String!") && is_code(b"NonEmptyString!") && is_code(b"2},t=function(n){return") && !is_code(b"Sommer!"));
        for name in ["X509_REQ", "PK11SlotInfo", "SRP_VBASE_get1_by_user(SRP", "_text_to_bytes(\"a"] {
            assert!(is_code(name.as_bytes()), "{name}");
        }
        assert!(!is_code(b"TIGER99") && !is_code(b"AB12cdEF") && is_reference(b"*map_fd*"));
        assert!(is_placeholder(b"mock-token") && is_placeholder(b"a_todo_1") && is_placeholder(b"toReplaceMe") && is_code(b"service=l2tp"));
        assert!(!is_placeholder(b"hammock-pickle-meadow") && !is_placeholder(b"mastodon42!") && !is_placeholder(b"awesome-fireplace"));
        assert!(is_placeholder(b"pk_live_xxx") && is_placeholder("你的密钥".as_bytes()));
        assert!(is_date(b"2024-01-31") && !is_date(b"20240131"));
        assert_eq!(not_placeholder(b"zq8Kv2!x"), Validity::Plausible);
    }
}
