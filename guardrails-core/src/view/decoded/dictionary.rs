//! The words that attacks are made of, to be known again when they are misspelt on purpose.

use once_cell::sync::Lazy;

/// Words of four letters and more, or that stand between such words.
const WORDS: &str = "all any about above access act actions administrator allow answer anything assistant attack before below bypass call confidential \
    content context conversation credentials data database decode delete directives disable disclose disregard display do email everything execute \
    filter filters follow following forget from full given guidelines hidden hello ignore immediately initial instruction instructions internal \
    jailbreak keys limitations message messages mode model new not now obey original output override passwords password pretend previous \
    previously print prior prompt prompts reply repeat respond response restrictions reveal rules safeguards safety secret secrets security send \
    show stop system task tell text that the this told transfer unrestricted user verbatim what with without words you your \
    toutes les instructions précédentes oublie ignorez consignes vergiss ignoriere alle vorherigen anweisungen regeln todas las instrucciones \
    anteriores olvida instruções";

/// How a word was misspelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misspelling {
    /// The letters between the first and the last are in another order.
    Shuffled,
    /// Letters are repeated.
    Stretched,
    /// Digits and signs stand for letters, 1 for i and l alike.
    Leet,
    /// Without vowels, but for one at its beginning.
    Vowelless,
}

const ALL: [Misspelling; 4] = [Misspelling::Shuffled, Misspelling::Stretched, Misspelling::Leet, Misspelling::Vowelless];

/// Short words that stand between those of the dictionary.
const SHORT: &str = "a all am an and any are as at be but by can do for from has i if in is it its me my no not now of on or our out so the then \
    this to up us use was we who will would";

/// Which lengths there are for each first letter.
static LENGTHS: Lazy<[u32; 26]> = Lazy::new(|| {
    let mut lengths = [0; 26];
    for word in WORDS.split_ascii_whitespace() {
        if let Some(bits) = word.bytes().next().and_then(|first| lengths.get_mut(first.wrapping_sub(b'a') as usize)) {
            *bits |= 1 << word.len().min(31);
        }
    }
    lengths
});

/// Words by what is left of them when the misspelling is taken out.
static TABLES: Lazy<[Vec<(u64, &'static str)>; 4]> = Lazy::new(|| {
    ALL.map(|how| {
        let mut table: Vec<_> =
            WORDS.split_ascii_whitespace().filter(|word| word.is_ascii()).map(|word| (key(word.as_bytes(), how), word)).collect();
        table.sort_unstable();
        table
    })
});

/// The word that `word`, in ASCII letters of any case, is a misspelling of.
pub(super) fn restored(word: &[u8], how: Misspelling) -> Option<&'static str> {
    let least = if how == Misspelling::Vowelless { 2 } else { 3 };
    if word.len() < least || word.len() > 40 || (how == Misspelling::Shuffled && word.len() < 4) {
        return None;
    }
    let (table, lengths) = (TABLES.get(how as usize)?, LENGTHS.get((word.first()? | 0x20).wrapping_sub(b'a') as usize)?);
    // Most words of any text go here.
    if how == Misspelling::Shuffled && lengths & 1 << word.len().min(31) == 0 {
        return None;
    }
    let key = key(word, how);
    table.binary_search_by_key(&key, |(key, _)| *key).ok().and_then(|at| table.get(at)).map(|(_, word)| *word)
}

/// Whether `word`, in small letters, is in the dictionary or one of the short words between.
pub(super) fn is_word(word: &str) -> bool {
    JOINED.binary_search(&word).is_ok()
}

/// How many letters the longest word at the beginning of `letters` has for which `fits` holds; 0 where there is none.
pub(super) fn longest_word(letters: &[u8], fits: impl Fn(usize) -> bool) -> usize {
    let mut lower = [0; 16];
    let len = letters.len().min(lower.len());
    for (own, letter) in lower.iter_mut().zip(letters) {
        *own = letter.to_ascii_lowercase();
    }
    (1..=len)
        .rev()
        .find(|len| lower.get(..*len).and_then(|word| std::str::from_utf8(word).ok()).is_some_and(is_word) && fits(*len))
        .unwrap_or(0)
}

/// Words in ASCII, sorted.
static JOINED: Lazy<Vec<&'static str>> = Lazy::new(|| {
    let mut words: Vec<_> = WORDS.split_ascii_whitespace().chain(SHORT.split_ascii_whitespace()).filter(|word| word.is_ascii()).collect();
    words.sort_unstable();
    words.dedup();
    words
});

/// A hash that is the same for a word and its misspellings. For shuffled letters one that does not depend on their order.
fn key(word: &[u8], how: Misspelling) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |all: u64, byte: u8| (all ^ u64::from(byte | 0x20)).wrapping_mul(FACTOR).rotate_left(29);
    match (how, word) {
        (Misspelling::Shuffled, [first, inner @ .., last]) => {
            let inner = inner.iter().fold(0_u64, |all, byte| all.wrapping_add(mix(1, *byte)));
            mix(mix(inner, *first), *last)
        }
        (Misspelling::Stretched, _) => {
            let mut last = 0;
            word.iter()
                .map(|byte| byte | 0x20)
                .fold(0, |all, byte| if std::mem::replace(&mut last, byte) == byte { all } else { mix(all, byte) })
        }
        (Misspelling::Vowelless, _) => word.iter().filter(|byte| !is_vowel(**byte)).fold(0, |all, byte| mix(all, *byte)),
        _ => word.iter().fold(0, |all, byte| mix(all, if byte | 0x20 == b'l' { b'i' } else { *byte })),
    }
}

pub(super) fn is_vowel(byte: u8) -> bool {
    matches!(byte | 0x20, b'a' | b'e' | b'i' | b'o' | b'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_words_are_known_again() {
        assert_eq!(restored(b"prevoius", Misspelling::Shuffled), Some("previous"));
        assert_eq!(restored(b"Ignroe", Misspelling::Shuffled), Some("ignore"));
        assert_eq!(restored(b"aallll", Misspelling::Stretched), Some("all"));
        assert_eq!(restored(b"tei", Misspelling::Leet), None);
        assert_eq!(restored(b"teii", Misspelling::Leet), Some("tell"));
        assert_eq!(restored(b"garden", Misspelling::Shuffled), None);
        assert_eq!(restored(b"nstrctns", Misspelling::Vowelless), Some("instructions"));
        assert_eq!(restored(b"ignr", Misspelling::Vowelless), Some("ignore"));
    }

    #[test]
    fn the_longest_word_is_taken() {
        assert_eq!(longest_word(b"Instructionsnow", |_| true), 12);
        assert_eq!(longest_word(b"qqq", |_| true), 0);
        assert!(is_word("previous") && is_word("of") && !is_word("garden"));
    }
}
