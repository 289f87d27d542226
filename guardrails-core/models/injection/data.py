"""The labelled texts with their features, their groups for leaving sources out, and what may train."""
import collections
import json
import pathlib
import re
import subprocess

import numpy as np
import scipy.sparse as sp

# As in `src/model/injection.rs`, for what users write and for other texts: blocks in a window, by how many it slides, and how much of the mean score of
# the windows far from the best one, and of `UNSEEN` more, is taken off its score, but for what is over `UNSEEN_SCORE`.
WINDOWS = (8, 2)
STEPS = (2, 1)
CONTRAST = (0.0, 0.9)
NEAR = 4
UNSEEN, UNSEEN_SCORE = 0.5, -2.5
VIEWS = 8  # decoded views of a text that are looked at
GRAMS = (1 << 17) + (1 << 18) + (1 << 19) + (1 << 15)  # buckets of n-grams; those of concepts come behind them
CONCEPTS = 1 << 15
CONCEPT_FLOOR = 16.0  # the same for features of concepts
FLOORS = (300.0, 75.0)  # a window's sum is divided by the root of its number of features, or of this where it has fewer
# Public evaluation sets never train, nor does what is licensed for non-commercial use.
EVALUATION = "bipia"
WRITTEN = pathlib.Path(__file__).resolve().parent.parent / "texts"  # texts of our own, that train and never measure
CHANNEL = {"user": "user", "document": "document", "tool_output": "tool", "completion": "model"}


def repo(source):
    for prefix in ("composed(dev): ", "obfuscate.py over "):
        source = source.removeprefix(prefix)
    return source.split(":")[0]


def group(row):
    """Whose words a text is about: where an attack was composed into a document, where the attack comes from."""
    if "of" in row:
        return row["of"]
    parts = row["category"].split("/")
    if row["label"] == "benign" or parts[0] != "indirect" or len(parts) < 3:
        return repo(row["source"])
    if parts[1] != "direct":
        return parts[1]
    family = parts[2].split("_")[0]
    return {"own": "own", "leak": "own", "asb": "Zhang-Henry/AIOS_agent", "spikee": "ReversecLabs/spikee", "promptinject": "NVIDIA/garak",
            "garak": "NVIDIA/garak", "arcanum": "Arcanum-Sec/arc_pi_taxonomy"}.get(family, "direct/" + family)


