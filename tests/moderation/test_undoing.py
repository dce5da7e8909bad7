"""Undoing and restoring: previewed, told in the history, and said where it overwrites."""

from __future__ import annotations

import pytest

from bot.client import RackmathClient
from tests.double import Double, Guild
from tests.moderation.acts import command, loaded, power, press, yaml

FILE = yaml("h100 device_power 350 W", "ours pue 1.2")


async def test_the_last_change_is_undone_by_default(
    double: Double, bot: RackmathClient, guild: Guild
):
    before = await power(double)
    await loaded(double, FILE)
    assert await power(double) != before
    shown = await command(double, "undo")
    assert "Removed (2)" in shown.text
    assert "Beware" not in shown.text
    await press(double, shown, "confirm")
    assert "70 MW" in await power(double)
    store = bot.holding.store.facts
    undone = await store.change_set(guild.id, 2)
    assert (undone.undoes, undone.size) == (1, 2)
    assert (await store.current(guild.id)).entries == {}
    # And the undoing can be undone: that is the last change now.
    again = await command(double, "undo")
    assert "Added (2)" in again.text
    await press(double, again, "confirm")
    held, first = await store.current(guild.id), await store.at(guild.id, 1)
    assert {key: each.entry for key, each in held.entries.items()} == {
        key: each.entry for key, each in first.entries.items()
    }
    assert "35 MW" in await power(double)


async def test_what_was_changed_again_later_is_told_before_it_is_overwritten(
    double: Double, bot: RackmathClient, guild: Guild
):
    await loaded(double, FILE)
    await loaded(double, yaml("ours pue 1.3"))
    await loaded(double, yaml("ours wue 1.1 L/kWh"))
    shown = await command(double, "undo", {"version": 1})
    assert "Changed again after version 1: ours/pue (2)." in shown.text.replace("\\", "")
    assert "restore" in shown.text
    await press(double, shown, "confirm")
    assert set((await bot.holding.store.facts.current(guild.id)).entries) == {"fact:ours/wue"}


async def test_a_whole_state_is_restored(double: Double, bot: RackmathClient, guild: Guild):
    await loaded(double, FILE)
    await loaded(double, yaml("ours pue 1.3", "ours wue 1.1 L/kWh"))
    shown = await command(double, "undo", {"version": 1, "restore": True})
    assert "Changed (1)" in shown.text
    assert "1.3 → 1.2 (−7.69%)" in shown.text  # by hand: 1.2/1.3 = 0.9231
    assert "Removed (1)" in shown.text
    await press(double, shown, "confirm")
    store = bot.holding.store.facts
    assert (await store.change_set(guild.id, 3)).why == "restore 1"
    shown = await command(double, "undo", {"version": 0, "restore": True})
    assert "Removed (2)" in shown.text


@pytest.mark.usefixtures("bot")
async def test_what_cant_be_undone(double: Double):
    assert "nothing yet" in (await command(double, "undo")).text
    missing = await command(double, "undo", {"version": 7})
    assert "no version 7; the present one is 0" in missing.text
    await loaded(double, FILE)
    assert "Say which version" in (await command(double, "undo", {"restore": True})).text
    same = await command(double, "undo", {"version": 1, "restore": True})
    assert "changes nothing" in same.text
