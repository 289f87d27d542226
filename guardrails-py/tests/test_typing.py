"""Types and docstrings: the stubs are those of the module, and what uses them passes a strict check."""

import ast
import inspect
import pathlib
import subprocess
import sys

import pytest
from conftest import PACKAGE

import guardrails_py
from guardrails_py import _native

STUB = pathlib.Path(guardrails_py.__file__).with_name("_native.pyi")


def mypy(*args):
    return subprocess.run([sys.executable, "-m", *args], capture_output=True, text=True, cwd=PACKAGE)


def test_the_stubs_are_those_of_the_module():
    done = mypy("mypy.stubtest", "guardrails_py._native", "--mypy-config-file", str(PACKAGE / "pyproject.toml"))
    assert done.returncode == 0, done.stdout


def test_the_examples_and_the_command_line_are_typed():
    sources = [str(path) for path in sorted((PACKAGE / "examples").glob("*.py"))]
    assert sources
    done = mypy("mypy", "--strict", *sources)
    assert done.returncode == 0, done.stdout
    done = mypy("mypy", "--strict", "-p", "guardrails_py")
    assert done.returncode == 0, done.stdout


def test_wrong_use_is_refused(tmp_path):
    (tmp_path / "wrong.py").write_text("from guardrails_py import scan_input\nscan_input(b'x')\nscan_input('x', source=1)\nscan_input('x').action = 'allow'\n")
    done = mypy("mypy", "--strict", str(tmp_path / "wrong.py"))
    assert [f":{line}: error" in done.stdout for line in (1, 2, 3, 4)] == [False, True, True, True], done.stdout


def public(owner):
    return [(name, value) for name, value in vars(owner).items() if not name.startswith("_")]


def test_everything_public_says_what_it_is():
    things = [(name, getattr(guardrails_py, name)) for name in guardrails_py.__all__ if name not in ("__version__", "ACTIONS")]
    things += [(f"{name}.{member}", value) for name, thing in things if inspect.isclass(thing) for member, value in public(thing)]
    undocumented = [name for name, thing in things if not (inspect.getdoc(thing) or "").strip()]
    assert undocumented == []
    assert len(things) > 40


def test_the_stubs_carry_the_docstrings():
    tree = ast.parse(STUB.read_text(encoding="utf-8"))
    checked = 0
    for node in tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
            thing = getattr(_native, node.name)
            members = [each for each in getattr(node, "body", []) if isinstance(each, ast.FunctionDef) and not each.name.startswith("_")]
            for stub, real in [(node, thing)] + [(member, getattr(thing, member.name)) for member in members]:
                assert ast.get_docstring(stub) == inspect.getdoc(real), stub.name
                checked += 1
    assert checked > 35


@pytest.mark.parametrize("name", ["scan_input", "scan_output"])
def test_signatures_are_readable(name):
    assert list(inspect.signature(getattr(guardrails_py, name)).parameters)[0] == "text"
    parameters = inspect.signature(guardrails_py.scan_input).parameters
    assert list(parameters) == ["text", "source", "vault"] and parameters["source"].default == "user"


def test_the_marker_is_there():
    assert STUB.with_name("py.typed").exists()
