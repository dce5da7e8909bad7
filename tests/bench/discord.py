"""Discord: ``/power`` over the gateway against a bare ``/ping`` and a fixed layout, same double."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from tests.bench.measure import figure, heading, mark, show
from tests.double import Double

POWER = {"gpus": "100000", "device": "h100"}
IN_FLIGHT = 64


@asynccontextmanager
async def bot(module: tuple[str, ...]) -> AsyncIterator[Double]:
    """A double with a bot process of its own."""
    async with Double(checks=False, history=200) as double:
        with tempfile.TemporaryDirectory() as state:
            environment = {**os.environ, **double.settings, "RACKMATH_STATE_DIR": state}
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                *module,
                env=environment,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                await double.ready(60)
                yield double
            finally:
                process.kill()
                await process.wait()


async def once(double: Double, command: str, options: Mapping[str, str]) -> float:
    """Seconds from the interaction to its answer."""
    start = time.perf_counter()
    await (await double.slash(command, dict(options))).answered(30)
    return time.perf_counter() - start


async def throughput(double: Double, command: str, options: Mapping[str, str], total: int) -> float:
    """Answers in a second with ``IN_FLIGHT`` interactions under way."""
    left = iter(range(total))

    async def one() -> None:
        for _ in left:
            await once(double, command, options)

    start = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(IN_FLIGHT)))
    return total / (time.perf_counter() - start)


async def _run(rounds: int) -> None:
    async with bot(("tests.double.floor_bot",)) as floor, bot(("bot.cli", "run")) as ours:
        cases: dict[str, tuple[Double, str, Mapping[str, str]]] = {
            "/ping, a fixed text (floor)": (floor, "ping", {}),
            "/card, a fixed layout of 9 components (floor)": (floor, "card", {}),
            "/power gpus:100000 device:h100": (ours, "power", POWER),
        }
        for double, command, options in cases.values():
            for _ in range(200):
                await once(double, command, options)
        taken: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(rounds * 10):
            for name, (double, command, options) in cases.items():
                taken[name].append(await once(double, command, options))
        rates: dict[str, list[float]] = {name: [] for name in cases}
        for _ in range(5):
            for name, (double, command, options) in cases.items():
                rates[name].append(await throughput(double, command, options, 400))
    found = {name: figure(values) for name, values in taken.items()}
    speed = {name: figure(values) for name, values in rates.items()}
    heading("Discord round trip on loopback, one at a time")
    for name, each in found.items():
        show(name, each, "ms")
    heading(f"Discord throughput, {IN_FLIGHT} in flight")
    for name, each in speed.items():
        show(name, each, "/s")
    _, card, power = cases
    mark("/power against the fixed layout, median", found[power] / found[card], 1.5, "×")
    mark(
        "/power throughput against the layout", speed[power] / speed[card], 0.7, "×", at_least=True
    )


def run(rounds: int) -> None:
    """Print the section."""
    asyncio.run(_run(rounds))
