"""The command line: ``rackmath ask``, ``chat``, ``run``, ``health``, ``schema`` and ``facts``."""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from bot.cli_facts import ID, facts, in_database, in_language, where
from bot.terminal import coloured
from bot.texts import text
from bot.unable import REFUSED, refusing
from calculators.language import Lang, speaking

if TYPE_CHECKING:
    from calculators.answer import Answer

ANSWERED, FAULT = 0, 1
HEALTHY_FOR = 60.0


@contextmanager
def uncollected() -> Iterator[None]:
    """A block without the collector, which would walk, again and again, what is being loaded."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rackmath")
def main() -> None:
    """Worked, sourced answers about AI infrastructure."""


@main.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON; see schema.")
@in_language
@click.option("--server", type=ID, help="Id of the Discord server whose facts to answer with.")
@click.option("--facts-version", "version", help="Answer as with this version of the facts.")
@in_database
def ask(  # noqa: PLR0917  # click gives them by name
    question: tuple[str, ...],
    as_json: bool,
    lang: Lang,
    server: int | None,
    version: str | None,
    database: str | None,
) -> None:
    """Answer one QUESTION: a command such as "/power gpus:100000 device:h100", or plain words."""
    text = " ".join(question)
    with uncollected():
        if server is None and version is None:
            answer = _answer(text, lang)
        else:
            answer = _answer_held(text, lang, version, server, database)
    if as_json:
        click.echo(answer.model_dump_json(indent=2))
    else:
        with speaking(answer.question.lang):
            click.echo(coloured(answer.text, answer.reply.read))
    sys.exit(ANSWERED if answer.refusal is None else REFUSED)


def _answer(question: str, lang: Lang) -> Answer:
    from calculators.engine import curated

    if question.lstrip().startswith("/"):  # a command needs no lexicons, which take time to make
        return curated().ask(question.strip(), lang)
    from calculators.plain.talk import Talk

    return Talk(curated()).tell(question, lang=lang).answer


def _answer_held(
    question: str, lang: Lang, version: str | None, server: int | None, database: str | None
) -> Answer:
    from bot.earlier import answered

    with speaking(lang), refusing():
        return answered(question, lang, version, server, where(database))


@main.command()
@in_language
def chat(lang: Lang) -> None:
    """Answer questions one after the other; each may go on from the last."""
    with speaking(lang):
        _chat(lang)


def _chat(lang: Lang) -> None:
    from bot.chat import converse
    from calculators.engine import curated

    engine = curated()
    if sys.stdin.isatty():
        click.echo(text("chat", "headline"))
    converse(engine, lang)


@main.command()
@click.option("--sync", is_flag=True, help="Register the slash commands even if unchanged.")
def run(sync: bool) -> None:
    """Run the Discord bot."""
    with refusing(), uncollected():  # until it is logged in: bot.run has it collect again
        from bot.run import run as run_bot
        from bot.settings import read_settings

        run_bot(read_settings(), sync=sync)


@main.command()
def health() -> None:
    """Exit with 0 if a bot is connected and alive on this machine, else with 1."""
    from bot.settings import read_settings

    with refusing():
        mark = read_settings().state_dir / "health"
    try:
        age = time.time() - mark.stat().st_mtime
    except OSError:
        click.echo("not connected")
        sys.exit(FAULT)
    click.echo(f"last sign of life {age:.0f} s ago")
    sys.exit(ANSWERED if age <= HEALTHY_FOR else FAULT)


@main.command()
def schema() -> None:
    """Print the JSON Schema of what ask --json prints."""
    from calculators.answer import Answer

    click.echo(json.dumps(Answer.model_json_schema(mode="serialization"), indent=2))


main.add_command(facts)


if __name__ == "__main__":
    main()
