"""What a page is: a command with options of its own, answered by a function."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calculators.answer import Answer, QuestionItem
from calculators.language import language, tr
from calculators.question import command_text
from calculators.refusal import Refused, quoted
from calculators.reply import Reply

if TYPE_CHECKING:
    from calculators.engine import Engine

Choice = tuple[str, str]
"""What autocomplete shows, and the value that is sent."""
Options = Mapping[str, str]


def _nothing(engine: Engine, option: str, text: str) -> Iterator[Choice]:  # noqa: ARG001
    yield from ()


@dataclass(frozen=True, kw_only=True)
class Page:
    """A command. Its words and those of its options are data (``words.en.toml``).

    ``answer`` takes the engine, the options and the question as typed; ``suggest`` proposes values
    for an option while it is typed.
    """

    name: str
    options: tuple[str, ...]
    example: str
    answer: Callable[[Engine, Options, str], Answer]
    suggest: Callable[[Engine, str, str], Iterator[Choice]] = _nothing

    def words(self, part: str = "words") -> str:
        """What help and Discord say of the page, or of one of its options."""
        return told(self.name, part)

    def run(self, engine: Engine, options: Options, text: str) -> Answer:
        """Answer, if all options are known.

        Raises:
            Refused: an unknown option, or what the page can't answer.
        """
        for name in options:
            if name not in self.options:
                first = self.options[:1]
                raise Refused(
                    "unknown_option",
                    (command_text(self.name, dict.fromkeys(first, options[name])),),
                    command=f"/{self.name}",
                    option=quoted(name),
                    options=", ".join(self.options) or tr("no options"),
                )
        return self.answer(engine, options, text)

    def empty(self, option: str, example: str, options: Options | None = None) -> Refused:
        """The refusal where an option that the page can't do without has no value."""
        return Refused(
            "empty_value",
            (command_text(self.name, {**(options or {}), option: example}),),
            option=option,
            words=_short(self.words(option)),
            example=example,
        )


def in_command(refusal: Refused, command: str, options: Options, option: str) -> Refused:
    """A refusal of a set-up in ``option`` with suggestions that are whole commands."""
    typed = options.get(option, "").strip()

    def line(suggestion: str) -> str:
        if suggestion.startswith("/"):
            return suggestion
        added = refusal.code == "missing" and typed
        value = f"{typed}, {suggestion}" if added else suggestion
        return command_text(command, {**options, option: value})

    return Refused(refusal.code, tuple(map(line, refusal.suggestions)), **refusal.found)


def _short(words: str) -> str:
    """The words of an option without their example, in the middle of a sentence."""
    words = words.partition(tr(", such as "))[0]
    return words[:1].lower() + words[1:]


def reply_only(text: str, reply: Reply, **parts: Any) -> Answer:
    """An answer of which the reply is known already."""
    question = QuestionItem(text=text, lang=language(), target=None, givens={})
    return Answer.of(question, lambda _: reply, **parts)


def told(page: str, part: str, **parts: str) -> str:
    """A text of a page, its places filled in."""
    text = tr(words()[page][part])
    return text.format(**parts) if parts else text


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Page -> part -> text."""
    return tomllib.loads(Path(__file__).with_name("words.en.toml").read_text("utf-8"))
