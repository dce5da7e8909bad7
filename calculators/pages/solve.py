"""``/solve``: any quantity from any set of givens, across topics; and the frontier of a bound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calculators.answer import Answer
from calculators.compose import compose_answer
from calculators.frame import Work
from calculators.frontier import frontier
from calculators.language import tr
from calculators.names import by_words, nearest, nearest_quantities
from calculators.pages.page import Choice, Options, Page, in_command
from calculators.question import Question, command_text
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from calculators.setup import read_setup
from calculators.value import Bound

if TYPE_CHECKING:
    from calculators.engine import Engine


def _solve(engine: Engine, options: Options, text: str) -> Answer:
    target, given = (options.get(name, "").strip() for name in ("target", "given"))
    if not target:
        raise page.empty("target", "households given:gpus=100000, device=h100")
    name = read_quantity(target, engine.registry, "solve", options)
    try:
        work = engine.solve(_question(engine, name, given, text))
    except Refused as refusal:
        raise in_command(refusal, "solve", options, "given") from None
    answer = compose_answer(work)
    return answer.adding(ladder=frontier(work)) if _bounded(work) else answer


def _question(engine: Engine, target: str, given: str, text: str) -> Question:
    setup = read_setup(given, engine.registry, engine.facts)
    if target in setup.givens:
        raise Refused("target_given", target=target)
    return Question(text, engine.registry.everything, target, setup.givens, setup.subjects)


def _bounded(work: Work) -> bool:
    """Whether the answer is a limit, so that the way along it is worth showing."""
    return work.solution.results[work.target].bound in (Bound.AT_LEAST, Bound.AT_MOST)


def read_quantity(text: str, registry: Registry, command: str, options: Options) -> str:
    """The quantity that ``text`` names, by its name or its words.

    Raises:
        Refused: unknown, with the nearest known names.
    """
    known, folded = by_words(registry), text.casefold()
    if folded in registry.quantities:
        return folded
    if folded in known:
        return known[folded]
    near = nearest(text, registry.quantities)
    lines = (command_text(command, {**options, "target": each}) for each in near)
    raise Refused(
        "unknown_quantity", tuple(lines), text=quoted(text), near=", ".join(near) or "gpus"
    )


def _suggest(engine: Engine, option: str, text: str) -> Iterator[Choice]:
    if option != "target":
        return
    quantities = engine.registry.quantities
    known = [name for name, each in quantities.items() if not each.base]
    for name in nearest_quantities(text, known, engine.registry, 25):
        yield f"{name}: {tr(quantities[name].words)}", name


page = Page(
    name="solve",
    options=("target", "given"),
    example="/solve target:households given:gpus=100000, device=h100, pue=1.08",
    answer=_solve,
    suggest=_suggest,
)
