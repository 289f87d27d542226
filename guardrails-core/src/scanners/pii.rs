//! Personal data: rules with checksums and context. Here: numbers of one form in several countries go to the one that the text names.
//!
//! Estonia and Lithuania check their personal codes alike, the Czech Republic and Slovakia their birth numbers; others only look alike, and
//! `national ID` is the label of them all. Where several countries claim one number, `Lithuanian ID: …` decides.

mod countries;

use smallvec::SmallVec;

use crate::scanner::{Scan, Scanner, ScannerEntry};
use crate::view::Folded;
use crate::{Category, Confidence, Finding, ScanError, Span};

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "pii",
    category: Category::Pii,
    description: "personal data: cards, accounts, identity numbers, addresses of people and machines",
    reports: &[],
    build: Some(|| Box::new(Pii)),
};

/// How far before a number, and behind it, its country may be named, in bytes of its line.
const BEFORE: usize = 64;
const BEHIND: usize = 32;
/// Findings that claim one number; of more, none is weighed.
const CLAIMS: usize = 24;
/// What the other claims are less sure.
const LESS_SURE: f32 = 0.01;

#[derive(Debug)]
struct Pii;

impl Scanner for Pii {
    fn name(&self) -> &str {
        "pii"
    }

    fn scan(&self, scan: &mut Scan<'_>) -> Result<(), ScanError> {
        let text = scan.text();
        by_country(text, &mut scan.findings);
        Ok(())
    }
}

/// Makes claims of other countries on a number less sure than that of the country that stands beside it. Findings are in any order.
fn by_country(text: &str, findings: &mut [Finding]) {
    let is_claim = |finding: &Finding| finding.category == Category::Pii && !finding.preview;
    let mut order: Vec<usize> = (0..findings.len()).filter(|at| findings.get(*at).is_some_and(is_claim)).collect();
    order.sort_unstable_by_key(|at| findings.get(*at).map(|finding| finding.span));
    let mut rest = order.as_slice();
    while let Some(first) = rest.first() {
        let span = |at: &usize| findings.get(*at).map_or(Span::new(0, 0), |finding| finding.span);
        let (mut end, mut len) = (span(first).end, 1);
        while let Some(next) = rest.get(len).map(span).filter(|next| next.start < end) {
            (end, len) = (end.max(next.end), len + 1);
        }
        let (claims, others) = rest.split_at(len);
        rest = others;
        if (2..=CLAIMS).contains(&len) {
            weigh(text, Span::new(span(first).start, end), claims, findings);
        }
    }
}

/// Weighs the claims on the number at `number`, by their places among the findings.
fn weigh(text: &str, number: Span, claims: &[usize], findings: &mut [Finding]) {
    let country = |at: &usize| findings.get(*at).and_then(country_of);
    let countries: SmallVec<[Country; 4]> = claims.iter().filter_map(country).collect();
    let Some(first) = countries.first() else { return };
    let rivals = countries.iter().any(|other| other != first) || claims.iter().any(|at| findings.get(*at).is_some_and(is_plain));
    let Some(named) = Some(&countries).filter(|_| rivals).and_then(|countries| named(text, number, countries)) else { return };
    let sure = |at: &usize| findings.get(*at).filter(|_| country(at) == Some(named)).map(|finding| finding.confidence.get());
    let Some(sure) = claims.iter().filter_map(sure).reduce(f32::max) else { return };
    for at in claims {
        let Some(finding) = findings.get_mut(*at) else { continue };
        let other = country_of(finding).is_some_and(|other| other != named) || is_plain(finding);
        if other && finding.confidence.get() > sure - LESS_SURE {
            finding.confidence = Confidence::clamped(sure - LESS_SURE);
        }
    }
}

/// A country and how its names begin, parted by spaces.
type Country = (&'static str, &'static str);

/// The country of a finding's kind, if it has a name in the table.
fn country_of(finding: &Finding) -> Option<Country> {
    let (code, rest) = finding.kind.split_at_checked(2)?;
    let at = countries::NAMES.binary_search_by_key(&code, |(code, _)| code).ok().filter(|_| rest.starts_with('_'))?;
    countries::NAMES.get(at).copied()
}

/// Whether any country may have issued a number of this kind, which is one of its own in some.
fn is_plain(finding: &Finding) -> bool {
    finding.kind == "BANK_ACCOUNT"
}

