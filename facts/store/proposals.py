"""Proposals: entries that members suggest and moderators decide about, each once."""

from __future__ import annotations

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.loaded import Entry
from facts.store.database import Database
from facts.store.errors import Gone, TooMany
from facts.store.tables import proposals
from facts.store.values import ChangeSet, Proposal, State, entry_of, entry_text
from facts.store.writing import By, apply, done, locked

MOST_OF_ONE = 5
"""Proposals of one person that may wait in a server."""
MOST = 100
"""Proposals of all that may wait in a server."""


class Proposals:
    """The proposals of servers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def propose(
        self, server: int, entry: Entry, *, by: int, token: int | None = None
    ) -> Proposal:
        """Keep an entry until a moderator decides; raises TooMany.

        A token seen before returns what it has led to.
        """
        kept = {"server": server, "by": by, "at": self._database.clock(), "state": State.OPEN}
        new = insert(proposals).values(**kept, entry=entry_text(entry), token=token)
        async with self._database.writing() as connection:
            await locked(connection, server)
            if found := await _made(connection, server, token):
                return found
            await _refuse_too_many(connection, server, by)
            number = (await connection.execute(new.returning(proposals.c.id))).scalar_one()
        undecided = {"decided_by": None, "version": None}
        return Proposal.model_validate({**kept, **undecided, "id": number, "entry": entry})

    async def get(self, server: int, proposal: int) -> Proposal:
        """A proposal, decided or not; raises Gone where the server has no such one."""
        async with self._database.reading() as connection:
            return await _one(connection, server, proposal)

    async def shown(self, server: int, proposal: int, *, channel: int, message: int) -> None:
        """Note where a proposal is shown."""
        one = update(proposals).where(proposals.c.id == proposal, proposals.c.server == server)
        async with self._database.writing() as connection:
            await connection.execute(one.values(channel=channel, message=message))

    async def waiting(self, server: int, limit: int = 100) -> list[Proposal]:
        """The proposals that a server has yet to decide, oldest first."""
        query = (
            select(proposals)
            .where(proposals.c.server == server, proposals.c.state == State.OPEN)
            .order_by(proposals.c.id)
            .limit(limit)
        )
        async with self._database.reading() as connection:
            return [proposal_of(row) for row in await connection.execute(query)]

    async def approve(
        self,
        server: int,
        proposal: int,
        *,
        by: int,
        why: str,
        token: int | None,
        edited: Entry | None = None,
        based_on: int | None = None,
    ) -> ChangeSet:
        """Load what was proposed, or what a moderator made of it; raises Gone where it is decided.

        A token seen before returns what it has led to. Raises Conflict where the server has
        something else there since its version ``based_on``, and the proposal stays open.
        """
        async with self._database.writing() as connection:
            await locked(connection, server)
            if found := await done(connection, server, token):
                return found
            proposed = await _open(connection, server, proposal)
            entry = edited or proposed.entry
            who = By(by, why, token, self._database.clock())
            made = await apply(connection, server, {entry.key: entry}, who, based_on)
            state = State.APPROVED if edited is None else State.EDITED
            await _decide(connection, proposed, state, by, made.version)
        return made

    async def reject(self, server: int, proposal: int, *, by: int) -> Proposal:
        """Decide against a proposal; raises Gone where it is decided."""
        async with self._database.writing() as connection:
            await locked(connection, server)
            proposed = await _open(connection, server, proposal)
            await _decide(connection, proposed, State.REJECTED, by)
            return await _one(connection, server, proposal)


def proposal_of(row: Row[tuple[object, ...]]) -> Proposal:
    """A row of the table of proposals."""
    kept = row._asdict()
    del kept["token"]
    read = {"entry": entry_of(kept["entry"]), "state": State(kept["state"])}
    return Proposal.model_validate({**kept, **read})


async def _made(connection: AsyncConnection, server: int, token: int | None) -> Proposal | None:
    """The proposal that a token has led to already."""
    if token is None:
        return None
    query = select(proposals).where(proposals.c.server == server, proposals.c.token == token)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else proposal_of(row)


async def _refuse_too_many(connection: AsyncConnection, server: int, by: int) -> None:
    """Raise TooMany where one more would be; the server's row must be locked."""
    theirs = func.count().filter(proposals.c.by == by)
    query = select(theirs, func.count()).where(
        proposals.c.server == server, proposals.c.state == State.OPEN
    )
    own, every = (await connection.execute(query)).one()
    if own >= MOST_OF_ONE:
        raise TooMany(MOST_OF_ONE, own=True)
    if every >= MOST:
        raise TooMany(MOST, own=False)


async def _one(connection: AsyncConnection, server: int, proposal: int) -> Proposal:
    query = select(proposals).where(proposals.c.id == proposal, proposals.c.server == server)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise Gone(f"server {server} has no proposal {proposal}")
    return proposal_of(row)


async def _open(connection: AsyncConnection, server: int, proposal: int) -> Proposal:
    found = await _one(connection, server, proposal)
    if found.state is not State.OPEN:
        raise Gone(f"proposal {proposal} is {found.state}")
    return found


async def _decide(
    connection: AsyncConnection,
    proposed: Proposal,
    state: State,
    by: int,
    version: int | None = None,
) -> None:
    decided = {"state": state, "decided_by": by, "version": version}
    await connection.execute(
        update(proposals).where(proposals.c.id == proposed.id).values(**decided)
    )
