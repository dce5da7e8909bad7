"""Checks across entries: ids that must exist, units that must fit, choices that must be clear."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from facts.problems import Loaded
from facts.schema import FAULTS, Claim, Fact, Statement, Subject
from facts.units import Dimension, UnknownUnit, describe, fits, known_spellings, unit

Possible = Callable[[str, float], bool]
"""Whether a quantity can have a figure, given in base units."""


def check_references(loaded: Loaded) -> None:
    """Every id that an entry names must exist."""

    def check(section: str, key: str, where: str, target: str, name: str | None) -> None:
        if name is not None and name not in loaded.entries[target]:
            hint = loaded.hint(name, loaded.entries[target])
            loaded.report(section, key, where, repr(name), f"an id of {target}{hint}")

    for key, subject in loaded.of("subjects", Subject).items():
        for name in subject.links.values():
            check("subjects", key, "links", "subjects", name)
    for key, fact in loaded.of("facts", Fact).items():
        check("facts", key, "subject", "subjects", fact.subject)
        check("facts", key, "source", "sources", fact.source)
        for name in fact.conflicts:
            check("facts", key, "conflicts", "facts", name)
    for key, statement in loaded.of("statements", Statement).items():
        check("statements", key, "subject", "subjects", statement.subject)
        check("statements", key, "source", "sources", statement.source)
    for key, claim in loaded.of("claims", Claim).items():
        check("claims", key, "fact", "facts", claim.fact)
        check("claims", key, "against", "facts", claim.against)
        check("claims", key, "follows", "claims", claim.follows)
        for name in claim.subjects:
            check("claims", key, "subjects", "subjects", name)


def check_quantities(
    loaded: Loaded, quantities: Mapping[str, Dimension], possible: Possible
) -> None:
    """Every quantity must be known, every unit must fit it, and every figure must be possible."""
    for key, fact in loaded.of("facts", Fact).items():
        if fact.quantity not in quantities:
            expected = f"a quantity{loaded.hint(fact.quantity, quantities)}"
            loaded.report("facts", key, "quantity", repr(fact.quantity), expected)
            continue
        try:
            written = unit(fact.unit)
        except UnknownUnit as error:
            expected = f"a known unit{loaded.hint(error.text, known_spellings())}"
            loaded.report("facts", key, "unit", repr(error.text), expected)
            continue
        if not fits(written.dimension, quantities[fact.quantity]):
            found = f"{fact.unit!r}, {describe(written.dimension)}"
            wanted = describe(quantities[fact.quantity])
            loaded.report("facts", key, "unit", found, f"a unit for {wanted}")
            continue
        for field in ("value", "low", "high"):
            figure = getattr(fact, field)
            if figure is not None and not possible(fact.quantity, figure * written.factor):
                expected = f"a figure that {fact.quantity} can have"
                loaded.report("facts", key, field, f"{figure:g} {fact.unit}", expected)
    named = [
        *(("claims", key, "given", each.given) for key, each in loaded.of("claims", Claim).items()),
        *(
            ("subjects", key, "lacks", each.lacks)
            for key, each in loaded.of("subjects", Subject).items()
        ),
    ]
    for section, key, field, names in named:
        for name in names:
            if name not in quantities:
                expected = f"a quantity{loaded.hint(name, quantities)}"
                loaded.report(section, key, field, repr(name), expected)


def check_choices(loaded: Loaded) -> None:
    """Aliases name one subject; of several facts for one thing exactly one is preferred."""
    _check_names(loaded)
    _check_conflicts(loaded)
    groups: dict[tuple[str, str], list[Fact]] = {}
    defaults: dict[str, str] = {}
    for key, fact in loaded.of("facts", Fact).items():
        if fact.verdict in FAULTS:
            if fact.preferred or fact.default:
                found = f"an input with verdict '{fact.verdict}'"
                loaded.report("facts", key, "preferred", found, "a fact without fault")
            continue
        groups.setdefault((fact.subject, fact.quantity), []).append(fact)
        if fact.default and defaults.setdefault(fact.quantity, key) != key:
            found = f"a second default for {fact.quantity}, after {defaults[fact.quantity]}"
            loaded.report("facts", key, "default", found, "one default for a quantity")
    for (subject, quantity), group in groups.items():
        preferred = sum(fact.preferred for fact in group)
        if len(group) > 1 and preferred != 1:
            found = f"{preferred} preferred of {len(group)} facts for {quantity} of {subject}"
            loaded.report("facts", group[-1].id, "preferred", found, "exactly one")


def _check_conflicts(loaded: Loaded) -> None:
    every = loaded.of("facts", Fact)
    for key, fact in every.items():
        for name in fact.conflicts:
            other = every.get(name)
            if other and (other.subject, other.quantity) != (fact.subject, fact.quantity):
                found = f"{name}, about {other.quantity} of {other.subject}"
                expected = f"a fact about {fact.quantity} of {fact.subject}"
                loaded.report("facts", key, "conflicts", found, expected)


def _check_names(loaded: Loaded) -> None:
    taken: dict[str, str] = {}
    for key, subject in loaded.of("subjects", Subject).items():
        for alias in {name.casefold() for name in (key, subject.name, *subject.aliases)}:
            if taken.setdefault(alias, key) != key:
                found = f"{alias!r}, also a name of {taken[alias]}"
                loaded.report("subjects", key, "aliases", found, "a name of one subject")
