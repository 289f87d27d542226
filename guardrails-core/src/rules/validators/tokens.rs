//! Validators of secrets: checksums inside tokens, structure (JWT, PEM), and how random a value looks.
//!
//! A checksum that holds is proof; one that fails is not, since people edit a token before they paste it. So those
//! answer *valid* or *plausible*, and only placeholders, words and code are *invalid*.

use super::Validity;
use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("atlassian_crc", atlassian_crc),
    ("aws_key_id", aws_key_id),
    ("basic_auth", basic_auth),
    ("discord_bot", discord_bot),
    ("github_crc", github_crc),
    ("grafana_crc", grafana_crc),
    ("jwt", jwt),
    ("mixed_token", mixed_token),
    ("not_placeholder", not_placeholder),
    ("npm_crc", npm_crc),
    ("password", password),
    ("pem_body", pem_body),
    ("quoted_password", quoted_password),
    ("random_not_hash", random_not_hash),
    ("random_token", random_token),
    ("secret_value", secret_value),
    ("seed_phrase", seed_phrase),
    ("url_password", url_password),
];

/// No validator reads more than this much of a value.
const LIMIT: usize = 16_384;

const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, CONFIG);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, CONFIG);

/// GitHub tokens: prefix, `_`, 30 random characters, and their CRC-32 as six base-62 digits
/// (<https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/>).
pub(super) fn github_crc(text: &[u8]) -> Validity {
    let body = text.iter().position(|&b| b == b'_').and_then(|at| text.get(at + 1..));
    base62_crc(body.unwrap_or_default(), text)
}

/// npm tokens: `npm_` and the layout of GitHub's
/// (<https://github.blog/changelog/2021-09-23-npm-has-a-new-access-token-format/>).
pub(super) fn npm_crc(text: &[u8]) -> Validity {
    base62_crc(text.strip_prefix(b"npm_").unwrap_or_default(), text)
}

fn base62_crc(body: &[u8], whole: &[u8]) -> Validity {
    let Some((random, check)) = body.split_at_checked(30) else { return Validity::Plausible };
    if is_placeholder(whole) {
        return Validity::Invalid;
    }
    let stated = check.iter().try_fold(0_u64, |sum, &digit| {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'A'..=b'Z' => digit - b'A' + 10,
            b'a'..=b'z' => digit - b'a' + 36,
            _ => return None,
        };
        sum.checked_mul(62)?.checked_add(u64::from(value))
    });
    if check.len() == 6 && stated == Some(u64::from(crc32fast::hash(random))) { Validity::Valid } else { Validity::Plausible }
}

/// Atlassian API tokens (`ATATT3…=XXXXXXXX`): the last eight characters are the CRC-32, in upper-case hex, of all before
/// them (<https://support.atlassian.com/atlassian-account/docs/manage-api-tokens-for-your-atlassian-account/>).
pub(super) fn atlassian_crc(text: &[u8]) -> Validity {
    if is_placeholder(text) {
        return Validity::Invalid;
    }
    let split = text.len().checked_sub(8).and_then(|at| text.split_at_checked(at));
    let Some((body, check)) = split else { return Validity::Plausible };
    if hex_u32(check) == Some(crc32fast::hash(body)) { Validity::Valid } else { Validity::Plausible }
}

/// Grafana service account tokens: `glsa_`, 32 characters, `_`, and the CRC-32 of all before that in hex; both byte orders
/// are in use (<https://grafana.com/docs/grafana/latest/administration/service-accounts/>).
pub(super) fn grafana_crc(text: &[u8]) -> Validity {
    if is_placeholder(text) {
        return Validity::Invalid;
    }
    let split = text.iter().rposition(|&b| b == b'_').and_then(|at| text.split_at_checked(at));
    let Some((body, check)) = split else { return Validity::Plausible };
    let crc = crc32fast::hash(body);
    match check.get(1..).and_then(hex_u32) {
        Some(stated) if stated == crc || stated.swap_bytes() == crc => Validity::Valid,
        _ => Validity::Plausible,
    }
}

fn hex_u32(digits: &[u8]) -> Option<u32> {
    if digits.len() != 8 {
        return None;
    }
    digits.iter().try_fold(0_u32, |sum, &b| Some((sum << 4) | char::from(b).to_digit(16)?))
}

