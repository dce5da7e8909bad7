"""Topics: what a slash command offers. Nothing else about a command is written by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from calculators.quantity import declared_at
from facts import Kind


@dataclass(frozen=True, kw_only=True)
class Row:
    """A rung of the ladder: a label, the words that read it out, a quantity for each column."""

    label: str
    words: str
    quantities: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """Neighbouring quantities shown with the answer where the asker named no scope."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    heading: str = "scope"
    """What the rows differ in."""

    @property
    def tells_scopes(self) -> bool:
        """Whether its rungs are one thing at several scopes, and not several things."""
        return self.heading == "scope"

    @property
    def quantities(self) -> tuple[str, ...]:
        """Every quantity of the ladder, row by row."""
        return tuple(name for row in self.rows for name in row.quantities)


@dataclass(frozen=True, kw_only=True)
class Headline:
    """The target when one of ``given`` is known, and the ladder shown with it."""

    given: tuple[str, ...]
    target: str
    ladder: Ladder | None = None


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A command: its options (subjects and quantities) and what it answers first.

    The first headline whose ``given`` are known is taken; ``example`` is a question to copy.
    ``assumed`` are subjects whose facts are taken where the asker names none of their kind.
    Defaults are assumed only of quantities that are options, so that each can be changed.
    """

    name: str
    words: str
    subjects: tuple[Kind, ...]
    options: tuple[str, ...]
    headlines: tuple[Headline, ...]
    example: str
    assumed: Mapping[Kind, str] = field(default_factory=dict[Kind, str], compare=False)
    where: str = field(default_factory=declared_at, compare=False, repr=False)

    @property
    def shown(self) -> tuple[str, ...]:
        """The options that its example gives."""
        return tuple(re.findall(r"(\w+):", self.example))

    @property
    def targets(self) -> tuple[str, ...]:
        """Every quantity that the topic can be asked for."""
        ladders = (head.ladder.quantities for head in self.headlines if head.ladder)
        return tuple(dict.fromkeys((*self.options, *(name for each in ladders for name in each))))
