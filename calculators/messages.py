"""Messages: everything that is shown, collected from where it is declared, for the catalogues.

``make messages`` brings every catalogue up to date: what is new comes in empty, what is gone goes,
and translations stay. A test holds the catalogues against what is collected here. Docs stay
English, so what only they show is left out.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from calculators.claims import VERDICTS
from calculators.compose import ROUNDING
from calculators.display import is_spelt_out
from calculators.engine import Engine, curated
from calculators.explain import RUNG, STEP
from calculators.headline import BEHIND, PLAIN, PLAIN_COUNT, beyond_noun
from calculators.language import COMMAND, DOMAIN, OPTION, PART, TRANSLATED, Lang, file_of
from calculators.pages.convert import CONVERSION
from calculators.quantity import Quantity
from calculators.scope import WORDS
from calculators.topic import Topic
from calculators.value import Origin
from facts import Fact, Kind, Qualifier, Standing, Statement, Verdict
from facts.held import HERE
from facts.units import kinds

ROOT = Path(__file__).parents[1]
CODE = ("facts", "calculators", "bot")
KEYWORDS = {"Phrase": None, "tr": None, "ntr": (1, 2), "ptr": ((1, "c"), 2)}
OWN_NAMES = (Kind.COMPANY, Kind.PRECISION)
"""Kinds of subjects whose names are the same in every language."""
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: {domain}\\n"
"Language: {lang}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals={forms}; plural={rule};\\n"

"""


class Message(NamedTuple):
    """A text as declared; ``plural`` and ``context`` are empty where it has none."""

    text: str
    plural: str = ""
    context: str = ""
    note: str = ""
    """Where it stands, for the translator."""


def collect(engine: Engine) -> list[Message]:
    """Every message, each once, in the order of its source."""
    every = (*_declared(engine), *_said_by_facts(engine), *_texts(), *_coded())
    first: dict[tuple[str, str], Message] = {}
    for each in every:
        if _can_differ(each.text):
            first.setdefault((each.context, each.text), each)
    return list(first.values())


def _can_differ(text: str) -> bool:
    """Whether there is anything to translate: words, or places whose order or signs may differ."""
    rest = re.sub(r"{\w+}", "", text)
    return re.search(r"[^\W\d]", rest) is not None or (rest not in {text, ""})


def _declared(engine: Engine) -> Iterator[Message]:
    registry = engine.registry
    for quantity in registry.quantities.values():
        yield from _of_quantity(quantity)
    for relation in registry.relations:
        note = f"relation {relation.label}"
        yield Message(relation.label.replace("_", " "), context=STEP, note=note)
        if relation.is_told:
            yield Message(relation.sentence, note=note)
    for each in (ROUNDING, CONVERSION):
        yield Message(each, context=STEP)
    for each in (PLAIN, PLAIN_COUNT):
        yield Message(each, note="headline")
    for topic in registry.topics.values():
        yield from _of_topic(topic)
    for name in engine.commands:
        yield Message(name, context=COMMAND)
    for page in engine.pages.values():
        yield from (Message(name, context=OPTION, note=f"/{page.name}") for name in page.options)
    kinds_of_subjects = {
        kind: None for topic in registry.topics.values() for kind in topic.subjects
    }
    for kind in kinds_of_subjects:
        yield Message(f"a {kind.value}", note="genitive: the name of a device")
        yield Message(kind.value, note="genitive: I don't know the device ...")
    standing = (*Origin, *Standing, *Verdict, *Qualifier)
    yield from (Message(each.value, note=type(each).__name__) for each in standing)
    yield from (Message(each, note="verdict, after a colon") for each in VERDICTS.values())
    yield from (Message(each, note="scope") for each in WORDS.values())
    yield from (Message(each, note="what a unit measures") for each in kinds())


def _of_quantity(quantity: Quantity) -> Iterator[Message]:
    note = f"quantity {quantity.name}"
    yield Message(quantity.words, note=note)
    yield Message(quantity.sentence, note=f"{note}, headline")
    yield Message(beyond_noun(quantity), context=BEHIND, note=note)
    if quantity.noun:
        yield from _counted(quantity.noun, note)
    for _, spelling in quantity.scales:
        yield from _unit(spelling, note)


