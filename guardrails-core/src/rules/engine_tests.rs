use super::*;
use crate::rules::parse_rules;
use std::borrow::Cow;

fn engine(toml: &str, prefilter: bool) -> Engine {
    let rules = parse_rules(toml).unwrap().into_iter().map(|data| Rule::new(Cow::Owned(data), 0.5)).collect();
    Engine::new(rules, prefilter).unwrap()
}

fn matches<'t>(toml: &str, text: &'t str) -> Vec<&'t str> {
    let scan = |prefilter: bool| {
        let mut all = Vec::new();
        engine(toml, prefilter).scan(text, Source::User, 1000, |m| all.push(m)).unwrap();
        all.sort_by_key(|m| (m.rule, m.span));
        all
    };
    assert_eq!(scan(true), scan(false), "the prefilter must not change what is found");
    scan(true).iter().map(|m| m.span.of(text).unwrap()).collect()
}

#[test]
fn keywords_windows_and_captures() {
    let rule = r#"
        [[rule]]
        id = "custom.ticket"
        keywords = ["tick-"]
        pattern = '\b(?:see |re )?(tick-[0-9]{3,6})\b'
        capture = 1
    "#;
    assert_eq!(matches(rule, "tick-123, see tick-004 and tick-1; TICK-123 tick-999"), ["tick-123", "tick-004", "tick-999"]);
    assert_eq!(matches(rule, ""), Vec::<&str>::new());
}

#[test]
fn what_is_passed_over_hides_what_begins_inside_it() {
    let rule = r#"
        [[rule]]
        id = "custom.joined"
        keywords = ["key"]
        pattern = '(?:cache|row)_?key[-=]|[a-z]_?key[-=]([0-9a-f]{8,64})'
        capture = 1
    "#;
    assert_eq!(matches(rule, "acme_key=deadbeef cachekey=deadbeef row_key-deadbeef narrow_key=deadbeef"), ["deadbeef"]);
    assert_eq!(matches(rule, &format!("{} akey=00000000", "cache_key=deadbeef ".repeat(12))), ["00000000"]);
}

#[test]
fn a_window_ends_where_no_match_goes_on() {
    let rule = r#"
        [[rule]]
        id = "custom.order"
        keywords = ["order"]
        pattern = '(?:[.!] )?\border[^.!?\n]{0,60}\bnow\b[?]?'
    "#;
    let text = "Sir. order it now? An order. Go now! order all\norder, and now. border now";
    assert_eq!(matches(rule, text), [". order it now?", "order, and now"]);
    assert_eq!(matches(rule, "now. order"), Vec::<&str>::new());
    // Windows of one rule in neighbouring sentences, and one that a stop in the keyword does not end.
    assert_eq!(matches(rule, &"order it now. ".repeat(9)).len(), 9);
    let dotted = r#"
        [[rule]]
        id = "custom.dotted"
        keywords = ["a.b"]
        pattern = 'x[^!\n]{0,60}a[.]b[^!\n]{0,60}y'
    "#;
    assert_eq!(matches(dotted, "x! x. a.b. y! a.b y"), ["x. a.b. y"]);
}

#[test]
fn a_run_that_is_refused_from_many_places_is_left() {
    let rule = r#"
        [[rule]]
        id = "custom.path"
        keywords = ["p:"]
        pattern = '(?:p:|/)([a-z/]{4,200})'
        capture = 1
        allow = 'x'
    "#;
    let text = |refused: usize| format!("p:{}good p:fine", "x/".repeat(refused));
    assert_eq!(matches(rule, &text(SAME_END as usize - 1)), ["good", "fine"]);
    assert_eq!(matches(rule, &text(SAME_END as usize)), ["fine"]);
}

#[test]
fn a_boundary_character_may_serve_two_matches() {
    let rule = r#"
        [[rule]]
        id = "custom.number"
        anchor = "digits"
        min_digits = 4
        pattern = '(?:^|[^0-9])([0-9]{4})(?:[^0-9]|$)'
        capture = 1
    "#;
    assert_eq!(matches(rule, "1111 2222 3333 44444 5555"), ["1111", "2222", "3333", "5555"]);
}

#[test]
fn the_end_of_a_match_may_stand_before_the_next() {
    let rule = r#"
        [[rule]]
        id = "custom.row"
        anchor = "digits"
        min_digits = 6
        pattern = '(?:^|[0-9]{4},)([0-9]{6})\b'
        capture = 1
    "#;
    assert_eq!(matches(rule, "111111,222222,333333, 444444,5555555"), ["111111", "222222", "333333"]);
}

