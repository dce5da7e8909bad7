"""What a test makes a user do, and what it gets back."""

# ruff: noqa: ASYNC109 - a test says how long it waits, in the call that waits

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Unpack

from . import events
from .events import How, Options, Place, Where
from .gateway import Gateway
from .interactions import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL_SUBMIT, Interaction
from .messages import Message
from .session import DIRECT_MESSAGES, GUILD_MESSAGES
from .state import State
from .world import GROUP_DM, Channel, Guild, Payload, Role, User, timestamp


@dataclass(eq=False)
class Exchange:
    """A message a user wrote, and what the bot wrote back in that channel."""

    message: Message
    delivered: int
    _state: State = field(repr=False)

    @property
    def replies(self) -> list[Message]:
        """The bot's messages after it, without those that answer another message."""
        own = self._state.bot.id
        return [
            m
            for m in self._state.messages.values()
            if m.channel_id == self.message.channel_id
            and m.author_id == own
            and m.id > self.message.id
            and m.visible
            and m.reference_id in (None, self.message.id)
        ]

    @property
    def text(self) -> str:
        return "\n".join(message.text for message in self.replies)

    async def replied(self, timeout: float = 5.0, *, count: int = 1) -> Message:
        """Wait for the bot's reply (or its ``count``-th) and return it."""
        try:
            await self._state.changes.until(lambda: len(self.replies) >= count, timeout)
        except TimeoutError:
            reached = f"sent to {self.delivered} session(s)"
            raise TimeoutError(f"no reply {count} in {timeout} s; {reached}") from None
        return self.replies[count - 1]


