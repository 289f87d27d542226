"""SARIF 2.1.0, for code scanning. Holds places and rules, and no text of what was scanned."""

import json
import os
from typing import Any, Dict, List, Optional
from urllib.parse import quote

from .. import Finding, Guard, Span, Verdict, __version__
from .files import Document
from .report import Places, Writer, write

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"allow": "none", "flag": "note", "redact": "warning", "review": "warning", "block": "error"}
# What GitHub orders alerts by, from 0 to 10.
SECURITY_SEVERITY = {"low": "3.0", "medium": "5.5", "high": "8.0", "critical": "9.5"}


# The directory the program runs in: what relative URIs start from. In CI that is the root of the checkout.
ROOT = "%SRCROOT%"
SUPPRESSIONS = {"inline": {"kind": "inSource"}, "baseline": {"kind": "external", "justification": "in the baseline"}}


class Sarif(Writer):
    """One run; a result for each finding, a notification for everything that could not be read or scanned."""

    def __init__(self, guard: Guard) -> None:
        self._known = {(rule["id"], rule["kind"]): rule for rule in guard.catalogue()["rules"]}
        self._rules: Dict[str, Dict[str, Any]] = {}
        self._indices: Dict[str, int] = {}
        self._results: List[Dict[str, Any]] = []
        self._notifications: List[Dict[str, Any]] = []
        self._problems = False

    def add(self, document: Document, verdict: Optional[Verdict]) -> None:
        file = artifact(document.path)
        if document.problem or document.note:
            self._problems |= document.problem is not None
            self._notify(file, document.problem or document.note or "", "error" if document.problem else "note")
        if verdict is None:
            return
        for error in verdict.errors:
            self._notify(file, f"{error.scanner}: {error.message}", "error")
        places = Places.in_file(document)
        hashes = verdict.context_hashes() if verdict.findings else []
        for finding, context_hash in zip(verdict.findings, hashes):
            # What a change leaves alone is no result of it.
            if finding.suppressed != "unchanged":
                self._results.append(self._result(document, finding, context_hash, file, places))

    def close(self) -> None:
        if any(result["suppressions"] for result in self._results):
            results = self._results
        else:
            # All results have the property, or none.
            results = [{key: value for key, value in result.items() if key != "suppressions"} for result in self._results]
        driver = {"name": "guardrails", "version": __version__, "semanticVersion": __version__, "rules": list(self._rules.values())}
        invocation: Dict[str, Any] = {"executionSuccessful": not self._problems}
        if self._notifications:
            invocation["toolExecutionNotifications"] = self._notifications
        run = {
            "tool": {"driver": driver},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {ROOT: {"description": {"text": "The directory that the scan ran in."}}},
            "invocations": [invocation],
            "results": results,
        }
        write(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n")

    def _result(self, document: Document, finding: Finding, context_hash: str, file: Dict[str, str], places: Places) -> Dict[str, Any]:
        if finding.rule not in self._rules:
            self._indices[finding.rule] = len(self._rules)
            self._rules[finding.rule] = self._rule(finding.rule, finding.kind, finding.severity)
        said = self._rules[finding.rule]["shortDescription"]["text"]
        properties: Dict[str, Any] = {"kind": finding.kind, "category": finding.category, "confidence": finding.confidence, "action": finding.action}
        cell = document.table.cell(finding.span.start) if document.table else None
        if cell:
            properties.update(row=cell[0], column=cell[1])
        if document.removed:
            properties["removed"] = True
        result: Dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self._indices[finding.rule],
            "level": LEVELS[finding.action],
            "message": {"text": f"{finding.kind}: {said} ({finding.action}{', removed by the change' if document.removed else ''})"},
            "locations": [{"physicalLocation": {"artifactLocation": file, "region": _region(document, finding.span, places)}}],
            "partialFingerprints": {"contextHash/v1": context_hash},
            "suppressions": [SUPPRESSIONS[finding.suppressed]] if finding.suppressed in SUPPRESSIONS else [],
            "properties": properties,
        }
        if finding.action == "allow":
            # A level of `none` is for what is no failure.
            result["kind"] = "informational"
        if finding.pair:
            half = {"artifactLocation": file, "region": _region(document, finding.pair, places)}
            result["relatedLocations"] = [{"id": 1, "physicalLocation": half, "message": {"text": "the other half of the key pair"}}]
        return result

    def _rule(self, rule: str, kind: str, severity: str) -> Dict[str, Any]:
        known = self._known.get((rule, kind), {})
        described = known.get("description") or kind.replace("_", " ").lower()
        return {
            "id": rule,
            "name": kind,
            "shortDescription": {"text": described},
            "fullDescription": {"text": f"{described}: {kind}, severity {severity}"},
            "defaultConfiguration": {"level": LEVELS[known.get("input", "flag")]},
            "properties": {"security-severity": SECURITY_SEVERITY[severity], "tags": ["security", known.get("category", "custom")]},
        }

    def _notify(self, file: Dict[str, str], text: str, level: str) -> None:
        location = {"physicalLocation": {"artifactLocation": file}}
        self._notifications.append({"level": level, "message": {"text": text}, "locations": [location]})


def _region(document: Document, span: Span, places: Places) -> Dict[str, int]:
    start, end = places.of(span.start), places.of(span.end)
    region = {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}
    # Offsets are those of the whole file, which a diff does not show.
    return region if document.numbers is not None else {**region, "charOffset": span.start, "charLength": len(span)}


def artifact(path: str) -> Dict[str, str]:
    """The file's URI, and what it is relative to."""
    name = uri(path)
    return {"uri": name} if name.startswith("file:") else {"uri": name, "uriBaseId": ROOT}


def uri(path: str) -> str:
    """Relative to where the program runs, as code scanning wants it; a file elsewhere has its whole path."""
    if path == "-":
        return "stdin"
    path = os.path.normpath(path)
    if os.path.isabs(path) and not os.path.relpath(path).startswith(os.pardir):
        path = os.path.relpath(path)
    name = quote(path.replace(os.sep, "/").encode("utf-8", "surrogateescape"))
    return f"file://{name}" if os.path.isabs(path) else name
