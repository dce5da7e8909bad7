"""What an operator asks for and can't be had: why, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from bot.texts import whole

REFUSED = 2
"""The exit status of what is refused."""


class Unable(Exception):
    """Something can't be done; the message says why and what to do."""

    def __init__(self, key: str, **found: str) -> None:
        super().__init__(whole(key, **found))


@contextmanager
def refusing() -> Iterator[None]:
    """A command that ends with the reason where it can't be carried out."""
    try:
        yield
    except Unable as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)
