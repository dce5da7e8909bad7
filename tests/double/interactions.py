"""One interaction: its life by Discord's rules, and what its user has seen so far."""

# ruff: noqa: ASYNC109 - a test says how long it waits, in the call that waits

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from .messages import EPHEMERAL, Message
from .record import Call, Changes
from .world import Guild, Payload, User

PING, COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 1, 2, 3, 4, 5

# Interaction callback types.
PONG = 1
CHANNEL_MESSAGE = 4
DEFERRED_MESSAGE = 5
DEFERRED_UPDATE = 6
UPDATE_MESSAGE = 7
CHOICES = 8
MODAL = 9

_MESSAGE_ANSWERS = frozenset({CHANNEL_MESSAGE, DEFERRED_MESSAGE})
_UPDATES = frozenset({DEFERRED_UPDATE, UPDATE_MESSAGE})


@dataclass(eq=False)
class Interaction:
    """The handle a test holds for something a user did.

    ``messages`` are those this interaction created, in order, the original response first.
    A button's or modal's answer may instead change the message it sits on: ``source``.
    """

    id: int
    type: int
    user: User
    guild: Guild | None
    everything: Changes = field(repr=False)
    changes: Changes = field(default_factory=Changes, repr=False)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    payload: Payload = field(default_factory=dict, repr=False)
    source: Message | None = None
    sent_at: float = 0.0
    delivered: int = 0
    calls: list[Call] = field(default_factory=list, repr=False)
    messages: list[Message] = field(default_factory=list)
    response_type: int | None = None
    choices: list[Payload] | None = None
    modal: Payload | None = None
    acknowledged_after: float | None = None
    answered_after: float | None = None
    followups: int = 0

    # --- what the user sees -------------------------------------------------------

    @property
    def visible(self) -> list[Message]:
        """The messages of this interaction that the user can read now."""
        return [message for message in self.messages if message.visible]

    @property
    def original(self) -> Message | None:
        """What ``@original`` names: the source for updates, else the first response."""
        if self.response_type in _UPDATES:
            return self.source
        if self.response_type in _MESSAGE_ANSWERS and self.messages:
            return self.messages[0]
        return None

    @property
    def ephemeral(self) -> bool | None:
        """Whether the first response was for the user's eyes only; None before it."""
        original = self.original
        return None if original is None else original.ephemeral

    @property
    def text(self) -> str:
        """All words the user can read: of the new messages, else of the changed source."""
        shown = self.visible
        if not shown and self.response_type in _UPDATES and self.source is not None:
            shown = [self.source]
        return "\n".join(message.text for message in shown)

    @property
    def message(self) -> Message:
        """The latest message the user can read (the source, if that was changed)."""
        if self.visible:
            return self.visible[-1]
        if self.response_type in _UPDATES and self.source is not None:
            return self.source
        raise LookupError(f"the user sees no message; {self.describe()}")

    def failed(self, deadline: float) -> bool:
        """Whether the user reads "the application did not respond"."""
        return self.response_type is None and time.monotonic() - self.sent_at > deadline

    def describe(self) -> str:
        """One line for a failing test."""
        calls = ", ".join(map(str, self.calls)) or "no calls"
        return f"interaction type {self.type}, sent to {self.delivered} session(s): {calls}"

    # --- waiting ------------------------------------------------------------------

    async def answered(self, timeout: float = 5.0) -> Interaction:
        """Wait until the user has an answer: a readable message, choices, or a modal.

        A deferral alone is none.
        """
        await self._until("answer", lambda: self.answered_after is not None, timeout)
        return self

    async def acknowledged(self, timeout: float = 5.0) -> Interaction:
        """Wait until a callback was accepted, be it only a deferral."""
        await self._until("acknowledgement", lambda: self.acknowledged_after is not None, timeout)
        return self

    async def called(self, count: int, timeout: float = 5.0) -> Interaction:
        """Wait until the bot has made so many requests about this interaction, and each is
        through, whatever came of it."""
        await self._until(f"{count} calls", lambda: len(self.calls) >= count, timeout)
        return self

    async def shows(self, words: str, timeout: float = 5.0) -> Interaction:
        """Wait until these words can be read."""
        # The source message may be changed by another interaction as well.
        await self._until(repr(words), lambda: words in self.text, timeout, self.everything)
        return self

    async def _until(
        self, what: str, condition: Any, timeout: float, changes: Changes | None = None
    ) -> None:
        try:
            await (changes or self.changes).until(condition, timeout)
        except TimeoutError:
            raise TimeoutError(f"no {what} in {timeout} s; {self.describe()}") from None

    # --- the rules ----------------------------------------------------------------

    @property
    def allowed_responses(self) -> frozenset[int]:
        """The callback types that Discord accepts for this interaction."""
        if self.type == PING:
            return frozenset({PONG})
        if self.type == AUTOCOMPLETE:
            return frozenset({CHOICES})
        allowed = set(_MESSAGE_ANSWERS)
        if self.source is not None:
            allowed |= _UPDATES
        if self.type != MODAL_SUBMIT:
            allowed.add(MODAL)
        return frozenset(allowed)

    @property
    def followup_limit(self) -> int | None:
        """5 where only the user installed the app and the server did not."""
        owners = self.payload.get("authorizing_integration_owners", {})
        return 5 if self.guild is not None and "0" not in owners else None

    def acknowledge(self, response_type: int, data: Payload) -> None:
        """Take a callback as the first response."""
        self.response_type = response_type
        self.acknowledged_after = time.monotonic() - self.sent_at
        if response_type == CHOICES:
            self.choices = data.get("choices") or []
        elif response_type == MODAL:
            self.modal = data
        if response_type not in (DEFERRED_MESSAGE, DEFERRED_UPDATE):
            self.mark_answered()

    def mark_answered(self) -> None:
        if self.answered_after is None:
            self.answered_after = time.monotonic() - self.sent_at

    def callback_response(self) -> Payload:
        """The body that ``with_response=1`` asks for."""
        original = self.original
        about: Payload = {"id": str(self.id), "type": self.type}
        body: Payload = {"interaction": about}
        if original is not None and self.response_type in _MESSAGE_ANSWERS | {UPDATE_MESSAGE}:
            about["response_message_id"] = str(original.id)
            about["response_message_loading"] = original.loading
            about["response_message_ephemeral"] = bool(original.flags & EPHEMERAL)
            body["resource"] = {"type": self.response_type, "message": original.payload}
        return body

    def metadata(self) -> Payload:
        """``interaction_metadata`` of the messages that answer it."""
        return {
            "id": str(self.id),
            "type": self.type,
            "user": self.user.payload(),
            "authorizing_integration_owners": self.payload.get(
                "authorizing_integration_owners", {}
            ),
        }