#[test]
fn a_near_word_is_needed_on_its_boundaries() {
    let rule = r#"
        [[rule]]
        id = "custom.near"
        near = ["data dog"]
        within = 14
        pattern = '\b[0-9a-f]{8}\b'
    "#;
    assert_eq!(matches(rule, "DATA_DOG=deadbeef"), ["deadbeef"]);
    assert_eq!(matches(rule, "deadbeef is data-dog's"), ["deadbeef"]);
    assert_eq!(matches(rule, "xdata dog deadbeef"), Vec::<&str>::new());
    assert_eq!(matches(rule, "data dog, far, far, far away: deadbeef"), Vec::<&str>::new());
}

#[test]
fn context_moves_the_confidence() {
    let rule = r#"
        [[rule]]
        id = "custom.pin"
        anchor = "digits"
        pattern = '\b[0-9]{4}\b'
        confidence = 0.2
        context = ["pin"]
        context_against = ["year"]
    "#;
    assert_eq!(matches(rule, "pin 1234"), ["1234"]);
    assert_eq!(matches(rule, "1234"), Vec::<&str>::new());
    assert_eq!(matches(rule, "the pin of the year 1234"), Vec::<&str>::new());
}

#[test]
fn a_label_at_the_head_of_a_column_or_a_list_counts() {
    let rule = r#"
        [[rule]]
        id = "custom.pin"
        anchor = "digits"
        min_digits = 4
        confidence = 0.2
        pattern = '(?:^|[^0-9])([0-9]{4})(?:[^0-9]|$)'
        capture = 1
        context = ["pin"]
        context_against = ["order"]
    "#;
    let far = "x".repeat(70);
    assert_eq!(matches(rule, &format!("name;pin;order\n{far};1234;5678\n{far};2345;6789")), ["1234", "2345"]);
    assert_eq!(matches(rule, &format!("name;order pin\n{far};1234")), Vec::<&str>::new());
    assert_eq!(matches(rule, &format!("PINned of all:\n- 1234 {far}\n- {far} 2345\n\n{far} 3456")), Vec::<&str>::new());
    assert_eq!(matches(rule, &format!("PINs of all:\n- 1234 {far}\n- {far} 2345\n\n{far} 3456")), ["1234", "2345"]);
    assert_eq!(matches(rule, &format!("pin of all:\n- 1234 {far}\n- {far} 2345\n\n{far} 3456")), ["1234", "2345"]);
    assert_eq!(matches(rule, &format!("{far} 1234 {far} # pin")), ["1234"]);
}

#[test]
fn literals_of_a_pattern_respect_its_words() {
    let rule = r#"
        [[rule]]
        id = "custom.forget"
        keywords = ["forget"]
        spaces = "loose"
        case = "ignore"
        pattern = '(?:^|[^a-z])(?:forget|bin) (?:the |all )?(rul|task)(?:es?)?\b|[^0-9A-Za-z.!?]{1,8}drop it'
    "#;
    assert_eq!(
        matches(rule, "forget*the*rules, bin tasks; forget all rul. dropit, drop it"),
        ["forget*the*rules", " forget all rul", ", drop it"]
    );
    assert_eq!(matches(rule, "unforget the rules forgetting rules"), Vec::<&str>::new());
}

#[test]
fn literals_respect_words_and_case() {
    let literal = |ignore_case, bounded| {
        let data = super::super::RuleData::literal(
            "custom.list".into(),
            "LIST".into(),
            crate::Category::Custom,
            vec!["Acme".into(), "acme corp".into()],
            ignore_case,
            bounded,
        );
        let engine = Engine::new(vec![Rule::new(Cow::Owned(data), 0.5)], true).unwrap();
        let text = "Acme corp, ACME, Acmeology; acme";
        let mut all = Vec::new();
        engine.scan(text, Source::User, 1000, |m| all.push(m.span.of(text).unwrap())).unwrap();
        all
    };
    assert_eq!(literal(true, true), ["Acme corp", "ACME", "acme"]);
    assert_eq!(literal(false, true), ["Acme"]);
    assert_eq!(literal(false, false), ["Acme", "Acme"]);
}

#[test]
fn too_many_candidates_are_said_and_the_first_ones_searched() {
    let rule = "[[rule]]\nid = \"custom.at\"\nkeywords = [\"@\"]\npattern = '@a'";
    let text = format!("{}{}", "@a     ".repeat(50), "x");
    let mut count = 0;
    let result = engine(rule, true).scan(&text, Source::User, 10, |_| count += 1);
    assert_eq!((result, count), (Err(TooManyCandidates), 10));
}

#[test]
fn entropy_counts_bits() {
    assert_eq!(judge::entropy(b"aaaa"), 0.0);
    assert_eq!(judge::entropy(b"abcd"), 2.0);
}

