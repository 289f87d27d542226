"""Where secrets lie: what the page on secret scanning says of each kind of file."""

import base64
import json

import pytest
from conftest import GITHUB, STRIPE, secret, tree

AWS, AWS_SECRET = secret("AK‖IAQZ4M7X‖K2VJ3TBN‖6R"), secret("kW9vQ2mZ7rT4xL1pN8sB‖3yH6cJ5dF0gAeUiOqYtR")
PASSWORD = secret("Tr0ub4dor‖x3!q9Z")
PEM = "\n".join([f"-----BEGIN RSA PRIVATE {''}KEY-----", *(f"MIIEpAIBAAKCAQEAbQ7xV2nK9wR4tY8uI3oP6aS1dF5gH0jL{n:016d}" for n in range(6)), f"-----END RSA PRIVATE {''}KEY-----"])
NOTEBOOK = {
    "cells": [
        {"cell_type": "code", "source": ["import os\n", f'key = "{STRIPE}"\n', f"password = '{PASSWORD}'\n"], "outputs": [{"output_type": "stream", "text": [f"token={GITHUB}\n"]}]},
        {"cell_type": "code", "source": [f'pem = """{line}\n' if n == 0 else f"{line}\n" for n, line in enumerate(PEM.split("\n"))], "outputs": []},
        {"cell_type": "code", "source": [f'ok = "{STRIPE}"  # guardrails: allow\n', "x"], "outputs": []},
    ],
    "nbformat": 4,
}

CARRIERS = {
    # Name of the file: its text, and the kinds found in it with their places.
    "src/a.py": (f'import stripe\nstripe.api_key = "{STRIPE}"\n', ["2:19 STRIPE_LIVE_KEY"]),
    "src/a.ts": (f"const client = new Client({{ token: '{GITHUB}' }})\n", ["1:37 GITHUB_PAT"]),
    "src/A.java": (f'private static final String PASSWORD = "{PASSWORD}";\n', ["1:41 GENERIC_PASSWORD"]),
    "config.yaml": (f"db:\n  url: postgres://app:{PASSWORD}@db.internal:5432/app\n", ["2:23 URL_PASSWORD"]),
    ".env": (f"GITHUB_TOKEN={GITHUB}\nexport DB_PASSWORD='{PASSWORD}'\n", ["1:14 GITHUB_PAT", "2:21 GENERIC_PASSWORD"]),
    "app.log": (f'2026-01-02T10:00:00Z INFO headers={{"Authorization": "Bearer {GITHUB}"}} status=200\n', ["1:61 GITHUB_PAT"]),
    "trace.txt": (f'Traceback (most recent call last):\n  File "/srv/app.py", line 3, in <module>\n    c = Client(token="{GITHUB}")\nValueError: bad {STRIPE}\n', ["3:23 GITHUB_PAT", "4:17 STRIPE_LIVE_KEY"]),
    "java.txt": (f"java.lang.IllegalStateException: https://api.test/?key={STRIPE}\n\tat com.acme.Main.run(Main.java:12)\n", ["1:56 STRIPE_LIVE_KEY"]),
    "key.pem": (PEM + "\n", ["1:1 PRIVATE_KEY"]),
    "service.json": (json.dumps({"type": "service_account", "private_key": PEM + "\n"}, indent=1), ["3:18 PRIVATE_KEY"]),
}


@pytest.mark.parametrize("name", CARRIERS)
def test_secrets_are_found_where_they_lie(cli, tmp_path, name):
    text, expected = CARRIERS[name]
    tree(tmp_path, {name: text})
    run = cli("scan", "--scanner", "secrets", "--fail-on", "redact", ".")
    found = [line.split("  ") for line in run.out.splitlines()[:-1]]
    assert [f"{place.split(':', 1)[1]} {kind}" for place, _, _, kind, *_ in found] == expected
    assert run.status == 1


ENCODINGS = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "percent": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "backslash": lambda text: "".join(f"\\x{byte:02x}" for byte in text.encode()),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_encoding_hides_nothing(cli, tmp_path, encoding):
    tree(tmp_path, {"a.txt": f"data: {ENCODINGS[encoding](f'github token {GITHUB} for the deploy')}\n"})
    run = cli("scan", "--scanner", "secrets", "--fail-on", "redact", "a.txt")
    assert run.status == 1 and "GITHUB_PAT" in run.out


def test_a_notebook_holds_code_in_strings(cli, tmp_path):
    text = json.dumps(NOTEBOOK, indent=1)
    tree(tmp_path, {"a.ipynb": text})
    rows = cli("scan", "--scanner", "secrets", "--format", "jsonl", "a.ipynb").lines()
    found = [(f["kind"], text[f["span"]["start"] : f["span"]["end"]], f.get("suppressed")) for f in rows[0]["findings"]]
    assert found[:3] == [("STRIPE_LIVE_KEY", STRIPE, None), ("GENERIC_PASSWORD", PASSWORD, None), ("GITHUB_PAT", GITHUB, None)]
    assert found[-1] == ("STRIPE_LIVE_KEY", STRIPE, "inline")
    assert "PRIVATE_KEY" in [kind for kind, _, _ in found], "a key over the lines of a cell"
    # The line is that of the file, where an editor and a review show it.
    line = text[: text.index(STRIPE)].count("\n") + 1
    assert f"a.ipynb:{line}:" in cli("scan", "--scanner", "secrets", "a.ipynb").out


def test_what_is_no_secret_in_source_code(cli, tmp_path):
    tree(
        tmp_path,
        {
            "a.py": "password = os.environ['DB_PASSWORD']\ntoken = get_token()\nkey = '<your-key>'\n",
            "compose.yaml": "environment:\n  DB_PASSWORD: ${DB_PASSWORD}\n  API_KEY: changeme\n",
            "package-lock.json": '{"integrity": "sha512-' + "q" * 3 + 'Zk9VbX2mN7cR4tYwE1sL8pJ6hG3fD5aS0iU+oKzQxWvBnMlHjTgFrEdCyPuIqA=="}',
            "Cargo.lock": 'checksum = "0b1f2a3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8"\n',
            "log.txt": "commit 9fceb02d0ae598e95dc970b74767f19372d61af8 id=3f2504e0-4f89-11d3-9a0c-0305e82c3301\n",
        },
    )
    run = cli("scan", "--scanner", "secrets", "--fail-on", "flag", ".")
    assert (run.status, run.out.splitlines()[:-1]) == (0, [])
