"""Checking: whether something is so, in plain words, as ``/check`` answers it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calculators.plain.claims import ClaimFinder, Found
from calculators.plain.follow import State
from calculators.plain.said import Said
from calculators.plain.told import Told
from calculators.plain.understood import Understood

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
        asks = {"checks", "tags", "claims", "who", "opens"} & said.intents
        tagged = {"checks", "tags"} <= asks
        if not asks or (not asks & {"claims", "who"} and "asks" in said.intents and not tagged):
            return None  # "how many …" asks for a figure, not whether one is right
        figures = [each for each in said.figures if not each.is_year and not each.is_one]
        found = self._claims.best(said)
        if found and _is_meant(found, said, len(figures)):
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

    def _of_claim(self, key: str, said: Said) -> Understood | None:
        """What a claim rests on: a next message may ask for what it really is."""
        facts = self._engine.facts
        claim = next((each for each in facts.claims if each.fact == key), None)
        if claim is None:
            return None
        givens = self._engine.claims.given(claim)
        subjects = {facts.subjects[each].kind: each for each in claim.subjects}
        return Understood(said.lang, facts.by_id[key].quantity, givens, subjects)


def _is_meant(found: Found, said: Said, figures: int) -> bool:
    """Whether a claim of the article is meant, and no statement of the asker's own."""
    if figures:
        return found.repeated == figures and found.own
    return found.score >= (ENOUGH if {"claims", "who"} & said.intents else SURE)
