"""The state behind the API: users, guilds, channels, messages, interactions, commands."""

from __future__ import annotations

from typing import Any

from .interactions import Interaction
from .messages import Message
from .record import Changes
from .world import DM, Channel, Guild, Payload, Upload, User, snowflake


class Bounded(dict[Any, Any]):
    """A dict that forgets its oldest entries, so that a soak run stays flat in memory."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key, value)
        while len(self) > self.limit:
            del self[next(iter(self))]


class State:
    """Everything the REST routes and the events read and write."""

    def __init__(self, bot: User, guilds: list[Guild], history: int, skew: float) -> None:
        self.bot = bot
        self.guilds = guilds
        self.skew = skew
        self.changes = Changes()
        self.cdn_url = ""
        self.users: dict[int, User] = {bot.id: bot}
        self.commands: dict[int | None, list[Payload]] = {}
        self.typing: dict[int, int] = {}
        self.messages: dict[int, Message] = Bounded(history)
        self.uploads: dict[int, Upload] = Bounded(history)
        self.interactions: dict[int, Interaction] = Bounded(history)
        self.tokens: dict[str, Interaction] = Bounded(history)
        self.nonces: dict[tuple[int, str], int] = Bounded(1_000)
        self._direct: dict[int, Channel] = {}

    def new_id(self) -> int:
        return snowflake(self.skew)

    def direct_channel(self, user: User) -> Channel:
        """The DM channel between the bot and this user; made on first use."""
        self.users[user.id] = user
        if user.id not in self._direct:
            self._direct[user.id] = Channel(DM, recipients=(user,), id=self.new_id())
        return self._direct[user.id]

    def find_channel(self, channel_id: int) -> tuple[Channel, Guild | None] | None:
        """The channel and its guild, if the bot can reach it."""
        for guild in self.guilds:
            for channel in (*guild.channels, *guild.threads, *guild.unknown_threads):
                if channel.id == channel_id:
                    return channel, guild
        for channel in self._direct.values():
            if channel.id == channel_id:
                return channel, None
        return None

    def keep_uploads(self, files: dict[str, Upload]) -> None:
        """Let the CDN route serve these files."""
        for upload in files.values():
            self.uploads[upload.id] = upload

    def remember(self, interaction: Interaction) -> None:
        self.interactions[interaction.id] = interaction
        self.tokens[interaction.token] = interaction

    def forget(self) -> None:
        """Drop the history; guilds, users, channels and commands stay."""
        stores: tuple[dict[Any, Any], ...] = (
            self.messages,
            self.uploads,
            self.interactions,
            self.tokens,
            self.nonces,
            self.typing,
        )
        for store in stores:
            store.clear()
