"""Assigning: which quantities the figures of a text may be given for, the likeliest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import product

from calculators.plain.figure import PERCENT, Figure
from calculators.plain.fit import fit, value_for
from calculators.plain.said import Label
from calculators.plain.target import BASES, WHOLE, family, is_beside
from calculators.quantity import Quantity, Scope
from calculators.registry import Registry
from facts.units import uncounted

MOST_MEANINGS, MOST_FIGURES, MOST_TRIES = 5, 4, 40
"""Bounds on what a strange text may cost; of more figures each is tried as fewer quantities."""
OTHER_LABEL, FAR_LABEL, BARE = 0.7, 0.3, 1.0
"""What words beside a figure say for it and against it, words elsewhere, and no words at all."""
UNLIKELY, UNTYPICAL, QUALIFIED, UNSAID, SIDE = 1.2, 0.15, 0.5, 1.2, 0.4
"""What speaks against a quantity that would be implausible, or is seldom meant without words."""
UNGIVEN, NO_OPTION, HELD = 0.3, 0.2, 0.6
"""What speaks for what people give who ask for the target, and for what was given before."""
SCOPE_COST = {Scope.ACCELERATOR: 0.2, Scope.IT: 0.1}
SCOPE_NAMED, PEAK, MEAN, EACH, LATER = 0.6, 0.6, 0.2, 0.7, 0.4

Meaning = tuple[str, float]
"""A quantity, and what taking a figure for it costs."""


def assignments(
    figures: Sequence[Figure],
    labels: Sequence[Label],
    target: str,
    registry: Registry,
    held: Collection[str] = (),
) -> Iterator[tuple[tuple[str | None, ...], float]]:
    """The quantities for the figures, in their order, and what each choice costs.

    A figure that can be nothing is None. ``held`` was given before: a new figure replaces it.
    """
    wanted = registry.known_first(target)
    options = options_with(registry, target)
    columns: list[list[tuple[str | None, float]]] = []
    for figure in figures:
        ranked = nsmallest(
            MOST_MEANINGS if len(figures) <= MOST_FIGURES else 2,
            (
                (name, cost + _distance_to(name, wanted, options, registry) - HELD * (name in held))
                for name, cost in meanings(figure, labels, figures, registry)
                if name != target and not (figure.unit is None and family(name) == family(target))
            ),
            key=lambda each: each[1],
        )
        columns.append([*ranked] or [(None, 0.0)])
    every = (
        (tuple(name for name, _ in chosen), sum(cost for _, cost in chosen))
        for chosen in product(*columns)
        if _distinct([name for name, _ in chosen])
    )
    yield from nsmallest(MOST_TRIES, every, key=lambda each: each[1])


def _distinct(names: Iterable[str | None]) -> bool:
    known = [name for name in names if name]
    return len(set(known)) == len(known)


def _distance_to(
    name: str, wanted: Sequence[str], options: frozenset[str], registry: Registry
) -> float:
    """What people give who ask for a target is likelier to be given."""
    option = registry.quantities[name].option
    if option in BASES and {*BASES} <= options:
        return -UNSAID
    if option in wanted:
        return 0.0
    return UNGIVEN + (0.0 if option in options else NO_OPTION)


def options_with(registry: Registry, target: str) -> frozenset[str]:
    """The options of the topics that have a target: what may be given with it."""
    option = registry.quantities[target].option
    return frozenset(
        name
        for topic in registry.topics.values()
        if option in topic.targets
        for name in topic.options
    )


def meanings(
    figure: Figure, labels: Sequence[Label], figures: Sequence[Figure], registry: Registry
) -> Iterator[Meaning]:
    """Every quantity that a figure may be, and how unlikely that is by itself."""
    if figure.unclear:
        return
    beside = [each for each in labels if not each.inner and is_beside(each, figure, figures)]
    near = {key for each in beside for key in each.keys}
    if figure.scope:  # "40 GWh (just the chips)" is what the words say, of the chips
        families = {family(key) for key in near}
        near |= {name for name in registry.scoped if family(name) in families}
    far = {key for each in labels for key in each.keys}
    for name, quantity in registry.quantities.items():
        cost = fit(figure, quantity)
        if cost is None:
            continue
        option = quantity.option
        cost += _scope(figure, quantity) + _mean(figure, quantity)
        cost += _in_order(figure, quantity, figures)
        cost += _qualified(quantity, near, registry) + _apiece(figure, quantity, labels, registry)
        if option in near and _labels_bare(figure, quantity, beside):
            cost -= OTHER_LABEL
        elif option in far and (figure.unit is not None or _is_counted(figure, quantity)):
            cost += FAR_LABEL if figure.unit is not None else BARE
        elif figure.unit in (None, PERCENT):
            if figure.unit is None and not _counts_on(figure, quantity, figures):
                continue  # a bare number is only what words say
            cost += BARE
        else:
            cost += OTHER_LABEL if _names_such(near, figure, registry) else FAR_LABEL + 0.1
        size = value_for(figure, quantity).value
        if not quantity.is_plausible(size) or not quantity.is_possible(size):
            cost += UNLIKELY
        yield name, cost + (0 if quantity.typical else UNTYPICAL)


def _is_counted(figure: Figure, quantity: Quantity) -> bool:
    """Whether a bare number may count things that are named elsewhere."""
    size = figure.value.value
    return bool(quantity.noun) and size >= 2 and size == int(size)


def _labels_bare(figure: Figure, quantity: Quantity, beside: Sequence[Label]) -> bool:
    """Whether words label a figure: a bare count only stands right behind them."""
    if figure.unit is not None or not quantity.of.dimension:
        return True
    return any(
        quantity.option in label.keys
        and (
            0 < figure.start - label.end <= len(" ~ ") or label.start - figure.end > len(" of the ")
        )
        for label in beside
    )


def _scope(figure: Figure, quantity: Quantity) -> float:
    """A figure is of the scope that words beside it name."""
    if figure.scope is None:
        return 0.0
    whole = figure.scope is Scope.FACILITY and quantity.scope in WHOLE
    return -SCOPE_NAMED if quantity.scope is figure.scope else 0.0 if whole else SCOPE_NAMED


def _mean(figure: Figure, quantity: Quantity) -> float:
    """A figure that is said to be an average is no peak."""
    return (
        PEAK * (quantity.kind == "peak") - MEAN * (quantity.kind == "mean") if figure.mean else 0.0
    )


def _in_order(figure: Figure, quantity: Quantity, figures: Sequence[Figure]) -> float:
    """Of figures alike the first is the beginning of a growth, the last what is asked about."""
    behind = _followers(figure, figures)
    if quantity.option == BASES[0]:
        return LATER * (not behind)
    return LATER * behind * (quantity.typical or quantity.option == BASES[1])


def _followers(figure: Figure, figures: Sequence[Figure]) -> int:
    """How many figures behind one measure the same: the last is what is asked about."""
    if figure.unit is None:
        return 0
    same = [each for each in figures if each.unit and each.unit.dimension == figure.unit.dimension]
    return sum(each.start > figure.start for each in same)


def _counts_on(figure: Figure, quantity: Quantity, figures: Sequence[Figure]) -> bool:
    """Whether a bare number counts what another figure counts: "on 16,384 GPUs … with 50k"."""
    size = figure.value.value
    counted = any(each.unit and each.unit.dimension == quantity.of.dimension for each in figures)
    return counted and quantity.typical and size == int(size)


def _qualified(quantity: Quantity, near: Collection[str], registry: Registry) -> float:
    """Of two quantities the plainer is meant, unless words say otherwise: "carbon intensity"."""
    if quantity.option in near:
        return 0.0
    longer = any(
        quantity.option.startswith(f"{other}_") or quantity.option.endswith(f"_{other}")
        for other, each in registry.quantities.items()
        if dict(each.of.dimension) == dict(quantity.of.dimension)
    )
    scope = SCOPE_COST.get(quantity.scope, 0.0)
    longer = longer and quantity.name not in registry.scoped
    scope += SIDE * (registry.beside(quantity) and quantity.scope is not Scope.OPEN)
    return QUALIFIED * longer + scope + (UNSAID if quantity.option in BASES else 0.0)


def _apiece(
    figure: Figure, quantity: Quantity, labels: Sequence[Label], registry: Registry
) -> float:
    """A figure beside things that no number counts is one for each: "generators of 2.5 MW"."""
    if figure.unit is None or not uncounted(figure.unit.dimension):
        return 0.0
    for label in labels:
        if not 0 <= figure.start - label.end <= len(
            " o mocy "
        ) and label.start - figure.end not in range(len(" small ") + 2):
            continue
        for key in label.keys:
            noun = registry.quantities[key]
            if noun.noun and len(noun.of.dimension) == 1:
                thing = next(iter(noun.of.dimension))
                return -EACH if quantity.of.dimension.get(thing) == -1 else 0.0
    return 0.0


def _names_such(near: Iterable[str], figure: Figure, registry: Registry) -> bool:
    """Whether words beside a figure name a quantity that it fits."""
    return any(fit(figure, registry.quantities[key]) is not None for key in near)
