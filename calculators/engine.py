"""The engine: one ``answer()`` for every door.

A command as typed goes in; a worked ``Answer`` comes out, a refusal being one of its forms.
Plans depend only on which quantities are known, so planning, rearranging and compiling are done
once for each kind of question and kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache, partial
from math import inf

from calculators.answer import Answer, QuestionItem, RefusalItem
from calculators.claims import Claims
from calculators.compose import compose_answer
from calculators.display import plain, show
from calculators.explain import explain_refusal
from calculators.frame import Frame, Sort, Work
from calculators.language import SOURCE, Lang, language, speaking, tr
from calculators.mend import missing, without
from calculators.pages import Pages
from calculators.planner import Checks, Planner
from calculators.prepare import Prepared, prepare
from calculators.question import Question, command_text, read_question, split_command
from calculators.refusal import Refused
from calculators.registry import Registry, declared
from calculators.solve import Program, Solution, direction, disagreement, rounded, solve
from calculators.value import Input, Value
from facts import CURATED, Facts, load
from facts.held import overlaid
from facts.loaded import ServerFacts

AGREEMENT = 0.01
"""Given and computed figures agree within this: what people round off."""
KEPT = 512
"""Kinds of question kept: a bound, so that strange combinations cannot fill the memory."""
KEPT_OF_VIEW = 16
"""The same for a server's own engine: there are many of them, and their plans are shared."""

_at_once: ContextVar[bool] = ContextVar("at_once", default=False)
"""Whether only what is kept may be used, as whoever asks can't wait for a plan."""


class _NotKeptError(Exception):
    """What is asked would have to be planned or loaded first."""


