"""The form of one fact: prefilled with what is held, read back as the fields of a file's entry.

What the fact is about was said before the form opened. It has no place in a custom_id of 100
characters together, so each field's custom_id carries a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

import discord
from discord import ui

from bot.texts import text
from facts.loaded import LoadedFact

MAX_TITLE = 45
LENGTHS: Mapping[str, int] = {"value": 100, "as_of": 10, "source": 160, "url": 300, "note": 160}
"""Fields of the form in their order, with the most characters of each."""
OPTIONAL = frozenset({"url", "note"})
_END = r"[^()–…]+?"
_RANGE = re.compile(
    rf"(?:(?P<value>{_END})\s*\()?\s*(?P<low>{_END})\s*(?:–|…|\.{{2,3}})\s*(?P<high>{_END})\s*"
    r"(?(value)\)\s*(?P<unit>[^()]*))"
)
"""``850 – 950 W``, or ``900 (850 – 950) W``."""


class About(NamedTuple):
    """What a fact is about, and how its figure is meant."""

    subject: str
    quantity: str
    qualifier: str


def fact_form(title: str, custom_id: str, about: About, held: LoadedFact | None) -> ui.Modal:
    """A form to fill in; its texts are in the language that is spoken."""
    form = ui.Modal(title=title[:MAX_TITLE], custom_id=custom_id)
    shown = {} if held is None else _shown(held)
    carried = dict(zip(LENGTHS, about, strict=False))
    for field, length in LENGTHS.items():
        said = partial(text, f"form_{field}")
        form.add_item(
            ui.Label(
                text=said("headline"),
                description=said("next"),
                component=ui.TextInput[ui.Modal](
                    custom_id=":".join([field, *([carried[field]] if field in carried else [])]),
                    default=shown.get(field) or None,
                    max_length=length,
                    required=field not in OPTIONAL,
                ),
            )
        )
    form.stop()  # the library would keep each form for ever; what is filled in comes to us anyway
    return form


def form_fields(interaction: discord.Interaction) -> dict[str, str]:
    """The fields that a person filled in, as ``facts.files.read_form`` takes them."""
    fields: dict[str, str] = {}
    carried: list[str] = []
    for custom_id, typed in filled(interaction):
        name, colon, part = custom_id.partition(":")
        carried += [part] if colon else []
        if name in LENGTHS:
            fields[name] = typed.strip()
    fields.update(zip(About._fields, carried, strict=False))
    found = _RANGE.fullmatch(fields.get("value", ""))
    if found:
        unit = found["unit"] or ""
        del fields["value"]
        fields |= {name: each for name in ("value", "low") if (each := found[name])}
        fields["high"] = f"{found['high']} {unit}".strip()
    return {name: typed for name, typed in fields.items() if typed}


def filled(interaction: discord.Interaction) -> Iterator[tuple[str, str]]:
    """The custom_id of each text field of a form, and what was typed there."""
    data: Any = interaction.data or {}
    for each in data.get("components", ()):
        field = each.get("component", {})
        if "value" in field:
            yield field.get("custom_id", ""), field["value"] or ""


def _shown(fact: LoadedFact) -> dict[str, str]:
    return {
        "value": figure(fact),
        "as_of": fact.as_of,
        "source": fact.source,
        "url": fact.url or "",
        "note": fact.note or "",
    }


def figure(fact: LoadedFact) -> str:
    """The figure of a fact as the form takes it."""
    value, low, high = (
        "" if each is None else f"{each:.15g}" for each in (fact.value, fact.low, fact.high)
    )
    span = f"{low or value} – {high or value}" if low or high else ""
    shown = f"{value} ({span})" if span and value else span or value
    return shown if fact.unit == "1" else f"{shown} {fact.unit}"
