"""Answered: a short answer to what was asked back, as the whole message that it completes."""

from __future__ import annotations

from calculators.plain.choices import Choice
from calculators.plain.follow import State
from calculators.plain.grammar import grammar
from calculators.plain.said import Said
from calculators.plain.tokens import fold, stems_of

MOST_WORDS = 4
"""An answer has no more words that mean something."""


def answered(said: Said, before: State | None) -> str | None:
    """The message that an answer completes: what it picks, or a figure for what was none."""
    if before is None:
        return None
    return _with_figure(said, before) or _picked(said, before.choices, before.lang)


def _picked(said: Said, choices: tuple[Choice, ...], lang: str) -> str | None:
    """The message of the only choice that has all the words of an answer."""
    filler = grammar(said.lang).filler
    words = {each.text for each in said.words if not {each.stem, fold(each.text)} & filler}
    if not 0 < len(words) <= MOST_WORDS:
        return None
    stems = {stem for each in words for stem in stems_of(each, lang)}
    found = [each.text for each in choices if stems.issubset(stems_of(each.label, lang))]
    return found[0] if len(found) == 1 else None


def _with_figure(said: Said, before: State) -> str | None:
    """The message of before with a figure in the place of the number that was none."""
    other = said.names or said.labels or said.unknown
    if not before.vague or other or len(said.figures) != 1 or said.figures[0].unit is not None:
        return None
    at = before.text.casefold().find(before.vague.casefold())
    end = at + len(before.vague)
    return f"{before.text[:at]}{said.figures[0].text}{before.text[end:]}" if at >= 0 else None
