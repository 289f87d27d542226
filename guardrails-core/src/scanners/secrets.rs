//! Keys, tokens, passwords: rules with checksums and tests of randomness. Here: the other passwords of a dictionary of users, and which
//! findings are the two halves of one key.

use crate::rules::validators::{self, Validity};
use crate::scanner::{Scan, Scanner, ScannerEntry};
use crate::{Category, Finding, ScanError, Span};

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "secrets",
    category: Category::Secrets,
    description: "keys, tokens, passwords and private keys",
    reports: &[],
    build: Some(|| Box::new(Secrets)),
};

/// The rules that find the first password of a dictionary of users and of lines of users, and the validator of all of them.
const LOGINS: &str = "secret.login_map";
const LOGIN_LINES: &str = "secret.login_lines";
const LOGIN: &str = "login_password";
/// The most logins of one dictionary, and the longest part of one.
const MOST_LOGINS: usize = 256;
const LONGEST: usize = 72;

#[derive(Debug)]
struct Secrets;

impl Scanner for Secrets {
    fn name(&self) -> &str {
        "secrets"
    }

    fn scan(&self, scan: &mut Scan<'_>) -> Result<(), ScanError> {
        let text = scan.text();
        let is_first = |finding: &&Finding| matches!(&*finding.rule, LOGINS | LOGIN_LINES) && finding.disguise.is_none();
        let mut firsts: Vec<Finding> = scan.findings().iter().filter(is_first).cloned().collect();
        // Most texts have none, and a validator is looked up by its name among hundreds.
        if firsts.is_empty() {
            return Ok(());
        }
        let Some(is_login) = validators::find(LOGIN) else { return Ok(()) };
        firsts.sort_by_key(|first| first.span.start);
        // A list ends where the next one begins, so that each line is read once.
        let mut begins: Vec<usize> = firsts.iter().skip(1).map(|first| first.span.start).collect();
        begins.push(text.len());
        for (first, until) in firsts.into_iter().zip(begins) {
            let mut end = first.span.end;
            let next = if first.rule == LOGINS { next_login } else { next_line };
            for _ in 0..MOST_LOGINS {
                let Some(span) = next(text.as_bytes(), end).filter(|span| span.start < until) else { break };
                end = span.end;
                if text.get(span.start..span.end).is_some_and(|value| is_login(value.as_bytes()) != Validity::Invalid) {
                    let mut other = first.clone();
                    other.span = span;
                    scan.report(other);
                }
            }
        }
        Ok(())
    }
}

/// The value of the entry `, "name": "value"` behind the value that ends at `end`.
fn next_login(text: &[u8], end: usize) -> Option<Span> {
    let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'');
    let skip = |at: usize, is: &dyn Fn(&u8) -> bool, most: usize| {
        at + text.get(at..).unwrap_or_default().iter().take(most).take_while(|byte| is(byte)).count()
    };
    let at = text.get(end).filter(|byte| is_quote(byte)).map(|_| end + 1)?;
    let comma = skip(at, &|byte| byte.is_ascii_whitespace(), LONGEST);
    let name = skip(comma + usize::from(text.get(comma) == Some(&b',')), &|byte| byte.is_ascii_whitespace() || is_quote(byte), LONGEST);
    let name_end = skip(name, &|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'@'), LONGEST);
    let sign = skip(name_end, &|byte| is_quote(byte) || *byte == b' ', 4);
    let value = skip(sign, &|byte| matches!(byte, b':' | b'=' | b'>' | b' '), 6);
    let quote = text.get(value).filter(|byte| is_quote(byte) && text.get(comma) == Some(&b',') && name_end > name && value > sign)?;
    let len = text.get(value + 1..).unwrap_or_default().iter().take(LONGEST + 1).position(|byte| byte == quote || *byte == b'\n')?;
    (text.get(value + 1 + len) == Some(quote)).then(|| Span::new(value + 1, value + 1 + len))
}

/// The value of the next line, `name: value` or `name = value, role`, behind the value that ends at `end`.
fn next_line(text: &[u8], end: usize) -> Option<Span> {
    let rest = |at: usize| text.get(at..).unwrap_or_default().iter();
    let skip = |at: usize, is: &dyn Fn(&u8) -> bool| at + rest(at).take(LONGEST).take_while(|byte| is(byte)).count();
    let is_quote = |byte: &u8| matches!(byte, b'"' | b'\'');
    let line = end + rest(end).take(LONGEST).position(|byte| *byte == b'\n')? + 1;
    let name = skip(line, &|byte| matches!(byte, b' ' | b'\t') || is_quote(byte));
    let name_end = skip(name, &|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b'@'));
    let sign = skip(name_end, &|byte| is_quote(byte) || *byte == b' ');
    let value = skip(sign + 1, &|byte| *byte == b' ' || is_quote(byte));
    let value_end = skip(value, &|byte| byte.is_ascii_graphic() && !is_quote(byte) && *byte != b',');
    let is_login = name_end > name && matches!(text.get(sign), Some(b':' | b'=')) && value_end > value;
    is_login.then(|| Span::new(value, value_end))
}

