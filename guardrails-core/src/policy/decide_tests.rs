use super::*;
use crate::{Severity, Span};

const USER: Moment = Moment { direction: Direction::Input, source: Source::User, injection: None };
const MODEL: Moment = Moment { direction: Direction::Output, source: Source::Model, injection: None };

fn decider(toml: &str) -> Result<Decider, Error> {
    Decider::new(
        &Policy::from_toml(toml)?,
        &Names { kinds: vec!["EMAIL_ADDRESS", "IBAN", "URL", "X"], rules: vec!["pii.email_address", "pii.iban", "pii.url", "injection.x"] },
        Redactor::default(),
    )
}

fn decided(toml: &str, finding: Finding, moment: Moment) -> Option<Action> {
    let mut finding = finding;
    decider(toml).unwrap().decide(&mut finding, "ada@mail.example.com", moment).then_some(finding.action)
}

fn email() -> Finding {
    Finding::new("pii.email_address", Category::Pii, "EMAIL_ADDRESS", Span::new(0, 20))
}

#[test]
fn the_default_policy_is_that_of_the_contract() {
    let action = |category, direction| default_action(category, direction);
    for (category, input, output) in [
        (Category::Injection, Action::Block, Action::Flag),
        (Category::Secrets, Action::Redact, Action::Redact),
        (Category::Pii, Action::Redact, Action::Redact),
        (Category::Invisible, Action::Redact, Action::Redact),
        (Category::Links, Action::Flag, Action::Flag),
        (Category::Leak, Action::Flag, Action::Block),
        (Category::Code, Action::Flag, Action::Flag),
        (Category::Toxicity, Action::Flag, Action::Review),
    ] {
        assert_eq!((action(category, Direction::Input), action(category, Direction::Output)), (input, output), "{category:?}");
    }
    let url = Finding::new("pii.url", Category::Pii, "URL", Span::new(0, 1));
    assert_eq!(decided("", url, USER), Some(Action::Flag));
    let link = Finding::new("links.x", Category::Links, "LINK_EXFIL_IMAGE", Span::new(0, 1));
    assert_eq!((decided("", link.clone(), USER), decided("", link, MODEL)), (Some(Action::Flag), Some(Action::Redact)));
}

#[test]
fn the_most_specific_override_decides_and_the_strictest_of_equals() {
    let kind_over_category =
        "[[override]]\nkinds = ['EMAIL_ADDRESS']\naction = 'allow'\n[[override]]\ncategories = ['pii']\naction = 'block'";
    assert_eq!(decided(kind_over_category, email(), USER), Some(Action::Allow));
    let rule_over_kind = "[[override]]\nkinds = ['EMAIL_ADDRESS']\naction = 'allow'\n[[override]]\nrules = ['pii.*']\naction = 'review'";
    assert_eq!(decided(rule_over_kind, email(), USER), Some(Action::Review));
    let equals =
        "[[override]]\nkinds = ['EMAIL_ADDRESS']\naction = 'allow'\n[[override]]\nkinds = ['EMAIL_ADDRESS', 'IBAN']\naction = 'block'";
    assert_eq!(decided(equals, email(), USER), Some(Action::Block));
    let narrower = "[[override]]\nkinds = ['EMAIL_ADDRESS']\naction = 'allow'\n[[override]]\nkinds = ['EMAIL_ADDRESS']\non = 'output'\naction = 'block'";
    assert_eq!((decided(narrower, email(), USER), decided(narrower, email(), MODEL)), (Some(Action::Allow), Some(Action::Block)));
    let by_source = "[[override]]\ncategories = ['pii']\nsources = ['user']\naction = 'flag'";
    assert_eq!((decided(by_source, email(), USER), decided(by_source, email(), MODEL)), (Some(Action::Flag), Some(Action::Redact)));
    let by_severity = "[[override]]\nseverities = ['high', 'critical']\naction = 'block'";
    assert_eq!(
        (decided(by_severity, email(), USER), decided(by_severity, email().severity(Severity::High), USER)),
        (Some(Action::Redact), Some(Action::Block))
    );
}

#[test]
fn categories_shadow_and_trial() {
    assert_eq!(decided("input = { pii = 'block' }", email(), USER), Some(Action::Block));
    assert_eq!(decided("mode = 'shadow'\ninput = { pii = 'block' }", email(), USER), Some(Action::Flag));
    assert_eq!(decided("[[override]]\nrules = ['pii.email_address']\nshadow = true", email(), USER), Some(Action::Flag));
    let mut trial = email();
    trial.preview = true;
    assert_eq!(decided("input = { pii = 'block' }", trial, USER), Some(Action::Allow));
    assert_eq!(decider("mode = 'shadow'").unwrap().on_error(), Action::Flag);
}

