"""Related: subjects that would complete a reading: the device meant, a company's cluster."""

from __future__ import annotations

from calculators.plain.said import Said
from calculators.plain.tokens import stems_of
from calculators.plain.understood import Understood
from calculators.plain.ways import Ways
from calculators.registry import Registry
from facts import Facts, Kind

NAMEABLE = (Kind.DEVICE, Kind.SYSTEM, Kind.PLANT, Kind.MODEL, Kind.CLUSTER, Kind.REGION)


class Related:
    """Finds subjects that a reading could name."""

    def __init__(self, registry: Registry, facts: Facts, ways: Ways) -> None:
        self._registry = registry
        self._facts = facts
        self._ways = ways

    def completes(self, read: Understood, key: str, *, whole: bool = False) -> bool:
        """Whether naming a subject makes a reading one that can be worked out."""
        if read.target is None:
            return False
        kind = self._facts.subjects[key].kind
        subjects = tuple({**read.subjects, kind: key}.items())
        way = self._ways.find(read.target, tuple(read.givens), subjects)
        used = (kind.value, *read.givens) if whole else (kind.value,)
        return way.missing is None and way.used.issuperset(used)

    def lacking(self, read: Understood) -> str | None:
        """The one quantity with which all that is given leads to the target, in fewest steps."""
        subjects, given = tuple(read.subjects.items()), set(read.givens)
        found: list[tuple[int, int, str]] = []
        for topic in self._registry.topics.values() if given else ():
            if not given <= set(topic.options) or read.target not in topic.targets:
                continue
            for name in set(topic.options) - given - {read.target}:
                way = self._ways.find(read.target, (*read.givens, name), subjects)
                if way.missing is None and way.used.issuperset((name, *given)):
                    found.append((way.assumed, way.steps, name))
        return min(found)[-1] if found else None

    def missing(self, read: Understood, *, whole: bool = False) -> list[str]:
        """The subjects of one kind that would complete a reading; ``whole``: with all it gives."""
        by_kind = [
            [key for key in self._of(kind) if self.completes(read, key, whole=whole)]
            for kind in NAMEABLE
            if kind not in read.subjects
        ]
        if "racks" in (*read.givens, read.target):
            keys = max(by_kind, key=len, default=[])
        else:
            # Of hardware the device is asked for first: who counts cards knows which they are.
            keys = next((keys for keys in by_kind if len(keys) > 1), [])
        return [key for key in keys if self._is_named_like(key, read)] or keys

    def clusters(self, said: Said, read: Understood) -> list[str]:
        """The clusters that go by the name of what a text names, of which the answer is known."""
        stems = {each.stem for each in said.words}
        found = {
            key: max(len(stems & set(stems_of(name, said.lang))) for name in self._names(key))
            for key in self._of(Kind.CLUSTER)
            if self._is_named_like(key, read) and self.completes(read, key)
        }
        most = max(found.values(), default=0)
        return [key for key, number in found.items() if number == most]

    def of_family(self, keys: tuple[str, ...], said: Said, read: Understood) -> list[str]:
        """Of the subjects that share a name, those that can be meant."""
        kinds = {each.kind for each in said.names}
        fitting = [key for key in keys if self._facts.subjects[key].kind not in kinds]
        chosen = [key for key in fitting if self.completes(read, key)] or fitting
        models = [key for key in chosen if self._facts.subjects[key].kind is Kind.MODEL]
        return models or chosen

    def _of(self, kind: Kind) -> list[str]:
        return [key for key, each in self._facts.subjects.items() if each.kind is kind]

    def _names(self, key: str) -> list[str]:
        return [name for name, each in self._facts.names.items() if each == key]

    def _is_named_like(self, key: str, read: Understood) -> bool:
        """Whether a subject's names hold one of those that are named."""
        own = [name for other in read.subjects.values() for name in self._names(other)]
        return any(
            f" {one} " in f" {name} " or name.startswith(f"{one}'")
            for one in own
            for name in self._names(key)
        )
