"""The file of known findings: what it says, and what of it is no longer so. Which finding it knows is the core's to say."""

import json
import os
from typing import Any, Dict, List, Tuple

from .. import Verdict
from .files import Document

VERSION = 1

# Rule and fingerprint.
_Key = Tuple[str, str]


class BaselineError(ValueError):
    """A file that is no baseline."""


class Baseline:
    """Known findings by file, in paths relative to where the baseline lies."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._directory = os.path.dirname(os.path.abspath(file))
        # 128 random bits, so that nobody can prepare for it.
        self.salt = os.urandom(16).hex()
        self._known: Dict[str, Dict[_Key, int]] = {}
        self._left: Dict[str, Dict[_Key, int]] = {}

    @classmethod
    def read(cls, file: str) -> "Baseline":
        """Raises BaselineError, with the place, for what is none."""
        baseline = cls(file)
        with open(file, encoding="utf-8") as opened:
            try:
                baseline._take(json.load(opened))
            except (ValueError, KeyError, TypeError, RecursionError) as error:
                raise BaselineError(f"{file}: baseline: {_said(error)}") from error
        return baseline

    def _take(self, given: Any) -> None:
        if not isinstance(given, dict) or given.get("version") != VERSION:
            raise ValueError(f"not of version {VERSION}")
        self.salt = given["salt"]
        if not isinstance(self.salt, str) or len(self.salt) < 16:
            raise ValueError("`salt` is no text of 16 characters or more")
        for number, row in enumerate(given["findings"]):
            path, rule, fingerprint, count = (row.get(key) if isinstance(row, dict) else None for key in ("path", "rule", "fingerprint", "count"))
            if not all(isinstance(each, str) for each in (path, rule, fingerprint)) or type(count) is not int or count < 1:
                raise ValueError(f"`findings[{number}]` is no object of `path`, `rule`, `fingerprint` and `count`")
            counts = self._known.setdefault(str(path), {})
            counts[(str(rule), str(fingerprint))] = counts.get((str(rule), str(fingerprint)), 0) + count

    def known(self, document: Document) -> List[Dict[str, Any]]:
        """The known findings of a document, as `Verdict.settle` takes them."""
        counts = self._known.get(self._name(document), {})
        return [{"rule": rule, "fingerprint": fingerprint, "count": count} for (rule, fingerprint), count in counts.items()]

    def seen(self, document: Document, verdict: Verdict) -> None:
        """Notes what of the baseline was there. A diff shows a file in part, and says nothing about the rest."""
        if document.changed is not None:
            return
        left = self._left.setdefault(self._name(document), dict(self._known.get(self._name(document), {})))
        for finding in verdict.findings:
            key = (finding.rule, finding.fingerprint or "")
            if finding.suppressed == "baseline" and left.get(key):
                left[key] -= 1

    def stale(self) -> List[str]:
        """Entries for what is no longer there, of the files that were scanned and of those that are gone."""
        lines = []
        for path, counts in sorted(self._known.items()):
            gone = not os.path.lexists(os.path.join(self._directory, path))
            for (rule, fingerprint), count in sorted((counts if gone else self._left.get(path, {})).items()):
                if count:
                    lines.append(f"{path}: {rule} {fingerprint}{f' ×{count}' if count > 1 else ''}")
        return lines

    def put(self, document: Document, found: Dict[_Key, int]) -> None:
        """Knows these findings of a document from now on, and no others."""
        name = self._name(document)
        self._known.pop(name, None)
        if found:
            self._known[name] = dict(found)

    def write(self) -> int:
        """Writes the file, a finding a line in a fixed order so that changes read well; how many there are."""
        rows = [
            json.dumps({"path": path, "rule": rule, "fingerprint": fingerprint, "count": count}, ensure_ascii=False)
            for path, counts in sorted(self._known.items())
            if os.path.lexists(os.path.join(self._directory, path))
            for (rule, fingerprint), count in sorted(counts.items())
        ]
        listed = "[\n    " + ",\n    ".join(rows) + "\n  ]" if rows else "[]"
        text = f'{{\n  "version": {VERSION},\n  "salt": {json.dumps(self.salt)},\n  "findings": {listed}\n}}\n'
        # Whole or not at all: a baseline that is cut off would stop every later run.
        beside = f"{self._file}.new"
        with open(beside, "w", encoding="utf-8", errors="surrogateescape", newline="\n") as file:
            file.write(text)
        os.replace(beside, self._file)
        return len(rows)

    def _name(self, document: Document) -> str:
        if document.path == "-":
            return "-"
        return os.path.relpath(os.path.abspath(document.path), self._directory).replace(os.sep, "/")


def _said(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8 at byte {error.start}"
    if isinstance(error, KeyError):
        return f"no `{error.args[0]}`"
    return str(error) if type(error) is ValueError else "not a list of findings"
