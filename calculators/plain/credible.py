"""Credible: the reading worked out, or one nearly as good where it gives what can't well be.

"25,000 USD apiece, what do 24,000 cost" is first read as the cost of all, and 1 USD for one shows
that it isn't meant so.
"""

from __future__ import annotations

from itertools import islice

from calculators.engine import Engine
from calculators.frame import Work
from calculators.plain.choose import Chooser
from calculators.plain.said import Said
from calculators.plain.understood import Understood, question_of
from calculators.refusal import Refused
from calculators.value import Origin
from calculators.warn import is_plausible

DOUBT, MOST = 2.0, 6
"""So much less may speak for another reading, of which so many are tried."""

IMPOSSIBLE = "impossible"
"""The refusal of figures that together give what can't be: a utilisation of 150 %."""

Solved = tuple[Understood, Work]


class NothingAsked(Exception):  # it is a question to be asked back, no error
    """The reading only asks for what would be assumed."""


def credible(said: Said, read: Understood, text: str, engine: Engine, chooser: Chooser) -> Solved:
    """A reading with its solution, or the best other one of which every figure is plausible.

    Raises:
        Refused: the reading can't be worked out.
        NothingAsked: what is given plays no part.
    """
    try:
        work = engine.solve(question_of(read, engine.registry, text))
    except Refused as refusal:
        other = _other(said, text, engine, chooser) if refusal.code == IMPOSSIBLE else None
        if other is None or _assumes(other[1]):
            raise  # what is only possible beside something assumed is no better
        return other
    if read.givens and _is_default(work):
        raise NothingAsked
    if read.follows or is_plausible(work):
        return read, work
    return _other(said, text, engine, chooser) or (read, work)


def _is_default(work: Work) -> bool:
    """Whether the answer is only what would be assumed of it, whatever else is given."""
    known = work.inputs.get(work.target)
    alone = work.target in work.program.plan.roots and known is not None
    return alone and known is not None and known.origin is Origin.ASSUMED


def _assumes(work: Work) -> bool:
    """Whether anything is taken that nobody said."""
    used = (work.inputs[root] for root in work.program.plan.roots)
    return any(each.origin is Origin.ASSUMED for each in used)


def _other(said: Said, text: str, engine: Engine, chooser: Chooser) -> Solved | None:
    for read in islice(chooser.likely(said, slack=DOUBT), 1, MOST + 1):
        try:
            work = engine.solve(question_of(read, engine.registry, text))
        except Refused:
            continue
        if is_plausible(work):
            return read, work
    return None
