//! Values that answer a question: the line above asks, in a chat, a form or the transcript of a call.

use std::ops::Range;

use memchr::memchr;

use super::super::validators::contains_any;
use super::{LONGEST_HEADER, line_at};

/// How many lines above the answer the question may stand: one of thanks or an empty one may part them, or in a chat some of the other's.
const MOST_ABOVE: usize = 2;
const MOST_ABOVE_OF_CHAT: usize = 4;
/// What may stand before an answer in its line: a time, who speaks, and a word or two.
const LONGEST_LEAD: usize = 48;
const LONGEST_OPENING: usize = 18;
/// What may open an answer that ends with a verb of saying: `one second, here it says 123`.
const LONGEST_HESITATION: usize = 40;
const SAYS: &[&[u8]] =
    &[b"says", b"is", b"it's", b"reads", b"shows", b"steht", b"ist", b"dice", b"pone", b"dit", b"est", b"staat", b"diz", b"es"];
/// A line that is no question and parts one from its answer.
const LONGEST_BETWEEN: usize = 32;
const LONGEST_OF_CHAT: usize = 160;
/// A direction in brackets, of what happens between the question and its answer: `(looks for the card)`.
const LONGEST_ASIDE: usize = 120;
/// Digits of a line above that is a row or tells a value of its own, and asks for none.
const MOST_DIGITS: usize = 12;
/// Words that make a question of a sentence.
const PLEASE: &[&[u8]] = &[
    b"please",
    b"bitte",
    b"svp",
    b"plait",
    b"por favor",
    b"per favore",
    b"prosze",
    b"prosim",
    b"lutfen",
    b"alstublieft",
    "пожалуйста".as_bytes(),
    "будь ласка".as_bytes(),
    "お願い".as_bytes(),
    "ください".as_bytes(),
    "주세요".as_bytes(),
    "부탁".as_bytes(),
    "请".as_bytes(),
    "請".as_bytes(),
];

/// The line above that asks for what stands in this one.
pub(super) fn question(text: &[u8], line: &Range<usize>) -> Option<Range<usize>> {
    let mut above = line.clone();
    let answerer = speaker(text.get(line.clone())?);
    let mut other = None;
    for passed in 1..=MOST_ABOVE_OF_CHAT {
        above = line_at(text, above.start.checked_sub(1)?)?;
        let bytes = text.get(above.clone())?.trim_ascii_end();
        // In a quotation the other asks.
        let quoted = bytes.starts_with(b"> ") && !text.get(line.clone()).is_some_and(|line| line.starts_with(b">"));
        if quoted || asks(past_time(bytes)) {
            let end = above.start + bytes.len();
            let mut start = above.start.max(end.saturating_sub(LONGEST_HEADER));
            while start < end && text.get(start).is_some_and(|byte| byte & 0xC0 == 0x80) {
                start += 1;
            }
            return Some(start..end);
        }
        // A line of thanks may part the question from the answer; what has a number is an answer itself.
        let aside = matches!((bytes.first(), bytes.last()), (Some(b'('), Some(b')')) | (Some(b'['), Some(b']')));
        let longest = if aside { LONGEST_ASIDE } else { LONGEST_BETWEEN };
        let said = speaker(bytes);
        let in_chat = answerer.is_some()
            && said.is_some_and(|(name, said)| {
                answerer.is_some_and(|(answerer, _)| answerer != name)
                    && other.replace(name).is_none_or(|other| other == name)
                    && bytes.len() <= LONGEST_OF_CHAT
                    && !said.iter().any(u8::is_ascii_digit)
            });
        if !in_chat && (passed >= MOST_ABOVE || bytes.len() > longest || bytes.iter().any(u8::is_ascii_digit)) {
            return None;
        }
    }
    None
}

/// Who speaks in a line of a chat, and what: `[12:06] Ada Byron: it is …`.
fn speaker(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = past_time(line).trim_ascii_start();
    let end = memchr(b':', line.get(..LONGEST_LEAD.min(line.len()))?)?;
    let (name, said) = (line.get(..end)?, line.get(end + 1..)?);
    let is_name = !name.is_empty() && !name.iter().any(|byte| matches!(byte, b'0'..=b'9' | b'"' | b'=' | b'{' | b'|' | b';' | b','));
    (is_name && said.first() == Some(&b' ')).then_some((name, said))
}

