"""Who gave a request to whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ID = sa.String(length=64)


def upgrade() -> None:
    op.create_table(
        "booking_hands",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("booking", ID, nullable=False),
        sa.Column("former", ID),
        sa.Column("holder", ID),
        sa.Column("who", ID),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking"], ["bookings.id"], ondelete="CASCADE", name="fk_booking_hands_booking"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_booking_hands"),
    )
    op.create_index("ix_booking_hands_booking", "booking_hands", ["booking"])
