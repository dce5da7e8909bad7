"""Questions: commands split into options, options read into typed givens."""

from __future__ import annotations

import pytest

from calculators.engine import Engine
from calculators.question import (
    MAX_TEXT,
    command_text,
    read_question,
    read_subject,
    split_command,
)
from calculators.refusal import Refused
from calculators.registry import Registry
from facts import Facts, Kind

COMMANDS = ("power", "energy", "help", "about")

SPLIT = {
    "/power": ("power", {}),
    "  /power  ": ("power", {}),
    "/power gpus:100": ("power", {"gpus": "100"}),
    "/power gpus: 100": ("power", {"gpus": "100"}),
    "/power gpus:100 000 device:h100": ("power", {"gpus": "100 000", "device": "h100"}),
    "/power  gpus:100   device:h100 ": ("power", {"gpus": "100", "device": "h100"}),
    "/power gpus: device:h100": ("power", {"gpus": "", "device": "h100"}),
    "/power device:Meta's Llama 4 cluster": ("power", {"device": "Meta's Llama 4 cluster"}),
    "/power gpus:at least 100k": ("power", {"gpus": "at least 100k"}),
    "/power gpus:a:b": ("power", {"gpus": "a:b"}),
    "/power gpus:http://x": ("power", {"gpus": "http://x"}),
    "/power gpus:100\u00a0000": ("power", {"gpus": "100\u00a0000"}),
    "/power gpus:1\tdevice:h100": ("power", {"gpus": "1", "device": "h100"}),
    "/power\tgpus:1": ("power", {"gpus": "1"}),
    "/power\ngpus:1\ndevice:h100": ("power", {"gpus": "1", "device": "h100"}),
    "/help topic:power": ("help", {"topic": "power"}),
}

NOT_SPLIT = {
    "": "not_a_command",
    "power gpus:1": "not_a_command",
    "／power": "not_a_command",
    "/": "unknown_command",
    "/nothing": "unknown_command",
    "/ power": "unknown_command",
    "//power": "unknown_command",
    "/power 100": "stray_words",
    "/power 100 device:h100": "stray_words",
    "/power gpus:1 gpus:1": "option_twice",
    "/" + "x" * MAX_TEXT: "too_long",
}


@pytest.mark.parametrize("text", SPLIT, ids=ascii)
def test_split(text: str):
    assert split_command(text, COMMANDS) == SPLIT[text]


@pytest.mark.parametrize("text", NOT_SPLIT, ids=lambda text: ascii(text)[:30])
def test_not_split(text: str):
    with pytest.raises(Refused) as refused:
        split_command(text, COMMANDS)
    assert refused.value.code == NOT_SPLIT[text]


def test_the_longest_question_is_read():
    text = "/power device:".ljust(MAX_TEXT, "x")
    assert split_command(text, COMMANDS)[1]["device"] == "x" * (MAX_TEXT - 14)


def test_a_command_typed_again_reads_the_same():
    command, options = split_command("/power gpus: over 100 k  device:h100", COMMANDS)
    assert split_command(command_text(command, options), COMMANDS) == (command, options)


SUBJECTS = {
    (Kind.DEVICE, "h100"): "h100",
    (Kind.DEVICE, "H100"): "h100",
    (Kind.DEVICE, "  NVIDIA   h100 SXM "): "h100",
    (Kind.DEVICE, "article-accelerator"): "article-accelerator",
    (Kind.CLUSTER, "Colossus"): "xai-colossus",
    (Kind.CLUSTER, "Meta's Llama 4 cluster"): "meta-llama-4",
    (Kind.REGION, "Polska"): "pl",
    (Kind.REGION, "U.S."): "us",
}


@pytest.mark.parametrize(("kind", "text"), SUBJECTS)
def test_subjects(kind: Kind, text: str, facts: Facts):
    assert read_subject(text, kind, facts) == SUBJECTS[kind, text]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_name_finds_its_subject(kind: Kind, facts: Facts):
    for key, subject in facts.subjects.items():
        if subject.kind is kind:
            for name in (key, subject.name, *subject.aliases):
                assert read_subject(name.upper(), kind, facts) == key


@pytest.mark.parametrize("text", ["", "h", "foo-9000", "x" * 5000, "us", "\u202eh100", "𝔥100"])
def test_unknown_subjects(text: str, facts: Facts):
    with pytest.raises(Refused, match="unknown_subject") as refused:
        read_subject(text, Kind.DEVICE, facts)
    assert all(facts.subjects[key].kind is Kind.DEVICE for key in refused.value.suggestions)
    assert len(refused.value.message) < 400


def test_read_question(registry: Registry, facts: Facts):
    options = {"gpus": "over 1k", "cluster": "colossus", "target": "it_power"}
    question = read_question(registry.topics["power"], options, registry, facts)
    assert question.text == "/power gpus:over 1k cluster:colossus target:it_power"
    assert question.target == "it_power"
    assert question.subjects == {Kind.CLUSTER: "xai-colossus"}
    assert question.givens["gpus"].value == (1000, 1000, None, False)
    assert question.givens["gpus"].typed == "over 1k"


def test_a_refused_value_is_corrected_within_its_question(registry: Registry, facts: Facts):
    options = {"gpus": "1k", "utilisation": "61", "device": "h100"}
    with pytest.raises(Refused) as refused:
        read_question(registry.topics["power"], options, registry, facts)
    assert refused.value.suggestions == ("/power gpus:1k utilisation:61% device:h100",)


def test_a_misspelt_option_is_corrected_within_its_question(engine: Engine):
    refusal = engine.ask("/power gpuss: 100 device:h100").refusal
    assert refusal is not None
    assert refusal.suggestions[0] == "/power gpus:100 device:h100"


def test_every_target_of_a_topic_can_be_asked(engine: Engine):
    for topic in engine.registry.topics.values():
        for name in topic.targets:
            answer = engine.answer(topic.name, {"target": name})
            assert answer.refusal is None or answer.refusal.code in {"missing", "no_way"}, name


def test_every_example_is_answered(engine: Engine):
    for topic in engine.registry.topics.values():
        assert engine.ask(topic.example).refusal is None


def test_the_example_of_every_quantity_is_read(registry: Registry, facts: Facts):
    for topic in registry.topics.values():
        for name in topic.options:
            options = {name: registry.quantities[name].example}
            (read,) = read_question(topic, options, registry, facts).givens
            assert registry.quantities[read].option == name
