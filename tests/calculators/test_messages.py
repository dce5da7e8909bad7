"""Catalogues: exactly what the program says, every message translated, its places kept."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from calculators.engine import Engine
from calculators.language import TRANSLATED, Lang, file_of
from calculators.messages import collect, updated

in_every_language = pytest.mark.parametrize("lang", TRANSLATED)


def catalogue(lang: Lang) -> Catalog:
    with file_of(lang).open("rb") as file:
        return read_po(file, locale=lang)


def messages(lang: Lang) -> list[Message]:
    return [each for each in catalogue(lang) if each.id]


def several(text: Any) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


@in_every_language
def test_a_catalogue_holds_what_is_said_and_nothing_else(lang: Lang, engine: Engine):
    assert updated(lang, collect(engine)) == file_of(lang).read_text("utf-8"), "make messages"


@in_every_language
def test_every_message_is_translated(lang: Lang):
    forms = catalogue(lang).num_plurals
    for each in messages(lang):
        translated = several(each.string)
        assert len(translated) == (1 if isinstance(each.id, str) else forms), each.id
        assert all(translated), each.id


def test_polish_has_three_plurals():
    assert catalogue("pl").num_plurals == 3


@in_every_language
def test_places_are_kept(lang: Lang):
    for each in messages(lang):
        for text in several(each.string):
            for source in several(each.id):
                assert Counter(re.findall(r"{\w*}", text)) == Counter(
                    re.findall(r"{\w*}", source)
                ), each.id


@in_every_language
def test_space_at_the_edges_is_kept(lang: Lang):
    for each in messages(lang):
        source = several(each.id)[0]
        for text in several(each.string):
            if each.context != "behind a number and its noun" and not source.startswith(","):
                assert text[:1].isspace() == source[:1].isspace(), each.id
            assert text[-1:].isspace() == source[-1:].isspace(), each.id
            assert text[-1:] in ".:?" or source[-1:] not in ".:?", each.id


def test_messages_come_from_everywhere(engine: Engine):
    """One of each source, as it stands there."""
    found = {(each.context, each.text) for each in collect(engine)}
    assert {
        ("", "power of the facility"),  # a quantity
        ("", "{setup}: room for {value}."),  # its headline
        ("step of the working", "chips at full load"),  # a relation
        ("", "Power of accelerators, servers and facility, or how many a given power runs"),
        ("row of a table", "facility"),
        ("name of an option", "gpus"),
        ("name of a command", "power"),
        ("", "Germany"),  # a subject
        ("", "A common year of 365 days of 24 h."),  # a note of a fact
        ("", "{text} is not above zero."),  # a refusal
        ("", "It holds"),  # a page
        ("", "This button belongs to an older message."),  # the bot
        ("", "Working"),  # the code
        ("unit", "kWh/year"),
    } <= found
