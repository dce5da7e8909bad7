"""Pages: commands that look up, compare, check or explain; each in the file of its name."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping

from calculators.pages.page import Page, words


class Pages(Mapping[str, Page]):
    """Every page by its name; a file is loaded when its page is first needed."""

    def __getitem__(self, name: str) -> Page:
        """The page of this name."""
        if name not in words():
            raise KeyError(name)
        page: Page = importlib.import_module(f"{__name__}.{name}").page
        return page

    def is_loaded(self, name: str) -> bool:
        """Whether the file of a page has been loaded."""
        return f"{__name__}.{name}" in sys.modules

    def __iter__(self) -> Iterator[str]:
        """The names, sorted."""
        return iter(sorted(words()))

    def __len__(self) -> int:
        """How many pages there are."""
        return len(words())

    def __contains__(self, name: object) -> bool:
        """Whether there is a page of this name; none is loaded to say so."""
        return name in words()
