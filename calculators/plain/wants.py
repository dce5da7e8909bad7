"""Wants: what a text may ask for, whatever it says of it."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.plain.said import Said
from calculators.plain.target import has_hardware, in_scope, is_timed, targets
from calculators.registry import Registry
from facts import Facts, Kind
from facts.units import uncounted, unit

MEASURED = (Kind.DEVICE, Kind.SYSTEM, Kind.REGION, Kind.PLANT)
"""Kinds of subjects of which one thing in a dimension is known, such as the power of a server."""
HOME = unit("home")
USUAL = 1.0
"""What speaks for what is usually asked."""
ALIKE, COUNTED_ALIKE = 0.3, 1.2
"""How near what is known of a subject comes to what words name."""


def subjects_of(said: Said, facts: Facts) -> dict[Kind, str]:
    """The subjects that a text names, the first of each kind."""
    found: dict[Kind, str] = {}
    for figure in said.figures:
        if figure.counts:
            found.setdefault(facts.subjects[figure.counts].kind, figure.counts)
    for name in sorted(said.names, key=lambda each: each.general):
        found.setdefault(name.kind, name.key)
    return found


def wants(
    said: Said, registry: Registry, facts: Facts, wanted: Mapping[str, float] | None, *, alone: bool
) -> dict[str, float]:
    """What may be asked for, and what speaks for each.

    Where no words say what, that is everything that is answered. ``wanted`` is what is known to be
    asked for; a text that stands ``alone`` may ask for what is known of a subject instead.
    """
    found = dict(targets(said, registry, facts) if wanted is None else wanted)
    spoken = max(found.values(), default=0.0) > 0
    if not spoken and alone and (usual := _usual(said, registry)):
        return {usual: USUAL}
    if not spoken and (said.figures or (said.names and not found)):
        found = {**dict.fromkeys(registry.answered, 0.0), **found}
    if alone and all(each.is_year or each.is_one for each in said.figures):
        for name, weight in _known_alike(said, found, registry, facts).items():
            found[name] = max(weight, found.get(name, weight))
    return found


def _usual(said: Said, registry: Registry) -> str | None:
    """What is asked of hardware where only conditions are said: "just the chips, for a year"."""
    if any(each.is_money for each in said.figures):
        return None
    if is_timed(said) and all(each.unit == HOME for each in said.figures) and said.figures:
        return "energy"
    if not has_hardware(said):
        return None
    family = "energy" if is_timed(said) else "power"
    amounts = any(each.unit and "Wh" in each.unit.dimension for each in said.figures)
    conditions = said.scope is not None or "utilisation" in said.settings
    return (
        None if amounts or not conditions else in_scope(f"facility_{family}", said.scope, registry)
    )


def is_asked(said: Said) -> bool:
    """Whether words say what is asked for."""
    return bool(said.asked_unit) or any(each.asked for each in said.labels)


def _known_alike(
    said: Said, wanted: Mapping[str, float], registry: Registry, facts: Facts
) -> dict[str, float]:
    """What is known of a named subject in the dimension that is asked for: a server's power."""
    quantities = registry.quantities
    first = max(wanted.values(), default=0.0)
    asked = {
        frozenset(uncounted(quantities[name].of.dimension).items())
        for name, weight in wanted.items()
        if weight == first
    }
    found: dict[str, float] = {}
    for kind, key in subjects_of(said, facts).items():
        for name in facts.inputs[key] if kind in MEASURED else ():
            dimension = frozenset(uncounted(quantities[name].of.dimension).items())
            if dimension and dimension in asked:
                found[name] = first - ALIKE
        for name in facts.inputs[key] if kind is Kind.CLUSTER else ():
            if 0 < wanted.get(name, 0.0) < first <= wanted[name] + COUNTED_ALIKE:
                found[name] = first + ALIKE  # the generators of Colossus are known
    return found
