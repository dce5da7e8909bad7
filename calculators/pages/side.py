"""One side of a comparison: what is known of it and what it gives; both sides in a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calculators.display import bounded, plain, show
from calculators.frame import Work
from calculators.headline import said
from calculators.known import linked
from calculators.language import tr
from calculators.pages.page import Options, in_command, told
from calculators.prepare import COUNTS
from calculators.provenance import attributed
from calculators.question import Question
from calculators.refusal import Refused
from calculators.reply import Table
from calculators.setup import Setup, read_setup
from calculators.solve import rounded
from calculators.value import Value, of_fact
from facts import Fact, Kind, Qualifier

if TYPE_CHECKING:
    from calculators.engine import Engine

WORKED_OUT = (
    "gpus",
    "chip_power",
    "it_power",
    "facility_power",
    "facility_energy",
    "gpus_per_area",
    "power_density",
    "mtbf",
)
"""What is worked out for sides that have accelerators, beside what facts say of them."""
POWERS = ("facility_power", "it_power", "chip_power")
"""What limits how many of a device there can be."""


class Figure(NamedTuple):
    """A figure of a side: a given, a fact, or worked out."""

    value: Value
    fact: Fact | None = None
    work: Work | None = None


class Side(NamedTuple):
    """One of the two: what was typed, and its figures."""

    name: str
    setup: Setup
    figures: Mapping[str, Figure]

    @property
    def works(self) -> tuple[Work, ...]:
        """What was worked out for it."""
        return tuple(each.work for each in self.figures.values() if each.work)


class Row(NamedTuple):
    """A quantity of both sides as it is shown; the ratio is empty where one is missing."""

    first: str
    second: str
    ratio: str


def read_side(engine: Engine, options: Options, option: str) -> Side:
    """Read one side and gather its figures.

    Raises:
        Refused: the set-up can't be read.
    """
    try:
        setup = read_setup(options[option], engine.registry, engine.facts)
    except Refused as refusal:
        raise in_command(refusal, "compare", options, option) from None
    figures = {name: Figure(of_fact(fact), fact) for name, fact in _known(engine, setup).items()}
    figures |= {name: Figure(each.value) for name, each in setup.givens.items()}
    quantities = engine.registry.quantities
    named = [tr(engine.facts.subjects[key].name) for key in setup.subjects.values()]
    typed = [said(quantities[name], each.value) for name, each in setup.givens.items()]
    limited = Kind.DEVICE in setup.subjects and not setup.givens.keys().isdisjoint(POWERS)
    if limited or any(name in figures for name in COUNTS):
        for name in WORKED_OUT:
            work = None if name in figures else _worked_out(engine, setup, name)
            if work:
                figures[name] = Figure(result(work), work=work)
    return Side(", ".join([*named, *typed]), setup, figures)


def _known(engine: Engine, setup: Setup) -> Mapping[str, Fact]:
    """The facts of the named subjects, and of those they are linked to what relations use."""
    found: dict[str, Fact] = {}
    for key in linked(setup.subjects, engine.facts):
        own = key in setup.subjects.values()
        for name, fact in engine.facts.inputs[key].items():
            if own or name in engine.registry.related:
                found.setdefault(name, fact)
    return found


def _worked_out(engine: Engine, setup: Setup, name: str) -> Work | None:
    try:
        return engine.solve(Question("", engine.registry.everything, name, *setup))
    except Refused:
        return None


def result(work: Work) -> Value:
    """What was asked for, counts made whole."""
    value = work.solution.results[work.target]
    return rounded(value, work.frame.rounding) if work.frame.rounding else value


def rows(engine: Engine, sides: Sequence[Side]) -> dict[str, Row]:
    """Every figure that either side has; what both have comes first."""
    first, second = (side.figures for side in sides)
    names = [name for name in engine.registry.quantities if name in first or name in second]
    names.sort(key=lambda name: (not (name in first and name in second), _place(name)))
    found: dict[str, Row] = {}
    for name in names:
        cells = [_cell(engine, side, name) for side in sides]
        ratio = ""
        if name in first and name in second and first[name].value.value:
            ratio = f"× {plain(second[name].value.value / first[name].value.value, 3)}"
        found[name] = Row(cells[0], cells[1], ratio)
    return found


def _place(name: str) -> int:
    return WORKED_OUT.index(name) if name in WORKED_OUT else len(WORKED_OUT)


def _cell(engine: Engine, side: Side, name: str) -> str:
    if name not in side.figures:
        return _absent(engine, side, name)
    quantity, figure = engine.registry.quantities[name], side.figures[name]
    if figure.fact and figure.fact.qualifier is Qualifier.PLANNED:
        return tr("planned {value}").format(value=show(quantity, figure.value.value))
    return bounded(quantity, figure.value)


def _absent(engine: Engine, side: Side, name: str) -> str:
    """What stands for a missing figure: it has none, nobody told it, or it doesn't apply."""
    facts = engine.facts
    keys = linked(side.setup.subjects, facts)
    if any(name in facts.subjects[key].lacks for key in keys):
        return told("compare", "none")
    if name in WORKED_OUT and any(each in side.figures for each in COUNTS):
        return told("compare", "not_known")
    own = any(name in facts.told_of[kind] for kind in side.setup.subjects)
    return told("compare", "not_disclosed" if own else "not_applicable")


def table(engine: Engine, found: Mapping[str, Row]) -> tuple[Table, str]:
    """The rows that differ or lack a figure, and what is the same on both sides in one line."""
    quantities = engine.registry.quantities
    differing = {name: row for name, row in found.items() if row.first != row.second}
    same = [tr(quantities[name].words) for name in found if name not in differing]
    lines = tuple((tr(quantities[name].words), *row) for name, row in differing.items())
    alike = told("compare", "alike", names=", ".join(same)) if same else ""
    return Table(("", tr("first"), tr("second"), tr("second / first")), lines), alike


def cited(engine: Engine, sides: Iterable[Side], found: Mapping[str, Row]) -> tuple[str, ...]:
    """The documents behind the facts of the table, each with what it says."""
    said_in: dict[str, dict[str, None]] = {}
    for side in sides:
        for name, figure in side.figures.items():
            if figure.fact and found[name].first != found[name].second:
                line = attributed(figure.fact, engine.facts)
                said_in.setdefault(line, {})[tr(engine.registry.quantities[name].words)] = None
    return tuple(f"{line}: {', '.join(what)}" for line, what in said_in.items())
