"""The tables of the store. Discord's ids and moments are 64-bit integers, entries canonical JSON.

What a migration has to bring about stands here; that both agree is tested on each database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC as microseconds since 1970: the same number in every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """What is kept of a moment."""
        return None if value is None else (value - EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment that was kept."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


# Sorted by code points, as SQLite does, whatever language a PostgreSQL database was made for.
KeyText = Text().with_variant(Text(collation="C"), "postgresql")
# What SQLite counts up by itself has to be called INTEGER there; it has 64 bits all the same.
Counted = BigInteger().with_variant(Integer, "sqlite")
Snowflake = BigInteger

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _server(*, primary_key: bool = False) -> Column[int]:
    reference = ForeignKey("servers.id", ondelete="CASCADE")
    return Column("server", Snowflake, reference, primary_key=primary_key, nullable=False)


servers = Table(
    "servers",
    METADATA,
    Column("id", Snowflake, primary_key=True, autoincrement=False),
    Column("version", BigInteger, nullable=False),
    Column("review", Boolean, nullable=False),
    Column("roles", Text, nullable=False),
    Column("left_at", Moment),
)

change_sets = Table(
    "change_sets",
    METADATA,
    Column("id", Counted, primary_key=True),
    _server(),
    Column("version", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", Snowflake, nullable=False),
    Column("why", Text, nullable=False),
    Column("token", Snowflake),
    Column("undoes", BigInteger),
    UniqueConstraint("server", "version"),
    UniqueConstraint("server", "token", name="uq_change_sets_token"),
)

changes = Table(
    "changes",
    METADATA,
    Column("server", Snowflake, primary_key=True, autoincrement=False),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("key", KeyText, primary_key=True),
    Column("before", Text),
    Column("after", Text),
    ForeignKeyConstraint(
        ["server", "version"], ["change_sets.server", "change_sets.version"], ondelete="CASCADE"
    ),
    Index("ix_changes_key", "server", "key", "version"),
)

entries = Table(
    "entries",
    METADATA,
    _server(primary_key=True),
    Column("key", KeyText, primary_key=True),
    Column("entry", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
)

proposals = Table(
    "proposals",
    METADATA,
    Column("id", Counted, primary_key=True),
    _server(),
    Column("entry", Text, nullable=False),
    Column("by", Snowflake, nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_by", Snowflake),
    Column("version", BigInteger),
    Column("token", Snowflake),
    Column("channel", Snowflake),
    Column("message", Snowflake),
    CheckConstraint(  # its whole name has this twice, as in every database since the first
        "state IN ('open', 'approved', 'rejected', 'edited')", name="ck_proposals_state"
    ),
    Index("ix_proposals_server", "server", "state"),
    Index("ix_proposals_token", "server", "token", unique=True),
    sqlite_autoincrement=True,  # buttons hold the number, so that no other one may ever get it
)

previews = Table(
    "previews",
    METADATA,
    Column("id", Counted, primary_key=True),
    _server(),
    Column("by", Snowflake, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("changes", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("based_on", BigInteger, nullable=False),
    Index("ix_previews_server", "server"),
    sqlite_autoincrement=True,
)

TABLES = tuple(METADATA.sorted_tables)
"""Every table, each after those that it refers to."""
