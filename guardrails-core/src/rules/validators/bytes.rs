//! Searches in byte strings shared by the validators of secrets.

/// No validator reads more than this much of a value.
pub(super) const LIMIT: usize = 16_384;

/// How many bytes are `wanted`.
pub(super) fn count(text: &[u8], wanted: impl Fn(&u8) -> bool) -> usize {
    text.iter().filter(|b| wanted(b)).count()
}

/// How many characters stand between the parts of a name, a path or a date.
pub(super) fn separators(text: &[u8]) -> usize {
    count(text, |b| matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b' ' | b'\\'))
}

/// Whether `word` stands in `text`, to the letter.
pub(super) fn contains(text: &[u8], word: &[u8]) -> bool {
    text.windows(word.len()).any(|window| window == word)
}

/// The longest word that any list of words has.
const LONGEST_LISTED: usize = 30;

/// Whether `word` is one of `list`, ASCII case ignored: words in small letters with one space between. Searched as a whole, which is done many
/// bytes at a time, where comparing word by word takes ten times as long.
pub(super) fn is_listed(list: &str, word: &[u8]) -> bool {
    let mut spaced = [b' '; LONGEST_LISTED + 2];
    let Some(room) = spaced.get_mut(1..=word.len()).filter(|room| !room.is_empty() && room.len() <= LONGEST_LISTED) else { return false };
    room.copy_from_slice(word);
    room.make_ascii_lowercase();
    if word.iter().any(u8::is_ascii_whitespace) {
        return false;
    }
    let (list, spaced) = (list.as_bytes(), spaced.get(..word.len() + 2).unwrap_or_default());
    let inside = || memchr::memmem::find(list, spaced).is_some();
    // The first word has nothing before it, and the last nothing behind.
    let at_start = spaced.get(1..).is_some_and(|word| list.starts_with(word));
    let whole = spaced.get(1..=word.len()).unwrap_or_default();
    at_start || spaced.get(..=word.len()).is_some_and(|word| list.ends_with(word)) || list == whole || inside()
}

/// Whether any of `words` stands in `text`, ASCII case ignored.
pub(in crate::rules) fn contains_any(text: &[u8], words: &[&[u8]]) -> bool {
    // Looking for each of many words reads the text once for each: the pairs that it has say for most that they are not there.
    let pairs = if words.len() > FEW_WORDS { Pairs::of(text) } else { Pairs([u64::MAX; 4]) };
    words.iter().any(|word| {
        let Some((first, rest)) = word.split_first() else { return true };
        // Few places begin like the word, and those are found many bytes at a time.
        pairs.may_hold(word)
            && memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text)
                .any(|at| text.get(at + 1..at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(rest)))
    })
}

/// So many words are looked for one by one for less than the pairs of a text cost.
const FEW_WORDS: usize = 4;

/// A bit for each pair of neighbouring bytes of a text, whatever their case; some pairs share one.
struct Pairs([u64; 4]);

impl Pairs {
    fn of(text: &[u8]) -> Self {
        let mut pairs = Self([0; 4]);
        for pair in text.windows(2) {
            let bit = Self::bit(pair);
            pairs.0.get_mut(bit / 64).into_iter().for_each(|bits| *bits |= 1 << (bit % 64));
        }
        pairs
    }

    /// Letters differ from their capitals in one bit; signs that do as well are one here, too.
    fn bit(pair: &[u8]) -> usize {
        let [first, second] = *pair else { return 0 };
        usize::from((first | 0x20).wrapping_mul(37).wrapping_add(second | 0x20))
    }

    /// Whether the first two bytes of `word` may stand side by side.
    fn may_hold(&self, word: &[u8]) -> bool {
        let bit = word.get(..2).map(Self::bit);
        bit.is_none_or(|bit| self.0.get(bit / 64).is_some_and(|bits| bits >> (bit % 64) & 1 == 1))
    }
}

/// Whether `text` begins with `start`, ASCII case ignored.
pub(super) fn starts_with(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_of_a_list_are_found_whole() {
        for list in ["one three13 two!", "one"] {
            for word in [
                "one",
                "ONE",
                "three13",
                "Two!",
                "two",
                "on",
                "ne",
                "ee13",
                "",
                " ",
                "one three13",
                "three13 ",
                "a_word_that_is_longer_than_any_of_a_list",
            ] {
                let expected = list.split_ascii_whitespace().any(|own| own.eq_ignore_ascii_case(word));
                assert_eq!(is_listed(list, word.as_bytes()), expected, "{word} in {list}");
            }
        }
    }

    proptest! {
        /// The pairs of a text never hide a word.
        #[test]
        fn many_words_are_found_as_each_by_itself(
            text in "[a-dA-D_@`{\\[é-]{0,40}", words in prop::collection::vec("[a-dA-D_@`{\\[é-]{1,4}", 1..12),
        ) {
            let words: Vec<&[u8]> = words.iter().map(String::as_bytes).collect();
            let stands = |word: &&[u8]| text.as_bytes().windows(word.len()).any(|here| here.eq_ignore_ascii_case(word));
            prop_assert_eq!(contains_any(text.as_bytes(), &words), words.iter().any(stands));
        }
    }

    #[test]
    fn pairs_tell_most_words_apart() {
        let pairs = Pairs::of(b"the Quick brown fox");
        assert!(pairs.may_hold(b"quince") && pairs.may_hold(b"q"));
        let letters = || b'a'..=b'z';
        let held = letters().flat_map(|a| letters().map(move |b| [a, b])).filter(|pair| pairs.may_hold(pair)).count();
        assert!(held < 26 * 26 / 8, "{held}");
    }
}
