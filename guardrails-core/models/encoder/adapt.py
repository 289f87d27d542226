"""Teaches the base model other languages: adapt.py --texts FILE --pairs FILE --base FILE --old TOKENIZER --tokenizer TOKENIZER --out FILE

`--base` is of net.convert with the tokenizer `--old`; `--tokenizer` is of pieces.py. Three lessons at once: hidden words of harmless texts in all languages (and of a
sentence with its translation beside it) are guessed; a translation's mean state becomes that of the English sentence in the base model, and is nearer to it than to other sentences'
(Reimers and Gurevych 2020); English stays where it was. No attack and nothing of the toxicity data is read, so that what is measured on sources left out stays so.
"""
import argparse
import copy
import json
import lzma
import pathlib
import time

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from tokenizers import Tokenizer

import corpus
import net
import pieces
from corpus import CLS, MASK, PAD, SEP

WINDOW = 128
SHORT = 64  # tokens of a sentence of a pair
HIDDEN = 0.15
ENGLISH = 0.35  # of the windows whose words are hidden


def cut(tokenizer, texts, size):
    """Token ids [n, size] of texts, cut off and filled up."""
    out = np.full((len(texts), size), PAD, np.int32)
    for start in range(0, len(texts), 4096):
        for row, encoding in enumerate(tokenizer.encode_batch(texts[start:start + 4096], add_special_tokens=False), start):
            ids = encoding.ids[:size - 2]
            out[row, :len(ids) + 2] = [CLS, *ids, SEP]
    return out


def windows(tokenizer, texts):
    """Token ids [n, WINDOW]: every text in pieces, and of which text each is."""
    out, of = [], []
    for start in range(0, len(texts), 4096):
        for row, encoding in enumerate(tokenizer.encode_batch(texts[start:start + 4096], add_special_tokens=False), start):
            for at in range(0, max(1, len(encoding.ids) - 20), WINDOW - 2):
                ids = encoding.ids[at:at + WINDOW - 2]
                out.append(np.array([CLS, *ids, SEP] + [PAD] * (WINDOW - 2 - len(ids)), np.int32))
                of.append(row)
    return np.array(out), np.array(of)


def hide(ids, rng, vocabulary):
    """Ids with some replaced, and the places [n, tokens] of those to guess."""
    guess = (rng.random(ids.shape) < HIDDEN) & (ids > MASK)
    out, kind = ids.copy(), rng.random(ids.shape)
    out[guess & (kind < 0.8)] = MASK
    swap = guess & (kind > 0.9)
    out[swap] = rng.integers(1000, vocabulary, swap.sum())
    return out, guess


def mean_state(model, ids):
    mask = (ids != PAD).long()
    hidden = model.hidden(ids, mask)
    kept = mask[:, :, None].to(hidden.dtype)
    return F.normalize(((hidden * kept).sum(1) / kept.sum(1)).float(), dim=-1)


