"""When a visitor's page last showed the conversation from its beginning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("loaded_at", sa.DateTime(timezone=True)))
