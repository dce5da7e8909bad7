"""What to answer where the asker named no target, and whether the givens agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from calculators.plan import DEFAULT, GIVEN, NAMED_FACT, UNKNOWN, Plan, make_plan
from calculators.refusal import Refused
from calculators.registry import Registry
from calculators.topic import Headline, Ladder, Topic

KnownNames = frozenset[str]


LAST = 2.5
"""How much dearer it is to be asked for what other figures give."""
UNNAMED, UNNAMED_LAST = 0.5, 1.05
"""The same for what naming the device tells: it is one answer to all of it."""


def prices(given: KnownNames, named: KnownNames, defaults: Iterable[str]) -> dict[str, float]:
    """What a plan pays for each known quantity, by its standing."""
    return {
        **dict.fromkeys(sorted(defaults), DEFAULT),
        **dict.fromkeys(sorted(named), NAMED_FACT),
        **dict.fromkeys(sorted(given), GIVEN),
    }


def asking(registry: Registry, topic: Topic, unnamed: KnownNames, target: str) -> dict[str, float]:
    """What asking for each option costs: what people know first, derived quantities last.

    Whoever asks how many does not want to be asked how many of something else. ``unnamed`` is what
    the name of the things that are counted would tell.
    """
    first = topic.headlines[0].given if topic.headlines else registry.known_first(target)
    counts = (name for name, each in registry.quantities.items() if each.rounding)
    last = registry.derived.union(counts).difference(first, topic.shown)
    return {
        name: UNKNOWN * _dearness(name in unnamed, name in last) + place
        for place, name in enumerate(topic.options)
        if not (name in first and target in first)
    }


def _dearness(unnamed: bool, last: bool) -> float:
    if unnamed:
        return UNNAMED_LAST if last else UNNAMED
    return LAST if last else 1


class Basis(NamedTuple):
    """What a target is selected from.

    Names that are ``given`` or that ``named`` subjects tell, and what a plan pays for all that is
    known; ``askable`` is what may be asked for to complete a target, with its price.
    """

    registry: Registry
    topic: Topic
    given: KnownNames
    named: KnownNames
    paid: Mapping[str, float]
    askable: Callable[[str], Mapping[str, float]]

    @property
    def options(self) -> KnownNames:
        """The names under which the givens are typed: a sum in another currency is a sum."""
        return frozenset(self.registry.quantities[name].option for name in self.given)

    def plan(self, headline: Headline) -> Plan:
        """The plan of a headline and its ladder."""
        shown = headline.ladder.quantities if headline.ladder else ()
        asked = (*shown, headline.target)
        return make_plan(self.registry, asked, self.paid, self.askable(headline.target))

    def completed(self, headline: Headline, plan: Plan) -> Plan:
        """The plan as it would be, were what it misses given."""
        missing = plan.missing.get(headline.target)
        if not missing:
            return plan
        paid = {**self.paid, **dict.fromkeys(missing, UNKNOWN)}
        return make_plan(self.registry, (headline.target,), paid)


def select_target(basis: Basis) -> tuple[str, Ladder | None]:
    """The target and its ladder: the topic's headline for these givens, if it uses them all.

    Where it leaves a given unused, the first quantity that uses all of them is what was left out.

    Raises:
        Refused: nothing is given, or nothing is left to work out.
    """
    topic, given, named = basis.topic, basis.given, basis.named
    both = _headline(topic, given | named)
    if both and both.target not in given | named:
        plan = basis.plan(both)
        if both.target not in plan.missing and _uses(plan, given):
            return both.target, both.ladder
    headline = _called(topic, given | basis.options, named)
    plan = basis.plan(headline)
    known = headline.target not in plan.missing or not _rung(headline, plan)
    if known and headline.target not in given and _uses(plan, given):
        return headline.target, headline.ladder
    rung = _rung(headline, plan)
    if rung and rung not in given and _uses(plan, given):
        return rung, headline.ladder
    others = [each.target for each in topic.headlines if named.intersection(each.given)]
    asked = not others and headline.target not in given
    if asked and _uses(basis.completed(headline, plan), given):
        return headline.target, headline.ladder
    left_out = _left_out(basis, dict.fromkeys((*others, *topic.options)), headline)
    if left_out:
        return left_out, None
    if headline.target in given:
        raise Refused("nothing_to_solve", (topic.example,))
    return headline.target, headline.ladder


def _rung(headline: Headline, plan: Plan) -> str | None:
    """The first rung of the headline's ladder that can be worked out."""
    rungs = headline.ladder.quantities if headline.ladder else ()
    return next((name for name in rungs if name not in plan.missing), None)


def _called(topic: Topic, given: KnownNames, named: KnownNames) -> Headline:
    """The headline that the givens call for, else the subjects, else that of the example."""
    headline = _headline(topic, given) or _headline(topic, named)
    if headline:
        return headline
    if not given and not named:
        raise Refused(
            "nothing_given",
            (topic.example,),
            command=f"/{topic.name}",
            options=", ".join(topic.options[:6]),
        )
    return _headline(topic, frozenset(topic.shown)) or topic.headlines[0]


def _left_out(basis: Basis, names: Iterable[str], headline: Headline) -> str | None:
    """The first of ``names`` that all the givens lead to."""
    for name in names:
        if name in basis.given or name in basis.named or name == headline.target:
            continue
        plan = make_plan(basis.registry, (name,), basis.paid)
        # A device that was named and plays no part means that something else was asked.
        plays = not basis.named or not plan.roots.isdisjoint(basis.named)
        if not plan.missing and plays and _uses(plan, basis.given):
            return name
    return None


def checks(
    registry: Registry, given: KnownNames, named: KnownNames
) -> tuple[tuple[str, Plan], ...]:
    """Givens that the other givens determine, without any assumption, and how.

    How many a named plant or cluster has is nothing that the asker's figures must agree with.
    """
    named = frozenset(name for name in named if registry.quantities[name].rounding is None)
    found: list[tuple[str, Plan]] = []
    for name in sorted(given):
        paid = prices(given - {name}, named - {name}, ())
        plan = make_plan(registry, (name,), paid)
        honest = not any(form.relation.stand_in for form in plan.steps)
        if not plan.missing and plan.roots & given and honest:
            found.append((name, plan))
    return tuple(found)


def _headline(topic: Topic, names: KnownNames, known: KnownNames = frozenset()) -> Headline | None:
    """The first headline that one of ``names`` calls for and that isn't ``known`` already."""
    fitting = (each for each in topic.headlines if names.intersection(each.given))
    return next((each for each in fitting if each.target not in known), None)


def _uses(plan: Plan, given: KnownNames) -> bool:
    return given <= plan.roots
