"""Places: where phrases of the grammar stand in the words of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from calculators.plain.grammar import Grammar, Starts, Stems
from calculators.plain.tokens import Word, clauses

Place = tuple[int, int]
"""Where something begins and ends."""
NEXT, FAR = 2, 60
"""Words that may stand between "how many" and what is counted, and characters."""


class Places:
    """Finds phrases in the words of one text."""

    def __init__(self, text: str, words: Sequence[Word], grammar: Grammar) -> None:
        self.text = text
        self._words = words
        self._row = [each.stem for each in words]
        self._at: dict[str, list[int]] = {}
        for at, stem in enumerate(self._row):
            self._at.setdefault(stem, []).append(at)
        self._grammar = grammar
        self._found: dict[str, list[Place]] = {}
        for stem in self._at:
            for key, stems in grammar.starts.get(stem, ()):
                if every := list(self.of(stems)):
                    self._found.setdefault(key, []).extend(every)
        again = self._found.get("repeats", ())
        for key in ("asks", "counts") if again else ():
            self._found[key] = [
                each for each in self._found.get(key, ()) if not _is_in(each, again)
            ]
        self._asks = sorted(self.every("asks"))

    @cached_property
    def _counts(self) -> list[int]:
        """Where the words end that ask for a number."""
        return [
            end
            for begin, end in self.every("counts")
            if not any(first < begin and end <= last for first, last in self._asks)
        ]

    @cached_property
    def clause_ends(self) -> list[int]:
        """Where the clauses of the text end."""
        return clauses(self.text)

    def of(self, stems: Stems, used: Sequence[Place] = ()) -> Iterator[Place]:
        """Everywhere that a phrase stands, apart from what is ``used``."""
        for at in self._at.get(stems[0], ()) if stems else ():
            if tuple(self._row[at : at + len(stems)]) == stems:
                start, end = self._words[at].start, self._words[at + len(stems) - 1].end
                if not any(left < end and start < right for left, right in used):
                    yield start, end

    def among(self, phrases: Starts) -> list[tuple[str, Stems]]:
        """Those of many phrases that may stand in the text, the longest first."""
        known = self._at.keys()
        begun = (each for stem in known for each in phrases.get(stem, ()))
        return sorted((each for each in begun if known >= set(each[1])), key=_longest_first)

    def every(self, key: str) -> Iterator[Place]:
        """Everywhere that a phrase of a sort stands."""
        return iter(self._found.get(key, ()))

    def has(self, key: str) -> bool:
        """Whether the text has a phrase of a sort."""
        return bool(self._found.get(key))

    def begins(self, key: str) -> bool:
        """Whether the text begins with one."""
        starts = self._grammar.starts.get(self._row[0], ()) if self._row else ()
        return any(
            name == key and tuple(self._row[: len(stems)]) == stems for name, stems in starts
        )

    def ends(self, key: str) -> bool:
        """Whether the text ends with one."""
        return any(tuple(self._row[-len(stems) :]) == stems for stems in self._grammar.phrases[key])

    def is_asked(self, place: Place, since: int) -> bool:
        """Whether a question word stands before a place, with nothing named ``since``, or in it."""
        start, end = place
        return any(
            since <= stop <= start or start <= begin <= stop <= end for begin, stop in self._asks
        )

    def is_counted(self, start: int) -> bool:
        """Whether "how many" stands right before; "co ile" asks for no number."""
        return any(
            end <= start and len(self.text[end:start].split()) < NEXT
            for end in self._counts
            if start - end <= FAR
        )


def _is_in(place: Place, places: Sequence[Place]) -> bool:
    return any(start <= place[0] and place[1] <= end for start, end in places)


def _longest_first(phrase: tuple[str, Stems]) -> int:
    return -len(phrase[1])


class Intents(NamedTuple):
    """What a text is, by the sorts of phrases that it has; ``begins``: as one that goes on."""

    sorts: frozenset[str]
    begins: bool


def intents(places: Places, grammar: Grammar) -> Intents:
    """What a text is by its phrases."""
    found = {key for key in grammar.phrases if places.has(key)}
    if not places.begins("opens") or "asks" in found:
        found.discard("opens")
    if not places.ends("tags"):
        found.discard("tags")
    return Intents(frozenset(found), places.begins("follows"))
