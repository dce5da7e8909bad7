"""Colour for the terminal; ``click.echo`` takes it out again where the output is no terminal."""

from __future__ import annotations

import re

import click

from calculators.text import headings


def coloured(text: str) -> str:
    """A plain-text reply in the language that is spoken, its headline and headings marked."""
    known = re.compile(rf"^({'|'.join(map(re.escape, headings()))})\b", re.MULTILINE)
    headline, newline, rest = text.partition("\n")
    marked = known.sub(lambda match: click.style(match[1], fg="cyan", bold=True), rest)
    return f"{click.style(headline, bold=True)}{newline}{marked}"
