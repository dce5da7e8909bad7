"""Discord in Polish: what is registered, and what a reader with a Polish client gets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.client import RackmathClient
from bot.commands import Translator
from calculators.engine import Engine
from tests.double import Double
from tests.double.client import running

pytestmark = pytest.mark.usefixtures("bot")

NAME = re.compile(r"[-_'\w]{1,32}")
POWER = {"gpus": "100000", "device": "h100"}


def localised(item: dict[str, Any], field: str) -> dict[str, str]:
    """A name or description in every language that it is registered in."""
    return {"en": item[field], **(item.get(f"{field}_localizations") or {})}


async def test_names_and_descriptions_pass_discords_rules_in_both_languages(double: Double):
    for command in double.registered:
        for item in (command, *command.get("options", [])):
            names, descriptions = (localised(item, each) for each in ("name", "description"))
            assert set(descriptions) == {"en", "pl"}
            for name in names.values():
                assert NAME.fullmatch(name), name
                assert name == name.lower()
            for text in descriptions.values():
                assert 1 <= len(text) < 100, text  # 100 would be cut off
            assert descriptions["pl"] != descriptions["en"]


async def test_polish_names_are_unique(double: Double):
    commands = [localised(each, "name").get("pl", each["name"]) for each in double.registered]
    assert len(set(commands)) == len(commands)
    for command in double.registered:
        options = command.get("options", [])
        names = [localised(each, "name").get("pl", each["name"]) for each in options]
        assert len(set(names)) == len(names), command["name"]


async def test_commands_have_polish_names(double: Double):
    power = next(each for each in double.registered if each["name"] == "power")
    assert localised(power, "name")["pl"] == "moc"
    gpus = next(each for each in power["options"] if each["name"] == "gpus")
    assert localised(gpus, "name")["pl"] == "akceleratory"
    assert localised(gpus, "description")["pl"] == "liczba akceleratorów, np. 100k"


async def test_a_changed_translation_is_registered(
    double: Double,
    engine: Engine,
    tmp_path: Path,
    bot: RackmathClient,
    monkeypatch: pytest.MonkeyPatch,
):
    await bot.close()
    before = len(double.calls_to("commands"))

    async def nothing(*_: object) -> None:
        return None

    monkeypatch.setattr(Translator, "translate", nothing)
    async with running(RackmathClient(engine, tmp_path / "state"), double):
        assert len(double.calls_to("commands")) == before + 1


async def test_a_polish_reader_gets_polish(double: Double):
    handle = await (await double.slash("power", POWER, locale="pl")).answered()
    text = handle.text.replace("\u00a0", " ")
    for part in ("70 MW", "127,5 MW", "100 000 × 700 W", "Obliczenia", "Dane", "Źródła"):
        assert part in text
    assert "Working" not in text
    # The same question in English, then in Polish again: both are planned by now.
    english = await (await double.slash("power", POWER, locale="en-GB")).answered()
    assert "Working" in english.text
    assert "127.5 MW" in english.text
    again = await (await double.slash("power", POWER, locale="pl")).answered()
    assert again.text == handle.text


async def test_other_readers_get_english(double: Double):
    handle = await (await double.slash("power", POWER, locale="de")).answered()
    assert "Working" in handle.text


async def test_refusals_are_polish_and_suggest_what_can_be_sent(double: Double):
    options = {"gpus": "8", "device": "h10"}
    handle = await (await double.slash("power", options, locale="pl")).answered()
    assert handle.ephemeral
    assert "Nie znam urządzenia `h10`." in handle.text
    assert "/power device:h100 gpus:8" in handle.text


async def test_every_page_is_polish(double: Double):
    for command, options, part in (
        ("check", {"claim": "article-23-households"}, "Błędne"),
        ("convert", {"value": "370GWh", "to": "GJ"}, "1\u00a0332\u00a0000 GJ"),
        ("compare", {"a": "h100", "b": "a100"}, "moc znamionowa jednego akceleratora"),
        ("fact", {"name": "h100 device_power"}, "moc znamionowa jednego akceleratora"),
        ("help", {}, "Spróbuj"),
        ("about", {}, "Prywatność"),
    ):
        handle = await (await double.slash(command, options, locale="pl")).answered()
        assert part in handle.text.replace("\\", ""), command


async def test_autocomplete_is_polish(double: Double):
    for options, focused, shown in (
        ({"gpus": "22"}, "gpus", "22 akceleratory"),
        ({"gpus": "over 100,000"}, "gpus", "co najmniej 100\u00a0000 akceleratorów"),
        ({"utilisation": "0.61"}, "utilisation", "61%"),
        ({"gpus": ""}, "gpus", "liczba akceleratorów, np. 100k"),
    ):
        choices = await double.autocomplete("power", options, focused=focused, locale="pl")
        assert choices[0]["name"] == shown
    targets = await double.autocomplete(
        "solve", {"target": "gospodarstw domowych"}, focused="target", locale="pl"
    )
    assert "households: liczba gospodarstw domowych" in [each["name"] for each in targets]
    regions = await double.autocomplete(
        "households", {"region": "niemcy"}, focused="region", locale="pl"
    )
    assert regions[0] == {"name": "Niemcy", "value": "de"}


async def test_notes_are_polish(double: Double):
    stale = await (await double.slash("watts", {}, locale="pl")).answered()
    assert "wczytał je Twój Discord" in stale.text
    shown = await (await double.slash("power", POWER, locale="pl")).answered()
    pressed = await (await double.press("page:1", shown, forged=True, locale="pl")).answered()
    assert "starszej wiadomości" in pressed.text
