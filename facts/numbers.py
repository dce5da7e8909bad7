"""Numbers as data files write them: a strict grammar, bounded before anything becomes a number.

``float`` alone would take "nan", "1_0" and digits of any script, and big integers or exponents
can hang whoever converts them; so the text is matched first.
"""

from __future__ import annotations

import re

MAX_LENGTH = 40
MAX_EXPONENT = 60
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]{1,3}))?")


class BadNumber(ValueError):
    """The text is not a plain, finite, reasonably sized decimal number."""


def number(text: str) -> float:
    """Read ``text`` such as ``100000``, ``-0.5`` or ``3.8e25``.

    Raises:
        BadNumber: with what was found and what was expected.
    """
    if len(text) > MAX_LENGTH:
        raise BadNumber(f"a number of {len(text)} characters; at most {MAX_LENGTH} are read")
    match = _PLAIN.fullmatch(text.strip())
    if match is None:
        raise BadNumber(f"found {text!r}, expected a decimal number such as 1234.5 or 3.8e25")
    if abs(int(match[1] or 0)) > MAX_EXPONENT:
        raise BadNumber(f"found the exponent {match[1]}, at most ±{MAX_EXPONENT} is read")
    return float(text)
