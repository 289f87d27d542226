//! Characters that a reader does not see and a model does. The folded view finds them on its way; this scanner reports them.

use crate::scanner::ScannerEntry;
use crate::view::invisible::Invisible as Class;
use crate::{Category, Confidence, Finding, Scan, ScanError, Scanner, Severity};

pub(super) const ENTRY: ScannerEntry = ScannerEntry {
    name: "invisible",
    category: Category::Invisible,
    description: "invisible characters out of their order: zero-width, bidi controls, Unicode tags, variation selectors",
    reports: &[
        ("invisible.zero_width", "ZERO_WIDTH"),
        ("invisible.bidi_control", "BIDI_CONTROL"),
        ("invisible.unicode_tag", "UNICODE_TAG"),
        ("invisible.variation_selector", "VARIATION_SELECTOR"),
        ("invisible.soft_hyphen", "SOFT_HYPHEN"),
        ("invisible.format_control", "FORMAT_CONTROL"),
    ],
    build: Some(|| Box::new(Invisible)),
};

#[derive(Debug)]
struct Invisible;

impl Scanner for Invisible {
    fn name(&self) -> &str {
        ENTRY.name
    }

    fn scan(&self, scan: &mut Scan<'_>) -> Result<(), ScanError> {
        for hidden in scan.hidden() {
            // One stray zero-width space comes with a copied web page; a run of tags or selectors is a message.
            let characters = hidden.span.of(scan.text()).map_or(1, |text| text.chars().count());
            let (rule, severity) = match hidden.class {
                Class::ZeroWidth => ("invisible.zero_width", if characters > 7 { Severity::High } else { Severity::Low }),
                Class::BidiControl => ("invisible.bidi_control", Severity::Medium),
                Class::UnicodeTag => ("invisible.unicode_tag", Severity::High),
                Class::VariationSelector => ("invisible.variation_selector", if characters > 3 { Severity::High } else { Severity::Low }),
                Class::SoftHyphen => ("invisible.soft_hyphen", Severity::Low),
                Class::FormatControl => ("invisible.format_control", Severity::Low),
            };
            scan.report(
                Finding::new(rule, Category::Invisible, hidden.class.kind(), hidden.span).severity(severity).confidence(Confidence::MAX),
            );
        }
        Ok(())
    }
}
