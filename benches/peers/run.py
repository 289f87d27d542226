#!/usr/bin/env python3
"""One Python peer on the texts of the comparison, as JSON lines like those of `guardrails-benches compare`: run.py PEER TEXTS.json

Runs in the peer's own virtual environment (install.sh). A check takes a text and says whether it found something, by the call
that the peer's documentation shows. No model can be had offline: spaCy gets an empty pipeline and LLM Guard's recogniser of names an
empty one, so that times are lower bounds and names are not asked for.
"""
import asyncio
import importlib.metadata
import json
import logging
import os
import sys
import time
import warnings

BUDGET, PATIENCE = 0.6, 6.0  # seconds for each text; a call expected to take longer than this is not made
PEERS = {}


def peer(name, package, module):
    def add(build):
        PEERS[name] = (package, module, build)
        return build
    return add


def empty_spacy():
    """An empty pipeline where a trained one is asked for."""
    import spacy
    import spacy.cli
    spacy.load = lambda name, **_: spacy.blank(str(name)[:2])
    spacy.util.is_package = lambda name: True
    spacy.cli.download = lambda *_, **__: None


@peer("guardrails-py", "guardrails-py", "guardrails_py")
def guardrails_py():
    from guardrails_py import Guard
    guard = Guard()
    return {"everything": (["injection", "pii", "secrets"], lambda text: guard.scan_input(text).action not in ("allow", "flag"))}


@peer("Presidio", "presidio-analyzer", "presidio_analyzer")
def presidio():
    empty_spacy()
    from presidio_analyzer import AnalyzerEngine
    engine = AnalyzerEngine()
    counts = lambda found: any(result.score >= 0.4 and result.entity_type not in ("URL", "DATE_TIME") for result in found)
    return {"analyze, score 0.4 up, no model for names": (["pii"], lambda text: counts(engine.analyze(text=text, language="en")))}


@peer("detect-secrets", "detect-secrets", "detect_secrets")
def detect_secrets():
    from detect_secrets.core.scan import scan_line
    from detect_secrets.settings import default_settings

    def found(text):
        with default_settings():
            # On single lines the entropy plugins report every token.
            return any("Entropy" not in secret.type for line in text.splitlines() for secret in scan_line(line))
    return {"default plugins, line by line": (["secrets"], found)}


@peer("LLM Guard", "llm-guard", "llm_guard")
def llm_guard():
    empty_spacy()
    import llm_guard.input_scanners.anonymize as anonymize
    from llm_guard.input_scanners import Anonymize, Secrets
    from llm_guard.vault import Vault
    from presidio_analyzer import EntityRecognizer

    class NoNames(EntityRecognizer):
        def load(self):
            pass

        def analyze(self, *_, **__):
            return []
    anonymize.get_transformers_recognizer = lambda **_: NoNames(["PERSON"], supported_language="en")
    secrets, vault = Secrets(), Vault()
    scanner = Anonymize(vault, language="en")

    def personal(text):
        valid = scanner.scan(text)[1]
        vault._tuples.clear()
        return not valid
    return {"Secrets": (["secrets"], lambda text: not secrets.scan(text)[1]), "Anonymize, no model for names": (["pii"], personal)}


@peer("LlamaFirewall", "llamafirewall", "llamafirewall")
def llamafirewall():
    from llamafirewall import LlamaFirewall, Role, ScanDecision, ScannerType, UserMessage
    firewall = LlamaFirewall(scanners={Role.USER: [ScannerType.REGEX, ScannerType.HIDDEN_ASCII]})
    return {"regexes and hidden ASCII": (["injection", "pii"], lambda text: firewall.scan(UserMessage(content=text)).decision != ScanDecision.ALLOW)}


@peer("OpenAI guardrails", "openai-guardrails", "guardrails")
def openai_guardrails():
    empty_spacy()
    os.environ.setdefault("OPENAI_API_KEY", "none")
    from guardrails.checks.text.pii import PIIConfig, pii
    from guardrails.checks.text.secret_keys import SecretKeysCfg, secret_keys
    loop = asyncio.new_event_loop()
    # Without what fires on any text with a date, a link or eight digits.
    left_out = ("URL", "DATE_TIME", "PERSON", "LOCATION", "NRP", "US_BANK_NUMBER", "US_DRIVER_LICENSE")
    config = PIIConfig(entities=[entity for entity in PIIConfig().entities if entity.value not in left_out], block=True)
    keys = SecretKeysCfg()
    tripped = lambda coroutine: loop.run_until_complete(coroutine).tripwire_triggered
    return {
        "Contains PII, no model for names": (["pii"], lambda text: tripped(pii(None, text, config))),
        "Secret Keys": (["secrets"], lambda text: tripped(secret_keys(None, text, keys))),
    }


@peer("scrubadub", "scrubadub", "scrubadub")
def scrubadub():
    import scrubadub
    scrubber = scrubadub.Scrubber()
    return {"default detectors": (["pii"], lambda text: any(filth.type != "url" for filth in scrubber.iter_filth(text)))}


@peer("DataFog", "datafog", "datafog")
def datafog():
    import datafog
    left_out = ("DATE", "ZIP_CODE")
    found = lambda text, **backend: any(entity.type not in left_out for entity in datafog.scan(text, **backend).entities)
    return {"scan": (["pii"], found), "scan, Rust backend": (["pii"], lambda text: found(text, backend="rust"))}


@peer("Invariant", "invariant-ai", "invariant.analyzer")
def invariant():
    from invariant.analyzer.runtime.utils.secrets import SecretsAnalyzer
    analyzer = SecretsAnalyzer()
    return {"secrets": (["secrets"], lambda text: bool(analyzer.detect_all(text)))}


def memory_mb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024


def sample(check, text):
    """Microseconds of each call; none where one call would take too long."""
    start = time.perf_counter()
    check(text)
    times = [time.perf_counter() - start]
    end = time.perf_counter() + BUDGET
    while time.perf_counter() < end and len(times) < 20_000:
        start = time.perf_counter_ns()
        check(text)
        times.append((time.perf_counter_ns() - start) / 1e9)
    # The first call builds what the peer builds lazily.
    times = sorted(times[1:] or times)
    return [seconds * 1e6 for seconds in times]


def main():
    name, path = sys.argv[1:]
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    package, module, build = PEERS[name]
    version = importlib.metadata.version(package)
    say = lambda **line: print(json.dumps({"peer": name, "version": version, **line}), flush=True)
    before, start = memory_mb(), time.perf_counter()
    __import__(module)
    imported = time.perf_counter() - start
    checks = build()
    for _, check in checks.values():
        check("My mail is ada@example.com.")
    say(import_s=imported, ready_s=time.perf_counter() - start, memory_mb=memory_mb() - before)
    with open(path) as file:
        texts = json.load(file)
    for title, (of, check) in checks.items():
        slowest = 0.0
        for task in texts["tasks"]:
            size = len(task["text"].encode())
            if size > 64 << 10 or slowest * size > PATIENCE * 1e6:
                continue
            times = sample(check, task["text"])
            at = lambda part: times[min(len(times) - 1, int(len(times) * part))]
            slowest = max(slowest, at(0.5) / size)
            say(check=title, of=of, task=task["name"], bytes=size, p50_us=at(0.5), p99_us=at(0.99), n=len(times))
        share = lambda label: (lambda all: sum(bool(check(text)) for text in all) / len(all))([text["text"] for text in texts["labelled"] if text["label"] == label])
        say(check=title, of=of, recall={label: share(label) for label in of}, clean_flagged=share("clean"))


main()
