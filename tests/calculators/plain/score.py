"""How well plain questions are understood: the corpus asked, and what came of it counted.

``python -m tests.calculators.plain.score`` prints the report; with ``-v`` also the questions of
the part that is tuned on which didn't come right.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from calculators.engine import Engine, curated
from calculators.language import tr
from calculators.plain.talk import State, Talk, Told
from facts.units import unit
from tests.calculators.plain.corpus import LANGUAGES, Case, corpus, readings, set_aside, several

TOLERANCE = 1e-6


class Judged(NamedTuple):
    """A question, what was told, and how that is judged."""

    case: Case
    told: Told
    verdict: str


def judge(case: Case, told: Told, engine: Engine) -> str:
    """``right``, ``asked``, ``refused``, ``needless`` (it could be answered) or ``wrong``."""
    refusal, outcome = told.answer.refusal, case["outcome"]
    if outcome == "ask":
        return (
            "asked"
            if refusal and _offers(case, told, engine)
            else "needless"
            if refusal
            else "wrong"
        )
    if outcome == "refuse":
        return "refused" if refusal else "wrong"
    if refusal:
        return "needless"
    fits = {"answer": _answers, "look_up": _looks_up, "compare": _compares, "check": _checks}
    return "right" if fits[outcome](case, told, engine) else "wrong"


def _offers(case: Case, told: Told, engine: Engine) -> bool:
    """Whether one at least of the choices is offered."""
    refusal = told.answer.refusal
    shown = " ".join([*map(str, told.choices), *(refusal.suggestions if refusal else ())])
    bare = shown.replace(" ", "").replace(",", "").casefold()
    subjects, quantities = engine.facts.subjects, engine.registry.quantities
    wanted = [
        name
        for each in case.get("choices", [])
        for name in (
            each,
            tr(subjects[each].name) if each in subjects else each,
            tr(quantities[each].words) if each in quantities else each,
        )
    ]
    return not wanted or any(
        each.replace(" ", "").replace(",", "").casefold() in bare for each in wanted
    )


def _results(told: Told, engine: Engine) -> dict[str, tuple[float, float | None, float | None]]:
    quantities = engine.registry.quantities
    found = {}
    for each in told.answer.results:
        factor = quantities[each.quantity].factor
        low, high = (None if end is None else end * factor for end in (each.low, each.high))
        found[each.quantity] = (each.value * factor, low, high)
    return found


def _near(found: float | None, wanted: float) -> bool:
    return found is not None and abs(found - wanted) <= TOLERANCE * abs(wanted)


def _answers(case: Case, told: Told, engine: Engine) -> bool:
    found = _results(told, engine)
    if "value" not in case:
        name, spelling = several(case["target"])[0], several(case["unit"])[0]
        factor = unit(spelling).factor
        low, high = found.get(name, (0.0, None, None))[1:]
        return _near(low, case["low"] * factor) and _near(high, case["high"] * factor)
    return any(
        target in found and _near(found[target][0], value * unit(spelling).factor)
        for _, target, value, spelling in readings(case)
    )


def _looks_up(case: Case, told: Told, engine: Engine) -> bool:
    if not _says(told, case.get("says", [])):
        return False
    if "value" not in case:
        return True
    facts = engine.facts
    stated = [value[0] for value in _results(told, engine).values()]
    for item in told.answer.facts:
        fact = facts.by_id[item.id]
        if fact.quantity in several(case["quantity"]) and fact.subject in facts.chain(
            case["subject"]
        ):
            ends = item.value if isinstance(item.value, tuple) else (item.value,)
            stated += [end * unit(item.unit).factor for end in ends]
            stated.append(sum(ends) / len(ends) * unit(item.unit).factor)
    wanted = [
        value * unit(each).factor
        for value in several(case["value"])
        for each in several(case["unit"])
    ]
    return any(_near(each, size) for each in stated for size in wanted)


def _says(told: Told, parts: Iterable[str]) -> bool:
    """Whether the reply says something; in Polish with the signs of its numbers."""
    text = " ".join(told.answer.text.replace("\u00a0", " ").split())
    polish = told.answer.question.lang == "pl"
    wanted = (re.sub(r"(?<=[0-9])\.(?=[0-9])", ",", each) if polish else each for each in parts)
    return all(" ".join(each.split()) in text for each in wanted)


def _compares(case: Case, told: Told, engine: Engine) -> bool:
    if case.get("says"):
        return _says(told, case["says"])
    wanted = {
        (each.quantity, round(each.value, 6))
        for target in several(case.get("target", ""))
        for each in engine.answer(
            "compare", _sides(case, target), lang=told.answer.question.lang
        ).results
    }
    return bool(wanted & {(each.quantity, round(each.value, 6)) for each in told.answer.results})


def _sides(case: Case, target: str) -> dict[str, str]:
    sides = {"a": case["a"], "b": case["b"]}
    return {**sides, "target": target} if target else sides


def _checks(case: Case, told: Told, engine: Engine) -> bool:
    if case.get("statement"):
        wanted = [
            engine.answer("check", {"statement": case["text"]}, lang=told.answer.question.lang)
        ]
        fits = told.answer.reply.corrects == (case["verdict"] == "misses")
        return fits and any(each.connections == told.answer.connections for each in wanted)
    wanted = [
        engine.answer("check", {"claim": each}, lang=told.answer.question.lang)
        for each in several(case["claim"])
    ]
    same = any(each.reply.headline == told.answer.reply.headline for each in wanted)
    return same and _says(told, case.get("says", []))


def judged(talk: Talk, engine: Engine, lang: str) -> Iterator[Judged]:
    """The corpus of a language, asked in its order."""
    states: dict[str, State | None] = {}
    for case in corpus(lang):
        told = talk.tell(case["text"], states[case["after"]] if "after" in case else None)
        states[case["text"]] = told.state
        yield Judged(case, told, judge(case, told, engine))


RIGHT = ("right", "asked", "refused")


def report(lang: str, part: str, counts: Counter[str]) -> str:
    """The counts of one part in a line."""
    total, right = sum(counts.values()), sum(counts[each] for each in RIGHT)
    shares = ", ".join(f"{name} {counts[name]}" for name in (*RIGHT, "needless", "wrong"))
    return f"{lang} {part:10} {right}/{total} = {100 * right / max(total, 1):.1f} %  ({shares})"


def failed(found: Judged) -> str:
    """What came of a question that didn't come right, to read."""
    case, told, verdict = found
    refusal = told.answer.refusal
    said = refusal.message if refusal else told.answer.reply.read or told.answer.reply.headline
    after = f" (after {case['after']})" if "after" in case else ""
    return f"{verdict}: [{case['outcome']}] {case['text']}{after}\n    {said}"


def main() -> None:
    """Print the report."""
    engine = curated()
    talk = Talk(engine)
    lines: list[str] = []
    for lang in LANGUAGES:
        counts = {True: Counter[str](), False: Counter[str]()}
        for found in judged(talk, engine, lang):
            aside = set_aside(found.case)
            counts[aside][found.verdict] += 1
            if "-v" in sys.argv and not aside and found.verdict not in RIGHT:
                lines.append(failed(found))
        lines.append(report(lang, "tuned on", counts[False]))
        lines.append(report(lang, "set aside", counts[True]))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
