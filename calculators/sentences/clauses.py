"""Clauses: which figures of a text are said of the same, of which year, and whether denied."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from calculators.grammar import any_of, pattern, words

Place = tuple[int, int]
"""Where a figure begins and ends."""

_JOIN, _APART, _SAME = (any_of(words(key)) for key in ("join", "apart", "same"))
_BREAK = re.compile(
    rf";\s(?!(?:{_SAME})\b)"
    rf"|(?:(?<!\w)(?:{_JOIN})\s|\.\s)(?:{_APART})\s(?!(?:{_SAME})\b)",
    re.IGNORECASE,
)
_DOES = re.compile(rf"(?<!\w)(?:{_JOIN})\s(?:{any_of(words('does'))})(?!\w)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\w.,-])(?:19|20)[0-9]{2}(?![\w,]|\.[0-9])")
_DENIED = re.compile(rf"(?<!\w)(?:{any_of(words('negation'))})(?!\w)|n['’]t\b", re.IGNORECASE)
_BOUND = pattern("least", "most")
_PLANNED = pattern("planned")
_HAVING = re.compile(rf"(?<!\w)(?:{any_of(words('having'))})\s$", re.IGNORECASE)


def breaks(text: str, *, of_one: bool) -> tuple[int, ...]:
    """Where a text goes over to something else.

    ``of_one``: it tells what one company has and does, which need not be the same things.
    """
    found = [each.start() for each in _BREAK.finditer(text)]
    if of_one:
        found += [each.start() for each in _DOES.finditer(text)]
    return tuple(sorted(found))


def year_of(text: str, place: Place, places: Sequence[Place]) -> str:
    """The year that stands beside a figure, with no other figure between; or nothing."""
    start, end = place
    after = min((begin for begin, _ in places if begin >= end), default=len(text))
    before = max((stop for _, stop in places if stop <= start), default=0)
    comma = re.compile("[,;]").search(text, end, after)
    behind = _YEAR.search(text, end, comma.start() if comma else after)
    ahead = list(_YEAR.finditer(text, before, start))
    found = behind or (ahead[-1] if ahead else None)
    return found[0] if found else ""


def is_denied(text: str) -> bool:
    """Whether a text says that something is not so; "no more than" is a bound."""
    return bool(_DENIED.search(_BOUND.sub(" ", text)))


def is_planned(text: str) -> bool:
    """Whether a text speaks of what is to come."""
    return bool(_PLANNED.search(text))


def is_bounded(before: str) -> bool:
    """Whether "over" behind these words makes a bound: "takes over 30 days"."""
    return bool(_HAVING.search(before))


def enumerated(counts: Sequence[tuple[int, str]]) -> set[int]:
    """Figures that count different things one after another, so that what follows is of both."""
    return {
        place
        for (left, one), (right, other) in pairwise(counts)
        if one and other and one != other
        for place in (left, right)
    }
