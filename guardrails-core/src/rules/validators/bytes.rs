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

/// Whether any of `words` stands in `text`, ASCII case ignored.
pub(super) fn contains_any(text: &[u8], words: &[&[u8]]) -> bool {
    words.iter().any(|word| {
        let Some((first, rest)) = word.split_first() else { return true };
        // Few places begin like the word, and those are found many bytes at a time.
        memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text)
            .any(|at| text.get(at + 1..at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(rest)))
    })
}

/// Whether `text` begins with `start`, ASCII case ignored.
pub(super) fn starts_with(text: &[u8], start: &[u8]) -> bool {
    text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}
