"""Files and texts that mean harm: refused within limits of the system, or kept as plain text."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from facts import FactsError
from facts.files import FORMATS, Format, Known, read_file, read_form, write
from facts.loaded import LoadedFact
from tests.files.hostile import CASES

ROOT = Path(__file__).parents[2]


def test_hostile_files_are_refused_within_limits():
    """Each in a process that the system ends where it takes 64 MiB or two seconds of processor."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.files.hostile"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=True,
    )
    said = {line.partition(":")[0]: line for line in done.stdout.splitlines()}
    assert said.keys() == CASES.keys()
    for line in said.values():
        assert re.search(r": ['\"]\d+ .*; expected ", line), line


TEXTS = [
    "@everyone",
    "@here <@&1> <#2> <@!3>",
    "**bold** __x__ ~~y~~ ||z|| `code` ```block```",
    "[click](https://evil.example)",
    "<https://evil.example> https://evil.example",
    "# heading",
    "> quote",
    '=HYPERLINK("https://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(1)",
    "__import__('os').system('ls')",
    "{0.__class__} %s ${x} {{7*7}}",
    "'; DROP TABLE facts; --",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "null",
    "true",
    "- a",
    "key: value",
    "# not a comment",
    "%TAG",
    "&a *a !!int",
    "::a::",
    "e\u0301" + "\u0301" * 50,
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("format_", FORMATS)
def test_odd_texts_stay_as_they_are(text: str, format_: Format, known: Known):
    fields = {"quantity": "pue", "value": "1.2", "as_of": "2026"}
    read = read_form({**fields, "source": text, "note": text, "scope": text}, known)
    (entry,) = read.changes.values()
    assert entry is not None
    written = write([entry], format_)
    assert read_file(f"a.{format_}", written.encode(), known).changes == {entry.key: entry}
    assert isinstance(entry, LoadedFact)
    assert entry.source == text


HIDDEN = [
    *("\u202e\u202d\u2066\u2067\u2069\u200b\u200f\u061c\u00ad\ufeff\u2028\u2029"),
    *("\ue000\x00\x07\x1b\x7f\x85\n\t"),
]


@pytest.mark.parametrize("character", HIDDEN, ids=ascii)
@pytest.mark.parametrize("field", ["source", "note", "scope"])
def test_no_text_holds_what_does_not_show(character: str, field: str, known: Known):
    fields = {"quantity": "pue", "value": "1.2", "as_of": "2026", "source": "x"}
    with pytest.raises(FactsError) as caught:
        read_form({**fields, field: f"a{character}b"}, known)
    (problem,) = caught.value.problems
    assert problem.field == field
    assert f"U+{ord(character):04X}" in problem.expected
    assert str(problem).isprintable()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", 'facts: [{source: "a\\u202eb"}]'),
        ("a.json", '{"facts": [{"source": "a\\u202eb"}]}'),
        ("a.toml", '[[facts]]\nsource = "a\\u202eb"'),
    ],
)
def test_nor_where_it_is_written_as_an_escape(name: str, text: str, known: Known):
    with pytest.raises(FactsError, match=r"without the invisible character U\+202E"):
        read_file(name, text.encode(), known)


@pytest.mark.parametrize("name", ["\u202etxt.yaml", "a\nb.csv", "\x1b[31m.json"])
def test_a_name_of_a_file_is_shown_inert(name: str, known: Known):
    with pytest.raises(FactsError) as caught:
        read_file(name, b"\xff", known)
    assert all(line.isprintable() for line in str(caught.value).split("\n"))
    assert len(str(caught.value).split("\n")) == 1
