"""Looking: what a server holds, what it held, who changed it when, and all of it as a file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from functools import partial

from bot.layout import Message, message
from bot.moderation.desk import Desk, Noted, Visit, said
from bot.texts import text
from calculators.changes import entry_told, figure_told, first, sections
from calculators.language import dated, signed, tr
from calculators.loading import said as phrase_said
from calculators.refusal import quoted
from calculators.reply import Reply, Section
from calculators.text import render
from facts.files import Format, SubjectsInCsv, compare, template, write
from facts.files.known import named
from facts.inert import inert
from facts.loaded import Entry, Held, LoadedFact
from facts.store import FORGOTTEN, OPERATOR, ChangeSet

MOST_LINES = 12
MOST_CHANGES = 10
MOST_CHARACTERS = 300
FILE = "facts.txt"
NOBODY = {FORGOTTEN: "facts_by_forgotten", OPERATOR: "facts_by_operator"}


async def show(desk: Desk, visit: Visit, subject: str) -> Message:
    """What the server holds, or what it holds of one subject."""
    chosen: Mapping[str, Held] = visit.held.entries
    if subject:
        names = named(desk.holding.known, visit.entries)
        key = names.get(" ".join(subject.split()).casefold())
        chosen = {name: held for name, held in chosen.items() if key and _subject(held) == key}
        if not chosen:
            raise Noted("facts_none_of", typed=quoted(subject))
    return await _listed(desk, visit, chosen)


async def search(desk: Desk, visit: Visit, typed: str) -> Message:
    """What the server holds that has every word of a text in it."""
    words = typed.casefold().split()
    found = {
        key: held
        for key, held in visit.held.entries.items()
        if all(word in _text_of(desk, held.entry) for word in words)
    }
    if not found:
        raise Noted("facts_none_found", typed=quoted(typed))
    return await _listed(desk, visit, found)


async def _listed(desk: Desk, visit: Visit, chosen: Mapping[str, Held]) -> Message:
    """Entries with when they were loaded, and the curated figure beside each."""
    settings = await desk.holding.store.servers.settings(visit.server)
    lines = tuple(_line(desk, held) for held in chosen.values())
    number, total = (signed(f"{len(each):,}") for each in (lines, visit.entries))
    whole = said("facts_held", number=number, total=total, version=visit.held.version)
    review = text("facts_review_is", "headline" if settings.review else "next")
    whole = whole._replace(lead=f"{whole.lead}\n{review}")
    if not lines:
        return _message(said("facts_nothing_held")._replace(lead=review))
    return _long(whole, [Section(text("facts_listed", "headline"), lines)])


def _line(desk: Desk, held: Held) -> str:
    registry, entry = desk.responder.engine.registry, held.entry
    day = dated(held.at.date().isoformat())
    loaded = text("facts_since", "headline").format(day=day, version=held.version)
    parts = [entry_told(entry, registry), loaded]
    curated = desk.holding.known.curated(entry) if isinstance(entry, LoadedFact) else None
    if curated is not None:
        figure = figure_told(curated, registry)
        parts.append(text("facts_curated", "headline").format(figure=figure))
    return "; ".join(parts)


def _subject(held: Held) -> str:
    return held.entry.subject if isinstance(held.entry, LoadedFact) else held.entry.id


def _text_of(desk: Desk, entry: Entry) -> str:
    """Everything that an entry says, with the names of what it is about, folded."""
    said = [entry.model_dump_json()]
    if isinstance(entry, LoadedFact):
        subject = desk.holding.known.facts.subjects.get(entry.subject)
        quantity = desk.responder.engine.registry.quantities.get(entry.quantity)
        said += [tr(subject.name), subject.name] if subject else []
        said += [tr(quantity.words), quantity.words] if quantity else []
    return " ".join(said).casefold()


async def history(desk: Desk, visit: Visit, before: int | None) -> Message:
    """The last change sets, newest first: what, when, why, by whom."""
    found = await desk.holding.store.facts.history(visit.server, MOST_CHANGES, before)
    if not found:
        raise Noted("facts_nothing_yet")
    lines = tuple(map(_change_set, found))
    people = tuple(max(each.by, 0) for each in found)
    reply = said("facts_history", version=visit.held.version)
    if found[-1].version > 1:
        reply = reply._replace(suggestions=(f"/facts history before:{found[-1].version}",))
    section = Section(text("facts_history_listed", "headline"), lines, people)
    return _message(reply._replace(sections=(section,)))


def _change_set(made: ChangeSet) -> str:
    parts = [
        text("facts_change_set", "headline").format(
            version=made.version,
            at=f"{dated(made.at.date().isoformat())}, {made.at:%H:%M} UTC",
            number=signed(f"{made.size:,}"),
        )
    ]
    if made.undoes is not None:
        parts.append(text("facts_undoes", "headline").format(version=made.undoes))
    elif made.why:
        parts.append(quoted(inert(made.why)))
    if made.by in NOBODY:
        parts.append(text(NOBODY[made.by], "headline"))
    return "; ".join(parts)


async def diff(desk: Desk, visit: Visit, since: int, until: int | None) -> Message:
    """What differs between two versions; the later one is the present by default."""
    at = desk.holding.store.facts.at
    old = await desk.known(visit, since, at)
    new = visit.held if until is None else await desk.known(visit, until, at)
    before = {key: held.entry for key, held in old.entries.items()}
    after: dict[str, Entry | None] = {key: held.entry for key, held in new.entries.items()}
    comparison = compare(before, {**dict.fromkeys(before), **after})
    places = {"since": since, "until": new.version}
    if comparison.is_empty:
        return _message(said("facts_same", **places))
    told = sections(comparison, (), desk.responder.engine.registry)
    return _long(said("facts_diff", **places), told)


async def export(visit: Visit, format_: Format) -> Message:
    """All that the server holds as a file, which loads again unchanged."""
    if not visit.entries:
        raise Noted("facts_nothing_yet")
    try:
        written = await asyncio.to_thread(write, visit.entries.values(), format_)
    except SubjectsInCsv as error:
        raise Noted("facts_subjects_in_csv", subjects=inert(str(error))[:MOST_CHARACTERS]) from None
    places = {"number": signed(f"{len(visit.entries):,}"), "version": visit.held.version}
    return message(said("facts_export", **places), lambda: written, attached=f"facts.{format_}")


async def blank(format_: Format, visit: Visit) -> Message:  # noqa: ARG001  # for all let in
    """A file to fill in."""
    written = template(format_, phrase_said)
    return message(said("facts_template"), lambda: written, attached=f"facts.{format_}")


def _long(reply: Reply, every: Iterable[Section]) -> Message:
    """A reply with the first lines of its sections, and with all of them as a file."""
    whole = reply._replace(sections=tuple(every))
    shown = reply._replace(sections=tuple(first(whole.sections, MOST_LINES)))
    return message(shown, partial(render, whole), attached=FILE if shown != whole else "")


def _message(reply: Reply) -> Message:
    return message(reply, partial(render, reply))
