"""Answered: a short answer to what was asked back, as the whole message that it completes."""

from __future__ import annotations

from collections.abc import Sequence

from calculators.language import Lang, tr
from calculators.plain.choices import Choice
from calculators.plain.follow import State
from calculators.plain.grammar import grammar
from calculators.plain.said import Said
from calculators.plain.tokens import fold, stems_of, words_of
from facts import Facts

MOST_WORDS = 4
"""An answer has no more words that mean something."""


def answered(text: str, said: Said, before: State | None, facts: Facts) -> str | None:
    """The message that an answer completes: what it picks, or a figure for what was none."""
    if before is None:
        return None
    named = {tr(facts.subjects[each.key].name) for each in said.names}
    choices = [each for each in before.choices if not named or each.label in named]
    return _with_figure(said, before) or _picked(text, choices, before.lang)


def _picked(text: str, choices: Sequence[Choice], lang: Lang) -> str | None:
    """The message of the choice that has all the words of an answer, and the fewest others."""
    filler = grammar(lang).filler
    words = words_of(text, lang) if choices else []
    stems = {each.stem for each in words if not {each.stem, fold(each.text)} & filler}
    if not 0 < len(stems) <= MOST_WORDS:
        return None
    found = [
        (len(label), each.text)
        for each in choices
        if stems.issubset(label := stems_of(each.label, lang))
    ]
    found.sort()
    clear = len(found) == 1 or (len(found) > 1 and found[0][0] < found[1][0])
    return found[0][1] if clear else None


def _with_figure(said: Said, before: State) -> str | None:
    """The message of before with a figure in the place of the number that was none."""
    other = said.names or said.labels
    if not before.vague or other or len(said.figures) != 1 or said.figures[0].unit is not None:
        return None
    at = before.text.casefold().find(before.vague.casefold())
    end = at + len(before.vague)
    return f"{before.text[:at]}{said.figures[0].text}{before.text[end:]}" if at >= 0 else None
