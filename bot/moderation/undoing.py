"""Undoing: a change set taken back, or a whole state restored, previewed like any other change."""

from __future__ import annotations

from bot.layout import Message
from bot.moderation.desk import Desk, Noted, Visit
from bot.moderation.preview import Draft, preview
from bot.texts import text
from calculators.changes import about
from facts.loaded import Entry

MOST_KEYS = 10


async def undo(desk: Desk, visit: Visit, version: int | None) -> Message:
    """Preview the undoing of a change set, by default of the last one.

    Where something was changed again later, the preview says so: confirming overwrites that.
    """
    undone = version if version is not None else visit.held.version
    if undone < 1:
        raise Noted("facts_nothing_yet")
    changes = await desk.known(visit, undone, desk.holding.store.facts.changes)
    later = [key for key, change in changes.items() if visit.entries.get(key) != change.after]
    before = {key: change.before for key, change in changes.items()}
    beware = (_changed_again(visit, undone, later),) if later else ()
    why = f"undo {undone}"
    return await preview(desk, visit, Draft(before, why, beware=beware, undoes=undone))


def _changed_again(visit: Visit, undone: int, later: list[str]) -> str:
    since = {key: held.version for key, held in visit.held.entries.items()}
    keys = [f"{about(key)} ({since[key]})" if key in since else about(key) for key in later]
    shown = ", ".join(keys[:MOST_KEYS]) + (" …" if len(keys) > MOST_KEYS else "")
    told = " ".join(text("facts_changed_again", part) for part in ("headline", "next"))
    return told.format(version=undone, keys=shown)


async def restore(desk: Desk, visit: Visit, version: int) -> Message:
    """Preview the way back to what the server held at a version."""
    then = await desk.known(visit, version, desk.holding.store.facts.at)
    gone = dict.fromkeys(visit.held.entries.keys() - then.entries.keys())
    back: dict[str, Entry | None] = {key: held.entry for key, held in then.entries.items()}
    return await preview(desk, visit, Draft({**back, **gone}, f"restore {version}"))
