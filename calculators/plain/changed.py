"""Changed: the givens of before that a message gives anew, in part or as so many times as much."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from math import log

from calculators.numbers import PLAIN_NUMBER, split_scale
from calculators.plain.figure import Figure
from calculators.plain.fit import fit, times, value_for
from calculators.plain.grammar import grammar
from calculators.plain.said import Said
from calculators.plain.target import is_beside
from calculators.plain.understood import Understood
from calculators.quantity import Quantity
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from calculators.sentences.measure import MONEY
from calculators.value import Input, Value
from facts import Facts

CLEAR = 2
"""So many times as far from a figure is what it can't well replace."""
_TYPED = re.compile(rf"\D{{0,3}}({PLAIN_NUMBER})")
"""The number that a given begins with, a sign of money before it."""


def bare_figures(said: Said, before: Understood, registry: Registry) -> dict[str, Input]:
    """A number alone takes the place of the figure before that is most like it: "and sixteen?".

    Where words name one that was given, it is that one: "and if they last five?".
    """
    bare = [each for each in said.figures if each.unit is None]
    named = named_givens(said, before.givens, registry)
    if len(bare) != 1 or len(said.figures) != 1 or (said.labels and not named):
        return {}
    doubtful = [name for name, _ in before.doubtful]
    name = next(iter(doubtful), None) or _most_like(bare[0], said, named, before, registry)
    if name is None:
        return {}
    known = before.givens[name]
    typed = _typed_size(known.typed)
    factor = 1.0 if name in doubtful or not typed else known.value.value / typed
    value, text = times(bare[0].value, factor), bare[0].text
    if "adds" in said.intents:
        value, text = _sum(known.value, value), f"{known.typed} + {text}"
    return {name: known._replace(value=value, typed=text)}


def _most_like(
    bare: Figure, said: Said, named: Sequence[str], before: Understood, registry: Registry
) -> str | None:
    """The given that a number alone takes the place of: one said so, or last, of a like size."""
    if named:
        return next(iter(named))
    size = bare.value.value
    apart = {
        name: abs(log(size / typed))
        for name, known in before.givens.items()
        if (typed := _typed_size(known.typed))
        and size > 0
        and _can_be(size * known.value.value / typed, registry.quantities[name])
    }
    priced = _priced(apart, registry) if bare.is_price else []
    likely = [
        name for name in apart if _is_likely(bare, before.givens[name], registry.quantities[name])
    ]
    led = said.word_before(bare)
    alike = [name for name in apart if led and before.led.get(name) == led]
    for some in (priced, likely, alike):
        apart = {name: gap for name, gap in apart.items() if name in some} or apart
    return min(apart, key=lambda each: (each not in before.newly, apart[each]), default=None)


def like_figure(said: Said, before: Understood, registry: Registry) -> dict[str, Input]:
    """A figure takes the place of the only one given in its unit: "at 25 %", "on 800G links"."""
    if len(said.figures) != 1 or said.figures[0].unit is None or said.figures[0].counts:
        return {}
    figure, asked = said.figures[0], [each for each in said.labels if each.asked]
    if asked and not any(before.target in each.keys for each in asked):
        return {}  # something else is asked
    alike = [
        name for name, known in before.givens.items() if _spelt(known.typed) == _spelt(figure.text)
    ]
    others = [
        label
        for label in said.labels
        if is_beside(label, figure, said.figures)
        and not before.givens.keys() & {*label.keys}
        and any(fit(figure, registry.quantities[key]) is not None for key in label.keys)
    ]
    name = None if others else _clearly(alike, said, before)
    if name is None or name == before.target:
        return {}
    value = value_for(figure, registry.quantities[name])
    return {name: before.givens[name]._replace(value=value, typed=figure.text)}


def _clearly(alike: Sequence[str], said: Said, before: Understood) -> str | None:
    """The given that a figure replaces: that behind the same word, or much the nearest in size."""
    led = said.word_before(said.figures[0])
    alike = [name for name in alike if before.led.get(name) == led] or alike
    size = said.figures[0].value.value
    sizes = {name: before.givens[name].value.value for name in alike}
    if len(alike) < 2 or size <= 0 or min(sizes.values()) <= 0:
        return next(iter(alike), None)
    apart = sorted((abs(log(size / sizes[name])), name) for name in alike)
    return apart[0][1] if CLEAR * apart[0][0] < apart[1][0] else None


def as_price(said: Said, before: Understood, registry: Registry) -> Said:
    """Money alone is for one of what was priced before: "make it 15 cents"."""
    money = [each for each in said.figures if each.is_money]
    priced = _priced(before.givens, registry)
    if len(money) != 1 or len(money[0].unit.dimension if money[0].unit else ()) != 1 or not priced:
        return said
    if len(priced) < len(_in_money(before.givens, registry)):
        return said  # all of it was given too: a budget
    figures = (each._replace(is_price=each.is_price or each is money[0]) for each in said.figures)
    return said._replace(figures=tuple(figures))


