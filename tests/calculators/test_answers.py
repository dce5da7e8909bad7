"""Worked answers: hand-computed figures in ``answers/*.toml``, and what holds for every answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from calculators.answer import Answer
from calculators.engine import Engine
from calculators.registry import declared
from calculators.value import Origin
from facts import Facts, Verdict

HERE = Path(__file__).parent
FILES = [tomllib.loads(each.read_text("utf-8")) for each in sorted(HERE.glob("answers/*.toml"))]
CASES: list[dict[str, Any]] = [case for file in FILES for case in file["answer"]]
REFUSED: list[dict[str, Any]] = [case for file in FILES for case in file.get("refused", ())]
FIELDS = {"value", "unit", "tolerance", "bound", "scope", "low", "high"}
RANGE = re.compile(r":[0-9][^:]*[0-9a-zA-Z%] ?[-–±] ?[0-9]")
by_question = pytest.mark.parametrize("case", CASES, ids=lambda case: case["question"])


@pytest.fixture(scope="module")
def schema() -> Draft202012Validator:
    return Draft202012Validator(Answer.model_json_schema(mode="serialization"))


def of(topic: str, cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [case for case in cases if case["question"].startswith(f"/{topic} ")]


@pytest.mark.parametrize("topic", declared().topics)
def test_every_topic_is_asked_in_every_way(topic: str):
    cases = of(topic, CASES)
    questions = [case["question"] for case in cases]
    assert len(set(questions)) == len(questions) >= 10
    assert len({next(iter(case["expect"])) for case in cases}) >= 4, "three inverse questions"
    assert of(topic, REFUSED)
    assert any(RANGE.search(each) for each in questions), "no question with a range"


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["question"])
def test_refused(case: Mapping[str, Any], engine: Engine):
    refusal = engine.ask(case["question"]).refusal
    assert refusal is not None
    assert refusal.code == case["code"]
    for part in case["says"]:
        assert part in refusal.message


@by_question
def test_answer(case: Mapping[str, Any], engine: Engine):
    answer = engine.ask(case["question"]).model_dump(mode="json")
    assert answer["refusal"] is None
    results = {result["quantity"]: result for result in answer["results"]}
    for name, wanted in case["expect"].items():
        assert wanted.keys() <= FIELDS
        near = {"rel": wanted.get("tolerance", 1e-9)}
        result = results[name]
        for field in ("value", "low", "high"):
            if field in wanted:
                assert result[field] == pytest.approx(wanted[field], **near), (name, field)
        for field in ("unit", "bound", "scope"):
            assert result[field] == wanted.get(field, result[field]), (name, field)
    first = next(iter(case["expect"]))
    if len(case["expect"]) == 1:
        assert answer["results"][0]["quantity"] == first
    assert not set(case.get("absent", ())) & results.keys()
    text = " ".join(answer["text"].split())
    for part in case.get("says", ()):
        assert part in text
    for part in case.get("warns", ()):
        assert any(part in warning for warning in answer["warnings"]), part
    for part in case.get("silent", ()):
        assert not any(part in warning for warning in answer["warnings"]), part
    headline = text.partition(". ")[0]
    assert case.get("headline", "") in headline
    if "claim" in case:
        assert answer["claim"]["verdict"] == case["claim"]


@by_question
def test_every_result_is_worked_out(case: Mapping[str, Any], engine: Engine):
    answer = engine.ask(case["question"])
    symbols = {name: each.symbol for name, each in engine.registry.quantities.items()}
    given = {symbols[name] for name in answer.question.givens}
    worked = {step.formula.partition(" = ")[0] for step in answer.steps if step.substituted}
    assert {symbols[each.quantity] for each in answer.results} <= worked
    assert not worked & given
    assert answer.question.target == answer.results[0].quantity
    known = set(given)
    for step in answer.steps:
        left, _, right = step.formula.partition(" = ")
        assert step.relation
        assert step.result
        if not step.substituted:  # the rearrangement of what the next step computes
            assert " = " in step.result
            continue
        if right:  # rounding has words there
            used = {word.strip("()") for word in right.split()} & set(symbols.values())
            assert used
            assert used <= known, step.formula
        known.add(left)


@by_question
def test_working_reads_as_an_equation(case: Mapping[str, Any], engine: Engine):
    answer = engine.ask(case["question"])
    shown = [line for line in answer.reply.working if not line.isolates]
    steps = [step for step in answer.steps if step.substituted]
    assert len(shown) == len(steps)
    for line, step in zip(shown, steps, strict=True):
        assert (line.formula, line.numbers, line.result) == (
            step.formula,
            step.substituted,
            step.result,
        )
        assert any(each.isdigit() for each in step.substituted)
        assert any(each.isdigit() for each in step.result)
    assert " ".join(answer.reply.headline.split()) in " ".join(answer.text.split())


@by_question
def test_every_input_is_accounted_for(case: Mapping[str, Any], engine: Engine, facts: Facts):
    answer = engine.ask(case["question"])
    listed = {fact.id for fact in answer.facts}
    assert len(listed) == len(answer.facts)
    read = {name for step in answer.steps for name in step.facts}
    assert read <= listed
    assert listed <= facts.by_id.keys()
    assert {item.standing for item in answer.question.givens.values()} <= set(Origin)
    for name, item in answer.question.givens.items():
        quantity = engine.registry.quantities[name]
        if item.standing != Origin.GIVEN:
            assert any(facts.by_id[each].quantity == name for each in read), name
        assert item.unit == quantity.unit
    for shown in answer.facts:
        verdict = facts.by_id[shown.id].verdict
        faulty = verdict not in (None, Verdict.OK, Verdict.OK_QUALIFIED, Verdict.UNVERIFIED)
        assert (shown.correction is not None) == faulty
        assert shown.source.count(", ") >= 2


@by_question
def test_bounds_agree_with_their_word(case: Mapping[str, Any], engine: Engine):
    for each in engine.ask(case["question"]).results:
        low, high = each.low, each.high
        assert low is None or low <= each.value
        assert high is None or high >= each.value
        if each.bound == "exactly":
            assert low == each.value == high
        if each.bound == "at least":
            assert low is not None
            assert high is None
        if each.bound == "at most":
            assert low is None
            assert high is not None


@by_question
def test_json_is_valid(case: Mapping[str, Any], engine: Engine, schema: Draft202012Validator):
    schema.validate(engine.ask(case["question"]).model_dump(mode="json"))


@by_question
def test_asked_again_it_is_the_same(case: Mapping[str, Any], engine: Engine):
    first, again = (engine.ask(case["question"]).model_dump_json() for _ in range(2))
    assert first == again
