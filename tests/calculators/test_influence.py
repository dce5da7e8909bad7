"""What moves an answer: exact elasticities against the change of the answer itself."""

from __future__ import annotations

import pytest

from calculators.engine import Engine
from calculators.question import read_question
from calculators.registry import declared

STEP = 1e-6


@pytest.mark.parametrize("topic", declared().topics)
def test_elasticities_are_those_of_a_small_change(topic: str, engine: Engine):
    example = engine.registry.topics[topic].example
    parts = dict(each.split(":", 1) for each in _options(example))
    question = read_question(
        engine.registry.topics[topic], parts, engine.registry, engine.facts, example
    )
    work = engine.solve(question)
    assert work.elasticities
    roots = {name: work.solution.values[name] for name in work.program.plan.roots}
    for name, elasticity in work.elasticities.items():
        more, less = (
            work.program.run({**roots, name: roots[name] * (1 + sign * STEP)})[work.target]
            for sign in (1, -1)
        )
        slope = (more - less) / (2 * STEP) / work.solution.values[work.target]
        assert elasticity == pytest.approx(slope, rel=1e-6, abs=1e-8), name


def _options(example: str) -> list[str]:
    """The options of an example as typed: a value may hold spaces."""
    found: list[str] = []
    for word in example.split()[1:]:
        if ":" in word:
            found.append(word)
        else:
            found[-1] += f" {word}"
    return found


def test_the_strongest_come_first(engine: Engine):
    found = engine.ask("/growth base:5 Mt growth:48%").elasticities
    # L = B · (1 + Δ): 1 by the base, Δ / (1 + Δ) = 0.48 / 1.48 by the growth.
    assert list(found) == ["base_emissions", "growth"]
    assert list(found.values()) == pytest.approx([1, 0.48 / 1.48], rel=1e-12)


def test_large_figures_lose_none(engine: Engine):
    """d ln Δ / d ln L of Δ = (L / B)^(1/2) - 1 is 1/2 · g / (g - 1) with g = (45 / 24)^(1/2)."""
    question = "/growth base:24e9 USD later:45e9 USD growth_time:2 years"
    found = engine.ask(question).elasticities
    root = (45 / 24) ** 0.5
    assert found["later_usd"] == pytest.approx(root / (root - 1) / 2, rel=1e-9)
    assert found["base_usd"] == pytest.approx(-root / (root - 1) / 2, rel=1e-9)


def test_they_are_told_in_words(engine: Engine):
    moves = engine.ask("/growth base:5 Mt growth:48%").reply.moves
    # 5 Mt · (1 + 0.528) / 5 Mt · 1.48 = 1.0324
    assert moves == (
        "10 % more figure at the start: 10 % more figure later",
        "10 % more growth: 3.24 % more figure later",
    )
