"""A figure as people type or export it; its number in plain digits and the unit behind it.

Only what can be read in one way: 1 234,5 and 1,234.5 can, 1,234 can be either of two numbers.
"""

from __future__ import annotations

import re

from facts.numbers import MAX_LENGTH, BadNumber
from facts.phrases import Phrase

MAX_READ = 200
"""Characters of a number with its unit; what is longer is left to be refused as it is."""
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-"})
_NUMBER = re.compile(
    r"""(?P<sign>[+-]?)
    (?: (?P<spaced>[0-9]{1,3}(?:\ [0-9]{3})+)(?:[.,](?P<behind>[0-9]+))?
      | (?P<points>[0-9]{1,3}(?:\.[0-9]{3})+),(?P<decimals>[0-9]+)
      | (?P<commas>[0-9]{1,3}(?:,[0-9]{3})+)\.(?P<fraction>[0-9]+)
      | (?P<many>[0-9]{1,3}(?:,[0-9]{3}){2,})
      | (?P<whole>[0-9]+)(?:[.,](?P<rest>[0-9]+))?(?P<power>[eE][+-]?[0-9]+)?
    )""",
    re.VERBOSE,
)
_EITHER = re.compile("[1-9][0-9]{0,2},[0-9]{3}")
_UNIT = re.compile(r"[^\W\d_]|[%°$€£]")


def split_figure(text: str) -> tuple[str, str]:
    """The number that a text begins with, in plain digits, and its unit, which may be empty.

    What is no number comes back as it is: the schema says what is wrong with it.

    Raises:
        BadNumber: where the comma may be a decimal sign or not.
    """
    if len(text) > MAX_READ:
        return text, ""
    clean = " ".join(text.translate(_SPACES).split())
    found = _NUMBER.match(clean)
    unit = clean[found.end() :].strip() if found else ""
    if found is None or (unit and not _UNIT.match(unit)):
        return text, ""
    written = found[0].lstrip("+-")
    if _EITHER.fullmatch(written):
        either = [written.replace(",", ""), written.replace(",", ".")]
        raise BadNumber(Phrase("{thousands} or {decimal}", thousands=either[0], decimal=either[1]))
    return _plain(found)[: MAX_LENGTH + 1], unit


def _plain(found: re.Match[str]) -> str:
    whole = next(
        filter(None, (found[name] for name in ("spaced", "points", "commas", "many", "whole")))
    )
    parts = (found[name] for name in ("behind", "decimals", "fraction", "rest"))
    fraction = next(filter(None, parts), "")
    point = f".{fraction}" if fraction else ""
    return f"{found['sign']}{re.sub('[ .,]', '', whole)}{point}{found['power'] or ''}"
