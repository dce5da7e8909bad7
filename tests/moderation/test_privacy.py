"""/privacy: what is stored of a person is told, handed over, and forgotten at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.client import RackmathClient
from bot.privacy import DELETE
from calculators.engine import Engine
from facts.store import FORGOTTEN
from tests.double import Double, Interaction, User
from tests.double.client import running
from tests.held import ours

ANNE, BEN = User("anne"), User("ben")
PUE = ours("pue", 1.2, "1")
WHERE: list[dict[str, Any]] = [
    {},
    {"guild": False},
    {"user_install": True},
    {"private": True},
]


async def load(bot: RackmathClient, double: Double, by: User = ANNE) -> None:
    """Anne loads a fact, and has proposed another."""
    store, server = bot.holding.store, double.guild.id
    await store.facts.apply(server, {PUE.key: PUE}, by=by.id, why="new meters", token=1)
    await store.proposals.propose(server, ours("pue", 1.3, "1"), by=by.id)
    bot.holding.drop(server)


async def use(double: Double, name: str, user: User = ANNE, **where: Any) -> Interaction:
    return await (await double.slash(f"privacy {name}", user=user, **where)).answered()


def exported(handle: Interaction) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(handle.message.files["rackmath-data.json"].data)
    return found


async def delete(double: Double, user: User = ANNE, **where: Any) -> Interaction:
    asked = await use(double, "delete", user, **where)
    return await (await double.press(DELETE, asked)).answered()


@pytest.mark.parametrize("where", WHERE)
async def test_what_is_stored_is_told_everywhere_to_the_asker_alone(
    double: Double, bot: RackmathClient, where: dict[str, Any]
):
    handle = await use(double, "stored", **where)
    assert handle.ephemeral
    assert "No names and no messages" in handle.text
    assert "30 days" in handle.text
    assert "backups" in handle.text


@pytest.mark.parametrize("where", WHERE)
async def test_everything_of_a_person_is_deleted_from_everywhere(
    double: Double, bot: RackmathClient, where: dict[str, Any]
):
    await load(bot, double)
    handle = await delete(double, **where)
    assert "Deleted" in handle.text
    store = bot.holding.store
    (change,) = await store.facts.history(double.guild.id)
    (proposed,) = await store.proposals.waiting(double.guild.id)
    assert (change.by, proposed.by) == (FORGOTTEN, FORGOTTEN)
    assert change.why == "new meters"
    assert not any((await store.privacy.export(ANNE.id)).values())


async def test_the_file_holds_what_is_stored_of_the_asker_alone(
    double: Double, bot: RackmathClient
):
    await load(bot, double)
    await bot.holding.store.proposals.propose(double.guild.id, PUE, by=BEN.id)
    handle = await use(double, "export")
    assert handle.ephemeral
    found = exported(handle)
    assert found["user"] == str(ANNE.id)
    (change,) = found["stored"]["change_sets"]
    assert (change["by"], change["why"]) == (str(ANNE.id), "new meters")
    assert change["server"] == str(double.guild.id)
    assert len(found["stored"]["proposals"]) == 1
    assert str(BEN.id) not in json.dumps(found)


async def test_what_is_remembered_of_talks_is_in_the_file_and_goes(
    double: Double, bot: RackmathClient
):
    asked = await double.direct_message("How much power do 1,000 H100s draw?", user=ANNE)
    await asked.replied()
    other = await double.direct_message("How much power do 2,000 H100s draw?", user=BEN)
    await other.replied()
    (talk,) = exported(await use(double, "export"))["in_memory"]
    assert talk["channel"] == str(asked.message.channel_id)
    assert "1,000 H100s" in talk["asked_last"]
    await delete(double)
    assert exported(await use(double, "export"))["in_memory"] == []
    assert len(exported(await use(double, "export", BEN))["in_memory"]) == 1


async def test_buttons_of_who_is_forgotten_are_stale(double: Double, bot: RackmathClient):
    asked = await double.direct_message("370 GWh", user=ANNE)
    reply = await asked.replied()
    assert reply.custom_ids
    await delete(double)
    pressed = await double.press(reply.custom_ids[0], reply, user=ANNE, guild=False)
    assert "older message" in (await pressed.answered()).text


async def test_no_trace_of_the_id_is_left_in_the_files(
    double: Double, engine: Engine, tmp_path: Path
):
    folder = tmp_path / "state"
    async with running(RackmathClient(engine, folder), double) as bot:
        await load(bot, double)
        held = [path.read_bytes() for path in folder.rglob("*.sqlite*")]
        assert any(ANNE.id.to_bytes(8, "big") in each for each in held)
        await delete(double)
        for path in folder.rglob("*"):
            if path.is_file():
                raw = path.read_bytes()
                assert ANNE.id.to_bytes(8, "big") not in raw
                assert str(ANNE.id).encode() not in raw


async def test_a_text_that_named_the_person_is_shown_clean(double: Double, bot: RackmathClient):
    named = ours("pue", 1.2, "1", note=f"as {ANNE.id} says")
    await bot.holding.store.facts.apply(
        double.guild.id, {named.key: named}, by=BEN.id, why="", token=1
    )
    question = {"target": "facility_power", "given": "it_power=10MW"}
    power = await (await double.slash("fact", {"name": "ours pue"})).answered()
    assert str(ANNE.id) in power.text
    await delete(double)
    power = await (await double.slash("fact", {"name": "ours pue"})).answered()
    assert str(ANNE.id) not in power.text
    solved = await (await double.slash("solve", question)).answered()
    assert "12 MW" in solved.text  # 10 MW x 1.2


async def test_the_button_deletes_the_data_of_whoever_presses_it(
    double: Double, bot: RackmathClient
):
    await load(bot, double)
    asked = await use(double, "delete")
    pressed = await double.press(DELETE, asked, user=BEN)
    await pressed.answered()
    (change,) = await bot.holding.store.facts.history(double.guild.id)
    assert change.by == ANNE.id


@pytest.mark.parametrize(
    "custom_id", ["privacy:1:export", "privacy:2:delete", "privacy:", "privacy"]
)
async def test_forged_buttons_do_nothing(double: Double, bot: RackmathClient, custom_id: str):
    await load(bot, double)
    asked = await use(double, "delete")
    pressed = await double.press(custom_id, asked, forged=True)
    assert "older message" in (await pressed.answered()).text
    submitted = await double.submit_modal(DELETE, {}, user=ANNE)
    assert "older message" in (await submitted.answered()).text
    (change,) = await bot.holding.store.facts.history(double.guild.id)
    assert change.by == ANNE.id


async def test_the_button_works_after_a_restart_and_twice(
    double: Double, engine: Engine, tmp_path: Path
):
    async with running(RackmathClient(engine, tmp_path), double) as bot:
        await load(bot, double)
        asked = await use(double, "delete")
    async with running(RackmathClient(engine, tmp_path), double) as bot:
        pressed = await (await double.press(DELETE, asked)).answered()
        await double.redeliver(pressed)
        await double.until(lambda: not bot.responder.open)
        assert "Deleted" in pressed.text
        (change,) = await bot.holding.store.facts.history(double.guild.id)
        assert change.by == FORGOTTEN


async def test_in_polish(double: Double, bot: RackmathClient):
    handle = await use(double, "stored", locale="pl")
    assert "Co zapisuje rackmath" in handle.text
    asked = await use(double, "delete", locale="pl")
    assert "Usunąć Twój identyfikator" in asked.text
    pressed = await (await double.press(DELETE, asked)).answered()
    assert "Usunięto" in pressed.text
