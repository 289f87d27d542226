"""Measures the encoder, alone and with the rules, on sources that it was not trained on: evaluate.py --texts FILE --oof FILE --data DIR

`--texts` is of prepare.py, `--oof` of train.py. Needs the example `scan` for the rules, which were written with the same data in view.
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

import corpus as corpora

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "injection"))
import data as shared  # noqa: E402


def rule_scores(folder, command):
    rows = shared.read(folder)
    body = "".join(json.dumps({"id": i, "text": row["text"], "source": shared.CHANNEL[row["channel"]]}) + "\n" for i, row in enumerate(rows))
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as policy:
        policy.write("injection_model = false\n")  # it was trained on these texts
        policy.flush()
        lines = subprocess.run([command, "--jsonl", "--policy", policy.name], input=body.encode(), stdout=subprocess.PIPE).stdout.splitlines()
    return np.array([json.loads(line)["scores"].get("injection", 0.0) for line in lines])


def probabilities(texts, logits):
    """By the calibration in config.json."""
    settings = json.loads((HERE / "config.json").read_text())["guardrails"]["labels"]
    heads = [settings[label]["calibration"] for label in ("INJECTION_USER", "INJECTION_DOCUMENT", "INJECTION_TOOL")]
    head = np.array([corpora.CHANNELS[row["channel"]] for row in texts])
    slope, offset = np.array([heads[h]["slope"] for h in head]), np.array([heads[h]["offset"] for h in head])
    return 1 / (1 + np.exp(-np.clip(slope * logits[np.arange(len(texts)), head] + offset, -50, 50)))


def report(texts, score, known, title, details=False):
    benign = known & np.array([row["label"] == "benign" for row in texts])
    attack = known & np.array([row["label"] in corpora.ATTACK and row["file"] != "weak_persuasion" for row in texts])
    negative = np.sort(score[benign])[::-1]
    least = negative[int(len(negative) * 0.01)]
    by_source = collections.defaultdict(list)
    for index in np.flatnonzero(attack):
        by_source[texts[index]["file"], texts[index]["group"]].append(score[index] > least)
    recall = {key: float(np.mean(hits)) for key, hits in by_source.items() if len(hits) >= 10}

    def mean(file=None):
        return np.mean([value for key, value in recall.items() if file in (None, key[0])])

    print(f"{title:18} recall at 1%, mean over sources: {mean():.3f}  direct {mean('injection_direct'):.3f}  jailbreak {mean('jailbreak'):.3f}"
          f"  indirect {mean('injection_indirect'):.3f}  disguised {mean('obfuscated'):.3f}"
          f"  | at 0.8: benign {np.mean(score[benign] >= 0.8):.4f}, attacks {np.mean(score[attack] >= 0.8):.3f}")
    if details:
        for key, value in sorted(recall.items()):
            print(f"    {value:.3f} of {len(by_source[key]):5} {key[0]} {key[1]}")
        blocked = collections.defaultdict(list)
        for index in np.flatnonzero(benign):
            blocked[texts[index]["group"]].append(score[index] >= 0.8)
        for rate, size, name in sorted(((np.mean(v), len(v), k) for k, v in blocked.items() if len(v) >= 40), reverse=True)[:8]:
            print(f"    benign, blocked by default: {rate:.4f} of {size:5} {name}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("texts", "oof", "data"):
        ap.add_argument(f"--{name}", required=True)
    ap.add_argument("--scan", default="target/release/examples/scan")
    a = ap.parse_args()
    rows = corpora.read(a.texts)
    z = np.load(a.oof)["z"].astype(np.float32)
    texts = [row for row in rows if row["parent"] is None and row["file"] != "toxicity" and not row["written"]]
    best = z[:len(texts)].copy()
    for index, row in enumerate(rows):
        if row["parent"] is not None and row["parent"] < len(texts):
            best[row["parent"]] = np.maximum(best[row["parent"]], z[index])
    known = np.isfinite(best[:, 0])
    model = np.where(known, probabilities(texts, best), 0.0)
    rules = rule_scores(a.data, a.scan)
    report(texts, rules, known, "rules alone")
    report(texts, model, known, "encoder alone")
    report(texts, np.maximum(rules, model), known, "rules and encoder", details=True)


if __name__ == "__main__":
    main()
