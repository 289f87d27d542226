"""`scan --diff`: what a change adds and what it takes away."""

import json
import shutil
import subprocess

import pytest
from conftest import GITHUB, STRIPE, tree

MAIL = "ada@example.com"
SCAN = ["scan", "--fail-on", "redact", "--diff"]


def found(run):
    return [line.split("  ")[0] + (" removed" if "  removed" in line else "") for line in run.out.splitlines()[:-1]]


def diff(*lines):
    return "".join(line + "\n" for line in lines)


CHANGE = diff(
    "diff --git a/src/a.py b/src/b.py",
    "similarity index 80%",
    "rename from src/a.py",
    "rename to src/b.py",
    "index 01a5b8b..0530248 100644",
    "--- a/src/a.py",
    "+++ b/src/b.py",
    "@@ -10,4 +12,3 @@ def f():",
    f" untouched = '{MAIL}'",
    "-old = 'bob@example.com'",
    "+new = 'eve@example.com'",
    "--- not = 'a header, ivy@example.com'",
    " last",
    "@@ -40 +42,2 @@",
    " context",
    f"+key = '{STRIPE}'",
)


def test_places_are_those_of_the_files(cli, tmp_path):
    run = cli(*SCAN, stdin=CHANGE)
    assert run.err == "" and found(run) == ["src/a.py:11:8 removed", "src/a.py:12:21 removed", "src/b.py:13:8", "src/b.py:43:8"]
    run = cli(*SCAN, "--format", "jsonl", stdin=CHANGE)
    assert run.status == 1 and [row["path"] for row in run.lines()] == ["src/a.py", "src/b.py"]
    before, after = run.lines()
    assert before["removed"] is True and "removed" not in after
    assert [(f.get("suppressed"), f["place"]["line"]) for f in after["findings"]] == [("unchanged", 12), (None, 13), (None, 43)]
    results = json.loads(cli(*SCAN, "--format", "sarif", stdin=CHANGE).out)["runs"][0]["results"]
    shown = [(r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], r["locations"][0]["physicalLocation"]["region"]["startLine"]) for r in results]
    assert shown == [("src/a.py", 11), ("src/a.py", 12), ("src/b.py", 13), ("src/b.py", 43)]
    (tmp_path / "x.diff").write_text(CHANGE)
    assert cli(*SCAN, "x.diff").out == cli(*SCAN, "-", stdin=CHANGE).out


def test_what_is_left_alone_does_not_count(cli):
    quiet = diff("--- a/x", "+++ b/x", "@@ -1,2 +1,2 @@", f" {MAIL}", "-old", "+new")
    assert cli(*SCAN, stdin=quiet).status == 0


def test_a_value_of_several_lines_is_put_together(cli):
    body = [f"MIIEpAIBAAKCAQEA{'bQ7xV2nK9wR4tY8uI3oP6aS1dF5gH0jL' * 1}{n:016d}" for n in range(6)]
    pem = [f"-----BEGIN RSA PRIVATE {''}KEY-----", *body, f"-----END RSA PRIVATE {''}KEY-----"]
    text = diff("--- /dev/null", "+++ b/k.pem", f"@@ -0,0 +1,{len(pem)} @@", *(f"+{line}" for line in pem))
    assert found(cli(*SCAN, "--scanner", "secrets", stdin=text)) == ["k.pem:1:1"]
    gone = diff("--- a/k.pem", "+++ /dev/null", f"@@ -1,{len(pem)} +0,0 @@", *(f"-{line}" for line in pem))
    assert found(cli(*SCAN, "--scanner", "secrets", stdin=gone)) == ["k.pem:1:1 removed"]


def test_comments_and_baselines_hold_for_changes(cli, tmp_path):
    allowed = diff("--- a/x.py", "+++ b/x.py", "@@ -1,2 +1,3 @@", "-# more", "+# guardrails: allow", f" a = '{STRIPE}'", f"+b = '{STRIPE}'  # guardrails: allow")
    assert cli(*SCAN, stdin=allowed).status == 0
    assert cli(*SCAN, "--no-inline-allow", stdin=allowed).status == 1
    tree(tmp_path, {"x.py": f"a = '{STRIPE}'\n"})
    cli("scan", "--fail-on", "redact", "--write-baseline", "known.json", "x.py")
    change = diff("--- a/x.py", "+++ b/x.py", "@@ -0,0 +1,1 @@", f"+a = '{STRIPE}'")
    run = cli(*SCAN, "--baseline", "known.json", stdin=change)
    assert (run.status, run.err) == (0, "")
    elsewhere = change.replace("x.py", "y.py")
    assert cli(*SCAN, "--baseline", "known.json", stdin=elsewhere).status == 1
    other = diff("--- a/x.py", "+++ b/x.py", "@@ -5,0 +6,1 @@", "+c = 1")
    assert cli(*SCAN, "--baseline", "known.json", stdin=other).err == "", "a diff shows a file in part"


