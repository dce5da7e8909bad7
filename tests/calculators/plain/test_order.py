"""The order in which readings are tried: by what they cost, and the same in every process."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from calculators.plain.assign import cheapest

READ = """
from calculators.engine import curated
from calculators.plain.talk import Talk

print(Talk(curated()).read("Convert 20 degrees Celsius to Fahrenheit").target)
"""


def test_choices_come_from_the_cheapest_on():
    columns: list[list[tuple[str | None, float]]] = [
        [("a", 0.0), ("b", 1.0)],
        [("c", 0.5), ("d", 3.0), (None, 4.0)],
    ]
    # 0 + 0.5, 1 + 0.5, 0 + 3, then 1 + 3 and 0 + 4, of which the first column's first comes first
    assert list(cheapest(columns)) == [
        (("a", "c"), 0.5),
        (("b", "c"), 1.5),
        (("a", "d"), 3.0),
        (("a", None), 4.0),
        (("b", "d"), 4.0),
        (("b", None), 5.0),
    ]


def test_no_figures_are_one_choice_that_costs_nothing():
    assert list(cheapest([])) == [((), 0.0)]


@pytest.mark.timeout(120)
def test_a_text_is_read_the_same_in_every_process():
    # Nothing in it says what is asked, so the order in which targets are tried decides.
    reads = {
        subprocess.run(
            [sys.executable, "-c", READ],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(reads) == 1
