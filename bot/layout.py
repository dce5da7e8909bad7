"""A reply as a Discord message: a Components V2 layout that stays within every limit.

What does not fit is shortened from the end of the working on, and the whole reply goes along as a
text file. Text that a person typed is shown as inline code, in which nothing is active.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import discord
from discord import ui

from calculators.language import tr
from calculators.reply import Given, Line, Reply, Section, Table

MAX_TEXT = 3_900
"""Characters of text in a message; Discord takes 4,000."""
MAX_BYTES = 9_800
"""Bytes of text plus ``COMPONENT_BYTES`` for each component; above 10,170 Discord fails."""
COMPONENT_BYTES = 12
MAX_LINE = 900
LEAST_LINE = 140
"""Thirteen lines and five labels, four bytes a character, fit into ``MAX_BYTES``."""
MAX_BUTTONS = 5
MAX_LABEL = 80
FILE_NAME = "answer.txt"

ANSWERED = discord.Colour(0x2A9D8F)
CORRECTED = discord.Colour(0xE9A03B)
REFUSED = discord.Colour(0x8D99AE)


@dataclass(frozen=True)
class Message:
    """What is sent: the layout, and the whole reply as a file where it had to be shortened."""

    view: ui.LayoutView
    files: tuple[discord.File, ...] = ()


class Button(NamedTuple):
    """Something to press under a reply."""

    label: str
    custom_id: str
    style: discord.ButtonStyle = discord.ButtonStyle.secondary


def message(
    reply: Reply,
    whole: Callable[[], str] = str,
    buttons: Sequence[Button] = (),
    attached: str = "",
) -> Message:
    """Lay out ``reply``; ``whole`` gives all of it as plain text, where that is needed.

    It is needed where the reply has to be shortened, and goes along in any case as a file with the
    name ``attached``, if there is one.
    """
    above = [f"-# {safe(' '.join(reply.read.split()))}"] if reply.read else []
    row = [
        ui.Button[ui.LayoutView](label=label(b.label), custom_id=b.custom_id, style=b.style)
        for b in buttons
    ]
    kept, shortened = _fit([*above, *_blocks(reply)], len(above), sum(map(_weight, row)))
    container: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_colour(reply))
    for number, block in enumerate(kept):
        if number > len(above):
            container.add_item(ui.Separator())
        container.add_item(ui.TextDisplay(block))
    files: tuple[discord.File, ...] = ()
    if shortened or attached:
        name = attached or FILE_NAME
        files = (discord.File(io.BytesIO(whole().encode()), name),)
        container.add_item(ui.File(f"attachment://{name}"))
    if row:
        container.add_item(ui.ActionRow(*row[:MAX_BUTTONS]))
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()  # the library would keep each view with buttons for ever; presses come to us anyway
    return Message(view, files)


def label(text: str) -> str:
    """A text as the label of a button: on one line, nothing invisible, never empty."""
    shown = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return (shown if len(shown) <= MAX_LABEL else f"{shown[: MAX_LABEL - 1]}…") or "…"


def _weight(button: ui.Button[Any]) -> int:
    """What a button takes of ``MAX_BYTES``."""
    words = f"{button.label}{button.custom_id}"
    return len(words.encode()) + COMPONENT_BYTES


def _colour(reply: Reply) -> discord.Colour:
    if reply.refused:
        return REFUSED
    return CORRECTED if reply.corrects else ANSWERED


def _blocks(reply: Reply) -> Iterator[str]:
    """The reply's parts as Markdown, in reading order."""
    top = [f"### {safe(reply.headline)}", *(safe(line) for line in reply.lead.splitlines())]
    if reply.ladder:
        top.extend(_ladder(reply.ladder))
    yield "\n".join(top)
    yield from map(_lines, reply.sections)
    if reply.beware:
        yield "\n".join([_bold(tr("Beware")), *(f"- {safe(each)}" for each in reply.beware)])
    if reply.working:
        yield "\n".join([_bold(tr("Working")), *_working(reply.working)])
    inputs = [*_givens(tr("Inputs"), reply.inputs), *_givens(tr("Assumed"), reply.assumed)]
    if reply.moves:
        inputs += [_bold(tr("Moves it")), *(f"- {safe(each)}" for each in reply.moves)]
    if inputs:
        yield "\n".join(inputs)
    if reply.suggestions:
        yield "\n".join([_bold(tr("Try")), *(code(each) for each in reply.suggestions)])
    if reply.sources:
        lines = [f"-# [{number}] {safe(each)}" for number, each in enumerate(reply.sources, 1)]
        lines += [f"-# {tr('Facts')}: {safe(reply.version)}"] if reply.version else []
        yield "\n".join([_bold(tr("Sources")), *lines])