/// JSON Web Token: the part before the first dot is base64url of a JSON object with the member `alg`
/// (RFC 7515, section 4.1.1).
pub(super) fn jwt(text: &[u8]) -> Validity {
    let mut parts = text.split(|&b| b == b'.');
    let header = parts.next().unwrap_or_default();
    if header.len() > 4096 {
        return Validity::Invalid;
    }
    let Ok(json) = BASE64_URL.decode(header) else { return Validity::Invalid };
    let object = json.first() == Some(&b'{') && json.last() == Some(&b'}');
    if object && contains(&json, b"\"alg\"") { Validity::Valid } else { Validity::Invalid }
}

/// The body of a PEM private key is base64 of a DER SEQUENCE (RFC 7468, RFC 5208) or of `openssh-key-v1`
/// (<https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key>). An encrypted or `OpenPGP` key is plausible.
pub(super) fn pem_body(text: &[u8]) -> Validity {
    let text = text.get(..LIMIT.min(text.len())).unwrap_or_default();
    let mut body = Vec::with_capacity(64);
    let mut line_is_header = false;
    // The armour line ends at its second run of dashes; of the body its first 64 characters are enough.
    let Some(start) = end_of_armour(text) else { return Validity::Invalid };
    let rest = text.get(start..).unwrap_or_default();
    let rest = rest.get(..rest.iter().position(|&b| b == b'-').unwrap_or(rest.len())).unwrap_or_default();
    for line in lines(rest) {
        let line = line.trim_ascii();
        line_is_header |= line.contains(&b':');
        if line.contains(&b':') || line.starts_with(b"=") {
            continue;
        }
        body.extend(line.iter().copied().filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/')));
    }
    let distinct = distinct_chars(&body);
    if body.len() < 48 || distinct < 12 {
        return Validity::Invalid;
    }
    let head = body.get(..48).unwrap_or_default();
    match BASE64.decode(head) {
        Ok(der) if der.first() == Some(&0x30) || der.starts_with(b"openssh-key-v1") => Validity::Valid,
        _ if line_is_header => Validity::Plausible,
        _ if random_run(head) => Validity::Plausible,
        _ => Validity::Invalid,
    }
}

fn end_of_armour(text: &[u8]) -> Option<usize> {
    let mut dashes = text.windows(5).enumerate().filter(|(_, w)| *w == b"-----").map(|(at, _)| at);
    let first = dashes.next()?;
    let second = dashes.find(|&at| at > first + 5)?;
    Some(second + 5)
}

/// Lines, where the two characters `\` `n` end one too.
fn lines(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&b| b == b'\n' || b == b'\r' || b == b'\\').map(|line| match line {
        [b'n' | b'r', rest @ ..] if !rest.is_empty() => rest,
        other => other,
    })
}

/// AWS access key ids: a four-letter prefix and 16 characters of base 32
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>).
pub(super) fn aws_key_id(text: &[u8]) -> Validity {
    let body = text.get(4..).unwrap_or_default();
    let base32 = body.iter().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'));
    if contains(text, b"EXAMPLE") || longest_run(body) >= 5 || longest_sequence(body) >= 6 || distinct_chars(body) < 6 {
        return Validity::Invalid;
    }
    let digits = body.iter().any(u8::is_ascii_digit);
    match (base32, digits) {
        (true, true) => Validity::Valid,
        // Sixteen letters without a digit: one key in fifty, or a sentence in capitals.
        (true, false) if !wordy(body) => Validity::Plausible,
        (false, true) => Validity::Plausible,
        _ => Validity::Invalid,
    }
}

/// Discord bot tokens: the first part is base64 of the bot's decimal id
/// (<https://discord.com/developers/docs/reference#authentication>).
pub(super) fn discord_bot(text: &[u8]) -> Validity {
    let id = text.split(|&b| b == b'.').next().unwrap_or_default();
    match BASE64_URL.decode(id) {
        Ok(id) if id.len() >= 15 && id.iter().all(u8::is_ascii_digit) => Validity::Valid,
        _ => Validity::Invalid,
    }
}

