"""Trains the injection model, and measures it leaving sources out.

train.py --data DIR --write        writes injection.bin
train.py --data DIR --evaluate     prints the leave-one-source-out table

Deterministic: the same data give the same bytes.
"""
import argparse
import collections
import concurrent.futures
import pathlib

import numpy as np
from scipy.optimize import minimize

import data

HERE = pathlib.Path(__file__).resolve().parent
BUCKETS = (1 << 20) + (1 << 15)
FOLDS = 4
# Slope and offset from a window's score to the logarithm of the odds, for user texts, documents, tool results and answers; read off
# the scores of texts whose source was left out.
CALIBRATION = [(1.5, -4.014), (1.5, -4.014), (2.0, -1.414), (2.0, -3.414)]
DEFAULTS = dict(l2=5e-7, attack_share=0.35, rounds=2, iterations=35, long=8, disguised=0.5, cap=300)


def usable(row):
    return not (row["licence"].startswith("NC") or row["file"].startswith("nc_")
                or data.EVALUATION in (row["source"] + row["category"] + row["licence"]).lower())


def trains_on(row):
    return usable(row) and row["label"] in ("injection", "jailbreak", "benign") and row["file"] != "weak_persuasion"


def document_weights(rows, chosen, o):
    """Every source counts by the root of its size, attacks together `attack_share` of the whole."""
    key = [(row["label"] == "benign", row["file"], data.group(row)) for row in rows]
    size = collections.Counter(k for k, c in zip(key, chosen) if c)
    weight = np.array([size[k] ** -0.5 if c else 0.0 for k, c in zip(key, chosen)])
    weight *= np.array([o["disguised"] if row["file"] == "obfuscated" else 1.0 for row in rows])
    benign = np.array([row["label"] == "benign" for row in rows])
    weight[benign] *= (1 - o["attack_share"]) / max(weight[benign].sum(), 1e-9)
    weight[~benign] *= o["attack_share"] / max(weight[~benign].sum(), 1e-9)
    return weight


def capped(rows, chosen, cap, rng):
    """At most `cap` texts of a file and source, at random."""
    key = [(row["file"], data.group(row)) for row in rows]
    taken, out = collections.Counter(), np.zeros(len(rows), bool)
    for index in rng.permutation(len(rows)):
        if chosen[index] and taken[key[index]] < cap:
            taken[key[index]] += 1
            out[index] = True
    return out


