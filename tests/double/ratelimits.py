"""Rate limits: headers on every reply, and real limits where a test asks for them."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from dataclasses import dataclass, field

# Generous, so that a test is slowed down only by a limit it asked for.
FREE_LIMIT = 10_000


@dataclass(slots=True)
class Bucket:
    """``limit`` requests per ``period`` seconds, in a sliding window."""

    limit: int
    period: float
    used: deque[float] = field(default_factory=deque)

    def take(self) -> float:
        """Use one request; returns 0.0, or the seconds until one would be free."""
        now = time.monotonic()
        while self.used and self.used[0] <= now - self.period:
            self.used.popleft()
        if len(self.used) >= self.limit:
            return self.used[0] + self.period - now
        self.used.append(now)
        return 0.0

    @property
    def remaining(self) -> int:
        return self.limit - len(self.used)

    @property
    def reset_after(self) -> float:
        if not self.used:
            return self.period
        return max(0.0, self.used[0] + self.period - time.monotonic())


class RateLimits:
    """The global limit (off unless set) and the buckets per route (off unless set).

    Interaction endpoints are exempt from the global limit, as with Discord.
    """

    def __init__(self) -> None:
        self.overall: Bucket | None = None
        self._limits: dict[str, tuple[int, float]] = {}
        self._buckets: dict[tuple[str, str], Bucket] = {}
        self._hashes: dict[str, str] = {}

    def limit_all(self, limit: int = 50, period: float = 1.0) -> None:
        """Enforce the global limit of requests per second and bot."""
        self.overall = Bucket(limit, period)

    def limit(self, route: str, limit: int, period: float) -> None:
        """Enforce a limit on one route, counted separately per channel or webhook."""
        self._limits[route] = (limit, period)

    def bucket(self, route: str, major: str) -> Bucket | None:
        """The bucket of a route and its major parameter, where a limit was set."""
        if route not in self._limits:
            return None
        key = (route, major)
        if key not in self._buckets:
            self._buckets[key] = Bucket(*self._limits[route])
        return self._buckets[key]

    def headers(self, route: str, bucket: Bucket | None) -> dict[str, str]:
        """The X-RateLimit-* headers of a reply."""
        limit, remaining, after = FREE_LIMIT, FREE_LIMIT - 1, 1.0
        if bucket is not None:
            limit, remaining, after = bucket.limit, bucket.remaining, bucket.reset_after
        if route not in self._hashes:
            self._hashes[route] = hashlib.blake2b(route.encode(), digest_size=16).hexdigest()
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": f"{time.time() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": self._hashes[route],
        }
