"""Show, search, history, diff, export and template."""

from __future__ import annotations

import re
import tomllib

import pytest

from bot.client import RackmathClient
from facts.store import FORGOTTEN, OPERATOR
from tests.double import Double, Guild, Upload
from tests.held import ours, subject
from tests.moderation.acts import attached, command, load, loaded, press, yaml

FILE = yaml("h100 device_power 350 W", "ours pue 1.2")


def plain(text: str) -> str:
    return text.replace("\\", "")


@pytest.mark.usefixtures("bot")
async def test_show_lists_entries_with_the_curated_figure_beside(double: Double):
    assert "no facts of its own" in (await command(double, "show")).text
    await loaded(double, FILE)
    shown = plain((await command(double, "show")).text)
    assert "at version 1; listed here: 2 of 2." in shown
    assert re.search(
        r"h100/device_power: 350 W \(as of 2026-10, Own meters\); "
        r"loaded on \d{4}-\d\d-\d\d, version 1; curated: 700 W",
        shown,
    )
    one = plain((await command(double, "show", {"subject": "NVIDIA H100 SXM"})).text)
    assert "listed here: 1 of 2." in one
    assert "pue" not in one
    assert "nothing about `b200`" in (await command(double, "show", {"subject": "b200"})).text


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("typed", ["meters nvidia", "RATED power", "device_power", "350"])
async def test_search_finds_words_of_entries_and_of_their_names(double: Double, typed: str):
    await loaded(double, FILE)
    found = plain((await command(double, "search", {"text": typed})).text)
    assert "h100/device_power" in found
    assert "listed here: 1 of 2." in found
    nothing = await command(double, "search", {"text": "`x` @everyone"})
    assert "has `ˋxˋ @everyone` in it" in nothing.text


async def test_history_says_who_when_and_why(double: Double, bot: RackmathClient, guild: Guild):
    assert "nothing yet" in (await command(double, "history")).text
    await loaded(double, FILE)
    store = bot.holding.store.facts
    for by in (OPERATOR, FORGOTTEN):
        change = {"fact:ours/pue": ours("pue", 2 + by / 10, "1")}
        await store.apply(guild.id, change, by=by, why="# **bold** <@1>", token=None)
    bot.holding.drop(guild.id)
    shown = await command(double, "history")
    assert f"<@{double.user.id}>" in shown.text
    for part in ("by the operator", "somebody whose data was deleted", "`facts.yaml`"):
        assert part in shown.text
    assert "`# **bold** <@1>`" in shown.text
    assert shown.text.index("version 3,") < shown.text.index("version 1,")
    older = await command(double, "history", {"before": 3})
    assert "version 3," not in older.text
    for number in range(12):
        await store.apply(guild.id, {}, by=1, why=str(number), token=None)
    assert "/facts history before:6" in (await command(double, "history")).text


@pytest.mark.usefixtures("bot")
async def test_diff_compares_versions(double: Double):
    await loaded(double, FILE)
    await loaded(double, yaml("ours pue 2.4"))
    now = plain((await command(double, "diff", {"from": 1})).text)
    assert "From version 1 to version 2:" in now
    assert "ours/pue: 1.2 → 2.4 (+100%)" in now
    back = plain((await command(double, "diff", {"from": 2, "to": 0})).text)
    assert "Removed (2)" in back
    assert "hold the same" in (await command(double, "diff", {"from": 2, "to": 2})).text
    assert "no version 9" in (await command(double, "diff", {"from": 9})).text


@pytest.mark.parametrize("format_", ["yaml", "toml", "json", "csv"])
async def test_an_export_loads_again_unchanged(
    double: Double, bot: RackmathClient, guild: Guild, other: Guild, format_: str
):
    await loaded(double, yaml("h100 device_power 350 W", "ours pue 1.2", "us pue 1.25"))
    name = f"facts.{format_}"
    shown = await command(double, "export", {"format": format_})
    text = attached(shown, name)
    again = await load(double, Upload(text.encode(), name))
    assert "changes nothing" in again.text
    await loaded(double, Upload(text.encode(), name), guild=other)
    held = [await bot.holding.store.facts.current(each.id) for each in (guild, other)]
    theirs, ours_ = ({key: e.entry for key, e in each.entries.items()} for each in held)
    assert theirs == ours_
    assert len(ours_) == 3


async def test_what_cant_be_exported(double: Double, bot: RackmathClient, guild: Guild):
    assert "nothing yet" in (await command(double, "export", {"format": "csv"})).text
    own = subject("foo-9000", "Foo 9000")
    await bot.holding.store.facts.apply(guild.id, {own.key: own}, by=1, why="", token=None)
    bot.holding.drop(guild.id)
    refused = await command(double, "export", {"format": "csv"})
    assert "no place for subjects of this server's own: foo-9000" in refused.text
    text = attached(await command(double, "export", {"format": "toml"}), "facts.toml")
    assert tomllib.loads(text)["subjects"]["foo-9000"]["name"] == "Foo 9000"


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("format_", ["yaml", "toml", "json", "csv"])
async def test_a_template_can_be_loaded(double: Double, format_: str):
    shown = await command(double, "template", {"format": format_}, locale="pl")
    text = attached(shown, f"facts.{format_}")
    assert "Fakty tego serwera" in text or format_ == "csv"
    filled = await load(double, Upload(text.encode(), f"facts.{format_}"))
    assert "Added" in filled.text, filled.text
    await press(double, filled, "confirm")


@pytest.mark.usefixtures("bot")
async def test_long_lists_come_as_a_file(double: Double):
    figures = {"device_power": "900 W", "server_power": "9 kW", "device_price": "30000 USD"}
    devices = ("h100", "h200", "b200", "a100")
    filled = [f"{each} {name} {figures[name]}" for each in devices for name in figures]
    filled.append("ours pue 1.2")
    shown = await load(double, yaml(*filled))
    assert "Added (13)" in shown.text
    assert "… and 5 more" in shown.text
    assert attached(shown, "preview.txt").count("Own meters") == 13
    done = await press(double, shown, "confirm")
    assert done.message.payload["attachments"] == []
    listed = await command(double, "show")
    assert "… and 1 more" in listed.text
    assert attached(listed, "facts.txt").count("Own meters") == 13
