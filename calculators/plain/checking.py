"""Checking: whether something is so, in plain words, as ``/check`` answers it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calculators.plain.claims import ClaimFinder, Found
from calculators.plain.follow import State
from calculators.plain.grammar import grammar
from calculators.plain.said import Said
from calculators.plain.told import Told
from calculators.plain.understood import Understood
from facts.units import uncounted

if TYPE_CHECKING:
    from calculators.engine import Engine

_OPENER = re.compile("^(?:Do|Does|Did) ")
"""What English questions open with; Polish "do" bounds a figure."""
ENOUGH, SURE = 5.0, 8.0
"""What must speak for a claim of the article: where one is asked for, and where none is."""
STATED = 2
"""So many figures and names make a statement that can be checked."""


class Checker:
    """Answers texts that ask whether something is so."""

    def __init__(self, engine: Engine, claims: ClaimFinder) -> None:
        self._engine = engine
        self._claims = claims

    def check(self, text: str, said: Said) -> Told | None:
        """The answer of /check, where a text asks whether something is so."""
        row = _row_of(said)
        if row:
            answer = self._engine.answer("check", {"claim": row}, text, said.lang)
            key = self._claims.in_row(int(row))
            return Told(answer, State(text, self._of_claim(key, said)) if key else None)
        asks = {"checks", "tags", "claims", "who", "opens"} & said.intents
        tagged = {"checks", "tags"} <= asks
        if not asks or (not asks & {"claims", "who"} and "asks" in said.intents and not tagged):
            return None  # "how many …" asks for a figure, not whether one is right
        figures = [each for each in said.figures if not each.is_year and not each.is_one]
        found = self._claims.best(said)
        if found and _is_meant(found, said, len(figures)) and not self._asks_other(found, said):
            return self._checked(found.key, text, said)
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

    def repeated(self, text: str, said: Said) -> Told | None:
        """The answer of /check for a text that is no question, and repeats what the article says.

        "Google's emissions are up 48 %": its figure, of the subject that it has it for.
        """
        figures = [each for each in said.figures if not each.is_year and not each.is_one]
        found = self._claims.best(said) if figures and "asks" not in said.intents else None
        if found is None or found.score < SURE or not found.named:
            return None
        meant = _is_meant(found, said, len(figures))
        return self._checked(found.key, text, said) if meant else None

    def _checked(self, key: str, text: str, said: Said) -> Told:
        answer = self._engine.answer("check", {"claim": key}, text, said.lang)
        return Told(answer, State(text, self._of_claim(key, said)))

    def _asks_other(self, found: Found, said: Said) -> bool:
        """Whether a text asks for something else than a claim has, of the figure that it gives."""
        entry = self._engine.facts.by_id.get(found.key)
        asked = [each.keys for each in said.labels if each.asked and not each.inner]
        if "asks" not in said.intents or "who" in said.intents:
            return False
        if entry is None or not found.repeated:
            return entry is None and bool(asked)
        own = self._engine.registry.quantities[entry.quantity].of.dimension
        if said.asked_unit and uncounted(said.asked_unit.dimension) != uncounted(own):
            return True
        return bool(asked) and not any(entry.quantity in keys for keys in asked)

    def _of_claim(self, key: str, said: Said) -> Understood | None:
        """What a claim rests on: a next message may ask for what it really is."""
        facts = self._engine.facts
        claim = next((each for each in facts.claims if each.fact == key), None)
        if claim is None:
            return None
        givens = self._engine.claims.given(claim)
        subjects = {facts.subjects[each].kind: each for each in claim.subjects}
        return Understood(said.lang, facts.by_id[key].quantity, givens, subjects)


def _row_of(said: Said) -> str | None:
    """The row of the article's audit that a text names: "row 22"."""
    figures = [each for each in said.figures if each.unit is None]
    if len(said.figures) != 1 or len(figures) != 1 or not figures[0].text.isdigit():
        return None
    stems = [each.stem for each in said.words if each.end <= figures[0].start]
    rows = grammar(said.lang).phrases["rows"]
    return figures[0].text if any(stems[-len(each) :] == [*each] for each in rows) else None


def _is_meant(found: Found, said: Said, figures: int) -> bool:
    """Whether a claim of the article is meant, and no statement of the asker's own."""
    if figures:
        return found.repeated == figures and found.own
    if found.alone:
        return False
    return found.score >= (ENOUGH if {"claims", "who"} & said.intents else SURE)
