//! How the windows of a text reach the model, and what stops them.

use std::borrow::Cow;
use std::fmt;

use super::backend::Batch;
use super::settings::{Reads, Task};
use super::tokens::{Tokenised, Windows, windows};
use super::{Done, Reader};
use crate::{Scan, ScanError, ScanErrorKind, Source, Span};

/// Bytes of text for each token that may be read. More of them are white space or words that no tokenizer knows, and what lies beyond is an error.
const BYTES_A_TOKEN: usize = 16;

/// What a classifier may still do in a scan.
pub(crate) struct Allowance<'g> {
    /// Windows left.
    pub(crate) windows: usize,
    /// Whether the host's clock has passed the deadline.
    pub(crate) late: &'g dyn Fn() -> bool,
}

/// Why a classifier stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The tokenizer or the model failed.
    Model(String),
    /// A limit was reached.
    Limit(String),
}

impl Fault {
    pub(super) fn error(self, scanner: Cow<'static, str>) -> ScanError {
        match self {
            Self::Model(message) => ScanError::new(scanner, ScanErrorKind::Model, message),
            Self::Limit(message) => ScanError::new(scanner, ScanErrorKind::Limit, message),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Model(message) | Self::Limit(message) => f.write_str(message),
        }
    }
}

/// One row of the model's input: token ids and their types.
pub(super) type Row = Vec<(u32, u32)>;

/// The answer for one row: `columns` times so many values, or one time where the model answers once for the whole row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer<'a> {
    pub(super) values: &'a [f32],
    /// How many values there are for each token or row.
    pub(super) width: usize,
}

impl Reader {
    /// Special tokens and those of the prefix before the text's own.
    pub(super) fn before(&self, source: Source) -> usize {
        self.tokens.before() + self.prefix(source).len()
    }

    fn prefix(&self, source: Source) -> &[u32] {
        self.prefix.get(&source).map_or(&[], Vec::as_slice)
    }

    /// The windows of a text with so many tokens.
    pub(super) fn windows(&self, tokens: usize, source: Source) -> Windows {
        windows(tokens, self.window - self.tokens.special(false) - self.prefix(source).len(), self.overlap)
    }

    /// One window as a row.
    pub(super) fn row(&self, text: &Tokenised, window: Span, source: Source) -> Row {
        let own = text.ids.get(window.start..window.end).unwrap_or_default();
        self.tokens.row(&[self.prefix(source), own].concat())
    }

    /// As much of a text as the windows that are left can hold, as tokens; where that is not all, the reason.
    pub(super) fn tokenised(&self, text: &str, allowance: &Allowance<'_>) -> Result<(Tokenised, Done), Fault> {
        let most = allowance.windows.saturating_mul(self.window).saturating_mul(BYTES_A_TOKEN);
        let read = crate::guard::within(text, most);
        let tokenised = self.tokens.of(read).map_err(Fault::Model)?;
        let left =
            if read.len() < text.len() { Err(Fault::Limit(format!("{} of {} bytes were read", read.len(), text.len()))) } else { Ok(()) };
        Ok((tokenised, left))
    }

    /// The text that the model reads.
    pub(super) fn text<'t>(&self, scan: &Scan<'t>) -> &'t str {
        match self.settings.text {
            Reads::Raw => scan.text(),
            Reads::Folded => scan.folded_text(),
        }
    }

    /// The place in the scan's text of a span of [`Reader::text`].
    pub(super) fn place(&self, scan: &Scan<'_>, span: Span) -> Span {
        match self.settings.text {
            Reads::Raw => span,
            Reads::Folded => scan.span(span),
        }
    }

    /// Has the model read `count` rows, in batches; `each` takes the answers in their order. Stops at the first failure, at the limit, and when time is over.
    pub(super) fn read(
        &self,
        count: usize,
        rank: &[usize],
        allowance: &mut Allowance<'_>,
        row: &mut dyn FnMut(usize) -> Row,
        each: &mut dyn FnMut(usize, Answer<'_>),
    ) -> Done {
        let mut done = 0;
        while done < count {
            let size = self.settings.batch.min(count - done).min(allowance.windows);
            if size == 0 {
                return Err(Fault::Limit(format!("{done} of {count} windows were read")));
            }
            if (allowance.late)() {
                return Err(Fault::Limit(format!("{done} of {count} windows were read before the deadline")));
            }
            let rows: Vec<Row> = (done..done + size).map(&mut *row).collect();
            let tensor = self.model.run(&Batch::new(&rows, self.tokens.padding), rank).map_err(Fault::Model)?;
            let width = tensor.shape.last().copied().unwrap_or(1);
            for (at, values) in tensor.values.chunks(tensor.values.len() / size).enumerate() {
                each(done + at, Answer { values, width });
            }
            done += size;
            allowance.windows -= size;
        }
        Ok(())
    }

    /// Asks about a short window and a full one, and says how many values the model has for a row or a token.
    pub(super) fn probe(&self, task: Task) -> Result<usize, String> {
        let words = self.tokens.of("The quick brown fox jumps over the lazy dog.")?.ids;
        let filled = |len: usize| -> Vec<u32> { words.iter().chain([&self.tokens.padding]).copied().cycle().take(len).collect() };
        let special = self.tokens.special(task == Task::Pair);
        let mut width = 0;
        for own in [2, self.window - special] {
            let row = match task {
                Task::Pair => self.tokens.pair_row(&filled(own / 2), &filled(own - own / 2)),
                _ => self.tokens.row(&filled(own)),
            };
            let answer = self.model.run(&Batch::new(&[row], self.tokens.padding), task.ranks())?;
            width = answer.shape.last().copied().unwrap_or(0);
        }
        Ok(width)
    }
}

impl Task {
    /// How many dimensions the model's answer may have.
    pub(super) fn ranks(self) -> &'static [usize] {
        match self {
            Self::Sequence | Self::Pair => &[2],
            Self::Tokens => &[3],
            Self::Topics => &[2, 3],
        }
    }
}
