import builtins
import os
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal, final

from typing_extensions import TypeAlias

_Action: TypeAlias = Literal["allow", "flag", "redact", "review", "block"]
_Policy: TypeAlias = str | os.PathLike[str] | Mapping[str, Any]

__all__ = ["ACTIONS", "Finding", "Guard", "PolicyId", "ScanError", "Span", "Verdict", "__version__", "scan_input", "scan_output"]

__version__: str

ACTIONS: tuple[_Action, ...]

@final
class Span:
    """Half-open range of code points of the text given to the scan: `text[span.start:span.end]`, `text[span.slice]` and `span.of(text)` are
    what was found. 0 <= start <= end <= len(text).
    """

    def __new__(cls, start: int, end: int) -> Span: ...
    @property
    def start(self) -> int:
        """First code point of the range."""
    @property
    def end(self) -> int:
        """First code point after the range."""
    @property
    def slice(self) -> builtins.slice[int, int, int]:
        """The range as a slice."""
    def of(self, text: str) -> str:
        """The part of `text`, the text given to the scan, that the range names."""
    def __len__(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs__(self) -> tuple[int, int]: ...

@final
class Finding:
    """One thing that was found. It points at the text and never carries it."""

    __hash__: ClassVar[None]  # type: ignore[assignment]
    @property
    def rule(self) -> str:
        """Id of the rule, such as `pii.credit_card`. Stable: never renamed, never reused."""
    @property
    def category(self) -> str:
        """What it is about: `injection`, `pii`, `secrets`, `invisible`, `links`, `leak`, `custom` and others."""
    @property
    def kind(self) -> str:
        """What was found, in UPPER_SNAKE, such as `CREDIT_CARD`."""
    @property
    def span(self) -> Span:
        """Where, in code points of the text given to the scan."""
    @property
    def severity(self) -> Literal["low", "medium", "high", "critical"]:
        """How bad if real: `low`, `medium`, `high` or `critical`."""
    @property
    def confidence(self) -> float:
        """How sure, from 0.0 to 1.0."""
    @property
    def action(self) -> _Action:
        """What the policy asks for because of it: `allow`, `flag`, `redact`, `review` or `block`."""
    @property
    def pair(self) -> Span | None:
        """Where the other half of a key pair lies, a finding of its own; None where there is none."""
    @property
    def suppressed(self) -> Literal["inline", "baseline", "unchanged"] | None:
        """Why it does not count: `inline`, `baseline` or `unchanged`, set by `Verdict.settle`; None where it counts."""
    @property
    def fingerprint(self) -> str | None:
        """What a baseline knows it by, set by `Verdict.settle` where it is given a salt."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class ScanError:
    """Something that a scan could not do. Holds no text of the input."""

    __hash__: ClassVar[None]  # type: ignore[assignment]
    @property
    def scanner(self) -> str:
        """Name of the scanner, or `guard`."""
    @property
    def kind(self) -> Literal["limit", "model", "scanner"]:
        """`limit`: what lies beyond a limit was not scanned; `model`, `scanner`: one of these failed."""
    @property
    def message(self) -> str:
        """For a reader."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class PolicyId:
    """Which policy decided."""

    __hash__: ClassVar[None]  # type: ignore[assignment]
    @property
    def name(self) -> str:
        """The policy's own name; `default` where it has none."""
    @property
    def digest(self) -> str:
        """`sha256:` and the digest of the policy with every default filled in."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Verdict:
    """What a scan decided, and why. Immutable. Compares equal to a verdict of the same text with the same content; has no hash."""

    __hash__: ClassVar[None]  # type: ignore[assignment]
    @property
    def action(self) -> _Action:
        """What the policy asks for, the strictest of all findings and errors: `allow`, `flag`, `redact`, `review` or `block`."""
    @property
    def is_allowed(self) -> bool:
        """Whether the text may go on, as it is or redacted: the action is `allow`, `flag` or `redact`."""
    @property
    def text(self) -> str | None:
        """What may go on: the very `str` that was given where nothing is redacted, else a new one; None on `review` and `block`.

        In a new one a lone surrogate is U+FFFD.
        """
    @property
    def scores(self) -> dict[str, float]:
        """How likely the whole text is what a category is about, from 0.0 to 1.0, also where nothing was found. A new dict each time."""
    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, in order of start, end and rule."""
    @property
    def errors(self) -> tuple[ScanError, ...]:
        """What could not be done. Not empty means that the text was not scanned in full, and asks for the policy's `on_error`."""
    @property
    def policy(self) -> PolicyId:
        """Which policy decided."""
    @property
    def version(self) -> int:
        """The version of the verdict's form: 1."""
    def settle(self, notes: dict[str, Any]) -> Verdict:
        """The verdict with what has been decided about a file whose authors may decide. What a comment `guardrails: allow` (`inline`: bool) or a
        baseline (`known`: dicts of `rule`, `fingerprint`, `count`) allows, or lies on none of `lines` (pairs of first and last, from 1), has
        `suppressed` set and no say in `action`; it stays redacted in `text`. With `salt` (str) findings get a `fingerprint`. Any of these
        keys may be left out; ArgumentError for others.
        """
    def context_hashes(self) -> list[str]:
        """For each finding a hash of what stands around it on its line, without what was found: tells findings of one run from those of the next."""
    def to_json(self) -> str:
        """The verdict as JSON in one line, spans in code points, keys as the attributes here: `version`, `action`, `text`, `scores`, `findings`,
        `errors`, `policy`. Lone surrogates in `text` are U+FFFD.
        """
    def to_dict(self) -> dict[str, Any]:
        """What `json.loads(verdict.to_json())` gives, anew each time."""
    def __eq__(self, other: object, /) -> bool: ...
    def __ne__(self, other: object, /) -> bool: ...

@final
class Guard:
    """A policy and everything it needs. Build it once, some milliseconds, and share it between threads.

    `policy` is None for the default policy; a dict; TOML or JSON text; or a path: an `os.PathLike`, or a str of one line that ends in
    `.toml` or `.json`. All of them have the same keys.

    Raises PolicyError for an unknown key, kind, rule, scanner or value, and RuleError for a rule of the policy's own that is wrong; the
    message names the place and the nearest valid name. OSError where a file cannot be read, TypeError for any other type.
    """

    def __new__(cls, policy: _Policy | None = None) -> Guard: ...
    def scan_input(self, text: str, source: str = "user") -> Verdict:
        """Scans a text on its way to the model.

        `source` says where it comes from: `user`, `document`, `tool` or `system`. Takes any str, empty ones and such with NULs or lone
        surrogates too, in time linear in its length; what could not be done is in the verdict's `errors`. Other threads run meanwhile
        where the text is longer than some KB.

        Raises TypeError where `text` is no str, ArgumentError (a ValueError) for an unknown source.
        """
    def scan_output(
        self, text: str, prompt: str | None = None, system_prompt: str | None = None, context: Iterable[str] | None = None
    ) -> Verdict:
        """Scans a model's answer.

        `prompt`, `system_prompt` and `context`, the documents and tool results the model was given, are what the answer can leak: the
        system prompt and canary marks in it, and data carried out in links.

        Raises TypeError where an argument is no str, or `context` no iterable of str.
        """
    def scan_batch(
        self, texts: Iterable[str], source: str | Iterable[str] | None = None, threads: int | None = None
    ) -> list[Verdict]:
        """Scans many texts; a list of their verdicts in the same order. Other threads run meanwhile.

        `texts` is an iterable of str, `source` one source for all of them or an iterable of one for each; `model` scans as `scan_output`
        without a prompt. `threads` is how many threads to use, all that the machine has where it is None. All texts and verdicts are in
        memory at once: give large sets in parts.

        Raises TypeError where a text is no str, ArgumentError (a ValueError) for an unknown source, ValueError for another number of sources
        than of texts or less than one thread. Then nothing was scanned.
        """
    def catalogue(self) -> dict[str, Any]:
        """Every scanner, rule and kind of the guard, and what becomes of a finding: a dict with `scanners` (`name`, `category`, `description`,
        `runs`), `rules` (`id`, `kind`, `category`, `severity`, `description`, `preview`, and the actions `input` and `output`), `policy`,
        `min_confidence`, `thresholds`, `on_error` and `version`. An action of a category in `thresholds` is that from the threshold up.
        """
    def __getnewargs__(self) -> tuple[str | None]: ...

def scan_input(text: str, source: str = "user") -> Verdict:
    """Scans a text on its way to the model with the default guard, which is built on first use: some milliseconds. As `Guard.scan_input`."""
def scan_output(
    text: str, prompt: str | None = None, system_prompt: str | None = None, context: Iterable[str] | None = None
) -> Verdict:
    """Scans a model's answer with the default guard, which is built on first use: some milliseconds. As `Guard.scan_output`."""
