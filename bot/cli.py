"""The command line: ``rackmath ask``, ``chat``, ``run``, ``health``, ``schema`` and ``facts``."""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.terminal import coloured
from bot.texts import text
from calculators.language import LANGUAGES, SOURCE, Lang, speaking

if TYPE_CHECKING:
    from calculators.answer import Answer

ANSWERED, FAULT, REFUSED = 0, 1, 2
HEALTHY_FOR = 60.0


in_language = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=SOURCE, help="Language of the answers."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rackmath")
def main() -> None:
    """Worked, sourced answers about AI infrastructure."""


@main.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON; see schema.")
@in_language
def ask(question: tuple[str, ...], as_json: bool, lang: Lang) -> None:
    """Answer one QUESTION: a command such as "/power gpus:100000 device:h100", or plain words."""
    gc.disable()  # the collector would only walk, again and again, what is being loaded
    try:
        answer = _answer(" ".join(question), lang)
    finally:
        gc.enable()
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
    from pydantic import ValidationError

    from bot.run import CannotStart
    from bot.run import run as run_bot
    from bot.settings import Settings

    try:
        run_bot(Settings(), sync=sync)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        problem = f"RACKMATH_{'_'.join(map(str, first['loc'])).upper()}: {first['msg']}"
        headline = text("bad_settings", "headline").format(problem=problem)
        click.echo(f"{headline}\n{text('bad_settings', 'next')}", err=True)
        sys.exit(REFUSED)
    except CannotStart as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)


@main.command()
def health() -> None:
    """Exit with 0 if a bot is connected and alive on this machine, else with 1."""
    from bot.settings import Settings

    mark = Settings().state_dir / "health"
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


@main.group()
def facts() -> None:
    """Look after facts files."""


@facts.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check facts FILES, curated ones or moderators'; all problems are listed at once."""
    from bot.checking import check as check_files
    from facts import FactsError

    try:
        click.echo("\n".join(check_files(files)))
    except FactsError as error:
        click.echo(str(error))
        sys.exit(REFUSED)


if __name__ == "__main__":
    main()
