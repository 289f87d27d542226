"""Guardrails that an application embeds: what goes into a language model and what comes out is checked in microseconds.

>>> from guardrails_py import scan_input
>>> verdict = scan_input("My card is 4111 1111 1111 1111")
>>> verdict.action, verdict.text
('redact', 'My card is [CREDIT_CARD]')
"""

from ._errors import ArgumentError, GuardrailsError, ModelError, PolicyError, RuleError
from ._guard import Guard, scan_input, scan_output
from ._native import ACTIONS, Finding, Span, Vault, Verdict, __version__
from ._records import PolicyId, ScanError

__all__ = [
    "ACTIONS",
    "ArgumentError",
    "Finding",
    "Guard",
    "GuardrailsError",
    "ModelError",
    "PolicyError",
    "PolicyId",
    "RuleError",
    "ScanError",
    "Span",
    "Vault",
    "Verdict",
    "__version__",
    "scan_input",
    "scan_output",
]
