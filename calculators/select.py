"""What to answer where the asker named no target, and whether the givens agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from calculators.plan import DEFAULT, GIVEN, NAMED_FACT, UNKNOWN, Plan, make_plan
from calculators.refusal import Refused
from calculators.registry import Registry
from calculators.topic import Headline, Ladder, Topic

KnownNames = frozenset[str]


def prices(given: KnownNames, named: KnownNames, defaults: Iterable[str]) -> dict[str, float]:
    """What a plan pays for each known quantity, by its standing."""
    return {
        **dict.fromkeys(sorted(defaults), DEFAULT),
        **dict.fromkeys(sorted(named), NAMED_FACT),
        **dict.fromkeys(sorted(given), GIVEN),
    }


def asking(registry: Registry, topic: Topic, target: str) -> dict[str, float]:
    """What asking for each option costs: what people know first, derived quantities last.

    Whoever asks how many does not want to be asked how many of something else.
    """
    first = topic.headlines[0].given if topic.headlines else ()
    counts = (name for name, each in registry.quantities.items() if each.rounding)
    last = registry.derived.union(counts).difference(first)
    return {
        name: UNKNOWN * (2.5 if name in last else 1) + place
        for place, name in enumerate(topic.options)
        if not (name in first and target in first)
    }


def select_target(
    registry: Registry,
    topic: Topic,
    given: KnownNames,
    named: KnownNames,
    paid: Mapping[str, float],
) -> tuple[str, Ladder | None]:
    """The target and its ladder: the topic's headline for these givens, if it uses them all.

    Where it leaves a given unused, the first quantity that uses all of them is what was left out.

    Raises:
        Refused: nothing is given, or nothing is left to work out.
    """
    both = _headline(topic, given | named)
    if both and both.target not in given | named:
        shown = both.ladder.quantities if both.ladder else ()
        plan = make_plan(registry, (*shown, both.target), paid)
        if both.target not in plan.missing and _uses(plan, given):
            return both.target, both.ladder
    headline = _headline(topic, given) or _headline(topic, named)
    if headline is None:
        if not given and not named:
            raise Refused(
                "nothing_given",
                (topic.example,),
                command=f"/{topic.name}",
                options=", ".join(topic.options[:6]),
            )
        headline = topic.headlines[0]
    shown = headline.ladder.quantities if headline.ladder else ()
    plan = make_plan(registry, (*shown, headline.target), paid)
    if headline.target not in given and _uses(plan, given):
        return headline.target, headline.ladder
    others = (each.target for each in topic.headlines if named.intersection(each.given))
    for name in dict.fromkeys((*others, *topic.options)):
        if name in given or name in named or name == headline.target:
            continue
        plan = make_plan(registry, (name,), paid)
        # A device that was named and plays no part means that something else was asked.
        plays = not named or not plan.roots.isdisjoint(named)
        if not plan.missing and plays and _uses(plan, given):
            return name, None
    if headline.target in given:
        raise Refused("nothing_to_solve", (topic.example,))
    return headline.target, headline.ladder


def checks(
    registry: Registry, given: KnownNames, named: KnownNames
) -> tuple[tuple[str, Plan], ...]:
    """Givens that the other givens determine, without any assumption, and how."""
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
