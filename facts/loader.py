"""Facts files in, a checked ``Facts`` library out, or every problem of every file at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from facts import tree
from facts.checks import Possible, check_choices, check_quantities, check_references
from facts.fields import parsed, wrong_fields
from facts.library import Facts
from facts.phrases import Phrase
from facts.problems import (
    SECTIONS,
    FactsError,
    Loaded,
    Place,
    Problem,
    one_of,
    shown,
)
from facts.raw import READABLE, Unreadable
from facts.schema import Claim, Fact, Source, Standing, Statement, Subject
from facts.units import Dimension

CURATED = tuple(
    Path(__file__).with_name(f"{name}.yaml") for name in ("subjects", "article", "reference")
)
KEYED = ("subjects", "sources")
"""Sections written as ``id: entry``; the others are lists whose entries carry an id."""
KEY_TWICE = Phrase("the key twice")


def load(
    files: Iterable[Path],
    quantities: Mapping[str, Dimension],
    possible: Possible = lambda _name, _figure: True,
) -> Facts:
    """Load facts files.

    ``quantities`` gives the dimension of each quantity that facts may be about, ``possible`` says
    whether a quantity can have a figure.

    Raises:
        FactsError: with all problems of all files.
    """
    loaded = Loaded()
    for file in files:
        _FileReader(file.name, loaded).read(file)
    check_references(loaded)
    check_quantities(loaded, quantities, possible)
    check_choices(loaded)
    if loaded.problems:
        raise FactsError(loaded.problems)
    return Facts(
        subjects=loaded.of("subjects", Subject),
        sources=loaded.of("sources", Source),
        all=tuple(loaded.of("facts", Fact).values()),
        statements=tuple(loaded.of("statements", Statement).values()),
        claims=tuple(loaded.of("claims", Claim).values()),
        standings=loaded.standings,
    )


class _FileReader:
    """Reads one file into ``loaded``; a problem in one entry does not hide the next."""

    def __init__(self, name: str, loaded: Loaded) -> None:
        self._name = name
        self._loaded = loaded
        self._document = tree.Tree()
        self._standing: Standing | None = None

    def read(self, file: Path) -> None:
        try:
            self._document = tree.read(file)
        except OSError as error:
            self._problem(1, "", "", error.strerror or str(error), READABLE)
            return
        except Unreadable as error:
            self._problem(error.line, "", "", error.found, error.expected)
            return
        data = self._document.data
        for path in self._document.duplicates:
            line, entry = self._document.line(path), _entry_name(data, path[:-1])
            self._problem(line, entry, str(path[-1]), KEY_TWICE, tree.KEY_ONCE)
        if not isinstance(data, dict):
            self._problem(1, "", "", Phrase("no sections"), one_of(SECTIONS))
            return
        self._read_standing(data)
        for section, content in data.items():
            if section != "standing":
                self._read_section(section, content)

    def _problem(self, line: int, entry: str, field: str, found: str, expected: str) -> None:
        problem = Problem(self._name, line, entry, field, found, expected)
        self._loaded.problems.append(problem)

    def _read_standing(self, data: Mapping[str, Any]) -> None:
        standing = data.get("standing")
        if standing in list(Standing):
            self._standing = Standing(standing)
        elif standing is not None or data.keys() & {"facts", "statements"}:
            line, found = (
                self._document.line(("standing",)),
                shown(standing) if standing else Phrase("nothing"),
            )
            self._problem(line, "", "standing", found, one_of(Standing))

    def _read_section(self, section: str, content: Any) -> None:
        if section not in SECTIONS:
            line = self._document.line((section,))
            self._problem(line, section, "", Phrase("an unknown section"), one_of(SECTIONS))
            return
        for path in self._paths(section, content):
            key = _entry_name(self._document.data, path)
            place = Place(self._name, self._document, path)
            self._read_entry(section, key, place, content[path[-1]])
            if self._standing:
                self._loaded.standings[key] = self._standing

    def _paths(self, section: str, content: Any) -> Iterator[tree.Path_]:
        keyed = section in KEYED
        if not isinstance(content, dict if keyed else list):
            line, entry = self._document.line((section,)), "id: entry" if keyed else "- id: …"
            expected = Phrase("entries written as {entry}", entry=entry)
            self._problem(line, section, "", Phrase("something else"), expected)
            return
        for key in content if keyed else range(len(content)):
            yield (section, key)

    def _read_entry(self, section: str, key: str, place: Place, entry: Any) -> None:
        if not isinstance(entry, dict):
            self._problem(
                place.line(), key, "", Phrase("plain text"), Phrase("an entry with fields")
            )
            return
        try:
            model = parsed(SECTIONS[section], entry)
        except ValidationError as error:
            for where, found, expected in wrong_fields(error, SECTIONS[section], self._loaded):
                field = ".".join(map(str, where))
                self._problem(place.line(*where), key, field, found, expected)
            return
        if key in self._loaded.entries[section]:
            first = self._loaded.places[section, key]
            where_first = f"{first.file}:{first.line()}"
            found = Phrase("the id a second time (first at {where})", where=where_first)
            self._problem(place.line(), key, "id", found, Phrase("each id once"))
            return
        self._loaded.entries[section][key] = model
        self._loaded.places[section, key] = place


def _entry_name(data: Any, path: tree.Path_) -> str:
    """The id of the entry that ``path`` lies in, or its position."""
    if len(path) < 2 or not isinstance(data, dict):
        return str(path[0]) if path else ""
    section, position = path[0], path[1]
    if not isinstance(position, int):
        return position
    entry = data[section][position]
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else f"{section}[{position + 1}]"
