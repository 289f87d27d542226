//! Writes small models in ONNX format, which is protobuf: enough of both for tests that need no other program.

/// A model under construction.
#[derive(Default)]
pub struct Graph {
    nodes: Vec<Vec<u8>>,
    initializers: Vec<Vec<u8>>,
    inputs: Vec<Vec<u8>>,
    outputs: Vec<Vec<u8>>,
}

const FLOAT: u64 = 1;
const INT64: u64 = 7;

impl Graph {
    /// An input of token ids or of a mask: `[batch, tokens]`.
    pub fn input(mut self, name: &str) -> Self {
        self.inputs.push(value_info(name, INT64, &["batch", "tokens"]));
        self
    }

    pub fn output(mut self, name: &str, dimensions: &[&str]) -> Self {
        self.outputs.push(value_info(name, FLOAT, dimensions));
        self
    }

    pub fn floats(mut self, name: &str, shape: &[usize], values: &[f32]) -> Self {
        assert_eq!(shape.iter().product::<usize>(), values.len());
        self.initializers.push(tensor(name, FLOAT, shape, values.iter().flat_map(|value| value.to_le_bytes()).collect()));
        self
    }

    pub fn ints(mut self, name: &str, values: &[i64]) -> Self {
        self.initializers.push(tensor(name, INT64, &[values.len()], values.iter().flat_map(|value| value.to_le_bytes()).collect()));
        self
    }

    /// A node with attributes that are integers.
    pub fn node(mut self, operator: &str, inputs: &[&str], output: &str, attributes: &[(&str, i64)]) -> Self {
        let mut node = Vec::new();
        inputs.iter().for_each(|input| bytes(&mut node, 1, input.as_bytes()));
        bytes(&mut node, 2, output.as_bytes());
        bytes(&mut node, 3, format!("make_{output}").as_bytes());
        bytes(&mut node, 4, operator.as_bytes());
        for (name, value) in attributes {
            let mut attribute = Vec::new();
            bytes(&mut attribute, 1, name.as_bytes());
            varint_field(&mut attribute, 3, *value as u64);
            varint_field(&mut attribute, 20, 2);
            bytes(&mut node, 5, &attribute);
        }
        self.nodes.push(node);
        self
    }

    pub fn model(self) -> Vec<u8> {
        let mut graph = Vec::new();
        self.nodes.iter().for_each(|node| bytes(&mut graph, 1, node));
        bytes(&mut graph, 2, b"test");
        self.initializers.iter().for_each(|tensor| bytes(&mut graph, 5, tensor));
        self.inputs.iter().for_each(|input| bytes(&mut graph, 11, input));
        self.outputs.iter().for_each(|output| bytes(&mut graph, 12, output));
        let mut opset = Vec::new();
        bytes(&mut opset, 1, b"");
        varint_field(&mut opset, 2, 13);
        let mut model = Vec::new();
        varint_field(&mut model, 1, 8);
        bytes(&mut model, 2, b"guardrails");
        bytes(&mut model, 7, &graph);
        bytes(&mut model, 8, &opset);
        model
    }
}

fn value_info(name: &str, kind: u64, dimensions: &[&str]) -> Vec<u8> {
    let mut shape = Vec::new();
    for dimension in dimensions {
        let mut dim = Vec::new();
        match dimension.parse::<u64>() {
            Ok(size) => varint_field(&mut dim, 1, size),
            Err(_) => bytes(&mut dim, 2, dimension.as_bytes()),
        }
        bytes(&mut shape, 1, &dim);
    }
    let mut tensor = Vec::new();
    varint_field(&mut tensor, 1, kind);
    bytes(&mut tensor, 2, &shape);
    let mut kind = Vec::new();
    bytes(&mut kind, 1, &tensor);
    let mut info = Vec::new();
    bytes(&mut info, 1, name.as_bytes());
    bytes(&mut info, 2, &kind);
    info
}

fn tensor(name: &str, kind: u64, shape: &[usize], raw: Vec<u8>) -> Vec<u8> {
    let mut tensor = Vec::new();
    shape.iter().for_each(|size| varint_field(&mut tensor, 1, *size as u64));
    varint_field(&mut tensor, 2, kind);
    bytes(&mut tensor, 8, name.as_bytes());
    bytes(&mut tensor, 9, &raw);
    tensor
}

fn varint_field(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, value.len() as u64);
    out.extend_from_slice(value);
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