class Engine:
    """Answers questions from a registry of relations and a set of facts.

    A server's engine is a view of the ``curated`` one: it shares all that figures don't change,
    and the claims of the article are checked by the curated figures everywhere.
    """

    def __init__(self, registry: Registry, facts: Facts, curated: Engine | None = None) -> None:
        self.registry = registry
        self.facts = facts
        self.curated: Engine = curated or self
        self.planner: Planner = curated.planner if curated else Planner(registry)
        self.claims: Claims = curated.claims if curated else Claims(facts, registry)
        self.pages: Pages = curated.pages if curated else Pages()
        kept = lru_cache(KEPT_OF_VIEW if curated else KEPT)
        self._prepared = kept(partial(_prepare, self.planner, registry, facts))

    def viewed(self, held: ServerFacts) -> Engine:
        """The engine of a server that holds these facts."""
        facts = overlaid(self.curated.facts, held, self.registry.dimensions)
        return Engine(self.registry, facts, self.curated)

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands that can be asked, topics first."""
        return (*self.registry.topics, *self.pages)

    def ask(self, text: str, lang: Lang = SOURCE) -> Answer:
        """Answer a command as typed: ``/power gpus:100000 device:h100``."""
        text = sendable(text)
        with speaking(lang):
            try:
                command, options = split_command(text, self.commands, self.pages)
            except Refused as refusal:
                return refused(text, refusal).stamped(self.facts.version)
            return self._answer(command, options, text)

    def answer(
        self, command: str, options: Mapping[str, str], text: str = "", lang: Lang = SOURCE
    ) -> Answer:
        """Answer one of ``commands`` with its options as typed."""
        with speaking(lang):
            return self._answer(command, options, text)

    def at_once(
        self, command: str, options: Mapping[str, str], lang: Lang = SOURCE
    ) -> Answer | None:
        """The same, if this kind of question is kept and takes no time any more."""
        token = _at_once.set(True)
        try:
            return self.answer(command, options, lang=lang)
        except _NotKeptError:
            return None
        finally:
            _at_once.reset(token)

    def _answer(self, command: str, options: Mapping[str, str], text: str) -> Answer:
        text = sendable(text or command_text(command, options))
        try:
            answer = self._worked_out(command, options, text)
        except Refused as refusal:
            answer = refused(text, refusal)
        return answer.stamped(self.facts.version)

    def _worked_out(self, command: str, options: Mapping[str, str], text: str) -> Answer:
        if command in self.pages:
            if _at_once.get() and not self.pages.is_loaded(command):
                raise _NotKeptError
            return self.pages[command].run(self, options, text)
        topic = self.registry.topics[command]
        return self.work_out(read_question(topic, options, self.registry, self.facts, text))

    def work_out(self, question: Question) -> Answer:
        """Solve and explain a question, planning it if its kind is new.

        Raises:
            Refused: what is missing, contradictory or out of reach.
        """
        return self.explain(self.solve(question))

    def explain(self, work: Work) -> Answer:
        """The answer of a solved question."""
        return compose_answer(work).stamped(self.facts.version)

    def solve(self, question: Question) -> Work:
        """Solve a question; see ``work_out``."""
        givens = question.givens
        subjects = tuple(question.subjects.items())
        sort = Sort(question.topic.name, question.target, tuple(givens), subjects, language())
        prepared = self._prepared(sort)
        inputs = {**prepared.curated, **givens}
        self._check_agreement(question, inputs, prepared.checks)
        if isinstance(prepared.plan, Refused):
            raise prepared.plan
        target, ladder, program, frame = prepared.plan
        if target in program.plan.missing:
            raise missing(question, target, program.plan.missing[target], self.registry, self.facts)
        solution = solve(program, inputs)
        self._check_possible(frame, solution)
        return Work(
            question=question,
            target=target,
            ladder=ladder,
            program=program,
            frame=frame,
            inputs=inputs,
            solution=solution,
            checks=self.claims.met(solution.values),
            elasticities=program.influence(target).at(solution.values),
            registry=self.registry,
            facts=self.facts,
        )

    def _check_agreement(
        self, question: Question, inputs: Mapping[str, Input], found: Checks
    ) -> None:
        """Refuse givens that contradict each other.

        100 accelerators do fill 13 servers of 8: a count that is right once rounded is no
        contradiction, nor is what differs by that rounding.
        """
        rounding: dict[str, float] = {}
        misses: list[tuple[str, Program, Value, float]] = []
        for name, program in found:
            given, quantity = inputs[name].value, self.registry.quantities[name]
            computed = solve(program, inputs).results[name]
            factor = disagreement(given, computed, AGREEMENT)
            turn = direction(quantity, program.plan.roots, self.registry.quantities)
            if turn and rounded(computed, turn).value == given.value:
                rounding[name] = max(given.value / computed.value, computed.value / given.value)
            elif factor is not None:
                misses.append((name, program, computed, factor))
        for name, program, computed, factor in misses:
            slack = max((rounding.get(root, 1.0) for root in program.plan.roots), default=1.0)
            if factor <= 0 or max(factor, 1 / factor) > slack * (1 + AGREEMENT):
                raise self._contradiction(question, name, inputs[name].value, computed, factor)

    def _check_possible(self, frame: Frame, solution: Solution) -> None:
        """Refuse figures that together give what can't be: a PUE of 0.9, 140 % utilisation.

        Raises:
            Refused: naming the first quantity that is out of bounds.
        """
        for limits in frame.limits:
            value = solution.values[limits.name]
            if not limits.least <= value <= limits.most:
                quantity = self.registry.quantities[limits.name]
                raise Refused(
                    "impossible",
                    words=tr(quantity.words),
                    value=show(quantity, value),
                    low=show(quantity, quantity.low * quantity.factor) if quantity.low else "0",
                    high=show(quantity, quantity.high * quantity.factor),
                )

    def _contradiction(
        self, question: Question, name: str, given: Value, computed: Value, factor: float
    ) -> Refused:
        quantity = self.registry.quantities[name]
        times = tr("they can't both hold")
        if 0 < factor < inf:
            larger = tr("that is {times} times as large")
            if factor > 1:
                larger = tr("yours is {times} times as large")
            times = larger.format(times=plain(max(factor, 1 / factor), 3))
        return Refused(
            "contradiction",
            (without(question, name, self.registry),),
            words=tr(quantity.words),
            given=show(quantity, given.value),
            computed=show(quantity, computed.value),
            factor=times,
        )


def _prepare(planner: Planner, registry: Registry, facts: Facts, sort: Sort) -> Prepared:
    """Plan a sort of question that isn't kept yet, unless that would take too long."""
    if _at_once.get():
        raise _NotKeptError
    return prepare(planner, registry, facts, sort)


def sendable(text: str) -> str:
    """Text that can be written as UTF-8: a terminal may hand over halves of characters."""
    return text.encode("utf-8", "replace").decode()


def refused(text: str, refusal: Refused) -> Answer:
    """A refusal as an answer."""
    item = RefusalItem(code=refusal.code, message=refusal.message, suggestions=refusal.suggestions)
    question = QuestionItem(text=text, lang=language(), target=None, givens={})
    return Answer.of(question, explain_refusal, refusal=item)


def curated() -> Engine:
    """The engine on the curated facts."""
    registry = declared()
    return Engine(registry, load(CURATED, registry.dimensions, registry.possible))
