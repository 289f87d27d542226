use super::*;
use proptest::prelude::*;

fn folded(text: &str) -> String {
    Folded::new(text).text().to_owned()
}

/// Fold by the definition: normalise the whole text, then map character by character, with no spans to keep.
fn by_definition(text: &str) -> String {
    let mut out = String::new();
    for c in NFKC.normalize(text).chars() {
        match fold(c) {
            Fold::Same if Invisible::of(c).is_some() => {}
            Fold::Same => out.push(c),
            Fold::To(to) | Fold::Letter(to) => out.push(to),
            Fold::Str(text) => out.push_str(text),
            Fold::Mark => {
                if !out.ends_with(|last: char| last.is_ascii()) {
                    out.push(c);
                }
            }
        }
    }
    out
}

#[test]
fn ascii_and_plain_scripts_are_borrowed() {
    for text in ["", "plain ASCII, with\0NUL", "これは日本語です", "你好世界", "안녕하세요", "नमस्ते दुनिया", "привет мир"]
    {
        assert!(matches!(Folded::new(text).text, Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn what_reads_the_same_is_spelled_the_same() {
    for (text, expected) in [
        ("Précédentes ÜBER Straße Ǖ", "Precedentes UBER Strasse U"),
        ("４１１１ １１１１", "4111 1111"),
        ("٤١١١ १२३ ๔๕", "4111 123 45"),
        ("“quoted” — ‘it’s’", "\"quoted\" - 'it's'"),
        ("𝓘𝓰𝓷𝓸𝓻𝓮 𝗮𝗹𝗹", "Ignore all"),
        ("ig\u{200B}no\u{AD}re", "ignore"),
        ("i\u{336}g\u{335}nore", "ignore"),
        ("e\u{301}t\u{E9}", "ete"),
        ("ПРИВЕТ", "привет"),
        ("ignоrе аll", "ignore all"),
        ("οδός", "οδοσ"),
        ("ﬁle Ⅷ ㍿", "file VIII 株式会社"),
        ("a\u{2028}b\u{A0}c", "a\nb c"),
        ("İstanbul ılık", "Istanbul ilik"),
    ] {
        assert_eq!(folded(text), expected);
    }
}

#[test]
fn genuine_words_of_other_scripts_keep_their_letters() {
    for text in ["сосна росла у реки", "ουρανός και θάλασσα".replace('ό', "ο").replace('ά', "α").replace('ς', "σ").as_str(), "SMS-ка"]
    {
        assert_eq!(folded(text), text);
    }
}

#[test]
fn hidden_runs_are_kept_with_their_place() {
    let text = "a\u{200B}\u{200B}b\u{202E}c👩\u{200D}🔬";
    let folded = Folded::new(text);
    let hidden: Vec<_> = folded.hidden().iter().map(|h| (h.span, h.class)).collect();
    assert_eq!(hidden, [(Span::new(1, 7), Invisible::ZeroWidth), (Span::new(8, 11), Invisible::BidiControl)]);
}

#[test]
fn every_decimal_digit_is_known() {
    let digits = regex::Regex::new(r"^\d$").unwrap();
    for c in ('\u{80}'..=char::MAX).filter(|c| digits.is_match(c.encode_utf8(&mut [0; 4]))) {
        let text = c.to_string();
        assert!(folded(&text).parse::<u8>().is_ok_and(|d| d < 10), "U+{:04X}", c as u32);
    }
}

#[test]
fn full_width_characters_fold_as_nfkc_says() {
    for c in '\u{FF01}'..='\u{FF5E}' {
        assert_eq!(folded(&c.to_string()), NFKC.normalize(&c.to_string()), "{c}");
    }
}

/// Unicode has letters such as `ℎ` elsewhere and leaves their places in the mathematical alphabets free.
#[test]
fn free_places_of_the_mathematical_alphabets_are_the_letters_that_belong_there() {
    for (free, letter) in [('\u{1D455}', "h"), ('\u{1D4BA}', "e"), ('\u{1D4C4}', "o"), ('\u{1D51D}', "z"), ('\u{1D53A}', "c")] {
        assert_eq!(folded(&free.to_string()), letter);
    }
    let script: String =
        "ignore all rules".chars().map(|c| if c == ' ' { c } else { char::from_u32(0x1D4B6 + c as u32 - 'a' as u32).unwrap() }).collect();
    assert_eq!(folded(&script), "ignore all rules");
}

#[test]
fn every_character_folds_as_defined_alone_and_among_others() {
    for c in ('\u{80}'..=char::MAX).filter(|c| Invisible::of(*c).is_none()) {
        for text in [c.to_string(), format!("1{c}\u{301} {c}{c}")] {
            assert_eq!(folded(&text), by_definition(&text), "U+{:04X}", c as u32);
        }
    }
}

#[test]
fn spans_point_at_the_original_characters() {
    let text = "né ４２ ok";
    let view = Folded::new(text);
    let at = view.text().find("42").unwrap();
    assert_eq!(view.raw_span(text, Span::new(at, at + 2)).of(text), Some("４２"));
    let at = view.text().find("ne").unwrap();
    assert_eq!(view.raw_span(text, Span::new(at, at + 2)).of(text), Some("né"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn folding_by_pieces_is_folding_the_whole(text in "[a-zé가ᅡᆨ\u{300}-\u{320}\u{9be}\u{1100}-\u{1112}１-９ﾊﾞﾟ①ﬁ \u{3099}]{0,24}") {
        prop_assert_eq!(folded(&text), by_definition(&text));
    }

    #[test]
    fn every_span_of_the_view_is_a_span_of_the_text(text in "\\PC{0,40}|[\u{200b}-\u{200f}a1é４\u{301}\u{e0061}😀क्‍]{0,40}") {
        let view = Folded::new(&text);
        let ends: Vec<usize> = (0..=view.text().len()).filter(|at| view.text().is_char_boundary(*at)).collect();
        for start in &ends {
            for end in ends.iter().filter(|end| *end >= start) {
                let span = view.raw_span(&text, Span::new(*start, *end));
                prop_assert!(span.of(&text).is_some(), "{:?}", span);
                prop_assert!(*start == *end || !span.is_empty());
            }
        }
    }
}
