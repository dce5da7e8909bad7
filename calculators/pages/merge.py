"""Merging: several worked replies as parts of one, with one numbering of their sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from calculators.answer import Answer
from calculators.reply import Given, Reply

_MARK = re.compile(r"\[[0-9]+\]")


def merged(answers: Sequence[Answer], labels: Iterable[str]) -> dict[str, Any]:
    """The parts of a reply that ``answers`` give together; a label stands before their steps."""
    sources: dict[str, int] = {}
    replies = [_renumbered(answer.reply, sources) for answer in answers]
    return {
        "working": tuple(
            line._replace(label=f"{label}: {line.label}" if label else line.label)
            for label, each in zip(labels, replies, strict=True)
            for line in each.working
        ),
        "inputs": tuple(dict.fromkeys(given for each in replies for given in each.inputs)),
        "assumed": tuple(dict.fromkeys(given for each in replies for given in each.assumed)),
        "beware": tuple(dict.fromkeys(line for each in replies for line in each.beware)),
        "sources": tuple(sources),
        "corrects": any(each.corrects for each in replies),
    }


def gathered(answers: Sequence[Answer]) -> dict[str, Any]:
    """The parts of an answer that ``answers`` give together: results, steps, facts."""
    return {
        "results": tuple(answer.results[0] for answer in answers),
        "steps": tuple(step for answer in answers for step in answer.steps),
        "facts": tuple({fact.id: fact for each in answers for fact in each.facts}.values()),
    }


def _renumbered(reply: Reply, sources: dict[str, int]) -> Reply:
    """A reply whose marks count in ``sources``, which takes up what it doesn't hold yet."""
    for source in reply.sources:
        sources.setdefault(source, len(sources) + 1)
    numbers = {f"[{at}]": f"[{sources[each]}]" for at, each in enumerate(reply.sources, 1)}

    def marked(text: str) -> str:
        return _MARK.sub(lambda match: numbers.get(match[0], match[0]), text)

    def given(each: Given) -> Given:
        return each._replace(text=marked(each.text))

    return reply._replace(
        working=tuple(line._replace(numbers=marked(line.numbers)) for line in reply.working),
        inputs=tuple(map(given, reply.inputs)),
        assumed=tuple(map(given, reply.assumed)),
    )
