"""Loading facts: the form, the file, what the preview says, Confirm and Cancel."""

from __future__ import annotations

import pytest

from bot.client import RackmathClient
from tests.double import MODERATOR, Double, Guild, Upload
from tests.moderation.acts import FORM, command, load, loaded, power, press, yaml

pytestmark = pytest.mark.usefixtures("bot")


async def test_a_file_is_previewed_confirmed_and_used_here_alone(double: Double, other: Guild):
    before = await power(double)
    shown = await load(double, yaml("h100 device_power 350 W"))
    assert shown.ephemeral
    # By hand: 100,000 × 350 W = 35 MW, half of the curated 100,000 × 700 W = 70 MW.
    for part in ("Added (1)", "350 W", "device:h100", "before: ", "70 MW", "after: ", "35 MW"):
        assert part in shown.text, shown.text
    assert await power(double) == before, "nothing has changed yet"
    done = await press(double, shown, "confirm")
    assert "version 1" in done.text
    assert done.message.custom_ids == [], "nothing is left to press"
    here = await power(double)
    assert "35 MW" in here
    assert "loaded by this server's moderators" in here.replace("\\", "")
    assert await power(double, guild=other) == before
    assert await power(double, guild=False) == before
    assert await power(double, user_install=True) == before


async def test_cancel_changes_nothing(double: Double, bot: RackmathClient, guild: Guild):
    shown = await load(double, yaml("h100 device_power 350 W"))
    cancelled = await press(double, shown, "cancel")
    assert "Nothing was changed" in cancelled.text
    assert await bot.holding.store.facts.versions([guild.id]) == {guild.id: 0}


async def test_the_form_is_prefilled_with_what_is_held(double: Double):
    options = {"subject": "NVIDIA H100", "quantity": "device_power"}
    opened = await command(double, "set", {**options, "subject": "h100"})
    assert opened.modal is not None
    shown = await (await double.submit_modal(opened, FORM)).answered()
    assert "h100/device" in shown.text
    await press(double, shown, "confirm")
    again = await command(double, "set", {**options, "subject": "H100"})
    fields = {
        each["component"]["custom_id"]: each["component"].get("value")
        for each in (again.modal or {})["components"]
    }
    assert fields["value:h100"] == "350 W"
    assert fields["source:exactly"] == "Lab report 7"
