"""Makes room for other languages in the tokenizer: pieces.py --texts FILE --pairs FILE --tokenizer FILE --out FILE

The base model's vocabulary is English. The word pieces that the texts use least make room for those that other languages use most, each language
counting by the root of its size, and for the letters that had no sign at all. The number of pieces stays. How the new ones
start is in `fill`; adapt.py trains them.
"""
import argparse
import collections
import json
import lzma
import pathlib

import numpy as np
from tokenizers import Tokenizer, models, trainers

import corpus

ROOM = 8000  # pieces that go
SAMPLE = 60_000  # characters of a language with a million; others by the root


def foreign(rows, pairs, seed=7):
    """Texts in other languages than English, balanced: each language as many characters as the root of what there is of it."""
    texts = collections.defaultdict(list)
    for row in rows:
        if row["lang"] not in ("en", "code") and (row["trains"] and row["label"] == "benign" or row["written"]):
            texts[row["lang"].split("_")[0].split("-")[0]].append(row["text"][:2000])
    for pair in pairs:
        texts[pair["lang"]].append(pair["text"])
    rng, out = np.random.default_rng(seed), []
    for language in sorted(texts):
        total = sum(map(len, texts[language]))
        budget, order = SAMPLE * (total / 1e6) ** 0.5 * 8, rng.permutation(len(texts[language]))
        for index in order:
            if budget <= 0:
                break
            out.append(texts[language][index])
            budget -= len(texts[language][index])
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("texts", "pairs", "tokenizer", "out"):
        ap.add_argument(f"--{name}", required=True, type=pathlib.Path)
    a = ap.parse_args()
    rows = corpus.read(a.texts)
    with lzma.open(a.pairs, "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    base = Tokenizer.from_file(str(a.tokenizer))
    base.no_truncation()
    base.no_padding()
    settings = json.loads(a.tokenizer.read_text(encoding="utf-8"))
    vocabulary = settings["model"]["vocab"]

    used = collections.Counter()
    english = [row["text"] for row in rows if row["lang"] in ("en", "code")] + sorted({pair["english"] for pair in pairs})
    for start in range(0, len(english), 4096):
        for encoding in base.encode_batch(english[start:start + 4096], add_special_tokens=False):
            used.update(encoding.ids)
    special = {token["content"] for token in settings["added_tokens"]}
    free = [piece for piece in vocabulary if piece.startswith("[unused")]
    # Letters stay, so that every word has pieces; and so do the emoji, which are no words.
    spare = [piece for piece in vocabulary if piece not in special and not piece.startswith("[unused") and len(piece.removeprefix("##")) > 1 and piece.removeprefix("##").isalnum()]
    spare.sort(key=lambda piece: (used[vocabulary[piece]], -vocabulary[piece]))
    go = free + spare[:ROOM]

    other = foreign(rows, pairs)
    trained = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    trained.normalizer, trained.pre_tokenizer = base.normalizer, base.pre_tokenizer
    trained.train_from_iterator(other, trainers.WordPieceTrainer(vocab_size=60000, min_frequency=8, show_progress=False, limit_alphabet=9000, special_tokens=["[UNK]"]))
    # Those seen most often when the whole new vocabulary cuts the texts.
    seen = collections.Counter()
    for start in range(0, len(other), 4096):
        for encoding in trained.encode_batch(other[start:start + 4096], add_special_tokens=False):
            seen.update(encoding.tokens)
    new = [piece for piece, _ in sorted(seen.items(), key=lambda item: (-item[1], item[0])) if piece not in vocabulary and piece not in special]
    letters = [piece for piece in new if len(piece.removeprefix("##")) == 1]
    letters += [form for piece in letters for form in ("##" + piece.removeprefix("##"), piece.removeprefix("##")) if form not in vocabulary and form not in letters]
    letters = list(dict.fromkeys(letters))[:len(go) // 4]
    chosen = letters + [piece for piece in new if piece not in set(letters)][:len(go) - len(letters)]
    places = {piece: vocabulary[piece] for piece in go}
    kept = {piece: at for piece, at in vocabulary.items() if piece not in places}
    # Most frequent first into the lowest places: the same texts give the same file.
    for piece, at in zip(chosen, sorted(places.values())):
        kept[piece] = at
    left = sorted(set(places.values()) - set(kept.values()))
    kept.update({f"[unused{at}]": at for at in left})
    settings["model"]["vocab"] = dict(sorted(kept.items(), key=lambda item: item[1]))
    assert len(set(kept.values())) == len(kept) == len(vocabulary)
    a.out.write_text(json.dumps(settings, ensure_ascii=False, indent=None) + "\n", encoding="utf-8")
    fresh = Tokenizer.from_file(str(a.out))
    for title, texts in (("English", english[:3000]), ("other languages", other[::20])):
        before, after = (tok.encode_batch(texts, add_special_tokens=False) for tok in (base, fresh))
        print(f"{title}: tokens {sum(len(e) for e in before)} -> {sum(len(e) for e in after)}, unknown "
              f"{sum(e.ids.count(100) for e in before)} -> {sum(e.ids.count(100) for e in after)}")
    gone = [used[vocabulary[piece]] for piece in spare[:ROOM]]
    print(f"{len(chosen)} new pieces, {len(letters)} of them letters; {sum(map(bool, gone))} that English uses go, the most frequent seen {max(gone)} times")


def fill(words, old, new, seed=7):
    """Puts into `words` [vocabulary, size] the embeddings that the pieces of the tokenizer `new` start with: those of `old` keep theirs, others the mean of
    the pieces that `old` cuts them into, or of all with a little noise where it knows none of them."""
    before, after = old.get_vocab(), new.get_vocab()
    source, rng = words.clone(), np.random.default_rng(seed)
    middle, spread = source.mean(0), source.std(0)
    for piece, at in after.items():
        if before.get(piece) == at:
            continue
        parts = [part for part in old.encode(piece.removeprefix("##"), add_special_tokens=False).ids if part != corpus.UNKNOWN]
        if parts:
            words[at] = source[parts].mean(0)
        else:
            words[at] = middle + spread * rng.standard_normal(1).item() * 0.5
    return words


if __name__ == "__main__":
    main()