def read(folder):
    rows = []
    for path in sorted(pathlib.Path(folder).glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            row["file"] = path.stem
            if path.stem == "toxicity":
                continue
            rows.append(row)
    return rows


def written():
    """Our own texts, as rows like those of `read`. What ⟦ ⟧ marks is the attack; each thirty of a language count as one source."""
    rows, number = [], collections.Counter()
    for path in sorted(WRITTEN.glob("*.jsonl")):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            attack, user = row["label"] in ("injection", "jailbreak"), row["channel"] == "user"
            file = ("injection_direct" if row["label"] == "injection" else row["label"]) if user else "injection_indirect"
            marked = re.search("⟦(.*?)⟧", row["text"], re.DOTALL) if attack else None
            span = [marked.start(), marked.end() - 2] if marked else None
            number[row["lang"], row["channel"], attack] += 1
            source = f"written/{row['lang']}/{row['channel']}/{number[row['lang'], row['channel'], attack] // 30}"
            rows.append({**row, "id": f"written-{len(rows)}", "text": re.sub("[⟦⟧]", "", row["text"]), "span": span, "licence": "CC0", "source": "written",
                         "category": "written", "file": file if attack else "benign_hardneg", "of": source, "written": True})
    return rows


def with_views(rows, command):
    """The rows, and behind them what stands in them in disguise, undone: rows with the place of their `parent`."""
    body = "".join(json.dumps({"text": row["text"]}) + "\n" for row in rows).encode()
    lines = subprocess.run([*command, "--views"], input=body, stdout=subprocess.PIPE, check=True).stdout.splitlines()
    out = list(rows)
    for index, line in enumerate(lines):
        for disguise, text in json.loads(line)[:VIEWS]:
            out.append({**rows[index], "text": text, "parent": index, "disguise": disguise, "span": None})
        rows[index]["has_views"] = line != b"[]"
    return out


class Features:
    """Blocks of all texts as one sparse matrix."""

    def __init__(self, rows, command):
        body = "".join(json.dumps({"text": row["text"]}) + "\n" for row in rows).encode()
        flat = np.frombuffer(subprocess.run(command, input=body, stdout=subprocess.PIPE, check=True).stdout, dtype="<u4")
        at, indptr, pieces = 0, [0], []
        self.first = np.zeros(len(rows) + 1, np.int64)  # of every text, its first block
        places = []
        for index in range(len(rows)):
            blocks = int(flat[at])
            head = flat[at + 1:at + 1 + 3 * blocks].reshape(blocks, 3)
            at += 1 + 3 * blocks
            counts = head[:, 2].astype(np.int64)
            total = int(counts.sum())
            pieces.append(flat[at:at + total])
            at += total
            places.append(head[:, :2])
            indptr.append(counts)
            self.first[index + 1] = self.first[index] + blocks
        self.places = np.concatenate(places).astype(np.int64)
        self.count = np.concatenate([np.atleast_1d(np.asarray(c, np.int64)) for c in indptr[1:]])
        columns = np.concatenate(pieces).astype(np.int32)
        self.matrix = (columns, np.concatenate([[0], np.cumsum(self.count)]))
        self.windows = [Windows(self, part) for part in range(len(WINDOWS))]

    def block_sums(self, weights, chunk=50000):
        columns, pointer = self.matrix
        out = np.zeros(len(self.count))
        for start in range(0, len(out), chunk):
            end = min(start + chunk, len(out))
            values = weights[columns[pointer[start]:pointer[end]]].astype(np.float64)
            out[start:end] = np.add.reduceat(np.append(values, 0.0), (pointer[start:end] - pointer[start])) if len(values) else 0
        return out


class Windows:
    """Windows of a part's size, as ranges of blocks."""

    def __init__(self, features, part):
        self.features, self.part, step = features, part, STEPS[part]
        columns, pointer = features.matrix
        doc, low, high = [], [], []
        for index, (first, end) in enumerate(zip(features.first.tolist(), features.first[1:].tolist())):
            # Behind the last block, were the last step a whole one.
            last = np.arange(min(WINDOWS[part], -(-(end - first) // step) * step), end - first + step, step)[:None if end > first else 0]
            doc.append(np.full(len(last), index))
            low.append(first + np.maximum(0, last - WINDOWS[part]))
            high.append(np.minimum(end, first + last))
        self.doc, self.low, self.high = (np.concatenate(x) for x in (doc, low, high))
        grams = np.concatenate([[0], np.cumsum(columns < GRAMS)])
        self.scale = self._scale(grams[pointer], FLOORS[part])
        self.concept_scale = self._scale(pointer - grams[pointer], CONCEPT_FLOOR)

    def _scale(self, cumulative, floor):
        return 1 / np.sqrt(np.maximum(cumulative[self.high] - cumulative[self.low], floor))

    def of(self, windows):
        """The blocks that these windows need, as matrices of n-grams and of concepts, and the windows as ranges of their rows."""
        columns, pointer = self.features.matrix
        count = self.features.count
        used = np.zeros(len(count) + 1, bool)
        for shift in range(WINDOWS[self.part]):
            used[np.minimum(self.low[windows] + shift, self.high[windows] - 1)] = True
        blocks = np.flatnonzero(used)
        rank = np.cumsum(used) - 1
        take = np.concatenate([np.arange(pointer[b], pointer[b + 1]) for b in blocks]) if len(blocks) < len(count) else slice(None)
        chosen = columns[take]
        end = np.concatenate([[0], np.cumsum(count[blocks])])
        both = []
        for mask, first, buckets in ((chosen < GRAMS, 0, GRAMS), (chosen >= GRAMS, GRAMS, CONCEPTS)):
            kept = np.concatenate([[0], np.cumsum(mask)])[end]
            both.append(sp.csr_matrix((np.ones(kept[-1], np.float32), chosen[mask] - first, kept), shape=(len(blocks), buckets)))
        return both, rank[self.low[windows]], rank[self.high[windows] - 1] + 1

    def scores(self, grams, concepts):
        def over(weights):
            cumulative = np.concatenate([[0.0], np.cumsum(self.features.block_sums(weights), dtype=np.float64)])
            return cumulative[self.high] - cumulative[self.low]
        none = np.zeros(CONCEPTS, np.float32)
        return (over(np.concatenate([grams, none])) * self.scale
                + over(np.concatenate([np.zeros(GRAMS, np.float32), concepts])) * self.concept_scale)

    def best(self, scores):
        """The score of each text: that of its best window, less what the others have; without a block, minus infinity."""
        rows = len(self.features.first) - 1
        out = np.full(rows, -np.inf)
        np.maximum.at(out, self.doc, scores)
        if CONTRAST[self.part]:
            top = np.flatnonzero(scores >= out[self.doc])[::-1]
            where = np.zeros(rows, np.int64)
            where[self.doc[top]] = self.low[top]  # the first of equals
            far = np.abs(self.low - where[self.doc]) >= NEAR
            total, size = np.bincount(self.doc, scores * far, rows), np.bincount(self.doc, far, rows)
            out -= CONTRAST[self.part] * np.minimum((total + UNSEEN * UNSEEN_SCORE) / (size + UNSEEN), UNSEEN_SCORE)
        return out


def labels(rows, windows):
    """Of every window: 1 attack, 0 benign, -1 left out."""
    out = np.zeros(len(windows.doc), np.int8)
    places = windows.features.places
    start, end = places[windows.low, 0], places[windows.high - 1, 1]
    attack = np.array([row["label"] in ("injection", "jailbreak") for row in rows])
    neither = np.array([row["label"] not in ("injection", "jailbreak", "benign") for row in rows])
    spans = np.array([row["span"] if row.get("span") else (-1, -1) for row in rows])
    span = spans[windows.doc]
    has_span = span[:, 0] >= 0
    overlap = np.maximum(0, np.minimum(end, span[:, 1]) - np.maximum(start, span[:, 0]))
    enough = overlap >= np.minimum(0.6 * (span[:, 1] - span[:, 0]), 0.5 * (end - start))
    is_attack = attack[windows.doc]
    out[is_attack] = 1
    out[is_attack & has_span & ~enough] = -1
    out[is_attack & has_span & (overlap == 0)] = 0
    out[neither[windows.doc]] = -1
    return out
