"""Plain words: a text read into a question, over the questions of the corpus."""

from __future__ import annotations

import gc
import statistics
import time

from calculators.engine import curated
from calculators.language import LANGUAGES
from calculators.plain.talk import State, Talk
from tests.bench.measure import figure, heading, mark, show
from tests.calculators.plain.corpus import corpus


def questions(talk: Talk) -> list[tuple[str, State | None]]:
    """The questions of the corpus with what they follow upon; telling them warms every cache."""
    found: list[tuple[str, State | None]] = []
    for lang in LANGUAGES:
        states: dict[str, State | None] = {}
        for case in corpus(lang):
            before = states[case["after"]] if "after" in case else None
            states[case["text"]] = talk.tell(case["text"], before).state
            found.append((case["text"], before))
    return found


def run(rounds: int) -> None:
    """Print the section."""
    engine = curated()
    building = []
    for _ in range(max(5, rounds // 10)):
        start = time.perf_counter()
        talk = Talk(engine)
        building.append(time.perf_counter() - start)
    start = time.perf_counter()
    asked = questions(talk)
    cold = (time.perf_counter() - start) / len(asked)
    gc.collect()
    gc.freeze()
    typical: list[float] = []
    for text, before in asked:
        taken = []
        for _ in range(max(3, rounds // 20)):
            start = time.perf_counter()
            talk.read(text, before)
            taken.append(time.perf_counter() - start)
        typical.append(statistics.median(taken))
    heading("Plain words")
    show("building Talk: the lexicons of both languages", figure(building), "ms")
    show(f"a text read, {len(asked)} questions, each one's median", figure(typical), "ms")
    high = statistics.quantiles(typical, n=20)[-1]
    print(f"  95th percentile of the questions {high * 1e3:,.1f} ms")
    print(
        f"  told the first time, words looked up and relations planned: mean {cold * 1e3:,.1f} ms"
    )
    print("  caches warm: every question was told once before")
    mark("text → Question, median of the corpus", figure(typical).median * 1e3, 1, "ms")