def _lines(section: Section) -> str:
    """A section; who a line is about is shown as Discord shows people, and not pinged."""
    named = (
        f"- {safe(line)} · <@{person}>" if person else f"- {safe(line)}"
        for line, person in section.pairs()
    )
    return "\n".join([_bold(safe(section.heading)), *named])


def _bold(heading: str) -> str:
    return f"**{heading}**"


def _ladder(table: Table) -> Iterator[str]:
    """A line for each rung: phones have no room for a table."""
    for label, *cells in table.rows:
        figures = (
            tr("{cell} {heading}").format(cell=cell, heading=heading)
            for heading, cell in zip(table.headings[1:], cells, strict=True)
            if cell
        )
        yield f"**{safe(label)}**  " + " · ".join(safe(figure) for figure in figures)


def _working(lines: Sequence[Line]) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        if line.isolates:
            yield f"{number}. {code(line.formula)} → {code(line.result)}"
        elif line.numbers:
            yield f"{number}. {code(line.formula)} = {safe(line.numbers)} = **{safe(line.result)}**"
        else:
            yield f"{number}. {code(line.formula)} = **{safe(line.result)}**"


def _givens(heading: str, givens: Sequence[Given]) -> Iterator[str]:
    if givens:
        yield _bold(heading)
    for each in givens:
        option = f" {code(each.option + ':')}" if each.option else ""
        yield f"- {safe(each.text)}{option}"


def _fit(blocks: list[str], answer: int = 0, taken: int = 0) -> tuple[list[str], bool]:
    """Shorten until the message fits: long lines first, then the longest blocks from their ends.

    The block at ``answer`` keeps twice as much as the others; ``taken`` bytes are spoken for.
    Every round takes a line away, so it ends; two short lines of each block always fit.
    """
    whole = [block.splitlines() for block in blocks]
    lines = [[_cut(line, MAX_LINE) for line in block] for block in whole]
    while not _fits(lines, taken):
        long = [block for block in lines if len(block) > 2]
        if not long:
            lines = [[_cut(line, LEAST_LINE) for line in block] for block in lines]
            break
        block = max(long, key=lambda each: _size(each) / (2 if each is lines[answer] else 1))
        keep = len(block) - (2 if block[-1] == "…" else 1)
        block[keep:] = ["…"] if keep > 1 else []
    return ["\n".join(block) for block in lines], lines != whole


def _cut(line: str, most: int) -> str:
    if len(line) <= most:
        return line
    cut = f"{line[: most - 2]}…"
    return f"{cut}`" if cut.count("`") % 2 else cut  # code that was cut open is closed again


def _size(block: Sequence[str]) -> int:
    return sum(len(line.encode()) + 1 for line in block)


def _fits(lines: Sequence[Sequence[str]], taken: int) -> bool:
    components = 2 * len(lines) + 3
    size = sum(map(_size, lines)) + COMPONENT_BYTES * components + taken
    return sum(len(line) + 1 for block in lines for line in block) <= MAX_TEXT and size <= MAX_BYTES


_INERT = str.maketrans({sign: f"\\{sign}" for sign in "\\*_~`|<>#"} | {"@": "@\u200b"})


_LINK = re.compile(
    r"(?<=\])(?=\()|(?<=:)(?=//)|(?<=discord)(?=\.)|(?<=discordapp)(?=\.)", re.IGNORECASE
)
"""Where links of words, addresses and invitations come apart."""
_ITEM = re.compile(r"^([0-9]*)([-+.)])(?=\s)")
"""The beginning of a line that would be an item of a list."""


_QUOTED = re.compile(r"[“„]([^“”„]*)”")
"""What a person typed, in the marks that ``quoted`` puts around it in either language."""


@lru_cache(4096)
def safe(text: str) -> str:
    """Text in which nothing is active: what people typed becomes code, the rest is escaped."""
    parts = _QUOTED.split(text)
    if len(parts) == 1:
        return _escaped(text)
    return "".join(code(part) if index % 2 else _escaped(part) for index, part in enumerate(parts))


def _escaped(text: str) -> str:
    """Every sign that Markdown knows made plain; nothing is an address or the item of a list."""
    apart = _LINK.sub("\u200b", text.translate(_INERT))
    return _ITEM.sub(r"\1\\\2", apart)


def code(text: str) -> str:
    """Inline code; a backtick inside would end it, so it is shown as another sign."""
    return f"`{text.replace('`', 'ˋ') or ' '}`"
