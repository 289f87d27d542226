//! Validators of values that only their label tells: what such a value can't be.

use super::Validity;
use super::checksum::{Compact, number, plausible};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("account_number", account_number),
    ("employee_id", employee_id),
    ("license_plate", license_plate),
    ("listed_number", listed_number),
    ("postal_code", postal_code),
    ("profile_url", profile_url),
    ("username", username),
    ("username_dashed", username_dashed),
    ("username_handle", username_handle),
    ("username_word", username_word),
];

/// Number of a bank account: as `document_number`, and no year with a count, which is that of an invoice (`2025-19`).
pub(super) fn account_number(text: &[u8]) -> Validity {
    let (year, count) = text.split_at_checked(4).unwrap_or_default();
    let invoice = (year.starts_with(b"19") || year.starts_with(b"20"))
        && year.iter().all(u8::is_ascii_digit)
        && matches!(count, [b'-' | b'/' | b' ', rest @ ..] if rest.len() <= 4 && rest.iter().all(u8::is_ascii_digit));
    if invoice { Validity::Invalid } else { super::pii_documents::document_number(text) }
}

/// Personnel number, which every employer forms in his own way: three digits or more, no year alone, not one digit repeated.
pub(super) fn employee_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let digits = c.bytes().iter().filter(|b| b.is_ascii_digit()).count();
    let year = c.is_digits(4) && (1900..=2100).contains(&c.number(0, 4));
    plausible(digits >= 3 && !year && !c.all_same() && !is_span_of_years(text))
}

/// From a year to another: `2019-2024`.
fn is_span_of_years(text: &[u8]) -> bool {
    let c = Compact::new(text);
    let is_year = |from: usize| (1900..=2100).contains(&c.number(from, from + 4));
    c.is_digits(8) && text.len() > 8 && text.iter().take(4).all(u8::is_ascii_digit) && is_year(0) && is_year(4)
}

/// Number of a document that stands alone in its cell: as `document_number`, no seconds or milliseconds since 1970 (of 2014 to 2033), no year
/// and no date.
pub(super) fn listed_number(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let epoch = text.iter().all(u8::is_ascii_digit) && matches!((c.len(), c.number(0, 4)), (10 | 13, 1400..=1999));
    let century = matches!(c.number(0, 4), 1900..=2099);
    let year = c.is_digits(4) && century;
    let date =
        matches!(text, [_, _, _, _, b'-', _, _, b'-', _, _]) && century && matches!((c.number(4, 6), c.number(6, 8)), (1..=12, 1..=31));
    if epoch || year || date || is_span_of_years(text) { Validity::Invalid } else { super::pii_documents::document_number(text) }
}

/// Registration plate: 4 to 10 letters and digits, both of them where no separator groups them (each country's form is in the rule).
pub(super) fn license_plate(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let letters = c.bytes().iter().filter(|b| b.is_ascii_uppercase()).count();
    let digits = c.len() - letters;
    let grouped = c.len() < text.len();
    plausible((4..=10).contains(&c.len()) && digits > 0 && (letters > 0 || (grouped && digits >= 5)) && !unit(text))
}

/// Whether a number is followed by a unit of measure, as in `30 CM`.
fn unit(text: &[u8]) -> bool {
    const UNITS: &[&[u8]] = &[b"CM", b"MM", b"KG", b"KM", b"MB", b"GB", b"TB", b"KB", b"HZ", b"PM", b"AM", b"EUR", b"USD"];
    let last = text.rsplit(|b| !b.is_ascii_alphabetic()).next().unwrap_or_default();
    text.first().is_some_and(u8::is_ascii_digit) && UNITS.contains(&last)
}

/// Postal code (UPU S42): 3 to 10 letters and digits with two digits or more; three digits alone only where a country has them (Iceland,
/// Faroe Islands, Lesotho), so not the 000 to 009 that count rows.
pub(super) fn postal_code(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let digits = c.bytes().iter().filter(|b| b.is_ascii_digit()).count();
    let counted = c.is_digits(3) && c.byte(0) == b'0' && c.byte(1) == b'0';
    plausible((3..=10).contains(&c.len()) && digits >= 2 && !counted && number(c.bytes()) != 0)
}

