"""Which files are meant, and what is in them."""

import os
import stat
import sys
from dataclasses import dataclass
from typing import Iterator, List, Optional, Sequence, Tuple

from pathspec import GitIgnoreSpec

from . import index
from .tables import Table, is_table

# As git does: a NUL early on is no text.
SNIFFED = 8192

# Larger files are not read, in bytes. A guard looks at 16 MiB of a text unless its policy says otherwise.
MAX_BYTES = 100_000_000

# A directory, as a path, and the patterns that hold below it.
_Rules = List[Tuple[str, GitIgnoreSpec]]


@dataclass
class Document:
    """A file or a part of one: its text, or what is wrong with it, or both."""

    path: str
    text: Optional[str] = None
    # What could not be read as it should be.
    problem: Optional[str] = None
    # What is worth saying, and no more.
    note: Optional[str] = None
    # The number in the file of each line of the text, where the text is not the file.
    numbers: Optional[List[int]] = None
    # First and last of the lines of the text that are asked about, from 1; all of them where there is None.
    changed: Optional[List[Tuple[int, int]]] = None
    # Of a diff: taken away by the change.
    removed: bool = False
    # Where a place lies in a table.
    table: Optional[Table] = None
    # Whether who wrote it may say what is allowed in it.
    by_its_author: bool = True


class Files:
    """The documents behind PATHs, in a stable order, each read when its turn comes."""

    def __init__(self, paths: Sequence[str], max_bytes: int = MAX_BYTES, as_tables: bool = False) -> None:
        self._problems: List[Document] = []
        self._max_bytes, self._as_tables = max_bytes, as_tables
        self._found = [found for path in paths for found in self._behind(path)]

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Optional[Document]]:
        """None for a file that is passed over: a binary one that was not asked for by name."""
        yield from self._problems
        for path, by_name in self._found:
            document = read(path, by_name, self._max_bytes)
            if document is not None and document.text is not None and (self._as_tables or is_table(path)):
                self._lay_out(document, document.text)
            yield document

    def _lay_out(self, document: Document, text: str) -> None:
        """As a table. One that is none is scanned as the text it is; that is wrong only where a table was promised."""
        document.table = Table(document.path, text)
        if document.table.fault:
            what, offset = document.table.fault
            line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
            said = f"not CSV at line {line}, column {column}: {what}; scanned as text"
            document.table = None
            if not self._as_tables:
                document.note = said
            elif document.problem is None:
                document.problem = said

    def _behind(self, path: str) -> Iterator[Tuple[str, bool]]:
        if path == "-" or not os.path.isdir(path):
            yield path, True
        else:
            root = _root_above(path)
            tracked = index.tracked(root) if root else index.Tracked(set(), set())
            for found in self._walk(path, _rules_above(path), tracked, only_tracked=False):
                yield found, False

    def _walk(self, directory: str, rules: _Rules, tracked: index.Tracked, only_tracked: bool) -> Iterator[str]:
        try:
            entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
            own = _spec(os.path.join(directory, ".gitignore"))
        except OSError as error:
            self._problems.append(Document(directory, problem=error.strerror or str(error)))
            return
        rules = rules + [(directory, own)] if own else rules
        here = os.path.abspath(directory)
        if any(entry.name == ".git" for entry in entries):
            # The root itself, or a submodule, which has an index of its own.
            tracked = index.tracked(here)
        for entry in entries:
            if entry.name == ".git":
                continue
            is_directory = entry.is_dir(follow_symlinks=False)
            # What is tracked is part of the checkout, whatever .gitignore says of it.
            is_tracked = os.path.join(here, entry.name) in (tracked.directories if is_directory else tracked.files)
            passed_over = only_tracked or _is_ignored(entry.path, is_directory, rules)
            if passed_over and not is_tracked:
                continue
            if is_directory:
                yield from self._walk(entry.path, rules, tracked, passed_over)
            elif entry.is_file(follow_symlinks=False):
                yield os.path.normpath(entry.path)


def read(path: str, by_name: bool = True, max_bytes: int = MAX_BYTES) -> Optional[Document]:
    """What is in a file, `-` being standard input; None for a binary one that was not asked for by name."""
    try:
        if path == "-":
            data = sys.stdin.buffer.read(max_bytes + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(SNIFFED)
                if _is_binary(data):
                    return Document(path, problem="binary, not scanned") if by_name else None
                data += file.read(max_bytes + 1)
    except OSError as error:
        return Document(path, problem=error.strerror or str(error))
    if len(data) > max_bytes:
        return Document(path, problem=f"larger than --max-size {max_bytes}, not scanned")
    wide = data.startswith(_WIDE)
    encoding = "utf-16" if wide else "utf-8-sig"
    try:
        return Document(path, data.decode(encoding))
    except UnicodeDecodeError as error:
        problem = f"not {encoding.replace('-sig', '').upper()} at byte {error.start}: scanned with U+FFFD for what cannot be read"
        return Document(path, data.decode(encoding, "replace"), problem)


_WIDE = (b"\xff\xfe", b"\xfe\xff")


def _is_binary(start: bytes) -> bool:
    return b"\0" in start and not start.startswith(_WIDE)


def _is_ignored(path: str, is_directory: bool, rules: _Rules) -> bool:
    """By the innermost .gitignore that says anything."""
    for base, spec in reversed(rules):
        relative = os.path.relpath(path, base).replace(os.sep, "/") + ("/" if is_directory else "")
        verdict = spec.check_file(relative).include
        if verdict is not None:
            return verdict
    return False


def _root_above(directory: str) -> Optional[str]:
    """The root of the repository in which `directory` lies."""
    here = os.path.abspath(directory)
    while not os.path.exists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return None
        here = parent
    return here


def _rules_above(directory: str) -> _Rules:
    """Those of the directories between the repository's root and `directory`; none where they leave out `directory` itself, because
    it was asked for by name."""
    root, here = _root_above(directory), os.path.abspath(directory)
    if root is None:
        return []
    above: List[str] = []
    while here != root:
        here = os.path.dirname(here)
        above.append(here)
    exclude = os.path.join(root, ".git", "info", "exclude")
    named = [(root, exclude)] + [(place, os.path.join(place, ".gitignore")) for place in reversed(above)]
    rules = []
    for base, file in named:
        try:
            spec = _spec(file)
        except OSError:
            spec = None
        if spec:
            rules.append((base, spec))
    return [] if above and _is_ignored(os.path.abspath(directory), True, rules) else rules


def _spec(file: str) -> Optional[GitIgnoreSpec]:
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            return None
        with open(file, encoding="utf-8", errors="replace") as lines:
            return _of_lines(lines.read().split("\n"))
    except (FileNotFoundError, NotADirectoryError):
        return None


def _of_lines(lines: List[str]) -> GitIgnoreSpec:
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError:
        # To git, a pattern that is wrong fits nothing; it does not take the others with it.
        return GitIgnoreSpec.from_lines([line for line in lines if _is_right(line)])


def _is_right(line: str) -> bool:
    try:
        return bool(GitIgnoreSpec.from_lines([line]))
    except ValueError:
        return False
