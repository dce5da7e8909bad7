"""The frontier of a limit: where it lies for every known value of what it depends on most."""

from __future__ import annotations

from calculators.display import TYPED_DIGITS, bounded
from calculators.frame import Work
from calculators.language import dated, tr
from calculators.reply import Table
from calculators.solve import rounded, solve
from calculators.value import Input, Origin, of_fact
from facts import FAULTS, Fact

MOST_ROWS = 8


def frontier(work: Work) -> Table | None:
    """The target under each known value of the assumed input that moves it most."""
    name = next((each for each in work.elasticities if _alternatives(each, work)), None)
    if name is None:
        return None
    quantity = work.registry.quantities[name]
    rows = [
        (
            _label(fact, work),
            bounded(quantity, of_fact(fact), TYPED_DIGITS),
            _target(work, name, fact),
        )
        for fact in _alternatives(name, work)[:MOST_ROWS]
    ]
    target = work.registry.quantities[work.target]
    return Table((tr(quantity.words), tr("value"), tr(target.words)), tuple(rows))


def _label(fact: Fact, work: Work) -> str:
    """Whose value it is; the scope tells two of one subject apart."""
    label = f"{tr(work.facts.subjects[fact.subject].name)}, {dated(fact.as_of)}"
    return f"{label} ({tr(fact.scope)})" if fact.scope else label


def _alternatives(name: str, work: Work) -> list[Fact]:
    """The facts about an assumed quantity, one for each subject and scope, smallest first."""
    if work.inputs[name].origin is not Origin.ASSUMED:
        return []
    chosen: dict[tuple[str, str | None], Fact] = {}
    for fact in work.facts.all:
        key = (fact.subject, fact.scope)
        fits = fact.quantity == name and fact.verdict not in FAULTS
        if fits and (fact.preferred or key not in chosen):
            chosen[key] = fact
    found = sorted(chosen.values(), key=lambda fact: of_fact(fact).value)
    return found if len(found) > 1 else []


def _target(work: Work, name: str, fact: Fact) -> str:
    inputs = {**work.inputs, name: Input(of_fact(fact), work.inputs[name].origin, fact)}
    quantity = work.registry.quantities[work.target]
    result = solve(work.program, inputs).results[work.target]
    turn = work.frame.rounding
    return bounded(quantity, rounded(result, turn) if turn else result)
