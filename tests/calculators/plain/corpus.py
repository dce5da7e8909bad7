"""The corpus of plain questions: what people type, and what each must come to.

It was written before anything could read it, by people who had not seen how it would be read. A
third is set aside, chosen by the digests of the texts: it is only used to report.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("en", "pl")
Case = Mapping[str, Any]


def corpus(lang: str) -> list[Case]:
    """The questions of a language."""
    found: list[Case] = tomllib.loads((HERE / f"corpus.{lang}.toml").read_text("utf-8"))["question"]
    return found


def set_aside(case: Case) -> bool:
    """Whether a question is only used to report."""
    return hashlib.sha256(case["text"].encode()).digest()[0] % 3 == 0


def several(value: Any) -> list[Any]:
    """One value or many as many."""
    return value if isinstance(value, list) else [value]


def readings(case: Case) -> list[tuple[str, str, float, str]]:
    """The equally right readings of a question: givens, target, value and its unit."""
    columns = [several(case[name]) for name in ("given", "target", "value", "unit")]
    length = max(map(len, columns))
    rows = [each * length if len(each) == 1 else each for each in columns]
    return list(zip(*rows, strict=True))
