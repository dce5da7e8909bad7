"""Processes that load facts, as tests start, ask and kill them.

They are forked from one that has imported everything: importing takes longer than what they do.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Self

from tests.store import loading
from tests.store.samples import SERVER

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([loading.__name__])


class Forked:
    """A process and a line to it; killed at the end of its block, if not before."""

    def __init__(self, work: Callable[..., None], *arguments: Any) -> None:
        self._line, self._end = FORKS.Pipe()
        self._process = FORKS.Process(target=work, args=(self._end, *arguments))

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._process.start)
        self._end.close()
        return self

    async def hear(self) -> Any:
        """What it tells next; None once it has ended, in the middle of a word perhaps."""
        return await asyncio.to_thread(_hear, self._line)

    def ask(self) -> None:
        """Have it do something."""
        self._line.send("more")

    async def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self._process.kill()
        await asyncio.to_thread(self._process.join)

    async def __aexit__(self, *_: object) -> None:
        await self.end()
        self._process.close()
        self._line.close()


def _hear(line: Connection) -> Any:
    try:
        return line.recv()
    except (EOFError, OSError):
        return None


class Loader(Forked):
    """A process that loads facts, and the numbers of the change sets that it acknowledged."""

    def __init__(self, where: str, first: int = 1, server: int = SERVER, *, asked: bool = True):
        super().__init__(loading.loads, where, server, first, asked)
        self.server = server
        self.acknowledged: list[int] = []

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        assert await self.hear() == "ready"
        return self

    async def load(self) -> None:
        """Ask for one change set, and wait until it is acknowledged."""
        self.ask()
        assert await self._acknowledged()

    async def _acknowledged(self) -> bool:
        number = await self.hear()
        if number is not None:
            self.acknowledged.append(number)
        return number is not None

    async def kill_after(self, seconds: float) -> None:
        """Send SIGKILL after so long; what was acknowledged before is heard to the end."""
        await asyncio.sleep(seconds)
        await self.end()
        while await self._acknowledged():
            pass
