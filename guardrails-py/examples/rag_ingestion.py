"""Documents on their way into a search index: planted instructions stay out, personal data and secrets are redacted, and a log
says why, with places and without text.

    python rag_ingestion.py DIRECTORY INDEX.jsonl
"""

import json
import sys
from pathlib import Path
from typing import Dict, Iterator, List, Tuple

from guardrails_py import Guard, Verdict

CHUNK = 2_000
BATCH = 1_000


def chunks(directory: Path) -> Iterator[Tuple[str, str]]:
    """Pieces of the files, cut at paragraphs where that is possible, each with a name."""
    for path in sorted(directory.rglob("*.txt")):
        rest, number = path.read_text(encoding="utf-8", errors="replace"), 0
        while rest:
            cut = rest.rfind("\n\n", 1, CHUNK) if len(rest) > CHUNK else len(rest)
            cut = cut if cut > 0 else CHUNK
            yield f"{path.relative_to(directory)}#{number}", rest[:cut]
            rest, number = rest[cut:].lstrip("\n"), number + 1


def batches(pieces: Iterator[Tuple[str, str]]) -> Iterator[List[Tuple[str, str]]]:
    batch: List[Tuple[str, str]] = []
    for piece in pieces:
        batch.append(piece)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def ingest(directory: Path, index: Path, guard: Guard) -> Dict[str, int]:
    """How many pieces got which action."""
    counts: Dict[str, int] = {}
    with index.open("w", encoding="utf-8") as out:
        for batch in batches(chunks(directory)):
            # All texts of a batch at once, on all cores, in order.
            verdicts = guard.scan_batch([text for _, text in batch], source="document")
            for (name, _), verdict in zip(batch, verdicts):
                counts[verdict.action] = counts.get(verdict.action, 0) + 1
                if verdict.text is not None:
                    out.write(json.dumps({"id": name, "text": verdict.text}) + "\n")
                else:
                    print(f"{name}: left out: {why(verdict)}", file=sys.stderr)
    return counts


def why(verdict: Verdict) -> str:
    found = [f"{finding.rule} at {finding.span.start}" for finding in verdict.findings if finding.action == verdict.action]
    return ", ".join(found + [f"{error.scanner}: {error.message}" for error in verdict.errors])


if __name__ == "__main__":
    print(json.dumps(ingest(Path(sys.argv[1]), Path(sys.argv[2]), Guard())))
