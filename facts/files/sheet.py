"""A file while it is read: its document, the names it may use, and what it would change."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from facts.fields import unknown_field
from facts.files.known import Known
from facts.files.shape import REMOVE
from facts.loaded import Entry
from facts.phrases import Phrase
from facts.problems import Problem, Report, shown
from facts.tree import Path_, Tree

MAX_NAME = 100
"""Characters of an entry's or a field's name that a problem shows."""


@dataclass(kw_only=True)
class Sheet(Report):
    """``names`` lead to ids of subjects; ``changes`` are what has been read without a problem."""

    file: str
    document: Tree
    known: Known
    held: Mapping[str, Entry]
    names: dict[str, str]
    changes: dict[str, Entry | None] = field(default_factory=dict[str, Entry | None])
    places: dict[str, Path_] = field(default_factory=dict[str, Path_])

    def report(self, path: Path_, entry: str, where: str, found: str, expected: str) -> None:
        """Note a problem in the field ``where`` of the entry at ``path``."""
        line = self.document.line((*path, *where.split(".")) if where else path)
        entry, where = entry[:MAX_NAME], where[:MAX_NAME]
        self.problems.append(Problem(self.file, line, entry, where, found, expected))

    def take(self, path: Path_, name: str, key: str, entry: Entry | None) -> None:
        """Note a change, unless the file has one of the same already."""
        if key in self.places:
            line = str(self.document.line(self.places[key]))
            found = Phrase("the same a second time (first in line {line})", line=line)
            self.report(path, name, "", found, Phrase("it only once"))
            return
        self.places[key] = path
        self.changes[key] = entry

    def after(self) -> dict[str, Entry]:
        """What the server would hold."""
        every = {**self.held, **self.changes}
        return {key: entry for key, entry in every.items() if entry is not None}

    def removes(
        self, path: Path_, name: str, fields: dict[str, Any], allowed: Collection[str]
    ) -> bool:
        """Whether an entry takes something away; beside that it may only say what."""
        flag = fields.pop(REMOVE, "false")
        if str(flag).lower() not in {"true", "false"}:
            self.report(path, name, REMOVE, shown(flag), Phrase("true or false"))
        if str(flag).lower() != "true":
            return False
        for each in sorted(fields.keys() - set(allowed)):
            found, _ = unknown_field(each, {}, self)
            self.report(path, name, each, found, Phrase("no more than what is to be taken away"))
        return True
