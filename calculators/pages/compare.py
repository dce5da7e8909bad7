"""``/compare``: two devices, clusters or set-ups side by side, and what makes the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from calculators.answer import Answer
from calculators.compose import compose_answer
from calculators.display import bounded, plain, show
from calculators.frame import Work
from calculators.headline import capital, said, setup
from calculators.known import linked
from calculators.names import nearest
from calculators.pages.merge import gathered, merged
from calculators.pages.page import Choice, Options, Page, reply_only
from calculators.pages.solve import read_quantity
from calculators.provenance import cite
from calculators.question import Question, command_text
from calculators.refusal import Refused
from calculators.reply import Reply, Table
from calculators.setup import Setup, read_setup
from calculators.split import split
from calculators.value import Bound, Value, of_fact
from facts import Fact, Kind

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
"""What is worked out for both sides beside what facts say of them."""
UNKNOWN = "not disclosed"
Rows = Mapping[str, tuple[str, str, str]]
"""Quantity -> the figure of either side, and their ratio."""


class Side(NamedTuple):
    """One of the two: what was typed, what it gives, and its figures with the facts behind them."""

    name: str
    setup: Setup
    figures: Mapping[str, Value]
    facts: Mapping[str, Fact]


def _compare(engine: Engine, options: Options, text: str) -> Answer:
    for option in ("a", "b"):
        if not options.get(option, "").strip():
            raise page.empty(option, "h100", options)
    sides = tuple(_side(engine, options, option) for option in ("a", "b"))
    target = options.get("target", "").strip()
    if target:
        name = read_quantity(target, engine.registry, {})
        return _in_depth(engine, sides, name, text)
    rows = _rows(engine, *sides)
    if not rows:
        raise Refused("nothing_to_compare", (page.example,))
    name = _headline_of(rows)
    try:
        return _in_depth(engine, sides, name, text, rows)
    except Refused:
        return _side_by_side(engine, sides, rows, text)


def _side(engine: Engine, options: Options, option: str) -> Side:
    try:
        given = read_setup(options[option], engine.registry, engine.facts)
    except Refused as refusal:
        lines = (command_text("compare", {**options, option: each}) for each in refusal.suggestions)
        raise Refused(refusal.code, tuple(lines), **refusal.found) from None
    facts = engine.facts
    known: dict[str, Fact] = {}
    for key in linked(given.subjects, facts):
        own = key in given.subjects.values()
        for name, fact in facts.inputs[key].items():
            if own or name in engine.registry.related:
                known.setdefault(name, fact)
    figures = {name: of_fact(fact) for name, fact in known.items()}
    figures |= {name: each.value for name, each in given.givens.items()}
    quantities = engine.registry.quantities
    named = [facts.subjects[key].name for key in given.subjects.values()]
    typed = [said(quantities[name], each.value) for name, each in given.givens.items()]
    counted = Kind.DEVICE not in given.subjects or "gpus" in given.givens
    for name in WORKED_OUT if counted else ():
        found = _worked_out(engine, given, name)
        if name not in figures and found is not None:
            figures[name] = found
    return Side(", ".join([*named, *typed]), given, figures, known)


def _worked_out(engine: Engine, setup: Setup, name: str) -> Value | None:
    question = Question("", engine.registry.everything, name, setup.givens, setup.subjects)
    try:
        return engine.solve(question).solution.results[name]
    except Refused:
        return None


def _rows(engine: Engine, a: Side, b: Side) -> dict[str, tuple[str, str, str]]:
    """Quantity -> the figure of either side, and their ratio; what both have comes first."""
    quantities = engine.registry.quantities
    names = [name for name in quantities if name in a.figures or name in b.figures]
    names.sort(key=lambda name: (not (name in a.figures and name in b.figures), _place(name)))
    found: dict[str, tuple[str, str, str]] = {}
    for name in names:
        cells = [
            bounded(quantities[name], side.figures[name]) if name in side.figures else UNKNOWN
            for side in (a, b)
        ]
        ratio = ""
        if name in a.figures and name in b.figures and a.figures[name].value:
            ratio = f"× {plain(b.figures[name].value / a.figures[name].value, 3)}"
        found[name] = (cells[0], cells[1], ratio)
    return found


def _place(name: str) -> int:
    return WORKED_OUT.index(name) if name in WORKED_OUT else len(WORKED_OUT)


def _headline_of(rows: Rows) -> str:
    """The quantity to tell first: the widest scope that both sides have, else the first row."""
    both = [name for name, (_, _, ratio) in rows.items() if ratio]
    preferred = ("facility_power", "it_power", "chip_power", "peak_bf16", "device_power", "gpus")
    return next((name for name in preferred if name in both), next(iter(both or rows)))


def _table(engine: Engine, rows: Rows) -> tuple[Table, str]:
    """The rows that differ or lack a figure, and what is the same on both sides in one line."""
    quantities = engine.registry.quantities
    differing = {name: cells for name, cells in rows.items() if cells[0] != cells[1]}
    same = [quantities[name].words for name in rows if name not in differing]
    lines = [(quantities[name].words, *cells) for name, cells in differing.items()]
    alike = f"The same on both sides: {', '.join(same)}." if same else ""
    return Table(("", "first", "second", "second / first"), tuple(lines)), alike


def _side_by_side(
    engine: Engine,
    sides: tuple[Side, ...],
    rows: Rows,
    text: str,
) -> Answer:
    """The table alone, where no quantity is worked out on both sides."""
    table, alike = _table(engine, rows)
    unknown = page.words("not_disclosed") if any(UNKNOWN in row for row in table.rows) else ""
    cited = {cite(fact, engine.facts): None for side in sides for fact in side.facts.values()}
    reply = Reply(
        headline=f"{sides[0].name} beside {sides[1].name}.",
        lead="\n".join(filter(None, (alike, unknown))),
        ladder=table,
        sources=tuple(cited),
    )
    return reply_only(text, reply)


def _in_depth(
    engine: Engine,
    sides: tuple[Side, ...],
    target: str,
    text: str,
    rows: Rows | None = None,
) -> Answer:
    """Both sides worked out to ``target``, and the difference split into its causes."""
    everything = engine.registry.everything
    works = [
        engine.solve(Question(text, everything, target, side.setup.givens, side.setup.subjects))
        for side in sides
    ]
    first, second = works
    answers = [compose_answer(work) for work in works]
    rows = rows or _rows(engine, *sides)
    quantity = engine.registry.quantities[target]
    values = [work.solution.results[target] for work in works]
    table, alike = _table(engine, rows)
    lead = [_difference(quantity.words, values), *_causes(first, second), alike]
    names = [setup(work) for work in works]
    reply = Reply(
        headline=capital(
            f"{quantity.words}: {bounded(quantity, values[0])} for {names[0]}; "
            f"{bounded(quantity, values[1])} for {names[1]}."
        ),
        lead="\n".join(filter(None, lead)),
        ladder=table,
        **merged(answers, ("first", "second")),
    )
    return reply_only(text, reply, warnings=reply.beware, **gathered(answers))


def _difference(words: str, values: list[Value]) -> str:
    first, second = values
    share = second.value / first.value - 1
    if abs(share) < 5e-4:
        return f"Both have the same {words}."
    more = "more" if share > 0 else "less"
    line = f"The second has {plain(abs(share) * 100, 3)} % {more} {words}"
    open_ = [each for each in values if each.bound in (Bound.AT_LEAST, Bound.AT_MOST)]
    return f"{line}, bounds left aside." if open_ else f"{line}."


def _causes(first: Work, second: Work) -> Iterator[str]:
    """The difference in its exact parts, where both sides were worked out in the same way."""
    names = sorted(first.program.plan.roots)
    if sorted(second.program.plan.roots) != names:
        yield page.words("other_way")
        return
    target, run = first.target, first.program.run
    before, after = (
        {name: work.solution.values[name] for name in names} for work in (first, second)
    )
    base = first.solution.values[target]
    parts = split(lambda known: run(known)[target], before, after)
    if not parts:
        return
    quantities = first.registry.quantities
    told = [
        f"{part / base * 100:+.1f} % {_change(quantities[name].words, name, before, after, first)}"
        if name in quantities
        else f"{part / base * 100:+.1f} % the rest"
        for name, part in sorted(parts.items(), key=lambda each: -abs(each[1]))
    ]
    total = sum(parts.values()) / base * 100
    yield f"{total:+.1f} % in all: {'; '.join(told)}.".replace("-", "−")


def _change(
    words: str, name: str, before: Mapping[str, float], after: Mapping[str, float], work: Work
) -> str:
    quantity = work.registry.quantities[name]
    return f"{words} ({show(quantity, before[name])} → {show(quantity, after[name])})"


def _suggest(engine: Engine, option: str, text: str) -> Iterator[Choice]:
    if option == "target":
        quantities = engine.registry.quantities
        known = [name for name, each in quantities.items() if not each.base]
        for name in nearest(text, known, 25) if text else known[:25]:
            yield f"{name}: {quantities[name].words}", name
        return
    kinds = (Kind.DEVICE, Kind.CLUSTER, Kind.SYSTEM, Kind.PLANT)
    subjects = {each.name: key for key, each in engine.facts.subjects.items() if each.kind in kinds}
    for name in nearest(text, subjects, 25) if text else list(subjects)[:25]:
        yield name, subjects[name]


page = Page(
    name="compare",
    options=("a", "b", "target"),
    example="/compare a:xai-colossus b:meta-llama-4",
    answer=_compare,
    suggest=_suggest,
)
