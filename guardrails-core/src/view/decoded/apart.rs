//! Letters that stand apart, or among others that say nothing: `[i][g][n][o]`, `["i", "g"]`, every second letter, letters put in after a rule
//! (`igognonorore`, `ubignubore`), vowels behind a mask (`*gn*r*`), letters in another order by rows or columns.

use super::dictionary::{Misspelling, is_vowel, restored_to};
use super::language::{oddness, oddness_turned};
use super::{Nature, Piece};
use crate::Span;
use crate::offsets::OffsetMap;

/// Fewer letters are too few to tell.
const FEWEST: usize = 12;
/// What letters cost at the least that have no order.
const STREWN: u32 = 135;
/// How much less odd the undone text has to be, in the unit of [`oddness`].
const GAIN: u32 = 12;
/// The longest text whose letters may stand in another order.
const LONGEST: usize = 600;

/// Whether so many letters and digits may stand in a row, each alone: no two side by side from the first to the last. Most words end the row
/// that a window of the least bytes would hold, so that few bytes are looked at. Those outside ASCII always may.
pub(super) fn may_stand_apart(bytes: &[u8], least: usize) -> bool {
    let pair = |pair: &[u8]| pair.iter().all(u8::is_ascii_alphanumeric);
    let mut at = 0;
    while let Some(window) = bytes.get(at..at + 2 * least - 1) {
        if let Some(last) = window.windows(2).rposition(pair) {
            at += last + 1;
            continue;
        }
        let rest = bytes.get(at..).unwrap_or_default();
        let row = rest.windows(2).position(pair).map_or(rest.len(), |last| last + 1);
        if rest.iter().take(row).filter(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii()).count() >= least {
            return true;
        }
        at += row;
    }
    false
}

/// Letters and digits between two others.
fn alone(bytes: &[u8]) -> usize {
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || !byte.is_ascii();
    let inside = bytes.windows(3).filter(|w| matches!(w, [a, b, c] if !word(a) && word(b) && !word(c))).count();
    inside + usize::from(matches!(bytes, [a, b, ..] if word(a) && !word(b)))
}

/// For what may look like code as well.
pub(super) fn gaps(stretch: &str, start: usize, out: &mut Vec<Piece>) {
    if !may_stand_apart(stretch.as_bytes(), FEWEST) || alone(stretch.as_bytes()) < FEWEST - 1 {
        return;
    }
    // A run of letters, each alone between two gaps: where it begins and ends, its letters and the gap behind each.
    let (mut letters, mut gaps): (Vec<char>, Vec<&str>) = Default::default();
    let (mut from, mut end) = (0, 0);
    let mut chars = stretch.char_indices().peekable();
    let mut last = ' ';
    while let Some((at, c)) = chars.next() {
        let alone = c.is_alphanumeric() && !last.is_alphanumeric() && chars.peek().is_none_or(|(_, next)| !next.is_alphanumeric());
        last = c;
        if !c.is_alphanumeric() {
            continue;
        }
        let gap = stretch.get(end..at).filter(|gap| alone && gap.len() <= 24);
        match gap {
            Some(gap) if !letters.is_empty() => gaps.push(gap),
            _ => {
                close(&letters, &gaps, Span::new(start + from, start + end), out);
                letters.clear();
                gaps.clear();
                from = at;
            }
        }
        letters.extend(alone.then_some(c));
        end = at + c.len_utf8();
    }
    close(&letters, &gaps, Span::new(start + from, start + end), out);
}

fn close(letters: &[char], gaps: &[&str], span: Span, out: &mut Vec<Piece>) {
    if letters.len() < FEWEST {
        return;
    }
    let mut sorted = gaps.to_vec();
    sorted.sort_unstable();
    let usual = sorted.chunk_by(|a, b| a == b).max_by_key(|same| same.len()).and_then(|same| same.first());
    // One sign is for those who look for letters with spaces between.
    let Some(usual) = usual.filter(|gap| gap.chars().count() > 1) else { return };
    let (mut text, mut map) = (String::with_capacity(2 * letters.len()), OffsetMap::default());
    for (letter, gap) in letters.iter().zip(gaps.iter().map(Some).chain([None])) {
        text.push(*letter);
        map.keep(letter.len_utf8());
        let Some(gap) = gap else { break };
        let put = if gap == usual { "" } else { " " };
        text.push_str(put);
        map.replace(gap.len(), put.len());
    }
    let alphabetic = letters.iter().filter(|c| c.is_alphabetic()).count();
    if alphabetic * 4 >= letters.len() * 3 && (!text.is_ascii() || oddness(text.as_bytes()) < 150) {
        out.push(Piece { span, text, map: Some(map), disguise: "spaced_letters", nature: Nature::Spelled });
    }
}

