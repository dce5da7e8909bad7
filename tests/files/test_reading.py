"""Files in four formats: what they say, and every problem of one at once with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from facts import FactsError, Kind, Problem, Subject
from facts.files import FORMATS, MAX_BYTES, Known, read_file, read_form, read_path
from facts.loaded import MAX_ENTRIES, Entry, LoadedFact, LoadedSubject

SAME = {
    "yaml": """\
subjects:
  foo-9000: {kind: device, name: Foo 9000, aliases: [foo], links: {server: DGX H100}}
facts:
- {quantity: pue, value: 1.12, as_of: 2026-01, source: Our meters}
- subject: Foo
  quantity: device_power
  value: 900 W
  low: 800
  high: 950
  qualifier: at most
  as_of: 2026-05-01
  source: Data sheet
  url: https://example.com/foo
- {subject: NVIDIA H100, quantity: device_power, remove: true}
""",
    "toml": """\
[subjects.foo-9000]
kind = "device"
name = "Foo 9000"
aliases = ["foo"]
links.server = "DGX H100"

[[facts]]
quantity = "pue"
value = 1.12
as_of = "2026-01"
source = "Our meters"
[[facts]]
subject = "Foo"
quantity = "device_power"
value = "900 W"
low = 8_00
high = 9_50.0
qualifier = "at most"
as_of = 2026-05-01
source = "Data sheet"
url = "https://example.com/foo"
[[facts]]
subject = "NVIDIA H100"
quantity = "device_power"
remove = true
""",
    "json": """\
{"about": ["a remark", "another"],
 "subjects": {"foo-9000": {"kind": "device", "name": "Foo 9000", "aliases": ["foo"],
                           "links": {"server": "DGX H100"}, "note": null}},
 "facts": [
  {"quantity": "pue", "value": 1.12, "as_of": "2026-01", "source": "Our meters"},
  {"subject": "Foo", "quantity": "device_power", "value": "900 W", "low": 800, "high": 9.5e2,
   "qualifier": "at most", "as_of": "2026-05-01", "source": "Data sheet",
   "url": "https:\\/\\/example.com/foo"},
  {"subject": "NVIDIA H100", "quantity": "device_power", "remove": true}]}
""",
    "csv": """\
source;as_of;url;VALUE;low;high;unit;quantity;subject;qualifier;remove
Our meters;2026-01;;1,12;;;;pue;;;
;;;;;;;;;;
Data sheet;2026-05-01;https://example.com/foo;900;800;950;W;device_power;Foo;at most;FALSE
;;;;;;;device_power;NVIDIA H100;;TRUE
""",
}


@pytest.fixture
def foo() -> LoadedSubject:
    subject = Subject(
        kind=Kind.DEVICE, name="Foo 9000", aliases=("foo",), links={"server": "dgx-h100"}
    )
    return LoadedSubject(id="foo-9000", subject=subject)


def fact(**fields: object) -> LoadedFact:
    given = {"subject": "ours", "quantity": "pue", "unit": "1", "source": "Our meters"} | fields
    return LoadedFact.model_validate({"as_of": "2026-01", **given}, strict=False)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_formats_say_the_same(format_: str, known: Known, foo: LoadedSubject):
    held: dict[str, Entry] = {foo.key: foo, "fact:h100/device_power": fact(subject="h100", value=1)}
    read = read_file(f"mine.{format_.upper()}", SAME[format_].encode(), known, held)
    changes = dict(read.changes)
    if format_ != "csv":
        assert changes.pop(foo.key) == foo
    assert changes == {
        "fact:ours/pue": fact(value=1.12),
        "fact:foo-9000/device_power": fact(
            subject="foo-9000",
            quantity="device_power",
            value=900,
            low=800,
            high=950,
            unit="W",
            qualifier="at most",
            as_of="2026-05-01",
            source="Data sheet",
            url="https://example.com/foo",
        ),
        "fact:h100/device_power": None,
    }
    assert read.doubts == ()


WRONG = {
    "yaml": """\
facts:
- quantity: pue
  value: 1,123

  as_of: soon
