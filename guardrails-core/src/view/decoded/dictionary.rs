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

/// Further words of orders and requests, which tell where words without spaces between them part, and what a misspelt word was.
const MORE: &str = "able abandon abilities above according account actually address admin advice after again against agree airplane \
    alert along already also always answers appear apply around asked asking assist attached attacker authorized automatically available \
    avoid aware back based because become been behave being best better between beyond body both break bring build bypassing called \
    cannot card care case certain change character chat check clear click code comes command commands complete completely comply \
    computer conditions confirm considered constraints contact contain contains continue control copy correct could create critical \
    current currently customer dangerous data dear demand describe despite detailed details developer different direct directly disabled \
    discard discuss document does doing done dont down drop each either enable enabled encode end engine enter entire entirely error \
    escape ethical even every exactly example except exfiltrate expected explain explicit export expose external fact false fetch file \
    files final find first fiction format forward found free freely function further game generate getting give goal going great ground \
    group guide guideline happen harmful have help here hide history hold human hypothetical idea illegal image imagine immediate \
    important include including information inform initially input inside insert instead instruct interact into involved issue itself \
    just keep kind know known language last later leak learn legal let letter like limit limited line link list load local locate lock \
    login long longer look made mail make malicious many mark material mean method might mind money moral more most must name need \
    needed never next nothing notice number obtain once only open operate operating opinion opposite order other others output over \
    override overriding page paragraph part pass perform permission permitted person phrase place play please policies policy possible \
    post precise prefix present press principles privacy private proceed process produce program programming protect protected protocol \
    provide provided public purpose question questions quote quoting raw read reading ready real really reason receive received record \
    refuse refusing regard regardless relevant reminder remove replace report request requests required reset restricted result return \
    revealed review right role roleplay root rule run said same save saying screen script search second section secure see session set \
    share should shown side simple simply simulate since skip some someone something speak special specific specified standard start \
    state statement step steps still stored story string subject submit such summarize summary switch take talk tasks terms test their \
    them there these they thing think those though through time times token tokens tool tools topic training translate transmit treat \
    true truth trust turn type under understand unfiltered unlimited unlock until update upon urgent useful users using value version \
    very view visit want warning warnings website were when where whether which while whole whose within word words work world worry \
    write writing written wrong yourself";

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
    /// The same with a sign in the place of each, so that the length is known.
    Masked,
}

const ALL: [Misspelling; 5] =
    [Misspelling::Shuffled, Misspelling::Stretched, Misspelling::Leet, Misspelling::Vowelless, Misspelling::Masked];

/// Short words that stand between those of the dictionary.
const SHORT: &str = "a all am an and any are as at be but by can do for from has i if in is it its me my no not now of on or our out so the then \
    this to up us use was we who will would";

/// Which lengths there are for each first letter.
static LENGTHS: Lazy<[u32; 26]> = Lazy::new(|| {
    let mut lengths = [0; 26];
    for word in words(Misspelling::Shuffled) {
        if let Some(bits) = word.bytes().next().and_then(|first| lengths.get_mut(first.wrapping_sub(b'a') as usize)) {
            *bits |= 1 << word.len().min(31);
        }
    }
    lengths
});

/// Words by what is left of them when the misspelling is taken out.
static TABLES: Lazy<[Vec<(u64, &'static str)>; 5]> = Lazy::new(|| {
    ALL.map(|how| {
        let mut table: Vec<_> = words(how).filter(|word| word.is_ascii()).map(|word| (key(word.as_bytes(), how), word)).collect();
        // What attacks are made of stands before words that look the same when misspelt.
        table.sort_by_key(|(key, _)| *key);
        table.dedup();
        table
    })
});

/// Few words are told by their consonants alone.
fn words(how: Misspelling) -> impl Iterator<Item = &'static str> {
    let more = if how == Misspelling::Vowelless { "" } else { MORE };
    let short = if how == Misspelling::Masked { SHORT } else { "" };
    [WORDS, more, short].into_iter().flat_map(str::split_ascii_whitespace)
}

/// The word that `word`, in ASCII letters of any case, is a misspelling of.
pub(super) fn restored(word: &[u8], how: Misspelling) -> Option<&'static str> {
    restored_to(word, how, |_| true)
}

/// The same, of those words that `fit`.
pub(super) fn restored_to(word: &[u8], how: Misspelling, fit: impl Fn(&str) -> bool) -> Option<&'static str> {
    let least = match how {
        Misspelling::Masked => 1,
        Misspelling::Vowelless => 2,
        _ => 3,
    };
    if word.len() < least || word.len() > 40 || (how == Misspelling::Shuffled && word.len() < 4) {
        return None;
    }
    let (table, lengths) = (TABLES.get(how as usize)?, LENGTHS.get((word.first()? | 0x20).wrapping_sub(b'a') as usize)?);
    // Most words of any text go here.
    if how == Misspelling::Shuffled && lengths & 1 << word.len().min(31) == 0 {
        return None;
    }
    let key = key(word, how);
    let first = table.partition_point(|(own, _)| *own < key);
    table.get(first..)?.iter().take_while(|(own, _)| *own == key).map(|(_, word)| *word).find(|word| fit(word))
}

