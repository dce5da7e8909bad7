"""What members and moderators do with proposals, in a line each."""

from __future__ import annotations

from typing import Any

from bot.client import RackmathClient
from tests.double import MEMBER, MODERATOR, Double, Interaction, Message, User

BEN, ANNE, CARL = User("ben"), User("anne"), User("carl")
"""A member, and two who may manage the server."""
PUE = {
    "value:ours": "1.2",
    "as_of:pue": "2026-10",
    "source:exactly": "Own meters",
    "url": "https://meters.example/pue",
    "note": "without the offices",
}


async def reviewing(bot: RackmathClient, double: Double, *, on: bool = True) -> None:
    await bot.holding.store.servers.review(double.guild.id, on=on)


async def opened(double: Double, user: User = BEN, **where: Any) -> Interaction:
    """Open the form of a proposal of the server's own PUE."""
    where = {"permissions": MEMBER, **where}
    options = {"subject": "ours", "quantity": "pue"}
    return await (await double.slash("facts propose", options, user=user, **where)).answered()


async def propose(
    double: Double, user: User = BEN, where: dict[str, Any] | None = None, **fields: str
) -> Interaction:
    """Fill in the form, with other fields than ``PUE`` where they are named."""
    form = await opened(double, user, **(where or {}))
    names = {name.partition(":")[0]: name for name in PUE}
    values = PUE | {names[name]: typed for name, typed in fields.items()}
    return await (await double.submit_modal(form, values)).answered()


def button(shown: Message | Interaction, action: str) -> str:
    message = shown.message if isinstance(shown, Interaction) else shown
    (found,) = (each for each in message.custom_ids if f":{action}:" in each)
    return found


async def press(
    double: Double, shown: Message | Interaction, action: str, user: User = ANNE, **where: Any
) -> Interaction:
    """Press a button under a proposal, as a moderator."""
    message = shown.message if isinstance(shown, Interaction) else shown
    where = {"permissions": MODERATOR, "user": user, **where}
    return await (await double.press(button(message, action), message, **where)).answered()


async def settled(double: Double, *bots: RackmathClient) -> None:
    """Wait until nothing is answered any more."""
    await double.until(lambda: not any(bot.responder.open for bot in bots))


async def figure(double: Double, user: User = BEN) -> str:
    """What the facility draws around 10 MW: 15.6 MW with the curated PUE of 1.56."""
    options = {"target": "facility_power", "given": "it_power=10MW"}
    return (await (await double.slash("solve", options, user=user)).answered()).text
