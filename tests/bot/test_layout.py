"""Layouts: within every limit for any reply, with a way to the rest, and nothing active in them."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.layout import FILE_NAME, MAX_LABEL, Button, code, label, message, safe
from calculators.engine import Engine
from calculators.reply import Given, Line, Reply, Section, Table
from tests.double.checks import check_message
from tests.double.messages import walk

WORDS = st.text(max_size=400)
LONG = st.text(alphabet="аż🙂x ", min_size=500, max_size=3000)
LINES = st.lists(WORDS | LONG, max_size=12).map(tuple)
REPLIES = st.builds(
    Reply,
    headline=WORDS | LONG,
    lead=WORDS | LONG,
    ladder=st.none() | st.just(Table(("scope", "peak"), (("chips", "70 MW"),) * 5)),
    working=st.lists(st.builds(Line, WORDS, WORDS, WORDS, WORDS, st.booleans())).map(tuple),
    inputs=st.lists(st.builds(Given, WORDS, WORDS), max_size=20).map(tuple),
    assumed=st.lists(st.builds(Given, WORDS, WORDS), max_size=20).map(tuple),
    beware=LINES,
    sources=LINES,
    suggestions=LINES,
    corrects=st.booleans(),
    refused=st.booleans(),
    read=st.just("") | WORDS | LONG,
    sections=st.just(()),  # an answer of the engine has none
)
SECTIONS = st.builds(
    lambda heading, lines, named: Section(heading, lines, (1 << 60,) * len(lines) if named else ()),
    WORDS,
    LINES,
    st.booleans(),
)
LISTS = st.builds(
    Reply,
    headline=WORDS | LONG,
    lead=WORDS | LONG,
    beware=LINES,
    sections=st.lists(SECTIONS, max_size=5).map(tuple),
    **dict.fromkeys(
        ("working", "inputs", "assumed", "moves", "sources", "suggestions"), st.just(())
    ),
    ladder=st.none(),
    version=st.just(""),
    read=st.just(""),
)
BUTTONS = st.lists(WORDS | LONG, max_size=5).map(
    lambda labels: [Button(each, f"choice:{at:022}:{at}") for at, each in enumerate(labels)]
)


def problems(reply: Reply, buttons: list[Button]) -> list[str]:
    """What Discord would say against the message."""
    sent = message(reply, lambda: "the whole reply", buttons)
    body = {
        "flags": 1 << 15,
        "components": sent.view.to_components(),
        "allowed_mentions": {"parse": []},
        "attachments": [
            {"id": at, "filename": file.filename} for at, file in enumerate(sent.files)
        ],
    }
    files = {f"files[{at}]": 15 for at in range(len(sent.files))}
    return [str(problem) for problem in check_message(body, files=files)]


@settings(max_examples=150, deadline=None)
@given(REPLIES | LISTS, BUTTONS)
def test_any_reply_is_within_the_limits(reply: Reply, buttons: list[Button]):
    assert problems(reply, buttons) == []


def test_the_longest_of_everything_is_within_the_limits():
    words = "🙂" * 4000
    lines = (words,) * 50
    full = Reply(words, words, None, (Line(*lines[:4]),), (), (), lines, lines, lines, lines)
    buttons = [Button(words, f"choice:{at:022}:{at}") for at in range(5)]
    full = full._replace(read=words)
    assert problems(full, buttons) == []
    container = message(full, str, buttons).view.to_components()
    labels = [each["label"] + each["custom_id"] for each in walk(container) if each["type"] == 2]
    shown = [*_texts(container), *labels]
    # Whether Discord counts labels is not documented; if it does, they fit as well.
    assert sum(len(each.encode()) + 12 for each in shown) <= 10_170


def test_how_it_was_read_stands_small_above_the_headline():
    sent = message(Reply("Headline", beware=("Careful",), read="Read as *power*"))
    (container,) = sent.view.to_components()
    kinds = [each["type"] for each in container["components"]]
    assert kinds == [10, 10, 14, 10], "a line between the parts, none below the small one"
    assert _texts([container])[:2] == ["-# Read as \\*power\\*", "### Headline"]


@given(st.text(max_size=200))
def test_a_label_is_one_visible_line(typed: str):
    shown = label(typed)
    assert 1 <= len(shown) <= MAX_LABEL
    assert shown.isprintable()


def test_a_reply_that_is_too_long_brings_the_whole_as_a_file():
    beware = tuple(f"{number} " + "x" * 300 for number in range(40))
    long = Reply(headline="Headline", lead="Lead", beware=beware, sources=("One source",))
    sent = message(long, lambda: "the whole reply")
    assert [file.filename for file in sent.files] == [FILE_NAME]
    assert sent.files[0].fp.read() == b"the whole reply"
    shown = str(sent.view.to_components())
    for kept in ("Headline", "Lead", "0 xxx", "One source"):
        assert kept in shown


def test_a_usual_reply_needs_no_file(engine: Engine):
    for question in ("/power gpus:100000 device:h100", "/households gpus:100k device:h100"):
        answer = engine.ask(question)
        assert message(answer.reply).files == ()


HOSTILE = [
    "@everyone",
    "@here",
    "<@123456789012345678>",
    "<@&123456789012345678>",
    "<#123456789012345678>",
    "[click](https://evil.example)",
    "https://evil.example",
    "**bold**",
    "`code`",
    "```block```",
    "||spoiler||",
    "# heading",
    "> quote",
    "-# small",
    "\u202eright to left",
    "zero\u200bwidth",
    "a“b”c@everyone",
    "<t:0:R>",
]


def active(markdown: str) -> str:
    """What is left of a text outside inline code and without what is escaped."""
    return re.sub(r"`[^`]*`", "", re.sub(r"\\.", "", markdown))


def test_what_a_person_typed_is_never_active(engine: Engine):
    for typed in HOSTILE:
        for question in (
            f"/power gpus:{typed} device:h100",
            f"/power gpus:8 device:{typed}",
            f"/power gpus:8 device:h100 {typed}:1",
            f"/fact name:{typed}",
            f"/help topic:{typed}",
            typed,
            f"/{typed}",
        ):
            answer = engine.ask(question)
            for block in _texts(message(answer.reply).view.to_components()):
                left = active(block)
                for sign in ("@everyone", "@here", "<@", "<#", "](", "https://", "||", "<t:"):
                    assert sign not in left, (question, block)
                assert "\u202e" not in block
                assert "\u200b" not in active(block.replace("@\u200b", ""))


def _texts(components: list[dict[str, Any]]) -> list[str]:
    found = []
    for each in components:
        found += [each["content"]] if "content" in each else []
        found += _texts(each.get("components", []))
    return found


def test_code_that_is_cut_is_closed_again():
    typed = "x" * 900 + "[click](https://evil.example) @everyone"
    sent = message(Reply(headline="No", suggestions=(f"/power gpus:{typed}",), refused=True))
    for block in _texts(sent.view.to_components()):
        assert "@" not in active(block)
        assert active(block).count("`") == 0


@given(st.text(max_size=100))
def test_code_cannot_be_left(text: str):
    assert "`" not in code(text)[1:-1]


@given(st.text(max_size=100))
def test_safe_text_shows_no_mention(text: str):
    assert "@everyone" not in active(safe(text))
