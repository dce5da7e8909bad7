"""The check of a pasted sentence: which of its figures agree, under which assumptions."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import TYPE_CHECKING, NamedTuple

from calculators.answer import Answer, ConnectionItem
from calculators.compose import compose_answer
from calculators.connect import Connector
from calculators.display import DIGITS, bounded, plain, with_bound
from calculators.headline import capital
from calculators.known import linked
from calculators.pages.merge import gathered, merged
from calculators.pages.page import reply_only, words
from calculators.provenance import cite
from calculators.quantity import Quantity, Scope
from calculators.question import command_text
from calculators.reading import Connection, Fit, Reading, fit
from calculators.refusal import Refused
from calculators.reply import Reply
from calculators.sentence import Mention, Sentence, read_sentence
from calculators.value import Value, of_fact

if TYPE_CHECKING:
    from calculators.engine import Engine

EXAMPLE = "100,000 H100s use 370 GWh a year, enough for 34 million homes"
MOST_OTHER = 3
"""Other readings told with a connection."""
SCOPED = (Scope.ACCELERATOR, Scope.IT, Scope.FACILITY)


def check_statement(engine: Engine, statement: str, text: str) -> Answer:
    """Check a sentence.

    Raises:
        Refused: no figure is found in it.
    """
    sentence = read_sentence(statement, engine.registry, engine.facts)
    if not sentence.mentions:
        raise Refused("nothing_to_check", (command_text("check", {"statement": EXAMPLE}),))
    found = Connector(sentence, engine.registry, engine.solve).connections()
    known = tuple(_known(engine, sentence, _connected(found)))
    answers = [compose_answer(each.best.work) for each in found]
    lead = [_told(each, engine) for each in found] + [each.told for each in known]
    lead += _left(sentence, [*_connected(found), *(each.mention for each in known)])
    labels = [str(number) for number in range(1, len(found) + 1)] if len(found) > 1 else [""]
    parts = merged(answers, labels[: len(found)])
    fits = [*(each.fit for each in found), *(each.fit for each in known)]
    reply = Reply(
        headline=_headline(found, fits),
        lead="\n".join(lead),
        **{**parts, "corrects": Fit.MISSES in fits},
    )
    return reply_only(
        text,
        reply,
        warnings=reply.beware,
        connections=tuple(_item(each) for each in found),
        **gathered(answers),
    )


def _words(part: str, **parts: str) -> str:
    return words()["check"][part].format(**parts)


def _headline(found: tuple[Connection, ...], fits: list[Fit]) -> str:
    if not fits:
        return _words("not_connected")
    if set(fits) == {Fit.HOLDS}:
        return _words("agree" if len(fits) == 1 else "all_agree", number=str(len(fits)))
    missing = [each for each in found if each.fit is Fit.MISSES]
    worst = max(missing, key=lambda each: _times(each.best.factor), default=None)
    tally = ", ".join(
        _words(f"tally_{each}", count=str(fits.count(each))) for each in Fit if each in fits
    )
    line = _words("tally", tally=tally)
    if worst is None:
        return line
    times = plain(_times(worst.best.factor), 3)
    return f"{_words('miss', text=worst.target.text, times=times)} {line}"


def _times(factor: float) -> float:
    return max(factor, 1 / factor)


def _verdict(found: Fit, factor: float) -> str:
    return _words(found.value, times=plain(_times(factor), 3))


def _told(connection: Connection, engine: Engine) -> str:
    """A connection in a few lines: its verdict, what comes out, on which assumptions."""
    best = connection.best
    sources = " + ".join(f"“{each.text}”" for each in connection.sources)
    verdict = _verdict(connection.fit, best.factor)
    parts = [
        f"{verdict}: {sources} → “{connection.target.text}”.",
        _came_out(best, engine),
        *_taken(best, engine),
        *_needed(connection),
        *_others(connection, engine),
    ]
    return " ".join(parts)


def _came_out(reading: Reading, engine: Engine) -> str:
    quantity = engine.registry.quantities[reading.target]
    line = f"{capital(quantity.words)}: {_figure(quantity, reading.computed)}"
    share = 100 * (reading.factor - 1)
    if reading.fit is not Fit.HOLDS or abs(share) < 0.05:
        return f"{line}."
    return _words("more" if share > 0 else "less", line=line, share=plain(abs(share), 2))


def _taken(reading: Reading, engine: Engine) -> Iterator[str]:
    """What the sentence doesn't state and the computation needs."""
    quantities, inputs = engine.registry.quantities, reading.work.inputs
    taken = [
        f"{quantities[name].words} {_figure(quantities[name], inputs[name].value)}"
        f" ({inputs[name].origin})"
        for name in reading.loose
    ]
    if taken:
        yield _words("taken", taken=", ".join(taken))


