"""Halves the base model: distil.py --texts FILE --pairs FILE --base FILE --tokenizer FILE --out FILE

`--base` is of base.py. Every second of its twelve layers is kept, and learns to give what two gave: on harmless texts, on our own, and on sentences in 100
languages the states of every word become those of the whole model, in the middle and at the end. No attack of a data set and nothing of its toxicity is read, so that
what is measured on sources left out stays so.
"""
import argparse
import json
import lzma
import pathlib
import time

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

import corpus
import net
from corpus import CLS, MASK, PAD, SEP

WINDOW = 128
ENGLISH = 0.4  # of the windows
HIDDEN = 0.05  # of the words, so that a hidden one means the same to both


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


def joined(pairs, rng, times=2):
    """Texts of some sentences of one language, from the pairs and their English sides."""
    by_language = {}
    for pair in pairs:
        by_language.setdefault(pair["lang"], []).append(pair["text"])
        by_language.setdefault("en", []).append(pair["english"])
    texts, languages = [], []
    for language, lines in by_language.items():
        for _ in range(times if language != "en" else 1):
            at, order = 0, rng.permutation(len(lines))
            while at < len(order):
                some = 1 + int(rng.integers(8))
                texts.append(" ".join(lines[k] for k in order[at:at + some]))
                languages.append(language)
                at += some
    return texts, languages


def by_root(keys):
    """Draws n places, each key by the root of how often it stands there."""
    _, of = np.unique(keys, return_inverse=True)
    heap = np.cumsum((np.bincount(of) ** -0.5)[of])
    return lambda rng, n: np.minimum(np.searchsorted(heap, rng.random(n) * heap[-1]), len(keys) - 1)


def states(model, ids):
    """The states behind the words and behind every layer, each [batch, tokens, size]."""
    out = []
    hooks = [layer.register_forward_hook(lambda _module, _inputs, output: out.append(output)) for layer in model.layers]
    model.hidden(ids, (ids != PAD).long())
    for hook in hooks:
        hook.remove()
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("texts", "pairs", "base", "tokenizer", "out"):
        ap.add_argument(f"--{name}", required=True, type=pathlib.Path)
    ap.add_argument("--steps", type=int, default=4000)
    ap.add_argument("--batch", type=int, default=256)
    ap.add_argument("--rate", type=float, default=4e-4)
    ap.add_argument("--seconds", type=float, default=1e9, help="the rate falls to nothing by then, if that is sooner")
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--limit", type=int, help="about so many texts, for a quick look")
    o = ap.parse_args()
    begun, device = time.time(), "cuda" if torch.cuda.is_available() else "cpu"
    rng = np.random.default_rng(o.seed)
    torch.manual_seed(o.seed)
    tokenizer = Tokenizer.from_file(str(o.tokenizer))
    teacher = net.load(o.base).to(device).eval()
    student = net.load(o.base, net.LAYERS).to(device).train()
    student.dropout = 0.0
    for layer in student.layers:
        layer.dropout = 0.0
    student.words.weight.requires_grad = False

    rows = [row for row in corpus.read(o.texts, o.limit) if row["trains"] and row["parent"] is None and (row["label"] == "benign" or row["written"])]
    with lzma.open(o.pairs, "rt", encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file][::max(1, 200_000 // o.limit) if o.limit else 1]
    sentences, languages = joined(pairs, rng)
    ids, of = windows(tokenizer, [row["text"] for row in rows] + sentences)
    language = np.array([row["lang"].split("_")[0] for row in rows] + languages)[of]
    native = np.isin(language, ["en", "code"])
    sides = np.flatnonzero(native), np.flatnonzero(~native)
    draws = [by_root(language[side]) for side in sides]
    length = (ids != PAD).sum(1)
    print(f"{len(sides[0])} English windows, {len(sides[1])} others, {time.time() - begun:.0f} s", flush=True)

    parameters = [p for p in student.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(parameters, lr=o.rate, weight_decay=0.01, fused=device == "cuda")
    every, first = len(teacher.layers) // len(student.layers), time.time()
    step = done = 0
    while done < 1:
        count = int(o.batch * ENGLISH)
        at = np.concatenate([sides[0][draws[0](rng, count)], sides[1][draws[1](rng, o.batch - count)]])
        shown = ids[at][:, :int(length[at].max())].copy()
        shown[(rng.random(shown.shape) < HIDDEN) & (shown > MASK)] = MASK
        shown = torch.from_numpy(shown.astype(np.int64)).to(device)
        kept = shown != PAD
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            with torch.no_grad():
                wanted = states(teacher, shown)[every - 1::every]
            given = states(student, shown)
        losses = []
        for deep, (ours, theirs) in enumerate(zip(given, wanted)):
            ours, theirs = ours[kept].float(), theirs[kept].float()
            off = ((ours - theirs) ** 2).sum(-1).mean() / (theirs ** 2).sum(-1).mean()
            losses.append(off * (4.0 if deep + 1 == len(given) else 1.0))
        loss = sum(losses)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        step += 1
        done = max(step / o.steps, (time.time() - first) / o.seconds)
        for group in optimiser.param_groups:
            group["lr"] = o.rate * min(1.0, step / 200) * max(0.0, 1 - done)
        optimiser.step()
        if step % 200 == 0 or done >= 1:
            print(f"  step {step}: off by {[round(x.item(), 3) for x in losses]}, {time.time() - begun:.0f} s", flush=True)
    save_file({name: value.to(torch.bfloat16).contiguous() for name, value in student.state_dict().items() if not name.startswith("head.")}, o.out)


if __name__ == "__main__":
    main()
