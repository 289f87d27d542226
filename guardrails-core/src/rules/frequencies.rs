//! How often texts hold a word or a few bytes: what tells which literals are worth looking for. Shared with the build script.
//! The figures are counts over English prose and source code, rounded; only their order of magnitude matters.

/// Stands in a literal for the place where a word begins or ends.
pub const EDGE: char = '\u{1}';

/// How often a text holds `word`, per byte. Capitals count as one letter in twenty where `exact`.
pub fn of_word(word: &str, exact: bool) -> f64 {
    let trimmed = word.trim_matches(|c: char| c == EDGE || c.is_whitespace());
    let stands =
        |list: &[&str]| list.binary_search_by(|known| known.bytes().cmp(trimmed.bytes().map(|byte| byte.to_ascii_lowercase()))).is_ok();
    if stands(FREQUENT) {
        return 0.01;
    }
    let common = if stands(COMMON) { 3e-4 } else { 0.0 };
    let capitals = word.bytes().filter(|byte| exact && byte.is_ascii_uppercase()).count();
    of_all(word.bytes().map(|byte| if byte == EDGE as u8 { b' ' } else { byte })).max(common) / 20_f64.powi(capitals.min(4) as i32)
}

/// How often a text holds `bytes`, in either case.
pub fn of_bytes(bytes: &[u8]) -> f64 {
    of_all(bytes.iter().copied())
}

fn of_all(mut bytes: impl Iterator<Item = u8>) -> f64 {
    let Some(mut before) = bytes.next() else { return 1.0 };
    bytes.fold(f64::from(per_mille(before)) / 1000.0, |rate, byte| rate * of_pair(std::mem::replace(&mut before, byte), byte))
}

/// How likely `byte` is behind `before`.
fn of_pair(before: u8, byte: u8) -> f64 {
    match (before, byte) {
        // A text that has one letter of a script has others: what begins a letter says little, what ends it says more.
        (_, 0xC0..) => 0.3,
        (0xE0.., 0x80..) => 0.4,
        (_, 0x80..) => 0.05,
        _ => {
            let symbol = |byte: u8| SYMBOLS.get(usize::from(byte)).map_or(31, |symbol| usize::from(*symbol));
            RATES.get(symbol(before) * 32 + symbol(byte)).copied().unwrap_or(0.0)
        }
    }
}

/// How likely each symbol is behind each other one, in rows of 32. The last symbol stands for thirty bytes.
#[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
static RATES: [f64; 32 * 32] = {
    let (mut rates, mut at) = ([0.0; 32 * 32], 0);
    while at < rates.len() {
        let mut exponent = PAIRS[at / 32].as_bytes()[at % 32] - b'0';
        let mut rate = if at % 32 == 31 { 0.1 } else { 1.0 };
        while exponent > 0 {
            rate *= 0.5;
            exponent -= 1;
        }
        rates[at] = rate;
        at += 1;
    }
    rates
};

#[allow(clippy::indexing_slicing, reason = "evaluated while compiling")]
static SYMBOLS: [u8; 256] = {
    let (mut symbols, mut byte) = ([0; 256], 0);
    while byte < 256 {
        symbols[byte] = symbol(byte as u8);
        byte += 1;
    }
    symbols
};

/// Some hundred of the sequences of `len` letters and spaces that texts hold most often, the most frequent first.
#[allow(dead_code, reason = "the build script writes them down")]
pub fn common_grams(len: usize) -> Vec<Vec<u8>> {
    const KEPT: usize = 400;
    let mut grams = vec![Vec::new()];
    for _ in 0..len {
        let longer =
            grams.iter().flat_map(|gram: &Vec<u8>| (b'a'..=b'z').chain([b' ']).map(|letter| [gram.as_slice(), &[letter]].concat()));
        let mut rated: Vec<(f64, Vec<u8>)> = longer.map(|gram| (of_bytes(&gram), gram)).collect();
        rated.sort_by(|a, b| b.0.total_cmp(&a.0));
        grams = rated.into_iter().take(KEPT).map(|(_, gram)| gram).collect();
    }
    grams
}

const fn symbol(byte: u8) -> u8 {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => letter - b'a',
        b' ' => 26,
        b'0'..=b'9' => 27,
        b'\n' | b'\r' | b'\t' => 28,
        b'.' => 29,
        b',' => 30,
        _ => 31,
    }
}

