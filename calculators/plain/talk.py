"""Talking: a message in, an answer out, and what the next message may go on from.

``Talk.tell`` is the way in of every door that takes plain words: ``/ask``, direct messages,
mentions, the terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING

from calculators.language import LANGUAGES, SOURCE, Lang, speaking
from calculators.plain.answered import answered
from calculators.plain.ask import SMALL_TALK, Asked, Asker, not_ours
from calculators.plain.checking import Checker
from calculators.plain.choices import Choice
from calculators.plain.choose import Chooser
from calculators.plain.claims import ClaimFinder
from calculators.plain.comparing import Comparer
from calculators.plain.credible import NothingAsked, credible
from calculators.plain.follow import State, lasts
from calculators.plain.going_on import Follower
from calculators.plain.lexicon import Lexicon
from calculators.plain.readas import read_as
from calculators.plain.said import Said, read_said
from calculators.plain.target import in_equivalents
from calculators.plain.told import Told
from calculators.plain.understood import Understood
from calculators.plain.wanted import conversion, in_unit, measured_in, told_in_unit
from calculators.plain.ways import KEPT, KEPT_OF_VIEW, Ways
from calculators.plain.wider import Wider
from calculators.question import MAX_TEXT
from calculators.refusal import Refused
from calculators.registry import Registry
from facts import Facts, Kind

if TYPE_CHECKING:
    from calculators.engine import Engine

__all__ = ["Choice", "State", "Talk", "Told"]

UNSAID, LEFT, VAGUE = "what_of_it", "left_over", "how_many"
PICKED = {VAGUE, "which_one", "which_unit", "two_ways"}
"""What is asked back that one of the choices answers; any other answer is read by itself."""


class Talk:
    """Answers messages with an engine; a server's shares what it can with the ``curated`` one."""

    def __init__(self, engine: Engine, curated: Talk | None = None) -> None:
        registry, facts = engine.registry, engine.facts
        self._engine = engine
        self._lexicons = curated.knowing(facts) if curated else _lexicons(registry, facts)
        kept = KEPT_OF_VIEW if curated else KEPT
        self._ways = Ways(engine.planner, registry, facts, kept)
        self._chooser = Chooser(registry, facts, self._ways)
        self._follower = Follower(registry, facts, self._chooser, self._ways)
        self._asker = Asker(registry, facts, self._ways)
        self.claims: ClaimFinder = (
            curated.claims if curated else ClaimFinder(registry, facts, self._lexicons)
        )
        self._comparer = Comparer(engine, self._chooser)
        self._checker = Checker(engine, self.claims)

    def knowing(self, facts: Facts) -> Mapping[Lang, Lexicon]:
        """The lexicons with the names of a server's own subjects."""
        known = self._engine.facts.names
        names = {name: key for name, key in facts.names.items() if name not in known}
        if not names:
            return self._lexicons
        return {lang: Wider(each, names) for lang, each in self._lexicons.items()}

    def still_known(self, before: State | None) -> State | None:
        """What was asked before, unless it is about something that is known no more."""
        read = before.read if before else None
        known = read is None or set(read.subjects.values()) <= self._engine.facts.subjects.keys()
        return before if known else None

    def read(self, text: str, before: State | None = None) -> Understood:
        """How a message is read, alone or as going on from what was asked before."""
        said = self._said(text, before)
        return self._follower.understood(said, before)

    def tell(self, text: str, before: State | None = None, lang: Lang = SOURCE) -> Told:
        """Answer a message, alone or as going on from what was asked before. Never raises.

        The answer is in the language of the message; in ``lang`` where that doesn't show.
        """
        told = self._tell(text, before, lang)
        told.answer.stamped(self._engine.facts.version)
        return told

    def _tell(self, text: str, before: State | None, lang: Lang) -> Told:
        from calculators.engine import refused, sendable

        text = sendable(text)
        if text.lstrip().startswith("/"):
            return Told(self._engine.ask(text.strip(), lang), before)
        if len(text) > MAX_TEXT:
            refusal = Refused("too_long", length=f"{len(text):,}", limit=f"{MAX_TEXT:,}")
            with speaking(lang):
                return Told(refused(text, refusal), before)
        try:
            said = self._said(text, before, lang)
            with speaking(before.lang if before else lang):
                whole = answered(text, said, before, self._engine.facts)
            if whole is not None:
                text, said = whole, self._said(whole, before, lang)
        except Refused as refusal:
            with speaking(lang):
                return Told(refused(text, refusal), before)
        with speaking(said.lang):
            understood = cache(partial(self._follower.understood, said, before))
            try:
                return self._told(text, said, before, understood)
            except Asked as asked:
                state = _pending(text, said, before, asked, understood)
                return Told(refused(text, asked.refusal), state, asked.choices)
            except Refused as refusal:
                return Told(refused(text, refusal), before)

    def _said(self, text: str, before: State | None, lang: Lang = SOURCE) -> Said:
        other = before.lang if before else lang
        self._chooser.begin()
        registry = self._engine.registry
        said = read_said(text, self._lexicons, registry, self._engine.facts, other)
        return in_equivalents(said, registry, self._engine.facts)

    def _told(
        self, text: str, said: Said, before: State | None, understood: Callable[[], Understood]
    ) -> Told:
        page = (
            self._converted(text, said, before)
            or self._comparer.compare(text, said, before)
            or self._checker.check(text, said)
        )
        if page:
            return page
        read = self._in_unit(said, understood())
        page = self._of_subject(text, said, read)
        if page:
            return page
        try:
            self._asker.check(said, read, before)
        except Asked:
            page = None if read.follows else self._checker.repeated(text, said)
            if page:
                return page
            raise
        if read.target is None:
            raise not_ours(said.lang)
        related = self._asker.related.clusters(said, read) if read.missing is not None else []
        if len(related) == 1 and not read.givens:
            read = read._replace(subjects={**read.subjects, Kind.CLUSTER: related[0]}, missing=None)
        try:
            read, work = credible(said, read, text, self._engine, self._chooser)
            answer = self._engine.explain(work)
        except NothingAsked:
            raise self._asker.what_of_it(said, read) from None
        except Refused as refusal:
            raise self._asker.missing(said, read, refusal) from None
        line = " ".join(filter(None, (read_as(work, read), told_in_unit(said, work, read))))
        return Told(answer.adding(read=line), State(text, read, lasts=lasts(work)))

    def _in_unit(self, said: Said, read: Understood) -> Understood:
        """The reading whose result is in the unit that is wanted.

        Raises:
            Refused: nothing that the text gives can be told in it.
        """
        registry = self._engine.registry
        try:
            return in_unit(said, read, registry)
        except Refused:
            if said.asked_unit is None:
                raise
            other = self._chooser.best(said, measured_in(said.asked_unit, registry))
            if other.missing is not None or other.unused or other.open:
                raise
            return other._replace(follows=read.follows)

    def _converted(self, text: str, said: Said, before: State | None) -> Told | None:
        """The answer of /convert, where only another unit is wanted, or the same as before."""
        options = conversion(said, before.wanted if before else "")
        if options is None:
            return None
        answer = self._engine.answer("convert", options, text, said.lang)
        state = State(text, self._chooser.best(said), wanted=options["to"])
        return None if answer.refusal else Told(answer, state)

    def _of_subject(self, text: str, said: Said, read: Understood) -> Told | None:
        """All that is known of a subject, where nothing else is said."""
        only = not (said.figures or said.labels or said.settings or said.asked_unit)
        only = only and not read.follows
        if not only or len(said.names) != 1 or said.begins or said.unknown:
            return None
        answer = self._engine.answer("fact", {"name": said.names[0].key}, text, said.lang)
        return Told(answer, State(text, read._replace(target=None)))


def _lexicons(registry: Registry, facts: Facts) -> Mapping[Lang, Lexicon]:
    return {lang: Lexicon(registry, facts, lang) for lang in LANGUAGES}


def _pending(
    text: str,
    said: Said,
    before: State | None,
    asked: Asked,
    understood: Callable[[], Understood],
) -> State | None:
    """What was understood where something is asked back: the rest may follow."""
    code = asked.refusal.code
    if code == "not_ours" or code in SMALL_TALK:
        return before
    read = understood()
    if code == LEFT and read.follows:
        return before
    if code in (UNSAID, LEFT):
        read = _surely(read, said)
    choices = asked.choices if code in PICKED else ()
    return State(text, read, choices=choices, vague=said.vague if code == VAGUE else "")


def _surely(read: Understood, said: Said) -> Understood:
    """What a text gives for sure of which nothing is asked: no number alone, nor what uses it."""
    bare = {each.text for each in said.figures if each.unit is None}
    if said.scope is not None and not bare:
        return read  # it is said of what
    givens = {name: each for name, each in read.givens.items() if each.typed not in bare}
    return read._replace(target=None, givens=givens)
