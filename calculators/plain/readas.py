"""How a question was read: the first line of the reply, so that a misreading is seen at once."""

from __future__ import annotations

from calculators.display import TYPED_DIGITS, bounded
from calculators.frame import Work
from calculators.headline import capital, setup
from calculators.plain.understood import Understood
from calculators.refusal import quoted
from calculators.value import Origin


def read_as(work: Work, read: Understood) -> str:
    """The target and what it is worked out from: "Power of the facility: 100,000 × H100"."""
    quantities = work.registry.quantities
    target = quantities[read.target or work.target]
    assumed = [
        f"{quantities[name].words} {bounded(quantities[name], each.value, TYPED_DIGITS)}"
        for name, each in work.inputs.items()
        if each.origin is Origin.ASSUMED and name in work.program.plan.roots
    ]
    line = f"{capital(target.words)}: {setup(work)}"
    if assumed:
        line += f"; assumed: {', '.join(assumed)}"
    if read.left:
        line += f". Not understood, and left aside: {', '.join(map(quoted, read.left))}"
    return f"{line}."
