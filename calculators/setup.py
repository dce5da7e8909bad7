"""Set-ups: several givens in one text, ``gpus=100000, device=h100, facility_power<=90MW``.

Text in; quantities with their values and subjects by kind out. Every quantity of every topic may
be named; a subject may stand alone, and a figure whose unit says what it is: ``100,000 H100s``.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from calculators.given import read_given
from calculators.language import tr
from calculators.names import nearest
from calculators.numbers import read_figure
from calculators.quantity import Quantity, Scope
from calculators.question import MAX_TEXT, did_you_mean, read_subject, too_long
from calculators.refusal import Refused, listed, quoted
from calculators.registry import Registry
from calculators.typical import meanings, read_bare, typical
from calculators.value import Input, Origin
from facts import Facts, Kind
from facts.units import Unit

_KINDS = {kind.value: kind for kind in Kind}
_SIGN = r"<=|>=|≤|≥|==?|:|<|>"
_NAMED = re.compile(rf"(?P<name>[A-Za-z][A-Za-z0-9_]*)\s*(?P<sign>{_SIGN})\s*(?P<value>.*)")
# A comma between digits groups them; a name with its sign begins a new part without a comma.
_BETWEEN = re.compile(
    rf"\s*;\s*|\s*,\s*(?![0-9])|\s*,\s+|\s+(?=[A-Za-z][A-Za-z0-9_]*\s*(?:{_SIGN}))"
)
_PLAIN = str.maketrans({"，": ",", "；": ";", "＝": "=", "：": ":"})
_BOUNDS = {"<=": "at most ", "≤": "at most ", "<": "at most ", ">=": "at least "} | {
    "≥": "at least ",
    ">": "at least ",
}


MOST_NAMES = 4


class Setup(NamedTuple):
    """What a set-up gives."""

    givens: dict[str, Input]
    subjects: dict[Kind, str]


def read_setup(text: str, registry: Registry, facts: Facts) -> Setup:
    """Read a set-up.

    Raises:
        Refused: for the first part that can't be read; each suggestion is the whole set-up.
    """
    if len(text) > MAX_TEXT:
        raise too_long(text)
    found = Setup({}, {})
    parts = [each.strip() for each in _BETWEEN.split(text.translate(_PLAIN)) if each.strip()]
    for place, part in enumerate(parts):
        try:
            _read_part(part, registry, facts, found)
        except Refused as refusal:
            whole = (
                ", ".join(filter(None, (*parts[:place], each, *parts[place + 1 :])))
                for each in refusal.suggestions
            )
            raise Refused(refusal.code, tuple(whole), **refusal.found) from None
    return found


def _read_part(part: str, registry: Registry, facts: Facts, found: Setup) -> None:
    named = _NAMED.fullmatch(part)
    if named is None:
        _read_bare(part, registry, facts, found)
    elif named["name"].lower() in _KINDS:
        kind = _KINDS[named["name"].lower()]
        try:
            key = read_subject(named["value"], kind, facts)
        except Refused as refusal:
            lines = (f"{kind.value}={each}" for each in refusal.suggestions)
            raise Refused(refusal.code, tuple(lines), **refusal.found) from None
        _add_subject(key, facts, found)
    else:
        _read_quantity(named["name"].lower(), named["sign"], named["value"], registry, found)


def _read_bare(text: str, registry: Registry, facts: Facts, found: Setup) -> None:
    """A part without a name: a subject, or a figure that tells by its unit what it is."""
    if (
        not any(each.isdigit() for each in text.split(maxsplit=1)[0])
        or text.casefold() in facts.names
    ):
        _add_subject(named_subject(text, facts), facts, found)
        return
    figure = read_figure(text, "given", tr("a figure with its unit"), "gpus=100000")
    bare = read_bare(figure, facts)
    if bare is None:
        _add_subject(named_subject(text, facts), facts, found)
        return
    meant = typical(bare.unit, registry)
    if meant is None or meant.scope is Scope.OPEN:
        names = _likeliest(bare.unit, registry)
        lines = tuple(f"{name}={text}" for name in names)
        raise Refused("which_quantity", lines, text=quoted(text), names=listed(names))
    if bare.device:
        _add_subject(bare.device, facts, found)
    _add_given(meant, Input(bare.value, Origin.GIVEN, typed=text), found)


def _likeliest(found: Unit, registry: Registry) -> list[str]:
    """The quantities in this unit that people mean first: those that most topics begin with."""
    topics = registry.topics.values()
    begins = Counter(name for each in topics for head in each.headlines for name in head.given)
    takes = Counter(name for each in topics for name in each.options)
    every = [each.name for each in meanings(found, registry) if not each.base]
    if not found.dimension:  # a share is one of many things
        every = [name for name in takes if registry.quantities[name].shown == ("%",)]
    return sorted(every, key=lambda name: (-begins[name], -takes[name]))[:MOST_NAMES]


# An empty suggestion leaves the part out: it was given before.
def _add_subject(key: str, facts: Facts, found: Setup) -> None:
    kind = facts.subjects[key].kind
    if found.subjects.setdefault(kind, key) != key:
        raise Refused("option_twice", ("",), option=kind.value)


def _add_given(quantity: Quantity, known: Input, found: Setup) -> None:
    if quantity.name in found.givens:
        raise Refused("option_twice", ("",), option=quantity.option)
    found.givens[quantity.name] = known


def named_subject(text: str, facts: Facts) -> str:
    """The id of the subject, of whatever kind, that ``text`` names.

    Raises:
        Refused: unknown, with the nearest known names.
    """
    found = facts.names.get(" ".join(text.casefold().split()))
    if found is not None:
        return found
    near = tuple(dict.fromkeys(facts.names[each] for each in nearest(text, facts.names)))
    expected = did_you_mean(near, facts) or tr(
        "Name a device, a cluster or another subject, or write quantity=value."
    )
    raise Refused("unknown_subject", near, kind=tr("subject"), text=quoted(text), expected=expected)


def _read_quantity(name: str, sign: str, value: str, registry: Registry, found: Setup) -> None:
    if name not in registry.quantities:
        near = nearest(name, (*_KINDS, *registry.quantities), cutoff=70)
        raise Refused(
            "unknown_quantity",
            tuple(f"{each}{sign}{value}" for each in near),
            text=quoted(name),
            near=", ".join(near or registry.topics["power"].options[:4]),
        )
    option = registry.quantities[name].option
    try:
        quantity, known = read_given(_BOUNDS.get(sign, "") + value, option, registry)
    except Refused as refusal:
        lines = (f"{name}={each}" for each in refusal.suggestions)
        raise Refused(refusal.code, tuple(lines), **refusal.found) from None
    _add_given(quantity, known, found)
