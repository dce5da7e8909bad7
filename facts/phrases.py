"""Phrases: English texts that know what they were made of, so that they can be said otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class Phrase(str):
    """A text with its places filled in, which keeps the ``template`` and what went into it.

    ``Phrase("at most {limit} bytes", limit=1000)`` reads "at most 1,000 bytes". A catalogue of
    another language has the template; a place may hold a phrase too.
    """

    __slots__ = ("places", "template")
    template: str
    places: Mapping[str, object]

    def __new__(cls, template: str, **places: object) -> Self:
        shown = {name: _shown(value) for name, value in places.items()}
        phrase = super().__new__(cls, template.format_map(shown) if places else template)
        phrase.template, phrase.places = template, places
        return phrase


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
