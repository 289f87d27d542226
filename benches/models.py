#!/usr/bin/env python3
"""What a classifier costs in a scan, against ONNX Runtime called directly from Python on the same model and the same tokens.

Needs the wheel of guardrails-py, onnxruntime and numpy. One thread each; the rounds of all rows take turns; milliseconds of CPU time of the whole process, the least and the
middle one. The direct call gets token ids that are ready; a scan also makes tokens of the text, runs its rules and makes a verdict.
"""

import argparse
import json
import pathlib
import statistics
import time

import numpy
import onnxruntime

from guardrails_py import Guard

ENCODER = pathlib.Path(__file__).resolve().parents[1] / "guardrails-core" / "models" / "encoder"
WORDS = "the garden behind our house is long and narrow and in june roses reach its gate while birds sing near an old wall".split()


def direct(model, tokens):
    """A call of the session with one window of so many tokens."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    ids = numpy.array([[101] + [1996 + at % 900 for at in range(tokens - 2)] + [102]], dtype=numpy.int64)
    every = {"input_ids": ids, "attention_mask": numpy.ones_like(ids), "token_type_ids": numpy.zeros_like(ids)}
    given = {own.name: every[own.name] for own in session.get_inputs()}
    return lambda: session.run(None, given)


def scanned(folder, backend, tokens, library=None):
    """A scan of a text that is one window of so many tokens: every word below is one."""
    own = json.loads((folder / "config.json").read_text())["guardrails"]["labels"]
    settings = {"window": tokens, "overlap": 0, "disguises": False, "labels": own}
    model = {"path": folder, "backend": backend, "settings": settings}
    guard = Guard(models={"encoder": model if library is None else {**model, "library": library}})
    text = " ".join(WORDS[at % len(WORDS)] for at in range(tokens - 2))
    short = " ".join(WORDS[at % len(WORDS)] for at in range(tokens - 1))
    limit = Guard({"limits": {"model_windows": 1}, "on_error": "flag"}, models={"encoder": model})
    # Exactly one window: with one word more there are two.
    assert not limit.scan_input(text).errors and limit.scan_input(short).errors
    assert guard.scan_input(text).action == "allow"
    return lambda: guard.scan_input(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=pathlib.Path, default=ENCODER, help="a folder with model.onnx, tokenizer.json (BERT's words) and config.json")
    parser.add_argument("--rounds", type=int, default=60)
    given = parser.parse_args()
    print(f"onnxruntime {onnxruntime.__version__}, {given.rounds} rounds, milliseconds of CPU time: least / middle\n")
    print("| tokens | onnxruntime, called directly | scan, onnxruntime | scan, rten | ratio of the two on onnxruntime |")
    print("|---|---|---|---|---|")
    for tokens in (32, 128, 256):
        rows = [direct(given.model / "model.onnx", tokens), scanned(given.model, "onnxruntime", tokens), scanned(given.model, "rten", tokens)]
        times = [[] for _ in rows]
        for round in range(given.rounds + 3):
            for row, own in zip(rows, times):
                start = time.process_time()
                row()
                if round >= 3:
                    own.append((time.process_time() - start) * 1e3)
        cells = [f"{min(own):.1f} / {statistics.median(own):.1f}" for own in times]
        print(f"| {tokens} | {' | '.join(cells)} | {min(times[1]) / min(times[0]):.2f} / {statistics.median(times[1]) / statistics.median(times[0]):.2f} |")
    # Time is linear in windows: a long document against its windows one by one.
    words = given.model.parents[1] / "testdata" / "models" / "made_words"
    guard = Guard(models={"words": {"path": words, "settings": {"window": 64, "overlap": 16}}})
    least = {}
    for count in (1_250, 2_500, 5_000, 10_000):
        text, rounds = "word " * count, []
        for _ in range(5):
            start = time.process_time()
            guard.scan_input(text, source="document")
            rounds.append((time.process_time() - start) * 1e3)
        least[count] = min(rounds)
    print("\ntokens and milliseconds of a small model: " + ", ".join(f"{count}: {cost:.1f}" for count, cost in least.items()))


if __name__ == "__main__":
    main()
