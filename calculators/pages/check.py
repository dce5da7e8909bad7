"""``/check``: a claim of the article with its computation and verdict, or a pasted sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from calculators.answer import Answer, ClaimItem
from calculators.claims import Check
from calculators.compose import compose_answer, result_item
from calculators.display import bounded, plain, show
from calculators.frame import fact_item
from calculators.language import tr
from calculators.names import nearest
from calculators.pages.fact import describe
from calculators.pages.page import Choice, Options, Page, reply_only
from calculators.pages.statement import check_statement
from calculators.provenance import cite
from calculators.question import Question, command_text
from calculators.refusal import Refused, quoted
from calculators.reply import Line, Reply
from calculators.value import Origin
from facts import FAULTS, Claim, Fact, Facts, Standing, Statement, Verdict

if TYPE_CHECKING:
    from calculators.engine import Engine

Entry = Fact | Statement
MOST_CHOICES = 25
MOST_NEAR = 3


def _check(engine: Engine, options: Options, text: str) -> Answer:
    claim, statement = (options.get(name, "").strip() for name in ("claim", "statement"))
    if claim and statement:
        line = command_text("check", {"statement": statement})
        raise Refused("one_of_two", (line,), first="claim", second="statement")
    if statement:
        return check_statement(engine, statement, text)
    if not claim:
        raise page.empty("claim", "article-23-households")
    engine = engine.curated  # what a server has loaded is no verdict on the article
    entry = _find(claim, engine)
    stated = next((each for each in engine.facts.claims if each.fact == entry.id), None)
    if stated is None or not isinstance(entry, Fact):
        return _judged(engine, entry, text)
    check = engine.claims.check(stated)
    if stated.against:
        return _held_against(engine, check, engine.facts.by_id[stated.against], text)
    return _recomputed(engine, check, text)


def entries(facts: Facts) -> dict[str, Entry]:
    """Every figure and statement of the article by its id, in the order of its rows."""
    every: tuple[Entry, ...] = (*facts.all, *facts.statements)
    said = [each for each in every if facts.standing(each) is Standing.ARTICLE]
    return {each.id: each for each in sorted(said, key=lambda each: each.row or 0)}


def _find(text: str, engine: Engine) -> Entry:
    """The entry that ``text`` names by its id, the beginning of it, or its row.

    Raises:
        Refused: unknown, with the nearest.
    """
    known, typed = entries(engine.facts), text.casefold()
    if typed in known:
        return known[typed]
    begun = [key for key in known if key.startswith(f"{typed}-")]
    if len(begun) == 1:
        return known[begun[0]]
    row = re.fullmatch(r"(?:article-)?([0-9]{1,4})", typed)
    if row:
        return _in_row(int(row[1]), text, known)
    labels = {_label(each, engine): key for key, each in known.items()}
    near = nearest(text, (*known, *labels), MOST_NEAR)
    # The nearest is proposed and never taken: another claim's verdict would be a wrong answer.
    raise _unknown(text, dict.fromkeys(labels.get(each, each) for each in near), known)


def _in_row(row: int, text: str, known: Mapping[str, Entry]) -> Entry:
    """The entry in a row of the article's audit; rows without one hold opinions."""
    for each in known.values():
        if each.row == row:
            return each
    last = max(each.row or 0 for each in known.values())
    if 0 < row < last:
        raise Refused("opinion", row=str(row))
    raise _unknown(text, (), known)


def _unknown(text: str, near: Iterable[str], known: Mapping[str, Entry]) -> Refused:
    commands = tuple(command_text("check", {"claim": each}) for each in near)
    return Refused("unknown_claim", commands, text=quoted(text), rows=str(len(known)))


def _label(entry: Entry, engine: Engine) -> str:
    """A claim in a line, for the list that completes what is typed."""
    paragraph = f"{entry.paragraph}: " if entry.paragraph else ""
    return paragraph + describe(entry, engine.registry, engine.facts)


def _states(entry: Entry, engine: Engine) -> str:
    """What the article says, where, and by whom."""
    place = f" ({page.words('paragraph')} {entry.paragraph})" if entry.paragraph else ""
    speaker = f", {page.words('speaker')} {tr(entry.speaker)}" if entry.speaker else ""
    scope = f"; {tr(entry.scope)}" if isinstance(entry, Fact) and entry.scope else ""
    said = describe(entry, engine.registry, engine.facts).rstrip(".")
    name = engine.facts.subjects[entry.subject].name
    if isinstance(entry, Statement) and entry.states.startswith(name):
        said = tr(entry.states).rstrip(".")  # it says itself of whom it is
    return f"{page.words('article')}{place}{speaker}: {said}{scope}."


