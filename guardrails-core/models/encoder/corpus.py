"""Texts as tokens, windows over them, and the mixture that one epoch trains on."""
import json
import lzma

import numpy as np
from tokenizers import Tokenizer

import obfuscate
from net import LABELS

LENGTH, STRIDE = 126, 63  # tokens of a window without the two special ones, and how far the next is
PAD, UNKNOWN, CLS, SEP, MASK = range(5)  # base.py gives them these ids
ATTACK = ("injection", "jailbreak")
CHANNELS = {"user": 0, "document": 1, "tool_output": 2, "completion": 1}  # which label reads a text of the channel
BOUNDARY = ".!?:;,}]\"|"  # tokens behind which something can be put in
LEADS = ("", "", "TODO:", "Note:", "Next, ", "Also, ", "First, ", "Instead, ", "Before that, ", "Then answer this:", "Your task:", "Question:", "Task:", "P.S.")
OWN = 0.5  # how much a text of our own counts: there are many small sources of them
SHARES = dict(direct=0.13, indirect=0.09, planted=0.105, tasks=0.075, benign=0.225, grown=0.055, toxic=0.30, harmful=0.02)


def read(path, limit=None):
    with lzma.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [row for row in rows if row["parent"] is None][::max(1, len(rows) // limit)] if limit else rows


def augmented(rows, copies, seed):
    """Short texts in light disguise, as further rows with the folds of their own."""
    rng, out = np.random.default_rng(seed), []
    for index, row in enumerate(rows):
        attack = row["file"] in ("injection_direct", "jailbreak") and len(row["text"]) < 1500
        benign = row["label"] == "benign" and row["channel"] == "user" and row["file"] != "obfuscated" and rng.random() < 0.12
        toxic = row["file"] == "toxicity" and len(row["text"]) < 400 and rng.random() < 0.2  # either label
        if not row["trains"] or row.get("parent") is not None or not (attack or benign or toxic):
            continue
        for copy in range(copies if attack else 1):
            text = obfuscate.disguise(row["text"][:1500], seed * 1_000_003 + index * 17 + copy)
            if text != row["text"]:
                out.append({**row, "text": text, "span": None, "disguise": "augmented", "parent": -1})
    return rows + out


def family(row):
    if row["file"] == "toxicity":
        return "toxic"
    if row["label"] == "harmful":
        return "harmful"
    if row["label"] in ATTACK:
        return "indirect" if row["file"] == "injection_indirect" else "direct"
    return "benign"


class Corpus:
    def __init__(self, rows, tokenizer_path):
        tokenizer = Tokenizer.from_file(str(tokenizer_path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self.rows = rows
        ids, places = [], []
        for start in range(0, len(rows), 4096):
            for enc in tokenizer.encode_batch([row["text"] for row in rows[start:start + 4096]], add_special_tokens=False):
                ids.append(np.array(enc.ids, np.int32))
                places.append(np.array(enc.offsets, np.int32).reshape(-1, 2))
        self.first = np.concatenate([[0], np.cumsum([len(x) for x in ids])])
        self.ids, self.places = np.concatenate(ids), np.concatenate(places)
        ends = (tokenizer.token_to_id(start + sign) for sign in BOUNDARY for start in ("", "▁"))
        self.boundary = np.isin(self.ids, [piece for piece in ends if piece is not None])
        self.quote = tokenizer.token_to_id('"')
        self.leads = [np.array(tokenizer.encode(lead, add_special_tokens=False).ids, np.int32) for lead in LEADS]
        self.family = np.array([family(row) for row in rows])
        row, start = [], []
        for index in range(len(rows)):
            count = self.first[index + 1] - self.first[index]
            starts = np.arange(0, max(1, count - LENGTH + STRIDE), STRIDE)
            row.append(np.full(len(starts), index))
            start.append(self.first[index] + starts)
        self.row, self.start = np.concatenate(row), np.concatenate(start)
        self.size = np.minimum(LENGTH, self.first[self.row + 1] - self.start)
        self.windows = np.searchsorted(self.row, np.arange(len(rows) + 1))
        self.label()

    def label(self):
        """Of every window the wanted value of each label, and how much it counts (0: not at all)."""
        rows, n = self.rows, len(LABELS)
        value, counts = np.zeros((len(rows), n), np.float32), np.zeros((len(rows), n), np.float32)
        for index, row in enumerate(rows):
            own = CHANNELS[row["channel"]]
            kind = self.family[index]
            if kind == "toxic":
                value[index, 3], counts[index, 3] = 0.6 if row.get("undecided") else row["label"] == "toxic", 1
                counts[index, 0] = 0.1  # insults are no injection
                value[index, 0] = 0
            elif kind == "harmful":
                counts[index, 0] = 1
            elif kind == "direct":
                # Our own are in 77 languages, of which few documents are at hand: they would teach that a document in Greek is an attack.
                value[index, :3], counts[index, :3] = 1, (1, 0, 0) if row["written"] else 1
            elif kind == "indirect":
                value[index, :3] = 1
                counts[index, :3] = (0.3, 1, 1)
            else:
                counts[index, :3] = (1, 0, 0) if own == 0 else (0.5, 1, 1)
                counts[index, 3] = 0.2 if row["channel"] == "completion" or own == 0 else 0
        self.value, self.counts = value[self.row], counts[self.row]
        spans = np.array([row["span"] or (-1, -1) for row in rows])[self.row]
        last = np.maximum(self.start + self.size - 1, 0)
        low, high = self.places[np.minimum(self.start, len(self.places) - 1), 0], self.places[np.minimum(last, len(self.places) - 1), 1]
        attack = self.value[:, 1] > 0
        overlap = np.maximum(0, np.minimum(high, spans[:, 1]) - np.maximum(low, spans[:, 0]))
        enough = overlap >= np.minimum(0.6 * (spans[:, 1] - spans[:, 0]), 0.5 * (high - low))
        placed = attack & (spans[:, 0] >= 0)
        self.value[placed & (overlap == 0), :3] = 0
        self.counts[placed & ~enough & (overlap > 0)] = 0
        self.attack = self.value[:, :3].any(1)

    def weights(self, chosen, cap):
        """Every source counts by the root of its size, of at most `cap` texts."""
        rows = self.rows
        key = [(kind, row["file"], row["group"], row.get("disguise") == "augmented") for kind, row in zip(self.family, rows)]
        size = {}
        for k, c in zip(key, chosen):
            if c:
                size[k] = size.get(k, 0) + 1
        out = np.array([min(size[k], cap) ** 0.5 / size[k] if c else 0.0 for k, c in zip(key, chosen)])
        for index, row in enumerate(rows):
            if row["label"] in ATTACK and row["has_views"]:
                out[index] *= 0.5
            if row["written"] and row["file"] != "toxicity":
                out[index] *= OWN
            if row["file"] == "toxicity":  # what people wrote counts most; there is one grammar for each of many languages
                out[index] *= 1.6 if not row["written"] else 1.5 if row["lang"] == "en" else 0.4
        return out

    def gather(self, start, size):
        """Token ids [n, LENGTH + 2] of windows."""
        at = start[:, None] + np.arange(LENGTH)[None, :]
        inside = np.arange(LENGTH)[None, :] < size[:, None]
        return with_specials(np.where(inside, self.ids[np.minimum(at, len(self.ids) - 1)], PAD), size)


def with_specials(body, size):
    out = np.full((len(body), LENGTH + 2), PAD, np.int32)
    out[:, 0], out[:, 1:-1] = CLS, body
    out[np.arange(len(body)), size + 1] = SEP
    return out


class Mixture:
    """Draws epochs from the rows that may train. `scores` (of every window, or None) tells which windows are hard."""

    def __init__(self, corpus, chosen, seed, cap=900):
        self.c, self.rng = corpus, np.random.default_rng(seed)
        weight = corpus.weights(chosen, cap)
        self.pools = {}
        short = np.diff(corpus.first)
        channel = np.array([CHANNELS[row["channel"]] for row in corpus.rows])
        benign = corpus.family == "benign"
        own = np.array([bool(row["written"]) for row in corpus.rows])
        for name, members in (("direct", corpus.family == "direct"), ("indirect", corpus.family == "indirect"), ("benign", benign),
                              ("toxic", corpus.family == "toxic"), ("harmful", corpus.family == "harmful"),
                              ("payload", (corpus.family == "direct") & ~own & (short < 100) & (short > 3)),
                              ("carrier", benign & (channel > 0) & (short > 24)),
                              ("request", benign & (channel == 0) & (short < 80) & (short > 5)),
                              ("answer", benign & (channel > 0) & (short > 5))):
            index = np.flatnonzero(members & (weight > 0))
            self.pools[name] = (index, weight[index] / weight[index].sum())
        self.harmless = {}
        for index in self.pools["toxic"][0]:
            row = corpus.rows[index]
            if row["label"] == "nontoxic" and not row.get("undecided") and 2 < short[index] < 50:
                self.harmless.setdefault(row["lang"], []).append(index)

    def rows_of(self, pool, n):
        index, p = self.pools[pool]
        return self.rng.choice(index, n, p=p)

    def pick(self, rows, scores, attack):
        """A window of each row: half the time the one that looks most like an attack, where that is known."""
        c = self.c
        first, count = c.windows[rows], c.windows[rows + 1] - c.windows[rows]
        out = first + (self.rng.random(len(rows)) * count).astype(np.int64)
        hard = self.rng.random(len(rows)) < (0.7 if attack else 0.5)
        for k, row in enumerate(rows):
            window = slice(c.windows[row], c.windows[row + 1])
            if attack:
                good = np.flatnonzero(c.attack[window])
                if len(good) and self.rng.random() < 0.85:
                    out[k] = first[k] + (good[np.argmax(scores[window][good])] if hard[k] and scores is not None else self.rng.choice(good))
            elif hard[k] and scores is not None:
                out[k] = first[k] + np.argmax(scores[window])
        return out

    def epoch(self, n, scores):
        """Token ids [n, LENGTH + 2], wanted values and how much they count [n, labels], shuffled."""
        ids, value, counts = [], [], []
        for name in ("direct", "indirect", "benign", "toxic", "harmful"):
            at = self.pick(self.rows_of(name, int(n * SHARES[name])), scores, name in ("direct", "indirect"))
            start, size = self.c.start[at].copy(), self.c.size[at].copy()
            if name == "benign":  # length is no sign
                cut = (self.rng.random(len(at)) < 0.3) & (size > 30)
                new = np.where(cut, 16 + (self.rng.random(len(at)) * (size - 16)).astype(np.int64), size)
                start += (self.rng.random(len(at)) * (size - new + 1)).astype(np.int64)
                size = new
            ids.append(self.beside(at, start, size) if name == "toxic" else self.c.gather(start, size))
            value.append(self.c.value[at])
            counts.append(self.c.counts[at])
        for name, pool, wanted, weigh in (("planted", "payload", (1, 1, 1, 0), (0.5, 1, 1, 0)), ("tasks", "request", (0, 1, 1, 0), (0, 1, 1, 0)),
                                          ("grown", "answer", (0, 0, 0, 0), (0.5, 1, 1, 0))):
            ids.append(self.planted(pool, int(n * SHARES[name]), leads=name == "tasks"))
            value.append(np.tile(np.array(wanted, np.float32), (len(ids[-1]), 1)))
            counts.append(np.tile(np.array(weigh, np.float32), (len(ids[-1]), 1)))
        order = self.rng.permutation(sum(map(len, ids)))
        ids, value, counts = (np.concatenate(part)[order] for part in (ids, value, counts))
        # Some words are hidden, so that no single one decides.
        hidden = (self.rng.random(ids.shape) < 0.12) & (self.rng.random((len(ids), 1)) < 0.5) & (ids > MASK)
        ids[hidden] = MASK
        return ids, value, counts

    def beside(self, at, start, size):
        """Windows [n, LENGTH + 2]. To a third a harmless sentence of the same language is put, before or behind: length is no sign, and one insult is
        enough. Some stand in quotes: these alone do not make a text one that is cited."""
        c, rng = self.c, self.rng
        body, sizes = np.full((len(at), LENGTH), PAD, np.int32), np.zeros(len(at), np.int64)
        for k in range(len(at)):
            whole = c.ids[start[k]:start[k] + size[k]]
            others = self.harmless.get(c.rows[c.row[at[k]]]["lang"]) if rng.random() < 0.33 else None
            if others:
                other = others[rng.integers(len(others))]
                parts = [whole, c.ids[c.first[other]:c.first[other + 1]]]
                whole = np.concatenate(parts if rng.random() < 0.5 else parts[::-1])
            if rng.random() < 0.07:
                whole = np.concatenate([[c.quote], whole, [c.quote]])
            whole = whole[:LENGTH]
            body[k, :len(whole)] = whole
            sizes[k] = len(whole)
        return with_specials(body, sizes)

    def planted(self, pool, n, leads):
        """Windows of documents and tool results into which a piece of another text is put, at the end of a sentence or field."""
        c, rng = self.c, self.rng
        carriers, pieces = self.rows_of("carrier", n), self.rows_of(pool, n)
        body, size = np.full((n, LENGTH), PAD, np.int32), np.zeros(n, np.int64)
        for k in range(n):
            low, high = c.first[carriers[k]], c.first[carriers[k] + 1]
            a, b = c.first[pieces[k]], c.first[pieces[k] + 1]
            if b - a > 70:
                a += rng.integers(0, b - a - 70) if pool == "answer" else 0
                b = min(b, a + 110)
            piece = c.ids[a:b]
            if leads:
                piece = np.concatenate([c.leads[rng.integers(len(c.leads))], piece])
            at = low + rng.integers(0, high - low + 1)
            ends = np.flatnonzero(c.boundary[at:min(high, at + 60)])
            at = at + ends[0] + 1 if len(ends) else (high if rng.random() < 0.7 else at)
            room = LENGTH - len(piece)
            if room <= 0:
                whole = piece[:LENGTH]
            else:
                before = rng.integers(0, room + 1)
                left = c.ids[max(low, at - before):at]
                whole = np.concatenate([left, piece, c.ids[at:min(high, at + room - len(left))]])
            body[k, :len(whole)], size[k] = whole, len(whole)
        return with_specials(body, size)
