"""``/convert``: a figure in another unit, or as what it equals through the relations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calculators.answer import Answer, QuestionItem, ResultItem, StepItem
from calculators.display import TYPED_DIGITS, between, limited, plain, sendable
from calculators.explain import STEP
from calculators.headline import capital
from calculators.language import language, ptr, tr
from calculators.names import nearest
from calculators.numbers import Figure, read_figure, split_scale
from calculators.pages.equivalent import equivalent
from calculators.pages.page import Choice, Options, Page
from calculators.question import command_text
from calculators.ranges import Around, Between, ends, split_range
from calculators.refusal import Refused, quoted
from calculators.reply import Line, Reply
from calculators.typical import Bare, read_bare
from calculators.value import Bound, Value
from facts import Facts
from facts.units import Unit, UnknownUnit, known_spellings, typed_unit, unit

if TYPE_CHECKING:
    from calculators.engine import Engine

DIGITS = 7
CONVERSION = "conversion"
NEAR, SHORT = 80, 2
"""How near a unit must be to be proposed; a spelling of two letters is near to anything."""


def _convert(engine: Engine, options: Options, text: str) -> Answer:
    value, to = (options.get(name, "").strip() for name in ("value", "to"))
    if not value:
        raise page.empty("value", "370GWh", {"to": "GJ", **options})
    if not to:
        raise page.empty("to", "GJ", options)
    bare = _read(value, options, engine.facts)
    wanted = _unit(to)
    if wanted is not None and dict(wanted.dimension) == dict(bare.unit.dimension):
        return _in_unit(bare, wanted, value, to, text)
    return equivalent(engine, options, bare, wanted, text)


def _read(value: str, options: Options, facts: Facts) -> Bare:
    """The figure, or the range of it, with its unit.

    Raises:
        Refused: unreadable, or in no known unit.
    """
    span = split_range(value)
    if span is None:
        return _read_one(value, options, facts)
    first = _read_one(span.middle if isinstance(span, Around) else span.low, options, facts)

    def read(figure: str) -> float:
        return _read_one(figure, options, facts).value.value

    value_of = Value(*ends(span, read, read))
    if isinstance(span, Between) and (value_of.low or 0.0) > (value_of.high or 0.0):
        line = command_text("convert", {**options, "value": f"{span.high} - {span.low}"})
        raise Refused("range_backwards", (line,), text=quoted(value), words=tr("the figure"))
    return first._replace(value=value_of)


def _read_one(text: str, options: Options, facts: Facts) -> Bare:
    figure = read_figure(text, "value", tr("a figure with its unit"), "370GWh")
    bare = read_bare(figure, facts)
    if bare is None:
        raise _unreadable(figure, options)
    return bare


def _unreadable(figure: Figure, options: Options) -> Refused:
    """The refusal of a figure without a unit, or with one that isn't known."""
    _, spelling = split_scale(figure.rest)
    near = _near(spelling) if spelling else ("MWh", "GPUs", "m2")
    number = f"{sendable(figure.size)} "
    lines = (command_text("convert", {**options, "value": number + each}) for each in near)
    return Refused(
        "unknown_unit" if spelling else "missing_unit",
        tuple(lines),
        text=quoted(options["value"]),
        unit=quoted(spelling),
        option="value",
        expected=tr("Any unit will do, such as in 370 GWh, 10,000 sq ft or 100,000 GPUs."),
    )


def _near(spelling: str) -> tuple[str, ...]:
    """The units that a spelling could be: both where only case tells them apart."""
    long = [each for each in known_spellings() if len(each) > SHORT]
    try:
        return (unit(spelling).symbol,)
    except UnknownUnit as unknown:
        return unknown.readings or nearest(spelling, long, cutoff=NEAR)


def _unit(text: str) -> Unit | None:
    try:
        return typed_unit(text)
    except UnknownUnit:
        return None


def _in_unit(bare: Bare, wanted: Unit, value: str, to: str, text: str) -> Answer:
    """The same quantity in another unit."""
    factor = bare.unit.factor / wanted.factor
    low, high = (
        None if end is None else end / wanted.factor for end in (bare.value.low, bare.value.high)
    )
    size = bare.value.value / wanted.factor
    bound = bare.value.bound
    name = "" if wanted.symbol == "1" else f" {to}"
    shown = f"{plain(size, DIGITS)}{name}"
    told = _with_bound(bound, shown)
    own = f"{plain(bare.value.value / bare.unit.factor, TYPED_DIGITS)}"
    if low is not None and high is not None and low < high:
        shown = told = f"{between(plain(low, DIGITS), plain(high, DIGITS))}{name}"
        ends = (plain(end / factor, TYPED_DIGITS) for end in (low, high))
        own = f"({between(*ends)})"
    numbers = f"{own} × {plain(factor, DIGITS)}"
    formula = f"1 {bare.unit.symbol} = {plain(factor, DIGITS)} {wanted.symbol}"
    step = StepItem(CONVERSION, formula, numbers, shown, ())
    result = ResultItem(to, "none", size, low, high, to, bound, told)
    reply = Reply(
        headline=capital(tr("{value} is {result}.").format(value=value, result=told)),
        working=(Line(ptr(STEP, CONVERSION), formula, numbers, shown),),
    )
    question = QuestionItem(text=text, lang=language(), target=None, givens={})
    return Answer.of(question, lambda _: reply, results=(result,), steps=(step,))


def _with_bound(bound: Bound, shown: str) -> str:
    if bound is Bound.ABOUT:
        return tr("about {value}").format(value=shown)
    return limited(bound, shown)


def _suggest(engine: Engine, option: str, text: str) -> Iterator[Choice]:
    if option == "to":
        known = ["homes", "reactors", "GPUs", "GJ", "kWh", "MWh", "GWh", "m2", "sq ft", "t", "USD"]
        known += [name for name, each in engine.registry.quantities.items() if not each.base]
        for name in nearest(text, known, 25) if text else known[:25]:
            yield name, name


page = Page(
    name="convert",
    options=("value", "to", "given"),
    example="/convert value:370GWh to:GJ",
    answer=_convert,
    suggest=_suggest,
)
