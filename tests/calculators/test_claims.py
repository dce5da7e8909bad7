"""Claims: the article's figures recomputed, and which answers meet them."""

from __future__ import annotations

import pytest

from calculators.claims import Claims
from calculators.engine import Engine
from calculators.pages.check import entries
from facts import FAULTS, Claim, Facts, Verdict

FACTORS = {
    "claim-device-energy": 3.7e6 / (700 * 0.61 * 8760),
    "claim-chip-energy": 1.0,
    "claim-households": 34e6 / (370e6 / 10715),  # A3.1: about 984.6
    "claim-colossus-growth": 3 / 2,  # A3.4: tripled and doubled
    "claim-meta-fleet": 500_000 / 600_000,  # A3.5
    "claim-floor-area": 7_000 / (785_000 * 0.3048**2),  # A3.3: 72,929 m², 10.4 times as much
    "claim-google-emissions": 1.0,  # A3.6: the same 48 %, of the whole company
}


@pytest.fixture
def claims(engine: Engine) -> Claims:
    return Claims(engine.facts, engine.registry)


def test_every_claim_is_listed(facts: Facts):
    assert [claim.id for claim in facts.claims] == list(FACTORS)


@pytest.mark.parametrize("name", FACTORS)
def test_the_computed_verdict_is_the_declared_one(name: str, claims: Claims, facts: Facts):
    claim = named(name, facts)
    check = claims.check(claim)
    assert check.verdict is claim.verdict
    assert check.verdict is facts.by_id[claim.fact].verdict
    assert check.factor == pytest.approx(FACTORS[name], rel=1e-9)


def named(name: str, facts: Facts) -> Claim:
    return next(claim for claim in facts.claims if claim.id == name)


def test_the_homes_are_too_many_by_985(claims: Claims, facts: Facts):
    check = claims.check(named("claim-households", facts))
    assert round(check.factor) == 985
    assert round(check.computed.value) == 34531
    assert "wrong by a factor of 985" in check.text
    assert check.claim.finding in check.text


@pytest.mark.parametrize("verdict", [Verdict.OK, Verdict.WRONG, Verdict.DISPUTED])
@pytest.mark.parametrize("name", FACTORS)
def test_the_verdict_is_computed_and_not_read(
    name: str, verdict: Verdict, claims: Claims, facts: Facts
):
    """A wrong verdict in the file can't make itself true."""
    claim = named(name, facts)
    claimed = claim.model_copy(update={"verdict": verdict, "id": "another"})
    assert claims.check(claimed).verdict is claims.check(claim).verdict


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"energy": "370 TWh", "duration": "8760 h"}, Verdict.OK_QUALIFIED),
        ({"energy": "364.31 TWh", "duration": "8760 h"}, Verdict.OK_QUALIFIED),
        ({"energy": "350 TWh", "duration": "8760 h"}, Verdict.WRONG),
        ({"energy": "370 GWh", "duration": "8.76 h"}, Verdict.OK_QUALIFIED),
    ],
)
def test_other_givens_give_other_verdicts(
    given: dict[str, str], verdict: Verdict, claims: Claims, facts: Facts
):
    claim = named("claim-households", facts).model_copy(update={"given": given, "id": "another"})
    assert claims.check(claim).verdict is verdict


def test_the_direction_is_that_of_the_bounds(claims: Claims, facts: Facts):
    claim = named("claim-chip-energy", facts)
    for each, verdict in {
        "at most 3.7 MWh/year": Verdict.WRONG_DIRECTION,
        "at least 3.7 MWh/year": Verdict.OK_QUALIFIED,
        "3.7 MWh/year": Verdict.OK_QUALIFIED,
        "at most 5 MWh/year": Verdict.WRONG,
    }.items():
        given = {**claim.given, "yearly_device_energy": each}
        changed = claim.model_copy(update={"given": given, "id": each})
        assert claims.check(changed).verdict is verdict, each


YEAR = {"duration": 8760.0}
MET = [
    ({"households": 34e6}, {"claim-households"}),
    ({"households": 34.3e6}, {"claim-households"}),
    ({"households": 35e6}, set()),
    ({"households": 34e6, "duration": 720.0}, set()),
    ({"energy": 370e9, "households": 1.0, **YEAR}, {"claim-households"}),
    ({"energy": 370e9, **YEAR}, set()),
    ({"chip_energy": 374e9, **YEAR}, {"claim-chip-energy", "claim-households"}),
    ({"chip_energy": 370e9, "duration": 720.0}, set()),
    ({"chip_energy": 400e9, **YEAR}, set()),
    ({"gpus": 1e5}, set()),
    ({}, set()),
    # What follows from a figure of the article speaks of a year too.
    ({"yearly_device_energy": 3.7e6 / 8760, "duration": 720.0}, {"claim-device-energy"}),
]


@pytest.mark.parametrize(("values", "expected"), MET)
def test_claims_met(values: dict[str, float], expected: set[str], claims: Claims):
    found = claims.met(values)
    assert {check.claim.id for check in found} == expected
    severity = [check.verdict in FAULTS for check in found]
    assert severity == sorted(severity, reverse=True)


def test_the_gravest_comes_first(claims: Claims):
    found = claims.met({"chip_energy": 370e9, **YEAR})
    assert [check.verdict for check in found] == [Verdict.WRONG, Verdict.WRONG_DIRECTION]


@pytest.mark.parametrize(
    "question",
    [
        "/power gpus:200000 device:h100",
        "/power gpus:100000 device:h100 utilisation:100%",
        "/energy gpus:8 device:a100",
        "/households energy:1GWh",
        "/energy gpus:100000 device:h100 duration:1 day target:chip_energy",
    ],
)
def test_other_figures_meet_no_claim(question: str, engine: Engine):
    answer = engine.ask(question)
    assert answer.claim is None
    assert not answer.warnings


def test_an_answer_carries_the_gravest_claim(engine: Engine):
    claim = engine.ask("/households energy:370GWh region:us").claim
    assert claim is not None
    assert (claim.verdict, claim.stated) == ("wrong", 34e6)
    assert claim.computed == pytest.approx(34531.03, rel=1e-6)
    assert claim.factor == pytest.approx(984.62, rel=1e-5)


def test_a_shortened_id_names_its_own_row(engine: Engine):
    for entry in entries(engine.facts).values():
        asked = [f"/check claim:article-{entry.row}", f"/check claim:{entry.row}"]
        texts = {engine.ask(each).text for each in (*asked, f"/check claim:{entry.id}")}
        assert len(texts) == 1
