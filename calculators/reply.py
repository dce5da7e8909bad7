"""A reply's parts in reading order. Renderers differ only in how they lay these out."""

from __future__ import annotations

from typing import NamedTuple


class Table(NamedTuple):
    """A small table: headings and rows of equal length; the first column is a label."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Line(NamedTuple):
    """A line of the working: what it gives, formula, numbers, result.

    ``isolates`` marks the rearrangement of a formula: it has no numbers.
    """

    label: str
    formula: str
    numbers: str
    result: str
    isolates: bool = False


class Given(NamedTuple):
    """An input in words with its standing; ``option`` changes it (empty: the asker gave it)."""

    text: str
    option: str


class Section(NamedTuple):
    """Lines of their own under a heading, where a reply is no answer of the engine.

    ``people`` are the ids of those whom the lines are about, line by line; 0 where nobody is.
    """

    heading: str
    lines: tuple[str, ...]
    people: tuple[int, ...] = ()

    def pairs(self) -> list[tuple[str, int]]:
        """Each line with the person it is about."""
        return list(zip(self.lines, self.people or (0,) * len(self.lines), strict=True))


class Reply(NamedTuple):
    """What the reader sees. ``corrects`` and ``refused`` say what kind of answer it is."""

    headline: str
    lead: str = ""
    ladder: Table | None = None
    working: tuple[Line, ...] = ()
    inputs: tuple[Given, ...] = ()
    assumed: tuple[Given, ...] = ()
    moves: tuple[str, ...] = ()
    beware: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    corrects: bool = False
    refused: bool = False
    version: str = ""
    """Which facts the answer was worked out with, where they are a server's."""
    read: str = ""
    """How a plain question was read."""
    sections: tuple[Section, ...] = ()
