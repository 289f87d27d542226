"""Writes model.onnx (int8) from trained weights: export.py --weights FILE [--float FILE]

Dynamic quantisation: weights in int8, by channel; activations are rounded as they come. Prints how far its logits are from those in float.
"""
import argparse
import pathlib
import tempfile

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

import net

HERE = pathlib.Path(__file__).resolve().parent


def export(model, path):
    ids = torch.randint(1000, 20000, (2, 40))
    mask = torch.ones_like(ids)
    mask[1, 30:] = 0
    axes = {"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}, "logits": {0: "batch"}}
    torch.onnx.export(model, (ids, mask), path, input_names=["input_ids", "attention_mask"], output_names=["logits"], dynamic_axes=axes,
                      opset_version=17, dynamo=False)


def logits(path, ids, mask):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    return session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--weights", required=True)
    ap.add_argument("--float", type=pathlib.Path, help="where the model in float is kept")
    a = ap.parse_args()
    model = net.load(a.weights).eval()
    with tempfile.TemporaryDirectory() as folder:
        whole = a.float or pathlib.Path(folder) / "float.onnx"
        export(model, str(whole))
        quantize_dynamic(str(whole), str(HERE / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True)
        small = onnx.load(HERE / "model.onnx")
        for node in small.graph.node:
            node.doc_string = ""
        small.producer_version = ""
        onnx.save(small, HERE / "model.onnx")
        rng = np.random.default_rng(7)
        ids = rng.integers(1000, 20000, (8, 96))
        mask = np.ones_like(ids)
        mask[1::2, 70:] = 0
        with torch.no_grad():
            wanted = model(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()
        print("logits off by at most", np.abs(logits(whole, ids, mask) - wanted).max(), "in float,",
              np.abs(logits(HERE / "model.onnx", ids, mask) - wanted).max(), "in int8")
    print((HERE / "model.onnx").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
