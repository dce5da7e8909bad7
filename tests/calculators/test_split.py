"""Splitting a difference: the parts add up, whatever the formula and the number of causes."""

from __future__ import annotations

from math import exp, prod, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.split import MOST, split

FIGURES = st.floats(0.1, 100)


def product(known):
    return prod(known.values())


def crooked(known):
    values = list(known.values())
    return sum(sin(each) for each in values) + exp(-values[0]) * values[-1]


@given(st.lists(st.tuples(FIGURES, FIGURES), min_size=1, max_size=MOST + 3), st.booleans())
def test_the_parts_add_up(pairs: list[tuple[float, float]], straight: bool):
    run = product if straight else crooked
    before = {f"x{at}": low for at, (low, _) in enumerate(pairs)}
    after = {f"x{at}": high for at, (_, high) in enumerate(pairs)}
    parts = split(run, before, after)
    whole = run(after) - run(before)
    assert sum(parts.values()) == pytest.approx(
        whole, rel=1e-9, abs=1e-9 * max(1.0, abs(run(before)), abs(run(after)))
    )


def test_shares_of_a_product_of_two():
    """a·b from 2·3 to 4·6: a makes (2·3 + 2·6) / 2 = 9, b (2·3 + 4·3) / 2 = 9, by hand."""
    assert split(product, {"a": 2.0, "b": 3.0}, {"a": 4.0, "b": 6.0}) == {"a": 9.0, "b": 9.0}


def test_what_stays_has_no_part():
    parts = split(product, {"a": 2.0, "b": 3.0}, {"a": 2.0, "b": 6.0})
    assert parts == {"b": 6.0}


def test_many_causes_are_taken_together():
    before = {f"x{at}": 1.0 for at in range(MOST + 4)}
    parts = split(product, before, dict.fromkeys(before, 1.1))
    assert list(parts)[-1] == "rest"
    assert len(parts) == MOST + 1
