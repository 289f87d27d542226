//! What is known of a kind of personal data besides its name: the country that issues it, and what it can do to a person.

use serde::{Deserialize, Serialize};

/// What personal data can do to the person it is about. Every kind of personal data has one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Risk {
    /// Names one person on its own: identity cards, tax and social security numbers, passports, names.
    DirectIdentifier,
    /// Money: cards, accounts, banks, wallets, companies' numbers on invoices.
    Financial,
    /// Health: patients, insurance of the sick, those who treat them.
    Health,
    /// A way to reach a person: mail, telephone, postal address, account names.
    Contact,
    /// Machines and their addresses: IP and MAC addresses, URLs, serial numbers of devices and SIM cards.
    Network,
    /// Says something of a person and names one only together with other data: age, birth date, place, vehicle.
    Quasi,
}

impl Risk {
    /// Every class, in the order of declaration.
    pub const ALL: [Self; 6] = [Self::DirectIdentifier, Self::Financial, Self::Health, Self::Contact, Self::Network, Self::Quasi];

    /// The name used in policies.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DirectIdentifier => "direct_identifier",
            Self::Financial => "financial",
            Self::Health => "health",
            Self::Contact => "contact",
            Self::Network => "network",
            Self::Quasi => "quasi",
        }
    }

    /// The class of a kind of personal data. A kind that is in no list is a direct identifier: what nobody has judged is treated as the
    /// worst it can be.
    ///
    /// ```
    /// use guardrails_core::Risk;
    ///
    /// assert_eq!(Risk::of("IBAN"), Risk::Financial);
    /// assert_eq!(Risk::of("FR_NIR"), Risk::DirectIdentifier);
    /// ```
    pub fn of(kind: &str) -> Self {
        let listed = CLASSES.iter().find(|(_, kinds)| kinds.contains(&kind));
        listed.map_or(Self::DirectIdentifier, |(risk, _)| *risk)
    }
}

/// The country of a kind, as ISO 3166-1 alpha-2: that is what its name begins with, as `FR` in `FR_NIR`. None for what is used across
/// borders, such as `IBAN`.
pub(crate) fn country_of(kind: &str) -> Option<&str> {
    let (country, rest) = kind.split_at_checked(2)?;
    (rest.starts_with('_') && COUNTRIES.split(' ').any(|known| known == country)).then_some(country)
}

/// ISO 3166-1 alpha-2.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG \
     CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS \
     GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC \
     MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY \
     QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY \
     UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Two-letter names in use for countries that ISO 3166 calls otherwise.
pub(crate) const ALIASES: [(&str, &str); 2] = [("UK", "GB"), ("EL", "GR")];

