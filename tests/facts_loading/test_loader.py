"""Bad facts files: every problem at once, with file, line, entry, field, found and expected."""

from __future__ import annotations

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

import pytest

from calculators.registry import Registry
from facts import CURATED, FactsError, Problem, load
from facts import problems as problems_module

HEAD = """\
standing: reference
sources:
  sheet: {publisher: Maker, document: Data sheet, date: 2024}
subjects:
  foo: {kind: device, name: Foo 9000}
facts:
"""
GOOD = {
    "id": "foo-power",
    "subject": "foo",
    "quantity": "device_power",
    "value": "700",
    "unit": "W",
    "qualifier": "exactly",
    "as_of": "2024-05",
    "source": "sheet",
}


def entry(**changes: str | None) -> str:
    """A fact as YAML; a change to None leaves the field out."""
    fields = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    lines = [f"{key}: {value}" for key, value in fields.items()]
    return "  - " + "\n    ".join(lines) + "\n"


def problems(registry: Registry, file: Path, text: str | bytes) -> tuple[Problem, ...]:
    """What loading one file says against it."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(FactsError) as caught:
        load([file], registry.dimensions)
    return caught.value.problems


def test_a_good_file_loads(registry: Registry, tmp_path: Path):
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + entry(), "utf-8")
    facts = load([file], registry.dimensions)
    assert facts.inputs["foo"]["device_power"].value == 700
    assert facts.names["foo 9000"] == "foo"


# field of the problem, changed fields, line, part of what was found, part of what was expected
FIELDS = [
    ("value", {"value": "nan"}, 10, "'nan'", "decimal number"),
    ("value", {"value": "inf"}, 10, "'inf'", "decimal number"),
    ("value", {"value": "9" * 10_000}, 10, "'9999", "at most 40"),
    ("value", {"value": "1e400"}, 10, "'1e400'", "±60, not 400"),
    ("value", {"value": "९००"}, 10, "'९००'", "decimal number"),
    ("value", {"value": "[1, 2]"}, 10, "['1', '2']", "number"),
    ("", {"low": "800", "high": "900"}, 7, "the entry", "low ≤ value ≤ high"),
    ("", {"value": None, "low": "1"}, 7, "the entry", "both low and high"),
    ("", {"value": None}, 7, "the entry", "value, or low and high"),
    ("source", {"source": None}, 7, "nothing", "this field"),
    ("source", {"source": "shet"}, 14, "'shet'", "an id of sources (sheet?)"),
    ("subject", {"subject": "fo"}, 8, "'fo'", "an id of subjects"),
    ("quantity", {"quantity": "device_powr"}, 9, "'device_powr'", "a quantity (device_power?)"),
    ("unit", {"unit": "wat"}, 11, "'wat'", "a known unit (watt?)"),
    ("unit", {"unit": "MWh"}, 11, "'MWh', an energy", "a unit for a power"),
    ("as_of", {"as_of": "May 2024"}, 13, "'May 2024'", "YYYY-MM"),
    ("as_of", {"as_of": "2023-02-29"}, 13, "'2023-02-29'", "a day that 2023-02 has"),
    ("as_of", {"as_of": "2024-13"}, 13, "'2024-13'", "month from 01 to 12"),
    ("qualifier", {"qualifier": "roughly"}, 12, "'roughly'", "'about'"),
    ("id", {"id": "Foo Power"}, 7, "'Foo Power'", "joined by hyphens"),
    ("sourc", {"sourc": "sheet"}, 15, "the unknown field sourc", "a field (source?)"),
    ("", {"verdict": "wrong"}, 7, "the entry", "a correction"),
    ("default", {"default": "yes"}, 15, "'yes'", "true or false"),
]


@pytest.mark.parametrize(("field", "changes", "line", "found", "expected"), FIELDS)
def test_a_problem_in_a_field(
    registry: Registry, tmp_path: Path, field: str, changes, line: int, found: str, expected: str
):
    (problem,) = problems(registry, tmp_path / "mine.yaml", HEAD + entry(**changes))
    assert problem.file == "mine.yaml"
    assert problem.line == line
    assert problem.entry == changes.get("id", "foo-power")
    assert problem.field == field
    assert found in problem.found
    assert expected in problem.expected


FILES = [
    ("facts: [", "YAML"),
    ("facts:\n\t- id: a\n", "YAML"),
    ("&a [*a]", "plain values"),
    ("a: &x [1]\nb: [*x, *x, *x]", "plain values"),
    ("!!python/object/apply:os.system [ls]", "plain values"),
    ("--- {}\n--- {}\n", "one document"),
    ("[" * 100_000, "entries of plain values"),
    ("- " * 50 + "x", "entries of plain values"),
    ("{[1]: 2}", "a plain word as key"),
    ("just words", "one of subjects"),
    ("", "one of subjects"),
    ("a\x00b: c", "printable text"),
    (b"facts: \xff\xfe", "UTF-8"),
    ("facts: []\n".encode("utf-16"), "UTF-8"),
    ("standing: reference\nfacts: {a: 1}\n", "entries written as - id"),
    ("standing: reference\nfacts: [plain]\n", "an entry with fields"),
    ("standing: me\nfacts: []\n", "one of article, reference"),
    ("facts: []\n", "one of article, reference"),
    ("factz: []\n", "one of subjects"),
]


@pytest.mark.parametrize(("text", "expected"), FILES, ids=range(len(FILES)))
def test_a_file_that_is_no_facts_file(
    registry: Registry, tmp_path: Path, text: str | bytes, expected: str
):
    found = problems(registry, tmp_path / "mine.yaml", text)
    assert expected in found[0].expected
    assert found[0].file == "mine.yaml"
    assert found[0].line >= 1


def test_a_file_of_50_megabytes_is_not_even_read(registry: Registry, tmp_path: Path):
    file = tmp_path / "huge.yaml"
    file.touch()
    os.truncate(file, 50_000_000)
    with pytest.raises(FactsError, match=r"found 50,000,000 bytes; expected at most 2,000,000"):
        load([file], registry.dimensions)


def test_a_flood_of_keys_is_not_listed(registry: Registry, tmp_path: Path):
    """A key that was written 390,000 times was once as many problems, and took seconds."""
    (problem,) = problems(
        registry, tmp_path / "one.yaml", "standing: article\n" + "a: 1\n" * 390_000
    )
    assert problem.found == "more than 60,000 keys and values"
    found = problems(registry, tmp_path / "many.yaml", "standing: article\n" + "a: 1\n" * 20_000)
    assert sum(each.found == "the key twice" for each in found) == 1_000


@pytest.mark.parametrize("text", ['a: "x\u202ey"', 'a: "x\\u202ey"'])
def test_no_text_turns_what_is_read_around(registry: Registry, tmp_path: Path, text: str):
    noted = entry(note=text.partition(": ")[2])
    (problem,) = problems(registry, tmp_path / "mine.yaml", HEAD + noted)
    assert (problem.field, problem.expected) == (
        "note",
        "text without the invisible character U+202E",
    )


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_what_cannot_be_read(registry: Registry, tmp_path: Path, name: str):
    with pytest.raises(FactsError, match="a readable file"):
        load([tmp_path / name], registry.dimensions)


def test_a_pipe_is_not_waited_for(registry: Registry, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(FactsError, match="no regular file"):
        load([tmp_path / "pipe.yaml"], registry.dimensions)


def test_all_problems_of_all_files_come_at_once(registry: Registry, tmp_path: Path):
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_text(HEAD + entry(value="nan", as_of="soon") + entry(id="two", unit="wat"), "utf-8")
    second.write_text("standing: reference\nfacts:\n" + entry(id="two", source=None), "utf-8")
    with pytest.raises(FactsError) as caught:
        load([first, second], registry.dimensions)
    where = [(each.file, each.line, each.entry, each.field) for each in caught.value.problems]
    assert where == [
        ("a.yaml", 10, "foo-power", "value"),
        ("a.yaml", 13, "foo-power", "as_of"),
        ("a.yaml", 19, "two", "unit"),
        ("b.yaml", 3, "two", "source"),
    ]


def test_hints_do_not_take_longer_than_the_file_is_worth(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A hint compares with every known name: for each of thousands of errors that never ends."""
    compared = 0

    def counted(text: str, known: Sequence[str], most: int) -> list[str]:
        nonlocal compared
        compared += len(known)
        return get_close_matches(text, known, most)

    monkeypatch.setattr(problems_module, "get_close_matches", counted)
    names = "".join(f"  foo{at}: {{kind: device, name: F{at}}}\n" for at in range(200))
    entries = "".join(entry(id=f"i{at}", subject=f"fooz{at}") for at in range(200))
    text = HEAD.replace("facts:\n", f"{names}facts:\n") + entries
    found = problems(registry, tmp_path / "mine.yaml", text)
    assert len(found) == 200
    assert "(foo" in found[0].expected
    assert compared <= 20 * 200


