"""Claims: figures of the article, recomputed; and whether an answer meets one of them."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose
from typing import NamedTuple

from calculators.display import bounded, limited, plain, plural, show
from calculators.given import read_value
from calculators.known import known_of
from calculators.language import language, tr
from calculators.plan import make_plan
from calculators.quantity import Quantity
from calculators.registry import Registry
from calculators.select import prices
from calculators.solve import ready, solve
from calculators.value import Bound, Input, Value, of_fact
from facts import FAULTS, Claim, Fact, Facts, Kind, Qualifier, Verdict

PERIOD = "duration"
NEAR = 0.25
"""A least that another source exceeds by so much still says the same."""
SEVERITY = (
    Verdict.WRONG,
    Verdict.WRONG_SCOPE,
    Verdict.WRONG_DIRECTION,
    Verdict.DISPUTED,
    Verdict.OK_QUALIFIED,
    Verdict.OK,
)


VERDICTS = {
    Verdict.OK: "it holds",
    Verdict.OK_QUALIFIED: "the size is right",
    Verdict.WRONG_DIRECTION: "the bound points the wrong way",
}


class Check(NamedTuple):
    """A claim recomputed: what is stated, what comes out, and by what factor it misses."""

    claim: Claim
    fact: Fact
    stated: Value
    computed: Value
    verdict: Verdict
    text: str = ""

    @property
    def factor(self) -> float:
        """Stated over computed."""
        return self.stated.value / self.computed.value


class Claims:
    """The claims of a set of facts; each is checked once in a language, when it is first met."""

    def __init__(self, facts: Facts, registry: Registry) -> None:
        self._facts = facts
        self._registry = registry
        self._checks: dict[tuple[str, str], Check] = {}
        self._stated: dict[str, list[tuple[Claim, float, dict[str, float]]]] = {}
        for claim in facts.claims:
            if not claim.against:
                quantity, stated, given = self._read(claim)
                self._stated.setdefault(quantity, []).append((claim, stated, given))

    def _read(self, claim: Claim) -> tuple[str, float, dict[str, float]]:
        fact = self._facts.by_id[claim.fact]
        stated = of_fact(fact).value
        given = {name: each.value.value for name, each in self.given(claim).items()}
        return fact.quantity, stated, given

    def met(self, values: Mapping[str, float]) -> tuple[Check, ...]:
        """Claims whose figure or inputs are among ``values``, and what follows from a wrong one.

        The worst verdict comes first.
        """
        met = [
            claim
            for quantity in self._stated
            if quantity in values
            for claim, stated, given in self._stated[quantity]
            if self._meets(claim, quantity, stated, given, values)
        ]
        if not met:
            return ()
        for claim in self._facts.claims:
            faulty = [each.id for each in met if each.verdict in FAULTS]
            if claim.follows in faulty and claim.id not in [each.id for each in met]:
                met.append(claim)
        checks = [self.check(claim) for claim in met]
        return tuple(sorted(checks, key=lambda each: SEVERITY.index(each.verdict)))

    @staticmethod
    def _meets(
        claim: Claim,
        quantity: str,
        stated: float,
        given: Mapping[str, float],
        values: Mapping[str, float],
    ) -> bool:
        def agrees(name: str) -> bool:
            return name in values and isclose(values[name], given[name], rel_tol=claim.tolerance)

        if PERIOD in given and PERIOD in values and not agrees(PERIOD):
            return False  # the same figure for another time is another figure
        if isclose(values[quantity], stated, rel_tol=claim.tolerance):
            return True
        return bool(given) and all(agrees(name) for name in given)

    def given(self, claim: Claim) -> dict[str, Input]:
        """What a claim rests on, read."""
        quantities = self._registry.quantities
        return {name: read_value(text, quantities[name]) for name, text in claim.given.items()}

    def check(self, claim: Claim) -> Check:
        """Recompute a claim from what it rests on, or hold it against another source."""
        key = (claim.id, language())
        if key not in self._checks:
            self._checks[key] = self._check(claim)
        return self._checks[key]

    def _check(self, claim: Claim) -> Check:
        facts, quantities = self._facts, self._registry.quantities
        fact = facts.by_id[claim.fact]
        stated = of_fact(fact)
        if claim.against:
            other = facts.by_id[claim.against]
            verdict = _verdict_against(fact, other, claim.tolerance)
            check = Check(claim, fact, stated, of_fact(other), verdict)
            publisher = facts.source(other).publisher
            return check._replace(text=_text(check, quantities[fact.quantity], publisher))
        subjects = {Kind(facts.subjects[key].kind): key for key in claim.subjects}
        givens = self.given(claim)
        known = known_of(subjects, facts).without(givens)
        inputs = {**known.inputs, **givens}
        paid = prices(frozenset(givens), known.named, known.assumed)
        plan = make_plan(self._registry, (fact.quantity,), paid)
        solution = solve(ready(plan, (fact.quantity,)), inputs)
        computed = solution.results[fact.quantity]
        check = Check(claim, fact, stated, computed, _verdict(stated, computed, claim, fact))
        return check._replace(text=_text(check, quantities[fact.quantity]))


def _verdict(stated: Value, computed: Value, claim: Claim, fact: Fact) -> Verdict:
    if not isclose(stated.value, computed.value, rel_tol=claim.tolerance):
        return Verdict.WRONG
    opposite = {Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}
    if opposite.get(stated.bound) is computed.bound:
        return Verdict.WRONG_DIRECTION
    qualified = fact.qualifier is not Qualifier.EXACTLY
    return Verdict.OK_QUALIFIED if qualified else Verdict.OK


def _verdict_against(fact: Fact, other: Fact, tolerance: float) -> Verdict:
    """What another source makes of a figure: it may agree, cover something else, or differ."""
    stated, found = of_fact(fact), of_fact(other)
    if isclose(stated.value, found.value, rel_tol=tolerance):
        same = fact.scope == other.scope
        return Verdict.OK_QUALIFIED if same else Verdict.WRONG_SCOPE
    least = stated.bound is Bound.AT_LEAST and stated.value < found.value
    near = isclose(stated.value, found.value, rel_tol=NEAR)
    return Verdict.OK_QUALIFIED if least and near else Verdict.DISPUTED


def _text(check: Check, quantity: Quantity, publisher: str = "") -> str:
    """A claim of the article beside what comes out of it, or what a publisher has instead."""
    stated = show(quantity, check.stated.value)
    if quantity.noun:
        stated = f"{stated} {plural(quantity, stated)}"
    stated = limited(check.stated.bound, stated)
    if not quantity.noun:
        stated = tr("{figure} as {words}").format(figure=stated, words=tr(quantity.words))
    if check.fact.paragraph:
        stated = tr("{stated} (paragraph {paragraph})").format(
            stated=stated, paragraph=check.fact.paragraph
        )
    text = tr("The article says {stated}; computed, it is {computed}: {verdict}. {finding}")
    if publisher:
        text = tr("The article says {stated}; {publisher} has {computed}: {verdict}. {finding}")
    return text.format(
        stated=stated,
        publisher=publisher,
        computed=bounded(quantity, check.computed, 4),
        verdict=_in_words(check),
        finding=tr(check.claim.finding),
    )


def _in_words(check: Check) -> str:
    if check.verdict is Verdict.WRONG:
        times = check.factor if check.factor > 1 else 1 / check.factor
        return tr("wrong by a factor of {times}").format(times=plain(times, 3))
    return tr(VERDICTS.get(check.verdict, check.verdict))
