"""The conversation in the terminal: plain words or commands, and choices picked by number."""

from __future__ import annotations

from collections.abc import Sequence

import click

from bot.terminal import coloured, visible
from bot.texts import text
from bot.turn import Turn, take_turn
from calculators.engine import Engine
from calculators.language import SOURCE, Lang, speaking
from calculators.plain.talk import Choice, Talk
from calculators.reply import Reply
from calculators.text import render


def converse(engine: Engine, lang: Lang = SOURCE) -> None:
    """Answer line after line, until an empty one or the end of the input."""
    talk = Talk(engine)
    last = Turn(Reply(""), str)
    while line := _read():
        last = take_turn(talk, _picked(line, last.choices), last.state, lang)
        with speaking(last.lang):
            click.echo(f"\n{_shown(last)}\n")
    click.echo(text("chat", "next"))


def _read() -> str:
    try:
        line: str = click.prompt("", prompt_suffix="> ", default="", show_default=False)
    except click.Abort:
        return ""
    return line.strip()


def _picked(line: str, choices: Sequence[Choice]) -> str:
    """What a line says: a number picks one of the choices shown last."""
    numbers = {str(number): choice.text for number, choice in enumerate(choices, 1)}
    return numbers.get(line, line)


def _shown(turn: Turn) -> str:
    """The reply, and under it what can be picked; what can be picked isn't suggested as well."""
    texts = {choice.text for choice in turn.choices}
    suggestions = tuple(each for each in turn.reply.suggestions if each not in texts)
    whole = render(turn.reply._replace(suggestions=suggestions)) if texts else turn.whole()
    lines = [f"{at}  {visible(each.label)}" for at, each in enumerate(turn.choices, 1)]
    return "\n\n".join(filter(None, [coloured(whole, turn.reply.read), "\n".join(lines)]))
