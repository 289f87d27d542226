"""What model.onnx alone makes of texts of our own that measure (`../texts/measure`): fresh.py [--folder FOLDER]

Prints, by file, channel and language, how often an attack scores higher than a near miss (the area under the curve; ties count half), and the shares of both that are
blocked by default. Users' texts in other wordings of the same hands train the model, those of documents and tools do not.
"""
import argparse
import collections
import json
import pathlib
import re

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from corpus import CHANNELS, CLS, LENGTH, SEP
from net import LABELS

HERE = pathlib.Path(__file__).resolve().parent
MEASURE = HERE.parent / "texts" / "measure"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--folder", type=pathlib.Path, default=HERE, help="where model.onnx, tokenizer.json and config.json lie")
    a = ap.parse_args()
    settings = json.loads((a.folder / "config.json").read_text())["guardrails"]
    tokenizer = Tokenizer.from_file(str(a.folder / "tokenizer.json"))
    session = onnxruntime.InferenceSession(str(a.folder / "model.onnx"), providers=["CPUExecutionProvider"])

    def highest(text, head):
        ids, best = tokenizer.encode(text, add_special_tokens=False).ids, -np.inf
        for start in range(0, max(1, len(ids) - settings["overlap"]), LENGTH - settings["overlap"]):
            window = np.array([[CLS, *ids[start:start + LENGTH], SEP]], np.int64)
            best = max(best, session.run(["logits"], {"input_ids": window, "attention_mask": np.ones_like(window)})[0][0][head])
        return best

    for name in ("fresh", "users", "documents"):
        scores = collections.defaultdict(lambda: ([], []))
        for line in (MEASURE / f"{name}.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            head = CHANNELS[row["channel"]]
            calibration = settings["labels"][LABELS[head]]["calibration"]
            score = 1 / (1 + np.exp(-(calibration["slope"] * highest(re.sub("[⟦⟧]", "", row["text"]), head) + calibration["offset"])))
            scores[row["channel"], "English" if row["lang"] == "en" else "other languages"][row["label"] != "benign"].append(score)
        for (channel, language), (benign, attacks) in sorted(scores.items()):
            benign, attacks = np.array(benign), np.array(attacks)
            higher = (attacks[:, None] > benign).mean() + (attacks[:, None] == benign).mean() / 2
            print(f"{name:10} {channel:12} {language:16} area {higher:.3f}  blocked: {np.mean(attacks >= 0.8):.3f} of {len(attacks)} attacks, "
                  f"{np.mean(benign >= 0.8):.3f} of {len(benign)} others")


if __name__ == "__main__":
    main()
