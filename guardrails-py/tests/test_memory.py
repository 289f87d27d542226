"""Resident memory stays where it is."""

import gc
import os
import pathlib
import subprocess
import sys

import pytest
from conftest import TESTDATA

pytestmark = pytest.mark.skipif(not pathlib.Path("/proc/self/statm").exists(), reason="no way to measure")

CODE = """
import json, os, sys
from guardrails_py import Guard
def resident():
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
guard, rows = Guard(), [json.loads(line) for line in open(sys.argv[1])]
texts = [row["text"] for row in rows] + ["lone \\ud800 mail ada@example.com"]
def scan(count):
    for n in range(count):
        verdict = guard.scan_input(texts[n % len(texts)])
        verdict.findings, verdict.text, verdict.scores
        if n % 16 == 0:
            verdict.to_json(), verdict.errors, verdict.policy
scan(int(sys.argv[2])); before = resident(); scan(int(sys.argv[3])); print(before, resident())
"""


def test_many_scans_leave_nothing_behind(tmp_path):
    generator = str(TESTDATA / "parity" / "gen_corpus.py")
    subprocess.run([sys.executable, generator, "--count", "1000", "--out", str(tmp_path)], check=True)
    scans = os.environ.get("MEMORY_SCANS", "60000")
    done = subprocess.run([sys.executable, "-c", CODE, str(tmp_path / "default.jsonl"), "10000", scans], capture_output=True, check=True)
    before, after = map(int, done.stdout.split())
    assert after <= before * 1.05, f"{before} bytes, then {after}"


def test_verdicts_keep_no_findings_and_no_text_alive():
    import weakref

    from guardrails_py import scan_input

    class Text(str):
        pass

    text = Text("mail ada@example.com")
    gone = weakref.ref(text)
    verdict = scan_input(text)
    assert verdict.findings and gone() is not None
    del text, verdict
    gc.collect()
    assert gone() is None