def _needed(connection: Connection) -> Iterator[str]:
    for need in connection.needs:
        part = "exactly_if" if need.plausible else "only_if"
        yield _words(part, words=need.quantity.words, value=_figure(need.quantity, need.value))


def _others(connection: Connection, engine: Engine) -> Iterator[str]:
    """What comes out at the other scopes."""
    quantities, best = engine.registry.quantities, connection.best
    if quantities[best.target].scope not in SCOPED:
        return
    told: dict[str, str] = {}
    for each in connection.readings:
        quantity = quantities[each.target]
        if each.sources == best.sources and quantity.scope in SCOPED:
            figure = _figure(quantity, each.computed)
            told.setdefault(figure, f"{quantity.words} {figure}")
    told.pop(_figure(quantities[best.target], best.computed))
    if told:
        yield _words("otherwise", others="; ".join(list(told.values())[:MOST_OTHER]))


class Known(NamedTuple):
    """A figure that nothing connects, beside what a fact has of the same."""

    mention: Mention
    told: str
    fit: Fit


def _known(engine: Engine, sentence: Sentence, connected: Container[Mention]) -> Iterator[Known]:
    for mention in sentence.mentions:
        if mention not in connected and mention.value.value > 0:
            found = (
                (key, name)
                for key in linked(sentence.subjects, engine.facts)
                for name in mention.meanings
                if name in engine.facts.inputs[key]
            )
            key, name = next(found, ("", ""))
            if key:
                yield _beside(engine, mention, key, name)


def _beside(engine: Engine, mention: Mention, key: str, name: str) -> Known:
    fact, quantity = engine.facts.inputs[key][name], engine.registry.quantities[name]
    value = of_fact(fact)
    found = fit(mention.value, value)
    known = _words(
        "known",
        subject=engine.facts.subjects[key].name,
        known=f"{quantity.words} {_figure(quantity, value)}, {fact.as_of}",
        source=cite(fact, engine.facts),
    )
    verdict = _verdict(found, mention.value.value / value.value)
    return Known(mention, f"{verdict}: “{mention.text}”. {known}", found)


def _connected(found: tuple[Connection, ...]) -> list[Mention]:
    return [mention for each in found for mention in (each.target, *each.sources)]


def _left(sentence: Sentence, told: Container[Mention]) -> Iterator[str]:
    """Figures about which nothing can be said: that is no verdict on them."""
    texts = [each.text for each in sentence.mentions if each not in told]
    texts += sentence.unread
    if texts:
        yield _words("left", figures=", ".join(f"“{each}”" for each in texts))


def _figure(quantity: Quantity, value: Value) -> str:
    """A computed figure with its bound; counts are rounded like measures here."""
    if not quantity.noun:
        return bounded(quantity, value, DIGITS)
    return with_bound(quantity, value, plain(value.value, DIGITS))


def _item(connection: Connection) -> ConnectionItem:
    best = connection.best
    quantity = best.work.registry.quantities[best.target]
    return ConnectionItem(
        figures=tuple(each.text for each in (*connection.sources, connection.target)),
        quantity=best.target,
        stated=best.stated.value / quantity.factor,
        computed=best.computed.value / quantity.factor,
        unit=quantity.unit,
        factor=best.factor,
        fit=connection.fit.value,
    )