/// The country that is named nearest before a number in its field, or else nearest behind it, of those that claim it.
fn named(text: &str, number: Span, countries: &[Country]) -> Option<Country> {
    let floor = |at: usize| (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let before = text.get(floor(number.start.saturating_sub(BEFORE))..number.start)?;
    let behind = text.get(number.end..floor((number.end + BEHIND).min(text.len())))?;
    let ends_field = |c: char| matches!(c, '\n' | '\t' | ';' | '|' | ',');
    // A value alone in its field has its label in the one before.
    let field = before.rsplit(ends_field).find(|field| field.contains(char::is_alphanumeric)).unwrap_or_default();
    let before = Folded::new(field).text().to_ascii_lowercase();
    let behind = Folded::new(behind.split(ends_field).next()?).text().to_ascii_lowercase();
    let before = after_number(&before);
    let last = countries.iter().filter_map(|country| Some((places(before, country.1).max()?, *country))).max();
    let first = || countries.iter().filter_map(|country| Some((places(&behind, country.1).min()?, *country))).min();
    last.or_else(first).map(|(_, country)| country)
}

/// What stands behind the last number of four digits and more: what stands before it is about that one.
fn after_number(text: &str) -> &str {
    let digits = text.as_bytes().windows(4).rposition(|four| four.iter().all(u8::is_ascii_digit));
    digits.and_then(|at| text.get(at + 4..)).unwrap_or(text)
}

/// Where a word of `text` begins with one of `names`.
fn places<'t>(text: &'t str, names: &'t str) -> impl Iterator<Item = usize> + 't {
    let begins = |at: &usize| text.get(..*at).is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric()));
    names.split(' ').flat_map(move |name| text.match_indices(name).map(|(at, _)| at).filter(begins))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Guard;
    use crate::rules::BUILT_IN;

    fn kind(text: &str) -> String {
        let verdict = Guard::default().scan_input(text).into_owned();
        verdict.findings.first().map(|finding| finding.kind.to_string()).unwrap_or_default()
    }

    #[test]
    fn the_country_beside_a_number_decides_between_kinds_of_one_form() {
        for (text, expected) in [
            ("Lithuanian personal code: 38703181745", "LT_AK"),
            ("Estonian personal code: 38703181745", "EE_IK"),
            ("personal code 38703181745 (Lithuania)", "LT_AK"),
            ("Lithuanian personal code\n38703181745", "LT_AK"),
            ("| Lithuanian personal code | 38703181745 |", "LT_AK"),
            ("личный код (Литва): 38703181745", "LT_AK"),
            ("asmens kodas: 38703181745", "LT_AK"),
            ("isikukood: 38703181745", "EE_IK"),
            ("Slovak birth number 736028/5163", "SK_RC"),
            ("Czech birth number 736028/5163", "CZ_RC"),
            ("slovenské rodné číslo 736028/5163", "SK_RC"),
            ("Danish personal number: 080878-3997", "DK_CPR"),
            ("Swedish national ID: 460920-3585", "SE_PERSONNUMMER"),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn the_nearest_name_before_a_number_counts_and_one_on_another_line_does_not() {
        assert_eq!(kind("Not his Estonian but his Lithuanian personal code: 38703181745"), "LT_AK");
        assert_eq!(kind("Lithuania\nisikukood: 38703181745"), "EE_IK");
        assert_eq!(kind("country=Lithuania; isikukood=38703181745"), "EE_IK");
    }

    #[test]
    fn every_country_of_the_table_issues_a_kind() {
        let issues = |code: &str| {
            BUILT_IN.iter().any(|rule| rule.category == Category::Pii && rule.kind.split_once('_').is_some_and(|(own, _)| own == code))
        };
        assert!(countries::NAMES.is_sorted_by_key(|(code, _)| code));
        for (code, names) in countries::NAMES {
            assert!(issues(code), "{code}");
            assert!(names.split(' ').all(|name| name.len() >= 4 && Folded::new(name).text() == name), "{names}");
        }
    }

    #[test]
    fn what_many_claim_is_left_alone() {
        let mut findings: Vec<Finding> =
            (0..CLAIMS + 1).map(|_| Finding::new("pii.x", Category::Pii, "EE_IK", Span::new(11, 22))).collect();
        findings.push(Finding::new("pii.y", Category::Pii, "LT_AK", Span::new(11, 22)));
        by_country("Lithuanian 38703181745", &mut findings);
        assert!(findings.iter().all(|finding| finding.confidence == Finding::new("", Category::Pii, "", Span::new(0, 0)).confidence));
    }
}
