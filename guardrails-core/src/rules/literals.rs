//! Literals read off a pattern: where a rule may match, for a pass that knows nothing of regexes. Shared with the build script, as
//! `source.rs` is.

use super::source::parse;

/// The literals that say where a rule may match: those the rule names, or rarer ones read off its pattern. No words where only
/// the rule's anchor can say it.
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs)]
pub struct Literals {
    /// One of these lies inside every match.
    pub words: Vec<String>,
    /// Every match begins with one of `words`.
    pub anchored: bool,
    /// One of these lies inside every match as well; empty where nothing more is known.
    pub also: Vec<String>,
    /// Whether ASCII case counts.
    pub exact: bool,
    /// Whether `words` count only where a word begins.
    pub word: bool,
}

/// Which literals of a pattern to look for. Every match holds one of each group of required literals; the group that prose is least
/// likely to hold leads, and the next one has to stand nearby. What the rule itself names is the last resort.
pub(super) fn literals(pattern: &str, ignore_case: bool, named: &[String]) -> Result<Literals, String> {
    // Where case is ignored anywhere the search ignores it everywhere, so that every literal is read off once and not in all spellings.
    let ignore_case = ignore_case || pattern.contains("(?i");
    let mut groups = Vec::new();
    let hir = parse(&pattern.replace("(?i:", "(?:").replace("(?i)", ""), false)?;
    required(&hir, true, &mut groups);
    for group in &mut groups {
        group.exact = !ignore_case;
    }
    if ignore_case {
        groups.iter_mut().for_each(|group| group.words.iter_mut().for_each(|word| word.make_ascii_lowercase()));
    }
    // Digits alone are what anchors are for, and a long list costs more than the windows it saves; only a rule that names nothing
    // itself may have a longer one.
    let most = if named.is_empty() { 250 } else { 64 };
    let tells = |word: &String| word.len() >= 3 && !word.bytes().all(|byte| byte.is_ascii_digit());
    groups.retain(|group| !group.words.is_empty() && group.words.len() <= most && group.words.iter().all(tells));
    groups.sort_by(|a, b| a.rate().total_cmp(&b.rate()));
    let named_group = Group { words: named.to_vec(), place: usize::MAX, prefix: false, exact: false };
    // An anchor costs little where there are no digits and no tokens: only a rare literal beats it.
    let least = if named.is_empty() { GATE } else { named_group.rate() };
    let Some(best) = groups.first().filter(|best| best.rate() <= least) else {
        if named.is_empty() {
            return Ok(Literals::default());
        }
        // Literals read off the pattern have its case; those a rule names may have any.
        let also = if ignore_case { second(&groups, &named_group) } else { Vec::new() };
        return Ok(Literals { words: named.to_vec(), also, ..Literals::default() });
    };
    let mut also = second(&groups, best);
    if also.is_empty() && ignore_case {
        also = second(&[named_group], best);
    }
    let word = best.prefix && begins_word(&hir) && best.words.iter().all(|word| word.starts_with(|c: char| c.is_ascii_alphanumeric()));
    Ok(Literals { words: best.words.clone(), anchored: best.prefix, also, exact: !ignore_case, word })
}

/// Whether a pattern can only match where a word begins.
fn begins_word(hir: &regex_syntax::hir::Hir) -> bool {
    use regex_syntax::hir::{HirKind, Look};
    match hir.kind() {
        HirKind::Look(look) => matches!(look, Look::WordAscii | Look::WordStartAscii | Look::WordStartHalfAscii),
        HirKind::Concat(parts) => parts.first().is_some_and(begins_word),
        HirKind::Capture(capture) => begins_word(&capture.sub),
        HirKind::Alternation(parts) => parts.iter().all(begins_word),
        _ => false,
    }
}

/// The words of the rarest group that tells more than `best` does, or none.
fn second(groups: &[Group], best: &Group) -> Vec<String> {
    let says_more = |group: &&Group| {
        let implied = |word: &String| best.words.iter().any(|known| known.contains(word.as_str()));
        group.place != best.place && group.rate() < GATE && group.words.iter().all(|word| word.len() >= 4 && !implied(word))
    };
    groups.iter().find(says_more).map(|group| group.words.clone()).unwrap_or_default()
}

/// Literals of which one lies inside every match, and where in the pattern they stand.
struct Group {
    words: Vec<String>,
    place: usize,
    prefix: bool,
    exact: bool,
}

