"""Slash commands answered over a real gateway connection."""

from typing import Any

import pytest

from bot.layout import ANSWERED, CORRECTED, REFUSED
from calculators.engine import Engine
from calculators.pages.check import entries
from tests.double import Double

pytestmark = pytest.mark.usefixtures("bot")

PLACES = [
    pytest.param({"guild": True}, id="server"),
    pytest.param({"guild": False}, id="direct message"),
    pytest.param({"private": True}, id="private channel"),
    pytest.param({"guild": True, "user_install": True}, id="installed by the user"),
]


@pytest.mark.parametrize("place", PLACES)
async def test_power_is_answered_everywhere(double: Double, place: dict[str, Any]):
    options = {"gpus": "100000", "device": "h100"}
    handle = await (await double.slash("power", options, **place)).answered()
    assert not handle.ephemeral
    assert len(handle.visible) == 1
    # 100,000 × 700 W; ÷ 8 × 10.2 kW; × 1.56: the reference pack's figures by hand.
    for figure in ("70 MW", "127.5 MW", "198.9 MW", "100,000 × 700 W", "10.2 kW", "61 %"):
        assert figure in handle.text
    for part in ("Working", "Inputs", "Assumed", "Beware", "Sources", "NVIDIA", "34,000,000"):
        assert part in handle.text


async def test_the_accent_says_what_kind_of_answer_it_is(double: Double):
    cases = [
        ({"gpus": "512", "device": "h100"}, ANSWERED),
        ({"gpus": "100000", "device": "h100"}, CORRECTED),
        ({"gpus": "0", "device": "h100"}, REFUSED),
    ]
    for options, colour in cases:
        handle = await (await double.slash("power", options)).answered()
        assert handle.message.components[0]["accent_color"] == colour.value


async def test_refusals_are_whispered_and_suggest_the_nearest_device(double: Double):
    handle = await (await double.slash("power", {"gpus": "8", "device": "h10"})).answered()
    assert handle.ephemeral
    assert "NVIDIA H100 SXM" in handle.text
    assert "/power" in handle.text
    assert "device:h100" in handle.text


async def test_every_topic_page_and_fact_stays_within_the_limits(double: Double, engine: Engine):
    for topic in engine.registry.topics.values():
        for command, options in (
            ("help", {"topic": topic.name}),
            (topic.name, {"cluster": "meta-llama-4"}),
            (topic.name, {"gpus": "at least 100k", "device": "b200", "target": "chip_power"}),
        ):
            await (await double.slash(command, options)).answered()
    for name in {fact.subject for fact in engine.facts.all}:
        handle = await (await double.slash("fact", {"name": name})).answered()
        assert engine.facts.subjects[name].name.split()[0] in handle.text.replace("\\", "")


PAGES = [
    # 370 GWh / 10,715 kWh = 34,531 homes (audit A3.1); 34e6 / 34,531 = 985
    ("check", {"claim": "article-23-households"}, ["Wrong", "985", "34,531", "EIA"]),
    (
        "check",
        {"statement": "100,000 H100s use 370 GWh a year, enough for 34 million homes"},
        ["misses by a factor of 985", "374.1 GWh", "Working", "Sources"],
    ),
    # 70 MW; × 10.2 / 8 / 0.7 × 1.08 = 137.7 MW (audit A3.2)
    ("solve", {"target": "facility_power", "given": "gpus=100k, device=h100, pue=1.08"}, ["137.7"]),
    # 1 MWh = 3.6 GJ
    ("convert", {"value": "370GWh", "to": "GJ"}, ["1,332,000 GJ"]),
    # PUE 1.56 and 1.08: 1.08 / 1.56 − 1 = −30.8 %
    (
        "compare",
        {"a": "xai-colossus", "b": "meta-llama-4"},
        ["30.8 %", "not disclosed", "at least"],
    ),
]


@pytest.mark.parametrize(("command", "options", "parts"), PAGES)
async def test_pages_are_answered(
    double: Double, command: str, options: dict[str, str], parts: list[str]
):
    handle = await (await double.slash(command, options)).answered()
    assert not handle.ephemeral
    for part in parts:
        assert part in handle.text.replace("\\", "")


async def test_every_claim_can_be_checked_in_discord(double: Double, engine: Engine):
    for entry in entries(engine.facts).values():
        handle = await (await double.slash("check", {"claim": entry.id})).answered()
        assert not handle.ephemeral
        if entry.correction:
            assert entry.correction.split()[0] in handle.text


async def test_about_names_sources_versions_and_privacy(double: Double):
    handle = await (await double.slash("about", {})).answered()
    for word in ("EIA", "NVIDIA", "Uptime Institute", "rackmath 0.", "Privacy", "/forget"):
        assert word in handle.text


async def test_a_disputed_fact_never_comes_without_its_correction(double: Double, engine: Engine):
    for fact in engine.facts.all:
        if fact.correction is None:
            continue
        handle = await (await double.slash("fact", {"name": fact.id})).answered()
        assert fact.correction.split()[0] in handle.text
        assert str(fact.verdict) in handle.text


async def test_the_same_interaction_twice_is_answered_once(double: Double):
    handle = await (await double.slash("power", {"gpus": "8", "device": "h100"})).answered()
    await double.redeliver(handle)
    await handle.called(2)
    assert len(handle.visible) == 1


async def test_a_command_that_discord_still_knows_from_before(double: Double):
    handle = await (await double.slash("watts", {})).answered()
    assert handle.ephemeral
    assert "/help" in handle.text


async def test_buttons_and_forms_of_older_messages_get_an_answer(double: Double):
    shown = await (await double.slash("power", {"gpus": "8", "device": "h100"})).answered()
    pressed = await (await double.press("page:1", shown, forged=True)).answered()
    assert pressed.ephemeral
    assert "older message" in pressed.text
    submitted = await (await double.submit_modal("page:1", {})).answered()
    assert "older message" in submitted.text
