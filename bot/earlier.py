"""Answers with what a server holds, now or at an earlier version of its facts, in the terminal."""

from __future__ import annotations

import asyncio
from importlib.metadata import version as release
from pathlib import Path

from bot.database import working
from bot.unable import Unable
from calculators.answer import Answer
from calculators.engine import curated
from calculators.language import Lang
from calculators.views import Views
from facts.loaded import ServerFacts
from facts.version import FactsVersion, read_version

LARGEST = 2**63
"""No id and no version is as large; what is can't be looked for."""


def answered(
    question: str, lang: Lang, wanted: str | None, server: int | None, where: str | Path
) -> Answer:
    """The answer in a server; with the version of the facts, the one that was given then.

    Raises:
        Unable: this program has other curated facts, or no such version.
    """
    version = _version(wanted) if wanted else None
    engine = curated()
    if version and version.digest != engine.facts.digest:
        raise Unable(
            "other_facts",
            found=version.digest,
            expected=engine.facts.digest,
            program=release("rackmath"),
        )
    views = Views(engine)
    held = asyncio.run(_held(version, server, where))
    if question.lstrip().startswith("/"):
        return views.view(held).ask(question.strip(), lang)
    return views.talk(held).tell(question, lang=lang).answer


def _version(text: str) -> FactsVersion:
    try:
        return read_version(text)
    except ValueError as error:
        raise Unable("no_facts_version", found=text) from error


async def _held(
    version: FactsVersion | None, server: int | None, where: str | Path
) -> ServerFacts | None:
    named = version.server if version else None
    if named is not None and server is not None and named != server:
        raise Unable("other_server", found=str(named), expected=str(server))
    if named is None and server is None:
        return None
    if version and max(named or 0, version.version or 0) >= LARGEST:
        raise Unable("unknown_version", server=str(named), version=str(version.version))
    async with working(where) as store:
        if version and named is not None and version.version is not None:
            return await store.facts.at(named, version.version)
        return await store.facts.current(server or 0)
