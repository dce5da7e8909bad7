"""Autocomplete: how a value was understood, and names in spite of typing errors."""

import pytest

from tests.double import Double

pytestmark = pytest.mark.usefixtures("bot")

UNDERSTOOD = [
    ("power", "gpus", "100k", "100,000 accelerators"),
    ("power", "gpus", "100 000", "100,000 accelerators"),
    ("power", "gpus", "1,5 mln", "1,500,000 accelerators"),
    ("power", "gpus", "over 100,000", "at least 100,000 accelerators"),
    ("power", "facility_power", "90MW", "90 MW"),
    ("power", "utilisation", "0.61", "61 %"),
    ("power", "utilisation", "61%", "61 %"),
    ("households", "energy", "370 GWh", "370 GWh"),
    ("energy", "duration", "30 days", "720 h"),
    ("cost", "electricity_price", "600 PLN/MWh", "0.6 PLN/kWh"),
    ("power", "gpus", "25k-40k", "25,000 to 40,000 accelerators"),
]
NAMES = [
    ("power", "device", "h100", "h100"),
    ("power", "device", "H10", "h100"),
    ("power", "device", "mi300", "mi300x"),
    ("power", "device", "nvdia h200", "h200"),
    ("power", "cluster", "collosus", "xai-colossus"),
    ("households", "region", "polnad", "pl"),
    ("households", "region", "Polska", "pl"),
    ("power", "target", "facility", "facility_power"),
    ("help", "topic", "enrgy", "energy"),
    ("check", "claim", "34 million homes", "article-23-households"),
    ("check", "claim", "glasses", "article-41-glasses"),
    ("solve", "target", "housholds", "households"),
    ("compare", "a", "collosus", "xai-colossus"),
    ("convert", "to", "reactor", "reactors"),
]


@pytest.mark.parametrize(("command", "option", "typed", "shown"), UNDERSTOOD)
async def test_a_value_is_shown_as_understood(
    double: Double, command: str, option: str, typed: str, shown: str
):
    choices = await double.autocomplete(command, {option: typed}, focused=option)
    assert choices == [{"name": shown, "value": typed}]


@pytest.mark.parametrize(("command", "option", "typed", "value"), NAMES)
async def test_a_name_is_found(double: Double, command: str, option: str, typed: str, value: str):
    choices = await double.autocomplete(command, {option: typed}, focused=option)
    assert choices[0]["value"] == value


async def test_a_missing_unit_is_offered(double: Double):
    choices = await double.autocomplete("households", {"energy": "250"}, focused="energy")
    values = [choice["value"] for choice in choices]
    assert values[:3] == ["250 kWh", "250 MWh", "250 GWh"]
    assert "no unit" in choices[3]["name"]


async def test_an_empty_option_proposes_an_example_or_all_names(double: Double):
    (choice,) = await double.autocomplete("power", {"gpus": ""}, focused="gpus")
    assert choice["value"] == "100k"
    choices = await double.autocomplete("power", {"device": ""}, focused="device")
    assert {"h100", "b200", "mi300x"} <= {each["value"] for each in choices}


@pytest.mark.parametrize("typed", ["9" * 5000, "@everyone", "\u202e123", "**", "🙂" * 50, "९९"])
async def test_nonsense_gets_few_choices_and_no_fault(double: Double, typed: str):
    for command, option in (("power", "gpus"), ("power", "device"), ("fact", "name")):
        choices = await double.autocomplete(command, {option: typed}, focused=option)
        assert len(choices) <= 25
