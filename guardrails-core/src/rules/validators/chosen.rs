//! Passwords that people choose: the most usual ones, several words joined by signs, plain words where nothing but a password stands; and
//! those that a machine drew of few digits.

use super::Validity;
use super::bytes::{contains_any, count, is_listed};
use super::drawn::is_joined;
use super::placeholders::{is_placeholder, is_reference};
use super::randomness::{distinct_chars, is_name, is_odd, random_run, wordy};
use super::secret_values::{has_field, is_capitals, is_usual, password, quoted_password, strong_password};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("spaced_password", spaced_password),
    ("placed_password", placed_password),
    ("named_password", named_password),
    ("told_password", told_password),
    ("stated_password", stated_password),
    ("cell_password", cell_password),
];

/// Behind a name and a space alone: a strong password, one of the most usual with a number, or characters at random.
fn spaced_password(text: &[u8]) -> Validity {
    if is_place(text) {
        return Validity::Invalid;
    }
    match strong_password(text) {
        Validity::Invalid if is_scattered(text) || (is_common(text) && text.iter().any(u8::is_ascii_digit)) => Validity::Plausible,
        other => other,
    }
}

/// `localhost:9200`, `image:3.5.18`, `ops@10.10.0.1`: a host with a port, an image with a tag, an account of a host.
fn is_place(text: &[u8]) -> bool {
    let Some(sign) = text.iter().position(|b| matches!(b, b':' | b'@')) else { return false };
    let (name, rest) = text.split_at(sign);
    let rest = rest.get(1..).unwrap_or_default();
    let named = name.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_'));
    named && rest.len() >= 2 && rest.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b':' | b'/'))
}

/// Where nothing but a password stands, as behind `-storepass`: a plain word too. No placeholder, reference, option or path.
fn placed_password(text: &[u8]) -> Validity {
    let other = match text.first() {
        Some(b'-' | b'/' | b'%' | b'.' | b'~' | b'*' | b'$' | b'@' | b'(' | b'[' | b'{' | b'<') | None => true,
        Some(_) => {
            contains_any(text, &[b"$", b"://", b"{", b"%s", b"prompt", b"password", b"passwd", b"secret", b"none"])
                || is_listed("required optional string varchar undefined default", text)
        }
    };
    match quoted_password(text) {
        Validity::Invalid if other || is_placeholder(text) || is_reference(text) || is_usual(text) => Validity::Invalid,
        Validity::Invalid if text.len() < 4 || distinct_chars(text) < 3 => Validity::Invalid,
        Validity::Invalid => Validity::Plausible,
        found => found,
    }
}

/// A value assigned to a name such as password, or told in a sentence: [`password`], or several words joined by signs.
fn named_password(text: &[u8]) -> Validity {
    match password(text) {
        Validity::Invalid if is_phrase(text) || is_leet(text) || (is_common(text) && text.iter().any(u8::is_ascii_digit)) => {
            Validity::Plausible
        }
        other => other,
    }
}

/// What a sentence tells: a strong password, one of the most usual, several words, or a word with two digits and more. No product with its
/// version, and no plain word.
pub(super) fn told_password(text: &[u8]) -> Validity {
    const PRODUCTS: &str = "windows office android iphone ipad ubuntu debian fedora python oracle mysql postgres node java chrome firefox outlook \
        excel word adobe keepass bcrypt argon sha base utf section kapitel chapter abschnitt seite page level step point article utilisateur \
        usuario utente benutzer";
    let letters = text.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |last| last + 1);
    let (word, digits) = text.split_at(letters);
    let plain = word.iter().all(u8::is_ascii_alphabetic) && !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let usual = |list: &str| is_listed(list, word);
    if plain && usual(PRODUCTS) {
        return Validity::Invalid;
    }
    if is_phrase(text) || is_leet(text) {
        return Validity::Plausible;
    }
    let signs = count(text, |b| b.is_ascii_punctuation() && !matches!(b, b'-' | b'_' | b'.' | b'/' | b':' | b','));
    match spaced_password(text) {
        Validity::Invalid if plain && digits.len() >= 2 && word.len() >= 4 && !usual(PROGRAMS) => password(text),
        Validity::Invalid if signs > 0 && text.len() >= 8 => password(text),
        other => other,
    }
}

