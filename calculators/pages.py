"""Pages: commands that look up or explain instead of calculating: /fact, /help, /about."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from calculators.answer import Answer, QuestionItem, ResultItem
from calculators.compose import result_item
from calculators.display import TYPED_DIGITS, plain, show
from calculators.frame import fact_item
from calculators.names import nearest
from calculators.provenance import cite
from calculators.question import command_text
from calculators.refusal import Refused, quoted
from calculators.registry import Registry
from calculators.reply import Reply
from calculators.value import of_fact
from facts import Fact, Facts, Qualifier, Statement, Verdict

OPTIONS: Mapping[str, str] = {"fact": "name", "help": "topic", "about": ""}
"""The one option of each page; none for /about."""
PAGES = tuple(OPTIONS)
MOST_FACTS = 12


def page(
    command: str, options: Mapping[str, str], text: str, registry: Registry, facts: Facts
) -> Answer:
    """Answer one of ``PAGES``.

    Raises:
        Refused: an unknown option, or nothing known by that name.
    """
    option = OPTIONS[command]
    for name in options:
        if name != option:
            raise Refused(
                "unknown_option",
                (command_text(command, {option: options[name]} if option else {}),),
                command=f"/{command}",
                option=quoted(name),
                options=option or "no options",
            )
    value = options.get(option, "").strip()
    if command == "fact":
        return _fact(value, text, registry, facts)
    return _help(value, text, registry) if command == "help" else _about(text, facts)


def describe(fact: Fact | Statement, registry: Registry, facts: Facts) -> str:
    """A fact in one line: subject, quantity, value as its source gives it, with its qualifier."""
    subject = facts.subjects[fact.subject].name
    if isinstance(fact, Statement):
        return f"{subject}: {fact.states}"
    quantity = registry.quantities[fact.quantity]
    what = quantity.noun or ("" if fact.unit == "1" else fact.unit)
    shown = " ".join(part for part in (_figure(fact), what) if part)
    word = "" if fact.qualifier is Qualifier.EXACTLY else f"{fact.qualifier} "
    return f"{subject}, {quantity.words}: {word}{shown}"


def _figure(fact: Fact) -> str:
    ends = [plain(end, TYPED_DIGITS) for end in (fact.low, fact.high) if end is not None]
    between = " to ".join(ends)
    if fact.value is None:
        return between
    middle = plain(fact.value, TYPED_DIGITS)
    return f"{middle} ({between})" if between else middle


def page_words(command: str, part: str) -> str:
    """What /help and Discord say of a page: its ``words``, and those of its ``option``."""
    return _words()[command][part]


def find_names(
    text: str, registry: Registry, facts: Facts, most: int
) -> tuple[tuple[str, str], ...]:
    """Facts to propose for ``text``: each in words, with its id."""
    words = {
        f"{facts.subjects[fact.subject].name}: {registry.quantities[fact.quantity].words}": fact.id
        for fact in reversed(facts.all)
    }
    found = nearest(text, words, most) if text else tuple(words)[:most]
    return tuple((each, words[each]) for each in found)


def find(text: str, registry: Registry, facts: Facts) -> tuple[Fact | Statement, ...]:
    """Facts and statements by id, by subject, by quantity, or by both."""
    entries: tuple[Fact | Statement, ...] = (*facts.all, *facts.statements)
    by_id = [entry for entry in entries if entry.id == text]
    if by_id:
        return tuple(by_id)
    words = f" {' '.join(text.casefold().replace(',', ' ').split())} "
    named = [name for name in facts.names if f" {name} " in words]
    longest = max(named, key=len, default=None)
    subject = facts.names[longest] if longest else None
    rest = words.replace(f" {longest} ", "  ") if longest else words
    quantities = [
        name
        for name, quantity in registry.quantities.items()
        if f" {name} " in rest or f" {quantity.words.casefold()} " in rest
    ]
    if not rest.strip():
        return tuple(entry for entry in entries if entry.subject == subject)
    return tuple(
        fact
        for fact in facts.all
        if fact.quantity in quantities and subject in (None, fact.subject)
    )


def _fact(name: str, text: str, registry: Registry, facts: Facts) -> Answer:
    if not name:
        raise Refused(
            "empty_value",
            ("/fact name:h100 device_power",),
            option="name",
            words="a subject, a quantity, or both",
            example="h100 device_power",
        )
    found = find(name, registry, facts)
    if not found:
        known = {entry.id: entry.id for entry in (*facts.all, *facts.statements)}
        known |= {subject.name.casefold(): key for key, subject in facts.subjects.items()}
        near = dict.fromkeys(known[each] for each in nearest(name, known))
        suggestions = tuple(f"/fact name:{each}" for each in near)
        raise Refused("unknown_fact", suggestions, text=quoted(name))
    ordered = sorted(found, key=lambda entry: not (isinstance(entry, Fact) and entry.preferred))
    shown = ordered[:MOST_FACTS]
    numeric = [entry for entry in shown if isinstance(entry, Fact)]
    results: tuple[ResultItem, ...] = ()
    if len(numeric) == 1:
        quantity, value = registry.quantities[numeric[0].quantity], of_fact(numeric[0])
        shown_value = show(quantity, value.value, TYPED_DIGITS)
        results = (result_item(quantity, value, shown_value, quantity.scope),)
    return Answer.of(
        QuestionItem(text=text, lang="en", target=None, givens={}),
        lambda made: _fact_reply(made, shown, len(found), registry, facts),
        results=results,
        facts=tuple(fact_item(fact, facts) for fact in numeric),
        warnings=tuple(
            f"{entry.id}: {entry.verdict}. {entry.correction}"
            for entry in shown
            if entry.correction is not None
        ),
    )


def _fact_reply(
    answer: Answer,
    shown: list[Fact | Statement],
    total: int,
    registry: Registry,
    facts: Facts,
) -> Reply:
    cited = dict.fromkeys(cite(entry, facts) for entry in shown)
    numbers = {source: number for number, source in enumerate(cited, 1)}
    standings = [_standing(entry, numbers[cite(entry, facts)], facts) for entry in shown]
    if total == 1:
        headline, lines = describe(shown[0], registry, facts), standings
    else:
        headline = f"{total} facts" + (f", the first {len(shown)} of them" * (total > len(shown)))
        described = (describe(entry, registry, facts) for entry in shown)
        lines = [f"{each} ({rest})" for each, rest in zip(described, standings, strict=True)]
    return Reply(
        headline=headline,
        lead="\n".join(lines),
        beware=answer.warnings,
        sources=tuple(numbers),
        corrects=bool(answer.warnings),
    )


def _standing(entry: Fact | Statement, number: int, facts: Facts) -> str:
    """Who says it, when, how it is meant, and the note that belongs to it."""
    parts = [entry.id, f"as of {entry.as_of}", f"{facts.standing(entry)} [{number}]"]
    if isinstance(entry, Fact):
        parts.insert(1, str(entry.qualifier))
        parts += [entry.scope] if entry.scope else []
    parts += [f"said by {entry.speaker}"] if entry.speaker else []
    if entry.verdict not in (None, Verdict.OK):
        parts.append(f"verdict: {entry.verdict}")
    note = f". {entry.note}" if entry.note else ""
    return f"{', '.join(parts)}{note}"


def _help(name: str, text: str, registry: Registry) -> Answer:
    words = _words()
    if not name:
        topics = registry.topics.values()
        lines = [f"/{topic.name}  {topic.words}." for topic in topics]
        lines += [f"/{each}  {page_words(each, 'words')}" for each in PAGES]
        return _plain(
            text,
            Reply(
                headline=words["help"]["headline"],
                lead="\n".join((*lines, "", words["help"]["values"])),
                suggestions=tuple(topic.example for topic in topics),
            ),
        )
    topic = registry.topics.get(name.removeprefix("/"))
    if topic is None:
        near = nearest(name, registry.topics)
        raise Refused(
            "unknown_command",
            tuple(f"/help topic:{each}" for each in near),
            command=quoted(name),
            known=", ".join(f"/{each}" for each in registry.topics),
        )
    options = [f"{kind.value}  a {kind.value} by name" for kind in topic.subjects]
    options += [
        f"{each}  {registry.quantities[each].words}, such as {registry.quantities[each].example}"
        for each in topic.options
    ]
    options.append(f"target  {words['help']['target']}")
    reply = Reply(
        headline=f"/{topic.name}: {topic.words}.",
        lead="\n".join(options),
        suggestions=(topic.example,),
    )
    return _plain(text, reply)


def _about(text: str, facts: Facts) -> Answer:
    from importlib.metadata import version  # only /about pays for it

    words = _words()["about"]
    publishers = Counter(source.publisher for source in facts.sources.values())
    listed = ", ".join(f"{name} ({count})" for name, count in publishers.most_common())
    lines = (
        words["what"],
        words["facts"].format(
            facts=len(facts.all), statements=len(facts.statements), sources=len(facts.sources)
        ),
        f"{words['publishers']} {listed}.",
        words["versions"].format(
            rackmath=version("rackmath"),
            discord=version("discord.py"),
            sympy=version("sympy"),
            facts=digest(facts),
        ),
        words["privacy"],
    )
    return _plain(text, Reply(headline=words["headline"], lead="\n".join(lines)))


def digest(facts: Facts) -> str:
    """A short fingerprint of a set of facts: equal facts, equal digest."""
    content = "\n".join(
        entry.model_dump_json() for entry in (*facts.all, *facts.statements, *facts.claims)
    )
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def _plain(text: str, reply: Reply) -> Answer:
    question = QuestionItem(text=text, lang="en", target=None, givens={})
    return Answer.of(question, lambda _: reply)


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("pages.en.toml").read_text("utf-8"))
