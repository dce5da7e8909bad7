"""The public model of an answer: what every door renders and what ``--json`` prints.

The parts are plain dataclasses, of which an answer has some thirty: as pydantic models, or frozen,
they would cost more than the calculation. The JSON Schema is the model's all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, computed_field

from calculators.language import Lang, speaking
from calculators.reply import Reply
from calculators.text import render
from calculators.value import Bound


@dataclass(slots=True)
class GivenItem:
    """A known quantity that the question started from."""

    value: float
    unit: str
    standing: str


@dataclass(slots=True)
class QuestionItem:
    """How the question was read."""

    text: str
    lang: Lang
    target: str | None
    givens: Mapping[str, GivenItem]


@dataclass(slots=True)
class ResultItem:
    """A result in the quantity's unit; ``low``/``high`` are null where no bound is known."""

    quantity: str
    scope: str
    value: float
    low: float | None
    high: float | None
    unit: str
    bound: Bound
    display: str


@dataclass(slots=True)
class StepItem:
    """One line of the working; ``facts`` are the ids of the facts it read."""

    relation: str
    formula: str
    substituted: str
    result: str
    facts: tuple[str, ...]


@dataclass(slots=True)
class FactItem:
    """A fact that was used or shown; a range without a middle has both ends as its value."""

    id: str
    value: float | tuple[float, float]
    unit: str
    qualifier: str
    as_of: str
    source: str
    standing: str
    loaded: str | None
    """The day (UTC) on which a server's moderators loaded it."""
    correction: str | None


@dataclass(slots=True)
class ClaimItem:
    """The check of a figure of the article that this answer meets."""

    verdict: str
    stated: float
    computed: float
    factor: float


@dataclass(slots=True)
class ConflictItem:
    """A fact that disagrees with the one used, and the asked quantity with it, in words."""

    quantity: str
    used: str
    other: str
    result: str


@dataclass(slots=True)
class ConnectionItem:
    """Figures of a sentence that a relation connects: what the last was, and what comes out."""

    figures: tuple[str, ...]
    quantity: str
    stated: float
    computed: float
    unit: str
    factor: float
    fit: str


@dataclass(slots=True)
class RefusalItem:
    """Why there is no answer, and what to type instead."""

    code: str
    message: str
    suggestions: tuple[str, ...]


@cache
def _empty() -> dict[str, Any]:
    """The parts of an answer that has none; they are shared, so nothing may write into them."""
    fields = Answer.model_fields.items()
    return {name: field.get_default(call_default_factory=True) for name, field in fields}


class Answer(BaseModel):
    """A worked answer or a refusal. ``schema`` counts incompatible changes of this model."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", serialize_by_alias=True, defer_build=True
    )

    schema_: Literal[1] = Field(default=1, alias="schema")
    question: QuestionItem
    results: tuple[ResultItem, ...] = ()
    steps: tuple[StepItem, ...] = ()
    facts: tuple[FactItem, ...] = ()
    warnings: tuple[str, ...] = ()
    claim: ClaimItem | None = None
    refusal: RefusalItem | None = None
    elasticities: Mapping[str, float] = Field(default_factory=dict[str, float])
    """Per cent by which the asked quantity changes for one per cent of each input, exactly."""
    conflicts: tuple[ConflictItem, ...] = ()
    connections: tuple[ConnectionItem, ...] = ()
    facts_version: str = ""
    """Which facts it was worked out with: ``facts.version`` says how it reads."""

    _explain: Callable[[Answer], Reply] = PrivateAttr()

    @classmethod
    def of(cls, question: QuestionItem, explain: Callable[[Answer], Reply], **parts: Any) -> Answer:
        """An answer of checked parts, made as ``model_construct`` does at a third of its cost."""
        answer = cls.__new__(cls)
        object.__setattr__(answer, "__dict__", {**_empty(), "question": question, **parts})
        object.__setattr__(answer, "__pydantic_fields_set__", {"question", *parts})
        object.__setattr__(answer, "__pydantic_extra__", None)
        object.__setattr__(answer, "__pydantic_private__", {"_explain": explain})
        return answer

    def adding(self, **parts: Any) -> Answer:
        """The same answer with other parts in its reply."""
        explain = self._explain
        self._explain = lambda answer: explain(answer)._replace(**parts)
        return self

    def saying(self, reply: Reply, **parts: Any) -> Answer:
        """The same answer with another reply, and some parts replaced."""
        own = {name: getattr(self, name) for name in type(self).model_fields if name != "question"}
        return Answer.of(self.question, lambda _: reply, **{**own, **parts})

    def stamped(self, version: str) -> Answer:
        """The same answer, saying which facts it was worked out with."""
        self.__dict__["facts_version"] = version
        return self

    @cached_property
    def reply(self) -> Reply:
        """The reply's parts in reading order, for renderers.

        Where a server's own facts played a part it names the version of the facts, by which the
        same answer can be had again.
        """
        with speaking(self.question.lang):
            reply = self._explain(self)
        own = any(each.loaded for each in self.facts)
        return reply._replace(version=self.facts_version) if own else reply

    @computed_field  # type: ignore[prop-decorator]
    @cached_property
    def text(self) -> str:
        """The reply as plain text."""
        with speaking(self.question.lang):
            return render(self.reply)
