"""``/convert``: a figure in another unit, or as what it equals through the relations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calculators.answer import Answer, QuestionItem, ResultItem, StepItem
from calculators.compose import compose_answer
from calculators.display import TYPED_DIGITS, plain
from calculators.frame import Work
from calculators.names import nearest
from calculators.numbers import read_figure
from calculators.pages.page import Choice, Options, Page
from calculators.question import Question, command_text
from calculators.refusal import Refused, quoted
from calculators.reply import Line, Reply
from calculators.setup import read_setup
from calculators.typical import Bare, meanings, read_bare
from calculators.value import Bound, Input, Origin, Value
from facts import Kind
from facts.units import Unit, UnknownUnit, describe, known_spellings, unit

if TYPE_CHECKING:
    from calculators.engine import Engine

DIGITS = 7


def _convert(engine: Engine, options: Options, text: str) -> Answer:
    value, to = (options.get(name, "").strip() for name in ("value", "to"))
    if not value:
        raise page.empty("value", "370GWh to:GJ")
    if not to:
        raise Refused(
            "empty_value",
            (command_text("convert", {**options, "to": "GJ"}),),
            option="to",
            words=page.words("to"),
            example="GJ",
        )
    figure = read_figure(value, "value", "a figure with its unit", "370GWh")
    bare = read_bare(figure, engine.facts)
    if bare is None:
        raise Refused(
            "unknown_unit",
            (command_text("convert", {**options, "value": f"{plain(figure.size, 12)} MWh"}),),
            unit=quoted(figure.rest or "none"),
            option="value",
            words="A figure",
            units="any unit, such as 370 GWh, 10,000 sq ft or 100,000 GPUs",
        )
    wanted = _unit(to)
    if wanted is not None and dict(wanted.dimension) == dict(bare.unit.dimension):
        return _in_unit(bare, wanted, value, to, text)
    return _equivalent(engine, options, bare, wanted, text)


def _unit(text: str) -> Unit | None:
    try:
        return unit(text)
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
    word = "" if bound is Bound.EXACTLY else f"{bound} "
    shown = f"{plain(size, DIGITS)} {to}"
    numbers = (
        f"{plain(bare.value.value / bare.unit.factor, TYPED_DIGITS)} × {plain(factor, DIGITS)}"
    )
    formula = f"1 {bare.unit.symbol} = {plain(factor, DIGITS)} {wanted.symbol}"
    step = StepItem("conversion", formula, numbers, shown, ())
    result = ResultItem(to, "none", size, low, high, to, bound, f"{word}{shown}")
    reply = Reply(
        headline=f"{value} is {word}{shown}.",
        working=(Line("conversion", formula, numbers, shown),),
    )
    question = QuestionItem(text=text, lang="en", target=None, givens={})
    return Answer.of(question, lambda _: reply, results=(result,), steps=(step,))


def _equivalent(
    engine: Engine, options: Options, bare: Bare, wanted: Unit | None, text: str
) -> Answer:
    """What the figure equals through the relations, the likeliest meanings tried first."""
    registry = engine.registry
    setup = read_setup(options.get("given", ""), registry, engine.facts)
    subjects = dict(setup.subjects)
    if bare.device:
        subjects.setdefault(Kind.DEVICE, bare.device)
    sources = [each.name for each in meanings(bare.unit, registry) if each.typical]
    if not sources:
        sources = [each.name for each in meanings(bare.unit, registry)][:3]
    targets = _targets(engine, options, wanted)
    first: Refused | None = None
    for source in sources:
        for target in targets:
            givens = {**setup.givens, source: _given(bare.value, options["value"])}
            if target in givens:
                continue
            question = Question(text, registry.everything, target, givens, subjects)
            try:
                return _told(engine.solve(question))
            except Refused as refusal:
                first = first or refusal
    if first is not None and first.code != "missing":
        raise first
    missing = first.found["options"] if first else ""
    raise Refused(
        "no_conversion",
        (command_text("convert", {**options, "given": "device=h100"}),),
        value=quoted(options["value"]),
        kind=describe(bare.unit.dimension),
        to=quoted(options["to"]),
        missing=f" Give {missing} as well." if missing else "",
    )


def _told(work: Work) -> Answer:
    """The answer, with the figure before it was rounded: a tenth of a reactor is one reactor."""
    answer, result = compose_answer(work), work.solution.results[work.target]
    if work.frame.rounding is None or not result.value % 1:
        return answer
    before = page.words("unrounded").format(value=plain(result.value, 4))
    return answer.saying(
        answer.reply._replace(lead="\n".join(filter(None, (before, answer.reply.lead))))
    )


def _given(value: Value, typed: str) -> Input:
    return Input(value, Origin.GIVEN, typed=typed)


def _targets(engine: Engine, options: Options, wanted: Unit | None) -> tuple[str, ...]:
    registry, to = engine.registry, options["to"].strip().casefold()
    if to in registry.quantities:
        return (to,)
    if wanted is not None and wanted.dimension:
        found = [each.name for each in meanings(wanted, registry) if each.typical]
        return tuple(found) or tuple(each.name for each in meanings(wanted, registry))[:3]
    words = {each.words.casefold(): name for name, each in registry.quantities.items()}
    if to in words:
        return (words[to],)
    known = (*(name for name, each in registry.quantities.items() if not each.base),)
    near = nearest(to, (*known, *known_spellings()))
    raise Refused(
        "unknown_quantity",
        tuple(command_text("convert", {**options, "to": each}) for each in near),
        text=quoted(options["to"]),
        near=", ".join(near) or "GJ, homes, reactors",
    )


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