/// The kind of an id, the kind of the secret that belongs to it, and how many characters the provider gives that secret: a
/// `GENERIC_SECRET` of that length belongs to the id as well.
const PAIRS: &[(&str, Option<&str>, usize)] = &[
    ("AWS_ACCESS_KEY", Some("AWS_SECRET_KEY"), 40),
    ("ALIBABA_ACCESS_KEY", Some("ALIBABA_SECRET_KEY"), 30),
    ("GOOGLE_HMAC_KEY", Some("GOOGLE_HMAC_SECRET"), 40),
    ("SCALEWAY_ACCESS_KEY", Some("SCALEWAY_SECRET_KEY"), 36),
    ("TWILIO_ACCOUNT_SID", Some("TWILIO_AUTH_TOKEN"), 32),
    ("TWILIO_API_KEY", None, 32),
    ("TENCENT_SECRET_ID", None, 32),
    ("BAIDU_ACCESS_KEY", None, 32),
    ("EXOSCALE_KEY", None, 43),
    ("DIGITALOCEAN_SPACES_KEY", None, 43),
    ("RAZORPAY_KEY", None, 24),
];

/// Farthest apart that two halves stand, in lines and in bytes between them: a block of settings, or two columns of a table.
const PAIR_LINES: usize = 6;
const PAIR_BYTES: usize = 600;

/// Lets the two halves of a key name each other. A half belongs to the nearest one before it that has no other half yet. Findings are in
/// order of start; for each of them and each pair of kinds at most [`PAIR_BYTES`] are read.
pub(crate) fn pair_halves(text: &str, findings: &mut [Finding]) {
    // For each pair of kinds the last half that has no other one, and whether it is the id.
    let mut open: [Option<(usize, bool)>; PAIRS.len()] = [None; PAIRS.len()];
    for at in 0..findings.len() {
        let Some(finding) = findings.get(at).filter(|finding| finding.category == Category::Secrets && !finding.preview) else { continue };
        let mut nearest: Option<usize> = None;
        for ((id, secret, length), open) in PAIRS.iter().zip(&mut open) {
            let is_id = finding.kind == *id;
            if !is_id && *secret != Some(&finding.kind) && !(finding.kind == GENERIC && finding.span.len() == *length) {
                continue;
            }
            if let Some((before, _)) = open.filter(|(before, was_id)| *was_id != is_id && are_near(text, findings.get(*before), finding)) {
                nearest = nearest.max(Some(before));
            }
            *open = Some((at, is_id));
        }
        let Some(before) = nearest else { continue };
        // Both are taken: neither is the half of a third one.
        open.iter_mut().filter(|open| open.is_some_and(|(half, _)| half == before || half == at)).for_each(|open| *open = None);
        let (second, first) = (finding.span, findings.get(before).map(|finding| finding.span));
        findings.get_mut(before).into_iter().for_each(|finding| finding.pair = Some(second));
        findings.get_mut(at).into_iter().for_each(|finding| finding.pair = first);
    }
}

const GENERIC: &str = "GENERIC_SECRET";

