"""What is known for a question: the facts of the subjects it names, defaults, and the givens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from calculators.value import ORIGINS, Input, Origin, of_fact
from facts import Facts, Kind


class Known(NamedTuple):
    """Inputs by quantity: ``named`` come from the subjects the asker named, others are assumed."""

    inputs: Mapping[str, Input]
    named: frozenset[str]
    assumed: frozenset[str]

    def given(self, names: Iterable[str]) -> Known:
        """Without the quantities that the asker gives."""
        kept = {name: known for name, known in self.inputs.items() if name not in set(names)}
        return Known(kept, self.named.difference(names), self.assumed.difference(names))


def known_of(subjects: Mapping[Kind, str], facts: Facts) -> Known:
    """Defaults, overlaid by the facts of ``subjects`` and of what they are linked to.

    A default that hangs on a region says nothing of another region that the asker named.
    """
    inputs: dict[str, Input] = {}
    for name, fact in facts.defaults.items():
        if facts.subjects[fact.subject].kind in subjects:
            continue
        value = of_fact(fact)
        inputs[name] = Input(value, Origin.ASSUMED, fact)
    named: set[str] = set()
    for key in linked(subjects, facts):
        for name, fact in facts.inputs[key].items():
            if name not in named:
                value = of_fact(fact)
                inputs[name] = Input(value, ORIGINS[facts.standing(fact)], fact)
                named.add(name)
    return Known(inputs, frozenset(named), frozenset(inputs.keys() - named))


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
