"""The corpus says only what there is, and its values are those of the engine's own answers."""

from __future__ import annotations

from collections import Counter

import pytest

from calculators.engine import Engine
from calculators.question import Question
from calculators.refusal import Refused
from calculators.setup import read_setup
from calculators.solve import rounded
from calculators.value import of_fact
from facts.units import unit
from tests.calculators.plain.corpus import LANGUAGES, Case, corpus, readings, set_aside, several

OUTCOMES = {"answer", "ask", "refuse", "look_up", "compare", "check"}
EVERY = [case for lang in LANGUAGES for case in corpus(lang)]


def of(*outcomes: str) -> pytest.MarkDecorator:
    chosen = [
        pytest.param(case, id=ascii(case["text"])[1:60])
        for case in EVERY
        if case["outcome"] in outcomes
    ]
    return pytest.mark.parametrize("case", chosen)


def test_it_is_large_and_half_polish():
    assert all(len(corpus(lang)) >= 150 for lang in LANGUAGES)
    kinds = Counter(case["outcome"] for case in EVERY)
    assert kinds.keys() == OUTCOMES
    assert min(kinds.values()) >= 15


def test_a_third_is_set_aside():
    share = sum(map(set_aside, EVERY)) / len(EVERY)
    assert 0.28 < share < 0.38


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_question_goes_on_from_comes_before_it(lang: str):
    seen: set[str] = set()
    for case in corpus(lang):
        assert case.get("after") is None or case["after"] in seen, case["text"]
        seen.add(case["text"])


@of("answer")
def test_the_engine_gives_the_value(case: Case, engine: Engine):
    """Every reading that can be worked out has its value, and one at least can be."""
    worked_out = 0
    for given, target, value, spelling in readings(case):
        setup = read_setup(given, engine.registry, engine.facts)
        everything = engine.registry.everything
        try:
            work = engine.solve(Question("", everything, target, setup.givens, setup.subjects))
        except Refused:
            continue
        worked_out += 1
        found = work.solution.results[work.target]
        figure = rounded(found, work.frame.rounding) if work.frame.rounding else found
        assert figure.value == pytest.approx(value * unit(spelling).factor, rel=1e-6)
    assert worked_out


@of("look_up")
def test_a_fact_has_the_value(case: Case, engine: Engine):
    """A statement has no quantity and no value: there is only its subject to look up."""
    chain = engine.facts.chain(case["subject"])
    for quantity in several(case.get("quantity", [])):
        known = [
            of_fact(fact).value
            for fact in engine.facts.all
            if fact.quantity == quantity and fact.subject in chain
        ]
        sizes = [
            value * unit(each).factor
            for value in several(case["value"])
            for each in several(case["unit"])
        ]
        assert any(size == pytest.approx(each) for size in sizes for each in known)


@of("compare")
def test_the_sides_can_be_read(case: Case, engine: Engine):
    for side in ("a", "b"):
        setup = read_setup(case[side], engine.registry, engine.facts)
        assert setup.givens or setup.subjects


@of("check")
def test_the_claim_is_one_of_the_article(case: Case, engine: Engine):
    known = {entry.id for entry in (*engine.facts.all, *engine.facts.statements)}
    assert case.get("statement") or known.issuperset(several(case["claim"]))
