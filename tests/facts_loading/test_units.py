"""The unit table against pint's registry, spelling by spelling."""

from __future__ import annotations

from typing import Any

import pint
import pytest

from facts.units import UnknownUnit, describe, fits, known_spellings, unit

PINT: Any = pint.UnitRegistry()
# How pint calls what it knows; what it doesn't know at all (currencies, counted things, FLOP) has
# no entry here and is covered below.
NAMES = {
    **{f"{prefix}Wh": f"{prefix}Wh" for prefix in ("", "k", "M", "G", "T")},
    **{f"{prefix}W": f"{prefix}W" for prefix in ("", "k", "M", "G", "T")},
    **{f"{prefix}J": f"{prefix}J" for prefix in ("", "k", "M", "G", "T", "P")},
    **{f"{prefix}B": f"{prefix}byte" for prefix in ("", "k", "M", "G", "T", "P")},
    **{f"{prefix}bit": f"{prefix}bit" for prefix in ("", "k", "M", "G", "T")},
    "h": "hour",
    "min": "minute",
    "s": "second",
    "day": "day",
    "week": "week",
    "m": "meter",
    "km": "km",
    "m2": "m**2",
    "ft2": "ft**2",
    "sq ft": "ft**2",
    "g": "gram",
    "kg": "kg",
    "t": "tonne",
    "kt": "kilotonne",
    "Mt": "megatonne",
    "lb": "pound",
}
BASES = ("Wh", "W", "J", "byte", "hour", "meter", "m**2", "gram")


@pytest.mark.parametrize(("ours", "theirs"), NAMES.items())
def test_sizes_agree_with_pint(ours: str, theirs: str):
    base = next(each for each in BASES if PINT(theirs).is_compatible_with(each))
    mine = unit(ours).factor / unit(_ours(base)).factor
    assert mine == pytest.approx(PINT(theirs).to(base).magnitude, rel=1e-12)


def _ours(base: str) -> str:
    return {"byte": "B", "hour": "h", "meter": "m", "m**2": "m2", "gram": "g"}.get(base, base)


OTHERWISE = {
    **dict.fromkeys(("a", "year", "years", "yr", "yrs"), "pint's year has 365.25 days"),
    **dict.fromkeys(("month", "months"), "a twelfth of such a year"),
    **dict.fromkeys(("gr", "zl"), "money here; grain and zeptolitre in pint"),
    **dict.fromkeys(("quarter", "quarters"), "of a year here, a mass in pint"),
    "kt": "kilotonne here, knot in pint",
    **dict.fromkeys(
        (f"{prefix}b{end}" for prefix in ("", "k", "M", "G", "T", "P") for end in ("", "/s")),
        "bits here; barns and gilberts in pint",
    ),
    **dict.fromkeys(("link", "links"), "counted things here, a surveyor's length in pint"),
    "pct": "percent here, picocarat in pint",
    **dict.fromkeys(("acre", "acres"), "the international acre; pint has that of US surveys"),
    **dict.fromkeys(("BTU", "BTUs", "Btu"), "of the International Table; pint has that of ISO"),
    **dict.fromkeys(("unit", "units"), "counted things here, micronit in pint"),
}


def in_pint(ours: str) -> float | None:
    """Our unit's size in our base units, as pint has it; None where pint doesn't know it."""
    bases = {"Wh": "watt_hour", "h": "hour", "m": "meter", "g": "gram", "B": "byte"}
    try:
        theirs = PINT.Quantity(1, PINT.Unit(ours))
    except (pint.UndefinedUnitError, pint.errors.DefinitionSyntaxError, TypeError, AssertionError):
        # a hyphen reads as a minus sign, a space as a product
        return None
    for name, power in unit(ours).dimension.items():
        theirs = theirs / PINT.Quantity(1, bases[name]) ** power
    return float(theirs.to("dimensionless").magnitude)


def test_every_spelling_that_pint_knows_means_the_same():
    """New spellings are compared without being listed; what differs is a decision, in words."""
    compared = {}
    for spelling in known_spellings() - OTHERWISE.keys():
        size = in_pint(spelling)
        if size is not None:
            compared[spelling] = size / unit(spelling).factor
    assert len(compared) > 60
    assert {name: ratio for name, ratio in compared.items() if abs(ratio - 1) > 1e-9} == {}


def test_spellings_of_one_unit_have_one_size():
    for same in (
        ("Wh", "watt-hour", "watt hours"),
        ("kWh", "kilowatt-hours", "kilowatt hours", "KWH"),
        ("MW", "megawatt", "megawatts", "mw"),
        ("m2", "m²", "square metres"),
        ("ft2", "sq ft", "sqft", "square feet"),
        ("t", "tonnes", "tCO2e"),
        ("accelerator", "GPUs", "gpus", "chips"),
        ("kWh/year", "kWh per year", "kWh / yr"),
    ):
        assert len({(unit(each).factor, str(unit(each).dimension)) for each in same}) == 1


@pytest.mark.parametrize(("bits", "of_bytes"), [("Gb", "GB"), ("Gbps", "GBps"), ("Gb/s", "GB/s")])
def test_a_byte_has_eight_bits(bits: str, of_bytes: str):
    assert unit(of_bytes).factor == 8 * unit(bits).factor


@pytest.mark.parametrize(("text", "readings"), [("gb", {"GB", "Gb"}), ("mbps", {"Mbps", "MBps"})])
def test_bits_and_bytes_are_not_guessed_from_another_case(text: str, readings: set[str]):
    with pytest.raises(UnknownUnit) as unknown:
        unit(text)
    assert set(unknown.value.readings) == readings


def test_a_year_is_8760_hours_and_a_month_a_twelfth():
    assert unit("year").factor == 365 * 24
    assert unit("month").factor == 365 * 24 / 12


def test_a_percent_is_a_hundredth():
    assert unit("%").factor == PINT("percent").to("dimensionless").magnitude


def test_every_spelling_is_a_unit():
    for spelling in known_spellings():
        assert unit(spelling).factor > 0


@pytest.mark.parametrize("text", ["", "mW", "watts up", "W/", "k", "1W", "W*h", "μW", "x" * 500])
def test_what_is_no_unit(text: str):
    with pytest.raises(UnknownUnit):
        unit(text)


def test_counted_things_may_be_left_out_but_not_confused():
    watts_each = unit("W/accelerator").dimension
    assert fits(unit("W").dimension, watts_each)
    assert not fits(unit("Wh").dimension, watts_each)
    assert not fits(unit("home").dimension, unit("accelerator").dimension)
    assert not fits(unit("W/server").dimension, watts_each)


def test_dimensions_in_words():
    assert describe(unit("MWh").dimension) == "an energy"
    assert describe(unit("W/accelerator").dimension) == "a power"
    assert describe(unit("USD/kWh").dimension).startswith("a figure in")
