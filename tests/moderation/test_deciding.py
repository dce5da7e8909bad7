"""Confirm and Cancel: after a restart, too late, twice, in two processes, overtaken by others."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.client import RackmathClient
from calculators.engine import Engine
from tests.double import Double, Guild
from tests.double.client import running
from tests.held import ours
from tests.moderation.acts import button, command, load, loaded, power, press, yaml

PUE = "fact:ours/pue"


async def version(bot: RackmathClient, guild: Guild) -> int:
    return (await bot.holding.store.facts.versions([guild.id]))[guild.id]


async def test_buttons_work_after_a_restart(
    double: Double, bot: RackmathClient, engine: Engine, state: Path, guild: Guild
):
    kept = await load(double, yaml("h100 device_power 350 W"))
    dropped = await load(double, yaml("ours pue 1.2"))
    await bot.close()
    async with running(RackmathClient(engine, state), double) as again:
        done = await press(double, kept, "confirm")
        assert "version 1" in done.text
        assert "Cancelled" in (await press(double, dropped, "cancel")).text
        assert "35 MW" in await power(double)
        assert await version(again, guild) == 1


@pytest.mark.usefixtures("bot")
async def test_a_decided_preview_is_over(double: Double, guild: Guild, bot: RackmathClient):
    shown = await load(double, yaml("ours pue 1.2"))
    confirm, cancel = button(shown, "confirm"), button(shown, "cancel")
    await press(double, shown, "confirm")
    for custom_id in (confirm, cancel):
        late = await (await double.press(custom_id, shown, forged=True)).answered()
        assert "preview is over" in late.text
    assert await version(bot, guild) == 1


async def test_a_preview_expires(double: Double, bot: RackmathClient, guild: Guild):
    shown = await load(double, yaml("ours pue 1.2"))
    old = await bot.holding.store.previews.open(
        guild.id, {PUE: ours("pue", 1.3, "1")}, by=1, why="", based_on=0, lasts=timedelta(0)
    )
    late = await (await double.press(f"facts:1:confirm:{old.id}", shown, forged=True)).answered()
    assert "preview is over" in late.text
    assert await version(bot, guild) == 0


async def test_another_servers_preview_is_out_of_reach(
    double: Double, bot: RackmathClient, guild: Guild, other: Guild
):
    shown = await load(double, yaml("ours pue 1.2"))
    theirs = await load(double, yaml("ours pue 1.3"), guild=other)
    for action in ("confirm", "cancel"):
        pressed = await double.press(button(shown, action), theirs, forged=True, guild=other)
        assert "preview is over" in (await pressed.answered()).text
    assert (await version(bot, guild), await version(bot, other)) == (0, 0)
    assert "version 1" in (await press(double, shown, "confirm")).text


async def test_a_press_that_is_delivered_twice_counts_once(
    double: Double, bot: RackmathClient, guild: Guild
):
    shown = await load(double, yaml("ours pue 1.2"))
    pressed = await press(double, shown, "confirm")
    await double.redeliver(pressed)
    await pressed.called(2)
    assert await version(bot, guild) == 1
    assert "version 1" in pressed.text
    store = bot.holding.store.facts
    again = await store.apply(guild.id, {}, by=1, why="", token=pressed.id)
    assert again.version == 1, "the interaction is the token"


async def test_two_processes_make_one_change_set(
    double: Double, bot: RackmathClient, engine: Engine, state: Path, guild: Guild, tmp_path: Path
):
    second = RackmathClient(engine, tmp_path / "second", database=state / "facts.sqlite")
    async with running(second, double):
        await double.state.changes.until(lambda: len(double.gateway.sessions) == 2, 10)
        shown = await double.slash("facts load", {"file": yaml("ours pue 1.2")}, permissions=1 << 5)
        await shown.answered()
        assert shown.delivered == 2, "both processes have it"
        await shown.called(2)
        pressed = await double.press(button(shown, "confirm"), shown)
        await pressed.called(2)
        assert "version 1" in pressed.text
        history = await bot.holding.store.facts.history(guild.id)
        assert [each.version for each in history] == [1]


@pytest.mark.usefixtures("bot")
async def test_whoever_was_overtaken_reads_which_facts_changed(double: Double):
    slow = await load(double, yaml("ours pue 1.2", "h100 device_power 350 W"))
    await loaded(double, yaml("ours pue 1.3"))
    done = await press(double, slow, "confirm")
    assert "Somebody else changed the same facts meanwhile: ours/pue." in done.text
    assert done.message.custom_ids == [], "it has to be loaded again"
    assert "1.3" in (await command(double, "show")).text


async def test_others_facts_are_no_conflict(double: Double, bot: RackmathClient, guild: Guild):
    slow = await load(double, yaml("h100 device_power 350 W"))
    await loaded(double, yaml("ours pue 1.3"))
    assert "version 2" in (await press(double, slow, "confirm")).text
    held = await bot.holding.store.facts.current(guild.id)
    assert set(held.entries) == {PUE, "fact:h100/device_power"}


async def test_a_server_that_is_full_meanwhile(
    double: Double, monkeypatch: pytest.MonkeyPatch, bot: RackmathClient, guild: Guild
):
    monkeypatch.setattr("facts.store.writing.MAX_ENTRIES", 1)
    slow = await load(double, yaml("h100 device_power 350 W"))
    await loaded(double, yaml("ours pue 1.3"))
    assert "more than 1 entries" in (await press(double, slow, "confirm")).text
    assert await version(bot, guild) == 1
