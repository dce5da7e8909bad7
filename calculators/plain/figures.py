"""Figures of a plain text: numbers with what they measure, ranges and bounds, and for what time.

Numbers and units are read as in sentences (``calculators.sentences``); what each figure is given
for is decided in ``assign``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from calculators.grammar import any_of, units, words
from calculators.language import Lang
from calculators.plain.figure import PERCENT, Counted, Figure
from calculators.plain.fit import times
from calculators.registry import Registry
from calculators.sentences.apiece import Apiece, Count
from calculators.sentences.figures import Found, find_figures, scale_of, span
from calculators.sentences.measure import MONEY, read_measure
from calculators.sentences.periods import find_period
from calculators.typical import over
from calculators.value import qualified
from facts import Facts
from facts.units import Unit, UnknownUnit, uncounted, unit

_PERCENT = re.compile(r"\s?(?:%|per ?cent\b|percent\w*|proc\b\.?|procent\w*)", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_SCALE = re.compile(r"\s?[^\W\d_]+\.?(?![\w/])")
_EACH = re.compile(
    rf"(?:\s(?:{any_of(words('of_them'))}))?\s?(?:(?:(?:to|in)\s)?(?:{any_of(words('per'))})\s|/\s?)",
    re.IGNORECASE,
)
_EACH_ONE = re.compile(rf"\s?(?:{any_of(words('each'))})(?!\w)", re.IGNORECASE)
_OF_THAT = re.compile(rf"\s(?:{any_of(words('of_that'))})(?!\w)", re.IGNORECASE)
BYTES = ({"B": 1}, {"bit": 1})
MILLION, NEXT = 1e6, 2
_BILLIONS = re.compile(r"[Bb](?!\w)")
_MILLIONS = re.compile(r"M(?!\w)")
"""No metres: "from 100k to 1M"."""
_TRILLIONS = re.compile(rf"T(?=[\s-](?:{any_of(words('models'))}))", re.IGNORECASE)
_PART_OF = re.compile(rf"(?<!\w)(?:{any_of(words('part_of'))})\s$", re.IGNORECASE)
_AT = re.compile(rf"(?<!\w)(?:{any_of(words('at_price'))})\s$", re.IGNORECASE)
_COSTS = re.compile(
    rf"(?<![\w.,])(?<![0-9]\s)([^\W\d]\S*)\s(?:{any_of(words('costs'))})\s$", re.IGNORECASE
)
"""What money behind is for: "when a kWh costs 8 cents"."""
_FOR_TIME = re.compile(rf"(?:{any_of(words('for_time'))})\s", re.IGNORECASE)
_IN_TIME = re.compile(rf"(?<!\w)(?:{any_of(words('in_time'))})\s$", re.IGNORECASE)
_ENDS = re.compile(rf"\s?(?:[.,;?!]|$|(?:{any_of(words('at_price'))})\s)", re.IGNORECASE)
LONGEST_TIME = 1_000
"""A larger number without a unit is no time."""
_EVERY = re.compile(rf"(?<!\w)(?:{any_of(words('each'))})(?!\w)", re.IGNORECASE)


def figures_of(
    text: str,
    lang: Lang,
    names: Sequence[tuple[int, int]],
    counted: Sequence[Counted],
    *,
    registry: Registry,
    facts: Facts,
) -> list[Figure]:
    """The figures of a text, apart from digits inside the names at ``names``."""
    found: list[Figure] = []
    devices = [
        text[each.start : each.end] for each in counted if "accelerator" in each.of.dimension
    ]
    apiece = Apiece(text, registry, devices)
    counts: list[Count] = []
    for each in find_figures(text, names):
        number, ways = _in_language(_unbounded(each), lang)
        thing = _thing(number, text, counted)
        figure = _figure(number, thing, text, apiece=apiece, counts=counts, facts=facts)
        figure = _as_before(figure._replace(ways=ways), found, text)
        found.append(figure)
        if (
            figure.unit
            and not _is_amount(figure.unit)
            and list(figure.unit.dimension.values()) == [1]
        ):
            counts.append(Count(figure.unit, figure.end))
    return [_timeless(each, found, text) for each in found]


def _timeless(figure: Figure, figures: Sequence[Figure], text: str) -> Figure:
    """A number that stands where a time would, without its unit: "500 H100s for 10"."""
    bare = figure.unit is None and not figure.hours and figure.value.value < LONGEST_TIME
    if not bare or not any(each.is_count for each in figures):
        return figure
    stands = _IN_TIME.search(text[: figure.start]) and _ENDS.match(text, figure.end)
    return figure._replace(timeless=True) if stands else figure


def _figure(
    number: Found,
    thing: Counted | None,
    text: str,
    *,
    apiece: Apiece,
    counts: list[Count],
    facts: Facts,
) -> Figure:
    """A number, with what it measures or counts."""
    read = None if number.is_glued or _per(number) else read_measure(text, number, facts)
    if read and dict(read.bare.unit.dimension) in BYTES and _BILLIONS.match(number.tail):
        return _parameters(number, text, 1e9)
    if _TRILLIONS.match(number.tail):
        return _parameters(number, text, 1e12)
    if read and dict(read.bare.unit.dimension) == {"m": 1} and _MILLIONS.match(number.tail):
        read = None
    if read is None or not read.bare.unit.dimension:
        return _counting(number, thing, text) if thing else _bare(number, text)
    counts_things = list(read.bare.unit.dimension.values()) == [1] and not _is_amount(
        read.bare.unit
    )
    named = thing and thing.start - number.end <= 1 and read.bare.device not in (None, thing.key)
    if thing and ((thing.start < read.end and not counts_things) or named):
        return _counting(number, thing, text)
    bare = read.bare._replace(value=span(number, text, read.bare.value))
    bare = apiece.each(bare, number.begins, read.tail, read.rest, counts)
    # 200 cards "na miesiąc" are for a month, and no rate.
    spans = bool(read.period and bare.device and _FOR_TIME.match(read.period.said))
    every = counts and _EVERY.search(text[counts[-1].end : number.begins])
    if every and _is_amount(bare.unit) and not _is_of_one(bare.unit):
        bare = over(bare, counts[-1].of)
    return Figure(
        text=text[number.begins : read.end].strip(),
        value=bare.value,
        unit=bare.unit,
        start=number.begins,
        end=read.end,
        counts=bare.device or (thing.key if thing and counts_things else None),
        hours=read.period.of.factor if read.period and not spans else None,
        adjacent=read.adjacent,
        whole=_whole(bare.unit),
        is_price=_is_price(bare.unit, text[: number.begins]),
    )


def _as_before(figure: Figure, found: Sequence[Figure], text: str) -> Figure:
    """A number that is of what stands before it: "130 MW, 104 of that", "24 bn USD, now 45 bn"."""
    figure = _for_one(figure, text)
    last = next((each for each in reversed(found) if each.unit is not None), None)
    if figure.unit is not None or last is None:
        return figure
    if last.is_money and figure.value.value > 1 and _EACH_ONE.match(text, figure.end):
        money = unit(next(each for each in MONEY if each in (last.unit or unit("1")).dimension))
        return figure._replace(unit=money.per(unit("accelerator")))
    part = _OF_THAT.match(text, figure.end) is not None
    millions = figure.value.value >= MILLION and any(map(str.isalpha, figure.text))
    if part or (millions and last.is_money and last.unit and len(last.unit.dimension) == 1):
        scale = last.unit.factor if part and last.unit else 1.0
        return figure._replace(unit=last.unit, value=times(figure.value, scale))
    return figure


def _for_one(figure: Figure, text: str) -> Figure:
    """Money as the price of one of the unit that is said to cost it."""
    match = _COSTS.search(text[: figure.start]) if figure.is_money else None
    of = _unit(match[1]) if match else None
    if match is None or of is None or figure.unit is None or not _is_energy(of):
        return figure
    value = times(figure.value, 1 / of.factor)
    return figure._replace(value=value, unit=figure.unit.per(of), start=match.start(1))


def _is_energy(found: Unit) -> bool:
    """Whether a unit is one that money is paid for by itself; no time, nor what is counted."""
    return bool(uncounted(found.dimension).keys() - {"h"})


def _unit(spelt: str) -> Unit | None:
    try:
        return unit(units().get(spelt.casefold(), spelt))
    except UnknownUnit:
        return None


def _whole(found: Unit) -> Unit | None:
    """The unit of all, of one that is for each of something counted."""
    if not _is_of_one(found) or "/" not in found.symbol:
        return None
    whole, _, last = found.symbol.rpartition("/")
    return unit(whole if not uncounted(unit(last).dimension) else whole.partition("/")[0])


def _is_of_one(found: Unit) -> bool:
    """Whether a unit is for each of something counted."""
    measured = uncounted(found.dimension)
    return any(power < 0 for base, power in found.dimension.items() if base not in measured)


def _is_price(found: Unit, before: str) -> bool:
    return set(found.dimension) <= set(MONEY) and bool(_AT.search(before))


def _parameters(number: Found, text: str, scale: float) -> Figure:
    """Billions without anything else are parameters, and no bytes: a 405B model, a 1T one."""
    figure = number.figure()
    value = span(number, text, qualified(figure.size * scale, figure.qualifier))
    end = number.end + 1
    return Figure(text[number.begins : end], value, unit("parameter"), number.begins, end)


def _unbounded(number: Found) -> Found:
    """A number without a word that bounds only some figures: "over 8 links", "over 30 days"."""
    if number.word.casefold() not in words("spanning"):
        return number
    return number._replace(start=number.place, word="")


def _is_amount(found: Unit) -> bool:
    """Whether a unit measures and doesn't count."""
    return bool(uncounted(found.dimension))


