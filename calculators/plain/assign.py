"""Assigning: which quantities the figures of a text may be given for, the likeliest first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from heapq import heappop, heappush, nsmallest
from itertools import islice
from operator import getitem

from cachetools import LRUCache

from calculators.plain.figure import PERCENT, Figure
from calculators.plain.fit import factor_for, fit
from calculators.plain.said import Label
from calculators.plain.target import BASES, COUNTS, WHOLE, family, is_beside
from calculators.quantity import Quantity, Scope
from calculators.registry import Registry
from facts.units import uncounted

MEANINGS, MOST_TRIES, MOST_ROWS = {4: 5, 8: 2}, 40, 200
"""Bounds on what a strange text may cost: of more figures each is tried as fewer quantities."""
OTHER_LABEL, FAR_LABEL, UNNAMED, BARE, LOOSE, FAR_OTHER = 0.7, 0.3, 0.4, 1.0, 1.6, 0.3
"""What words beside a figure say for it and against it, words elsewhere, no words at all, and a
bare number that may count anything."""
UNLIKELY, UNTYPICAL, QUALIFIED, UNSAID, SIDE = 1.2, 0.15, 0.5, 1.2, 0.4
"""What speaks against a quantity that would be implausible, or is seldom meant without words."""
UNGIVEN, NO_OPTION, HELD, NO_GROWTH = 0.3, 0.2, 0.6, 1.5
"""What speaks for what people give who ask for the target, and for what was given before."""
SCOPE_COST = {Scope.ACCELERATOR: 0.2, Scope.IT: 0.1}
SCOPE_NAMED, PEAK, MEAN, EACH, LATER, TOGETHER = 0.6, 0.6, 0.2, 1.0, 0.4, 1.5

INSIDE = {Scope.IT, Scope.ACCELERATOR}
KEPT = 1_024
"""Units with what they fit, kept: people may write any number of them."""

Meaning = tuple[str, float]
"""A quantity, and what taking a figure for it costs."""
Fit = tuple[Quantity, float, float]
"""A quantity that a figure fits, what that costs, and the figure's size in its base units."""
Signature = tuple[str | None, str | None, float | None, bool, bool]


