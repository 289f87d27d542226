"""The cases that every language runs against its own strings; `guardrails-core/testdata/README.md` has the format."""

import json

import pytest
from conftest import cases, known_misses

import guardrails_py
from guardrails_py import Guard

CASES = cases()
MISSES = known_misses()


def scanned(case):
    guard = Guard(case["policy"]) if "policy" in case else None
    if case.get("direction") == "output":
        scan = guard.scan_output if guard else guardrails_py.scan_output
        return scan(case["text"], **{key: case[key] for key in ("prompt", "system_prompt", "context") if key in case})
    scan = guard.scan_input if guard else guardrails_py.scan_input
    return scan(case["text"], source=case.get("source", "user"))


def check(case):
    text, verdict = case["text"], scanned(case)
    halves = [{"pair": f.pair.of(text)} if f.pair else {} for f in verdict.findings]
    found = [
        {"rule": f.rule, "kind": f.kind, "matched": text[f.span.start : f.span.end], "action": f.action, **half}
        for f, half in zip(verdict.findings, halves)
    ]
    assert found == case["findings"]
    assert verdict.action == case["action"]
    assert verdict.text == case.get("redacted", text)
    assert [error.kind for error in verdict.errors] == [error["kind"] for error in case.get("errors", [])]
    assert verdict.is_allowed == (verdict.text is not None)
    assert scanned(case) == verdict
    as_json = json.loads(verdict.to_json())
    assert as_json == verdict.to_dict()
    assert as_json["text"] == verdict.text and as_json["action"] == verdict.action and as_json["scores"] == verdict.scores
    assert [f["span"] for f in as_json["findings"]] == [{"start": f.span.start, "end": f.span.end} for f in verdict.findings]
    assert [f["confidence"] for f in as_json["findings"]] == [f.confidence for f in verdict.findings]


@pytest.mark.parametrize("name", CASES)
def test_case(name):
    if name in MISSES:
        with pytest.raises(AssertionError):
            check(CASES[name])
    else:
        check(CASES[name])


def test_there_are_cases_and_the_misses_exist():
    assert len(CASES) >= 150
    assert set(MISSES) <= set(CASES)
