"""What has been decided about the findings of files: comments in them, the baseline, the lines of a change."""

import sys
from collections import Counter
from typing import Any, Dict, Optional, Tuple

from .. import ACTIONS, Verdict
from .baseline import Baseline
from .files import Document

# How many entries of a baseline that are of no use are named.
NAMED = 20


class Review:
    """Settles the verdicts of a run, and reads or makes its baseline."""

    def __init__(self, inline: bool, fail_on: str, baseline: Optional[Baseline] = None, made: Optional[Baseline] = None) -> None:
        self._inline, self._baseline, self._made = inline, baseline, made
        self._from = ACTIONS.index(fail_on)

    def settle(self, document: Document, verdict: Verdict) -> Verdict:
        """The verdict with what has been decided. A baseline that is made knows what would have failed the run."""
        notes: Dict[str, Any] = {"inline": self._inline and document.by_its_author and document.path != "-"}
        if document.changed is not None:
            notes["lines"] = document.changed
        if self._made is not None:
            verdict = verdict.settle({**notes, "salt": self._made.salt})
            news = (f for f in verdict.findings if f.suppressed is None and ACTIONS.index(f.action) >= self._from)
            self._made.put(document, Counter[Tuple[str, str]]((f.rule, f.fingerprint or "") for f in news))
        baseline = self._made or self._baseline
        if baseline is not None:
            notes.update(salt=baseline.salt, known=baseline.known(document))
        if verdict.findings:
            verdict = verdict.settle(notes)
        if self._baseline is not None:
            self._baseline.seen(document, verdict)
        return verdict

    def close(self) -> None:
        """Writes the baseline that is made; says what of the one that is read is of no use."""
        if self._made is not None:
            count = self._made.write()
            print(f"guardrails: {count} entries in the baseline", file=sys.stderr)
        stale = self._baseline.stale() if self._baseline is not None else []
        for line in stale[:NAMED]:
            print(f"guardrails: no longer there, take it out of the baseline: {line}", file=sys.stderr)
        if len(stale) > NAMED:
            print(f"guardrails: and {len(stale) - NAMED} more", file=sys.stderr)
