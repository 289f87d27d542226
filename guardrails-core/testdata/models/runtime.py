#!/usr/bin/env python3
"""ONNX Runtime, called from Python, against what PyTorch said of the models that make.py made; and the same models in int8.

    runtime.py FOLDER…
"""

import json
import pathlib
import sys

import numpy
import onnxruntime
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from make import windows


def logits(path, rows):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    for row in rows:
        ids = numpy.array([row], dtype=numpy.int64)
        yield session.run(["logits"], {"input_ids": ids, "attention_mask": numpy.ones_like(ids)})[0][0]


def main():
    for folder in (path.parent for parent in sys.argv[1:] for path in sorted(pathlib.Path(parent).glob("*/expected.json"))):
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        quantize_dynamic(str(folder / "model.onnx"), str(folder / "model.int8.onnx"), weight_type=QuantType.QInt8)
        most, rounding = 0.0, 0.0
        for case in json.loads((folder / "expected.json").read_text()):
            rows = windows(tokenizer, case["text"], 48, 12)
            for expected, found, coarse in zip(case["logits"], logits(folder / "model.onnx", rows), logits(folder / "model.int8.onnx", rows)):
                most = max(most, float(numpy.abs(found - expected).max()))
                rounding = max(rounding, float(numpy.abs(coarse - expected).max()))
        print(f"{folder.name}: onnxruntime differs by {most:.1e} in 32-bit floats and by {rounding:.1e} in int8")
        assert most < 1e-4


if __name__ == "__main__":
    main()
