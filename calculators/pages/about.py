"""``/about``: data sources, versions and privacy."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from calculators.answer import Answer
from calculators.pages.page import Options, Page, reply_only
from calculators.reply import Reply
from facts import Facts

if TYPE_CHECKING:
    from calculators.engine import Engine


def _about(engine: Engine, options: Options, text: str) -> Answer:  # noqa: ARG001
    from importlib.metadata import version  # only /about pays for it

    facts = engine.facts
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
            facts=digest(facts),
        ),
        page.words("privacy"),
    )
    return reply_only(text, Reply(headline=page.words("headline"), lead="\n".join(lines)))


def digest(facts: Facts) -> str:
    """A short fingerprint of a set of facts: equal facts, equal digest."""
    content = "\n".join(
        entry.model_dump_json() for entry in (*facts.all, *facts.statements, *facts.claims)
    )
    return hashlib.sha256(content.encode()).hexdigest()[:12]


page = Page(name="about", options=(), example="/about", answer=_about)
