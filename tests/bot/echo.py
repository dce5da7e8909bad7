"""Stand-ins at the boundary of ``Talk``: an echo that shows the state it was given, and a clock."""

from __future__ import annotations

import threading

from calculators.engine import refused
from calculators.language import Lang
from calculators.plain.talk import Choice, State, Told
from calculators.refusal import Refused
from calculators.reply import Reply

LABELS = ("chips", "servers", "facility", "by the hour", "by the year")


def state(text: str) -> State:
    """A state, of which doors only see the language; here it holds what was said."""
    return State(text, None)


class EchoTalk:
    """Says "text after what came before"; a question mark makes it ask back."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.go = threading.Event()
        self.go.set()
        self.faulty = False
        self.refusing = False

    def still_known(self, before: State | None) -> State | None:
        return before

    def tell(self, text: str, before: State | None = None, lang: Lang = "en") -> Told:
        self.go.wait(10)
        self.told.append(text)
        if self.faulty:
            raise ZeroDivisionError("a secret of the program")
        came = before.text if before else "nothing"
        reply = Reply(
            headline=f"{text} after {came}", refused=self.refusing, read="Read as an echo"
        )
        choices = tuple(Choice(f"The {each}", each) for each in LABELS) if "?" in text else ()
        answer = refused(text, Refused("not_ours")).saying(reply)
        return Told(answer, state(text), choices)


class Clock:
    """A clock that tests set forward."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