pub(super) fn find(stretch: &str, start: usize, out: &mut Vec<Piece>) {
    let count = |test: fn(&u8) -> bool| stretch.as_bytes().iter().filter(|byte| test(byte)).count();
    let mut push = |text: String, from: usize, len: usize, disguise| {
        let span = Span::new(start + from, start + from + len);
        out.push(Piece { span, text, map: None, disguise, nature: Nature::Spelled });
    };
    if let Some(text) = masked(stretch, count(|byte| is_mask(*byte))) {
        push(text, 0, stretch.len(), "masked_vowels");
    }
    // Numbers and dates, most of what is no language, are none of the rest.
    if count(u8::is_ascii_alphabetic) * 3 < stretch.len() * 2 {
        return;
    }
    for (undo, disguise) in [(doubled as fn(&str) -> Option<String>, "repeated_letters"), (put_in, "letters_put_in")] {
        if let Some(text) = undo(stretch) {
            push(text, 0, stretch.len(), disguise);
        }
    }
    let mut at = 0;
    for line in stretch.split_inclusive('\n') {
        let from = at;
        at += line.len();
        // What introduces the text ends with a colon.
        let body = line.trim_end_matches(['\n', '\r']);
        let skipped = body.rfind(": ").map_or(0, |at| at + 2);
        let Some(body) = body.get(skipped..).filter(|body| body.len() >= 2 * FEWEST && body.is_ascii()) else { continue };
        if let Some((text, disguise)) = other_order(body) {
            push(text, from + skipped, body.len(), disguise);
        }
    }
}

/// Every other letter, or letters of a text that was written in rails or columns.
fn other_order(line: &str) -> Option<(String, &'static str)> {
    let odd = oddness(line.as_bytes());
    if odd <= STREWN {
        return None;
    }
    let better = |text: &[u8], than: u32| oddness(text) + 2 * GAIN < than;
    for first in [0, 1] {
        let every: Vec<u8> = line.bytes().skip(first).step_by(2).collect();
        if every.len() >= FEWEST && better(&every, odd) && oddness(&every) < 130 {
            return Some((text(every), "letters_put_in"));
        }
    }
    // The letters are those of a language, at their usual shares; turned round it reads no better.
    if line.len() > LONGEST || !usual_letters(line) {
        return None;
    }
    let odd = odd.min(oddness_turned(line.as_bytes()));
    let bytes = line.as_bytes();
    let orders = (3..=6).map(|rails| (rail_order(bytes.len(), rails), "rail_fence")).chain((2..=10).flat_map(|columns| {
        let order = column_order(bytes.len(), columns);
        [(inverse(&order), "columns"), (order, "columns")]
    }));
    let undone = |order: Vec<usize>| -> Vec<u8> { order.iter().filter_map(|at| bytes.get(*at)).copied().collect() };
    let read = orders.map(|(order, disguise)| (undone(order), disguise)).map(|(text, disguise)| (oddness(&text), text, disguise));
    let (least, best, disguise) = read.min_by_key(|(odd, ..)| *odd)?;
    (least + 2 * GAIN < odd && least < 128).then(|| (text(best), disguise))
}

/// Of ASCII bytes.
fn text(bytes: Vec<u8>) -> String {
    bytes.into_iter().map(char::from).collect()
}

