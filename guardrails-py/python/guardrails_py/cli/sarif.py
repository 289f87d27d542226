"""SARIF 2.1.0, for code scanning. Holds places and rules, and no text of what was scanned."""

import json
import os
from typing import Any, Dict, List, Optional
from urllib.parse import quote

from .. import Guard, Verdict, __version__
from .files import Document
from .report import Places, Writer, write

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"allow": "none", "flag": "note", "redact": "warning", "review": "warning", "block": "error"}
# What GitHub orders alerts by, from 0 to 10.
SECURITY_SEVERITY = {"low": "3.0", "medium": "5.5", "high": "8.0", "critical": "9.5"}


class Sarif(Writer):
    """One run; a result for each finding, a notification for everything that could not be read or scanned."""

    def __init__(self, guard: Guard) -> None:
        self._known = {(rule["id"], rule["kind"]): rule for rule in guard.catalogue()["rules"]}
        self._rules: Dict[str, Dict[str, Any]] = {}
        self._results: List[Dict[str, Any]] = []
        self._notifications: List[Dict[str, Any]] = []
        self._problems = False

    def add(self, document: Document, verdict: Optional[Verdict]) -> None:
        artifact = {"uri": uri(document.path)}
        if document.problem:
            self._problems = True
            self._notify(artifact, document.problem)
        if verdict is None:
            return
        for error in verdict.errors:
            self._notify(artifact, f"{error.scanner}: {error.message}")
        places = Places(document.text or "")
        for finding in verdict.findings:
            rule = self._rules.setdefault(finding.rule, self._rule(finding.rule, finding.kind, finding.severity))
            start, end = places.of(finding.span.start), places.of(finding.span.end)
            region = {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}
            region.update(charOffset=finding.span.start, charLength=len(finding.span))
            self._results.append(
                {
                    "ruleId": finding.rule,
                    "ruleIndex": list(self._rules).index(finding.rule),
                    "level": LEVELS[finding.action],
                    "message": {"text": f"{finding.kind}: {rule['shortDescription']['text']} ({finding.action})"},
                    "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
                    "properties": {"kind": finding.kind, "category": finding.category, "confidence": finding.confidence},
                }
            )

    def close(self) -> None:
        driver = {"name": "guardrails", "semanticVersion": __version__, "rules": list(self._rules.values())}
        invocation: Dict[str, Any] = {"executionSuccessful": not self._problems}
        if self._notifications:
            invocation["toolExecutionNotifications"] = self._notifications
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "invocations": [invocation], "results": self._results}
        write(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n")

    def _rule(self, rule: str, kind: str, severity: str) -> Dict[str, Any]:
        known = self._known.get((rule, kind), {})
        return {
            "id": rule,
            "shortDescription": {"text": known.get("description") or kind.replace("_", " ").lower()},
            "defaultConfiguration": {"level": LEVELS[known.get("input", "flag")]},
            "properties": {"security-severity": SECURITY_SEVERITY[severity], "tags": ["security", known.get("category", "custom")]},
        }

    def _notify(self, artifact: Dict[str, str], text: str) -> None:
        location = {"physicalLocation": {"artifactLocation": artifact}}
        self._notifications.append({"level": "error", "message": {"text": text}, "locations": [location]})


def uri(path: str) -> str:
    """Relative to where the program runs, as code scanning wants it; a file elsewhere has its whole path."""
    if path == "-":
        return "stdin"
    path = os.path.normpath(path)
    if os.path.isabs(path) and not os.path.relpath(path).startswith(os.pardir):
        path = os.path.relpath(path)
    name = quote(path.replace(os.sep, "/").encode("utf-8", "surrogateescape"))
    return f"file://{name}" if os.path.isabs(path) else name