def _counted(plural: str, note: str) -> Iterator[Message]:
    """What follows a number: its plural forms, and its form behind a fraction."""
    singular = plural.removesuffix("s")
    yield Message(singular, plural, note=note)
    yield Message(singular, context=PART, note=note)


def _unit(spelling: str, note: str) -> Iterator[Message]:
    """A unit that has words in it; symbols are the same in every language."""
    if is_spelt_out(spelling):
        yield from _counted(f"{spelling.removesuffix('s')}s", note)
    elif re.search(r"[a-z]{3}|GPUs", spelling):
        yield Message(spelling, context="unit", note=note)


def _of_topic(topic: Topic) -> Iterator[Message]:
    note = f"topic {topic.name}"
    yield Message(topic.words, note=note)
    for name in (*(kind.value for kind in topic.subjects), *topic.options, "target"):
        yield Message(name, context=OPTION, note=note)
    for headline in topic.headlines:
        if headline.ladder:
            yield Message(headline.ladder.heading, note=f"{note}, heading")
            yield from (Message(each, note=f"{note}, column") for each in headline.ladder.columns)
            for row in headline.ladder.rows:
                yield Message(row.label, context=RUNG, note=note)
                yield Message(row.words, note=f"{note}, read out before a figure")


def _said_by_facts(engine: Engine) -> Iterator[Message]:
    facts = engine.facts
    yield Message(HERE.name, note="whose facts a server has loaded")
    for key, subject in facts.subjects.items():
        if subject.kind not in OWN_NAMES:
            yield Message(subject.name, note=f"subject {key}")
        yield Message(subject.note or "", note=f"subject {key}")
    for fact in facts.all:
        yield from _audited(fact, fact.scope)
        if not engine.registry.quantities[fact.quantity].noun:
            yield from _unit(fact.unit, f"fact {fact.id}")
    for statement in facts.statements:
        yield from _audited(statement, statement.states)
    for claim in facts.claims:
        yield Message(claim.finding, note=claim.id)


def _audited(entry: Fact | Statement, own: str | None) -> Iterator[Message]:
    said = (own, entry.correction, entry.note, entry.speaker, entry.locator)
    yield from (Message(each, note=f"fact {entry.id}") for each in said if each)


def _texts() -> Iterator[Message]:
    """The data files of texts: a text a leaf."""
    for folder in CODE:
        for file in sorted((ROOT / folder).rglob("*.en.toml")):
            for entry, parts in tomllib.loads(file.read_text("utf-8")).items():
                for part, text in parts.items():
                    yield Message(text, note=f"{file.name}, {entry}.{part}")


def _coded() -> Iterator[Message]:
    """What the code says itself, in ``tr("…")``, ``Phrase("…")`` and the like."""
    from babel.messages.extract import extract

    for folder in CODE:
        for file in sorted((ROOT / folder).rglob("*.py")):
            content = io.BytesIO(file.read_bytes())
            for _, found, _, context in extract("python", content, keywords=KEYWORDS):
                texts = (found,) if isinstance(found, str) else found
                plural = texts[1] if len(texts) > 1 else ""
                yield Message(texts[0], plural, context or "", file.name)
                if plural:
                    yield Message(texts[0], context=PART, note=file.name)


def updated(lang: Lang, messages: Iterable[Message]) -> str:
    """The catalogue of a language brought up to date, as the text of its file."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po, write_po

    template, known = Catalog(), Catalog(locale=lang)
    for each in messages:
        name = (each.text, each.plural) if each.plural else each.text
        notes = [each.note] if each.note else []
        template.add(name, context=each.context or None, auto_comments=notes)
    if file_of(lang).is_file():
        with file_of(lang).open("rb") as file:
            known = read_po(file, locale=lang)
    known.update(template, no_fuzzy_matching=True)
    written = io.BytesIO()
    write_po(written, known, width=100, omit_header=True, ignore_obsolete=True)
    header = HEADER.format(
        domain=DOMAIN, lang=lang, forms=known.num_plurals, rule=known.plural_expr
    )
    return header + written.getvalue().decode()


def main() -> None:
    """Bring every catalogue up to date."""
    messages = collect(curated())
    for lang in TRANSLATED:
        text = updated(lang, messages)
        file_of(lang).parent.mkdir(parents=True, exist_ok=True)
        file_of(lang).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
