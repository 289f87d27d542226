"""The command line: ``guardrails`` and ``python -m guardrails_py``. Its libraries come with the extra ``cli``."""

import sys
from typing import NoReturn, Optional, Sequence

NEEDED = {"click", "rich", "pathspec"}


def main(args: Optional[Sequence[str]] = None) -> NoReturn:
    """Runs the command line and exits: 0, 1 something reached ``--fail-on``, 2 bad usage or unreadable input, 130 interrupted."""
    try:
        from .app import run
    except ModuleNotFoundError as error:
        if error.name not in NEEDED:
            raise
        print(f"guardrails: no module {error.name}: the command line needs  pip install 'guardrails-py[cli]'", file=sys.stderr)
        sys.exit(2)
    sys.exit(run(args))
