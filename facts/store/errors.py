"""What the store refuses, and why; nothing was changed where one of these is raised.

StoreError
├── CannotOpen: UnknownAddress, NewerStore, NotAStore, Unreachable
├── CannotCopy: NotEmpty, CopyDiffers
├── Conflict         others changed the same keys meanwhile
├── UnknownVersion   the server has no such version
├── Full             more entries than a server may hold
├── TooMany          proposals that wait, of one person or in one server
└── Gone             a preview or a proposal that is decided, expired or not of this server
"""

from __future__ import annotations

from collections.abc import Mapping


class StoreError(Exception):
    """The store refuses what was asked of it."""


class CannotOpen(StoreError):
    """There is no store to work with."""


class UnknownAddress(CannotOpen):
    """Neither a path nor the address of SQLite or PostgreSQL."""


class NewerStore(CannotOpen):
    """The database was migrated by a later version of the program."""

    def __init__(self, revision: str) -> None:
        self.revision = revision
        super().__init__(
            f"the database is of a later version of rackmath (its revision is {revision!r}): "
            "upgrade the program, or restore a backup into a new database"
        )


class NotAStore(CannotOpen):
    """A file that is damaged, or that rackmath did not write."""


class Unreachable(CannotOpen):
    """A database that nobody can work with: not there, not permitted, or not to be connected to."""


class CannotCopy(StoreError):
    """A copy was not made."""


class NotEmpty(CannotCopy):
    """The destination holds something already."""


class CopyDiffers(CannotCopy):
    """What was read back is not what was written."""


class Conflict(StoreError):
    """Keys that a change would touch were changed since; each with the version that did it last."""

    def __init__(self, keys: Mapping[str, int]) -> None:
        self.keys = dict(sorted(keys.items()))
        super().__init__("changed meanwhile: " + ", ".join(self.keys))


class UnknownVersion(StoreError):
    """A version that the server has not had."""

    def __init__(self, server: int, version: int) -> None:
        self.server, self.version = server, version
        super().__init__(f"server {server} has no version {version}")


class Full(StoreError):
    """A change would leave a server with more entries than it may hold."""

    def __init__(self, most: int) -> None:
        self.most = most
        super().__init__(f"a server holds {most} entries at most")


class TooMany(StoreError):
    """As many proposals wait as may; ``own`` where they are the person's, else the server's."""

    def __init__(self, most: int, *, own: bool) -> None:
        self.most, self.own = most, own
        super().__init__(f"{most} proposals wait already")


class Gone(StoreError):
    """A preview or a proposal that can't be decided any more."""
