"""What a change set adds, changes, removes and leaves; by how much a figure changes."""

from __future__ import annotations

import pytest

from facts import Kind, Subject
from facts.files import compare
from facts.loaded import Entry, LoadedFact, LoadedSubject


def power(
    value: float | None,
    unit: str = "W",
    *,
    low: float | None = None,
    high: float | None = None,
) -> LoadedFact:
    return LoadedFact(
        subject="h100",
        quantity="device_power",
        value=value,
        low=low,
        high=high,
        unit=unit,
        as_of="2026",
        source="x",
    )


def subject(name: str) -> LoadedSubject:
    return LoadedSubject(id="foo", subject=Subject(kind=Kind.DEVICE, name=name))


def test_each_key_is_in_one_group():
    before: dict[str, Entry | None] = {
        "same": power(700),
        "more": power(700),
        "gone": power(700),
        "left alone": power(1),
        "never there": None,
    }
    after: dict[str, Entry | None] = {
        "new": power(5),
        "same": power(700.0),
        "more": power(770),
        "gone": None,
        "never there": None,
        "nor here": None,
    }
    found = compare(before, after)
    assert found.added == {"new": power(5)}
    assert found.removed == {"gone": power(700)}
    assert found.unchanged == {"same": power(700)}
    assert found.changed.keys() == {"more"}
    assert not found.is_empty
    assert compare(before, {"same": power(700), "nor here": None}).is_empty


CHANGES: list[tuple[LoadedFact, LoadedFact, float | None]] = [
    (power(700), power(770), 1.1),
    (power(700), power(0.7, "kW"), 1),  # the same, written otherwise
    (power(700), power(7, "kW"), 10),
    (power(None, low=600, high=800), power(1400), 2),  # the middle is 700
    (power(600, low=500, high=900), power(None, low=200, high=400), 0.5),
    (power(0), power(5), None),
    (power(5), power(0), 0),
    (power(700), power(700, "USD"), None),  # nothing to compare
    (power(700), power(700, "wat"), None),
]


@pytest.mark.parametrize(("old", "new", "factor"), CHANGES)
def test_by_how_much(old: LoadedFact, new: LoadedFact, factor: float | None):
    change = compare({"a": old}, {"a": new}).changed["a"]
    assert change.factor == (None if factor is None else pytest.approx(factor))
    assert change.percent == (None if factor is None else pytest.approx(factor * 100 - 100))


def test_fields_that_differ():
    change = compare({"a": power(700)}, {"a": power(None, "kW", low=1, high=2)}).changed["a"]
    assert change.fields == ("value", "low", "high", "unit")
    change = compare({"a": subject("Foo")}, {"a": subject("Bar")}).changed["a"]
    assert (change.fields, change.factor) == (("name",), None)
    change = compare({"a": subject("Foo")}, {"a": power(1)}).changed["a"]
    assert change.factor is None
    assert {"kind", "name", "value"} <= set(change.fields)
