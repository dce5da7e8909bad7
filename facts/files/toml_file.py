"""TOML text in; its tree out. The library tells no lines, so a light scan finds the keys."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from facts.files.plain import as_text
from facts.phrases import Phrase
from facts.raw import Unreadable
from facts.tree import FEWER, PLAIN, TOO_DEEP, Path_, Tree

TOML = Phrase("TOML")
MOST: Mapping[str, int] = {"[": 10_000, "=,": 50_000}
"""Of what tables, lists and keys are written with: the library is slow where there are many."""
MAX_WORD = 1_000
_LONG_WORD = re.compile(rf"(?<!\w)\w{{{MAX_WORD}}}")
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = re.compile(rf"(?<![\w-])(?:{_PART}[ \t]*+\.[ \t]*+){{12}}")
_KEY = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_TOKEN = re.compile(
    rf"""^[ \t]*(?P<open>\[\[?)[ \t]*(?P<table>{_KEY})[ \t]*\]
    | ^[ \t]*(?P<key>{_KEY})[ \t]*=
    | \"{{3}}(?:[^"\\]++|\\.|"(?!""))*+\"{{3,5}} | '{{3}}.*?'{{3,5}}
    | "(?:[^"\\\n]++|\\.)*+" | '[^'\n]*' | \#[^\n]*""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
"""A header, a key that begins its line, or what could hold something like them: texts, comments."""


def parse_toml(text: str) -> Tree:
    """Build the tree of a TOML document.

    Raises:
        Unreadable: no TOML, or more of it than a facts file can need.
    """
    for signs, most in MOST.items():
        if sum(map(text.count, signs)) > most:
            found = Phrase(
                "more than {most} of the signs {signs}", most=most, signs=" ".join(signs)
            )
            raise Unreadable(1, found, FEWER)
    if long := _LONG_WORD.search(text):
        found = Phrase("a word or number of {most} characters or more", most=MAX_WORD)
        raise Unreadable(_line(text, long), found, PLAIN)
    if long := _LONG_KEY.search(text):
        raise Unreadable(_line(text, long), TOO_DEEP, PLAIN)
    return Tree(as_text(_loaded(text)), _lines(text))


def _loaded(text: str) -> Any:
    try:
        return tomllib.loads(text, parse_float=lambda number: number.replace("_", ""))
    except tomllib.TOMLDecodeError as error:
        problem, _, place = str(error).rpartition(" (at ")
        where = re.match(r"line (\d+)", place)
        line = int(where[1]) if where else text.count("\n") + 1
        raise Unreadable(line, Phrase("“{problem}”", problem=problem), TOML) from error
    except RecursionError:
        raise Unreadable(1, TOO_DEEP, PLAIN) from None


def _line(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _lines(text: str) -> dict[Path_, int]:
    """The line of every table and of every key that begins one."""
    lines: dict[Path_, int] = {(): 1}
    tables: Counter[Path_] = Counter()
    inside: Path_ = ()
    line, seen = 1, 0
    for found in _TOKEN.finditer(text):
        line, seen = line + text.count("\n", seen, found.start()), found.start()
        if found["table"]:
            inside = _names(found["table"])
            if found["open"] == "[[":
                tables[inside] += 1
                lines.setdefault(inside, line)
                inside = (*inside, tables[inside] - 1)
            lines[inside] = line
        elif found["key"]:
            lines[*inside, *_names(found["key"])] = line
    return lines


def _names(key: str) -> Path_:
    return tuple(part.strip("\"'") for part in re.findall(_PART, key))
