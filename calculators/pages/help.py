"""``/help``: what can be asked, and what one command takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from calculators.answer import Answer
from calculators.language import tr
from calculators.names import nearest
from calculators.pages.page import Choice, Options, Page, reply_only
from calculators.quantity import Quantity
from calculators.question import a_kind
from calculators.refusal import Refused, quoted
from calculators.reply import Reply

if TYPE_CHECKING:
    from calculators.engine import Engine


def _help(engine: Engine, options: Options, text: str) -> Answer:
    name = options.get("topic", "").strip().removeprefix("/")
    if not name:
        return _all(engine, text)
    if name in engine.registry.topics:
        return _topic(engine, name, text)
    if name in engine.pages:
        return _page(engine.pages[name], text)
    near = nearest(name, engine.commands)
    raise Refused(
        "unknown_command",
        tuple(f"/help topic:{each}" for each in near),
        command=quoted(name),
        known=", ".join(f"/{each}" for each in engine.commands),
    )


def _all(engine: Engine, text: str) -> Answer:
    topics, pages = engine.registry.topics.values(), engine.pages.values()
    lines = [f"/{topic.name}  {tr(topic.words)}." for topic in topics]
    lines += [f"/{each.name}  {each.words()}" for each in pages]
    reply = Reply(
        headline=page.words("headline"),
        lead="\n".join((*lines, "", page.words("values"), page.words("servers"))),
        suggestions=(*(each.example for each in topics), *(each.example for each in pages)),
    )
    return reply_only(text, reply)


def _topic(engine: Engine, name: str, text: str) -> Answer:
    topic, quantities = engine.registry.topics[name], engine.registry.quantities
    lines = [f"{kind.value}  {by_name(a_kind(kind.value))}" for kind in topic.subjects]
    lines += [f"{each}  {with_example(quantities[each])}" for each in topic.options]
    lines.append(f"target  {page.words('target')}")
    reply = Reply(
        headline=f"/{topic.name}: {tr(topic.words)}.",
        lead="\n".join(lines),
        suggestions=(topic.example,),
    )
    return reply_only(text, reply)


def by_name(subject: str) -> str:
    """What the option of a kind of subject takes: "a device by name"."""
    return tr("{subject} by name").format(subject=subject)


def with_example(quantity: Quantity) -> str:
    """What the option of a quantity takes."""
    text = tr("{words}, such as {example}")
    return text.format(words=tr(quantity.words), example=quantity.example)


def _page(explained: Page, text: str) -> Answer:
    reply = Reply(
        headline=f"/{explained.name}: {explained.words()}",
        lead="\n".join(f"{each}  {explained.words(each)}" for each in explained.options),
        suggestions=(explained.example,),
    )
    return reply_only(text, reply)


def _suggest(engine: Engine, option: str, text: str) -> Iterator[Choice]:  # noqa: ARG001
    for name in nearest(text, engine.commands, 25) if text else engine.commands:
        yield f"/{name}", name


page = Page(
    name="help", options=("topic",), example="/help topic:power", answer=_help, suggest=_suggest
)
