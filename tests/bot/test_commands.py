"""What is registered with Discord, and when."""

from pathlib import Path

import pytest

from bot.client import RackmathClient
from calculators.engine import Engine
from tests.double import Double
from tests.double.client import running

pytestmark = pytest.mark.usefixtures("bot")


async def test_topics_and_pages_are_registered(double: Double, engine: Engine):
    names = {command["name"] for command in double.registered}
    topics = {"power", "energy", "households", "emissions", "cost", "hardware", "rental", "supply"}
    topics |= {"space", "training", "equivalents", "growth", "lifespan", "reliability", "memory"}
    topics |= {"network", "cooling"}
    pages = {"solve", "check", "compare", "convert", "fact", "help", "about"}
    assert names == topics | pages | {"ask", "forget", "facts", "privacy"}
    for topic in engine.registry.topics.values():
        command = next(each for each in double.registered if each["name"] == topic.name)
        options = [option["name"] for option in command["options"]]
        subjects = [kind.value for kind in topic.subjects]
        assert options == [*subjects, *topic.options, "target"]


async def test_commands_work_in_servers_in_direct_messages_and_installed_by_a_user(double: Double):
    for command in double.registered:
        if command["name"] == "facts":
            continue  # in servers only: tests/moderation
        assert sorted(command["contexts"]) == [0, 1, 2]
        assert sorted(command["integration_types"]) == [0, 1]


async def test_every_option_is_described_with_an_example_and_completed(double: Double):
    for command in double.registered:
        if command["name"] in {"ask", "facts", "privacy"}:
            continue
        for option in command.get("options", []):
            assert option["autocomplete"] is True
            assert option["type"] == 3, "what people type is text: 100k, 90MW, 61%"
            assert not option["required"]
            assert len(option["description"]) > 5


async def test_ask_takes_one_question_in_words(double: Double):
    (ask,) = (each for each in double.registered if each["name"] == "ask")
    (option,) = ask["options"]
    assert option["name"] == "question"
    assert option["required"]
    assert (option["min_length"], option["max_length"]) == (1, 2000)


async def test_only_the_intents_it_needs(bot: RackmathClient):
    on = {name for name, value in bot.intents if value}
    assert on == {"guilds", "guild_messages", "dm_messages"}, "none that is privileged"


async def test_commands_are_registered_again_only_when_they_changed(
    double: Double, engine: Engine, tmp_path: Path, bot: RackmathClient
):
    await bot.close()
    before = len(double.calls_to("commands"))
    async with running(RackmathClient(engine, tmp_path / "state"), double):
        assert len(double.calls_to("commands")) == before
    async with running(RackmathClient(engine, tmp_path / "state", sync=True), double):
        assert len(double.calls_to("commands")) == before + 1
