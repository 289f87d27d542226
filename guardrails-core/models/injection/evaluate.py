"""Measures the injection score on texts whose source no model was trained on, and on a random split, which flatters.

evaluate.py --data DIR     needs the examples `scan` and `injection_features` in target/release/examples

The rules were written with the development data in view, so that only the model's part is on unseen sources.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import tempfile

import numpy as np

import augment
import data
import train

MOST = 0.94  # the most that the model alone says
THRESHOLD = 0.8  # from which score up the default policy blocks


def rule_scores(rows, command):
    body = "".join(json.dumps({"id": i, "text": row["text"], "source": data.CHANNEL[row["channel"]]}) + "\n" for i, row in enumerate(rows))
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as policy:
        policy.write("injection_model = false\n")
        policy.flush()
        lines = subprocess.run([*command, "--policy", policy.name], input=body.encode(), stdout=subprocess.PIPE).stdout.splitlines()
    assert len(lines) == len(rows), f"{len(lines)} answers to {len(rows)} texts"
    return np.array([json.loads(line)["scores"].get("injection", 0.0) for line in lines])


def shipped_scores(rows, files, scan):
    """What the whole scanner says with the weights of each fold in the place of its own, in a copy of the program."""
    program, own = pathlib.Path(scan).read_bytes(), (train.HERE / "injection.bin").read_bytes()
    assert program.count(own) == 1, f"{scan} does not hold {train.HERE / 'injection.bin'}"
    score = np.full(len(rows), np.nan)
    for tested, file in files:
        chosen = np.flatnonzero(tested[:len(rows)])
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "scan"
            copy.write_bytes(program.replace(own, file))
            copy.chmod(0o755)
            body = "".join(json.dumps({"id": int(i), "text": rows[i]["text"], "source": data.CHANNEL[rows[i]["channel"]]}) + "\n" for i in chosen)
            lines = subprocess.run([copy, "--jsonl"], input=body.encode(), stdout=subprocess.PIPE).stdout.splitlines()
        assert len(lines) == len(chosen), f"{len(lines)} answers to {len(chosen)} texts"
        score[chosen] = [json.loads(line)["scores"].get("injection", 0.0) for line in lines]
    return score


def probabilities(rows, z):
    order = {"user": 0, "document": 1, "tool_output": 2, "completion": 3}
    slope, offset = np.array([train.CALIBRATION[order[row["channel"]]] for row in rows]).T
    return np.minimum(1 / (1 + np.exp(-np.clip(slope * z + offset, -50, 50))), MOST)


def table(rows, score, known, title, details):
    long = np.array([row["file"].startswith("long") for row in rows])
    benign = np.array([row["label"] == "benign" for row in rows]) & known & ~long
    attack = np.array([row["label"] in ("injection", "jailbreak") for row in rows]) & known
    negative = np.sort(score[benign])[::-1]
    least = negative[int(len(negative) * 0.01)]
    by_source = collections.defaultdict(list)
    for index in np.flatnonzero(attack):
        by_source[rows[index]["file"], data.group(rows[index])].append(score[index])
    everywhere = {key: np.mean(np.array(scores) > least) for key, scores in by_source.items() if len(scores) >= 10}
    recall = {key: value for key, value in everywhere.items() if key[0] != "long"}

    def mean(file=None):
        return np.mean([value for key, value in recall.items() if file in (None, key[0])])

    print(f"{title:34} recall at 1%, mean over sources: {mean():.3f}  direct {mean('injection_direct'):.3f}  jailbreak {mean('jailbreak'):.3f}"
          f"  indirect {mean('injection_indirect'):.3f}  disguised {mean('obfuscated'):.3f}"
          f"  | from {least:.3f} up; at {THRESHOLD}: benign {np.mean(score[benign] >= THRESHOLD):.4f}, attacks {np.mean(score[attack] >= THRESHOLD):.3f}")
    one = [value for key, value in everywhere.items() if key[0] == "long"]
    clean = score[long & known & np.array([row["label"] == "benign" for row in rows])]
    if len(clean):
        print(f"    one attack in 30 KB of documents, mean over its sources: {np.mean(one):.3f}; of the documents without it {np.mean(clean > least):.3f}")
    if details:
        for key, value in sorted(recall.items()):
            print(f"    {value:.3f} of {len(by_source[key]):5} {key[0]} {key[1]}")
        blocked = collections.defaultdict(list)
        for index in np.flatnonzero(benign):
            blocked[data.group(rows[index])].append(score[index] >= THRESHOLD)
        for rate, size, name in sorted(((np.mean(v), len(v), k) for k, v in blocked.items() if len(v) >= 40), reverse=True)[:8]:
            print(f"    benign, blocked by default: {rate:.4f} of {size:5} {name}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", required=True)
    ap.add_argument("--examples", default="target/release/examples")
    ap.add_argument("--workers", type=int, default=2)
    ap.add_argument("--sources-only", action="store_true", help="without the random split")
    ap.add_argument("--details", action="store_true", help="every source")
    a = ap.parse_args()
    texts = data.read(a.data)
    command = [f"{a.examples}/injection_features"]
    texts += augment.long(texts, train.folds(texts))
    rows = train.with_training(texts, command)
    features = data.Features(rows, command)
    rules = rule_scores(texts, [f"{a.examples}/scan", "--jsonl"])
    table(texts, rules, np.ones(len(texts), bool), "rules alone", a.details)
    for by_source in (True,) if a.sources_only else (True, False):
        files = []
        z = train.of_texts(rows, train.out_of_fold(rows, features, train.DEFAULTS, a.workers, by_source, files))
        known = ~np.isnan(z)
        model = probabilities(texts, np.where(known, z, -50.0))
        split = "sources left out" if by_source else "random split"
        table(texts, model, known, f"model alone, {split}", False)
        table(texts, np.maximum(rules, model), known, f"rules and model, {split}", a.details)
        if by_source:
            score = shipped_scores(texts, files, f"{a.examples}/scan")
            table(texts, score, ~np.isnan(score), "the whole scanner, sources left out", a.details)


if __name__ == "__main__":
    main()