class Actions:
    """The users' side of the double. All methods are small and async."""

    state: State
    gateway: Gateway
    user: User

    # --- commands -----------------------------------------------------------------

    async def slash(
        self, name: str, options: Mapping[str, Any] | None = None, **where: Unpack[Where]
    ) -> Interaction:
        """Use a slash command. A subcommand is named with its path: ``"facts load"``.

        An option may be an ``Upload``, a ``User``, a ``Role`` or a ``Channel``.
        """
        return await self._command(COMMAND, name, options or {}, None, where)

    async def send_autocomplete(
        self, name: str, options: Mapping[str, Any], focused: str, **where: Unpack[Where]
    ) -> Interaction:
        """Type into an option, without waiting for the choices."""
        return await self._command(AUTOCOMPLETE, name, options, focused, where)

    async def autocomplete(
        self,
        name: str,
        options: Mapping[str, Any],
        focused: str,
        timeout: float = 5.0,
        **where: Unpack[Where],
    ) -> list[Payload]:
        """Type into an option and return the choices the bot offers."""
        interaction = await self.send_autocomplete(name, options, focused, **where)
        await interaction.answered(timeout)
        return interaction.choices or []

    async def context_menu(
        self, name: str, target: User | Message, **where: Unpack[Where]
    ) -> Interaction:
        """Use a user or message command on its target."""
        place = self._place(where)
        user = where.get("user", self.user)
        kind = 2 if isinstance(target, User) else 3
        body = target.payload() if isinstance(target, User) else target.payload
        resolved = {"users" if kind == 2 else "messages": {str(target.id): body}}
        registered = self._registered(name, place.guild, kind)
        data = events.command_data(self._command_id(registered), name, [], resolved)
        data |= {"type": kind, "target_id": str(target.id)}
        return await self._emit(COMMAND, data, place, user, where)

    async def _command(
        self,
        kind: int,
        name: str,
        values: Mapping[str, Any],
        focused: str | None,
        where: Where,
    ) -> Interaction:
        place = self._place(where)
        base, *path = name.split(" ")
        registered = self._registered(base, place.guild, 1)
        options = Options(self.state.cdn_url, focused)
        built = options.build(path, values, (registered or {}).get("options") or [])
        self.state.keep_uploads(options.uploads)
        data = events.command_data(self._command_id(registered), base, built, options.resolved)
        if registered is not None and "guild_id" in registered:
            data["guild_id"] = registered["guild_id"]
        return await self._emit(kind, data, place, where.get("user", self.user), where)

    def _registered(self, name: str, guild: Guild | None, kind: int) -> Payload | None:
        for scope in (guild.id if guild is not None else None, None):
            for command in self.state.commands.get(scope, ()):
                if command["name"] == name and command["type"] == kind:
                    return command
        return None

    def _command_id(self, registered: Payload | None) -> str:
        return registered["id"] if registered is not None else str(self.state.new_id())

    # --- components and modals ----------------------------------------------------

    async def press(
        self,
        custom_id: str,
        message: Message | Interaction,
        *,
        values: list[str] | None = None,
        forged: bool = False,
        **where: Unpack[Where],
    ) -> Interaction:
        """Press a button, or choose ``values`` in a select, of a message.

        ``forged`` sends a custom_id the message does not have, as a modified client can.
        """
        target = message.message if isinstance(message, Interaction) else message
        kind = 2 if values is None else 3
        if not forged:
            kind = target.component(custom_id)["type"]
        if isinstance(message, Interaction):
            where = _inherited(message, where)
        data: Payload = {"custom_id": custom_id, "component_type": kind}
        if values is not None:
            data["values"] = values
        user = where.get("user", self.user)
        place = self._place_of(target, where)
        return await self._emit(COMPONENT, data, place, user, where, source=target)

    async def submit_modal(
        self,
        modal: Interaction | str,
        values: Mapping[str, Any],
        **where: Unpack[Where],
    ) -> Interaction:
        """Submit a modal, given the interaction that opened it or its custom_id.

        An unknown custom_id is sent as it is: modals outlive restarts and can be forged.
        """
        opener = modal if isinstance(modal, Interaction) else self._opener(modal)
        custom_id = modal if isinstance(modal, str) else str((modal.modal or {})["custom_id"])
        options = Options(self.state.cdn_url)
        form = opener.modal if opener is not None else None
        data = events.modal_data(custom_id, form, values, options)
        self.state.keep_uploads(options.uploads)
        source = None
        if opener is not None:
            where = _inherited(opener, where)
            source = opener.source
        user = where.get("user", self.user)
        return await self._emit(MODAL_SUBMIT, data, self._place(where), user, where, source=source)

    def _opener(self, custom_id: str) -> Interaction | None:
        opened = reversed(self.state.interactions.values())
        return next((i for i in opened if i.modal and i.modal["custom_id"] == custom_id), None)

    # --- messages -----------------------------------------------------------------

    async def direct_message(self, text: str, **how: Unpack[How]) -> Exchange:
        """Write to the bot in its DM."""
        channel = self.state.direct_channel(how.get("user") or self.user)
        return await self._write(text, Place(None, channel, events.BOT_DM, {}), how)

    async def channel_message(
        self,
        text: str,
        *,
        mention: bool = False,
        guild: Guild | None = None,
        channel: Channel | None = None,
        **how: Unpack[How],
    ) -> Exchange:
        """Write in a guild channel, where ``mention`` puts the bot's mention in front."""
        server = guild or self.state.guilds[0]
        place = Place(server, channel or server.channel, events.GUILD, {})
        words = f"{self.state.bot.mention} {text}" if mention else text
        return await self._write(words, place, how)

    async def edit(self, exchange: Exchange, text: str) -> None:
        """Change a user's message. A mention that comes in counts, as in a new one."""
        payload = exchange.message.payload
        payload |= {"content": text, "edited_timestamp": timestamp()}
        if self.state.bot.named_in(text):
            payload["mentions"] = [self.state.bot.payload()]
        await self.tell(exchange.message, "MESSAGE_UPDATE")

    async def delete(self, exchange: Exchange) -> None:
        """Delete a user's message."""
        exchange.message.deleted = True
        await self.tell(exchange.message, "MESSAGE_DELETE")

    async def tell(self, message: Message, event: str = "MESSAGE_CREATE") -> int:
        """Tell the bot of a user's message, once more if it was told: that happens."""
        payload = message.payload
        mentioned = {each["id"] for each in payload["mentions"]}
        if event == "MESSAGE_DELETE":
            payload = {k: v for k, v in payload.items() if k in ("id", "channel_id", "guild_id")}
        direct = message.guild_id is None
        return await self.gateway.dispatch_message(
            event,
            payload,
            guild_id=message.guild_id,
            intents=DIRECT_MESSAGES if direct else GUILD_MESSAGES,
            addressed=direct or str(self.state.bot.id) in mentioned,
        )

    async def _write(self, text: str, place: Place, how: How) -> Exchange:
        author = how.get("user") or self.user
        self.state.users[author.id] = author
        uploads = {str(upload.id): upload for upload in how.get("attachments") or ()}
        self.state.keep_uploads(uploads)
        message = events.user_message(
            text,
            author=author,
            bot=self.state.bot,
            place=place,
            message_id=self.state.new_id(),
            attachments=[upload.payload(self.state.cdn_url) for upload in uploads.values()],
            how=how,
        )
        message.files = {upload.filename: upload for upload in uploads.values()}
        self.state.messages[message.id] = message
        return Exchange(message, await self.tell(message), self.state)

    # --- servers ------------------------------------------------------------------

    async def join(self, guild: Guild) -> None:
        """Let a server add the bot, or come back after an outage."""
        guild.unavailable = False
        body = guild.payload(self.state.bot)
        if guild not in self.state.guilds:
            self.state.guilds.append(guild)
            del body["unavailable"]  # by which clients tell one from the other
        await self.gateway.dispatch("GUILD_CREATE", body, guild_id=guild.id)

    async def remove(self, guild: Guild) -> None:
        """Let a server remove the bot."""
        self.state.guilds.remove(guild)
        await self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, guild_id=guild.id)

    async def fail(self, guild: Guild) -> None:
        """Let a server become unavailable, in an outage of Discord's."""
        guild.unavailable = True
        body = {"id": str(guild.id), "unavailable": True}
        await self.gateway.dispatch("GUILD_DELETE", body, guild_id=guild.id)

    # --- sending ------------------------------------------------------------------

    def _place(self, where: Where) -> Place:
        user = where.get("user", self.user)
        chosen = where.get("guild", True)
        guild = self.state.guilds[0] if chosen is True else chosen or None
        context = events.GUILD
        if where.get("private"):
            others = (user, User("bob"))
            guild, channel, context = None, Channel(GROUP_DM, "group", recipients=others), 2
        elif guild is None:
            channel, context = self.state.direct_channel(user), events.BOT_DM
        else:
            channel = guild.channel
        channel = where.get("channel", channel)
        installed = where.get("user_install", False)
        return Place(guild, channel, context, events.owners_of(guild, user, context, installed))

    def _place_of(self, message: Message, where: Where) -> Place:
        """The place of a message, unless the test names another."""
        if "guild" not in where and "private" not in where:
            known = [g for g in self.state.guilds if g.id == message.guild_id]
            where = where | {"guild": known[0] if known else False}
        return self._place(where)

    async def _emit(
        self,
        kind: int,
        data: Payload,
        place: Place,
        user: User,
        where: Where,
        *,
        source: Message | None = None,
    ) -> Interaction:
        self.state.users[user.id] = user
        changes, new_id = self.state.changes, self.state.new_id()
        interaction = Interaction(new_id, kind, user, place.guild, changes, source=source)
        bot = self.state.bot
        interaction.payload = events.interaction_payload(interaction, data, place, bot, where)
        self.state.remember(interaction)
        interaction.sent_at = time.monotonic()
        await self.redeliver(interaction)
        return interaction

    async def redeliver(self, interaction: Interaction) -> None:
        """Send an interaction (again): Discord may deliver the same event twice."""
        guild_id = interaction.guild.id if interaction.guild is not None else None
        interaction.delivered += await self.gateway.dispatch(
            "INTERACTION_CREATE", interaction.payload, guild_id=guild_id
        )


def _inherited(opener: Interaction, where: Where) -> Where:
    """The next step of a conversation happens where the last did, by the same user."""
    body = opener.payload
    before: Where = {
        "user": opener.user,
        "guild": opener.guild if opener.guild is not None else False,
        "owners": body["authorizing_integration_owners"],
        "locale": body["locale"],
        "attachment_size_limit": body["attachment_size_limit"],
        "private": body["context"] == events.PRIVATE_CHANNEL,
    }
    if opener.guild is not None:
        member = body["member"]
        before["permissions"] = int(member["permissions"])
        before["roles"] = tuple(Role(id=int(role)) for role in member["roles"])
    return before | where
