"""HTTP of the double: reading requests, writing replies, and hanging up on purpose."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

from aiohttp import web
from aiohttp.multipart import BodyPartReader

from .gateway import reset
from .record import Call
from .rest import Route
from .session import encode
from .world import Payload, Upload

MAX_REQUEST = 64 * 1024 * 1024

# Discord's front end sends it; discord.py takes a 429 without it for a Cloudflare ban.
VIA = {"Via": "1.1 double"}


def limited(retry_after: float, everywhere: bool) -> Payload:
    message = "You are being rate limited."
    return {"message": message, "retry_after": retry_after, "global": everywhere, "code": 0}


def reply(status: int, body: Any, headers: dict[str, str]) -> web.Response:
    if body is None:
        return web.Response(status=status, headers=headers)
    # Exactly this type: discord.py does not parse a body whose type has a charset.
    headers["Content-Type"] = "application/json"
    data = encode(body).encode()
    return web.Response(status=status, body=data, headers=headers)


def hang_up(request: web.BaseRequest, *, hard: bool) -> None:
    transport = request.transport
    if transport is None:
        return
    if hard:
        reset(transport)
    else:
        transport.close()


async def read(request: web.BaseRequest, route: Route, parameters: dict[str, str]) -> Call:
    call = Call(
        at=time.monotonic(),
        method=request.method,
        path=request.rel_url.raw_path,
        route=route.name,
        template=route.template,
        query=dict(request.query),
        authorization=request.headers.get("Authorization"),
        parameters=parameters,
    )
    content_type = request.headers.get("Content-Type", "")
    if content_type.startswith("multipart/form-data"):
        await read_parts(request, call)
    elif request.body_exists:
        raw = await request.read()
        call.body = json.loads(raw) if raw else None
    return call


async def read_parts(request: web.BaseRequest, call: Call) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read())
        if part.name == "payload_json":
            call.body = json.loads(data)
        elif part.name is not None:
            filename = part.filename or part.name
            call.files[part.name] = Upload(data, filename, part.headers.get("Content-Type"))


def make_request(
    message: Any, payload: Any, protocol: Any, writer: Any, task: Any
) -> web.BaseRequest:
    loop = asyncio.get_running_loop()
    return web.BaseRequest(
        message, payload, protocol, writer, task, loop, client_max_size=MAX_REQUEST
    )
