import json
import os
import pathlib
import subprocess
import sys
from typing import Any, Dict, List, NamedTuple, Optional

import pytest

PACKAGE = pathlib.Path(__file__).resolve().parents[1]
REPOSITORY = PACKAGE.parent
TESTDATA = REPOSITORY / "guardrails-core" / "testdata"


def without_breaks(value: Any) -> Any:
    """`‖` only keeps live-looking secrets out of the repository."""
    if isinstance(value, str):
        return value.replace("‖", "")
    if isinstance(value, list):
        return [without_breaks(each) for each in value]
    if isinstance(value, dict):
        return {key: without_breaks(each) for key, each in value.items()}
    return value


def secret(broken: str) -> str:
    """A live-looking secret, of no account."""
    assert "‖" in broken
    return broken.replace("‖", "")


STRIPE = secret("sk‖_live_Dn‖8S9wPNWk‖PLR347A7‖TPdoE2")
GITHUB = secret("gh‖p_KGpOyQ‖NcdOyZbk‖BFTFoOxt‖zHq8STZH‖00FMRY")


def tree(root: pathlib.Path, files: Dict[str, Any]) -> None:
    """Writes files, by their paths."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def cases() -> Dict[str, Dict[str, Any]]:
    """Every case of the core's test data by `file/name`."""
    found = {}
    for path in sorted((TESTDATA / "cases").glob("*.json")):
        for case in without_breaks(json.loads(path.read_text(encoding="utf-8")))["cases"]:
            found[f"{path.stem}/{case['name']}"] = case
    return found


def known_misses() -> List[str]:
    lines = (TESTDATA / "known_misses.txt").read_text(encoding="utf-8").splitlines()
    return [name for name in (line.split("#")[0].strip() for line in lines) if name]


class Run(NamedTuple):
    status: int
    out: str
    err: str

    def lines(self) -> List[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def cli(tmp_path: pathlib.Path) -> Any:
    """Runs the command line in `tmp_path`, which is no terminal."""

    def run(*args: str, stdin: Any = b"", env: Optional[Dict[str, str]] = None, cwd: Optional[pathlib.Path] = None) -> Run:
        done = subprocess.run(
            [sys.executable, "-m", "guardrails_py", *args],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=cwd or tmp_path,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **(env or {})},
            timeout=300,
        )
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run
