"""What moderators typed is shown, and nothing of it acts: in Discord, a terminal, or choices."""

from __future__ import annotations

import re
import unicodedata

import pytest
from pydantic import ValidationError

from bot.autocomplete import Suggester
from bot.layout import message, safe
from calculators.engine import Engine
from facts import Kind
from facts.inert import inert
from tests.bot.test_layout import problems
from tests.double.messages import walk
from tests.held import fact, holding, ours, subject

HOSTILE = (
    "@everyone",
    "@here now",
    "<@81384788765712384> <@&1> <#2> </facts set:3> <t:1> <a:x:4> <id:guide>",
    "[click](https://evil.example/a)",
    "[click](<https://evil.example/a>)",
    "https://evil.example/a",
    "HTTPS://EVIL.EXAMPLE steam://run/1",
    "discord.gg/evil DISCORD.com/invite/evil discordapp.com/invite/evil",
    "**bold** __under__ *it* _it_ ~~gone~~ ||spoiler||",
    "`code` ```block```",
    "# heading",
    "-# small",
    "> quote",
    ">>> quote",
    "- item",
    "+ item",
    "12. item",
    "“open",
    "close” and `",
    "„niemiecki” “a` b”",
    "\\* \\` \\\\",
    "{value} {0} {setup} %s %(x)s ${HOME}",
    '=HYPERLINK("https://evil.example")',
    "z\u0351\u0352\u0353\u0354\u0355\u0356algo",
    "x" * 160,
)
UNSEEN = (
    "a\n# heading\n- item\r\n> quote",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200fy",
    "\x1b[31mred\x1b]8;;https://evil.example\x07link\x1b]8;;\x07",
    "\u200b\u2060\ufeff\u3164",
)
"""Texts that hold what isn't seen: they can't even be loaded."""
DEAD = re.compile(r"\\[^0-9A-Za-z\s]|`[^`]*`")
"""Escaped signs, and code: whichever begins first."""
LIVE = (
    re.compile(r"[*_~|<>#`]"),
    re.compile("@(?!\u200b)"),
    re.compile(r"\]\("),
    re.compile(r":(?=//)"),
    re.compile(r"discord(app)?\.", re.IGNORECASE),
    re.compile(r"^([0-9]+[.)]|[-+])\s"),
)
"""What would act in Discord: signs that aren't escaped, mentions, links, items of lists."""


def hostile(text: str, engine: Engine) -> Engine:
    """The engine of a server of which every text is ``text``."""
    said = {"source": text, "note": text, "scope": text}
    own = (
        subject("evil", text, aliases=("evil one",), note=text),
        fact("evil", "device_power", 917, "W", **said),
        fact("evil", "server_power", 9, "kW", **said),
        fact("evil", "gpus_per_server", 8, "1", **said),
        subject("den", text, Kind.CLUSTER, links={"device": "evil"}),
        fact("den", "gpus", 12, "1", **said),
        fact("h100", "device_power", 717, "W", **said),
        ours("pue", 1.1717, "1", **said),
    )
    return engine.viewed(holding(*own))


QUESTIONS = (
    "/power gpus:1000 device:evil",
    "/power gpus:1000 device:evil device_power:3kW",
    "/solve target:facility_power given:den",
    "/fact name:evil one device_power",
    "/fact name:evil one",
    "/compare first:h100 second:evil",
    "/check statement:1,000 evil draw 3 MW",
    "/power gpus:1000 device:evli",
)


@pytest.mark.parametrize("text", UNSEEN)
def test_what_is_not_seen_is_not_loaded(text: str, engine: Engine):
    with pytest.raises(ValidationError, match=r"invisible|whitespace|at least 1"):
        hostile(text, engine)


@pytest.mark.parametrize("text", [*HOSTILE, *UNSEEN])
def test_text_alone_is_inert(text: str):
    shown = DEAD.sub("x", safe(inert(text)))
    assert not [each.pattern for each in LIVE if each.search(shown)], shown


@pytest.mark.parametrize("lang", ["en", "pl"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_reply_comes_alive(text: str, lang: str, engine: Engine):
    own = hostile(text, engine)
    for question in QUESTIONS:
        answer = own.ask(question, "pl" if lang == "pl" else "en")
        assert not acting(answer.text.replace("\n", " "))
        assert problems(answer.reply, []) == []
        for part in walk(message(answer.reply).view.to_components()):
            for line in str(part.get("content", "")).splitlines():
                # Headings, bold labels, items and small print are the layout's own.
                inner = re.sub(r"^(### |-# (\[\d+\] )?|- |\d+\. )", "", line)
                inner = DEAD.sub("x", re.sub(r"\*\*((?:[^*\\]|\\.)*)\*\*", r"\1", inner))
                assert not [each.pattern for each in LIVE if each.search(inner)], line


def acting(text: str) -> list[str]:
    """Characters that would act in a terminal, or turn the text around."""
    return [each for each in text if unicodedata.category(each) in ("Cc", "Cf", "Co", "Cs", "Zl")]


@pytest.mark.parametrize("text", HOSTILE)
def test_choices_are_inert(text: str, engine: Engine):
    suggester = Suggester(hostile(text, engine))
    for command, option, typed in (
        ("power", "device", ""),
        ("power", "device", "evi"),
        ("cooling", "company", ""),
        ("fact", "name", "evil"),
        ("compare", "first", "evil"),
    ):
        for shown, value in suggester.suggest(command, option, typed):
            assert not acting(shown + value)


def test_a_servers_own_are_proposed_first_and_its_name_found(engine: Engine):
    own = engine.viewed(holding(subject("foo", "Foo 9000"), fact("foo", "device_power", 1, "kW")))
    assert Suggester(own).suggest("power", "device", "")[0] == ("Foo 9000", "foo")
    assert ("Foo 9000", "foo") in Suggester(own).suggest("power", "device", "foo 900")
    facts = Suggester(own).suggest("fact", "name", "foo 9000 power")
    assert facts[0][1] == "foo/device_power"
    assert "foo" not in {value for _, value in Suggester(engine).suggest("power", "device", "foo")}
