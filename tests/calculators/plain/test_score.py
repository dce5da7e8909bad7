"""How well plain questions are understood, as far as it must not get worse."""

from __future__ import annotations

from collections import Counter

import pytest

from calculators.engine import Engine
from calculators.language import LANGUAGES, Lang
from calculators.plain.talk import State, Talk
from tests.calculators.plain.corpus import Case, corpus, set_aside
from tests.calculators.plain.score import RIGHT, judge, report

LEAST = 0.95
"""The share of the part that is tuned on that must come right."""
REPORTED = 8
"""Questions of the part set aside that are asked here: only that they can be counted."""
WRONG = {
    "ile generatorów po 2,5 MW uciągnie 100 tys. H100": "the engine takes the mean load and the "
    "capacity factor of reactors for units of which nothing else is said",
}
"""Questions known to be answered wrongly, and why."""


def asked(lang: Lang) -> list[Case]:
    """The part that is tuned on, what it follows upon, and a little of the other, in order."""
    cases = corpus(lang)
    before = {case["text"]: case.get("after") for case in cases}
    kept = {case["text"] for case in cases if not set_aside(case)}
    kept |= {case["text"] for case in [each for each in cases if set_aside(each)][:REPORTED]}
    for text in list(kept):
        after = before[text]
        while after is not None:
            kept.add(after)
            after = before[after]
    return [case for case in cases if case["text"] in kept]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_are_understood(engine: Engine, lang: Lang):
    talk = Talk(engine)
    states: dict[str, State | None] = {}
    counts = {True: Counter[str](), False: Counter[str]()}
    wrong: list[str] = []
    needless: list[str] = []
    for case in asked(lang):
        told = talk.tell(case["text"], states[case["after"]] if "after" in case else None)
        states[case["text"]] = told.state
        verdict = judge(case, told, engine)
        counts[set_aside(case)][verdict] += 1
        if not set_aside(case) and verdict not in RIGHT:
            (wrong if verdict == "wrong" else needless).append(case["text"])
    assert not set(wrong) - WRONG.keys()
    tuned = counts[False]
    share = sum(tuned[each] for each in RIGHT) / tuned.total()
    assert share >= LEAST, (report(lang, "tuned on", tuned), needless)
    assert counts[True].total() >= REPORTED
    assert report(lang, "set aside", counts[True]).startswith(f"{lang} set aside")


def test_what_is_known_to_be_wrong_is_in_the_corpus():
    texts = {case["text"] for lang in LANGUAGES for case in corpus(lang)}
    assert WRONG.keys() <= texts