/// Vowels are a third to a half of the letters, and the rare letters are rare.
#[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
fn usual_letters(line: &str) -> bool {
    /// A bit for each count.
    const COUNTED: [u8; 26] = {
        let (mut bits, mut at) = ([1; 26], 0);
        let sets: [(&[u8], u8); 3] = [(b"aeiou", 2), (b"eotnrsi", 4), (b"jkqxz", 8)];
        while at < sets.len() {
            let (mut letters, bit) = sets[at];
            while let [first, rest @ ..] = letters {
                bits[(*first - b'a') as usize] |= bit;
                letters = rest;
            }
            at += 1;
        }
        bits
    };
    let (mut letters, mut vowels, mut common, mut rare) = (0, 0, 0, 0);
    for byte in line.bytes() {
        let bits = COUNTED.get(usize::from((byte | 0x20).wrapping_sub(b'a'))).copied().unwrap_or(0);
        letters += usize::from(bits & 1);
        vowels += usize::from(bits >> 1 & 1);
        common += usize::from(bits >> 2 & 1);
        rare += usize::from(bits >> 3 & 1);
    }
    vowels * 3 >= letters && vowels * 2 <= letters && common * 2 >= letters && rare * 20 <= letters
}

/// For each place of the text its place in the rails, read one behind the other.
fn rail_order(len: usize, rails: usize) -> Vec<usize> {
    let period = 2 * (rails - 1);
    let rail = |at: usize| (at % period).min(period - at % period);
    let mut written: Vec<usize> = (0..len).collect();
    written.sort_by_key(|at| rail(*at));
    inverse(&written)
}

/// For each place of the text its place where the columns are read one behind the other.
fn column_order(len: usize, columns: usize) -> Vec<usize> {
    let mut written: Vec<usize> = (0..len).collect();
    written.sort_by_key(|at| at % columns);
    inverse(&written)
}

fn inverse(order: &[usize]) -> Vec<usize> {
    let mut inverse = vec![0; order.len()];
    for (at, of) in order.iter().enumerate() {
        if let Some(own) = inverse.get_mut(*of) {
            *own = at;
        }
    }
    inverse
}

/// Fewer vowels behind masks are a word that nobody wants to write.
const FEWEST_MASKS: usize = 5;

const fn is_mask(byte: u8) -> bool {
    matches!(byte, b'*' | b'_' | b'#' | b'?' | b'@' | b'^' | b'~' | b'$' | b'%')
}

/// `*gn*r* *ll`: most vowels are the same sign, and three words at least are known by the rest.
fn masked(stretch: &str, masks: usize) -> Option<String> {
    let vowels = || stretch.bytes().filter(|byte| is_vowel(*byte));
    if masks < FEWEST_MASKS || vowels().take(masks + 1).count() > masks {
        return None;
    }
    let inside = |w: &&[u8]| matches!(**w, [a, b, c] if is_mask(b) && (a.is_ascii_alphabetic() || c.is_ascii_alphabetic()));
    let marks = stretch.as_bytes().windows(3).filter(inside).count();
    if marks < FEWEST_MASKS || vowels().take(marks + 1).count() > marks {
        return None;
    }
    let (mut text, mut found) = (String::with_capacity(stretch.len()), 0);
    for word in stretch.split_inclusive(char::is_whitespace) {
        let body = word.trim_end();
        let known = |body: &str| {
            body.bytes().any(is_mask).then_some(())?;
            let bare: Vec<u8> = body.bytes().filter(|byte| !is_mask(*byte)).collect();
            restored_to(&bare, Misspelling::Masked, |whole| {
                whole.len() == body.len()
                    && whole.bytes().zip(body.bytes()).all(|(own, given)| own == given | 0x20 || (is_vowel(own) && is_mask(given)))
            })
        };
        let ends = [body, body.trim_end_matches(['.', '?'])].into_iter().find_map(|body| known(body).map(|whole| (whole, body.len())));
        match ends {
            Some((whole, len)) => {
                found += usize::from(len > 2);
                text.push_str(whole);
                text.push_str(word.get(len..).unwrap_or_default());
            }
            None => text.push_str(word),
        }
    }
    (found > 2).then_some(text)
}

/// `iiggnnoorree`: hardly a letter that does not stand twice.
fn doubled(stretch: &str) -> Option<String> {
    let (mut twice, mut once) = (0, 0);
    for run in stretch.as_bytes().chunk_by(u8::eq_ignore_ascii_case).filter(|run| run.iter().all(u8::is_ascii_alphabetic)) {
        if run.len() % 2 == 0 {
            twice += 1
        } else {
            once += 1
        }
        // Even if all others stood twice.
        if once * 16 > stretch.len() {
            return None;
        }
    }
    if twice < FEWEST || once * 8 > twice {
        return None;
    }
    let mut text = String::with_capacity(stretch.len());
    let mut chars = stretch.chars().peekable();
    while let Some(c) = chars.next() {
        text.push(c);
        if c.is_ascii_alphabetic() && chars.peek().is_some_and(|next| next.eq_ignore_ascii_case(&c)) {
            chars.next();
        }
    }
    Some(text)
}

