"""Which files are meant, and what is in them."""

import os
import stat
import sys
from dataclasses import dataclass
from typing import Iterator, List, Optional, Sequence, Tuple

from pathspec import GitIgnoreSpec

# As git does: a NUL early on is no text.
SNIFFED = 8192

# A directory, as a path, and the patterns that hold below it.
_Rules = List[Tuple[str, GitIgnoreSpec]]


@dataclass
class Document:
    """A file: its text, or what is wrong with it, or both."""

    path: str
    text: Optional[str] = None
    problem: Optional[str] = None


class Files:
    """The documents behind PATHs, in a stable order, each read when its turn comes."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._problems: List[Document] = []
        self._found = [found for path in paths for found in self._behind(path)]

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Optional[Document]]:
        """None for a file that is passed over: a binary one that was not asked for by name."""
        yield from self._problems
        for path, by_name in self._found:
            yield _read(path, by_name)

    def _behind(self, path: str) -> Iterator[Tuple[str, bool]]:
        if path == "-" or not os.path.isdir(path):
            yield path, True
        else:
            for found in self._walk(path, _rules_above(path)):
                yield found, False

    def _walk(self, directory: str, rules: _Rules) -> Iterator[str]:
        try:
            entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
            own = _spec(os.path.join(directory, ".gitignore"))
        except OSError as error:
            self._problems.append(Document(directory, problem=error.strerror or str(error)))
            return
        rules = rules + [(directory, own)] if own else rules
        for entry in entries:
            is_directory = entry.is_dir(follow_symlinks=False)
            if entry.name == ".git" or _is_ignored(entry.path, is_directory, rules):
                continue
            if is_directory:
                yield from self._walk(entry.path, rules)
            elif entry.is_file(follow_symlinks=False):
                yield os.path.normpath(entry.path)


def _read(path: str, by_name: bool) -> Optional[Document]:
    try:
        if path == "-":
            data = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as file:
                data = file.read()
    except OSError as error:
        return Document(path, problem=error.strerror or str(error))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif b"\0" in data[:SNIFFED] and path != "-":
        return Document(path, problem="binary, not scanned") if by_name else None
    else:
        encoding = "utf-8-sig"
    try:
        return Document(path, data.decode(encoding))
    except UnicodeDecodeError as error:
        problem = f"not {encoding.replace('-sig', '').upper()} at byte {error.start}: scanned with U+FFFD for what cannot be read"
        return Document(path, data.decode(encoding, "replace"), problem)


def _is_ignored(path: str, is_directory: bool, rules: _Rules) -> bool:
    """By the innermost .gitignore that says anything."""
    for base, spec in reversed(rules):
        relative = os.path.relpath(path, base).replace(os.sep, "/") + ("/" if is_directory else "")
        verdict = spec.check_file(relative).include
        if verdict is not None:
            return verdict
    return False


def _rules_above(directory: str) -> _Rules:
    """Those of the directories between the repository's root and `directory`; none where they leave out `directory` itself, because
    it was asked for by name."""
    above: List[str] = []
    here = os.path.abspath(directory)
    while not os.path.exists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return []
        here = parent
        above.append(here)
    git = os.path.join(here, ".git", "info", "exclude")
    named = [(here, git)] + [(place, os.path.join(place, ".gitignore")) for place in reversed(above)]
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
