"""Who may do what where: asked at every command, button and form, also at forged ones."""

from __future__ import annotations

from typing import Any

import pytest

from bot.client import RackmathClient
from tests.double import ADMINISTRATOR, MEMBER, MODERATOR, Double, Guild, Interaction, User
from tests.moderation.acts import FORM, button, command, load, yaml
from tests.moderation.conftest import ENGINEERS

pytestmark = pytest.mark.usefixtures("bot")

WHO: dict[str, dict[str, Any]] = {
    "member": {"permissions": MEMBER},
    "permitted role": {"permissions": MEMBER, "roles": (ENGINEERS,)},
    "Manage Server": {"permissions": MODERATOR},
    "administrator": {"permissions": MEMBER | ADMINISTRATOR},
    "owner": {"permissions": (1 << 53) - 1},  # Discord grants the owner every permission
}
WHERE: dict[str, dict[str, Any]] = {
    "server": {},
    "direct message": {"guild": False},
    "user install": {"user_install": True, "owners": {"1": "7"}},
}
ONLY_IN_SERVERS = "only in a server that has me"
NOT_PERMITTED = "but not change them"
FILE = yaml("h100 device_power 350 W")


def refusal(who: str, where: str) -> str:
    """What somebody who may not load reads; empty for who may."""
    if where != "server":
        return ONLY_IN_SERVERS
    return NOT_PERMITTED if who == "member" else ""


@pytest.fixture
async def waiting(double: Double, bot: RackmathClient, guild: Guild) -> Interaction:
    """A preview of a moderator's, in a server that lets engineers load."""
    await bot.holding.store.servers.let_load(guild.id, ENGINEERS.id, may=True)
    return await load(double, FILE)


def check(answer: Interaction, who: str, where: str) -> bool:
    """Whether somebody was let in, as is right; whoever was not was whispered to."""
    expected = refusal(who, where)
    if expected:
        assert expected in answer.text
        assert answer.message.ephemeral
    else:
        assert ONLY_IN_SERVERS not in answer.text
        assert NOT_PERMITTED not in answer.text
    return not expected


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("who", WHO)
async def test_the_matrix(
    double: Double,
    bot: RackmathClient,
    guild: Guild,
    waiting: Interaction,
    who: str,
    where: str,
):
    person: dict[str, Any] = {"user": User(who), **WHO[who], **WHERE[where]}
    store = bot.holding.store

    loading = await load(double, FILE, **person)
    if check(loading, who, where):
        assert "Added (1)" in loading.text
    undoing = await command(double, "undo", {}, **person)
    if check(undoing, who, where):
        assert "nothing yet" in undoing.text

    opening = await command(
        double, "set", {"subject": "h100", "quantity": "device_power"}, **person
    )
    if opening.modal is None:
        assert not check(opening, who, where)
    form = await (await double.submit_modal("facts:1:set", FORM, **person)).answered()
    if check(form, who, where):
        assert "Added (1)" in form.text

    forged = button(waiting, "cancel").replace("cancel", "confirm:9")
    pressed = await (await double.press(forged, waiting, forged=True, **person)).answered()
    check(pressed, who, where)
    assert await store.facts.versions([guild.id]) == {guild.id: 0}
    pressed = await (await double.press(button(waiting, "confirm"), waiting, **person)).answered()
    allowed = check(pressed, who, where)
    assert await store.facts.versions([guild.id]) == {guild.id: int(allowed)}
    if allowed:
        assert (await store.facts.change_set(guild.id, 1)).by == person["user"].id


@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("who", WHO)
async def test_who_says_who_may_and_whether_to_review(
    double: Double, bot: RackmathClient, guild: Guild, waiting: Interaction, who: str, where: str
):
    person: dict[str, Any] = {**WHO[who], **WHERE[where]}
    servers = bot.holding.store.servers
    options = {"role": ENGINEERS, "action": "remove"}
    removed = await command(double, "role", options, **person)
    manages = where == "server" and who not in {"member", "permitted role"}
    if where == "server" and not manages:
        assert "Only those with Manage Server" in removed.text
    assert (await servers.settings(guild.id)).roles == (() if manages else (ENGINEERS.id,))
    await servers.let_load(guild.id, ENGINEERS.id, may=True)
    reviewed = await command(double, "review", {"state": "on"}, **person)
    assert (await servers.settings(guild.id)).review is check(reviewed, who, where)


async def test_a_permit_that_is_gone_is_gone_for_open_previews_too(
    double: Double, bot: RackmathClient, guild: Guild
):
    await bot.holding.store.servers.let_load(guild.id, ENGINEERS.id, may=True)
    shown = await load(double, FILE, permissions=MEMBER, roles=(ENGINEERS,))
    await bot.holding.store.servers.let_load(guild.id, ENGINEERS.id, may=False)
    pressed = await (await double.press(button(shown, "confirm"), shown)).answered()
    assert NOT_PERMITTED in pressed.text
    assert await bot.holding.store.facts.versions([guild.id]) == {guild.id: 0}


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("show", {}),
        ("search", {"text": "pue"}),
        ("history", {}),
        ("diff", {"from": 0}),
        ("export", {"format": "yaml"}),
        ("template", {"format": "yaml"}),
    ],
)
async def test_every_member_may_look_and_nobody_elsewhere(
    double: Double, name: str, options: dict[str, Any]
):
    here = await command(double, name, options, permissions=MEMBER)
    assert ONLY_IN_SERVERS not in here.text
    assert here.ephemeral
    for where in ({"guild": False}, {"user_install": True}):
        elsewhere = await command(double, name, options, permissions=MEMBER, **where)
        assert ONLY_IN_SERVERS in elsewhere.text


@pytest.mark.parametrize(
    "custom_id",
    [
        *("facts", "facts:", "facts:1", "facts:1:", "facts:2:confirm:1", "facts:1:confirm"),
        *("facts:1:confirm:", "facts:1:confirm:-1", "facts:1:confirm:x", "facts:1:confirm:1:2:3"),
        *("facts:1:confirm:٣", f"facts:1:confirm:{'9' * 60}", "facts:1:cancel:1:1", "facts:1:set"),
        *("facts:1:confirm:999999999999999999", "facts:1:confirm:1:7", "facts:1:load"),
    ],
)
async def test_what_is_forged_does_nothing(
    double: Double, bot: RackmathClient, guild: Guild, waiting: Interaction, custom_id: str
):
    pressed = await (await double.press(custom_id, waiting, forged=True)).answered()
    assert "older message" in pressed.text or "preview is over" in pressed.text
    submitted = await (await double.submit_modal(custom_id, {}, permissions=MODERATOR)).answered()
    assert submitted.ephemeral
    assert await bot.holding.store.facts.versions([guild.id]) == {guild.id: 0}
