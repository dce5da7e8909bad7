"""Views: answers with a server's facts against the curated alone, and what a view weighs."""

from __future__ import annotations

import gc
import itertools
import tracemalloc

from bot.autocomplete import Suggester
from calculators.engine import Engine, curated
from calculators.views import SIZE, Views
from facts.loaded import ServerFacts
from tests.bench.measure import heading, interleaved, mark, show
from tests.held import fact, holding, ours, subject

LADDER = {"gpus": "100000", "device": "h100"}
OTHERS = ("power", "cost", "emissions", "energy", "cooling")
"""What a server is likely to ask beside: each kind of question has texts of its own."""
CURATED, ASIDE, USED = "curated facts alone", "own facts that play no part", "an own PUE is used"
FIRST, UNSHARED = "first question of a view", "the same, planned anew"
GIVEN = "curated facts alone, all given"
NUMBERS = itertools.count(1)


def server(number: int) -> ServerFacts:
    """A server with a handful of facts."""
    return holding(
        ours("pue", 1.1 + number % 100 / 1000, "1"),
        ours("utilisation", 55, "%"),
        ours("electricity_price", 0.1, "USD/kWh"),
        subject(f"foo-{number}", f"Foo {number}"),
        fact(f"foo-{number}", "device_power", 1, "kW"),
        server=number,
    )


def run(rounds: int) -> None:
    """Print the section."""
    engine = curated()
    own = engine.viewed(server(0))
    heading("Views, an answer as typed with its reply as text")
    every = {**LADDER, "pue": "1.3", "utilisation": "60 %"}
    found = interleaved(
        {
            CURATED: lambda: engine.answer("power", LADDER).text,
            USED: lambda: own.answer("power", LADDER).text,
            GIVEN: lambda: engine.answer("power", every).text,
            ASIDE: lambda: own.answer("power", every).text,
            "without its text, curated": lambda: engine.answer("power", LADDER),
            "without its text, an own PUE is used": lambda: own.answer("power", LADDER),
            FIRST: lambda: engine.viewed(server(next(NUMBERS))).answer("power", LADDER),
            UNSHARED: lambda: _anew(engine),
        },
        rounds,
        dict.fromkeys((CURATED, USED, GIVEN, ASIDE), 10),
    )
    for name, each in found.items():
        show(name, each)
    mark("an answer with own facts / without", found[USED] / found[CURATED], 1.2, "×")
    mark("the same, where they play no part", found[ASIDE] / found[GIVEN], 1.2, "×")
    _suggesting(own, rounds)
    _weight(engine)


def _anew(engine: Engine) -> None:
    engine.planner.plan.cache_clear()
    engine.viewed(server(next(NUMBERS))).answer("power", LADDER)


def _suggesting(own: Engine, rounds: int) -> None:
    suggester = Suggester(own)
    found = interleaved(
        {
            "autocomplete of a device": lambda: suggester.suggest("power", "device", "h10"),
            "autocomplete of a fact": lambda: suggester.suggest("fact", "name", "h100 pow"),
        },
        rounds,
        {},
    )
    for name, each in found.items():
        show(name, each)
        mark(f"{name}", each.median * 1e3, 5, "ms")


def _weight(engine: Engine) -> None:
    """Kilobytes that a view takes: new, after five kinds of question, and with a talk."""
    views, held = Views(engine, SIZE), [server(number) for number in range(SIZE)]
    asked = [name for name in OTHERS if name in engine.registry.topics]
    for name in asked:
        engine.answer(name, LADDER)
    views.talk(None).tell("How much power do 1,000 H100s draw?")
    gc.collect()
    tracemalloc.start()
    sizes = [_traced()]
    for each in held:
        views.view(each)
    sizes.append(_traced())
    for each in held:
        for name in asked:
            views.view(each).answer(name, LADDER)
    sizes.append(_traced())
    for each in held[: SIZE // 4]:
        views.talk(each).tell("How much power do 1,000 H100s draw?")
    sizes.append(_traced())
    tracemalloc.stop()
    new, used, talked = (after - before for before, after in itertools.pairwise(sizes))
    print(f"  a view, new {new / SIZE:>8,.0f} kB")
    print(f"  its texts after {len(asked)} kinds of question {used / SIZE:>8,.0f} kB")
    print(f"  its talk {talked / (SIZE // 4):>8,.0f} kB")
    mark(f"all {SIZE} views and their talks", (new + used + talked) / 1e3, 100, "MB")


def _traced() -> float:
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / 1e3
