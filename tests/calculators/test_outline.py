"""Outlines: what many targets would be derived from is what their plans are made of."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.engine import Engine, curated
from calculators.outline import Outliner
from calculators.plan import make_plan
from calculators.select import prices
from facts import Kind

ENGINE = curated()
NAMES = sorted(ENGINE.registry.quantities)
IDLE = [name for name in NAMES if ENGINE.registry.quantities[name].idle]
"""What leaves some assumptions no meaning."""
SUBJECTS = (
    (Kind.DEVICE, "h100"),
    (Kind.CLUSTER, "xai-colossus"),
    (Kind.REGION, "pl"),
    (Kind.PRECISION, "fp8"),
)


@given(
    st.sets(st.sampled_from(NAMES), max_size=4),
    st.lists(st.sampled_from(SUBJECTS), max_size=2, unique=True),
    st.lists(st.sampled_from(NAMES) | st.sampled_from(IDLE), min_size=1, max_size=8),
)
@settings(deadline=None, max_examples=200)
def test_an_outline_is_the_plan_without_its_order(
    givens: set[str], subjects: list[tuple[Kind, str]], targets: list[str]
):
    outliner = Outliner(ENGINE.planner, ENGINE.registry, ENGINE.facts)
    for target in targets:
        found = outliner.outline(target, frozenset(givens), tuple(subjects))
        if found is None:  # two currencies
            continue
        paid = prices(frozenset(givens), found.known.named, found.known.assumed)
        plan = make_plan(ENGINE.registry, (found.target,), paid)
        if found.trace is None:
            assert found.target in plan.missing
            continue
        assert outliner.may_lead(frozenset(givens), tuple(subjects), target)
        assert found.trace.roots == plan.roots
        assert set(found.trace.steps) == {form.target for form in plan.steps}


def test_two_currencies_lead_nowhere_without_a_rate(engine: Engine):
    outliner = Outliner(engine.planner, engine.registry, engine.facts)
    both = frozenset(("electricity_cost", "electricity_price_eur"))
    assert outliner.outline("energy", both, ()) is None
    rated = outliner.outline("energy", both | {"exchange_rate_eur"}, ())
    assert rated is not None
    assert rated.trace is not None
    assert rated.trace.roots == both | {"exchange_rate_eur"}
