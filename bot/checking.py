"""Facts files for the command line: what is in them, or everything that is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from calculators.language import tr
from calculators.loading import doubt_told, known_to
from calculators.registry import Registry, declared
from facts import CURATED, Facts, FactsError, Problem, load
from facts.files import FileRead, read_path
from facts.loaded import Entry, LoadedFact
from facts.raw import MAX_BYTES, Unreadable, contents

CURATED_ONLY = re.compile(
    rb"^(?:\xef\xbb\xbf)?(?:standing|sources|statements|claims)[ \t]*:", re.MULTILINE
)
"""What stands in files like the curated ones, and in no moderator's."""


def check(files: Iterable[Path]) -> list[str]:
    """Check files, and say what is in them; what one has taken in, the next may build on.

    Raises:
        FactsError: with all problems of all files.
    """
    registry, problems = declared(), list[Problem]()
    kinds: dict[bool, list[Path]] = {True: [], False: []}
    for file in files:
        kinds[_is_curated(file)].append(file)
    facts = _curated(registry, kinds[True], problems)
    known, held = known_to(registry, facts), dict[str, Entry]()
    told = [_counted(facts)]
    for file in kinds[False]:
        try:
            read = read_path(file, known, held)
        except FactsError as error:
            problems.extend(error.problems)
            continue
        held |= {key: entry for key, entry in read.changes.items() if entry is not None}
        told.extend(_told(file, read))
    if problems:
        raise FactsError(problems)
    return told


def _is_curated(file: Path) -> bool:
    """Whether a file is written like the curated ones."""
    if file.suffix.lower() not in {".yaml", ".yml"}:
        return False
    try:
        return CURATED_ONLY.search(contents(file, MAX_BYTES)) is not None
    except (OSError, Unreadable):
        return True  # whose reader says what is wrong


def _curated(registry: Registry, files: Sequence[Path], problems: list[Problem]) -> Facts:
    """The curated facts with those of more files like them, or without if there are problems."""
    try:
        return load((*CURATED, *files), registry.dimensions, registry.possible)
    except FactsError as error:
        problems.extend(error.problems)
        if not files:
            raise
        return load(CURATED, registry.dimensions, registry.possible)


def _counted(facts: Facts) -> str:
    told = tr(
        "{facts} facts, {statements} statements, {subjects} subjects, {claims} claims: "
        "no problems; their version is {version}"
    )
    return told.format(
        facts=len(facts.all),
        statements=len(facts.statements),
        subjects=len(facts.subjects),
        claims=len(facts.claims),
        version=facts.digest,
    )


def _told(file: Path, read: FileRead) -> Iterator[str]:
    entries = read.changes.values()
    facts = sum(isinstance(each, LoadedFact) for each in entries)
    removed = sum(each is None for each in entries)
    subjects = len(entries) - facts - removed
    told = tr("{file}: {facts} facts, {subjects} subjects, {removed} taken away: no problems")
    yield told.format(file=file.name, facts=facts, subjects=subjects, removed=removed)
    for doubt in read.doubts:
        yield f"{file.name}: {doubt_told(doubt)}"