def _counting(number: Found, thing: Counted, text: str) -> Figure:
    """A number of things that a name says: 100,000 H100s."""
    read = number.figure()
    scale = scale_of(text[number.end : thing.start] or number.tail)
    value = span(number, text, qualified(read.size * scale, read.qualifier))
    end = max(thing.start, number.end + (1 if scale != 1 else 0))
    said = text[number.begins : number.end]
    return Figure(said, value, thing.of, number.begins, end, thing.key)


def _bare(number: Found, text: str) -> Figure:
    """A number without a unit, or a share."""
    percent = _PERCENT.match(number.tail)
    scale = None if percent else _SCALE.match(number.tail)
    figure = number.figure()
    factor = PERCENT.factor if percent else scale_of(scale[0]) if scale else 1.0
    behind = percent or (scale if factor != 1.0 else None)
    end = number.end + (behind.end() if behind else 0)
    value = span(number, text, qualified(figure.size * factor, figure.qualifier))
    of = PERCENT if percent else None
    per = None if percent else _per(number)
    if per:
        of, end = per[0], number.end + per[1]
        value = times(value, of.factor)
    said = text[number.begins : end].strip()
    period = find_period(number.tail)
    near = period is not None and (percent or _is_near(number.tail[: period.start]))
    near = near and not _PART_OF.search(text[: number.begins])  # "how many of 80k fail a day"
    hours = period.of.factor if period and near else None
    price = of is None and bool(_AT.search(text[: number.begins]))
    return Figure(
        said,
        value,
        of,
        number.begins,
        end,
        hours=hours,
        is_price=price,
        unclear=_is_unclear(number.tail),
    )


