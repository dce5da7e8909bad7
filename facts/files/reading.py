"""A moderator's file in; what it would change, and what is doubtful in it, or all its problems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from facts.files.doubts import Doubt, doubts
from facts.files.formats import MAX_BYTES, tree_of
from facts.files.known import Known, named
from facts.files.rows import read_facts
from facts.files.shape import SECTIONS
from facts.files.sheet import Sheet
from facts.files.subjects import check_removed, read_subjects
from facts.loaded import MAX_ENTRIES, Entry
from facts.phrases import Phrase
from facts.problems import FactsError, Problem, one_of
from facts.raw import READABLE, Unreadable, contents
from facts.tree import KEY_ONCE, Tree

AT_MOST = Phrase("at most {most} entries", most=MAX_ENTRIES)
NOTHING_HELD: Mapping[str, Entry] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FileRead:
    """What a file would put under each key (None takes it away), and what one may doubt."""

    changes: Mapping[str, Entry | None]
    doubts: tuple[Doubt, ...]


def read_file(
    name: str, raw: bytes, known: Known, held: Mapping[str, Entry] = NOTHING_HELD
) -> FileRead:
    """Read a file of facts in any of the formats, by the ending of its name.

    ``held`` is what the server holds: its subjects can be named, and its facts taken away.

    Raises:
        FactsError: with all problems of the file.
    """
    try:
        document = tree_of(name, raw)
    except Unreadable as error:
        raise FactsError([_unreadable(name, error)]) from error
    return _read(name, document, known, held)


def read_path(file: Path, known: Known, held: Mapping[str, Entry] = NOTHING_HELD) -> FileRead:
    """Read a file of this machine.

    Raises:
        FactsError: see ``read_file``; also where there is no such file.
    """
    try:
        raw = contents(file, MAX_BYTES)
    except OSError as error:
        found = error.strerror or str(error)
        raise FactsError([Problem(file.name, 1, "", "", found, READABLE)]) from error
    except Unreadable as error:
        raise FactsError([_unreadable(file.name, error)]) from error
    return read_file(file.name, raw, known, held)


def read_form(
    fields: Mapping[str, str], known: Known, held: Mapping[str, Entry] = NOTHING_HELD
) -> FileRead:
    """Read one fact, its fields as a person filled them in; what is left empty isn't given.

    Raises:
        FactsError: with the problems of all fields.
    """
    return _read("", Tree({"facts": [dict(fields)]}), known, held)


def _read(name: str, document: Tree, known: Known, held: Mapping[str, Entry]) -> FileRead:
    sheet = Sheet(file=name, document=document, known=known, held=held, names=named(known, held))
    sheet.problems.extend(_unreadable(name, each) for each in document.faults)
    for path in document.duplicates:
        entry = "/".join(map(str, path[:-1]))
        sheet.report(path, entry, str(path[-1]), Phrase("the key twice"), KEY_ONCE)
    _read_sections(sheet, document.data)
    if sheet.problems:
        raise FactsError(sheet.problems)
    return FileRead(sheet.changes, doubts(sheet.changes, known, held))


def _read_sections(sheet: Sheet, data: Any) -> None:
    if not isinstance(data, dict) or not data.keys() & SECTIONS.keys():
        sheet.report((), "", "", Phrase("no sections"), one_of(SECTIONS))
        return
    for section in (each for each in data if each not in SECTIONS):
        expected = sheet.nearest(one_of(SECTIONS), section, SECTIONS)
        sheet.report((section,), section, "", Phrase("an unknown section"), expected)
    subjects, facts = data.get("subjects") or {}, data.get("facts") or []
    if len(subjects) + len(facts) > MAX_ENTRIES:
        found = Phrase("{count} entries", count=len(subjects) + len(facts))
        sheet.report((), "", "", found, AT_MOST)
        return
    read_subjects(sheet, subjects)
    read_facts(sheet, facts)
    check_removed(sheet)
    after = len(sheet.after())
    if after > MAX_ENTRIES:
        found = Phrase("{count} entries with those loaded before", count=after)
        sheet.report((), "", "", found, AT_MOST)


def _unreadable(name: str, error: Unreadable) -> Problem:
    return Problem(name, error.line, "", "", error.found, error.expected)