/// What a sentence tells behind a word that may stand before other things as well: drawn, several words, or a strong password that is no name with
/// a number or a version behind it, as in `Galaxy-S24`, `page-12`, `Bluetooth5.3`.
fn stated_password(text: &[u8]) -> Validity {
    let word = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let number = |b: &u8| b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.');
    let rest = text.get(word..).unwrap_or_default();
    let version = rest.iter().all(|b| number(b) || b.is_ascii_uppercase()) && count(rest, u8::is_ascii_uppercase) <= 2;
    let signs = count(text, |b| b"!#$%&*+?@^~=".contains(b));
    let upper = count(text, u8::is_ascii_uppercase);
    let digits = count(text, u8::is_ascii_digit);
    let parts = joints(text);
    if is_capitals(text) || (parts >= 2 && is_phrase(text)) || is_leet(text) {
        return Validity::Plausible;
    }
    if word > 1 && version || (signs == 0 && (upper == 0 && parts > 0 || digits < 2)) { Validity::Invalid } else { told_password(text) }
}

/// How many signs join the words of a phrase; what stands behind its last letter joins none.
pub(super) fn joints(text: &[u8]) -> usize {
    let end = text.iter().rposition(u8::is_ascii_alphabetic).unwrap_or(0);
    count(text.get(..end).unwrap_or_default(), |b| matches!(b, b'-' | b'_' | b'.' | b'+'))
}

/// The cell of a column of passwords. What is stored there instead, a digest in hex or the name of a type, is none.
fn cell_password(text: &[u8]) -> Validity {
    let digest = matches!(text.len(), 32 | 40 | 56 | 64 | 96 | 128) && text.iter().all(u8::is_ascii_hexdigit);
    let sign = text.iter().any(|b| b"!#$%&*+?@^~".contains(b));
    let digits = count(text, u8::is_ascii_digit);
    if digest {
        return Validity::Invalid;
    }
    match spaced_password(text) {
        Validity::Invalid if is_phrase(text) => Validity::Plausible,
        Validity::Invalid if (sign && text.len() >= 8) || (digits >= 2 && text.last().is_some_and(u8::is_ascii_digit)) => password(text),
        other => other,
    }
}

/// Three words and more joined by `-`, `.` or `+`, or four by `_`, in small letters or each with a capital, as generators of passphrases write them, or two
/// words with a hump; and none of them a word of programs, forms and messages.
pub(super) fn is_phrase(text: &[u8]) -> bool {
    let word = is_word_of_phrase;
    // A number or a sign may end it.
    let end = text.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |last| last + 1);
    let (words, tail) = text.split_at(end);
    let joined = match words.iter().find(|b| !b.is_ascii_alphabetic()) {
        Some(sign @ (b'-' | b'.' | b'+')) => words.split(|b| b == sign).count() >= 3 && words.split(|b| b == sign).all(word),
        Some(b'_') => is_joined(words),
        Some(_) => false,
        None => {
            let hump = words.iter().skip(1).position(u8::is_ascii_uppercase).map_or(words.len(), |at| at + 1);
            let (first, rest) = words.split_at(hump);
            word(first) && word(rest)
        }
    };
    joined && tail.len() <= 4 && text.len() <= 80 && !is_placeholder(text) && !is_reference(text) && !has_field(text)
}

/// A word of [`is_phrase`].
pub(super) fn is_word_of_phrase(word: &[u8]) -> bool {
    (4..=10).contains(&word.len())
        && word.iter().all(u8::is_ascii_alphabetic)
        && word.iter().skip(1).all(u8::is_ascii_lowercase)
        && !is_listed(PROGRAMS, word)
}

