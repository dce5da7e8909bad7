"""The facts of a file: each read, its subject found by any name, its figures checked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from facts.checks import wrong_figures
from facts.fields import parsed, unknown_field, wrong_fields
from facts.files.figures import split_figure
from facts.files.shape import FACT_FIELDS
from facts.files.sheet import Sheet
from facts.loaded import OURS, LoadedFact
from facts.numbers import BadNumber
from facts.phrases import Phrase
from facts.problems import shown
from facts.tree import Path_

SECTION = "facts"
FIGURES = ("value", "low", "high")
KEYED_BY = ("subject", "quantity")


def read_facts(sheet: Sheet, content: Any) -> None:
    """Read the section of figures."""
    if not isinstance(content, list):
        expected = Phrase("entries written as {entry}", entry="- quantity: …")
        sheet.report((SECTION,), SECTION, "", Phrase("something else"), expected)
        return
    for position, fields in enumerate(content):
        path, name = (SECTION, position), f"{SECTION}[{position + 1}]"
        if isinstance(fields, dict):
            _Row(sheet, path, name, fields).read()
        else:
            sheet.report(path, name, "", Phrase("plain text"), Phrase("an entry with fields"))


class _Row:
    """One fact: its fields as text, and those that are known to be wrong."""

    def __init__(self, sheet: Sheet, path: Path_, name: str, fields: dict[str, Any]) -> None:
        self._sheet, self._path = sheet, path
        self._fields = {key: value for key, value in fields.items() if value != ""}
        self._wrong: set[str] = set()
        subject, quantity = self._fields.setdefault("subject", OURS), fields.get("quantity")
        both = isinstance(subject, str) and isinstance(quantity, str)
        self._name = f"{subject}/{quantity}" if both else name

    def read(self) -> None:
        removes = self._sheet.removes(self._path, self._name, self._fields, KEYED_BY)
        self._find_subject()
        if removes:
            fact = self._about()
        else:
            self._refuse_unknown()
            self._find_unit()
            fact = self._fact()
        if fact is not None:
            entry = None if removes else fact
            self._sheet.take(self._path, self._name, fact.key, entry)

    def _report(self, where: str, found: str, expected: str) -> None:
        if where not in self._wrong:
            self._wrong.add(where)
            self._sheet.report(self._path, self._name, where, found, expected)

    def _find_subject(self) -> None:
        name = self._fields["subject"]
        if not isinstance(name, str):
            return
        found = self._sheet.names.get(" ".join(name.split()).casefold())
        if found is None:
            expected = self._sheet.nearest(Phrase("a subject"), name.casefold(), self._sheet.names)
            self._report("subject", shown(name), expected)
        else:
            self._fields["subject"] = found

    def _refuse_unknown(self) -> None:
        for name in [each for each in self._fields if each not in FACT_FIELDS]:
            self._report(name, *unknown_field(name, FACT_FIELDS, self._sheet))
            del self._fields[name]

    def _find_unit(self) -> None:
        """Part the figures from their units, and give the fact the unit that they have."""
        given = self._fields.get("unit")
        units = dict.fromkeys(self._units(given))
        if given is None and len(units) > 1:
            self._report("unit", shown(", ".join(units)), Phrase("one unit for all figures"))
        elif given is None and units:
            self._fields["unit"] = next(iter(units))
        elif given is None and self._is_pure():
            self._fields["unit"] = "1"

    def _units(self, given: Any) -> Iterator[str]:
        for field in FIGURES:
            text = self._fields.get(field)
            if not isinstance(text, str):
                continue
            try:
                self._fields[field], unit = split_figure(text)
            except BadNumber as error:
                self._report(field, shown(text), error.args[0])
                continue
            if unit and given is not None and unit != given:
                expected = Phrase("a figure alone, as its unit is given")
                self._report(field, shown(text), expected)
            elif unit:
                yield unit

    def _is_pure(self) -> bool:
        """Whether the quantity is a number without unit."""
        quantity = self._fields.get("quantity")
        known = self._sheet.known.quantities
        return isinstance(quantity, str) and quantity in known and not known[quantity]

    def _about(self) -> LoadedFact | None:
        """What a fact that is taken away was about, as a fact without a figure of its own."""
        blank = {"value": "1", "unit": "1", "as_of": "2000", "source": "-"}
        self._fields = {key: self._fields[key] for key in KEYED_BY if key in self._fields} | blank
        return self._model()

    def _fact(self) -> LoadedFact | None:
        fact = self._model()
        quantity, unit = self._fields.get("quantity"), self._fields.get("unit")
        if isinstance(quantity, str) and (unit is None or isinstance(unit, str)):
            figures = {} if fact is None else {name: getattr(fact, name) for name in FIGURES}
            known = self._sheet.known
            for each in wrong_figures(
                quantity, unit, figures, known.quantities, known.possible, report=self._sheet
            ):
                self._report(*each)
        return fact

    def _model(self) -> LoadedFact | None:
        try:
            return parsed(LoadedFact, self._fields)
        except ValidationError as error:
            for where, found, expected in wrong_fields(error, LoadedFact, self._sheet):
                self._report(".".join(map(str, where)), found, expected)
            return None
