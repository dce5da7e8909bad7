"""All checks of one recorded request."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..record import Call  # noqa: TID252 - the package has no fixed name
from .base import Problem
from .commands import check_commands
from .messages import check_message
from .responses import check_callback

if TYPE_CHECKING:
    from .schema import Schemas


class Checker:
    """Semantic checks always; schema checks when the path of an OpenAPI file is given."""

    def __init__(self, openapi: str | None = None) -> None:
        self._schemas: Schemas | None = None
        if openapi:
            from .schema import load

            self._schemas = load(openapi)

    def check(self, call: Call, edited_flags: int | None, size_limit: int) -> list[Problem]:
        """The problems of a call. ``edited_flags``: those of the message it would edit."""
        found = list(self._limits(call, edited_flags or 0, size_limit))
        if self._schemas is not None:
            found += self._schemas.check(
                call.method, call.template, call.body, query=call.query, files=call.files
            )
        return [problem.within(f"{call.method} {call.template}") for problem in found]

    def _limits(self, call: Call, flags: int, size_limit: int) -> Iterator[Problem]:
        files = {name: len(upload.data) for name, upload in call.files.items()}
        body, edit = call.body, call.method == "PATCH"
        if call.method not in ("POST", "PATCH", "PUT"):
            return
        if call.route == "callback":
            yield from check_callback(
                body or {}, current_flags=flags, files=files, size_limit=size_limit
            )
        elif call.route in ("original", "followup", "webhook_message", "message"):
            yield from check_message(
                body or {},
                kind="channel" if call.route == "message" else "interaction",
                edit=edit,
                current_flags=flags,
                files=files,
                size_limit=size_limit,
            )
        elif call.route in ("commands", "guild_commands"):
            yield from check_commands(body or [])
