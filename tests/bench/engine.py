"""The engine: a worked answer against plain floats, sympy for every call, and a peer."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

import sympy
from sympy import Expr

from calculators.engine import curated
from calculators.plan import make_plan
from calculators.quantity import Quantity
from calculators.question import read_question
from calculators.registry import Registry, collect
from calculators.relation import relation
from tests.bench.measure import Figure, figure, heading, interleaved, mark, show

LADDER = {"gpus": "100000", "device": "h100"}
CHAIN = {**LADDER, "target": "facility_energy"}
RANGE = {**CHAIN, "gpus": "90k-110k"}


def plain_floats() -> float:
    """The chain of seven quantities by hand."""
    gpus, server_power, per_server, pue, utilisation, hours = 1e5, 10200.0, 8.0, 1.56, 0.61, 8760.0
    share = server_power / per_server
    it_power = gpus * share
    facility = it_power * pue
    mean = facility * utilisation
    return mean * hours


def sympy_each_time() -> object:
    """The same chain, built and solved by sympy in every call."""
    names = sympy.symbols("N P n p_s P_IT PUE P_site u P_mean t E")
    gpus, server, per_server, share, it, pue, site, load, mean, hours, energy = names
    equations = [
        sympy.Eq(share, server / per_server),
        sympy.Eq(it, gpus * share),
        sympy.Eq(site, it * pue),
        sympy.Eq(mean, site * load),
        sympy.Eq(energy, mean * hours),
    ]
    values = {gpus: 1e5, server: 10200, per_server: 8, pue: 1.56, load: 0.61, hours: 8760}
    known = [equation.subs(values) for equation in equations]
    return sympy.solve(known, [share, it, site, mean, energy], dict=True)


def peer() -> Callable[[], object] | None:
    """mlsysim's nearest chain, if it is installed: a fleet of 12,500 DGX H100, its yearly energy.

    Like ours it starts from the asked count and ends with figures in words; it shows no steps.
    """
    try:
        mlsysim: Any = importlib.import_module("mlsysim")
    except ImportError:
        return None
    known = mlsysim.Systems.Clusters.Meta_Llama3_16K_H100
    fleet, model = type(known), mlsysim.solvers.SustainabilityModel()

    def ask() -> str:
        asked = fleet(name="asked", node=known.node, count=12_500, fabric=known.fabric)
        found = model.solve(fleet=asked, duration_days=365, mfu=0.61)
        return f"{found.it_energy_kwh:.4g} {found.total_energy_kwh:.4g} {found.pue}"

    return ask


def run(rounds: int) -> None:
    """Print the section."""
    engine = curated()
    topic = engine.registry.topics["power"]
    chain = read_question(topic, CHAIN, engine.registry, engine.facts)
    ladder = read_question(topic, LADDER, engine.registry, engine.facts)
    spread = read_question(topic, RANGE, engine.registry, engine.facts)
    candidates: dict[str, Callable[[], object]] = {
        "plain floats, 7 quantities": plain_floats,
        "worked answer, 7 quantities, 5 steps": lambda: engine.work_out(chain),
        "the same with bounds: 90k to 110k": lambda: engine.work_out(spread),
        "worked answer, /power with its ladder, 10 steps": lambda: engine.work_out(ladder),
        "the same, read from typed options": lambda: engine.answer("power", LADDER),
        "the same, with the whole reply as text": lambda: engine.answer("power", LADDER).text,
        "a ladder of bounds: a cluster of at least 100,000": lambda: engine.answer(
            "power", {"cluster": "meta-llama-4"}
        ),
        "sympy solving in every call": sympy_each_time,
    }
    found_peer = peer()
    if found_peer:
        candidates["mlsysim 0.3.0, nearest chain"] = found_peer
    repeat = {name: 20 for name in candidates if "sympy" not in name}
    repeat["plain floats, 7 quantities"] = 2000
    found = interleaved(candidates, rounds, repeat)
    heading("Engine, one answer")
    for name, each in found.items():
        show(name, each)
    _marks(found, peer_found=found_peer is not None)
    growth(rounds)


def _marks(found: dict[str, Figure], *, peer_found: bool) -> None:
    worked = found["worked answer, 7 quantities, 5 steps"]
    ladder = found["worked answer, /power with its ladder, 10 steps"]
    bounds = found["the same with bounds: 90k to 110k"]
    rungs = found["a ladder of bounds: a cluster of at least 100,000"]
    floats = found["plain floats, 7 quantities"]
    each = found["sympy solving in every call"]
    ratios = f"{worked / floats:,.0f} × (chain), {ladder / floats:,.0f} × (ladder)"
    print(f"  against plain floats: {ratios}")
    mark("worked answer with all step texts", worked.median * 1e6, 50, "µs")
    mark("the same for the ladder of /power", ladder.median * 1e6, 50, "µs")
    mark("with exact elasticities and bounds", bounds.median * 1e6, 100, "µs")
    mark("the same for a ladder of nine results", rungs.median * 1e6, 100, "µs")
    mark("faster than sympy for every call", each / worked, 200, "×", at_least=True)
    if peer_found:
        mark(
            "faster than mlsysim",
            found["mlsysim 0.3.0, nearest chain"] / worked,
            15,
            "×",
            at_least=True,
        )
    else:
        print("  mlsysim is not installed: not compared")


def growth(rounds: int) -> None:
    """Planning and answering with 10 and with 1,000 relations."""
    plans: dict[int, Figure] = {}
    runs: dict[int, Figure] = {}
    for size in (10, 1000):
        registry = synthetic(size)
        known = {"q0": 0.0, "side": 0.0}
        taken = []
        for _ in range(rounds):
            start = time.perf_counter()
            plan = make_plan(registry, ("q5",), known)
            taken.append(time.perf_counter() - start)
        plans[size] = figure(taken)
        compiled = [form.compiled for form in plan.steps]

        def answer(forms: list[Callable[..., float]] = compiled) -> list[float]:
            return [form(2.0, 3.0) for form in forms]

        runs[size] = interleaved({"": answer}, rounds, {"": 200})[""]
    heading("Growth with the number of relations")
    for size, planned in plans.items():
        show(f"planning among {size:,} relations", planned)
        show(f"running the plan found among {size:,}", runs[size])
    mark("planning, 1,000 against 10 relations", plans[1000] / plans[10], 1.5, "×")


def synthetic(size: int) -> Registry:
    """A registry of ``size`` relations, each giving the next quantity from the one before."""

    def body(left: Expr, right: Expr) -> Expr:
        """One more."""
        return left * right

    module = ModuleType("synthetic")
    module.__file__ = __file__
    for name in ("side", *(f"q{number}" for number in range(size + 1))):
        vars(module)[name] = Quantity(
            name=name, symbol=name, unit="1", words="a quantity", example="1"
        )
    for number in range(size):
        declared = relation(f"q{number + 1}")(body)
        vars(module)[f"r{number}"] = type(declared)(
            f"r{number}",
            f"q{number + 1}",
            (f"q{number}", "side"),
            body,
            "One more.",
            declared.where,
        )
    return collect([module])