/// The credentials of HTTP Basic: base64 of printable `user:password` (RFC 7617).
pub(super) fn basic_auth(text: &[u8]) -> Validity {
    if text.len() > 1024 {
        return Validity::Invalid;
    }
    let Ok(pair) = BASE64.decode(text) else { return Validity::Invalid };
    // A space means encoded prose, not a user and a password.
    let printable = pair.iter().all(u8::is_ascii_graphic);
    let colon = pair.iter().position(|&b| b == b':');
    match colon.and_then(|at| pair.get(at + 1..)) {
        Some(secret) if printable && !is_placeholder(secret) && !is_reference(secret) => Validity::Valid,
        None if printable && pair.len() >= 16 => Validity::Plausible,
        _ => Validity::Invalid,
    }
}

/// For tokens with a prefix of their own: anything that is not a placeholder.
pub(super) fn not_placeholder(text: &[u8]) -> Validity {
    if is_placeholder(text) || is_reference(text) { Validity::Invalid } else { Validity::Plausible }
}

/// Looks drawn at random: not words, not a placeholder, not a sequence.
pub(super) fn random_token(text: &[u8]) -> Validity {
    if is_placeholder(text) || is_reference(text) || !random_run(text) { Validity::Invalid } else { Validity::Plausible }
}

/// [`random_token`], and not what a hash, a commit or an identifier of a record looks like: hex or a UUID.
pub(super) fn random_not_hash(text: &[u8]) -> Validity {
    let hex = text.iter().all(|b| b.is_ascii_hexdigit() || *b == b'-');
    let digits = text.iter().any(u8::is_ascii_digit);
    let upper = text.iter().any(u8::is_ascii_uppercase);
    let lower = text.iter().any(u8::is_ascii_lowercase);
    // A slug such as `sha256-…` or `release-2024-07` has one case and separators.
    if hex || !digits || (!upper && separators(text) > 1) || !(lower || upper) { Validity::Invalid } else { random_token(text) }
}

/// For tokens of unknown makers: after the last separator upper case, lower case and digits, some of each, at random.
pub(super) fn mixed_token(text: &[u8]) -> Validity {
    let tail = text.rsplit(|b| matches!(b, b'_' | b'-' | b'.')).next().unwrap_or_default();
    let digits = if tail.len() < 40 { 3 } else { 2 };
    let mixed =
        count(tail, u8::is_ascii_uppercase) >= 3 && count(tail, u8::is_ascii_lowercase) >= 3 && count(tail, u8::is_ascii_digit) >= digits;
    if mixed && !is_reference(text) && distinct_chars(tail) >= 14 { random_token(tail) } else { Validity::Invalid }
}

/// A value assigned to a name such as `token` or `api_key`: *valid* when it looks drawn at random, *plausible* when it is at
/// least no placeholder, reference, code or plain words.
pub(super) fn secret_value(text: &[u8]) -> Validity {
    if is_placeholder(text) || is_reference(text) || is_code(text) || is_date(text) {
        return Validity::Invalid;
    }
    let digits = count(text, u8::is_ascii_digit);
    if contains_any(text, &[b"privatekey", b"publickey", b"secretkey", b"accesstoken"]) {
        return Validity::Invalid;
    }
    if digits == text.len() || text.len() < 8 {
        return Validity::Invalid;
    }
    if random_run(text) && text.len() >= 16 {
        return Validity::Valid;
    }
    if wordy(text) || digits == 0 || !random_run(text) { Validity::Invalid } else { Validity::Plausible }
}

