"""Checks across entries: ids that must exist, units that must fit, choices that must be clear."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from facts.phrases import Phrase
from facts.problems import Loaded, Report, shown, shown_figure
from facts.schema import FAULTS, Claim, Fact, Statement, Subject
from facts.units import Dimension, UnknownUnit, describe, fits, known_spellings, unit

Possible = Callable[[str, float], bool]
"""Whether a quantity can have a figure, given in base units."""
A_QUANTITY = Phrase("a quantity")
ONE_SUBJECT = Phrase("a name of one subject")


def check_references(loaded: Loaded) -> None:
    """Every id that an entry names must exist."""

    def check(section: str, key: str, where: str, target: str, name: str | None) -> None:
        if name is not None and name not in loaded.entries[target]:
            wanted = Phrase("an id of {section}", section=target)
            expected = loaded.nearest(wanted, name, loaded.entries[target])
            loaded.report(section, key, where, repr(name), expected)

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
        figures = {"value": fact.value, "low": fact.low, "high": fact.high}
        for field, found, expected in wrong_figures(
            fact.quantity, fact.unit, figures, quantities, possible, report=loaded
        ):
            loaded.report("facts", key, field, found, expected)
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
                expected = loaded.nearest(A_QUANTITY, name, quantities)
                loaded.report(section, key, field, repr(name), expected)


def wrong_figures(
    quantity: str,
    spelling: str | None,
    figures: Mapping[str, float | None],
    quantities: Mapping[str, Dimension],
    possible: Possible,
    *,
    report: Report,
) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a quantity, its unit or its figures by field: found, expected."""
    if quantity not in quantities:
        yield "quantity", shown(quantity), report.nearest(A_QUANTITY, quantity, quantities)
        return
    if spelling is None:
        return
    try:
        written = unit(spelling)
    except UnknownUnit as error:
        known = report.nearest(Phrase("a known unit"), error.text, known_spellings())
        yield "unit", shown(error.text), known
        return
    if not fits(written.dimension, quantities[quantity]):
        kind = Phrase(describe(written.dimension))
        found = Phrase("{unit}, {kind}", unit=shown(spelling), kind=kind)
        yield "unit", found, _fitting(quantity, written.dimension, quantities)
        return
    for field, figure in figures.items():
        if figure is not None and not possible(quantity, figure * written.factor):
            expected = Phrase("a figure that {quantity} can have", quantity=quantity)
            yield field, shown_figure(figure, spelling), expected


def _fitting(quantity: str, given: Dimension, quantities: Mapping[str, Dimension]) -> Phrase:
    """The unit that a quantity needs, or its variant that takes a figure of ``given``."""
    wanted = Phrase("a unit for {kind}", kind=Phrase(describe(quantities[quantity])))
    for name, dimension in quantities.items():
        if name.startswith(f"{quantity}_") and fits(given, dimension):
            return Phrase("{wanted}, or the quantity {other}", wanted=wanted, other=name)
    return wanted


def check_choices(loaded: Loaded) -> None:
    """Aliases name one subject; of several facts for one thing exactly one is preferred."""
    _check_names(loaded)
    _check_conflicts(loaded)
    groups: dict[tuple[str, str], list[Fact]] = {}
    defaults: dict[str, str] = {}
    for key, fact in loaded.of("facts", Fact).items():
        if fact.verdict in FAULTS:
            if fact.preferred or fact.default:
                found = Phrase("an input with verdict '{verdict}'", verdict=fact.verdict)
                expected = Phrase("a fact without fault")
                loaded.report("facts", key, "preferred", found, expected)
            continue
        groups.setdefault((fact.subject, fact.quantity), []).append(fact)
        if fact.default and defaults.setdefault(fact.quantity, key) != key:
            first = defaults[fact.quantity]
            found = Phrase(
                "a second default for {quantity}, after {first}",
                quantity=fact.quantity,
                first=first,
            )
            loaded.report("facts", key, "default", found, Phrase("one default for a quantity"))
    for (subject, quantity), group in groups.items():
        preferred = sum(fact.preferred for fact in group)
        if len(group) > 1 and preferred != 1:
            found = Phrase(
                "{preferred} preferred of {count} facts for {quantity} of {subject}",
                preferred=preferred,
                count=len(group),
                quantity=quantity,
                subject=subject,
            )
            loaded.report("facts", group[-1].id, "preferred", found, Phrase("exactly one"))


def _check_conflicts(loaded: Loaded) -> None:
    every = loaded.of("facts", Fact)
    for key, fact in every.items():
        for name in fact.conflicts:
            other = every.get(name)
            if other and (other.subject, other.quantity) != (fact.subject, fact.quantity):
                found = Phrase(
                    "{name}, about {quantity} of {subject}",
                    name=name,
                    quantity=other.quantity,
                    subject=other.subject,
                )
                expected = Phrase(
                    "a fact about {quantity} of {subject}",
                    quantity=fact.quantity,
                    subject=fact.subject,
                )
                loaded.report("facts", key, "conflicts", found, expected)


def _check_names(loaded: Loaded) -> None:
    taken: dict[str, str] = {}
    for key, subject in loaded.of("subjects", Subject).items():
        for alias in {name.casefold() for name in (key, subject.name, *subject.aliases)}:
            if taken.setdefault(alias, key) != key:
                found = also_names(alias, taken[alias])
                loaded.report("subjects", key, "aliases", found, ONE_SUBJECT)


def also_names(alias: str, other: str) -> Phrase:
    """What is found where a name of one subject is given to another."""
    return Phrase("{alias}, also a name of {other}", alias=shown(alias), other=other)
