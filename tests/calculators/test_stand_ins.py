"""Stand-ins: what passes for something else says so, and never for a figure of fixed scope."""

from __future__ import annotations

from types import ModuleType

import pytest
from sympy import Expr

from calculators.engine import Engine
from calculators.quantity import Quantity, Scope
from calculators.registry import collect
from calculators.relation import DeclarationError, relation

HOURS = "Accelerator-hours at rated power"


@pytest.mark.parametrize(
    "question",
    [
        "/emissions emissions:2290 t gpu_hours:7.0M device_power:700W",
        "/cost gpu_hours:7.0M device_power:700W region:us",
    ],
)
def test_an_answer_says_what_stands_in(question: str, engine: Engine):
    assert any(HOURS in each for each in engine.ask(question).warnings)


def test_an_assumption_of_a_relation_is_told(engine: Engine):
    question = "/reliability interruptions:419 observed_gpus:16384 observed_time:54 days gpus:50000"
    answer = engine.ask(question)
    assert any("Taken as linear" in each for each in answer.warnings)
    # Two counts of accelerators pull in opposite directions, and are told apart.
    moves = " ".join(answer.reply.moves)
    assert "accelerators on which they were seen" in moves


def test_what_a_price_leaves_out_is_told(engine: Engine):
    assert "without distribution and taxes" in engine.ask("/cost energy:1TWh region:pl").text


def test_room_is_where_power_limits(engine: Engine):
    fits = engine.ask("/power facility_power:90MW device:h100").reply.headline
    needed = engine.ask("/training training_compute:6e24 FLOP training_time:30 days device:h100")
    assert "room for" in fits
    assert "room for" not in needed.reply.headline


def test_the_chips_never_pass_for_the_facility(engine: Engine):
    """Energy of accelerator-hours is that of the chips; the facility's can't follow from it."""
    answer = engine.ask("/solve target:facility_energy given:gpu_hours=7.0M, device_power=700W")
    assert answer.refusal is not None


def test_a_facility_is_not_filled_through_a_stand_in(engine: Engine):
    """Without the servers nothing says how many accelerators fit into 90 MW."""
    answer = engine.ask("/power facility_power:90MW device_power:700W target:gpus")
    assert answer.refusal is not None
    assert answer.refusal.code == "missing"


def test_a_relation_from_the_chips_to_all_must_be_declared_a_stand_in():
    def small(name: str, scope: Scope) -> Quantity:
        return Quantity(name=name, symbol=name, unit="W", words=name, example="1W", scope=scope)

    @relation("whole")
    def passing(part: Expr) -> Expr:
        """The part passes for the whole."""
        return part

    module = ModuleType("synthetic")
    vars(module).update(
        part=small("part", Scope.ACCELERATOR), whole=small("whole", Scope.OPEN), passing=passing
    )
    with pytest.raises(DeclarationError, match="stand_in"):
        collect([module])


def test_what_carries_less_than_the_full_load_says_so(engine: Engine):
    """100,000 H100: 198.9 MW at full load, 121.3 MW on average; two reactors of 77 MW are 154."""
    answer = engine.ask("/supply gpus:100000 device:h100 plant:nuscale")
    assert any("at full load is 198.9 MW" in each for each in answer.warnings)
