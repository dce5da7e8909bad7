"""Plans: the cheapest derivation, what is missing, and how little is looked at for it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.engine import Engine
from calculators.explore import Exploration, Reach
from calculators.plan import DEFAULT, GIVEN, NAMED_FACT, UNKNOWN, Plan, make_plan
from calculators.registry import Registry
from calculators.relation import Relation
from tests.calculators.synthetic import equation, registry_of

RACKS = (
    equation("share", "server", "per_server"),
    equation("it", "gpus", "share"),
    equation("it", "racks", "rack"),
    equation("site", "it", "pue"),
)
FACTS = dict.fromkeys(("server", "per_server", "rack"), NAMED_FACT)
ASSUMED = {"pue": DEFAULT}


def plan_of(
    relations: Iterable[Relation],
    target: str,
    known: Mapping[str, float],
    askable: Iterable[str] = (),
) -> Plan:
    return make_plan(registry_of(relations), (target,), known, dict.fromkeys(askable, UNKNOWN))


def derived(plan: Plan) -> list[str]:
    return [form.target for form in plan.steps]


@pytest.mark.parametrize(
    ("known", "roots"),
    [
        ({"gpus": GIVEN}, {"gpus", "server", "per_server"}),
        ({"racks": GIVEN}, {"racks", "rack"}),
        ({"racks": NAMED_FACT}, {"racks", "rack"}),
        ({"racks": GIVEN, "gpus": NAMED_FACT}, {"racks", "rack"}),
        ({"gpus": GIVEN, "share": GIVEN, "racks": NAMED_FACT}, {"gpus", "share"}),
        ({"gpus": GIVEN, "share": GIVEN, "racks": GIVEN}, {"gpus", "share"}),
        ({"it": NAMED_FACT, "gpus": GIVEN, "share": GIVEN}, {"gpus", "share"}),
    ],
)
def test_cheapest_derivation_wins(known: Mapping[str, float], roots: set[str]):
    assert plan_of(RACKS, "it", {**FACTS, **ASSUMED, **known}).roots == roots


def test_defaults_are_taken_only_where_needed():
    known = {**FACTS, **ASSUMED, "gpus": GIVEN}
    assert "pue" not in plan_of(RACKS, "it", known).roots
    assert "pue" in plan_of(RACKS, "site", known).roots
    assert plan_of(RACKS, "site", {**known, "it": GIVEN}).roots == {"it", "pue"}


def test_a_longer_way_over_givens_beats_a_default():
    relations = (equation("y", "a", "d"), equation("d", "b", "c"))
    plan = plan_of(relations, "y", {"a": GIVEN, "b": GIVEN, "c": GIVEN, "d": DEFAULT})
    assert plan.roots == {"a", "b", "c"}


def test_relations_are_turned_round():
    plan = plan_of(RACKS, "gpus", {**FACTS, **ASSUMED, "site": GIVEN})
    assert derived(plan)[-1] == "gpus"
    assert [form.rearranged for form in plan.steps].count(True) == 2


def test_what_is_shared_is_derived_once():
    plan = make_plan(registry_of(RACKS), ("it", "site"), {**FACTS, **ASSUMED, "gpus": GIVEN})
    assert sorted(derived(plan)) == ["it", "share", "site"]


@pytest.mark.parametrize(
    ("target", "known", "askable", "missing"),
    [
        ("it", {}, ("gpus", "racks"), ()),
        ("it", {"rack": NAMED_FACT}, ("gpus", "racks"), ("racks",)),
        ("it", {}, ("gpus", "racks", "rack"), ("racks", "rack")),
        ("it", {}, ("gpus", "racks", "rack", "site", "pue"), ("racks", "rack")),
        ("it", {**ASSUMED}, ("gpus", "racks", "rack", "site"), ("site",)),
        ("site", {**ASSUMED, "gpus": GIVEN}, ("share", "server", "per_server"), ("share",)),
        ("site", {"gpus": GIVEN, "share": GIVEN}, ("pue", "rack"), ("pue",)),
        ("gpus", {}, ("gpus",), ()),
    ],
)
def test_missing_is_the_least(
    target: str, known: dict[str, float], askable: tuple[str, ...], missing: tuple[str, ...]
):
    plan = plan_of(RACKS, target, known, askable)
    assert set(plan.missing[target]) == set(missing)
    assert not plan.steps


def test_what_is_missing_completes_the_plan():
    known: dict[str, float] = {"gpus": GIVEN}
    asked = plan_of(RACKS, "site", known, ("pue", "server", "per_server")).missing["site"]
    assert set(asked) == {"pue", "server", "per_server"}
    assert not plan_of(RACKS, "site", {**known, **dict.fromkeys(asked, GIVEN)}).missing


def test_the_givens_win_over_facts(engine: Engine):
    answer = engine.ask("/power gpus:100 device:h100 device_power:500W target:chip_power")
    assert answer.results[0].value == 50_000
    assert not answer.facts
    assert {item.standing for item in answer.question.givens.values()} == {"given by you"}


def test_a_given_in_the_middle_wins_over_its_own_derivation(engine: Engine):
    answer = engine.ask("/power gpus:100 device:h100 server_power_per_gpu:1kW target:it_power")
    assert answer.results[0].value == 100_000
    assert not answer.facts


@pytest.mark.parametrize(
    ("more", "agrees"),
    [
        ("servers:13", True),
        ("servers:12", False),
        ("servers:14", False),
        ("servers:13 it_power:127.5kW", True),
        ("servers:13 it_power:1MW", False),
        ("servers:13 chip_power:70kW", True),
        ("servers:13 chip_power:90kW", False),
    ],
)
def test_rounding_excuses_the_counts_alone(more: str, agrees: bool, engine: Engine):
    """100 accelerators do fill 13 servers of 8; that makes no other figure right."""
    refusal = engine.ask(f"/power gpus:100 device:h100 {more}").refusal
    assert (refusal is None or refusal.code != "contradiction") == agrees


def reachable(relations: Iterable[Relation], known: Iterable[str]) -> set[str]:
    """Everything that some order of the relations gives: the slow and certain way."""
    relations, found, before = tuple(relations), set(known), -1
    while len(found) > before:
        before = len(found)
        for each in relations:
            unknown = set(each.quantities) - found
            if len(unknown) == 1:
                found |= unknown
    return found


NAMES = tuple("abcdefgh")
random_relations = st.lists(
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=4, unique=True).map(
        lambda names: equation(*names)
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda each: each.name,
)


@given(random_relations, st.sets(st.sampled_from(NAMES), max_size=4), st.sampled_from(NAMES))
@settings(deadline=None, max_examples=150)
def test_a_plan_is_found_whenever_there_is_one(
    relations: list[Relation], known: set[str], target: str
):
    names = {name for each in relations for name in each.quantities}
    if target not in names:
        return
    prices = dict.fromkeys(sorted(known & names - {target}), GIVEN)
    plan = plan_of(relations, target, prices)
    assert (target not in plan.missing) == (target in reachable(relations, prices))
    ready = set(plan.roots)
    assert ready <= prices.keys()
    for form in plan.steps:
        assert set(form.inputs) <= ready
        assert form.target not in ready
        ready.add(form.target)


@given(random_relations, st.sets(st.sampled_from(NAMES), max_size=4), st.permutations(NAMES))
@settings(deadline=None, max_examples=150)
def test_one_exploration_plans_every_target_as_if_it_were_the_only_one(
    relations: list[Relation], known: set[str], targets: list[str]
):
    names = {name for each in relations for name in each.quantities}
    registry = registry_of(relations)
    prices = dict.fromkeys(sorted(known & names), GIVEN)
    exploration = Exploration(registry, prices)
    reach = Reach(0, registry.unions).beside(registry.bits_of(prices))
    for target in (each for each in targets if each in names and each not in prices):
        plan, found = make_plan(registry, (target,), prices), exploration.reach(target)
        trace = exploration.trace(target)
        assert bool(reach.found & registry.bits[target]) or found is None
        if found is None:
            assert trace is None
            assert target in plan.missing
            continue
        assert trace is not None
        assert (found.steps, found.roots) == (plan.steps, plan.roots)
        assert (set(trace.steps), trace.roots) == (set(derived(plan)), plan.roots)


# How much is looked at: counted, as the time depends on the machine.


class Counted:
    """Counts how often a relation is looked at."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looks = 0

        def quantities(each: Relation) -> tuple[str, ...]:
            self.looks += 1
            return (each.target, *each.inputs)

        monkeypatch.setattr(Relation, "quantities", property(quantities))

    def planning(self, registry: Registry, target: str, known: Mapping[str, float]) -> int:
        _ = registry.watching  # made once for a registry
        self.looks = 0
        plan = make_plan(registry, (target,), known)
        assert not plan.missing
        return self.looks


