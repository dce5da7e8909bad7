"""Sides: two things that a text puts side by side, as what each of them has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from calculators.plain.figure import Figure
from calculators.plain.named import Name
from calculators.plain.said import Label, Said
from calculators.plain.target import is_beside
from calculators.plain.understood import Understood
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from calculators.value import Bound, Value
from facts import Facts, Kind

PAIR = 2


class Sides(NamedTuple):
    """What a text says of either side; what it says once holds for both."""

    first: Said
    second: Said


def sides_of(said: Said, registry: Registry) -> Sides | None:
    """The sides of a comparison, if the text has two of anything."""
    figures = [each.exactly if each.than else each for each in _paired(said)]
    said = said._replace(names=_particular(said.names))
    names = [
        (one, other)
        for one, other in combinations(said.names, 2)
        if one.kind is other.kind and one.key != other.key
    ]
    amounts = [
        (one, other)
        for one, other in combinations(range(len(figures)), 2)
        if figures[one].is_like(figures[other])
    ]
    if not names:
        names, amounts = _counted_apart(said, figures, amounts)
    if not names and not amounts:
        return None
    for one, other in amounts:
        _label_both(said, figures, one, other, registry)
    first, second = (
        said._replace(
            figures=tuple(each for at, each in enumerate(figures) if at not in others),
            names=tuple(each for each in said.names if each not in named),
        )
        for others, named in (
            ({other for _, other in amounts}, [other for _, other in names]),
            ({one for one, _ in amounts}, [one for one, _ in names]),
        )
    )
    return Sides(first, second)


def again(said: Said, before: Sides) -> Sides:
    """Sides of before with other names in their places: one is the second side's, or both's."""
    first, second = before
    alike = [each for each in said.names if each.kind is said.names[0].kind]
    differ = {each.key for each in first.names} ^ {each.key for each in second.names}
    parted = any(
        each.kind is alike[0].kind and each.key in differ for each in (*first.names, *second.names)
    )
    if len(alike) > 1:
        return Sides(_about(first, alike[0]), _about(second, alike[1]))
    return Sides(first if parted else _about(first, alike[0]), _about(second, alike[0]))


def _about(side: Said, name: Name) -> Said:
    """A side with another subject in the place of that of its kind."""
    old = {each.key for each in side.names if each.kind is name.kind}
    figures = (
        each._replace(counts=name.key if each.counts in old else each.counts)
        for each in side.figures
    )
    names = [name if each.key in old else each for each in side.names]
    return side._replace(figures=tuple(figures), names=tuple(names) if old else (*names, name))


def _particular(names: Sequence[Name]) -> tuple[Name, ...]:
    """The names; of "which reactor: NuScale or Xe-100" only those that say which."""
    kinds = Counter(each.kind for each in names if not each.general)
    return tuple(each for each in names if not each.general or kinds[each.kind] < PAIR)


Pairs = list[tuple[int, int]]


def _counted_apart(
    said: Said, figures: Sequence[Figure], amounts: Pairs
) -> tuple[list[tuple[Name, Name]], Pairs]:
    """Two named things of different kinds, each with its count: racks of one, cards of another."""
    counted = [at for at, each in enumerate(figures) if each.counts]
    keys = [figures[at].counts for at in counted]
    names = [next((name for name in said.names if name.key == key), None) for key in keys]
    if len(counted) != 2 or amounts or None in names or names[0] == names[1]:
        return [], amounts
    one, other = (name for name in names if name is not None)
    return [(one, other)], [(counted[0], counted[1])]


def clusters(said: Said, facts: Facts) -> Said:
    """The text with clusters in the place of their companies, where clusters are compared."""
    spoken = any("gpus" in label.keys for label in said.labels)
    kinds = {each.kind for each in said.names}
    if Kind.COMPANY not in kinds or not (spoken or Kind.CLUSTER in kinds):
        return said
    names = tuple(_cluster(each, facts) for each in said.names)
    return said._replace(names=names, parted=said.parted or "between" in said.intents)


def _cluster(name: Name, facts: Facts) -> Name:
    """The cluster that is called by its company's name, if there is one."""
    key = facts.names.get(f"{name.key} {Kind.CLUSTER}") if name.kind is Kind.COMPANY else None
    return name._replace(kind=Kind.CLUSTER, key=key) if key else name


