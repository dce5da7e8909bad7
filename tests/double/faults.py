"""Faults on demand: rules that make chosen REST requests fail in a chosen way.

The difference that matters to a bot is whether Discord *did* the thing before the failure:
``accepted=True`` executes the request and then fails, which is how double answers arise.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

Effect = Literal["status", "drop", "reset", "rate_limit", "delay"]
Scope = Literal["user", "global", "shared", "cloudflare"]


@dataclass(slots=True)
class Fault:
    """One rule. It fits ``times`` requests after the first ``skip`` that match it.

    ``route`` is a route name (``callback``, ``original``, ``followup``, ``message`` …; the
    list is in the README) and ``method`` an HTTP method; None fits all. ``probability`` makes
    it strike at random, from the double's seed.
    """

    effect: Effect
    route: str | None = None
    method: str | None = None
    times: int | None = 1
    skip: int = 0
    probability: float = 1.0
    accepted: bool = False
    status: int = 500
    code: int = 0
    message: str = ""
    retry_after: float = 0.1
    scope: Scope = "user"
    delay: float = 0.0
    struck: int = 0

    def fits(self, route: str, method: str) -> bool:
        return self.route in (None, route) and self.method in (None, method)


def server_error(
    route: str | None = None,
    *,
    status: int = 500,
    accepted: bool = False,
    times: int | None = 1,
    method: str | None = None,
    skip: int = 0,
    probability: float = 1.0,
) -> Fault:
    """HTTP 5xx, before or (``accepted``) after the request took effect."""
    return Fault(
        "status",
        route,
        method,
        times,
        skip,
        probability,
        accepted,
        status,
        message=f"{status}: Server Error",
    )


def refusal(
    route: str | None, status: int, code: int, message: str, *, times: int | None = 1
) -> Fault:
    """An error reply with a JSON code: 50007 closed DMs, 50001 missing access, 200000 AutoMod."""
    return Fault("status", route, times=times, status=status, code=code, message=message)


def dropped(
    route: str | None = None,
    *,
    accepted: bool = False,
    times: int | None = 1,
    method: str | None = None,
    skip: int = 0,
    probability: float = 1.0,
    reset: bool = False,
) -> Fault:
    """The connection ends without a reply, by FIN or (``reset``) by RST."""
    effect: Effect = "reset" if reset else "drop"
    return Fault(effect, route, method, times, skip, probability, accepted)


def rate_limited(
    route: str | None = None,
    *,
    retry_after: float = 0.1,
    scope: Scope = "user",
    times: int | None = 1,
    method: str | None = None,
) -> Fault:
    """HTTP 429. Scope "cloudflare" comes as HTML without ``Via``: a ban, not a limit."""
    return Fault("rate_limit", route, method, times, retry_after=retry_after, scope=scope)


def delayed(
    delay: float,
    route: str | None = None,
    *,
    times: int | None = 1,
    method: str | None = None,
    probability: float = 1.0,
) -> Fault:
    """The request takes effect at once, the reply comes ``delay`` seconds later."""
    return Fault("delay", route, method, times, 0, probability, True, delay=delay)


class Faults:
    """The rules in force. The first that fits a request is applied."""

    def __init__(self, seed: int = 0) -> None:
        self.rules: list[Fault] = []
        self._random = random.Random(seed)

    def add(self, *faults: Fault) -> None:
        self.rules.extend(faults)

    def clear(self) -> None:
        self.rules.clear()

    def choose(self, route: str, method: str) -> Fault | None:
        """The fault that strikes this request, if any; counts it as struck."""
        for fault in self.rules:
            if not fault.fits(route, method) or fault.times == 0:
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.probability < 1.0 and self._random.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
            fault.struck += 1
            return fault
        return None