/// The binary logarithm, negated, of how likely each symbol (column) is behind each (row), as a digit from `0` on.
const PAIRS: [&str; 32] = [
    r"9555:7695:6352;5:34366886849;887",
    r"37792::947<39939<4674:9;4<58;783",
    r"3:6:39<34<558:29;5645;<=6:59;695",
    r"49:6299:3:;7894:;65:689=7<298664",
    r"585466797;8563868335867579299665",
    r"4;9;458=3>:5952;<4855><=7<28:676",
    r"48;92:643=:68549=4575<;>7:2:9664",
    r"3:;:1=<<3<;7873;;6856<:;7<3:9876",
    r"5745555:8;745246953395<8:65<=996",
    r"3:88279958788827893;3:7:8:58:896",
    r"49:829773;967459:746599<8:388664",
    r"3885268:3>938947;95558:<5=389775",
    r"25982:8<4<;75834<:695:;;6;399785",
    r"4:53463859788658;:43679<6:2;8674",
    r"8755747979654255<35536589;3;;886",
    r"3:9939954<938935;3544;:;5<489785",
    r"8;;::::;:;:5;8;8;79909;:;967:964",
    r"4865286:4<675648:644579>5;3;9774",
    r"6;5:39;54=88894598435:7>7<2;8564",
    r"4:7:3:;23><79:47>5566;7;6;3:9674",
    r"545648695:834395>333;8;98946<9:7",
    r"3:9:199;2=;:984;=89=9=::9=67:::6",
    r"3:::3;=33>:8:53;=559;=7:9=3:;784",
    r"4:5947974:::9983<9818;:76<369663",
    r"6987599<6;<66736>8549;7<:8177553",
    r"398719893;86984:99885:7965369674",
    r"45556576588556558644675;7:25:8:3",
    r"999999:;==:;::<;<:989;;8>;316443",
    r"6767878668:879868865796<8<262:>2",
    r"6756666858866675>656797:;82424:4",
    r">>=====>;>>>>===><=>>>>>>>053;>:",
    r"6656668769976676:656787:99243652",
];

/// Words so frequent that they say nothing, in the languages of the rules; sorted.
const FREQUENT: &[&str] = &[
    "all", "an", "and", "any", "are", "as", "at", "be", "can", "con", "das", "de", "den", "der", "des", "die", "do", "du", "ein", "eine",
    "el", "en", "es", "et", "for", "from", "has", "have", "in", "is", "ist", "it", "la", "las", "le", "les", "los", "me", "mit", "my",
    "new", "no", "not", "now", "of", "on", "or", "pas", "por", "que", "qui", "so", "that", "the", "this", "to", "un", "una", "und", "une",
    "use", "was", "we", "were", "what", "when", "who", "will", "with", "would", "you", "your",
];

/// Words that documents, code and questions hold often; sorted.
const COMMON: &[&str] = &[
    "about",
    "access",
    "account",
    "action",
    "after",
    "also",
    "always",
    "another",
    "answer",
    "article",
    "base",
    "because",
    "before",
    "below",
    "call",
    "case",
    "change",
    "chat",
    "check",
    "class",
    "code",
    "command",
    "common",
    "company",
    "content",
    "context",
    "could",
    "create",
    "data",
    "date",
    "default",
    "describe",
    "description",
    "different",
    "document",
    "email",
    "error",
    "every",
    "example",
    "file",
    "find",
    "first",
    "following",
    "format",
    "function",
    "group",
    "help",
    "here",
    "however",
    "http",
    "https",
    "image",
    "include",
    "information",
    "input",
    "into",
    "item",
    "json",
    "language",
    "last",
    "like",
    "limit",
    "line",
    "list",
    "long",
    "make",
    "many",
    "match",
    "message",
    "model",
    "more",
    "most",
    "must",
    "name",
    "need",
    "next",
    "note",
    "number",
    "only",
    "open",
    "order",
    "other",
    "output",
    "over",
    "page",
    "part",
    "path",
    "people",
    "please",
    "point",
    "policy",
    "process",
    "provide",
    "public",
    "query",
    "question",
    "read",
    "record",
    "report",
    "request",
    "require",
    "response",
    "rest",
    "result",
    "return",
    "review",
    "rule",
    "same",
    "search",
    "second",
    "section",
    "send",
    "service",
    "set",
    "should",
    "show",
    "some",
    "source",
    "start",
    "state",
    "string",
    "such",
    "system",
    "table",
    "take",
    "task",
    "test",
    "text",
    "than",
    "them",
    "then",
    "there",
    "these",
    "they",
    "time",
    "tool",
    "type",
    "under",
    "user",
    "value",
    "version",
    "where",
    "which",
    "work",
    "world",
    "write",
    "year",
];

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
        0xC0.. => 20,
        0x80.. => 10,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_words_found_in_any_case() {
        assert!(FREQUENT.is_sorted() && COMMON.is_sorted());
        for word in ["the", "The", "\u{1}the\u{1}", " the"] {
            assert_eq!(of_word(word, false), 0.01, "{word}");
        }
        assert!(of_word("system", false) >= 3e-4 && of_word("systen", false) < 3e-4);
        assert_eq!(of_word("\u{1}qu", false), of_bytes(b" qu"));
    }
}