def chain(length: int) -> list[Relation]:
    return [equation(f"q{at + 1}", f"q{at}", "side") for at in range(length)]


def irrelevant(kind: str, count: int) -> list[Relation]:
    """Relations that the answer doesn't need, sharing much or nothing with what it needs."""
    return [
        {
            "apart": equation(f"x{at + 1}", f"x{at}", f"y{at}"),
            "hub last": equation(f"x{at + 1}", f"x{at}", "side"),
            "hub first": equation(f"x{at + 1}", "side", f"x{at}"),
            "hub is the result": equation("side", f"x{at}", f"y{at}"),
            "further along": equation(f"q{at + 6}", f"q{at + 5}", "side"),
        }[kind]
        for at in range(count)
    ]


@pytest.mark.parametrize(
    "kind", ["apart", "hub last", "hub first", "hub is the result", "further along"]
)
def test_a_thousand_relations_plan_as_easily_as_ten(kind: str, monkeypatch: pytest.MonkeyPatch):
    counted = Counted(monkeypatch)
    known = {"q0": GIVEN, "side": GIVEN}
    few, many = (
        counted.planning(registry_of([*chain(5), *irrelevant(kind, count)]), "q5", known)
        for count in (10, 1000)
    )
    assert few > 0
    assert many <= 1.5 * few


def test_a_chain_of_a_thousand(monkeypatch: pytest.MonkeyPatch):
    counted = Counted(monkeypatch)
    known = {"q0": GIVEN, "side": GIVEN}
    registry = registry_of(chain(1000))
    assert counted.planning(registry, "q1000", known) < 20 * 1000
    steps = make_plan(registry, ("q1000",), known).steps
    assert [form.target for form in steps] == [f"q{at + 1}" for at in range(1000)]


def test_the_cheapest_of_a_thousand_alternatives():
    relations = [equation("y", f"a{at}", f"b{at}") for at in range(1000)]
    known = {f"{letter}{at}": NAMED_FACT for at in range(1000) for letter in "ab"}
    best = {**known, "a700": GIVEN, "b700": GIVEN}
    order = list(best.items())
    random.Random(7).shuffle(order)
    assert plan_of(relations, "y", dict(order)).roots == {"a700", "b700"}
