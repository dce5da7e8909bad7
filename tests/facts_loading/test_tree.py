"""YAML in, plain text and the line of everything out; what is more than plain data is refused."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts import tree
from facts.numbers import BadNumber, number
from facts.raw import MAX_BYTES, Unreadable

TEXT = """\
# a comment
standing: reference
facts:
  - id: one
    value: 0x10
    flag: yes
    when: 2024-05-01
    nothing:
  - {id: two,
     value: 1e3, "odd key": [a, b]}
  - |
    several
    lines
"""


def test_scalars_stay_text():
    found = tree.parse(TEXT)
    assert found.data == {
        "standing": "reference",
        "facts": [
            {"id": "one", "value": "0x10", "flag": "yes", "when": "2024-05-01", "nothing": ""},
            {"id": "two", "value": "1e3", "odd key": ["a", "b"]},
            "several\nlines\n",
        ],
    }
    assert not found.duplicates


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 2),
        (("standing",), 2),
        (("facts",), 3),
        (("facts", 0), 4),
        (("facts", 0, "value"), 5),
        (("facts", 0, "nothing"), 8),
        (("facts", 1), 9),
        (("facts", 1, "value"), 10),
        (("facts", 1, "odd key", 1), 10),
        (("facts", 2), 11),
        # what isn't there is where it would be
        (("facts", 0, "missing"), 4),
        (("facts", 9, "missing"), 3),
        (("elsewhere",), 2),
    ],
)
def test_lines(path: tree.Path_, line: int):
    found = tree.parse(TEXT)
    if path == ("facts",):
        assert found.line(path) in {3, 4}  # of the key, or where its content begins
    else:
        assert found.line(path) == line


def test_keys_written_twice():
    found = tree.parse("a: 1\nb: {c: 2, c: 3}\na: 4\nd:\n- {e: 5, e: 6, e: 7}\n")
    assert found.duplicates == [("b", "c"), ("a",), ("d", 0, "e"), ("d", 0, "e")]
    assert found.line(("a",)) == 3


PLAIN, ONE = "plain values, each written out", "one document in a file"
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, after in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED: list[tuple[str, int, str, str]] = [
    (LAUGHS, 1, "an anchor or alias", PLAIN),
    ("a: 1\nb: &x 2", 2, "an anchor or alias", PLAIN),
    ("a: *x", 1, "an anchor or alias", PLAIN),
    ("&a [*a]", 1, "an anchor or alias", PLAIN),
    ("a: &a {b: *a}", 1, "an anchor or alias", PLAIN),
    ("a:\n  <<: *x", 2, "an anchor or alias", PLAIN),
    ("a: 1\n!!python/object/apply:os.system [ls]", 2, "", "YAML"),
    (
        "a: !!python/object/apply:os.system [ls]",
        1,
        "the tag tag:yaml.org,2002:python/object/apply:os.system",
        "plain values without tags",
    ),
    ("a: !!int 5", 1, "the tag tag:yaml.org,2002:int", "plain values without tags"),
    ("!x {}", 1, "the tag !x", "plain values without tags"),
    ("a: 1\n---\nb: 2\n", 2, "a second document", ONE),
    ("a: 1\n...\n---\nb: 2\n", 3, "a second document", ONE),
    ("[" * 13, 1, "nesting deeper than 12", "entries of plain values"),
    ("[" * 100_000, 1, "nesting deeper than 12", "entries of plain values"),
    ("{a: " * 100_000, 1, "nesting deeper than 12", "entries of plain values"),
    ("- " * 100_000 + "x", 1, "nesting deeper than 12", "entries of plain values"),
    ("\n".join(" " * at + "a:" for at in range(20)), 13, "nesting deeper than 12", ""),
    ("? [a]\n: b", 1, "a key that is not text", "a plain word as key"),
    ("a: 1\n? {b: c}\n: d", 2, "a key that is not text", "a plain word as key"),
    ("a: 1\n\tb: 2", 2, "", "YAML"),
    ("a:\n\t- b", 2, "", "YAML"),
    ("a: [1, 2", 1, "", "YAML"),
    ("a: 'x", 1, "", "YAML"),
    ("a: b: c", 1, "", "YAML"),
    ("a: 1\n- b", 2, "", "YAML"),
    ("@everyone", 1, "", "YAML"),
    ("a: 1\nb: \x00", 2, "a control character", "printable text"),
    ("a: \x1b[31m", 1, "a control character", "printable text"),
    ("a: \x07", 1, "a control character", "printable text"),
]


@pytest.mark.parametrize(
    ("text", "line", "found", "expected"), REFUSED, ids=[ascii(case[0])[:40] for case in REFUSED]
)
def test_refused(text: str, line: int, found: str, expected: str):
    with pytest.raises(Unreadable) as caught:
        tree.parse(text)
    error = caught.value
    assert error.found == (found or error.found)
    assert error.expected == (expected or error.expected)
    assert error.line == line or (expected == "YAML" and error.line in {line, line + 1})
    assert len(str(error)) < 300


def test_a_long_tag_is_not_repeated_at_length():
    with pytest.raises(Unreadable) as caught:
        tree.parse(f"a: !{'x' * 100_000} b")
    assert len(str(caught.value)) < 300


def test_twelve_levels_are_read():
    data = tree.parse("[" * 12 + "]" * 12).data
    for _ in range(11):
        (data,) = data
    assert data == []


FILES: list[tuple[bytes, int, str]] = [
    (b"\xef\xbb\xbfa: 1\n", 0, ""),
    ("a: zł\r\nb: 2\r\n".encode(), 0, ""),
    (b"", 0, ""),
    (b"a: 1\nb: \xff\n", 2, "the byte 0xff"),
    ("a: zł\n".encode("cp1250"), 1, "the byte 0xb3"),
    ("a: 1\n".encode("utf-16"), 1, "UTF-16 text"),
    ("a: 1\n".encode("utf-16-le"), 1, "a control character"),
    (b"a: 1\nb: \xed\xa0\x80\n", 2, "the byte 0xed"),
]


@pytest.mark.parametrize(("raw", "line", "found"), FILES, ids=ascii)
def test_files(raw: bytes, line: int, found: str, tmp_path: Path):
    file = tmp_path / "facts.yaml"
    file.write_bytes(raw)
    if not line:
        assert tree.read(file).data == (tree.parse(raw.decode("utf-8-sig")).data)
        return
    with pytest.raises(Unreadable) as caught:
        tree.read(file)
    assert (caught.value.line, caught.value.found) == (line, found)


@pytest.mark.parametrize(("size", "read"), [(MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_the_size_is_known_before_the_file_is_read(
    size: int, read: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    opened: list[Path] = []

    def read_bytes(file: Path) -> bytes:
        opened.append(file)
        return b"a: 1"

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    file = tmp_path / "facts.yaml"
    file.touch()
    os.truncate(file, size)  # sparse: no such amount is written
    if read:
        assert tree.read(file).data == {"a": "1"}
        return
    with pytest.raises(Unreadable, match=f"at most {MAX_BYTES:,} bytes"):
        tree.read(file)
    assert not opened


@given(st.text(st.characters(codec="utf-8"), max_size=80) | st.text("[]{}:-,&*!|>'\"#%@ \n\tab?1"))
@settings(deadline=None, max_examples=400)
def test_any_text_is_read_or_refused(text: str):
    error: Unreadable | None = None
    try:
        data = tree.parse(text).data
    except Unreadable as unreadable:
        data, error = None, unreadable
    assert all(isinstance(each, str) for each in scalars(data))
    if error is not None:
        assert 1 <= error.line <= text.count("\n") + text.count("\r") + 5
        assert error.found
        assert error.expected


def scalars(data: Any) -> list[Any]:
    if isinstance(data, dict):
        return [each for pair in data.items() for part in pair for each in scalars(part)]
    if isinstance(data, list):
        return [each for part in data for each in scalars(part)]
    return [] if data is None else [data]


@pytest.mark.parametrize(
    ("text", "value"),
    [("700", 700), ("-0.5", -0.5), ("+1", 1), ("3.8e25", 3.8e25), ("1E-60", 1e-60), (" 7 ", 7)],
)
def test_numbers(text: str, value: float):
    assert number(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nan",
        "inf",
        "-inf",
        "1e61",
        "1e400",
        "1e9999999",
        "1_000",
        "1,5",
        "0x10",
        "१",
        ".5",
        "5.",
    ]
    + ["1 000", "1e", "--1", "9" * 41, "9" * 10_000, "1e5.5", "½", "700 W", "true"],
)
def test_bad_numbers(text: str):
    with pytest.raises(BadNumber) as caught:
        number(text)
    assert len(str(caught.value)) < 150
