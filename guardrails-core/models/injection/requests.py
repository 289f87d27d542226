"""The weights of `src/scanners/requests.rs`: requests.py --data DIR

Logistic regression over sentences: how much each kind of evidence says that a document or a tool's result wants something of the machine that
reads it. The patterns are those of the Rust code. A text is its sentence with the highest sum, which is found anew after every fit. Trained on
the texts that shaped the patterns (`../texts/requests`), our others (a third as much, as their near misses were written to look worse than most
attacks do) and documents of the development set. Prints the weights, and the share of attacks and near misses above what one in a hundred, in
three hundred and in a thousand documents of the development set reach.
"""
import argparse
import json
import pathlib
import random
import re
import unicodedata

import numpy as np

import data

SCANNERS = pathlib.Path(__file__).resolve().parents[2] / "src/scanners"
# The kinds of evidence in the order of the code, and the constants of the two files of words that make them.
EVIDENCE = {"hide": ("HIDE", "HIDE"), "consent": ("CONSENT", "UNASKED"), "trigger": ("TRIGGER", None), "third": ("THIRD", None), "held": ("HELD", None),
            "favour": ("FAVOUR", "FAVOUR"), "dictate": ("DICTATE", "DICTATE"), "override": ("OVERRIDE", None), "away": ("AWAY", None),
            "act": ("ACT", "ACT"), "send": ("SEND", "SEND"), "secret": (None, "SECRET"), "urge": ("URGE", None), "order": ("IMP", None)}
FOUL = 11  # the first so many count towards what comes together
LEADS = r"(?:^|[^\w\x80-\xff]|\b(?:and|then|also|please|just|kindly|to) ) ?"
SENTENCE = 300
READ = 12_000
BENIGN, ATTACKS = 5_500, 400


def latin(text):
    """Bytes as characters, so that a pattern means what it does in the code."""
    return text.encode().decode("latin-1")


def constant(source, name):
    body = re.search(rf"const {name}: &str = (.*?);\n(?:\n|$)", source, re.S)[1]
    return "".join(raw or plain for raw, plain in re.findall(r'r#"(.*?)"#|r"(.*?)"', body, re.S))


def patterns():
    own, address = ((SCANNERS / name).read_text(encoding="utf-8") for name in ("requests_words.rs", "addressed_words.rs"))
    for kind, (mine, other) in EVIDENCE.items():
        parts = [constant(own, mine)] if mine else []
        parts += [constant(address, other)] if other else []
        yield re.compile((LEADS if kind == "order" else "") + "(?:" + latin("|".join(parts)) + ")", re.I | re.A)


def folded(text):
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c) or ord(c) > 0x370)
    return latin(plain.lower().replace("_", " ").replace("’", "'"))[:READ]


def vectors(text, searched):
    """What stands in each sentence, each once: a column for each kind, then three for what comes together."""
    text = folded(text)
    ends = [m.end() for m in re.finditer(r"[.!?](?=[\s\"')\]]|$)|\n|\\n|\xe3\x80\x82", text)] + [len(text)]
    found = [[(m.start(), m.end()) for m in pattern.finditer(text)] for pattern in searched]
    rows, start = {(0,) * len(found)}, 0
    for end in ends:
        end = min(end, start + SENTENCE)
        rows.add(tuple(int(any(start <= a and b <= end + 10 for a, b in places)) for places in found))
        start = end
    rows = np.array(sorted(rows), float)
    together = rows[:, :FOUL].sum(1, keepdims=True) >= (3, 4, 5)
    return np.hstack([rows, together])


def texts(folder, seed=1):
    """Text, channel, whether it is an attack, its weight, and where it is from."""
    for name, weight in (("requests/shaped.jsonl", 1.5), *((path.name, 0.3) for path in sorted(data.WRITTEN.glob("*.jsonl")))):
        for line in (data.WRITTEN / name).open(encoding="utf-8"):
            row = json.loads(line)
            if row["channel"] != "user":
                yield re.sub("[⟦⟧]", "", row["text"]), row["channel"], row["label"] != "benign", weight, "shaped" if weight > 1 else "other"
    rows = [row for row in data.read(folder) if row["channel"] in ("document", "tool_output") and data.EVALUATION not in row.get("category", "").lower()]
    random.Random(seed).shuffle(rows)
    benign = [row for row in rows if row["label"] == "benign"][:BENIGN]
    attacks = [row for row in rows if row["label"] == "injection" and row["file"] == "injection_indirect"][:ATTACKS]
    for row in benign + attacks:
        yield row["text"], row["channel"], row["label"] != "benign", 0.2 if row["label"] != "benign" else 1.0, "dev"


def fit(found, attack, weight, ridge=2.0, rounds=8):
    kinds = len(EVIDENCE)
    w, bias = np.r_[np.full(kinds, 0.5), np.zeros(3)], -2.5
    for _ in range(rounds):
        best = np.array([own[np.argmax(own @ w)] for own in found])
        z, both = np.hstack([best, np.ones((len(best), 1))]), np.append(w, bias)
        penalty = np.append(np.full(len(w), ridge), 0)
        for _ in range(25):
            p = 1 / (1 + np.exp(-z @ both))
            slope = z.T @ (weight * (p - attack)) + penalty * both
            both -= np.linalg.solve((z * (weight * p * (1 - p))[:, None]).T @ z + np.diag(penalty + 1e-6), slope)
        w, bias = both[:-1], both[-1]
    return w, bias


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", required=True)
    a = ap.parse_args()
    searched = list(patterns())
    rows = list(texts(a.data))
    found = [vectors(row[0], searched) for row in rows]
    attack, weight = np.array([row[2] for row in rows], float), np.array([row[3] for row in rows])
    w, bias = fit(found, attack, weight)
    for name, value in zip([*EVIDENCE, "three", "four", "five"], w):
        print(f"{name:10} {value:5.2f}")
    print(f"{'bias':10} {bias:5.2f}")
    sums = np.array([(own @ w).max() + bias for own in found])
    for channel in ("document", "tool_output"):
        chosen = {(place, kind): np.array([s for s, row in zip(sums, rows) if row[1] == channel and row[4] == place and row[2] == kind])
                  for place in ("dev", "shaped", "other") for kind in (False, True)}
        clean = np.sort(chosen["dev", False])[::-1]
        for share in (0.01, 0.003, 0.001):
            least = clean[int(len(clean) * share)]
            rates = "  ".join(f"{place} {(chosen[place, True] > least).mean():.3f} ({(chosen[place, False] > least).mean():.3f})" for place in ("shaped", "other"))
            print(f"{channel:12} sum over {least:5.2f}, as {share:.1%} of the dev set: attacks (near misses) {rates}")


if __name__ == "__main__":
    main()
