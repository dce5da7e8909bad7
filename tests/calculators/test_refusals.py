"""Refusals: the exact text for what can't be answered, in ``refusals/*.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from calculators.answer import Answer
from calculators.engine import Engine
from calculators.refusal import quoted, texts
from tests.calculators.plain import test_asks, test_follow, test_kinds, test_meant

HERE = Path(__file__).parent
CASES: list[dict[str, Any]] = [
    case
    for file in sorted((HERE / "refusals").glob("*.toml"))
    for case in tomllib.loads(file.read_text("utf-8"))["refusal"]
]
NEXT = {"missing", "missing_unit", "nothing_given"}
"""A suggestion repairs one thing; that more is needed may come out only then."""
PLAIN = test_asks.CODES | test_meant.CODES | test_follow.CODES | test_kinds.CODES
"""What only plain words are refused for."""
DROPPING = {
    "nothing_to_compare",
    "one_of_two",
    "contradiction",
    "target_given",
    "stray_words",
    "nothing_to_solve",
    "no_way",
}
"""Refusals whose way out is another question."""


def repeated(value: str | list[Any]) -> str:
    match value:
        case str():
            return value
        case [str(text), int(times)]:
            return text * times
        case [str(start), str(text), int(times), str(end)]:
            return start + text * times + end
    raise ValueError(value)


def ask(engine: Engine, case: Mapping[str, Any]) -> Answer:
    if "question" in case:
        return engine.ask(repeated(case["question"]))
    options = {name: repeated(value) for name, value in case["options"].items()}
    return engine.answer(case["command"], options)


def name(case: Mapping[str, Any]) -> str:
    text = case["question"] if "question" in case else f"{case['command']} {case['options']}"
    return ascii(text)[1:70]


by_question = pytest.mark.parametrize("case", CASES, ids=name)


def test_every_code_is_exercised():
    assert {case["code"] for case in CASES} | PLAIN == set(texts())


@by_question
def test_refusal(case: Mapping[str, Any], engine: Engine):
    answer = ask(engine, case)
    assert answer.refusal is not None
    assert answer.refusal.code == case["code"]
    assert answer.refusal.message == case["message"]
    assert list(answer.refusal.suggestions) == case["suggestions"]
    assert not answer.results
    assert not answer.steps


@by_question
def test_refusal_reads_in_two_lines(case: Mapping[str, Any], engine: Engine):
    answer = ask(engine, case)
    assert answer.refusal is not None
    found, expected = answer.refusal.message.split("\n")
    assert (answer.reply.headline, answer.reply.lead) == (found, expected)
    text = " ".join(answer.text.split())
    assert found in text
    for suggestion in answer.refusal.suggestions:
        assert suggestion in text
    assert all(each == "\n" or each.isprintable() for each in answer.text)
    assert not re.search(r"Error|Exception|Traceback|None|\{|\}", found + expected)


def suggestions(engine: Engine, case: Mapping[str, Any]) -> tuple[str, ...]:
    refusal = ask(engine, case).refusal
    return refusal.suggestions if refusal else ()


@by_question
def test_suggestions_can_be_sent(case: Mapping[str, Any], engine: Engine):
    for suggestion in suggestions(engine, case):
        refusal = engine.ask(suggestion).refusal
        assert refusal is None or refusal.code in NEXT, (suggestion, refusal)


@by_question
def test_suggestions_keep_the_rest_of_the_question(case: Mapping[str, Any], engine: Engine):
    question = case.get("question", "")
    if not isinstance(question, str) or case["code"] in DROPPING:
        return
    options = re.findall(r" ([a-z_]+:\S+)", question)
    for suggestion in suggestions(engine, case):
        kept = [option for option in options if f" {option}" in suggestion]
        assert len(kept) >= len(options) - 1, suggestion


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("h100", "“h100”"),
        ("a b", "“a b”"),
        ("x" * 40, f"“{'x' * 40}”"),
        ("x" * 41, f"“{'x' * 40}…”"),
        ("a\nb", "“a<U+000A>b”"),
        ("\u202eabc", "“<U+202E>abc”"),
        ("a\u00a0b", "“a<U+00A0>b”"),
        ("e\u0301", "“e<U+0301>”"),
        ("“x”", "“'x'”"),
    ],
)
def test_quoted(text: str, shown: str):
    assert quoted(text) == shown
