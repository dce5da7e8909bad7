"""What a process that loads facts does; see ``processes.py``.

It makes change set after change set, each of SIZE entries that all hold the number of the change
set, and tells that number once the store has acknowledged it. Where it is to be asked, it makes one
for everything that it hears.
"""

from __future__ import annotations

import asyncio
import os
import signal
from itertools import count
from multiprocessing.connection import Connection

from sqlalchemy import Engine, event

from facts.loaded import Entry
from facts.store.store import Store, opened
from tests.store.samples import ANNE, pue

SIZE = 20


def entries(number: int) -> dict[str, Entry]:
    """What change set ``number`` puts there."""
    return {each.key: each for each in (pue(number, f"site-{n}") for n in range(SIZE))}


async def load(store: Store, server: int, number: int) -> None:
    """Make one change set; its token is its number, for its server alone."""
    token = server + number
    await store.facts.apply(server, entries(number), by=ANNE, why=str(number), token=token)


async def main(told: Connection, where: str, server: int, first: int, *, asked: bool) -> None:
    async with opened(where) as store:
        told.send("ready")
        for number in count(first):
            if asked:
                await asyncio.to_thread(told.recv)
            await load(store, server, number)
            told.send(number)


def loads(told: Connection, where: str, server: int, first: int, asked: bool) -> None:
    """Load until killed."""
    asyncio.run(main(told, where, server, first, asked=asked))


def opens(told: Connection, where: str) -> None:
    """Open a database once, and tell the version of a server."""

    async def look() -> None:
        async with opened(where) as store:
            told.send(await store.facts.versions([1]))

    asyncio.run(look())


def opens_until_killed(told: Connection, where: str, statements: int) -> None:
    """Open a database, but be killed after so many statements."""
    left = iter(range(1, statements))

    @event.listens_for(Engine, "after_cursor_execute")
    def executed(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    opens(told, where)
