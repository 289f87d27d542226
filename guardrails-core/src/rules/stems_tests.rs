use super::*;
use crate::rules::source::parse;
use proptest::prelude::*;

fn of(pattern: &str) -> Vec<String> {
    let stems = Stems::of(&parse(pattern, false).unwrap());
    let stem = |(key, end): (&[u8; LEN], &StoredEnd)| {
        let end = End::read(*end);
        let part = |at: usize| if end.apart >> at & 1 == 1 { "$" } else { "" };
        let text = String::from_utf8_lossy(&key[..end.len.into()]).into_owned();
        if text.is_ascii() { text.char_indices().map(|(at, c)| format!("{c}{}", part(at + 1))).collect() } else { text }
    };
    stems.keys.iter().zip(stems.ends.iter()).map(stem).collect()
}

#[test]
fn a_stem_has_no_spaces_and_ends_where_anything_may_follow() {
    for (pattern, expected) in [
        (r"\b(?:date[ _-]?of[ _-]?birth|dob\b)[^0-9]{0,9}[0-9]{4}", "dateofbirth dob$"),
        (r"\b(?:nr\.?|no[. ])\b(?:[a-z]{3})", "no$ nr$"),
        (r"(?:no|°n)\b", "no$ °n"),
        (r"\bcard(?:s|holder)?[ #:]{0,3}([0-9]{8})", "card"),
        (r"\bcard(?:s|holder)?[#:]{1,3}([0-9]{8})", "card$ cardholder$ cards$"),
        (r"\b(?:policy #|policy|(?:f|geb)\. ?|f\.?m)[^0-9]{0,9}", "f$ fm geb$ policy"),
        (r"\bcards?\b", "card$ cards$"),
        (r"(?:ab){2}c?d", "ababcd ababd"),
        (r"(?:ID|Id-Nr)(?:[a-z]{9})", "id"),
        (r"[^x]{0,3}id", ""),
        (r"(?:x|) ?[a-z]{3}", ""),
        (r"номер ?[0-9]{3}", "номер"),
    ] {
        let found = of(pattern).join(" ");
        assert_eq!(found, expected, "{pattern}");
    }
}

#[test]
fn texts_begin_with_a_stem_or_not() {
    let pattern = r"\b(?:c\b|dob\b|date[ _-]?of[ _-]?birth|id(?:no)?\b|idnumber|telephonenumberofhome)[^0-9]{0,9}[0-9]";
    let stems = Stems::of(&parse(pattern, false).unwrap());
    for (text, expected) in [
        ("DOB: 3", true),
        ("dobro 3", false),
        ("Date of Birth", true),
        ("date_ofBirths", true),
        ("date of arrival", false),
        ("date of birt", false),
        ("c 5", true),
        ("C", true),
        ("ca 5", false),
        ("id no 5", true),
        ("idno 5", true),
        ("idn 5", false),
        ("id number", true),
        ("id numb", true),
        ("idnumb", false),
        ("telephone number of home", true),
        ("telephone numbers", false),
        ("d", false),
        ("", false),
        ("-- 7", false),
    ] {
        assert_eq!(stems.begin(Beginning::of(text.as_bytes())), expected, "{text}");
    }
    assert!(Stems::default().begin(Beginning::of(b"anything")));
}

#[test]
fn a_few_stems_say_what_follows_a_word() {
    let few = |pattern: &str, words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        Stems::few(&parse(pattern, false).unwrap(), &words)
    };
    let gap = "[^0-9A-Za-z.!?]{1,8}";
    let pattern = format!(r"\b(?:answer|reply)(?:{gap}only|{gap}back){{0,2}}{gap}(?:in|using){gap}[a-z]{{3,9}}");
    let stems = few(&pattern, &["answer", "reply"]);
    for (text, expected) in [
        ("answer in base64", true),
        ("Reply: only, BACK using hex", true),
        ("answer back -- only in", true),
        ("answer from the following", false),
        ("answer only once", false),
        ("reply", false),
        // A space may be anything outside ASCII.
        ("answer\u{3000}in base64", true),
        ("antwort nach", false),
    ] {
        assert_eq!(stems.begin(Beginning::of(text.as_bytes())), expected, "{text}");
    }
    assert!(stems.keys.len() <= FEW && stems.ascii);
    // What says no more than the word itself, or what may go on in any way, is not asked.
    assert_eq!(few(r"\banswer[^\n]{0,40}base64", &["answer"]), Stems::default());
    assert_eq!(few(r"\banswer\b", &["answer"]), Stems::default());
}

proptest! {
    /// No match is passed over for what it begins with.
    #[test]
    fn matches_begin_with_one_of_a_few_stems(
        words in prop::collection::vec("[ab]{1,3}", 1..4), more in prop::collection::vec("[ab]{1,2}|[0-9]", 1..4), gap in "[-+ ,é]{1,3}", times in 0usize..3,
    ) {
        let pattern = format!(
            r"\b(?:{})(?:[^0-9A-Za-z.!?]{{1,8}}(?:{})){{0,3}}[^0-9A-Za-z.!?]{{1,8}}(?:in|c)\b", words.join("|"), more.join("|")
        );
        let stems = Stems::few(&parse(&pattern, false).unwrap(), &words);
        let text = format!("{}{}{gap}in", words[0], format!("{gap}{}", more[0]).repeat(times));
        prop_assert!(stems.begin(Beginning::of(text.as_bytes())), "{pattern} {text}");
    }
}

/// Every stem of a built-in rule is found with what may stand between its letters, and not without its last letter.
#[test]
fn the_stems_of_the_built_in_rules_are_found() {
    let mut seen = 0;
    for rule in crate::rules::BUILT_IN.iter().filter(|rule| !rule.stems.keys.is_empty()) {
        assert!(rule.stems.keys.is_sorted() && rule.stems.keys.len() == rule.stems.ends.len(), "{}", rule.id);
        for (key, end) in rule.stems.keys.iter().zip(rule.stems.ends.iter().map(|end| End::read(*end))) {
            let bytes: Vec<u8> = key.iter().take(end.len.into()).flat_map(|byte| [*byte, b'-']).collect();
            assert!(rule.stems.begin(Beginning::of(&bytes.to_ascii_uppercase())), "{} {key:x?}", rule.id);
            // What follows a word at once may be what another of a few stems goes on with.
            if end.apart != 0 && !rule.stems.ascii {
                let joined = [&key[..end.len.into()], b"7"].concat();
                assert!(!rule.stems.begin(Beginning::of(&joined)), "{} {key:x?}", rule.id);
            }
        }
        seen += 1;
    }
    assert!(seen > 10, "{seen}");
}
