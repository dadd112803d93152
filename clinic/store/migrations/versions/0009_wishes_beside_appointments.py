"""A wish or an offer beside an appointment is one that nothing has settled yet."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("UPDATE bookings SET wish = NULL WHERE state = 'confirmed'")
    op.execute(
        "DELETE FROM booking_times WHERE booking IN (SELECT id FROM bookings"
        " WHERE state NOT IN ('times_offered', 'no_reply'))"
    )
