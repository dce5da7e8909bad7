"""Mending: what to type instead, or as well, where a question can't be answered as it stands.

A question of a topic is mended as a whole command; one across all topics as its set-up, which the
page that read it puts into its own command.
"""

from __future__ import annotations

from collections.abc import Sequence

from calculators.known import linked
from calculators.language import told, tr
from calculators.question import Question, a_kind
from calculators.refusal import Refused, listed, together
from calculators.registry import Registry
from calculators.topic import Topic
from facts import Facts, Kind

MOST_NEAR = 20
"""So many quantities are named where no relation leads on."""
MACHINES = frozenset((Kind.DEVICE, Kind.SYSTEM, Kind.CLUSTER))
"""Whoever names one of these is not helped by naming another."""


def missing(
    question: Question, target: str, names: tuple[str, ...], registry: Registry, facts: Facts
) -> Refused:
    """The refusal where ``names`` must be given to work out ``target``."""
    quantities, topic = registry.quantities, question.topic
    words = tr(quantities[target].words)
    if not names:
        near = ", ".join(_near(target, topic, registry))
        return Refused("no_way", (topic.example,), target=words, options=near)
    lacking = _lacking(question, names, registry, facts)
    if lacking:
        return lacking
    examples = {quantities[name].option: quantities[name].example for name in names}
    if question.is_setup:
        line = ", ".join(f"{name}={example}" for name, example in examples.items())
    else:
        line = " ".join(f"{name}:{example}" for name, example in examples.items())
        line = f"{question.text.strip()} {line}"
    subjects = [a_kind(kind) for kind in _nameable(question, names, registry, facts)]
    or_subject = tr(", or name {subjects}").format(subjects=listed(subjects)) if subjects else ""
    refusal = Refused(
        "missing",
        (line,),
        target=words,
        words=together(tr(quantities[name].words) for name in names),
        options=together(examples),
        or_subject=or_subject,
    )
    refusal.lacks = names
    return refusal


def _near(target: str, topic: Topic, registry: Registry) -> Sequence[str]:
    """What a topic has that stands in a relation with a target; else the first of all."""
    beside = {
        name
        for relation in registry.relations
        if target in relation.quantities
        for name in relation.quantities
    }
    near = [name for name in topic.options if name in beside - {target}]
    return (near or topic.options)[:MOST_NEAR]


def _lacking(
    question: Question, names: tuple[str, ...], registry: Registry, facts: Facts
) -> Refused | None:
    """The refusal where a named subject has none of what is needed: an A100 has no FP8 peak."""
    used = question.subjects.get(Kind.PRECISION)
    for key in linked(question.subjects, facts):
        for name in facts.subjects[key].lacks:
            precision = registry.quantities[name].precision
            leads = registry.follow(frozenset((name,))).intersection(names)
            if (used and precision == used) or (leads and not precision):
                return Refused(
                    "has_none",
                    subject=tr(facts.subjects[key].name),
                    words=tr(registry.quantities[name].words),
                    note=told(facts.subjects[key].note),
                )
    return None


def _nameable(
    question: Question, names: tuple[str, ...], registry: Registry, facts: Facts
) -> list[Kind]:
    """The kinds of which naming a subject could give one of ``names``."""
    named = set(question.subjects)
    if named & MACHINES:
        named |= MACHINES
    told = {kind: registry.follow(each) for kind, each in facts.told_of.items()}
    kinds = (kind for kind in question.topic.subjects if kind not in named)
    return [kind for kind in kinds if not told[kind].isdisjoint(names)]


def without(question: Question, name: str, registry: Registry) -> str:
    """The question again without one of its givens."""
    pairs = {kind.value: key for kind, key in question.subjects.items()}
    for each, given in question.givens.items():
        if each != name:
            pairs[registry.quantities[each].option] = given.typed
    if question.is_setup:
        return ", ".join(f"{option}={value}" for option, value in pairs.items())
    return " ".join((f"/{question.topic.name}", *(f"{o}:{value}" for o, value in pairs.items())))
