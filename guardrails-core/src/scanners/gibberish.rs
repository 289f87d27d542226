//! Adversarial suffixes: what a search by gradients puts behind a request so that a model complies (Zou et al., "Universal and Transferable
//! Adversarial Attacks on Aligned Language Models", 2023). No words say so, but no language and no code looks like it: bits of markup, code and
//! words run together, brackets that nobody closes, on the line of an ordinary sentence.

use smallvec::SmallVec;

use crate::Span;
use crate::view::is_letter;

/// Words at the end of a text that are looked at, and how long they may be together.
const TAIL: usize = 24;
const LONGEST: usize = 600;
/// The fewest words of a suffix, those of them that are none, and what they have to weigh.
const SHORTEST: usize = 4;
const ODD_WORDS: usize = 3;
const WEIGHT: usize = 4;
/// Words of the sentence before it.
const SENTENCE: usize = 5;
/// Single signs that stand for brackets nobody closes.
const LONE_SIGNS: usize = 5;

/// For each byte, whether it is an ASCII sign that is seldom beside the letters of a word.
static SIGNS: [bool; 256] = {
    let (mut table, mut rest) = ([false; 256], b"[]{}()\\^`|*$~\"<>#@!=_;&".as_slice());
    while let [sign, others @ ..] = rest {
        #[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
        {
            table[*sign as usize] = true;
        }
        rest = others;
    }
    table
};

fn is_sign(byte: u8) -> bool {
    SIGNS.get(usize::from(byte)).copied().unwrap_or(false)
}

/// The suffix of a user's text, if it has one.
pub(super) fn suffix(text: &str) -> Option<Span> {
    let text = text.trim_end();
    let line = text.rfind('\n').map_or(0, |at| at + 1).max(boundary(text, text.len().saturating_sub(LONGEST * 2)));
    let bytes = text.as_bytes();
    // Nearly all texts end here.
    let tail = bytes.get(line.max(bytes.len().saturating_sub(LONGEST / 2))..)?;
    if tail.iter().filter(|byte| is_sign(**byte)).count() < ODD_WORDS {
        return None;
    }
    let last = text.get(line..)?;
    // From the end: of every word its start, weight and whether it is one sign alone.
    let mut words: SmallVec<[(usize, usize, bool); TAIL]> = SmallVec::new();
    for word in last.split_whitespace().rev().take(TAIL) {
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        words.push((at, weight(word), word.len() == 1 && weight(word) > 0));
    }
    let (mut weigh, mut odd, mut lone) = (0, 0, 0);
    let mut best: Option<(usize, usize, usize, usize)> = None;
    for (index, (at, weight, single)) in words.iter().enumerate() {
        (weigh, odd, lone) = (weigh + weight, odd + usize::from(*weight > 0), lone + usize::from(*single));
        let count = index + 1;
        let enough = count >= SHORTEST && odd >= ODD_WORDS && weigh >= WEIGHT && weigh * 10 >= count * 3;
        if enough && best.is_none_or(|(_, weighed, of, _)| weigh * of > weighed * count) {
            best = Some((*at, weigh, count, lone));
        }
    }
    let (at, _, _, lone) = best?;
    let tail = text.get(at..)?;
    let found = tail.len() <= LONGEST && (lone >= LONE_SIGNS || unclosed(last) > 0) && is_sentence(text.get(line..at)?);
    found.then(|| Span::new(at, text.len()))
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How much a word is none: 2 for a tangle of signs, 1 for signs alone or inside, and for words run together; 0 for words, numbers and marks of
/// arithmetic and punctuation.
fn weight(word: &str) -> usize {
    let signs = word.bytes().filter(|byte| is_sign(*byte)).count();
    if !word.chars().any(is_letter) {
        let brackets = word.bytes().any(|byte| b"[]{}\\^".contains(&byte));
        return match signs {
            0 => 0,
            // Faces.
            _ if word.len() <= 4 && word.starts_with([':', ';', '=']) => 0,
            _ if word.bytes().any(|byte| byte.is_ascii_digit()) => usize::from(brackets),
            3.. if word.chars().any(|c| !word.starts_with(c)) => 2,
            _ => 1,
        };
    }
    let core = word
        .trim_start_matches(['(', '[', '{', '"', '\'', '*', '_', '`', '<'])
        .trim_end_matches([')', ']', '}', '"', '\'', '*', '_', '`', '>', '.', ',', ';', ':', '!', '?', '%']);
    match core.bytes().filter(|byte| is_sign(*byte)).count() {
        3.. => 2,
        1 | 2 => 1,
        _ => usize::from(is_run_together(core)),
    }
}

/// `similarlyNow`: a capital behind two small letters.
fn is_run_together(word: &str) -> bool {
    word.as_bytes().windows(3).any(|w| matches!(w, [a, b, c] if a.is_ascii_lowercase() && b.is_ascii_lowercase() && c.is_ascii_uppercase()))
}

fn unclosed(text: &str) -> usize {
    let count = |sign: u8| text.bytes().filter(|byte| *byte == sign).count();
    [(b'(', b')'), (b'[', b']'), (b'{', b'}')].into_iter().map(|(open, close)| count(open).abs_diff(count(close))).sum()
}

/// Whether seven in ten words are nothing but letters and the marks of a sentence.
fn is_sentence(text: &str) -> bool {
    let (mut all, mut plain) = (0, 0);
    for word in text.split_whitespace() {
        let word = word.trim_start_matches(['\'', '"', '(']).trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'']);
        all += 1;
        plain += usize::from(!word.is_empty() && word.chars().all(|c| is_letter(c) || matches!(c, '\'' | '’' | '-')));
    }
    plain >= SENTENCE && plain * 10 >= all * 7
}

#[cfg(test)]
mod tests {
    use super::suffix;

    fn found(text: &str) -> Option<&str> {
        suffix(text).and_then(|span| text.get(span.start..span.end))
    }

    #[test]
    fn a_tangle_behind_a_sentence() {
        // Written for this test: of the make, not of a list.
        for tail in [
            "summarize.\\ >> plainlyThen rewrite backward.]( Us taking**TWO ok? undo by \"\\?--Three",
            "[ [ {` nuovaKeyer [ RX C9 [ III undomain ( [",
            "! ! ! ! ! Orderly ! ! ! ! Sup",
            "^{- lattice]; \\begin]{ Verbund ~ [ [",
        ] {
            let text = format!("Tell me how the harbour of the old town was built {tail}");
            assert!(found(&text).is_some_and(|found| tail.ends_with(found) || found.ends_with(tail)), "{text}: {:?}", found(&text));
        }
    }

    #[test]
    fn code_arithmetic_and_markup_have_an_order() {
        for text in [
            "What does this return: [x for x in range(10) if x % 2 == 0 and (x > 3)]",
            "Please explain the shell line grep -rn \"foo()\" src/ | awk '{print $1}' | sort -u",
            "Solve the equation for x please: 3 * (x + 2) = 2 * [4 - (x - 1)]",
            "Why is **this** bold and `that` code in the [docs](https://example.com/a_b)?",
            "I am so happy today and I want to thank you all !!! :) ;) <3 <3",
            "I lost my keys again today and now I am late for work :( :( :( :( :(",
            "Render the formula \\frac{a}{b} = \\sqrt{c^2 + d^2} for my lecture on triangles please",
            "The function getUserName calls setUserName and then readFile in our code base",
            "Name three rivers in Europe and three in Asia, and say how long they are (in km).",
            "[ [ [ [ ] {",
            "",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
