"""What is known for a question: the facts of the subjects it names, defaults, and the givens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from calculators.quantity import Quantity
from calculators.value import ORIGINS, Input, Origin, of_fact
from facts import Fact, Facts, Kind, Standing

CARRIED_OVER = (Kind.CLUSTER, Kind.MODEL)
"""Kinds of subjects of which one may stand in for another, as an assumption that says so."""


class Known(NamedTuple):
    """Inputs by quantity: ``named`` come from the subjects the asker named, others are assumed."""

    inputs: Mapping[str, Input]
    named: frozenset[str]
    assumed: frozenset[str]

    def without(self, names: Iterable[str]) -> Known:
        """Without some quantities, such as those that the asker gives."""
        names = frozenset(names)
        kept = {name: known for name, known in self.inputs.items() if name not in names}
        return Known(kept, self.named - names, self.assumed - names)

    def assuming_only(self, names: Iterable[str]) -> Known:
        """Without the assumptions that the asker could not change."""
        return self.without(self.assumed.difference(names))


def known_of(
    subjects: Mapping[Kind, str], facts: Facts, assumed: Mapping[Kind, str] | None = None
) -> Known:
    """Defaults, overlaid by the facts of ``subjects`` and of what they are linked to.

    A default that hangs on a region says nothing of another region that the asker named, nor that
    of a device of another device; what was seen on one cluster may be assumed of another.
    ``assumed`` are subjects taken where the asker named none of their kind. What a server has
    loaded of itself takes the place of either.
    """
    assumptions = _assumptions(subjects, facts, assumed or {})
    inputs = {name: _assumed(fact, facts) for name, fact in assumptions}
    named: set[str] = set()
    for key in linked(subjects, facts):
        for name, fact in facts.inputs[key].items():
            if name not in named:
                value = of_fact(fact)
                inputs[name] = Input(value, ORIGINS[facts.standing(fact)], fact)
                named.add(name)
    return Known(inputs, frozenset(named), frozenset(inputs.keys() - named))


def _assumptions(
    subjects: Mapping[Kind, str], facts: Facts, assumed: Mapping[Kind, str]
) -> Iterator[tuple[str, Fact]]:
    """What is assumed of each quantity; of several facts the last is."""
    yield from (each for each in facts.defaults.items() if _holds_beside(each[0], subjects, facts))
    for kind, key in assumed.items():
        if kind not in subjects:
            yield from facts.inputs[key].items()
    yield from (each for each in facts.ours.items() if _holds_beside(each[0], subjects, facts))


def _holds_beside(name: str, subjects: Mapping[Kind, str], facts: Facts) -> bool:
    """Whether what is assumed of a quantity holds beside the subjects that were named.

    Without a curated default it is what the subjects of some kinds tell: who names one of these
    is not asking about another.
    """
    curated = facts.curated
    default = curated.defaults.get(name)
    if default is None:
        return curated.told_by.get(name, frozenset[Kind]()).isdisjoint(subjects)
    kind = curated.subjects[default.subject].kind
    return kind not in subjects or kind in CARRIED_OVER


def _assumed(fact: Fact, facts: Facts) -> Input:
    """A fact where the asker named nothing: what a server has loaded is more than a default."""
    loaded = facts.standing(fact) is Standing.MODERATOR
    return Input(of_fact(fact), Origin.MODERATOR if loaded else Origin.ASSUMED, fact)


def other_precisions(
    subjects: Mapping[Kind, str],
    assumed: Mapping[Kind, str],
    precise: Iterable[Quantity],
) -> frozenset[str]:
    """Of quantities of one number format those that hold in another than the one that is used."""
    used = subjects.get(Kind.PRECISION, assumed.get(Kind.PRECISION))
    if used is None:
        return frozenset()
    return frozenset(each.name for each in precise if each.precision != used)


def linked(subjects: Mapping[Kind, str], facts: Facts) -> tuple[str, ...]:
    """The named subjects and those they are linked to, nearest first.

    A device that the asker named takes the place of the one its cluster is built from.
    """
    found = list(dict.fromkeys(subjects.values()))
    for key in found:
        for link, other in facts.subjects[key].links.items():
            replaced = link == "device" and Kind.DEVICE in subjects
            if not replaced and other not in found:
                found.append(other)
    return tuple(found)
