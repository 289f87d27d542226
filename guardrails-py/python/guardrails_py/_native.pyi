import builtins
from typing import Any, ClassVar, Literal, final

from typing_extensions import TypeAlias

from ._records import PolicyId, ScanError

_Action: TypeAlias = Literal["allow", "flag", "redact", "review", "block"]

__all__ = ["ACTIONS", "Finding", "NativeGuard", "Span", "Vault", "Verdict", "__version__"]

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
    def pointer(self) -> str | None:
        """Where it is in a JSON document (RFC 6901), a key in which something was found as `[KIND]`; None elsewhere."""
    @property
    def key(self) -> bool:
        """Whether it is in a key of a JSON document."""
    @property
    def row(self) -> int | None:
        """Row of a table, from 1, the header being one; None elsewhere."""
    @property
    def column(self) -> int | None:
        """Column of a table, from 1; None elsewhere."""
    @property
    def header(self) -> str | None:
        """Header of that column; None where there is none."""
    @property
    def within(self) -> Span | None:
        """Where it is in the value, as that reads without quotes and escapes; None where the text is no document."""
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
class Vault:
    """Which value stands behind which numbered placeholder: given to a scan, `verdict.text` has `[EMAIL_ADDRESS_1]` for the same address each time,
    and `restore` puts the addresses back into a model's answer. One for each conversation; threads may share it.

    It holds the personal data that was taken out. `values` and `bytes` are how much of it at most, 100,000 and
    16 MiB unless they are given: what is beyond is an error of the verdict.
    """

    def __new__(cls, values: int = ..., bytes: int = ...) -> Vault: ...
    def restore(self, text: str) -> str:
        """`text` with the original values in the place of the placeholders that this vault issued, in whatever spelling a model gave them. The very
        str that was given where there are none.
        """
    def restore_json(self, text: str) -> str:
        """As `restore`, inside the strings and keys of a JSON document, escaped as JSON asks for."""
    def merge(self, other: Vault) -> list[tuple[str, str]]:
        """Takes over everything that `other` holds; a list of the placeholders of `other` that had to change, old and new. What is here stays as it
        is. Raises ArgumentError where the vault would be over its bounds; then it has not changed.
        """
    def to_json(self) -> str:
        """The vault as JSON in one line, with the values in it: keep it as you keep them."""
    @staticmethod
    def from_json(json: str) -> Vault:
        """A vault from what `to_json` gave. Raises ArgumentError for anything else; the message holds nothing of it."""
    def clear(self) -> None:
        """Forgets everything."""
    def __len__(self) -> int: ...

@final
class NativeGuard:
    """A guard of the core."""

    def __new__(
        cls,
        policy: str | None,
        place: str | None,
        key: bytes | None,
        models: list[tuple[str, bytes, bytes, bytes | None, str | None]],
    ) -> NativeGuard: ...
    def scan(
        self, text: str, source: str, vault: Vault | None, form: str, delimiter: str | None, header: list[str] | None
    ) -> Verdict:
        """Scans a text, or a document of any source."""
    def scan_output(self, text: str, prompt: str | None, system_prompt: str | None, context: list[str], vault: Vault | None) -> Verdict:
        """Scans a model's answer."""
    def scan_batch(self, given: list[str], sources: list[str], threads: int | None) -> list[Verdict]:
        """Scans many texts, of one source or of one for each."""
    def explain(self, text: str, source: str) -> str:
        """Why a text's findings were reported, as JSON."""
    def catalogue(self) -> str:
        """What the guard looks for, as JSON."""
