"""The subjects of a file: each named like no other, its links and quantities known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from facts.checks import A_QUANTITY, ONE_SUBJECT, also_names
from facts.fields import parsed, wrong_fields
from facts.files.known import names_of
from facts.files.sheet import Sheet
from facts.loaded import OURS, Entry, LoadedFact, LoadedSubject
from facts.phrases import Phrase
from facts.schema import Subject
from facts.tree import Path_

SECTION = "subjects"


def read_subjects(sheet: Sheet, content: Any) -> None:
    """Read the section that says what figures can be about."""
    if not isinstance(content, dict):
        expected = Phrase("entries written as {entry}", entry="id: …")
        sheet.report((SECTION,), SECTION, "", Phrase("something else"), expected)
        return
    for key, fields in content.items():
        _read(sheet, (SECTION, key), key, fields)
    _name(sheet)
    for entry in sheet.changes.values():
        if isinstance(entry, LoadedSubject):
            _check_lacks(sheet, entry)


def check_removed(sheet: Sheet) -> None:
    """Nothing may hang on a subject that is taken away."""
    after = sheet.after()
    for key, entry in sheet.changes.items():
        if entry is None and key.startswith("subject:"):
            gone = key.removeprefix("subject:")
            left = sum(gone in _needed(each) for each in after.values())
            if left:
                found = Phrase("still used by {count} other entries", count=left)
                expected = Phrase("a subject that nothing hangs on")
                sheet.report(sheet.places[key], gone, "", found, expected)


def _needed(entry: Entry) -> set[str]:
    """The subjects without which an entry can't be."""
    return {entry.subject} if isinstance(entry, LoadedFact) else {*entry.subject.links.values()}


def _read(sheet: Sheet, path: Path_, key: str, fields: Any) -> None:
    if not isinstance(fields, dict):
        sheet.report(path, key, "", Phrase("plain text"), Phrase("an entry with fields"))
        return
    given = {name: value for name, value in fields.items() if value not in ("", [], {})}
    if sheet.removes(path, key, given, ()):
        sheet.take(path, key, f"subject:{key}", None)
        return
    if isinstance(given.get("links"), dict):
        given["links"] = _linked(sheet, path, key, given["links"])
    try:
        entry = parsed(LoadedSubject, {"id": key, "subject": given})
    except ValidationError as error:
        for where, found, expected in wrong_fields(error, Subject, sheet):
            inside = where[1:] if where[0] == "subject" else where
            sheet.report(path, key, ".".join(map(str, inside)), found, expected)
        return
    sheet.take(path, key, entry.key, entry)


def _linked(sheet: Sheet, path: Path_, key: str, links: Mapping[str, Any]) -> dict[str, Any]:
    """Links by id, whatever name of the subject was given."""
    declared = sheet.document.data[SECTION]
    found: dict[str, Any] = {}
    for link, name in links.items():
        found[link] = sheet.names.get(str(name).casefold(), name)
        if found[link] not in sheet.names and found[link] not in declared:
            expected = sheet.nearest(Phrase("a subject"), str(name), sheet.names)
            sheet.report(path, key, f"links.{link}", repr(name), expected)
    return found


def _name(sheet: Sheet) -> None:
    """Let the names of the file's subjects lead to them, if they lead nowhere else."""
    reserved = {*sheet.known.facts.subjects, OURS}
    read = {each.id: each for each in sheet.changes.values() if isinstance(each, LoadedSubject)}
    replaced = {entry.id for key, entry in read.items() if f"subject:{key}" in sheet.held}
    for name in [name for name, key in sheet.names.items() if key in replaced]:
        del sheet.names[name]
    for key, entry in read.items():
        for alias in sorted(names_of(key, entry.subject)):
            other = sheet.names.setdefault(alias, key)
            if other != key or key in reserved:
                sheet.report((SECTION, key), key, "aliases", also_names(alias, other), ONE_SUBJECT)


def _check_lacks(sheet: Sheet, entry: LoadedSubject) -> None:
    for name in entry.subject.lacks:
        if name not in sheet.known.quantities:
            expected = sheet.nearest(A_QUANTITY, name, sheet.known.quantities)
            sheet.report((SECTION, entry.id), entry.id, "lacks", repr(name), expected)
