"""Texts that moderators typed, made fit to be shown: one line, with nothing invisible in it.

What is active in Markdown is the renderer's business; what acts in any of them is taken out here.
"""

from __future__ import annotations

import unicodedata

_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that show nothing."""
MOST_MARKS = 2
"""Marks on one letter: more of them are no spelling, and grow over the lines around."""


def inert(text: str) -> str:
    """A text on one line without controls, changes of direction, and what can't be seen."""
    seen = "".join(map(_seen, text))
    kept: list[str] = []
    marks = 0
    for each in unicodedata.normalize("NFC", seen):
        marks = marks + 1 if unicodedata.category(each)[0] == "M" else 0
        if marks <= MOST_MARKS:
            kept.append(each)
    return " ".join("".join(kept).split())


def _seen(character: str) -> str:
    """What is seen of a character: itself, a space, or nothing."""
    kind = unicodedata.category(character)
    if kind == "Cc" or kind[0] == "Z":
        return " "
    return "" if kind[0] == "C" or character in _BLANK else character
