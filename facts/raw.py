"""The bytes of a facts file in; its text out, unless it is too large or no text."""

from __future__ import annotations

import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from facts.phrases import Phrase

MAX_BYTES = 2_000_000
READABLE = Phrase("a readable file")
ZIP = b"PK\x03\x04"


class Unreadable(ValueError):
    """The file is not the plain YAML that facts files are written in."""

    def __init__(self, line: int, found: str, expected: str) -> None:
        super().__init__(f"line {line}: found {found}, expected {expected}")
        self.line, self.found, self.expected = line, found, expected


def contents(file: Path, most: int) -> bytes:
    """The bytes of a regular file that isn't too large.

    Raises:
        Unreadable: before it is read.
    """
    found = file.stat()
    if not stat.S_ISREG(found.st_mode):  # a pipe or a device would never end
        raise Unreadable(1, Phrase("no regular file"), READABLE)
    check_size(found.st_size, most)
    return file.read_bytes()


def check_size(size: int, most: int) -> None:
    """Refuse a file that is too large.

    Raises:
        Unreadable: with its size and the largest.
    """
    if size > most:
        expected = Phrase("at most {most} bytes", most=most)
        raise Unreadable(1, Phrase("{size} bytes", size=size), expected)


def decoded(raw: bytes) -> str:
    """The text of a file.

    Raises:
        Unreadable: where it isn't UTF-8.
    """
    if raw.startswith(ZIP):
        raise Unreadable(1, Phrase("a packed file, or a workbook"), Phrase("UTF-8 text"))
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise Unreadable(1, Phrase("UTF-16 text"), Phrase("UTF-8 text"))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        byte = f"0x{raw[error.start]:02x}"
        raise Unreadable(
            line, Phrase("the byte {byte}", byte=byte), Phrase("UTF-8 text")
        ) from error
