"""Choices: what can be picked where something is asked back, each a whole message to tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from calculators.display import TYPED_DIGITS, plain
from calculators.language import Lang, tr
from calculators.plain.figure import Figure
from calculators.plain.said import Said
from calculators.plain.tokens import fold
from calculators.plain.understood import Understood
from calculators.quantity import Quantity
from calculators.registry import Registry
from facts import Facts
from facts.units import UnknownUnit, unit

MOST = 5
SAMPLES = {10: (20, 50, 90), 100: (200, 500, 900)}
"""Figures to pick from where somebody says tens or hundreds."""
ENDS = "?!. "
TIMES = ("hour", "day", "week", "month", "year")
AMOUNTS = ("facility_power", "energy")
"""What an amount may be that things need, where its unit isn't said."""


class Choice(NamedTuple):
    """One way to read a message: ``label`` to show, ``text`` to tell instead of the message."""

    label: str
    text: str


def subjects(keys: Iterable[str], said: Said, facts: Facts, word: str = "") -> Iterator[Choice]:
    """The message about each of several subjects, in the place of ``word`` if there is one."""
    for key in keys:
        name = facts.subjects[key].name
        text = said.text.replace(word, name, 1) if word else f"{said.text.rstrip(ENDS)}, {key}?"
        yield Choice(tr(name), text)


def quantities(names: Iterable[str], said: Said, registry: Registry) -> Iterator[Choice]:
    """The message with what it may ask for."""
    for name in names:
        words = tr(registry.quantities[name].words)
        yield Choice(words, f"{said.text.rstrip(ENDS)}: {words}?")


def sizes(said: Said) -> Iterator[Choice]:
    """The message with figures for a number that is none: "tens of thousands"."""
    words, vague = fold(said.vague), said.vague.casefold()
    hundreds = any(each in words for each in ("hundred", "kilkaset", "setk", "pareset"))
    scale = 1000 if any(each in words for each in ("thous", "tys")) else 1
    at = said.text.casefold().find(vague)
    for size in SAMPLES[100 if hundreds else 10]:
        figure = str(size * scale)
        whole = f"{said.text[:at]}{figure}{said.text[at + len(vague) :]}"
        yield Choice(plain(size * scale, TYPED_DIGITS), whole if at >= 0 else figure)


def ways(figure: Figure, said: Said) -> Iterator[Choice]:
    """The message with a number that can be read in two ways, each way."""
    number = next(iter(figure.text.split()))
    for size in figure.ways or ():
        shown = f"{size:.15g}"
        yield Choice(shown, said.text.replace(number, shown, 1))


def units(figure: Figure, said: Said, read: Understood, registry: Registry) -> Iterator[Choice]:
    """The message with a number in the units that it may be meant in."""
    if figure.timeless:
        labels = [_time(figure.value.value, each, said.lang) for each in TIMES]
    else:
        spelt = [*_behind(figure, said), *_usual(figure, read, registry)]
        labels = [f"{figure.text} {spelling}" for spelling in dict.fromkeys(spelt)]
    for label in labels:
        yield Choice(label, _replaced(said.text, figure, label))


def amounts(figure: Figure, said: Said, registry: Registry) -> Iterator[Choice]:
    """The message with a number alone as a power, and as an energy."""
    for quantity in map(registry.quantities.__getitem__, AMOUNTS):
        spelling = _usual_unit(quantity, figure.value.value)
        if spelling:
            label = f"{figure.text} {spelling}"
            yield Choice(label, _replaced(said.text, figure, label))


def _time(number: float, name: str, lang: Lang) -> str:
    """A time in words: "10 days"."""
    from babel.units import format_unit  # only this question needs it

    return format_unit(number, f"duration-{name}", locale=lang)


def examples(names: Iterable[str], said: Said, registry: Registry) -> str:
    """The message with an example of what it lacks."""
    quantities = registry.quantities
    more = ", ".join(f"{tr(quantities[name].words)} {quantities[name].example}" for name in names)
    return f"{said.text.rstrip(ENDS)}, {more}?"


def _behind(figure: Figure, said: Said) -> Iterator[str]:
    """The units that a word behind a figure may be, as a rate: "a link of 100 gb"."""
    for reading in _readings(_word_behind(figure, said.text)):
        yield f"{reading}/s"


def _usual(figure: Figure, read: Understood, registry: Registry) -> Iterator[str]:
    """The units of what people give for the target, in which a number is plausible."""
    if read.target is None:
        return
    first = [*registry.known_first(read.target)]
    for name in first if len(first) > 1 else (*first, *_options(read.target, registry)):
        if name in read.givens or name not in registry.quantities:
            continue
        for quantity in registry.variants(name):
            spelling = _usual_unit(quantity, figure.value.value)
            if spelling:
                yield spelling


def _options(target: str, registry: Registry) -> Iterator[str]:
    """What the topics take that answer with a target."""
    option = registry.quantities[target].option
    for topic in registry.topics.values():
        if any(head.target == option for head in topic.headlines):
            yield from topic.options


def _usual_unit(quantity: Quantity, number: float) -> str | None:
    """The unit in which a number is plausible as a quantity, such as that of its example."""
    larger = (
        (factor / 1e3, spelling.replace("/kWh", "/MWh"))
        for factor, spelling in quantity.scales
        if "/kWh" in spelling
    )
    scales = [*quantity.scales, *larger]
    fitting = [spelling for factor, spelling in scales if quantity.is_plausible(number * factor)]
    example = quantity.example.lstrip("0123456789.,-~ ")
    if quantity.bare or not fitting:
        return None
    return example if example in fitting else fitting[len(fitting) // 2]


def _replaced(text: str, figure: Figure, label: str) -> str:
    """The text with a figure, and the word behind it that is several units, said otherwise."""
    word = _word_behind(figure, text)
    end = text.index(word, figure.end) + len(word) if _readings(word) else figure.end
    return f"{text[: figure.start]}{label}{text[end:]}"


def _word_behind(figure: Figure, text: str) -> str:
    return next(iter(text[figure.end :].split()), "").strip(".,?!")


def _readings(word: str) -> tuple[str, ...]:
    """The units that a word may be, where it is several."""
    try:
        unit(word)
    except UnknownUnit as unknown:
        return unknown.readings
    return ()
