"""What was found, for people and for programs."""

import json
import os
import sys
from bisect import bisect_right
from typing import Any, Dict, List, Optional, Tuple

import click

from .. import Guard, Verdict
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
    """Lines and columns of a text, both from 1, columns in code points."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: List[int] = []

    def of(self, offset: int) -> Tuple[int, int]:
        if not self._starts:
            at = 0
            while at >= 0:
                self._starts.append(at + 1 if self._starts else 0)
                at = self._text.find("\n", self._starts[-1])
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


class Lines(Writer):
    """A line for each finding and error: place, action, rule, kind, severity, confidence; and what it comes to. Never the text found."""

    def __init__(self) -> None:
        self._styled = Styled()
        self._texts = self._findings = 0
        self._actions: List[str] = []

    def add(self, document: Document, verdict: Optional[Verdict]) -> None:
        if verdict is None:
            return
        self._texts += 1
        self._findings += len(verdict.findings)
        self._actions.append(verdict.action)
        places, lines = Places(document.text or ""), []
        for finding in verdict.findings:
            row, column = places.of(finding.span.start)
            what = f"{finding.rule}  {finding.kind}  {finding.severity}  {finding.confidence:.2f}"
            lines.append(f"{self._styled(f'{document.path}:{row}:{column}', bold=True)}  {self._styled.action(finding.action)}  {what}\n")
        for error in verdict.errors:
            lines.append(f"{self._styled(document.path, bold=True)}  {self._styled('error', fg='red')}  {error.scanner}: {error.message}\n")
        write("".join(lines))

    def close(self) -> None:
        counts = ", ".join(f"{action} {self._actions.count(action)}" for action in STYLES if action in self._actions)
        write(self._styled(f"{self._texts} texts, {self._findings} findings; {counts or 'nothing to scan'}", dim=True) + "\n")


def line(document: Document, verdict: Optional[Verdict]) -> str:
    """``{"path", …verdict}``, or ``{"path", "error"}``."""
    if verdict is None:
        return json.dumps({"path": document.path, "error": document.problem})
    return f'{{"path":{json.dumps(document.path)},{verdict.to_json()[1:]}'


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
