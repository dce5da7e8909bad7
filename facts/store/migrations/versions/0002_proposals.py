"""Proposals are made once for each request, and where they are shown is known."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add what that takes."""
    for name in ("token", "channel", "message"):
        op.add_column("proposals", sa.Column(name, sa.BigInteger))
    op.create_index("ix_proposals_token", "proposals", ["server", "token"], unique=True)
