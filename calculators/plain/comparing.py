"""Comparing: two things side by side in plain words, as ``/compare`` answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calculators.answer import Answer
from calculators.language import Lang, tr
from calculators.plain import choices
from calculators.plain.ask import Asked
from calculators.plain.choose import Chooser
from calculators.plain.follow import State
from calculators.plain.grammar import grammar
from calculators.plain.named import thing_of
from calculators.plain.needs import Need, measured_as, need_again, need_of, verdict
from calculators.plain.said import Label, Said
from calculators.plain.sides import Sides, again, as_setup, clusters, refuse_sum, sides_of, typed
from calculators.plain.target import in_scope, targets
from calculators.plain.tokens import stems_of
from calculators.plain.told import Told
from calculators.plain.understood import Understood
from calculators.quantity import Scope
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from facts import Kind
from facts.units import uncounted

if TYPE_CHECKING:
    from calculators.engine import Engine

CLEAR = 1.1
"""What must speak for a quantity that two things are compared by."""
PIECES = (Kind.DEVICE, Kind.PLANT)
"""What is compared by what one has, and not by how many there are."""
WHOLE = {"power": 1.0}
"""What two things with conditions are compared by where nothing is said."""


class Comparer:
    """Answers texts that put two things side by side."""

    def __init__(self, engine: Engine, chooser: Chooser) -> None:
        self._engine = engine
        self._chooser = chooser

    def compare(self, text: str, said: Said, before: State | None) -> Told | None:
        """The answer of /compare, where a text puts two things side by side."""
        need = need_of(said)
        if need is None and before is not None and before.need is not None:
            need = need_again(said, before.need)
        if need and need.amount.unit is None:
            found = choices.amounts(need.amount, said, self._engine.registry)
            raise Asked(Refused("which_unit", text=quoted(need.amount.text)), found)
        told = self._held_against(text, need) if need else None
        if told:
            return told
        said = clusters(said, self._engine.facts)
        sides = _sides(said, before, self._engine.registry)
        if sides is None:
            self._with_what(said, before)
            return None
        compared = "compares" in said.intents or _alternatives(said)
        named = sides.first.names != sides.second.names and (
            compared or "opens" not in said.intents
        )
        clear = "compares" in said.intents or named
        if not clear and not compared and self._is_one(said, sides):
            return None
        try:
            told = self._beside(text, said, sides, before)
        except Asked:
            if clear:
                raise
            return None  # two figures alike that only look like a comparison
        return told if clear or told.answer.refusal is None else None

    def _is_one(self, said: Said, sides: Sides) -> bool:
        """Whether words say what two figures alike are: "40 MW mean, 60 MW peak"."""
        read = self._chooser.best(said)
        if read.missing is not None or read.open or read.unused:
            return False
        apart = {each.text for side in sides for each in side.figures}
        apart -= {each.text for each in sides.first.figures if each in sides.second.figures}
        named = {key for label in said.labels for key in label.keys}
        told = (name for name, each in read.givens.items() if each.typed in apart)
        scoped = any(each.scope or each.mean for each in said.figures)
        return scoped or named.issuperset(told)

    def _with_what(self, said: Said, before: State | None) -> None:
        """Ask with what the one thing is to be compared that a text names.

        Raises:
            Asked: it names one, and nothing else is said.
        """
        facts = self._engine.facts
        named = {each.key: each.kind for each in said.names}
        alone = len(named) == 1 and not (said.figures or said.labels or said.settings)
        if "compares" not in said.intents or not alone or said.begins:
            return
        ((key, kind),) = named.items()
        if before and before.read and before.read.subjects.get(kind, key) != key:
            return
        others = (
            name for name, each in facts.subjects.items() if each.kind is kind and name != key
        )
        found = choices.subjects(others, said, facts)
        name = quoted(tr(facts.subjects[key].name))
        raise Asked(Refused("compare_with", text=name), found)

    def _held_against(self, text: str, need: Need) -> Told | None:
        """The answer of /compare for what is needed and an amount; None where it isn't clear."""
        registry = self._engine.registry
        read = self._chooser.best(need.rest, measured_as(need.amount, registry))
        if read.target is None or read.missing is not None or read.unused or read.open:
            return None
        amount = f"{read.target}={typed(need.amount.value, read.target, registry)}"
        options = {"a": as_setup(read, registry), "b": amount}
        answer = self._by([read.target], options, text, need.rest.lang)
        if answer.refusal is not None:
            return None
        if "enough" in need.rest.intents:
            answer = answer.adding(read=verdict(answer, registry))
        return Told(answer, State(text, read, need=need))

    def _beside(self, text: str, said: Said, sides: Sides, before: State | None) -> Told:
        """The answer of /compare for two sides."""
        target = self._target(said, sides.first)
        if before is not None and _goes_on(said, before):
            target = target or before.target
        reads = [self._side(each, target) for each in sides]
        target = target or _told_by(reads[0])
        options = {
            option: as_setup(read, self._engine.registry)
            for option, read in zip("ab", reads, strict=True)
        }
        answer = self._by(self._tried(target, reads[0]), options, text, said.lang)
        by = next((each.quantity for each in answer.results), None)
        return Told(answer, State(text, reads[1], (sides.first, sides.second), target=by))

    def _side(self, side: Said, target: str | None) -> Understood:
        """What one side of a comparison has.

        Raises:
            Asked: a figure of it would be left out.
        """
        figures = [each for each in side.figures if not each.is_year and not each.is_one]
        conditions = any(not each.counts for each in figures) and any(
            each.counts for each in figures
        )
        tried = [{target: CLEAR}] if target else [WHOLE] if conditions else []
        reads = (self._chooser.best(side, wanted) for wanted in (*tried, None))
        for read in reads:
            if len(read.givens) >= len(figures) and not read.unused:
                return read
        words = tr(self._engine.registry.quantities[target or next(iter(WHOLE))].words)
        raise Asked(Refused("left_over", text=quoted(figures[-1].text), target=words))

    def _tried(self, target: str | None, side: Understood) -> list[str | None]:
        """What two things are compared by: what is asked, else what is known of one like it."""
        if target is None:
            return [None]
        quantities = self._engine.registry.quantities
        per_piece = target.replace("energy", "power")  # what uses more has more power
        wanted = uncounted(quantities.get(per_piece, quantities[target]).of.dimension)
        known = [
            name
            for kind, key in side.subjects.items()
            for name in self._engine.facts.inputs[key]
            if kind is not Kind.PRECISION and not quantities[name].precision
        ]
        alike = [
            name for name in known if wanted and uncounted(quantities[name].of.dimension) == wanted
        ]
        chips = in_scope(target, Scope.ACCELERATOR, self._engine.registry)
        own = alike if not side.givens and target not in known else []  # a server's own power
        return list(dict.fromkeys((*own, target, chips, *alike)))

    def _by(
        self, targets: list[str | None], options: dict[str, str], text: str, lang: Lang
    ) -> Answer:
        """The first comparison that can be made; else why the one that is asked can't."""
        answers = (
            self._engine.answer(
                "compare", {**options, **({"target": each} if each else {})}, text, lang
            )
            for each in targets
        )
        first = next(answers)
        return (
            first
            if first.refusal is None
            else next((each for each in answers if each.refusal is None), first)
        )

    def _target(self, whole: Said, said: Said) -> str | None:
        """What two things are compared by, if the text says so."""
        registry = self._engine.registry
        telling = tuple(each for each in whole.labels if not _is_title(each, whole, registry))
        whole = whole._replace(labels=telling)
        wanted = targets(whole, registry, self._engine.facts)
        if max(wanted.values(), default=0.0) < CLEAR:
            return None
        target = self._chooser.best(said._replace(labels=telling), wanted).target
        counted = target is not None and bool(registry.quantities[target].noun)
        bare = not said.figures and all(each.kind in PIECES for each in said.names)
        return self._of_one(said) if counted and bare else target

    def _of_one(self, said: Said) -> str | None:
        """What is known of one piece: of modules their power, and not how many there are."""
        facts, quantities = self._engine.facts, self._engine.registry.quantities
        found = {
            name
            for each in said.names
            for name in facts.inputs[each.key]
            if (thing := thing_of(each.key, facts))
            and all(quantities[name].of.dimension.get(base) == -1 for base in thing.dimension)
        }
        return next(iter(found)) if len(found) == 1 else None