fn are_near(text: &str, first: Option<&Finding>, second: &Finding) -> bool {
    let between = first.and_then(|first| text.get(first.span.end..second.span.start));
    between.is_some_and(|between| between.len() <= PAIR_BYTES && memchr::memchr_iter(b'\n', between.as_bytes()).count() <= PAIR_LINES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::BUILT_IN;
    use crate::{Guard, Unit};

    #[test]
    fn every_kind_of_the_table_exists() {
        for kind in PAIRS.iter().flat_map(|(id, secret, _)| [Some(*id), *secret, Some(GENERIC)]).flatten() {
            assert!(BUILT_IN.iter().any(|rule| rule.kind == kind && rule.category == Category::Secrets), "{kind}");
        }
    }

    /// Two characters long, or as many as the kind says behind a colon.
    fn finding(kind: &'static str, start: usize) -> Finding {
        let (kind, length) = kind.split_once(':').map_or((kind, 2), |(kind, length)| (kind, length.parse().unwrap()));
        Finding::new("secret.x", Category::Secrets, kind, Span::new(start, start + length))
    }

    /// For each finding the place of its other half in the list.
    fn pairs(text: &str, kinds: &[(&'static str, usize)]) -> Vec<Option<usize>> {
        let mut findings: Vec<Finding> = kinds.iter().map(|(kind, start)| finding(kind, *start)).collect();
        pair_halves(text, &mut findings);
        let index = |span: Span| findings.iter().position(|finding| finding.span == span);
        findings.iter().map(|finding| finding.pair.and_then(index)).collect()
    }

    #[test]
    fn every_password_of_a_dictionary_of_users_is_found() {
        let first = "Sun‖flower42!".replace('‖', "");
        let second = "Luna‖-4471x".replace('‖', "");
        let text = format!("USERS = {{\n    'amy': '{first}',\n    'bob': 'none',\n    \"eve\": \"{second}\",\n}}\nx = '{second}'\n");
        let verdict = Guard::default().scan_input(text.as_str()).into_owned();
        let found: Vec<&str> = verdict.findings.iter().map(|finding| &text[finding.span.start..finding.span.end]).collect();
        assert_eq!(found, [first.as_str(), second.as_str()]);
    }

    #[test]
    fn every_password_of_lines_of_users_is_found() {
        let first = "Sun‖flower42!".replace('‖', "");
        let second = "Luna‖-4471x".replace('‖', "");
        for text in [
            format!("users:\n  amy: {first}\n  bob: none\n  eve: \"{second}\"\n\nx: {second}\n"),
            format!("[users]\namy = {first}, admin\nbob = none\neve = {second}\n[roles]\n{second}\n"),
        ] {
            let verdict = Guard::default().scan_input(text.as_str()).into_owned();
            let found: Vec<&str> = verdict.findings.iter().map(|finding| &text[finding.span.start..finding.span.end]).collect();
            assert_eq!(found, [first.as_str(), second.as_str()], "{text}");
        }
    }

    #[test]
    fn two_halves_name_each_other_whichever_comes_first() {
        let text = " ".repeat(100);
        assert_eq!(pairs(&text, &[("AWS_ACCESS_KEY", 0), ("AWS_SECRET_KEY", 10)]), [Some(1), Some(0)]);
        assert_eq!(pairs(&text, &[("TWILIO_AUTH_TOKEN", 0), ("TWILIO_ACCOUNT_SID", 10)]), [Some(1), Some(0)]);
        assert_eq!(pairs(&text, &[("RAZORPAY_KEY", 0), ("JWT", 5), ("GENERIC_SECRET:24", 10)]), [Some(2), None, Some(0)]);
    }

    #[test]
    fn a_half_has_one_other_half_the_nearest() {
        let text = " ".repeat(100);
        let two = [("AWS_ACCESS_KEY", 0), ("AWS_SECRET_KEY", 10), ("AWS_ACCESS_KEY", 20), ("AWS_SECRET_KEY", 30)];
        assert_eq!(pairs(&text, &two), [Some(1), Some(0), Some(3), Some(2)]);
        assert_eq!(pairs(&text, &[("AWS_ACCESS_KEY", 0), ("AWS_ACCESS_KEY", 10), ("AWS_SECRET_KEY", 20)]), [None, Some(2), Some(1)]);
        assert_eq!(pairs(&text, &[("AWS_ACCESS_KEY", 0), ("AWS_SECRET_KEY", 10), ("AWS_SECRET_KEY", 20)]), [Some(1), Some(0), None]);
        // A secret that may belong to ids of several providers belongs to the nearest.
        assert_eq!(pairs(&text, &[("BAIDU_ACCESS_KEY", 0), ("TWILIO_API_KEY", 10), ("GENERIC_SECRET:32", 20)]), [None, Some(2), Some(1)]);
    }

    #[test]
    fn what_is_far_or_of_another_provider_is_no_pair() {
        let halves = |between: &str| {
            let text = format!("id{between}id");
            pairs(&text, &[("AWS_ACCESS_KEY", 0), ("AWS_SECRET_KEY", text.len() - 2)])
        };
        assert_eq!(halves(&"\n".repeat(PAIR_LINES)), [Some(1), Some(0)]);
        assert_eq!(halves(&"\n".repeat(PAIR_LINES + 1)), [None, None]);
        assert_eq!(halves(&" ".repeat(PAIR_BYTES + 1)), [None, None]);
        assert_eq!(pairs(&" ".repeat(100), &[("AWS_ACCESS_KEY", 0), ("TWILIO_AUTH_TOKEN", 10)]), [None, None]);
        assert_eq!(pairs(&" ".repeat(100), &[("AWS_ACCESS_KEY", 0), ("GENERIC_SECRET:32", 10)]), [None, None]);
    }

    #[test]
    fn the_pair_is_in_the_json_in_the_callers_unit_and_nowhere_else() {
        let id = "AK‖IAQZ4M7X‖K2VJ3TBN‖6R".replace('‖', "");
        let secret = "kW9vQ2mZ7rT4xL1pN8sB3yH6cJ5dF0gA‖eUiOqYtR".replace('‖', "");
        let text = format!("😀 aws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
        let verdict = Guard::default().scan_input(text.as_str()).into_owned();
        let [first, second] = verdict.findings.as_slice() else { panic!("{:?}", verdict.findings) };
        assert_eq!((first.pair, second.pair), (Some(second.span), Some(first.span)));
        let json: serde_json::Value = serde_json::from_str(&verdict.to_json(Unit::CodePoints)).unwrap();
        assert_eq!(json["findings"][0]["pair"], json["findings"][1]["span"]);
        assert_eq!(json["findings"][1]["pair"]["start"], text.find("AKIA").unwrap() - 3);
        let alone = Guard::default().scan_input(id.as_str()).to_json(Unit::Bytes);
        assert!(!alone.contains("pair") && !alone.contains("suppressed") && !alone.contains("fingerprint"), "{alone}");
    }
}
