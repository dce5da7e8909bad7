"""YAML text in; plain data and the line of every entry out. All scalars stay text.

Built from the parser's events, so that anchors, depth and duplicate keys are refused before any
structure exists: composing a deeply nested document would exhaust the C stack.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

VALUES = frozenset((ScalarEvent, MappingStartEvent, SequenceStartEvent))
"""Events of what can have an anchor or a tag."""
MAX_BYTES = 2_000_000
MAX_DEPTH = 12

Path_ = tuple[str | int, ...]
"""Where a value stands: ``("facts", 3, "unit")``."""


class Unreadable(ValueError):
    """The file is not the plain YAML that facts files are written in."""

    def __init__(self, line: int, found: str, expected: str) -> None:
        super().__init__(f"line {line}: found {found}, expected {expected}")
        self.line, self.found, self.expected = line, found, expected


@dataclass
class Tree:
    """The data of a document, the line where each value stands, and keys written twice."""

    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict[Path_, int])
    duplicates: list[Path_] = field(default_factory=list[Path_])

    def line(self, path: Path_) -> int:
        """The line of ``path``, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(file: Path) -> Tree:
    """Read a facts file.

    Raises:
        Unreadable: too large, not UTF-8, not YAML, or using more of YAML than plain data.
    """
    found = file.stat()
    if not stat.S_ISREG(found.st_mode):  # a pipe or a device would never end
        raise Unreadable(1, "no regular file", "a readable file")
    size = found.st_size
    if size > MAX_BYTES:
        raise Unreadable(1, f"{size:,} bytes", f"at most {MAX_BYTES:,} bytes")
    raw = file.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, f"the byte 0x{raw[error.start]:02x}", "UTF-8 text") from error
    return parse(text)


def parse(text: str) -> Tree:
    """Build the tree of one YAML document."""
    builder = _Builder()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(mark.line + 1 if mark else 1, str(error.problem), "YAML") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(line, "a control character", "printable text") from error
    return builder.tree


class _Builder:
    """Folds parse events into a tree, one open container at a time."""

    def __init__(self) -> None:
        self.tree = Tree()
        self._open: list[tuple[Path_, Any]] = []
        self._key: list[str | None] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            self._open.pop()
            self._key.pop()
            return
        line = event.start_mark.line + 1 if event.start_mark else 1
        if kind is AliasEvent or (kind in VALUES and event.anchor):
            raise Unreadable(line, "an anchor or alias", "plain values, each written out")
        if kind in VALUES and event.tag:
            raise Unreadable(line, f"the tag {event.tag[:60]}", "plain values without tags")
        if kind is ScalarEvent:
            self._scalar(event.value, line)
        elif kind is MappingStartEvent:
            self._begin({}, line)
        elif kind is SequenceStartEvent:
            self._begin([], line)
        elif kind is DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                raise Unreadable(line, "a second document", "one document in a file")

    def _scalar(self, value: str, line: int) -> None:
        if self._open and isinstance(self._open[-1][1], dict) and self._key[-1] is None:
            self._key[-1] = value
            path = (*self._open[-1][0], value)
            if value in self._open[-1][1]:
                self.tree.duplicates.append(path)
            self.tree.lines[path] = line
        else:
            self._place(value, line)

    def _begin(self, container: dict[str, Any] | list[Any], line: int) -> None:
        if len(self._open) == MAX_DEPTH:
            raise Unreadable(line, f"nesting deeper than {MAX_DEPTH}", "entries of plain values")
        if self._open and isinstance(self._open[-1][1], dict) and self._key[-1] is None:
            raise Unreadable(line, "a key that is not text", "a plain word as key")
        path = self._place(container, line)
        self._open.append((path, container))
        self._key.append(None)

    def _place(self, value: Any, line: int) -> Path_:
        """Put ``value`` where the parser stands; return its path."""
        if not self._open:
            self.tree.data = value
            self.tree.lines[()] = line
            return ()
        path, container = self._open[-1]
        if isinstance(container, list):
            path = (*path, len(container))
            container.append(value)
            self.tree.lines[path] = line
        elif (key := self._key[-1]) is not None:
            path = (*path, key)
            container[key] = value
            self._key[-1] = None
        return path
