"""Equivalents: what a figure equals through the relations, as ``/convert`` asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, product
from typing import TYPE_CHECKING

from calculators.answer import Answer
from calculators.compose import compose_answer
from calculators.display import DIGITS, TYPED_DIGITS, bounded, kind, plain, unit_words
from calculators.frame import Work
from calculators.headline import capital
from calculators.language import tr
from calculators.names import by_words, nearest
from calculators.pages.page import Options, in_command, told
from calculators.prepare import or_rate
from calculators.question import Question, command_text
from calculators.refusal import Refused, quoted, together
from calculators.registry import Registry
from calculators.setup import Setup, read_setup
from calculators.topic import Topic
from calculators.typical import Bare, device_named, meanings
from calculators.value import Input, Origin
from facts import Kind
from facts.units import Unit, known_spellings

if TYPE_CHECKING:
    from calculators.engine import Engine

MOST_WAYS = 60
"""Pairs of meanings that are tried."""


def equivalent(
    engine: Engine, options: Options, bare: Bare, wanted: Unit | None, text: str
) -> Answer:
    """What the figure equals through the relations, the likeliest meanings tried first.

    A conversion that uses all that is given comes before one that leaves some of it aside.
    """
    setup = _setup(engine, options, bare)
    known = setup.givens
    refusals: list[Refused] = []
    works: list[Work] = []
    for source, target in _ways(engine, options, bare, wanted):
        if source in known or target in known:
            raise Refused("target_given", target=source if source in known else target)
        figure = Input(bare.value, Origin.GIVEN, typed=options["value"])
        whole = Setup({**known, source: figure}, setup.subjects)
        try:
            work = _solved(engine, whole, source, target, text)
        except Refused as refusal:
            refusals.append(refusal)
            continue
        works.append(work)
        every = known.keys() <= work.program.plan.roots and not work.frame.unused
        if every and _in_wanted(work, wanted):
            return _told(work, source)
    best = next((each for each in works if _in_wanted(each, wanted)), None)
    if best is not None:
        return _told(best)
    if works and wanted is not None:
        raise _other_currency(works[0], wanted)
    raise _no_conversion(options, bare, next(iter(refusals), None))


def _setup(engine: Engine, options: Options, bare: Bare) -> Setup:
    """What is given beside the figure; the devices that it counts are not named otherwise."""
    try:
        setup = read_setup(options.get("given", ""), engine.registry, engine.facts)
    except Refused as refusal:
        raise in_command(refusal, "convert", options, "given") from None
    if bare.device and setup.subjects.setdefault(Kind.DEVICE, bare.device) != bare.device:
        raise Refused("option_twice", option=Kind.DEVICE.value)
    return setup


def _ways(
    engine: Engine, options: Options, bare: Bare, wanted: Unit | None
) -> Iterator[tuple[str, str]]:
    """What the figure may be and what may be wanted: as topics answer, typical ones, all others."""
    registry = engine.registry
    every = tuple(meanings(bare.unit, registry))
    sources = [each.name for each in every if each.typical] or [each.name for each in every][:3]
    targets = _targets(engine, options, wanted)
    heads = [head for topic in registry.topics.values() for head in topic.headlines]
    # Where no scope was asked for, those that tell it come first.
    heads.sort(key=lambda head: not (head.ladder and head.ladder.tells_scopes))
    answered = [
        (source, head.target)
        for source in sources
        for head in heads
        if source in head.given and head.target in targets
    ]
    typical = tuple(name for name in targets if registry.quantities[name].typical)
    usual = product(sources, typical or targets[:3])
    others = product((each.name for each in every), targets)
    ways = islice(dict.fromkeys((*answered, *usual, *others)), MOST_WAYS)
    yield from ((source, target) for source, target in ways if source != target)


def _solved(engine: Engine, setup: Setup, source: str, target: str, text: str) -> Work:
    """The set-up solved: as its topic answers, with a ladder, or else for the target alone."""
    topic = _laddered(engine.registry, source, target, setup)
    if topic:
        with suppress(Refused):
            return engine.solve(Question(text, topic, None, *setup))
    return engine.solve(Question(text, engine.registry.everything, target, *setup))


def _laddered(registry: Registry, source: str, target: str, setup: Setup) -> Topic | None:
    """The topic that answers this with its ladder, since no scope was asked for."""
    for topic in registry.topics.values():
        heads = (head for head in topic.headlines if source in head.given)
        first = next(heads, None)
        takes = setup.givens.keys() <= set(topic.options)
        named = setup.subjects.keys() <= set(topic.subjects)
        if first and first.target == target and first.ladder and takes and named:
            return topic
    return None


def _in_wanted(work: Work, wanted: Unit | None) -> bool:
    """Whether the result is in what was asked for: dollars are no złoty."""
    found = work.registry.quantities[work.target].of.dimension
    return wanted is None or not wanted.dimension or dict(found) == dict(wanted.dimension)


def _other_currency(work: Work, wanted: Unit) -> Refused:
    """The refusal where the figures known lead to another currency than the one wanted."""
    quantities = work.registry.quantities
    found = quantities[work.target]
    rate = next(name for name, key in work.registry.bridges.items() if key == found.key)
    return Refused(
        "mixed_units",
        units=together(unit_words(each) for each in (found.unit, wanted.symbol)),
        rate=or_rate(quantities[rate]),
    )


def _no_conversion(options: Options, bare: Bare, refusal: Refused | None) -> Refused:
    first = in_command(refusal, "convert", options, "given") if refusal else None
    if first is not None and first.code != "missing":
        return first
    missing = ""
    if first:
        more = tr("Give {options} as well.").format(options=first.found["options"])
        missing = f" {more}"
    return Refused(
        "no_conversion",
        first.suggestions if first else (),
        value=quoted(options["value"]),
        kind=kind(bare.unit.dimension),
        to=quoted(options["to"]),
        missing=missing,
    )


def _told(work: Work, source: str = "") -> Answer:
    """The answer, with the figure before it was rounded: a tenth of a reactor is one reactor."""
    answer, result = compose_answer(work), work.solution.results[work.target]
    quantities = work.registry.quantities
    target = quantities[work.target]
    if source and quantities[source].option == target.option:  # money: what for doesn't matter
        value = bounded(quantities[source], work.inputs[source].value, TYPED_DIGITS)
        found = bounded(target, result, DIGITS)
        headline = capital(tr("{value} is {result}.").format(value=value, result=found))
        return answer.saying(answer.reply._replace(headline=headline))
    if work.frame.rounding is None or not result.value % 1:
        return answer
    before = told("convert", "unrounded", value=plain(result.value, 4))
    return answer.saying(
        answer.reply._replace(lead="\n".join(filter(None, (before, answer.reply.lead))))
    )


def _targets(engine: Engine, options: Options, wanted: Unit | None) -> tuple[str, ...]:
    """The quantities that are wanted: by name, by unit or by words."""
    registry, facts, to = engine.registry, engine.facts, options["to"].strip().casefold()
    if wanted is not None and wanted.dimension:
        named = (to,) if to in registry.quantities else ()
        return (*named, *(each.name for each in meanings(wanted, registry)))
    if to in registry.quantities:
        return (to,)
    device = device_named(to, facts)
    if device is not None and device == device_named("H100", facts):
        return ("h100_equivalents",)
    words = by_words(registry)
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
