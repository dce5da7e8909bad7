"""A ready file to fill in: an example of each kind of entry, and what every field says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from facts.files.formats import Format
from facts.files.shape import FACT_FIELDS, SECTIONS, SUBJECT_FIELDS
from facts.files.writing import as_toml, as_yaml, table
from facts.phrases import Phrase

Say = Callable[[Phrase], str]

HEADLINE = Phrase("Facts of this server. Replace the examples, and leave out what you don't need.")
EXAMPLE = Phrase("An example: replace it, or delete this line")
SUBJECT: Mapping[str, Any] = {
    "kind": "device",
    "name": "Foo 9000",
    "aliases": ["foo9000", "foo"],
}
FACTS: tuple[Mapping[str, Any], ...] = (
    {
        "quantity": "pue",
        "value": 1.12,
        "as_of": "2026-01",
        "source": "Our meters, January 2026",
    },
    {
        "subject": "foo-9000",
        "quantity": "device_power",
        "value": "900 W",
        "qualifier": "at most",
        "as_of": "2026",
        "source": "Data sheet of the maker",
        "url": "https://example.com/foo-9000",
    },
)


def template(format_: Format, say: Say = str) -> str:
    """A file to fill in, whose remarks ``say`` puts into the reader's language."""
    if format_ == "csv":
        rows = [{**FACTS[0], "subject": "ours", "note": say(EXAMPLE)}]
        return table(rows)
    subjects = {"foo-9000": SUBJECT}
    if format_ == "json":
        data = {"about": list(_remarks(say)), "subjects": subjects, "facts": FACTS}
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    remarks = "".join(f"# {line}\n" if line else "#\n" for line in _remarks(say))
    plain = {"subjects": subjects, "facts": [dict(each) for each in FACTS]}
    body = as_toml(subjects, FACTS) if format_ == "toml" else as_yaml(plain)
    return f"{remarks}\n{body}"


def _remarks(say: Say) -> Iterator[str]:
    yield say(HEADLINE)
    for section, fields in (("subjects", SUBJECT_FIELDS), ("facts", FACT_FIELDS)):
        yield ""
        yield f"{section}: {say(SECTIONS[section])}"
        yield from (f"  {name}: {say(text)}" for name, text in fields.items())