/// A value assigned to a name such as `password`: words with digits or signs among them are passwords too.
pub(super) fn password(text: &[u8]) -> Validity {
    const NAMES: &[&[u8]] = &[
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
    ];
    // What is stored instead of a password: bcrypt, crypt, Argon2, LDAP schemes.
    const HASHES: &[&[u8]] = &[
        b"$2a$", b"$2b$", b"$2y$", b"$1$", b"$5$", b"$6$", b"$apr1$", b"$argon2", b"$pbkdf2", b"pbkdf2", b"{SSHA", b"{SHA", b"$scrypt",
        b"[]", b"[/",
    ];
    if is_placeholder(text) || is_reference(text) || is_code(text) || is_date(text) || text.len() < 6 || contains_any(text, NAMES) {
        return Validity::Invalid;
    }
    if HASHES.iter().any(|start| starts_with(text, start)) {
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
    let mixed = upper > 0 && upper < letters && !wordy(text);
    if strange_signs > 0 && (upper > 0 || !wordy(text)) || mixed || (!wordy(text) && text.len() >= 7 && longest_without_vowel(text) >= 3) {
        return Validity::Plausible;
    }
    Validity::Invalid
}

/// A short value in quotes after `password`: letters that do not read like a word are enough.
pub(super) fn quoted_password(text: &[u8]) -> Validity {
    match password(text) {
        Validity::Invalid => {
            let plain = text.iter().all(u8::is_ascii_alphanumeric);
            let consonants = longest_without_vowel(text);
            if plain && text.len() >= 5 && !is_placeholder(text) && !wordy(text) && consonants >= 3 && distinct_chars(text) >= 4 {
                Validity::Plausible
            } else {
                Validity::Invalid
            }
        }
        other => other,
    }
}

/// The longest run of letters without a vowel.
fn longest_without_vowel(text: &[u8]) -> usize {
    let runs = text.split(|b| !b.is_ascii_alphabetic() || matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y'));
    runs.map(<[u8]>::len).max().unwrap_or(0)
}

/// The password of a URL: short and plain ones count too, since the place proves what they are.
pub(super) fn url_password(text: &[u8]) -> Validity {
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
    // `http://host:80#…@`: the port, not a password.
    let after_digits = text.iter().find(|b| !b.is_ascii_digit());
    if text.first().is_some_and(u8::is_ascii_digit) && matches!(after_digits, Some(b'#' | b'?' | b',' | b'\\')) {
        return Validity::Invalid;
    }
    if is_placeholder(text) || is_reference(text) || USUAL.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return Validity::Invalid;
    }
    match password(text) {
        Validity::Invalid if contains_any(text, &[b"password", b"secret", b"token", b"//", b"{", b"$", b"%s", b"("]) || wordy(text) => {
            Validity::Invalid
        }
        Validity::Invalid => Validity::Plausible,
        other => other,
    }
}

/// The words of a BIP-39 phrase: none of them twice more than once, and none that the list lacks but prose is full of
/// (<https://github.com/bitcoin/bips/blob/master/bip-0039/english.txt>).
pub(super) fn seed_phrase(text: &[u8]) -> Validity {
    const NOT_LISTED: &[&[u8]] = &[
        b"the", b"and", b"for", b"are", b"was", b"not", b"but", b"your", b"with", b"from", b"has", b"words", b"should", b"would", b"these",
        b"those", b"been", b"which", b"its", b"his", b"her", b"per", b"were", b"into", b"than", b"some", b"such",
    ];
    let words = text.split(|&b| b == b' ');
    let count = words.clone().count();
    let listed = words.clone().all(|word| !NOT_LISTED.iter().any(|other| word.eq_ignore_ascii_case(other)));
    let doubles = words.clone().enumerate().filter(|(at, word)| words.clone().take(*at).any(|other| other == *word)).count();
    if matches!(count, 12 | 15 | 18 | 21 | 24) && listed && doubles <= 2 { Validity::Plausible } else { Validity::Invalid }
}

// ---- what a value looks like -------------------------------------------------------------------------------------

/// Words that a stand-in for a secret holds, in lower case.
const PLACEHOLDERS: &[&[u8]] = &[
    b"example",
    b"placeholder",
    b"changeme",
    b"change_me",
    b"change-me",
    b"changeit",
    b"replace",
    b"redacted",
    b"your_",
    b"your-",
    b"yourkey",
    b"yourapi",
    b"yourtoken",
    b"yoursecret",
    b"yourpass",
    b"insert",
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
    b"todo",
    b"tbd-",
    b"notreal",
    b"hunter2",
    b"deadbeef",
    b"aaaaaa",
    b"foobar",
    b"lorem",
    b"encrypted",
    b"undefined",
    b"removed",
    b"masked",
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
    b"some-",
    b"some_",
    b"abcdefgh",
    b"12345678",
    b"01234567",
    b"00000000",
];

fn is_placeholder(text: &[u8]) -> bool {
    const WHOLE: &[&[u8]] =
        &[b"null", b"none", b"nil", b"true", b"false", b"empty", b"unset", b"string", b"secret", b"password", b"token", b"tbd", b"n/a"];
    let text = text.get(..LIMIT.min(text.len())).unwrap_or_default();
    if WHOLE.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    // In a long value a short word stands by chance.
    if text.len() <= 200 && contains_any(text, PLACEHOLDERS) {
        return true;
    }
    let letters = text.iter().filter(|b| !matches!(b, b'-' | b'_' | b'.' | b' '));
    let filler = letters.clone().filter(|b| matches!(b, b'x' | b'X' | b'*' | b'.' | b'#' | b'0')).count();
    let total = letters.count();
    if total == 0 || filler * 2 > total {
        return true;
    }
    let long = text.len() >= 16;
    long && text.len() <= 200 && (longest_run(text) >= 6 || distinct_chars(text) < 5)
}

/// A reference to a secret that is kept elsewhere: a variable, a template, a vault, a file.
fn is_reference(text: &[u8]) -> bool {
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
        b"credentials(",
    ];
    if STARTS.iter().any(|start| starts_with(text, start)) {
        return true;
    }
    if contains_any(text, &[b"${", b"{{", b"$(", b"#{", b"()", b"$_", b"/$", b":$", b"getenv", b"environ", b"process.env"]) {
        return true;
    }
    match (text.first(), text.last()) {
        (Some(b'<' | b'{' | b'`' | b'('), _) | (Some(b'%'), Some(b'%')) | (Some(b'['), Some(b']')) | (Some(b'_'), Some(b'_')) => true,
        // A variable is one name; with digits and no `_` in it a password such as `$7rKq2` is as likely.
        (Some(b'$' | b'@' | b'&' | b'*'), _) => {
            let name = text.iter().skip(1);
            name.clone().all(u8::is_ascii_alphabetic)
                || (text.contains(&b'_')
                    && name.clone().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-' | b'>')))
        }
        (Some(b'%'), _) => text.iter().skip(1).all(|b| b.is_ascii_uppercase() || *b == b'_'),
        _ => false,
    }
}

/// A call, a member, an index, a type, a path, a name of a variable: what stands right of `=` in code.
fn is_code(text: &[u8]) -> bool {
    let ident = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_');
    // `name(`, `name[`
    let head = text.iter().take_while(|b| ident(b) || matches!(b, b'.' | b':' | b'>')).count();
    if head > 1
        && head < text.len()
        && matches!(text.get(head), Some(b'(' | b'[' | b'{' | b'<'))
        && text.first().is_some_and(u8::is_ascii_alphabetic)
        && !text.get(..head).is_some_and(|h| h.iter().any(u8::is_ascii_digit))
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
    if simple && digits == 0 && separators(text) > 0 && (wordy(text) || upper == 0) {
        return true;
    }
    // A number: `0xC002_002F`, `0xC000_018A_u32`.
    if starts_with(text, b"0x") && text.len() <= 20 {
        return true;
    }
    // `Keys.parse`, `pad_token.unwrap_or`: members, of names that hold no digit.
    let member = text.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'.')) && text.contains(&b'.');
    if member && text.len() < 64 {
        return true;
    }
    // ENVIRONMENT_NAME, also with a digit or two
    let screaming = text.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_');
    if screaming && text.contains(&b'_') && digits <= 2 && wordy(text) {
        return true;
    }
    // The next variable of a list: `PASSWORD= FILTER=integration`.
    let name = text.iter().take_while(|b| b.is_ascii_uppercase() || **b == b'_').count();
    if name >= 3 && text.get(name) == Some(&b'=') && name + 1 < text.len() {
        return true;
    }
    // A path has at least two slashes and words between them.
    let slashes = count(text, |b| matches!(b, b'/' | b'\\'));
    let rooted = text.first() == Some(&b'/') && (slashes >= 2 || wordy(text));
    rooted || (slashes >= 2 && wordy(text))
}

