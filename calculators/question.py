"""Questions: a topic's command with its options as typed, read into typed values.

``/power gpus:100000 device:h100`` in; a frozen ``Question`` out, or a refusal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol

from calculators.given import read_given
from calculators.language import SOURCE, Lang, language, signed, tr
from calculators.names import nearest, nearest_subjects
from calculators.refusal import Refused, either, quoted
from calculators.registry import Registry
from calculators.topic import Topic
from calculators.value import Input
from facts import Facts, Kind

MAX_TEXT = 1_000
TARGET = "target"


class Question(NamedTuple):
    """What was asked: the topic, the asked quantity (None: the topic decides), what is given."""

    text: str
    topic: Topic
    target: str | None
    givens: Mapping[str, Input]
    subjects: Mapping[Kind, str]
    lang: Lang = SOURCE

    @property
    def is_setup(self) -> bool:
        """Whether it ranges over all topics, its givens being a set-up in one text."""
        return not self.topic.headlines


class HasOptions(Protocol):
    """A command with options of its own."""

    @property
    def options(self) -> tuple[str, ...]:
        """Their names."""
        ...


def split_command(
    text: str, commands: Iterable[str], own: Mapping[str, HasOptions] | None = None
) -> tuple[str, dict[str, str]]:
    """Split ``/command option:value option:value``; values may hold spaces and be quoted.

    ``own`` are commands that take sentences: in these no word with a colon begins an option but
    their own.

    Raises:
        Refused: not a command, an option twice, words before the first option.
    """
    known = ", ".join(f"/{name}" for name in commands)
    if len(text) > MAX_TEXT:
        raise too_long(text)
    words = text.strip()
    if not words.startswith("/"):
        raise Refused("not_a_command", _examples(commands), text=quoted(words), known=known)
    command, rest = [*re.split(r"\s+", words[1:], maxsplit=1), ""][:2]
    options_of = own[command].options if own and command in own else ()
    names = "|".join(options_of) or "[a-z][a-z0-9_]*"
    first, *others = re.split(rf"(?:^|\s)({names}):", rest)
    if command in commands and first.strip():
        raise Refused(
            "stray_words",
            (f"/help topic:{command}",),
            text=quoted(first.strip()),
            command=f"/{command}",
            options=tr("options; see /help"),
        )
    pairs = [
        (name, _unquoted(value)) for name, value in zip(others[::2], others[1::2], strict=True)
    ]
    options = dict(pairs)
    twice = next((name for name, times in Counter(others[::2]).items() if times > 1), None)
    if twice:
        raise Refused("option_twice", (command_text(command, options),), option=twice)
    if command not in commands:
        near = nearest(command, commands)
        rest = f" {rest}" if rest else ""
        raise Refused(
            "unknown_command",
            tuple(f"/{each}{rest}" for each in near),
            command=quoted(f"/{command}"),
            known=known,
        )
    return command, options


def too_long(text: str) -> Refused:
    """The refusal of a text that is longer than what is read."""
    length, limit = (signed(f"{size:,}") for size in (len(text), MAX_TEXT))
    return Refused("too_long", length=length, limit=limit)


def _unquoted(value: str) -> str:
    value = value.strip()
    quotes = len(value) > 1 and value[0] in '"“„' and value[-1] in '"”“'
    return value[1:-1].strip() if quotes else value


def read_question(
    topic: Topic, options: Mapping[str, str], registry: Registry, facts: Facts, text: str = ""
) -> Question:
    """Read a topic's options.

    Raises:
        Refused: for the first option that can't be read.
    """
    kinds = {kind.value: kind for kind in topic.subjects}
    allowed = (*kinds, *topic.options, TARGET)
    text = text or command_text(topic.name, options)
    givens: dict[str, Input] = {}
    subjects: dict[Kind, str] = {}
    target = None
    for name, value in options.items():
        if name not in allowed:
            raise _unknown_option(topic, name, options, allowed)
        if not value:
            raise _empty(topic, name, options, registry)
        try:
            if name in kinds:
                subjects[kinds[name]] = read_subject(value, kinds[name], facts)
            elif name == TARGET:
                target = read_target(topic, value, registry)
            else:
                quantity, known = read_given(value, name, registry)
                givens[quantity.name] = known
        except Refused as refusal:
            raise _with_commands(refusal, topic.name, options, name) from None
    if target in givens:
        without = {name: value for name, value in options.items() if name != TARGET}
        raise Refused("target_given", (command_text(topic.name, without),), target=str(target))
    return Question(text, topic, target, givens, subjects, language())


def command_text(command: str, options: Mapping[str, str]) -> str:
    """The command as one would type it."""
    return " ".join((f"/{command}", *(f"{name}:{value}" for name, value in options.items())))


def read_subject(text: str, kind: Kind, facts: Facts) -> str:
    """The id of the subject of ``kind`` that ``text`` names.

    Raises:
        Refused: unknown, with the nearest known names.
    """
    found = facts.names.get(" ".join(text.casefold().split()))
    if found is not None and facts.subjects[found].kind is kind:
        return found
    if found is not None:
        other = facts.subjects[found].kind
        expected = tr("{name} is no {kind}: give it as {option}.").format(
            name=tr(facts.subjects[found].name), kind=tr(kind.value), option=other.value
        )
        raise Refused("unknown_subject", kind=tr(kind.value), text=quoted(text), expected=expected)
    near = nearest_subjects(text, kind, facts)
    known = [key for key, subject in facts.subjects.items() if subject.kind is kind]
    first = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
    expected = did_you_mean(near, facts) or tr("Known are {known}.").format(known=first)
    if kind is Kind.DEVICE:
        otherwise = tr("Or give its rated power as device_power.")
        expected = f"{expected} {otherwise}"
    raise Refused(
        "unknown_subject", near, kind=tr(kind.value), text=quoted(text), expected=expected
    )


def did_you_mean(near: Iterable[str], facts: Facts) -> str:
    """The question whether one of these subjects was meant; empty where there is none."""
    names = either(tr(facts.subjects[key].name) for key in near)
    return tr("Did you mean {names}?").format(names=names) if names else ""


def read_target(topic: Topic, text: str, registry: Registry) -> str:
    """The quantity that ``text`` names.

    Raises:
        Refused: not a quantity of the topic.
    """
    known = topic.targets
    if text in known or (text in registry.quantities and registry.quantities[text].base in known):
        return text
    raise Refused(
        "unknown_option",
        nearest(text, known),
        command="target",
        option=quoted(text),
        options=", ".join(known),
    )


def _with_commands(
    refusal: Refused, command: str, options: Mapping[str, str], name: str
) -> Refused:
    """Turn suggested values into whole commands that can be copied and sent."""
    commands = tuple(
        command_text(command, {**options, name: value}) for value in refusal.suggestions
    )
    return Refused(refusal.code, commands, **refusal.found)


def _unknown_option(
    topic: Topic, name: str, options: Mapping[str, str], allowed: tuple[str, ...]
) -> Refused:
    commands = tuple(
        command_text(
            topic.name, {near if key == name else key: each for key, each in options.items()}
        )
        for near in nearest(name, allowed, cutoff=70)
        if near not in options
    )
    return Refused(
        "unknown_option",
        commands,
        command=f"/{topic.name}",
        option=quoted(name),
        options=", ".join(allowed),
    )


def a_kind(kind: str) -> str:
    """Something of a kind, as in "the name of a device"."""
    return tr(f"a {kind}")


SUBJECT_EXAMPLES = {
    Kind.DEVICE: "h100",
    Kind.SYSTEM: "gb200-nvl72",
    Kind.CLUSTER: "meta-llama-4",
    Kind.REGION: "us",
    Kind.PLANT: "crane",
    Kind.COMPANY: "google",
    Kind.MODEL: "llama-3-1-405b",
    Kind.PRECISION: "bf16",
}


def _empty(topic: Topic, name: str, options: Mapping[str, str], registry: Registry) -> Refused:
    if name in registry.quantities:
        quantity = registry.quantities[name]
        words, example = tr(quantity.words), quantity.example
    elif name == TARGET:
        words, example = tr("the name of a quantity"), topic.headlines[0].target
    else:
        words = tr("the name of {subject}").format(subject=a_kind(name))
        example = SUBJECT_EXAMPLES[Kind(name)]
    command = command_text(topic.name, {**options, name: example})
    return Refused("empty_value", (command,), option=name, words=words, example=example)


def _examples(commands: Iterable[str]) -> tuple[str, ...]:
    return ("/power gpus:100000 device:h100",) if "power" in commands else ()
