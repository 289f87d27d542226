//! Validators of payment: cards, accounts, banks and the parties of a payment.

use super::Validity;
use super::checksum::{Compact, luhn, mod97, number, plausible, proven};

/// Name in a rule's `validator`, and the function.
pub(super) const TABLE: &[(&str, super::Validator)] = &[
    ("credit_card", credit_card),
    ("card_expiry", card_expiry),
    ("iban", iban),
    ("sepa_creditor_id", sepa_creditor_id),
    ("bic", bic),
    ("lei", lei),
];

/// Payment card: prefix and length of an issuer's range (ISO/IEC 7812, the schemes' BIN tables), Luhn, not one digit repeated.
pub(super) fn credit_card(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let (n, p2, p3, p4, p6) = (c.len(), c.number(0, 2), c.number(0, 3), c.number(0, 4), c.number(0, 6));
    let range = match n {
        13 => c.byte(0) == b'4',
        14 => matches!(p3, 300..=305 | 309) || matches!(p2, 36 | 38 | 39),
        15 => matches!(p2, 34 | 37) || matches!(p4, 2131 | 1800),
        16..=19 => {
            c.byte(0) == b'4'
                || (n == 16 && (matches!(p2, 51..=55) || matches!(p4, 2221..=2720)))
                || (n == 16 && matches!(p4, 2200..=2204))
                || matches!(p4, 3528..=3589 | 6011 | 9792 | 5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763)
                || matches!(p3, 644..=649 | 508 | 606 | 607 | 636 | 353 | 356 | 300..=305)
                || matches!(p2, 50 | 56..=58 | 62 | 65 | 60 | 63 | 67 | 81 | 82 | 36 | 38 | 39)
                || matches!(p6, 506_099..=506_198 | 650_002..=650_027 | 504_175 | 438_935)
        }
        _ => false,
    };
    let mut kinds = [false; 10];
    for b in c.bytes() {
        if let Some(slot) = kinds.get_mut(usize::from(b.saturating_sub(b'0'))) {
            *slot = true;
        }
    }
    let varied = kinds.iter().filter(|seen| **seen).count() > 1;
    proven(c.is_digits(n) && range && varied && luhn(c.bytes()))
}

/// Expiry of a card: a month and a year 20-49 or 2015-2049 (ISO/IEC 7813 has the two digits of each).
pub(super) fn card_expiry(text: &[u8]) -> Validity {
    let mut parts = text.split(|b| !b.is_ascii_digit()).filter(|p| !p.is_empty());
    let (a, b) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let c = Compact::new(text);
    let (month, year) = match (a.len(), b.len()) {
        (4, 2) => (number(b), number(a)),
        (1 | 2, 2 | 4) => (number(a), number(b)),
        (4, 0) => (c.number(0, 2), c.number(2, 4)),
        _ => return Validity::Invalid,
    };
    plausible((1..=12).contains(&month) && matches!(year, 15..=49 | 2015..=2049))
}

/// IBAN: length of its country and ISO 7064 MOD 97-10 (ISO 13616).
pub(super) fn iban(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let length = IBAN
        .split(|b| *b == b' ')
        .find(|entry| entry.get(..2) == Some(c.range(0, 2)))
        .map(|entry| number(entry.get(2..).unwrap_or_default()));
    let fits = length.is_some_and(|n| usize::try_from(n) == Ok(c.len()));
    let remainder = mod97(c.range(4, c.len()).iter().chain(c.range(0, 4)).copied());
    proven(fits && remainder == 1)
}

/// Countries of the IBAN registry and the length of their account (<https://www.swift.com/standards/data-standards/iban>).
const IBAN: &[u8] = b"AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30 BF28 BJ28 CI28 ML28 NE28 SN28 TG28 CM27 CF27 CG27 GA27 GQ27 TD27 AO25 CV25 GW25 MZ25 DZ26 IR26 KM27 MA28 MG27 ";

/// SEPA creditor identifier: MOD 97-10 over the national part and the country (EPC 262-08).
pub(super) fn sepa_creditor_id(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let remainder = mod97(c.range(7, c.len()).iter().chain(c.range(0, 4)).copied());
    let known = IBAN.split(|b| *b == b' ').any(|entry| entry.get(..2) == Some(c.range(0, 2)));
    proven((8..=35).contains(&c.len()) && known && remainder == 1)
}

/// BIC: the fifth and sixth characters are a country (ISO 9362).
pub(super) fn bic(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    plausible(matches!(c.len(), 8 | 11) && COUNTRIES.split(|b| *b == b' ').any(|code| code == c.range(4, 6)))
}

/// ISO 3166-1 alpha-2 codes and XK.
const COUNTRIES: &[u8] = b"AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW ";

/// Legal entity identifier: ISO 7064 MOD 97-10 (ISO 17442).
pub(super) fn lei(text: &[u8]) -> Validity {
    let c = Compact::new(text);
    let letters = c.bytes().iter().any(u8::is_ascii_uppercase);
    proven(c.len() == 20 && letters && c.range(18, 20).iter().all(u8::is_ascii_digit) && mod97(c.bytes().iter().copied()) == 1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    #[test]
    fn cards() {
        let good = [
            "4111 1111 1111 1111",
            "5555-5555-5555-4444",
            "378282246310005",
            "6011111111111117",
            "30569309025904",
            "3530111333300000",
            "2223003122003222",
            "6200000000000005",
        ];
        check(credit_card, &good, &["4111 1111 1111 1112", "0000 0000 0000 0000", "1234567812345670", "9111111111111111"]);
        check(card_expiry, &["09/31", "2027-04", "1/2030", "0427"], &["13/31", "00/27", "04/99", "04/1987"]);
    }

    #[test]
    fn accounts() {
        check(
            iban,
            &["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "NO9386011117947", "MT84MALT011000012345MTLCAST001S"],
            &["GB82 WEST 1234 5698 7654 33", "DE8937040044053201300", "ZZ82WEST12345698765432"],
        );
        check(bic, &["DEUTDEFF", "NEDSZAJJXXX"], &["DEUTZZFF", "DEUTDEF"]);
        check(lei, &["213800KUD8LAJWSQ9D15"], &["213800KUD8LAJWSQ9D14"]);
        check(sepa_creditor_id, &["DE98ZZZ09999999999", "ES23ZZZ47690558N"], &["DE97ZZZ09999999999"]);
    }
}
