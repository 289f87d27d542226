//! The backend in pure Rust.

use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::prelude::*;

use super::backend::{Backend, Batch, Network, Tensor};

/// Runs models with `rten`, which is linked in and needs nothing else. A model in int8 takes about twice the time that ONNX Runtime takes for it,
/// and half of its memory.
///
/// The threads of a call belong to it: calls from several threads at once do not wait for each other.
#[derive(Clone, Debug)]
pub struct Rten {
    threads: usize,
}

impl Default for Rten {
    fn default() -> Self {
        Self { threads: 1 }
    }
}

impl Rten {
    /// One thread for each call.
    pub fn new() -> Self {
        Self::default()
    }

    /// Threads for each call, 1 to 256.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads.clamp(1, 256);
        self
    }
}

impl Backend for Rten {
    fn name(&self) -> &str {
        "rten"
    }

    fn load(&self, model: &[u8]) -> Result<Box<dyn Network>, String> {
        let model = ModelOptions::with_all_ops().prepack_weights(true).load(model.to_vec()).map_err(|error| error.to_string())?;
        let named = |ids: &[NodeId]| -> Vec<(NodeId, String)> {
            ids.iter().map(|id| (*id, model.node_info(*id).and_then(|node| node.name()).unwrap_or_default().to_owned())).collect()
        };
        let (inputs, outputs) = (named(model.input_ids()), named(model.output_ids()));
        Ok(Box::new(RtenNetwork { model, inputs, outputs, threads: self.threads, idle: Mutex::default() }))
    }
}

struct RtenNetwork {
    model: Model,
    inputs: Vec<(NodeId, String)>,
    outputs: Vec<(NodeId, String)>,
    threads: usize,
    /// Pools that no call uses: one pool for all would have callers wait for each other.
    idle: Mutex<Vec<Arc<ThreadPool>>>,
}

impl Network for RtenNetwork {
    fn inputs(&self) -> Vec<String> {
        self.inputs.iter().map(|(_, name)| name.clone()).collect()
    }

    fn outputs(&self) -> Vec<String> {
        self.outputs.iter().map(|(_, name)| name.clone()).collect()
    }

    fn run(&self, batch: &Batch, output: usize) -> Result<Tensor, String> {
        let mut inputs: Vec<(NodeId, ValueOrView<'_>)> = Vec::with_capacity(self.inputs.len());
        for (id, name) in &self.inputs {
            let values = batch.input(name).ok_or("an input that no text classifier has")?;
            let values: Vec<i32> = values.iter().map(|value| i32::try_from(*value).unwrap_or(i32::MAX)).collect();
            let value = Value::from_shape(batch.shape(), values).map_err(|error| error.to_string())?;
            inputs.push((*id, value.into()));
        }
        let (output, _) = self.outputs.get(output).ok_or("there is no such output")?;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let pool = idle.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(self.threads)));
        let options = RunOptions::default().with_thread_pool(Some(pool.clone()));
        let answer = self.model.run(inputs, &[*output], Some(options)).map_err(|error| error.to_string())?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
        match answer.into_iter().next() {
            Some(Value::FloatTensor(tensor)) => Ok(Tensor { shape: tensor.shape().to_vec(), values: tensor.to_vec() }),
            _ => Err("the answer is not of type float32".into()),
        }
    }
}
