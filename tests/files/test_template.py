"""Templates: each is a file that loads, and says what every field of the schema is."""

from __future__ import annotations

import pytest

from calculators.language import speaking
from calculators.loading import said
from facts.files import FORMATS, Format, Known, read_file, template
from facts.files.shape import FACT_FIELDS, FIELDS, REMOVE, SECTIONS
from facts.loaded import LoadedFact
from facts.schema import Model


@pytest.mark.parametrize("format_", FORMATS)
def test_a_template_loads_as_it_is(format_: Format, known: Known):
    read = read_file(f"a.{format_}", template(format_).encode(), known)
    assert read.doubts == ()
    assert "fact:ours/pue" in read.changes
    assert ("subject:foo-9000" in read.changes) == (format_ != "csv")


@pytest.mark.parametrize("model", FIELDS, ids=lambda model: model.__name__)
def test_every_field_is_described(model: type[Model]):
    own = {"kind"} if model is LoadedFact else set()  # which a file doesn't say
    assert {*model.model_fields, REMOVE} - own == FIELDS[model].keys()


@pytest.mark.parametrize("format_", [each for each in FORMATS if each != "csv"])
def test_a_template_says_what_its_fields_are(format_: Format):
    text = template(format_)
    for fields in (SECTIONS, *FIELDS.values()):
        for name, words in fields.items():
            assert name == "about" or f"{name}: {words}" in text


def test_a_table_has_a_column_for_every_field():
    assert template("csv").splitlines()[0] == ",".join(FACT_FIELDS)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_template_speaks_the_readers_language(format_: Format, known: Known):
    with speaking("pl"):
        text = template(format_, said)
    assert "Przykład" in text or "Zastąp przykłady" in text
    assert read_file(f"a.{format_}", text.encode(), known).changes
