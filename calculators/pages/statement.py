"""The check of a pasted sentence: which of its figures agree, under which assumptions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from calculators.answer import Answer, ConnectionItem
from calculators.compose import compose_answer
from calculators.display import TYPED_DIGITS, plain
from calculators.headline import capital
from calculators.language import tr
from calculators.pages.beside import Known, beside, figure
from calculators.pages.merge import gathered, merged
from calculators.pages.page import reply_only, told
from calculators.prepare import COUNTS
from calculators.provenance import standing
from calculators.quantity import Quantity, Scope
from calculators.question import command_text
from calculators.refusal import Refused
from calculators.reply import Reply
from calculators.sentences.connect import Connector
from calculators.sentences.named import find_names
from calculators.sentences.reading import Connection, Fit, Reading
from calculators.sentences.sentence import Mention, Sentence, read_sentence
from calculators.value import Value

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
    engine = _judging(engine, statement)
    sentence = read_sentence(statement, engine.registry, engine.facts)
    if not sentence.mentions:
        raise _nothing(sentence)
    found = Connector(sentence, engine.registry, engine.solve).connections()
    known = tuple(beside(engine, sentence, _connected(found)))
    answers = [compose_answer(each.best.work) for each in found]
    lead = [_words("denied")] if sentence.denied else []
    lead += [_told(each, engine) for each in found]
    lead += [_beside(each) for each in known]
    lead += _left(sentence, [*_connected(found), *(each.mention for each in known)])
    labels = [str(number) for number in range(1, len(found) + 1)] if len(found) > 1 else [""]
    parts = merged(answers, labels[: len(found)])
    judged = [_Judged(each.target.text, each.fit, each.best.factor) for each in found]
    judged += [_Judged(each.mention.text, each.fit, each.factor) for each in known]
    reply = Reply(
        headline=_headline(judged),
        lead="\n".join(lead),
        **{**parts, "corrects": any(each.fit in {Fit.MISSES, None} for each in judged)},
    )
    return reply_only(
        text,
        reply,
        warnings=reply.beware,
        connections=tuple(_item(each) for each in found),
        **gathered(answers),
    )


class _Judged(NamedTuple):
    """A figure with its verdict; None for one of the article's that is at fault."""

    text: str
    fit: Fit | None
    factor: float

    @property
    def verdict(self) -> str:
        """What marks the words for it."""
        return self.fit or "disputed"


def _nothing(sentence: Sentence) -> Refused:
    example = (command_text("check", {"statement": EXAMPLE}),)
    if not sentence.unread:
        return Refused("nothing_to_check", example)
    return Refused("no_known_unit", example, figures=_listed(sentence.unread))


def _words(part: str, **parts: str) -> str:
    return told("check", part, **parts)


def _headline(judged: Sequence[_Judged]) -> str:
    """The verdict on one figure; of several what misses most, and how many there are of each."""
    if not judged:
        return _words("not_connected")
    if {each.fit for each in judged} == {Fit.HOLDS}:
        return _words("agree" if len(judged) == 1 else "all_agree", number=str(len(judged)))
    worst = max(judged, key=lambda each: (each.fit is Fit.MISSES, _times(each.factor)))
    line = _words(f"one_{worst.verdict}", text=worst.text, times=plain(_times(worst.factor), 3))
    if len(judged) == 1:
        return line
    counts = Counter(each.verdict for each in judged)
    tally = ", ".join(
        _words(f"tally_{each}", count=str(counts[each]))
        for each in (*Fit, "disputed")
        if counts[each]
    )
    told = _words("tally", tally=tally)
    return f"{line} {told}" if worst.fit is Fit.MISSES else told


def _times(factor: float) -> float:
    return max(factor, 1 / factor)


def _verdict(found: Fit, factor: float) -> str:
    return _words(found.value, times=plain(_times(factor), 3))