def fit(rows, features, label, chosen, o, seed=7):
    """Logistic regression over windows; answers the weights and the bias."""
    rng = np.random.default_rng(seed)
    chosen = capped(rows, chosen, o["cap"], rng)
    weight = document_weights(rows, chosen, o)
    # Of long benign texts only a piece trains: the rest says the same.
    blocks = np.diff(features.first)
    begin = features.first[:-1] + (rng.random(len(rows)) * np.maximum(0, blocks - o["long"])).astype(np.int64)
    inside = (features.low >= begin[features.doc]) & (features.high <= begin[features.doc] + o["long"])
    windows = np.flatnonzero((weight[features.doc] > 0) & (label >= 0) & (inside | (label == 1)))
    matrix, low, high = features.of(windows, BUCKETS)
    print(f'{len(windows)} windows, {matrix.nnz} features', flush=True)
    doc, y, scale = features.doc[windows], label[windows].astype(np.float64), features.scale[windows]
    # Common features are shrunk: they say less, and the solver would spend its steps on them.
    shrink = ((np.bincount(matrix.indices, minlength=BUCKETS) + 30.0) / 130.0) ** -0.3
    matrix.data *= shrink[matrix.indices].astype(np.float32)
    transposed = matrix.T.tocsr()
    number = np.bincount(doc * 2 + label[windows], minlength=2 * len(rows)).astype(np.float64)[doc * 2 + label[windows]]
    share = np.where(y == 1, 1 / number, number ** -0.5)
    x = np.zeros(BUCKETS + 1)
    x[-1] = -1.0
    rms = np.sqrt(len(windows))
    for turn in range(o["rounds"]):
        sample = weight[doc] * share
        sample /= sample.sum()

        def loss(x):
            z = scores(x)
            value = np.sum(sample * (np.logaddexp(0, z) - y * z)) + 0.5 * o["l2"] * np.dot(x[:-1], x[:-1])
            r = sample * (1 / (1 + np.exp(-z)) - y)
            by_block = np.zeros(len(matrix.indptr))
            np.add.at(by_block, low, r * scale)
            np.add.at(by_block, high, -r * scale)
            gradient = transposed @ np.cumsum(by_block)[:-1].astype(np.float32)
            return value, np.append(gradient.astype(np.float64) + o["l2"] * x[:-1], r.sum())

        def scores(x):
            sums = np.concatenate([[0.0], np.cumsum((matrix @ x[:-1].astype(np.float32)).astype(np.float64))])
            return (sums[high] - sums[low]) * scale + x[-1]

        x = minimize(loss, x, jac=True, method="L-BFGS-B", options=dict(maxiter=o["iterations"], maxcor=8)).x
        if turn + 1 < o["rounds"]:
            # Of an attack without a known place, the window that gives it away is the attack. Of a benign text, the window that looks
            # most like one is the lesson.
            z = scores(x)
            top = np.full(len(rows), -np.inf)
            np.maximum.at(top, doc, np.where(y == 1, z, -np.inf))
            share = np.where(y == 1, np.where(z >= top[doc] - 1.0, 1.0, 0.15), number ** -0.5 * (1 + 3 / (1 + np.exp(-(z + 1.5)))))
            total = np.bincount(doc, weights=share * (y == 1), minlength=len(rows))
            share = np.where(y == 1, share / np.maximum(total[doc], 1e-9), share)
    return x[:-1] * shrink, x[-1]


def quantise(weights):
    """int8, and the unit. The rare weights beyond the range are cut."""
    unit = np.quantile(np.abs(weights[weights != 0]), 0.9998) / 127
    return np.clip(np.round(weights / unit), -127, 127).astype(np.int8), float(unit)


def folds(rows):
    """Whole groups to folds, the largest first to the emptiest fold, attacks and benign texts apart."""
    out = {}
    for side in (True, False):
        size = collections.Counter(data.group(row) for row in rows if (row["label"] == "benign") == side)
        load = [0] * FOLDS
        for name, count in sorted(size.items(), key=lambda kv: (-kv[1], kv[0])):
            if name in out:
                load[out[name]] += count
                continue
            out[name] = int(np.argmin(load))
            load[out[name]] += count
    return out


def technique_half(row):
    return sum(row["category"].encode()) % 2 if row["file"] == "obfuscated" and row["label"] != "benign" else None


def write(path, weights, bias, calibration):
    """Sixteen little-endian f32 (bias, unit, floor, slope and offset for user, document, tool, model), then the weights as int8."""
    small, unit = quantise(weights)
    header = [bias, unit, data.FLOOR, *(number for pair in calibration for number in pair)]
    path.write_bytes(np.array(header + [0.0] * (16 - len(header)), "<f4").tobytes() + small.tobytes())


SHARED = {}


def one_fold(fold):
    rows, features, label, o, fold_of = (SHARED[k] for k in ("rows", "features", "label", "o", "fold_of"))
    inside = np.array([fold_of[data.group(row)] == fold or fold_of.get(data.repo(row["source"])) == fold for row in rows])
    half = np.array([technique_half(row) == fold % 2 for row in rows])
    trains = np.array([trains_on(row) for row in rows])
    weights, bias = fit(rows, features, label, trains & ~inside & ~half, o)
    small, unit = quantise(weights)
    z = features.windows_of_block_sums(features.block_sums(small.astype(np.float32) * unit)) + bias
    tested = np.array([fold_of[data.group(row)] == fold and technique_half(row) in (None, fold % 2) for row in rows])
    return tested, np.where(tested, features.best(z, len(rows)), np.nan)


