"""A reply as plain text, columns aligned: the terminal's reply and the ``text`` of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill, wrap

from calculators.language import tr
from calculators.reply import Given, Line, Reply, Section

WIDTH = 96
LABEL = 10


def render(reply: Reply) -> str:
    """Lay the parts out under each other; a part that is empty leaves no trace."""
    return "\n\n".join(block for block in _blocks(reply) if block)


def _blocks(reply: Reply) -> Iterator[str]:
    top = [_wrapped(reply.read), _wrapped(reply.headline), _wrapped(reply.lead)]
    yield "\n".join(line for line in top if line)
    yield from map(_lines, reply.sections)
    if reply.ladder:
        yield _indented(table(reply.ladder.rows, reply.ladder.headings))
    if reply.working:
        yield tr("Working") + "\n" + _indented(working(reply.working))
    sections = (
        (tr("Inputs"), [_given(each) for each in reply.inputs]),
        (tr("Assumed"), [_given(each) for each in reply.assumed]),
        (tr("Moves it"), reply.moves),
        (tr("Beware"), reply.beware),
        (tr("Try"), reply.suggestions),
        (tr("Sources"), [f"[{number}] {each}" for number, each in enumerate(reply.sources, 1)]),
        (tr("Facts"), [reply.version] if reply.version else []),
    )
    yield "\n".join(_section(name, lines) for name, lines in sections if lines)


def _lines(section: Section) -> str:
    """A section whose lines stand under its heading."""
    named = (f"{line} · {person}" if person else line for line, person in section.pairs())
    return "\n".join([section.heading, *(f"  {line}" for line in named)])


def headings() -> tuple[str, ...]:
    """What the sections of a reply are called in the language that is spoken."""
    first = (tr("Working"), tr("Inputs"), tr("Assumed"), tr("Moves it"))
    return (*first, tr("Beware"), tr("Try"), tr("Sources"), tr("Facts"))


def table(rows: Sequence[Sequence[str]], headings: Sequence[str] = ()) -> str:
    """Aligned columns: labels to the left, figures to the right."""
    return "\n".join(aligned([headings, *rows] if headings else rows, right=True))


def working(lines: Sequence[Line]) -> str:
    """Numbered lines: *label  formula = numbers = result*, aligned at each sign."""
    rows = [
        (str(number), line.label, line.formula, *_result(line))
        for number, line in enumerate(lines, 1)
    ]
    return "\n".join(aligned(rows))


def _result(line: Line) -> tuple[str, ...]:
    if line.isolates:
        return (f"→ {line.result}",)
    return (f"= {line.numbers}", f"= {line.result}")


def aligned(rows: Sequence[Sequence[str]], *, right: bool = False) -> list[str]:
    """Rows with their cells padded to columns; the last cell of a short row may run on.

    Ours because every table library we tried adds 30 ms and more to the start of the program.
    """
    columns = max(map(len, rows))
    full = [row for row in rows if len(row) == columns]
    widths = [
        max(len(row[at]) for row in (full if at >= 3 else rows) if at < len(row))
        for at in range(columns)
    ]
    lines = []
    for row in rows:
        cells = (
            cell.rjust(width) if right and at else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=False))
        )
        lines.append("  ".join(cells).rstrip())
    return lines


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