/// How letters are put into words.
#[derive(Clone, Copy)]
enum PutIn {
    /// Behind each consonant an o and the consonant again: `igognonorore`.
    Consonants,
    /// Behind each vowel this sign and the vowel again: `ibignoborebe`.
    Echo(u8),
    /// Before each vowel this syllable: `ubignubore`.
    Before([u8; 2]),
    /// Behind each consonant this syllable: `igopnopore`.
    Behind([u8; 2]),
}

#[rustfmt::skip]
const RULES: [PutIn; 14] = [
    PutIn::Consonants, PutIn::Echo(b'b'), PutIn::Echo(b'p'), PutIn::Echo(b'f'), PutIn::Echo(b'g'), PutIn::Before(*b"ub"), PutIn::Before(*b"ob"),
    PutIn::Before(*b"op"), PutIn::Before(*b"ag"), PutIn::Before(*b"eg"), PutIn::Before(*b"av"), PutIn::Before(*b"iz"), PutIn::Behind(*b"op"),
    PutIn::Behind(*b"ab"),
];

impl PutIn {
    /// Which of the three letters from `at` on is the one they stand for.
    fn meant(self, bytes: &[u8], at: usize) -> Option<usize> {
        let [a, b, c] = *bytes.get(at..)?.first_chunk::<3>()?;
        let [a, b, c] = [a | 0x20, b | 0x20, c | 0x20];
        match self {
            Self::Consonants => (a.is_ascii_lowercase() && !is_vowel(a) && b == b'o' && a == c).then_some(at),
            Self::Echo(sign) => (is_vowel(a) && b == sign && a == c).then_some(at),
            Self::Before(syllable) => ([a, b] == syllable && is_vowel(c)).then_some(at + 2),
            Self::Behind(syllable) => (a.is_ascii_lowercase() && !is_vowel(a) && [b, c] == syllable).then_some(at),
        }
    }
}

/// At how many places each rule may have put something in, some of which overlap.
fn places(bytes: &[u8]) -> [usize; RULES.len()] {
    let mut places = [0; RULES.len()];
    for three in bytes.windows(3) {
        let [a, b, c] = *three else { continue };
        // Most letters are not followed by one that any rule puts in, by itself two places on, with a vowel before it or a sign behind.
        let behind = matches!((b | 0x20, c | 0x20), (b'o', b'p') | (b'a', b'b'));
        if behind || matches!(b | 0x20, b'o' | b'b' | b'p' | b'f' | b'g' | b'v' | b'z') && (a | 0x20 == c | 0x20 || is_vowel(a)) {
            for (rule, count) in RULES.iter().zip(&mut places) {
                *count += usize::from(rule.meant(three, 0).is_some());
            }
        }
    }
    places
}

/// Takes out what was put in by one rule throughout.
fn put_in(stretch: &str) -> Option<String> {
    let odd = oddness(stretch.as_bytes());
    let bytes = stretch.as_bytes();
    if odd <= 100 {
        return None;
    }
    let enough = |found: usize| found >= FEWEST && found * 12 >= bytes.len();
    for (rule, _) in RULES.into_iter().zip(places(bytes)).filter(|(_, most)| enough(*most)) {
        let (mut undone, mut found, mut at) = (Vec::with_capacity(bytes.len()), 0, 0);
        while at < bytes.len() {
            let meant = rule.meant(bytes, at);
            found += usize::from(meant.is_some());
            undone.extend(bytes.get(meant.unwrap_or(at)));
            at += if meant.is_some() { 3 } else { 1 };
        }
        // So many are no chance, however well they read.
        let many = found * 8 >= bytes.len() && oddness(&undone) < 125;
        if enough(found) && (many || oddness(&undone) + GAIN / 2 < odd) {
            return String::from_utf8(undone).ok();
        }
    }
    None
}

#[cfg(test)]
#[path = "apart_tests.rs"]
mod tests;
