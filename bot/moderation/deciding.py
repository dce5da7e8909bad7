"""Confirm and Cancel under a preview: pressed once or often, here or in another process."""

from __future__ import annotations

import contextlib

from bot.layout import Message
from bot.moderation.desk import Desk, Noted, Visit
from bot.moderation.preview import done
from calculators.changes import about
from calculators.language import signed
from facts.store import Conflict, Full, Gone

MOST_KEYS = 10
MAX_DIGITS = 18


async def decide(desk: Desk, visit: Visit, parts: list[str]) -> Message:
    """Carry out ``confirm:id``, ``confirm:id:undone version`` or ``cancel:id``."""
    action, *digits = parts or [""]
    if not all(each.isascii() and each.isdigit() and len(each) <= MAX_DIGITS for each in digits):
        raise Noted("stale_button")
    numbers = [int(each) for each in digits]
    if action == "confirm" and len(numbers) in {1, 2}:
        return await _confirm(desk, visit, numbers[0], numbers[1] if numbers[1:] else None)
    if action == "cancel" and len(numbers) == 1:
        return await _cancel(desk, visit, numbers[0])
    raise Noted("stale_button")


async def _confirm(desk: Desk, visit: Visit, number: int, undoes: int | None) -> Message:
    """Make the changes of a preview; the interaction is the token, so that it counts once."""
    previews, token = desk.holding.store.previews, visit.interaction.id
    if undoes is not None and not 1 <= undoes <= visit.held.version:
        raise Noted("stale_button")
    try:
        made = await previews.confirm(
            visit.server, number, by=visit.person, token=token, undoes=undoes
        )
    except Gone:
        raise Noted("facts_gone") from None
    except Full as full:
        raise Noted("facts_full", most=signed(f"{full.most:,}")) from None
    except Conflict as conflict:
        with contextlib.suppress(Gone):
            await previews.cancel(visit.server, number)
        keys = [about(key) for key in conflict.keys]
        shown = ", ".join(keys[:MOST_KEYS]) + (" …" if len(keys) > MOST_KEYS else "")
        return done("facts_conflict", keys=shown)
    finally:
        desk.holding.drop(visit.server)
    return done("facts_loaded", version=made.version, number=signed(f"{made.size:,}"))


async def _cancel(desk: Desk, visit: Visit, number: int) -> Message:
    try:
        await desk.holding.store.previews.cancel(visit.server, number)
    except Gone:
        raise Noted("facts_gone") from None
    return done("facts_cancelled")
