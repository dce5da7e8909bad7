"""What a facts file may say: subjects, sources, facts, statements and claims, as frozen models.

Everything arrives as text (the loader resolves no YAML types), so the models alone decide what a
number, a date or a flag is. An unknown key is an error: a misspelt ``sources:`` must not be lost.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from facts.numbers import number
from facts.phrases import Phrase

INVISIBLE = frozenset(("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))
"""Categories of characters that no text holds: they steer terminals, or turn text around."""
URL = r"^https://\S+$"


def _partial_date(text: str) -> str:
    """Check a date of which the day, or the day and the month, may be unknown."""
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", text)
    if match is None:
        raise ValueError(Phrase("a date as YYYY, YYYY-MM or YYYY-MM-DD"))
    year, month, day = (int(part) if part else 1 for part in match.groups())
    if not (1900 <= year <= 2100 and 1 <= month <= 12):
        raise ValueError(Phrase("a year from 1900 to 2100 and a month from 01 to 12"))
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        raise ValueError(Phrase("a day that {month} has", month=f"{year}-{month:02}"))
    return text


def _flag(text: Any) -> Any:
    if isinstance(text, str):
        if text not in ("true", "false"):
            raise ValueError(Phrase("true or false"))
        return text == "true"
    return text


def _row(text: Any) -> Any:
    if isinstance(text, str):
        if not re.fullmatch("[1-9][0-9]{0,2}", text):
            raise ValueError(Phrase("a row number from 1 to 999"))
        return int(text)
    return text


def _number(text: Any) -> Any:
    return number(text) if isinstance(text, str) else text


def _visible(text: str) -> str:
    """Check that a text shows all that it holds."""
    if not text.isprintable():
        for each in text:
            if unicodedata.category(each) in INVISIBLE:
                found = f"U+{ord(each):04X}"
                raise ValueError(
                    Phrase("text without the invisible character {found}", found=found)
                )
    return text


_Stripped = StringConstraints(strip_whitespace=True, min_length=1)
ID, QUANTITY_NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$", r"^[a-z][a-z0-9_]*$"
Id = Annotated[str, Field(pattern=ID, max_length=60)]
QuantityName = Annotated[str, Field(pattern=QUANTITY_NAME, max_length=40)]
Text = Annotated[str, _Stripped, Field(max_length=600), AfterValidator(_visible)]
Line = Annotated[str, _Stripped, Field(max_length=160), AfterValidator(_visible)]
Url = Annotated[str, Field(pattern=URL, max_length=300), AfterValidator(_visible)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False)]
Row = Annotated[int, BeforeValidator(_row)]
Flag = Annotated[bool, BeforeValidator(_flag)]


class Model(BaseModel):
    """Frozen and strict; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Kind(StrEnum):
    """What a subject is."""

    DEVICE = "device"
    SYSTEM = "system"
    CLUSTER = "cluster"
    REGION = "region"
    PLANT = "plant"
    COMPANY = "company"
    MODEL = "model"
    PRECISION = "precision"
    INDUSTRY = "industry"
    CONVENTION = "convention"


class Qualifier(StrEnum):
    """How a figure is meant."""

    EXACTLY = "exactly"
    ABOUT = "about"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    PLANNED = "planned"


class Verdict(StrEnum):
    """What checking a figure or statement of the article found."""

    OK = "ok"
    OK_QUALIFIED = "ok with its qualifier"
    WRONG = "wrong"
    WRONG_DIRECTION = "wrong direction"
    WRONG_SCOPE = "wrong scope"
    DISPUTED = "disputed"
    LOOSE = "loose"
    GARBLED = "garbled"
    UNVERIFIED = "unverified"


FAULTS = frozenset(Verdict) - {Verdict.OK, Verdict.OK_QUALIFIED, Verdict.UNVERIFIED}
"""Verdicts that must come with a correction, and whose figures are never inputs."""


class Standing(StrEnum):
    """Who stands behind a fact."""

    ARTICLE = "article"
    REFERENCE = "reference"
    MODERATOR = "moderator"


class Source(Model):
    """A document. ``date`` is its publication date, as far as it is known."""

    publisher: Line
    document: Line
    date: PartialDate
    url: Url | None = None


class Subject(Model):
    """What facts hang on.

    ``links`` name the subjects whose facts also hold for this one; of the quantities that it
    ``lacks`` it has none, as a device that can't compute in a number format has no peak in it.
    """

    kind: Kind
    name: Line
    aliases: Annotated[tuple[Line, ...], Field(max_length=40)] = ()
    links: Mapping[Literal["device", "server", "operator", "region", "fleet"], Id] = {}
    lacks: Annotated[tuple[QuantityName, ...], Field(max_length=40)] = ()
    note: Text | None = None


class Audited(Model):
    """What facts and statements share: where it was said, and what checking it found."""

    id: Id
    source: Id
    locator: Line | None = None
    as_of: PartialDate
    speaker: Line | None = None
    row: Row | None = None
    paragraph: Annotated[str, Field(pattern=r"^(T|P[1-7]|R)$")] | None = None
    verdict: Verdict | None = None
    correction: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _fault_is_corrected(self) -> Self:
        if self.verdict in FAULTS and self.correction is None:
            raise ValueError(
                Phrase("a correction, as the verdict '{verdict}' needs", verdict=self.verdict)
            )
        return self


class Fact(Audited):
    """A value, a range, or both, of one quantity for one subject.

    ``scope`` says what the figure covers where the quantity alone doesn't. ``preferred`` picks one
    of several facts of the same quantity and subject; ``default`` is the fact assumed where the
    asker named no subject that has one. ``conflicts`` are facts that disagree with this one about
    the same thing: an answer shows what each would give. A ``yardstick`` is something large that
    everyone knows: a result that is larger still gets a warning.
    """

    subject: Id
    quantity: QuantityName
    value: Number | None = None
    low: Number | None = None
    high: Number | None = None
    unit: Line
    qualifier: Qualifier
    scope: Line | None = None
    grade: Literal["A", "B"] | None = None
    preferred: Flag = False
    default: Flag = False
    conflicts: tuple[Id, ...] = ()
    yardstick: Flag = False

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        given = [edge for edge in (self.low, self.value, self.high) if edge is not None]
        if not given:
            raise ValueError(Phrase("value, or low and high"))
        if self.value is None and (self.low is None or self.high is None):
            raise ValueError(Phrase("both low and high, as there is no value"))
        if given != sorted(given):
            raise ValueError(Phrase("low ≤ value ≤ high"))
        return self


class Statement(Audited):
    """Something said that a reader may ask about and that has no figure of its own."""

    subject: Id
    states: Text


class Claim(Model):
    """A figure of the article that can be recomputed.

    ``fact`` is the figure as printed; ``given`` are the quantities it rests on, written as an
    asker would type them ("at most 3.7 MWh"); ``subjects`` are named as an asker would name them.
    Where nothing leads to the figure, ``against`` is what another source says of the same.
    """

    id: Id
    fact: Id
    against: Id | None = None
    given: Mapping[QuantityName, Line] = {}
    subjects: tuple[Id, ...] = ()
    follows: Id | None = None
    verdict: Verdict
    finding: Text
    tolerance: Number = 0.02