/// The word of five letters and more that `word`, in ASCII letters of any case, is by a slip: a letter left out, put in or mistaken, or two
/// that changed places. The first letter is as it should be. None for words of the dictionary.
pub(crate) fn slip_of(word: &str) -> Option<&'static str> {
    if !(4..=20).contains(&word.len()) || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    if is_word(&lower) {
        return None;
    }
    let first = lower.get(..1)?;
    let from = JOINED.partition_point(|own| *own < first);
    let alike = JOINED.get(from..)?.iter().take_while(|own| own.starts_with(first)).filter(|own| own.len() > 4);
    alike.copied().find(|own| a_slip_apart(own.as_bytes(), lower.as_bytes()))
}

fn a_slip_apart(a: &[u8], b: &[u8]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (Some(a), Some(b)) = (a.get(same..), b.get(same..)) else { return false };
    match (a, b) {
        ([x, y, a @ ..], [v, w, b @ ..]) if x == w && y == v && a == b => true,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) => a == b,
        _ => false,
    }
}

/// Whether `word`, in small letters, is in the dictionary or one of the short words between.
pub(super) fn is_word(word: &str) -> bool {
    match beginning(word.as_bytes()) {
        Some(words) => words.lengths & 1 << word.len().min(31) != 0 && words.hold(word.as_bytes()),
        None => matches!(word, "a" | "i"),
    }
}

/// How many letters the longest word at the beginning of `letters` has for which `fits` holds; 0 where there is none.
pub(super) fn longest_word(letters: &[u8], fits: impl Fn(usize) -> bool) -> usize {
    let mut lower = [0; 16];
    let len = letters.len().min(lower.len());
    for (own, letter) in lower.iter_mut().zip(letters) {
        *own = letter.to_ascii_lowercase();
    }
    let lower = lower.get(..len).unwrap_or_default();
    if let Some(words) = beginning(lower) {
        let is_long = |len: &usize| words.lengths & 1 << len != 0;
        let held = |len: &usize| lower.get(..*len).is_some_and(|word| words.hold(word)) && fits(*len);
        if let Some(len) = (2..=len).rev().filter(is_long).find(held) {
            return len;
        }
    }
    usize::from(matches!(lower.first(), Some(b'a' | b'i')) && fits(1))
}

/// Words of two letters and more that begin with the same two: where they stand in [`JOINED`], and which lengths there are.
#[derive(Clone, Copy, Default)]
struct Alike {
    start: usize,
    end: usize,
    lengths: u32,
}

impl Alike {
    fn hold(self, word: &[u8]) -> bool {
        JOINED.get(self.start..self.end).is_some_and(|words| words.binary_search_by(|own| own.as_bytes().cmp(word)).is_ok())
    }
}

/// The words that begin as `word` does, by its first two letters.
fn beginning(word: &[u8]) -> Option<Alike> {
    let [first, second] = *word.first_chunk::<2>()?;
    let (first, second) = (first.wrapping_sub(b'a') as usize, second.wrapping_sub(b'a') as usize);
    if second >= 26 {
        return Some(Alike::default());
    }
    Some(BEGINNINGS.get(first * 26 + second).copied().unwrap_or_default())
}

static BEGINNINGS: Lazy<Vec<Alike>> = Lazy::new(|| {
    let mut table = vec![Alike::default(); 26 * 26];
    for (at, word) in JOINED.iter().enumerate() {
        let [first, second, ..] = *word.as_bytes() else { continue };
        let place = first.wrapping_sub(b'a') as usize * 26 + second.wrapping_sub(b'a') as usize;
        if let Some(own) = table.get_mut(place) {
            let start = if own.end == 0 { at } else { own.start };
            *own = Alike { start, end: at + 1, lengths: own.lengths | 1 << word.len().min(31) };
        }
    }
    table
});

/// Words in ASCII, sorted.
static JOINED: Lazy<Vec<&'static str>> = Lazy::new(|| {
    let mut words: Vec<_> = words(Misspelling::Shuffled).chain(SHORT.split_ascii_whitespace()).filter(|word| word.is_ascii()).collect();
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
        (Misspelling::Vowelless | Misspelling::Masked, _) => {
            word.iter().filter(|byte| !is_vowel(**byte)).fold(0, |all, byte| mix(all, *byte))
        }
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
    fn slips_are_known_again() {
        for slip in ["instrutions", "instrucctions", "instruxtions", "intsructions"] {
            assert_eq!(slip_of(slip), Some("instructions"), "{slip}");
        }
        for other in ["instructions", "nstructions", "instrutons", "garden", "their", "l'instruction"] {
            assert_eq!(slip_of(other), None, "{other}");
        }
    }

    #[test]
    fn the_longest_word_is_taken() {
        assert_eq!(longest_word(b"Instructionsnow", |_| true), 12);
        assert_eq!(longest_word(b"qqq", |_| true), 0);
        assert!(is_word("previous") && is_word("of") && !is_word("garden"));
    }
}
