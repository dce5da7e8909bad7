"""The headline: what the answer is about, what was asked, and what comes out, in one sentence."""

from __future__ import annotations

from calculators.display import TYPED_DIGITS, bounded, plain, uncounted
from calculators.frame import COUNTED, Work
from calculators.known import linked
from calculators.language import ntr, ptr, tr
from calculators.quantity import Quantity, Rounding, Scope
from calculators.scope import WORDS
from calculators.value import Value
from facts import Kind

PLAIN = "{setup}: {words} {value}{scope}."
PLAIN_COUNT = "{setup}: {value}{scope}."
"""The headline of a quantity that declares none."""


def headline(work: Work, value: Value) -> str:
    """The answer in one sentence, with its scope and its bound."""
    target = work.registry.quantities[work.target]
    plain_words = PLAIN_COUNT if target.noun else PLAIN
    sentence = target.sentence or plain_words
    timeless = "{duration}" in sentence and "duration" not in work.program.plan.roots
    if timeless or (target.rounding is Rounding.BY_NEED and not _has_room(work)):
        sentence = plain_words
    duration = work.inputs.get("duration")
    text = tr(sentence).format(
        setup=setup(work),
        value=bounded(target, value),
        words=tr(target.words),
        duration=time(duration.value.value) if duration else tr("the time given"),
        scope=_scope(work, target),
        precision=_precision(work),
    )
    return capital(text.lstrip(": →"))  # of what nothing is said: PUE alone


def _has_room(work: Work) -> bool:
    """Whether a count is limited by a power that is given: then there is room for so many."""
    quantities, roots = work.registry.quantities, work.program.plan.roots
    limited = (quantities[name].scope for name in work.question.givens if name in roots)
    return work.frame.rounding is Rounding.DOWN and any(
        scope not in (Scope.NONE, Scope.OPEN) for scope in limited
    )


def _scope(work: Work, target: Quantity) -> str:
    """The scope in words, where neither the sentence nor the quantity's words name it."""
    scope = work.frame.scopes.get(target.name, Scope.NONE)
    return f", {tr(WORDS[scope])}" if scope in WORDS else ""


def _precision(work: Work) -> str:
    kinds = {**work.question.topic.assumed, **work.question.subjects}
    key = kinds.get(Kind.PRECISION)
    return tr(work.facts.subjects[key].name) if key else ""


def time(hours: float) -> str:
    """A duration as people say it, where something is done in it."""
    days = hours / 24
    if days == 365:
        return tr("a year")
    if days >= 2:
        return ntr("{number} day", "{number} days", days).format(number=plain(days, 4))
    # English has "1 hours" here, like every unit that is spelt out.
    return ntr("{number} hours", "{number} hours", hours).format(number=plain(hours, 4))


def setup(work: Work) -> str:
    """What the answer is about: "100,000 × NVIDIA H100 SXM", else the givens in words."""
    question, quantities = work.question, work.registry.quantities
    named = {kind: tr(work.facts.subjects[key].name) for kind, key in question.subjects.items()}
    count = next((name for name in COUNTED if _is_counted(work, name)), None)
    others = [
        said(quantities[name], each.value)
        for name, each in question.givens.items()
        if name in work.program.plan.roots and name != count
    ]
    if count is None:
        return ", ".join([*others, *named.values()])
    known, kind = work.inputs[count].value, COUNTED[count]
    thing = named.pop(kind, None) or _linked(work, kind)
    number = bounded(quantities[count], known, TYPED_DIGITS)
    if thing and (known.low is None or known.high is None or known.low == known.high):
        number = f"{uncounted(quantities[count], number)} × {thing}"
    cluster = named.pop(Kind.CLUSTER, None)
    first = f"{cluster} ({number})" if cluster else number
    return ", ".join([first, *named.values(), *others])


def _is_counted(work: Work, name: str) -> bool:
    return name != work.target and name in work.program.plan.roots


def _linked(work: Work, kind: Kind) -> str | None:
    """The one subject of ``kind`` that a named subject leads to."""
    subjects = work.facts.subjects
    if kind is not Kind.DEVICE:
        return None
    keys = linked(work.question.subjects, work.facts)
    return next((tr(subjects[key].name) for key in keys if subjects[key].kind is kind), None)


def said(quantity: Quantity, value: Value) -> str:
    """A given in words: "power of the facility at most 90 MW", "34,000,000 homes"."""
    shown = bounded(quantity, value, TYPED_DIGITS)
    if not quantity.noun:
        return tr("{words} {value}").format(words=tr(quantity.words), value=shown)
    return shown + ptr(BEHIND, beyond_noun(quantity))


BEHIND = "behind a number and its noun"


def beyond_noun(quantity: Quantity) -> str:
    """What the words say more than the noun: "16,384 accelerators on which they were seen"."""
    more = quantity.noun and quantity.words.startswith(quantity.noun)
    return quantity.words.removeprefix(quantity.noun) if more else ""


def capital(text: str) -> str:
    """Begin with a capital, but leave names such as xAI alone."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
