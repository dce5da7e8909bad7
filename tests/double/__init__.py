"""A loopback double of Discord: REST, gateway and CDN for an unmodified discord.py client.

The README beside this file says how to use it and what it does not do.
"""

from .actions import Exchange
from .faults import Fault, delayed, dropped, rate_limited, refusal, server_error
from .interactions import Interaction
from .messages import Message
from .record import Call
from .server import Double
from .world import (
    ADMINISTRATOR,
    MANAGE_GUILD,
    MEMBER,
    MODERATOR,
    Channel,
    Guild,
    Role,
    Upload,
    User,
)

__all__ = [
    "ADMINISTRATOR",
    "MANAGE_GUILD",
    "MEMBER",
    "MODERATOR",
    "Call",
    "Channel",
    "Double",
    "Exchange",
    "Fault",
    "Guild",
    "Interaction",
    "Message",
    "Role",
    "Upload",
    "User",
    "delayed",
    "dropped",
    "rate_limited",
    "refusal",
    "server_error",
]
