"""Times that are offered, the appointment, wrong guesses, and one outbox item per receiver."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("bookings", sa.Column("appointment", sa.DateTime(timezone=True)))
    op.create_index("ix_bookings_phone", "bookings", ["phone"])
    op.create_index("ix_bookings_email", "bookings", ["email"])
    op.add_column(
        "outbox",
        sa.Column("channel", sa.String(length=16), nullable=False, server_default="clinic_mail"),
    )
    op.create_table(
        "booking_times",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("booking", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking"],
            ["bookings.id"],
            name=op.f("fk_booking_times_booking"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_times")),
    )
    op.create_index(op.f("ix_booking_times_booking"), "booking_times", ["booking"])
    op.create_table(
        "booking_guesses",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("reference_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_guesses")),
    )
    for column in ("conversation", "reference_hash"):
        op.create_index(op.f(f"ix_booking_guesses_{column}"), "booking_guesses", [column])
