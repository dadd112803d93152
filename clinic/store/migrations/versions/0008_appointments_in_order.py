"""Confirmed requests are listed by their appointment."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_index("ix_bookings_state_appointment", "bookings", ["state", "appointment"])
