//! Where the labels of values stand.

use super::*;
use proptest::prelude::*;

/// What stands at the places of the label of the first `value`.
fn labels<'t>(text: &'t str, value: &str) -> Vec<&'t str> {
    let at = text.find(value).unwrap();
    let places = Layout::default().places(text.as_bytes(), at);
    places.into_iter().map(|place| text[place].trim()).collect()
}

#[test]
fn aligned_columns_and_rows_of_sql_have_their_headers() {
    assert_eq!(labels("REF    passport no   STATUS\n77     X123          ok\n78     X124          ok", "X124"), ["passport no"]);
    assert_eq!(labels("Firm 079468  Month 06\nssn     name\n11      Ada\n22      Bob", "22"), ["ssn"]);
    assert_eq!(labels("no table  here\n", "here"), Vec::<&str>::new());
    assert_eq!(labels("WHERE t.ssn IN (\n '11', -- twice\n '22')", "22"), ["t.ssn"]);
    assert_eq!(labels("WHERE ssn NOT IN ('11') AND f('22')", "22"), Vec::<&str>::new());
    assert_eq!(labels("INSERT INTO t (id, ssn) VALUES (1, 'a, b'), (2, 'X')", "X"), ["ssn"]);
    assert_eq!(labels("values ('X')", "X"), Vec::<&str>::new());
    assert_eq!(labels("f(1) VALUES (2); g(3, X)", "X"), Vec::<&str>::new());
}

#[test]
fn a_row_an_array_and_a_table_of_a_wiki_have_their_labels() {
    let far = |head: &str| format!("{head} | {} | 33", ["1.1111.1111.1111"; 3].join(" | "));
    assert_eq!(labels(&far("BSN"), "33"), ["BSN"]);
    assert_eq!((labels(&far("A1234"), "33"), labels("BSN | 11 | 22 | 33", "33")), (vec![], vec![]));
    assert_eq!(labels("{\"n\": 1, \"ids\": [\"11\", \"22\"]}", "22"), ["\"ids\""]);
    assert_eq!(labels("{\"ids\": [\"11\"], \"x\": \"22\"}", "22"), Vec::<&str>::new());
    let wiki = "{|\n! region !! ssn !! x\n|-\n| east || 11 || a\n|-\n| west || 22 || b\n|}";
    assert_eq!((labels(wiki, "22"), labels(wiki, "b\n|}")), (vec!["ssn"], vec!["x"]));
    assert_eq!(labels("text\n| west || 22 || b\n", "22"), Vec::<&str>::new());
    assert_eq!(labels("====  ===\nssn   at\n====  ===\n1111  a\n2222  b", "2222"), ["ssn"]);
    assert_eq!(labels("||n||ssn||at||\n|A|11|x|\n|B|22|y|", "22"), ["ssn"]);
    assert_eq!(labels("| n | PESEL: |\n|---|---|\n| A | 11 |\n| B | 22 |", "22"), ["PESEL:"]);
}

#[test]
fn an_input_has_its_label() {
    assert_eq!(labels("<label for=a>Passport</label> <input type=\"text\" value=\"X1\">", "X1"), ["Passport"]);
    assert_eq!(labels("a < b and X1", "X1"), Vec::<&str>::new());
}

#[test]
fn an_element_has_the_label_before_it() {
    assert_eq!(labels("<dl><dt>ssn</dt><dd>11</dd> <dt>passport</dt>\n<dd>22</dd></dl>", "22"), ["passport"]);
    assert_eq!(labels("<tr><th>ssn</th><td class=a>11</td></tr>", "11"), ["ssn"]);
    assert_eq!(labels("<tr>\n<td>ssn</td><td>11</td></tr>", "11"), ["ssn"]);
    for other in ["<tr><td>a</td><td>ssn</td><td>11</td></tr>", "<br/>11", "<p>ssn</p><br/>11", "a > 11", "</dt>11"] {
        assert_eq!(labels(other, "11"), Vec::<&str>::new(), "{other}");
    }
}

#[test]
fn copied_rows_have_the_names_of_their_columns() {
    let text = "COPY public.people (id, ssn, dob) FROM stdin;\n7\t11\tx\n8\t22\ty\n\\.\n9\t33\tz";
    assert_eq!((labels(text, "11"), labels(text, "22"), labels(text, "y")), (vec!["ssn"], vec!["ssn"], vec!["dob"]));
    assert_eq!(labels(text, "33"), Vec::<&str>::new());
    let mut layout = Layout::default();
    let rows = layout.rows_below(text.as_bytes(), text.find("ssn").unwrap(), false);
    assert_eq!(rows.iter().map(|rows| &text[rows.clone()]).collect::<Vec<_>>(), ["7\t11\tx\n8\t22\ty"]);
    for other in ["it is read FROM stdin;\n7\t11", "COPY people FROM stdin;\n7\t11"] {
        assert_eq!(labels(other, "11"), Vec::<&str>::new(), "{other}");
    }
}

