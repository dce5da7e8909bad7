"""The store of what moderators load. Only those who need it import it: SQLAlchemy takes time."""

from facts.store.copies import backup, copy, digest, restore
from facts.store.errors import (
    CannotCopy,
    CannotOpen,
    Conflict,
    CopyDiffers,
    Gone,
    NewerStore,
    NotAStore,
    NotEmpty,
    StoreError,
    TooMany,
    UnknownAddress,
    UnknownVersion,
)
from facts.store.rows import Sum
from facts.store.store import Store, open_store, opened
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
    "Gone",
    "NewerStore",
    "NotAStore",
    "NotEmpty",
    "Preview",
    "Proposal",
    "Settings",
    "State",
    "Store",
    "StoreError",
    "Sum",
    "TooMany",
    "UnknownAddress",
    "UnknownVersion",
    "backup",
    "copy",
    "digest",
    "open_store",
    "opened",
    "restore",
]
