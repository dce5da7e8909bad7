"""Facts files in, a checked ``Facts`` library out, or every problem of every file at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import to_json

from facts import tree
from facts.library import Facts
from facts.schema import FAULTS, Claim, Fact, Model, Source, Standing, Statement, Subject
from facts.units import Dimension, UnknownUnit, describe, fits, known_spellings, unit

CURATED = tuple(
    Path(__file__).with_name(f"{name}.yaml") for name in ("subjects", "article", "reference")
)
SECTIONS: Mapping[str, type[Model]] = {
    "subjects": Subject,
    "sources": Source,
    "facts": Fact,
    "statements": Statement,
    "claims": Claim,
}
KEYED = ("subjects", "sources")
"""Sections written as ``id: entry``; the others are lists whose entries carry an id."""

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a facts file."""

    file: str
    line: int
    entry: str
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: {self.entry or 'file'}"
        where += f", {self.field}" if self.field else ""
        return f"{where}: found {self.found}; expected {self.expected}"


class FactsError(ValueError):
    """The files hold problems; nothing was loaded."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (each.file, each.line)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class _Loaded:
    """What has been read so far: entries by section and id, and where each one stands."""

    entries: dict[str, dict[str, Model]] = field(
        default_factory=lambda: {section: {} for section in SECTIONS}
    )
    places: dict[tuple[str, str], tuple[str, tree.Tree, tree.Path_]] = field(
        default_factory=dict[tuple[str, str], tuple[str, tree.Tree, tree.Path_]]
    )
    standings: dict[str, Standing] = field(default_factory=dict[str, Standing])
    problems: list[Problem] = field(default_factory=list[Problem])

    def of(self, section: str, model: type[M]) -> dict[str, M]:
        entries = self.entries[section]
        return {key: entry for key, entry in entries.items() if isinstance(entry, model)}

    def problem(self, section: str, key: str, where: str, found: str, expected: str) -> None:
        name, document, path = self.places[section, key]
        line = document.line((*path, where))
        self.problems.append(Problem(name, line, key, where, found, expected))


def load(files: Iterable[Path], quantities: Mapping[str, Dimension]) -> Facts:
    """Load facts files; ``quantities`` gives the dimension of each quantity facts may be about.

    Raises:
        FactsError: with all problems of all files.
    """
    loaded = _Loaded()
    for file in files:
        _read_file(file, loaded)
    _check_references(loaded)
    _check_quantities(loaded, quantities)
    _check_choices(loaded)
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


def _read_file(file: Path, loaded: _Loaded) -> None:
    name = file.name
    try:
        document = tree.read(file)
    except OSError as error:
        reason = error.strerror or str(error)
        loaded.problems.append(Problem(name, 1, "", "", reason, "a readable file"))
        return
    except tree.Unreadable as error:
        loaded.problems.append(Problem(name, error.line, "", "", error.found, error.expected))
        return
    for path in document.duplicates:
        entry = _entry_name(document.data, path[:-1])
        line = document.line(path)
        loaded.problems.append(
            Problem(name, line, entry, str(path[-1]), "the key twice", "each key once")
        )
    if not isinstance(document.data, dict):
        loaded.problems.append(Problem(name, 1, "", "", "no sections", _names(SECTIONS)))
        return
    _read_sections(name, document, loaded)


def _read_sections(name: str, document: tree.Tree, loaded: _Loaded) -> None:
    data: dict[str, Any] = dict(document.data)
    standing = data.pop("standing", None)
    if standing is not None and standing not in list(Standing):
        line = document.line(("standing",))
        loaded.problems.append(
            Problem(name, line, "", "standing", repr(standing), _names(Standing))
        )
        standing = None
    if standing is None and data.keys() & {"facts", "statements"}:
        loaded.problems.append(Problem(name, 1, "", "standing", "nothing", _names(Standing)))
    for section, content in data.items():
        if section not in SECTIONS:
            line = document.line((section,))
            loaded.problems.append(
                Problem(name, line, section, "", "an unknown section", _names(SECTIONS))
            )
            continue
        for key, path, entry in _entries(name, section, content, document, loaded):
            _read_entry(name, section, key, path, entry, document, loaded)
            if standing:
                loaded.standings[key] = Standing(standing)


def _entries(
    name: str, section: str, content: Any, document: tree.Tree, loaded: _Loaded
) -> Iterator[tuple[str, tree.Path_, Any]]:
    line = document.line((section,))
    if section in KEYED:
        if not isinstance(content, dict):
            loaded.problems.append(Problem(name, line, section, "", "no mapping", "id: entry"))
            return
        for key, entry in content.items():
            yield key, (section, key), entry
        return
    if not isinstance(content, list):
        loaded.problems.append(Problem(name, line, section, "", "no list", "- id: …"))
        return
    for index, entry in enumerate(content):
        yield _entry_name(document.data, (section, index)), (section, index), entry


def _read_entry(
    name: str,
    section: str,
    key: str,
    path: tree.Path_,
    entry: Any,
    document: tree.Tree,
    loaded: _Loaded,
) -> None:
    line = document.line(path)
    if not isinstance(entry, dict):
        loaded.problems.append(Problem(name, line, key, "", "plain text", "an entry with fields"))
        return
    try:
        model = SECTIONS[section].model_validate_json(to_json(entry))
    except ValidationError as error:
        loaded.problems.extend(_problems(error, name, key, path, document, SECTIONS[section]))
        return
    if key in loaded.entries[section]:
        first = loaded.places[section, key]
        found = f"the id a second time (first at {first[0]}:{first[1].line(first[2])})"
        loaded.problems.append(Problem(name, line, key, "id", found, "each id once"))
        return
    loaded.entries[section][key] = model
    loaded.places[section, key] = (name, document, path)


def _problems(
    error: ValidationError,
    name: str,
    key: str,
    path: tree.Path_,
    document: tree.Tree,
    model: type[Model],
) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        where = tuple(part for part in detail["loc"] if part != "[key]")
        line = document.line((*path, *where))
        kind, message = detail["type"], detail["msg"].removeprefix("Value error, ")
        found, expected = _shorten(detail["input"]), message
        if kind == "missing":
            found, expected = "nothing", "this field"
        elif kind == "extra_forbidden":
            near = difflib.get_close_matches(str(where[-1]), model.model_fields, 1)
            found, expected = "an unknown field", f"{near[0]}" if near else "no such field"
        elif not where:
            found = "the entry"
        yield Problem(name, line, key, ".".join(map(str, where)), found, expected)


def _check_references(loaded: _Loaded) -> None:
    """Every id that an entry names must exist."""

    def check(section: str, key: str, where: str, target: str, name: str | None) -> None:
        if name is not None and name not in loaded.entries[target]:
            near = difflib.get_close_matches(name, loaded.entries[target], 1)
            hint = f" ({near[0]}?)" if near else ""
            loaded.problem(section, key, where, repr(name), f"an id of {target}{hint}")

    for key, subject in loaded.of("subjects", Subject).items():
        for name in subject.links.values():
            check("subjects", key, "links", "subjects", name)
    for section, model in (("facts", Fact), ("statements", Statement)):
        for key, entry in loaded.of(section, model).items():
            check(section, key, "subject", "subjects", entry.subject)
            check(section, key, "source", "sources", entry.source)
    for key, claim in loaded.of("claims", Claim).items():
        check("claims", key, "fact", "facts", claim.fact)
        check("claims", key, "follows", "claims", claim.follows)
        for name in claim.subjects:
            check("claims", key, "subjects", "subjects", name)


def _check_quantities(loaded: _Loaded, quantities: Mapping[str, Dimension]) -> None:
    """Every quantity must be known and every unit must fit it."""
    for key, fact in loaded.of("facts", Fact).items():
        if fact.quantity not in quantities:
            near = difflib.get_close_matches(fact.quantity, quantities, 1)
            hint = f" ({near[0]}?)" if near else ""
            loaded.problem("facts", key, "quantity", repr(fact.quantity), f"a quantity{hint}")
            continue
        try:
            written = unit(fact.unit)
        except UnknownUnit as error:
            near = difflib.get_close_matches(error.text, known_spellings(), 1)
            hint = f" ({near[0]}?)" if near else ""
            loaded.problem("facts", key, "unit", repr(error.text), f"a known unit{hint}")
            continue
        if not fits(written.dimension, quantities[fact.quantity]):
            wanted = describe(quantities[fact.quantity])
            loaded.problem("facts", key, "unit", repr(fact.unit), f"a unit for {wanted}")
    for key, claim in loaded.of("claims", Claim).items():
        for name in claim.given:
            if name not in quantities:
                loaded.problem("claims", key, "given", repr(name), "a quantity")


def _check_choices(loaded: _Loaded) -> None:
    """Aliases name one subject; of several facts for one thing exactly one is preferred."""
    taken: dict[str, str] = {}
    for key, subject in loaded.of("subjects", Subject).items():
        for alias in {key, subject.name.casefold(), *(each.casefold() for each in subject.aliases)}:
            if taken.setdefault(alias, key) != key:
                found = f"{alias!r}, also a name of {taken[alias]}"
                loaded.problem("subjects", key, "aliases", found, "a name of one subject")
    groups: dict[tuple[str, str], list[Fact]] = {}
    defaults: dict[str, Fact] = {}
    for key, fact in loaded.of("facts", Fact).items():
        if fact.verdict in FAULTS:
            if fact.preferred or fact.default:
                found = f"an input with verdict '{fact.verdict}'"
                loaded.problem("facts", key, "preferred", found, "a fact without fault")
            continue
        groups.setdefault((fact.subject, fact.quantity), []).append(fact)
        if fact.default and defaults.setdefault(fact.quantity, fact) is not fact:
            other = defaults[fact.quantity].id
            found = f"a second default for {fact.quantity}, after {other}"
            loaded.problem("facts", key, "default", found, "one default for a quantity")
    for group in groups.values():
        chosen = [fact for fact in group if fact.preferred]
        if len(group) > 1 and len(chosen) != 1:
            subject, quantity = group[0].subject, group[0].quantity
            found = f"{len(chosen)} preferred of {len(group)} facts for {quantity} of {subject}"
            loaded.problem("facts", group[-1].id, "preferred", found, "exactly one")


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


def _names(names: Iterable[str]) -> str:
    return "one of " + ", ".join(names)


def _shorten(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
