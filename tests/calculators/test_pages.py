"""Pages: solve, convert, compare and check, against figures worked out by hand.

``pages/*.toml`` hold the questions. ``expect`` is as in ``answers/power.toml``; ``connections`` are
those of a checked sentence, in the order in which the reply tells them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from calculators.answer import Answer
from calculators.engine import Engine

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    case
    for file in sorted(HERE.glob("pages/*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["answer"]
]
FIELDS = {"value", "unit", "tolerance", "bound", "low", "high"}
CONNECTION = {"figures", "quantity", "computed", "unit", "fit", "tolerance"}
by_question = pytest.mark.parametrize("case", CASES, ids=lambda case: case["question"])


@by_question
def test_page(case: Mapping[str, Any], engine: Engine):
    answer = engine.ask(case["question"]).model_dump(mode="json")
    assert answer["refusal"] is None
    results = {result["quantity"]: result for result in answer["results"]}
    for name, wanted in case.get("expect", {}).items():
        assert wanted.keys() <= FIELDS
        near = {"rel": wanted.get("tolerance", 1e-9)}
        for field in ("value", "low", "high"):
            if field in wanted:
                assert results[name][field] == pytest.approx(wanted[field], **near), (name, field)
        for field in ("unit", "bound"):
            assert results[name][field] == wanted.get(field, results[name][field]), (name, field)
    text = " ".join(answer["text"].split())
    for part in case.get("says", ()):
        assert part in text
    for part in case.get("silent", ()):
        assert part not in text


@by_question
def test_connections(case: Mapping[str, Any], engine: Engine):
    if "connections" not in case:
        return
    found = engine.ask(case["question"]).connections
    assert len(found) == len(case["connections"])
    for each, wanted in zip(found, case["connections"], strict=True):
        assert wanted.keys() <= CONNECTION
        assert list(each.figures) == wanted["figures"]
        assert each.fit == wanted["fit"]
        assert each.quantity == wanted.get("quantity", each.quantity)
        assert each.unit == wanted.get("unit", each.unit)
        near = wanted.get("tolerance", 1e-9)
        assert each.computed == pytest.approx(wanted["computed"], rel=near)
        assert each.factor == pytest.approx(each.stated / each.computed, rel=1e-12)


@by_question
def test_json_is_valid(case: Mapping[str, Any], engine: Engine):
    schema = Draft202012Validator(Answer.model_json_schema(mode="serialization"))
    schema.validate(engine.ask(case["question"]).model_dump(mode="json"))


@by_question
def test_asked_again_it_is_the_same(case: Mapping[str, Any], engine: Engine):
    first, again = (engine.ask(case["question"]).model_dump_json() for _ in range(2))
    assert first == again


def test_every_page_is_asked():
    asked = {case["question"].split()[0] for case in CASES}
    assert asked >= {"/solve", "/convert", "/compare", "/check"}