def scaled(said: Said, before: Understood, registry: Registry) -> dict[str, Input]:
    """What is named of what was given, else the first, times two: "double it"."""
    factor = _factor(said)
    if factor is None or not before.givens:
        return {}
    named = named_givens(said, before.givens, registry)
    if said.figures and said.figures[0].unit is not None:
        wanted = dict(said.figures[0].unit.dimension)
        counts = registry.quantities
        named = [each for each in before.givens if dict(counts[each].of.dimension) == wanted]
    if said.labels and not named and not _is_named(before.target, said):
        text = said.text[said.labels[0].start : said.labels[0].end]
        words = ", ".join(each.typed for each in before.givens.values())
        raise Refused("not_given", text=quoted(text), given=words)
    name = next(iter(named), None) or next(iter(before.givens))
    known = before.givens[name]
    typed = f"{factor:g} × {known.typed}"
    return {name: known._replace(value=times(known.value, factor), typed=typed)}


def _factor(said: Said) -> float | None:
    """How many times as much something is to be: "double it", "three times as many"."""
    if not said.figures:
        return 2.0 if "double" in said.intents else 0.5 if "half" in said.intents else None
    figure, size = said.figures[0], said.figures[0].value.value
    words = {said.word_behind(figure), *(each.stem for each in said.words_of(figure))}
    multiples = {stems[0] for stems in grammar(said.lang).phrases["multiples"]}
    if len(said.figures) > 1 or words.isdisjoint(multiples) or size <= 0:
        return None
    return 1 / size if "lessens" in said.intents else size


def yielding(
    read: Understood, before: Understood, subjects: Iterable[str], registry: Registry, facts: Facts
) -> Understood:
    """What was asked before, without the givens that subjects named now know: "in Poland"."""
    known = {registry.quantities[name].option for key in subjects for name in facts.inputs[key]}
    quantities = registry.quantities
    old = {name for name in read.givens.keys() & before.givens if quantities[name].option in known}
    givens = {name: each for name, each in before.givens.items() if name not in old}
    return before._replace(givens=givens) if old else before


def named_givens(said: Said, givens: Iterable[str], registry: Registry) -> list[str]:
    """The givens that words name; of money whatever was given: "twice that price"."""
    keys = {key for label in said.labels for key in label.keys}
    found = [name for name in givens if name in keys or registry.quantities[name].option in keys]
    return found or (_in_money(givens, registry) if keys and _are_money(keys, registry) else [])


def _are_money(names: Collection[str], registry: Registry) -> bool:
    """Whether quantities are all measured in money, and none is a rate of exchange."""
    rates = [each for each in names if set(_measured(each, registry)) <= set(MONEY)]
    rates = [each for each in rates if len(_measured(each, registry)) > 1]
    return not rates and len(_in_money(names, registry)) == len(names)


def _in_money(names: Iterable[str], registry: Registry) -> list[str]:
    return [each for each in names if not set(MONEY).isdisjoint(_measured(each, registry))]


def _priced(names: Iterable[str], registry: Registry) -> list[str]:
    """The quantities that are money for one of something."""
    return [each for each in _in_money(names, registry) if len(_measured(each, registry)) > 1]


def _measured(name: str, registry: Registry) -> Collection[str]:
    return registry.quantities[name].of.dimension.keys()


def _sum(one: Value, other: Value) -> Value:
    """Two figures added up, where both are known exactly."""
    size = one.value + other.value
    exact = one.exact and other.exact
    return Value(size, size if exact else None, size if exact else None, not exact)


def _is_likely(bare: Figure, known: Input, quantity: Quantity) -> bool:
    """Whether a number alone, in the unit of what was given, is of a plausible size."""
    typed = _typed_size(known.typed) or 1.0
    return quantity.is_plausible(bare.value.value * known.value.value / typed)


def _can_be(size: float, quantity: Quantity) -> bool:
    """Whether a figure in base units can be of a quantity."""
    return quantity.is_possible(size) and not (quantity.whole and size != int(size))


def _typed_size(typed: str) -> float | None:
    """The number that a given begins with, with its scale: 20 tys. H100 are 20,000."""
    match = _TYPED.match(typed)
    if match is None:
        return None
    number = re.sub(r"[\s,](?=[0-9]{3}(?![0-9]))", "", match[1]).replace(",", ".").replace(" ", "")
    try:
        return float(number) * split_scale(f"{typed[match.end() :].strip()} x")[0]
    except ValueError:
        return None


def _spelt(typed: str) -> str:
    """What stands around the number of a given: its unit as it was written."""
    match = _TYPED.match(typed)
    return f"{typed[: match.start(1)]}{typed[match.end() :]}".replace(" ", "") if match else typed


def _is_named(target: str | None, said: Said) -> bool:
    return any(target in label.keys for label in said.labels)
