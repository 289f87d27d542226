use super::*;
use crate::rules::validators;
use crate::{Category, Span};

fn surrogate(kind: &'static str, validator: &str, value: &str) -> String {
    let key = Key::new(&[7; 32]).unwrap();
    let finding = Finding::new("pii.x", Category::Pii, kind, Span::new(0, value.len()));
    let check = validators::find(validator).unwrap_or_else(|| panic!("no validator {validator}"));
    let made = of(&key, &finding, value, Some(check)).unwrap_or_else(|| panic!("{kind}: none"));
    assert_eq!(Some(&made), of(&key, &finding, value, Some(check)).as_ref(), "the same key, the same surrogate");
    let other = of(&Key::new(&[8; 32]).unwrap(), &finding, value, Some(check)).unwrap();
    assert_ne!(made, value);
    assert_ne!(made, other, "another key, another surrogate");
    assert_eq!(check(made.as_bytes()), check(value.as_bytes()), "{kind}: {made}");
    made
}

#[test]
fn reserved_ranges_are_used_where_there_are_some() {
    for (kind, validator, value, starts, form) in [
        ("CREDIT_CARD", "credit_card", "5555 5555 5555 4444", "4000 00", "9999 9999 9999 9999"),
        ("CREDIT_CARD", "credit_card", "3782-822463-10005", "3782-82", "9999-999999-99999"),
        ("IP_ADDRESS", "ip_address", "84.113.7.201", "", ""),
        ("IP_ADDRESS", "ip_address", "2a02:8388:e5c2:4f80:11d2:7a3:91b:4c", "2001:db8:", ""),
        ("MAC_ADDRESS", "mac_address", "3C:22:FB:8A:11:0E", "00:00:5E:00:53:", "99:99:9A:99:99:"),
        ("IBAN", "iban", "DE89 3704 0044 0532 0130 00", "DE", "AA99 9999 9999 9999 9999 99"),
        ("IBAN", "iban", "GB29NWBK60161331926819", "GB", "AA99AAAA99999999999999"),
        ("PHONE_NUMBER", "phone_number", "+44 20 7123 4567", "+44 77 0090 0", "+99 99 9999 9999"),
        ("PHONE_NUMBER", "phone_number", "(415) 733-2671", "(202) 555-01", "(999) 999-9999"),
        ("PHONE_NUMBER", "phone_number", "+49 151 23456789", "+493023125", ""),
    ] {
        let made = surrogate(kind, validator, value);
        assert!(made.starts_with(starts), "{kind}: {made}");
        let shape: String = made
            .chars()
            .map(|c| {
                if c.is_ascii_digit() {
                    '9'
                } else if c.is_ascii_uppercase() {
                    'A'
                } else {
                    c
                }
            })
            .collect();
        assert!(form.is_empty() || shape.starts_with(form), "{made} has another form than {value}");
    }
    let mail = surrogate("EMAIL_ADDRESS", "email_address", "ada@lovelace.org.uk");
    assert!(["@example.com", "@example.net", "@example.org"].iter().any(|end| mail.ends_with(end)), "{mail}");
    let ip = surrogate("IP_ADDRESS", "ip_address", "84.113.7.201");
    assert!(["192.0.2.", "198.51.100.", "203.0.113."].iter().any(|network| ip.starts_with(network)), "{ip}");
}

#[test]
fn other_numbers_pass_their_own_check() {
    for (kind, validator, value) in [
        ("BR_CPF", "br_cpf", "529.982.247-25"),
        ("NL_BSN", "nl_bsn", "111222333"),
        ("FR_NIR", "fr_nir", "2 55 08 14 168 025 38"),
        ("PL_PESEL", "pl_pesel", "44051401359"),
        ("DE_TAX_ID", "de_tax_id", "86095742719"),
        ("US_SSN", "us_ssn", "536-22-8714"),
        ("IT_FISCAL_CODE", "it_fiscal_code", "RSSMRA85T10A562S"),
        ("CN_RIC", "cn_ric", "11010519491231002X"),
    ] {
        let made = surrogate(kind, validator, value);
        assert_eq!(made.len(), value.len());
    }
}

#[test]
fn the_written_form_does_not_matter_for_the_number() {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let spaced = surrogate("CREDIT_CARD", "credit_card", "5555 5555 5555 4444");
    let dashed = surrogate("CREDIT_CARD", "credit_card", "5555-5555-5555-4444");
    assert_eq!(digits(&spaced), digits(&dashed));
}

#[test]
fn what_has_no_form_gets_none() {
    let key = Key::new(&[7; 32]).unwrap();
    let finding = Finding::new("x.y", Category::Custom, "X", Span::new(0, 1));
    assert_eq!(of(&key, &finding, &"9".repeat(LONGEST + 1), None), None);
    assert_eq!(of(&key, &finding, "", None), None);
    assert_eq!(of(&key, &finding, "\u{4e2d}", None), None);
    fn never(_: &[u8]) -> Validity {
        Validity::Invalid
    }
    let made = of(&key, &finding, "12", Some(never)).unwrap();
    assert!(made.len() == 2 && made != "12", "a check that refuses the value itself says nothing: {made}");
}

/// Every value that a built-in rule shows as its example.
#[test]
#[allow(clippy::disallowed_methods)]
fn every_rule_with_a_check_has_surrogates_that_pass_it() {
    let (mut made, mut none) = (0usize, Vec::new());
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/rules")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let file: toml::Table = text.parse().unwrap();
        for rule in file["rule"].as_array().unwrap() {
            let id = rule["id"].as_str().unwrap().to_owned();
            let check = rule.get("validator").and_then(|name| validators::find(name.as_str().unwrap()));
            let (Some(check), true) = (check, id.starts_with("pii.")) else { continue };
            let kind = rule.get("kind").and_then(|kind| kind.as_str()).map_or_else(|| id["pii.".len()..].to_uppercase(), str::to_owned);
            for example in rule["examples"].as_array().unwrap() {
                let Some(value) = example.as_str().unwrap().split('⟦').nth(1).and_then(|rest| rest.split('⟧').next()) else { continue };
                let value = value.replace('‖', "");
                let folded = Folded::new(&value).text().to_owned();
                let wanted = check(folded.as_bytes());
                let finding = Finding::new(id.clone(), Category::Pii, kind.clone(), Span::new(0, value.len()));
                match of(&Key::new(&[7; 32]).unwrap(), &finding, &value, Some(check)) {
                    Some(surrogate) => {
                        let found = check(surrogate.as_bytes());
                        let passes = if wanted == Validity::Plausible { found != Validity::Invalid } else { found == wanted };
                        assert!(wanted == Validity::Invalid || passes, "{id}: {surrogate}");
                        assert_ne!(surrogate, folded, "{id}");
                        made += 1;
                    }
                    None => none.push(id.clone()),
                }
            }
        }
    }
    none.dedup();
    assert!(made > 300 && none.len() * 10 < made, "{made} made, none for {none:?}");
}
