"""Guards as users see them. What a scan finds, and what becomes of it, is decided by the native half."""

from ._native import NativeGuard, Vault, Verdict

# What only type checkers need is not imported: `typing` takes longer than the rest of the package.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Mapping
    from typing import Any

    from typing_extensions import Self


class Guard:
    """A policy and everything it needs. Build it once, some milliseconds, and share it between threads.

    `policy` is None for the default policy; a dict; TOML or JSON text; or a path: an `os.PathLike`, or a str of one line that ends in
    `.toml` or `.json`. All of them have the same keys. `key`, at least 16 bytes, is that of the operators `pseudonym` and `surrogate`.

    Raises PolicyError for an unknown key, kind, rule, scanner or value, and RuleError for a rule of the policy's own that is wrong; the
    message names the place and the nearest valid name. ArgumentError for a key that is too short, or needed and not there. OSError where a
    file cannot be read, TypeError for any other type.

    `models` are classifiers by name, each a folder with `model.onnx`, `tokenizer.json` and `config.json`, the path of the `.onnx` file, or a dict:
    `path`, or `model`, `tokenizer` and `config` as bytes; `settings`, a dict; `backend`, `rten` or `onnxruntime`; `threads`; and of `onnxruntime`
    `library`, the path of it where it is not that of the package, `sessions` and `arena`. The name of a category is the category of labels that
    name none. Raises ModelError for a model that cannot be read or does not fit its settings. Scans let other threads run while a model reads.
    """

    __slots__ = ("_keyed", "_models", "_native", "_policy")

    def __init__(
        self,
        policy: "str | os.PathLike[str] | Mapping[str, Any] | None" = None,
        *,
        key: "bytes | None" = None,
        models: "Mapping[str, str | os.PathLike[str] | Mapping[str, Any]] | None" = None,
    ) -> None:
        text = place = None
        if policy is not None:
            from ._policy import read

            text, place = read(policy)
        self._policy = text
        self._keyed = key is not None
        self._models = models
        files = []
        if models:
            from ._models import read as read_models

            files = read_models(models)
        self._native = NativeGuard(text, place, key, files)

    @classmethod
    def with_default_models(
        cls, policy: "str | os.PathLike[str] | Mapping[str, Any] | None" = None, *, key: "bytes | None" = None
    ) -> "Self":
        """A guard with the models of the package `guardrails-models` (`pip install 'guardrails-py[models]'`).

        Raises ModelError where it is not installed.
        """
        from ._models import default

        return cls(policy, key=key, models=default())

    def scan_input(self, text: str, source: str = "user", vault: "Vault | None" = None) -> Verdict:
        """Scans a text on its way to the model.

        `source` says where it comes from: `user`, `document`, `tool` or `system`. Takes any str, empty ones and such with NULs or lone
        surrogates too, in time linear in its length; what could not be done is in the verdict's `errors`. Other threads run meanwhile
        where the text is longer than some KB. With a `vault` the placeholders in `verdict.text` have numbers that it can restore.

        Raises TypeError where `text` is no str, ArgumentError (a ValueError) for an unknown source.
        """
        return self._native.scan(text, source, vault, "text", None, None)

    def scan_output(
        self,
        text: str,
        prompt: "str | None" = None,
        system_prompt: "str | None" = None,
        context: "Iterable[str] | None" = None,
        vault: "Vault | None" = None,
    ) -> Verdict:
        """Scans a model's answer.

        `prompt`, `system_prompt` and `context`, the documents and tool results the model was given, are what the answer can leak: the
        system prompt and canary marks in it, and data carried out in links. `vault` as in `scan_input`: for answers that go to a log or
        to another model.

        Raises TypeError where an argument is no str, or `context` no iterable of str.
        """
        return self._native.scan_output(text, prompt, system_prompt, [] if context is None else _strings(context, "context"), vault)

    def scan_json(self, text: str, source: str = "user", vault: "Vault | None" = None) -> Verdict:
        """Scans a JSON document: each string, number and key on its own, with the key it has as its context.

        Findings have a `pointer` (RFC 6901) and their span `within` the value, beside their span in the document. `verdict.text` is the
        document with everything else as it was; a redacted number becomes a string. Text that is no JSON is scanned as plain text, and
        an error of kind `syntax` says where it stopped being one, which asks for the policy's `on_error`: block by default. `source`
        may also be `model`.
        """
        return self._native.scan(text, source, vault, "json", None, None)

    def redact_json(self, text: str, source: str = "user", vault: "Vault | None" = None) -> "str | None":
        """What may go on of a JSON document: `text` of the verdict of `scan_json`, None on `review` and `block`."""
        return self.scan_json(text, source, vault).text

    def scan_csv(
        self,
        text: str,
        source: str = "user",
        delimiter: "str | None" = None,
        header: "Iterable[str] | None" = None,
        vault: "Vault | None" = None,
    ) -> Verdict:
        """Scans a table of comma-separated values: each cell on its own, with the header of its column as its context.

        Findings have `row`, `column` and `header`, and their span `within` the cell. `delimiter` is `,`, `;`, a tab or `|`; None reads it off
        the first line. `header` names the columns where the text is only a part of a table; None takes the first row. `verdict.text` is
        the table with everything else as it was. A quote that does not end, or text behind one, is an error as in `scan_json`.

        Raises ArgumentError (a ValueError) for another delimiter.
        """
        names = None if header is None else _strings(header, "header")
        return self._native.scan(text, source, vault, "csv", delimiter, names)

    def redact_csv(
        self,
        text: str,
        source: str = "user",
        delimiter: "str | None" = None,
        header: "Iterable[str] | None" = None,
        vault: "Vault | None" = None,
    ) -> "str | None":
        """What may go on of a table: `text` of the verdict of `scan_csv`, None on `review` and `block`."""
        return self.scan_csv(text, source, delimiter, header, vault).text

    def scan_batch(self, texts: "Iterable[str]", source: "str | Iterable[str] | None" = None, threads: "int | None" = None) -> "list[Verdict]":
        """Scans many texts; a list of their verdicts in the same order. Other threads run meanwhile.

        `texts` is an iterable of str, `source` one source for all of them or an iterable of one for each; `model` scans as `scan_output`
        without a prompt. `threads` is how many threads to use, all that the machine has where it is None. All texts and verdicts are in
        memory at once: give large sets in parts.

        Raises TypeError where a text is no str, ArgumentError (a ValueError) for an unknown source, ValueError for another number of sources
        than of texts or less than one thread. Then nothing was scanned.
        """
        if threads is not None and threads < 1:
            raise ValueError("threads is less than 1")
        given = _strings(texts, "texts")
        if source is None or isinstance(source, str):
            return self._native.scan_batch(given, ["user" if source is None else source], threads)
        sources = _strings(source, "source")
        if len(sources) != len(given):
            raise ValueError(f"{len(sources)} sources for {len(given)} texts")
        return self._native.scan_batch(given, sources, threads)

    def explain(self, text: str, source: str = "user") -> "list[dict[str, Any]]":
        """Why each finding of a scan of `text` was reported, in the order of the findings: dicts with `rule`, `description`, `kind`, `category`,
        `span`, `confidence`, `view` (`text`, or `decoded` where a disguise was undone: then with `disguise`), for access key ids of AWS
        `account`, the twelve digits of the account they were issued in (absent for ids from before 2019), and for findings of the learned
        injection model `evidence`, the words that weighed most (`span`, `weight`, and `concept` where they stand for one). Never carries the
        text. Scans it anew. Raises as `scan_input` does.
        """
        import json

        explanations: "list[dict[str, Any]]" = json.loads(self._native.explain(text, source))
        return explanations

    def catalogue(self) -> "dict[str, Any]":
        """Every scanner, rule and kind of the guard, and what becomes of a finding: a dict with `scanners` (`name`, `category`, `description`,
        `runs`), `rules` (`id`, `kind`, `category`, `severity`, `description`, `preview`, and the actions `input` and `output`), `policy`,
        `min_confidence`, `thresholds`, `on_error` and `version`. An action of a category in `thresholds` is that from the threshold up.
        """
        import json

        catalogue: "dict[str, Any]" = json.loads(self._native.catalogue())
        return catalogue

    def __repr__(self) -> str:
        return f"<Guard {self.scan_input('').policy.name}>"

    def __reduce__(self) -> "tuple[Any, tuple[Any, ...]]":
        if self._keyed:
            raise TypeError("a guard with a key does not go through pickle: its key would go with it")
        # With a line end no text looks like a path.
        policy = None if self._policy is None else self._policy + "\n"
        return (type(self), (policy,)) if not self._models else (_rebuilt, (type(self), policy, self._models))