def _told(connection: Connection, engine: Engine) -> str:
    """A connection in a few lines: its verdict, what comes out, on which assumptions."""
    best = connection.best
    sources = " + ".join(_quoted(each.text) for each in connection.sources)
    verdict = _verdict(connection.fit, best.factor)
    joined = f"{sources} → " if sources else ""
    parts = [
        f"{verdict}: {joined}{_quoted(connection.target.text)}.",
        _came_out(best, engine),
        *_taken(best, engine),
        *_needed(connection),
        *_others(connection, engine),
    ]
    return " ".join(parts)


def _beside(known: Known) -> str:
    """A figure beside what is known of the same."""
    if known.fit is None:
        return _words("disputed_in_article", text=known.mention.text, told=known.told)
    return f"{_verdict(known.fit, known.factor)}: {_quoted(known.mention.text)}. {known.told}"


def _judging(engine: Engine, statement: str) -> Engine:
    """The engine that judges: a server's own, where a subject is named that no other knows."""
    names = find_names(statement, engine.facts)
    known = engine.curated.facts.subjects
    return engine if any(each.key not in known for each in names) else engine.curated


def _came_out(reading: Reading, engine: Engine) -> str:
    quantity = engine.registry.quantities[reading.target]
    line = f"{capital(tr(quantity.words))}: {figure(quantity, reading.computed)}"
    share = 100 * (reading.factor - 1)
    if reading.fit is not Fit.HOLDS or abs(share) < 0.05:
        return f"{line}."
    if reading.stated.value == reading.whole.value:
        return _words("whole", line=line, number=plain(reading.whole.value, TYPED_DIGITS))
    return _words("more" if share > 0 else "less", line=line, share=plain(abs(share), 2))


def _taken(reading: Reading, engine: Engine) -> Iterator[str]:
    """What the sentence doesn't state and the computation needs."""
    quantities, inputs = engine.registry.quantities, reading.work.inputs
    taken = [
        f"{_said(quantities[name], inputs[name].value)} ({standing(inputs[name])})"
        for name in reading.loose
    ]
    if taken:
        yield _words("taken", taken=", ".join(taken))


def _needed(connection: Connection) -> Iterator[str]:
    for need in connection.needs:
        part = "exactly_if" if need.mends else "too_far" if need.plausible else "only_if"
        yield _words(part, words=tr(need.quantity.words), value=figure(need.quantity, need.value))


def _others(connection: Connection, engine: Engine) -> Iterator[str]:
    """What comes out at the other scopes."""
    quantities, best = engine.registry.quantities, connection.best
    if quantities[best.target].scope not in SCOPED:
        return
    others: dict[str, str] = {}
    for each in connection.readings:
        quantity = quantities[each.target]
        if each.sources == best.sources and quantity.scope in SCOPED:
            computed = figure(quantity, each.computed)
            others.setdefault(computed, _said(quantity, each.computed))
    others.pop(figure(quantities[best.target], best.computed))
    if others:
        yield _words("otherwise", others="; ".join(list(others.values())[:MOST_OTHER]))


def _connected(found: tuple[Connection, ...]) -> list[Mention]:
    return [mention for each in found for mention in (each.target, *each.sources)]


def _left(sentence: Sentence, told: Container[Mention]) -> Iterator[str]:
    """Figures about which nothing can be said: that is no verdict on them."""
    texts = [each.text for each in sentence.mentions if each not in told and not _is_one(each)]
    texts += sentence.unread
    if texts:
        yield _words("left", figures=_listed(texts))


def _is_one(mention: Mention) -> bool:
    """Whether it only says that one thing is meant: "an H100"."""
    return mention.value.value == 1 and mention.meanings[0] in COUNTS


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(map(_quoted, texts))


def _quoted(text: str) -> str:
    return tr("“{text}”").format(text=text)


def _said(quantity: Quantity, value: Value) -> str:
    """A quantity with its figure."""
    shown = figure(quantity, value)
    return tr("{words} {value}").format(words=tr(quantity.words), value=shown)


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