- {subject: H1000, quantity: device_powr, value: 700 W, as_of: 2026, source: x}
- {quantity: pue, value: 1.1, as_of: 2026, source: x, sorce: y}
""",
    "toml": """\
[[facts]]
quantity = "pue"
value = "1,123"
# [[facts]]
as_of = "soon"
[[facts]]
subject = "H1000"
quantity = "device_powr"
value = "700 W"
as_of = "2026"
source = '''x
[[facts]]'''
[[facts]]
quantity = "pue"
value = 1.1
as_of = "2026"
source = "x"
"sorce" = "y"
""",
    "json": """\
{"facts": [
  {"quantity": "pue",
   "value": "1,123",
   "as_of": "soon"},
  {"subject": "H1000", "quantity": "device_powr",
   "value": "700 W", "as_of": 2026, "source": "x"},
  {"quantity": "pue", "value": 1.1, "as_of": "2026", "source": "x",
   "sorce": "y"}]}
""",
    "csv": """\

subject,quantity,value,as_of,source
,pue,"1,123",soon,
H1000,device_powr,"700 W",2026,"x
y"
"",pue,1.1,2026,x,y
""",
}
LINES = {
    "yaml": {"value": 3, "as_of": 5, "subject": 6, "quantity": 6, "sorce": 7},
    "toml": {"value": 3, "as_of": 5, "subject": 7, "quantity": 8, "sorce": 18},
    "json": {"value": 3, "as_of": 4, "subject": 5, "quantity": 5, "sorce": 8},
    "csv": {"value": 3, "as_of": 3, "subject": 4, "quantity": 4, "": 6},
}


@pytest.mark.parametrize("format_", FORMATS)
def test_all_problems_come_at_once_with_their_lines(format_: str, known: Known):
    found = problems(WRONG[format_], known, format_)
    assert all(each.file == f"mine.{format_}" for each in found)
    lines = {each.field: each.line for each in found}
    assert LINES[format_].items() <= lines.items()
    told = {each.field: each.expected for each in found}
    assert told["value"] == "1123 or 1.123"
    assert told["source"] in {"this field", "text without the invisible character U+000A"}
    assert told["quantity"] == "a quantity (device_power?)"
    assert told["subject"] == "a subject (h100?)"
    assert told.get("sorce") in {"a field (source?)", None}


def problems(
    text: str | bytes,
    known: Known,
    format_: str = "yaml",
    held: dict[str, Entry] | None = None,
) -> tuple[Problem, ...]:
    """What reading one file says against it."""
    raw = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(FactsError) as caught:
        read_file(f"mine.{format_}", raw, known, held or {})
    return caught.value.problems


GOOD = {"quantity": "device_power", "subject": "h100", "value": "700", "unit": "W"}
DATED = {"as_of": "2026", "source": "Data sheet"}

# changed fields, field of the problem, part of what was found, part of what was expected
FIELDS: list[tuple[dict[str, str], str, str, str]] = [
    ({"value": "nan"}, "value", "'nan'", "decimal number"),
    ({"value": "9" * 10_000}, "value", "'9999", "at most 40 characters"),
    ({"value": "1e400"}, "value", "'1e400'", "±60, not 400"),
    ({"value": "९००"}, "value", "'९००'", "decimal number"),
    ({"value": "700 V"}, "value", "'700 V'", "a figure alone"),
    ({"value": "=700"}, "value", "'=700'", "decimal number"),
    ({"value": "-700"}, "value", "-700 W", "a figure that device_power can have"),
    ({"value": "1e30"}, "value", "1e+30 W", "a figure that device_power can have"),
    ({"value": ""}, "", "the entry", "value, or low and high"),
    ({"low": "800", "high": "900"}, "", "the entry", "low ≤ value ≤ high"),
    ({"value": "700 W", "low": "600 kW", "high": "1 MW", "unit": ""}, "unit", "W, kW, MW", "one"),
    ({"unit": ""}, "unit", "nothing", "this field"),
    ({"unit": "wat"}, "unit", "'wat'", "a known unit (watt?)"),
    ({"unit": "MWh"}, "unit", "'MWh', an energy", "a unit for a power"),
    (
        {"quantity": "electricity_price", "unit": "EUR/kWh", "value": "0.2"},
        "unit",
        "'EUR/kWh'",
        "or the quantity electricity_price_eur",
    ),
    ({"quantity": ""}, "quantity", "nothing", "this field"),
    ({"quantity": "device_powr"}, "quantity", "'device_powr'", "a quantity (device_power?)"),
    ({"quantity": "Device Power"}, "quantity", "'Device Power'", "joined by underscores"),
    ({"subject": "hopper 9"}, "subject", "'hopper 9'", "a subject (hopper?)"),
    ({"subject": "../../etc/passwd"}, "subject", "'../../etc/passwd'", "a subject"),
    ({"qualifier": "roughly"}, "qualifier", "'roughly'", "'about', 'at least'"),
    ({"as_of": "2023-02-29"}, "as_of", "'2023-02-29'", "a day that 2023-02 has"),
    ({"as_of": "01.05.2026"}, "as_of", "'01.05.2026'", "YYYY-MM-DD"),
    ({"source": ""}, "source", "nothing", "this field"),
    ({"source": "x" * 161}, "source", "'xxx", "at most 160 characters"),
    ({"url": "http://example.com"}, "url", "'http://example.com'", "begins with https://"),
    ({"url": "javascript:alert(1)"}, "url", "'javascript:alert(1)'", "begins with https://"),
    ({"url": "https://a\u200bb"}, "url", "'https://a\\u200bb'", "invisible character U+200B"),
    ({"note": "x" * 161}, "note", "'xxx", "at most 160 characters"),
    ({"remove": "maybe"}, "remove", "'maybe'", "true or false"),
    ({"remove": "true"}, "value", "the unknown field value", "no more than what is to be taken"),
    ({"kind": "fact"}, "kind", "the unknown field kind", "a field"),
    ({"sorce": "x"}, "sorce", "the unknown field sorce", "a field (source?)"),
]


@pytest.mark.parametrize(("changes", "field", "found", "expected"), FIELDS)
def test_a_problem_in_a_field_of_a_form(
    changes: dict[str, str], field: str, found: str, expected: str, known: Known
):
    with pytest.raises(FactsError) as caught:
        read_form({**GOOD, **DATED, **changes}, known)
    problem = next(each for each in caught.value.problems if each.field == field)
    assert found in problem.found
    assert expected in problem.expected


def test_a_form_is_read_like_a_file(known: Known):
    read = read_form(
        {"quantity": "pue", "value": " 1,12 ", "subject": "", "source": " x ", "as_of": "2026"},
        known,
    )
    assert read.changes == {"fact:ours/pue": fact(value=1.12, as_of="2026", source="x")}


FILES: list[tuple[str, str, str]] = [
    ("yaml", "facts: [plain]", "an entry with fields"),
    ("yaml", "facts: {a: 1}", "entries written as - quantity"),
    ("yaml", "facts: words", "entries written as - quantity"),
    ("yaml", "subjects: [a]", "entries written as id"),
    ("yaml", "subjects: {a: b}", "an entry with fields"),
    ("yaml", "just words", "one of about, subjects, facts"),
    ("yaml", "", "one of about, subjects, facts"),
    ("yaml", "facts: []\nfact: []", "one of about, subjects, facts (facts?)"),
    ("yaml", "facts:\n\t- a", "YAML"),
    ("yaml", "facts: []\nfacts: []", "each key once"),
    ("yaml", "%YAML 1.1\n---\nfacts: []", "entries of plain values"),
    ("toml", "facts = ", "TOML"),
    ("toml", "facts = []\nfacts = []", "TOML"),
    ("toml", "a.b.c.d.e.f.g.h.i.j.k.l.m.n = 1", "entries of plain values"),
    ("json", "{'facts': []}", "JSON"),
    ("json", '{"facts": [],}', "JSON"),
    ("json", '{"facts": [], "facts": []}', "each key once"),
    ("json", '{"facts": [{"source": "\\ud83d\\ude00", "source": "x"}]}', "each key once"),
    ("json", '{"facts": [{"value": Infinity}]}', "a decimal number"),
    ("json", '{"subjects": {"a": {"aliases": [null]}}}', "some text"),
    ("json", "[1]", "one of about, subjects, facts"),
    ("csv", "", "a first row of column names"),
    ("csv", "1,2\n3,4\n", "a first row of column names"),
    ("csv", 'subject,quantity\n"h100', "CSV"),
    ("csv", "subject,quantity,quantity\n", "each key once"),
    ("csv", "subject,quantty\n", "a column (quantity?)"),
    ("xlsx", "", ".yaml, .toml, .json, .csv, .yml"),
]


@pytest.mark.parametrize(("format_", "text", "expected"), FILES)
def test_a_file_that_is_no_such_file(format_: str, text: str, expected: str, known: Known):
    found = problems(text, known, format_)
    assert any(expected in each.expected for each in found)


def test_names_without_an_ending_are_refused(known: Known):
    with pytest.raises(FactsError, match="a name without ending"):
        read_file("facts", b"facts: []", known)


def test_a_number_behind_a_comma_is_no_tenth_of_thousands(known: Known):
    """A semicolon between cells leaves the comma to the numbers."""
    text = "quantity;value;as_of;source\npue;1,12;2026;x\n"
    assert (
        fact(value=1.12, as_of="2026", source="x")
        in read_file("a.csv", text.encode("utf-8-sig"), known).changes.values()
    )


def test_a_fact_twice(known: Known):
    row = "- {subject: SUBJECT, quantity: device_power, value: 1 kW, as_of: 2026, source: x}\n"
    text = "facts:\n" + row.replace("SUBJECT", "h100") + row.replace("SUBJECT", "NVIDIA H100")
    (problem,) = problems(text, known)
    assert problem.line == 3
    assert problem.found == "the same a second time (first in line 2)"


SUBJECTS: list[tuple[str, str, str, str]] = [
    ("h100: {kind: device, name: Mine}", "aliases", "'h100', also a name of h100", "one subject"),
    ("foo: {kind: device, name: h100 SXM}", "aliases", "also a name of h100", "one subject"),
    ("ours: {kind: company, name: Us}", "aliases", "'ours', also a name of ours", "one subject"),
    ("a: {kind: device, name: Foo}\n  b: {kind: device, name: FOO}", "aliases", "'foo'", "one"),
    ("Foo 9000: {kind: device, name: Foo}", "id", "'Foo 9000'", "joined by hyphens"),
    ("../../etc/passwd: {kind: device, name: Foo}", "id", "'../../etc", "joined by hyphens"),
    ("foo: {kind: gadget, name: Foo}", "kind", "'gadget'", "'device'"),
    ("foo: {kind: device}", "name", "nothing", "this field"),
    ("foo: {kind: device, name: Foo, aliases: foo}", "aliases", "'foo'", "a list of texts"),
    ("foo: {kind: device, name: Foo, links: {server: dgx h10}}", "links.server", "'dgx h10'", "("),
    ("foo: {kind: device, name: Foo, links: {sever: dgx-h100}}", "links.sever", "", "'server'"),
    ("foo: {kind: device, name: Foo, lacks: [peak_fp88]}", "lacks", "'peak_fp88'", "(peak_fp8?)"),
    ("foo: {kind: device, name: Foo, nmae: x}", "nmae", "the unknown field", "a field (name?)"),
    ("foo: {remove: true, name: Foo}", "name", "the unknown field", "no more than"),
    ("foo: {kind: device, name: Foo, note: 'a\u202eb'}", "note", "", "invisible character U+202E"),
]


@pytest.mark.parametrize(("text", "field", "found", "expected"), SUBJECTS)
def test_a_problem_in_a_subject(text: str, field: str, found: str, expected: str, known: Known):
    each = problems(f"subjects:\n  {text}\n", known)[0]
    assert each.field == field
    assert found in each.found
    assert expected in each.expected


def test_links_lead_to_subjects_of_the_file_and_of_the_server(known: Known, foo: LoadedSubject):
    text = """\
