//! Values drawn of all printable characters, as generators of passwords and salts make them, and words drawn from a list.

use super::Validity;
use super::bytes::{contains_any, count};
use super::chosen::{is_phrase, is_word_of_phrase};
use super::placeholders::{is_placeholder, is_reference};
use super::randomness::{distinct_chars, longest_run, longest_sequence, random_run, wordy};
use super::secret_values::{has_field, is_scheme_of_hash, is_usual, quoted_password, strong_password};
use super::tokens::base32_seed;

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("drawn_value", drawn_value),
    ("drawn_salt", drawn_salt),
    ("drawn_line", drawn_line),
    ("shared_secret", shared_secret),
    ("grouped_seed", grouped_seed),
];

/// [`is_drawn`].
fn drawn_value(text: &[u8]) -> Validity {
    if is_drawn(text) { Validity::Plausible } else { Validity::Invalid }
}

/// The keys and salts of WordPress: 64 characters of 92, and the space is one of them.
fn drawn_salt(text: &[u8]) -> Validity {
    let signs = count(text, u8::is_ascii_punctuation);
    let drawn = signs >= 8 && distinct_chars(text) >= 28 && !wordy(text) && longest_run(text) < 5;
    if drawn { Validity::Plausible } else { Validity::Invalid }
}

/// A password in a line that holds nothing else: [`is_drawn`], or one that is strong.
fn drawn_line(text: &[u8]) -> Validity {
    if is_drawn(text) { Validity::Plausible } else { quoted_password(text) }
}

/// A shared secret in a line of configuration: a strong one, or words joined by signs that are no member of an object.
fn shared_secret(text: &[u8]) -> Validity {
    let words = count(text, |b| matches!(b, b'-' | b'.' | b'+' | b'_')) + 1;
    match strong_password(text) {
        Validity::Invalid if is_phrase(text) && words >= 4 => Validity::Plausible,
        other => other,
    }
}

/// The seed of one-time passwords in groups of four, as sites show it for typing: base 32 in either case, no words.
fn grouped_seed(text: &[u8]) -> Validity {
    let joined: Vec<u8> = text.iter().filter(|b| !matches!(b, b' ' | b'-')).map(u8::to_ascii_uppercase).collect();
    let digits = count(&joined, u8::is_ascii_digit);
    let groups = text.split(|b| matches!(b, b' ' | b'-')).filter(|group| group.iter().any(u8::is_ascii_digit)).count();
    if digits >= 2 && groups >= 2 && digits * 2 < joined.len() { base32_seed(&joined) } else { Validity::Invalid }
}

/// Letters of both cases, digits and rarer signs that change at every other character, as no word, call or pattern does.
pub(super) fn is_drawn(text: &[u8]) -> bool {
    let strange = count(text, |b| b.is_ascii_punctuation() && !matches!(b, b'-' | b'_' | b'.' | b'/' | b'+' | b':' | b'=' | b','));
    let (upper, lower) = (count(text, u8::is_ascii_uppercase), count(text, u8::is_ascii_lowercase));
    let digits = count(text, u8::is_ascii_digit);
    let classes = upper > 0 && lower > 0 && (digits > 0 || text.len() >= 18);
    (12..=200).contains(&text.len())
        && !is_scheme_of_hash(text)
        && strange > 0
        && classes
        && upper + lower >= 6
        && distinct_chars(text) >= 10
        && text.iter().all(u8::is_ascii_graphic)
        && changes(text) * 20 >= text.len() * 9
        && random_run(text)
        && longest_sequence(text) < 5
        && !wordy(text)
        && !is_syntax(text)
        && !is_placeholder(text)
}