/// A line of a chat without the time in front.
fn past_time(line: &[u8]) -> &[u8] {
    match line.first() {
        Some(b'[' | b'(') => memchr(b']', line).or_else(|| memchr(b')', line)).and_then(|end| line.get(end + 1..)).unwrap_or(line),
        _ => line,
    }
}

fn asks(line: &[u8]) -> bool {
    if line.iter().filter(|byte| byte.is_ascii_digit()).count() > MOST_DIGITS {
        return false;
    }
    let line = line.strip_suffix(b"\"").or_else(|| line.strip_suffix(b"'")).unwrap_or(line);
    let tail = line.get(line.len().saturating_sub(LONGEST_HEADER)..).unwrap_or_default();
    line.ends_with(b"?") || line.ends_with("؟".as_bytes()) || contains_any(tail, PLEASE)
}

/// Whether what stands before a value in its line lets it be an answer: nothing, a bullet, or who speaks and how an answer begins.
pub(super) fn answers(lead: &[u8]) -> bool {
    if lead.len() > 2 * LONGEST_LEAD
        || past_time(lead).len() > LONGEST_LEAD
        || lead.iter().any(|byte| matches!(byte, b'=' | b'{' | b'|' | b';'))
    {
        return false;
    }
    let said = past_time(lead);
    let opening = match said.iter().rposition(|byte| matches!(byte, b':' | b'>')) {
        Some(end) => said.get(end + 1..).unwrap_or_default(),
        None => said,
    };
    let says = || opening.trim_ascii_end().rsplit(|byte| *byte == b' ').next().is_some_and(|last| SAYS.contains(&last));
    let longest = if opening.len() > LONGEST_OPENING && says() { LONGEST_HESITATION } else { LONGEST_OPENING };
    opening.len() <= longest && !opening.iter().any(u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(text: &str) -> Option<&str> {
        let at = text.find('#')?;
        let line = line_at(text.as_bytes(), at)?;
        if !answers(&text.as_bytes()[line.start..at]) {
            return None;
        }
        question(text.as_bytes(), &line).and_then(|range| text.get(range))
    }

    #[test]
    fn questions_are_the_labels_of_their_answers() {
        for (text, label) in [
            ("AGENT: your ssn?\nCALLER: yeah it's #", Some("AGENT: your ssn?")),
            ("[00:41] A: the number please\n[00:46] B: #", Some("[00:41] A: the number please")),
            ("staff id?\n#", Some("staff id?")),
            ("your number?\nthank you\n#", Some("your number?")),
            ("番号をお願いします。\n客: #", Some("番号をお願いします。")),
            ("> and the code\n#", Some("> and the code")),
            ("Q: your ssn?\n(The clerk waits for the papers.)\nA: One second ... here, it says #", Some("Q: your ssn?")),
            ("Q: your ssn?\nA: they sold a great many of them, and #", None),
            ("> and the code\n> #", None),
            (
                "[04.02.2026, 18:10:02] Admin: my ssn?\n[04.02.2026, 18:15:40] Mats Sundström: Visst, det är #",
                Some("[04.02.2026, 18:10:02] Admin: my ssn?"),
            ),
            ("Ada: my ssn?\nbot: We thank you for your call to our branch in the city.\nbot: Kind regards\nAda: #", Some("Ada: my ssn?")),
            ("Ada: my ssn?\nbot: We thank you for your call to our branch in the city.\nBob: Kind regards\nAda: #", None),
            ("your ssn.\n#", None),
            ("your ssn?\nwe sold 500 of these and then #", None),
            ("your ssn?\nid=#", None),
            ("your ssn?\nthis line goes on about something else\n#", None),
            ("#", None),
        ] {
            assert_eq!(asked(text), label, "{text}");
        }
    }

    #[test]
    fn a_long_question_is_cut_between_characters() {
        for len in 0..6 {
            let text = format!("{}{}?\n#", "x".repeat(len), "日".repeat(80));
            assert!(asked(&text).is_some_and(|label| label.ends_with('?') && label.len() <= LONGEST_HEADER), "{len}");
        }
    }
}
