"""Questions: a topic's command with its options as typed, read into typed values.

``/power gpus:100000 device:h100`` in; a frozen ``Question`` out, or a refusal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from calculators.display import TYPED_DIGITS, bounded, plain, show
from calculators.names import nearest, nearest_subjects
from calculators.numbers import Figure, check_characters, read_figure, split_scale
from calculators.quantity import Quantity
from calculators.ranges import Around, split_range
from calculators.refusal import Refused, listed, quoted
from calculators.registry import Registry
from calculators.topic import Topic
from calculators.value import Input, Origin, Value, qualified
from facts import Facts, Kind, Qualifier
from facts.units import Unit, UnknownUnit, describe, fits, unit

MAX_TEXT = 1_000
_GROUPED_BY_DOTS = re.compile(r"[0-9]{1,3}\.[0-9]{3}")
_PER = re.compile(r"^(?:/|per\s)\s*")
TARGET = "target"
LARGE_SHARE = 5.0
"""A share as large as this, written without a sign, was probably meant in per cent."""


class Question(NamedTuple):
    """What was asked: the topic, the asked quantity (None: the topic decides), what is given."""

    text: str
    topic: Topic
    target: str | None
    givens: Mapping[str, Input]
    subjects: Mapping[Kind, str]
    lang: str = "en"

    @property
    def is_setup(self) -> bool:
        """Whether it ranges over all topics, its givens being a set-up in one text."""
        return not self.topic.headlines


class HasOptions(Protocol):
    """A command with options of its own."""

    @property
    def options(self) -> tuple[str, ...]:
        """Their names."""
        ...


def split_command(
    text: str, commands: Iterable[str], own: Mapping[str, HasOptions] | None = None
) -> tuple[str, dict[str, str]]:
    """Split ``/command option:value option:value``; values may hold spaces and be quoted.

    ``own`` are commands that take sentences: in these no word with a colon begins an option but
    their own.

    Raises:
        Refused: not a command, an option twice, words before the first option.
    """
    known = ", ".join(f"/{name}" for name in commands)
    if len(text) > MAX_TEXT:
        raise Refused("too_long", length=f"{len(text):,}", limit=f"{MAX_TEXT:,}")
    words = text.strip()
    if not words.startswith("/"):
        raise Refused("not_a_command", _examples(commands), text=quoted(words), known=known)
    command, rest = [*re.split(r"\s+", words[1:], maxsplit=1), ""][:2]
    options_of = own[command].options if own and command in own else ()
    names = "|".join(options_of) or "[a-z][a-z0-9_]*"
    first, *others = re.split(rf"(?:^|\s)({names}):", rest)
    if command in commands and first.strip():
        raise Refused(
            "stray_words",
            (f"/help topic:{command}",),
            text=quoted(first.strip()),
            command=f"/{command}",
            options="options; see /help",
        )
    pairs = [
        (name, _unquoted(value)) for name, value in zip(others[::2], others[1::2], strict=True)
    ]
    options = dict(pairs)
    twice = next((name for name, times in Counter(others[::2]).items() if times > 1), None)
    if twice:
        raise Refused("option_twice", (command_text(command, options),), option=twice)
    if command not in commands:
        near = nearest(command, commands)
        rest = f" {rest}" if rest else ""
        raise Refused(
            "unknown_command",
            tuple(f"/{each}{rest}" for each in near),
            command=quoted(f"/{command}"),
            known=known,
        )
    return command, options


def _unquoted(value: str) -> str:
    value = value.strip()
    quotes = len(value) > 1 and value[0] in '"“„' and value[-1] in '"”“'
    return value[1:-1].strip() if quotes else value


def read_question(
    topic: Topic, options: Mapping[str, str], registry: Registry, facts: Facts, text: str = ""
) -> Question:
    """Read a topic's options.

    Raises:
        Refused: for the first option that can't be read.
    """
    kinds = {kind.value: kind for kind in topic.subjects}
    allowed = (*kinds, *topic.options, TARGET)
    text = text or command_text(topic.name, options)
    givens: dict[str, Input] = {}
    subjects: dict[Kind, str] = {}
    target = None
    for name, value in options.items():
        if name not in allowed:
            raise _unknown_option(topic, name, options, allowed)
        if not value:
            raise _empty(topic, name, options, registry)
        try:
            if name in kinds:
                subjects[kinds[name]] = read_subject(value, kinds[name], facts)
            elif name == TARGET:
                target = read_target(topic, value, registry)
            else:
                quantity, known = read_given(value, name, registry)
                givens[quantity.name] = known
        except Refused as refusal:
            raise _with_commands(refusal, topic.name, options, name) from None
    if target in givens:
        without = {name: value for name, value in options.items() if name != TARGET}
        raise Refused("target_given", (command_text(topic.name, without),), target=str(target))
    return Question(text, topic, target, givens, subjects)


def command_text(command: str, options: Mapping[str, str]) -> str:
    """The command as one would type it."""
    return " ".join((f"/{command}", *(f"{name}:{value}" for name, value in options.items())))


def read_given(text: str, name: str, registry: Registry) -> tuple[Quantity, Input]:
    """Read one value of the quantity ``name``, or of the variant of it that the unit fits.

    Raises:
        Refused: unreadable, wrong unit, impossible.
    """
    first: Refused | None = None
    for quantity in registry.variants(name):
        try:
            return quantity, read_value(text, quantity)
        except Refused as refusal:
            if refusal.code not in ("wrong_dimension", "missing_unit"):
                raise
            first = first or refusal
    raise first or Refused("not_a_number")


def read_value(text: str, quantity: Quantity) -> Input:
    """Read one value of ``quantity``: a figure, or a range of it.

    Raises:
        Refused: unreadable, wrong unit, impossible.
    """
    check_characters(text, quantity.option, quantity.example)
    span = split_range(text)
    if span is None:
        return _read_one(text, quantity)
    if isinstance(span, Around):
        middle = _read_one(span.middle, quantity).value.value
        spread = middle * read_figure(span.spread, "", "", "").size / 100
        if not span.relative:
            spread = _in_unit(read_figure(span.spread, "", "", ""), text, quantity)
        low, high = middle - spread, middle + spread
        for edge in (low, high):
            _check_possible(edge, Figure(edge, Qualifier.EXACTLY, text), text, quantity)
    else:
        low, high = (_read_one(each, quantity).value.value for each in span)
        middle = (low + high) / 2
        if low > high:
            other = f"{span.high} - {span.low}"
            raise Refused("range_backwards", (other,), text=quoted(text), words=quantity.words)
    return Input(Value(middle, low, high), Origin.GIVEN, typed=text)


def _read_one(text: str, quantity: Quantity) -> Input:
    if quantity.whole and _GROUPED_BY_DOTS.fullmatch(text.strip()):
        readings = (text.strip().replace(".", ""), text.strip().partition(".")[0])
        raise Refused("two_readings", readings, text=quoted(text), words=quantity.words)
    figure = read_figure(text, quantity.option, quantity.words, quantity.example)
    size = _in_unit(figure, text, quantity)
    _check_possible(size, figure, text, quantity)
    return Input(qualified(size, figure.qualifier), Origin.GIVEN, typed=text)


def read_subject(text: str, kind: Kind, facts: Facts) -> str:
    """The id of the subject of ``kind`` that ``text`` names.

    Raises:
        Refused: unknown, with the nearest known names.
    """
    found = facts.names.get(" ".join(text.casefold().split()))
    if found is not None and facts.subjects[found].kind is kind:
        return found
    near = nearest_subjects(text, kind, facts)
    known = [key for key, subject in facts.subjects.items() if subject.kind is kind]
    expected = "Known are " + ", ".join(known[:12]) + (" …" if len(known) > 12 else "") + "."
    if near:
        expected = "Did you mean " + " or ".join(facts.subjects[key].name for key in near) + "?"
    if kind is Kind.DEVICE:
        expected += " Or give its rated power as device_power."
    raise Refused("unknown_subject", near, kind=kind.value, text=quoted(text), expected=expected)


def read_target(topic: Topic, text: str, registry: Registry) -> str:
    """The quantity that ``text`` names.

    Raises:
        Refused: not a quantity of the topic.
    """
    known = topic.targets
    if text in known or (text in registry.quantities and registry.quantities[text].base in known):
        return text
    raise Refused(
        "unknown_option",
        nearest(text, known),
        command="target",
        option=quoted(text),
        options=", ".join(known),
    )


def understood(quantity: Quantity, value: Value) -> str:
    """How a value was read, for autocomplete: "at least 100,000 accelerators"."""
    return bounded(quantity, value, TYPED_DIGITS)


def _in_unit(figure: Figure, text: str, quantity: Quantity) -> float:
    """The figure in the quantity's own unit."""
    for scale, spelling in ((1.0, figure.rest), split_scale(figure.rest)):
        if not spelling:
            if scale != 1.0 or not figure.rest:
                return _without_unit(figure.size * scale, text, quantity)
            continue
        try:
            found = _unit_of(_PER.sub("1/", spelling), quantity)
        except UnknownUnit:
            continue
        share = not found.dimension and found.factor != 1 and quantity.of.dimension
        if fits(found.dimension, quantity.of.dimension) and not share:
            return figure.size * scale * found.factor
        if scale == 1.0 and split_scale(figure.rest)[0] != 1.0:
            continue
        raise Refused(
            "wrong_dimension",
            (quantity.example,),
            text=quoted(text),
            given=describe(found.dimension),
            option=quantity.option,
            wanted=describe(quantity.of.dimension),
            words=_capital(quantity.words),
            units=_units(quantity),
        )
    raise Refused(
        "unknown_unit",
        (quantity.example,),
        unit=quoted(split_scale(figure.rest)[1]),
        option=quantity.option,
        words=_capital(quantity.words),
        units=_units(quantity),
    )