/// How many runs of one class of characters there are.
fn changes(text: &[u8]) -> usize {
    let class = |b: u8| match b {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    1 + text.windows(2).filter(|pair| matches!(pair, [a, b] if class(*a) != class(*b))).count()
}

/// What templates, patterns, addresses, calls and hashes have in them.
fn is_syntax(text: &[u8]) -> bool {
    const PIECES: &[&[u8]] = &[
        b"${", b"{{", b"}}", b"%s", b"%d", b"://", b"&&", b"||", b"=>", b"->", b"::", b"()", b"&amp", b"&quot", b"&lt", b"&gt", b"&#",
        b"<%", b"%>", b"a-z", b"0-9", b"(?", b".*", b"</", b"/>", b"u00", b"%2F", b"%3A", b"%20", b"++", b"--",
    ];
    // `$2b$12$…`, `pbkdf2_sha256$…`: the hash of a password.
    let hash = text.first() == Some(&b'$') && text.iter().skip(2).take(10).any(|b| *b == b'$')
        || contains_any(text, &[b"sha256", b"sha512", b"sha-256"]);
    let edge =
        matches!(text.first(), Some(b'+' | b')' | b',' | b'.' | b'<' | b'/')) || matches!(text.last(), Some(b'+' | b'(' | b',' | b'='));
    let closed = |open: u8, close: u8| {
        let at = text.windows(2).position(|pair| matches!(pair, [a, b] if a.is_ascii_alphanumeric() && *b == open));
        text.len() < 40 && at.is_some_and(|at| text.iter().skip(at + 2).any(|b| *b == close))
    };
    // `name=value&other=value`
    let query = count(text, |b| *b == b'&') >= 1 && count(text, |b| *b == b'=') >= 2 && !text.iter().any(|b| b"!#$^*<>~|;".contains(b));
    let sealed = text.starts_with(b"ENC[") || text.starts_with(b"ENC(");
    hash || edge || query || sealed || contains_any(text, PIECES) || closed(b'(', b')') || closed(b'[', b']') || closed(b'{', b'}')
}

/// Four words and more joined by `_`, in small letters or each with a capital; none of them is one of programs, forms and messages.
pub(super) fn is_joined(text: &[u8]) -> bool {
    let words = || text.split(|b| *b == b'_');
    text.len() <= 80 && words().count() >= 4 && words().all(is_word_of_phrase) && !is_placeholder(text) && !has_field(text)
}

/// In the place of the password of a URL: words of a phrase, joined, are one.
pub(super) fn is_words(text: &[u8]) -> bool {
    let words = || text.split(|b| matches!(b, b'-' | b'_' | b'.'));
    words().count() >= 2
        && words().all(is_word_of_phrase)
        && !is_usual(text)
        && !is_reference(text)
        && !is_placeholder(text)
        && !has_field(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_letters_and_digits_at_random_are_drawn_and_syntax_is_not() {
        for value in ["yzUimwD#>%h5Nr-JQ", "K08qxzaB(GCGzHK6zz3Y", "u$xg&iUk=2x4?gAZsbN5", "s6;6lbaZxd8VYjdiemuiOH", "gM>qatSbntwDfQ6sE7N"]
        {
            assert!(is_drawn(value.as_bytes()), "{value}");
        }
        for value in [
            "getValue(config[0])",
            "^[A-Za-z0-9]{8,}$",
            "https://example.org/?a=B1&c=D2",
            "$2b$12$N9qo8uLOickgx2ZMRZoMye",
            "hashlib.sha256(data)",
            "a=Q1&bK=Z2&cX=Y3",
            "yyyy-MM-ddTHH:mm:ssZ",
            "${DB_Pw1}${X2y}Zq",
            "+b64(e.K2+t.Q9)+",
            "Secret@2024!",
        ] {
            assert!(!is_drawn(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn words_joined_by_underscores_are_a_phrase_and_names_are_none() {
        assert!(is_joined(b"tulip_anchor_velvet_comet") && is_joined(b"Copper_Granite_Cinder_Goblin"));
        for value in ["tulip_anchor_velvet", "user_profile_page_title", "tulip_anchor_velvet_token", "a_b_c_d_e"] {
            assert!(!is_joined(value.as_bytes()), "{value}");
        }
        assert!(is_words(b"tulip-anchor") && !is_words(b"tulip") && !is_words(b"user-name"));
    }

    #[test]
    fn seeds_are_shown_in_groups() {
        assert_ne!(grouped_seed(b"zei2 5pti krqd dy2f bqzk i4cx"), Validity::Invalid);
        for value in ["then they also find what some like", "2222 3333 4444 5555"] {
            assert_eq!(grouped_seed(value.as_bytes()), Validity::Invalid, "{value}");
        }
    }

    #[test]
    fn shared_secrets_are_strong_or_words() {
        for value in ["Whisper.Falcon.Anchor.Rocket", "tulip_anchor_velvet_comet", "Bandit1299"] {
            assert_ne!(shared_secret(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in ["settings.tulip.anchor.velvet", "swordfish", "changeme"] {
            assert_eq!(shared_secret(value.as_bytes()), Validity::Invalid, "{value}");
        }
        assert_ne!(drawn_salt(b"eiI5HnK8]OC$SL:3tCnmLXVQoAz(,ny6TMBJy6R~53n|gDTv^aDXV&^JbnB^<DoK"), Validity::Invalid);
        assert_eq!(drawn_salt(b"put your unique phrase here"), Validity::Invalid);
    }
}
