"""Everything declared under ``calculators/topics``: being in the folder is being registered."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, KeysView, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import TypeVar

from calculators import topics
from calculators.dimensions import DimensionError, dimension
from calculators.quantity import Quantity, Rounding, Scope
from calculators.relation import DeclarationError, Form, Relation
from calculators.topic import Topic
from calculators.variants import expand_quantities, expand_relations, in_variant
from facts import Kind
from facts.units import Dimension, uncounted

T = TypeVar("T")
K = TypeVar("K")
Items = frozenset[tuple[str, int]]
"""A dimension, as a key."""


@dataclass(frozen=True)
class Registry:
    """The quantities, relations and topics of a program, checked against each other."""

    quantities: Mapping[str, Quantity]
    relations: tuple[Relation, ...]
    topics: Mapping[str, Topic]
    _forms: dict[tuple[str, str], Form] = field(default_factory=dict[tuple[str, str], Form])
    _topics: dict[tuple[str, str], Topic] = field(default_factory=dict[tuple[str, str], Topic])

    def form(self, relation: Relation, target: str) -> Form:
        """The relation solved for ``target``; the same object every time."""
        key = (relation.name, target)
        if key not in self._forms:
            self._forms[key] = Form(relation, target, self.quantities)
        return self._forms[key]

    @cached_property
    def everything(self) -> Topic:
        """All topics in one, with every quantity and every kind of subject."""
        names = (name for topic in self.topics.values() for name in topic.options)
        return Topic(
            name="solve",
            words="Any quantity from any givens",
            subjects=tuple(Kind),
            options=tuple(dict.fromkeys((*names, *self.quantities))),
            headlines=(),
            example="/solve target:households given:gpus=100000, device=h100",
            assumed={
                kind: key for topic in self.topics.values() for kind, key in topic.assumed.items()
            },
        )

    def topic(self, name: str) -> Topic:
        """A topic by its name, all of them in one included."""
        return self.everything if name == self.everything.name else self.topics[name]

    def in_variant(self, topic: Topic, key: str) -> Topic:
        """The topic in one variant, such as another currency; itself for an empty ``key``."""
        if not key:
            return topic
        if (topic.name, key) not in self._topics:
            self._topics[topic.name, key] = in_variant(topic, key, self.quantities)
        return self._topics[topic.name, key]

    def variants(self, name: str) -> Iterator[Quantity]:
        """The quantity called ``name`` and its variants."""
        quantity = self.quantities[name]
        yield quantity
        for key in quantity.variants:
            yield self.quantities[f"{name}_{key}"]

    def variant_keys(self, name: str) -> Iterable[str]:
        """The variants that a quantity has."""
        return self.quantities[name].variants.keys()

    @cached_property
    def bridges(self) -> Mapping[str, str]:
        """Quantities that lead to a variant, such as exchange rates, with its key."""
        return {
            name: self.quantities[each.target].key
            for each in self.relations
            if self.quantities[each.target].base in each.inputs
            for name in each.inputs
            if not self.quantities[name].variants and not self.quantities[name].base
        }

    @cached_property
    def spending(self) -> Mapping[str, frozenset[str]]:
        """Costs and the prices that they follow from, with the topics of what is paid for.

        A topic of costs has an exchange rate among its options.
        """
        topics = [each for each in self.topics.values() if self.bridges.keys() & set(each.options)]
        found: dict[str, set[str]] = {}
        for relation in self.relations:
            cost = self.quantities[relation.target]
            for name in relation.quantities if self.quantities[cost.option].variants else ():
                if self.quantities[self.quantities[name].option].variants:
                    known = (each.name for each in topics if cost.option in each.targets)
                    found.setdefault(name, set()).update(known)
        return {name: frozenset(every) for name, every in found.items() if every}

    @cached_property
    def fixed(self) -> frozenset[str]:
        """Quantities that no stand-in leads to: those of one scope, and what fits into them."""
        loose = (Scope.OPEN, Scope.NONE)
        return frozenset(
            name
            for name, each in self.quantities.items()
            if each.scope not in loose or each.rounding is Rounding.BY_NEED
        )

    @cached_property
    def dimensions(self) -> Mapping[str, Dimension]:
        """The dimension of every quantity, as the facts loader wants it."""
        return {name: quantity.of.dimension for name, quantity in self.quantities.items()}

    def possible(self, name: str, figure: float) -> bool:
        """Whether a quantity can have a figure, as the facts loader asks."""
        return figure > 0 and self.quantities[name].is_possible(figure)

    def plausible(self, name: str) -> tuple[float, float]:
        """The plausible range of a quantity in base units, without end where there is none."""
        return self.quantities[name].expected

    @cached_property
    def related(self) -> frozenset[str]:
        """Quantities that some relation reads or gives."""
        return frozenset(name for each in self.relations for name in each.quantities)

    @cached_property
    def answered(self) -> KeysView[str]:
        """Quantities that topics answer with, alone or at another scope on the ladder, in order."""
        heads = [head for topic in self.topics.values() for head in topic.headlines]
        ladders = (head.ladder for head in heads if head.ladder and head.ladder.tells_scopes)
        rungs = (name for ladder in ladders for name in ladder.quantities)
        return dict.fromkeys((*(head.target for head in heads), *rungs)).keys()

    @cached_property
    def scoped(self) -> frozenset[str]:
        """Quantities that a ladder tells at every scope."""
        heads = (head for topic in self.topics.values() for head in topic.headlines)
        ladders = (head.ladder for head in heads if head.ladder and head.ladder.tells_scopes)
        return frozenset(name for ladder in ladders for name in ladder.quantities)

    def measured(self, dimension: Dimension) -> tuple[Quantity, ...]:
        """The quantities of a dimension."""
        return self._measured.get(_items(dimension), ())

    @cached_property
    def yearly(self) -> tuple[Quantity, ...]:
        """The quantities of energy that is used year by year."""
        return tuple(each for each in self.quantities.values() if each.is_yearly)

    def alike(self, dimension: Dimension) -> tuple[Quantity, ...]:
        """The quantities of a dimension, whatever is counted."""
        return self._alike.get(_items(uncounted(dimension)), ())

    @cached_property
    def _measured(self) -> Mapping[Items, tuple[Quantity, ...]]:
        return _grouped(self.quantities.values(), lambda each: _items(each.of.dimension))

    @cached_property
    def _alike(self) -> Mapping[Items, tuple[Quantity, ...]]:
        return _grouped(self.quantities.values(), lambda each: _items(uncounted(each.of.dimension)))

    @cached_property
    def equivalents(self) -> Mapping[str, tuple[Quantity, ...]]:
        """The quantities that count things in others, by these: H100 equivalents."""
        single = (each for each in self.quantities.values() if len(each.of.dimension) == 1)
        counting = (each for each in single if "-" in next(iter(each.of.dimension)))
        return _grouped(
            counting, lambda each: next(iter(each.of.dimension)).partition("-")[0].casefold()
        )

    def beside(self, quantity: Quantity) -> bool:
        """Whether it is measured like a typical quantity without being one, nor on its ladder."""
        if quantity.typical or quantity.name in self.scoped:
            return False
        return frozenset(quantity.of.dimension.items()) in self._typical

    @cached_property
    def _typical(self) -> frozenset[Items]:
        return frozenset(
            frozenset(each.of.dimension.items())
            for each in self.quantities.values()
            if each.typical
        )

    @cached_property
    def derived(self) -> frozenset[str]:
        """Quantities that some relation is declared to give."""
        return frozenset(each.target for each in self.relations)

    def known_first(self, target: str) -> tuple[str, ...]:
        """What people know first who ask for ``target``, by the topics that answer with it."""
        heads = (head for topic in self.topics.values() for head in topic.headlines)
        telling = [
            head
            for head in heads
            if target == head.target or (head.ladder and target in head.ladder.quantities)
        ]
        # A ladder starts at what is counted; other headlines may just put it into other words.
        telling = [head for head in telling if head.ladder] or telling
        return tuple(dict.fromkeys(name for head in telling for name in head.given))

    def follow(self, names: frozenset[str]) -> frozenset[str]:
        """``names`` and what is declared to equal one of them: the peak that is used is BF16's."""
        alone = (each for each in self.relations if len(each.inputs) == 1)
        given = (each.target for each in alone if each.inputs[0] in names)
        return names.union(given)

    @cached_property
    def pairs(self) -> Mapping[str, tuple[str, str]]:
        """The two quantities of each relation that stand in the fewest relations."""
        degree = Counter(name for each in self.relations for name in each.quantities)
        found: dict[str, tuple[str, str]] = {}
        for each in self.relations:
            first, second, *_ = sorted(each.quantities, key=lambda name: degree[name])
            found[each.name] = (first, second)
        return found

    @cached_property
    def precise(self) -> tuple[Quantity, ...]:
        """The quantities that hold in one number format."""
        return tuple(each for each in self.quantities.values() if each.precision)

    @cached_property
    def bits(self) -> Mapping[str, int]:
        """A bit for each quantity, for sets that are put together often."""
        return {name: 1 << place for place, name in enumerate(self.quantities)}

    def bits_of(self, names: Iterable[str]) -> int:
        """The bits of several quantities, each once."""
        found = 0
        for name in names:
            found |= self.bits[name]
        return found

    @cached_property
    def unions(self) -> tuple[int, ...]:
        """The quantities of each relation, as their bits."""
        return tuple(self.bits_of(each.quantities) for each in self.relations)

    @cached_property
    def watching(self) -> Mapping[str, tuple[Relation, ...]]:
        """The relations that a plan first looks at when a quantity becomes known."""
        found: dict[str, list[Relation]] = {name: [] for name in self.quantities}
        for each in self.relations:
            for name in self.pairs[each.name]:
                found[name].append(each)
        return {name: tuple(each) for name, each in found.items()}


