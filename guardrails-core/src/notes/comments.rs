//! `guardrails: allow` in a comment.

use crate::Finding;

/// What stands before the words, apart from spaces, where they are a comment. Of languages, settings and markup in wide use.
const OPENERS: [&str; 15] = ["#", "//", "/*", "*", "<!--", "--", ";", "%", "{#", "{-", "(*", "'", "..", "rem", "dnl"];

/// What may end a comment: also the end of a line of code inside a JSON string, as in a notebook.
const CLOSERS: [&str; 8] = ["*/", "-->", "#}", "-}", "*)", "%>", "\\n", "\""];

/// What a reason begins with, behind a space.
const REASONS: [&str; 5] = ["--", "-", "\u{2014}", "(", "#"];

/// Longest stretch of a line, in bytes on each side of a finding, in which a comment is looked for: lines may be as long as a text.
const REACH: usize = 512;

/// Whether a comment beside the finding, or alone on the line above, allows it.
pub(super) fn allow(text: &str, finding: &Finding) -> bool {
    let before = text.get(..finding.span.start).unwrap_or_default();
    let behind = text.get(finding.span.end..).unwrap_or_default();
    let start = memchr::memrchr(b'\n', last(before, REACH).as_bytes()).map(|end| before.len() - last(before, REACH).len() + end + 1);
    let head = before.get(start.unwrap_or(before.len() - last(before, REACH).len())..).unwrap_or_default();
    let tail = first(behind, REACH).split('\n').next().unwrap_or_default();
    if is_allowed_by(tail, finding, false) || is_allowed_by(head, finding, false) {
        return true;
    }
    // A line whose start is out of reach has none above it that is worth a look.
    let above = start.and_then(|start| before.get(..start.saturating_sub(1))).map(|above| last(above, REACH));
    above.is_some_and(|above| is_allowed_by(above.rsplit('\n').next().unwrap_or_default(), finding, true))
}

/// Whether a part of a line holds a comment that allows the finding; `alone`: and nothing else.
fn is_allowed_by(part: &str, finding: &Finding, alone: bool) -> bool {
    let mut rest = part;
    let mut done = 0;
    while let Some(at) = find_ignoring_case(rest, "guardrails:") {
        let before = part.get(..done + at).unwrap_or_default().trim_end();
        let behind = rest.get(at + "guardrails:".len()..).unwrap_or_default();
        let fits = opener(before).is_some_and(|code| !alone || code.trim().is_empty())
            && selectors(behind).is_some_and(|selectors| selectors.is_empty() || selectors.iter().any(|name| selects(name, finding)));
        if fits {
            return true;
        }
        done += at + "guardrails:".len();
        rest = behind;
    }
    false
}

/// What stands before the comment that `before` opens; none where it opens none.
fn opener(before: &str) -> Option<&str> {
    let ends = |opener: &str| before.len() >= opener.len() && last(before, opener.len()).eq_ignore_ascii_case(opener);
    let longest = OPENERS.into_iter().filter(|opener| ends(opener)).max_by_key(|opener| opener.len())?;
    let code = before.get(..before.len() - longest.len())?;
    // `rem` is a word, and not the end of one.
    let is_word = longest.bytes().all(|byte| byte.is_ascii_alphabetic());
    (!is_word || !code.ends_with(|c: char| c.is_alphanumeric() || c == '_')).then(|| code.trim_end_matches(['#', '/', '-', '*', ';', '%']))
}

/// The names behind `guardrails:`, none of them where `allow` stands alone. Nothing where it is no `allow`, or where something follows that
/// is neither a name nor a reason: what cannot be read allows nothing.
fn selectors(behind: &str) -> Option<Vec<&str>> {
    let behind = behind.trim();
    let mut rest = first(behind, "allow".len()).eq_ignore_ascii_case("allow").then(|| behind.get("allow".len()..)).flatten()?;
    let mut names = Vec::new();
    while !is_over(rest) {
        // Before the first name a space, before every other one a comma.
        let next = if names.is_empty() { rest.strip_prefix([' ', '\t'])? } else { rest.trim_start().strip_prefix(',')? }.trim_start();
        let end = next.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '*'))).unwrap_or(next.len());
        // The star of `*/` is no name.
        let end = if next.get(..end).is_some_and(|name| name.ends_with('*')) && next.get(end..)?.starts_with('/') { end - 1 } else { end };
        let (name, behind) = next.split_at_checked(end).filter(|(name, _)| !name.is_empty())?;
        names.push(name);
        rest = behind;
    }
    Some(names)
}

/// Whether a comment ends here, or goes on with its reason.
fn is_over(rest: &str) -> bool {
    let next = rest.trim_start();
    next.is_empty()
        || CLOSERS.iter().any(|end| next.starts_with(end))
        || next.len() < rest.len() && REASONS.iter().any(|begin| next.starts_with(begin))
}

fn selects(name: &str, finding: &Finding) -> bool {
    let begins = name.strip_suffix('*').is_some_and(|start| finding.rule.starts_with(start));
    begins || [finding.rule.as_ref(), finding.kind.as_ref(), finding.category.name()].contains(&name)
}