def _rebuilt(cls: "type[Guard]", policy: "str | None", models: "Mapping[str, Any]") -> Guard:
    """A guard from a pickle: its models are read anew."""
    return cls(policy, models=models)


_default: "Guard | None" = None


def _ours() -> Guard:
    global _default
    if _default is None:
        # Two threads may both build one; either is right.
        _default = Guard()
    return _default


def scan_input(text: str, source: str = "user", vault: "Vault | None" = None) -> Verdict:
    """Scans a text on its way to the model with the default guard, which is built on first use: some milliseconds. As `Guard.scan_input`."""
    return _ours().scan_input(text, source, vault)


def scan_output(
    text: str,
    prompt: "str | None" = None,
    system_prompt: "str | None" = None,
    context: "Iterable[str] | None" = None,
    vault: "Vault | None" = None,
) -> Verdict:
    """Scans a model's answer with the default guard, which is built on first use: some milliseconds. As `Guard.scan_output`."""
    return _ours().scan_output(text, prompt, system_prompt, context, vault)


def _strings(given: "Iterable[str]", name: str) -> "list[str]":
    """The items of an iterable of str. A str is one itself, and never meant."""
    if isinstance(given, str):
        raise TypeError(f"{name} is a str, not an iterable of str")
    return list(given)


for _public in (Guard, scan_input, scan_output):
    _public.__module__ = "guardrails_py"
