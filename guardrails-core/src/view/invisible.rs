//! Characters that a reader does not see and a model does, and the places where they are in order.

use serde::Serialize;

/// What an invisible character is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) enum Invisible {
    /// Zero-width spaces, joiners and fillers: they split words.
    ZeroWidth,
    /// Bidirectional controls: they change the order in which a text is shown.
    BidiControl,
    /// Tag characters U+E0000 to U+E007F: an ASCII alphabet nobody sees.
    UnicodeTag,
    /// Variation selectors: 256 of them, enough to hide a byte in each.
    VariationSelector,
    /// Soft hyphens.
    SoftHyphen,
    /// Musical, shorthand and annotation controls.
    FormatControl,
}

impl Invisible {
    /// The class of `c`, or none where `c` can be seen. The list is Unicode's Default_Ignorable_Code_Point plus the
    /// interlinear annotation controls (Unicode 16, DerivedCoreProperties.txt).
    pub(crate) fn of(c: char) -> Option<Self> {
        Some(match c {
            '\u{AD}' => Self::SoftHyphen,
            '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}' => Self::ZeroWidth,
            '\u{200B}'..='\u{200D}' | '\u{2060}'..='\u{2065}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' => Self::ZeroWidth,
            '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}' => Self::BidiControl,
            '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Self::VariationSelector,
            '\u{E0000}'..='\u{E0FFF}' => Self::UnicodeTag,
            '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' => Self::FormatControl,
            _ => return None,
        })
    }

    /// The kind of the finding.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::ZeroWidth => "ZERO_WIDTH",
            Self::BidiControl => "BIDI_CONTROL",
            Self::UnicodeTag => "UNICODE_TAG",
            Self::VariationSelector => "VARIATION_SELECTOR",
            Self::SoftHyphen => "SOFT_HYPHEN",
            Self::FormatControl => "FORMAT_CONTROL",
        }
    }
}

/// What becomes of an invisible character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// In order where it stands, and part of how the text is read: kept in the folded view.
    Kept,
    /// In order where it stands, but in the way of matching: left out of the folded view, not reported.
    Folded,
    /// Out of order: left out of the folded view and reported.
    Hidden,
}

/// The longest look to either side, in characters: enough for a flag or a run of punctuation beside a word.
const REACH: usize = 8;

/// The fate of the invisible character `c` between `before` and `after`.
pub(crate) fn fate(c: char, class: Invisible, before: &str, after: &str) -> Fate {
    let prev = before.chars().next_back();
    let next = after.chars().next();
    let is = |c: Option<char>, test: fn(char) -> bool| c.is_some_and(test);
    let kept = match class {
        Invisible::SoftHyphen => return in_order(is(prev, char::is_alphabetic) && is(next, char::is_alphabetic), Fate::Folded),
        Invisible::FormatControl => false,
        Invisible::UnicodeTag => is_flag(before, c, after),
        Invisible::VariationSelector => match c {
            // A digit is an emoji only as a keycap.
            '\u{FE0E}' | '\u{FE0F}' => {
                is(prev, |p| is_pictographic(p) && !p.is_ascii()) || (is(prev, |p| p.is_ascii()) && next == Some('\u{20E3}'))
            }
            '\u{E0100}'..='\u{E01EF}' => is(prev, is_han),
            _ => is(prev, |p| {
                is_han(p)
                    || matches!(p, '\u{2200}'..='\u{22FF}' | '\u{2A00}'..='\u{2AFF}' | '\u{1000}'..='\u{109F}' | '\u{A840}'..='\u{A877}' | '\u{3001}'..='\u{3002}' | '\u{FF01}'..='\u{FF5E}' | '\u{10AC0}'..='\u{10AFF}')
            }),
        },
        Invisible::BidiControl => match c {
            '\u{202D}' | '\u{202E}' | '\u{206A}'..='\u{206F}' => false,
            // In order beside right-to-left letters, but nowhere inside a Latin word or a number; and never part of a word.
            _ if is(prev, |p| p.is_ascii_alphanumeric()) && is(next, |n| n.is_ascii_alphanumeric()) => false,
            _ => return in_order(before.chars().rev().take(REACH).any(is_rtl) || after.chars().take(REACH).any(is_rtl), Fate::Folded),
        },
        Invisible::ZeroWidth => match c {
            '\u{200D}' => {
                is(prev, is_joining_script)
                    || (is(prev, |p| (is_pictographic(p) && !p.is_ascii()) || matches!(p, '\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}'))
                        && is(next, |n| is_pictographic(n) && !n.is_ascii()))
            }
            '\u{200C}' => is(prev, is_joining_script),
            '\u{180B}'..='\u{180F}' => is(prev, |p| matches!(p, '\u{1800}'..='\u{18AF}')),
            '\u{17B4}' | '\u{17B5}' => is(prev, |p| matches!(p, '\u{1780}'..='\u{17FF}')),
            '\u{115F}' | '\u{1160}' => is(next, |n| matches!(n, '\u{1100}'..='\u{11FF}')),
            // Line-break opportunities in scripts that write no spaces, and a byte order mark at the start.
            '\u{200B}' | '\u{2060}' => return in_order(is(prev, is_unspaced) || is(next, is_unspaced), Fate::Folded),
            '\u{FEFF}' => return in_order(before.is_empty(), Fate::Folded),
            _ => false,
        },
    };
    in_order(kept, Fate::Kept)
}

