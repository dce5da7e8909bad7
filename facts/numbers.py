"""Numbers as data files write them: a strict grammar, bounded before anything becomes a number.

``float`` alone would take "nan", "1_0" and digits of any script, and big integers or exponents
can hang whoever converts them; so the text is matched first.
"""

from __future__ import annotations

import re

from facts.phrases import Phrase

MAX_LENGTH = 40
MAX_EXPONENT = 60
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE]([+-]?[0-9]{1,3}))?")


class BadNumber(ValueError):
    """The text is not a plain, finite, reasonably sized decimal number; says what was expected."""


def number(text: str) -> float:
    """Read ``text`` such as ``100000``, ``-0.5`` or ``3.8e25``.

    Raises:
        BadNumber: with what was expected.
    """
    if len(text) > MAX_LENGTH:
        raise BadNumber(Phrase("a number of at most {most} characters", most=MAX_LENGTH))
    match = _PLAIN.fullmatch(text.strip())
    if match is None:
        raise BadNumber(Phrase("a decimal number such as 1234.5 or 3.8e25"))
    if abs(int(match[1] or 0)) > MAX_EXPONENT:
        limit = Phrase(
            "an exponent of at most ±{most}, not {found}", most=MAX_EXPONENT, found=match[1]
        )
        raise BadNumber(limit)
    return float(text)
