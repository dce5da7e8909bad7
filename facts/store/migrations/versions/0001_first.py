"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

revision = "0001"
down_revision = None

KEY = sa.Text().with_variant(TEXT(collation="C"), "postgresql")
COUNTED = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Make them."""
    _servers()
    _change_sets()
    _entries()
    _waiting()


def _server(table: str) -> tuple[sa.Column[int], sa.ForeignKeyConstraint]:
    return (
        sa.Column("server", sa.BigInteger, nullable=False, autoincrement=False),
        sa.ForeignKeyConstraint(
            ["server"], ["servers.id"], name=f"fk_{table}_servers", ondelete="CASCADE"
        ),
    )


def _servers() -> None:
    op.create_table(
        "servers",
        sa.Column("id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("review", sa.Boolean, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("left_at", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_servers"),
    )


def _change_sets() -> None:
    op.create_table(
        "change_sets",
        sa.Column("id", COUNTED, nullable=False),
        *_server("change_sets"),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("token", sa.BigInteger),
        sa.Column("undoes", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_change_sets"),
        sa.UniqueConstraint("server", "version", name="uq_change_sets_server"),
        sa.UniqueConstraint("server", "token", name="uq_change_sets_token"),
    )
    op.create_table(
        "changes",
        sa.Column("server", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("key", KEY, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.PrimaryKeyConstraint("server", "version", "key", name="pk_changes"),
        sa.ForeignKeyConstraint(
            ["server", "version"],
            ["change_sets.server", "change_sets.version"],
            name="fk_changes_change_sets",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_changes_key", "changes", ["server", "key", "version"])


def _entries() -> None:
    op.create_table(
        "entries",
        *_server("entries"),
        sa.Column("key", KEY, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("server", "key", name="pk_entries"),
    )


def _waiting() -> None:
    op.create_table(
        "proposals",
        sa.Column("id", COUNTED, nullable=False),
        *_server("proposals"),
        sa.Column("entry", sa.Text, nullable=False),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("decided_by", sa.BigInteger),
        sa.Column("version", sa.BigInteger),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sa.CheckConstraint(
            "state IN ('open', 'approved', 'rejected', 'edited')", name="ck_proposals_state"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_proposals_server", "proposals", ["server", "state"])
    op.create_table(
        "previews",
        sa.Column("id", COUNTED, nullable=False),
        *_server("previews"),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("changes", sa.Text, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("based_on", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_previews"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_previews_server", "previews", ["server"])