def declared() -> Registry:
    """Scan the topics folder.

    Raises:
        DeclarationError: naming file and line of a declaration that cannot stand.
    """
    modules = [
        importlib.import_module(f"{topics.__name__}.{found.name}")
        for found in pkgutil.iter_modules(topics.__path__)
    ]
    return collect(modules)


def collect(modules: Iterable[ModuleType]) -> Registry:
    """Gather and check what ``modules`` declare."""
    quantities: dict[str, Quantity] = {}
    relations: dict[str, Relation] = {}
    found_topics: dict[str, Topic] = {}
    for module in modules:
        for value in vars(module).values():
            if isinstance(value, Quantity):
                _add(quantities, value.name, value, value.where)
            elif isinstance(value, Relation):
                _add(relations, value.name, value, value.where)
            elif isinstance(value, Topic):
                _add(found_topics, value.name, value, value.where)
    every: dict[str, Quantity] = {}
    for quantity in expand_quantities(quantities.values()):
        _add(every, quantity.name, quantity, quantity.where)
    registry = Registry(every, tuple(expand_relations(relations.values(), every)), found_topics)
    for each in registry.relations:
        _check_relation(each, registry)
    for topic in registry.topics.values():
        _check_topic(topic, registry)
    return registry


def _items(dimension: Dimension) -> Items:
    return frozenset(dimension.items())


