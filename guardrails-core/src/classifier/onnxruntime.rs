//! The backend that is ONNX Runtime, loaded at run time from a library that the application names.

use std::borrow::Cow;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, TryLockError};

use ort::environment::Environment;
use ort::session::{Session, SessionInputValue};
use ort::value::{Tensor as OrtTensor, TensorElementType, ValueType};

use super::backend::{Backend, Batch, Network, Tensor, caught};
use crate::Error;

/// Runs models with ONNX Runtime 1.17 or newer. Its library is loaded once in a process, from the path that the first one gives.
#[derive(Clone)]
pub struct OnnxRuntime {
    environment: Environment,
    threads: usize,
    sessions: usize,
    arena: bool,
}

impl fmt::Debug for OnnxRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OnnxRuntime").field("threads", &self.threads).field("sessions", &self.sessions).finish_non_exhaustive()
    }
}

/// The one library of the process, and where it came from. ONNX Runtime allows no second one.
static LIBRARY: Mutex<Option<(PathBuf, Environment)>> = Mutex::new(None);

impl OnnxRuntime {
    /// Loads the library at `path`: `libonnxruntime.so` and its like. In the Python package `onnxruntime` it lies under `capi/`, in the npm
    /// package `onnxruntime-node` under `bin/`. This is the one place at which the crate opens a file, because it is told to.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Model`](crate::ErrorKind::Model) where there is no such library, it is older than 1.17, or another one was loaded before.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, Error> {
        let path = path.as_ref();
        let mut library = LIBRARY.lock().unwrap_or_else(PoisonError::into_inner);
        let environment = match library.as_ref() {
            Some((loaded, environment)) if loaded == path => environment.clone(),
            Some((loaded, _)) => {
                return Err(Error::model("onnxruntime", format!("another library was loaded before: {}", loaded.display())));
            }
            None => {
                let environment = caught(|| {
                    let builder = ort::init_from(path).map_err(|error| error.to_string())?;
                    builder.with_name("guardrails").with_telemetry(false).build().map_err(|error| error.to_string())
                });
                let environment = environment.map_err(|fault| Error::model("onnxruntime", fault))?;
                *library = Some((path.to_owned(), environment.clone()));
                environment
            }
        };
        Ok(Self { environment, threads: 1, sessions: 1, arena: true })
    }

    /// Threads for each session, 1 to 256; 1 unless it is said.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads.clamp(1, 256);
        self
    }

    /// How many calls can run at once, 1 to 64: each has a copy of the model. Others wait. 1 unless it is said.
    pub fn sessions(mut self, sessions: usize) -> Self {
        self.sessions = sessions.clamp(1, 64);
        self
    }

    /// Whether memory that a call has used is kept for the next, which is faster. Kept unless it is said.
    pub fn arena(mut self, keep: bool) -> Self {
        self.arena = keep;
        self
    }

    fn session(&self, model: &[u8]) -> Result<Session, String> {
        let said = |error: ort::Error| error.to_string();
        let recovered = |error: ort::Error<_>| error.to_string();
        let builder = Session::builder(&self.environment).map_err(said)?;
        let builder = builder.with_intra_threads(self.threads).map_err(recovered)?.with_inter_threads(1).map_err(recovered)?;
        // Threads that wait while spinning take time from the application's own.
        let builder = builder.with_intra_op_spinning(false).map_err(recovered)?;
        let mut builder = builder.with_memory_pattern(self.arena).map_err(recovered)?;
        builder.commit_from_memory(model).map_err(said)
    }
}

impl Backend for OnnxRuntime {
    fn name(&self) -> &str {
        "onnxruntime"
    }

    fn load(&self, model: &[u8]) -> Result<Box<dyn Network>, String> {
        let first = self.session(model)?;
        let inputs = first.inputs().iter().map(|input| {
            let narrow = match input.dtype() {
                ValueType::Tensor { ty: TensorElementType::Int64, .. } => false,
                ValueType::Tensor { ty: TensorElementType::Int32, .. } => true,
                _ => return Err(format!("the input `{}` is not of type int64 or int32", input.name())),
            };
            Ok((input.name().to_owned(), narrow))
        });
        let inputs = inputs.collect::<Result<Vec<_>, _>>()?;
        let outputs = first.outputs().iter().map(|output| output.name().to_owned()).collect();
        let mut sessions = vec![Mutex::new(first)];
        for _ in 1..self.sessions {
            sessions.push(Mutex::new(self.session(model)?));
        }
        Ok(Box::new(OrtNetwork { sessions, inputs, outputs }))
    }
}

struct OrtNetwork {
    /// A session can only be asked by one thread at a time.
    sessions: Vec<Mutex<Session>>,
    /// Names, and whether the input is of type int32.
    inputs: Vec<(String, bool)>,
    outputs: Vec<String>,
}

impl OrtNetwork {
    fn with_session<T>(&self, run: impl FnOnce(&mut Session) -> Result<T, String>) -> Result<T, String> {
        for session in &self.sessions {
            match session.try_lock() {
                Ok(mut session) => return run(&mut session),
                Err(TryLockError::Poisoned(session)) => return run(&mut session.into_inner()),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        let first = self.sessions.first().ok_or("there is no session")?;
        run(&mut first.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Network for OrtNetwork {
    fn inputs(&self) -> Vec<String> {
        self.inputs.iter().map(|(name, _)| name.clone()).collect()
    }

    fn outputs(&self) -> Vec<String> {
        self.outputs.clone()
    }

    fn run(&self, batch: &Batch, output: usize) -> Result<Tensor, String> {
        let mut inputs: Vec<(Cow<'_, str>, SessionInputValue<'_>)> = Vec::with_capacity(self.inputs.len());
        for (name, narrow) in &self.inputs {
            let values = batch.input(name).ok_or("an input that no text classifier has")?;
            let value = if *narrow {
                let values: Vec<i32> = values.iter().map(|value| i32::try_from(*value).unwrap_or(i32::MAX)).collect();
                OrtTensor::from_array((batch.shape(), values)).map(SessionInputValue::from)
            } else {
                OrtTensor::from_array((batch.shape(), values.to_vec())).map(SessionInputValue::from)
            };
            inputs.push((Cow::Borrowed(name), value.map_err(|error| error.to_string())?));
        }
        let name = self.outputs.get(output).ok_or("there is no such output")?;
        self.with_session(|session| {
            let answers = session.run(inputs).map_err(|error| without_numbers(&error.to_string()))?;
            let answer = answers.get(name).ok_or("the output is missing")?;
            let (shape, values) = answer.try_extract_tensor::<f32>().map_err(|_| "the answer is not of type float32")?;
            Ok(Tensor { shape: shape.iter().map(|size| usize::try_from(*size).unwrap_or(0)).collect(), values: values.to_vec() })
        })
    }
}

/// Messages of the runtime may name a token's id, which is a piece of the text.
fn without_numbers(message: &str) -> String {
    message.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
}
