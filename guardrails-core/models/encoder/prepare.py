"""Writes the labelled texts, what stands in them in disguise, and their folds as one file: prepare.py --data DIR --out FILE

The rest of the recipe needs only this file, so that it runs on a machine without the library.
"""
import argparse
import json
import lzma
import pathlib
import sys
import zlib

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "injection"))
import data as shared  # noqa: E402
import train as linear  # noqa: E402

import grammar  # noqa: E402

ATTACK = ("injection", "jailbreak")
LONGEST = 12000  # characters of a text that are kept: the rest of a long benign text says the same


def toxicity(folder):
    rows = [json.loads(line) for line in (pathlib.Path(folder) / "toxicity.jsonl").open(encoding="utf-8")]
    return [{**row, "file": "toxicity"} for row in rows]


def cut(row):
    """A long text, around the attack where its place is known."""
    start = 0
    if row.get("span"):
        start = max(0, min(row["span"][0] - LONGEST // 2, len(row["text"]) - LONGEST))
    span = [row["span"][0] - start, row["span"][1] - start] if row.get("span") else None
    return row["text"][start:start + LONGEST], span


def fold_of_toxicity(source):
    return zlib.crc32(source.encode()) % linear.FOLDS


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", required=True)
    ap.add_argument("--out", required=True)
    ap.add_argument("--written", choices=("none", "user", "all"), default="none", help="which of our own texts train as well, by channel")
    ap.add_argument("--features", default="target/release/examples/injection_features")
    a = ap.parse_args()
    texts = shared.read(a.data)
    own = [row for row in shared.written() if a.written == "all" or a.written == row["channel"]]
    rows = shared.with_views(list(texts) + own, [a.features])
    folds = linear.folds(texts)
    toxic = toxicity(a.data)
    sources = sorted({shared.repo(row["source"]) for row in toxic})
    with lzma.open(a.out, "wt", encoding="utf-8", preset=6) as out:
        for index, row in enumerate(rows + toxic):
            group, repo = shared.group(row), shared.repo(row["source"])
            if row["file"] == "toxicity":
                fold = carrier = sources.index(repo) % linear.FOLDS
            else:
                fold, carrier = folds.get(group, -1), folds.get(repo, -1)
            half = linear.technique_half(row)
            text, span = cut(row)
            out.write(json.dumps({
                "id": row["id"], "text": text, "label": row["label"], "channel": row["channel"], "file": row["file"], "group": group,
                "fold": fold, "carrier": carrier, "half": half, "span": span, "parent": row.get("parent"), "lang": row["lang"],
                "disguise": row.get("disguise"), "category": row["category"], "has_views": bool(row.get("has_views")), "written": bool(row.get("written")),
                "trains": linear.usable(row) and row["file"] != "weak_persuasion"}, ensure_ascii=False) + "\n")
        for row in grammar.rows():
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
