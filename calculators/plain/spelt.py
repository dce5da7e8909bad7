"""Spelt numbers: "half a million", "sto tysięcy" in; the text with digits for them out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from calculators.plain.grammar import Grammar
from calculators.plain.tokens import fold, stems_of

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
LONGEST = 20
"""Words of a spelt number at most."""
_DIGITS = re.compile(r"[0-9]\s*$")


def in_digits(
    text: str,
    grammar: Grammar,
    counts: Callable[[str], bool],
    names: Sequence[tuple[int, int]] = (),
) -> str:
    """The text with its number words in digits, but for those in ``names``.

    ``counts`` says whether a word can be counted: a bare "one" is a number only before such.
    """
    found = [
        each
        for each in _WORD.finditer(text)
        if not any(start <= each.start() < end for start, end in names)
    ]
    folded = [fold(each[0]) for each in found]
    parts: list[str] = []
    place = at = 0
    while at < len(found):
        size, used = _read(folded[at : at + LONGEST], grammar, counts)
        end = at + used
        run = found[at:end]
        following = _WORD.search(text, run[-1].end()) if run else None
        behind = following[0] if following else ""
        if used and _stands(text, run, grammar, counts(behind)):
            # "eight 400 Gb/s links" are not 8,400
            apart = ".0" if re.match(r"\s[0-9]", text[run[-1].end() :]) else ""
            parts += [text[place : run[0].start()], f"{size:.15g}{apart}"]
            place = run[-1].end()
        elif used == 1 and fold(run[0][0]) in grammar.spelt:
            parts += [text[place : run[0].start()], grammar.spelt[fold(run[0][0])]]
            place = run[0].end()
        at += max(used, 1)
    return "".join([*parts, text[place:]])


def _stands(text: str, run: list[re.Match[str]], grammar: Grammar, counted: bool) -> bool:
    """Whether number words are a number: not the scale of digits, nor an article alone."""
    words = [fold(each[0]) for each in run]
    before = text[: run[0].start()]
    if words[0] in grammar.scales and (_DIGITS.search(before) or asks_for(before, grammar)):
        return False
    alone = len(words) == 1 and words[0] in grammar.articles
    return counted and words[0] in grammar.ones if alone else True


def asks_for(before: str, grammar: Grammar) -> bool:
    """Whether a question for a number ends here: "how many billions"."""
    words = stems_of(before, grammar.lang)
    counts = (each for each in grammar.phrases["counts"] if each)
    return any(words[-len(stems) :] == stems for stems in counts)


def _read(words: list[str], grammar: Grammar, counts: Callable[[str], bool]) -> tuple[float, int]:
    """The number at the beginning of words, and how many words it takes; 0 for none."""
    total = part = 0.0
    used = 0
    for place, (kind, size) in enumerate(_kinds(words, grammar, counts), 1):
        if kind == "cardinal":
            part += size
        elif kind == "scale":
            part = (part or 1.0) * size
            if size > 100:
                total, part = total + part, 0.0
        elif kind == "fraction":
            part = size
        elif kind == "article" and place == 1:
            part = 0.0
        if kind == "end":
            break
        if kind != "join":
            used = place
    if used == 1 and words[0] in grammar.articles:
        return 1.0, 1
    return total + part, used


def _kinds(
    words: list[str], grammar: Grammar, counts: Callable[[str], bool]
) -> Iterator[tuple[str, float]]:
    """What each word is in a number, up to the first that is no part of one."""
    begun = ""
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in grammar.scales:
            begun = "scale"
            yield begun, grammar.scales[word]
        elif word in grammar.cardinals and begun in ("", "scale", "cardinal"):
            begun = "cardinal"
            yield begun, grammar.cardinals[word]
        elif (
            word in grammar.fractions
            and not begun
            and _goes_on(words[place + 1 :], grammar, counts)
        ):
            begun = "fraction"
            yield begun, grammar.fractions[word]
        elif word in grammar.articles or (word in ("a", "of", "an") and begun == "fraction"):
            known = following in grammar.scales or following in grammar.fractions
            if begun not in ("", "fraction") or (begun == "" and place and not known):
                break
            one_of = begun == "fraction" and not known and counts(following)  # "half a year"
            yield ("article" if not begun else "of" if one_of else "join"), 1.0
        elif word in grammar.joins and begun == "scale" and following in grammar.cardinals:
            yield "join", 0.0
        else:
            break
    yield "end", 0.0


def _goes_on(words: list[str], grammar: Grammar, counts: Callable[[str], bool]) -> bool:
    """Whether a fraction is one of something: "half a million", "pół roku"; no "half the price"."""
    if words and words[0] in grammar.points:
        return False
    return any(each in grammar.scales for each in words[:3]) or any(map(counts, words[:1]))
