"""What a verdict says besides its findings. Made by the native half when asked for."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar, Dict, Tuple

    from typing_extensions import Literal


class _Record:
    """Named values that cannot change. Equal to another of its class with the same ones; has no hash."""

    # Names, and what they mean.
    __slots__: "ClassVar[Dict[str, str]]" = {}
    __hash__: "ClassVar[None]"  # type: ignore[assignment]

    def __init__(self, *values: object) -> None:
        for name, value in zip(self.__slots__, values):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} cannot change")

    __delattr__ = __setattr__  # type: ignore[assignment]

    def _values(self) -> "Tuple[object, ...]":
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        return self._values() == other._values() if isinstance(other, type(self)) else NotImplemented

    def __reduce__(self) -> "Tuple[type[_Record], Tuple[object, ...]]":
        return type(self), self._values()


class ScanError(_Record):
    """Something that a scan could not do. Holds no text of the input."""

    __slots__ = {
        "scanner": "Name of the scanner, or `guard`, `vault`, `json`, `csv`.",
        "kind": "`limit`: what lies beyond a limit was not scanned; `model`, `scanner`: one of these failed; `syntax`: a document is none, and "
        "was scanned as plain text.",
        "message": "For a reader.",
    }
    scanner: str
    kind: 'Literal["limit", "model", "scanner", "syntax"]'
    message: str

    def __repr__(self) -> str:
        return f"<ScanError {self.scanner} {self.kind}: {self.message}>"


class PolicyId(_Record):
    """Which policy decided."""

    __slots__ = {
        "name": "The policy's own name; `default` where it has none.",
        "digest": "`sha256:` and the digest of the policy with every default filled in.",
    }
    name: str
    digest: str

    def __repr__(self) -> str:
        return f"<PolicyId {self.name} {self.digest}>"


for _public in (ScanError, PolicyId):
    _public.__module__ = "guardrails_py"
