"""Explaining: an answer in, its reply's parts in reading order out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from calculators.answer import Answer, StepItem
from calculators.display import DIGITS, bounded, counted, scale_of, show, show_in
from calculators.frame import Work
from calculators.headline import capital, headline, time
from calculators.language import ptr, tr
from calculators.moves import moves
from calculators.provenance import Provenance, given, provenance
from calculators.quantity import Quantity
from calculators.refusal import either, together
from calculators.reply import Given, Line, Reply, Table
from calculators.value import Bound, Value
from facts import FAULTS


@dataclass(slots=True)
class Explanation:
    """What is needed to explain an answer beyond the answer itself."""

    work: Work
    results: Mapping[str, Value]

    def __call__(self, answer: Answer) -> Reply:
        """Compose the reply."""
        found = self._provenance(answer)
        return Reply(
            headline=headline(self.work, self.results[self.work.target]),
            lead=self._lead(),
            ladder=self._ladder(),
            working=tuple(_line(step) for step in answer.steps),
            inputs=(*self._given(), *found.inputs),
            assumed=found.assumed,
            moves=moves(self.work),
            beware=answer.warnings,
            sources=found.sources,
            corrects=any(check.verdict in FAULTS for check in self.work.checks),
        )

    def _provenance(self, answer: Answer) -> Provenance:
        """The curated inputs in words, made once for a frame and the claims it meets."""
        work, frame = self.work, self.work.frame
        key = tuple(check.claim.id for check in work.checks)
        if key not in frame.provenance:
            disputed = [work.facts.by_id[each.other] for each in answer.conflicts]
            marks = frame.marks.extended((*disputed, *(check.fact for check in work.checks)))
            frame.provenance[key] = provenance(
                work.program.plan, work.inputs, marks, work.registry.quantities, work.facts
            )
        return frame.provenance[key]

    def _given(self) -> Iterator[Given]:
        for name, known in self.work.question.givens.items():
            if name in self.work.program.plan.roots:
                yield given(self._quantity(name), known)

    def _quantity(self, name: str) -> Quantity:
        return self.work.registry.quantities[name]

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
                value = bounded(self._quantity(name), self.results[name])
                known.append(tr("{words} {value}").format(words=tr(row.words), value=value))
            elif name not in self.results:
                missing = self.work.program.plan.missing.get(name, ())
                unknown.setdefault(missing, []).append(tr(row.words))
        lines = [self._range(), _sentence("; ".join(known))]
        lines += [self._unknown(missing, words) for missing, words in unknown.items()]
        return "\n".join(each for each in lines if each)

    def _unknown(self, missing: tuple[str, ...], words: list[str]) -> str:
        """What would have to be given for rungs that can't be worked out."""
        wanted = together(f"{name} ({tr(self._quantity(name).words)})" for name in missing)
        return tr("Not known {words}: give {wanted}.").format(words=either(words), wanted=wanted)

    def _range(self) -> str:
        value = self.results[self.work.target]
        if value.exact or value.low is None or value.high is None:
            return ""
        quantity = self._quantity(self.work.target)
        low, high = (show(quantity, end, 3) for end in (value.low, value.high))
        return tr("Between {low} and {high}.").format(low=low, high=high)

    def _ladder(self) -> Table | None:
        ladder = self.work.ladder
        if ladder is None:
            return None
        columns = list(zip(*(row.quantities for row in ladder.rows), strict=True))
        cells = [self._column(column) for column in columns]
        headings = [tr(ladder.heading), *(self._heading(word) for word in ladder.columns)]
        rows = [
            (ptr(RUNG, row.label), *(column[index] for column in cells))
            for index, row in enumerate(ladder.rows)
        ]
        return Table(tuple(headings), tuple(rows))

    def _column(self, names: tuple[str, ...]) -> list[str]:
        """A column's figures, in one unit as far as they fit it."""
        known = [name for name in names if name in self.results]
        if not known:
            return [tr("not known")] * len(names)
        largest = max(known, key=lambda name: self.results[name].value)
        if len({self._quantity(name).unit for name in known}) > 1:
            return [self._cell(name, None) for name in names]
        # In the largest unit that leaves four digits before the point: 374 and 1,063 GWh.
        scale = scale_of(self._quantity(largest), self.results[largest].value / 10)
        return [self._cell(name, scale) for name in names]

    def _cell(self, name: str, scale: tuple[float, str] | None) -> str:
        if name not in self.results:
            return tr("not known")
        quantity, value = self._quantity(name), self.results[name]
        shown = (
            show_in(quantity, value.value, scale)
            if scale
            else counted(quantity, value.value, DIGITS)
        )
        return _SIGNS.get(value.bound, "") + shown

    def _heading(self, word: str) -> str:
        roots, inputs = self.work.program.plan.roots, self.work.inputs
        if word == "mean" and "utilisation" in roots:
            load = show(self._quantity("utilisation"), inputs["utilisation"].value.value)
            return tr("mean at {load}").format(load=load)
        if word == "energy" and "duration" in roots:
            return tr("energy in {time}").format(time=time(inputs["duration"].value.value))
        return tr(word)


RUNG, STEP = "row of a table", "step of the working"
_SIGNS = {Bound.AT_LEAST: "≥ ", Bound.AT_MOST: "≤ "}


def _line(step: StepItem) -> Line:
    isolates = not step.substituted
    label = ptr(STEP, step.relation.replace("_", " "))
    return Line(label, step.formula, step.substituted, step.result, isolates)


def explain_refusal(answer: Answer) -> Reply:
    """The reply of a refusal."""
    if answer.refusal is None:
        raise ValueError("an answer that isn't a refusal has its own explanation")
    found, _, expected = answer.refusal.message.partition("\n")
    return Reply(
        headline=found, lead=expected, suggestions=answer.refusal.suggestions, refused=True
    )


def _sentence(text: str) -> str:
    return f"{capital(text)}." if text else ""
