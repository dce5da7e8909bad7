"""Scope: what an open quantity covers follows from what it was worked out from."""

from __future__ import annotations

from collections.abc import Mapping

from calculators.plan import Plan
from calculators.quantity import Quantity, Scope

WORDS = {
    Scope.ACCELERATOR: "the chips alone",
    Scope.SERVER: "servers alone",
    Scope.IT: "with their servers",
    Scope.FACILITY: "at the utility meter",
}
"""How a reply names a scope."""
_FIXED = tuple(WORDS)


def scopes(plan: Plan, quantities: Mapping[str, Quantity]) -> dict[str, Scope]:
    """The scope of each open quantity that the plan works out."""
    found: dict[str, Scope] = {}
    for form in plan.steps:
        if quantities[form.target].scope is not Scope.OPEN:
            continue
        inputs = (found.get(name, quantities[name].scope) for name in form.inputs)
        found[form.target] = next((each for each in inputs if each in _FIXED), Scope.NONE)
    return found
