"""What is written reads back to the same, whatever the texts; spreadsheets calculate none of it."""

from __future__ import annotations

import csv
import json
import tomllib
from dataclasses import replace
from functools import cache
from typing import Literal

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from calculators.engine import curated
from calculators.loading import known_to
from facts import Kind, Subject
from facts.files import FORMATS, Format, Known, SubjectsInCsv, read_file, write
from facts.loaded import Entry, LoadedFact, LoadedSubject
from facts.schema import Qualifier

SIGNS = "=+-@＝'\"#:&*!|>%`,;{}[]\\~?<\u00a0é漢\U0001f600 1.0e5truenull"


def lines(most: int) -> st.SearchStrategy[str]:
    """Texts that the schema takes, those with signs of the formats above all."""
    hidden: list[Literal["Cc", "Cf", "Co", "Cs", "Zl", "Zp"]] = ["Cc", "Cf", "Co", "Cs", "Zl", "Zp"]
    letters = st.characters(exclude_categories=hidden) | st.sampled_from(SIGNS)
    text = st.text(letters, min_size=1, max_size=most)
    return text.map(str.strip).filter(bool)


figures = st.floats(1e-6, 1e12) | st.integers(1, 10**6).map(float)
dates = st.sampled_from(["2026", "2026-01", "2026-01-31", "1999-12"])
maybe = st.none() | lines(160)


@st.composite
def facts(draw: st.DrawFn) -> LoadedFact:
    low, value, high = sorted(draw(st.tuples(figures, figures, figures)))
    ranged, exact = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    subject, quantity, unit = draw(
        st.sampled_from(
            [
                ("h100", "electricity_price", "USD/kWh"),
                ("ours", "electricity_price", "USD/MWh"),
                ("foo-9", "device_power", "kW"),
                ("ours", "facility_power", "W"),
                ("us", "grid_intensity", "g/kWh"),
            ]
        )
    )
    return LoadedFact(
        subject=subject,
        quantity=quantity,
        value=value if exact else None,
        low=low if ranged else None,
        high=high if ranged else None,
        unit=unit,
        qualifier=draw(st.sampled_from(Qualifier)),
        as_of=draw(dates),
        source=draw(lines(160)),
        url=draw(st.sampled_from([None, "https://example.com/a?b=c#d", "https://é.pl/'\"|,;"])),
        scope=draw(maybe),
        note=draw(maybe),
    )


subjects = st.builds(
    Subject,
    kind=st.sampled_from(Kind),
    name=lines(150).map(lambda name: f"foo {name}"),
    aliases=st.lists(lines(150).map(lambda name: f"Foo {name}"), max_size=3).map(tuple),
    links=st.sampled_from([{}, {"server": "dgx-h100"}, {"server": "b200", "region": "us"}]),
    lacks=st.sampled_from([(), ("peak_fp8",), ("peak_fp8", "pue")]),
    note=st.none() | lines(600),
)
FOO = LoadedSubject(id="foo-9", subject=Subject(kind=Kind.DEVICE, name="Foo 9"))


@cache
def lenient() -> Known:
    """As what is known, but for what figures can be: they are anything here."""
    known = known_to(curated().registry, curated().facts)
    return replace(known, possible=lambda _name, _figure: True)


@settings(max_examples=60)
@given(every=st.lists(facts(), max_size=6, unique_by=lambda fact: fact.key))
@pytest.mark.parametrize("format_", FORMATS)
def test_facts_read_back(format_: Format, every: list[LoadedFact]):
    text = write(every, format_)
    read = read_file(f"a.{format_}", text.encode(), lenient(), {FOO.key: FOO})
    assert read.changes == {each.key: each for each in every}


@settings(max_examples=60)
@given(subject=subjects, fact=facts())
@pytest.mark.parametrize("format_", [each for each in FORMATS if each != "csv"])
def test_subjects_read_back(format_: Format, subject: Subject, fact: LoadedFact):
    every: list[Entry] = [LoadedSubject(id="foo-9", subject=subject), fact]
    text = write(every, format_)
    assert read_file(f"a.{format_}", text.encode(), lenient()).changes == {
        each.key: each for each in every
    }


def fact(**texts: str) -> LoadedFact:
    given = {"subject": "ours", "quantity": "pue", "unit": "1", "as_of": "2026", "source": "x"}
    return LoadedFact.model_validate({**given, "value": 1.25, **texts}, strict=False)


FORMULAS = ['=HYPERLINK("http://a","b")', "+1+1", "-1", "@SUM(A1)", "＝1", "'=1", "''+1", "='"]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_spreadsheet_calculates_a_cell(formula: str, known: Known):
    each = fact(source=formula, note=f"{formula}, too")
    text = write([each], "csv")
    rows = list(csv.DictReader(text.splitlines()))
    assert rows[0]["source"] == f"'{formula}"
    assert all(cell[:1] not in "=+-@＝" for cell in rows[0].values() if cell)
    assert read_file("a.csv", text.encode(), known).changes == {each.key: each}


@pytest.mark.parametrize("plain", ["'quoted'", "a=1", "1-2", "x@y"])
def test_other_texts_get_no_apostrophe(plain: str):
    text = write([fact(source=plain)], "csv")
    assert next(csv.DictReader(text.splitlines()))["source"] == plain


def test_other_programs_read_what_is_written(known: Known):
    """Numbers are numbers, and what goes without saying isn't said."""
    each = fact(note="a: b")
    expected = {"subject": "ours", "quantity": "pue", "value": 1.25, "unit": "1", "as_of": "2026"}
    expected |= {"source": "x", "note": "a: b"}
    for text, load in ((write([each], "json"), json.loads), (write([each], "toml"), tomllib.loads)):
        assert load(text) == {"facts": [expected]}
    assert yaml.safe_load(write([each], "yaml")) == {"facts": [expected]}
    assert "value: 700\n" in write([fact(quantity="device_power", value="700", unit="W")], "yaml")


def test_nothing_is_a_file_too(known: Known):
    for format_ in FORMATS:
        assert read_file(f"a.{format_}", write([], format_).encode(), known).changes == {}


def test_a_table_has_no_place_for_subjects():
    with pytest.raises(SubjectsInCsv, match="foo-9"):
        write([FOO], "csv")