class Assigner:
    """Finds what figures may be given for; what only depends on units and targets is kept."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._fitting: LRUCache[Signature, tuple[Fit, ...]] = LRUCache(KEPT)
        self._longer = frozenset(filter(self._is_longer, registry.quantities))
        self._together = {
            frozenset((name, *each.idle))
            for name, each in registry.quantities.items()
            if each.idle and all(name in registry.quantities[other].idle for other in each.idle)
        }
        self.options = lru_cache(None)(self._options)
        self._first = lru_cache(None)(registry.known_first)
        self._distances = lru_cache(None)(self._every_distance)
        self._plain = {each.name: self._plainness(each) for each in registry.quantities.values()}

    def of(self, figures: Sequence[Figure], labels: Sequence[Label]) -> list[list[Meaning]]:
        """For each figure every quantity that it may be, and how unlikely that is by itself."""
        return [list(self._meanings(figure, labels, figures)) for figure in figures]

    def assignments(
        self,
        figures: Sequence[Figure],
        meanings: Sequence[Sequence[Meaning]],
        target: str,
        held: Collection[str] = (),
    ) -> Iterator[tuple[tuple[str | None, ...], float]]:
        """The quantities for the figures, in their order, and what each choice costs.

        The cheapest comes first. A figure that can be nothing is None. ``held`` was given before: a
        new figure replaces it.
        """
        most = next((most for count, most in MEANINGS.items() if len(figures) <= count), 1)
        columns: list[Sequence[tuple[str | None, float]]] = [
            sorted(self._for(target, figure, every, held), key=_cost)[:most] or [(None, 0.0)]
            for figure, every in zip(figures, meanings, strict=True)
        ]
        every = islice(cheapest(columns), MOST_ROWS)
        rows = ((names, cost) for names, cost in every if _distinct(names))
        if self.may_be_whole(columns):
            rows = ((each, cost - TOGETHER * self._is_whole(each)) for each, cost in rows)
            return iter(nsmallest(MOST_TRIES, rows, key=_cost))
        return islice(rows, MOST_TRIES)

    def may_be_whole(self, columns: Iterable[Iterable[tuple[str | None, float]]]) -> bool:
        """Whether figures may be all of what is only told together."""
        return self._is_whole([name for column in columns for name, _ in column])

    def _is_whole(self, names: Sequence[str | None]) -> bool:
        """Whether all of what is only told together is: what was seen, on how many, how long."""
        return any(together.issubset(names) for together in self._together)

    def _for(
        self, target: str, figure: Figure, meanings: Sequence[Meaning], held: Collection[str]
    ) -> Iterator[Meaning]:
        """The meanings of a figure beside a target, whose own kind no bare number is."""
        apart = self._distances(target)
        for name, cost in meanings:
            same = figure.unit is None and family(name) == family(target)
            if name in apart and not same:
                yield name, cost + apart[name] - HELD * (name in held)

    def _every_distance(self, target: str) -> Mapping[str, float]:
        """How far every quantity is from a target that may be given for it."""
        quantities = self._registry.quantities
        others = (
            name for name, each in quantities.items() if each.option != quantities[target].option
        )
        return {name: self._distance(name, target) for name in others}

    def _distance(self, name: str, target: str) -> float:
        """What people give who ask for a target is likelier to be given."""
        option, options = self._registry.quantities[name].option, self.options(target)
        if options.issuperset(BASES):  # growth is of anything, and knows nothing but itself
            return -UNSAID if option in BASES else NO_GROWTH * (option not in options)
        if option in self._first(target):
            return 0.0
        return UNGIVEN + (0.0 if option in options else NO_OPTION)

    def _options(self, target: str) -> frozenset[str]:
        """The options of the topics that have a target: what may be given with it."""
        option = self._registry.quantities[target].option
        topics = (each for each in self._registry.topics.values() if option in each.targets)
        return frozenset(name for topic in topics for name in topic.options)

    def _fits(self, figure: Figure) -> tuple[Fit, ...]:
        """The quantities that a figure can be by its unit."""
        key = _signature(figure)
        if key not in self._fitting:
            every = ((each, fit(figure, each)) for each in self._registry.quantities.values())
            self._fitting[key] = tuple(
                (each, cost, factor_for(figure, each)) for each, cost in every if cost is not None
            )
        return self._fitting[key]

    def _is_longer(self, name: str) -> bool:
        """Whether a quantity is a plainer one with a word added: life-cycle intensity."""
        quantities = self._registry.quantities
        own = quantities[name]
        return name not in self._registry.scoped and any(
            own.option.startswith(f"{other}_") or own.option.endswith(f"_{other}")
            for other, each in quantities.items()
            if dict(each.of.dimension) == dict(own.of.dimension)
        )

    def _meanings(
        self, figure: Figure, labels: Sequence[Label], figures: Sequence[Figure]
    ) -> Iterator[Meaning]:
        if figure.unclear or figure.timeless:
            return
        beside = [each for each in labels if not each.inner and is_beside(each, figure, figures)]
        near = self._near(figure, beside)
        far = {key for each in labels for key in each.keys if not (each.inner and each.asked)}
        fitting = self._fits(figure)
        named = any(each.option in near for each, *_ in fitting)
        elsewhere = any(each.option in far for each, *_ in fitting)
        behind, thing = _followers(figure, figures), _thing(figure, labels, self._registry)
        others = (each for each in figures if each is not figure)
        alone = not any(each.unit is None or each.is_like(figure) for each in others)
        for quantity, cost, factor in fitting:
            words = _words(
                figure,
                quantity,
                figures,
                beside,
                near=near,
                far=far,
                named=named,
                elsewhere=elsewhere,
            )
            if words is None:
                continue  # a bare number is only what words say
            beside_it = _scope(figure, quantity) + _mean(figure, quantity)
            beside_it += _in_order(quantity, behind, alone=alone)
            beside_it -= EACH * bool(thing and quantity.of.dimension.get(thing) == -1)
            size = figure.value.value * factor
            itself = self._unlikelihood(figure, quantity, size, near)
            yield quantity.name, cost + words + beside_it + itself

    def _near(self, figure: Figure, beside: Sequence[Label]) -> set[str]:
        """What the words beside a figure name; at its scope too, where they say it."""
        near = {key for each in beside for key in each.keys}
        if figure.scope:  # "40 GWh (just the chips)" is what the words say, of the chips
            families = {family(key) for key in near}
            near |= {name for name in self._registry.scoped if family(name) in families}
        quantities = self._registry.quantities
        fitting = {each.name for each, *_ in self._fits(figure)}
        inside = {quantities[key].scope for key in near - fitting} & INSIDE
        if inside:  # "the servers used 30 GWh" is neither their power nor the facility's energy
            families = {family(key) for key in near}
            scoped = {name for name in self._registry.scoped if family(name) in families}
            near -= {name for name in scoped if quantities[name].scope is Scope.FACILITY}
            near |= {name for name in scoped if quantities[name].scope in inside}
        if figure.hours:  # "growing 40 % a year"
            near |= {f"yearly_{key}" for key in near if f"yearly_{key}" in quantities}
        if figure.mean:  # "the site averaged 48 MW"
            near |= {f"mean_{key}" for key in near if f"mean_{key}" in quantities}
        return near

    def _unlikelihood(
        self, figure: Figure, quantity: Quantity, size: float, near: Collection[str]
    ) -> float:
        """What the rareness and the size of a quantity say against it."""
        cost = 0.0 if quantity.option in near else self._plain[quantity.name]
        unlikely = not quantity.is_plausible(size) or not quantity.is_possible(size)
        if quantity.option in near and figure.unit in (None, PERCENT):
            unlikely = False  # what words call so is just that, and refused where it can't be
        return cost + UNLIKELY * unlikely + UNTYPICAL * (not quantity.typical)

    def _plainness(self, quantity: Quantity) -> float:
        """Of two quantities the plainer is meant, unless words say otherwise."""
        cost = SCOPE_COST.get(quantity.scope, 0.0) + QUALIFIED * (quantity.name in self._longer)
        cost += UNSAID * (quantity.option in BASES)
        return cost + SIDE * (quantity.scope is not Scope.OPEN and self._registry.beside(quantity))


def _cost(chosen: tuple[object, float]) -> float:
    return chosen[1]


def _signature(figure: Figure) -> Signature:
    """What of a figure decides whether it fits a quantity by its unit."""
    symbol = figure.unit.symbol if figure.unit else None
    whole = figure.whole.symbol if figure.whole else None
    return symbol, whole, figure.hours, figure.adjacent, figure.is_price


def cheapest(
    columns: Sequence[Sequence[tuple[str | None, float]]],
) -> Iterator[tuple[tuple[str | None, ...], float]]:
    """One choice of each column, and what they cost together, the cheapest first.

    Columns are in the order of their costs, so that what costs more than a choice is one further
    down in one column: only these are looked at, and only as far as anyone asks.
    """
    if len(columns) == 1:
        yield from (((name,), cost) for name, cost in columns[0])
        return
    costs = [[cost for _, cost in column] for column in columns]

    def cost(row: tuple[int, ...]) -> float:
        return sum(map(getitem, costs, row))

    first = (0,) * len(columns)
    offers, seen = [(cost(first), first)], {first}
    while offers:
        price, row = heappop(offers)
        yield tuple([column[at][0] for column, at in zip(columns, row, strict=True)]), price
        for place, column in enumerate(columns):
            if row[place] + 1 == len(column):
                continue
            further = (*row[:place], row[place] + 1, *row[place + 1 :])
            if further not in seen:
                seen.add(further)
                heappush(offers, (cost(further), further))


def _distinct(names: Sequence[str | None]) -> bool:
    if len(names) == 1:
        return True
    known = [name for name in names if name]
    return len(set(known)) == len(known)


def _words(
    figure: Figure,
    quantity: Quantity,
    figures: Sequence[Figure],
    beside: Sequence[Label],
    *,
    near: Collection[str],
    far: Collection[str],
    named: bool,
    elsewhere: bool,
) -> float | None:
    """What the words beside a figure and elsewhere say for a quantity, or against it."""
    if quantity.option in near and _labels_bare(figure, quantity, beside):
        return -OTHER_LABEL
    if quantity.option in far and (figure.unit is not None or _is_counted(figure, quantity)):
        return FAR_LABEL if figure.unit is not None else BARE
    if figure.unit is None:
        if _counts_on(figure, quantity, figures) or (figure.hours and "h" in quantity.of.dimension):
            return BARE
        return LOOSE if len(figures) > 1 and _may_count(figure, quantity, figures) else None
    if figure.unit == PERCENT:
        return BARE
    return OTHER_LABEL if named else UNNAMED + FAR_OTHER * elsewhere


def _is_counted(figure: Figure, quantity: Quantity) -> bool:
    """Whether a bare number may count things that are named elsewhere."""
    size = figure.value.value
    return bool(quantity.noun) and size >= 2 and size == int(size)


def _may_count(figure: Figure, quantity: Quantity, figures: Sequence[Figure]) -> bool:
    """Whether a bare number may count things, or things in each of others: "we have 200".

    Beside what is counted it is nothing that nobody names: "500 H100s for 10" are no racks.
    """
    size, dimension = figure.value.value, quantity.of.dimension
    beside = not COUNTS.keys().isdisjoint(dimension) and any(each.is_count for each in figures)
    things = quantity.typical and quantity.noun and quantity.scope in WHOLE and not beside
    counted = things or (len(dimension) > 1 and not uncounted(dimension))
    whole = size >= 2 and size == int(size) and figure.ways is None
    return bool(counted) and whole and not figure.is_price


def _labels_bare(figure: Figure, quantity: Quantity, beside: Sequence[Label]) -> bool:
    """Whether words label a figure: a bare count only stands right behind them."""
    if figure.unit is not None or not quantity.of.dimension:
        return True
    return any(
        quantity.option in label.keys
        and (
            0 < figure.start - label.end <= len(" is at ")
            or label.start - figure.end > len(" of the ")
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


def _in_order(quantity: Quantity, behind: int, *, alone: bool) -> float:
    """Of figures alike the first is the beginning of a growth, the last what is asked about.

    One that is alone is the beginning: growth is asked about forwards, unless words say otherwise.
    """
    if alone and quantity.option in BASES:
        return LATER * (quantity.option == BASES[1])
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


def _thing(figure: Figure, labels: Sequence[Label], registry: Registry) -> str | None:
    """What a figure is for one of, beside things that no number counts: "generators of 2.5 MW"."""
    if figure.unit is None or not uncounted(figure.unit.dimension):
        return None
    for label in labels:
        if not 0 <= figure.start - label.end <= len(
            " o mocy "
        ) and label.start - figure.end not in range(len(" small ") + 2):
            continue
        for key in label.keys:
            noun = registry.quantities[key]
            if noun.noun and len(noun.of.dimension) == 1:
                return next(iter(noun.of.dimension))
    return None
