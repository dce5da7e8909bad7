"""Entries in; the text of a file that reads back to exactly them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from facts.files.csv_file import FORMULA
from facts.files.formats import Format
from facts.files.shape import COLUMNS
from facts.loaded import Entry, LoadedFact, LoadedSubject
from facts.schema import Model

EXACT = 2**53
"""Up to here a float that is whole is written as a whole number."""


class SubjectsInCsv(ValueError):
    """A table of facts has no place for what they are about."""


def write(entries: Iterable[Entry], format_: Format) -> str:
    """Write entries as a file of a format.

    Raises:
        SubjectsInCsv: where a table was asked for and there are subjects.
    """
    every = tuple(entries)
    facts = [_fields(each) for each in every if isinstance(each, LoadedFact)]
    subjects = {each.id: _fields(each.subject) for each in every if isinstance(each, LoadedSubject)}
    if format_ == "csv":
        if subjects:
            raise SubjectsInCsv(", ".join(subjects))
        return table(facts)
    data = {"subjects": subjects, "facts": facts} if subjects else {"facts": facts}
    if format_ == "json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return as_toml(subjects, facts) if format_ == "toml" else as_yaml(data)


def table(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as CSV, none of whose cells a spreadsheet would calculate."""
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _inert(value) for name, value in row.items()} for row in rows)
    return written.getvalue()


def as_yaml(data: Mapping[str, Any]) -> str:
    """Plain data as YAML."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=100)
    return str(text)


def as_toml(subjects: Mapping[str, Mapping[str, Any]], facts: Iterable[Mapping[str, Any]]) -> str:
    """Subjects and facts as TOML."""
    lines: list[str] = []
    for key, fields in subjects.items():
        lines += [f"[subjects.{key}]", *toml_lines(fields), ""]
    for fields in facts:
        lines += ["[[facts]]", *toml_lines(fields), ""]
    return "\n".join(lines) or "facts = []\n"


def toml_lines(fields: Mapping[str, Any]) -> Iterator[str]:
    """The fields of an entry, a line each."""
    return (f"{name} = {_toml(value)}" for name, value in fields.items())


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(toml_lines(value)) + " }"
    return json.dumps(value, ensure_ascii=False)  # texts, numbers and lists look the same


def _fields(model: Model) -> dict[str, Any]:
    """What a model says that isn't said by leaving it out."""
    given = model.model_dump(mode="json", exclude_defaults=True)
    return {name: _short(value) for name, value in given.items()}


def _short(value: Any) -> Any:
    whole = isinstance(value, float) and value.is_integer() and abs(value) <= EXACT
    return int(value) if whole else value


def _inert(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
