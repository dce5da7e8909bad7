"""Explaining: an answer in, its reply's parts in reading order out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calculators.display import TYPED_DIGITS, bounded, counted, plain, scale_of, show, show_in
from calculators.quantity import Quantity
from calculators.reply import Given, Line, Reply, Table
from calculators.value import Bound, Origin, Value
from facts import FAULTS, Fact, Facts, Kind, Statement

if TYPE_CHECKING:
    from calculators.answer import Answer, StepItem
    from calculators.compose import Marks, Work


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is needed to explain an answer beyond the answer itself."""

    work: Work
    results: Mapping[str, Value]

    def __call__(self, answer: Answer) -> Reply:
        """Compose the reply."""
        marks = self.work.frame.marks.extended(check.fact for check in self.work.checks)
        return Reply(
            headline=self._headline(),
            lead=self._lead(),
            ladder=self._ladder(),
            working=tuple(self._line(step) for step in answer.steps),
            inputs=tuple(self._inputs(marks, assumed=False)),
            assumed=tuple(self._inputs(marks, assumed=True)),
            beware=answer.warnings,
            sources=self._sources(marks),
            corrects=any(check.verdict in FAULTS for check in self.work.checks),
        )

    def _quantity(self, name: str) -> Quantity:
        return self.work.registry.quantities[name]

    def _headline(self) -> str:
        target = self._quantity(self.work.target)
        sentence = target.sentence or "{setup}: {words} {value}."
        duration = self.work.inputs.get("duration")
        text = sentence.format(
            setup=self.setup(),
            value=bounded(target, self.results[target.name]),
            words=target.words,
            duration=self._time(duration.value.value) if duration else "the time given",
        )
        return text[:1].upper() + text[1:]

    def _time(self, hours: float) -> str:
        days = hours / 24
        if days == 365:
            return "a year"
        return f"{plain(days, 4)} days" if days >= 2 else f"{plain(hours, 4)} hours"

    def setup(self) -> str:
        """What the answer is about: "100,000 × NVIDIA H100 SXM", else the givens in words."""
        question, subjects = self.work.question, self.work.facts.subjects
        named = {kind: subjects[key].name for kind, key in question.subjects.items()}
        count = self.work.inputs.get("gpus")
        cluster = question.subjects.get(Kind.CLUSTER)
        device = named.get(Kind.DEVICE) or self._device_of(cluster)
        text = [*named.values()]
        counts = (
            bool(count) and self.work.target != "gpus" and "gpus" in self.work.program.plan.roots
        )
        if count and counts:
            bound = count.value.bound
            word = f"{bound} " if bound in (Bound.AT_LEAST, Bound.AT_MOST) else ""
            each = f"{word}{show(self._quantity('gpus'), count.value.value)}"
            several = f"{each} × {device}" if device else f"{each} accelerators"
            text = [f"{named[Kind.CLUSTER]} ({several})" if cluster else several]
            text += [named[Kind.REGION]] if Kind.REGION in named else []
        givens = [
            _said(self._quantity(name), each.value.value)
            for name, each in question.givens.items()
            if name in self.work.program.plan.roots and not (counts and name == "gpus")
        ]
        return ", ".join([*text, *givens] if counts else [*givens, *text])

    def _device_of(self, cluster: str | None) -> str | None:
        if cluster is None:
            return None
        device = self.work.facts.subjects[cluster].links.get("device")
        return self.work.facts.subjects[device].name if device else None

    def _lead(self) -> str:
        """The other rungs of the ladder, read out; and what is not known."""
        ladder, target = self.work.ladder, self.work.target
        if ladder is None:
            return self._range()
        column = next(
            (row.quantities.index(target) for row in ladder.rows if target in row.quantities), 0
        )
        parts: list[str] = []
        for row in ladder.rows:
            name = row.quantities[column]
            if name == target:
                continue
            if name in self.results:
                parts.append(f"{row.label} {bounded(self._quantity(name), self.results[name])}")
            else:
                missing = self.work.program.plan.missing.get(name, ())
                parts.append(f"{row.label} not known ({self._needs(missing)})")
        return "\n".join(each for each in (self._range(), _sentence(parts)) if each)

    def _needs(self, missing: tuple[str, ...]) -> str:
        words = [f"{name}: {self._quantity(name).words}" for name in missing]
        return f"give {', '.join(words)}" if words else "no relation leads there"

    def _range(self) -> str:
        value = self.results[self.work.target]
        if value.exact or value.low is None or value.high is None:
            return ""
        quantity = self._quantity(self.work.target)
        return f"Between {show(quantity, value.low, 3)} and {show(quantity, value.high, 3)}."

    def _ladder(self) -> Table | None:
        ladder = self.work.ladder
        if ladder is None:
            return None
        columns = list(zip(*(row.quantities for row in ladder.rows), strict=True))
        cells = [self._column(column) for column in columns]
        headings = ["scope", *(self._heading(word) for word in ladder.columns)]
        rows = [
            (row.label, *(column[index] for column in cells))
            for index, row in enumerate(ladder.rows)
        ]
        return Table(tuple(headings), tuple(rows))

    def _column(self, names: tuple[str, ...]) -> list[str]:
        """A column's figures, in one unit as far as they fit it."""
        known = [name for name in names if name in self.results]
        if not known:
            return ["not known"] * len(names)
        largest = max(known, key=lambda name: self.results[name].value)
        # In the largest unit that leaves four digits before the point: 374 and 1,063 GWh.
        scale = scale_of(self._quantity(largest), self.results[largest].value / 10)
        return [
            show_in(self._quantity(name), self.results[name].value, scale)
            if name in self.results
            else "not known"
            for name in names
        ]

    def _heading(self, word: str) -> str:
        roots, inputs = self.work.program.plan.roots, self.work.inputs
        if word == "mean" and "utilisation" in roots:
            return (
                f"mean at {show(self._quantity('utilisation'), inputs['utilisation'].value.value)}"
            )
        if word == "energy" and "duration" in roots:
            return f"energy in {self._time(inputs['duration'].value.value)}"
        return word

    def _line(self, step: StepItem) -> Line:
        isolates = not step.substituted
        label = step.relation.replace("_", " ")
        return Line(label, step.formula, step.substituted, step.result, isolates)

    def _inputs(self, marks: Marks, *, assumed: bool) -> Iterator[Given]:
        """Every input, in the order of the working: what it is, its standing and date, its mark."""
        roots = [name for form in self.work.program.plan.steps for name in form.inputs]
        for name in dict.fromkeys(roots):
            known = self.work.inputs.get(name)
            if name not in self.work.program.plan.roots or known is None:
                continue
            if (known.origin is Origin.ASSUMED) is not assumed:
                continue
            quantity = self._quantity(name)
            what = f"{quantity.symbol} = {bounded(quantity, known.value, TYPED_DIGITS)}"
            if not quantity.noun and quantity.words != quantity.symbol:
                what += f", {quantity.words}"
            if known.fact is None:
                yield Given(f"{what}: {known.origin}", "")
                continue
            fact, subject = known.fact, self.work.facts.subjects[known.fact.subject].name
            text = f"{what}, {subject}, {fact.as_of}: {known.origin}{marks.mark(fact)}"
            note = f". {fact.note}" if assumed and fact.note else ""
            yield Given(text + note, name)

    def _sources(self, marks: Marks) -> tuple[str, ...]:
        """The documents by their marks."""
        found = {(fact.source, fact.locator): fact for fact in marks.facts.values()}
        return tuple(cite(found[place], self.work.facts) for place in marks.documents)


def explain_refusal(answer: Answer) -> Reply:
    """The reply of a refusal."""
    if answer.refusal is None:
        raise ValueError("an answer that isn't a refusal has its own explanation")
    found, _, expected = answer.refusal.message.partition("\n")
    return Reply(
        headline=found, lead=expected, suggestions=answer.refusal.suggestions, refused=True
    )


def cite(fact: Fact | Statement, facts: Facts) -> str:
    """Publisher, document, date, and where in it."""
    source = facts.source(fact)
    parts = (source.publisher, source.document, source.date, fact.locator or "")
    return ", ".join(part for part in parts if part)


def _said(quantity: Quantity, value: float) -> str:
    """A given in words: "power of the facility 90 MW", "34,000,000 homes"."""
    shown = counted(quantity, value)
    return shown if quantity.noun else f"{quantity.words} {shown}"


def _sentence(parts: list[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""
