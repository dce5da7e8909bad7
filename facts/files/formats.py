"""The bytes of a moderator's file in; its tree out, by the format that its name ends in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from facts import tree
from facts.files.csv_file import parse_csv
from facts.files.json_file import parse_json
from facts.files.toml_file import parse_toml
from facts.phrases import Phrase
from facts.raw import Unreadable, check_size, decoded
from facts.tree import Tree

Format = Literal["yaml", "toml", "json", "csv"]
FORMATS: tuple[Format, ...] = ("yaml", "toml", "json", "csv")
MAX_BYTES = 1_048_576
_ENDINGS: Mapping[str, Format] = {**{each: each for each in FORMATS}, "yml": "yaml"}
_PARSERS: Mapping[Format, Callable[[str], Tree]] = {
    "yaml": tree.parse,
    "toml": parse_toml,
    "json": parse_json,
    "csv": parse_csv,
}


def format_of(name: str) -> Format:
    """The format of a file.

    Raises:
        Unreadable: naming the formats that are read.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in _ENDINGS:
        found = Phrase("a name that ends in “{ending}”", ending=ending[:20])
        expected = Phrase(
            "a file whose name ends in {endings}",
            endings=", ".join(f".{each}" for each in _ENDINGS),
        )
        raise Unreadable(1, found if ending else Phrase("a name without ending"), expected)
    return _ENDINGS[ending]


def tree_of(name: str, raw: bytes) -> Tree:
    """The data of a file, all of it text, and the line of each part.

    Raises:
        Unreadable: too large, of another format, no text, or no such format.
    """
    check_size(len(raw), MAX_BYTES)
    format_ = format_of(name)
    text = decoded(raw)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(line, tree.CONTROL, tree.PRINTABLE)
    return _PARSERS[format_](text)
