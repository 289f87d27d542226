"""Fine-tunes the encoder: train.py --texts FILE --base FILE --tokenizer FILE --out DIR

`--texts` is written by prepare.py, `--base` by distil.py. Writes oof.npz (of each text the highest logit of each label over its windows, by
a model that saw neither its source nor, of a disguised attack, its technique) and model.safetensors (trained on all). A few minutes on a
GPU; on two CPU cores a night.
"""
import argparse
import copy
import pathlib
import time

import numpy as np
import torch
from safetensors.torch import save_file

import corpus as corpora
import net
from corpus import CHANNELS, LENGTH, PAD

FOLDS = 4
RATES = (1.0, 0.7, 0.6)  # of the members, relative to --rate


def learning_rate(step, steps):
    warm = 0.06 * steps
    return step / warm if step < warm else 0.5 * (1 + np.cos(np.pi * (step - warm) / (steps - warm)))


@torch.no_grad()
def score(model, corpus, windows, device, batch=1024):
    """Logits [windows, labels]."""
    model.eval()
    out = np.zeros((len(windows), len(net.LABELS)), np.float32)
    order = windows[np.argsort(corpus.size[windows], kind="stable")]
    rank = np.empty(len(corpus.start), np.int64)
    rank[windows] = np.arange(len(windows))
    for start in range(0, len(order), batch):
        at = order[start:start + batch]
        width = int(corpus.size[at].max()) + 2
        ids = torch.from_numpy(corpus.gather(corpus.start[at], corpus.size[at])[:, :width].astype(np.int64)).to(device)
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            logits = model(ids, mask_of(ids))
        out[rank[at]] = logits.float().cpu().numpy()
    model.train()
    return out


def mask_of(ids):
    return (ids != PAD).to(torch.long)


def fit(corpus, chosen, base, o, device, seed, save=None):
    """The mean of the weights of `o.members` trainings, each with its own draws and rate: it does better on unseen sources than any of them.
    `save` is given the mean of those done so far, after each."""
    mean = None
    for k in range(o.members):
        member = one(corpus, chosen, base, o, device, seed + 100 * k, o.rate * RATES[k % len(RATES)])
        mean = mean or copy.deepcopy(member)
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.parameters()), list(member.parameters()), 1 / (k + 1))
        if save:
            save(mean)
    return mean


@torch.no_grad()
def nearer(model, base, keep):
    """The model with `keep` of the way that its weights went from the base model's, but for the head (WiSE-FT, Wortsman et al. 2022)."""
    out, first = copy.deepcopy(model), dict(net.load(base).named_parameters())
    for name, parameter in out.named_parameters():
        if not name.startswith("head."):
            start = first[name].to(parameter.device)
            parameter.copy_(start + keep * (parameter - start))
    return out


def batches(ids, size, rng):
    """Indices [size] of batches: of eight batches' worth in turn those of like length together, which saves the padding."""
    length, out = (ids != PAD).sum(1).numpy(), []
    for start in range(0, len(ids) - size + 1, 8 * size):
        chunk = start + np.argsort(length[start:start + 8 * size], kind="stable")
        out += [chunk[k:k + size] for k in range(0, len(chunk) - size + 1, size)]
    return [torch.from_numpy(out[k]) for k in rng.permutation(len(out))]


