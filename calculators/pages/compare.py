"""``/compare``: two devices, clusters or set-ups side by side, and what makes the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from calculators.answer import Answer
from calculators.compose import compose_answer
from calculators.display import bounded, measured, plain, show, told_as
from calculators.frame import Work
from calculators.headline import capital, setup
from calculators.language import signed, tr
from calculators.names import nearest, nearest_quantities
from calculators.pages.merge import gathered, merged
from calculators.pages.page import Choice, Options, Page, in_command, reply_only
from calculators.pages.side import Row, Side, cited, read_side, result, rows, table
from calculators.pages.solve import read_quantity
from calculators.quantity import Quantity
from calculators.question import Question
from calculators.refusal import Refused
from calculators.reply import Reply
from calculators.split import split
from calculators.value import Bound, Origin, Value
from facts import Kind

if TYPE_CHECKING:
    from calculators.engine import Engine

TOLD_FIRST = (
    *("facility_power", "it_power", "plant_power", "gpus"),
    *("chip_power", "peak_bf16", "device_power"),
)
"""The quantities to compare first, the widest scope before the others."""
SAME = 5e-4
"""Figures that differ by less read alike."""
TIMES = 10
"""From so many times on a difference is told as a multiple, not in per cent."""


def _compare(engine: Engine, options: Options, text: str) -> Answer:
    for option in ("a", "b"):
        if not options.get(option, "").strip():
            raise page.empty(option, "h100", options)
    sides = [read_side(engine, options, option) for option in ("a", "b")]
    found = rows(engine, sides)
    target = options.get("target", "").strip()
    if target:
        name = read_quantity(target, engine.registry, "compare", options)
        works = [
            _asked(engine, options, option, side, name)
            for option, side in zip(("a", "b"), sides, strict=True)
        ]
        return _in_depth(engine, sides, works, found, text)
    both = [name for name, row in found.items() if row.ratio]
    if not both:
        raise Refused("nothing_to_compare", (page.example,))
    telling = [name for name in both if _differs(sides, name)] or both
    name = next((each for each in TOLD_FIRST if each in telling), telling[0])
    try:
        works = [_solved(engine, side, name, text) for side in sides]
    except Refused:
        return _side_by_side(engine, sides, found, text)
    return _in_depth(engine, sides, works, found, text)


def _differs(sides: Sequence[Side], name: str) -> bool:
    """Whether there is a difference to tell: "both have the same" is no news."""
    first, second = (side.figures[name].value.value for side in sides)
    return abs(second - first) > SAME * abs(first)


def _asked(engine: Engine, options: Options, option: str, side: Side, target: str) -> Work:
    try:
        return _solved(engine, side, target, "")
    except Refused as refusal:
        raise in_command(refusal, "compare", options, option) from None


def _solved(engine: Engine, side: Side, target: str, text: str) -> Work:
    return engine.solve(Question(text, engine.registry.everything, target, *side.setup))


def _side_by_side(
    engine: Engine, sides: Sequence[Side], found: Mapping[str, Row], text: str
) -> Answer:
    """The table alone, where no quantity is worked out on both sides."""
    shown, alike = table(engine, found)
    reply = Reply(
        headline=page.words("beside").format(first=sides[0].name, second=sides[1].name),
        lead="\n".join(filter(None, (_nothing_differs(shown.rows), alike, _unknown(found)))),
        ladder=shown if shown.rows else None,
        sources=cited(engine, sides, found),
    )
    return reply_only(text, reply)


def _nothing_differs(lines: Sequence[object]) -> str:
    return "" if lines else page.words("identical")


def _unknown(found: Mapping[str, Row]) -> str:
    told = page.words("not_disclosed")
    return page.words("unknown") if any(told in row for row in found.values()) else ""


def _in_depth(
    engine: Engine,
    sides: Sequence[Side],
    works: Sequence[Work],
    found: Mapping[str, Row],
    text: str,
) -> Answer:
    """Both sides worked out to one quantity, and the difference split into its causes."""
    first, second = works
    quantities = engine.registry.quantities
    shown, alike = table(engine, found)
    values = [result(work) for work in works]
    if first.target == second.target:
        lead = [_difference(quantities[first.target], values), *_causes(first, second)]
    else:
        lead = [page.words("other_units")]
    answers = [compose_answer(work) for work in works]
    behind = [compose_answer(work) for side in sides for work in side.works]
    parts = merged([*answers, *behind], [tr("first"), tr("second"), *[""] * len(behind)])
    steps = len(answers[0].reply.working) + len(answers[1].reply.working)
    sentence = "; ".join(map(_told, works, values))
    reply = Reply(
        headline=capital(f"{tr(quantities[first.target].words)}: {sentence}."),
        lead="\n".join(filter(None, (*lead, alike, _unknown(found)))),
        ladder=shown if shown.rows else None,
        **{
            **parts,
            "working": parts["working"][:steps],
            "inputs": merged(answers, ("", ""))["inputs"],
            "sources": _sources(parts["sources"], cited(engine, sides, found)),
        },
    )
    return reply_only(text, reply, warnings=reply.beware, **gathered(answers))


def _told(work: Work, value: Value) -> str:
    """What comes out for one side; what is given itself is for nothing else."""
    shown = bounded(work.registry.quantities[work.target], value)
    if work.target in work.question.givens:
        return tr("{value} given").format(value=shown)
    return tr("{value} for {setup}").format(value=shown, setup=setup(work))


def _sources(marked: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """The sources that are marked, and behind them those of the table alone."""
    return (*marked, *(each for each in others if not each.startswith(tuple(marked))))


def _difference(quantity: Quantity, values: Sequence[Value]) -> str:
    """How much more the second has: of nothing there is no share."""
    first, second = values
    thing = told_as(quantity)
    ratio = second.value / first.value if first.value else None
    change = second.value - first.value
    if abs(change) <= SAME * abs(first.value):
        return page.words("same" if first[1:3] == second[1:3] else "same_figure").format(
            words=thing
        )
    if ratio is not None and ratio >= TIMES:
        line = page.words("times").format(times=plain(ratio, 3), words=thing)
    else:
        size = (
            measured(plain(abs(ratio - 1) * 100, 3), "%")
            if ratio
            else show(quantity, abs(change), 3)
        )
        less = "fewer" if quantity.noun else "less"
        line = page.words("more" if change > 0 else less).format(size=size, words=thing)
    line = capital(line)
    if any(each.bound in (Bound.AT_LEAST, Bound.AT_MOST) for each in values):
        return f"{line}, {page.words('bounds_aside')}."
    ranged = any(None not in each[1:3] and each.low != each.high for each in values)
    return f"{line}, {page.words('by_the_middle')}." if ranged else f"{line}."


def _causes(first: Work, second: Work) -> Iterator[str]:
    """The difference in its exact parts, where both sides were worked out in the same way."""
    names = sorted(first.program.plan.roots)
    if sorted(second.program.plan.roots) != names:
        if not any(work.target in work.question.givens for work in (first, second)):
            yield page.words("other_way")
        return
    target, run = first.target, first.program.run
    before, after = (
        {name: work.solution.values[name] for name in names} for work in (first, second)
    )
    parts = split(lambda known: run(known)[target], before, after)
    base = first.solution.values[target]
    if not parts or not base or not first.program.plan.steps:
        return
    quantities = first.registry.quantities
    tenths = _tenths({name: part / base for name, part in parts.items()})
    told = [
        f"{_signed(tenths[name])} {_change(quantities[name], first, second)}"
        if name in quantities
        else f"{_signed(tenths[name])} {page.words('rest')}"
        for name in sorted(parts, key=lambda each: -abs(parts[each]))
    ]
    unrounded = first.frame.rounding is not None
    whole = page.words("before_rounding" if unrounded else "in_all")
    yield f"{_signed(sum(tenths.values()))} {whole}: {'; '.join(told)}."


def _tenths(shares: Mapping[str, float]) -> dict[str, int]:
    """Shares in tenths of a per cent that add up to the whole as it is shown."""
    found = {name: round(share * 1000) for name, share in shares.items()}
    largest = max(shares, key=lambda name: abs(shares[name]))
    found[largest] += round(sum(shares.values()) * 1000) - sum(found.values())
    return found


def _signed(tenths: int) -> str:
    return f"{'−' if tenths < 0 else '+'}{measured(signed(f'{abs(tenths) / 10:,.1f}'), '%')}"


def _change(quantity: Quantity, first: Work, second: Work) -> str:
    """An input before and after; what was assumed says so."""
    ends = []
    for work in (first, second):
        assumed = work.inputs[quantity.name].origin is Origin.ASSUMED
        shown = show(quantity, work.solution.values[quantity.name])
        ends.append(f"{shown} {page.words('assumed')}" if assumed else shown)
    return f"{tr(quantity.words)} ({ends[0]} → {ends[1]})"


def _suggest(engine: Engine, option: str, text: str) -> Iterator[Choice]:
    if option == "target":
        quantities = engine.registry.quantities
        known = [name for name, each in quantities.items() if not each.base]
        for name in nearest_quantities(text, known, engine.registry, 25):
            yield f"{name}: {tr(quantities[name].words)}", name
        return
    kinds = (Kind.DEVICE, Kind.CLUSTER, Kind.SYSTEM, Kind.PLANT)
    subjects = {
        tr(each.name): key for key, each in engine.facts.subjects.items() if each.kind in kinds
    }
    for name in nearest(text, subjects, 25) if text else list(subjects)[:25]:
        yield name, subjects[name]


page = Page(
    name="compare",
    options=("a", "b", "target"),
    example="/compare a:xai-colossus b:meta-llama-4",
    answer=_compare,
    suggest=_suggest,
)
