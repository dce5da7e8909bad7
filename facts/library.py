"""The loaded facts: look one up by subject and quantity, by name, or as the default."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from pydantic import ConfigDict

from facts.schema import FAULTS, Claim, Fact, Kind, Model, Source, Standing, Statement, Subject


class Facts(Model):
    """Everything that is known. Immutable; a changed set of facts is another object."""

    model_config = ConfigDict(frozen=True, extra="forbid", revalidate_instances="never")

    subjects: Mapping[str, Subject]
    sources: Mapping[str, Source]
    all: tuple[Fact, ...]
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    standings: Mapping[str, Standing]

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """Facts by their id."""
        return {fact.id: fact for fact in self.all}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Every name, alias and id of a subject, folded, to the subject's id."""
        return {
            name.casefold(): key
            for key, subject in self.subjects.items()
            for name in (key, subject.name, *subject.aliases)
        }

    @cached_property
    def defaults(self) -> Mapping[str, Fact]:
        """The fact assumed for each quantity that has a default."""
        return {fact.quantity: fact for fact in self.all if fact.default}

    @cached_property
    def yardsticks(self) -> tuple[Fact, ...]:
        """Facts that a result is held against."""
        return tuple(fact for fact in self.all if fact.yardstick)

    @cached_property
    def inputs(self) -> Mapping[str, Mapping[str, Fact]]:
        """Subject -> quantity -> the fact to calculate with; facts at fault are never inputs."""
        chosen: dict[str, dict[str, Fact]] = {subject: {} for subject in self.subjects}
        for fact in self.all:
            if fact.verdict in FAULTS:
                continue
            if fact.preferred or fact.quantity not in chosen[fact.subject]:
                chosen[fact.subject][fact.quantity] = fact
        return chosen

    def chain(self, subject: str) -> tuple[str, ...]:
        """A subject and those that its links lead to, nearest first."""
        found = [subject]
        for key in found:
            found.extend(each for each in self.subjects[key].links.values() if each not in found)
        return tuple(found)

    @cached_property
    def told_of(self) -> Mapping[Kind, frozenset[str]]:
        """The quantities of which naming some subject of a kind tells the figure."""
        return {
            kind: frozenset(
                name
                for key, subject in self.subjects.items()
                if subject.kind is kind
                for other in self.chain(key)
                for name in self.inputs[other]
            )
            for kind in Kind
        }

    def standing(self, entry: Fact | Statement) -> Standing:
        """Who stands behind a fact or statement."""
        return self.standings[entry.id]

    def source(self, entry: Fact | Statement) -> Source:
        """The document that a fact or statement was taken from."""
        return self.sources[entry.source]
