"""The interaction endpoints: the callback, ``@original`` and followups."""

from __future__ import annotations

import time
from collections.abc import Callable

from . import errors
from .interactions import (
    CHANNEL_MESSAGE,
    DEFERRED_MESSAGE,
    UPDATE_MESSAGE,
    Interaction,
)
from .messages import COMPONENTS_V2, EPHEMERAL, LOADING, Message, apply, blank, revise
from .record import Call
from .state import State
from .world import Payload

Reply = tuple[int, Payload | list[Payload] | None]
Echo = Callable[[str, Message], None]

# What a bot may set on a message it creates through an interaction.
_CREATE_FLAGS = EPHEMERAL | COMPONENTS_V2


class Webhooks:
    """Routes that need an interaction token instead of the bot's."""

    def __init__(self, state: State, deadline: float, token_life: float, echo: Echo) -> None:
        self.state = state
        self.deadline = deadline
        self.token_life = token_life
        self._echo = echo

    def interaction_of(self, call: Call) -> Interaction | None:
        """The interaction a call is about, without judging the call."""
        token = call.parameters.get("interaction_token") or call.parameters.get("webhook_token")
        return self.state.tokens.get(token) if token else None

    # --- callback -----------------------------------------------------------------

    async def callback(self, call: Call) -> Reply:
        interaction = self.interaction_of(call)
        if interaction is None or str(interaction.id) != call.parameters["interaction_id"]:
            raise errors.unknown_interaction()
        if interaction.response_type is not None:
            raise errors.already_acknowledged()
        if time.monotonic() - interaction.sent_at > self.deadline:
            raise errors.unknown_interaction()
        response_type = (call.body or {}).get("type")
        if response_type not in interaction.allowed_responses:
            reason = f"callback type {response_type} does not fit this interaction"
            raise errors.invalid_form([reason])
        self._respond(interaction, response_type, call)
        if call.query.get("with_response", "").lower() in ("1", "true"):
            return 200, interaction.callback_response()
        return 204, None

    def _respond(self, interaction: Interaction, response_type: int, call: Call) -> None:
        data = call.body.get("data") or {}
        if response_type in (CHANNEL_MESSAGE, DEFERRED_MESSAGE):
            loading = response_type == DEFERRED_MESSAGE
            self._create(interaction, data, call, loading=loading)
        elif response_type == UPDATE_MESSAGE and interaction.source is not None:
            self._edit(interaction.source, data, call)
        interaction.acknowledge(response_type, data)

    def _create(
        self, interaction: Interaction, data: Payload, call: Call, *, loading: bool = False
    ) -> Message:
        flags = (data.get("flags") or 0) & _CREATE_FLAGS
        channel_id = int(interaction.payload["channel_id"])
        payload = blank(self.state.bot, channel_id, self.state.new_id(), flags)
        payload["type"] = 20 if not interaction.messages and interaction.type == 2 else 0
        payload["webhook_id"] = payload["application_id"] = str(self.state.bot.id)
        payload["interaction_metadata"] = interaction.metadata()
        guild_id = interaction.guild.id if interaction.guild is not None else None
        message = Message(payload, guild_id)
        if loading:
            payload["flags"] |= LOADING
        else:
            self.state.keep_uploads(call.files)
            apply(message, data, call.files, self.state.cdn_url)
        self.state.messages[message.id] = message
        interaction.messages.append(message)
        self._echo("MESSAGE_CREATE", message)
        return message

    def _edit(self, message: Message, data: Payload, call: Call) -> None:
        self.state.keep_uploads(call.files)
        revise(message, data, call.files, self.state.cdn_url)
        self._echo("MESSAGE_UPDATE", message)

    # --- by token -----------------------------------------------------------------

    def _authorized(self, call: Call) -> Interaction:
        if call.parameters["webhook_id"] != str(self.state.bot.id):
            raise errors.unknown_webhook()
        interaction = self.interaction_of(call)
        if interaction is None:
            raise errors.invalid_token()
        if time.monotonic() - interaction.sent_at > self.token_life:
            raise errors.invalid_token()
        if interaction.response_type is None:
            # The token opens the webhook only once the interaction was acknowledged.
            raise errors.unknown_webhook()
        return interaction

    def target(self, call: Call) -> Message | None:
        """The message a call names, if it is there."""
        interaction = self.interaction_of(call)
        if interaction is None:
            return None
        message_id = call.parameters.get("message_id", "@original")
        if message_id == "@original":
            found = interaction.original
        else:
            own = [*interaction.messages, interaction.original]
            found = next((m for m in own if m is not None and str(m.id) == message_id), None)
        return found if found is not None and not found.deleted else None

    def _found(self, call: Call) -> tuple[Interaction, Message]:
        interaction = self._authorized(call)
        message = self.target(call)
        if message is None:
            raise errors.unknown_message()
        return interaction, message

    async def read(self, call: Call) -> Reply:
        return 200, self._found(call)[1].payload

    async def edit(self, call: Call) -> Reply:
        interaction, message = self._found(call)
        self._edit(message, call.body or {}, call)
        interaction.mark_answered()
        return 200, message.payload

    async def delete(self, call: Call) -> Reply:
        message = self._found(call)[1]
        message.deleted = True
        self._echo("MESSAGE_DELETE", message)
        return 204, None

    async def followup(self, call: Call) -> Reply:
        interaction = self._authorized(call)
        data = call.body or {}
        original = interaction.original
        if original is not None and original.loading and not original.deleted:
            # Kept by Discord for old bots: the first followup fills the deferred response.
            self._edit(original, data, call)
            interaction.mark_answered()
            return 200, original.payload
        limit = interaction.followup_limit
        if limit is not None and interaction.followups >= limit:
            raise errors.too_many_followups()
        interaction.followups += 1
        message = self._create(interaction, data, call)
        interaction.mark_answered()
        return 200, message.payload
