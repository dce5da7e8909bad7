"""The double itself: three loopback ports, and what happens to each request."""

# ruff: noqa: ASYNC109 - a test says how long it waits, in the call that waits

from __future__ import annotations

import asyncio
import os
from collections import deque
from typing import Any, Self

from aiohttp import web

from . import errors, events
from .actions import Actions
from .checks import Checker, Problem
from .faults import Fault, Faults
from .gateway import Gateway
from .http import VIA, hang_up, limited, make_request, read, reply
from .messages import Message
from .ratelimits import RateLimits
from .record import Call
from .rest import Rest, Route
from .session import DIRECT_MESSAGES, GUILD_MESSAGES
from .state import State
from .webhooks import Webhooks
from .world import Guild, Payload, User

API_PREFIX = "/api/v10"
OPENAPI_SETTING = "RACKMATH_DISCORD_OPENAPI"


class Double(Actions):
    """A loopback double of Discord. Use as ``async with Double() as double``.

    ``interaction_deadline`` and ``token_life`` are Discord's 3 s and 15 min, scalable so that
    tests need not wait. ``checks=False`` switches the payload checks off, for benchmarks.
    ``history`` bounds what is remembered of calls, messages and interactions.
    """

    def __init__(
        self,
        *,
        token: str = "double-token",  # noqa: S107 - opens nothing
        guilds: list[Guild] | None = None,
        user: User | None = None,
        interaction_deadline: float = 3.0,
        token_life: float = 900.0,
        heartbeat_interval: float = 41.25,
        checks: bool = True,
        openapi: str | None = None,
        history: int = 10_000,
        clock_skew: float = 0.0,
        seed: int = 0,
    ) -> None:
        self.token = token
        self.user = user or User("alice")
        self.bot = User("rackmath", bot=True)
        self.guilds = [Guild()] if guilds is None else guilds
        self.state = State(self.bot, self.guilds, history, clock_skew)
        self.state.users[self.user.id] = self.user
        self.gateway = Gateway(token, self.bot, self.guilds, self.state.changes, heartbeat_interval)
        webhooks = Webhooks(self.state, interaction_deadline, token_life, self._echo)
        self.rest = Rest(self.state, webhooks, self._echo)
        self.rest.identifies = lambda: self.gateway.identifies
        self.faults = Faults(seed)
        self.limits = RateLimits()
        self.calls: deque[Call] = deque(maxlen=history)
        self.problems: list[Problem] = []
        path = openapi or os.environ.get(OPENAPI_SETTING)
        self._checker = Checker(path) if checks else None
        self._runners: list[web.ServerRunner] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self.api_url = ""
        self.gateway_url = ""

    # --- life ---------------------------------------------------------------------

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    async def start(self, rest_port: int = 0, gateway_port: int = 0, resume_port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one."""
        origin = f"http://127.0.0.1:{await self._listen(self._handle, rest_port)}"
        self.api_url = origin + API_PREFIX
        self.state.cdn_url = origin
        gateway = await self._listen(lambda r: self.gateway.serve(r, "gateway"), gateway_port)
        resume = await self._listen(lambda r: self.gateway.serve(r, "resume"), resume_port)
        self.gateway_url = f"ws://127.0.0.1:{gateway}/gateway"
        self.rest.gateway_url = self.gateway_url
        self.gateway.resume_url = f"ws://127.0.0.1:{resume}/resume"

    async def _listen(self, handler: Any, port: int) -> int:
        # The low-level server: routing here is our own, and a benchmark feels the difference.
        server = web.Server(handler, request_factory=make_request, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=1.0)
        self._runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return int(runner.addresses[0][1])

    async def stop(self) -> None:
        await self.gateway.stop()
        for runner in self._runners:
            await runner.cleanup()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- what tests look at -------------------------------------------------------

    @property
    def settings(self) -> dict[str, str]:
        """The environment variables that lead a bot here."""
        return {
            "RACKMATH_DISCORD_API": self.api_url,
            "RACKMATH_DISCORD_GATEWAY": self.gateway_url,
            "RACKMATH_DISCORD_TOKEN": self.token,
        }

    @property
    def guild(self) -> Guild:
        return self.guilds[0]

    @property
    def violations(self) -> list[str]:
        """What the bot sent against Discord's limits or schemas, readable."""
        return [str(problem) for problem in self.problems]

    @property
    def registered(self) -> list[Payload]:
        """The global commands as synced."""
        return self.state.commands.get(None, [])

    def calls_to(self, route: str) -> list[Call]:
        """The recorded requests to a route, by its short name."""
        return [call for call in self.calls if call.route == route]

    async def ready(self, timeout: float = 10.0) -> None:
        """Wait until a bot has identified (or resumed) and is connected."""
        await self.state.changes.until(lambda: self.gateway.ready, timeout)

    async def until(self, condition: Any, timeout: float = 5.0) -> None:
        """Wait for any condition, be it over the double or over a bot in this process."""
        await self.state.changes.until(condition, timeout, poll=0.005)

    def forget(self) -> None:
        """Drop the history of calls, messages, interactions and violations."""
        self.state.forget()
        self.calls.clear()
        self.problems.clear()

    # --- one request --------------------------------------------------------------

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if path.startswith("/attachments/"):
            return self._file(path)
        matched = None
        if path.startswith(API_PREFIX):
            matched = self.rest.match(request.method, path[len(API_PREFIX) :].replace("%40", "@"))
        if matched is None:
            self._complain(Problem("route", f"the double has no {request.method} {path}"))
            return reply(404, errors.not_found().body, {})
        route, parameters = matched
        try:
            call = await read(request, route, parameters)
        except ValueError:
            return reply(400, {"message": "Invalid JSON", "code": 50109}, {})
        interaction = self.rest.webhooks.interaction_of(call)
        self.calls.append(call)
        try:
            return await self._answer(request, route, call)
        finally:
            if interaction is not None:
                interaction.calls.append(call)
                interaction.changes.notify()
            self.state.changes.notify()

    async def _answer(self, request: web.BaseRequest, route: Route, call: Call) -> web.Response:
        problems = self._check(call)
        fault = self.faults.choose(route.name, call.method) if self.faults.rules else None
        if fault is not None and not fault.accepted:
            return await self._fail(request, fault, call, None)
        limited, headers = self._limit(route, call)
        if limited is None:
            status, body = await self._execute(route, call, problems)
        else:
            status, body = 429, limited
            headers |= VIA | {"Retry-After": str(limited["retry_after"])}
        call.status, call.answer = status, body
        response = reply(status, body, headers)
        if fault is not None:
            return await self._fail(request, fault, call, response)
        return response

    async def _execute(
        self, route: Route, call: Call, problems: list[Problem]
    ) -> tuple[int, Payload | list[Payload] | None]:
        try:
            self._refuse(route, call, problems)
            return await route.handler(call)
        except errors.ApiError as error:
            return error.status, error.body
        except Exception as error:
            # A body we did not expect: never let it pass for one of Discord's own failures.
            self._complain(Problem("double", f"{call.method} {call.template}: {error!r}"))
            raise

    def _refuse(self, route: Route, call: Call, problems: list[Problem]) -> None:
        """Raise what Discord answers before it looks at what is asked."""
        if route.needs_token and call.authorization != f"Bot {self.token}":
            raise errors.unauthorized()
        refused = [problem for problem in problems if problem.status]
        if any(problem.status == 500 for problem in refused):
            raise errors.internal()
        if refused:
            raise errors.invalid_form([str(problem) for problem in refused])

    def _check(self, call: Call) -> list[Problem]:
        if self._checker is None:
            return []
        interaction = self.rest.webhooks.interaction_of(call)
        limit = events.DEFAULT_SIZE_LIMIT
        if interaction is not None:
            limit = interaction.payload["attachment_size_limit"]
        edited = self.rest.edited(call)
        problems = self._checker.check(call, edited.flags if edited is not None else None, limit)
        self.problems += problems
        return problems

    def _complain(self, problem: Problem) -> None:
        if self._checker is not None:
            self.problems.append(problem)

    def _limit(self, route: Route, call: Call) -> tuple[Payload | None, dict[str, str]]:
        """The 429 body if a limit that a test set is exceeded, and the headers of the reply."""
        major = call.parameters.get("channel_id") or call.parameters.get("webhook_token") or ""
        bucket = self.limits.bucket(route.name, major)
        wait = bucket.take() if bucket is not None else 0.0
        everywhere = False
        if not wait and self.limits.overall is not None and route.needs_token:
            wait = self.limits.overall.take()
            everywhere = wait > 0
        headers = self.limits.headers(f"{call.method} {route.template}", bucket)
        if not wait:
            return None, headers
        headers["X-RateLimit-Scope"] = "global" if everywhere else "user"
        return limited(round(wait, 3), everywhere), headers

    async def _fail(
        self, request: web.BaseRequest, fault: Fault, call: Call, response: web.Response | None
    ) -> web.Response:
        """Let the fault have its way; ``response`` is there if the request took effect."""
        if fault.effect == "delay" and response is not None:
            await asyncio.sleep(fault.delay)
            return response
        if fault.effect in ("drop", "reset"):
            call.status = None
            hang_up(request, hard=fault.effect == "reset")
            return web.Response()
        if fault.effect == "rate_limit":
            call.status = 429
            if fault.scope == "cloudflare":
                # No Via and no JSON: this is what a banned address gets.
                return web.Response(status=429, text="error code: 1015", content_type="text/html")
            call.answer = limited(fault.retry_after, fault.scope == "global")
            scope = {"X-RateLimit-Scope": fault.scope, "Retry-After": str(fault.retry_after)}
            return reply(429, call.answer, VIA | scope)
        call.status = fault.status
        call.answer = {"message": fault.message, "code": fault.code}
        return reply(fault.status, call.answer, VIA)

    # --- side routes --------------------------------------------------------------

    def _file(self, path: str) -> web.Response:
        """The CDN: /attachments/{id}/{filename}."""
        number = path.split("/")[2]
        upload = self.state.uploads.get(int(number)) if number.isdigit() else None
        if upload is None:
            return web.Response(status=404)
        kind = upload.content_type or "application/octet-stream"
        return web.Response(body=upload.data, headers={"Content-Type": kind})

    def _echo(self, event: str, message: Message) -> None:
        """Tell the sessions of the bot's own messages, as Discord does; bots must ignore them."""
        intents = GUILD_MESSAGES if message.guild_id is not None else DIRECT_MESSAGES
        sessions = self.gateway.sessions.values()
        if message.ephemeral or not any(session.intents & intents for session in sessions):
            return
        data = message.payload
        if event == "MESSAGE_DELETE":
            data = {"id": data["id"], "channel_id": data["channel_id"]}
        if message.guild_id is not None:
            data = data | {"guild_id": str(message.guild_id)}
        coroutine = self.gateway.dispatch(event, data, guild_id=message.guild_id, intents=intents)
        task = asyncio.create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
