"""A server's facts over the curated ones: what is found, what stays, what is left out."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calculators.registry import Registry
from facts import Facts, Kind, Standing
from facts.held import overlaid
from facts.inert import inert
from facts.loaded import OURS, LoadedFact, ServerFacts
from facts.version import FactsVersion, read_version
from tests.held import SERVER, fact, holding, ours, subject


def test_a_loaded_fact_is_calculated_with_and_the_curated_stays(facts: Facts, registry: Registry):
    held = holding(fact("h100", "device_power", 650, "W"))
    found = overlaid(facts, held, registry.dimensions)
    used = found.inputs["h100"]["device_power"]
    assert (used.id, used.value, used.as_of) == ("h100/device_power", 650, "2026-10")
    assert found.standing(used) is Standing.MODERATOR
    assert found.source(used).publisher == "Own meters"
    assert found.by_id["h100-device-power"] is facts.inputs["h100"]["device_power"]
    assert found.inputs["h200"] is facts.inputs["h200"]
    assert facts.inputs["h100"]["device_power"].value == 700


def test_a_server_that_holds_nothing_has_the_curated_facts(facts: Facts, registry: Registry):
    never = ServerFacts(server=SERVER, version=0, entries={})
    assert overlaid(facts, never, registry.dimensions) is facts
    emptied = overlaid(facts, holding(version=4), registry.dimensions)
    assert emptied.inputs == facts.inputs
    assert emptied.version == f"{facts.digest}:{SERVER}:4"


def test_names_of_own_subjects_are_found_and_take_no_curated_one(facts: Facts, registry: Registry):
    own = subject("foo-9000", "Foo  9000", aliases=("foo9k", "H100"))
    found = overlaid(facts, holding(own), registry.dimensions)
    assert found.names["foo 9000"] == found.names["foo9k"] == "foo-9000"
    assert found.names["h100"] == "h100"
    assert "foo 9000" not in facts.names


def test_a_default_that_is_corrected_is_assumed(facts: Facts, registry: Registry):
    found = overlaid(facts, holding(fact("industry", "pue", 1.5, "1")), registry.dimensions)
    assert found.defaults["pue"].value == 1.5
    assert found.defaults["wue"] is facts.defaults["wue"]


@pytest.mark.parametrize(
    "entry",
    [
        ours("gone", 1, "1"),
        fact("foo-9000", "device_power", 1, "kW"),
        ours("pue", 1.2, "kW"),
        ours("pue", 1.2, "furlong"),
    ],
    ids=["quantity", "subject", "dimension", "unit"],
)
def test_what_no_longer_fits_is_left_out(entry: LoadedFact, facts: Facts, registry: Registry):
    found = overlaid(facts, holding(entry), registry.dimensions)
    assert len(found.all) == len(facts.all)
    assert found.ours == {}


def test_a_subject_keeps_only_what_there_is(facts: Facts, registry: Registry):
    links = {"device": "h100", "region": "atlantis"}
    cluster = subject("den", "Den", Kind.CLUSTER, links=links, lacks=("gone", "gpus"))
    found = overlaid(facts, holding(cluster, subject("h100", "Mine")), registry.dimensions)
    assert found.subjects["den"].links == {"device": "h100"}
    assert found.subjects["den"].lacks == ("gpus",)
    assert found.subjects["h100"].name == "NVIDIA H100 SXM"
    assert found.chain("den") == ("den", "h100", "dgx-h100")


def test_naming_tells_what_own_subjects_tell_and_nothing_of_ours(facts: Facts, registry: Registry):
    own = (subject("foo", "Foo"), fact("foo", "rack_power", 50, "kW"), ours("gpus", 8, "1"))
    found = overlaid(facts, holding(*own), registry.dimensions)
    assert found.told_of[Kind.DEVICE] == facts.told_of[Kind.DEVICE] | {"rack_power"}
    assert found.told_of[Kind.COMPANY] == facts.told_of[Kind.COMPANY]
    assert found.subjects[OURS].name == "this server"


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("1a2b3c4d", FactsVersion("1a2b3c4d")),
        ("1a2b3c4d:81384788765712384:7", FactsVersion("1a2b3c4d", 81384788765712384, 7)),
    ],
)
def test_a_version_is_read_as_it_is_written(text: str, version: FactsVersion):
    assert read_version(text) == version
    assert str(version) == text


@pytest.mark.parametrize(
    "text",
    ["", "1a2b3c4", "1A2B3C4D", "1a2b3c4d:7", "1a2b3c4d:7:", "1a2b3c4d:-7:1", "1a2b3c4d:٧:1"]
    + [f"1a2b3c4d:{'9' * 10_000}:1", "1a2b3c4d\n"],
)
def test_what_is_no_version_is_refused(text: str):
    with pytest.raises(ValueError, match="expected a facts version"):
        read_version(text)


def test_equal_facts_have_equal_digests_and_others_have_not(facts: Facts):
    assert facts.digest == facts.model_copy().digest
    fewer = Facts.model_construct(**{**dict(facts), "all": facts.all[1:]})
    assert fewer.digest != facts.digest


@given(st.text())
def test_inert_texts_are_one_line_of_what_can_be_seen(text: str):
    shown = inert(text)
    assert shown.isprintable()
    assert not {unicodedata.category(each)[0] for each in shown} & {"C"}
    assert inert(shown) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Zażółć 東京 °C", "Zażółć 東京 °C"),
        ("evil\u202egnp.exe", "evilgnp.exe"),
        ("a\x1b[31mred\r\nb\u2028c", "a [31mred b c"),
        ("z\u0301\u0302\u0303\u0304\u0305", "ź\u0302\u0303"),
        ("\u200b\u3164\u2800", ""),
    ],
)
def test_what_acts_or_hides_is_taken_out(typed: str, shown: str):
    assert inert(typed) == shown