def _unit_of(spelling: str, quantity: Quantity) -> Unit:
    """The unit that is spelt; of two that differ in case alone, the one the quantity is shown in.

    Raises:
        UnknownUnit: no unit, or it stays open which.
    """
    try:
        return unit(spelling)
    except UnknownUnit as unknown:
        shown = {size for size, _ in quantity.scales}
        fitting = [each for each in map(unit, unknown.readings) if each.factor in shown]
        if len(fitting) != 1:
            raise
        return fitting[0]


def _without_unit(size: float, text: str, quantity: Quantity) -> float:
    if not fits({}, quantity.of.dimension) and not quantity.bare:
        raise Refused(
            "missing_unit",
            _with_units(text.strip(), quantity),
            text=quoted(text),
            words=_capital(quantity.words),
            units=_units(quantity),
        )
    return size


def _with_units(number: str, quantity: Quantity) -> tuple[str, ...]:
    """A bare number in the units it may be meant in: 400G of a line rate are 400 Gbit/s."""
    figure, letter = number[:-1].rstrip(), number[-1:]
    meant = [each for each in quantity.shown if each.startswith(letter) and letter.isalpha()]
    if meant:
        return tuple(f"{figure} {each}" for each in meant)
    units = quantity.shown[-4:-1] or quantity.shown or (quantity.unit,)
    return tuple(f"{number} {each}" for each in units)