def test_messages_of_commits_are_scanned_and_may_allow_nothing(cli):
    message = diff("commit 0123456789abcdef0123456789abcdef01234567", "", f"    Add {GITHUB}  # guardrails: allow", "") + CHANGE
    assert found(cli(*SCAN, "--scanner", "secrets", stdin=message)) == ["-:3:9", "src/b.py:43:8"]


def test_names_of_every_kind(cli):
    for shown, path in [
        ("b/a b.txt", "a b.txt"),
        ('"b/caf\\303\\251 \\"x\\".txt"', 'café "x".txt'),
        ("a.txt\t2026-01-01 10:00:00", "a.txt"),
        ("w/a.txt", "a.txt"),
    ]:
        text = diff("--- /dev/null", f"+++ {shown}", "@@ -0,0 +1 @@", f"+{MAIL}")
        assert found(cli(*SCAN, stdin=text)) == [f"{path}:1:1"]


def test_a_merge_has_a_column_for_each_parent(cli):
    text = diff(
        "diff --cc x",
        "index 1,2..3",
        "--- a/x",
        "+++ b/x",
        "@@@ -5,2 -7,2 +7,3 @@@",
        "  context",
        "- bob@example.com",
        " -ivy@example.com",
        "++eve@example.com",
        "+ ada@example.com",
    )
    assert found(cli(*SCAN, stdin=text)) == ["x:6:1 removed", "x:8:1 removed", "x:8:1", "x:9:1"]


def test_what_is_no_diff_is_scanned_and_said(cli):
    run = cli(*SCAN, stdin=f"just a text, {MAIL}")
    assert run.status == 2 and "no unified diff: scanned as text" in run.err and found(run) == ["-:1:14"]
    cut = diff("--- a/x", "+++ b/x", "@@ -1,9 +1,9 @@", f"+{MAIL}")
    run = cli(*SCAN, stdin=cut.rstrip("\n"))
    assert run.status == 2 and "ends inside a hunk" in run.err and found(run) == ["x:1:1"]
    broken = diff("--- a/x", "+++ b/x", "@@ -1,3 +1,3 @@", f"+{MAIL}", f"? bob@example.com", " last")
    run = cli(*SCAN, stdin=broken)
    assert run.status == 2 and "line 5: not a line of its hunk" in run.err and found(run) == ["-:5:3", "x:1:1"]
    for nothing in ("", "\n"):
        assert (cli(*SCAN, stdin=nothing).status, cli(*SCAN, stdin=nothing).err) == (0, "")
    assert cli(*SCAN, "nowhere.diff").status == 2


@pytest.mark.skipif(shutil.which("git") is None, reason="no git to make a diff")
def test_what_git_writes(cli, tmp_path):
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]

    def run_git(*args):
        return subprocess.run([*git, *args], cwd=tmp_path, check=True, capture_output=True).stdout

    tree(tmp_path, {"a.py": "1\n2\n3\n", "gone.py": f"x = read(1)\nk = '{STRIPE}'\n# the end of a file\n", "image": b"\0\1\2" * 50, "end": "no line end"})
    run_git("init", "-q")
    run_git("add", ".")
    run_git("commit", "-qm", "first")
    tree(tmp_path, {"a.py": f"1\n2\nk = '{GITHUB}'\n3\n", "new é.py": f"t = '{GITHUB}'\n", "image": b"\0\1\3" * 70, "end": f"k = '{GITHUB}'"})
    (tmp_path / "gone.py").unlink()
    run_git("add", ".")
    secrets = [*SCAN, "--scanner", "secrets"]
    expected = ["a.py:3:6", "end:1:6", "gone.py:2:6 removed", "new é.py:1:6"]
    for options in ([], ["--binary"], ["--no-prefix"], ["--src-prefix=i/", "--dst-prefix=w/"], ["-U0"], ["--word-diff=none", "--stat", "-p"]):
        run = cli(*secrets, stdin=run_git("diff", "--cached", *options))
        assert (run.status, found(run), run.err) == (1, expected, ""), options
    run_git("commit", "-qm", "second")
    for command in (["log", "-p", "-1"], ["show", "--format=fuller"], ["format-patch", "--stdout", "-1"]):
        run = cli(*SCAN, "--scanner", "secrets", "--scanner", "pii", stdin=run_git(*command))
        assert (found(run), run.err) == (expected, ""), command
    tree(tmp_path, {"image": b"\0\1\4" * 900})
    run_git("commit", "-qam", "third", "-m", f"Mail {MAIL}")
    between = run_git("log", "-p", "--binary", "--reverse", "-2")
    assert [place for place in found(cli(*SCAN, "--scanner", "pii", stdin=between)) if place.startswith("-:")]
    assert found(cli(*SCAN, stdin=run_git("log", "-p", "-1")))[0].startswith("-:7:")
