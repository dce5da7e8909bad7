"""What moderators do, in a line each."""

from __future__ import annotations

import re
from typing import Any

from tests.double import MODERATOR, Double, Interaction, Upload

PUE = b"""\
facts:
  - quantity: pue
    value: 1.1
    as_of: 2026-10
    source: Own meters
"""
MEANWHILE = re.compile("^### (Reading|Czytam) `")
FORM = {
    "value:h100": "350 W",
    "as_of:device_power": "2026-11",
    "source:exactly": "Lab report 7",
    "url": "",
    "note": "",
}


def yaml(*facts: str) -> Upload:
    """A file of facts: ``subject quantity value``, each of October 2026."""
    lines = ["facts:"]
    for each in facts:
        subject, quantity, value = each.split(" ", 2)
        lines += [f"  - subject: {subject}", f"    quantity: {quantity}", f"    value: {value}"]
        lines += ['    as_of: "2026-10"', "    source: Own meters"]
    return Upload("\n".join(lines).encode(), "facts.yaml")


async def command(
    double: Double, name: str, options: dict[str, Any] | None = None, **where: Any
) -> Interaction:
    """Use ``/facts name`` as a moderator of the first server."""
    where = {"permissions": MODERATOR, **where}
    sent = await double.slash(f"facts {name}", options or {}, **where)
    await sent.answered()
    # A machine under load may be so slow that the bot says what it does meanwhile.
    await sent.everything.until(lambda: not MEANWHILE.search(sent.text), 20)
    return sent


async def load(double: Double, file: Upload, **where: Any) -> Interaction:
    """Load a file, as far as the preview."""
    return await command(double, "load", {"file": file}, **where)


def button(shown: Interaction, action: str) -> str:
    """The custom_id of Confirm or Cancel under a preview."""
    found = [each for each in shown.message.custom_ids if f":{action}:" in each]
    assert len(found) == 1, shown.message.custom_ids
    return found[0]


async def press(double: Double, shown: Interaction, action: str, **where: Any) -> Interaction:
    """Press a button under a preview."""
    return await (await double.press(button(shown, action), shown, **where)).answered()


async def loaded(double: Double, file: Upload, **where: Any) -> Interaction:
    """Load a file and confirm it; gives the preview."""
    shown = await load(double, file, **where)
    done = await press(double, shown, "confirm")
    assert "version" in done.text or "wersja" in done.text, done.text
    return shown


async def power(double: Double, **where: Any) -> str:
    """What the bot answers about the power of 100,000 H100."""
    options = {"gpus": "100000", "device": "h100"}
    return (await (await double.slash("power", options, **where)).answered()).text


def attached(shown: Interaction, name: str) -> str:
    """The text of a file that came with an answer."""
    return shown.message.files[name].data.decode()
