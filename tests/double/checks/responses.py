"""Interaction callbacks: deferrals, choices and modals besides messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .base import Payload, Problem, length, optional, unique
from .components import ROW, SELECTS, TEXT, TEXT_INPUT, check_choices, check_select
from .messages import EPHEMERAL, MAX_FILE, check_message

PONG, MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9
LAUNCH_ACTIVITY = 12
TYPES = frozenset({PONG, MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL})

LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23
INPUTS = SELECTS | {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX}

MAX_INTEGER = 2**53


def check_callback(
    body: Payload,
    *,
    current_flags: int = 0,
    files: Mapping[str, int] | None = None,
    size_limit: int = MAX_FILE,
) -> Iterator[Problem]:
    """The body of an interaction callback; ``current_flags`` are those of the source message."""
    kind, data = body.get("type"), body.get("data") or {}
    if kind in (MESSAGE, UPDATE):
        edit = kind == UPDATE
        yield from check_message(
            data,
            edit=edit,
            current_flags=current_flags if edit else 0,
            files=files,
            size_limit=size_limit,
        )
    elif kind == DEFERRED:
        yield from _check_deferral(data)
    elif kind == DEFERRED_UPDATE:
        if data:
            yield Problem("defer", f"a deferred update takes no data, got {sorted(data)}")
    elif kind == CHOICES:
        yield from check_autocomplete(data)
    elif kind == MODAL:
        yield from check_modal(data)
    elif kind not in (PONG, LAUNCH_ACTIVITY):
        yield Problem("callback-type", f"type {kind!r} is none")


def _check_deferral(data: Payload) -> Iterator[Problem]:
    if set(data) - {"flags"}:
        yield Problem("defer", f"a deferral takes only flags, got {sorted(data)}")
    extra = (data.get("flags") or 0) & ~EPHEMERAL
    if extra:
        yield Problem("defer-flags", f"a deferral may only be EPHEMERAL, not {extra:#x}")


def check_autocomplete(data: Payload) -> Iterator[Problem]:
    """The choices offered while a user types."""
    choices = data.get("choices") or []
    yield from length("choices", "choices", choices, 0, 25)
    for choice in choices:
        yield from check_choice("choices", choice)


def check_choice(rule: str, choice: Payload) -> Iterator[Problem]:
    """One choice of an option: 100 characters for the name and for a string value."""
    yield from length(rule, "name", choice.get("name"), 1, 100)
    for locale, name in (choice.get("name_localizations") or {}).items():
        yield from length(rule, f"name in {locale}", name, 1, 100)
    value = choice.get("value")
    if isinstance(value, str):
        yield from length(rule, "value", value, 1, 100)
    elif isinstance(value, bool) or not isinstance(value, int | float):
        yield Problem(rule, f"value {value!r} is neither text nor a number")
    elif abs(value) > MAX_INTEGER:
        yield Problem(rule, f"value {value} is beyond 2^53")


def check_modal(data: Payload) -> Iterator[Problem]:
    """A modal: 1 to 5 labels (or text, or old action rows) with one input each."""
    yield from length("custom-id", "modal custom_id", data.get("custom_id"), 1, 100)
    yield from length("modal", "title", data.get("title"), 1, 45)
    rows = data.get("components") or []
    yield from length("modal", "components", rows, 1, 5)
    inputs: list[Payload] = []
    for row in rows:
        yield from _check_modal_row(row, inputs)
    yield from unique("custom-id", "custom_id", (i.get("custom_id") for i in inputs))
    for item in inputs:
        yield from _check_input(item)


def _check_modal_row(row: Payload, inputs: list[Payload]) -> Iterator[Problem]:
    kind = row.get("type")
    if kind == LABEL:
        yield from length("modal-label", "label", row.get("label"), 1, 45)
        yield from optional("modal-label", "description", row.get("description"), 1, 100)
        item = row.get("component") or {}
        inputs.append(item)
        if item.get("label") is not None:
            yield Problem("modal-label", "an input inside a Label has no label of its own")
    elif kind == ROW:
        items = row.get("components") or []
        inputs.extend(items)
        if len(items) != 1 or items[0].get("type") != TEXT_INPUT:
            yield Problem("modal", "an Action Row in a modal holds exactly one Text Input")
        for item in items:
            yield from length("modal-label", "label", item.get("label"), 1, 45)
    elif kind == TEXT:
        yield from length("text-length", "Text Display", row.get("content"), 1, 4000)
    else:
        yield Problem("modal", f"component type {kind} may not stand in a modal")


def _check_input(item: Payload) -> Iterator[Problem]:
    kind = item.get("type")
    if kind not in INPUTS:
        yield Problem("modal", f"component type {kind} is no input")
        return
    if kind in SELECTS:
        yield from check_select(item)
        return
    yield from length("custom-id", "custom_id", item.get("custom_id"), 1, 100)
    if kind == TEXT_INPUT:
        yield from _check_text_input(item)
    elif kind == FILE_UPLOAD:
        yield from _check_range("file-upload", item, 0, 10)
    elif kind == RADIO_GROUP:
        yield from check_choices("radio-group", item.get("options"), 2, 10)
    elif kind == CHECKBOX_GROUP:
        yield from check_choices("checkbox-group", item.get("options"), 1, 10)
        yield from _check_range("checkbox-group", item, 0, 10)


def _check_text_input(item: Payload) -> Iterator[Problem]:
    rule = "text-input"
    yield from optional(rule, "value", item.get("value"), 0, 4000)
    yield from optional(rule, "placeholder", item.get("placeholder"), 0, 100)
    low, high = item.get("min_length") or 0, item.get("max_length")
    high = 4000 if high is None else high
    if not 0 <= low <= 4000 or not 1 <= high <= 4000 or low > high:
        yield Problem(rule, f"min_length {low} and max_length {high} do not fit")
    elif item.get("value"):
        yield from length(rule, "value", item["value"], 0, high)


def _check_range(rule: str, item: Payload, least: int, most: int) -> Iterator[Problem]:
    low, high = item.get("min_values"), item.get("max_values")
    low, high = (least if low is None else low), (1 if high is None else high)
    if not least <= low <= most or not 1 <= high <= most or low > high:
        yield Problem(rule, f"min_values {low} and max_values {high} do not fit")
