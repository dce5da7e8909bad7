"""Colour for the terminal; ``click.echo`` takes it out again where the output is no terminal."""

from __future__ import annotations

import re

import click

from calculators.reply import Reply
from calculators.text import headings, render


def coloured(text: str, read: str = "") -> str:
    """A plain-text reply in the language that is spoken, its headline and headings marked.

    ``read`` stands above it, dim.
    """
    above, text = _split(text, read)
    known = re.compile(rf"^({'|'.join(map(re.escape, headings()))})\b", re.MULTILINE)
    headline, newline, rest = text.partition("\n")
    marked = known.sub(lambda match: click.style(match[1], fg="cyan", bold=True), rest)
    dim = click.style(above, dim=True) if above else ""
    return f"{dim}{click.style(headline, bold=True)}{newline}{marked}"


def visible(text: str) -> str:
    """A text on one line without what a terminal would obey instead of showing it."""
    return "".join(each if each.isprintable() else " " for each in text)


def _split(text: str, read: str) -> tuple[str, str]:
    """The lines that say how a question was read, and the others."""
    small = len(render(Reply(headline="", read=read)).splitlines())
    lines = text.splitlines(keepends=True)
    return "".join(lines[:small]), "".join(lines[small:])
