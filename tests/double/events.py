"""Payloads of the events a user causes: interactions and messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from .interactions import Interaction
from .messages import Message, blank
from .world import MEMBER, Channel, Guild, Payload, Role, Upload, User

GUILD, BOT_DM, PRIVATE_CHANNEL = 0, 1, 2

DEFAULT_SIZE_LIMIT = 10 * 1024 * 1024

SUBCOMMAND, SUBCOMMAND_GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)

_INFERRED: dict[type, int] = {
    bool: BOOLEAN,
    int: INTEGER,
    float: NUMBER,
    str: STRING,
    User: USER,
    Channel: CHANNEL,
    Role: ROLE,
    Upload: ATTACHMENT,
}


class Where(TypedDict, total=False):
    """Keyword arguments common to everything a user does.

    ``guild``: True (default) for the double's first guild, a ``Guild``, or False for the
    DM with the bot. ``private``: a group DM, where only a user install can be used.
    ``user_install``: the app is installed by the user only, not by the server.
    ``roles``: those that the user has in the guild, beside @everyone.
    """

    user: User
    guild: Guild | bool
    channel: Channel
    private: bool
    user_install: bool
    owners: dict[str, str]
    locale: str
    permissions: int
    roles: tuple[Role, ...]
    attachment_size_limit: int


class How(TypedDict, total=False):
    """Keyword arguments common to all messages a user writes.

    ``reply_to`` makes it a reply, which mentions whom it answers unless ``ping`` is off.
    ``webhook``: a webhook wrote it. ``kind``: the message type, such as 7 for a member's arrival.
    """

    user: User | None
    attachments: list[Upload] | None
    reply_to: Message | None
    ping: bool
    webhook: bool
    kind: int


@dataclass(slots=True)
class Place:
    """Where an interaction happens, with what follows from that."""

    guild: Guild | None
    channel: Channel
    context: int
    owners: dict[str, str]


def owners_of(guild: Guild | None, user: User, context: int, user_install: bool) -> dict[str, str]:
    """``authorizing_integration_owners``: by whose installation the command is there."""
    if user_install or context == PRIVATE_CHANNEL:
        return {"1": str(user.id)}
    # In the bot's own DM Discord gives guild "0".
    return {"0": str(guild.id) if guild is not None else "0"}


def interaction_payload(
    interaction: Interaction, data: Payload, place: Place, bot: User, where: Where
) -> Payload:
    """The body of INTERACTION_CREATE."""
    permissions = where.get("permissions", MEMBER)
    body: Payload = {
        "id": str(interaction.id),
        "application_id": str(bot.id),
        "type": interaction.type,
        "token": interaction.token,
        "version": 1,
        "data": data,
        "channel": place.channel.payload() | {"permissions": str(permissions)},
        "channel_id": str(place.channel.id),
        "context": place.context,
        "locale": where.get("locale", "en-US"),
        "app_permissions": str(MEMBER),
        "entitlements": [],
        "authorizing_integration_owners": where.get("owners", place.owners),
        "attachment_size_limit": where.get("attachment_size_limit", DEFAULT_SIZE_LIMIT),
    }
    if place.guild is not None:
        body["guild_id"] = str(place.guild.id)
        body["guild"] = place.guild.partial()
        body["guild_locale"] = place.guild.locale
        body["member"] = interaction.user.member(
            permissions, tuple(role.id for role in where.get("roles", ()))
        )
    else:
        body["user"] = interaction.user.payload()
    if interaction.source is not None:
        body["message"] = interaction.source.payload
    return body


class Options:
    """Builds ``data.options`` and ``data.resolved`` from a plain dict.

    The types come from the registered command; where that does not know the option (a stale
    client), from the value.
    """

    def __init__(self, cdn_url: str, focused: str | None = None) -> None:
        self.cdn_url = cdn_url
        self.focused = focused
        self.uploads: dict[str, Upload] = {}
        self.resolved: dict[str, dict[str, Payload]] = {}

    def build(
        self, path: list[str], values: Mapping[str, Any], registered: list[Payload]
    ) -> list[Payload]:
        """Options below the command; ``path`` holds the group and subcommand, if any."""
        if not path:
            types = {option["name"]: option["type"] for option in registered}
            return [self._option(name, value, types) for name, value in values.items()]
        known = next((o for o in registered if o["name"] == path[0]), {})
        inner = self.build(path[1:], values, known.get("options") or [])
        kind = SUBCOMMAND_GROUP if len(path) > 1 else SUBCOMMAND
        return [{"name": path[0], "type": kind, "options": inner}]

    def _option(self, name: str, value: Any, types: Mapping[str, int]) -> Payload:
        inferred = next((t for kind, t in _INFERRED.items() if isinstance(value, kind)), STRING)
        option_type = types.get(name, inferred)
        body: Payload = {"name": name, "type": option_type, "value": self._value(value)}
        if name == self.focused:
            body["focused"] = True
        return body

    def _value(self, value: Any) -> Any:
        if isinstance(value, Upload):
            self.uploads[str(value.id)] = value
            self._resolve("attachments", value.id, value.payload(self.cdn_url))
            return str(value.id)
        if isinstance(value, User):
            self._resolve("users", value.id, value.payload())
            return str(value.id)
        if isinstance(value, Role):
            self._resolve("roles", value.id, value.payload())
            return str(value.id)
        if isinstance(value, Channel):
            self._resolve("channels", value.id, value.payload())
            return str(value.id)
        return value

    def _resolve(self, kind: str, item_id: int, payload: Payload) -> None:
        self.resolved.setdefault(kind, {})[str(item_id)] = payload


def command_data(command_id: str, name: str, options: list[Payload], resolved: Payload) -> Payload:
    data: Payload = {"id": command_id, "name": name, "type": 1, "options": options}
    if resolved:
        data["resolved"] = resolved
    return data


def modal_data(
    custom_id: str, modal: Payload | None, values: Mapping[str, Any], options: Options
) -> Payload:
    """What a submitted modal sends: the fields in the order of the modal, values filled in."""
    fields = _fields(modal) if modal is not None else [(4, name) for name in values]
    unknown = set(values) - {name for _, name in fields}
    if unknown:
        raise LookupError(f"the modal has no field {unknown}; it has {[n for _, n in fields]}")
    components = [
        {"type": 18, "id": i, "component": _submitted(kind, name, values.get(name), options, i)}
        for i, (kind, name) in enumerate(fields, 1)
    ]
    data: Payload = {"custom_id": custom_id, "components": components}
    if options.resolved:
        data["resolved"] = options.resolved
    return data


def _fields(modal: Payload) -> list[tuple[int, str]]:
    fields: list[tuple[int, str]] = []
    for top in modal["components"]:
        inner = [top["component"]] if "component" in top else top.get("components") or []
        fields += [(c["type"], c["custom_id"]) for c in inner if "custom_id" in c]
    return fields


def _submitted(kind: int, name: str, value: Any, options: Options, number: int) -> Payload:
    body: Payload = {"type": kind, "custom_id": name, "id": 100 + number}
    if kind == 4:
        return body | {"value": "" if value is None else str(value)}
    if kind == 21:
        return body | {"value": value}
    if kind == 23:
        return body | {"value": bool(value)}
    chosen = [] if value is None else value if isinstance(value, list) else [value]
    return body | {"values": [options._value(item) for item in chosen]}


def user_message(
    text: str,
    *,
    author: User,
    bot: User,
    place: Place,
    message_id: int,
    attachments: list[Payload],
    how: How,
) -> Message:
    """A message a user writes, in a channel or a DM."""
    payload = blank(author, place.channel.id, message_id)
    payload["content"] = text
    payload["attachments"] = attachments
    payload["type"] = how.get("kind", 0)
    reply_to = how.get("reply_to")
    pinged = reply_to is not None and how.get("ping", True) and reply_to.author_id == bot.id
    if pinged or bot.named_in(text):
        payload["mentions"] = [bot.payload()]
    if reply_to is not None:
        payload["type"] = 19
        payload["message_reference"] = {
            "message_id": str(reply_to.id),
            "channel_id": str(reply_to.channel_id),
        }
        payload["referenced_message"] = reply_to.payload
    if place.guild is not None:
        payload["guild_id"] = str(place.guild.id)
    if how.get("webhook"):
        payload["webhook_id"] = str(author.id)
    elif place.guild is not None:
        member = author.member(MEMBER)
        payload["member"] = {k: v for k, v in member.items() if k not in ("user", "permissions")}
    return Message(payload, place.guild.id if place.guild is not None else None)
