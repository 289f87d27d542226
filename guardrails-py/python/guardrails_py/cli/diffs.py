"""Unified diffs: what a change adds and what it takes away, file by file."""

import re
from dataclasses import dataclass, field
from typing import Iterator, List, Optional, Tuple

from .files import Document

_HUNK = re.compile(r"(@@+) ((?:-\d+(?:,\d+)? )+)\+(\d+)(?:,(\d+))? @@+")
_RANGE = re.compile(r"-(\d+)(?:,(\d+))?")
_FILE = ("diff --git ", "diff --cc ", "diff --combined ", "Index: ", "diff -r ")
_HEADER = re.compile(
    r"index [0-9a-f]+[.,]|(old|new|deleted file|new file) mode |mode [0-7]|(dis)?similarity index |(rename|copy) (from|to) |Binary files |={20,}$"
)
# Where a commit begins in what `git log -p` and `git format-patch` print, and who wrote it when: no part of the change.
_COMMIT = re.compile(r"(commit|From) [0-9a-f]{40}")
_ABOUT = re.compile(r"(Author|Commit|Merge|Date|AuthorDate|CommitDate|Notes|Reflog[^:]*|From|To|Cc|MIME-Version|Content-[^:]*|Message-I[Dd]|X-[^:]*): ")
# What a binary patch is made of.
_BINARY = re.compile(r"((literal|delta) \d+|[A-Za-z][0-9A-Za-z!#$%&()*+;<=>?@^_`{|}~-]+|)$")
_ESCAPE = re.compile(r"\\([0-7]{3}|.)")
_ESCAPED = {"n": b"\n", "t": b"\t", "r": b"\r", "a": b"\a", "b": b"\b", "f": b"\f", "v": b"\v"}


@dataclass
class _Side:
    """The lines of a file before or after the change, as far as the diff shows them."""

    path: str = ""
    lines: List[str] = field(default_factory=list)
    numbers: List[int] = field(default_factory=list)
    changed: List[Tuple[int, int]] = field(default_factory=list)

    def add(self, line: str, number: int, is_changed: bool) -> None:
        self.lines.append(line)
        self.numbers.append(number)
        here = len(self.lines)
        if is_changed and self.changed and self.changed[-1][1] == here - 1:
            self.changed[-1] = (self.changed[-1][0], here)
        elif is_changed:
            self.changed.append((here, here))

    def document(self, removed: bool) -> Iterator[Document]:
        if self.changed:
            yield Document(self.path, "\n".join(self.lines), numbers=self.numbers, changed=self.changed, removed=removed)


class _Hunk:
    """Where in the files the next line stands, and how many are to come."""

    def __init__(self, found: "re.Match[str]") -> None:
        ranges = [(int(start), int(count or 1)) for start, count in _RANGE.findall(found[2])]
        self.old, self._old_left = [start for start, _ in ranges], [count for _, count in ranges]
        self.new, self._new_left = int(found[3]), int(found[4] or 1)

    def __bool__(self) -> bool:
        return self._new_left > 0 or any(left > 0 for left in self._old_left)

    def take(self, line: str, before: _Side, after: _Side) -> bool:
        """Whether it is a line of the hunk. A diff of a merge has a column for each parent."""
        marks = line[: len(self.old)].ljust(len(self.old))
        if marks.strip(" +-") or "+" in marks and "-" in marks:
            return False
        text = line[len(self.old) :]
        if "-" in marks:
            before.add(text, self.old[marks.index("-")], True)
            self._leave("-", marks)
            return True
        after.add(text, self.new, "+" in marks)
        if "+" not in marks:
            before.add(text, self.old[0], False)
        self.new, self._new_left = self.new + 1, self._new_left - 1
        self._leave(" ", marks)
        return True

    def _leave(self, mark: str, marks: str) -> None:
        for parent, own in enumerate(marks):
            if own == mark:
                self.old[parent] += 1
                self._old_left[parent] -= 1


