"""Which files git tracks. Read from the index itself: running git in a checkout runs what its configuration says."""

import hashlib
import os
import struct
from typing import Iterator, NamedTuple, Optional, Set


class Tracked(NamedTuple):
    """Absolute paths: of the files, and of the directories above them."""

    files: Set[str]
    directories: Set[str]


def tracked(root: str) -> Tracked:
    """What is tracked in the working tree at `root`; nothing where there is no index, or none that can be read."""
    files: Set[str] = set()
    directories: Set[str] = set()
    directory = git_directory(os.path.join(root, ".git"))
    try:
        with open(os.path.join(directory or "", "index"), "rb") as file:
            names = list(_names(file.read())) if directory else []
    except (OSError, ValueError, IndexError, struct.error):
        names = []
    for name in names:
        path = os.path.join(root, os.fsdecode(name).replace("/", os.sep))
        files.add(path)
        above = os.path.dirname(path)
        while above not in directories and len(above) > len(root):
            directories.add(above)
            above = os.path.dirname(above)
    return Tracked(files, directories)


def git_directory(git: str) -> Optional[str]:
    """What `.git` is or, in a worktree or submodule, names."""
    if os.path.isdir(git):
        return git
    try:
        with open(git, encoding="utf-8", errors="surrogateescape") as file:
            named = file.readline(4096).strip()
    except OSError:
        return None
    return os.path.join(os.path.dirname(git), named[len("gitdir:") :].strip()) if named.startswith("gitdir:") else None


def _names(data: bytes) -> Iterator[bytes]:
    """The names in an index of version 2, 3 or 4, as gitformat-index describes it."""
    signature, version, entries = struct.unpack_from(">4sII", data)
    if signature != b"DIRC" or version not in (2, 3, 4):
        raise ValueError("not an index")
    # The digest at the end says which hash names the objects. Without one (`index.skipHash`) it is SHA-1, as nearly everywhere.
    digest = 32 if hashlib.sha256(data[:-32]).digest() == data[-32:] else 20
    at, name = 12, b""
    for _ in range(entries):
        start = at
        at += 40 + digest
        (flags,) = struct.unpack_from(">H", data, at)
        at += 4 if version >= 3 and flags & 0x4000 else 2
        if version == 4:
            cut, at = _variable(data, at)
            end = data.index(b"\0", at)
            name = name[: len(name) - cut] + data[at:end]
            at = end + 1
        else:
            end = data.index(b"\0", at)
            name = data[at:end]
            # From one to eight NULs, so that the next entry begins at a multiple of eight.
            at = start + (end - start + 8) // 8 * 8
        yield name


def _variable(data: bytes, at: int) -> "tuple[int, int]":
    """A number as in the offsets of packs, and where it ends."""
    value = data[at] & 0x7F
    while data[at] & 0x80:
        at += 1
        value = ((value + 1) << 7) | (data[at] & 0x7F)
    return value, at + 1
