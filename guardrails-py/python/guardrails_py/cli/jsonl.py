"""``scan --jsonl``: a verdict a line, as they come."""

import json
import sys
from typing import Any, BinaryIO, Dict, Iterator, List, NamedTuple, Optional, Tuple, Union

from .. import ACTIONS, ArgumentError, Guard

# Bytes taken from standard input at a time: what is there is answered before more is waited for.
BLOCK = 1 << 20


class Request(NamedTuple):
    id: Any
    text: str
    source: str


class Bad(NamedTuple):
    line: int
    error: str


def run(lines: BinaryIO, out: BinaryIO, guard: Guard, source: str, threads: Optional[int], fail_on: str) -> int:
    """The exit status: a bad line is answered in its place, and makes it 2."""
    failed, bad, sources = False, 0, Sources(guard)
    for numbered in blocks(lines):
        asked = [parse(number, line, source, sources) for number, line in numbered if line.strip()]
        good = [request for request in asked if isinstance(request, Request)]
        verdicts = iter(guard.scan_batch([each.text for each in good], source=[each.source for each in good], threads=threads))
        answers: List[str] = []
        for request in asked:
            if isinstance(request, Bad):
                bad += 1
                answers.append(json.dumps({"id": None, "line": request.line, "error": request.error}))
            else:
                verdict = next(verdicts)
                failed |= ACTIONS.index(verdict.action) >= ACTIONS.index(fail_on)
                answers.append(f'{{"id":{json.dumps(request.id)},{verdict.to_json()[1:]}')
        out.write("".join(answer + "\n" for answer in answers).encode())
        out.flush()
    if bad:
        print(f"guardrails: {bad} bad lines", file=sys.stderr)
    return 2 if bad else int(failed)


def blocks(stream: BinaryIO) -> Iterator[List[Tuple[int, bytes]]]:
    """Lines with their numbers from 1, as many at a time as have arrived. Holds no more than a block and one line."""
    number, rest = 1, []
    read = getattr(stream, "read1", stream.read)
    while True:
        block = read(BLOCK)
        if block and b"\n" not in block:
            rest.append(block)
            continue
        lines = (b"".join(rest) + block).split(b"\n")
        rest = [lines.pop()] if block else []
        yield list(enumerate(lines, number))
        number += len(lines)
        if not block:
            return


def parse(number: int, line: bytes, source: str, sources: "Sources") -> Union[Request, Bad]:
    """What a line asks for, or what is wrong with it, in words that hold nothing of it."""
    try:
        asked = json.loads(line.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        return Bad(number, f"not UTF-8 at byte {error.start}")
    except json.JSONDecodeError as error:
        return Bad(number, f"not JSON: {error.msg} at character {error.pos}")
    except (ValueError, RecursionError) as error:
        return Bad(number, f"not JSON: {'nested too deep' if isinstance(error, RecursionError) else error}")
    if not isinstance(asked, dict):
        return Bad(number, "not an object")
    if not isinstance(asked.get("text"), str):
        return Bad(number, "no `text`" if "text" not in asked else "`text` is not a string")
    own = asked.get("source")
    if own is None:
        return Request(asked.get("id"), asked["text"], source)
    if not isinstance(own, str):
        return Bad(number, "`source` is not a string")
    fault = sources.fault(own)
    return Bad(number, fault) if fault else Request(asked.get("id"), asked["text"], own)


def _refuse(_: str) -> Any:
    raise ValueError("a number that is none")


class Sources:
    """Which sources exist: the core is asked once for each name."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._faults: Dict[str, str] = {}

    def fault(self, name: str) -> str:
        """What is wrong with the name; empty where nothing is."""
        known = self._faults.get(name)
        if known is not None:
            return known
        try:
            self._guard.scan_batch((), source=name)
            fault = ""
        except ArgumentError as error:
            fault = str(error)
        except UnicodeError:
            fault = "unknown source"
        if len(self._faults) < 64:
            self._faults[name] = fault
        return fault
