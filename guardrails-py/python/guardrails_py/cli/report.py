"""What was found, for people and for programs."""

import json
import os
import sys
from bisect import bisect_right
from typing import Any, Dict, List, Optional, Tuple

import click

from .. import Finding, Guard, Verdict
from .files import Document

STYLES: Dict[str, Dict[str, Any]] = {
    "allow": {"dim": True},
    "flag": {"fg": "yellow"},
    "redact": {"fg": "cyan"},
    "review": {"fg": "magenta"},
    "block": {"fg": "red", "bold": True},
}


class Styled:
    """Text with colours where standard output is a terminal that has them, and nobody asked for none."""

    def __init__(self) -> None:
        self._on = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def __call__(self, text: str, **style: Any) -> str:
        return click.style(text, **style) if self._on else text

    def action(self, action: str, width: int = 0) -> str:
        return self(f"{action:<{width}}", **STYLES[action])


class Writer:
    """Takes the documents one by one, with their verdicts where there are any."""

    def add(self, document: Document, verdict: Optional[Verdict]) -> None:
        raise NotImplementedError

    def close(self) -> None:
        """After the last document."""


def writer(form: str, guard: Guard) -> Writer:
    """The writer for a value of ``--format``."""
    if form == "sarif":
        from .sarif import Sarif

        return Sarif(guard)
    return {"text": Lines, "json": Json, "jsonl": JsonLines}[form]()


class Places:
    """Lines and columns of a text, both from 1, columns in code points; lines by the numbers they have elsewhere, where they are given."""

    def __init__(self, text: str, numbers: Optional[List[int]] = None) -> None:
        self._text, self._numbers = text, numbers
        self._starts: List[int] = []

    @classmethod
    def in_file(cls, document: Document) -> "Places":
        """Those in the file that a document is a part of."""
        return cls(document.text or "", document.numbers)

    def of(self, offset: int) -> Tuple[int, int]:
        if not self._starts:
            at = 0
            while at >= 0:
                self._starts.append(at + 1 if self._starts else 0)
                at = self._text.find("\n", self._starts[-1])
        line = bisect_right(self._starts, offset)
        return self._numbers[line - 1] if self._numbers else line, offset - self._starts[line - 1] + 1


class Lines(Writer):
    """A line for each finding that counts and each error: place, action, rule, kind, severity, confidence; and what it comes to. Never
    the text found."""

    def __init__(self) -> None:
        self._styled = Styled()
        self._texts = self._findings = 0
        self._actions: List[str] = []
        self._suppressed: List[str] = []

    def add(self, document: Document, verdict: Optional[Verdict]) -> None:
        if verdict is None:
            return
        self._texts += 1
        self._actions.append(verdict.action)
        places, lines = Places.in_file(document), []
        for finding in verdict.findings:
            if finding.suppressed:
                self._suppressed.append(finding.suppressed)
                continue
            self._findings += 1
            row, column = places.of(finding.span.start)
            what = f"{finding.rule}  {finding.kind}  {finding.severity}  {finding.confidence:.2f}{_more(document, finding, places)}"
            lines.append(f"{self._styled(f'{document.path}:{row}:{column}', bold=True)}  {self._styled.action(finding.action)}  {what}\n")
        for error in verdict.errors:
            lines.append(f"{self._styled(document.path, bold=True)}  {self._styled('error', fg='red')}  {error.scanner}: {error.message}\n")
        write("".join(lines))

    def close(self) -> None:
        counts = ", ".join(f"{action} {self._actions.count(action)}" for action in STYLES if action in self._actions)
        known = ", ".join(f"{why} {self._suppressed.count(why)}" for why in ("inline", "baseline") if why in self._suppressed)
        not_counted = f"; not counted: {known}" if known else ""
        write(self._styled(f"{self._texts} texts, {self._findings} findings; {counts or 'nothing to scan'}{not_counted}", dim=True) + "\n")


def _more(document: Document, finding: Finding, places: Places) -> str:
    """What only some findings have."""
    more = "  removed" if document.removed else ""
    cell = document.table.cell(finding.span.start) if document.table else None
    if cell:
        more += f"  row {cell[0]} column {cell[1]}"
    if finding.pair:
        more += "  pair {}:{}".format(*places.of(finding.pair.start))
    return more


def line(document: Document, verdict: Optional[Verdict]) -> str:
    """``{"path", …verdict}``, or ``{"path", "error"}``. A finding in a table has ``cell``, one in a diff ``place``, which is in the file; its
    span is in the text that the diff shows of it."""
    if verdict is None:
        return json.dumps({"path": document.path, "error": document.problem})
    if document.table is None and document.numbers is None:
        return f'{{"path":{json.dumps(document.path)},{verdict.to_json()[1:]}'
    row, places = verdict.to_dict(), Places.in_file(document)
    for shown, finding in zip(row["findings"], verdict.findings):
        cell = document.table.cell(finding.span.start) if document.table else None
        if cell:
            shown["cell"] = {"row": cell[0], "column": cell[1]}
        if document.numbers is not None:
            shown["place"] = dict(zip(("line", "column"), places.of(finding.span.start)))
    removed = {"removed": True} if document.removed else {}
    return json.dumps({"path": document.path, **removed, **row}, separators=(",", ":"))


class JsonLines(Writer):
    """:func:`line` for each document."""

    def add(self, document: Document, verdict: Optional[Verdict]) -> None:
        write(line(document, verdict) + "\n")


class Json(Writer):
    """One list of :func:`line`."""

    def __init__(self) -> None:
        self._before = "["

    def add(self, document: Document, verdict: Optional[Verdict]) -> None:
        write(self._before + line(document, verdict))
        self._before = ",\n "

    def close(self) -> None:
        write("[]\n" if self._before == "[" else "]\n")


def write(text: str) -> None:
    """UTF-8, whatever the terminal's encoding."""
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
