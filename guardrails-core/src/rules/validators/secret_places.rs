//! Validators of secrets that a place tells: an argument of a call, an option of a command, a column of a table, a list of bytes.

use super::Validity;
use super::bytes::{contains_any, count, is_listed};
use super::chosen::{is_phrase, joints, told_password};
use super::drawn::is_drawn;
use super::placeholders::{is_date, is_placeholder};
use super::randomness::{distinct_chars, longest_run, longest_sequence, random_run, random_token};
use super::secret_values::{has_field, is_capitals, is_chosen, is_usual, password, quoted_password, secret_value, strong_password};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("key_literal", key_literal),
    ("key_bytes", key_bytes),
    ("cell_secret", cell_secret),
    ("command_password", command_password),
    ("word_list", word_list),
    ("words_password", words_password),
    ("login_password", login_password),
    ("chosen_password", chosen_password),
    ("django_key", django_key),
    ("access_code", access_code),
    ("license_groups", license_groups),
    ("recovery_codes", recovery_codes),
    ("phrase_secret", phrase_secret),
    ("printed_password", printed_password),
    ("bitlocker_key", bitlocker_key),
    ("signed_password", signed_password),
    ("placed_phrase", placed_phrase),
];

/// A literal that is the key of a call: at random, or a password with upper case, digits or signs; no name of an algorithm.
fn key_literal(text: &[u8]) -> Validity {
    const ALGORITHMS: &[&[u8]] = &[b"hs256", b"hs384", b"hs512", b"rs256", b"es256", b"ps256", b"eddsa", b"utf8", b"utf-8", b"base64"];
    if ALGORITHMS.iter().any(|name| text.eq_ignore_ascii_case(name)) {
        return Validity::Invalid;
    }
    match strong_password(text) {
        Validity::Invalid if is_long_phrase(text) => Validity::Plausible,
        Validity::Invalid if text.len() >= 16 && random_run(text) => password(text),
        other => other,
    }
}

/// The cell of a column of keys: at random, with three digits at least, and no argument with its name, as in the lines of code.
fn cell_secret(text: &[u8]) -> Validity {
    let named = text.iter().position(|b| *b == b'=').is_some_and(|at| text.iter().skip(at).any(|b| *b != b'='));
    if named || count(text, u8::is_ascii_digit) < 3 { Validity::Invalid } else { secret_value(text) }
}

/// The value of an option of a command. The next option, a path and a variable of another shell are none.
fn command_password(text: &[u8]) -> Validity {
    match text.first() {
        Some(b'-' | b'/' | b'%' | b'.' | b'~' | b'*') => Validity::Invalid,
        _ => quoted_password(text),
    }
}

/// Several words in quotes behind the name of a password: with a digit among them, or drawn like those of [`word_list`]. Prompts, messages
/// and rules for passwords stand there as well: none of the words is one of theirs.
fn words_password(text: &[u8]) -> Validity {
    let is_prompt = |word: &[u8]| {
        let bare = |b: &&u8| b.is_ascii_alphabetic();
        let from = word.iter().position(|b| b.is_ascii_alphabetic()).unwrap_or(word.len());
        let len = word.iter().skip(from).take_while(bare).count();
        let word = word.get(from..from + len).unwrap_or_default();
        is_listed(PROMPTS, word)
    };
    let code = [&b"${"[..], b"{{", b"%s", b"%d", b"%(", b"()", b"=>", b"==", b"&&", b"||", b"://", b"$(", b"<"];
    let sentence = matches!(text.last(), Some(b'.' | b'?' | b':' | b';' | b',' | b'=' | b'('));
    let words = text.split(|b| *b == b' ').filter(|word| !word.is_empty());
    if sentence || contains_any(text, &code) || words.clone().any(is_prompt) || is_date(text) {
        return Validity::Invalid;
    }
    let letters = count(text, u8::is_ascii_alphabetic);
    let drawn = || words.clone().count() >= 4 && words.clone().all(|word| word.len() >= 3 && word.iter().all(u8::is_ascii_lowercase));
    let numbered = text.iter().any(u8::is_ascii_digit) && letters >= 4 && text.len() >= 8;
    if numbered {
        Validity::Plausible
    } else if drawn() {
        word_list(text)
    } else {
        Validity::Invalid
    }
}

