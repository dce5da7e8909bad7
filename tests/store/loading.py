"""A process that loads facts: ``python -m tests.store.loading ADDRESS SERVER FIRST [ASKED]``.

It makes change set after change set, each of SIZE entries that all hold the number of the change
set, and writes that number to its output once the store has acknowledged it. With ASKED it makes
one for every line of its input.
"""

from __future__ import annotations

import asyncio
import sys
from itertools import count

from facts.loaded import Entry
from facts.store import Store, opened
from tests.store.samples import ANNE, pue

SIZE = 20


def entries(number: int) -> dict[str, Entry]:
    """What change set ``number`` puts there."""
    return {each.key: each for each in (pue(number, f"site-{n}") for n in range(SIZE))}


def say(what: str) -> None:
    """Write a line at once: whoever reads it may kill this process any moment."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


async def load(store: Store, server: int, number: int) -> None:
    """Make one change set and acknowledge it; its token is its number, for its server alone."""
    token = server + number
    await store.facts.apply(server, entries(number), by=ANNE, why=str(number), token=token)
    say(str(number))


async def main(where: str, server: int, first: int, *, asked: bool) -> None:
    async with opened(where) as store:
        say("ready")
        for number in count(first):
            if asked and not await asyncio.to_thread(sys.stdin.readline):
                return
            await load(store, server, number)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), asked=len(sys.argv) > 4))
