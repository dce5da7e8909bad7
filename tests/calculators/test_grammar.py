"""Grammar words: every language has the same sorts of them, and units that exist."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import calculators
from calculators import grammar
from facts.units import unit

FILE = Path(calculators.__file__).with_name("grammar.toml")
LANGUAGES = tomllib.loads(FILE.read_text("utf-8"))


@pytest.mark.parametrize("name", LANGUAGES)
def test_languages_have_the_same_sorts_of_words(name: str):
    assert LANGUAGES[name].keys() == LANGUAGES["en"].keys()
    assert LANGUAGES[name]["spoken"].keys() == LANGUAGES["en"]["spoken"].keys()


def test_units_exist():
    for name in grammar.units().values():
        assert unit(name).factor > 0


@pytest.mark.parametrize("name", LANGUAGES)
def test_words_are_in_lower_case(name: str):
    tables = (LANGUAGES[name], LANGUAGES[name]["spoken"], LANGUAGES[name]["units"])
    lists = [each for table in tables for each in table.values() if isinstance(each, list)]
    assert all(word == word.lower() for each in lists for word in each)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("no more than", "at most"),
        ("not less than", "at least"),
        ("nie więcej niż", "at most"),
        ("ponad", "at least"),
        ("około", "about"),
    ],
)
def test_bounds(text: str, bound: str):
    assert grammar.bounds()[text] == bound


def test_longer_bounds_come_first():
    spelt = list(grammar.bounds())
    assert spelt.index("no more than") < spelt.index("more than")
    assert spelt.index("nie więcej niż") < spelt.index("więcej niż")