subjects:
  a: {kind: device, name: Device A, links: {server: b, operator: FOO}}
  b: {kind: system, name: System B}
"""
    read = read_file("a.yaml", text.encode(), known, {foo.key: foo})
    first = read.changes["subject:a"]
    assert isinstance(first, LoadedSubject)
    assert first.subject.links == {"server": "b", "operator": "foo-9000"}


def test_a_subject_loaded_again_gives_up_its_old_names(known: Known, foo: LoadedSubject):
    text = """\
subjects:
  foo-9000: {kind: device, name: Foo 9000 Pro}
  bar: {kind: device, name: foo}
"""
    assert len(read_file("a.yaml", text.encode(), known, {foo.key: foo}).changes) == 2


def test_a_subject_goes_when_nothing_hangs_on_it(known: Known, foo: LoadedSubject):
    about = fact(subject="foo-9000", quantity="device_power", value=900, unit="W")
    held: dict[str, Entry] = {foo.key: foo, about.key: about}
    gone = "subjects: {foo-9000: {remove: true}}\n"
    (problem,) = problems(gone, known, held=held)
    assert problem.found == "still used by 1 other entries"
    both = gone + "facts: [{subject: foo, quantity: device_power, remove: true}]\n"
    assert read_file("a.yaml", both.encode(), known, held).changes == dict.fromkeys(held)


def test_what_is_odd_is_pointed_out(known: Known):
    read = read_form({**GOOD, **DATED, "value": "9", "unit": "kW"}, known)
    assert [(each.key, each.field, each.found) for each in read.doubts] == [
        ("fact:h100/device_power", "value", "9 kW"),
        ("fact:h100/device_power", "value", "9 kW"),
    ]
    assert read.doubts[0].expected == "from 0.01 kW to 5 kW, as is plausible for device_power"
    assert "nearer to 0.7 kW" in read.doubts[1].expected  # 9 kW / 700 W = 12.86
    assert "12.9 times" in read.doubts[1].expected
    (doubt,) = read_form({"quantity": "pue", "remove": "true"}, known).doubts
    assert doubt.found == "nothing to take away"


def test_a_figure_ten_times_the_curated_one_is_not_yet_far(known: Known):
    """700 W is curated: 7 kW is ten times that; a tenth is 70 W."""
    for value in ("7000", "70"):
        read = read_form({**GOOD, **DATED, "value": value}, known)
        assert not [each for each in read.doubts if "curated" in each.expected]
    read = read_form({**GOOD, **DATED, "value": "69"}, known)
    assert "0.0986 times" in read.doubts[-1].expected


def test_a_file_and_a_server_hold_so_many_entries(known: Known):
    rows = "".join(f"  s{at}: {{kind: device, name: N{at}}}\n" for at in range(MAX_ENTRIES))
    text = f"subjects:\n{rows}"
    read = read_file("a.yaml", text.encode(), known)
    assert len(read.changes) == MAX_ENTRIES
    (problem,) = problems(f"{text}  one-more: {{kind: device, name: One}}\n", known)
    assert (problem.found, problem.expected) == ("2,001 entries", "at most 2,000 entries")
    held = {key: each for key, each in read.changes.items() if each is not None}
    (problem,) = problems("subjects: {more: {kind: device, name: One}}", known, held=held)
    assert problem.found == "2,001 entries with those loaded before"


def test_files_of_this_machine(known: Known, tmp_path: Path):
    file = tmp_path / "mine.json"
    file.write_text(SAME["json"], "utf-8")
    assert len(read_path(file, known).changes) == 4
    for name in ("missing.csv", "."):
        with pytest.raises(FactsError, match="a readable file"):
            read_path(tmp_path / name, known)
    file.write_bytes(b" " * (MAX_BYTES + 1))
    with pytest.raises(FactsError, match=r"found 1,048,577 bytes; expected at most 1,048,576"):
        read_path(file, known)
