"""The commands about facts as they are registered, and in Polish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.double import Double
from tests.moderation.acts import attached, command, load, power, press, yaml
from tests.moderation.conftest import ENGINEERS

pytestmark = pytest.mark.usefixtures("bot")

COMMANDS = {"set", "load", "template", "show", "search", "history", "diff", "undo", "export"}
NAME = re.compile(r"[-_'\w]{1,32}")


def group(double: Double) -> dict[str, Any]:
    return next(each for each in double.registered if each["name"] == "facts")


def items(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A command with everything in it that has a name."""
    yield item
    for each in item.get("options", []):
        yield from items(each)


async def test_the_group_is_for_servers_that_have_the_bot(double: Double):
    facts = group(double)
    assert facts["contexts"] == [0]
    assert facts["integration_types"] == [0]
    assert facts.get("default_member_permissions") is None, "members may look"
    assert {each["name"] for each in facts["options"]} >= COMMANDS | {"role", "review"}


async def test_names_and_descriptions_are_in_both_languages(double: Double):
    for item in items(group(double)):
        names = {"en": item["name"], **(item.get("name_localizations") or {})}
        words = {"en": item["description"], **(item.get("description_localizations") or {})}
        assert set(words) == {"en", "pl"}
        assert words["en"] != words["pl"]
        for name in names.values():
            assert NAME.fullmatch(name)
            assert name == name.lower()
        for text in words.values():
            assert 1 <= len(text) < 100, text  # 100 would be cut off
    for within in (group(double), *group(double)["options"]):
        options = within.get("options", [])
        polish = [
            (each.get("name_localizations") or {}).get("pl", each["name"]) for each in options
        ]
        assert len(set(polish)) == len(polish), within["name"]


async def test_everything_is_polish(double: Double):
    def said(text: str) -> str:
        return text.replace("\\", "").replace("\u00a0", " ")

    polish = {"locale": "pl"}
    shown = await load(double, yaml("h100 device_power 350 W", "ours pue 9"), **polish)
    for part in ("Dodane (2)", "Sprawdź jeszcze raz (1)", "przedtem: ", "70 MW", "potem: "):
        assert part in said(shown.text)
    labels = [each["label"] for each in walk_buttons(shown.message.components) if each["type"] == 2]
    assert labels == ["Potwierdź", "Anuluj"]
    done = await press(double, shown, "confirm")
    assert "wersja 1 faktów tego serwera" in said(done.text)
    for name, options, part in (
        ("show", {}, "ze zbioru bota: 700 W"),
        ("search", {"text": "pue"}, "tutaj pokazano 1 z 2"),
        ("history", {}, "zmienionych wpisów: 2"),
        ("diff", {"from": 0}, "Od wersji 0 do wersji 1"),
        ("undo", {}, "Usunięte (2)"),
        ("undo", {"version": 9}, "nie mają wersji 9; obecna to 1"),
        ("export", {"format": "yaml"}, "wpisów: 2"),
        ("template", {"format": "yaml"}, "Plik do wypełnienia"),
        ("role", {"role": ENGINEERS, "action": "add"}, "Odtąd rola engineers"),
        ("review", {"state": "on"}, "Zatwierdzanie jest włączone"),
        ("set", {"subject": "h10", "quantity": "pue"}, "Nie znam obiektu `h10`"),
    ):
        assert part in said((await command(double, name, options, **polish)).text), name
    member = await command(double, "undo", {}, permissions=0, **polish)
    assert "ale nie zmieniać" in said(member.text)
    elsewhere = await command(double, "show", {}, guild=False, **polish)
    assert "tylko na serwerze, który mnie ma" in said(elsewhere.text)
    bad = await load(double, yaml(*[f"x{n} pue 2" for n in range(12)]), **polish)
    assert "Błędy (12)" in said(bad.text)
    assert "powinno być" in attached(bad, "problems.txt")
    form = await command(double, "set", {"subject": "h100", "quantity": "pue"}, **polish)
    assert "Wartość z jednostką" in str(form.modal)
    assert "35 MW" in said(await power(double, **polish))


def walk_buttons(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for each in components:
        yield each
        yield from walk_buttons(each.get("components", []))
