"""Going on: how a message is read after another, alone or as a change of what was asked."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.plain.changed import as_price, bare_figures, like_figure, scaled, yielding
from calculators.plain.choose import Chooser
from calculators.plain.follow import (
    State,
    between,
    changes,
    completed,
    is_subject,
    lasting,
    only_compares,
    resulting,
    targets_after,
)
from calculators.plain.said import Said
from calculators.plain.target import family
from calculators.plain.understood import Understood
from calculators.plain.wants import subjects_of
from calculators.plain.ways import Ways
from calculators.registry import Registry
from calculators.value import Input
from facts import Facts


class Follower:
    """Reads messages that may go on from what was asked before."""

    def __init__(self, registry: Registry, facts: Facts, chooser: Chooser, ways: Ways) -> None:
        self._registry = registry
        self._facts = facts
        self._chooser = chooser
        self._ways = ways

    def understood(self, said: Said, before: State | None) -> Understood:
        """How a message is read, alone or as going on from what was asked before."""
        alone = self._chooser.best(said)
        if before is None or before.read is None or not changes(said):
            return alone
        whole = alone.target is not None and alone.missing is None and not alone.open
        refers = "refers" in said.intents and not said.figures
        clear = whole and not refers and (said.figures or not said.begins) and alone.score > 0
        if clear and alone.sure and is_subject(said):
            return alone
        read = lasting(self._going_on(said, before.read), before, self._ways)
        return alone if clear and not _goes_on(read, before.read) else read

    def _going_on(self, said: Said, before: Understood) -> Understood:
        if only_compares(said):
            return before._replace(lang=said.lang, follows=True)
        registry, scope = self._registry, said.scope or before.scope
        said = as_price(completed(said, before), before, registry)
        wanted = targets_after(said, before, registry, self._facts)
        wanted = resulting(wanted, before, said, self._ways)
        said = said._replace(scope=scope)
        read = self._changed(said, wanted, before)
        idle = self._idle(said, read)
        if read.unused and not said.labels:
            read = self._instead(said, before) or read
        elif idle:
            read = self._of_other(said, before) or read._replace(unused=idle)
        several = between(said, before, registry, self._ways)
        return read._replace(scope=scope, follows=before.target is not None, between=several)

    def _changed(self, said: Said, wanted: Mapping[str, float], before: Understood) -> Understood:
        """The reading of before with what is given anew, and without what that replaces."""
        registry = self._registry
        fixed = {**scaled(said, before, registry), **bare_figures(said, before, registry)}
        like = {} if fixed else like_figure(said, before, registry)
        read = self._with(said, wanted, before, fixed or like)
        if like and not _is_whole(read):
            read = self._with(said, wanted, before, {})
        named = subjects_of(said, self._facts).values()
        less = yielding(read, before, named, registry, self._facts)
        other = read if less is before else self._with(said, wanted, less, fixed or like)
        return other if _is_whole(other) else read

    def _with(
        self,
        said: Said,
        wanted: Mapping[str, float],
        before: Understood,
        fixed: Mapping[str, Input],
    ) -> Understood:
        """The best reading with ``fixed`` in the place of the figure that gives it."""
        rest = said._replace(figures=()) if fixed and len(said.figures) == 1 else said
        read = self._chooser.best(rest, wanted, before, fixed)
        before_it = said.word_before(said.figures[0]) if said.figures else ""
        led = {**before.led, **dict.fromkeys(fixed, before_it), **read.led}
        return read._replace(newly=read.newly | fixed.keys(), led=led)

    def _idle(self, said: Said, read: Understood) -> tuple[str, ...]:
        """What is named, where a message says nothing else and it plays no part."""
        if said.figures or said.labels or said.settings or not said.names or read.target is None:
            return ()
        subjects = tuple(read.subjects.items())
        way = self._ways.find(read.target, tuple(read.givens), subjects)
        if way.missing is not None or any(each.kind.value in way.used for each in said.names):
            return ()
        return tuple(said.text[each.start : each.end] for each in said.names)

    def _of_other(self, said: Said, before: Understood) -> Understood | None:
        """The same of another kind for which what is named plays a part: life-cycle emissions."""
        quantities = self._registry.quantities
        wanted = dict(quantities[before.target].of.dimension) if before.target else {}
        alike = [each.name for each in self._registry.measured(wanted)]
        found = self._changed(said, dict.fromkeys(alike, 0.0), before)
        return None if self._idle(said, found) or not _is_whole(found) else found

    def _instead(self, said: Said, before: Understood) -> Understood | None:
        """What has a use for a figure that what was asked has none for: of a price, the cost."""
        registry = self._registry
        found = self._changed(said, dict.fromkeys(registry.answered, 0.0), before)
        plain = family(found.target or "")
        if plain in registry.quantities and said.scope is None:
            found = self._changed(said, {plain: 1.0}, before)
        whole = found.missing is None and not found.unused
        return found if whole and len(found.givens) > len(said.figures) else None


def _goes_on(read: Understood, before: Understood) -> bool:
    """Whether a reading is whole, and has a use for what was given before."""
    kept = read.givens.keys() & before.givens.keys() - read.newly
    return _is_whole(read) and bool(kept or before.subjects.items() & read.subjects.items())


def _is_whole(read: Understood) -> bool:
    return read.missing is None and not read.unused and not read.open
