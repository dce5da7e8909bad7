"""Hostile files and texts: refused with nothing changed, or shown and never acting."""

from __future__ import annotations

import json

import pytest

from bot.client import RackmathClient
from facts.files import MAX_BYTES
from tests.bot.test_inert import DEAD, HOSTILE, LIVE
from tests.double import MODERATOR, Double, Guild, Interaction, Upload
from tests.double.messages import walk
from tests.moderation.acts import FORM, attached, command, load, press

LARGE = 10 * 1024 * 1024 + 1
BOMB = b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"\n".join(
    b"%c: &%c [%s]" % (name, name, b",".join([b"*%c" % (name - 1)] * 9))
    for name in range(ord("b"), ord("k"))
)


async def nothing_changed(bot: RackmathClient, guild: Guild) -> bool:
    return (await bot.holding.store.facts.versions([guild.id]))[guild.id] == 0


@pytest.mark.parametrize("real", [True, False])
async def test_a_file_that_is_too_large_is_not_even_fetched(
    double: Double, bot: RackmathClient, guild: Guild, real: bool
):
    data = b"#" * (LARGE if real else MAX_BYTES + 1)
    before = len(double.calls)
    refused = await load(double, Upload(data, "facts.yaml"))
    size = f"{len(data):,}"
    assert f"The file has {size} bytes; I read at most 1,048,576." in refused.text
    fetched = [call for call in list(double.calls)[before:] if "attachments" in call.path]
    assert not fetched
    assert await nothing_changed(bot, guild)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("facts.yaml", BOMB, "alias"),
        ("facts.yaml", b"facts: \xff\xfe", "0xff"),
        ("facts.csv", b"PK\x03\x04rest", "packed"),
        ("facts.csv", b",".join([b"x"] * 100_000), "column"),
        ("facts.json", b"[" * 100_000, ""),
        ("facts.exe", b"facts: []", ".yaml"),
        ("passwd", b"root", "ending"),
        ("facts.yaml", b"", "section"),
    ],
)
async def test_a_hostile_file_is_refused(
    double: Double, bot: RackmathClient, guild: Guild, name: str, data: bytes, said: str
):
    refused = await load(double, Upload(data, name))
    assert "nothing was changed" in refused.text
    assert said in refused.text.replace("\\", "")
    assert await nothing_changed(bot, guild)


@pytest.mark.usefixtures("bot")
async def test_all_problems_of_a_file_come_at_once(double: Double):
    lines = [f"  - quantity: nonsense_{number}" for number in range(30)]
    shown = await load(double, Upload("\n".join(["facts:", *lines]).encode(), "facts.yaml"))
    report = attached(shown, "problems.txt")
    for number in range(30):
        assert f"nonsense_{number}" in report
    assert shown.message.custom_ids == [], "there is nothing to confirm"


@pytest.mark.usefixtures("bot")
async def test_a_file_that_discord_lost(double: Double, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(double.state, "keep_uploads", lambda _: None)
    lost = await load(double, Upload(b"facts: []", "facts.yaml"))
    assert "didn't hand me the file" in lost.text


def acting(shown: Interaction) -> list[str]:
    """What of a message would act in Discord, beside the layout's own signs."""
    found = []
    for part in walk(shown.message.components):
        for line in str(part.get("content", "")).splitlines():
            inner = line.removeprefix("### ").removeprefix("- ")
            inner = inner.removesuffix(f" · <@{shown.user.id}>")
            if inner.startswith("**") and inner.endswith("**"):
                inner = inner[2:-2]
            inner = DEAD.sub("x", inner)
            found += [f"{each.pattern} in {line}" for each in LIVE if each.search(inner)]
    return found


@pytest.mark.parametrize("typed", HOSTILE)
async def test_texts_are_shown_and_never_act(double: Double, bot: RackmathClient, typed: str):
    """Whatever the reader accepts is inert in every answer; the rest is refused, inert too."""
    text = " ".join(typed.split())[:160]
    row = {"subject": "h100", "quantity": "device_power", "value": "350 W", "as_of": "2026"}
    entry = row | {"source": text, "note": text}
    file = Upload(json.dumps({"facts": [entry]}).encode(), "facts.json")
    shown = await command(double, "load", {"file": file, "why": text})
    assert acting(shown) == []
    if shown.message.custom_ids:
        assert acting(await press(double, shown, "confirm")) == []
    for name, options in (
        ("show", {}),
        ("history", {}),
        ("diff", {"from": 0}),
        ("search", {"text": text[:100] or "x"}),
        ("show", {"subject": text[:100] or "x"}),
        ("set", {"subject": text[:100] or "x", "quantity": text[:100] or "x"}),
        ("undo", {}),
    ):
        assert acting(await command(double, name, options)) == [], name


@pytest.mark.usefixtures("bot")
async def test_a_form_with_mistakes_names_its_fields(double: Double):
    fields = FORM | {"value:h100": "=HYPERLINK(1)", "as_of:device_power": "soon"}
    wrong = await double.submit_modal("facts:1:set", fields, permissions=MODERATOR)
    text = (await wrong.answered()).text
    for part in ("Problems (3)", "value: found", "unit: found nothing", "as\\_of: found 'soon'"):
        assert part in text, text
    assert wrong.message.custom_ids == []


@pytest.mark.usefixtures("bot")
async def test_a_form_takes_nothing_away(double: Double):
    fields = FORM | {"remove": "true", "scope": "x", "kind": "y"}
    taken = await double.submit_modal("facts:1:set", fields, permissions=MODERATOR)
    assert "Added (1)" in (await taken.answered()).text
