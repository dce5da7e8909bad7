"""What moves an answer most, in words: "10 % more utilisation: 10 % more energy"."""

from __future__ import annotations

from calculators.display import plain, told_as
from calculators.frame import Work
from calculators.language import tr
from calculators.quantity import Quantity
from calculators.refusal import listed
from calculators.value import Origin

MOST = 3
LEAST = 0.005
"""An elasticity below this moves nothing worth saying."""
STEP = 0.1
_FIRST = (Origin.ASSUMED, Origin.MODERATOR, Origin.REFERENCE, Origin.ARTICLE, Origin.GIVEN)
"""Of inputs that move the answer alike, those that are least certain are named first."""


def moves(work: Work) -> tuple[str, ...]:
    """The inputs that move the target most, those of equal effect in one line."""
    found = work.elasticities
    names = [name for name in found if abs(found[name]) > LEAST and not _fixed(name, work)]
    names.sort(key=lambda name: (-abs(round(found[name], 6)), _FIRST.index(_origin(name, work))))
    effects: dict[float, list[str]] = {}
    for name in names[:MOST]:
        effects.setdefault(_effect(name, work), []).append(name)
    target = work.registry.quantities[work.target]
    strongest = sorted(effects.items(), key=lambda each: -abs(each[0]))
    return tuple(_line(effect, alike, target, work) for effect, alike in strongest)


CALENDAR = "calendar"


def _fixed(name: str, work: Work) -> bool:
    """Whether an input is a convention, such as the length of a year."""
    known = work.inputs[name]
    return known.fact is not None and known.fact.subject == CALENDAR


def _origin(name: str, work: Work) -> Origin:
    return work.inputs[name].origin


def _effect(name: str, work: Work) -> float:
    """The share by which the target changes when an input grows by ``STEP``, computed anew."""
    values = work.solution.values
    known = {each: values[each] for each in work.program.plan.roots}
    known[name] *= 1 + STEP
    try:
        changed = work.program.run(known)[work.target]
    except (ArithmeticError, ValueError):
        return work.elasticities[name] * STEP
    if not values[work.target]:
        return work.elasticities[name] * STEP
    return round(changed / values[work.target] - 1, 4)


def _line(effect: float, names: list[str], target: Quantity, work: Work) -> str:
    quantities = work.registry.quantities
    if effect > 0:
        text = tr("{step} % more {inputs}: {change} % more {target}")
    elif target.noun:
        text = tr("{step} % more {inputs}: {change} % fewer {target}")
    else:
        text = tr("{step} % more {inputs}: {change} % less {target}")
    return text.format(
        step=plain(STEP * 100, 3),
        inputs=listed(tr(quantities[name].words) for name in names),
        change=plain(abs(effect) * 100, 3),
        target=told_as(target),
    )