#[test]
fn labels_and_values_of_one_line_are_paired() {
    assert_eq!(labels("Name / Born: Ada Byron / 10.12.1815", "10.12"), ["Born"]);
    assert_eq!(labels("Tel/Fax: 030 1 / 030 2\n", "030 2"), ["Fax"]);
    assert_eq!(labels("Tel/Fax: 030 1 / 030 2", "030 1"), ["Tel"]);
    assert_eq!(labels("Tel/Fax: 030 1, 030 2", "030 2"), Vec::<&str>::new());
    assert_eq!(labels("Tel: 030 1 / 030 2", "030 2"), Vec::<&str>::new());
}

#[test]
fn abbreviations_end_no_sentence() {
    assert_eq!(labels("Soc. Sec. No.;name\n1234;Ada\n", "1234"), ["Soc. Sec. No."]);
    assert_eq!(labels("It is finished. Then;name\n1234;Ada\n", "1234"), Vec::<&str>::new());
    assert_eq!(labels("> Passport\n> 12345", "12345"), ["> Passport"]);
}

#[test]
fn a_column_has_its_header() {
    assert_eq!(labels("name,ssn,mail\nAda,111,a\nBob,222,b", "222"), ["ssn"]);
    assert_eq!(labels("name;\"id; old\";x\nAda;\"1;1\";7\nBob;222;b", "222"), ["\"id; old\""]);
    assert_eq!(labels("| a | phone |\n|---|---|\n| x | 555 |\n| y | 777 |", "777"), ["phone"]);
    assert_eq!(labels(" n | iban\n---+-----\n x | 555\n", "555"), ["iban"]);
    assert_eq!(labels("<table><tr><th>Name</th><th class=x>Passport</th></tr>\n<tr><td>A</td>\n<td>C01X</td></tr>", "C01X"), ["Passport"]);
    assert_eq!(labels("name,ssn,mail\nLovelace, Ada,111,a\nHopper, Grace,222,b", "222"), ["mail", "ssn"]);
    assert_eq!(labels("| vardas | a. k. |\n|--|--|\n| A | 1 |\n| B | 366 |", "366"), ["a. k."]);
    assert_eq!(labels("{\n\"ssn\": \"x\",\n\"order\": \"222\",\n}", "222"), Vec::<&str>::new());
    assert_eq!(labels("name,ssn\n", "ssn"), Vec::<&str>::new());
    assert_eq!(labels("A\tB\tC\nName\tssn\tx\nAda\t111\t7\nBob\t222\t8", "222"), ["ssn"]);
    assert_eq!(labels("|A|B|\n|---|---|\n|n|ssn|\n|Ada|111|", "111"), ["ssn"]);
    assert_eq!(labels("name\tssn\t17.09.2025\nAda\t111\tx\nBob\t222\t-", "222"), ["ssn"]);
    assert_eq!(labels("Ada\t17.09.2025\nBob\t222", "222"), Vec::<&str>::new());
    assert_eq!(labels("Dear Ada, yes\nno comma\nOne, 222", "222"), Vec::<&str>::new());
}

#[test]
fn a_header_has_rows_below_it() {
    let text = "intro\nname;bic;x\nAda;AAA;1\nBob;BB;B;2\n\nbic;not here";
    let rows = |word: &str| -> Vec<&str> {
        let at = text.find(word).unwrap();
        Layout::default().rows_below(text.as_bytes(), at, false).into_iter().map(|rows| text[rows].trim()).collect()
    };
    assert_eq!(rows("bic"), ["Ada;AAA;1\nBob;BB;B;2"]);
    assert_eq!(rows("intro"), Vec::<&str>::new());
    assert_eq!(rows("not here"), Vec::<&str>::new());
    let html = "<table><thead><tr><th>Nr</th><th>BIC</th></tr></thead><tbody><tr><td>1</td><td>AA</td></tr></tbody></table> <b>x";
    let below = |word: &str| Layout::default().rows_below(html.as_bytes(), html.find(word).unwrap(), false);
    assert_eq!(
        below("BIC").iter().map(|rows| &html[rows.clone()]).collect::<Vec<_>>(),
        ["</tr></thead><tbody><tr><td>1</td><td>AA</td></tr></tbody>"]
    );
    assert!(below("AA").is_empty() && below("x").is_empty());
    // A line of source code has rows below it only where what stands beside the value counts too; the columns of SQL have theirs anyhow.
    let strict = |text: &str| Layout::default().rows_below(text.as_bytes(), text.find("pwd").unwrap(), true).len();
    assert_eq!((strict("f(user, pwd)\na, b"), strict("user, pwd\na, b"), strict("(user, pwd) VALUES (1, 2)")), (0, 1, 1));
    // What is known of a line holds for every question about it, and for no other line.
    let (text, mut layout) = ("f(user, pwd)\na, b\n\nuser, pwd\nc, d", Layout::default());
    let mut rows = |at: usize, strict: bool| layout.rows_below(text.as_bytes(), at, strict).len();
    assert_eq!(
        [(8, true), (8, false), (2, true), (25, true), (25, false), (8, true)].map(|(at, strict)| rows(at, strict)),
        [0, 1, 0, 1, 1, 0]
    );
}

