"""JSON text in; its tree out. JSON's own rules hold; YAML's parser tells the lines."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from facts import tree
from facts.files.plain import as_text
from facts.phrases import Phrase
from facts.raw import Unreadable
from facts.tree import PLAIN, TOO_DEEP, Tree

JSON = Phrase("JSON")


def parse_json(text: str) -> Tree:
    """Build the tree of a JSON document.

    Raises:
        Unreadable: no JSON, or more of it than a facts file can need.
    """
    twice: list[str] = []
    data = as_text(_loaded(text, twice))
    lines = _lines(text)
    if twice and not lines.duplicates:
        raise Unreadable(1, Phrase("the key {key} twice", key=repr(twice[0][:40])), tree.KEY_ONCE)
    return Tree(data, lines.lines, lines.duplicates)


def _loaded(text: str, twice: list[str]) -> Any:
    def pairs(found: list[tuple[str, Any]]) -> dict[str, Any]:
        entry = dict(found)
        if len(entry) < len(found):
            twice.extend(
                key for key, times in Counter(key for key, _ in found).items() if times > 1
            )
        return entry

    def constant(name: str) -> Any:
        raise Unreadable(1, name, Phrase("a decimal number such as 1234.5 or 3.8e25"))

    try:
        return json.loads(
            text, object_pairs_hook=pairs, parse_int=str, parse_float=str, parse_constant=constant
        )
    except json.JSONDecodeError as error:
        raise Unreadable(error.lineno, Phrase("“{problem}”", problem=error.msg), JSON) from error
    except RecursionError:
        raise Unreadable(1, TOO_DEEP, PLAIN) from None


def _lines(text: str) -> Tree:
    """Where everything stands; nowhere if YAML doesn't know this way of writing it."""
    try:
        return tree.parse(text)
    except Unreadable:
        return Tree()