def one(corpus, chosen, base, o, device, seed, rate):
    """One training. The embeddings of words stay as they were: words that are rare here keep their neighbours."""
    torch.manual_seed(seed)
    model = net.load(base).to(device)
    torch.manual_seed(o.seed)  # the head starts the same in all members, so that their weights can be averaged
    torch.nn.init.normal_(model.head.weight, std=0.02)
    torch.manual_seed(seed)
    model.words.weight.requires_grad = False
    average = copy.deepcopy(model)
    mixture = corpora.Mixture(corpus, chosen, seed)
    decay = [p for p in model.parameters() if p.ndim > 1 and p.requires_grad]
    rest = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([dict(params=decay, weight_decay=0.02), dict(params=rest, weight_decay=0.0)], lr=rate,
                                  fused=device == "cuda")
    steps = o.epochs * (o.draw // o.batch)
    step, scores = 0, None
    trained = np.flatnonzero(chosen[corpus.row])
    for epoch in range(o.epochs):
        begun = time.time()
        ids, value, counts = (torch.from_numpy(part) for part in mixture.epoch(o.draw, scores))
        mixed, total = time.time() - begun, 0.0
        for part in batches(ids, o.batch, mixture.rng):
            tokens = ids[part][:, :int((ids[part] != PAD).sum(1).max())].to(device, non_blocking=True).long()
            wanted, weight = value[part].to(device), counts[part].to(device)
            with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
                logits = model(tokens, mask_of(tokens)).float()
            target = wanted * (1 - 2 * o.smooth) + o.smooth
            loss = (torch.nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight).sum() / weight.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            for group in optimiser.param_groups:
                group["lr"] = rate * learning_rate(step, steps)
            optimiser.step()
            step += 1
            keep = min(0.998, (step + 1) / (step + 20))
            with torch.no_grad():
                torch._foreach_lerp_(list(average.parameters()), list(model.parameters()), 1 - keep)
            if step % 25 == 0:
                total = loss.item()
        if epoch + 1 < o.epochs and epoch >= 1 and epoch % 2 == 1:
            logits = score(average, corpus, trained, device)
            scores = np.zeros(len(corpus.start), np.float32)
            head = np.array([CHANNELS[row["channel"]] if row["file"] != "toxicity" else 3 for row in corpus.rows])[corpus.row[trained]]
            scores[trained] = logits[np.arange(len(trained)), head]
        print(f"  epoch {epoch}: loss {total:.3f}, {mixed:.0f} s to mix, {time.time() - begun:.0f} s", flush=True)
    return average


def highest(corpus, windows, logits):
    """Of each row the highest of each label over its windows; minus infinity of rows without one."""
    out = np.full((len(corpus.rows), logits.shape[1]), -np.inf, np.float32)
    np.maximum.at(out, corpus.row[windows], logits)
    return out


def table(rows, z, title):
    """Recall at 1% false positives by source, with one offset a channel; and the area under the curve of toxicity by source."""
    parts = [(row, z[i]) for i, row in enumerate(rows) if row.get("disguise") != "augmented"]
    best = {}
    for index, (row, logits) in enumerate(parts):
        at = row["parent"] if row.get("parent") is not None else index
        best[at] = np.maximum(best.get(at, -np.inf), logits)
    known = [(parts[at][0], logits) for at, logits in best.items() if np.isfinite(logits[0])]
    score = np.array([logits[CHANNELS[row["channel"]]] for row, logits in known])
    channel = np.array([CHANNELS[row["channel"]] for row, _ in known])
    benign = np.array([row["label"] == "benign" for row, _ in known])
    for c in range(3):
        negative = np.sort(score[benign & (channel == c)])[::-1]
        score[channel == c] -= negative[int(len(negative) * 0.01)] if len(negative) else 0
    recall = {}
    for (row, _), s in zip(known, score):
        if row["label"] in corpora.ATTACK:
            recall.setdefault((row["file"], row["group"]), []).append(s > 0)
    mean = {k: float(np.mean(v)) for k, v in recall.items() if len(v) >= 10}
    by_file = {file: np.mean([v for k, v in mean.items() if k[0] == file]) for file in sorted({k[0] for k in mean})}
    print(title, f"macro {np.mean([v for k, v in mean.items() if k[0] != 'weak_persuasion']):.3f}", {k: round(float(v), 3) for k, v in by_file.items()}, flush=True)
    toxic = {}
    for row, logits in known:
        if row["file"] == "toxicity":
            for key in (row["group"], f"{row['group']} {row['lang']}"):
                toxic.setdefault(key, ([], []))[row["label"] == "toxic"].append(logits[3])
    return mean, {k: round(auc(*v), 3) for k, v in toxic.items() if v[0] and v[1]}


def auc(negative, positive):
    scores = np.concatenate([negative, positive])
    order = scores.argsort(kind="stable")
    rank = np.empty(len(scores))
    rank[order] = np.arange(1, len(scores) + 1)
    return (rank[len(negative):].sum() - len(positive) * (len(positive) + 1) / 2) / (len(negative) * len(positive))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("texts", "base", "tokenizer", "out"):
        ap.add_argument(f"--{name}", required=True, type=pathlib.Path)
    ap.add_argument("--epochs", type=int, default=6)
    ap.add_argument("--draw", type=int, default=80000, help="windows of an epoch")
    ap.add_argument("--batch", type=int, default=256)
    ap.add_argument("--rate", type=float, default=2e-4)
    ap.add_argument("--members", type=int, default=3, help="trainings whose weights are averaged")
    ap.add_argument("--keep", type=float, nargs="+", default=[0.8], help="how much of the way from the base model's weights is gone; the first ships")
    ap.add_argument("--smooth", type=float, default=0.02)
    ap.add_argument("--copies", type=int, default=4, help="disguised copies of each short attack")
    ap.add_argument("--folds", type=int, nargs="*", default=list(range(FOLDS)), help="which folds to leave out in turn")
    ap.add_argument("--no-final", action="store_true")
    ap.add_argument("--limit", type=int, help="about so many texts, for a quick look")
    ap.add_argument("--seed", type=int, default=7)
    o = ap.parse_args()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    o.out.mkdir(parents=True, exist_ok=True)
    begun = time.time()
    corpus = corpora.Corpus(corpora.augmented(corpora.read(o.texts, o.limit), o.copies, o.seed), o.tokenizer)
    rows = corpus.rows
    print(f"{len(rows)} texts, {len(corpus.start)} windows, {len(corpus.ids)} tokens, {time.time() - begun:.0f} s", flush=True)
    trains = np.array([row["trains"] for row in rows])
    fold, carrier = (np.array([row[key] for row in rows]) for key in ("fold", "carrier"))
    half = np.array([-1 if row["half"] is None else row["half"] for row in rows])
    original = np.array([row.get("disguise") != "augmented" for row in rows])
    z = np.full((len(o.keep), len(rows), len(net.LABELS)), -np.inf, np.float32)
    for turn in o.folds:
        hidden = (fold == turn) | (carrier == turn) | ((half >= 0) & (half == turn % 2))
        tested = (fold == turn) & ((half < 0) | (half == turn % 2)) & original
        windows = np.flatnonzero(tested[corpus.row])
        model = fit(corpus, trains & ~hidden, o.base, o, device, o.seed + turn)
        for k, keep in enumerate(o.keep):
            z[k, tested] = highest(corpus, windows, score(nearer(model, o.base, keep), corpus, windows, device))[tested]
        print(f"fold {turn}: {(trains & ~hidden).sum()} train, {time.time() - begun:.0f} s", flush=True)
        for k in range(len(o.keep)):
            np.savez_compressed(o.out / f"oof{k or ''}.npz", z=z[k, original].astype(np.float16))
    if o.folds:
        for k, keep in enumerate(o.keep):
            mean, toxic = table(rows, z[k], f"sources left out, {keep} of the way")
            print({key: float(value) for key, value in toxic.items()}, flush=True)
    if not o.no_final:
        def save(mean):
            model = nearer(mean, o.base, o.keep[0])
            save_file({k: v.to(torch.float16).contiguous() for k, v in model.state_dict().items()}, o.out / "model.safetensors")

        fit(corpus, trains, o.base, o, device, o.seed, save)
        print(f"done, {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
