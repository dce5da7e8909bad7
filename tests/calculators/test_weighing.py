"""Conflicts between sources, yardsticks, and what else an answer is weighed against."""

from __future__ import annotations

import pytest

from calculators.engine import Engine

CONFLICTS = {
    # Audit A3.3: 7,000 m² and 785,000 sq ft = 72,929 m²; 100,000 / 7,000 = 14.29, / 72,929 = 1.371
    "/space cluster:xai-colossus": (
        "at most 14.29",
        ["72,900 m²", "7,000 m²", "about 1.37 "],
    ),
    # Audit A3.4: doubled and tripled: 200,000 and 300,000
    "/growth cluster:xai-colossus": (
        "about 300,000",
        ["about 2;", "about 3", "about 200,000 "],
    ),
}


@pytest.mark.parametrize("question", CONFLICTS)
def test_both_sources_and_the_answer_under_each(question: str, engine: Engine):
    answer = engine.ask(question)
    under_the_other, parts = CONFLICTS[question]
    (conflict,) = answer.conflicts
    assert conflict.result.startswith(under_the_other)
    assert {conflict.used, conflict.other} <= {fact.id for fact in answer.facts}
    (told,) = [each for each in answer.warnings if each.startswith("Sources disagree")]
    for part in (*parts, under_the_other):
        assert part in told


@pytest.mark.parametrize(
    "question", ["/space gpus:100000 floor_area:7000 m2", "/power gpus:8 device:h100"]
)
def test_what_nobody_disputes_has_no_conflict(question: str, engine: Engine):
    assert engine.ask(question).conflicts == ()


YARDSTICKS = {
    # Ember: 30,856 TWh in 2024; 10^10 × 700 W × 61 % × 8,760 h = 37,405 TWh, 1.21 times as much
    "/energy gpus:10 billion device_power:700W": ["times the electricity generated of the World"],
    "/energy gpus:100 million device_power:700W": [],
}


@pytest.mark.parametrize("question", YARDSTICKS)
def test_results_are_held_against_what_everyone_knows(question: str, engine: Engine):
    warnings = " ".join(engine.ask(question).warnings)
    for part in YARDSTICKS[question]:
        assert part in warnings
    assert ("times the electricity" in warnings) is bool(YARDSTICKS[question])
