"""Pages: commands that look up, compare, check or explain; every file here with a ``page``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from calculators.pages.page import Page


@cache
def pages() -> Mapping[str, Page]:
    """Every page by its name."""
    modules = [
        importlib.import_module(f"{__name__}.{found.name}")
        for found in pkgutil.iter_modules(__path__)
    ]
    found = [each.page for each in modules if hasattr(each, "page")]
    return {page.name: page for page in found}
