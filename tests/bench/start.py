"""Start: a cold terminal answer and a bot's first answer, against bare imports."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.measure import figure, heading, mark, show
from tests.double import Double

IMPORTS = "import sympy, pydantic\nclass M(pydantic.BaseModel):\n    a: int"
COMMAND = Path(sys.executable).with_name("rackmath")
ASK = (str(COMMAND), "ask", "/power gpus:100000 device:h100")


# An installation has its bytecode; where writing it is switched off, ours alone would be compiled
# anew for every process and the libraries' not.
ENVIRONMENT = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def process(*arguments: str) -> float:
    """Seconds of a whole Python process."""
    start = time.perf_counter()
    subprocess.run(
        (sys.executable, *arguments), check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT
    )
    return time.perf_counter() - start


async def first_answer(command: str, options: dict[str, str], *module: str) -> float:
    """Seconds from the start of a bot process to its first answer."""
    async with Double(checks=False) as double:
        with tempfile.TemporaryDirectory() as state:
            environment = {**ENVIRONMENT, **double.settings, "RACKMATH_STATE_DIR": state}
            start = time.perf_counter()
            running = await asyncio.create_subprocess_exec(
                sys.executable,
                *module,
                env=environment,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
            )
            try:
                await double.ready(60)
                await (await double.slash(command, options)).answered(30)
                return time.perf_counter() - start
            finally:
                running.kill()
                await running.wait()


def run(rounds: int) -> None:
    """Print the section."""
    count = max(5, rounds // 10)
    floor, ask, bare, ours = [], [], [], []
    bare_bot = (
        "-c",
        f"{IMPORTS}\nimport runpy\nrunpy.run_module('tests.double.floor_bot', run_name='__main__')",
    )
    power = {"gpus": "100000", "device": "h100"}
    process(*ASK)  # writes the bytecode
    for _ in range(count):
        floor.append(process("-c", IMPORTS))
        ask.append(process(*ASK))
        bare.append(asyncio.run(first_answer("ping", {}, *bare_bot)))
        ours.append(asyncio.run(first_answer("power", power, "-m", "bot.cli", "run")))
    heading("Start of a process")
    show("import of sympy and pydantic", figure(floor), "ms")
    show("rackmath ask, the whole process", figure(ask), "ms")
    show("bare discord.py bot with sympy, to its first answer", figure(bare), "ms")
    show("rackmath run, to its first answer", figure(ours), "ms")
    mark("rackmath ask against the imports", figure(ask) / figure(floor), 1.3, "×")
    mark("bot to first answer against a bare bot", figure(ours) / figure(bare), 1.3, "×")
