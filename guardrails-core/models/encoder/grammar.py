"""Sentences of our own for toxicity, from the grammars of ../texts/toxicity: rows like those of prepare.py.

A grammar is a JSON file of one language: `slots` (name to its fillings), `toxic` and `benign` (pairs of class and template, with `{SLOT}`), and
`toxic_lines` and `benign_lines`, which stand as they are.
"""
import json
import pathlib
import random
import re

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "texts" / "toxicity"
FILLS = 8  # sentences drawn from a template
# Data sets are of two minds about swearing at things and about friends' and one's own insults: between the labels (corpus.py).
UNDECIDED = ("swear", "teas", "self")


def filled(template, slots, rng):
    """A template with its slots filled, no filling twice."""
    used = set()

    def fill(match):
        choices = [value for value in slots[match[1]] if value not in used] or slots[match[1]]
        value = rng.choice(choices)
        used.add(value)
        return value

    return re.sub(r"\{(\w+)\}", fill, template)


def sentences(grammar, seed):
    """Pairs of text and (label, class, whether from a template)."""
    rng, out = random.Random(seed), {}
    for label, side in (("toxic", "toxic"), ("nontoxic", "benign")):
        for kind, template in grammar[side]:
            for _ in range(FILLS if "{" in template else 1):
                out.setdefault(filled(template, grammar["slots"], rng), (label, kind, True))
        for line in grammar[f"{side}_lines"]:
            out.setdefault(line, (label, "line", False))
    return out.items()


def rows(seed=7):
    out = []
    for path in sorted(FOLDER.glob("*.json")):
        grammar = json.loads(path.read_text(encoding="utf-8"))
        for text, (label, kind, template) in sentences(grammar, seed):
            out.append({"id": f"toxicity-{path.stem}-{len(out)}", "text": text, "label": label, "channel": "user", "file": "toxicity",
                        "group": f"written/{path.stem}/{'templates' if template else 'lines'}", "fold": -1, "carrier": -1, "half": None, "span": None,
                        "parent": None, "lang": grammar["lang"], "disguise": None, "category": kind, "undecided": label == "nontoxic" and kind.startswith(UNDECIDED), "has_views": False, "written": True, "trains": True})
    return out
