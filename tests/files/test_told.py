"""Problems and doubts in words, in each language."""

from __future__ import annotations

import pytest

from calculators.language import Lang, speaking
from calculators.loading import doubt_told, problem_told, said
from facts import FactsError
from facts.files import Known, read_file, read_form
from facts.phrases import Phrase

TEXT = b"""\
facts:
- {subject: H1000, quantity: pue, value: '1,234', as_of: 2026}
"""
TOLD: dict[Lang, list[str]] = {
    "en": [
        "a.yaml:2: H1000/pue, subject: found 'H1000'; expected a subject (h100?)",
        "a.yaml:2: H1000/pue, value: found '1,234'; expected 1234 or 1.234",
        "a.yaml:2: H1000/pue, source: found nothing; expected this field",
    ],
    "pl": [
        "a.yaml:2: H1000/pue, subject – jest: 'H1000'; powinno być: obiekt (h100?)",
        "a.yaml:2: H1000/pue, value – jest: '1,234'; powinno być: 1234 albo 1.234",
        "a.yaml:2: H1000/pue, source – jest: nic; powinno być: to pole",
    ],
}


@pytest.mark.parametrize("lang", TOLD)
def test_problems(lang: Lang, known: Known):
    with pytest.raises(FactsError) as caught:
        read_file("a.yaml", TEXT, known)
    with speaking(lang):
        assert [problem_told(each) for each in caught.value.problems] == TOLD[lang]
    assert str(caught.value) == "\n".join(TOLD["en"])


def test_a_problem_of_the_whole_file(known: Known):
    with pytest.raises(FactsError) as caught:
        read_file("a.yaml", b"x", known)
    with speaking("pl"):
        told = problem_told(caught.value.problems[0])
    assert told.startswith("a.yaml:1: plik – jest: brak sekcji; powinno być: jedno z: about,")


def test_a_problem_of_a_form_has_no_line(known: Known):
    with pytest.raises(FactsError) as caught:
        read_form({"quantity": "pue", "value": "1.2", "source": "x"}, known)
    told = problem_told(caught.value.problems[0])
    assert told == "as_of: found nothing; expected this field"


def test_numbers_are_written_as_the_language_does():
    phrase = Phrase("at most {most} bytes", most=1_048_576)
    assert phrase == said(phrase) == "at most 1,048,576 bytes"
    with speaking("pl"):
        assert said(phrase) == "co najwyżej 1\u00a0048\u00a0576 bajtów"


def test_doubts(known: Known):
    fields = {"subject": "h100", "quantity": "device_power", "as_of": "2026", "source": "x"}
    doubt = read_form({**fields, "value": "7,7 kW"}, known).doubts[-1]
    assert doubt_told(doubt) == (
        "h100/device_power, value: found 7.7 kW; expected something nearer to 0.7 kW, "
        "the curated figure, of which it is 11 times"
    )
    with speaking("pl"):
        assert "powinno być: coś bliższego 0.7 kW" in doubt_told(doubt)


def test_what_a_file_says_does_not_become_a_template():
    phrase = Phrase("the unknown field {name}", name="{name.__class__} %s {0}")
    assert said(phrase) == "the unknown field {name.__class__} %s {0}"
    assert said("{plain}") == "{plain}"
