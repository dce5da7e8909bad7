"""The routes of the REST API that need the bot's token, and the table of all routes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from . import errors
from .messages import COMPONENTS_V2, Message, apply, blank, revise
from .record import Call
from .state import State
from .webhooks import Echo, Reply, Webhooks
from .world import Payload, User

Handler = Callable[[Call], Awaitable[Reply]]

# Discord allows so many creations of new commands per day and guild; updates are free.
CREATES_PER_DAY = 200


@dataclass(frozen=True, slots=True)
class Route:
    """One operation: a short name for tests, and the path template of the OpenAPI file."""

    name: str
    method: str
    template: str
    handler: Handler
    needs_token: bool = True
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        parts = re.split(r"\{(\w+)\}", self.template)
        regexp = "".join(
            f"(?P<{part}>[^/]+)" if i % 2 else re.escape(part) for i, part in enumerate(parts)
        )
        object.__setattr__(self, "pattern", re.compile(regexp))


class Rest:
    """Handlers on the state; each gets the recorded call and returns status and body."""

    def __init__(self, state: State, webhooks: Webhooks, echo: Echo) -> None:
        self.state = state
        self.webhooks = webhooks
        self.gateway_url = ""
        self.shards = 1
        self.max_concurrency = 1
        self.identifies: Callable[[], int] = lambda: 0
        self._echo = echo
        self._created: dict[int | None, int] = {}
        self._table: dict[tuple[str, str], list[Route]] = {}
        for route in self._routes():
            key = (route.method, route.template.split("/", 2)[1])
            self._table.setdefault(key, []).append(route)

    def _routes(self) -> list[Route]:
        hooks = self.webhooks
        callback = "/interactions/{interaction_id}/{interaction_token}/callback"
        webhook = "/webhooks/{webhook_id}/{webhook_token}"
        original = f"{webhook}/messages/@original"
        followup = f"{webhook}/messages/{{message_id}}"
        channel = "/channels/{channel_id}"
        message = f"{channel}/messages/{{message_id}}"
        commands = "/applications/{application_id}/commands"
        local = "/applications/{application_id}/guilds/{guild_id}/commands"
        return [
            Route("callback", "POST", callback, hooks.callback, False),
            Route("original", "PATCH", original, hooks.edit, False),
            Route("original", "GET", original, hooks.read, False),
            Route("original", "DELETE", original, hooks.delete, False),
            Route("followup", "POST", webhook, hooks.followup, False),
            Route("webhook_message", "PATCH", followup, hooks.edit, False),
            Route("webhook_message", "GET", followup, hooks.read, False),
            Route("webhook_message", "DELETE", followup, hooks.delete, False),
            Route("message", "POST", f"{channel}/messages", self.create_message),
            Route("message", "PATCH", message, self.edit_message),
            Route("message", "GET", message, self.read_message),
            Route("message", "DELETE", message, self.delete_message),
            Route("typing", "POST", f"{channel}/typing", self.start_typing),
            Route("channel", "GET", channel, self.read_channel),
            Route("dm", "POST", "/users/@me/channels", self.open_dm),
            Route("me", "GET", "/users/@me", self.me),
            Route("user", "GET", "/users/{user_id}", self.read_user),
            Route("application", "GET", "/oauth2/applications/@me", self.application),
            Route("gateway", "GET", "/gateway", self.gateway, False),
            Route("gateway", "GET", "/gateway/bot", self.gateway_bot),
            Route("commands", "PUT", commands, self.sync),
            Route("commands", "GET", commands, self.read_commands),
            Route("guild_commands", "PUT", local, self.sync),
            Route("guild_commands", "GET", local, self.read_commands),
        ]

    def match(self, method: str, path: str) -> tuple[Route, dict[str, str]] | None:
        """The route of a path (without the /api/v10 prefix) and its parameters."""
        for route in self._table.get((method, path.split("/", 2)[1] if "/" in path else ""), ()):
            found = route.pattern.fullmatch(path)
            if found is not None:
                return route, found.groupdict()
        return None

    def edited(self, call: Call) -> Message | None:
        """The message a call may be about to change: its flags decide what is allowed."""
        if call.route == "callback":
            interaction = self.webhooks.interaction_of(call)
            return interaction.source if interaction is not None else None
        if call.method != "PATCH":
            return None
        if "webhook_token" in call.parameters:
            return self.webhooks.target(call)
        return self.state.messages.get(int(call.parameters["message_id"]))

    # --- start-up -----------------------------------------------------------------

    async def me(self, call: Call) -> Reply:
        return 200, self.state.bot.payload() | {"mfa_enabled": True, "verified": True}

    async def application(self, call: Call) -> Reply:
        owner = self.state.guilds[0].owner if self.state.guilds else User("owner")
        return 200, {
            "id": str(self.state.bot.id),
            "name": self.state.bot.name,
            "description": "",
            "icon": None,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": owner.payload(),
            "verify_key": "0" * 64,
            "flags": 0,
            "summary": "",
            "team": None,
        }

    async def gateway(self, call: Call) -> Reply:
        return 200, {"url": self.gateway_url}

    async def gateway_bot(self, call: Call) -> Reply:
        limit = {
            "total": 1_000,
            "remaining": max(0, 1_000 - self.identifies()),
            "reset_after": 86_400_000,
            "max_concurrency": self.max_concurrency,
        }
        return 200, {"url": self.gateway_url, "shards": self.shards, "session_start_limit": limit}

    # --- commands -----------------------------------------------------------------

    def _scope(self, call: Call) -> int | None:
        if call.parameters["application_id"] != str(self.state.bot.id):
            raise errors.not_found()
        guild_id = call.parameters.get("guild_id")
        return int(guild_id) if guild_id is not None else None

    async def sync(self, call: Call) -> Reply:
        """Bulk overwrite: what keeps its type and name keeps its id."""
        scope = self._scope(call)
        before = {(c["type"], c["name"]): c for c in self.state.commands.get(scope, ())}
        version = str(self.state.new_id())
        stored = [self._stored(body, scope, version, before) for body in call.body or ()]
        new = sum((c["type"], c["name"]) not in before for c in stored)
        self._created[scope] = self._created.get(scope, 0) + new
        if self._created[scope] > CREATES_PER_DAY:
            text = "Max number of daily application command creates has been reached (200)"
            raise errors.ApiError(400, 30034, text)
        self.state.commands[scope] = stored
        self.state.changes.notify()
        return 200, stored

    def _stored(
        self, body: Payload, scope: int | None, version: str, before: dict[tuple[int, str], Payload]
    ) -> Payload:
        command_type = body.get("type") or 1
        old = before.get((command_type, body["name"]))
        stored = body | {
            "id": old["id"] if old is not None else str(self.state.new_id()),
            "application_id": str(self.state.bot.id),
            "version": version,
            "type": command_type,
            # Clients read it without a default, though menus have none.
            "description": body.get("description") or "",
        }
        if scope is not None:
            stored["guild_id"] = str(scope)
        return stored

    async def read_commands(self, call: Call) -> Reply:
        return 200, self.state.commands.get(self._scope(call), [])

    # --- channels -----------------------------------------------------------------

    async def open_dm(self, call: Call) -> Reply:
        user_id = int((call.body or {}).get("recipient_id") or 0)
        user = self.state.users.get(user_id) or User(f"user{user_id}", user_id)
        return 200, self.state.direct_channel(user).payload()

    async def read_user(self, call: Call) -> Reply:
        user = self.state.users.get(int(call.parameters["user_id"]))
        if user is None:
            raise errors.ApiError(404, 10013, "Unknown User")
        return 200, user.payload()

    async def read_channel(self, call: Call) -> Reply:
        found = self.state.find_channel(int(call.parameters["channel_id"]))
        if found is None:
            raise errors.unknown_channel()
        return 200, found[0].payload()

    async def start_typing(self, call: Call) -> Reply:
        channel_id = int(call.parameters["channel_id"])
        if self.state.find_channel(channel_id) is None:
            raise errors.unknown_channel()
        self.state.typing[channel_id] = self.state.typing.get(channel_id, 0) + 1
        return 204, None

    # --- messages -----------------------------------------------------------------

    async def create_message(self, call: Call) -> Reply:
        channel_id = int(call.parameters["channel_id"])
        found = self.state.find_channel(channel_id)
        if found is None:
            raise errors.unknown_channel()
        body = call.body or {}
        nonce = (channel_id, str(body.get("nonce"))) if body.get("enforce_nonce") else None
        known = self.state.nonces.get(nonce) if nonce is not None else None
        if known is not None and known in self.state.messages:
            return 200, self.state.messages[known].payload
        self._require_reference(body)
        flags = (body.get("flags") or 0) & COMPONENTS_V2
        payload = blank(self.state.bot, channel_id, self.state.new_id(), flags)
        message = Message(payload, found[1].id if found[1] is not None else None)
        self.state.keep_uploads(call.files)
        apply(message, body, call.files, self.state.cdn_url)
        if body.get("message_reference"):
            payload["type"] = 19
        self.state.messages[message.id] = message
        if nonce is not None:
            self.state.nonces[nonce] = message.id
        self._echo("MESSAGE_CREATE", message)
        return 200, payload

    def _require_reference(self, body: Payload) -> None:
        reference = body.get("message_reference")
        if not reference or reference.get("fail_if_not_exists") is False:
            return
        message = self.state.messages.get(int(reference["message_id"]))
        if message is None or message.deleted:
            raise errors.unknown_reference()

    def _message(self, call: Call, *, own: bool = False) -> Message:
        message = self.state.messages.get(int(call.parameters["message_id"]))
        if message is None or message.deleted or message.ephemeral:
            raise errors.unknown_message()
        if str(message.channel_id) != call.parameters["channel_id"]:
            raise errors.unknown_message()
        if own and message.author_id != self.state.bot.id:
            raise errors.not_author()
        return message

    async def read_message(self, call: Call) -> Reply:
        return 200, self._message(call).payload

    async def edit_message(self, call: Call) -> Reply:
        message = self._message(call, own=True)
        self.state.keep_uploads(call.files)
        revise(message, call.body or {}, call.files, self.state.cdn_url)
        self._echo("MESSAGE_UPDATE", message)
        return 200, message.payload

    async def delete_message(self, call: Call) -> Reply:
        message = self._message(call, own=True)
        message.deleted = True
        self._echo("MESSAGE_DELETE", message)
        return 204, None