#[test]
fn injection_blocks_from_its_threshold_up() {
    let attack = || Finding::new("injection.x", Category::Injection, "X", Span::new(0, 1));
    let at = |score| Moment { injection: Some(score), ..USER };
    assert_eq!(decided("", attack(), at(0.79)), Some(Action::Flag));
    assert_eq!(decided("", attack(), at(0.8)), Some(Action::Block));
    assert_eq!(decided("thresholds = { injection = 0.95 }", attack(), at(0.9)), Some(Action::Flag));
    assert_eq!(decided("input = { injection = 'allow' }", attack(), at(0.9)), Some(Action::Allow));
    let own = "[[override]]\nrules = ['injection.x']\naction = 'block'";
    assert_eq!(decided(own, attack(), at(0.3)), Some(Action::Block), "what is asked for one rule does not wait for the score");
}

#[test]
fn confidence_and_allow_lists_drop_findings() {
    let weak = || email().confidence(Confidence::clamped(0.4));
    assert_eq!(decided("", weak(), USER), None);
    assert_eq!(decided("min_confidence = 0.3", weak(), USER), Some(Action::Redact));
    assert_eq!(decided("[[override]]\nkinds = ['EMAIL_ADDRESS']\nmin_confidence = 0.3", weak(), USER), Some(Action::Redact));
    for allow in [
        "values = ['ADA@mail.example.com']",
        "domains = ['example.com']",
        "patterns = ['[a-z]{3}@.*']",
        "kinds = ['EMAIL_ADDRESS']\ndomains = ['.example.com']",
    ] {
        assert_eq!(decided(&format!("[[allow]]\n{allow}"), email(), USER), None, "{allow}");
    }
    for allow in
        ["values = ['ada@mail.example']", "domains = ['ample.com']", "patterns = ['ada']", "kinds = ['IBAN']\ndomains = ['example.com']"]
    {
        assert_eq!(decided(&format!("[[allow]]\n{allow}"), email(), USER), Some(Action::Redact), "{allow}");
    }
}

#[test]
fn classes_of_personal_data_select_like_kinds_and_less_specifically() {
    let contact = "[[override]]\nrisk = ['contact']\naction = 'review'";
    assert_eq!(decided(contact, email(), USER), Some(Action::Review));
    let iban = Finding::new("pii.iban", Category::Pii, "IBAN", Span::new(0, 1));
    assert_eq!(decided(contact, iban, USER), Some(Action::Redact));
    // What is no personal data has no class, whatever it is called.
    let own = Finding::new("pii.iban", Category::Custom, "EMAIL_ADDRESS", Span::new(0, 1));
    assert_eq!(decided(contact, own, USER), Some(Action::Flag));
    let kind_over_risk = format!("{contact}\n[[override]]\nkinds = ['EMAIL_ADDRESS']\naction = 'allow'");
    assert_eq!(decided(&kind_over_risk, email(), USER), Some(Action::Allow));
    let risk_over_category = format!("{contact}\n[[override]]\ncategories = ['pii']\naction = 'block'");
    assert_eq!(decided(&risk_over_category, email(), USER), Some(Action::Review));
    let sure = "[[override]]\nrisk = ['contact']\nmin_confidence = 0.9";
    assert_eq!(decided(sure, email().confidence(Confidence::clamped(0.8)), USER), None);
    let allow = |risk: &str| format!("[[allow]]\nrisk = ['{risk}']\ndomains = ['example.com']");
    assert_eq!((decided(&allow("contact"), email(), USER), decided(&allow("financial"), email(), USER)), (None, Some(Action::Redact)));
}

#[test]
fn domains_are_those_of_hosts() {
    for value in ["a@example.com", "https://u:p@www.example.com:8080/x?y@z", "www.example.com/path"] {
        assert!(is_in_domain(value, "example.com"), "{value}");
    }
    for value in ["a@notexample.com", "https://evil.test/?q=example.com", "https://evil.test/@example.com"] {
        assert!(!is_in_domain(value, "example.com"), "{value}");
    }
}

#[test]
fn names_that_no_rule_has_are_refused_with_the_nearest() {
    for (toml, expected) in [
        ("[[override]]\nkinds = ['EMAIL_ADRESS']", "policy: `override[0]`: unknown kind `EMAIL_ADRESS`, did you mean `EMAIL_ADDRESS`?"),
        ("[[override]]\nrules = ['pii.ibam']", "policy: `override[0]`: unknown rule `pii.ibam`, did you mean `pii.iban`?"),
        ("[[operator]]\nkinds = ['IBANN']", "policy: `operator[0]`: unknown kind `IBANN`, did you mean `IBAN`?"),
        ("[[allow]]\nkinds = ['IBANN']", "policy: `allow[0]`: unknown kind `IBANN`, did you mean `IBAN`?"),
    ] {
        assert_eq!(decider(toml).unwrap_err().to_string(), expected);
    }
    assert!(decider("[[allow]]\npatterns = ['(']").unwrap_err().to_string().starts_with("policy: `allow[0].patterns`: pattern:"));
}

#[test]
fn the_digest_is_that_of_what_the_policy_means() {
    let digest = |toml: &str| decider(toml).unwrap().basis().digest.clone();
    assert_eq!(digest(""), digest("[input]\npii = 'redact'"));
    assert_ne!(digest(""), digest("[input]\npii = 'block'"));
    assert_eq!(digest("").len(), "sha256:".len() + 64);
}