def by_root(keys, rng):
    """Draws n places, each key by the root of how often it stands there."""
    _, of = np.unique(keys, return_inverse=True)
    heap = np.cumsum((np.bincount(of) ** -0.5)[of])
    return lambda n: np.minimum(np.searchsorted(heap, rng.random(n) * heap[-1]), len(keys) - 1)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("texts", "pairs", "base", "old", "tokenizer", "out"):
        ap.add_argument(f"--{name}", required=True, type=pathlib.Path)
    ap.add_argument("--steps", type=int, default=3000)
    ap.add_argument("--batch", type=int, default=192, help="windows, and as many pairs")
    ap.add_argument("--rate", type=float, default=3e-4)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--limit", type=int, help="about so many texts, for a quick look")
    o = ap.parse_args()
    begun, device = time.time(), "cuda" if torch.cuda.is_available() else "cpu"
    rng = np.random.default_rng(o.seed)
    torch.manual_seed(o.seed)
    old, new = Tokenizer.from_file(str(o.old)), Tokenizer.from_file(str(o.tokenizer))
    teacher = net.load(o.base).to(device).eval()
    model = copy.deepcopy(teacher).train()
    pieces.fill(model.words.weight.data, old, new)

    rows = [row for row in corpus.read(o.texts, o.limit) if row["trains"] and row["parent"] is None and (row["label"] == "benign" or row["written"])]
    ids, of = windows(new, [row["text"] for row in rows])
    language = np.array([row["lang"].split("_")[0] for row in rows])[of]
    own = np.flatnonzero((language == "en") | (language == "code"))
    other = np.flatnonzero((language != "en") & (language != "code"))
    with lzma.open(o.pairs, "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file][::max(1, 200_000 // o.limit) if o.limit else 1]
    english = sorted({pair["english"] for pair in pairs})
    place = {text: index for index, text in enumerate(english)}
    target = np.array([place[pair["english"]] for pair in pairs])
    foreign, english_new = cut(new, [pair["text"] for pair in pairs], SHORT), cut(new, english, SHORT)
    both = cut(new, english, SHORT)  # behind a translation: without its first sign
    pair_language = np.array([pair["lang"] for pair in pairs])
    print(f"{len(own)} English windows, {len(other)} others, {len(pairs)} pairs, {time.time() - begun:.0f} s", flush=True)

    @torch.no_grad()
    def taught(ids):
        out = []
        for start in range(0, len(ids), 1024):
            with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
                out.append(mean_state(teacher, torch.from_numpy(ids[start:start + 1024].astype(np.int64)).to(device)))
        return torch.cat(out)

    sentences = taught(cut(old, english, SHORT))
    # What English windows say to the base model, by its own tokens.
    keep = own[rng.permutation(len(own))[:60_000]]
    kept_text = taught(cut(old, new.decode_batch([list(map(int, row[row != PAD])) for row in ids[keep]], skip_special_tokens=True), WINDOW))

    guess = torch.nn.Sequential(torch.nn.Linear(384, 384), torch.nn.GELU(), torch.nn.LayerNorm(384)).to(device)
    bias = torch.nn.Parameter(torch.zeros(model.words.weight.shape[0], device=device))
    parameters = [*model.parameters(), *guess.parameters(), bias]
    optimiser = torch.optim.AdamW(parameters, lr=o.rate, weight_decay=0.01, fused=device == "cuda")
    size = o.batch
    draw_other, draw_pair = by_root(language[other], rng), by_root(pair_language, rng)
    for step in range(o.steps):
        # Hidden words: English, other languages, and pairs side by side.
        third = size // 3
        some = np.concatenate([rng.choice(own, int(size * ENGLISH)), other[draw_other(size - third - int(size * ENGLISH))]])
        pair = draw_pair(third)
        beside = np.full((third, WINDOW), PAD, np.int32)
        beside[:, :SHORT] = foreign[pair]
        for row, index in enumerate(pair):
            end = int((foreign[index] != PAD).sum())
            beside[row, end:end + SHORT - 1] = both[target[index]][1:]
        shown, guessed = hide(np.concatenate([ids[some], beside]), rng, len(model.words.weight))
        truth = torch.from_numpy(np.concatenate([ids[some], beside])[guessed].astype(np.int64)).to(device)
        at = torch.from_numpy(np.flatnonzero(guessed)).to(device)
        shown = torch.from_numpy(shown.astype(np.int64)).to(device)
        # Translations, and English itself.
        index = draw_pair(size)
        wanted = torch.from_numpy(target[index]).to(device)
        still = rng.integers(len(keep), size=size // 3)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            hidden = model.hidden(shown, (shown != PAD).long()).reshape(-1, 384)[at]
            words = F.cross_entropy((F.linear(guess(hidden), model.words.weight, bias)).float(), truth)
            translated = mean_state(model, torch.from_numpy(foreign[index].astype(np.int64)).to(device))
            same = mean_state(model, torch.from_numpy(english_new[target[index[:size // 3]]].astype(np.int64)).to(device))
            whole = mean_state(model, torch.from_numpy(ids[keep[still]].astype(np.int64)).to(device))
        goal = sentences[wanted]
        close = (1 - (translated * goal).sum(-1)).mean()
        logits = 20 * translated @ goal.T
        twins = (wanted[:, None] == wanted[None, :]) & ~torch.eye(size, dtype=torch.bool, device=device)
        apart = F.cross_entropy(logits.masked_fill(twins, -1e4), torch.arange(size, device=device))
        stay = (1 - (same * goal[:size // 3]).sum(-1)).mean() + (1 - (whole * kept_text[torch.from_numpy(still).to(device)]).sum(-1)).mean()
        loss = words + 4 * close + 0.5 * apart + 8 * stay
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        warm = 0.05 * o.steps
        rate = o.rate * (step / warm if step < warm else max(0.0, (o.steps - step) / (o.steps - warm)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        optimiser.step()
        if step % 100 == 0 or step + 1 == o.steps:
            print(f"  step {step}: hidden words {words.item():.2f}, translations off by {close.item():.3f}, told apart {apart.item():.2f}, "
                  f"English off by {stay.item() / 2:.3f}, {time.time() - begun:.0f} s", flush=True)
    save_file({name: value.to(torch.bfloat16).contiguous() for name, value in model.state_dict().items() if not name.startswith("head.")}, o.out)


if __name__ == "__main__":
    main()
