"""Refusals: a question that can't be answered is a result that says what to do next.

The texts are data (``refusals.en.toml``): what was found, what was expected, what to type.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from calculators.language import SOURCE, language, tr

MAX_QUOTE = 40
MAX_SUGGESTION = 300
_QUOTES = {SOURCE: str.maketrans("“”", "''"), "pl": str.maketrans("„”“", "'''")}
"""What must not stand in what a person typed: the signs that show where it begins and ends."""


class Refused(Exception):
    """Raised anywhere between reading and planning; turned into a result by ``answer()`` alone.

    ``lacks`` are the quantities without which there is no answer.
    """

    def __init__(self, code: str, /, suggestions: Sequence[str] = (), **found: str) -> None:
        super().__init__(code)
        self.code = code
        self.suggestions = tuple(each for each in suggestions if _can_be_sent(each))
        self.found = found
        self.lacks: tuple[str, ...] = ()

    @property
    def message(self) -> str:
        """The text for the reader, a line each for found and expected."""
        return "\n".join(tr(line) for line in texts()[self.code].split("\n")).format_map(self.found)


@cache
def texts() -> Mapping[str, str]:
    """Code -> text with named places."""
    file = Path(__file__).with_name("refusals.en.toml")
    entries = tomllib.loads(file.read_text("utf-8"))
    return {code: f"{entry['found']}\n{entry['expected']}" for code, entry in entries.items()}


def listed(names: Iterable[str]) -> str:
    """Names as one would list them: "a, b or c"."""
    *others, last = names
    return tr("{first} or {last}").format(first=", ".join(others), last=last) if others else last


def either(names: Iterable[str]) -> str:
    """Names of which one is meant: "a or b or c"."""
    return tr(" or ").join(names)


def together(names: Iterable[str]) -> str:
    """Names that go together: "a and b"."""
    return tr(" and ").join(names)


def quoted(text: str) -> str:
    """What a person typed, made safe to show: short, on one line, nothing invisible."""
    inert = text[:MAX_QUOTE].translate(_QUOTES[language()])
    shown = "".join(each if _visible(each) else f"<U+{ord(each):04X}>" for each in inert)
    return tr("“{text}”").format(text=f"{shown}{'…' if len(text) > MAX_QUOTE else ''}")


def _can_be_sent(text: str) -> bool:
    """Whether a line can be copied and sent as it is: short, and without invisible characters."""
    return len(text) <= MAX_SUGGESTION and text.isprintable()


def _visible(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZM"
