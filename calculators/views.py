"""Views: a server's facts in, the engine and the talk that answer with them out.

A view shares all but its few facts with the curated engine; those that were asked last are kept.
Whoever holds the facts hands them in: nothing here reads a database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cachetools import LRUCache

from calculators.engine import Engine
from facts.loaded import ServerFacts

if TYPE_CHECKING:
    from calculators.plain.talk import Talk

SIZE = 256
"""Views kept; of those that talk, with words of their own, a quarter."""
Key = tuple[int, int]


class Views:
    """The engines of servers, by server and version; not for several threads at a time."""

    def __init__(self, engine: Engine, size: int = SIZE) -> None:
        self.curated = engine
        self._engines: LRUCache[Key, Engine] = LRUCache(size)
        self._talks: LRUCache[Key, Talk] = LRUCache(max(size // 4, 1))
        self._talk: Talk | None = None

    def clear(self) -> None:
        """Keep no server's facts any longer."""
        self._engines.clear()
        self._talks.clear()

    def view(self, held: ServerFacts | None) -> Engine:
        """The engine of a server; the curated one where there is none, or it holds nothing."""
        if held is None or held.version == 0:
            return self.curated
        key = (held.server, held.version)
        if key not in self._engines:
            self._engines[key] = self.curated.viewed(held)
        return self._engines[key]

    def talk(self, held: ServerFacts | None) -> Talk:
        """The same for plain words; its lexicons are built when words are first spoken."""
        from calculators.plain.talk import Talk

        if self._talk is None:
            self._talk = Talk(self.curated)
        if held is None or held.version == 0:
            return self._talk
        key = (held.server, held.version)
        if key not in self._talks:
            self._talks[key] = Talk(self.view(held), self._talk)
        return self._talks[key]
