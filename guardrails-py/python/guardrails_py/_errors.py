"""The exceptions. Scanning has none of its own: what a scan could not do is in ``Verdict.errors``."""


class GuardrailsError(Exception):
    """Anything that goes wrong in this package; the base of the others."""


class ArgumentError(GuardrailsError, ValueError):
    """An argument of a call that is out of its range, such as a source that does not exist."""


class PolicyError(GuardrailsError, ValueError):
    """A policy that cannot be read: syntax, an unknown key or name, a value out of range. The message names the place."""


class RuleError(GuardrailsError, ValueError):
    """A rule that cannot be compiled or breaks the rules for rules. The message names the rule."""


class ModelError(GuardrailsError, ValueError):
    """A model that cannot be loaded or does not have the expected shape."""


for _error in (GuardrailsError, ArgumentError, PolicyError, RuleError, ModelError):
    _error.__module__ = "guardrails_py"


def of(kind: str, message: str) -> GuardrailsError:
    """The exception for an error of the core of this kind."""
    kinds = {"argument": ArgumentError, "policy": PolicyError, "rule": RuleError, "model": ModelError}
    return kinds.get(kind, GuardrailsError)(message)
