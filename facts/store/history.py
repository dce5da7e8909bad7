"""A server's facts: as they are, as they were, and what changed them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.loaded import Entry, Held, ServerFacts
from facts.store.database import Database
from facts.store.errors import UnknownVersion
from facts.store.tables import change_sets, changes, entries, servers
from facts.store.values import Change, Changes, ChangeSet, entry_of
from facts.store.writing import (
    By,
    apply,
    change_set,
    done,
    heads,
    locked,
    refuse_overtaken,
    write,
)

Kept = tuple[str, str, int, datetime]
"""A key, the entry under it as it is kept, and the version and moment that brought it."""


class History:
    """Reads a server's facts and changes them, one change set after another."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def versions(self, of: Iterable[int]) -> dict[int, int]:
        """The version that each of some servers is at; 0 of one that has loaded nothing."""
        wanted = list(of)
        found = dict.fromkeys(wanted, 0)
        async with self._database.reading() as connection:
            for first in range(0, len(wanted), 500):
                some = servers.c.id.in_(wanted[first : first + 500])
                rows = await connection.execute(select(servers.c.id, servers.c.version).where(some))
                found.update((server, version) for server, version in rows)
        return found

    async def current(self, server: int) -> ServerFacts:
        """What a server holds now."""
        query = (
            select(servers.c.version, entries)
            .select_from(servers.outerjoin(entries))
            .where(servers.c.id == server)
        )
        async with self._database.reading() as connection:
            rows = (await connection.execute(query)).all()
        kept = [(row.key, row.entry, row[4], row.at) for row in rows if row.key is not None]
        return _facts(server, rows[0][0] if rows else 0, kept)

    async def at(self, server: int, version: int) -> ServerFacts:
        """What a server held at one of its versions; raises UnknownVersion."""
        async with self._database.reading() as connection:
            await _check(connection, server, version)
            return _facts(server, version, await _state(connection, server, version))

    async def history(
        self, server: int, limit: int = 20, before: int | None = None
    ) -> list[ChangeSet]:
        """The last change sets of a server, newest first, or the last ones before a version."""
        query = heads().where(change_sets.c.server == server)
        if before is not None:
            query = query.where(change_sets.c.version < before)
        query = query.order_by(change_sets.c.version.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [change_set(row) for row in await connection.execute(query)]

    async def change_set(self, server: int, version: int) -> ChangeSet:
        """The change set that made a version; raises UnknownVersion."""
        async with self._database.reading() as connection:
            return await _head(connection, server, version)

    async def changes(self, server: int, version: int) -> dict[str, Change]:
        """What the change set of a version did to each key; raises UnknownVersion."""
        async with self._database.reading() as connection:
            await _head(connection, server, version)
            rows = await _changes(connection, server, version)
        return {
            key: Change(before=_entry(before), after=_entry(after))
            for key, (before, after) in rows.items()
        }

    async def apply(
        self,
        server: int,
        changes: Changes,
        *,
        by: int,
        why: str,
        token: int | None,
        based_on: int | None = None,
    ) -> ChangeSet:
        """Make one change set of ``changes``; a token seen before changes nothing any more.

        Raises Conflict where others changed one of the keys after the version ``based_on``.
        """
        async with self._database.writing() as connection:
            who = By(by, why, token, self._database.clock())
            return await apply(connection, server, changes, who, based_on)

    async def undo(
        self,
        server: int,
        version: int,
        *,
        by: int,
        why: str,
        token: int | None,
        force: bool = False,
    ) -> ChangeSet:
        """Put back what the change set of a version replaced, as a new change set.

        Raises Conflict where one of its keys was changed later, unless forced; UnknownVersion.
        """
        async with self._database.writing() as connection:
            last = await locked(connection, server)
            if found := await done(connection, server, token):
                return found
            await _head(connection, server, version)
            replaced = await _changes(connection, server, version)
            if not force:
                await refuse_overtaken(connection, server, version, replaced)
            after = {key: before for key, (before, _) in replaced.items()}
            who = By(by, why, token, self._database.clock())
            return await write(connection, server, last + 1, after, who, undoes=version)

    async def revert(
        self, server: int, version: int, *, by: int, why: str, token: int | None
    ) -> ChangeSet:
        """Go back to what a server held at a version, as a new change set."""
        async with self._database.writing() as connection:
            last = await locked(connection, server)
            if found := await done(connection, server, token):
                return found
            await _check(connection, server, version)
            query = select(entries.c.key).where(entries.c.server == server)
            after: dict[str, str | None] = dict.fromkeys(await connection.scalars(query))
            after |= {key: entry for key, entry, *_ in await _state(connection, server, version)}
            who = By(by, why, token, self._database.clock())
            return await write(connection, server, last + 1, after, who)


def _entry(text: str | None) -> Entry | None:
    return None if text is None else entry_of(text)


def _facts(server: int, version: int, kept: Iterable[Kept]) -> ServerFacts:
    found = {
        key: Held(entry=entry_of(text), version=since, at=at)
        for key, text, since, at in sorted(kept)
    }
    return ServerFacts(server=server, version=version, entries=found)


async def _check(connection: AsyncConnection, server: int, version: int) -> None:
    if version != 0:
        await _head(connection, server, version)


async def _head(connection: AsyncConnection, server: int, version: int) -> ChangeSet:
    query = heads().where(change_sets.c.server == server, change_sets.c.version == version)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise UnknownVersion(server, version)
    return change_set(row)


async def _changes(
    connection: AsyncConnection, server: int, version: int
) -> dict[str, tuple[str | None, str | None]]:
    query = (
        select(changes.c.key, changes.c.before, changes.c.after)
        .where(changes.c.server == server, changes.c.version == version)
        .order_by(changes.c.key)
    )
    return {key: (before, after) for key, before, after in await connection.execute(query)}


async def _state(connection: AsyncConnection, server: int, version: int) -> list[Kept]:
    last = (
        select(changes.c.key, func.max(changes.c.version).label("version"))
        .where(changes.c.server == server, changes.c.version <= version)
        .group_by(changes.c.key)
        .subquery()
    )
    same = and_(changes.c.key == last.c.key, changes.c.version == last.c.version)
    query = (
        select(changes.c.key, changes.c.after, changes.c.version, change_sets.c.at)
        .join_from(changes, last, same)
        .join(change_sets)
        .where(changes.c.server == server, changes.c.after.is_not(None))
    )
    return [(key, after, since, at) for key, after, since, at in await connection.execute(query)]