/// A table of headers is one table: what each of its lines says of the lines below must not be looked up line by line.
#[test]
fn only_the_first_line_of_a_table_has_rows_below_it() {
    let text = "bic,swift\n".repeat(1000);
    let mut layout = Layout::default();
    let asked = (0..text.len()).step_by(10).filter(|at| !layout.rows_below(text.as_bytes(), *at, false).is_empty()).count();
    assert_eq!(asked, 1);
}

#[test]
fn a_list_has_its_head_and_a_line_its_comment() {
    assert_eq!(labels("IBANs on file:\n- DE1\n- FR2 x\n", "FR2"), ["IBANs on file:"]);
    assert_eq!(labels("Phones\n\n1) 555-1\n2) 555-2", "555-2"), ["Phones"]);
    assert_eq!(labels("Phones\n1) 555-1\n2) 555-2", "555-2"), ["Phones"]);
    assert_eq!(labels("tax id\n90901112\n90901113\n", "90901113"), ["tax id"]);
    assert_eq!(labels("x = 5551 + y * 2 + other_long_thing # phone", "5551"), ["phone"]);
    assert_eq!(labels("<tr><td>5551</td><td>long other cell here</td></tr><!-- IC number -->", "5551"), ["IC number -->"]);
    assert_eq!(labels("just 5551 in a sentence", "5551"), Vec::<&str>::new());
}

#[test]
fn what_is_known_of_a_table_is_what_is_found_anew() {
    let rows: String = (0..50).map(|n| format!("{n},{},z{}\n", n * 7 + 1000, if n == 20 { ",q" } else { "" })).collect();
    let text = format!("a,b,c\n{rows}\nd;e\n1;2\n3;4444\n");
    let mut layout = Layout::default();
    for at in (0..text.len()).chain((0..text.len()).rev()) {
        let fresh = Layout::default().places(text.as_bytes(), at);
        assert_eq!(layout.places(text.as_bytes(), at), fresh, "{at}");
    }
}

proptest! {
    #[test]
    fn places_lie_in_the_text(text in "[ab1,;|\t\n\"<>/#-]{0,120}|(<t[rdh]>|</t[rdh]>|<table>|</table>|a1|\n){0,30}", at in 0usize..200) {
        let at = at.min(text.len());
        for place in Layout::default().places(text.as_bytes(), at) {
            prop_assert!(place.start < place.end && place.end <= text.len());
        }
    }
}

#[test]
fn a_head_names_its_own_column_alone() {
    let heads_another = |text: &str, label: &str, value: &str| {
        let (label, at) = (text.find(label).unwrap(), text.find(value).unwrap());
        Layout::default().heads_another_column(text.as_bytes(), label..at, at)
    };
    let table = "id,phone\n1001234,030 12\n";
    assert!(heads_another(table, "phone", "1001234") && !heads_another(table, "phone", "030"));
    assert!(heads_another("id;phone\n1001234;030 12", "phone", "1001234"));
    let rows = "INSERT INTO t (id, passport) VALUES (1001234, 'C01X')";
    assert!(heads_another(rows, "passport", "1001234") && !heads_another(rows, "passport", "C01X"));
    for (text, label, value) in [
        ("phone\n030 12", "phone", "030"),
        ("Ann, my phone\n030 12, please", "phone", "030"),
        ("phone,id\n030 12,1001234", "phone", "030"),
        ("a|b\n\n030|1", "\n030", "030"),
    ] {
        assert!(!heads_another(text, label, value), "{text}");
    }
}

#[test]
fn an_answer_has_its_question() {
    assert_eq!(labels("A: your ssn?\nB: it's 11", "11"), ["A: your ssn?"]);
    assert_eq!(labels("A: your ssn?\nB: ssn=11", "11"), Vec::<&str>::new());
}
