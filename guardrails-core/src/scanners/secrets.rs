//! Keys, tokens, passwords: rules with checksums and tests of randomness. Here: which findings are the two halves of one key.

use crate::scanner::ScannerEntry;
use crate::{Category, Finding};

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "secrets",
    category: Category::Secrets,
    description: "keys, tokens, passwords and private keys",
    reports: &[],
    build: None,
};

/// The kind of an id, and what the secret that belongs to it may be found as. `GENERIC_SECRET` where the provider's own secret has no
/// form to know it by.
const PAIRS: &[(&str, &[&str])] = &[
    ("AWS_ACCESS_KEY", &["AWS_SECRET_KEY", "GENERIC_SECRET"]),
    ("ALIBABA_ACCESS_KEY", &["ALIBABA_SECRET_KEY", "GENERIC_SECRET"]),
    ("GOOGLE_HMAC_KEY", &["GOOGLE_HMAC_SECRET", "GENERIC_SECRET"]),
    ("SCALEWAY_ACCESS_KEY", &["SCALEWAY_SECRET_KEY", "GENERIC_SECRET"]),
    ("TWILIO_ACCOUNT_SID", &["TWILIO_AUTH_TOKEN", "GENERIC_SECRET"]),
    ("TWILIO_API_KEY", &["GENERIC_SECRET"]),
    ("TENCENT_SECRET_ID", &["GENERIC_SECRET"]),
    ("BAIDU_ACCESS_KEY", &["GENERIC_SECRET"]),
    ("EXOSCALE_KEY", &["GENERIC_SECRET"]),
    ("DIGITALOCEAN_SPACES_KEY", &["AWS_SECRET_KEY", "GENERIC_SECRET"]),
    ("RAZORPAY_KEY", &["GENERIC_SECRET"]),
];

/// Farthest apart that two halves stand, in lines and in bytes between them: a block of settings, or two columns of a table.
const PAIR_LINES: usize = 6;
const PAIR_BYTES: usize = 600;

/// Lets the two halves of a key name each other. A half belongs to the nearest one before it that has no other half yet. Findings are in
/// order of start; every stretch between two of them is read once.
pub(crate) fn pair_halves(text: &str, findings: &mut [Finding]) {
    let mut open: [Option<usize>; PAIRS.len()] = [None; PAIRS.len()];
    for at in 0..findings.len() {
        let Some(kind) =
            findings.get(at).filter(|finding| finding.category == Category::Secrets && !finding.preview).map(|f| f.kind.clone())
        else {
            continue;
        };
        let mut paired = None;
        for ((id, secrets), open) in PAIRS.iter().zip(&mut open) {
            let is_id = *id == kind;
            if !is_id && !secrets.contains(&kind.as_ref()) {
                continue;
            }
            let fits = open.is_some_and(|before| are_halves(text, findings, before, at, *id));
            if fits && paired.is_none_or(|nearest| Some(nearest) < *open) {
                paired = *open;
            }
            *open = Some(at);
        }
        let Some(before) = paired else { continue };
        // Both are taken: neither is the half of a third one.
        open.iter_mut().filter(|open| [Some(before), Some(at)].contains(open)).for_each(|open| *open = None);
        let spans = [before, at].map(|index| findings.get(index).map(|finding| finding.span));
        if let ([Some(first), Some(second)], true) = (spans, before < at) {
            findings.get_mut(before).into_iter().for_each(|finding| finding.pair = Some(second));
            findings.get_mut(at).into_iter().for_each(|finding| finding.pair = Some(first));
        }
    }
}

