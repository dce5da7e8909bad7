"""What operators do with servers' facts at a terminal: load, undo, look, copy."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.database import working
from bot.entries import change_line, held_line, preview
from bot.unable import Unable
from calculators.language import tr
from calculators.loading import known_to, problem_told
from calculators.registry import declared
from facts import CURATED, FactsError, load
from facts.files import FileRead, Format, Known, SubjectsInCsv, compare, read_path, write
from facts.loaded import Entry, ServerFacts
from facts.store import OPERATOR
from facts.store.copies import backup as back_up
from facts.store.copies import contents
from facts.store.copies import copy as copy_all
from facts.store.copies import restore as put_back
from facts.store.rows import Sum
from facts.store.store import Store

Ask = Callable[[Iterable[str]], None]
"""Shows lines and asks whether to go on; raises Unable where not."""
Where = str | Path


async def loaded(where: Where, file: Path, server: int, why: str, ask: Ask) -> str:
    """Load a file into a server's facts, as one change set, once ``ask`` lets it."""
    known = _known()
    async with working(where, made=True) as store:
        held = await store.facts.current(server)
        entries = _entries(held)
        read = _read(file, known, entries)
        found = compare(entries, read.changes)
        if found.is_empty:
            return tr("Nothing to change: all of it is there already.")
        ask(preview(found, read.doubts))
        made = await store.facts.apply(
            server, read.changes, by=OPERATOR, why=why, token=None, based_on=held.version
        )
    return _made(server, made.version, made.size)


async def undone(where: Where, server: int, version: int | None, *, force: bool) -> str:
    """Undo what a version changed, or the last one."""
    async with working(where) as store:
        if version is None:
            last = await store.facts.history(server, 1)
            if not last:
                raise Unable("nothing_loaded", server=str(server))
            version = last[0].version
        made = await store.facts.undo(server, version, by=OPERATOR, why="", token=None, force=force)
    return _made(server, made.version, made.size)


async def exported(where: Where, server: int, version: int | None, form: Format) -> str:
    """A server's facts as a file that can be loaded again."""
    async with working(where) as store:
        held = await _held(store, server, version)
    try:
        return write(_entries(held).values(), form)
    except SubjectsInCsv as error:
        raise Unable("subjects_in_csv", subjects=str(error)) from error


async def shown(where: Where, server: int, version: int | None) -> list[str]:
    """A server's facts, a line each."""
    async with working(where) as store:
        held = await _held(store, server, version)
    head = tr("Server {server} at version {version}, entries: {count}")
    head = head.format(server=server, version=held.version, count=len(held.entries))
    return [head, *(held_line(each) for each in held.entries.values())]


async def changed(where: Where, server: int, limit: int) -> list[str]:
    """The last changes of a server's facts, newest first, a line each."""
    async with working(where) as store:
        made = await store.facts.history(server, limit)
    if not made:
        raise Unable("nothing_loaded", server=str(server))
    return [change_line(each) for each in made]


async def backed_up(where: Where, file: Path) -> list[str]:
    """Write everything into a new file, while others work with the database."""
    async with working(where) as store, _writing(file):
        return _table(await back_up(store, file))


async def restored(where: Where, file: Path, ask: Ask) -> list[str]:
    """Replace everything by a backup, once ``ask`` lets it; or change nothing."""
    async with working(where, made=True) as store:
        now = await contents(store)
        rows = ", ".join(f"{name} {each.rows:,}" for name, each in now.items())
        told = tr("All that {place} holds is replaced by {file} ({rows}).")
        ask([told.format(place=store.database.place, file=file.name, rows=rows)])
        return _table(await put_back(store, file))


async def copied(source: Where, destination: Where) -> list[str]:
    """Copy everything into an empty database."""
    async with working(source) as store, working(destination, made=True) as empty:
        return _table(await copy_all(store, empty))


@asynccontextmanager
async def _writing(file: Path) -> AsyncIterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or tr("there is such a file already")
        raise Unable("bad_file", file=str(file), reason=reason) from error


def _known() -> Known:
    registry = declared()
    return known_to(registry, load(CURATED, registry.dimensions, registry.possible))


def _read(file: Path, known: Known, held: Mapping[str, Entry]) -> FileRead:
    try:
        return read_path(file, known, held)
    except FactsError as error:
        problems = "\n".join(map(problem_told, error.problems))
        count = f"{len(error.problems):,}"
        raise Unable("bad_file_of_facts", file=file.name, count=count, problems=problems) from error


def _entries(held: ServerFacts) -> dict[str, Entry]:
    return {key: each.entry for key, each in held.entries.items()}


async def _held(store: Store, server: int, version: int | None) -> ServerFacts:
    if version is None:
        return await store.facts.current(server)
    return await store.facts.at(server, version)


def _made(server: int, version: int, size: int) -> str:
    told = tr("Server {server} is at version {version}; changes: {count}.")
    return told.format(server=server, version=version, count=size)


def _table(sums: Mapping[str, Sum]) -> list[str]:
    """Counts and digests, a line a table."""
    return [f"{name:<12} {each.rows:>10,}  {each.digest}" for name, each in sums.items()]