/// User name (the portable set of POSIX): with a digit, a dot or an underscore inside, since a word alone may be anything; no placeholder, no
/// name of a file.
pub(super) fn username(text: &[u8]) -> Validity {
    const NAMES: &[&[u8]] = &[
        b"user1",
        b"user_1",
        b"user_id",
        b"user_name",
        b"user-name",
        b"your_username",
        b"test1",
        b"utf-8",
        b"oauth2",
        b"is_active",
        b"first_name",
        b"last_name",
        b"not_found",
    ];
    const CODE: &[&[u8]] = &[
        b"self.",
        b"this.",
        b"req.",
        b"request.",
        b"os.",
        b"process.",
        b"env.",
        b"user.",
        b"props.",
        b"data.",
        b"args.",
        b"e.g.",
        b"options.",
        b"opts.",
        b"params.",
        b"config.",
    ];
    const FILES: &[&[u8]] = &[
        b"js", b"ts", b"tsx", b"jsx", b"py", b"rs", b"md", b"html", b"css", b"json", b"yaml", b"yml", b"toml", b"php", b"com", b"org",
        b"net", b"txt", b"xml", b"csv", b"pdf", b"log", b"exe", b"zip",
    ];
    let digit = text.iter().any(u8::is_ascii_digit);
    let joined = text.iter().any(|b| matches!(b, b'_' | b'.'));
    let lower = Lower::new(text);
    let lower = lower.bytes();
    let named = NAMES.contains(&lower) || CODE.iter().any(|start| lower.starts_with(start));
    let file = lower.rsplit(|b| *b == b'.').next().is_some_and(|end| end.len() < lower.len() && FILES.contains(&end));
    plausible((digit || joined) && !named && !file)
}

/// User name with a digit or a sign, or of two words with a dash between them: each of them none of a form, of code, or of a service.
fn username_dashed(text: &[u8]) -> Validity {
    let is_name = |part: &[u8]| {
        let part = std::str::from_utf8(part).unwrap_or_default();
        part.len() > 1
            && part.bytes().all(|byte| byte.is_ascii_lowercase())
            && ![NO_USERS, NO_NAMES].iter().any(|list| list.split_ascii_whitespace().any(|other| other == part))
    };
    match username(text) {
        Validity::Invalid => {
            plausible(text.iter().filter(|byte| **byte == b'-').count() == 1 && text.split(|byte| *byte == b'-').all(is_name))
        }
        known => known,
    }
}

/// User name with a digit or a sign, or a word alone that is none of a form, of code, or of a service.
fn username_handle(text: &[u8]) -> Validity {
    let word = std::str::from_utf8(text).unwrap_or_default();
    let is_word = word.len() > 3
        && word.bytes().all(|byte| byte.is_ascii_lowercase())
        && ![NO_USERS, NO_NAMES].iter().any(|list| list.split_ascii_whitespace().any(|other| other == word));
    match username_dashed(text) {
        Validity::Invalid => plausible(is_word),
        known => known,
    }
}

/// What stands in words with a dash that are nobody's name.
const NO_NAMES: &str = "\
    access action agent app application assigned assistant back background banner based batch before block board body book border bottom build builtin button by \
    card cell center chat check ci class click cloud code color common compatible consumer container content control core cross custom dash dashboard data \
    defined dependent deploy dev device dialog disable double down drag drop duty edge edit enable end engine entered error existing facing fall fill first five flow \
    focus folder font forgot form four free friendly front full gateway general generated grid guide handle hand head header high home icon id image in index \
    inline input insensitive instance item job kebab last layout left legacy less level like line linux load locked log look low lower main mode modal \
    module multi must nav net network next no non off on once one only open out over own owned pane panel part party per plus point post pre primary \
    private process product production project protected provided provider push quick ready reply reset right row run safe save screen script scroll search \
    second secondary section secure self sensitive separated sequence server service sharing side sign signed signup single size snake so specific stack \
    stage staging standard start state step stop sub submit supplied svc switch sync tab tag task third three time to toggle tool top trim two type ui un up \
    upload use used user view web wide wise worker write";

/// User name that is a word, alone behind its label: no account of a machine or a service, no type, no value of code, no word of a form.
fn username_word(text: &[u8]) -> Validity {
    let word = std::str::from_utf8(text).unwrap_or_default();
    plausible(!NO_USERS.split_ascii_whitespace().any(|other| other == word))
}

