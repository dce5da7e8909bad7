"""The facts files against a table typed independently from the source documents.

An empty ``as_of_year`` means that the document gives no year; ``2024-2026`` is a span of years.
"""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from facts.units import unit

if TYPE_CHECKING:
    from facts import Fact, Facts

TABLE = Path(__file__).with_name("reference_table.csv")
STANDINGS = ("article", "reference")


@dataclass(frozen=True)
class Row:
    subject: str
    quantity: str
    as_of_year: str
    value: str
    low: str
    high: str
    unit: str
    qualifier: str
    standing: str
    origin: str

    @property
    def id(self) -> str:
        number = self.value or f"{self.low}..{self.high}"
        return f"{self.subject}-{self.quantity}-{self.as_of_year or 'undated'}-{number}"


def read_table() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return [Row(**line) for line in csv.DictReader(lines, strict=True)]


ROWS = read_table()


def year_agrees(row: Row, fact: Fact) -> bool:
    first, _, last = row.as_of_year.partition("-")
    return not first or int(first) <= int(fact.as_of[:4]) <= int(last or first)


def numbers_agree(row: Row, fact: Fact, facts: Facts) -> bool:
    ours, theirs = (unit(each.unit).factor for each in (row, fact))
    pairs = ((row.value, fact.value), (row.low, fact.low), (row.high, fact.high))
    return all(
        text == "" if number is None else text != "" and close(float(text) * ours, number * theirs)
        for text, number in pairs
    )


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9)


def matches(row: Row, fact: Fact, facts: Facts) -> bool:
    return (
        (row.subject, row.quantity) == (fact.subject, fact.quantity)
        and row.standing == facts.standing(fact)
        and row.qualifier == fact.qualifier
        and year_agrees(row, fact)
        and numbers_agree(row, fact, facts)
    )


def nearest(row: Row, facts: Facts, count: int = 3) -> list[Fact]:
    def likeness(fact: Fact) -> tuple[int, bool, bool]:
        same = (row.quantity == fact.quantity) + (row.subject == fact.subject)
        return same, row.standing == facts.standing(fact), year_agrees(row, fact)

    return sorted(facts.all, key=likeness, reverse=True)[:count]


def shown(fact: Fact, facts: Facts) -> str:
    names = ("subject", "quantity", "as_of", "value", "low", "high", "unit", "qualifier")
    parts = [f"{name}={getattr(fact, name)}" for name in names]
    return ", ".join([*parts, f"standing={facts.standing(fact)}"])


def test_no_row_is_typed_twice() -> None:
    keys = [tuple(vars(row).values())[:-1] for row in ROWS]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.id)
def test_row_has_its_fact(row: Row, facts: Facts) -> None:
    if not any(matches(row, fact, facts) for fact in facts.all):
        near = "\n  ".join(shown(fact, facts) for fact in nearest(row, facts))
        pytest.fail(f"no fact for {row}\nnearest:\n  {near}", pytrace=False)


def test_every_fact_has_its_row(facts: Facts) -> None:
    unchecked = [
        shown(fact, facts)
        for fact in facts.all
        if facts.standing(fact) in STANDINGS and not any(matches(row, fact, facts) for row in ROWS)
    ]
    assert not unchecked, "facts without a row:\n  " + "\n  ".join(unchecked)