/// `2024-01-31`, `12:30:00`, `1.2.3`, `10.0.0.1:80`: digits with separators only.
fn is_date(text: &[u8]) -> bool {
    let plain = text.iter().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'.' | b'/' | b'T' | b'Z' | b'+' | b' ' | b','));
    plain && separators(text) > 0
}

/// No words, no sequence, no repetition, and enough different characters for its length.
fn random_run(text: &[u8]) -> bool {
    let text = text.get(..1024.min(text.len())).unwrap_or_default();
    let digits = count(text, u8::is_ascii_digit);
    let letters = count(text, u8::is_ascii_alphabetic);
    if letters == 0 || longest_run(text) >= 6 || longest_sequence(text) >= 8 {
        return false;
    }
    let need = match text.len() {
        0..=11 => 5,
        12..=19 => 7,
        _ => 8,
    };
    if distinct_chars(text) < need {
        return false;
    }
    let upper = count(text, u8::is_ascii_uppercase);
    let one_case = upper == 0 || upper == letters;
    // Without digits it takes mixed case, or letters that do not read like words.
    let unread = read_share(text) * 100.0;
    if digits == 0 { if one_case { unread < 35.0 } else { unread < 30.0 } } else { unread < 50.0 }
}

/// Most of the letters stand in runs that read like words.
fn wordy(text: &[u8]) -> bool {
    read_share(text) >= 0.5
}