/// What stands behind `username:` and is nobody's name.
const NO_USERS: &str = "\
    account address admin administrator alias all already also alphanumeric anonymous another any anyone apache api args array author auto available \
    bar baz bin blank bool boolean bot boundary bytes case char character characters charset class column config const constant create created \
    credentials current customer daemon data database date default deleted demo deprecated description developer dict disabled display docker \
    does dummy duplicate dynamic editor elastic elasticsearch email empty enabled enter entry enum env environ environment error example exists \
    expired export expression external fake false field file filter first float foo format found free from ftp function get git github global \
    grafana group guest hash here hidden host hostname html http https identity ignored import incorrect individual influx info input int \
    integer internal invalid ip is item jenkins json kafka key keyword known label last ldap length lib limit link list local localhost lock \
    locked login long lookup lower lowercase mail manager map mariadb master match max maximum may member message method min minimum missing \
    mongo mongodb mssql must mutable myuser mysql name native needed new nginx nil nobody node none not null number numeric object obj off ok old on \
    one only operator option optional oracle origin other owner page param parameter params parent pass passed password path pattern person phone pi \
    placeholder plain please post postgres prefix print private prod profile prompt property props proxy public query rabbitmq random raw read \
    readonly redis register registered repo request require required reserved resolve result return role root rule sa sample scheme secret select \
    self send server service session set shared should show simple site slug some someone somebody source sql ssh static status store str string \
    strip struct sudo suffix super supervisor support sys sysadmin system table taken team tenant test testing tester testuser text that the them \
    this title token too tomcat true try tuple type ubuntu unavailable undefined unicode unique unknown update upper url use used user userid username \
    users utf uuid vagrant valid validate validated value valor var varchar variable vector version visible void was wachtwoord weblogic webmaster when where who will \
    with word world write www yaml you your";

/// At most 40 characters in lower case.
struct Lower {
    bytes: [u8; 40],
    len: usize,
}

impl Lower {
    fn new(text: &[u8]) -> Self {
        let mut lower = Self { bytes: [0; 40], len: 0 };
        for (slot, byte) in lower.bytes.iter_mut().zip(text) {
            *slot = byte.to_ascii_lowercase();
            lower.len += 1;
        }
        lower
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

/// Page of a person in a social network: not one of the network's own pages, which stand in the same place.
pub(super) fn profile_url(text: &[u8]) -> Validity {
    const OWN: &[&[u8]] = &[
        b"home",
        b"share",
        b"sharer",
        b"sharer.php",
        b"intent",
        b"login",
        b"explore",
        b"search",
        b"about",
        b"privacy",
        b"terms",
        b"settings",
        b"help",
        b"groups",
        b"pages",
        b"events",
        b"watch",
        b"marketplace",
        b"hashtag",
        b"tos",
        b"jobs",
        b"policies",
        b"dialog",
        b"plugins",
        b"joinchat",
        b"features",
        b"pricing",
    ];
    let path = text.rsplit(|b| *b == b'/').next().unwrap_or_default();
    plausible(!OWN.iter().any(|own| path.eq_ignore_ascii_case(own)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn numbers_of_accounts() {
        check(account_number, &["145634775050", "2045-123456"], &["2025-19", "2025/0019", "000000"]);
    }

    #[test]
    fn numbers_of_staff() {
        check(employee_id, &["EMP-20607", "048234", "CX3389", "1914-3071"], &["2023", "0000", "E12", "2019-2024"]);
    }

    #[test]
    fn numbers_in_cells() {
        check(listed_number, &["145634775050", "MRN475563"], &["1732442926", "1732442926123", "000000", "2019-2024"]);
    }

    #[test]
    fn plates() {
        check(
            license_plate,
            &["S-TY 4526", "VUA6D44", "53-KHZ-3", "AB12 CDE", "35 YDM 350", "16-123-456"],
            &["30 CM", "12", "2023", "ABCDEF", "ABC 1234567 DEF"],
        );
    }

    #[test]
    fn postal_codes() {
        check(postal_code, &["SW1A 1AA", "75008", "101", "K1A 0B1", "110001"], &["000", "12", "ABCDE"]);
    }

    #[test]
    fn user_names() {
        check(username, &["olga_zhang", "ivan8158", "j.doe"], &["required", "self.user", "index.html", "user_id", "admin"]);
    }

    #[test]
    fn user_names_that_are_words() {
        check(
            username_dashed,
            &["anna-wong", "olga_zhang", "li-wei"],
            &["read-only", "sign-in", "case-sensitive", "your-username", "a-b-c", "required"],
        );
        check(username_word, &["maria", "jsmith", "olga"], &["string", "required", "admin", "postgres", "none", "your"]);
    }

    #[test]
    fn profiles() {
        check(
            profile_url,
            &["https://twitter.com/ada99", "https://t.me/ada_l"],
            &["https://twitter.com/home", "https://facebook.com/sharer.php"],
        );
    }
}
