"""Vaults, operators and documents; the shared cases of `guardrails-core/testdata/vault` and `structured` among them."""

import json
import pickle
import threading

import pytest
from conftest import TESTDATA, without_breaks

import guardrails_py
from guardrails_py import ArgumentError, Guard, GuardrailsError, PolicyError, Span, Vault, scan_input, scan_output

KEY = bytes(range(32))
PLACE = ("pointer", "key", "row", "column", "header")


def cases(folder):
    files = sorted((TESTDATA / folder).glob("*.json"))
    found = [case for path in files for case in without_breaks(json.loads(path.read_text(encoding="utf-8")))["cases"]]
    return {case["name"]: case for case in found}


CONVERSATIONS, DOCUMENTS = cases("vault"), cases("structured")


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_conversation(name):
    case = CONVERSATIONS[name]
    guard = Guard(case.get("policy"))
    vault = Vault(values=case["values"]) if "values" in case else Vault()
    for turn in case["turns"]:
        verdict = guard.scan_input(turn["text"], vault=vault)
        assert verdict.text == turn["sent"]
        assert [{"kind": error.kind} for error in verdict.errors] == turn.get("errors", [])
        assert json.loads(verdict.to_json())["text"] == turn["sent"]
    for answer in case["answers"]:
        for each in (vault, Vault.from_json(vault.to_json())):
            assert each.restore(answer["text"]) == answer["restored"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_document(name):
    case = DOCUMENTS[name]
    guard, text = Guard(case.get("policy")), case["text"]
    scan, redact = (guard.scan_json, guard.redact_json) if case["form"] == "json" else (guard.scan_csv, guard.redact_csv)
    options = {key: case[key] for key in ("source", "delimiter", "header") if key in case}
    verdict = scan(text, **options)
    assert (verdict.action, verdict.text) == (case["action"], case["redacted"])
    assert redact(text, **options) == case["redacted"]
    assert [{"kind": error.kind, "message": error.message} for error in verdict.errors] == case.get("errors", [])
    if case["findings"] == "some":
        assert verdict.findings and all(finding.pointer is not None for finding in verdict.findings)
        return
    assert len(verdict.findings) == len(case["findings"])
    for finding, expected in zip(verdict.findings, case["findings"]):
        assert (finding.kind, finding.action) == (expected["kind"], expected["action"])
        assert [getattr(finding, key) or None for key in PLACE] == [expected.get(key) for key in PLACE]
        assert finding.span.of(text) == expected["matched"]
        if finding.within is not None:
            assert finding.within.of(case.get("decoded", expected["value"])) == expected["value"]
    if case["redacted"] is not None and case["form"] == "json":
        json.loads(case["redacted"])


def test_there_are_cases():
    assert len(CONVERSATIONS) >= 7 and len(DOCUMENTS) >= 14


def test_findings_of_plain_text_have_no_place():
    (finding,) = scan_input("ada@example.com").findings
    assert [getattr(finding, key) for key in PLACE] == [None, False, None, None, None] and finding.within is None
    assert "pointer" not in scan_input("ada@example.com").to_json()


def test_a_vault_is_shared_stored_and_merged():
    ours, theirs = Vault(), Vault()
    assert scan_input("ada@example.com", vault=ours).text == "[EMAIL_ADDRESS_1]"
    assert scan_output("bob@example.com", vault=theirs).text == "[EMAIL_ADDRESS_1]"
    assert ours.merge(theirs) == [("[EMAIL_ADDRESS_1]", "[EMAIL_ADDRESS_2]")]
    assert len(ours) == 2 and ours.restore("[EMAIL_ADDRESS_2]") == "bob@example.com"
    assert ours.merge(ours) == []
    assert Guard().scan_json('["bob@example.com"]', vault=ours).text == '["[EMAIL_ADDRESS_2]"]'
    assert Guard().redact_csv("mail\nbob@example.com\n", vault=ours) == "mail\n[EMAIL_ADDRESS_2]\n"
    assert ours.restore_json('["[EMAIL_ADDRESS_2]"]') == '["bob@example.com"]'
    with pytest.raises(ArgumentError, match="the vault is full: it may hold 1 values"):
        Vault(values=1).merge(ours)
    ours.clear()
    assert len(ours) == 0 and ours.to_json() == '{"version":1,"limits":{"values":100000,"bytes":16777216},"values":{},"reserved":{}}'


def test_a_vault_shows_nothing_and_errors_neither():
    vault = Vault()
    scan_input("ada@example.com", vault=vault)
    assert repr(vault) == "<Vault 1>"
    with pytest.raises(TypeError):
        pickle.dumps(vault)
    with pytest.raises(ArgumentError) as raised:
        Vault.from_json('{"version":1,"values":{"EMAIL_ADDRESS":{"1":"ada@example.com"}}}')
    assert "ada" not in str(raised.value) and "line 1" in str(raised.value)


def test_restoring_leaves_other_text_alone():
    vault = Vault()
    text = "lone \ud800 and nothing else"
    assert vault.restore(text) is text
    scan_input("ada@example.com", vault=vault)
    assert vault.restore("\ud800 [EMAIL_ADDRESS_1]") == "\ufffd ada@example.com"
    with pytest.raises(TypeError):
        vault.restore(b"x")


def test_threads_share_a_vault():
    vault, guard = Vault(), Guard()
    texts = [f"person{number}@example.com {'x' * 5000}" for number in range(50)]

    def scan():
        for text in texts:
            assert vault.restore(guard.scan_input(text, vault=vault).text) == text

    threads = [threading.Thread(target=scan) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(vault) == len(texts)


def test_the_key_comes_from_the_host():
    policy = {"operator": [{"kinds": ["CREDIT_CARD"], "with": "surrogate"}, {"kinds": ["EMAIL_ADDRESS"], "with": "pseudonym"}]}
    with pytest.raises(ArgumentError, match="needs a key"):
        Guard(policy)
    with pytest.raises(ArgumentError, match="16 are the least"):
        Guard(policy, key=b"short")
    with pytest.raises(TypeError):
        Guard(policy, key="a str is no key at all")
    guard = Guard(policy, key=KEY)
    text = "4111 1111 1111 1111 of ada@example.com"
    redacted = guard.scan_input(text).text
    assert redacted == Guard(policy, key=KEY).scan_input(text).text != Guard(policy, key=KEY[::-1]).scan_input(text).text
    assert redacted.startswith("4000 00") and "[EMAIL_ADDRESS_" in redacted
    assert scan_input(redacted).findings[0].kind == "CREDIT_CARD"
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(guard)


def test_personal_data_is_chosen():
    guard = Guard({"pii": {"countries": ["FR"], "risk": ["direct_identifier", "contact"]}})
    assert [finding.kind for finding in guard.scan_input("SSN 536-22-8714, ada@example.com, 4111 1111 1111 1111").findings] == ["EMAIL_ADDRESS"]
    with pytest.raises(PolicyError, match="unknown country `UK`, did you mean `GB`?"):
        Guard({"pii": {"countries": ["UK"]}})


def test_wrong_arguments_are_refused():
    guard = Guard()
    for delimiter in ("", "x", ",,"):
        with pytest.raises(ArgumentError, match="delimiter"):
            guard.scan_csv("a", delimiter=delimiter)
    for call in (lambda: guard.scan_json(b"{}"), lambda: guard.scan_csv("a", header="ab"), lambda: guard.scan_input("x", vault="no")):
        with pytest.raises(TypeError):
            call()
    with pytest.raises(GuardrailsError, match="unknown source"):
        guard.scan_json("{}", source="usr")


def test_records_do_not_change():
    verdict = Guard({"limits": {"text_bytes": 1}}).scan_input("ada")
    (error,) = verdict.errors
    assert (error.scanner, error.kind) == ("guard", "limit") and error == verdict.errors[0] != verdict.policy
    assert pickle.loads(pickle.dumps(error)) == error and "ScanError guard limit" in repr(error)
    for record in (error, verdict.policy):
        with pytest.raises(AttributeError):
            record.kind = "x"
        with pytest.raises(TypeError):
            hash(record)
    assert isinstance(verdict.policy, guardrails_py.PolicyId) and Span(0, 1) != error
