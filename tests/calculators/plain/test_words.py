"""The words by which quantities are asked for: declared for all of them, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from calculators import plain, topics
from calculators.language import LANGUAGES, Lang, speaking, tr
from calculators.plain.lexicon import Lexicon, Sort, asked_words
from calculators.plain.tokens import stems_of, words_of
from calculators.quantity import Quantity
from calculators.registry import Registry
from facts import Facts

FILES = sorted(Path(topics.__path__[0]).glob("*.toml"))
Declared = Mapping[str, Mapping[str, list[str]]]

WORDLESS: Mapping[Lang, frozenset[str]] = {"en": frozenset(), "pl": frozenset()}
"""Quantities that nobody asks for by name."""
BOTH: Mapping[Lang, frozenset[str]] = {
    "en": frozenset(
        {
            *("nuclear reactors", "nuclear plants", "mobile generators"),  # how many, and which
            *("data center", "data centre"),  # of the industry, and the size of one
            "6nd",  # the rule, and what is worked out by it
        }
    ),
    "pl": frozenset({"reaktory", "reaktorów", "reaktory jądrowe"}),
}
"""Phrases that name a quantity and a subject as well: the sentence decides which is meant."""
ENGLISH_ONLY = {"settings": {"utilisation=50%"}, "scopes": set[str](), "times": set[str]()}
"""What only the English grammar has words for."""


def declared(file: Path) -> Declared:
    found: Declared = tomllib.loads(file.read_text("utf-8"))
    return found


def grammar_of(lang: str) -> dict[str, Any]:
    (file,) = Path(plain.__path__[0]).glob(f"words?{lang}.toml")
    return tomllib.loads(file.read_text("utf-8"))


@pytest.fixture(scope="module", params=LANGUAGES)
def lexicon(request: pytest.FixtureRequest, registry: Registry, facts: Facts) -> Lexicon:
    return Lexicon(registry, facts, request.param)


def test_what_can_be_asked_has_words_in_both_languages(registry: Registry):
    """In the files beside the declarations, or, in another language, its own words translated."""
    for lang in LANGUAGES:
        asked = asked_words(lang)
        with speaking(lang):
            wordless = {
                name
                for name, quantity in registry.quantities.items()
                if not quantity.base
                and not asked.get(name)
                and (lang != "en" and tr(quantity.words) == quantity.words)
            }
        assert wordless == WORDLESS[lang], lang


def test_every_quantity_is_found_by_its_words(registry: Registry, lexicon: Lexicon):
    """The first phrase of each leads to it, among others perhaps."""
    for name, phrases in asked_words(lexicon.lang).items():
        for phrase in phrases:
            words = words_of(phrase, lexicon.lang)
            found = {
                key for match in lexicon.find(words, Sort.QUANTITY) for key in match.phrase.keys
            }
            assert name in found, phrase


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.stem)
def test_the_words_of_a_file_are_of_its_neighbours_quantities(file: Path, registry: Registry):
    own = {
        each.name
        for each in vars(import_module(f"calculators.topics.{file.stem}")).values()
        if isinstance(each, Quantity)
    }
    for name in declared(file):
        assert name in registry.quantities, name
        assert name in own, f"{name} is declared elsewhere"


@pytest.mark.parametrize("file", FILES, ids=lambda each: each.stem)
def test_words_are_there_once_and_in_both_languages(file: Path):
    for name, entry in declared(file).items():
        assert entry.keys() == set(LANGUAGES), name
        for lang, phrases in entry.items():
            assert phrases, (name, lang)
            assert len(phrases) == len(set(phrases)), (name, lang)
            for phrase in phrases:
                assert phrase == phrase.strip()
                assert stems_of(phrase, lang), (name, phrase)


def test_a_quantity_has_one_entry():
    names = [name for file in FILES for name in declared(file)]
    assert len(names) == len(set(names))


def test_the_grammars_have_the_same_keys():
    english, polish = grammar_of("en"), grammar_of("pl")
    assert english.keys() == polish.keys()
    for key, entry in english.items():
        assert isinstance(polish[key], type(entry)), key
    for key, known in ENGLISH_ONLY.items():
        assert english[key].keys() ^ polish[key].keys() <= known, key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_quantity_and_a_subject_share_no_name(lang: Lang, facts: Facts):
    subjects = {stems_of(name, lang): key for name, key in facts.names.items()}
    shared = {
        phrase
        for phrases in asked_words(lang).values()
        for phrase in phrases
        if stems_of(phrase, lang) in subjects
    }
    assert shared == BOTH[lang]
