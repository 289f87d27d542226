"""Every string that Python can hold, and none of the other things."""

import json
import threading
import time

import pytest

import guardrails_py
from guardrails_py import Guard, scan_input, scan_output

MAIL = "ada@example.com"


def only(verdict):
    (finding,) = verdict.findings
    return finding


@pytest.mark.parametrize("text", ["", "\0", "\0" * 1000, "\ufeff", "\n", " ", "\x7f", "\ud800", "\U0010ffff"])
def test_any_text_has_a_verdict_and_no_error(text):
    for verdict in (scan_input(text), scan_output(text, prompt=text, system_prompt=text, context=[text])):
        assert verdict.errors == ()
        assert json.loads(verdict.to_json())["version"] == 1


@pytest.mark.parametrize(
    "before",
    ["", "\0\0", "é", "中文 ", "😀👨\u200d👩\u200d👧 ", "e\u0301 ", "\ud800 ", "\udfff\ud800\ud83d ", "\ud83d\ude00 ", "a\ud800😀\udc00é "],
)
@pytest.mark.parametrize("after", ["", " 😀", "\udcff", " \0"])
def test_spans_index_the_callers_own_string(before, after):
    text = f"{before} {MAIL}{after}"
    finding = only(scan_input(text))
    assert text[finding.span.start : finding.span.end] == MAIL
    assert text[finding.span.slice] == finding.span.of(text) == MAIL


def test_lone_surrogates_are_scanned_as_the_replacement_character():
    text = f"\ud800\udc00 {MAIL}"
    assert scan_input(text).text == "\ufffd\ufffd [EMAIL_ADDRESS]"
    assert scan_input(text).to_dict()["text"] == "\ufffd\ufffd [EMAIL_ADDRESS]"
    clean = "hello \udead there"
    assert scan_input(clean).text is clean
    assert scan_input(clean).to_dict()["text"] == "hello \ufffd there"
    assert scan_input("a", source="user") == scan_input("a")
    # In a prompt and in a context too.
    assert scan_output("fine", prompt="\ud800", system_prompt="\ud800", context=["\udfff"]).action == "allow"


@pytest.mark.parametrize("filler", ["all is well. ", "alles klär. ", "一切都好。", "x\ud800 "])
def test_ten_megabytes(filler):
    text = filler * (10_000_000 // len(filler.encode("utf-8", "surrogatepass"))) + MAIL
    verdict = scan_input(text)
    assert only(verdict).span.of(text) == MAIL
    assert verdict.errors == ()
    assert verdict.text.endswith("[EMAIL_ADDRESS]")


def test_beyond_the_limit_is_said_and_blocked():
    verdict = scan_input("all is well. " * 2_000_000)
    assert verdict.action == "block" and verdict.text is None
    (error,) = verdict.errors
    assert (error.scanner, error.kind) == ("guard", "limit") and "were scanned" in error.message


@pytest.mark.parametrize("wrong", [None, b"bytes", bytearray(b"x"), 3, 1.5, ["a"], object()])
def test_what_is_no_str_is_a_type_error(wrong):
    guard = Guard()
    for call in (scan_input, scan_output, guard.scan_input, guard.scan_output):
        with pytest.raises(TypeError):
            call(wrong)
    with pytest.raises(TypeError):
        guard.scan_batch(["fine", wrong])
    if wrong is not None:
        with pytest.raises(TypeError):
            scan_output("fine", prompt=wrong)
        with pytest.raises(TypeError):
            scan_input("fine", source=wrong)
    if not isinstance(wrong, list):
        with pytest.raises(TypeError):
            scan_output("fine", context=[wrong])
    for call in (scan_input, scan_output, guard.scan_batch):
        with pytest.raises(TypeError):
            call()


def test_a_str_is_no_context_and_no_batch():
    with pytest.raises(TypeError, match="context is a str"):
        scan_output("fine", context="document")
    with pytest.raises(TypeError, match="texts is a str"):
        Guard().scan_batch("fine")


def test_subclasses_of_str_are_strings():
    class Own(str):
        def encode(self, *_):
            raise AssertionError("an overridden method was called")

    text = Own(f"\ud800 {MAIL}")
    assert only(scan_input(text)).span.of(text) == MAIL
    clean = Own("clean")
    assert scan_input(clean).text is clean


def test_other_threads_run_during_a_long_scan():
    text = "x = call(a1, b2, 0x17ff)  # 10.0.0.1 4111\n" * 200_000
    started, done, turns = threading.Event(), threading.Event(), 0

    def scan():
        started.set()
        guardrails_py.scan_input(text)
        done.set()

    guardrails_py.scan_input("the default guard is there")
    thread = threading.Thread(target=scan)
    thread.start()
    started.wait()
    while not done.is_set():
        time.sleep(0.001)
        turns += 1
    thread.join()
    # Held, the interpreter would come back once or twice.
    assert turns >= 8


def test_one_guard_serves_many_threads():
    guard, texts = Guard(), [f"{n} mail ada{n}@example.com 😀 {n}" for n in range(200)]
    expected = [guard.scan_input(text).to_json() for text in texts]
    faults = []

    def work():
        if [guard.scan_input(text).to_json() for text in texts] != expected:
            faults.append("differs")

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