/// Share of the letters and digits that stand in word-like runs of four letters and more. Runs end at a sign, a digit and a hump (`aB`).
#[allow(clippy::cast_precision_loss)] // bounded by 1024
fn read_share(text: &[u8]) -> f32 {
    let text = text.get(..1024.min(text.len())).unwrap_or_default();
    let (mut total, mut read) = (0_usize, 0_usize);
    let (mut run, mut common) = (0_usize, 0_usize);
    let mut previous = b' ';
    let mut close = |run: usize, common: usize| {
        // `run` letters have `run - 1` pairs.
        if run >= 4 && common * 10 >= (run - 1) * 7 {
            read += run;
        }
    };
    for &byte in text {
        total += usize::from(byte.is_ascii_alphanumeric());
        let hump = previous.is_ascii_lowercase() && byte.is_ascii_uppercase();
        if !byte.is_ascii_alphabetic() || hump {
            close(run, common);
            (run, common) = (0, 0);
        }
        if byte.is_ascii_alphabetic() {
            if run > 0 {
                common += usize::from(common_pair(previous, byte));
            }
            run += 1;
        }
        previous = byte;
    }
    close(run, common);
    if total == 0 { 0.0 } else { read as f32 / total as f32 }
}

/// The 220 pairs of letters that are most frequent in English words and identifiers, one row of bits for each first letter.
const PAIRS: [u32; 26] = [
    0x13e_b94e, 0x016_4911, 0x01a_4d95, 0x016_4119, 0x0ee_b87d, 0x010_4931, 0x016_6191, 0x00a_4111, 0x22e_f87f, 0x000_0000, 0x000_0110,
    0x11c_4919, 0x014_d111, 0x03c_617d, 0x07e_fc6e, 0x01e_c911, 0x010_0000, 0x11e_7d5d, 0x01c_c995, 0x11e_4995, 0x00e_b95f, 0x000_0111,
    0x000_4111, 0x000_8000, 0x000_0000, 0x000_0010,
];

fn common_pair(first: u8, second: u8) -> bool {
    let index = |letter: u8| letter.to_ascii_lowercase().wrapping_sub(b'a');
    PAIRS.get(usize::from(index(first))).is_some_and(|row| row.checked_shr(u32::from(index(second))).unwrap_or(0) & 1 == 1)
}

fn longest_run(text: &[u8]) -> usize {
    longest(text, |a, b| a == b)
}

/// The longest run that counts up or down: `abcdef`, `9876`.
fn longest_sequence(text: &[u8]) -> usize {
    longest(text, |a, b| b == a.wrapping_add(1)).max(longest(text, |a, b| a == b.wrapping_add(1)))
}

fn longest(text: &[u8], goes_on: impl Fn(u8, u8) -> bool) -> usize {
    let (mut best, mut run) = (usize::from(!text.is_empty()), 1_usize);
    for (&a, &b) in text.iter().zip(text.iter().skip(1)) {
        run = if goes_on(a, b) { run + 1 } else { 1 };
        best = best.max(run);
    }
    best
}

fn distinct_chars(text: &[u8]) -> u32 {
    let seen = text.iter().fold([0_u64; 4], |mut seen, &b| {
        if let Some(word) = seen.get_mut(usize::from(b >> 6)) {
            *word |= 1 << (b & 63);
        }
        seen
    });
    seen.iter().map(|word| word.count_ones()).sum()
}

fn separators(text: &[u8]) -> usize {
    count(text, |b| matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b' ' | b'\\'))
}

fn count(text: &[u8], wanted: impl Fn(&u8) -> bool) -> usize {
    text.iter().filter(|b| wanted(b)).count()
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

/// ASCII case ignored.
fn contains_any(text: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|word| text.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word)))
}