/// Words of four to ten letters that names of programs, fields, classes and messages are made of.
const PROGRAMS: &str = "about above access account accounts action actions active actor admin after again agent alert alias allow also always \
    among android angular apache append apple application apps archive argument array article asset assets async attempt auth author auto azure \
    back backend backup badge banner base bash basic batch before begin below beta between binary bind block blog body bold book border both \
    bottom bound branch browser bucket buffer build builder bundle button cache call callback cancel cannot card cargo case cell center \
    certs chain change changed channel char character characters chart chat check checkbox child choose class clean clear click client clone \
    close cloud cluster code column command comment common commit compare compile component config confirm connect connection const constant \
    contact contain container content context control cookie cool copy core count counter create created cred creds cron current custom \
    daemon dark dashboard data database date debug deep default define delete demo deploy description design detail details develop device \
    dialog digest digit digits disable disabled disk display docker document does domain done down download draft driver dropdown each edit \
    editor elastic element else email empty enable enabled encode encoded encoding encrypt engine enter entity entry error errors event every \
    exact exchange execute exist existing expire expired export external extra factory fail failed fallback false fast feature fetch field \
    fields file files filter final find first fixed flag flex float flow folder font footer force foreign forgot form format forward found frame \
    framework free from front frontend full function gateway general generate generated generator generic getting github gitlab given global \
    good google grafana graph green grid group guest guide handle handler hash have head header health hello help here hide high hint history \
    home host hosts hover html http https icon image images import inbox include index info init inline inner input insert install instance \
    integration internal into invalid invite issue item items java jenkins join json just kafka keep kernel keys keystore kind kubernetes label \
    labels lambda language large last later latest layer layout left legacy length less letter letters level library light like limit line link \
    linux list listen live load loader local locale lock login logo logout logs long loop lower machine mail main make manage manager manual map \
    mapping mark master match matches maven maximum media medium member memory menu merge message messages meta method metrics middle migrate \
    minimum missing mobile modal mode model modern module monitor mongo more most mount move multi must mysql name names native navbar need \
    needs network never next nginx node none normal note notify null number object offset older online only open operator option optional \
    options oracle order organization other outer output over override owner package page pages panel param parent parse part partner pass path \
    pattern payload people phase phone picker ping pipe pipeline pixel place platform play please plugin point policy popup port post \
    postgres prefix preview primary print private process prod product profile program project prompt proper property provider proxy public \
    pull push python query queue quick rabbit random range rate read ready real record redirect redis reference refresh region register registry \
    release remote remove render repeat replace reply report repository request require required reset resource response rest restart restore \
    result retry return right role roles root route router rule rules runner runtime safe same sample save scan schedule schema scope score \
    script scroll search second secondary section secure security select self send sensitive separated server service services session \
    setting settings setup shared shell shop short should show side sidebar sign signup simple single site size slack slider small some sort \
    source space special specific spring staff staging standard start state static status step stop storage store stored strategy stream \
    strength strict string strong style submit success such suffix super support switch sync system table tabs target task team template \
    temporary tenant terraform test testing tests text than that their them theme then there these they thing this time timeout title toggle \
    tool tooltip tools total trace track traffic trigger true truncate trust tutorial type types under undefined unique update upload upper \
    used user username users using utility valid validate validation validator value values variable vault vendor verify version very video view \
    visible wait want warning watch webhook website well were what when where which while white wide width will window windows with without word \
    words work worker workflow world would write wrong yaml year your zero zone";

