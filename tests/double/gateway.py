"""The gateway: websocket handling, dispatch to sessions, and the ways a gateway fails."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Iterable
from typing import Any

from aiohttp import WSMsgType, web

from .record import Changes
from .session import MESSAGE_CONTENT, Connection, Session, encode, ready_payload
from .world import Guild, Payload, User

HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME, RECONNECT = 1, 2, 3, 4, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11

MAX_PAYLOAD = 4_096
# After these close codes Discord does not let the session be resumed.
FINAL_CODES = frozenset({1000, 1001, 4004, 4007, 4009, 4010, 4011, 4012, 4013, 4014})


class _Close(Exception):
    """Raised while handling a payload to close the connection with a code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def reset(transport: Any) -> None:
    """Break a TCP connection with RST instead of FIN, as a dying host or middlebox does."""
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()


class Gateway:
    """All sessions and connections, on the gateway port and on the resume port."""

    def __init__(
        self, token: str, bot: User, guilds: list[Guild], changes: Changes, heartbeat: float
    ) -> None:
        self.token = token
        self.bot = bot
        self.guilds = guilds
        self.heartbeat = heartbeat
        self.resume_url = ""
        self.sessions: dict[str, Session] = {}
        self.connections: set[Connection] = set()
        self.received: list[Payload] = []
        self.identifies = 0
        self.resumes = 0
        self.refuse = False
        self._changes = changes

    # --- what tests look at -------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Whether at least one bot has identified and is connected."""
        return any(session.live for session in self.sessions.values())

    @property
    def heartbeats(self) -> int:
        return sum(connection.heartbeats for connection in self.connections)

    # --- dispatch -----------------------------------------------------------------

    async def dispatch(
        self, event: str, data: Payload, *, guild_id: int | None = None, intents: int = 0
    ) -> int:
        """Send an event to every session of its shard; returns how many got or will replay it."""
        body = encode(data)
        targets = [s for s in self.sessions.values() if s.serves(guild_id) and s.wants(intents)]
        for session in targets:
            await session.dispatch(event, body)
        return len(targets)

    async def dispatch_message(
        self, event: str, data: Payload, *, guild_id: int | None, intents: int, addressed: bool
    ) -> int:
        """As ``dispatch``, hiding the content from those who may not read it."""
        full = encode(data)
        hidden = {"content": "", "embeds": [], "attachments": [], "components": []}
        bare = encode(data | {k: v for k, v in hidden.items() if k in data})
        targets = [s for s in self.sessions.values() if s.serves(guild_id) and s.wants(intents)]
        for session in targets:
            readable = addressed or session.intents & MESSAGE_CONTENT
            await session.dispatch(event, full if readable else bare)
        return len(targets)

    # --- faults -------------------------------------------------------------------

    def _chosen(self, shard: int | None) -> Iterable[Connection]:
        for connection in list(self.connections):
            session = connection.session
            if shard is None or (session is not None and session.shard[0] == shard):
                yield connection

    async def reconnect(self, shard: int | None = None) -> None:
        """Op 7: ask for a reconnect with RESUME."""
        for connection in self._chosen(shard):
            await connection.send(encode({"op": RECONNECT, "d": None}))

    async def invalidate(self, resumable: bool = False, shard: int | None = None) -> None:
        """Op 9. Unless ``resumable`` the session is gone and the bot must IDENTIFY."""
        for connection in self._chosen(shard):
            if not resumable and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
            await connection.send(encode({"op": INVALID_SESSION, "d": resumable}))

    async def demand_heartbeat(self, shard: int | None = None) -> None:
        """Op 1 from the gateway: the bot must answer with a heartbeat at once."""
        for connection in self._chosen(shard):
            await connection.send(encode({"op": HEARTBEAT, "d": None}))

    async def close(self, code: int = 4000, shard: int | None = None) -> None:
        """Close with a code; a final one also ends the session."""
        for connection in self._chosen(shard):
            if code in FINAL_CODES and connection.session is not None:
                self.sessions.pop(connection.session.id, None)
            await connection.socket.close(code=code)

    def abort(self, shard: int | None = None) -> None:
        """Reset the TCP connection without a close frame."""
        for connection in self._chosen(shard):
            reset(connection.transport)

    def silence(self, shard: int | None = None) -> None:
        """Make the present connections zombies; a new connection works again."""
        for connection in self._chosen(shard):
            connection.silent = True

    # --- websocket ----------------------------------------------------------------

    async def serve(self, request: web.BaseRequest, target: str) -> web.StreamResponse:
        """Handle one websocket; ``target`` names the port: "gateway" or "resume"."""
        if self.refuse:
            return web.Response(status=503)
        ws = web.WebSocketResponse(compress=False, timeout=1.0)
        await ws.prepare(request)
        connection = Connection(ws, request.transport, target)
        self.connections.add(connection)
        interval = int(self.heartbeat * 1000)
        await connection.send(encode({"op": HELLO, "d": {"heartbeat_interval": interval}}))
        try:
            await self._read(connection)
        finally:
            self.connections.discard(connection)
            self._detach(connection)
            self._changes.notify()
        return ws

    async def _read(self, connection: Connection) -> None:
        try:
            while True:
                message = await connection.socket.receive()
                if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                    # Only a close frame from the bot tells its code; a CLOSING is our own.
                    if message.type is WSMsgType.CLOSE:
                        connection.client_code = message.data
                    return
                await self._handle(connection, message.data)
        except _Close as closing:
            await connection.socket.close(code=closing.code, message=closing.reason.encode())
        except ConnectionError:
            pass

    def _detach(self, connection: Connection) -> None:
        session = connection.session
        if session is None or session.connection is not connection:
            return
        session.connection = None
        if connection.client_code in (1000, 1001):
            self.sessions.pop(session.id, None)

    async def _handle(self, connection: Connection, raw: str | bytes) -> None:
        if connection.too_many_sends():
            raise _Close(4008, "Rate limited.")
        payload = _decode(raw)
        op, data = payload.get("op"), payload.get("d")
        if op == HEARTBEAT:
            connection.heartbeats += 1
            await connection.send(encode({"op": HEARTBEAT_ACK}))
            self._changes.notify()
        elif op == IDENTIFY:
            await self._identify(connection, data or {})
        elif op == RESUME:
            await self._resume(connection, data or {})
        elif connection.session is None:
            raise _Close(4003, "Not authenticated.")
        elif op == REQUEST_MEMBERS:
            await self._members(connection.session, data or {})
        elif op not in (PRESENCE, VOICE_STATE):
            raise _Close(4001, "Unknown opcode.")
        self.received.append(payload)
        del self.received[:-100]

    async def _identify(self, connection: Connection, data: Payload) -> None:
        self.identifies += 1
        if connection.session is not None:
            raise _Close(4005, "Already authenticated.")
        if data.get("token") != self.token:
            raise _Close(4004, "Authentication failed.")
        shard_id, count = data.get("shard") or (0, 1)
        if not 0 <= shard_id < count:
            raise _Close(4010, "Invalid shard.")
        if not isinstance(data.get("intents"), int):
            raise _Close(4013, "Invalid intent(s).")
        # Sessions of an earlier, closed connection of this shard would only fill their logs.
        for old in [s for s in self.sessions.values() if not s.live and s.shard[0] == shard_id]:
            del self.sessions[old.id]
        session = Session(self.token, data["intents"], (shard_id, count))
        session.connection, connection.session = connection, session
        self.sessions[session.id] = session
        await self._greet(session)
        self._changes.notify()

    async def _greet(self, session: Session) -> None:
        guilds = [guild for guild in self.guilds if session.serves(guild.id)]
        ready = ready_payload(session, self.bot.payload(), guilds, self.resume_url)
        await session.dispatch("READY", encode(ready))
        for guild in guilds:
            if not guild.unavailable:
                await session.dispatch("GUILD_CREATE", encode(guild.payload(self.bot)))

    async def _resume(self, connection: Connection, data: Payload) -> None:
        session = self.sessions.get(str(data.get("session_id")))
        if data.get("token") != self.token:
            raise _Close(4004, "Authentication failed.")
        missed = session.missed(int(data.get("seq") or 0)) if session is not None else None
        if session is None or missed is None:
            await connection.send(encode({"op": INVALID_SESSION, "d": False}))
            return
        session.connection, connection.session = connection, session
        session.resumes += 1
        self.resumes += 1
        for frame in missed:
            await connection.send(frame)
        await session.dispatch("RESUMED", "{}")
        self._changes.notify()

    async def _members(self, session: Session, data: Payload) -> None:
        """Answer op 8 with the only member everybody knows of: the bot."""
        chunk = {
            "guild_id": str(data.get("guild_id")),
            "members": [self.bot.member(0)],
            "chunk_index": 0,
            "chunk_count": 1,
            "nonce": data.get("nonce"),
        }
        await session.dispatch("GUILD_MEMBERS_CHUNK", encode(chunk))

    async def stop(self) -> None:
        """Close every socket, so that the server can stop without waiting for clients."""
        closing = [connection.socket.close(code=1001) for connection in list(self.connections)]
        await asyncio.gather(*closing, return_exceptions=True)


def _decode(raw: str | bytes) -> Payload:
    if len(raw) > MAX_PAYLOAD:
        raise _Close(4002, "Payload too large.")
    try:
        payload = json.loads(raw)
    except ValueError:
        raise _Close(4002, "Error while decoding payload.") from None
    if not isinstance(payload, dict):
        raise _Close(4002, "Error while decoding payload.")
    return payload
