"""Scans of files: in parts, so that memory stays bounded and all threads have work."""

import sys
import time
from contextlib import contextmanager
from typing import Any, Iterator, List, Optional, Protocol

from .. import ACTIONS, Guard
from .files import Document
from .report import Writer
from .review import Review

# A part is handed over when it has as many files or characters as this.
PART_FILES = 256
PART_CHARS = 4_000_000

# A scan shorter than this needs no bar, in seconds.
PATIENCE = 1.0


class Documents(Protocol):
    """So many documents, read when their turn comes; None for what is passed over."""

    def __len__(self) -> int: ...
    def __iter__(self) -> Iterator[Optional[Document]]: ...


def run(
    documents: Documents, guard: Guard, source: str, threads: Optional[int], fail_on: str, writer: Writer, review: Review
) -> int:
    """The exit status of the scan."""
    failed = problems = False
    part: List[Document] = []
    chars = 0
    progress = Progress(len(documents))

    def scan() -> None:
        nonlocal failed
        readable = [document for document in part if document.text is not None]
        verdicts = iter(guard.scan_batch([document.text or "" for document in readable], source=source, threads=threads))
        with progress.paused():
            for document in part:
                verdict = next(verdicts) if document.text is not None else None
                said = document.problem or document.note
                if said:
                    print(f"guardrails: {document.path}: {said}", file=sys.stderr)
                if verdict is not None:
                    verdict = review.settle(document, verdict)
                writer.add(document, verdict)
                failed |= verdict is not None and ACTIONS.index(verdict.action) >= ACTIONS.index(fail_on)
        part.clear()

    with progress:
        for document in documents:
            progress.advance()
            if document is None:
                continue
            problems |= document.problem is not None
            part.append(document)
            chars += len(document.text or "")
            if len(part) >= PART_FILES or chars >= PART_CHARS:
                scan()
                chars = 0
        scan()
    writer.close()
    review.close()
    return 2 if problems else int(failed)


class Progress:
    """A bar on stderr, where that is a terminal and the work takes long."""

    def __init__(self, total: int) -> None:
        self._total, self._done, self._since = total, 0, time.monotonic()
        self._bar: Any = None
        self._wanted = sys.stderr.isatty() and total > 1

    def advance(self) -> None:
        self._done += 1
        if self._bar is None and self._wanted and time.monotonic() - self._since > PATIENCE:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.add_task("scanning", total=self._total)
            self._bar.start()
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """So that lines on the same terminal do not run into the bar."""
        if self._bar is None:
            yield
            return
        self._bar.stop()
        yield
        self._bar.start()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()