/// One word in which single digits stand for letters like them, as in `Ch0colat3`: 0, 1, 3, 4, 5 and 7 for o, i, e, a, s and t.
pub(super) fn is_leet(text: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[b"4j", b"mp3", b"mp4", b"s3", b"p12", b"http", b"x5", b"h5", b"k3", b"i1", b"l1", b"md5", b"win3"];
    let word = text.iter().all(u8::is_ascii_alphanumeric) && !text.iter().skip(1).any(u8::is_ascii_uppercase);
    let letter = |b: &u8| b.is_ascii_alphabetic();
    let stands = text.windows(3).any(|three| matches!(three, [a, b'0' | b'1' | b'3' | b'4' | b'5' | b'7', b] if letter(a) && letter(b)));
    let alone = text.split(letter).all(|run| run.len() <= 1 && run.iter().all(|b| b"013457".contains(b)));
    word && stands && alone && (7..=16).contains(&text.len()) && !contains_any(text, NAMES) && !has_field(text) && !is_placeholder(text)
}

/// Small letters with numbers at several places, or letters of both cases, that no word, name or abbreviation is made of.
fn is_scattered(text: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[b"sha", b"aes", b"md5", b"rsa", b"utf", b"x509", b"pkcs", b"base64", b"base32", b"http", b"v1", b"v2", b"v3"];
    let upper = text.iter().skip(1).filter(|b| b.is_ascii_uppercase()).count();
    let lower = count(text, u8::is_ascii_lowercase);
    let numbers = text.split(|b| !b.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    let plain = text.iter().all(u8::is_ascii_alphanumeric);
    let mixed = upper >= 3 && lower >= 3 && is_odd(text);
    let numbered = numbers >= 2 && lower >= 5 && upper == 0 && !is_name(text) && !contains_any(text, NAMES);
    plain && (mixed || numbered) && text.len() >= 10 && !wordy(text) && random_run(text)
}

/// One of the passwords that people choose most, and that nothing else is called; also with a number and signs behind it.
pub(super) fn is_common(text: &[u8]) -> bool {
    let known = |text: &[u8]| is_listed(COMMON, text);
    let letters = text.iter().rposition(u8::is_ascii_alphabetic).map_or(0, |last| last + 1);
    let (stem, tail) = text.split_at(letters);
    let tail_is_short = tail.len() <= 5 && tail.iter().all(|b| b.is_ascii_digit() || b"!?.#$*@+-_%".contains(b));
    text.len() <= 18 && (known(text) || (!tail.is_empty() && tail_is_short && known(stem)))
}

/// From the yearly lists of leaked passwords, without those that are words of forms and code as well.
const COMMON: &str = "qwerty qwertz azerty qwertyuiop qwertzuiop azertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm yxcvbnm qwer qweasd qazwsx \
    qweasdzxc 1q2w3e 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx q1w2e3r4 asd123 qwe123 abc123 a1b2c3 letmein dragon monkey iloveyou iloveu sunshine \
    princess football baseball basketball superman spiderman batman trustno1 hunter2 starwars pokemon michael ashley jessica jennifer michelle \
    charlie thomas jordan jordan23 harley ranger buster soccer hockey killer tigger ginger joshua cheese amanda nicole chelsea \
    biteme matthew yankees thunder minecraft naruto liverpool arsenal manchester freedom cookie123 mustang hallo sommer schatz \
    schalke04 dortmund bayern fussball hallo123 ficken soleil bonjour doudou loulou chouchou marseille motdepasse hola teamo tequiero estrella \
    mariposa barcelona realmadrid alejandro benfica sporting flamengo corinthians palmeiras gabriel amor ciao ciao123 juventus amoremio \
    francesca andrea polska kochanie misiek polska1 welkom welkom01 feyenoord galatasaray fenerbahce besiktas natasha lol123 passw0rd \
    p@ssw0rd p@ssword p@55w0rd p4ssword p4ssw0rd pa55word pa55w0rd pa$$w0rd pa$$word passw0rt s3cr3t s3cret welcome1 welcome123 admin123 root123 \
    test123 nimda samsung computer1 internet1 aa123456";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_joined_by_signs_are_a_passphrase_and_names_are_none() {
        for value in ["tulip-anchor-velvet", "Copper.Lantern.Basil.Marble", "otter+canoe+thimble"] {
            assert!(is_phrase(value.as_bytes()), "{value}");
        }
        assert!(
            is_phrase(b"purpleTeapot")
                && is_phrase(b"purpleTeapot8")
                && !is_phrase(b"purple")
                && !is_phrase(b"loginForm")
                && !is_phrase(b"example-acme-value")
        );
        for value in ["reset-form-input", "tulip-anchor", "db-credentials-prod", "settings.tulip.anchor", "read-only-replica", "tulip"] {
            assert!(!is_phrase(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn usual_passwords_count_with_a_number_behind_them() {
        for value in ["letmein", "LetMeIn99", "dragon77!", "qwertz2024", "hunter2"] {
            assert!(is_common(value.as_bytes()), "{value}");
        }
        for value in ["dragons", "dragon1234567", "swordfish", "12345", "!!", ""] {
            assert!(!is_common(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn sentences_tell_passwords_and_no_products_or_words() {
        for value in ["carrot77", "tulip-anchor-velvet", "Tiger-1485-x", "Kartoffel&salat", "letmein1"] {
            assert_ne!(told_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in ["Windows11", "Outlook2019", "required", "time-limited", "carrot", "version12"] {
            assert_eq!(told_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
    }

    #[test]
    fn what_may_be_another_thing_has_to_look_like_a_password() {
        for value in ["carrotLily36!", "q7Rk2mVx9T", "Tiger-1485-x", "tulip-anchor-velvet", "T64JDELGPQXYRQXU"] {
            assert_ne!(stated_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in [
            "Galaxy-S24",
            "page-12-of-20",
            "Bluetooth5.3",
            "FritzBox7590",
            "over1000",
            "YubiKey-5C",
            "WPA2-PSK",
            "state-1",
            "WireGuard-1.0",
        ] {
            assert_eq!(stated_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
    }

    #[test]
    fn hosts_and_images_are_no_passwords() {
        for value in ["localhost:9200", "neo4j:3.5.18", "ops@10.10.10.10"] {
            assert_eq!(spaced_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        assert_ne!(spaced_password(b"Tiger:x1485"), Validity::Invalid);
    }

    #[test]
    fn digits_may_stand_for_letters() {
        for value in ["Ch0colat3", "V3rtraulich", "s0mm3rzeit"] {
            assert!(is_leet(value.as_bytes()), "{value}");
        }
        for value in ["oauth2client", "log4jconfig", "utf8mb4", "mp3player", "base64text", "chocolate", "carrot77"] {
            assert!(!is_leet(value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn cells_hold_passwords_and_no_digests_or_types() {
        for value in ["Tiger-1485-x", "jPhm#BEb", "dragonfly77"] {
            assert_ne!(cell_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in ["9f2c41d07be84a6f83d10c5e7724aab1", "required", "bcrypt", "VARCHAR(64)", "2024-01-31"] {
            assert_eq!(cell_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
    }

    #[test]
    fn a_place_that_proves_it_takes_a_plain_word() {
        for value in ["swordfish", "purple", "q7Rk2mVx9T"] {
            assert_ne!(placed_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in ["-alias", "$PW", "changeit", "password", "test1", "aaaa", "%PW%", "/dev/stdin", "env:KEY", "<pw>"] {
            assert_eq!(placed_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
    }

    #[test]
    fn scattered_digits_and_capitals_are_drawn_and_names_are_not() {
        for value in ["odyhi2en2era", "slWPcwGXiaOAL", "zgtmhji1muui3znp"] {
            assert_ne!(spaced_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
        for value in ["PostgreSQLServer", "XMLHttpRequest", "base64url", "OpenSSLConfig", "sha256sum"] {
            assert_eq!(spaced_password(value.as_bytes()), Validity::Invalid, "{value}");
        }
    }
}
