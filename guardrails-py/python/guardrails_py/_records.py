"""What a verdict says besides its findings. Made by the native half when asked for."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar, Tuple

    from typing_extensions import Literal


class _Record:
    """Named values that cannot change. Equal to another of its class with the same ones; has no hash."""

    __slots__: "ClassVar[Tuple[str, ...]]" = ()
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
    """Something that a scan could not do. Holds no text of the input.

    `scanner` is its name, or `guard`; `message` is for a reader. `kind` is `limit`: what lies beyond a limit was not scanned; `model` or
    `scanner`: one of these failed; `syntax`: a document is none, and was scanned as plain text.
    """

    __slots__ = ("scanner", "kind", "message")
    scanner: str
    kind: 'Literal["limit", "model", "scanner", "syntax"]'
    message: str

    def __repr__(self) -> str:
        return f"<ScanError {self.scanner} {self.kind}: {self.message}>"


class PolicyId(_Record):
    """Which policy decided.

    `name` is the policy's own, `default` where it has none; `digest` is `sha256:` and the digest of the policy with every default filled in.
    """

    __slots__ = ("name", "digest")
    name: str
    digest: str

    def __repr__(self) -> str:
        return f"<PolicyId {self.name} {self.digest}>"


for _public in (ScanError, PolicyId):
    _public.__module__ = "guardrails_py"
