"""What a server holds in, the library of facts that hold in it out.

The entries were checked when they were loaded. The program may have changed since: a quantity may
be gone, a subject, or its name may be a curated one's by now. What no longer fits is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from facts.inert import inert
from facts.library import Facts
from facts.loaded import OURS, LoadedFact, LoadedSubject, ServerFacts
from facts.overlay import ServerFact, ServerLibrary, over
from facts.schema import Kind, Source, Standing, Subject
from facts.units import Dimension, UnknownUnit, fits, unit
from facts.version import FactsVersion

HERE = Subject(kind=Kind.COMPANY, name="this server")
"""What ``ours`` is where the server has not named it: a company, as far as facts go."""


def overlaid(curated: Facts, held: ServerFacts, quantities: Mapping[str, Dimension]) -> Facts:
    """The curated facts with what a server holds over them; themselves, if it never held any.

    ``quantities`` gives the dimension of each quantity that there is. What no longer fits, since
    the program has changed under it, is left out: a quantity that is gone, a subject that is.
    """
    if held.version == 0:
        return curated
    subjects = _subjects(curated, held, quantities)
    every = {**curated.subjects, **subjects}
    entries = {
        f"{entry.subject}/{entry.quantity}": (entry, each.at)
        for _, each in sorted(held.entries.items())
        if isinstance(entry := each.entry, LoadedFact) and _fits(entry, every, quantities)
    }
    own = tuple(_fact(key, entry, at) for key, (entry, at) in entries.items())
    sources = {key: _source(entry) for key, (entry, _) in entries.items()}
    standings = dict.fromkeys(entries, Standing.MODERATOR)
    return ServerLibrary.model_construct(
        base=curated,
        stamp=FactsVersion(curated.digest, held.server, held.version),
        own=own,
        subjects=every,
        sources=over(sources, curated.sources),
        all=(*own, *curated.all),
        statements=curated.statements,
        claims=curated.claims,
        standings=over(standings, curated.standings),
    )


def _subjects(
    curated: Facts, held: ServerFacts, quantities: Mapping[str, Dimension]
) -> dict[str, Subject]:
    """The server's own subjects: curated ones stay what they are."""
    entries = (each.entry for _, each in sorted(held.entries.items()))
    found = {entry.id: entry.subject for entry in entries if isinstance(entry, LoadedSubject)}
    if any(isinstance(each.entry, LoadedFact) for each in held.entries.values()):
        found.setdefault(OURS, HERE)
    known = found.keys() | curated.subjects.keys()
    return {
        key: subject.model_copy(
            update={
                "name": inert(subject.name) or key,
                "note": subject.note and inert(subject.note),
                "links": {link: to for link, to in subject.links.items() if to in known},
                "lacks": tuple(name for name in subject.lacks if name in quantities),
            }
        )
        for key, subject in found.items()
        if key not in curated.subjects
    }


def _fits(
    entry: LoadedFact, subjects: Mapping[str, Subject], quantities: Mapping[str, Dimension]
) -> bool:
    """Whether the program still knows what a fact is about, and its unit."""
    if entry.subject not in subjects or entry.quantity not in quantities:
        return False
    try:
        return fits(unit(entry.unit).dimension, quantities[entry.quantity])
    except UnknownUnit:
        return False


def _fact(key: str, entry: LoadedFact, at: datetime) -> ServerFact:
    """The fact that an entry writes; it was checked when it was loaded."""
    return ServerFact.model_construct(
        id=key,
        source=key,
        as_of=entry.as_of,
        note=entry.note and inert(entry.note),
        subject=entry.subject,
        quantity=entry.quantity,
        value=entry.value,
        low=entry.low,
        high=entry.high,
        unit=inert(entry.unit),
        qualifier=entry.qualifier,
        scope=entry.scope and inert(entry.scope),
        preferred=True,
        loaded=at.date().isoformat(),
    )


def _source(entry: LoadedFact) -> Source:
    """What a moderator names as the source is one text, and dated as the figure is."""
    publisher = inert(entry.source) or entry.subject
    return Source.model_construct(publisher=publisher, document="", date=entry.as_of, url=entry.url)
