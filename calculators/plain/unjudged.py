"""What looks like another question and isn't one: sums of two things, and whether it is enough."""

from __future__ import annotations

from collections.abc import Iterator

from calculators.language import tr
from calculators.plain.ask import Asked
from calculators.plain.choices import Choice
from calculators.plain.figure import Figure
from calculators.plain.said import Said
from calculators.plain.sides import Sides
from calculators.refusal import Refused, quoted
from facts.units import uncounted, unit

POWER = unit("W").dimension


def ask_sum(said: Said, sides: Sides | None) -> None:
    """Say that two things aren't added up, where a text wants them together.

    Raises:
        Asked: they are two, and a sum is asked for.
    """
    if sides is not None and "sums" in said.intents and "compares" not in said.intents:
        raise Asked(Refused("no_sums", text=quoted(said.text)))


def ask_enough(said: Said) -> None:
    """Ask what is to be worked out, where a text asks whether a power is enough for so many.

    Raises:
        Asked: with what the things need, and how many of them the power runs, to pick.
    """
    counted = [each for each in said.figures if each.counts]
    powers = [each for each in said.figures if not each.counts and _is_power(each)]
    if "enough" in said.intents and len(counted) == len(powers) == 1:
        text = quoted(said.text)
        raise Asked(Refused("enough", text=text), _ways(said, counted[0], powers[0]))


def _is_power(figure: Figure) -> bool:
    return figure.unit is not None and dict(uncounted(figure.unit.dimension)) == dict(POWER)


def _ways(said: Said, things: Figure, power: Figure) -> Iterator[Choice]:
    """Both questions that tell it, each whole."""
    name = next((each for each in said.names if each.key == things.counts), None)
    thing = said.text[name.start : name.end] if name else things.counts
    for text in (
        tr("How much power do {things} need?"),
        tr("How many {thing} can {power} run?"),
    ):
        whole = text.format(things=things.text, thing=thing, power=power.text)
        yield Choice(whole, whole)