def _grouped(
    quantities: Iterable[Quantity], key: Callable[[Quantity], K]
) -> dict[K, tuple[Quantity, ...]]:
    found: dict[K, list[Quantity]] = {}
    for each in quantities:
        found.setdefault(key(each), []).append(each)
    return {name: tuple(every) for name, every in found.items()}


def _add(into: dict[str, T], name: str, value: T, where: str) -> None:
    if into.get(name, value) is not value:
        raise DeclarationError(where, f"{name} is declared twice")
    into[name] = value


def _check_relation(each: Relation, registry: Registry) -> None:
    for name in each.quantities:
        if name not in registry.quantities:
            raise DeclarationError(each.where, f"{each.name} names {name}, no known quantity")
    _check_scope(each, registry)
    try:
        found = dimension(each.body, each.inputs, registry.dimensions)
    except DimensionError as error:
        raise DeclarationError(each.where, f"{each.name}: {error}") from error
    wanted = registry.dimensions[each.target]
    if dict(found) != dict(wanted):
        problem = f"{each.name} gives {dict(found)}, but {each.target} is {dict(wanted)}"
        raise DeclarationError(each.where, problem)


def _check_scope(each: Relation, registry: Registry) -> None:
    """The chips alone never pass for more without a declaration that says so."""
    small = (Scope.ACCELERATOR, Scope.SERVER, Scope.IT)
    scope = {name: registry.quantities[name].scope for name in each.quantities}
    part = next((name for name in each.inputs if scope[name] in small), None)
    if scope[each.target] is Scope.OPEN and part and not each.stand_in:
        problem = f"{each.name} lets {part} ({scope[part]}) stand for all: declare it a stand_in"
        raise DeclarationError(each.where, problem)


def _check_topic(topic: Topic, registry: Registry) -> None:
    named = {
        *topic.options,
        *(headline.target for headline in topic.headlines),
        *(name for headline in topic.headlines for name in headline.given),
        *(
            name
            for headline in topic.headlines
            if headline.ladder
            for name in headline.ladder.quantities
        ),
    }
    for name in sorted(named - registry.quantities.keys()):
        problem = f"topic {topic.name} names {name}, no known quantity"
        raise DeclarationError(topic.where, problem)
