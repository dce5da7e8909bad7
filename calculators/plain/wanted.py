"""Wanted units: "in GJ", "how many kWh is 5 MWh"; none is dropped in silence."""

from __future__ import annotations

from calculators.display import DIGITS, plain, scale_of, unit_words
from calculators.frame import Work
from calculators.headline import time
from calculators.language import tr
from calculators.plain.said import Said
from calculators.plain.understood import Understood
from calculators.plain.wording import unit_of
from calculators.quantity import Quantity
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from calculators.sentences.measure import MONEY
from facts.units import Unit, fits, uncounted


def conversion(said: Said, before: str = "") -> dict[str, str] | None:
    """What ``/convert`` is asked, where a text only wants a figure in another unit.

    ``before`` is the unit that was wanted last: "and 500 GWh?" is to be in it.
    """
    wanted = said.asked_unit if said.wanted else None
    if before and wanted is None and not said.asked_unit:
        said = said._replace(wanted=before)
        wanted = unit_of(before)
    labels = [each for each in said.labels if said.text[each.start : each.end] not in said.wanted]
    if wanted is None or len(said.figures) != 1 or said.names or labels or said.settings:
        return None
    figure = said.figures[0]
    if figure.unit is None or figure.hours or figure.counts:
        return None
    if dict(figure.unit.dimension) != dict(wanted.dimension):
        return None
    return {"value": figure.text, "to": said.wanted}


def in_unit(said: Said, read: Understood, registry: Registry) -> Understood:
    """The reading with its target in the money that is wanted.

    Raises:
        Refused: the target can't be told in the wanted unit.
    """
    wanted = said.asked_unit
    if wanted is None or not said.wanted or read.target is None:
        return read
    quantity = registry.quantities[read.target]
    counts = dict(uncounted(wanted.dimension)) != dict(wanted.dimension)
    if counts or not wanted.dimension or _tells(wanted, read.target, registry):
        return read
    for other in registry.variants(quantity.option):
        if _tells(wanted, other.name, registry):
            return read._replace(target=other.name, missing=())
    raise _other(said, quantity)


def _other(said: Said, quantity: Quantity) -> Refused:
    words = tr(quantity.words)
    return Refused("other_unit", unit=quoted(said.wanted), target=words, own=quantity.unit)


def _money(said: Said, work: Work) -> None:
    """Refuse a result in other money than is wanted: its price is only known in that."""
    quantity, wanted = work.registry.quantities[work.target], said.asked_unit
    money = bool(said.wanted) and wanted is not None and set(wanted.dimension) <= set(MONEY)
    if wanted is not None and money and not _tells(wanted, work.target, work.registry):
        raise _other(said, quantity)


def measured_in(unit: Unit, registry: Registry) -> dict[str, float]:
    """What topics answer with that is measured in a unit, as targets to choose from."""
    return {name: 1.0 for name in registry.answered if _tells(unit, name, registry)}


def told_in_unit(said: Said, work: Work, read: Understood) -> str:
    """The result in the wanted unit, or over the time that is said, where the reply has another.

    Raises:
        Refused: the result is in other money.
    """
    _money(said, work)
    values = work.solution.values
    name = read.target if read.target and read.target in values else work.target
    quantity = work.registry.quantities[name]
    dimension = quantity.of.dimension
    wanted, hours = said.asked_unit, said.hours
    if wanted is not None and scale_of(quantity, values[name])[1] == wanted.symbol:
        return ""
    measures = wanted is not None and said.wanted and uncounted(wanted.dimension)
    if wanted is not None and measures and dict(wanted.dimension) == dict(dimension):
        figure = plain(values[name] / wanted.factor, DIGITS)
        return tr("In {unit}: {figure}.").format(unit=unit_words(wanted.symbol), figure=figure)
    if hours and dimension.get("h") == -1 and not uncounted(dimension).keys() - {"h"}:
        figure = plain(values[name] * hours, DIGITS)
        return tr("In {unit}: {figure}.").format(unit=time(hours), figure=figure)
    return ""


def _tells(wanted: Unit, name: str, registry: Registry) -> bool:
    quantity = registry.quantities[name]
    dimension = quantity.of.dimension
    if "Wh/year" in quantity.unit and dict(uncounted(wanted.dimension)) == {"Wh": 1}:
        return True  # the kWh of a home are those of a year
    return fits(wanted.dimension, dimension) or dict(uncounted(wanted.dimension)) == dict(
        uncounted(dimension)
    )
