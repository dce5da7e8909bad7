"""How a question was read: the first line of the reply, so that a misreading is seen at once."""

from __future__ import annotations

from calculators.frame import Work
from calculators.headline import capital, said, setup
from calculators.language import tr
from calculators.plain.understood import Understood
from calculators.refusal import quoted
from calculators.value import Origin


def read_as(work: Work, read: Understood) -> str:
    """The target and what it is worked out from: "Power of the facility: 100,000 × H100"."""
    quantities = work.registry.quantities
    target = quantities[read.target or work.target]
    assumed = [
        said(quantities[name], each.value)
        for name, each in work.inputs.items()
        if each.origin is Origin.ASSUMED and name in work.program.plan.roots
    ]
    words, about = capital(tr(target.words)), setup(work)
    lines = [tr("{words}: {setup}").format(words=words, setup=about) if about else words]
    if assumed:
        lines.append(tr("assumed: {inputs}").format(inputs=", ".join(assumed)))
    line = f"{'; '.join(lines)}."
    if read.left:
        left = ", ".join(map(quoted, read.left))
        line += " " + tr("Not understood, and left aside: {left}.").format(left=left)
    return line