def test_an_id_or_a_key_twice(registry: Registry, tmp_path: Path):
    text = HEAD + entry(preferred="true") + entry(value="800") + entry(id="x\n    id: y")
    found = problems(registry, tmp_path / "mine.yaml", text)
    assert [(each.line, each.field) for each in found][:2] == [(16, "id"), (25, "id")]
    assert "first at mine.yaml:7" in found[0].found
    assert found[1].found == "the key twice"


def test_choices_must_be_clear(registry: Registry, tmp_path: Path):
    both = HEAD + entry() + entry(id="other", value="800")
    (problem,) = problems(registry, tmp_path / "mine.yaml", both)
    assert problem.found == "0 preferred of 2 facts for device_power of foo"
    faulty = HEAD + entry(verdict="wrong", correction="It is 800 W.", preferred="true")
    (problem,) = problems(registry, tmp_path / "mine.yaml", faulty)
    assert problem.expected == "a fact without fault"


def test_no_file_takes_a_curated_name_or_default(registry: Registry, tmp_path: Path):
    file = tmp_path / "mine.yaml"
    text = HEAD.replace("foo:", "bar:").replace("Foo 9000", "H100s")
    text += entry(subject="bar", quantity="pue", unit="1", value="1.1", default="true")
    file.write_text(text, "utf-8")
    with pytest.raises(FactsError) as caught:
        load([*CURATED, file], registry.dimensions)
    assert {each.field for each in caught.value.problems} == {"aliases", "default"}
