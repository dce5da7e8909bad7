"""Processes that load facts, as tests start, ask and kill them."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Self

from tests.store.samples import SERVER

ROOT = Path(__file__).parents[2]


class Loader:
    """One of ``tests.store.loading``; killed at the end of its block, if not before."""

    def __init__(self, where: str, first: int = 1, server: int = SERVER, *, asked: bool = True):
        self.server = server
        self.acknowledged: list[int] = []
        self._arguments = (where, str(server), str(first), *(["asked"] if asked else []))

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.store.loading", *self._arguments),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._input, self._output = self._process.stdin, self._process.stdout
        assert await self._output.readline() == b"ready\n"
        return self

    async def load(self) -> None:
        """Ask for one change set, and wait until it is acknowledged."""
        self._input.write(b"\n")
        await self._heard()

    async def _heard(self) -> bool:
        line = await self._output.readline()
        if line.endswith(b"\n"):
            self.acknowledged.append(int(line))
        return bool(line)

    async def kill_after(self, seconds: float) -> None:
        """Send SIGKILL after so long; what was acknowledged before is heard to the end."""
        await asyncio.sleep(seconds)
        self._process.kill()
        while await self._heard():
            pass
        await self._process.wait()

    async def __aexit__(self, *_: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._input.close()
        await self._process.wait()