def _sides(said: Said, before: State | None, registry: Registry) -> Sides | None:
    """The two sides, of which the second may be another than before.

    Raises:
        Refused: a sum of both is wanted.
    """
    if before is not None and before.sides is not None and _goes_on(said, before):
        if said.names:
            return again(said, Sides(*before.sides))
        return Sides(*before.sides) if said.labels else None
    sides = sides_of(said, registry)
    refuse_sum(said, sides)
    compared = "compares" in said.intents or _alternatives(said)
    checked = {"checks", "tags", "claims", "who"} & said.intents
    return sides if compared or (said.joined and not checked) else None


def _is_title(label: Label, said: Said, registry: Registry) -> bool:
    """Whether words only say what a name is: "Meta's cluster", "the cluster of Meta"."""
    counts = all(registry.quantities[key].noun for key in label.keys)
    stems = stems_of(said.text[label.start : label.end], said.lang)
    compares = stems in grammar(said.lang).phrases["compares"]  # "bigger" is no title
    return (
        counts
        and not compares
        and any(
            -1 <= each.start - label.end <= 1 or -1 <= label.start - each.end <= 1
            for each in said.names
        )
    )


def _goes_on(said: Said, before: State) -> bool:
    """Whether a text compares the same as before, or others in the same way."""
    own = said.figures or said.settings or (said.names and said.labels)
    return before.sides is not None and said.begins and not own


def _alternatives(said: Said) -> bool:
    """Whether two names stand with "or" between them."""
    counted = {each.counts for each in said.figures if each.counts}
    return said.parted or len(counted) > 1


def _told_by(side: Understood) -> str | None:
    """What a side is about, if its figures alone say so."""
    clear = side.sure and side.missing is None and not side.known
    return side.target if clear and side.target not in WHOLE else None