/// Whether one of the two is the id and the other is not, near enough to each other.
fn are_halves(text: &str, findings: &[Finding], before: usize, at: usize, id: &str) -> bool {
    let (Some(first), Some(second)) = (findings.get(before), findings.get(at)) else { return false };
    (first.kind == id) != (second.kind == id)
        && second.span.start >= first.span.end
        && second.span.start - first.span.end <= PAIR_BYTES
        && text.get(first.span.end..second.span.start).is_some_and(|between| between.matches('\n').count() <= PAIR_LINES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::BUILT_IN;
    use crate::{Guard, Span, Unit};

    #[test]
    fn every_kind_of_the_table_exists() {
        for kind in PAIRS.iter().flat_map(|(id, secrets)| secrets.iter().chain([id])) {
            assert!(BUILT_IN.iter().any(|rule| rule.kind == *kind && rule.category == Category::Secrets), "{kind}");
        }
    }

    fn finding(kind: &'static str, start: usize) -> Finding {
        Finding::new("secret.x", Category::Secrets, kind, Span::new(start, start + 2))
    }

    /// For each finding the place of its other half in the list.
    fn pairs(text: &str, kinds: &[(&'static str, usize)]) -> Vec<Option<usize>> {
        let mut findings: Vec<Finding> = kinds.iter().map(|(kind, start)| finding(kind, *start)).collect();
        pair_halves(text, &mut findings);
        let index = |span: Span| findings.iter().position(|finding| finding.span == span);
        findings.iter().map(|finding| finding.pair.and_then(index)).collect()
    }

    #[test]
    fn two_halves_name_each_other_whichever_comes_first() {
        let text = " ".repeat(100);
        assert_eq!(pairs(&text, &[("AWS_ACCESS_KEY", 0), ("AWS_SECRET_KEY", 10)]), [Some(1), Some(0)]);
        assert_eq!(pairs(&text, &[("TWILIO_AUTH_TOKEN", 0), ("TWILIO_ACCOUNT_SID", 10)]), [Some(1), Some(0)]);
        assert_eq!(pairs(&text, &[("RAZORPAY_KEY", 0), ("JWT", 5), ("GENERIC_SECRET", 10)]), [Some(2), None, Some(0)]);
    }

    #[test]
    fn a_half_has_one_other_half_the_nearest() {
        let text = " ".repeat(100);
        let two = [("AWS_ACCESS_KEY", 0), ("AWS_SECRET_KEY", 10), ("AWS_ACCESS_KEY", 20), ("AWS_SECRET_KEY", 30)];
        assert_eq!(pairs(&text, &two), [Some(1), Some(0), Some(3), Some(2)]);
        assert_eq!(pairs(&text, &[("AWS_ACCESS_KEY", 0), ("AWS_ACCESS_KEY", 10), ("AWS_SECRET_KEY", 20)]), [None, Some(2), Some(1)]);
        assert_eq!(pairs(&text, &[("AWS_ACCESS_KEY", 0), ("AWS_SECRET_KEY", 10), ("AWS_SECRET_KEY", 20)]), [Some(1), Some(0), None]);
        // A secret that may belong to ids of several providers belongs to the nearest.
        assert_eq!(pairs(&text, &[("BAIDU_ACCESS_KEY", 0), ("RAZORPAY_KEY", 10), ("GENERIC_SECRET", 20)]), [None, Some(2), Some(1)]);
    }

    #[test]
    fn what_is_far_or_of_another_provider_is_no_pair() {
        let halves = |between: &str| {
            let text = format!("id{between}id");
            pairs(&text, &[("AWS_ACCESS_KEY", 0), ("AWS_SECRET_KEY", text.len() - 2)])
        };
        assert_eq!(halves(&"\n".repeat(PAIR_LINES)), [Some(1), Some(0)]);
        assert_eq!(halves(&"\n".repeat(PAIR_LINES + 1)), [None, None]);
        assert_eq!(halves(&" ".repeat(PAIR_BYTES + 1)), [None, None]);
        assert_eq!(pairs(&" ".repeat(100), &[("AWS_ACCESS_KEY", 0), ("TWILIO_AUTH_TOKEN", 10)]), [None, None]);
    }

    #[test]
    fn the_pair_is_in_the_json_in_the_callers_unit_and_nowhere_else() {
        let id = "AK‖IAQZ4M7X‖K2VJ3TBN‖6R".replace('‖', "");
        let secret = "kW9vQ2mZ7rT4xL1pN8sB3yH6cJ5dF0gA‖eUiOqYtR".replace('‖', "");
        let text = format!("😀 aws_access_key_id = {id}\naws_secret_access_key = {secret}\n");
        let verdict = Guard::default().scan_input(text.as_str()).into_owned();
        let [first, second] = verdict.findings.as_slice() else { panic!("{:?}", verdict.findings) };
        assert_eq!((first.pair, second.pair), (Some(second.span), Some(first.span)));
        let json: serde_json::Value = serde_json::from_str(&verdict.to_json(Unit::CodePoints)).unwrap();
        assert_eq!(json["findings"][0]["pair"], json["findings"][1]["span"]);
        assert_eq!(json["findings"][1]["pair"]["start"], text.find("AKIA").unwrap() - 3);
        let alone = Guard::default().scan_input(id.as_str()).to_json(Unit::Bytes);
        assert!(!alone.contains("pair") && !alone.contains("suppressed") && !alone.contains("fingerprint"), "{alone}");
    }
}
