"""What a server holds, and what would change in it, as lines for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.terminal import visible
from calculators.language import tr
from calculators.loading import doubt_told
from facts import Qualifier
from facts.files import Change, Comparison, Doubt
from facts.loaded import Entry, Held, LoadedFact
from facts.store import FORGOTTEN, OPERATOR, ChangeSet

IN_FIGURE = ("value", "low", "high", "unit", "qualifier")
"""The fields of a fact that its figure shows."""


def entry_line(entry: Entry) -> str:
    """An entry on one line: what it is about, the figure, and where it is from."""
    name = entry.key.partition(":")[2]
    if not isinstance(entry, LoadedFact):
        return visible(f"{name}: {entry.subject.kind}, {entry.subject.name}")
    return visible(f"{name}: {figure(entry)}, {entry.as_of}, {entry.source}")


def held_line(held: Held) -> str:
    """An entry, and since which version and day it is there."""
    return tr("{entry} (version {version}, {day})").format(
        entry=entry_line(held.entry), version=held.version, day=f"{held.at:%Y-%m-%d}"
    )


def figure(fact: LoadedFact) -> str:
    """A fact's figure in full: qualifier, value or range, unit."""
    value, low, high = (
        "" if each is None else f"{each:,.12g}" for each in (fact.value, fact.low, fact.high)
    )
    shown = f"{low} … {high}" if low and high else ""
    if value and shown:
        shown = f"{value} ({shown})"
    qualifier = "" if fact.qualifier is Qualifier.EXACTLY else tr(fact.qualifier.value)
    unit = "" if fact.unit == "1" else fact.unit
    return " ".join(filter(None, (qualifier, shown or value, unit)))


def preview(found: Comparison, doubts: Iterable[Doubt]) -> Iterator[str]:
    """What is added, changed and taken away, and what is doubtful in it."""
    yield from (f"+ {entry_line(each)}" for each in found.added.values())
    for change in found.changed.values():
        yield from _changed(change)
    yield from (f"- {entry_line(each)}" for each in found.removed.values())
    yield from (f"? {visible(doubt_told(each))}" for each in doubts)
    yield tr("{added} added, {changed} changed, {removed} taken away, {same} as they are").format(
        added=len(found.added),
        changed=len(found.changed),
        removed=len(found.removed),
        same=len(found.unchanged),
    )


def _changed(change: Change) -> Iterator[str]:
    name, old, new = change.key.partition(":")[2], change.old, change.new
    if isinstance(old, LoadedFact) and isinstance(new, LoadedFact):
        by = "" if not change.percent else f" ({change.percent:+.3g} %)"
        after = f" → {figure(new)}{by}" if set(change.fields) & set(IN_FIGURE) else ""
        yield visible(f"~ {name}: {figure(old)}{after}")
        parts: tuple[object, object] = (old, new)
    else:
        yield visible(f"~ {name}")
        parts = (getattr(old, "subject", None), getattr(new, "subject", None))
    for field in change.fields:
        if field not in IN_FIGURE:
            was, is_ = (getattr(each, field, None) for each in parts)
            yield visible(f"    {field}: {_said(was)} → {_said(is_)}")


def _said(value: object) -> str:
    if not value:
        return "–"
    if isinstance(value, (tuple, list)):
        return ", ".join(map(str, value))
    return str(value)


def change_line(made: ChangeSet) -> str:
    """A change set on one line: version, moment, who, how much, why."""
    who = {OPERATOR: tr("the operator"), FORGOTTEN: tr("somebody forgotten")}
    what = tr("changes: {count}").format(count=made.size)
    if made.undoes is not None:
        what = f"{what}, " + tr("undoes version {version}").format(version=made.undoes)
    moment = f"{made.at:%Y-%m-%d %H:%M} UTC"
    parts = (f"{made.version:>4}", moment, who.get(made.by, str(made.by)), what, made.why)
    return visible("  ".join(filter(None, parts)))
