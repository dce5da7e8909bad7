"""What the bot did: the record of one request, and waiting for something to come true."""

# ruff: noqa: ASYNC109 - a test says how long it waits, in the call that waits

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .world import Upload


@dataclass(slots=True)
class Call:
    """One REST request. ``status`` stays None when the double dropped the connection."""

    at: float
    method: str
    path: str
    route: str
    template: str = ""
    body: Any = None
    query: dict[str, str] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    authorization: str | None = None
    status: int | None = None
    answer: Any = None
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def code(self) -> int | None:
        """Discord's JSON error code, such as 10062, where there was one."""
        return self.answer.get("code") if isinstance(self.answer, dict) else None

    def __str__(self) -> str:
        return f"{self.method} {self.route} -> {self.status} {self.code or ''}".rstrip()


class Changes:
    """Wakes waiters whenever something changed.

    A condition variable needs a lock and therefore an ``await`` to notify; this one is
    told synchronously, from the middle of a request, and costs nothing while nobody waits.
    """

    __slots__ = ("_waiters",)

    def __init__(self) -> None:
        self._waiters: list[asyncio.Future[None]] = []

    def notify(self) -> None:
        if self._waiters:
            waiters, self._waiters = self._waiters, []
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_result(None)

    async def until(
        self, condition: Callable[[], bool], timeout: float, poll: float | None = None
    ) -> None:
        """Return as soon as the condition holds; TimeoutError when it does not in time.

        ``poll`` looks every so many seconds as well, for conditions nobody notifies of.
        """
        if condition():
            return
        async with asyncio.timeout(timeout):
            while not condition():
                waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiters.append(waiter)
                if poll is None:
                    await waiter
                    continue
                await asyncio.wait({waiter}, timeout=poll)
                if not waiter.done():
                    self._waiters.remove(waiter)