#[test]
fn numbers_stand_in_other_groups_beside_their_label() {
    let rule = r#"
        [[rule]]
        id = "pii.pl_pesel"
        category = "pii"
        confidence = 0.3
        proven_confidence = 0.45
        anchor = "digits"
        min_digits = 11
        pattern = '(?:^|[^0-9A-Za-z.,#/+_-])([0-9]{11})\b'
        capture = 1
        validator = "pl_pesel"
        context = ["pesel"]
        context_against = ["order"]

        [[rule]]
        id = "pii.xx_card"
        category = "pii"
        confidence = 0.4
        anchor = "digits"
        min_digits = 7
        pattern = '\b([A-Z]{2}[0-9]{7})\b'
        capture = 1
        context = ["card no"]

        [[rule]]
        id = "pii.xx_id"
        category = "pii"
        confidence = 0.4
        anchor = "digits"
        min_digits = 8
        pattern = '(?:^|[^0-9A-Za-z.,#/+_-])([0-9]{2}\.[0-9]{3}\.[0-9]{3}|[0-9]{8})\b'
        capture = 1
        context = ["dni"]
    "#;
    for (text, found) in [
        ("PESEL 44051401359", &["44051401359"] as &[_]),
        ("PESEL 440 514 013 59.", &["440 514 013 59"]),
        ("PESEL: 44-05-14 - 01359", &["44-05-14 - 01359"]),
        ("pesel=4405+1401+359&x=1", &["4405+1401+359"]),
        ("PESEL #44051401359", &["#44051401359"]),
        ("440 514 013 59 (PESEL)", &["440 514 013 59"]),
        // The check does not hold, there is no label, or it is another number's.
        ("PESEL 440 514 013 58", &[]),
        ("sum 440 514 013 59", &[]),
        ("order 440 514 013 59 PESEL", &[]),
        ("PESEL 44051401358, phone 440 514 013 59", &[]),
        ("440 514 013 59, PESEL 4405", &[]),
        ("440 514 013 59, PESEL: see above", &[]),
        // Behind a comma only where nothing else can be meant.
        ("440 514 013 59, PESEL", &["440 514 013 59"]),
        // Two numbers with one label, but not behind a number of another length.
        ("PESEL 440 514 013 59 or 44-05-14 - 01359", &["440 514 013 59", "44-05-14 - 01359"]),
        ("PESEL 440 514 0135 or 44-05-14 - 01359", &[]),
        // A word against it in another sentence, or farther away than the label.
        ("order 12. PESEL 440 514 013 59", &["440 514 013 59"]),
        // Over the end of a line, with the label right before it; and on the line of a form.
        ("PESEL: 440 514\n013 59", &["440 514\n013 59"]),
        ("PESEL of the owner of the house: 440 514\n013 59", &[]),
        ("PESEL: 440 514\n013 58", &[]),
        ("PESEL: ____44051401359____", &["44051401359"]),
        ("*PESEL* _44051401359_", &["44051401359"]),
        // Without a check, right behind the label.
        ("card no AB 123 4567", &["AB 123 4567"]),
        ("card no: ab-1234567", &["ab-1234567"]),
        ("card no of the owner of the house: AB 123 4567", &[]),
        ("card no 2024-03-05 10:11", &[]),
        ("DNI #81688902", &["81688902"]),
        ("DNI of the owner of the whole house #81688902", &[]),
        ("DNI: __81.688.902__", &["81.688.902"]),
        // Said digit by digit, with commas and anywhere behind the label on its line.
        ("PESEL is 4 4 0, 5 1 4, 0 1 3, 5 9, please", &["4 4 0, 5 1 4, 0 1 3, 5 9"]),
        ("your DNI? Sure, one moment, it is 8 1 6, 8 8 9, 0 2", &["8 1 6, 8 8 9, 0 2"]),
        ("your DNI here.\nThe row of the sudoku is 8 1 6 8 8 9 0 2", &[]),
    ] {
        let all: Vec<&str> = matches(rule, text).into_iter().map(|found| found.trim_start_matches('#')).collect();
        let found: Vec<&str> = found.iter().map(|found| found.trim_start_matches('#')).collect();
        assert_eq!(all, found, "{text}");
    }
}

#[test]
fn a_label_on_the_line_outweighs_a_word_against_it_on_another() {
    let rule = r#"
        [[rule]]
        id = "custom.number"
        category = "pii"
        confidence = 0.3
        anchor = "digits"
        min_digits = 5
        pattern = '\b[0-9]{5}\b'
        context = ["card"]
        context_against = ["version"]
    "#;
    assert_eq!(matches(rule, "version 4\ncard 12345"), ["12345"]);
    assert_eq!(matches(rule, "version 4, card 12345"), Vec::<&str>::new());
    // In a table, what stands above is the label of another column.
    assert_eq!(matches(rule, "id;card;x\n11111;12345;7\n"), ["12345"]);
    // Sixty letters of any script.
    assert_eq!(matches(rule, &format!("card {} 12345", "\u{436}".repeat(50))), ["12345"]);
}