def _is_near(between: str) -> bool:
    """Whether a time still belongs to the number before it: "60 new ones a day"."""
    return len(between.split()) <= NEXT and not any(each in ",.;:?!" for each in between)


def _is_unclear(tail: str) -> bool:
    """Whether a word may be one of several units."""
    try:
        unit(next(iter(tail.split()), "1").rstrip(".,?!"))
    except UnknownUnit as unknown:
        return bool(unknown.readings)
    return False


def _per(number: Found) -> tuple[Unit, int] | None:
    """One over a unit, where a number of what is counted stands for each: "4 per m2"."""
    match = _EACH.match(number.tail)
    if match is None or number.currency:
        return None
    rest = number.tail[match.end() :].split()
    for count in (2, 1):
        spelt = " ".join(rest[:count]).rstrip(".,?!")
        try:
            found = unit(units().get(spelt.casefold(), spelt))
        except UnknownUnit:
            continue
        if dict(found.dimension) == {"m": 1}:
            found = unit("m2")  # "five to a metre" of floor
        length = match.end() + number.tail[match.end() :].index(spelt) + len(spelt)
        return unit("1").per(found), length
    return None


def _in_language(number: Found, lang: str) -> tuple[Found, tuple[float, float] | None]:
    """The number as it is meant in a language; both readings where a sign may group or divide."""
    typed = number.number
    if number.is_glued or not re.fullmatch(r"[0-9]+[.,][0-9]+", typed):
        return number, None
    sign = "," if "," in typed else "."
    grouped, divided = typed.replace(sign, ""), typed.replace(",", ".")
    if not _GROUPED.fullmatch(typed):
        return number._replace(number=divided), None
    if sign == "," and lang == "en":
        return number._replace(number=grouped), None
    return number._replace(number=divided), (float(grouped), float(divided))


def _thing(number: Found, text: str, counted: Sequence[Counted]) -> Counted | None:
    """The subject that a number stands right before."""
    for each in counted:
        if re.fullmatch(r"\s?[x×:]\s?", text[each.end : number.place]):
            return each._replace(start=number.end, end=number.end)  # "MI300X x 10k"
        gap = text[number.end : each.start] if each.start >= number.end else "?"
        if len(gap) <= len(" tys. kart ") and re.fullmatch(
            r"\s?(?:[x×]\s)?(?:[^\W\d_]+\.?\s?){0,2}-?", gap
        ):
            return each
    return None
