"""What moderators load, as the engine knows it: what files are held against, problems in words."""

from __future__ import annotations

from calculators.language import signed, tr
from calculators.registry import Registry
from facts import Facts
from facts.files import Doubt, Known
from facts.phrases import Phrase
from facts.problems import Problem, inert


def known_to(registry: Registry, curated: Facts) -> Known:
    """What moderators' files are held against: the quantities, and the curated facts."""
    return Known(curated, registry.dimensions, registry.possible, registry.plausible)


def said(text: str) -> str:
    """A phrase of the facts in the language that is spoken; any other text as it is."""
    if not isinstance(text, Phrase):
        return text
    if not text.places:
        return tr(text)
    return tr(text.template).format_map({name: _said(each) for name, each in text.places.items()})


def _said(value: object) -> str:
    if isinstance(value, int):
        return signed(f"{value:,}")
    return inert(said(value if isinstance(value, str) else str(value)))


def problem_told(problem: Problem) -> str:
    """A problem on one line: where it is, what was found and what was expected."""
    at = f"{inert(problem.file)}:{problem.line}" if problem.file else ""
    entry = inert(problem.entry) or (tr("file") if problem.file else "")
    where = ", ".join(filter(None, (f"{at}: {entry}" if at else "", inert(problem.field))))
    return _told(where, problem.found, problem.expected)


def doubt_told(doubt: Doubt) -> str:
    """A doubt on one line."""
    about = doubt.key.partition(":")[2]
    return _told(f"{about}, {doubt.field}", doubt.found, doubt.expected)


def _told(where: str, found: str, expected: str) -> str:
    return tr("{where}: found {found}; expected {expected}").format(
        where=where, found=inert(said(found)), expected=inert(said(expected))
    )
