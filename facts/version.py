"""Which facts an answer was worked out with: the digest of the curated ones, and a server's own.

Written ``1a2b3c4d`` for the curated facts alone, ``1a2b3c4d:81384788765712384:7`` with what that
server held at its version 7.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_WRITTEN = re.compile("([0-9a-f]{8})(?::([0-9]{1,20}):([0-9]{1,18}))?", re.ASCII)


class FactsVersion(NamedTuple):
    """``server`` and ``version`` are None where no server's facts played a part."""

    digest: str
    server: int | None = None
    version: int | None = None

    def __str__(self) -> str:
        return ":".join(str(each) for each in self if each is not None)


def read_version(text: str) -> FactsVersion:
    """The facts version that ``text`` writes.

    Raises:
        ValueError: it writes none.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        raise ValueError("expected a facts version as 1a2b3c4d or 1a2b3c4d:server:version")
    digest, server, version = match.groups()
    if server is None:
        return FactsVersion(digest)
    return FactsVersion(digest, int(server), int(version))
