"""Answering at once: what has been planned before, in the same words, and nothing else."""

from __future__ import annotations

import pytest

from calculators.engine import Engine

REFUSED = {"gpus": "8"}
"""Nobody knows what eight accelerators draw that have no name."""


@pytest.fixture
def fresh(engine: Engine) -> Engine:
    """An engine that has answered nothing."""
    return Engine(engine.registry, engine.facts)


def test_only_a_kind_of_question_that_was_planned_is_answered(fresh: Engine):
    assert fresh.at_once("power", {"gpus": "8", "device": "h100"}) is None
    fresh.answer("power", {"gpus": "8", "device": "h100"})
    other = fresh.at_once("power", {"gpus": "16", "device": "h100"})
    assert other is not None
    assert other.text == fresh.answer("power", {"gpus": "16", "device": "h100"}).text
    for options in ({"gpus": "8", "device": "b200"}, {"gpus": "8", "device": "h100", "pue": "2"}):
        assert fresh.at_once("power", options) is None
    assert fresh.at_once("power", {"gpus": "8", "device": "h100"}, "pl") is None


def test_what_is_refused_is_not_planned_again(fresh: Engine):
    assert fresh.at_once("power", REFUSED) is None
    refused = fresh.answer("power", REFUSED)
    assert refused.refusal is not None
    again = fresh.at_once("power", REFUSED)
    assert again is not None
    assert again.refusal == refused.refusal


def test_what_cannot_be_read_needs_no_plan(fresh: Engine):
    answer = fresh.at_once("power", {"gpus": "many"})
    assert answer is not None
    assert answer.refusal is not None
