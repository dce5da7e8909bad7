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


async def test_a_file_can_come_with_a_form(double: Double, bot: RackmathClient, guild: Guild):
    opened = await command(double, "load")
    assert opened.modal is not None
    values = {"file": yaml("h100 device_power 350 W"), "why": "new lab"}
    shown = await (await double.submit_modal(opened, values)).answered()
    assert "Added (1)" in shown.text
    assert shown.ephemeral
    await press(double, shown, "confirm")
    assert (await bot.holding.store.facts.change_set(guild.id, 1)).why == "new lab"
    empty = await (await double.submit_modal("facts:1:load", {}, permissions=MODERATOR)).answered()
    assert empty.ephemeral


async def test_an_answer_says_who_loaded_and_shows_the_curated_figure(double: Double):
    await loaded(double, yaml("ours pue 1.2"))
    here = (await power(double)).replace("\\", "")
    # By hand: 127.5 MW × 1.2 = 153 MW; the curated PUE is 1.56.
    for part in ("153 MW", "loaded by this server's moderators on", "1.56", ":1"):
        assert part in here
    polish = (await power(double, locale="pl")).replace("\\", "")
    assert "wczytane przez moderatorów tego serwera" in polish


async def test_the_sample_is_of_what_changes(double: Double):
    price = await load(double, yaml("ours electricity_price 0.09 USD/kWh"))
    # By hand: 3 MW × 8,766 h × 0.09 USD/kWh = 2.367 million USD (a year of 365.25 days).
    for part in ("/cost power:3MW", "before: ", "after: ", "2.36"):
        assert part in price.text, price.text
    new = b"""\
subjects:
  foo-9000:
    kind: device
    name: Foo 9000
facts:
  - subject: foo-9000
    quantity: device_power
    value: 900 W
    as_of: 2026
    source: Data sheet
"""
    device = await load(double, Upload(new, "facts.yaml"))
    # By hand: 100,000 × 900 W = 90 MW.
    for part in ("device:foo-9000", "before: I don't know", "after: 100,000 × Foo 9000: 90 MW"):
        assert part in device.text.replace("\\", "")
    far = await load(double, yaml("ours hbm_bandwidth 9 TB/s"))
    assert "No answer to my examples changes." in far.text or "Problems" in far.text


async def test_what_is_doubtful_is_pointed_out(double: Double):
    shown = await load(double, yaml("h100 device_power 9 kW", "ours pue 4"))
    text = shown.text.replace("\\", "")
    assert "Look again" in text
    # By hand: 9,000 W / 700 W = 12.9.
    assert "the curated figure, of which it is 12.9 times" in text
    assert "from 1 to 3, as is plausible for pue" in text


async def test_a_change_says_by_how_much(double: Double):
    await loaded(double, yaml("h100 device_power 350 W", "ours pue 1.2", "us pue 1.3"))
    shown = await load(double, yaml("h100 device_power 700 W", "ours pue 1.26"))
    text = shown.text.replace("\\", "")
    assert "h100/device_power: 350 W → 700 W (+100%)" in text
    assert "ours/pue: 1.2 → 1.26 (+5%)" in text
    removing = b"facts:\n  - {subject: us, quantity: pue, remove: true}\n"
    removed = await load(double, Upload(removing, "facts.yaml"))
    assert "Removed (1)" in removed.text
    assert "us/pue: 1.3" in removed.text
    assert "×0.1)" in (await load(double, yaml("h100 device_power 35 W"))).text


async def test_a_range_and_what_the_form_has_no_field_for_are_kept(
    double: Double, bot: RackmathClient, guild: Guild
):
    entry = b"""\
facts:
  - {subject: h100, quantity: device_power, value: 700, low: 650, high: 720, unit: W,
     as_of: "2026", source: Lab, scope: the board, qualifier: about}
"""
    await loaded(double, Upload(entry, "facts.yaml"))
    opened = await command(double, "set", {"subject": "h100", "quantity": "device_power"})
    prefilled = {
        each["component"]["custom_id"]: each["component"].get("value", "")
        for each in (opened.modal or {})["components"]
    }
    assert prefilled["value:h100"] == "700 (650 – 720) W"
    assert "source:about" in prefilled
    unchanged = await (await double.submit_modal(opened, prefilled)).answered()
    assert "changes nothing" in unchanged.text
    opened = await command(double, "set", {"subject": "h100", "quantity": "device_power"})
    values = prefilled | {"value:h100": "660 – 700 W"}
    shown = await (await double.submit_modal(opened, values)).answered()
    await press(double, shown, "confirm")
    held = (await bot.holding.store.facts.current(guild.id)).entries["fact:h100/device_power"].entry
    assert (held.value, held.low, held.high, held.scope) == (None, 660, 700, "the board")  # type: ignore[union-attr]


async def test_unknown_names_are_answered_with_the_nearest(double: Double):
    typed = {"subject": "h10", "quantity": "device_power"}
    refused = await command(double, "set", typed)
    assert "no subject `h10`" in refused.text
    assert "h100" in refused.text
    refused = await command(double, "set", {"subject": "h100", "quantity": "device_powr"})
    assert "no quantity `device_powr`" in refused.text
    assert "device_power" in refused.text.replace("\\", "")


async def test_reading_that_takes_long_says_so(
    double: Double, bot: RackmathClient, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("bot.respond.DEFER_AFTER", 0.02)
    async with bot.desk.one_file:  # another file is being read
        sent = await double.slash(
            "facts load", {"file": yaml("h100 device_power 350 W")}, permissions=MODERATOR
        )
        await sent.shows("Reading `facts.yaml`")
        assert sent.ephemeral
    await sent.shows("Added (1)")
    assert len(sent.visible) == 1
    assert "version 1" in (await press(double, sent, "confirm")).text


async def test_names_are_completed_the_servers_own_first(double: Double, other: Guild):
    new = b"subjects:\n  foo-9000: {kind: device, name: Foo 9000}\n"
    await loaded(double, Upload(new, "facts.yaml"))
    options = {"subject": "", "quantity": ""}
    choices = await double.autocomplete("facts set", options, focused="subject")
    assert [each["value"] for each in choices[:2]] == ["ours", "foo-9000"]
    choices = await double.autocomplete("facts show", {"subject": "foo"}, focused="subject")
    assert choices[0] == {"name": "Foo 9000", "value": "foo-9000"}
    theirs = await double.autocomplete(
        "facts show", {"subject": "foo"}, focused="subject", guild=other
    )
    assert "foo-9000" not in [each["value"] for each in theirs]
    options = {"subject": "h100", "quantity": "moc znamionowa"}
    choices = await double.autocomplete("facts set", options, focused="quantity", locale="pl")
    assert "device_power" in [each["value"] for each in choices]