/// A value in quotes with blanks, quotes or escapes in it, which sentences and code have as well: of capitals, small letters, digits and
/// signs that change all the time, as they do where a password was drawn.
fn signed_password(text: &[u8]) -> Validity {
    const CODE: &[&[u8]] = &[
        b"${", b"{{", b"#{", b"$(", b"%s", b"%d", b"%(", b"()", b"=>", b"==", b"&&", b"://", b" + ", b"</", b"a-z", b"A-Z", b"0-9", b"(?",
        b"\\n", b"\\u0", b"\\d", b"\\w", b"$_", b"??", b": {", b"\": ", b"\\\": ", b"', '", b"\", \"", b"...",
    ];
    let held = text.iter().any(|b| matches!(b, b'\\' | b'"' | b'\'' | b'`' | b';' | b'<' | b'>' | b' '));
    if !held || contains_any(text, CODE) || is_placeholder(text) || is_date(text) {
        return Validity::Invalid;
    }
    let class = |b: &u8| match b {
        b'A'..=b'Z' => 0,
        b'a'..=b'z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let bare: Vec<u8> = text.iter().copied().filter(|b| *b != b'\\').collect();
    let has = |wanted: u8| text.iter().any(|b| *b != b' ' && class(b) == wanted);
    let changes = bare.iter().zip(bare.iter().skip(1)).filter(|(a, b)| class(a) != class(b)).count();
    let word = bare.split(|b| !b.is_ascii_alphabetic()).any(|word| is_listed(PROMPTS, word) && word.len() >= 4);
    // Without capitals they change even more often.
    let drawn = if (0..4).all(has) { changes * 5 >= bare.len() * 2 } else { (1..4).all(has) && changes * 5 >= bare.len() * 3 };
    if drawn && bare.len() >= 8 && distinct_chars(&bare) >= 8 && !word { Validity::Plausible } else { Validity::Invalid }
}

/// Where a passphrase stands: a strong password, or three words and more joined by `_`, `-` or `.`.
fn placed_phrase(text: &[u8]) -> Validity {
    let sign = |b: &u8| matches!(b, b'_' | b'-' | b'.');
    let word = |part: &[u8]| part.len() >= 4 && part.iter().all(u8::is_ascii_alphabetic) && !is_listed(PROMPTS, part);
    let number = |part: &[u8]| !part.is_empty() && part.len() <= 4 && part.iter().all(u8::is_ascii_digit);
    let parts = || text.split(sign);
    let words = parts().filter(|part| word(part)).count();
    let phrase = words >= 3 && parts().all(|part| word(part) || number(part)) && !is_placeholder(text) && !has_field(text);
    match told_password(text) {
        Validity::Invalid if phrase => word_list(text),
        other => other,
    }
}

/// Words of prompts, messages and rules for passwords, without accents.
const PROMPTS: &str = "a again all already an and any are as at attempt attempts be between by cannot case change changed char character characters \
    charset choose click comma confirm contain containing contains count current day days default did digit digits do does each empty encrypted \
    enter error exactly expire expired expires failed field fields for forgot forgotten found from has hash hashed have hour hours if in incorrect \
    input invalid is it its least length letter letters level log login long longer lower lowercase match matches max maximum may min minimum minutes \
    missing month months more most must need needs new no not number numbers of ok old on one only optional or our password passwords passphrase \
    phase please plain policy process remember repeat required requires reset score seconds see separated set short should sign space special step \
    strength string strong symbol symbols text than that the then these this those times to token too type uppercase upper use used user username \
    users using value values version wait was weak were when will with without word words wrong year years you your \
    aber alte altes bitte das der die ein eine eingeben einem falsch gultig kennwort mindestens muss nein neue neues nicht oder passwort sie und \
    ungultig vergessen wiederholen zeichen ziffern zu \
    au aux avec caracteres chiffres de des doit du est et incorrect le les mot nouveau ou oublie par passe pas pour saisir un une votre \
    con contener contrasena debe del digitos el es los minimo no nueva o para por su tu una y \
    as com deve digite e nova os ou senha sua um uma \
    caratteri che deve di il inserisci la nuova parola per \
    een en het minimaal moet nieuw tekens van vergeten wachtwoord haslo heslo losenord adgangskode passord";

/// Four words and more joined by signs.
fn is_long_phrase(text: &[u8]) -> bool {
    count(text, |b| matches!(b, b'-' | b'.' | b'+' | b'_')) >= 3 && is_phrase(text)
}

/// Four words and more, joined by signs or spaces.
fn phrase_secret(text: &[u8]) -> Validity {
    if text.contains(&b' ') {
        words_password(text)
    } else if is_long_phrase(text) {
        Validity::Plausible
    } else {
        Validity::Invalid
    }
}

/// What a program prints in quotes where it is asked for a password: one, or several words.
fn printed_password(text: &[u8]) -> Validity {
    if text.contains(&b' ') { words_password(text) } else { quoted_password(text) }
}

/// Eight numbers, each eleven times one of 16 bits.
fn bitlocker_key(text: &[u8]) -> Validity {
    let group = |part: &[u8]| std::str::from_utf8(part).ok().and_then(|digits| digits.parse::<u32>().ok());
    let holds = |part: &[u8]| group(part).is_some_and(|number| number % 11 == 0 && number / 11 <= 0xFFFF);
    let parts = || text.split(|b| *b == b'-');
    let varied = parts().filter(|part| group(part).is_some_and(|number| number > 11)).count();
    if parts().all(holds) && varied >= 6 && distinct_chars(text) >= 6 { Validity::Valid } else { Validity::Invalid }
}

/// The value of a login in a dictionary of users: a strong password, and no address, path, number of a record or name.
fn login_password(text: &[u8]) -> Validity {
    let lower = count(text, u8::is_ascii_lowercase);
    let sign = text.iter().skip(1).any(|b| b.is_ascii_punctuation() && !matches!(b, b'_' | b'-' | b'.' | b':' | b'/' | b'+' | b',' | b'='));
    let upper = text.iter().any(u8::is_ascii_uppercase);
    let mailbox = text.iter().position(|b| *b == b'@').is_some_and(|at| text.iter().skip(at).any(|b| *b == b'.'));
    let elsewhere = text.iter().any(|b| matches!(b, b'/' | b'\\' | b'{' | b'}' | b'(' | b')' | b'<' | b'>'));
    let record = text.iter().all(u8::is_ascii_hexdigit) || !text.iter().all(u8::is_ascii_alphanumeric);
    if is_drawn(text) || is_capitals(text) || (joints(text) >= 2 && is_phrase(text)) {
        Validity::Plausible
    } else if lower == 0 || mailbox || elsewhere {
        Validity::Invalid
    } else if sign || upper {
        strong_password(text)
    } else if record {
        Validity::Invalid
    } else {
        told_password(text)
    }
}

/// What somebody chose where nothing but a password stands: a plain word too, but no usual default, type or prompt.
fn chosen_password(text: &[u8]) -> Validity {
    const OTHERS: &str = "changeme default demo example required optional string varchar text value none empty undefined postgres postgresql mysql \
        mariadb mongo mongodb redis rabbitmq elastic neo4j admin root user guest test testing pass passwd password secret bool char args kwargs \
        sqlserver oracle grafana keycloak minio minioadmin";
    let usual = |text: &[u8]| is_listed(OTHERS, text);
    let name = text.iter().any(|b| matches!(b, b'_' | b'-')) && !text.iter().any(u8::is_ascii_digit);
    let member = text.contains(&b'.') && !text.iter().any(u8::is_ascii_digit);
    let type_name = text.first().is_some_and(u8::is_ascii_uppercase) && text.iter().skip(1).all(u8::is_ascii_lowercase);
    match quoted_password(text) {
        Validity::Invalid if is_chosen(text) && !usual(text) && !is_usual(text) && !name && !member && !type_name => Validity::Plausible,
        other => other,
    }
}

/// Digits that open a door: no sequence, no year, and not one digit alone.
fn access_code(text: &[u8]) -> Validity {
    let digits = text.strip_suffix(b"#").unwrap_or(text);
    let year = digits.len() == 4 && matches!(digits, [b'1', b'9', ..] | [b'2', b'0', ..]);
    if year || distinct_chars(digits) < 2 || longest_sequence(digits) >= digits.len().min(5) || longest_run(digits) >= 4 {
        Validity::Invalid
    } else {
        Validity::Plausible
    }
}

/// Groups of capitals and digits, as licences have them: of both, varied, and no word among the groups.
fn license_groups(text: &[u8]) -> Validity {
    let (digits, upper) = (count(text, u8::is_ascii_digit), count(text, u8::is_ascii_uppercase));
    let groups = || text.split(|b| *b == b'-');
    let mixed = groups().filter(|group| group.iter().any(u8::is_ascii_digit) && group.iter().any(u8::is_ascii_uppercase)).count();
    if digits >= 2 && upper >= 4 && mixed * 2 >= groups().count() && distinct_chars(text) >= 9 && !is_placeholder(text) {
        Validity::Plausible
    } else {
        Validity::Invalid
    }
}

/// Codes in lines or a row, most of them with a digit and none a date or a filler. Where all are of one length, half of them are most.
fn recovery_codes(text: &[u8]) -> Validity {
    let codes = || text.split(|b| b.is_ascii_whitespace() || matches!(b, b',' | b';')).filter(|code| code.len() >= 4);
    let numbered = codes().filter(|code| code.iter().any(u8::is_ascii_digit)).count();
    let filler = codes().any(|code| is_placeholder(code) || code.starts_with(b"20") && code.contains(&b'-'));
    let first = codes().next().map_or(0, <[u8]>::len);
    let (least, of) = if first >= 8 && codes().all(|code| code.len() == first) { (2, 1) } else { (4, 3) };
    if !filler && numbered >= 2 && numbered * least >= codes().count() * of && distinct_chars(text) >= 8 {
        Validity::Plausible
    } else {
        Validity::Invalid
    }
}

/// Fifty characters of the alphabet from which Django's `startproject` draws, or else [`random_token`]. Two of its signs side by side may
/// look like code: `$(`, `()`, `$_`.
fn django_key(text: &[u8]) -> Validity {
    let text = text.strip_prefix(b"django-insecure-").unwrap_or(text);
    let sign = |b: &u8| b"!@#$%^&*(-_=+)".contains(b);
    let drawn = text.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || sign(b));
    if text.len() == 50 && drawn && count(text, sign) >= 6 && count(text, u8::is_ascii_digit) >= 3 {
        Validity::Plausible
    } else {
        random_token(text)
    }
}

