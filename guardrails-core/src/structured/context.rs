//! What a value is called in its document.

use super::json::Frame;
use super::{At, Fault, Form, Layout};

/// What `type`, `label` and the like say of the objects that have them: where an object begins, and what they say.
#[derive(Debug, Default)]
pub(super) struct Labels(Vec<(usize, String)>);

/// Longest name and longest label in bytes: of longer ones the end counts, which stands next to the value.
const LONGEST: usize = 80;

/// How many names of outer objects are asked when the inner ones say nothing.
const OUTER: usize = 3;

/// Names that say nothing of what they name.
#[rustfmt::skip]
const NEUTRAL: &[&str] = &[
    "value", "values", "val", "v", "data", "content", "contents", "text", "body", "string", "str", "number", "num", "no",
    "nr", "nbr", "id", "ids", "identifier", "raw", "input", "output", "answer", "result", "response", "digits", "item", "items",
    "entry", "entries", "element", "current", "new", "old", "from", "to", "before", "after", "primary", "secondary", "default", "main",
    "first", "last", "original", "formatted", "display", "masked", "plain", "full", "main", "other", "list", "all", "array", "results",
    "records", "rows", "record", "row", "payload", "attributes", "properties", "fields", "params", "args", "arguments", "extension", "extensions", "details",
    "info",
];

/// Names whose value says what the value beside it is, and ends of such names.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "type", "kind", "name", "label", "key", "field", "title", "attribute", "property", "code", "system", "category", "question", "column", "description", "header",
];
const LABEL_ENDS: [&str; 3] = ["type", "label", "kind"];

/// Reads the document to its end.
///
/// # Errors
///
/// Where it cannot be read.
pub(super) fn labels(text: &str, layout: Layout) -> Result<Labels, Fault> {
    let mut all: Vec<(usize, String)> = Vec::new();
    layout.walk(text, &mut |token, at| {
        let At::Json(frames) = at else { return };
        let Some(Frame::Object { open, key, .. }) = frames.last() else { return };
        if token.form == Form::JsonString && token.decoded().len() <= LONGEST && is_label(key) {
            match all.iter_mut().rev().take(frames.len()).find(|(known, _)| known == open) {
                Some((_, label)) if label.len() <= LONGEST => *label = format!("{label} {}", token.decoded()),
                Some(_) => {}
                None => all.push((*open, token.decoded().to_owned())),
            }
        }
    })?;
    all.sort_by_key(|(open, _)| *open);
    Ok(Labels(all))
}

impl Labels {
    fn of(&self, open: usize) -> Option<&str> {
        let at = self.0.binary_search_by_key(&open, |(known, _)| *known).ok()?;
        self.0.get(at).map(|(_, label)| label.as_str())
    }
}

/// The name of a value, and what is said before it where the name says nothing by itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) before: String,
    pub(super) own: String,
}

impl Name {
    pub(super) fn of(at: &At<'_, '_>, labels: &Labels, header: &[String]) -> Self {
        match at {
            At::Text => Self::default(),
            At::Json(frames) => Self::in_json(frames, labels),
            At::Csv(cell) => {
                // The first row names itself.
                let names = if !header.is_empty() {
                    header
                } else if cell.row > 1 {
                    cell.first
                } else {
                    &[]
                };
                let own = names.get(cell.column - 1).map(String::as_str).unwrap_or_default();
                let mut before = String::new();
                if is_neutral(own) {
                    let labelled =
                        names.iter().zip(cell.cells).filter(|(name, _)| is_label(name) && !name.is_empty()).map(|(_, label)| *label);
                    labelled.filter(|label| label.len() <= LONGEST).take(2).for_each(|label| join(&mut before, label));
                }
                Self { before, own: end_of(own).to_owned() }
            }
        }
    }

    /// The nearest key wins: outer ones and labels are asked only where it is a word like `value`.
    fn in_json(frames: &[Frame<'_>], labels: &Labels) -> Self {
        let mut objects = frames.iter().rev().filter_map(|frame| match frame {
            Frame::Object { open, key, .. } => Some((*open, key.as_ref())),
            Frame::Array { .. } => None,
        });
        let Some((mut open, own)) = objects.next() else { return Self::default() };
        let mut outer = Vec::new();
        let mut name = own;
        for _ in 0..OUTER {
            if !is_neutral(name) {
                break;
            }
            outer.extend(labels.of(open).filter(|_| !is_label(name)));
            let Some((next, key)) = objects.next() else { break };
            outer.push(end_of(key));
            (open, name) = (next, key);
        }
        let mut before = String::new();
        outer.into_iter().rev().for_each(|part| join(&mut before, part));
        Self { before, own: end_of(own).to_owned() }
    }
}

fn join(before: &mut String, part: &str) {
    if !before.is_empty() {
        before.push(' ');
    }
    before.push_str(part);
}

fn end_of(name: &str) -> &str {
    let mut start = name.len().saturating_sub(LONGEST);
    while !name.is_char_boundary(start) {
        start += 1;
    }
    name.get(start..).unwrap_or_default()
}

fn is_neutral(name: &str) -> bool {
    let name = name.trim_matches(|c: char| c == '_' || c == '-' || c.is_ascii_digit());
    name.len() < 2 || NEUTRAL.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn is_label(name: &str) -> bool {
    let ends =
        |end: &&str| name.len().checked_sub(end.len()).and_then(|at| name.get(at..)).is_some_and(|own| own.eq_ignore_ascii_case(end));
    name.len() <= LONGEST && (LABELS.iter().any(|known| known.eq_ignore_ascii_case(name)) || LABEL_ENDS.iter().any(ends))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, String, String)> {
        let labels = labels(text, Layout::Json).unwrap();
        let mut seen = Vec::new();
        Layout::Json
            .walk(text, &mut |token, at| {
                if token.form != Form::JsonKey {
                    let Name { before, own } = Name::of(&at, &labels, &[]);
                    seen.push((before, own, token.decoded().to_owned()));
                }
            })
            .unwrap();
        seen
    }

    #[test]
    fn the_nearest_key_that_says_something_names_a_value() {
        for (text, before, own) in [
            (r#"{"ssn": 1}"#, "", "ssn"),
            (r#"{"passport": {"phone": 1}}"#, "", "phone"),
            (r#"{"ssn": {"value": 1}}"#, "ssn", "value"),
            (r#"{"ssn": [[1]]}"#, "", "ssn"),
            (r#"{"card": {"data": {"no": 1}}}"#, "card data", "no"),
            (r#"[1]"#, "", ""),
        ] {
            assert_eq!(names(text), [(before.to_owned(), own.to_owned(), "1".to_owned())], "{text}");
        }
        for text in [r#"{"type": "SSN", "value": "1"}"#, r#"{"value": "1", "type": "SSN"}"#] {
            assert!(names(text).contains(&("SSN".to_owned(), "value".to_owned(), "1".to_owned())), "{text}");
        }
        let nested = names(r#"{"id": {"idType": "passport", "number": "X", "inner": {"type": "other"}}}"#);
        assert!(nested.contains(&("id passport".to_owned(), "number".to_owned(), "X".to_owned())), "{nested:?}");
    }

    #[test]
    fn names_are_cut_where_they_are_long() {
        let key = "é".repeat(1000);
        assert!(names(&format!("{{\"{key}\": [1, 2]}}")).iter().all(|(_, own, _)| own.len() == LONGEST));
    }
}
