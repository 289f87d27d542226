//! What runs a model: one small trait, and the calls to it, which may fail but never panic.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Something that runs models in ONNX format. [`Rten`](crate::Rten) needs nothing else; [`OnnxRuntime`](crate::OnnxRuntime) needs its library.
///
/// What panics inside is caught and becomes an error.
pub trait Backend: fmt::Debug + Send + Sync {
    /// Its name, in lower_snake: what settings call it.
    fn name(&self) -> &str;

    /// Reads a model.
    ///
    /// # Errors
    ///
    /// One sentence on why it cannot be read or run.
    fn load(&self, model: &[u8]) -> Result<Box<dyn Network>, String>;
}

/// A model that was read, ready to be asked from any number of threads.
pub trait Network: Send + Sync {
    /// Names of its inputs.
    fn inputs(&self) -> Vec<String>;

    /// Names of its outputs.
    fn outputs(&self) -> Vec<String>;

    /// What the model answers in `output`, for one batch.
    ///
    /// # Errors
    ///
    /// One sentence on what failed. It must not hold anything of the text.
    fn run(&self, batch: &Batch, output: usize) -> Result<Tensor, String>;
}

/// Token ids of some windows of a text, row after row, each padded to the longest of them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Batch {
    rows: usize,
    columns: usize,
    input_ids: Vec<i64>,
    attention_mask: Vec<i64>,
    token_type_ids: Vec<i64>,
}

/// Shows its shape and no token: tokens are text.
impl fmt::Debug for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("rows", &self.rows).field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl Batch {
    /// A batch of rows of token ids and their types; `padding` is the id that fills short rows up.
    pub(super) fn new(rows: &[Vec<(u32, u32)>], padding: u32) -> Self {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut batch = Self { rows: rows.len(), columns, ..Self::default() };
        for row in rows {
            batch.input_ids.extend(row.iter().map(|(id, _)| i64::from(*id)));
            batch.token_type_ids.extend(row.iter().map(|(_, kind)| i64::from(*kind)));
            batch.attention_mask.resize(batch.input_ids.len(), 1);
            let filled = batch.input_ids.len() + columns - row.len();
            batch.input_ids.resize(filled, i64::from(padding));
            batch.token_type_ids.resize(filled, 0);
            batch.attention_mask.resize(filled, 0);
        }
        batch
    }

    /// Rows and columns: how many windows, and how many tokens each has with its padding.
    pub fn shape(&self) -> [usize; 2] {
        [self.rows, self.columns]
    }

    /// The values of the input with this name; none where it is no input of a text model.
    pub fn input(&self, name: &str) -> Option<&[i64]> {
        match name {
            "input_ids" => Some(&self.input_ids),
            "attention_mask" => Some(&self.attention_mask),
            "token_type_ids" => Some(&self.token_type_ids),
            _ => None,
        }
    }
}

/// The inputs that a text model may have.
pub(super) const INPUTS: [&str; 3] = ["input_ids", "attention_mask", "token_type_ids"];

/// What a model answered.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tensor {
    /// Its dimensions.
    pub shape: Vec<usize>,
    /// Its values, the last dimension running fastest.
    pub values: Vec<f32>,
}

/// A model in a backend, with the output that is asked for.
pub(super) struct Loaded {
    pub(super) backend: String,
    network: Box<dyn Network>,
    output: usize,
}

impl fmt::Debug for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loaded").field("backend", &self.backend).field("output", &self.output).finish_non_exhaustive()
    }
}

impl Loaded {
    /// Reads `model`. Of its outputs the first that `wanted` names is asked for, else the first.
    pub(super) fn new(backend: &dyn Backend, model: &[u8], wanted: &[&str]) -> Result<Self, String> {
        let network = caught(|| backend.load(model))?;
        let (inputs, outputs) = caught(|| Ok((network.inputs(), network.outputs())))?;
        if let Some(name) = inputs.iter().find(|name| !INPUTS.contains(&name.as_str())) {
            return Err(format!("the model has an input `{name}`, which no text classifier has"));
        }
        if !inputs.iter().any(|name| name == "input_ids") {
            return Err("the model has no input `input_ids`".into());
        }
        if outputs.is_empty() {
            return Err("the model has no output".into());
        }
        let output = wanted.iter().find_map(|wanted| outputs.iter().position(|name| name == wanted)).unwrap_or(0);
        Ok(Self { backend: backend.name().to_owned(), network, output })
    }

    /// The answer to a batch: one of so many dimensions as `ranks` has, the first of them the batch's rows, of three the second its tokens, every
    /// value a number.
    pub(super) fn run(&self, batch: &Batch, ranks: &[usize]) -> Result<Tensor, String> {
        let tensor = caught(|| self.network.run(batch, self.output))?;
        let [rows, columns] = batch.shape();
        let rank = tensor.shape.len();
        let fits = ranks.contains(&rank) && tensor.shape.first() == Some(&rows) && (rank < 3 || tensor.shape.get(1) == Some(&columns));
        if !fits || tensor.shape.iter().product::<usize>() != tensor.values.len() || tensor.values.is_empty() {
            return Err(format!("the answer has shape {:?} for {rows} windows of {columns} tokens", tensor.shape));
        }
        if tensor.values.iter().any(|value| !value.is_finite()) {
            return Err("the answer holds values that are no numbers".into());
        }
        Ok(tensor)
    }
}

/// Runs what others wrote: a panic inside is an error outside.
pub(super) fn caught<T>(run: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    // What was half changed by a panic is inside the library, behind locks that it owns.
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err("the library panicked".into()))
}
