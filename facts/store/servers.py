"""Servers: what they have set, and what becomes of their facts once the bot has left."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Update, and_, delete, select, update

from facts.store.database import Database
from facts.store.tables import previews, proposals, servers
from facts.store.telling import tell_all
from facts.store.values import Settings, State, roles_of, roles_text
from facts.store.writing import locked

KEPT_FOR = timedelta(days=30)
"""How long the facts of a server are kept after it has removed the bot, and a decided proposal."""


class Servers:
    """Settings of servers, and their coming and going."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def settings(self, server: int) -> Settings:
        """What a server has set."""
        query = select(servers.c.roles, servers.c.review).where(servers.c.id == server)
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).one_or_none()
        return Settings() if row is None else Settings(roles=roles_of(row[0]), review=row[1])

    async def let_load(self, server: int, role: int, *, may: bool) -> tuple[int, ...]:
        """Let a role load facts, or no longer; returns all that may, beside the managers."""
        async with self._database.writing() as connection:
            await locked(connection, server)
            query = select(servers.c.roles).where(servers.c.id == server)
            roles = {*roles_of((await connection.execute(query)).scalar_one())}
            kept = roles_text(roles | {role} if may else roles - {role})
            await connection.execute(_set(server, roles=kept))
        return roles_of(kept)

    async def review(self, server: int, *, on: bool) -> None:
        """Let members propose facts, or no longer."""
        async with self._database.writing() as connection:
            await locked(connection, server)
            await connection.execute(_set(server, review=on))

    async def left(self, server: int) -> None:
        """Note that a server has removed the bot. Not for one that is only unavailable."""
        gone = update(servers).where(servers.c.id == server, servers.c.left_at.is_(None))
        async with self._database.writing() as connection:
            await connection.execute(gone.values(left_at=self._database.clock()))

    async def rejoined(self, server: int) -> None:
        """Note that a server has the bot; what it had loaded is kept."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(servers).where(servers.c.id == server).values(left_at=None)
            )

    async def reconcile(
        self, present: Collection[int], *, shard: int = 0, shards: int = 1
    ) -> list[int]:
        """Note which servers came and went while the bot was away; returns those that went.

        ``present`` are all servers of a shard that Discord lists when it is ready, the unavailable
        ones among them. Servers of other shards are left alone.
        """
        async with self._database.writing() as connection:
            every = select(servers.c.id, servers.c.left_at).order_by(servers.c.id)
            rows = (await connection.execute(every)).all()
            ours = [(server, at) for server, at in rows if (server >> 22) % shards == shard]
            gone = [server for server, at in ours if at is None and server not in present]
            back = [server for server, at in ours if at is not None and server in present]
            for some, left_at in ((gone, self._database.clock()), (back, None)):
                for server in some:
                    one = update(servers).where(servers.c.id == server)
                    await connection.execute(one.values(left_at=left_at))
        return gone

    async def purge(self, now: datetime) -> list[int]:
        """Delete what belongs to servers that left 30 days ago, and what nobody waits for.

        That are previews that have expired, and proposals older than 30 days that are decided.
        """
        due = servers.c.left_at <= now - KEPT_FOR
        async with self._database.writing() as connection:
            # Locked in their order, so that two processes can do this at the same time.
            rows = select(servers.c.id).where(due).order_by(servers.c.id).with_for_update()
            purged = list(await connection.scalars(rows))
            if purged:
                await connection.execute(delete(servers).where(due))
                await tell_all(connection)
            await connection.execute(delete(previews).where(previews.c.expires <= now))
            old = and_(proposals.c.state != State.OPEN, proposals.c.at <= now - KEPT_FOR)
            await connection.execute(delete(proposals).where(old))
        return purged


def _set(server: int, **values: object) -> Update:
    return update(servers).where(servers.c.id == server).values(**values)