fn find_ignoring_case(text: &str, word: &str) -> Option<usize> {
    let ends = memchr::memchr_iter(b':', text.as_bytes());
    ends.filter_map(|colon| (colon + 1).checked_sub(word.len())).find(|at| {
        let here = text.get(*at..*at + word.len()).is_some_and(|here| here.eq_ignore_ascii_case(word));
        here && !text.get(..*at).unwrap_or_default().ends_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// At most the first `bytes` bytes, on a character boundary.
fn first(text: &str, bytes: usize) -> &str {
    let end = (0..=bytes.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or_default()).unwrap_or_default()
}

/// At most the last `bytes` bytes, on a character boundary.
fn last(text: &str, bytes: usize) -> &str {
    let start = (text.len().saturating_sub(bytes)..=text.len()).find(|start| text.is_char_boundary(*start));
    text.get(start.unwrap_or(text.len())..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Category, Span};

    /// Whether the `@` in the text, a finding of `secret.token`, `TOKEN`, is allowed.
    fn allowed(text: &str) -> bool {
        let at = text.find('@').unwrap();
        allow(text, &Finding::new("secret.token", Category::Secrets, "TOKEN", Span::new(at, at + 1)))
    }

    #[test]
    fn a_comment_of_any_language_counts_on_the_line_itself() {
        for line in [
            "t = '@'  # guardrails: allow",
            "t = '@' #guardrails:allow",
            "let t = \"@\"; // guardrails: allow",
            "t = '@'; /* guardrails: allow */",
            "/* guardrails: allow */ t = '@';",
            "<a>@</a> <!-- guardrails: allow -->",
            "SELECT '@'; -- Guardrails: Allow",
            "t = @ ; guardrails: allow",
            "t = @ % guardrails: allow",
            "{{ '@' }} {# guardrails: allow #}",
            "t = \"@\" ' guardrails: allow",
            "let t = \"@\" (* guardrails: allow *)",
            "set T=@ & REM guardrails: allow",
            "t = '@'  # noqa  # guardrails: allow",
            "    \"t = '@'  # guardrails: allow\\n\",",
            "    \"t = '@'  # guardrails: allow TOKEN\"",
            "\u{2028}é @ é # guardrails: allow\r",
        ] {
            assert!(allowed(line), "{line}");
            assert!(allowed(&format!("first\n{line}\nlast")), "{line}");
        }
    }

    #[test]
    fn the_line_above_counts_where_it_holds_nothing_else() {
        for above in [
            "# guardrails: allow",
            "    // guardrails: allow TOKEN",
            "  * guardrails: allow",
            "<!-- guardrails: allow -->\r",
            "### guardrails: allow",
        ] {
            assert!(allowed(&format!("{above}\nt = @")), "{above}");
        }
        for above in ["x = 1  # guardrails: allow", "# guardrails: allow\n", "# guardrails: allow\n# more", "guardrails: allow"] {
            assert!(!allowed(&format!("{above}\nt = @")), "{above}");
        }
        assert!(!allowed("t = @\n# guardrails: allow"), "the line below says nothing");
        assert!(!allowed("# guardrails: allow\nx = 1\nt = @"));
    }

    #[test]
    fn names_narrow_what_is_allowed() {
        for names in [
            "secret.token",
            "TOKEN",
            "secrets",
            "secret.*",
            "*",
            "pii.*, TOKEN",
            "pii, secret.token -- only a test",
            "TOKEN (test)",
            "- no key",
        ] {
            assert!(allowed(&format!("@ # guardrails: allow {names}")), "{names}");
            assert!(allowed(&format!("@ /* guardrails: allow {names} */")), "{names}");
        }
        for names in ["pii.*", "secret.tok", "token", "Secrets", "pii, custom"] {
            assert!(!allowed(&format!("@ # guardrails: allow {names}")), "{names}");
        }
    }

    #[test]
    fn what_is_no_comment_or_cannot_be_read_allows_nothing() {
        for line in [
            "@ guardrails: allow",
            "@ and guardrails: allow",
            "@ # guardrails: allowed",
            "@ # guardrails: allow this one",
            "@ # guardrails: allow TOKEN this",
            "@ # guardrails: allow: TOKEN",
            "@ # guardrails: deny",
            "@ # guardrails:",
            "@ # myguardrails: allow",
            "@ theorem guardrails: allow",
            "@ # guardrails allow",
            "@ # guardrails: allow-list",
            "@ # guardrails: allow TOKEN-x",
            "@ # guardrails: allow TOKEN,",
            "@ wow! guardrails: allow",
        ] {
            assert!(!allowed(line), "{line}");
        }
    }

    #[test]
    fn a_comment_out_of_reach_is_none() {
        assert!(allowed(&format!("@{}# guardrails: allow", " ".repeat(300))));
        assert!(!allowed(&format!("@{}# guardrails: allow", " ".repeat(600))));
        assert!(!allowed(&format!("# guardrails: allow\n{}@", "é".repeat(600))));
    }
}
