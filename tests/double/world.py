"""Who and where: users, guilds and channels of the double, and their payloads.

Only the fields that discord.py 2.7.1 reads without a default are always present; the
rest is left out so that a test cannot come to depend on something Discord may omit.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Payload = dict[str, Any]

DISCORD_EPOCH_MS = 1_420_070_400_000

# Permission bits a test usually needs (Discord's "bitwise permission flags").
ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
# View, send, embed, attach, read history, use application commands.
MEMBER = (1 << 10) | (1 << 11) | (1 << 14) | (1 << 15) | (1 << 16) | (1 << 31)
MODERATOR = MEMBER | MANAGE_GUILD

GUILD_TEXT = 0
DM = 1
GROUP_DM = 3
PUBLIC_THREAD = 11

_counter = itertools.count()


def snowflake(skew: float = 0.0) -> int:
    """A new id. Clients read the creation time out of it, so it holds the real clock.

    ``skew`` seconds shift that time, to play a host whose clock differs from Discord's.
    """
    milliseconds = int((time.time() + skew) * 1000) - DISCORD_EPOCH_MS
    return (milliseconds << 22) | (next(_counter) & 0x3FFFFF)


def timestamp() -> str:
    """The present moment as Discord writes it."""
    return datetime.now(UTC).isoformat()


@dataclass(frozen=True, slots=True)
class User:
    """A person, or the bot itself."""

    name: str = "alice"
    id: int = field(default_factory=snowflake)
    bot: bool = False

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def named_in(self, text: str) -> bool:
        """Whether a text mentions this user, in either form of a mention."""
        return self.mention in text or f"<@!{self.id}>" in text

    def payload(self) -> Payload:
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": self.name.title(),
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }

    def member(self, permissions: int, roles: tuple[int, ...] = ()) -> Payload:
        """This user as a guild member, with the permissions computed for the channel."""
        return {
            "user": self.payload(),
            "nick": None,
            "avatar": None,
            "roles": [str(role) for role in roles],
            "joined_at": "2024-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
            "pending": False,
            "permissions": str(permissions),
        }


@dataclass(slots=True)
class Channel:
    """A text channel or thread of a guild, a DM with the bot, or a group DM it is not in."""

    type: int = GUILD_TEXT
    name: str = "general"
    id: int = field(default_factory=snowflake)
    recipients: tuple[User, ...] = ()
    parent: Channel | None = None

    def payload(self) -> Payload:
        common: Payload = {"id": str(self.id), "type": self.type, "flags": 0}
        if self.type == GUILD_TEXT:
            return common | {
                "name": self.name,
                "position": 0,
                "nsfw": False,
                "parent_id": None,
                "permission_overwrites": [],
                "rate_limit_per_user": 0,
                "topic": None,
                "permissions": str(MEMBER),
            }
        if self.parent is not None:
            return common | {
                "name": self.name,
                "parent_id": str(self.parent.id),
                "owner_id": str(self.id),
                "rate_limit_per_user": 0,
                "message_count": 0,
                "member_count": 1,
                "permissions": str(MEMBER),
                "thread_metadata": {
                    "archived": False,
                    "archive_timestamp": timestamp(),
                    "auto_archive_duration": 1440,
                    "locked": False,
                },
            }
        common["recipients"] = [user.payload() for user in self.recipients]
        common["last_message_id"] = None
        if self.type == GROUP_DM:
            common |= {"name": self.name, "icon": None, "owner_id": str(self.recipients[0].id)}
        return common


@dataclass(frozen=True, slots=True)
class Role:
    """A role of a guild."""

    name: str = "engineers"
    id: int = field(default_factory=snowflake)

    def payload(self) -> Payload:
        return _everyone(self.id) | {"name": self.name}


def _everyone(guild_id: int) -> Payload:
    return {
        "id": str(guild_id),
        "name": "@everyone",
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": 0,
        "permissions": str(MEMBER),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


@dataclass(slots=True)
class Guild:
    """A server. ``unavailable`` plays an outage: READY lists it but no GUILD_CREATE comes.

    The bot is told of ``threads``, not of ``unknown_threads``: it meets those by their ids.
    """

    name: str = "Test Server"
    id: int = field(default_factory=snowflake)
    channels: list[Channel] = field(default_factory=lambda: [Channel()])
    owner: User = field(default_factory=lambda: User("owner"))
    locale: str = "en-US"
    roles: list[Payload] = field(default_factory=list)
    unavailable: bool = False
    threads: list[Channel] = field(default_factory=list)
    unknown_threads: list[Channel] = field(default_factory=list)

    @property
    def channel(self) -> Channel:
        """The first channel, which is where tests talk unless they say otherwise."""
        return self.channels[0]

    def thread(self, name: str = "talk", *, known: bool = True) -> Channel:
        """A new thread of the first channel; one not ``known`` was made while nobody told."""
        made = Channel(PUBLIC_THREAD, name, parent=self.channel)
        (self.threads if known else self.unknown_threads).append(made)
        return made

    def partial(self) -> Payload:
        return {"id": str(self.id), "locale": self.locale, "features": []}

    def payload(self, bot: User) -> Payload:
        """The body of GUILD_CREATE."""
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "preferred_locale": self.locale,
            "member_count": 2,
            "roles": [_everyone(self.id), *self.roles],
            "channels": [channel.payload() for channel in self.channels],
            "members": [bot.member(MEMBER)],
            "threads": [thread.payload() for thread in self.threads],
            "emojis": [],
            "stickers": [],
            "features": [],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
            "joined_at": "2024-01-01T00:00:00+00:00",
            "large": False,
            "unavailable": False,
            "nsfw_level": 0,
            "premium_tier": 0,
        }


@dataclass(slots=True)
class Upload:
    """A file: one a user hands to the bot, or one the bot sent.

    ``size`` may differ from the real length, as a hostile or broken client would have it.
    """

    data: bytes
    filename: str = "facts.csv"
    content_type: str | None = None
    size: int | None = None
    id: int = field(default_factory=snowflake)

    def payload(self, cdn_url: str) -> Payload:
        """The attachment object; its URLs lead to the double's own CDN route."""
        url = f"{cdn_url}/attachments/{self.id}/{self.filename}"
        body: Payload = {
            "id": str(self.id),
            "filename": self.filename,
            "size": len(self.data) if self.size is None else self.size,
            "url": url,
            "proxy_url": url,
        }
        if self.content_type is not None:
            body["content_type"] = self.content_type
        return body
