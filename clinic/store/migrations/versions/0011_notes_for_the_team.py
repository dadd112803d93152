"""What a visitor wants the team to know that is no other detail, in their own words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("bookings", sa.Column("team_note", sa.Text()))
