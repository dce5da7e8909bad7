"""Colour for the terminal; ``click.echo`` takes it out again where the output is no terminal."""

from __future__ import annotations

import re

import click

_HEADINGS = re.compile(r"^(Working|Inputs|Assumed|Moves it|Beware|Try|Sources)\b", re.MULTILINE)


def coloured(text: str) -> str:
    """A plain-text reply with its headline and headings marked."""
    headline, newline, rest = text.partition("\n")
    marked = _HEADINGS.sub(lambda match: click.style(match[1], fg="cyan", bold=True), rest)
    return f"{click.style(headline, bold=True)}{newline}{marked}"