def _check_possible(size: float, figure: Figure, text: str, quantity: Quantity) -> None:
    words, example = quantity.words, quantity.example
    if size <= 0 <= quantity.low:
        raise Refused(
            "not_positive", (example,), text=quoted(text), words=_capital(words), example=example
        )
    if quantity.whole and size < 1e15 and size != int(size):
        raise Refused("not_whole", (example,), text=quoted(text), words=words, example=example)
    bare_share = quantity.shown == ("%",) and not figure.rest
    if quantity.is_possible(size):
        if bare_share and size >= LARGE_SHARE:
            readings = tuple(f"{plain(each, TYPED_DIGITS)}%" for each in (size, size * 100))
            raise Refused(
                "share_or_times",
                readings,
                text=quoted(text),
                words=words,
                readings=listed(readings),
            )
        return
    if bare_share and size <= 100:
        percent = f"{plain(size, TYPED_DIGITS)}%"
        raise Refused(
            "share_or_percent", (percent,), text=quoted(text), words=words, percent=percent
        )
    low = show(quantity, quantity.low * quantity.factor) if quantity.low else "0"
    high = show(quantity, quantity.high * quantity.factor)
    raise Refused("out_of_range", (example,), text=quoted(text), words=words, low=low, high=high)


def _units(quantity: Quantity) -> str:
    if not quantity.shown:
        return quantity.noun or "a pure number"
    return listed(quantity.shown)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _with_commands(
    refusal: Refused, command: str, options: Mapping[str, str], name: str
) -> Refused:
    """Turn suggested values into whole commands that can be copied and sent."""
    commands = tuple(
        command_text(command, {**options, name: value}) for value in refusal.suggestions
    )
    return Refused(refusal.code, commands, **refusal.found)


def _unknown_option(
    topic: Topic, name: str, options: Mapping[str, str], allowed: tuple[str, ...]
) -> Refused:
    commands = tuple(
        command_text(
            topic.name, {near if key == name else key: each for key, each in options.items()}
        )
        for near in nearest(name, allowed, cutoff=70)
        if near not in options
    )
    return Refused(
        "unknown_option",
        commands,
        command=f"/{topic.name}",
        option=quoted(name),
        options=", ".join(allowed),
    )


SUBJECT_EXAMPLES = {
    Kind.DEVICE: "h100",
    Kind.SYSTEM: "gb200-nvl72",
    Kind.CLUSTER: "meta-llama-4",
    Kind.REGION: "us",
    Kind.PLANT: "crane",
    Kind.COMPANY: "google",
    Kind.MODEL: "llama-3-1-405b",
    Kind.PRECISION: "bf16",
}


def _empty(topic: Topic, name: str, options: Mapping[str, str], registry: Registry) -> Refused:
    if name in registry.quantities:
        quantity = registry.quantities[name]
        words, example = quantity.words, quantity.example
    elif name == TARGET:
        words, example = "the name of a quantity", topic.headlines[0].target
    else:
        words, example = f"the name of a {name}", SUBJECT_EXAMPLES[Kind(name)]
    command = command_text(topic.name, {**options, name: example})
    return Refused("empty_value", (command,), option=name, words=words, example=example)


def _examples(commands: Iterable[str]) -> tuple[str, ...]:
    return ("/power gpus:100000 device:h100",) if "power" in commands else ()
