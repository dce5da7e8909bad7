"""CSV text in; its tree out: a list of facts, a row each, by the columns that its header names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from facts.files.shape import COLUMNS
from facts.loaded import MAX_ENTRIES
from facts.phrases import Phrase
from facts.problems import near, shown_name
from facts.raw import Unreadable
from facts.tree import FEWER, KEY_ONCE, MAX_VALUES, Tree

DELIMITERS = ",;\t"
FORMULA = re.compile(r"'*[=+\-@＝＋－＠]")
"""What a spreadsheet would calculate, or would if it hadn't been made text by an apostrophe."""


def parse_csv(text: str) -> Tree:
    """Build the tree of a CSV table.

    Raises:
        Unreadable: no table, or without a header that is understood at all.
    """
    if text.count("\n") > MAX_VALUES:
        raise Unreadable(1, Phrase("more than {most} rows", most=MAX_VALUES), FEWER)
    head = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    document = Tree({"facts": []}, {(): 1})
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: Sequence[str] | None = None
    start = 1
    try:
        for row in reader:
            line, start = start, reader.line_num + 1
            if not any(cell.strip() for cell in row):
                continue
            if columns is None:
                columns = _columns(row, line, document)
            else:
                _add(row, line, columns, document)
    except csv.Error as error:
        found = Phrase("“{problem}”", problem=error)
        raise Unreadable(reader.line_num, found, Phrase("CSV")) from error
    if columns is None:
        raise Unreadable(1, Phrase("nothing"), _header())
    return document


def _columns(row: Sequence[str], line: int, document: Tree) -> Sequence[str]:
    names = [cell.strip().lower() for cell in row]
    while names and not names[-1]:
        names.pop()
    if not set(names) & set(COLUMNS):
        raise Unreadable(line, shown_name(row[0]), _header())
    for position, name in enumerate(names):
        if name not in COLUMNS:
            found = Phrase("the unknown column {name}", name=repr(shown_name(name)))
            meant = near(name, COLUMNS)
            expected = Phrase("a column ({near}?)", near=meant) if meant else _header()
            document.faults.append(Unreadable(line, found, expected))
        elif name in names[:position]:
            found = Phrase("the column {name} twice", name=name)
            document.faults.append(Unreadable(line, found, KEY_ONCE))
        if len(document.faults) > len(COLUMNS):
            break
    return names


def _header() -> Phrase:
    return Phrase("a first row of column names from {names}", names=", ".join(COLUMNS))


def _add(row: Sequence[str], line: int, columns: Sequence[str], document: Tree) -> None:
    facts = document.data["facts"]
    if len(facts) > MAX_ENTRIES:  # one too many is enough to say so
        return
    document.lines["facts", len(facts)] = line
    cells = [_cell(cell) for cell in row]
    facts.append(
        {name: cell for name, cell in zip(columns, cells, strict=False) if name in COLUMNS}
    )
    if any(cells[len(columns) :]):
        found = Phrase("{count} cells", count=len(row))
        expected = Phrase("at most {most} cells, as the first row has", most=len(columns))
        document.faults.append(Unreadable(line, found, expected))


def _cell(text: str) -> str:
    text = text.strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text
