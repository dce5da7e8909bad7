"""Plain words in the terminal: ``chat`` and ``ask`` with the real parser, in both languages."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from calculators.engine import Engine
from calculators.language import Lang
from tests.bot.conversations import (
    BARE,
    BARE_SHOWS,
    CONVERSATIONS,
    ELSEWHERE,
    ENGLISH,
    EXAMPLES,
    FIRST_EXAMPLE,
    FORGET,
    HEADINGS,
    OPEN,
    POLISH,
    Conversation,
    Line,
    Question,
    spaced,
)


@pytest.fixture
def run(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    """The command line; the engine is the one of the other tests, all else is the program's."""
    monkeypatch.setattr("calculators.engine.curated", lambda: engine)

    def invoke(*arguments: str, lines: tuple[str, ...] = ()) -> Result:
        text = "".join(f"{line}\n" for line in lines)
        return CliRunner().invoke(main, list(arguments), input=text)

    return invoke


def replies(result: Result) -> list[str]:
    """What ``chat`` shows after each line."""
    assert result.exit_code == 0, result.exception
    return [spaced(each) for each in result.output.split("> ")[1:]]


def flat(text: str) -> str:
    """A text on one line: the terminal wraps."""
    return " ".join(spaced(text).split())


def assert_shows(text: str, line: Line, lang: Lang) -> None:
    whole = flat(text)
    for part in (*line.shows, *line.read):
        assert part in whole, line.said
    if line.read:
        assert min(map(whole.index, line.read)) < whole.index(line.shows[0]), (
            "how it was read first"
        )
        assert any(row.startswith(HEADINGS[lang]) for row in text.splitlines())


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each.lang)
def test_a_conversation(run, conversation: Conversation):
    result = run("chat", lines=tuple(line.said for line in conversation.lines))
    shown = replies(result)
    for line, reply in zip(conversation.lines, shown, strict=False):
        assert_shows(reply, line, conversation.lang)
    assert len(shown) == len(conversation.lines) + 1, "one for each, and the goodbye"


def test_each_reply_is_in_the_language_of_its_line(run):
    each = ENGLISH, POLISH, ENGLISH
    lines = tuple(conversation.lines[0].said for conversation in each)
    shown = replies(run("chat", "--lang", "pl", lines=lines))
    for conversation, reply in zip(each, shown, strict=False):
        assert_shows(reply, conversation.lines[0], conversation.lang)


@pytest.mark.parametrize("question", OPEN, ids=lambda each: each.lang)
def test_a_question_back_lists_numbered_choices(run, question: Question):
    asked, *_ = replies(run("chat", lines=(question.said,)))
    numbered = dict(row.split("  ", 1) for row in asked.splitlines() if row[:1].isdigit())
    assert list(numbered) == [str(each) for each in range(1, len(numbered) + 1)]
    number = next(key for key, label in numbered.items() if label == question.device)
    _, picked, *_ = replies(run("chat", lines=(question.said, number)))
    assert_shows(picked, question.line, question.lang)


def test_a_device_can_be_named_instead_of_its_number(run):
    question = OPEN[0]
    _, picked, *_ = replies(run("chat", lines=(question.said, "the H100")))
    assert_shows(picked, question.line, question.lang)


@pytest.mark.parametrize(("lang", "said", "line"), ELSEWHERE)
def test_what_is_no_question_of_infrastructure_gets_three_examples(
    run, lang: Lang, said: str, line: str
):
    shown, picked, *_ = replies(run("chat", lines=(said, "1")))
    assert line in flat(shown)
    rows = [row for row in shown.splitlines() if row[:1].isdigit()]
    assert rows == [f"{number}  {each}" for number, each in enumerate(EXAMPLES[lang], 1)]
    assert_shows(picked, Line("1", FIRST_EXAMPLE[lang]), lang)


@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each.lang)
@pytest.mark.parametrize("reader", ["en", "pl"])
def test_ask(run, conversation: Conversation, reader: Lang):
    first = conversation.lines[0]
    result = run("ask", "--lang", reader, *first.said.split())
    assert result.exit_code == 0
    assert_shows(result.output, first, conversation.lang)


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_ask_is_in_the_language_of_the_reader_where_none_shows(run, lang: Lang):
    result = run("ask", "--lang", lang, BARE)
    for part in BARE_SHOWS[lang]:
        assert part in flat(result.output)


@pytest.mark.parametrize(("lang", "said", "line"), ELSEWHERE)
def test_ask_refuses_what_is_no_question_of_infrastructure(run, lang: Lang, said: str, line: str):
    result = run("ask", said)
    assert result.exit_code == 2
    for part in (line, *EXAMPLES[lang]):
        assert part in flat(result.output)


@pytest.mark.parametrize("reader", ["en", "pl"])
@pytest.mark.parametrize("conversation", CONVERSATIONS, ids=lambda each: each.lang)
def test_json_says_the_language_of_the_answer(run, conversation: Conversation, reader: Lang):
    first = conversation.lines[0]
    answer = json.loads(run("ask", "--lang", reader, "--json", first.said).output)
    assert answer["question"]["lang"] == conversation.lang
    assert answer["question"]["text"] == first.said
    assert answer["refusal"] is None
    for part in (*first.shows, *first.read):
        assert part in flat(answer["text"])
    # The worked value itself: 20,000 and 10,000 × 700 W
    power = {each["quantity"]: each["value"] for each in answer["results"]}["chip_power"]
    assert power == pytest.approx({"en": 14e6, "pl": 7e6}[conversation.lang])


@pytest.mark.parametrize(("lang", "said", "line"), ELSEWHERE)
def test_json_of_a_refusal_has_its_language(run, lang: Lang, said: str, line: str):
    result = run("ask", "--json", said)
    assert result.exit_code == 2
    answer = json.loads(result.output)
    assert answer["question"]["lang"] == lang
    assert answer["refusal"]["code"] == "not_ours"
    assert line in flat(answer["refusal"]["message"])
    assert answer["refusal"]["suggestions"] == list(EXAMPLES[lang])


def test_json_is_polish_for_a_polish_reader_where_no_language_shows(run):
    answer = json.loads(run("ask", "--lang", "pl", "--json", BARE).output)
    assert answer["question"]["lang"] == "pl"


def test_forgetting_is_said(run):
    _, forgotten, *_ = replies(run("chat", lines=(ENGLISH.lines[0].said, FORGET)))
    assert "Forgotten." in forgotten
