"""Bounds: ranges and open sides through whole formulas; one input used twice stays one input."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.bounds import Slope, extremes
from calculators.quantity import Rounding
from calculators.refusal import Refused
from calculators.solve import disagreement, rounded
from calculators.value import Bound, Value
from tests.calculators.synthetic import equation, formula, solved

TWO_TO_EIGHT = Value(4.0, 2.0, 8.0)
OVER_4 = Value(4.0, 4.0, None)
UP_TO_4 = Value(4.0, None, 4.0)
ABOUT_4 = Value(4.0, 4.0, 4.0, approximate=True)


@pytest.mark.parametrize(
    ("body", "known", "expected", "bound"),
    [
        (lambda a, b: a * b, {"a": TWO_TO_EIGHT, "b": 3}, (12, 6, 24), "about"),
        (lambda a, b: b / a, {"a": TWO_TO_EIGHT, "b": 8}, (2, 1, 4), "about"),
        (lambda a, b: b - a, {"a": TWO_TO_EIGHT, "b": 10}, (6, 2, 8), "about"),
        (lambda a, b: a * b, {"a": OVER_4, "b": 3}, (12, 12, None), "at least"),
        (lambda a, b: b / a, {"a": OVER_4, "b": 8}, (2, None, 2), "at most"),
        (lambda a, b: a * b, {"a": UP_TO_4, "b": 3}, (12, None, 12), "at most"),
        (lambda a, b: b / a, {"a": UP_TO_4, "b": 8}, (2, 2, None), "at least"),
        (lambda a, b: a * b, {"a": ABOUT_4, "b": 3}, (12, 12, 12), "about"),
        (lambda a, b: a * b, {"a": OVER_4, "b": ABOUT_4}, (16, 16, None), "at least"),
        (lambda a, b: a * b, {"a": OVER_4, "b": TWO_TO_EIGHT}, (16, 8, None), "at least"),
        (lambda a, b: a * b, {"a": OVER_4, "b": UP_TO_4}, (16, None, None), "about"),
        (lambda a, b: a / b, {"a": OVER_4, "b": UP_TO_4}, (1, 1, None), "at least"),
        (lambda a, b: a / b, {"a": OVER_4, "b": OVER_4}, (1, None, None), "about"),
        (lambda a, b: a * b, {"a": TWO_TO_EIGHT, "b": TWO_TO_EIGHT}, (16, 4, 64), "about"),
        # used twice
        (lambda a, b: a / (a + b), {"a": TWO_TO_EIGHT, "b": 4}, (0.5, 1 / 3, 2 / 3), "about"),
        (lambda a, b: a * b / a, {"a": TWO_TO_EIGHT, "b": 3}, (3, 3, 3), "exactly"),
        (lambda a, b: a * b - a, {"a": TWO_TO_EIGHT, "b": 3}, (8, 4, 16), "about"),
    ],
)
def test_bounds(
    body: Callable[..., object],
    known: dict[str, Value | float],
    expected: tuple[float, float | None, float | None],
    bound: str,
):
    solution = solved([formula("y", body)], "y", **known)
    result = solution.results["y"]
    for found, wanted in zip(result[:3], expected, strict=True):
        assert found == (None if wanted is None else pytest.approx(wanted))
    assert result.bound == bound
    assert not solution.turning


def test_an_input_used_twice_along_the_way_stays_one_input():
    relations = [equation("load", "gpus", "watts"), formula("each", lambda load, gpus: load / gpus)]
    solution = solved(relations, "each", gpus=TWO_TO_EIGHT, watts=700.0)
    assert solution.results["each"][:3] == pytest.approx((700, 700, 700))


def test_a_mixture_is_told():
    solution = solved([equation("y", "a", "b")], "y", a=OVER_4, b=UP_TO_4)
    assert solution.mixed == ("a", "b")


@pytest.mark.parametrize(
    ("low", "middle", "high", "least", "most"),
    [
        (0.2, 0.5, 0.9, 0.09, 0.25),
        (0.2, 0.3, 0.9, 0.09, 0.25),
        (0.1, 0.3, 0.4, 0.09, 0.24),  # before the turn
        (0.6, 0.7, 0.9, 0.09, 0.24),  # behind it
        (0.49, 0.4999, 0.52, 0.2496, 0.25),
    ],
)
def test_turning_inside_the_range(
    low: float, middle: float, high: float, least: float, most: float
):
    """x (1 − x) is highest at 0.5, where none of its ends lies."""
    relations = [formula("y", lambda x: x * (1 - x))]
    solution = solved(relations, "y", x=Value(middle, low, high))
    result = solution.results["y"]
    assert solution.turning == ("x",)
    assert result.low is not None
    assert result.high is not None
    assert result.low == pytest.approx(least)
    assert result.high == pytest.approx(most)
    assert result.low <= least * (1 + 1e-12)
    assert result.high >= most * (1 - 1e-12)
    assert result.low <= result.value <= result.high


def test_a_turn_with_an_open_side_is_unknown():
    solution = solved([formula("y", lambda x: x * (1 - x))], "y", x=Value(0.3, 0.3, None))
    result = solution.results["y"]
    assert result.value == pytest.approx(0.21)
    assert (result.low, result.high) == (None, None)
    assert solution.turning == ("x",)


def test_many_turns_are_not_searched_without_end():
    """Points are tried for each combination: six inputs would be 24 million."""
    tried = itertools.count(1)

    def evaluate(point: Mapping[str, float]) -> float:
        assert next(tried) < 50_000
        return sum(x * (1 - x) for x in point.values())

    inputs = {name: Value(0.5, 0.2, 0.9) for name in "abcdef"}
    low, high = extremes(evaluate, inputs, Slope(dict.fromkeys(inputs)))
    assert low is None or low <= 6 * 0.09 * (1 + 1e-9)
    assert high is None or high >= 6 * 0.25 * (1 - 1e-2)


def test_a_range_down_to_zero_leaves_its_quotient_open():
    result = solved([formula("y", lambda a, b: a / b)], "y", a=1.0, b=Value(1.0, 0.0, 2.0))
    assert result.results["y"][:3] == (1.0, 0.5, None)


@pytest.mark.parametrize("figure", [1e308, 1e-320])
def test_what_floating_point_cannot_hold_is_refused(figure: float):
    with pytest.raises(Refused, match="beyond_reach"):
        solved([formula("y", lambda a, b: a / b)], "y", a=1e300, b=1 / figure)


@given(
    st.lists(st.tuples(st.floats(0.1, 10), st.floats(1, 5), st.floats(0, 1)), min_size=3),
    st.sampled_from(
        [
            lambda a, b, c: a * b / c,
            lambda a, b, c: (a + b) / (a + c),
            lambda a, b, c: a / (b * c) + b,
            lambda a, b, c: a * a * b - c,
            lambda a, b, c: a * (b - a) + c,
        ]
    ),
    st.data(),
)
@settings(deadline=None, max_examples=25)
def test_no_point_inside_lies_outside_the_bounds(
    ranges: list[tuple[float, float, float]], body: Callable[..., float], data: st.DataObject
):
    known = {
        name: Value(low + (low * width - low) * at, low, low * width)
        for name, (low, width, at) in zip("abc", ranges, strict=False)
    }
    result = solved([formula("y", body)], "y", **known).results["y"]
    assert result.low is not None
    assert result.high is not None
    point = [data.draw(st.floats(value.low or 0.0, value.high or 0.0)) for value in known.values()]
    slack = 1e-9 * max(1.0, abs(result.low), abs(result.high))
    assert result.low - slack <= body(*point) <= result.high + slack


@pytest.mark.parametrize(
    ("value", "down", "up"),
    [
        (Value(2.5, 2.5, 2.5), (2, 2, 2), (3, 3, 3)),
        (Value(3.0, 3.0, 3.0), (3, 3, 3), (3, 3, 3)),
        (Value(2.9999999999, 2.9999999999, None), (3, 3, None), (3, 3, None)),
        (Value(2.5, None, 2.5), (2, None, 2), (3, None, 3)),
        (Value(45248.87, 40000.2, 50000.9), (45248, 40000, 50000), (45249, 40001, 50001)),
        (Value(0.3, 0.3, 0.3), (0, 0, 0), (1, 1, 1)),
    ],
)
def test_rounded(value: Value, down: tuple[float, ...], up: tuple[float, ...]):
    assert rounded(value, Rounding.DOWN)[:3] == down
    assert rounded(value, Rounding.UP)[:3] == up


@pytest.mark.parametrize(
    ("given_", "computed", "factor"),
    [
        (Value(100, 100, 100), Value(100.9, 100.9, 100.9), None),
        (Value(100, 100, 100), Value(102, 102, 102), 100 / 102),
        (Value(100, 100, None), Value(200, 200, 200), None),
        (Value(100, 100, None), Value(50, 50, 50), 2.0),
        (Value(100, None, 100), Value(50, 50, 50), None),
        (Value(100, None, 100), Value(200, 200, 200), 0.5),
        (Value(100, 80, 120), Value(90, 90, 90), None),
        (Value(100, 100, 100), Value(50, 40, 120), None),
        (Value(100, 80, 120), Value(200, 200, 200), 0.5),
    ],
)
def test_disagreement(given_: Value, computed: Value, factor: float | None):
    found = disagreement(given_, computed, 0.01)
    assert found == (None if factor is None else pytest.approx(factor))


@pytest.mark.parametrize(
    ("value", "bound"),
    [
        (Value(1, 1, 1), Bound.EXACTLY),
        (Value(1, 1, 1, approximate=True), Bound.ABOUT),
        (Value(1, 1, None), Bound.AT_LEAST),
        (Value(1, 0.5, None), Bound.AT_LEAST),
        (Value(1, None, 1), Bound.AT_MOST),
        (Value(1, 0.5, 2), Bound.ABOUT),
        (Value(1, 1, 2), Bound.ABOUT),
        (Value(1, None, None), Bound.ABOUT),
    ],
)
def test_the_word_of_a_bound(value: Value, bound: Bound):
    assert value.bound is bound