/// Every kind that is no direct identifier.
const CLASSES: &[(Risk, &[&str])] = &[
    (
        Risk::Financial,
        &[
            "AR_CBU",
            "AU_ABN",
            "AU_ACN",
            "AU_BSB",
            "BANK_ACCOUNT",
            "BE_ENTERPRISE_NUMBER",
            "BG_EIK",
            "BIC",
            "BR_CNPJ",
            "BR_PIX",
            "BR_PIX_KEY",
            "CARD_CVV",
            "CARD_EXPIRY",
            "CARD_TRACK",
            "CA_BANK_ACCOUNT",
            "CA_BN",
            "CH_UID",
            "CN_USCC",
            "CREDIT_CARD",
            "CRYPTO_ADDRESS",
            "CZ_ICO",
            "DK_CVR",
            "EC_RUC",
            "EE_REGISTRY_CODE",
            "ES_CCC",
            "ES_CIF",
            "FI_YTUNNUS",
            "FR_SIREN",
            "FR_SIRET",
            "GB_COMPANY_NUMBER",
            "GB_SORT_CODE",
            "HU_BANK_ACCOUNT",
            "IBAN",
            "IN_CIN",
            "IN_GSTIN",
            "IN_IFSC",
            "IN_TAN",
            "IN_UPI",
            "JP_BANK_ACCOUNT",
            "JP_CORPORATE_NUMBER",
            "KR_BRN",
            "LEI",
            "MA_ICE",
            "MX_CLABE",
            "NG_BVN",
            "NL_KVK",
            "NO_KONTONR",
            "NO_ORGNR",
            "NZ_BANK_ACCOUNT",
            "PL_REGON",
            "RO_CUI",
            "RS_PIB",
            "RU_BANK_ACCOUNT",
            "RU_OGRN",
            "SEPA_CREDITOR_ID",
            "SE_BANKGIRO",
            "SE_ORGNR",
            "SE_PLUSGIRO",
            "SG_UEN",
            "SN_NINEA",
            "SWIFT_CODE",
            "TW_UBN",
            "UA_EDRPOU",
            "US_ABA_ROUTING",
            "US_BANK_NUMBER",
            "US_EIN",
            "VAT_ID",
        ],
    ),
    (
        Risk::Health,
        &[
            "AU_IHI",
            "AU_MEDICARE",
            "BR_CNS",
            "CA_OHIP",
            "CA_PHN_BC",
            "CA_RAMQ",
            "DE_BSNR",
            "DE_KVNR",
            "DE_LANR",
            "EHIC",
            "FR_RPPS",
            "GB_CHI",
            "GB_GMC",
            "GB_HC",
            "GB_NHS",
            "HEALTH_INSURANCE_ID",
            "HU_TAJ",
            "IN_ABHA",
            "MEDICAL_RECORD_NUMBER",
            "NZ_HPI",
            "NZ_NHI",
            "US_DEA",
            "US_HICN",
            "US_MBI",
            "US_NPI",
        ],
    ),
    (Risk::Contact, &["ADDRESS", "EMAIL_ADDRESS", "PHONE_NUMBER", "SOCIAL_HANDLE", "STREET_ADDRESS", "USERNAME"]),
    (
        Risk::Network,
        &["ADVERTISING_ID", "DEVICE_ID", "ICCID", "IMEI", "IMSI", "IP_ADDRESS", "MAC_ADDRESS", "MEID", "MSISDN", "SERIAL_NUMBER", "URL"],
    ),
    (
        Risk::Quasi,
        &[
            "AGE",
            "BR_RENAVAM",
            "DATE_OF_BIRTH",
            "DATE_TIME",
            "ES_CUPS",
            "GENDER",
            "GEO_COORDINATES",
            "LICENSE_PLATE",
            "LOCATION",
            "NRP",
            "ORGANIZATION",
            "POSTAL_CODE",
            "TITLE",
            "VIN",
            "ZIP_CODE",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Category;
    use crate::rules::BUILT_IN;

    #[test]
    fn a_country_is_what_a_kind_begins_with() {
        for (kind, country) in
            [("FR_NIR", Some("FR")), ("IBAN", None), ("IP_ADDRESS", None), ("ID_NIK", Some("ID")), ("FRA_NIR", None), ("é", None)]
        {
            assert_eq!(country_of(kind), country, "{kind}");
        }
        // Whatever looks like a country in the built-in kinds is one.
        let odd: Vec<&str> = pii_kinds().filter(|kind| kind.as_bytes()[2..].starts_with(b"_") && country_of(kind).is_none()).collect();
        assert_eq!(odd, ["IP_ADDRESS"]);
    }

    #[test]
    fn no_kind_stands_in_two_classes() {
        let mut all: Vec<&str> = CLASSES.iter().flat_map(|(_, kinds)| kinds.iter().copied()).collect();
        let listed = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), listed);
    }

    /// A kind without a country that nobody put into a class may be one that was forgotten. Those that are direct identifiers stand here.
    #[test]
    fn kinds_of_no_country_are_judged() {
        let direct = ["DRIVER_LICENSE", "EMPLOYEE_ID", "MRZ", "ORCID", "PASSPORT", "PERSON", "STUDENT_ID"];
        let forgotten: Vec<&str> = pii_kinds()
            .filter(|kind| country_of(kind).is_none() && Risk::of(kind) == Risk::DirectIdentifier && !direct.contains(kind))
            .collect();
        assert_eq!(forgotten, [""; 0], "put them into a class of `CLASSES`, or into the list of this test");
    }

    #[test]
    fn classes_are_those_that_people_expect() {
        for (kind, risk) in [
            ("US_SSN", Risk::DirectIdentifier),
            ("DE_TAX_ID", Risk::DirectIdentifier),
            ("CREDIT_CARD", Risk::Financial),
            ("GB_NHS", Risk::Health),
            ("PHONE_NUMBER", Risk::Contact),
            ("IP_ADDRESS", Risk::Network),
            ("AGE", Risk::Quasi),
            ("A_KIND_OF_TOMORROW", Risk::DirectIdentifier),
        ] {
            assert_eq!(Risk::of(kind), risk, "{kind}");
        }
        assert!(Risk::ALL.iter().all(|risk| serde_json::to_string(risk).unwrap() == format!("\"{}\"", risk.name())));
    }

    fn pii_kinds() -> impl Iterator<Item = &'static str> {
        let mut kinds: Vec<&str> = BUILT_IN.iter().filter(|rule| rule.category == Category::Pii).map(|rule| rule.kind.as_ref()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds.into_iter()
    }
}
