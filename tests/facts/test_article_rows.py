"""The article's facts and statements against its audit: no row missing, none misjudged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from facts import CURATED
from facts.schema import FAULTS, Standing, Verdict

if TYPE_CHECKING:
    from facts import Fact, Facts, Statement

OPINIONS = frozenset({2, 10, 14, 15, 39})
"""Rows that can't be checked; the file leaves them out and says so at its head."""

OK, OK_Q = Verdict.OK, Verdict.OK_QUALIFIED
LOOSE, GARBLED, DISPUTED = Verdict.LOOSE, Verdict.GARBLED, Verdict.DISPUTED
VERDICTS = {
    1: GARBLED,  # its number is OK-q
    3: OK,
    4: OK,
    5: GARBLED,
    6: OK,
    7: OK_Q,
    8: OK,
    9: LOOSE,
    11: OK,
    12: DISPUTED,
    13: OK_Q,
    16: LOOSE,
    17: LOOSE,
    18: OK,
    19: LOOSE,
    20: DISPUTED,
    21: OK_Q,
    22: Verdict.WRONG_DIRECTION,
    23: Verdict.WRONG,
    24: OK,
    25: OK_Q,
    26: OK,
    27: DISPUTED,
    28: OK,
    29: OK,
    30: Verdict.WRONG_SCOPE,
    31: LOOSE,
    32: LOOSE,
    33: OK,
    34: OK,
    35: OK_Q,
    36: GARBLED,
    37: Verdict.UNVERIFIED,
    38: OK_Q,
    40: OK_Q,
    41: Verdict.WRONG_SCOPE,
    42: LOOSE,
}
"""Row -> verdict, typed from the table of the audit."""


def entries(facts: Facts) -> list[Fact | Statement]:
    everything: list[Fact | Statement] = [*facts.all, *facts.statements]
    return [entry for entry in everything if facts.standing(entry) is Standing.ARTICLE]


def test_the_audit_is_typed_whole() -> None:
    assert VERDICTS.keys() | OPINIONS == set(range(1, 43))
    assert not VERDICTS.keys() & OPINIONS


def test_every_row_is_there_once_except_the_opinions(facts: Facts) -> None:
    assert sorted(entry.row or 0 for entry in entries(facts)) == sorted(VERDICTS)


@pytest.mark.parametrize("row", VERDICTS)
def test_verdict_is_that_of_the_audit(row: int, facts: Facts) -> None:
    assert {entry.verdict for entry in entries(facts) if entry.row == row} == {VERDICTS[row]}


def test_every_fault_has_a_correction(facts: Facts) -> None:
    faulty = [entry for entry in entries(facts) if entry.verdict in FAULTS]
    expected = {row for row, word in VERDICTS.items() if word in FAULTS}
    assert {entry.row for entry in faulty} == expected
    assert not [entry.id for entry in faulty if not entry.correction]


def test_no_faulty_figure_is_an_input(facts: Facts) -> None:
    inputs = [fact for known in facts.inputs.values() for fact in known.values()]
    assert not [fact.id for fact in (*inputs, *facts.defaults.values()) if fact.verdict in FAULTS]


def test_the_file_names_the_opinions_that_it_leaves_out() -> None:
    file = next(path for path in CURATED if path.name == "article.yaml")
    lines = file.read_text(encoding="utf-8").splitlines()
    head = " ".join(line for line in lines[: lines.index("")] if line.startswith("#"))
    named = re.search(r"opinions [^:]*: rows ([0-9, ]+ and [0-9]+)", head)
    assert named is not None
    assert {int(row) for row in re.findall("[0-9]+", named[1])} == OPINIONS
