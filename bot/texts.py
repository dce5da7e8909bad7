"""The bot's own texts, kept as data in ``texts.en.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from calculators.language import tr


def text(key: str, part: str) -> str:
    """One part of a text: its ``headline``, or what to do ``next``."""
    return tr(texts()[key][part])


def whole(key: str, **found: str) -> str:
    """Both parts of a text, with their places filled in."""
    parts = (text(key, part).format_map(found) for part in ("headline", "next"))
    return "\n".join(filter(None, parts))


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("texts.en.toml").read_text("utf-8"))
