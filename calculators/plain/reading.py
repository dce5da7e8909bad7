"""Readings: a target and what each figure of a text is taken for; what makes one good."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from calculators.given import read_given
from calculators.plain.figure import Figure
from calculators.plain.fit import value_for
from calculators.plain.said import Said
from calculators.plain.target import family
from calculators.plain.understood import Understood
from calculators.registry import Registry
from calculators.value import Input, Origin, Value
from facts import Kind

UNEXPLAINED = 1.5
"""What it costs that a figure is nothing."""
FIGURES, MARGIN = 2, 0.25
"""So many figures alone say what is asked, where no other reading comes so near."""


class Base(NamedTuple):
    """What holds already: givens and subjects of before, and the subjects that are named now.

    ``pairs`` are the subjects once more, to look ways up by; ``named`` the kinds of those that the
    text itself names and doesn't only count, ``hours`` the time that it says, ``most`` how many
    readings are tried.
    """

    givens: Mapping[str, Input]
    subjects: Mapping[Kind, str]
    pairs: tuple[tuple[Kind, str], ...]
    named: frozenset[str]
    hours: float | None
    most: int


class Reading(NamedTuple):
    """A target, what each figure is taken for, and what speaks for it.

    ``used`` is what plays a part of figures, subjects and what was ``kept`` from before;
    ``missing`` what it would take to work it out, None where nothing is; ``period`` what the time
    without a figure is given for.
    """

    target: str
    names: tuple[str | None, ...]
    figures: list[Figure]
    score: float
    missing: tuple[str, ...] | None
    used: frozenset[str]
    known: bool
    period: str = ""
    kept: tuple[str, ...] = ()

    @property
    def taken(self) -> Iterator[tuple[Figure, str | None]]:
        """Each figure and the quantity that it is taken for."""
        return zip(self.figures, self.names, strict=True)

    @property
    def is_whole(self) -> bool:
        """Whether it can be worked out, and leaves nothing aside."""
        whole = self.missing is None and None not in self.names
        return whole and self.used.issuperset(filter(None, self.names))


def unused(
    figures: Iterable[Figure], names: Iterable[str | None], used: frozenset[str]
) -> list[Figure]:
    """The figures that play no part."""
    return [
        figure
        for figure, name in zip(figures, names, strict=True)
        if name and name not in used and not figure.is_one
    ]


def is_sure(best: Reading, readings: Iterable[Reading]) -> bool:
    """Whether figures alone say what is asked: all are used, and nothing else comes near."""
    if best.missing is not None or len([name for name in best.names if name]) < FIGURES:
        return False
    others = (each.score for each in readings if family(each.target) != family(best.target))
    return best.score - max(others, default=-9.0) >= MARGIN


def understood(reading: Reading | None, said: Said, base: Base, registry: Registry) -> Understood:
    """What a reading makes of a text; without one, what holds all the same."""
    if reading is None:
        return Understood(
            said.lang,
            None,
            base.givens,
            base.subjects,
            said.scope,
            left=said.unknown,
            open=said.figures,
        )
    idle = unused(reading.figures, reading.names, reading.used)
    return Understood(
        lang=said.lang,
        target=reading.target,
        givens=dict(_givens(reading, said, base, registry)),
        subjects=base.subjects,
        scope=said.scope,
        left=said.unknown,
        unused=tuple(each.text for each in idle) if reading.missing is None else (),
        open=tuple(figure for figure, name in reading.taken if name is None),
        missing=reading.missing,
        score=reading.score,
        known=reading.known,
        led={name: said.word_before(figure) for figure, name in reading.taken if name},
        newly=frozenset(filter(None, (*reading.names, reading.period))),
        doubtful=tuple((name, figure) for figure, name in reading.taken if name and figure.ways),
    )


def _givens(
    reading: Reading, said: Said, base: Base, registry: Registry
) -> Iterator[tuple[str, Input]]:
    """What is given: before, by figures, by conditions, and as a time without a figure."""
    told = {name for _, name in reading.taken if name}
    for name in reading.kept:
        if name in reading.used or reading.missing is not None:
            told.add(name)
            yield name, base.givens[name]
    for figure, meant in reading.taken:
        if meant and (meant in reading.used or not figure.is_one):
            value = value_for(figure, registry.quantities[meant])
            yield meant, Input(value, Origin.GIVEN, typed=figure.text)
    for name, text in said.settings.items():
        if name not in told and (name in reading.used or reading.missing is not None):
            told.add(name)
            yield name, read_given(text, name, registry)[1]
    hours, period = base.hours, reading.period
    rate = registry.quantities[reading.target].of.dimension.get("h") == -1
    lacks = reading.missing is not None and not rate  # it may play a part yet
    if hours and period and (lacks or period in reading.used) and period not in told:
        value = Value(hours, hours, hours)
        yield reading.period, Input(value, Origin.GIVEN, typed=_in_words(hours))


def _in_words(hours: float) -> str:
    return f"{hours / 24:g} days" if hours >= 24 else f"{hours:g} h"
