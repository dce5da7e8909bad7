"""Previews: changes that are shown, and made once someone confirms them."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from facts.store.database import Database
from facts.store.errors import Gone
from facts.store.tables import previews
from facts.store.values import Changes, ChangeSet, Preview, changes_of, changes_text, reason
from facts.store.writing import By, apply, done, locked

LASTS = timedelta(minutes=15)
"""How long a preview can be confirmed, unless told otherwise."""


class Previews:
    """Previews that wait for Confirm or Cancel; they outlast the process, and expire."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(
        self,
        server: int,
        changes: Changes,
        *,
        by: int,
        why: str,
        based_on: int,
        lasts: timedelta = LASTS,
    ) -> Preview:
        """Keep changes until they are confirmed, cancelled or expired."""
        kept = {
            "server": server,
            "by": by,
            "why": reason(why),
            "based_on": based_on,
            "expires": self._database.clock() + lasts,
        }
        new = insert(previews).values(**kept, changes=changes_text(changes))
        async with self._database.writing() as connection:
            await locked(connection, server)
            number = (await connection.execute(new.returning(previews.c.id))).scalar_one()
        return Preview.model_validate({**kept, "id": number, "changes": changes})

    async def get(self, server: int, preview: int) -> Preview:
        """A preview of a server; raises Gone where it is decided, expired or another server's."""
        async with self._database.reading() as connection:
            return await self._waiting(connection, server, preview)

    async def confirm(
        self,
        server: int,
        preview: int,
        *,
        by: int,
        token: int | None,
        undoes: int | None = None,
    ) -> ChangeSet:
        """Make the changes of a preview. Raises Gone, or Conflict where others were faster.

        ``undoes`` is the version that these changes put back, if they do.

        After a conflict the preview is still there, to be shown again and cancelled.
        """
        async with self._database.writing() as connection:
            await locked(connection, server)
            if found := await done(connection, server, token):
                return found
            shown = await self._waiting(connection, server, preview)
            await connection.execute(delete(previews).where(previews.c.id == preview))
            who = By(by, shown.why, token, self._database.clock())
            return await apply(
                connection, server, shown.changes, who, shown.based_on, undoes=undoes
            )

    async def cancel(self, server: int, preview: int) -> None:
        """Drop a preview; raises Gone."""
        async with self._database.writing() as connection:
            await locked(connection, server)
            await self._waiting(connection, server, preview)
            await connection.execute(delete(previews).where(previews.c.id == preview))

    async def _waiting(self, connection: AsyncConnection, server: int, preview: int) -> Preview:
        query = select(previews).where(
            previews.c.id == preview,
            previews.c.server == server,
            previews.c.expires > self._database.clock(),
        )
        row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise Gone(f"no preview {preview} waits in server {server}")
        return preview_of(row)


def preview_of(row: Row[tuple[object, ...]]) -> Preview:
    """A row of the table of previews."""
    kept = row._asdict()
    return Preview.model_validate({**kept, "changes": changes_of(kept["changes"])})
