"""A server's facts over the curated ones: a library of its own that shares all it can.

What a server has loaded is calculated with for its subject and quantity, and the curated figures
stay beside it. Facts are never copied, and what there are many of is looked up in two places, so
that a library costs little more than what the server has loaded.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, TypeVar

from pydantic import Field

from facts.library import Facts
from facts.loaded import OURS
from facts.schema import Fact, Kind, PartialDate, Subject
from facts.version import FactsVersion

_T = TypeVar("_T")


class ServerFact(Fact):
    """A fact that a server has loaded, and the day on which it did (UTC).

    Its id is ``subject/quantity``, as no curated fact's can be.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+/[a-z0-9_]+$")]
    loaded: PartialDate


class ServerLibrary(Facts):
    """The facts that hold in one server; ``own`` are those of its own."""

    base: Facts
    stamp: FactsVersion
    own: tuple[ServerFact, ...]

    @property
    def curated(self) -> Facts:
        """The facts without those of the server."""
        return self.base

    @cached_property
    def digest(self) -> str:
        """That of the curated facts."""
        return self.base.digest

    @cached_property
    def version(self) -> str:
        """The curated facts, the server and its version."""
        return str(self.stamp)

    @cached_property
    def own_names(self) -> Mapping[str, str]:
        """Every name of a subject of the server's own, folded, to its id."""
        return {
            name: key
            for key in self.subjects.keys() - self.base.subjects.keys()
            for name in _names(key, self.subjects[key])
            if name not in self.base.names
        }

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name of a subject; where two share one, it is the curated one's."""
        return {**self.base.names, **self.own_names}

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """Facts by their id."""
        return over({fact.id: fact for fact in self.own}, self.base.by_id)

    @cached_property
    def inputs(self) -> Mapping[str, Mapping[str, Fact]]:
        """Subject -> quantity -> the fact to calculate with: the server's own first."""
        added: dict[str, dict[str, Fact]] = {
            key: {} for key in self.subjects.keys() - self.base.subjects.keys()
        }
        for fact in self.own:
            known = added.setdefault(fact.subject, dict(self.base.inputs.get(fact.subject, {})))
            known[fact.quantity] = fact
        return {**self.base.inputs, **added}

    @cached_property
    def defaults(self) -> Mapping[str, Fact]:
        """The curated defaults, as far as the server has not corrected them."""
        touched = {fact.subject for fact in self.own}
        corrected = {
            name: self.inputs[fact.subject][name]
            for name, fact in self.base.defaults.items()
            if fact.subject in touched
        }
        return {**self.base.defaults, **corrected} if corrected else self.base.defaults

    @cached_property
    def ours(self) -> Mapping[str, Fact]:
        """What the server assumes of itself, by quantity."""
        return self.inputs.get(OURS, {})

    @cached_property
    def yardsticks(self) -> tuple[Fact, ...]:
        """The curated ones."""
        return self.base.yardsticks

    @cached_property
    def told_by(self) -> Mapping[str, frozenset[Kind]]:
        """By the curated subjects."""
        return self.base.told_by

    @cached_property
    def told_of(self) -> Mapping[Kind, frozenset[str]]:
        """As ever; what is assumed of the server anyway is not told by naming it."""
        known = self.base.inputs
        if all(
            fact.subject == OURS or fact.quantity in known.get(fact.subject, {})
            for fact in self.own
        ):
            return self.base.told_of  # the same quantities of the same subjects
        others = self.subjects.keys() - {OURS}
        return {
            kind: frozenset(
                name
                for key in others
                if self.subjects[key].kind is kind
                for other in self.chain(key)
                for name in self.inputs[other]
            )
            for kind in Kind
        }


def over(own: Mapping[str, _T], curated: Mapping[str, _T]) -> Mapping[str, _T]:
    """The server's own over the curated, which stay where they are; nothing writes to it.

    For what is looked up by id: going through all of it is slow.
    """
    return ChainMap(dict(own), curated) if own else curated  # type: ignore[arg-type]


def _names(key: str, subject: Subject) -> tuple[str, ...]:
    names = (key, subject.name, *subject.aliases)
    return tuple(" ".join(name.casefold().split()) for name in names)
