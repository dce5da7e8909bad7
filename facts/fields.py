"""The fields of an entry as text in; a model out, or what is wrong in each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails, to_json

from facts.phrases import Phrase
from facts.problems import Report, one_of, shown, shown_name
from facts.schema import ID, QUANTITY_NAME, URL, Model
from facts.tree import Path_

M = TypeVar("M", bound=Model)

THIS_FIELD = Phrase("this field")
PATTERNS: Mapping[str, Phrase] = {
    ID: Phrase("lower-case letters and digits, joined by hyphens: foo-9000"),
    QUANTITY_NAME: Phrase("a lower-case name, joined by underscores: device_power"),
    URL: Phrase("an address that begins with https://"),
}
"""What is expected where a pattern didn't match."""
KINDS: Mapping[str, Phrase] = {
    "string_too_short": Phrase("some text"),
    "string_type": Phrase("one text, no list and no entry"),
    "float_type": Phrase("one number"),
    "tuple_type": Phrase("a list of texts"),
    "dict_type": Phrase("an entry with fields"),
    "model_type": Phrase("an entry with fields"),
}
"""What is expected where something else was wrong, by pydantic's names."""


def parsed(model: type[M], fields: Mapping[str, Any]) -> M:
    """A model of fields that are text, as files have them.

    Raises:
        ValidationError: see ``wrong_fields``.
    """
    return model.model_validate_json(to_json(fields))


def wrong_fields(
    error: ValidationError, model: type[Model], report: Report
) -> Iterator[tuple[Path_, str, str]]:
    """Where in an entry something is wrong, what was found there, and what was expected."""
    for detail in error.errors(include_url=False):
        where = tuple(part for part in detail["loc"] if part != "[key]")
        if detail["type"] == "missing":
            yield where, Phrase("nothing"), THIS_FIELD
        elif detail["type"] == "extra_forbidden":
            yield where, *unknown_field(str(where[-1]), model.model_fields, report)
        else:
            found = shown(detail["input"]) if where else Phrase("the entry")
            yield where, found, _expected(detail)


def unknown_field(name: str, known: Mapping[str, object], report: Report) -> tuple[Phrase, Phrase]:
    """What was found and expected where an entry has a field too many."""
    found = Phrase("the unknown field {name}", name=shown_name(name))
    return found, report.nearest(Phrase("a field"), name, known)


def _expected(detail: ErrorDetails) -> str:
    """What pydantic expected, in words for people who write files."""
    kind, message, context = detail["type"], detail["msg"], detail.get("ctx", {})
    if kind == "value_error":  # raised by a model of ours, with a phrase
        (expected,) = context["error"].args
        return str(expected) if not isinstance(expected, Phrase) else expected
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(context["pattern"], message)
    if kind == "string_too_long":
        return Phrase("at most {most} characters", most=context["max_length"])
    if kind == "too_long":
        return Phrase("at most {most} of them", most=context["max_length"])
    if kind in {"enum", "literal_error"}:
        return one_of(context["expected"].replace(" or ", ", ").split(", "))
    return KINDS.get(kind, message)