def out_of_fold(rows, features, label, o, workers):
    SHARED.update(rows=rows, features=features, label=label, o=o, fold_of=folds(rows))
    out = np.full(len(rows), np.nan)
    with concurrent.futures.ProcessPoolExecutor(workers) as pool:
        for tested, z in pool.map(one_fold, range(FOLDS)):
            out[tested] = z[tested]
    return out


def report(rows, score, title):
    attack = np.array([row["label"] in ("injection", "jailbreak") for row in rows])
    benign = np.array([row["label"] == "benign" for row in rows])
    known = ~np.isnan(score)
    neg = np.sort(score[benign & known])[::-1]
    at = {rate: neg[int(len(neg) * rate)] for rate in (0.01, 0.001)}
    print(f"== {title}: {known.sum()} texts, threshold at 1%: {at[0.01]:.3f}")
    table = collections.defaultdict(list)
    for index in np.flatnonzero(attack & known):
        table[rows[index]["file"], data.group(rows[index])].append(score[index])
    small = collections.defaultdict(list)
    recalls = []
    for (file, name), values in sorted(table.items()):
        if len(values) < 10:
            small[file] += values
            continue
        r = np.mean(np.array(values) > at[0.01])
        if file not in ("weak_persuasion",):
            recalls.append((file, r))
        print(f"  {file:20} {name:32} n={len(values):5} recall@1%={r:.3f} @0.1%={np.mean(np.array(values) > at[0.001]):.3f}")
    macro = lambda keep: np.mean([r for f, r in recalls if keep(f)])
    print(f"  macro recall@1%: all {macro(lambda f: True):.3f}, without disguised {macro(lambda f: f != 'obfuscated'):.3f}, "
          f"direct {macro(lambda f: f == 'injection_direct'):.3f}, jailbreak {macro(lambda f: f == 'jailbreak'):.3f}, "
          f"indirect {macro(lambda f: f == 'injection_indirect'):.3f}, disguised {macro(lambda f: f == 'obfuscated'):.3f}")
    return at


def false_rates(rows, score, threshold):
    table = collections.defaultdict(list)
    for row, s in zip(rows, score):
        if row["label"] == "benign" and not np.isnan(s):
            table[row["file"], data.group(row)].append(s >= threshold)
            table[row["file"], "-"].append(s >= threshold)
    worst = sorted(((np.mean(v), len(v), k) for k, v in table.items() if len(v) >= 40), reverse=True)[:22]
    for rate, n, (file, name) in worst:
        print(f"  blocked {rate:.4f} of {n:5} {file} {name}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", required=True)
    ap.add_argument("--features", default="target/release/examples/injection_features")
    ap.add_argument("--write", action="store_true", help="train on everything that may train, and write injection.bin")
    ap.add_argument("--evaluate", action="store_true", help="print the leave-one-source-out table")
    ap.add_argument("--workers", type=int, default=2)
    ap.add_argument("--save")
    ap.add_argument("--set", action="append", default=[], help="a hyper-parameter, as name=value")
    a = ap.parse_args()
    o = dict(DEFAULTS)
    for pair in a.set:
        name, value = pair.split("=")
        o[name] = type(DEFAULTS[name])(value)
    rows = data.read(a.data)
    features = data.Features(rows, [a.features])
    label = data.labels(rows, features)
    if a.write:
        trains = np.array([trains_on(row) for row in rows])
        weights, bias = fit(rows, features, label, trains, o)
        write(HERE / "injection.bin", weights, bias, CALIBRATION)
    if a.evaluate:
        z = out_of_fold(rows, features, label, o, a.workers)
        if a.save:
            np.save(a.save, z)
        at = report(rows, z, f"model alone, sources left out, {o}")
        false_rates(rows, z, at[0.01])


if __name__ == "__main__":
    main()
