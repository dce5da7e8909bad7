"""Sentences: which figures are found, and what each may be."""

from __future__ import annotations

from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.engine import Engine, curated
from calculators.refusal import Refused
from calculators.sentences.sentence import MOST_FIGURES, Sentence, read_sentence
from facts import Kind


def read(text: str, engine: Engine) -> Sentence:
    return read_sentence(text, engine.registry, engine.facts)


FOUND: dict[str, list[tuple[str, float]]] = {
    "100,000 H100s use 370 GWh a year": [("gpus", 1e5), ("energy", 370e9)],
    "12 racks of NVL72 at 125 kW": [("racks", 12), ("rack_power", 125e3)],
    "12 racks draw 1.5 MW": [("racks", 12), ("power", 1.5e6)],
    "Each GPU uses 3.7 MWh a year": [("yearly_device_energy", 3.7e6 / 8760)],
    "a PUE of 1.08": [("pue", 1.08)],
    "at 61 % utilization": [("utilisation", 0.61)],
    "61 percent mean utilisation": [("utilisation", 0.61)],
    "$3 billion": [("electricity_cost", 3e9)],
    "$3.10 per GPU-hour": [("rental_price", 3.10)],
    "34 million average American homes": [("households", 34e6)],
    "785,000 sq ft": [("floor_area", 785_000 * 0.3048**2)],
    "25-40 thousand H100s": [("gpus", 32_500)],
    "between 25k and 40k GPUs": [("gpus", 32_500)],
    "25k GPUs and 40k homes": [("gpus", 25e3), ("households", 40e3)],
    "10^5 GPUs": [("gpus", 1e5)],
    "5 x 10^6 homes": [("households", 5e6)],
    "100.000 GPUs": [],  # a hundred, or a hundred thousand: it isn't for us to say
    "GPT-4 and 2024-11": [],
    "in 2024, and by 2030": [],
    "Llama 4 was trained": [],
    "5 % of nothing": [],
    "": [],
}


@pytest.mark.parametrize("text", FOUND)
def test_figures_are_found(text: str, engine: Engine):
    found = [(each.meanings[0], each.value.value) for each in read(text, engine).mentions]
    assert [name for name, _ in found] == [name for name, _ in FOUND[text]]
    assert [size for _, size in found] == pytest.approx([size for _, size in FOUND[text]])


def test_names_and_times_are_found(engine: Engine):
    found = read("US homes: 100,000 H100s of Colossus use 370 GWh per year", engine)
    assert found.subjects[Kind.REGION] == "us"
    assert found.subjects[Kind.DEVICE] == "h100"
    assert found.subjects[Kind.CLUSTER] == "xai-colossus"
    assert found.hours == 8760


def test_a_pronoun_is_no_country(engine: Engine):
    assert Kind.REGION not in read("it tells us of 5 GPUs", engine).subjects


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("over 100,000 GPUs", "at least"),
        ("up to 100,000 GPUs", "at most"),
        ("nearly 100,000 GPUs", "about"),
        ("100,000 GPUs", "exactly"),
    ],
)
def test_the_word_before_a_figure_is_its_bound(text: str, bound: str, engine: Engine):
    assert read(text, engine).mentions[0].value.bound == bound


PIECES = st.sampled_from(
    ["100,000", "H100s", "370 GWh", "a year", "$", "€3", "PUE", "1e5", "%", "each", "of", "\u202e"]
)


@given(st.text(max_size=200) | st.lists(PIECES, max_size=30).map(" ".join))
def test_any_text_is_read_or_refused(text: str):
    with suppress(Refused):
        assert len(read(text, curated_once()).mentions) <= MOST_FIGURES


@cache
def curated_once() -> Engine:
    return curated()
