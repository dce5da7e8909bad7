"""YAML text in; plain data and the line of every entry out. All scalars stay text.

Built from the parser's events, so that anchors, depth and duplicate keys are refused before any
structure exists: composing a deeply nested document would exhaust the C stack.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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

from facts.phrases import Phrase
from facts.raw import MAX_BYTES, Unreadable, contents, decoded

VALUES = frozenset((ScalarEvent, MappingStartEvent, SequenceStartEvent))
"""Events of what can have an anchor or a tag."""
MAX_DEPTH = 12
MAX_VALUES = 60_000
MAX_DUPLICATES = 1_000
"""Keys written twice that are noted; nobody reads more."""
DIRECTIVE = re.compile(r"^%", re.MULTILINE)

Path_ = tuple[str | int, ...]
"""Where a value stands: ``("facts", 3, "unit")``."""


CONTROL, PRINTABLE = Phrase("a control character"), Phrase("printable text")
PLAIN, WRITTEN_OUT = Phrase("entries of plain values"), Phrase("plain values, each written out")
TOO_DEEP = Phrase("nesting deeper than {most}", most=MAX_DEPTH)
TOO_MANY = Phrase("more than {most} keys and values", most=MAX_VALUES)
KEY_ONCE = Phrase("each key once")
FEWER = Phrase("a smaller file")
SYNTAX: Mapping[str, Phrase] = {
    "found character that cannot start any token": Phrase(
        "a tab, or a text that begins with a sign like @ or % and has no quotation marks"
    ),
    "mapping values are not allowed in this context": Phrase(
        "a colon where none can be, or a text with a colon and no quotation marks"
    ),
    "found unexpected end of stream": Phrase("a text whose quotation mark doesn't end"),
    "could not find expected ':'": Phrase("a line without the colon behind its key"),
    "did not find expected key": Phrase("a line that isn't indented like the ones above"),
    "did not find expected '-' indicator": Phrase("a line in a list that begins without -"),
    "did not find expected ',' or ']'": Phrase("a list that ] doesn't end"),
    "did not find expected ',' or '}'": Phrase("an entry that } doesn't end"),
}
"""What is wrong in plain words, for what the YAML library says the most often."""


@dataclass
class Tree:
    """The data of a document, the line where each value stands, and keys written twice.

    ``faults`` are what else is wrong, where the rest could be read all the same.
    """

    data: Any = None
    lines: dict[Path_, int] = field(default_factory=dict[Path_, int])
    duplicates: list[Path_] = field(default_factory=list[Path_])
    faults: list[Unreadable] = field(default_factory=list[Unreadable])

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
    return parse(decoded(contents(file, MAX_BYTES)))


def parse(text: str) -> Tree:
    """Build the tree of one YAML document.

    Raises:
        Unreadable: no YAML, or using more of it than plain data.
    """
    if directive := DIRECTIVE.search(text):  # thousands of them would be compared with each other
        line = text.count("\n", 0, directive.start()) + 1
        raise Unreadable(line, Phrase("a line that begins with %"), PLAIN)
    builder = _Builder()
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        found = SYNTAX.get(str(error.problem)) or Phrase("“{problem}”", problem=error.problem)
        raise Unreadable(line, found, Phrase("YAML")) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise Unreadable(line, CONTROL, PRINTABLE) from error
    return builder.tree


class _Builder:
    """Folds parse events into a tree, one open container at a time."""

    def __init__(self) -> None:
        self.tree = Tree()
        self._open: list[tuple[Path_, Any]] = []
        self._key: list[str | None] = []
        self._documents = 0
        self._values = 0

    def take(self, event: Any) -> None:
        kind = type(event)
        if kind is MappingEndEvent or kind is SequenceEndEvent:
            self._open.pop()
            self._key.pop()
            return
        line = event.start_mark.line + 1 if event.start_mark else 1
        self._values += 1
        if self._values > MAX_VALUES:
            raise Unreadable(line, TOO_MANY, FEWER)
        if kind is AliasEvent or (kind in VALUES and event.anchor):
            raise Unreadable(line, Phrase("an anchor or alias"), WRITTEN_OUT)
        if kind in VALUES and event.tag:
            tag = Phrase("the tag {tag}", tag=event.tag[:60])
            raise Unreadable(line, tag, Phrase("plain values without tags"))
        if kind is ScalarEvent:
            self._scalar(event.value, line)
        elif kind is MappingStartEvent:
            self._begin({}, line)
        elif kind is SequenceStartEvent:
            self._begin([], line)
        elif kind is DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                raise Unreadable(
                    line, Phrase("a second document"), Phrase("one document in a file")
                )

    def _scalar(self, value: str, line: int) -> None:
        if self._open and isinstance(self._open[-1][1], dict) and self._key[-1] is None:
            self._key[-1] = value
            path = (*self._open[-1][0], value)
            if value in self._open[-1][1] and len(self.tree.duplicates) < MAX_DUPLICATES:
                self.tree.duplicates.append(path)
            self.tree.lines[path] = line
        else:
            self._place(value, line)

    def _begin(self, container: dict[str, Any] | list[Any], line: int) -> None:
        if len(self._open) == MAX_DEPTH:
            raise Unreadable(line, TOO_DEEP, PLAIN)
        if self._open and isinstance(self._open[-1][1], dict) and self._key[-1] is None:
            raise Unreadable(line, Phrase("a key that is not text"), Phrase("a plain word as key"))
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