fn in_order(yes: bool, fate: Fate) -> Fate {
    if yes { fate } else { Fate::Hidden }
}

/// An emoji tag sequence: a black flag, two to six tag letters or digits and the cancel tag (UTS #51, section 4.2: flags of
/// England, Scotland, Wales and other subdivisions).
fn is_flag(before: &str, c: char, after: &str) -> bool {
    let is_tag = |c: &char| matches!(c, '\u{E0030}'..='\u{E0039}' | '\u{E0061}'..='\u{E007A}');
    let left = before.chars().rev().take(REACH).take_while(is_tag).count();
    let base = before.chars().rev().nth(left);
    let (right, end) = if c == '\u{E007F}' {
        (0, Some(c))
    } else if is_tag(&c) {
        let right = after.chars().take(REACH).take_while(is_tag).count();
        (right + 1, after.chars().nth(right))
    } else {
        return false;
    };
    base == Some('\u{1F3F4}') && end == Some('\u{E007F}') && (2..=6).contains(&(left + right))
}

/// Characters that take an emoji presentation or stand in emoji sequences (UTS #51 emoji-data.txt, by block).
fn is_pictographic(c: char) -> bool {
    matches!(c, '#' | '*' | '0'..='9' | '\u{A9}' | '\u{AE}' | '\u{203C}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{21FF}'
        | '\u{2300}'..='\u{23FF}' | '\u{2460}'..='\u{24FF}' | '\u{25A0}'..='\u{27BF}' | '\u{2900}'..='\u{297F}' | '\u{2B00}'..='\u{2BFF}'
        | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        && c != '\u{61C}'
}

/// Letters of scripts that spell with joiners: Arabic (Persian, Urdu), Syriac, Mongolian, and those of India and its neighbours.
fn is_joining_script(c: char) -> bool {
    !c.is_numeric()
        && matches!(c, '\u{620}'..='\u{7FF}' | '\u{8A0}'..='\u{8FF}' | '\u{900}'..='\u{DFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}'
        | '\u{1820}'..='\u{18AF}' | '\u{A8E0}'..='\u{A8FF}' | '\u{11000}'..='\u{114DF}')
}

/// Scripts that write no spaces between words: Thai, Lao, Khmer, Myanmar, Tibetan, Japanese and Chinese.
fn is_unspaced(c: char) -> bool {
    is_han(c) || matches!(c, '\u{E00}'..='\u{FFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3000}'..='\u{30FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(text: &str) -> Vec<Fate> {
        text.char_indices()
            .filter_map(|(at, c)| Invisible::of(c).map(|class| fate(c, class, &text[..at], &text[at + c.len_utf8()..])))
            .collect()
    }

    #[test]
    fn emoji_flags_and_joining_scripts_keep_their_invisible_characters() {
        for text in [
            "👩\u{200D}🔬",
            "❤\u{FE0F}",
            "👁\u{FE0F}\u{200D}🗨\u{FE0F}",
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}",
            "葛\u{E0100}城",
        ] {
            let fates = fates(text);
            assert!(!fates.is_empty() && fates.iter().all(|fate| *fate == Fate::Kept), "{text:?}: {fates:?}");
        }
    }

    #[test]
    fn joiners_in_words_and_tags_without_a_flag_are_hidden() {
        for text in [
            "ig\u{200B}nore",
            "a\u{200D}b",
            "a\u{FE0F}",
            "4\u{FE0F}1",
            "4\u{200D}1",
            "٤\u{200C}١",
            "\u{E0069}\u{E0067}",
            "a\u{202E}b",
            "🏴\u{E0069}",
            "x\u{FEFF}y",
            "é\u{E0101}\u{E0102}",
            "🙂\u{E0101}",
        ] {
            let fates = fates(text);
            assert!(!fates.is_empty() && fates.iter().all(|fate| *fate == Fate::Hidden), "{text:?}: {fates:?}");
        }
    }

    #[test]
    fn soft_hyphens_in_words_and_a_byte_order_mark_are_only_folded() {
        assert_eq!(fates("Donau\u{AD}dampf"), [Fate::Folded]);
        assert_eq!(fates("\u{FEFF}text"), [Fate::Folded]);
        assert_eq!(fates("שלום\u{200F}!"), [Fate::Folded]);
        assert_eq!(fates("1\u{AD}2"), [Fate::Hidden]);
    }
}
