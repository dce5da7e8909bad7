"""Numbers as people write them: ``100k``, ``100 000``, ``1,5 mln``, ``90MW``, ``61%``, ``over 5``.

Text in; a figure, its qualifier and the unit's spelling out. The text is matched by a strict
grammar and bounded in length, digits and exponent before anything becomes a number.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from calculators.grammar import bounds, scales
from calculators.language import signed
from calculators.refusal import Refused, quoted
from facts import Qualifier
from facts.units import UnknownUnit, typed_unit, uncounted

MAX_LENGTH = 60
MAX_DIGITS = 30
MAX_EXPONENT = 60

# Spaces that people's keyboards and locales put between groups of three digits.
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-", "·": "*"})

_RAISED = re.compile("10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")

_GROUPED = (
    r"[0-9]{1,3}(?:[ ][0-9]{3})+(?:[.,][0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])(?:\.[0-9]+)?"
)
_DIGITS = rf"{_GROUPED}|[0-9]+(?:[.,][0-9]+)?|\.[0-9]+"
_TEN = r"\s?[*x×]\s?10\s?\^\s?"
_NUMBER = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<digits>{_DIGITS})"
    rf"(?:[eE](?P<e>[+-]?[0-9]+)|{_TEN}(?P<ten>[+-]?[0-9]+))?"
)
QUALIFIERS = "|".join(re.escape(word) for word in bounds())
"""The words for bounds, as a pattern."""
_BOUND = re.compile(QUALIFIERS, re.IGNORECASE)
PLAIN_NUMBER = rf"[+-]?\s*(?:{_DIGITS})(?:[eE][+-]?[0-9]+|{_TEN}[+-]?[0-9]+)?"
"""The same as a pattern without groups, for what is built from numbers."""


class Figure(NamedTuple):
    """A number as typed: its size, its qualifier, and what follows it (a scale, a unit)."""

    size: float
    qualifier: Qualifier
    rest: str


def read_figure(
    text: str, option: str, words: str, example: str, *, counts: bool | None = None
) -> Figure:
    """Read one figure. ``counts`` says whether it counts things; else its unit tells.

    Raises:
        Refused: naming what was found, what was expected, and an example.
    """
    check_characters(text, option, example)
    qualifier, rest = _qualifier(normal(text))
    match = _NUMBER.match(rest)
    unit = rest[match.end() :].strip() if match else ""
    odd = re.match(r"[0-9.,*+\-^()_]|/\s?[0-9]", unit) or len(unit) > 30
    if match is None or odd:
        raise Refused("not_a_number", (example,), text=quoted(text), words=words, example=example)
    counts = _is_count(unit) if counts is None else counts
    return Figure(_size(match, option, example, counts=counts), qualifier, unit)


def split_scale(rest: str) -> tuple[float, str]:
    """Split a scale word from the unit behind it: ``mln`` and ``k`` scale, ``kWh`` is a unit."""
    head, _, tail = rest.partition(" ")
    size = scales().get(head) or (scales().get(head.casefold()) if len(head) > 1 else None)
    return (size, tail.strip()) if size else (1.0, rest)


def normal(text: str) -> str:
    """Text with plain spaces, one at a time, and plain signs; 10⁶ is written 10^6."""
    raised = _RAISED.sub(lambda match: f"10^{match[1].translate(_LOWERED)}", text)
    return " ".join(raised.translate(_SPACES).split())


def check_characters(text: str, option: str, example: str) -> None:
    """Refuse what is too long or holds characters that can't be read.

    Raises:
        Refused: naming what was found.
    """
    if len(text) > MAX_LENGTH:
        digits = sum(each in "0123456789" for each in text)
        code, length = ("value_too_long", len(text))
        if digits == len(text):
            code, length = ("too_many_digits", digits)
        limit = str(MAX_DIGITS if code == "too_many_digits" else MAX_LENGTH)
        raise Refused(
            code, (example,), option=option, length=str(length), limit=limit, example=example
        )
    refuse_unreadable(text, option, example)


def refuse_unreadable(text: str, option: str, example: str) -> None:
    """Refuse characters that can't be read.

    Raises:
        Refused: naming what was found.
    """
    if text.isascii() and text.isprintable():
        return
    for each in text:
        if unicodedata.category(each) in ("Cf", "Cc", "Co", "Cn", "Cs", "Zl", "Zp"):
            name = f"U+{ord(each):04X}"
            raise Refused("invisible", (example,), option=option, character=name, example=example)
        if each.isdecimal() and each not in "0123456789":
            raise Refused(
                "other_digits", (example,), option=option, character=quoted(each), example=example
            )


def _qualifier(text: str) -> tuple[Qualifier, str]:
    bound = _BOUND.match(text)
    if bound:
        return bounds()[bound[0].casefold()], text[bound.end() :].lstrip()
    if text.endswith("+"):
        return Qualifier.AT_LEAST, text[:-1].rstrip()
    return Qualifier.EXACTLY, text


def _is_count(spelling: str) -> bool:
    """Whether a figure with this unit counts things, as far as can be told."""
    if not spelling:
        return True
    try:
        dimension = typed_unit(split_scale(spelling)[1]).dimension
    except UnknownUnit:
        return True  # so many H100s
    return dict(uncounted(dimension)) != dict(dimension) or not dimension


def _size(match: re.Match[str], option: str, example: str, *, counts: bool) -> float:
    digits = match["digits"].replace(" ", "")
    # 1,275 kW is 1.275 kW to whom a reply shows it so; 100,000 GPUs are no 100 GPUs to anyone.
    decimal = not counts and signed(".") == "," and digits.count(",") == 1 and "." not in digits
    if re.fullmatch(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?", digits) and not decimal:
        digits = digits.replace(",", "")
    digits = digits.replace(",", ".")
    if len(digits) > MAX_DIGITS:
        raise Refused(
            "too_many_digits",
            (example,),
            option=option,
            length=str(len(digits)),
            limit=str(MAX_DIGITS),
            example=example,
        )
    exponent = match["e"] or match["ten"] or "0"
    if len(exponent) > 4 or abs(int(exponent)) > MAX_EXPONENT:
        shown = exponent if len(exponent) <= 12 else f"{exponent[:12]}…"
        raise Refused(
            "exponent", (example,), option=option, exponent=shown, limit=str(MAX_EXPONENT)
        )
    return float(f"{match['sign']}{digits}e{exponent}")
