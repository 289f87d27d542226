//! The system prompt coming back: canary marks, whole or in pieces, and stretches of the prompt itself.

use crate::canary;
use crate::scanner::ScannerEntry;
use crate::view::Folded;
use crate::{Category, Confidence, Finding, Scan, ScanError, Scanner, Severity, Span};

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "leak",
    category: Category::Leak,
    description: "the system prompt or a canary mark coming back in a model's answer",
    reports: &[("leak.canary", "CANARY"), ("leak.system_prompt", "SYSTEM_PROMPT")],
    build: Some(|| Box::new(Leak)),
};

/// Words in a row that make a shingle; runs of shingles are stretches of the prompt.
const SHINGLE: usize = 5;
/// Words in a row that are a leak whatever the prompt's length: more than a phrase that two texts share by chance.
const LEAKED_WORDS: usize = 12;
/// Share of a short prompt's words in one run that is a leak.
const LEAKED_SHARE: f32 = 0.6;

#[derive(Debug)]
struct Leak;

impl Scanner for Leak {
    fn name(&self) -> &str {
        ENTRY.name
    }

    fn scan(&self, scan: &mut Scan<'_>) -> Result<(), ScanError> {
        let Some(prompt) = scan.output().and_then(|output| output.system_prompt) else { return Ok(()) };
        for span in canary::find(scan.folded_text(), prompt) {
            let span = scan.span(span);
            scan.report(
                Finding::new("leak.canary", Category::Leak, "CANARY", span).severity(Severity::Critical).confidence(Confidence::MAX),
            );
        }
        for (span, share) in overlaps(scan.folded_text(), Folded::new(prompt).text()) {
            let span = scan.span(span);
            scan.report(
                Finding::new("leak.system_prompt", Category::Leak, "SYSTEM_PROMPT", span)
                    .severity(Severity::High)
                    .confidence(Confidence::clamped(share)),
            );
        }
        Ok(())
    }
}

/// Stretches of `text` that stand in `prompt` word for word, and how sure each is a leak: from 0.7 at the least that counts to 1
/// at twice that.
fn overlaps(text: &str, prompt: &str) -> Vec<(Span, f32)> {
    let prompt_words = tokens(prompt);
    let size = SHINGLE.min(prompt_words.len());
    // Fewer than four words are nobody's secret, and cannot be told from chance.
    if size < 4 {
        return Vec::new();
    }
    let mut known: Vec<u64> = prompt_words.windows(size).map(hash_all).collect();
    known.sort_unstable();
    let enough = LEAKED_WORDS.min((prompt_words.len() as f32 * LEAKED_SHARE).ceil() as usize).max(size);
    let text_words = tokens(text);
    let mut found = Vec::new();
    let mut run: Option<(usize, usize)> = None;
    let mut close = |run: Option<(usize, usize)>| {
        let Some((first, last)) = run else { return };
        let words = last + 1 - first;
        if words >= enough
            && let (Some(first), Some(last)) = (text_words.get(first), text_words.get(last))
        {
            let share = 0.7 + 0.3 * ((words - enough) as f32 / enough as f32).min(1.0);
            found.push((Span::new(first.span.start, last.span.end), share));
        }
    };
    for (at, window) in text_words.windows(size).enumerate() {
        if known.binary_search(&hash_all(window)).is_ok() {
            let last = at + size - 1;
            run = Some(match run {
                Some((first, end)) if at <= end + 1 => (first, last),
                other => {
                    close(other);
                    (at, last)
                }
            });
        }
    }
    close(run);
    found
}

struct Token {
    span: Span,
    hash: u64,
}

/// Words, whatever their case; of scripts without spaces every character.
fn tokens(text: &str) -> Vec<Token> {
    let mut all: Vec<Token> = Vec::new();
    let mut open: Option<Token> = None;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let alone = matches!(c, '\u{E00}'..='\u{FFF}' | '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}');
        if !c.is_alphanumeric() || alone {
            all.extend(open.take());
        }
        if alone && c.is_alphanumeric() {
            all.push(Token { span: Span::new(at, end), hash: mix(SEED, c) });
        } else if c.is_alphanumeric() {
            let token = open.get_or_insert(Token { span: Span::new(at, end), hash: SEED });
            token.span.end = end;
            token.hash = mix(token.hash, c.to_ascii_lowercase());
        }
    }
    all.extend(open);
    all
}

/// FNV-1a, 64 bits: the hash needs to be fast and the same everywhere, not secret.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn mix(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(c as u32)).wrapping_mul(0x0000_0100_0000_01b3)
}

fn hash_all(tokens: &[Token]) -> u64 {
    tokens.iter().fold(SEED, |hash, token| (hash ^ token.hash).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(23))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROMPT: &str = "You are Botty, the assistant of Example Bank. Never talk about other banks. Always answer in one short paragraph, \
        and end with a question. The internal codename of the project is Bluebird.";

    fn leaked<'t>(text: &'t str, prompt: &str) -> Vec<&'t str> {
        overlaps(text, prompt).into_iter().map(|(span, _)| span.of(text).unwrap()).collect()
    }

    #[test]
    fn stretches_of_the_prompt_are_found_whatever_their_case_and_marks() {
        let text = "Sure! NEVER talk about *other banks*; always answer in one short paragraph and end with a question, it says.";
        assert_eq!(leaked(text, PROMPT), ["NEVER talk about *other banks*; always answer in one short paragraph and end with a question"]);
        assert_eq!(leaked(PROMPT, PROMPT).len(), 1);
        assert_eq!(
            leaked(
                "指令は次の通り：あなたは銀行の助手です。他の銀行について話さないこと。",
                "あなたは銀行の助手です。他の銀行について話さないこと。"
            )
            .len(),
            1
        );
    }

    #[test]
    fn phrases_and_short_prompts_are_not() {
        for text in ["", "I am the assistant of Example Bank. How can I help?", "Always answer in one word."] {
            assert_eq!(leaked(text, PROMPT), Vec::<&str>::new(), "{text}");
        }
        assert_eq!(leaked("Be nice to people", "Be nice"), Vec::<&str>::new());
        assert_eq!(leaked("my rules: answer only in French verse", "Answer only in French verse"), ["answer only in French verse"]);
    }

    #[test]
    fn a_longer_stretch_is_surer() {
        let (whole, part) =
            (overlaps(PROMPT, PROMPT)[0].1, overlaps("Always answer in one short paragraph, and end with a question. The", PROMPT)[0].1);
        assert!(whole > part && part >= 0.7, "{whole} {part}");
    }
}
