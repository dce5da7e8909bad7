"""Change sets, written within a transaction: at most one for a token, versions without gaps.

A server's row is locked first, so that its change sets follow one another in every database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Insert, Row, Select, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.loaded import MAX_ENTRIES
from facts.store.errors import Conflict, Full, UnknownVersion
from facts.store.tables import change_sets, changes, entries, servers
from facts.store.telling import tell
from facts.store.values import Changes, ChangeSet, entry_text, reason

Texts = Mapping[str, str | None]
"""Entries as they are kept, by key; None where there is none."""


class By(NamedTuple):
    """Who changes something, why, when, and the token of the request: it is carried out once."""

    by: int
    why: str
    token: int | None
    at: datetime


async def locked(connection: AsyncConnection, server: int) -> int:
    """The version of a server, whose row is this transaction's from now on."""
    first = {"id": server, "version": 0, "review": False, "roles": ""}
    await connection.execute(_unless_there(connection).values(first))
    query = select(servers.c.version).where(servers.c.id == server).with_for_update()
    return int((await connection.execute(query)).scalar_one())


def _unless_there(connection: AsyncConnection) -> Insert:
    """An insertion of servers that skips those that are there; each database has its own."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(servers).on_conflict_do_nothing()
    from sqlalchemy.dialects import postgresql  # which takes SQLite too long

    return postgresql.insert(servers).on_conflict_do_nothing()


def heads() -> Select[tuple[object, ...]]:
    """A query for change sets as ``change_set`` takes them."""
    size = (
        select(func.count())
        .where(changes.c.server == change_sets.c.server, changes.c.version == change_sets.c.version)
        .scalar_subquery()
    )
    return select(change_sets, size.label("size"))


def change_set(row: Row[tuple[object, ...]]) -> ChangeSet:
    """A row of ``heads``."""
    kept = row._asdict()
    return ChangeSet(**{name: kept[name] for name in ChangeSet.model_fields})


async def done(connection: AsyncConnection, server: int, token: int | None) -> ChangeSet | None:
    """The change set that a token has led to already in a server."""
    if token is None:
        return None
    query = heads().where(change_sets.c.server == server, change_sets.c.token == token)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else change_set(row)


async def held(connection: AsyncConnection, server: int, keys: Iterable[str]) -> dict[str, str]:
    """The entries that a server holds under some keys, as they are kept."""
    wanted = list(keys)
    found: dict[str, str] = {}
    for first in range(0, len(wanted), 500):
        some = entries.c.key.in_(wanted[first : first + 500])
        query = select(entries.c.key, entries.c.entry).where(entries.c.server == server, some)
        found.update((key, entry) for key, entry in await connection.execute(query))
    return found


async def since(connection: AsyncConnection, server: int, version: int) -> dict[str, int]:
    """The keys that were changed after a version, each with the last version that did it."""
    query = (
        select(changes.c.key, func.max(changes.c.version))
        .where(changes.c.server == server, changes.c.version > version)
        .group_by(changes.c.key)
    )
    return dict((await connection.execute(query)).all())


async def refuse_overtaken(
    connection: AsyncConnection, server: int, version: int, keys: Iterable[str]
) -> None:
    """Raise Conflict where one of the keys was changed after a version."""
    later = await since(connection, server, version)
    if overlap := {key: later[key] for key in keys if key in later}:
        raise Conflict(overlap)


async def write(
    connection: AsyncConnection,
    server: int,
    version: int,
    after: Texts,
    who: By,
    *,
    undoes: int | None = None,
) -> ChangeSet:
    """Make a server's next version; its row must be locked. What stays as it is, is left out.

    Raises Full.
    """
    before = await held(connection, server, after)
    changed = {key: entry for key, entry in after.items() if before.get(key) != entry}
    head: dict[str, Any] = {
        "server": server,
        "version": version,
        "at": who.at,
        "undoes": undoes,
        "by": who.by,
        "why": reason(who.why),
    }
    await connection.execute(insert(change_sets).values(**head, token=who.token))
    here = servers.c.id == server
    await connection.execute(update(servers).where(here).values(version=version))
    await _write_changes(connection, head, before, changed)
    await _refuse_too_many(connection, server)
    await tell(connection, server, version)
    return ChangeSet(**head, size=len(changed))


async def _write_changes(
    connection: AsyncConnection, head: Mapping[str, Any], before: Texts, after: Texts
) -> None:
    if not after:
        return
    stamp = {name: head[name] for name in ("server", "version")}
    rows = [{**stamp, "key": key, "before": before.get(key), "after": after[key]} for key in after]
    await connection.execute(insert(changes), rows)
    here = entries.c.server == head["server"]
    keys = list(after)
    for first in range(0, len(keys), 500):
        some = entries.c.key.in_(keys[first : first + 500])
        await connection.execute(delete(entries).where(here, some))
    stamp["at"] = head["at"]
    if rows := [{**stamp, "key": key, "entry": each} for key, each in after.items() if each]:
        await connection.execute(insert(entries), rows)


async def _refuse_too_many(connection: AsyncConnection, server: int) -> None:
    """Raise Full where a server holds more than it may, which undoes what has been written."""
    query = select(func.count()).select_from(entries).where(entries.c.server == server)
    if (await connection.execute(query)).scalar_one() > MAX_ENTRIES:
        raise Full(MAX_ENTRIES)


async def apply(
    connection: AsyncConnection,
    server: int,
    proposed: Changes,
    who: By,
    based_on: int | None = None,
    *,
    undoes: int | None = None,
) -> ChangeSet:
    """Put entries under their keys, or take them away, unless the token has done so already.

    Raises Full, and Conflict where one of the keys was changed after the version ``based_on``.
    """
    if wrong := [key for key, entry in proposed.items() if entry and entry.key != key]:
        raise ValueError(f"entries under keys that aren't theirs: {wrong}")
    version = await locked(connection, server)
    if found := await done(connection, server, who.token):
        return found
    if based_on is not None:
        if not 0 <= based_on <= version:
            raise UnknownVersion(server, based_on)
        await refuse_overtaken(connection, server, based_on, proposed)
    after = {key: entry_text(entry) for key, entry in proposed.items()}
    return await write(connection, server, version + 1, after, who, undoes=undoes)
