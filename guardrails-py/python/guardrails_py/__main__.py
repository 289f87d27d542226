"""``python -m guardrails_py``: the command line."""

from .cli import main

main()
