"""What can be wrong in facts files, and what has been read so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TypeVar

from facts.phrases import Phrase
from facts.schema import Claim, Fact, Model, Source, Standing, Statement, Subject
from facts.tree import Path_, Tree

SECTIONS: Mapping[str, type[Model]] = {
    "subjects": Subject,
    "sources": Source,
    "facts": Fact,
    "statements": Statement,
    "claims": Claim,
}

MAX_LISTED = 100
MAX_HINTS = 15
MAX_HINTED = 80
"""The longest text that a near word is looked for."""

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a facts file; ``found`` and ``expected`` may be phrases."""

    file: str
    line: int
    entry: str
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = f"{inert(self.file)}:{self.line}: {inert(self.entry) or 'file'}"
        where += f", {inert(self.field)}" if self.field else ""
        return f"{where}: found {inert(self.found)}; expected {self.expected}"


class FactsError(ValueError):
    """The files hold problems; nothing was loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (each.file, each.line)))
        lines = [str(problem) for problem in self.problems[:MAX_LISTED]]
        more = len(self.problems) - len(lines)
        super().__init__("\n".join([*lines, *([f"and {more:,} more problems"] if more else [])]))


@dataclass(frozen=True)
class Place:
    """Where an entry stands: file, document and path."""

    file: str
    document: Tree
    path: Path_

    def line(self, *inside: str | int) -> int:
        """The line of the entry, or of one of its fields."""
        return self.document.line((*self.path, *inside))


@dataclass
class Report:
    """The problems met on the way, and what a misspelt word may stand for."""

    problems: list[Problem] = field(default_factory=list[Problem])
    hints: int = 0

    def nearest(self, wanted: Phrase, text: str, known: Iterable[str]) -> Phrase:
        """What is wanted, with the known word that ``text`` may stand for.

        For the first few only: comparing is slow, and nobody reads so many.
        """
        hint = near(text, known) if self.hints < MAX_HINTS else ""
        self.hints += 1
        return Phrase("{wanted} ({near}?)", wanted=wanted, near=hint) if hint else wanted


@dataclass
class Loaded(Report):
    """Entries by section and id, and the place of each."""

    entries: dict[str, dict[str, Model]] = field(
        default_factory=lambda: {section: {} for section in SECTIONS}
    )
    places: dict[tuple[str, str], Place] = field(default_factory=dict[tuple[str, str], Place])
    standings: dict[str, Standing] = field(default_factory=dict[str, Standing])

    def of(self, section: str, model: type[M]) -> dict[str, M]:
        """The entries of a section."""
        entries = self.entries[section]
        return {key: entry for key, entry in entries.items() if isinstance(entry, model)}

    def report(self, section: str, key: str, where: str, found: str, expected: str) -> None:
        """Note a problem in a field of an entry that has been read."""
        place = self.places[section, key]
        line = place.line(where)
        self.problems.append(Problem(place.file, line, key, where, found, expected))


def inert(text: str) -> str:
    """Text of a file as a terminal may show it: one line, nothing invisible."""
    return text if text.isprintable() else repr(text)


def near(text: str, known: Iterable[str]) -> str:
    """The known word that ``text`` may stand for, if any is like it."""
    found = get_close_matches(text, tuple(known), 1) if len(text) <= MAX_HINTED else []
    return found[0] if found else ""


def one_of(names: Iterable[str]) -> Phrase:
    """What is expected where only some words are allowed."""
    return Phrase("one of {names}", names=", ".join(names))


def shown(value: object) -> str:
    """What was found, short enough for a message."""
    text = repr(value[:60] if isinstance(value, str) else value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def shown_figure(figure: float, unit: str) -> str:
    """A figure with its unit; that of a pure number isn't said."""
    return f"{figure:.6g}" if unit == "1" else f"{figure:.6g} {unit}"


def shown_name(name: str) -> str:
    """A name of a file's own, short enough for a message."""
    return name if len(name) <= 40 else f"{name[:39]}…"
