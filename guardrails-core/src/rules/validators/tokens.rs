//! Validators of tokens that carry a proof: a checksum inside them, or a structure (JWT, PEM, base64 of something known).
//!
//! A checksum that holds is proof; one that fails is not, since people edit a token before they paste it. So those
//! answer *valid* or *plausible*, and only placeholders, words and code are *invalid*.

use super::Validity;
use super::bytes::{LIMIT, contains};
use super::placeholders::{is_placeholder, is_reference};
use super::randomness::{distinct_chars, longest_run, longest_sequence, random_run, wordy};
use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("github_crc", github_crc),
    ("npm_crc", npm_crc),
    ("atlassian_crc", atlassian_crc),
    ("grafana_crc", grafana_crc),
    ("jwt", jwt),
    ("basic_auth", basic_auth),
    ("discord_bot", discord_bot),
    ("pem_body", pem_body),
    ("aws_key_id", aws_key_id),
    ("base32_seed", base32_seed),
    ("split_token", split_token),
];

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

/// *Valid* when what follows the first 30 characters of `body` is their CRC-32.
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

/// Eight hex digits as a number.
fn hex_u32(digits: &[u8]) -> Option<u32> {
    if digits.len() != 8 {
        return None;
    }
    digits.iter().try_fold(0_u32, |sum, &b| Some((sum << 4) | char::from(b).to_digit(16)?))
}

/// JSON Web Token: the part before the first dot is base64url of a JSON object with the member `alg`
/// (RFC 7515, section 4.1.1). One that somebody altered before pasting it is *plausible*: a header that is no text any more, and
/// two more parts at random.
pub(super) fn jwt(text: &[u8]) -> Validity {
    let mut parts = text.split(|&b| b == b'.');
    let header = parts.next().unwrap_or_default();
    if header.len() > 4096 {
        return Validity::Invalid;
    }
    let json = BASE64_URL.decode(header).unwrap_or_default();
    let object = json.first() == Some(&b'{') && json.last() == Some(&b'}');
    if object && contains(&json, b"\"alg\"") {
        return Validity::Valid;
    }
    let text_still = !json.is_empty() && json.iter().all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace());
    let altered = !text_still && matches!(parts.clone().count(), 2 | 4) && parts.all(|part| part.len() >= 16 && random_run(part));
    if altered && random_run(header) && !is_placeholder(text) { Validity::Plausible } else { Validity::Invalid }
}

/// The credentials of HTTP Basic: base64 of printable `user:password` (RFC 7617).
pub(super) fn basic_auth(text: &[u8]) -> Validity {
    if text.len() > 1024 {
        return Validity::Invalid;
    }
    let Ok(pair) = BASE64.decode(text) else { return Validity::Invalid };
    // More than a space or two means encoded prose, not a user and a password.
    let spaces = pair.iter().filter(|b| **b == b' ').count();
    let text = std::str::from_utf8(&pair).is_ok_and(|text| !text.chars().any(char::is_control));
    let printable = text && spaces <= 2 && (spaces == 0 || pair.len() >= 12);
    let colon = pair.iter().position(|&b| b == b':');
    match colon.and_then(|at| pair.get(at + 1..)) {
        Some(secret) if printable && !is_placeholder(secret) && !is_reference(secret) => Validity::Valid,
        None if printable && spaces == 0 && pair.is_ascii() && pair.len() >= 16 => Validity::Plausible,
        _ => Validity::Invalid,
    }
}

/// Base64 of printable ASCII: somebody encoded a text, nobody drew it at random. The text itself is looked at in a view of its own.
pub(super) fn is_text_in_base64(text: &[u8]) -> bool {
    if text.len() < 16 || text.len() > 1024 {
        return false;
    }
    let decoded = BASE64.decode(text).or_else(|_| BASE64_URL.decode(text)).unwrap_or_default();
    decoded.len() >= 12 && decoded.iter().all(|b| b.is_ascii_graphic() || b.is_ascii_whitespace())
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

/// The body of a PEM private key is base64 of a DER SEQUENCE (RFC 7468, RFC 5208) or of `openssh-key-v1`
/// (<https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key>). An encrypted or `OpenPGP` key is plausible.
pub(super) fn pem_body(text: &[u8]) -> Validity {
    let text = text.get(..LIMIT.min(text.len())).unwrap_or_default();
    let mut body = Vec::with_capacity(64);
    let mut line_is_header = false;
    // The armour line ends at its second run of dashes; of the body its first 64 characters are enough.
    let Some(start) = end_of_armour(text) else { return Validity::Invalid };
    let rest = text.get(start..).unwrap_or_default();
    let rest = rest.get(..rest.windows(2).position(|two| two == b"--").unwrap_or(rest.len())).unwrap_or_default();
    for line in lines(rest) {
        let line = behind_log_prefix(line.trim_ascii());
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

/// The last word of a line of a log, `2026-02-01T10:00:00Z app[12]: MIIEpAIB…`, where it is as long as lines of base 64 are.
fn behind_log_prefix(line: &[u8]) -> &[u8] {
    let word = line.rsplit(|b| b.is_ascii_whitespace()).next().unwrap_or_default();
    let base64 = word.len() >= 40 && word.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'='));
    if base64 && word.len() < line.len() && line.iter().any(|b| matches!(b, b':' | b'|' | b']' | b'>')) { word } else { line }
}

/// Where the body begins, after `-----BEGIN …-----`.
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
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>). A number that no account has is no proof.
pub(super) fn aws_key_id(text: &[u8]) -> Validity {
    let body = text.get(4..).unwrap_or_default();
    let base32 = body.iter().all(|b| matches!(b, b'A'..=b'Z' | b'2'..=b'7'));
    if contains(text, b"EXAMPLE") || longest_run(body) >= 5 || longest_sequence(body) >= 6 || distinct_chars(body) < 6 {
        return Validity::Invalid;
    }
    let digits = body.iter().any(u8::is_ascii_digit);
    match (base32, digits) {
        (true, true) if aws_account(text).is_none_or(|account| account <= LAST_AWS_ACCOUNT) => Validity::Valid,
        (true, true) => Validity::Plausible,
        // Sixteen letters without a digit: one key in fifty, or a sentence in capitals.
        (true, false) if !wordy(body) => Validity::Plausible,
        (false, true) => Validity::Plausible,
        _ => Validity::Invalid,
    }
}

