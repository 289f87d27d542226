"""Classifiers: the cases of every language, the forms in which a model can be given, and what cannot be."""

import json
import pathlib
import pickle
import sys
import threading
import types

import pytest
from conftest import TESTDATA

from guardrails_py import ArgumentError, Guard, ModelError, PolicyError, scan_input

MODELS = TESTDATA / "models"
CASES = json.loads((MODELS / "cases.json").read_text(encoding="utf-8"))["cases"]
WORDS = MODELS / "made_words"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_every_case_gives_its_verdict(case):
    text = case["text"] * case.get("times", 1)
    guard = Guard(case.get("policy"), models={case["as"]: {"path": MODELS / case["model"], "settings": case["settings"]}})
    verdict = guard.scan_input(text, source=case.get("source", "user"))
    assert verdict.action == case["action"]
    found = [{"rule": own.rule, "kind": own.kind, "matched": text[own.span.slice]} for own in verdict.findings]
    assert found == case["findings"]
    assert [error.kind for error in verdict.errors] == case["errors"]
    assert verdict.scores == pytest.approx(case["scores"], abs=2e-4)
    assert guard.scan_batch([text, text], source=case.get("source", "user"), threads=2) == [verdict, verdict]


def files(folder):
    return {name: (folder / file).read_bytes() for name, file in (("model", "model.onnx"), ("tokenizer", "tokenizer.json"), ("config", "config.json"))}


def test_a_model_in_every_form(tmp_path):
    export = tmp_path / "export"
    (export / "onnx").mkdir(parents=True)
    for name in ("tokenizer.json", "config.json"):
        (export / name).write_bytes((WORDS / name).read_bytes())
    (export / "onnx" / "model.onnx").write_bytes((WORDS / "model.onnx").read_bytes())
    forms = [WORDS, str(WORDS), str(WORDS / "model.onnx"), {"path": WORDS, "threads": 2}, files(WORDS), export, export / "onnx" / "model.onnx"]
    verdicts = [Guard(models={"injection": form}).scan_input("an attack") for form in forms]
    assert [verdict.to_json() for verdict in verdicts] == [verdicts[0].to_json()] * len(forms)
    assert (verdicts[0].action, verdicts[0].findings[0].rule) == ("block", "model.words.injection")
    bare = {key: value for key, value in files(WORDS).items() if key != "config"}
    settings = {"labels": {"LABEL_0": {}}, "window": 16, "activation": "sigmoid"}
    verdict = Guard(models={"injection": {**bare, "settings": settings}}).scan_input("an attack")
    assert (verdict.findings[0].rule, verdict.findings[0].kind) == ("model.injection.label_0", "INJECTION")


def test_what_does_not_fit_is_an_error(tmp_path):
    for models, error, message in [
        ({"injection": tmp_path / "none"}, ModelError, "tokenizer.json"),
        ({"injection": {"path": WORDS, "setings": {}}}, ArgumentError, "did you mean `settings`?"),
        ({"injection": {"path": WORDS, "settings": {"windw": 3}}}, ModelError, "did you mean `window`?"),
        ({"injection": {"path": WORDS, "backend": "onnx"}}, ModelError, "did you mean `onnxruntime`?"),
        ({"injection": {"path": WORDS, "backend": "onnxruntime", "library": tmp_path / "none.so"}}, ModelError, "none.so"),
        ({"injection": {"path": WORDS, "threads": -1}}, ModelError, "threads"),
        ({"injection": {**files(WORDS), "model": b"no model"}}, ModelError, "model `injection`"),
        ({"Injection!": {**files(WORDS), "config": None}}, ModelError, "lower_snake"),
        ({"injection": {"model": b""}}, TypeError, "tokenizer"),
        ({"injection": 3}, TypeError, "a path or a dict"),
        ({3: WORDS}, TypeError, "str"),
        ([WORDS], TypeError, "dict"),
    ]:
        with pytest.raises(error, match=message.replace("?", r"\?")):
            Guard(models=models)
    with pytest.raises(PolicyError, match="unknown kind `TOXIC`"):
        Guard({"override": [{"kinds": ["TOXIC"], "action": "block"}]})
    assert Guard({"override": [{"kinds": ["TOXIC"], "action": "block"}]}, models={"any": WORDS}).scan_input("insult").action == "block"


def test_the_clock_runs():
    """A limit of time is looked at with a clock that the binding gives."""
    guard = Guard({"limits": {"model_ms": 60_000}}, models={"any": WORDS})
    assert guard.scan_input("hello").action == "allow"
    # No time at all is over before it began.
    late = Guard({"limits": {"model_ms": 0}, "on_error": "review"}, models={"any": WORDS}).scan_input("hello")
    assert (late.action, [error.kind for error in late.errors]) == ("review", ["limit"])


def test_default_models_are_those_of_the_package(monkeypatch):
    with pytest.raises(ModelError, match="guardrails-models"):
        Guard.with_default_models()
    package = types.ModuleType("guardrails_models")
    package.models = lambda: {"words": str(WORDS)}
    monkeypatch.setitem(sys.modules, "guardrails_models", package)
    assert Guard.with_default_models({"name": "own"}).scan_input("attack").policy.name == "own"
    assert Guard.with_default_models().scan_input("attack").findings[0].rule == "model.words.injection"


def test_models_go_through_pickle_and_stay_out_of_the_default_guard():
    guard = Guard({"name": "own"}, models={"any": str(WORDS)})
    again = pickle.loads(pickle.dumps(guard))
    assert again.scan_input("attack").to_json() == guard.scan_input("attack").to_json()
    assert scan_input("attack").action == "allow"
    assert any(rule["id"] == "model.words.toxicity" for rule in guard.catalogue()["rules"])


def test_other_threads_run_while_a_model_reads():
    # Some tenths of a second in one call; without letting go, the other thread could not count before it ends.
    guard = Guard(models={"injection": {"path": MODELS / "deberta_v2", "settings": {"window": 64, "labels": {"injection": {"threshold": 0.999}}}}})
    text = "the roses reach the gate " * 150
    ticks, done = [], threading.Event()

    def scan():
        guard.scan_input(text)
        done.set()

    thread = threading.Thread(target=scan)
    thread.start()
    while not done.wait(0.002):
        ticks.append(1)
    thread.join()
    assert len(ticks) > 3


def test_onnx_runtime_answers_as_the_backend_that_is_built_in():
    pytest.importorskip("onnxruntime")
    for folder in sorted(path.parent for path in MODELS.glob("*/expected.json")):
        settings = {"window": 48, "overlap": 12, "labels": {"injection": {"threshold": 0.5}, "toxicity": {"category": "toxicity"}}}
        own, other = (
            Guard(models={"injection": {"path": folder, "settings": settings, "backend": backend}}) for backend in ("rten", "onnxruntime")
        )
        for case in json.loads((folder / "expected.json").read_text(encoding="utf-8")):
            ours, theirs = own.scan_input(case["text"]), other.scan_input(case["text"])
            assert ours.scores == pytest.approx(theirs.scores, abs=2e-4), folder
            assert ours.errors == theirs.errors == ()


def test_nothing_of_the_text_is_shown():
    verdict = Guard(models={"any": WORDS}).scan_input("a nan swordfish")
    assert verdict.errors and "swordfish" not in repr(verdict) + repr(verdict.errors)


def test_the_files_of_the_cases_are_there():
    assert {case["model"] for case in CASES} == {path.name for path in pathlib.Path(MODELS).iterdir() if path.is_dir()}
