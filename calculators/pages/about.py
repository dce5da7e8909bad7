"""``/about``: data sources, versions and privacy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from calculators.answer import Answer
from calculators.pages.page import Options, Page, reply_only
from calculators.reply import Reply

if TYPE_CHECKING:
    from calculators.engine import Engine


def _about(engine: Engine, options: Options, text: str) -> Answer:  # noqa: ARG001
    from importlib.metadata import version  # only /about pays for it

    facts = engine.facts.curated
    publishers = Counter(source.publisher for source in facts.sources.values())
    listed = ", ".join(f"{name} ({count})" for name, count in publishers.most_common())
    lines = (
        page.words("what"),
        page.words("facts").format(
            facts=len(facts.all), statements=len(facts.statements), sources=len(facts.sources)
        ),
        page.words("publishers").format(publishers=listed),
        page.words("versions").format(
            rackmath=version("rackmath"),
            discord=version("discord.py"),
            sympy=version("sympy"),
            facts=facts.digest,
        ),
        page.words("privacy"),
    )
    return reply_only(text, Reply(headline=page.words("headline"), lead="\n".join(lines)))


page = Page(name="about", options=(), example="/about", answer=_about)