def refuse_sum(said: Said, sides: Sides | None) -> None:
    """Say that two things aren't added up, where a text wants them together.

    Raises:
        Refused: they are two, and a sum is asked for.
    """
    summed = "sums" in said.intents and "compares" not in said.intents
    if sides is not None and summed and sides.first.names != sides.second.names:
        raise Refused("no_sums", text=quoted(said.text))


def _label_both(
    said: Said, figures: list[Figure], one: int, other: int, registry: Registry
) -> None:
    """Where words say of one of two alike figures what it is, they say it of both."""
    named = {
        at: any(
            is_beside(label, figures[at], figures) and _may_be(label, figures[at], registry)
            for label in said.labels
        )
        for at in (one, other)
    }
    for bare, told in ((one, other), (other, one)):
        if not named[bare] and named[told]:
            place = figures[told]
            figures[bare] = figures[bare]._replace(start=place.start, end=place.end)


def _may_be(label: Label, figure: Figure, registry: Registry) -> bool:
    """Whether words name what is measured as a figure is."""
    own = dict(figure.unit.dimension) if figure.unit else {}
    return any(dict(registry.quantities[key].of.dimension) == own for key in label.keys)


def _paired(said: Said) -> list[Figure]:
    """The figures; "from 1.5 to 1.2" are two, and "512 GPUs or 256" count the same."""
    found: list[Figure] = []
    for figure in said.figures:
        ends = (figure.value.low, figure.value.high)
        if figure.unit is None and None not in ends and ends[0] != ends[1]:
            two = [
                float(each.replace(",", "."))
                for each in re.findall(r"[0-9]+(?:[.,][0-9]+)?", figure.text)
            ]
            found += [
                figure._replace(text=f"{size:g}", value=Value(size, size, size)) for size in two[:2]
            ]
        elif _is_whole(figure) and (first := _counted(found)):
            found.append(figure._replace(unit=first.unit, counts=first.counts))
        else:
            found.append(figure)
    return found


def _is_whole(figure: Figure) -> bool:
    size = figure.value.value
    return figure.unit is None and size > 1 and size == int(size)


def _counted(found: Sequence[Figure]) -> Figure | None:
    """A count that a bare number behind it may go on from."""
    for each in found:
        if (
            each.unit
            and list(each.unit.dimension.values()) == [1]
            and each.value.value == int(each.value.value)
        ):
            return each
    return None


def as_setup(read: Understood, registry: Registry) -> str:
    """A reading in the notation of the commands: ``gpus=1000, device=h100``."""
    givens = [f"{name}={typed(each.value, name, registry)}" for name, each in read.givens.items()]
    return ", ".join([*givens, *(f"{kind.value}={key}" for kind, key in read.subjects.items())])


def typed(value: Value, name: str, registry: Registry) -> str:
    """A figure as it is typed in a command."""
    quantity = registry.quantities[name]

    def shown(size: float) -> str:
        return f"{size / quantity.factor:.15g}"

    spelling = "" if quantity.bare or quantity.unit == "1" else f" {quantity.unit}"
    if value.low is not None and value.high is not None and value.low != value.high:
        return f"{shown(value.low)} - {shown(value.high)}{spelling}"
    bound = "" if value.bound in (Bound.EXACTLY, Bound.ABOUT) else f"{value.bound} "
    figure = {Bound.AT_LEAST: value.low, Bound.AT_MOST: value.high}.get(value.bound) or value.value
    return f"{bound}{shown(figure)}{spelling}"
