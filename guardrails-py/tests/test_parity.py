"""The same verdicts as Rust, byte for byte, on a generated corpus. CORE_SCAN is the core's example `scan`, as `ci.sh` builds it."""

import json
import os
import pathlib
import subprocess
import sys

import pytest
from conftest import REPOSITORY, TESTDATA

from guardrails_py import Guard

SCAN = pathlib.Path(os.environ.get("CORE_SCAN", REPOSITORY / "target" / "release" / "examples" / "scan"))
POLICIES = ["default", "strict", "lists", "small"]
COUNT = 5000


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    out = tmp_path_factory.mktemp("corpus")
    seed = os.environ.get("PARITY_SEED", "1")
    subprocess.run([sys.executable, str(TESTDATA / "parity" / "gen_corpus.py"), "--seed", seed, "--count", str(COUNT), "--out", str(out)], check=True)
    return out


def rust(corpus, policy):
    if not SCAN.exists():
        if "CORE_SCAN" in os.environ:
            pytest.fail(f"{SCAN} is not there")
        pytest.skip("build it first: cargo build --release -p guardrails-core --example scan")
    with open(corpus / f"{policy}.jsonl", "rb") as lines:
        command = [str(SCAN), "--jsonl", "--policy", str(corpus / f"{policy}.policy.json")]
        done = subprocess.run(command, stdin=lines, capture_output=True)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout.decode().split("\n")


@pytest.mark.parametrize("policy", POLICIES)
def test_python_says_what_rust_says(corpus, policy):
    guard = Guard(corpus / f"{policy}.policy.json")
    rows = [json.loads(line) for line in (corpus / f"{policy}.jsonl").read_text().splitlines()]
    expected = rust(corpus, policy)
    assert len(expected) == len(rows) + 1 and expected.pop() == ""
    for row, line in zip(rows, expected):
        verdict = guard.scan_output(row["text"]) if row["source"] == "model" else guard.scan_input(row["text"], source=row["source"])
        assert f'{{"id":{json.dumps(row["id"])},{verdict.to_json()[1:]}' == line
        assert [(f.span.start, f.span.end) for f in verdict.findings] == [
            (f["span"]["start"], f["span"]["end"]) for f in json.loads(line)["findings"]
        ]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_command_line_says_what_rust_says(corpus, policy):
    command = [sys.executable, "-m", "guardrails_py", "scan", "--jsonl", "--policy", str(corpus / f"{policy}.policy.json"), "--threads", "2"]
    with open(corpus / f"{policy}.jsonl", "rb") as lines:
        done = subprocess.run(command, stdin=lines, capture_output=True)
    assert done.stdout.decode().split("\n") == rust(corpus, policy)


def test_the_corpus_is_worth_it(corpus):
    rows = [json.loads(line) for policy in POLICIES for line in (corpus / f"{policy}.jsonl").read_text().splitlines()]
    assert len(rows) == COUNT
    verdicts = Guard().scan_batch([row["text"] for row in rows], source=[row["source"] for row in rows])
    assert {verdict.action for verdict in verdicts} == {"allow", "flag", "redact", "block"}
    categories = {finding.category for verdict in verdicts for finding in verdict.findings}
    assert categories >= {"injection", "pii", "secrets", "invisible", "links"}
    assert len({finding.rule for verdict in verdicts for finding in verdict.findings}) > 40
    assert sum(not row["text"].isascii() for row in rows) > COUNT / 2


def test_the_corpus_is_the_same_every_time(corpus, tmp_path):
    generator = str(TESTDATA / "parity" / "gen_corpus.py")
    subprocess.run([sys.executable, generator, "--count", "200", "--out", str(tmp_path / "a")], check=True, env={"PYTHONHASHSEED": "1"})
    subprocess.run([sys.executable, generator, "--count", "200", "--out", str(tmp_path / "b")], check=True, env={"PYTHONHASHSEED": "2"})
    made = [[path.read_bytes() for path in sorted((tmp_path / name).iterdir())] for name in "ab"]
    assert made[0] == made[1]
    assert (tmp_path / "a" / "default.jsonl").read_text().splitlines()[:100] == (corpus / "default.jsonl").read_text().splitlines()[:100] or os.environ.get("PARITY_SEED")
