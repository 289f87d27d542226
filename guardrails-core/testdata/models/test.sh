#!/usr/bin/env bash
# Exports the architectures of make.py at their usual size, and has Rust, with both backends, and Python say the same as PyTorch.
set -euo pipefail
cd "$(dirname "$0")/../../.."
target=${CARGO_TARGET_DIR:-target}
python=${PYTHON_MODELS:-$target/models-venv/bin/python}
if [ ! -x "$python" ]; then
  python3 -m venv "$target/models-venv"
  "$python" -m pip install --quiet torch transformers tokenizers onnx onnxscript onnxruntime numpy
fi
here=guardrails-core/testdata/models
"$python" -W ignore "$here/make.py" "$target/models-small" --size small
"$python" -W ignore "$here/make.py" "$target/models-public" --size public
"$python" "$here/runtime.py" "$target/models-small" "$target/models-public"
library=$("$python" -c 'import glob, onnxruntime, os; print(sorted(glob.glob(os.path.join(os.path.dirname(onnxruntime.__file__), "capi", "*onnxruntime.*")))[-1])')
export GUARDRAILS_ONNXRUNTIME=$library
for folder in models-small models-public; do
  GUARDRAILS_TEST_MODELS=$(realpath "$target/$folder") cargo test --release -p guardrails-core --features onnx-ort --locked --test onnx exports
done
echo "test-models: all passed"