def documents(diff: Optional[Document]) -> List[Document]:
    """For each file of the diff what was there before and what is there now, and what stands between the files: messages of commits.

    What is no diff is scanned as the text it is, and said to be none.
    """
    if diff is None or diff.text is None:
        return [diff] if diff else []
    text = diff.text
    reading = _Reading(diff.path)
    for number, line in enumerate(text.split("\n"), 1):
        reading.line(number, line)
    found, problem = reading.end()
    if not reading.is_diff and text.strip():
        return [Document(diff.path, text, diff.problem or "no unified diff: scanned as text")]
    problem = diff.problem or problem
    return ([Document(diff.path, problem=problem)] if problem else []) + found


class _Reading:
    def __init__(self, name: str) -> None:
        self.is_diff = False
        self._found: List[Document] = []
        self._problem: Optional[str] = None
        self._outside = _Side(name)
        self._before, self._after = _Side(), _Side()
        self._hunk: Optional[_Hunk] = None
        self._binary = self._about = False

    def line(self, number: int, line: str) -> None:
        if self._hunk:
            if line.startswith("\\"):
                return
            if self._hunk.take(line, self._before, self._after):
                return
            self._wrong(number, "not a line of its hunk")
            self._hunk = None
        hunk = _HUNK.match(line)
        if hunk:
            self.is_diff = True
            self._hunk = _Hunk(hunk)
            for side in (self._before, self._after):
                if side.lines:
                    # Nothing reaches from one hunk into the next.
                    side.add("", 0, False)
        elif line.startswith(_FILE):
            self._close()
            self.is_diff, self._binary = True, False
        elif line.startswith("--- "):
            self._close()
            self._before.path = _path(line[4:])
        elif line.startswith("+++ "):
            self._after.path = _path(line[4:])
        elif line.startswith("GIT binary patch"):
            self._binary = True
        elif _COMMIT.match(line):
            self._close()
            self.is_diff = self._about = True
        elif self._binary and _BINARY.match(line):
            return
        elif not line.startswith("\\") and not _HEADER.match(line):
            self._binary = False
            self._about = self._about and bool(line.strip())
            if not (self._about and _ABOUT.match(line)):
                self._outside.add(line, number, True)

    def end(self) -> Tuple[List[Document], Optional[str]]:
        # The last line end has a line of no text behind it.
        if self._hunk:
            self._wrong(0, "ends inside a hunk")
        self._close()
        outside = self._outside
        if any(line.strip() for line in outside.lines):
            self._found.insert(0, Document(outside.path, "\n".join(outside.lines), numbers=outside.numbers, by_its_author=False))
        return self._found, self._problem

    def _close(self) -> None:
        # A file that is new or gone has the same name on both sides.
        before, after = self._before, self._after
        before.path, after.path = before.path or after.path, after.path or before.path
        self._found += [*before.document(True), *after.document(False)]
        self._before, self._after, self._hunk = _Side(), _Side(), None

    def _wrong(self, number: int, what: str) -> None:
        self._problem = self._problem or (f"line {number}: {what}" if number else what)


def _path(name: str) -> str:
    """The path behind `---` or `+++`, without git's `a/` or `b/` and what other programs write behind a tab."""
    name = name.rstrip("\r")
    if name.startswith('"'):
        quoted = name[1:].rsplit('"', 1)[0]
        name = b"".join(_unescaped(quoted)).decode("utf-8", "surrogateescape")
    else:
        name = name.split("\t")[0]
    if name == "/dev/null":
        return ""
    return name[2:] if name[:2] in ("a/", "b/", "i/", "w/", "c/", "o/") else name


def _unescaped(quoted: str) -> Iterator[bytes]:
    at = 0
    for escape in _ESCAPE.finditer(quoted):
        yield quoted[at : escape.start()].encode("utf-8", "surrogateescape")
        what = escape[1]
        yield bytes([int(what, 8) & 0xFF]) if len(what) == 3 else _ESCAPED.get(what, what.encode())
        at = escape.end()
    yield quoted[at:].encode("utf-8", "surrogateescape")
