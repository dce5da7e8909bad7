"""The store of what moderators load: what it refuses, and what goes into it and comes out.

The store itself is in ``store.py`` and ``copies.py``, which only those who open one import:
SQLAlchemy takes time.
"""

from facts.store.errors import (
    CannotCopy,
    CannotOpen,
    Conflict,
    CopyDiffers,
    Full,
    Gone,
    NewerStore,
    NotAStore,
    NotEmpty,
    StoreError,
    TooMany,
    UnknownAddress,
    UnknownVersion,
    Unreachable,
)
from facts.store.values import (
    FORGOTTEN,
    OPERATOR,
    Change,
    Changed,
    Changes,
    ChangeSet,
    Preview,
    Proposal,
    Settings,
    State,
)

__all__ = [
    "FORGOTTEN",
    "OPERATOR",
    "CannotCopy",
    "CannotOpen",
    "Change",
    "ChangeSet",
    "Changed",
    "Changes",
    "Conflict",
    "CopyDiffers",
    "Full",
    "Gone",
    "NewerStore",
    "NotAStore",
    "NotEmpty",
    "Preview",
    "Proposal",
    "Settings",
    "State",
    "StoreError",
    "TooMany",
    "UnknownAddress",
    "UnknownVersion",
    "Unreachable",
]