def _headline(verdict: Verdict, factor: float, entry: Entry, engine: Engine) -> str:
    word = page.words(verdict.value.replace(" ", "_"))
    times = max(factor, 1 / factor)
    if verdict in (Verdict.WRONG, Verdict.DISPUTED) and times > 1:
        word = page.words("by").format(verdict=word, times=plain(times, 3))
    return f"{word}. {_states(entry, engine)}"


def _judged(engine: Engine, entry: Entry, text: str) -> Answer:
    """An entry with nothing to compute: its verdict, its correction, its source."""
    verdict = entry.verdict or Verdict.UNVERIFIED
    reply = Reply(
        headline=_headline(verdict, 1, entry, engine),
        lead="\n".join(map(tr, filter(None, (entry.correction, entry.note)))),
        sources=(cite(entry, engine.facts),),
        corrects=verdict in FAULTS,
    )
    facts = (fact_item(entry, engine.facts),) if isinstance(entry, Fact) else ()
    return reply_only(text, reply, facts=facts)


def _lead(check: Check) -> str:
    told = (check.fact.correction or check.claim.finding, check.fact.note)
    return "\n".join(tr(each) for each in told if each)


def _held_against(engine: Engine, check: Check, other: Fact, text: str) -> Answer:
    """A figure beside what another source has of the same."""
    facts, quantity = engine.facts, engine.registry.quantities[check.fact.quantity]
    stated, found = (show(quantity, each.value) for each in (check.stated, check.computed))
    line = Line(page.words("ratio"), page.words("apart"), f"{stated} / {found} [2]", "")
    line = line._replace(result=f"× {plain(check.factor, 3)}")
    if check.factor < 1:
        result = f"1 / {plain(1 / check.factor, 3)}"
        line = line._replace(result=result)
    publisher, has = facts.source(other).publisher, describe(other, engine.registry, facts)
    scope = f"; {tr(other.scope)}" if other.scope else ""
    sources = (cite(check.fact, facts), cite(other, facts))
    reply = Reply(
        headline=_headline(check.verdict, check.factor, check.fact, engine),
        lead=f"{publisher} [2]: {has}{scope}.\n{_lead(check)}",
        working=(line,),
        sources=sources,
        corrects=check.verdict in FAULTS,
    )
    item = result_item(quantity, check.computed, bounded(quantity, check.computed), quantity.scope)
    return reply_only(
        text,
        reply,
        results=(item,),
        facts=tuple(fact_item(each, facts) for each in (check.fact, other)),
        claim=_claim(check, quantity.factor),
    )


def _recomputed(engine: Engine, check: Check, text: str) -> Answer:
    """A figure recomputed step by step from what it rests on."""
    work = engine.solve(_question(engine, check.claim, text))
    answer = compose_answer(work)
    quantity = engine.registry.quantities[check.fact.quantity]
    computed = bounded(quantity, check.computed, 4)
    own = answer.reply
    reply = own._replace(
        headline=_headline(check.verdict, check.factor, check.fact, engine),
        lead=f"{page.words('computed').format(value=computed)}\n{_lead(check)}",
        beware=tuple(each for each in own.beware if each != check.text),
        corrects=check.verdict in FAULTS,
    )
    return answer.saying(reply, claim=_claim(check, quantity.factor))


def _question(engine: Engine, claim: Claim, text: str) -> Question:
    stated = engine.claims.given(claim)
    givens = {name: each._replace(origin=Origin.ARTICLE) for name, each in stated.items()}
    subjects = {engine.facts.subjects[key].kind: key for key in claim.subjects}
    target = engine.facts.by_id[claim.fact].quantity
    return Question(text, engine.registry.everything, target, givens, subjects)


def _claim(check: Check, factor: float) -> ClaimItem:
    stated, computed = check.stated.value / factor, check.computed.value / factor
    return ClaimItem(check.verdict.value, stated, computed, check.factor)


def _suggest(engine: Engine, option: str, text: str) -> Iterator[Choice]:
    if option != "claim":
        return
    engine = engine.curated
    labels = {_label(each, engine): key for key, each in entries(engine.facts).items()}
    wanted = nearest(text, labels, MOST_CHOICES) if text else _gravest(engine, labels)
    for label in wanted:
        yield label, labels[label]


def _gravest(engine: Engine, labels: dict[str, str]) -> list[str]:
    """The claims to offer first: those that can be computed, then those at fault."""
    known = entries(engine.facts)
    computed = {claim.fact for claim in engine.facts.claims}

    def weight(label: str) -> tuple[bool, bool]:
        key = labels[label]
        return key not in computed, known[key].verdict not in FAULTS

    return sorted(labels, key=weight)[:MOST_CHOICES]


page = Page(
    name="check",
    options=("claim", "statement"),
    example="/check claim:article-23-households",
    answer=_check,
    suggest=_suggest,
)
