"""The facts of a program: look one up by subject and quantity, by name, or as the default."""

from __future__ import annotations

import hashlib
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

    @property
    def curated(self) -> Facts:
        """The facts without those that a server has loaded."""
        return self

    @cached_property
    def digest(self) -> str:
        """A fingerprint of eight hexadecimal digits: equal facts, equal digest."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:8]

    @cached_property
    def version(self) -> str:
        """Which facts these are, as answers carry it; ``facts.version`` reads it again."""
        return self.digest

    @property
    def ours(self) -> Mapping[str, Fact]:
        """What a server assumes of itself, by quantity: nothing, where none has loaded any."""
        return {}

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
    def told_by(self) -> Mapping[str, frozenset[Kind]]:
        """Quantity -> the kinds of subjects that have a fact of it themselves."""
        found: dict[str, set[Kind]] = {}
        for subject, known in self.inputs.items():
            for name in known:
                found.setdefault(name, set()).add(self.subjects[subject].kind)
        return {name: frozenset(kinds) for name, kinds in found.items()}

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