fn starts_with(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A token in two halves, so that none stands in this file.
    fn join(parts: &[&str]) -> Vec<u8> {
        parts.concat().into_bytes()
    }

    fn base62(mut value: u32, width: usize) -> String {
        let mut digits = Vec::new();
        for _ in 0..width {
            let digit = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(value % 62) as usize];
            digits.push(digit);
            value /= 62;
        }
        digits.reverse();
        String::from_utf8(digits).unwrap()
    }

    #[test]
    fn checksums_prove_and_do_not_refute() {
        let body = "q7Rk2mVx9TnB4wLz8cYpD1sGhJ5uEf";
        let check = base62(crc32fast::hash(body.as_bytes()), 6);
        assert_eq!(github_crc(&join(&["gh", "p_", body, &check])), Validity::Valid);
        assert_eq!(npm_crc(&join(&["np", "m_", body, &check])), Validity::Valid);
        assert_eq!(github_crc(&join(&["gh", "p_", body, "9Zq1Zz"])), Validity::Plausible);
        assert_eq!(github_crc(&join(&["gh", "p_", &"x".repeat(36)])), Validity::Invalid);

        let head = join(&["gl", "sa_", "q7Rk2mVx9TnB4wLz8cYpD1sGhJ5uEfKa"]);
        let crc = crc32fast::hash(&head);
        for check in [crc, crc.swap_bytes()] {
            let token = [head.as_slice(), format!("_{check:08x}").as_bytes()].concat();
            assert_eq!(grafana_crc(&token), Validity::Valid);
        }
        let head = join(&["ATATT", "3xFfGF0q7Rk2mVx9TnB4wLz8cYpD1sGhJ5uEfKa="]);
        let token = [head.as_slice(), format!("{:08X}", crc32fast::hash(&head)).as_bytes()].concat();
        assert_eq!(atlassian_crc(&token), Validity::Valid);
    }

    #[test]
    fn structures() {
        let head = BASE64_URL.encode(r#"{"alg":"HS256"}"#);
        assert_eq!(jwt(format!("{head}.e30.c2ln").as_bytes()), Validity::Valid);
        assert_eq!(jwt(b"eyJhIjoxfQ.e30.c2ln"), Validity::Invalid);
        let der: Vec<u8> = (0..60_u8).map(|i| if i == 0 { 0x30 } else { i.wrapping_mul(37) }).collect();
        for line_end in ["\n", "\\n", "\\\\n", "\r\n"] {
            let body = BASE64.encode(&der);
            let key = format!("-----BEGIN {0}-----{line_end}{body}{line_end}-----END {0}-----", "PRIVATE KEY");
            assert_eq!(pem_body(key.as_bytes()), Validity::Valid, "{line_end:?}");
        }
        assert_eq!(pem_body(format!("-----BEGIN {0}-----\n...\n-----END {0}-----", "PRIVATE KEY").as_bytes()), Validity::Invalid);
        assert_eq!(aws_key_id(&join(&["AK", "IA3QF7ZL2MWXT5KBNC"])), Validity::Valid);
        assert_eq!(aws_key_id(b"AKIAIOSFODNN7EXAMPLE"), Validity::Invalid);
        assert_eq!(basic_auth(b"dXNlcjpodW4tNzctdGlnZXI="), Validity::Valid);
        assert_eq!(basic_auth(b"authentication"), Validity::Invalid);
    }

    #[test]
    fn placeholders_words_and_code_are_no_secrets() {
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
            assert_eq!(random_token(value.as_bytes()), Validity::Plausible, "{value}");
        }
        for value in ["Tiger-Golden-Happy-1485", "br4v3T1g3r@375", "Silver~Summer1180", "zq8Kv2!x"] {
            assert_ne!(password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        assert_eq!(random_not_hash(b"9f2c41d07be84a6f83d10c5e7724aab1"), Validity::Invalid);
    }

    #[test]
    fn empty_and_odd_input_is_answered() {
        let odd: [&[u8]; 5] = [b"", b"-", b"\xff\xfe", b"-----", b"...."];
        for (name, check) in TABLE {
            for text in odd {
                assert_ne!(check(text), Validity::Valid, "{name}");
            }
        }
    }
}
