"""Requests that answer interactions, sent so that the user gets exactly one answer in time.

discord.py waits 1, 3, 5 … seconds after a server error, longer than the three seconds an
interaction lives, gives up on a dropped connection, and sends a followup again that may have
arrived. This adapter retries what is safe to repeat at once, and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import aiohttp
from discord import DiscordServerError, File, Forbidden, HTTPException, NotFound
from discord.http import Route, json_or_text
from discord.utils import _to_json  # pyright: ignore[reportPrivateUsage]
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

RETRY_AFTER = (0.05, 0.15, 0.3, 0.6, 1.0)
"""Seconds between tries: all fall inside the three seconds of an interaction."""
ALREADY_ACKNOWLEDGED = 40060

_log = logging.getLogger(__name__)


def install() -> None:
    """Use this adapter for the interactions of the running task and those it starts."""
    async_context.set(PromptAdapter())  # type: ignore[no-untyped-call]


class PromptAdapter(AsyncWebhookAdapter):
    """Retries promptly what may be repeated; never repeats a followup."""

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
        last: Exception | None = None
        for attempt, pause in enumerate((*RETRY_AFTER, None)):
            for file in files or ():
                file.reset(seek=attempt)
            body = _form(multipart) if multipart else _json(payload, headers)
            try:
                async with session.request(
                    route.method,
                    route.url,
                    data=body,
                    headers=headers,
                    params=params,
                    proxy=proxy,
                    proxy_auth=proxy_auth,
                ) as response:
                    data = await json_or_text(response)
            except (aiohttp.ClientError, OSError) as error:
                last = error
            else:
                if 200 <= response.status < 300:
                    return data
                last = _error(response, data)
                if callback and attempt and _code(data) == ALREADY_ACKNOWLEDGED:
                    # Our own earlier try arrived although its reply did not.
                    return {"interaction": {"id": str(route.webhook_id), "type": 2}}
                if response.status == 429 and response.headers.get("Via"):
                    await asyncio.sleep(float(data["retry_after"]))  # type: ignore[index]
                    continue
                if response.status < 500:
                    raise last
            if pause is None or not repeatable:
                break
            await asyncio.sleep(pause)
        _log.warning("%s failed for good: %s", route.method, type(last).__name__)
        raise last or RuntimeError("unreachable: every way out of the loop has an error")


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


def _code(data: dict[str, Any] | str) -> int:
    return int(data.get("code", 0)) if isinstance(data, dict) else 0


def _error(response: aiohttp.ClientResponse, data: dict[str, Any] | str) -> HTTPException:
    kinds = {403: Forbidden, 404: NotFound}
    kind = DiscordServerError if response.status >= 500 else kinds.get(response.status)
    return (kind or HTTPException)(response, data)
