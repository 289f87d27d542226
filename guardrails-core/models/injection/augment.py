"""Documents and tool results with something put into them: an attack, or a harmless piece of another text."""
import random
import re

import data

FILES = ("planted", "grown")
COUNTS = dict(planted=5000, grown=2500)
AROUND = 700  # characters of the document that are kept on either side
ENDS = re.compile(r"[.!?。！？]\s|[\n,;}\]]|\"")


def put(carrier, piece, rng):
    """The carrier's text with `piece` at the end of a sentence, line or field, and the piece's place."""
    ends = [match.end() for match in ENDS.finditer(carrier)]
    at = rng.choice(ends) if ends else len(carrier)
    before, after = carrier[max(0, at - AROUND):at], carrier[at:at + AROUND]
    gap = "" if not before or before[-1] in "\n\"" else rng.choice((" ", "\n", "\n\n"))
    start = len(before) + len(gap)
    return before + gap + piece + rng.choice((" ", "\n")) + after, [start, start + len(piece)]


def sentences(text, rng):
    """One to three sentences of a text."""
    cut = [0] + [match.end() for match in ENDS.finditer(text)] + [len(text)]
    at = rng.randrange(len(cut) - 1)
    return text[cut[at]:cut[min(len(cut) - 1, at + rng.randrange(1, 4))]].strip()[:400]


def planted(rows, seed=7):
    """Rows of both kinds. Each names the source of its piece (`of`) and of its carrier (`source`), to be left out with either."""
    rng = random.Random(seed)
    by_group = lambda chosen: [members for _, members in sorted(_groups(chosen).items())]  # noqa: E731
    carriers = by_group([row for row in rows if row["label"] == "benign" and row["channel"] != "user" and len(row["text"]) > 120])
    pools = {
        "planted": by_group([row for row in rows if row["file"] in ("injection_direct", "jailbreak") and 15 < len(row["text"]) < 500]),
        "grown": carriers}
    out = []
    for file, count in COUNTS.items():
        for number in range(count):
            # Sources by the root of their size, then any of their texts.
            piece, carrier = (rng.choice(rng.choices(groups, [len(g) ** 0.5 for g in groups])[0]) for groups in (pools[file], carriers))
            text = sentences(piece["text"], rng) if file == "grown" else piece["text"]
            if not text:
                continue
            whole, span = put(carrier["text"], text, rng)
            benign = file == "grown"
            out.append({"id": f"{file}-{number}", "text": whole, "label": "benign" if benign else "injection", "span": None if benign else span,
                        "channel": carrier["channel"], "lang": carrier["lang"], "licence": "", "source": carrier["source"], "category": file,
                        "file": file, "of": data.group(piece), "from": piece["id"]})
    return out


def _groups(rows):
    out = {}
    for row in rows:
        out.setdefault(data.group(row), []).append(row)
    return out
