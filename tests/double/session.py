"""Gateway sessions: what survives a lost connection, and what a connection is."""

from __future__ import annotations

import contextlib
import json
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .world import Guild, Payload

# Intents that decide who gets which message event.
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15

# Events kept for RESUME. A bot that is away longer than this gets op 9 false, as it would
# from Discord; the bound keeps long runs flat in memory.
REPLAY_LIMIT = 1_000

SEND_LIMIT = 120
SEND_PERIOD = 60.0


# One encoder for all: ``json.dumps`` with arguments would make one for every event.
_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def encode(payload: Any) -> str:
    return _ENCODER.encode(payload)


@dataclass(eq=False, slots=True)
class Connection:
    """One websocket. ``silent`` plays the zombie: the socket is open, nothing comes out."""

    socket: web.WebSocketResponse
    transport: Any
    target: str
    session: Session | None = None
    silent: bool = False
    client_code: int | None = None
    heartbeats: int = 0
    window_start: float = field(default_factory=time.monotonic)
    sent_in_window: int = 0

    async def send(self, text: str) -> None:
        """Send, unless silent; a peer that is gone will RESUME and read the log."""
        if self.silent or self.socket.closed:
            return
        with contextlib.suppress(ConnectionError, RuntimeError):
            await self.socket.send_str(text)

    def too_many_sends(self) -> bool:
        """Count one payload from the bot against the 120 per 60 s it may send."""
        now = time.monotonic()
        if now - self.window_start > SEND_PERIOD:
            self.window_start, self.sent_in_window = now, 0
        self.sent_in_window += 1
        return self.sent_in_window > SEND_LIMIT


@dataclass(eq=False, slots=True)
class Session:
    """What READY begins: a sequence of events that a RESUME can ask for again."""

    token: str
    intents: int
    shard: tuple[int, int] = (0, 1)
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sequence: int = 0
    log: deque[tuple[int, str]] = field(default_factory=lambda: deque(maxlen=REPLAY_LIMIT))
    connection: Connection | None = None
    resumes: int = 0

    @property
    def live(self) -> bool:
        return self.connection is not None and not self.connection.socket.closed

    def serves(self, guild_id: int | None) -> bool:
        """DMs go to shard 0 only; guilds by Discord's formula."""
        shard_id, count = self.shard
        return shard_id == (0 if guild_id is None else (guild_id >> 22) % count)

    def wants(self, intents: int) -> bool:
        return not intents or bool(self.intents & intents)

    async def dispatch(self, event: str, body: str) -> None:
        """Send an event and remember it; ``body`` is JSON, encoded once for all sessions."""
        self.sequence += 1
        frame = f'{{"op":0,"t":"{event}","s":{self.sequence},"d":{body}}}'
        self.log.append((self.sequence, frame))
        if self.connection is not None:
            await self.connection.send(frame)

    def missed(self, sequence: int) -> list[str] | None:
        """The frames after ``sequence``, or None when they can no longer be had."""
        if sequence > self.sequence:
            return None
        if sequence < self.sequence and (not self.log or self.log[0][0] > sequence + 1):
            return None
        return [frame for number, frame in self.log if number > sequence]


def ready_payload(session: Session, bot: Payload, guilds: list[Guild], resume_url: str) -> Payload:
    return {
        "v": 10,
        "user": bot,
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "resume_gateway_url": resume_url,
        "shard": list(session.shard),
        "application": {"id": bot["id"], "flags": 0},
        "session_type": "normal",
    }