/// Accounts have twelve digits.
pub(crate) const LAST_AWS_ACCOUNT: u64 = 999_999_999_999;

/// The account that an AWS access key id was issued in: 40 bits behind the first one, which tells the ids of the present form from those before
/// 2019, that hold none. AWS answers the same to `sts get-access-key-info`
/// (<https://docs.aws.amazon.com/STS/latest/APIReference/API_GetAccessKeyInfo.html>); the layout was found by users.
pub(crate) fn aws_account(key: &[u8]) -> Option<u64> {
    // Ten characters of five bits: two more than are needed.
    let bits = key.get(4..14)?.iter().try_fold(0_u64, |bits, &character| {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'2'..=b'7' => character - b'2' + 26,
            _ => return None,
        };
        Some(bits << 5 | u64::from(value))
    })?;
    (bits >> 49 == 1).then_some(bits >> 9 & 0xFF_FFFF_FFFF)
}

/// The secret of one-time passwords: base 32 with some digits in it, drawn at random (RFC 4648, RFC 6238).
pub(super) fn base32_seed(text: &[u8]) -> Validity {
    let digits = text.iter().filter(|b| b.is_ascii_digit()).count();
    let distinct = distinct_chars(text);
    if is_placeholder(text)
        || digits < 1
        || distinct < 9
        || longest_run(text) >= 5
        || longest_sequence(text) >= 6
        || (digits < 2 && wordy(text))
    {
        return Validity::Invalid;
    }
    Validity::Plausible
}

/// A token of a known prefix over two lines or two string literals: its first part is too short to be one, both together are not,
/// and what was cut off is at random.
fn split_token(text: &[u8]) -> Validity {
    // How long the shortest token of a prefix is.
    const SHORTEST: &[(&[u8], usize)] = &[
        (b"ghp_", 40),
        (b"gho_", 40),
        (b"ghu_", 40),
        (b"ghs_", 40),
        (b"ghr_", 40),
        (b"github_pat_", 93),
        (b"glpat-", 26),
        (b"sk-ant-", 80),
        (b"sk-proj-", 48),
        (b"sk_live_", 32),
        (b"rk_live_", 32),
        (b"xoxb-", 40),
        (b"xoxp-", 60),
        (b"npm_", 40),
        (b"AIza", 39),
        (b"gsk_", 52),
        (b"hvs.", 90),
        (b"dop_v1_", 71),
        (b"shpat_", 38),
        (b"SG.", 60),
        (b"pypi-", 80),
        (b"glsa_", 46),
    ];
    let token = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let (Some(first), Some(last)) = (text.iter().position(|b| !token(b)), text.iter().rposition(|b| !token(b))) else {
        return Validity::Invalid;
    };
    let (head, tail) = (text.get(..first).unwrap_or_default(), text.get(last + 1..).unwrap_or_default());
    let shortest = SHORTEST.iter().find(|(prefix, _)| head.starts_with(prefix)).map_or(usize::MAX, |(_, len)| *len);
    let cut = head.len() < shortest && head.len() + tail.len() >= shortest;
    let drawn = tail.iter().any(u8::is_ascii_digit) && !wordy(tail) && !SHORTEST.iter().any(|(prefix, _)| tail.starts_with(prefix));
    if cut && drawn && !is_placeholder(head) && !is_placeholder(tail) && random_run(&[head, tail].concat()) {
        Validity::Plausible
    } else {
        Validity::Invalid
    }
}

/// The words of a phrase, without the numbers and signs between them.
pub(super) fn seed_words(text: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    text.split(|b| !b.is_ascii_alphabetic()).filter(|word| word.len() > 1)
}

const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);

const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, CONFIG);

const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, CONFIG);

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
        assert_eq!(aws_key_id(&join(&["AK", "IA77ZL2MWXT5KBNCQ3"])), Validity::Plausible, "an account of thirteen digits");
        assert_eq!(basic_auth(b"dXNlcjpodW4tNzctdGlnZXI="), Validity::Valid);
        assert_eq!(basic_auth(b"authentication"), Validity::Invalid);
    }

    #[test]
    fn accounts_of_aws_keys() {
        // Published with its account by who found the layout.
        assert_eq!(aws_account(&join(&["AS", "IAQNZGKIQY56JQ7WML"])), Some(29_608_264_753));
        assert_eq!(aws_account(b"AKIAIOSFODNN7EXAMPLE"), None, "issued before 2019");
        assert_eq!(aws_account(b"AKIAQ1111111111"), None);
        assert_eq!(aws_account(b"AKIAQAAA"), None);
        assert!(aws_account(&join(&["AK", "IA7777777777777777"])).unwrap() > LAST_AWS_ACCOUNT);
    }
}