/// Words so frequent that they say nothing, in the languages of the rules.
const FREQUENT: &[&str] = &[
    "the", "and", "all", "you", "your", "any", "are", "for", "not", "was", "what", "with", "this", "that", "from", "have", "has", "were",
    "will", "would", "when", "who", "can", "use", "now", "new", "les", "des", "une", "que", "qui", "pas", "der", "die", "das", "und",
    "den", "ist", "los", "las", "por", "con", "una", "it", "is", "in", "of", "to", "on", "be", "or", "my", "me", "we", "do", "no", "so",
    "as", "an", "at", "de", "la", "le", "el", "en", "et", "un", "du", "es", "ein", "eine", "mit",
];

impl Group {
    /// How often prose would hold one of the words if its letters came independently, per byte; capitals one in twenty.
    fn rate(&self) -> f64 {
        let letter = |byte: u8| f64::from(per_mille(byte)) / if self.exact && byte.is_ascii_uppercase() { 20_000.0 } else { 1000.0 };
        let frequent = |word: &str| FREQUENT.contains(&word.trim().to_ascii_lowercase().as_str());
        self.words.iter().map(|word| if frequent(word) { 0.01 } else { word.bytes().map(letter).product::<f64>() }).sum()
    }
}

/// A second group that prose holds more often than this, per byte, would let everything through.
const GATE: f64 = 6e-5;

/// Collects the groups of `hir`, each a part of a sequence that every match goes through.
fn required(hir: &regex_syntax::hir::Hir, prefix: bool, groups: &mut Vec<Group>) {
    use regex_syntax::hir::{Hir, HirKind};
    match hir.kind() {
        HirKind::Capture(capture) => required(&capture.sub, prefix, groups),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub, prefix, groups),
        HirKind::Concat(parts) => {
            for (index, part) in parts.iter().enumerate() {
                let first = prefix && parts.iter().take(index).all(|before| matches!(before.kind(), HirKind::Look(_)));
                let rest = Hir::concat(parts.iter().skip(index).cloned().collect());
                groups.extend(prefixes(&rest).map(|words| Group { words, place: groups.len(), prefix: first, exact: false }));
                if matches!(part.kind(), HirKind::Capture(_) | HirKind::Repetition(_)) {
                    required(part, first, groups);
                }
            }
        }
        HirKind::Look(_) | HirKind::Empty => {}
        _ => groups.extend(prefixes(hir).map(|words| Group { words, place: groups.len(), prefix, exact: false })),
    }
}

/// What every match of `hir` begins with, where that is a small set of ASCII or UTF-8 literals.
fn prefixes(hir: &regex_syntax::hir::Hir) -> Option<Vec<String>> {
    let mut extractor = regex_syntax::hir::literal::Extractor::new();
    extractor.limit_class(12).limit_repeat(4).limit_literal_len(10).limit_total(1000);
    let mut words = Vec::new();
    for literal in extractor.extract(hir).literals()? {
        // A class may cut a character in two; the whole characters before the cut are enough.
        let bytes = literal.as_bytes();
        let whole = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok()?,
        };
        words.push(whole.to_owned());
    }
    // A word that begins with another is found with it.
    words.sort();
    words.dedup_by(|word, before| word.starts_with(before.as_str()));
    Some(words)
}

/// How many in a thousand bytes of European prose are `byte`, in either case; never 0.
pub fn per_mille(byte: u8) -> u32 {
    match byte.to_ascii_lowercase() {
        b' ' => 160,
        b'e' => 110,
        b't' => 75,
        b'a' | b'o' => 65,
        b'i' | b'n' | b's' => 60,
        b'r' => 52,
        b'h' => 45,
        b'l' | b'd' => 35,
        b'u' | b'c' => 25,
        b'm' => 21,
        b'f' | b'p' | b'g' => 18,
        b'w' | b'y' => 15,
        b'b' | b'v' => 11,
        b'.' | b',' | b'k' => 8,
        b'\n' | b'-' | b'*' | b'#' | b'=' | b'0'..=b'9' => 8,
        b'\'' | b'"' | b'(' | b')' | b'<' | b'>' | b'{' | b'}' | b'/' | b'_' | b'|' | b':' => 4,
        b'x' | b'j' | b'q' | b'z' => 2,
        _ => 1,
    }
}
