"""Cells of CSV: where a place in the text lies in the table."""

import re
from bisect import bisect_right
from typing import List, Optional, Pattern, Tuple

DELIMITERS = ",;\t|"
EXTENSIONS = (".csv", ".tsv", ".tab")


def is_table(path: str) -> bool:
    """By the file's name."""
    return path.lower().endswith(EXTENSIONS)


class Table:
    """The cells of a text in the format of RFC 4180, whatever the delimiter and the line ends."""

    def __init__(self, path: str, text: str) -> None:
        tabs = path.lower().endswith((".tsv", ".tab"))
        # What is wrong and the offset where; the cells are none then.
        self.fault: Optional[Tuple[str, int]] = None
        self._starts: List[int] = []
        self._cells: List[Tuple[int, int]] = []
        delimiter = "\t" if tabs else _delimiter(text)
        self._read(text, _cell(delimiter))
        if self.fault and tabs:
            # To many programs a quotation mark in a file of tabs is a character like others.
            self.fault = None
            self._read(text, _cell(delimiter, quotes=False))

    def cell(self, offset: int) -> Optional[Tuple[int, int]]:
        """Row and column, both from 1, the header being the first row; None where the text is no table."""
        at = bisect_right(self._starts, offset) - 1
        return self._cells[at] if self._cells and at >= 0 else None

    def _read(self, text: str, cell: Pattern[str]) -> None:
        self._starts, self._cells = [], []
        at, row, column = 0, 1, 1
        while at < len(text):
            found = cell.match(text, at)
            if found is None:
                quoted = re.compile(r'"[^"]*(?:""[^"]*)*"').match(text, at)
                self.fault = ("text behind a closing quotation mark", quoted.end()) if quoted else ("a quotation mark that nothing closes", at)
                self._starts, self._cells = [], []
                return
            self._starts.append(at)
            self._cells.append((row, column))
            at = found.end()
            if found[1] in ("\n", "\r\n", "\r"):
                row, column = row + 1, 1
            else:
                column += 1


def _delimiter(text: str) -> str:
    """The one that stands most often in the first line outside quotation marks; a comma where none does."""
    line = re.sub(r'"[^"]*"', "", re.split(r"[\r\n]", text[:65536], maxsplit=1)[0])
    return max(DELIMITERS, key=line.count)


def _cell(delimiter: str, quotes: bool = True) -> Pattern[str]:
    end = rf"({re.escape(delimiter)}|\r\n|\n|\r|\Z)"
    plain = rf"[^{re.escape(delimiter)}\r\n]*"
    # A quotation mark inside a plain cell is let be.
    return re.compile(rf'(?:"[^"]*(?:""[^"]*)*"|(?!"){plain}){end}' if quotes else plain + end)