/// Words that were drawn, and no sentence: none of them is one that sentences are made with.
fn word_list(text: &[u8]) -> Validity {
    const SENTENCE: &[&[u8]] = &[
        b"the",
        b"and",
        b"for",
        b"you",
        b"your",
        b"with",
        b"must",
        b"can",
        b"not",
        b"are",
        b"that",
        b"this",
        b"from",
        b"which",
        b"should",
        b"will",
        b"used",
        b"use",
        b"when",
        b"has",
        b"have",
        b"was",
        b"were",
        b"key",
        b"private",
        b"password",
        b"enter",
        b"empty",
        b"file",
        b"here",
        b"one",
        b"may",
        b"but",
        b"all",
        b"any",
        b"non",
        b"none",
        b"see",
        b"set",
        b"passphrase",
        b"secret",
        b"words",
        b"string",
        b"optional",
        b"required",
        b"default",
        b"example",
        b"correct",
        b"please",
        b"encrypt",
        b"encrypted",
    ];
    let mut words = text.split(|b| matches!(b, b' ' | b'-'));
    if words.any(|word| SENTENCE.iter().any(|usual| word.eq_ignore_ascii_case(usual))) { Validity::Invalid } else { Validity::Plausible }
}

/// Numbers of a list, `0x9f, 44, -3`, or `\x9f\x2c`, that were drawn at random: varied, no sequence, and not all of them letters, as in a
/// table of characters.
fn key_bytes(text: &[u8]) -> Validity {
    let mut values: Vec<i16> = Vec::with_capacity(64);
    for part in text.split(|b| matches!(b, b',' | b'\\')).map(<[u8]>::trim_ascii).filter(|part| !part.is_empty()) {
        let part = part.strip_suffix(b"u8").or_else(|| part.strip_suffix(b"U")).unwrap_or(part);
        let hex = part.strip_prefix(b"0x").or_else(|| part.strip_prefix(b"0X")).or_else(|| part.strip_prefix(b"x"));
        let digits = std::str::from_utf8(hex.unwrap_or(part)).unwrap_or_default();
        match i16::from_str_radix(digits, if hex.is_some() { 16 } else { 10 }) {
            Ok(value) if (-128..=255).contains(&value) => values.push(value),
            _ => return Validity::Invalid,
        }
    }
    let mut sorted = values.clone();
    sorted.sort_unstable();
    sorted.dedup();
    // Of sixteen bytes at random, fifteen or sixteen are different; of 64 some 57.
    let varied = sorted.len() * 4 >= values.len() * 3;
    let steps = values.iter().zip(values.iter().skip(1)).filter(|(a, b)| (*b - *a).abs() <= 1).count();
    let high = values.iter().filter(|value| !(0..=127).contains(*value)).count();
    if values.len() >= 12 && varied && steps * 4 < values.len() && high > 0 { Validity::Plausible } else { Validity::Invalid }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_at_random_are_a_key_and_sequences_are_none() {
        let random = "0x9f, 0x2c, 0x41, 0xd0, 0x7b, 0xe8, 0x4a, 0x6f, 0x83, 0xd1, 0x0c, 0x5e, 0x77, 0x24, 0xaa, 0xb1";
        assert_eq!(key_bytes(random.as_bytes()), Validity::Plausible);
        assert_eq!(key_bytes(random.replace("0x", "\\x").replace(", ", "").as_bytes()), Validity::Plausible);
        let sequence: Vec<String> = (0..32).map(|n: u8| n.to_string()).collect();
        assert_eq!(key_bytes(sequence.join(", ").as_bytes()), Validity::Invalid);
        assert_eq!(key_bytes("7, ".repeat(16).as_bytes()), Validity::Invalid);
        assert_eq!(key_bytes(random.replace("0xd0", "999").as_bytes()), Validity::Invalid);
    }

    #[test]
    fn words_that_were_chosen_are_a_password_and_prompts_are_none() {
        for value in ["tulip anchor velvet comet", "my dog ate 3 shoes", "q7Rk 2mVx 9TnB", "Tr0ub4dor walks far!"] {
            assert_ne!(words_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in [
            "Enter your password",
            "at least 12 characters",
            "Minimum 8 chars, 1 upper",
            "8 to 20 characters",
            "Passwort vergessen?",
            "mindestens 8 Zeichen",
            "two words",
            "${PREFIX} 2024 x",
            "swordfish",
        ] {
            assert_eq!(words_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
    }

    #[test]
    fn what_stands_beside_users_is_a_password_where_it_is_a_strong_one() {
        for value in ["Tiger-1485-x", "Sunflower42!", "q7Rk2mVx9T", "T64JDELGPQXYRQXU", "tulip-anchor-velvet-62"] {
            assert_ne!(login_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in ["service_account2", "alice1@example.com", "/api/v1/Users", "v2beta1", "9f2c41d07be84a6f", "ADMIN2024", "Operations"] {
            assert_eq!(login_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
    }

    #[test]
    fn numbers_of_a_disk_are_multiples_of_eleven() {
        let key = |first: &str| format!("{first}-311333-256476-611688-{}", "471086-212377-554521-648934");
        assert_eq!(bitlocker_key(key("229713").as_bytes()), Validity::Valid);
        assert_eq!(bitlocker_key(key("229714").as_bytes()), Validity::Invalid);
        assert_eq!(bitlocker_key(b"000000-000000-000000-000000-000000-000000-000000-000000"), Validity::Invalid);
    }

    #[test]
    fn phrases_are_secrets_and_what_says_to_set_one_is_none() {
        for value in ["amore-bison-marina-silver-praha", "tulip anchor velvet comet"] {
            assert_ne!(phrase_secret(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in ["my-super-secret-value", "please set this value", "tulip-anchor", "set-this-value-before-deploy"] {
            assert_eq!(phrase_secret(value.as_bytes()), Validity::Invalid, "{value}");
        }
        assert_ne!(printed_password(b"q7Rk2mVx9T"), Validity::Invalid);
        assert_eq!(printed_password(b"password"), Validity::Invalid);
    }

    #[test]
    fn signs_that_change_all_the_time_are_a_password_and_prose_is_none() {
        for value in ["5$!q#v|H5 @9t;b", "Rw7 gQuQugil0)Eh", "G{6vjbRbB\\\"gWkt(U,6b6", "KH\\2pUhzeF{3do#DbV0gH"] {
            assert_ne!(signed_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in
            ["Step 1: Choose a New One!", "q7Rk2mVx9T", "[A-Z a-z 0-9]{8,}", "$(pwgen 12 -N1)X", "Must be 8 to 20 Characters, 1 Sign"]
        {
            assert_eq!(signed_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        assert_ne!(placed_phrase(b"ember_castle_harbour_biscuit"), Validity::Invalid);
        assert_eq!(placed_phrase(b"your_pass_phrase"), Validity::Invalid);
    }

    #[test]
    fn codes_of_doors_and_licences_are_no_sequences() {
        for code in ["4729", "337728#", "80413"] {
            assert_ne!(access_code(code.as_bytes()), Validity::Invalid, "{code}");
        }
        for code in ["1234", "0000", "2024", "12345", "987654", ""] {
            assert_eq!(access_code(code.as_bytes()), Validity::Invalid, "{code}");
        }
        assert_ne!(license_groups(b"Q3M4Q-DGYTP-WWK34-G4GTP-QTP97"), Validity::Invalid);
        for key in ["ABCD-EFGH-IJKL-MNOP", "1234-5678-9012-3456", "XXXXX-XXXXX-XXXXX-XXXXX-XXXX1"] {
            assert_eq!(license_groups(key.as_bytes()), Validity::Invalid, "{key}");
        }
    }

    #[test]
    fn options_and_names_of_algorithms_are_no_passwords() {
        assert_eq!(command_password(b"--force2"), Validity::Invalid);
        assert_ne!(command_password(b"Tiger-1485-x"), Validity::Invalid);
        assert_eq!(key_literal(b"HS256"), Validity::Invalid);
        assert_ne!(key_literal(b"q7Rk2mVx9TnB4wLz8cYpD1sG"), Validity::Invalid);
    }
}
