"""A reply as plain text, columns aligned: the terminal's reply and the ``text`` of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill, wrap

from tabulate import tabulate

from calculators.reply import Given, Line, Reply

WIDTH = 96
LABEL = 10


def render(reply: Reply) -> str:
    """Lay the parts out under each other; a part that is empty leaves no trace."""
    return "\n\n".join(block for block in _blocks(reply) if block)


def _blocks(reply: Reply) -> Iterator[str]:
    top = [_wrapped(reply.headline), _wrapped(reply.lead)]
    yield "\n".join(line for line in top if line)
    if reply.ladder:
        yield _indented(table(reply.ladder.rows, reply.ladder.headings))
    if reply.working:
        yield "Working\n" + _indented(working(reply.working))
    sections = (
        ("Inputs", [_given(each) for each in reply.inputs]),
        ("Assumed", [_given(each) for each in reply.assumed]),
        ("Beware", reply.beware),
        ("Try", reply.suggestions),
        ("Sources", [f"[{number}] {each}" for number, each in enumerate(reply.sources, 1)]),
    )
    yield "\n".join(_section(name, lines) for name, lines in sections if lines)


def table(rows: Sequence[Sequence[str]], headings: Sequence[str] = ()) -> str:
    """Aligned columns: labels to the left, figures to the right."""
    columns = len(rows[0])
    return tabulate(
        rows,
        headings,
        tablefmt="plain",
        disable_numparse=True,
        colalign=("left", *["right"] * (columns - 1)),
    )


def working(lines: Sequence[Line]) -> str:
    """Numbered lines: *label  formula = numbers = result*, aligned at each sign."""
    rows = [
        (str(number), line.label, line.formula, f"{'→' if line.isolates else '='} {line.result}")
        if line.isolates or not line.numbers
        else (str(number), line.label, line.formula, f"= {line.numbers}", f"= {line.result}")
        for number, line in enumerate(lines, 1)
    ]
    return tabulate(rows, tablefmt="plain", disable_numparse=True)


def _given(each: Given) -> str:
    return f"{each.text}  ({each.option}:)" if each.option else each.text


def _section(name: str, lines: Sequence[str]) -> str:
    indent = " " * LABEL
    wrapped = [
        "\n".join(wrap(line, WIDTH - LABEL, subsequent_indent="    ", break_on_hyphens=False))
        for line in lines
    ]
    text = "\n".join(wrapped).replace("\n", "\n" + indent)
    return f"{name:<{LABEL}}{text}"


def _wrapped(text: str) -> str:
    return "\n".join(fill(line, WIDTH, break_on_hyphens=False) for line in text.splitlines())


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.splitlines())
