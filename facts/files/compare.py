"""What is held and what would be instead; what that adds, changes and removes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from facts.files.known import middle
from facts.loaded import Entry, LoadedFact
from facts.units import UnknownUnit, unit


@dataclass(frozen=True, slots=True)
class Change:
    """An entry and what becomes of it.

    ``fields`` are those that differ. ``factor`` is the new figure divided by the old one, both in
    base units and each the middle of its range; None where they can't be compared.
    """

    key: str
    old: Entry
    new: Entry
    fields: tuple[str, ...]
    factor: float | None

    @property
    def percent(self) -> float | None:
        """By how much the figure grows."""
        return None if self.factor is None else (self.factor - 1) * 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """Entries by what happens to them, each group in the order of the changes."""

    added: Mapping[str, Entry]
    changed: Mapping[str, Change]
    removed: Mapping[str, Entry]
    unchanged: Mapping[str, Entry]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be different."""
        return not (self.added or self.changed or self.removed)


def compare(before: Mapping[str, Entry | None], after: Mapping[str, Entry | None]) -> Comparison:
    """What the entries ``after`` change of those ``before``; None or nothing is no entry.

    A key that ``after`` doesn't have is left alone, and isn't told of.
    """
    added: dict[str, Entry] = {}
    changed: dict[str, Change] = {}
    removed: dict[str, Entry] = {}
    unchanged: dict[str, Entry] = {}
    for key, new in after.items():
        old = before.get(key)
        if old is None and new is not None:
            added[key] = new
        elif old is not None and new is None:
            removed[key] = old
        elif old is not None and new is not None:
            if old == new:
                unchanged[key] = old
            else:
                changed[key] = Change(key, old, new, _differing(old, new), _factor(old, new))
    return Comparison(added, changed, removed, unchanged)


def _differing(old: Entry, new: Entry) -> tuple[str, ...]:
    before, after = _fields(old), _fields(new)
    return tuple(name for name in {**before, **after} if before.get(name) != after.get(name))


def _fields(entry: Entry) -> dict[str, object]:
    return dict(entry if isinstance(entry, LoadedFact) else entry.subject)


def _factor(old: Entry, new: Entry) -> float | None:
    if not isinstance(old, LoadedFact) or not isinstance(new, LoadedFact):
        return None
    try:
        same = dict(unit(old.unit).dimension) == dict(unit(new.unit).dimension)
    except UnknownUnit:
        return None
    before, after = middle(old), middle(new)
    return after / before if same and before and after is not None else None
