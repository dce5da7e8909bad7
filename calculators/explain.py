"""Explaining: an answer in, its reply's parts in reading order out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calculators.answer import Answer, StepItem
from calculators.display import TYPED_DIGITS, bounded, plain, scale_of, show, show_in
from calculators.frame import Work
from calculators.provenance import Provenance, given, provenance
from calculators.quantity import Quantity
from calculators.reply import Given, Line, Reply, Table
from calculators.value import Bound, Value
from facts import FAULTS, Kind


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is needed to explain an answer beyond the answer itself."""

    work: Work
    results: Mapping[str, Value]

    def __call__(self, answer: Answer) -> Reply:
        """Compose the reply."""
        found = self._provenance()
        return Reply(
            headline=self._headline(),
            lead=self._lead(),
            ladder=self._ladder(),
            working=tuple(_line(step) for step in answer.steps),
            inputs=(*self._given(), *found.inputs),
            assumed=found.assumed,
            beware=answer.warnings,
            sources=found.sources,
            corrects=any(check.verdict in FAULTS for check in self.work.checks),
        )

    def _provenance(self) -> Provenance:
        """The curated inputs in words, made once for a frame and the claims it meets."""
        work, frame = self.work, self.work.frame
        key = tuple(check.claim.id for check in work.checks)
        if key not in frame.provenance:
            marks = frame.marks.extended(check.fact for check in work.checks)
            frame.provenance[key] = provenance(
                work.program.plan, work.inputs, marks, work.registry.quantities, work.facts
            )
        return frame.provenance[key]

    def _given(self) -> Iterator[Given]:
        for name, known in self.work.question.givens.items():
            if name in self.work.program.plan.roots:
                yield given(self._quantity(name), known.value)

    def _quantity(self, name: str) -> Quantity:
        return self.work.registry.quantities[name]

    def _headline(self) -> str:
        target = self._quantity(self.work.target)
        plain_words = "{setup}: {value}." if target.noun else "{setup}: {words} {value}."
        sentence = target.sentence or plain_words
        duration = self.work.inputs.get("duration")
        text = sentence.format(
            setup=self.setup(),
            value=bounded(target, self.results[target.name]),
            words=target.words,
            duration=self._time(duration.value.value) if duration else "the time given",
        )
        return _capital(text)

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
            _said(self._quantity(name), each.value)
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
        known: list[str] = []
        unknown: dict[tuple[str, ...], list[str]] = {}
        for row in ladder.rows:
            name = row.quantities[column]
            if name in self.results and name != target:
                known.append(f"{row.words} {bounded(self._quantity(name), self.results[name])}")
            elif name not in self.results:
                missing = self.work.program.plan.missing.get(name, ())
                unknown.setdefault(missing, []).append(row.words)
        lines = [self._range(), _sentence("; ".join(known))]
        lines += [self._unknown(missing, words) for missing, words in unknown.items()]
        return "\n".join(each for each in lines if each)

    def _unknown(self, missing: tuple[str, ...], words: list[str]) -> str:
        """What would have to be given for rungs that can't be worked out."""
        wanted = " and ".join(f"{name} ({self._quantity(name).words})" for name in missing)
        return f"Not known {' or '.join(words)}: give {wanted}."

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
            _SIGNS.get(self.results[name].bound, "")
            + show_in(self._quantity(name), self.results[name].value, scale)
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


_SIGNS = {Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ "}


def _line(step: StepItem) -> Line:
    isolates = not step.substituted
    label = step.relation.replace("_", " ")
    return Line(label, step.formula, step.substituted, step.result, isolates)


def explain_refusal(answer: Answer) -> Reply:
    """The reply of a refusal."""
    if answer.refusal is None:
        raise ValueError("an answer that isn't a refusal has its own explanation")
    found, _, expected = answer.refusal.message.partition("\n")
    return Reply(
        headline=found, lead=expected, suggestions=answer.refusal.suggestions, refused=True
    )


def _said(quantity: Quantity, value: Value) -> str:
    """A given in words: "power of the facility at most 90 MW", "34,000,000 homes"."""
    shown = bounded(quantity, value, TYPED_DIGITS)
    return shown if quantity.noun else f"{quantity.words} {shown}"


def _sentence(text: str) -> str:
    return f"{_capital(text)}." if text else ""


def _capital(text: str) -> str:
    """Begin with a capital, but leave names such as xAI alone."""
    return text if text[1:2].isupper() else text[:1].upper() + text[1:]
