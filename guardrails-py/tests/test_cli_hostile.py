"""Diffs, tables and indexes that somebody has damaged end in what can be read of them, and never in a traceback."""

import random
import shutil
import subprocess

import pytest

from guardrails_py.cli import diffs, index, tables
from guardrails_py.cli.files import Document

DIFF = """commit 0123456789abcdef0123456789abcdef01234567
Author: a <a@example.com>

    message

diff --git a/x b/x
index 1..2
--- a/x
+++ "b/caf\\303\\251"
@@ -1,3 +1,4 @@ f
 a
-b
+c
\\ No newline at end of file
@@@ -5,2 -7,2 +7,3 @@@
  context
- x
++y
GIT binary patch
literal 5
"""


def damaged(lines, chance):
    lines = list(lines)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(lines))
        line, cut = lines[at], chance.randrange(len(lines[at]) + 1)
        lines[at] = chance.choice([line[:cut], line[:cut] + chance.choice('@+-\\" 0,9"\t/') + line[cut + 1 :], "", chance.choice(lines)])
        if chance.random() < 0.3:
            lines.insert(at, chance.choice(lines))
    return "\n".join(lines)


def test_damaged_diffs():
    chance = random.Random(1)
    for _ in range(5000):
        text = damaged(DIFF.split("\n"), chance)
        for document in diffs.documents(Document("-", text)):
            if document.text is None or document.numbers is None:
                continue
            assert len(document.numbers) == document.text.count("\n") + 1
            assert all(1 <= first <= last <= len(document.numbers) for first, last in document.changed or [])


def test_nothing_added_is_lost_in_a_damaged_diff():
    chance, mark = random.Random(2), "unmistakable"
    for _ in range(2000):
        lines = damaged(DIFF.split("GIT binary")[0].split("\n"), chance).split("\n")
        lines.insert(chance.randrange(len(lines) + 1), f"+{mark}")
        found = [document for document in diffs.documents(Document("-", "\n".join(lines))) if mark in (document.text or "")]
        assert found, "\n".join(lines)
        (place,) = {document.text.split("\n").index(next(line for line in document.text.split("\n") if mark in line)) + 1 for document in found[:1]}
        assert found[0].changed is None or any(first <= place <= last for first, last in found[0].changed)


def test_damaged_tables():
    chance = random.Random(3)
    for _ in range(5000):
        text = "".join(chance.choice('a,"\n\r;\t') for _ in range(chance.randint(0, 20)))
        for name in ("a.csv", "a.tsv"):
            table = tables.Table(name, text)
            places = [table.cell(offset) for offset in range(len(text))]
            assert table.fault is None or (places == [None] * len(text) and 0 <= table.fault[1] <= len(text))
            assert table.fault is not None or places == sorted(places)


@pytest.mark.skipif(shutil.which("git") is None, reason="no git to make an index")
@pytest.mark.parametrize("version", [2, 4])
def test_damaged_indexes(tmp_path, version):
    (tmp_path / "d").mkdir()
    for name in ("a", "b", "d/c"):
        (tmp_path / name).write_text("x")
    subprocess.run("git init -q . && git add .", shell=True, cwd=tmp_path, check=True)
    subprocess.run(["git", "update-index", "--index-version", str(version)], cwd=tmp_path, check=True)
    path = tmp_path / ".git" / "index"
    whole, chance = path.read_bytes(), random.Random(version)
    assert index.tracked(str(tmp_path)) == ({str(tmp_path / name) for name in ("a", "b", "d/c")}, {str(tmp_path / "d")})
    for _ in range(3000):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data[: chance.randrange(len(data))]) if chance.random() < 0.3 else bytes(data))
        index.tracked(str(tmp_path))
