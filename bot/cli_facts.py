"""The command line ``rackmath facts``: files checked, and servers' facts looked after.

What a command needs is imported when it runs: the database takes longer to import than an answer
in the terminal may take to start.
"""

from __future__ import annotations

import sys
from collections.abc import Coroutine, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.texts import text
from bot.unable import REFUSED, Unable, refusing
from calculators.language import LANGUAGES, SOURCE, Lang, speaking

if TYPE_CHECKING:
    from facts.files import Format

T = TypeVar("T")
ID = click.IntRange(0, 2**63 - 1)
"""What Discord's ids and our versions are."""
FILE = click.Path(path_type=Path)

in_language = click.option(
    "--lang", type=click.Choice(LANGUAGES), default=SOURCE, help="Language of the answers."
)
of_server = click.option("--server", type=ID, required=True, help="Id of the Discord server.")
in_database = click.option(
    "--database", help="Path or postgresql://… instead of the one that the settings name."
)
unasked = click.option("--yes", is_flag=True, help="Don't ask.")
at_version = click.option("--version", type=ID, help="As it was at this version; default: now.")


def where(database: str | None) -> str | Path:
    """The database that is named, else the one of the settings."""
    from bot.settings import read_settings

    return database or read_settings().database


def carried_out(work: Coroutine[Any, Any, T]) -> T:
    """Run what a command has to do."""
    import asyncio

    return asyncio.run(work)


def show(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        click.echo(line)


class Asking:
    """Shows what would be done, and asks; with ``--yes`` it only shows."""

    def __init__(self, *, yes: bool) -> None:
        self._yes = yes

    def __call__(self, lines: Iterable[str]) -> None:
        show(lines)
        if self._yes:
            return
        try:
            if click.confirm(text("go_on", "headline")):
                return
        except click.Abort:  # the input has ended
            click.echo()
        raise Unable("nothing_changed")


@click.group()
@in_language
@click.pass_context
def facts(context: click.Context, lang: Lang) -> None:
    """Look after facts files, and after what servers have loaded."""
    context.with_resource(speaking(lang))


@facts.command()
@click.argument("files", nargs=-1, type=FILE)
def check(files: tuple[Path, ...]) -> None:
    """Check facts FILES, curated ones or moderators'; all problems are listed at once."""
    from bot.checking import check as check_files
    from calculators.loading import problem_told
    from facts import FactsError

    try:
        show(check_files(files))
    except FactsError as error:
        show(map(problem_told, error.problems))
        sys.exit(REFUSED)


@facts.command()
@click.argument("file", type=FILE)
@of_server
@click.option("--why", default="", help="The reason, for the history.")
@unasked
@in_database
def load(file: Path, server: int, why: str, yes: bool, database: str | None) -> None:
    """Load FILE into a server's facts: a preview, then all of it or nothing."""
    from bot.operating import loaded

    with refusing():
        click.echo(carried_out(loaded(where(database), file, server, why, Asking(yes=yes))))


@facts.command()
@of_server
@click.option(
    "--format", "form", type=click.Choice(("yaml", "toml", "json", "csv")), default="yaml"
)
@at_version
@in_database
def export(server: int, form: Format, version: int | None, database: str | None) -> None:
    """Print a server's facts as a file that can be loaded again."""
    from bot.operating import exported

    with refusing():
        click.echo(carried_out(exported(where(database), server, version, form)), nl=False)


@facts.command("show")
@of_server
@at_version
@in_database
def show_facts(server: int, version: int | None, database: str | None) -> None:
    """Show a server's facts, a line each."""
    from bot.operating import shown

    with refusing():
        show(carried_out(shown(where(database), server, version)))


@facts.command()
@of_server
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@in_database
def history(server: int, limit: int, database: str | None) -> None:
    """Show the last changes of a server's facts, newest first."""
    from bot.operating import changed

    with refusing():
        show(carried_out(changed(where(database), server, limit)))


@facts.command()
@click.argument("version", type=ID, required=False)
@of_server
@click.option("--force", is_flag=True, help="Even where it was changed again since.")
@in_database
def undo(version: int | None, server: int, force: bool, database: str | None) -> None:
    """Undo what VERSION changed in a server's facts, or the last change."""
    from bot.operating import undone

    with refusing():
        click.echo(carried_out(undone(where(database), server, version, force=force)))


@facts.command()
@click.argument("file", type=FILE)
@in_database
def backup(file: Path, database: str | None) -> None:
    """Write all that the database holds into the new FILE; the bot may go on meanwhile."""
    from bot.operating import backed_up

    with refusing():
        show(carried_out(backed_up(where(database), file)))


@facts.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@unasked
@in_database
def restore(file: Path, yes: bool, database: str | None) -> None:
    """Replace all that the database holds by the backup FILE, or change nothing."""
    from bot.operating import restored

    with refusing():
        show(carried_out(restored(where(database), file, Asking(yes=yes))))


@facts.command()
@click.argument("source")
@click.argument("destination")
def copy(source: str, destination: str) -> None:
    """Copy all that the database SOURCE holds into DESTINATION, which must hold nothing.

    Each is a path or postgresql://….
    """
    from bot.operating import copied

    with refusing():
        show(carried_out(copied(source, destination)))
