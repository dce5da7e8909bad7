"""Figures: the numbers of a text in, each with the words that may belong to it out.

What a number measures isn't known here; that is ``measure``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from calculators.grammar import any_of, is_bound, pattern, scales, units, words
from calculators.numbers import PLAIN_NUMBER, QUALIFIERS, Figure, read_figure, split_scale
from calculators.value import Value

FARTHEST = 100
"""The ends of a range aren't farther apart: "a factor of 2 to 200,000 GPUs" is none."""

_GLUED = r"[0-9]+(?:[_'’][0-9]+)+"
"""Digits in groups that aren't known here: a thousand, or feet and inches."""
_FIGURE = re.compile(
    rf"(?<![\w.,^/'’])(?<![A-Za-z]-)(?:(?P<word>{QUALIFIERS})\s*)?"
    rf"(?P<place>(?P<money>[$€]?)(?P<number>{_GLUED}|{PLAIN_NUMBER}))",
    re.IGNORECASE,
)
_SHORT = "".join(
    rf"(?<!\b{re.escape(each[:-1])})" for each in (*scales(), *units()) if each.endswith(".")
)
"""Not the end of a sentence: the dot of a short form."""
_END = re.compile(rf"[;:()!?]|,\s|{_SHORT}\.\s|\.$|,$", re.IGNORECASE)
_RANGE = re.compile(
    r"\s?(?P<scale>[^\W\d_]+\.?|%)?\s?"
    rf"(?P<sign>[-–—]|\b(?:{any_of((*words('range'), *words('range_between')))})\b)\s?",
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"\b(?:{any_of(words('between'))})\s$", re.IGNORECASE)
_BETWEEN_ONLY = pattern("range_between")
_EXAMPLE = "370 GWh"


class Found(NamedTuple):
    """A number of a text. ``first`` is the number that begins the range which this one ends."""

    start: int
    """Where it begins, the word for its bound included."""
    place: int
    end: int
    word: str
    currency: str
    number: str
    tail: str
    """What follows, up to the next number or the end of the clause."""
    first: Found | None = None

    @property
    def is_glued(self) -> bool:
        """Whether its digits are grouped in a way that isn't known."""
        return bool(re.fullmatch(_GLUED, self.number)) or self.tail[:1] in ("^", "*")

    @property
    def begins(self) -> int:
        """Where it begins, or the range that it ends."""
        return self.first.start if self.first else self.start

    def figure(self) -> Figure:
        """The number, read.

        Raises:
            Refused: too long to be one.
        """
        return read_figure(f"{self.word} {self.number}", "statement", "", _EXAMPLE)


def find_figures(text: str, names: Iterable[tuple[int, int]]) -> Iterator[Found]:
    """Every number of a text that isn't part of a name: Llama 4."""
    places = tuple(names)
    matches = [each for each in _FIGURE.finditer(text) if not _inside(each, places)]
    first: Found | None = None
    for match, following in zip(matches, [*matches[1:], None], strict=False):
        tail = text[match.end() : following.start() if following else None]
        end = _END.search(tail)
        bound = is_bound(match["word"] or "", text)
        found = Found(
            start=match.start() if bound else match.start("place"),
            place=match.start("place"),
            end=match.end(),
            word=(match["word"] or "") if bound else "",
            currency=match["money"] or (first.currency if first else ""),
            number=match["number"],
            tail=tail[: end.start()] if end else tail,
            first=first,
        )
        first = None
        if following and found.first is None and _joins(text, found, following):
            first = found
            continue
        yield found


def _inside(match: re.Match[str], places: Iterable[tuple[int, int]]) -> bool:
    start, end = match.span("number")
    return any(left < start and end <= right for left, right in places)


def _joins(text: str, first: Found, second: re.Match[str]) -> bool:
    """Whether a number and the next are the ends of a range: "25k to 40k"."""
    gap = _RANGE.fullmatch(text[first.end : second.start("place")])
    if gap is None or re.fullmatch(_GLUED, second["number"]) or first.is_glued:
        return False
    if gap["scale"] and gap["scale"] != "%" and scale_of(gap["scale"]) == 1:
        return False
    if gap["scale"] == "%" and not re.match(r"\s?%", text[second.end() :]):
        return False  # "rose 48% to 14.3 Mt"
    low, high = first.figure().size, read_figure(second["number"], "", "", _EXAMPLE).size
    if not gap["scale"] and not 1 / FARTHEST <= low / (high or 1) <= FARTHEST:
        return False
    between = _BETWEEN_ONLY.fullmatch(gap["sign"])
    return not between or bool(_BETWEEN.search(text[: first.start]))


def span(found: Found, text: str, last: Value) -> Value:
    """The range that ends with ``last``; the scale and unit behind it hold for its start too."""
    if found.first is None:
        return last
    end = last.value
    factor = end / (found.figure().size or 1)
    gap = text[found.first.end : found.place]
    if scale_of(gap) != 1:
        factor *= scale_of(gap) / scale_of(found.tail)
    low = found.first.figure().size * factor
    return Value((low + end) / 2, min(low, end), max(low, end))


def scale_of(text: str) -> float:
    """What the first word of a text multiplies the number before it by."""
    first = text.split()[:1]
    return split_scale(f"{first[0]} x")[0] if first else 1.0
