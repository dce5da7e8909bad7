"""Requests that answer interactions, sent so that the user gets exactly one answer in time.

discord.py waits 1, 3, 5 … seconds after a server error, longer than the three seconds an
interaction lives, gives up on a dropped connection, and sends a followup again that may have
arrived. This adapter retries what is safe to repeat at once, and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from math import inf
from typing import Any, NamedTuple

import aiohttp
from discord import DiscordServerError, File, Forbidden, HTTPException, NotFound
from discord.http import Route, json_or_text
from discord.utils import _to_json  # pyright: ignore[reportPrivateUsage]
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

RETRY_AFTER = (0.05, 0.15, 0.3, 0.6, 1.0)
"""Seconds between tries: all fall inside the three seconds of an interaction."""
CALLBACK_WITHIN, TOKEN_LIVES = 3.0, 900.0
"""Seconds in which an interaction must be answered, and in which its answer may be changed."""
ALREADY_ACKNOWLEDGED = 40060

_log = logging.getLogger(__name__)


def install() -> None:
    """Use this adapter for the interactions of the running task and those it starts."""
    async_context.set(PromptAdapter())  # type: ignore[no-untyped-call]


class _Failure(NamedTuple):
    """A try that failed, and how long Discord asks to wait before the next, if it does."""

    error: Exception
    wait: float | None = None

    @property
    def is_acknowledged(self) -> bool:
        """Whether Discord says that the interaction has been answered."""
        return isinstance(self.error, HTTPException) and self.error.code == ALREADY_ACKNOWLEDGED

    def next_in(self, attempt: int, repeatable: bool) -> float:
        """Seconds until the next try; infinite where it is pointless, or might do it twice."""
        if attempt == len(RETRY_AFTER):
            return inf
        if self.wait is not None:
            return self.wait
        final = isinstance(self.error, HTTPException) and self.error.status < 500
        return RETRY_AFTER[attempt] if repeatable and not final else inf


class PromptAdapter(AsyncWebhookAdapter):
    """Retries promptly what may be repeated; never repeats a followup that may have arrived."""

    async def request(
        self,
        route: Route,
        session: aiohttp.ClientSession,
        *,
        payload: dict[str, Any] | None = None,
        multipart: list[dict[str, Any]] | None = None,
        proxy: str | None = None,
        proxy_auth: aiohttp.BasicAuth | None = None,
        files: Sequence[File] | None = None,
        reason: str | None = None,  # noqa: ARG002  # only webhooks have one
        auth_token: str | None = None,
        params: dict[str, Any] | None = None,
    ) -> Any:
        """Send a request; see ``AsyncWebhookAdapter.request``."""
        callback = route.path.endswith("/callback")
        repeatable = callback or route.method != "POST"
        headers = {"Authorization": f"Bot {auth_token}"} if auth_token else {}
        over = time.monotonic() + (CALLBACK_WITHIN if callback else TOKEN_LIVES)
        send = partial(
            session.request,
            route.method,
            route.url,
            params=params,
            proxy=proxy,
            proxy_auth=proxy_auth,
        )
        attempt = 0
        while True:
            for file in files or ():
                file.reset(seek=attempt)
            body = _form(multipart) if multipart else _json(payload, headers)
            tried = await _try(send(data=body, headers=headers))
            if not isinstance(tried, _Failure):
                return tried
            if callback and attempt and tried.is_acknowledged:
                # Our own earlier try arrived although its reply did not.
                return {"interaction": {"id": str(route.webhook_id), "type": 2}}
            wait = tried.next_in(attempt, repeatable)
            if time.monotonic() + wait > over:
                _log.warning("%s failed for good: %s", route.method, type(tried.error).__name__)
                raise tried.error
            await asyncio.sleep(wait)
            attempt += 1


async def _try(
    sending: AbstractAsyncContextManager[aiohttp.ClientResponse],
) -> dict[str, Any] | str | _Failure:
    """Send once: Discord's answer, or why there is none."""
    try:
        async with sending as response:
            data = await json_or_text(response)
    except (aiohttp.ClientError, OSError) as error:
        return _Failure(error)
    if 200 <= response.status < 300:
        return data
    failure = _error(response, data)
    # Without "Via" a proxy before Discord speaks: it bans for hours, and says nothing of waiting.
    if response.status == 429 and "Via" in response.headers and isinstance(data, dict):
        return _Failure(failure, float(data["retry_after"]))
    return _Failure(failure)


def _json(payload: dict[str, Any] | None, headers: dict[str, str]) -> str | None:
    if payload is None:
        return None
    headers["Content-Type"] = "application/json"
    return _to_json(payload)


def _form(multipart: list[dict[str, Any]]) -> aiohttp.FormData:
    form = aiohttp.FormData(quote_fields=False)
    for part in multipart:
        form.add_field(**part)
    return form


def _error(response: aiohttp.ClientResponse, data: dict[str, Any] | str) -> HTTPException:
    kinds = {403: Forbidden, 404: NotFound}
    kind = DiscordServerError if response.status >= 500 else kinds.get(response.status)
    return (kind or HTTPException)(response, data)
