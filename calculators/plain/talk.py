"""Talking: a message in, an answer out, and what the next message may go on from.

``Talk.tell`` is the way in of every door that takes plain words: ``/ask``, direct messages,
mentions, the terminal.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from calculators.answer import Answer
from calculators.language import LANGUAGES, SOURCE, Lang, speaking, tr
from calculators.plain.ask import Asked, Asker, not_ours
from calculators.plain.choices import Choice
from calculators.plain.choose import Chooser
from calculators.plain.claims import ClaimFinder, Found
from calculators.plain.credible import NothingAsked, credible
from calculators.plain.follow import (
    State,
    bare_figures,
    changes,
    completed,
    lasting,
    lasts,
    scaled,
    targets_after,
)
from calculators.plain.lexicon import Lexicon
from calculators.plain.readas import read_as
from calculators.plain.said import Said, read_said
from calculators.plain.sides import Sides, as_setup, sides_of
from calculators.plain.target import in_equivalents, in_scope, targets
from calculators.plain.understood import Understood
from calculators.plain.unjudged import ask_enough, ask_sum
from calculators.plain.wanted import conversion, in_unit, measured_in, told_in_unit
from calculators.plain.ways import KEPT, KEPT_OF_VIEW, Ways
from calculators.plain.wider import Wider
from calculators.quantity import Scope
from calculators.question import MAX_TEXT
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from facts import Facts, Kind
from facts.units import uncounted

if TYPE_CHECKING:
    from calculators.engine import Engine

_OPENER = re.compile("^(?:Do|Does|Did) ")
"""What English questions open with; Polish "do" bounds a figure."""
ENOUGH, SURE = 5.0, 8.0
"""What must speak for a claim of the article: where one is asked for, and where none is."""
CLEAR = 1.1
"""What must speak for a quantity that two things are compared by."""
WHOLE = {"power": 1.0}
"""What two things with conditions are compared by where nothing is said."""
STATED = 2
"""So many figures and names make a statement that can be checked."""

__all__ = ["Choice", "State", "Talk", "Told"]


class Told(NamedTuple):
    """An answer; the state to go on from; and, where it asks back, what can be picked."""

    answer: Answer
    state: State | None
    choices: tuple[Choice, ...] = ()


class Talk:
    """Answers messages with an engine; a server's shares what it can with the ``curated`` one."""

    def __init__(self, engine: Engine, curated: Talk | None = None) -> None:
        registry, facts = engine.registry, engine.facts
        self._engine = engine
        self._lexicons = curated.knowing(facts) if curated else _lexicons(registry, facts)
        kept = KEPT_OF_VIEW if curated else KEPT
        self._ways = Ways(engine.planner, registry, facts, kept)
        self._chooser = Chooser(registry, facts, self._ways)
        self._asker = Asker(registry, facts, self._ways)
        self.claims: ClaimFinder = (
            curated.claims if curated else ClaimFinder(registry, facts, self._lexicons)
        )

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
        return self._understood(said, before)

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
        except Refused as refusal:
            with speaking(lang):
                return Told(refused(text, refusal), before)
        with speaking(said.lang):
            try:
                return self._told(text, said, before)
            except Asked as asked:
                state = self._pending(text, said, before, asked)
                return Told(refused(text, asked.refusal), state, asked.choices)
            except Refused as refusal:
                return Told(refused(text, refusal), before)

    def _said(self, text: str, before: State | None, lang: Lang = SOURCE) -> Said:
        other = before.lang if before else lang
        registry = self._engine.registry
        said = read_said(text, self._lexicons, registry, self._engine.facts, other)
        return in_equivalents(said, registry, self._engine.facts)

    def _told(self, text: str, said: Said, before: State | None) -> Told:
        page = (
            self._converted(text, said)
            or self._compared(text, said, before)
            or self._checked(text, said)
        )
        if page:
            return page
        read = self._in_unit(said, self._understood(said, before))
        page = self._of_subject(text, said, read)
        if page:
            return page
        self._asker.check(said, read, before)
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

    def _understood(self, said: Said, before: State | None) -> Understood:
        alone = self._chooser.best(said)
        if before is None or before.read is None or not changes(said):
            return alone
        whole = alone.target is not None and alone.missing is None and not alone.open
        if whole and (said.figures or not said.begins) and alone.score > 0:
            return alone
        return lasting(self._going_on(said, before.read), before, self._ways)

    def _going_on(self, said: Said, before: Understood) -> Understood:
        said = completed(said, before)
        registry, facts = self._engine.registry, self._engine.facts
        fixed = {**scaled(said, before), **bare_figures(said, before, registry)}
        if fixed and len(said.figures) == 1 and said.figures[0].unit is None:
            said = said._replace(figures=())
        wanted = targets_after(said, before, registry, facts)
        scope = said.scope or before.scope
        said = said._replace(scope=scope)
        read = self._chooser.best(said, wanted, before, fixed)
        return read._replace(scope=scope, follows=True)

    def _pending(self, text: str, said: Said, before: State | None, asked: Asked) -> State | None:
        """What was understood where something is asked back: the rest may follow."""
        if asked.refusal.code == "not_ours":
            return before
        return State(text, self._understood(said, before))

    def _converted(self, text: str, said: Said) -> Told | None:
        """The answer of /convert, where only another unit is wanted."""
        options = conversion(said)
        if options is None:
            return None
        answer = self._engine.answer("convert", options, text, said.lang)
        return None if answer.refusal else Told(answer, State(text, self._chooser.best(said)))

    def _compared(self, text: str, said: Said, before: State | None) -> Told | None:
        """The answer of /compare, where a text puts two things side by side."""
        sides = sides_of(said)
        ask_sum(said, sides)
        going_on = before is not None and before.sides is not None and said.begins
        if sides is None and going_on and before and before.sides:
            if not (said.names or said.labels):
                return None
            first, second = before.sides
            sides = Sides(first, second._replace(names=said.names) if said.names else second)
        elif sides is None or not ("compares" in said.intents or self._alternatives(said)):
            return None
        target = self._target(said, sides.first)
        reads = [self._side(each, target) for each in sides]
        one = reads[0]
        clear = one.sure and one.missing is None and not one.known
        if target is None and clear and one.target not in WHOLE:
            target = one.target
        options = {
            option: as_setup(read, self._engine.registry)
            for option, read in zip("ab", reads, strict=True)
        }
        answer = self._by(self._compared_by(target, reads[0]), options, text, said.lang)
        return Told(answer, State(text, reads[1], (sides.first, sides.second)))

    def _side(self, side: Said, target: str | None) -> Understood:
        """What one side of a comparison has.

        Raises:
            Asked: a figure of it would be left out.
        """
        figures = [each for each in side.figures if not each.is_year and not each.is_one]
        conditions = any(not each.counts for each in figures) and any(
            each.counts for each in figures
        )
        tried = [{target: CLEAR}] if target else [WHOLE] if conditions else []
        reads = (self._chooser.best(side, wanted) for wanted in (*tried, None))
        for read in reads:
            if len(read.givens) >= len(figures) and not read.unused:
                return read
        words = tr(self._engine.registry.quantities[target or next(iter(WHOLE))].words)
        raise Asked(Refused("left_over", text=quoted(figures[-1].text), target=words))

    def _compared_by(self, target: str | None, side: Understood) -> list[str | None]:
        """What two things are compared by: what is asked, else what is known of one like it."""
        if target is None:
            return [None]
        quantities = self._engine.registry.quantities
        wanted = uncounted(quantities[target].of.dimension)
        known = [name for key in side.subjects.values() for name in self._engine.facts.inputs[key]]
        alike = [name for name in known if uncounted(quantities[name].of.dimension) == wanted]
        chips = in_scope(target, Scope.ACCELERATOR, self._engine.registry)
        return list(dict.fromkeys((target, chips, *alike)))

    def _by(
        self, targets: list[str | None], options: dict[str, str], text: str, lang: Lang
    ) -> Answer:
        """The first comparison that can be made; else why the one that is asked can't."""
        answers = (
            self._engine.answer(
                "compare", {**options, **({"target": each} if each else {})}, text, lang
            )
            for each in targets
        )
        first = next(answers)
        return (
            first
            if first.refusal is None
            else next((each for each in answers if each.refusal is None), first)
        )

    def _of_subject(self, text: str, said: Said, read: Understood) -> Told | None:
        """All that is known of a subject, where nothing else is said."""
        only = not (said.figures or said.labels or said.settings or said.asked_unit)
        only = only and not read.follows
        if not only or len(said.names) != 1 or said.begins or said.unknown:
            return None
        answer = self._engine.answer("fact", {"name": said.names[0].key}, text, said.lang)
        return Told(answer, State(text, read._replace(target=None)))

    def _alternatives(self, said: Said) -> bool:
        """Whether two names stand with "or" between them."""
        counted = {each.counts for each in said.figures if each.counts}
        return said.parted or len(counted) > 1

    def _target(self, whole: Said, said: Said) -> str | None:
        """What two things are compared by, if the text says so."""
        wanted = targets(whole, self._engine.registry, self._engine.facts)
        if max(wanted.values(), default=0.0) < CLEAR:
            return None
        return self._chooser.best(said, wanted).target

    def _checked(self, text: str, said: Said) -> Told | None:
        """The answer of /check, where a text asks whether something is so."""
        asks = {"checks", "tags", "claims", "who", "opens"} & said.intents
        tagged = {"checks", "tags"} <= asks
        if not asks or (not asks & {"claims", "who"} and "asks" in said.intents and not tagged):
            return None  # "how many …" asks for a figure, not whether one is right
        ask_enough(said)
        figures = [each for each in said.figures if not each.is_year and not each.is_one]
        found = self.claims.best(said)
        if found and self._is_meant(found, said, len(figures)):
            answer = self._engine.answer("check", {"claim": found.key}, text, said.lang)
            return Told(answer, State(text, self._of_claim(found.key, said)))
        if (
            {"checks", "tags", "opens"} & asks
            and not any(each.asked and not each.inner for each in said.labels)
            and figures
            and len(figures) + len(said.names) >= STATED
        ):
            spelt = len(re.findall("[0-9]+", said.text)) > len(re.findall("[0-9]+", text))
            statement = _OPENER.sub("", said.text if spelt else text)
            answer = self._engine.answer("check", {"statement": statement}, text, said.lang)
            if answer.refusal is None:
                return Told(answer, None)
        return None

    def _is_meant(self, found: Found, said: Said, figures: int) -> bool:
        """Whether a claim of the article is meant, and no statement of the asker's own."""
        if figures:
            return found.repeated == figures and found.own
        return found.score >= (ENOUGH if {"claims", "who"} & said.intents else SURE)

    def _of_claim(self, key: str, said: Said) -> Understood | None:
        """What a claim rests on: a next message may ask for what it really is."""
        facts = self._engine.facts
        claim = next((each for each in facts.claims if each.fact == key), None)
        if claim is None:
            return None
        givens = self._engine.claims.given(claim)
        subjects = {facts.subjects[each].kind: each for each in claim.subjects}
        return Understood(said.lang, facts.by_id[key].quantity, givens, subjects)


def _lexicons(registry: Registry, facts: Facts) -> Mapping[Lang, Lexicon]:
    return {lang: Lexicon(registry, facts, lang) for lang in LANGUAGES}
