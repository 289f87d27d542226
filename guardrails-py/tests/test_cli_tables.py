"""CSV: findings by row and column, and files that are none."""

import json

import pytest
from conftest import tree

from guardrails_py.cli.tables import Table

MAIL = "ada@example.com"


def cells(cli, *args):
    return [(f["cell"]["row"], f["cell"]["column"]) for row in cli("scan", "--format", "jsonl", *args).lines() for f in row["findings"]]


def test_findings_have_a_row_and_a_column(cli, tmp_path):
    table = f'id,"na""me",mail\n1,"Smith, A",{MAIL}\r\n2,"two\nlines",bob@example.com\n'
    tree(tmp_path, {"a.csv": table, "b.txt": table})
    run = cli("scan", "a.csv")
    assert run.out.splitlines()[:2] == [
        "a.csv:2:14  redact  pii.email_address  EMAIL_ADDRESS  medium  0.90  row 2 column 3",
        "a.csv:4:8  redact  pii.email_address  EMAIL_ADDRESS  medium  0.90  row 3 column 3",
    ]
    assert cells(cli, "a.csv") == cells(cli, "--csv", "b.txt") == [(2, 3), (3, 3)]
    assert "row" not in cli("scan", "b.txt").out
    results = json.loads(cli("scan", "--format", "sarif", "a.csv").out)["runs"][0]["results"]
    assert [(result["properties"]["row"], result["properties"]["column"]) for result in results] == [(2, 3), (3, 3)]
    assert cli("scan", "--csv", "--format", "jsonl", "-", stdin=table).lines()[0]["findings"][0]["cell"] == {"row": 2, "column": 3}


@pytest.mark.parametrize("name, delimiter", [("a.csv", ";"), ("a.csv", "|"), ("a.csv", "\t"), ("a.tsv", "\t"), ("A.CSV", ",")])
def test_every_delimiter_in_use(cli, tmp_path, name, delimiter):
    tree(tmp_path, {name: "\ufeff" + delimiter.join(['"a,;|"', "b", "c"]) + "\n" + delimiter.join(["1", "2", MAIL])})
    assert cells(cli, name) == [(2, 3)]


@pytest.mark.parametrize(
    "text, place",
    [
        (f'id,mail\n1,"{MAIL}\n2,x\n', "line 2, column 3: a quotation mark that nothing closes"),
        (f'id,mail\n1,"x" {MAIL}\n', "line 2, column 6: text behind a closing quotation mark"),
    ],
)
def test_what_is_no_table_is_said_and_scanned(cli, tmp_path, text, place):
    tree(tmp_path, {"a.csv": text})
    run = cli("scan", "--fail-on", "redact", "a.csv")
    assert run.status == 1 and f"a.csv: not CSV at {place}; scanned as text" in run.err
    assert "EMAIL_ADDRESS" in run.out and "row" not in run.out
    # Where a table was promised it is an error.
    run = cli("scan", "--csv", "a.csv")
    assert run.status == 2 and place in run.err and "EMAIL_ADDRESS" in run.out


def test_cells_of_odd_tables():
    def place(text, value, name="a.csv"):
        table = Table(name, text)
        return table.fault or table.cell(text.index(value))

    assert place("a,b\n\n,X", "X") == (3, 2)
    assert place("a,b\rc,X", "X") == (2, 2)
    assert place('a,5" X,c', "X") == (1, 2)
    assert place("X", "X") == (1, 1)
    assert place('a,"b""X"",c"\n', "X") == (1, 2)
    assert place('a\t"b\tX', "X", "a.tsv") == (1, 3)
    assert place("a,b\nc,d,e,X", "X") == (2, 4)
    assert Table("a.csv", "").cell(0) is None
    assert Table("a.csv", "a,b\n").fault is None


def test_a_long_table_is_read_in_linear_time():
    row = '1,"quoted ""text"", and more",plain,' + "x" * 50 + "\n"
    text = row * 40_000
    assert Table("a.csv", text).cell(len(text) - 3) == (40_000, 4)
    assert Table("a.csv", '"' * 999_999).fault is not None
