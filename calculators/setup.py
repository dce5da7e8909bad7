"""Set-ups: several givens in one text, ``gpus=100000, device=h100, facility_power<=90MW``.

Text in; quantities with their values and subjects by kind out. Every quantity of every topic may
be named, and a subject alone by its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from calculators.names import nearest
from calculators.question import MAX_TEXT, read_given, read_subject
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from calculators.value import Input
from facts import Facts, Kind

_KINDS = {kind.value: kind for kind in Kind}
_NAME = r"[A-Za-z][A-Za-z0-9_]*"
_SIGN = r"<=|>=|≤|≥|=|:|<|>"
_PART = re.compile(rf"(?:^|[,;]|\s)\s*({_NAME})\s*({_SIGN})\s*")
_BOUNDS = {"<=": "at most ", "≤": "at most ", "<": "at most ", ">=": "at least "} | {
    "≥": "at least ",
    ">": "at least ",
}


class Setup(NamedTuple):
    """What a set-up gives."""

    givens: dict[str, Input]
    subjects: dict[Kind, str]


def read_setup(text: str, registry: Registry, facts: Facts) -> Setup:
    """Read a set-up.

    Raises:
        Refused: for the first part that can't be read.
    """
    if len(text) > MAX_TEXT:
        raise Refused("too_long", length=f"{len(text):,}", limit=f"{MAX_TEXT:,}")
    found = Setup({}, {})
    first, *rest = _PART.split(text)
    for name in filter(None, (each.strip() for each in re.split("[,;]", first))):
        key = named_subject(name, facts)
        found.subjects[facts.subjects[key].kind] = key
    for name, sign, value in _triples(rest):
        if name.lower() in _KINDS:
            kind = _KINDS[name.lower()]
            found.subjects[kind] = read_subject(value, kind, facts)
        else:
            _read_quantity(name.lower(), sign, value, registry, found)
    return found


def named_subject(text: str, facts: Facts) -> str:
    """The id of the subject, of whatever kind, that ``text`` names.

    Raises:
        Refused: unknown, with the nearest known names.
    """
    found = facts.names.get(" ".join(text.casefold().split()))
    if found is not None:
        return found
    near = tuple(dict.fromkeys(facts.names[each] for each in nearest(text, facts.names)))
    expected = "Name a device, a cluster or another subject, or write quantity=value."
    if near:
        expected = "Did you mean " + " or ".join(facts.subjects[key].name for key in near) + "?"
    raise Refused("unknown_subject", near, kind="subject", text=quoted(text), expected=expected)


def _triples(parts: list[str]) -> Iterator[tuple[str, str, str]]:
    for name, sign, value in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        yield name, sign, value.strip().rstrip(",;").strip()


def _read_quantity(name: str, sign: str, value: str, registry: Registry, found: Setup) -> None:
    if name not in registry.quantities:
        known = (*_KINDS, *registry.quantities)
        near = nearest(name, known, cutoff=70)
        raise Refused(
            "unknown_quantity",
            tuple(f"{each}{sign}{value}" for each in near),
            text=quoted(name),
            near=", ".join(near or registry.topics["power"].options[:4]),
        )
    base = registry.quantities[name]
    quantity, known_value = read_given(_BOUNDS.get(sign, "") + value, base.option, registry)
    if quantity.name in found.givens:
        raise Refused("option_twice", option=name)
    found.givens[quantity.name] = known_value
