"""The terminal: ask, chat, schema, facts check, and their exit statuses."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.terminal import visible
from tests.bot.echo import EchoTalk

QUESTION = "/power gpus:100000 device:h100"


@pytest.fixture
def run():
    runner = CliRunner()
    return lambda *arguments, **more: runner.invoke(main, list(arguments), **more)


def test_ask_answers_as_text(run):
    result = run("ask", QUESTION)
    assert result.exit_code == 0
    assert "70 MW" in result.output.splitlines()[0]
    assert "\x1b[" not in result.output, "no colours where the output is no terminal"


def test_ask_colours_a_terminal(run):
    assert "\x1b[1m" in run("ask", QUESTION, color=True).output


def test_ask_takes_the_question_in_several_words(run):
    assert run("ask", *QUESTION.split()).output == run("ask", QUESTION).output


def test_a_refusal_is_the_output_and_exits_with_2(run):
    result = run("ask", "/power gpus:0 device:h100")
    assert result.exit_code == 2
    assert "not above zero" in result.output
    assert "Traceback" not in result.output


def test_json_follows_the_published_schema(run):
    schema = json.loads(run("schema").output)
    jsonschema.Draft202012Validator.check_schema(schema)
    for question, status in ((QUESTION, 0), ("/power gpus:0", 2), ("/about", 0), ("hello", 2)):
        result = run("ask", "--json", question)
        assert result.exit_code == status
        answer = json.loads(result.output)
        jsonschema.validate(answer, schema)
        assert answer["schema"] == 1
        assert (answer["refusal"] is None) == (status == 0)
        assert answer["question"]["text"] == question


def test_json_has_the_keys_of_the_contract(run):
    answer = json.loads(run("ask", "--json", QUESTION).output)
    assert list(answer) == [
        *("schema", "question", "results", "steps", "facts", "warnings", "claim", "refusal"),
        *("elasticities", "conflicts", "connections", "facts_version", "text"),
    ]
    assert answer["results"][0]["quantity"] == "chip_power"
    assert answer["results"][0]["value"] == pytest.approx(70e6)  # 100,000 × 700 W
    assert answer["claim"]["verdict"] == "wrong"
    assert answer["claim"]["factor"] == pytest.approx(985, abs=1)  # audit A3.1: 34e6 / 34,531


def test_chat_answers_line_by_line_until_the_input_ends(run):
    result = run("chat", input=f"{QUESTION}\n/power gpus:0 device:h100\n")
    assert result.exit_code == 0
    assert "70 MW" in result.output
    assert "not above zero" in result.output


def test_ask_takes_plain_words(run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("calculators.plain.talk.Talk", lambda _: EchoTalk())
    assert "how much? after nothing" in run("ask", "how", "much?").output


def test_ask_refuses_plain_words_it_cannot_read(run, examples: list[str]):
    result = run("ask", "how is the weather")
    assert result.exit_code == 2
    assert examples[0] in result.output


@pytest.fixture
def chat(run, monkeypatch: pytest.MonkeyPatch):
    """Lines in, what the terminal shows out; the parser is an echo."""
    monkeypatch.setattr("bot.chat.Talk", lambda _: EchoTalk())
    return lambda *lines, **more: run("chat", input="\n".join(lines) + "\n", **more).output


def test_chat_goes_on_from_the_last_line_and_forgets(chat):
    shown = chat("one", "two", "/forget", "three", "forget", "four")
    for words in ("one after nothing", "two after one", "three after nothing"):
        assert words in shown
    assert "four after nothing" in shown
    assert shown.count("Forgotten") == 2


def test_chat_lists_choices_and_takes_a_number(chat):
    shown = chat("power?", "2", "2")
    assert "1  The chips\n2  The servers\n3  The facility" in shown
    assert "servers after power?" in shown
    assert "\n2 after servers" in shown, "with nothing to pick a number is a message"


@pytest.mark.parametrize("line", ["0", "6", "-1", "two", "2."])
def test_chat_takes_other_lines_as_messages(chat, line: str):
    assert f"{line} after power?" in chat("power?", line)


def test_chat_does_not_list_a_choice_twice(run, examples: list[str]):
    shown = run("chat", input="how is the weather\n").output
    for example in examples:
        assert shown.count(example) == 1


def test_how_it_was_read_is_dim_and_the_headline_bold(chat):
    shown = chat("one", color=True)
    assert "\x1b[2mRead as an echo\n\x1b[0m\x1b[1mone after nothing\x1b[0m" in shown


def test_a_choice_cannot_steer_the_terminal():
    assert visible("a\x1b[31mb\u202ec\n") == "a [31mb c "


def test_ask_answers_in_polish(run):
    result = run("ask", "--lang", "pl", QUESTION)
    assert result.exit_code == 0
    assert "70 MW przy pełnym obciążeniu" in result.output.splitlines()[0]
    answer = json.loads(run("ask", "--lang", "pl", "--json", QUESTION).output)
    assert answer["question"]["lang"] == "pl"
    assert "Obliczenia" in answer["text"]
    assert answer["results"][0]["value"] == pytest.approx(70e6)


def test_polish_headings_are_coloured(run):
    output = run("ask", "--lang", "pl", QUESTION, color=True).output
    for heading in ("Obliczenia", "Dane", "Przyjęto", "Wpływ", "Uwaga", "Źródła"):
        assert f"\x1b[36m\x1b[1m{heading}\x1b[0m" in output


def test_chat_is_polish(run):
    result = run("chat", "--lang", "pl", input=f"{QUESTION}\n")
    assert "Źródła" in result.output
    assert "Do widzenia." in result.output


def test_facts_check_lists_every_problem(run, tmp_path: Path):
    assert run("facts", "check").exit_code == 0
    bad = tmp_path / "mine.yaml"
    bad.write_text("standing: reference\nfacts:\n  - id: a\n    unit: MW\n  - id: B\n", "utf-8")
    result = run("facts", "check", str(bad))
    assert result.exit_code == 2
    assert "mine.yaml:3: a, source: found nothing; expected this field" in result.output
    assert "mine.yaml:5: B, id" in result.output


def test_facts_check_reads_moderators_files_in_every_format(run, tmp_path: Path):
    devices, figures = tmp_path / "devices.yaml", tmp_path / "figures.csv"
    devices.write_text("subjects:\n  foo: {kind: device, name: Foo 9000}\n", "utf-8")
    row = "Foo 9000;device_power;9,5 kW;2026;Data sheet\n"
    figures.write_text(f"subject;quantity;value;as_of;source\n{row}", "utf-8")
    result = run("facts", "check", str(devices), str(figures))
    assert result.exit_code == 0
    assert "devices.yaml: 0 facts, 1 subjects, 0 taken away: no problems" in result.output
    assert "figures.csv: 1 facts, 0 subjects, 0 taken away: no problems" in result.output
    assert "foo/device_power, value: found 9.5 kW; expected from 0.01 kW to 5 kW" in result.output


def test_facts_check_lists_the_problems_of_all_kinds_of_files(run, tmp_path: Path):
    texts = {
        "curated.yaml": "standing: reference\nfacts:\n  - id: a\n",
        "own.yaml": "facts:\n  - quantity: pu\n",
        "own.toml": "facts = 1 2",
        "own.json": "{",
        "own.csv": "quantty,value\n",
        "own.txt": "",
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    names = [*texts, "missing.yaml", "missing.csv"]
    result = run("facts", "check", *(str(tmp_path / name) for name in names))
    assert result.exit_code == 2
    assert {line.partition(":")[0] for line in result.output.splitlines()} == set(names)


def test_run_without_a_token_says_how_to_get_one(run):
    result = run("run", env={"RACKMATH_DISCORD_TOKEN": None})
    assert result.exit_code == 2
    for word in ("RACKMATH_DISCORD_TOKEN", "discord.com/developers", "rackmath run"):
        assert word in result.output


def test_a_bad_setting_is_named(run):
    result = run("run", env={"RACKMATH_DISCORD_TOKEN": "x", "RACKMATH_DISCORD_API": "nowhere"})
    assert result.exit_code == 2
    assert "RACKMATH_DISCORD_API" in result.output
    assert "Traceback" not in result.output


def test_health_of_a_bot_that_does_not_run(run, tmp_path: Path):
    result = run("health", env={"RACKMATH_STATE_DIR": str(tmp_path)})
    assert result.exit_code == 1
    assert "not connected" in result.output
