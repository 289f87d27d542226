#!/usr/bin/env python3
"""What fuzzing starts from: fuzz/corpus/TARGET/ from the cases, the rules' examples and the regressions, and a dictionary of the rules' words.

    python3 fuzz/seeds.py            (Python 3.11 or newer)
"""
import hashlib
import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "guardrails-core"
CORPUS = ROOT / "fuzz" / "corpus"
TEXTS = ["scan", "prefilter", "offsets", "redaction", "decoders", "settling", "boundary"]


def add(target, data):
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(data).hexdigest()[:20]).write_bytes(data)


def texts():
    for path in sorted((CORE / "testdata" / "cases").glob("*.json")):
        for case in json.loads(path.read_text())["cases"]:
            if isinstance(case.get("text"), str):
                yield case["text"]


def rules():
    for path in sorted((CORE / "rules").glob("*.toml")):
        file = tomllib.loads(path.read_text())
        for rule in file.get("rule", []):
            yield rule


def main():
    plain = lambda text: re.sub("[⟦⟧‖]", "", text)
    # Few and short: each is run instrumented before anything new is tried.
    examples = [plain(text) for rule in list(rules())[::5] for text in rule.get("examples", [])[:1]]
    for number, text in enumerate([*list(texts())[::2], *examples]):
        data = text.encode("utf-8", "surrogatepass")[:400]
        for target in TEXTS:
            add(target, bytes([number % 4]) + data)
        add("vault", data + b"\xff" + data[: len(data) // 2])
        add("structured", b"\0" + json.dumps({"ssn": text[:500], text[:20]: [text[:100], number]}, ensure_ascii=bool(number % 2)).encode())
        add("structured", b"\0" + f'name,ssn\n"{text[:300]}",{number}\n'.encode("utf-8", "replace"))
    for path in sorted((CORE / "docs").glob("*.md")):
        for block in re.findall(r"```toml\n(.*?)```", path.read_text(), re.S):
            add("policy", block.encode())
            add("rules", block.encode())
    for rule in list(rules())[::40]:
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in rule.items() if key in ("keywords", "pattern", "examples", "counterexamples", "validator", "capture", "anchor")]
        if "{{" not in rule.get("pattern", ""):
            add("rules", ('[[rule]]\nid = "custom.x"\ncategory = "custom"\n' + "\n".join(lines)).encode())
    for path in sorted((CORE / "testdata" / "regressions").glob("*/*")):
        add(path.parent.name, path.read_bytes())
    add("stored", b'{"version":1}')
    words = sorted({word for rule in rules() for word in rule.get("keywords", [])} | {"guardrails: allow", "[EMAIL_ADDRESS_1]", "[[rule]]", "[[override]]"})
    escape = lambda word: "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())
    (CORPUS / "words.dict").write_text("".join(f'"{escape(word)}"\n' for word in words if 2 <= len(word.encode()) <= 64))
    print(f"seeds: {sum(1 for _ in CORPUS.rglob('*'))} files, {len(words)} words")


if __name__ == "__main__":
    main()
