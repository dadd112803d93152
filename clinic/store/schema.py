"""The tables, as SQLAlchemy knows them; migrations/ holds how a database gets there."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa


class UtcDateTime(sa.types.TypeDecorator):
    """A moment in UTC; naive values are refused, so that no local time slips in."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = sa.String(64)


def conversation_column(primary_key: bool = False) -> sa.Column:
    """A reference to the conversation that takes its rows along when it is erased."""
    return sa.Column(
        "conversation",
        Id,
        sa.ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )


def booking_column(primary_key: bool = False, index: bool = False) -> sa.Column:
    """A reference to the request that takes its rows along when it is erased."""
    return sa.Column(
        "booking",
        Id,
        sa.ForeignKey("bookings.id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
        index=index,
    )


conversations = sa.Table(
    "conversations",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("origin", sa.String(255)),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("last_message_at", UtcDateTime, nullable=False),
    sa.Column("last_seq", sa.Integer, nullable=False),
    sa.Column("loaded_at", UtcDateTime),  # when a page last showed it from its beginning
)

inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    conversation_column(),
    sa.Column("client_id", Id, nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("payload", sa.Text),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_attempt_at", UtcDateTime, nullable=False),
    sa.Column("done_at", UtcDateTime),
    sa.UniqueConstraint("conversation", "client_id"),
    sa.UniqueConstraint("conversation", "seq"),
    sa.Index("ix_inbox_state_next_attempt_at", "state", "next_attempt_at"),
)

chat_events = sa.Table(
    "chat_events",
    metadata,
    conversation_column(primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("role", sa.String(8), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("buttons", sa.JSON, nullable=False),
    sa.Column("card", sa.JSON),
    sa.Column("ask", sa.String(16)),
    sa.Column("response", sa.String(128)),
    sa.Column("reply_to", Id),
    sa.Column("at", UtcDateTime, nullable=False),
)

buttons = sa.Table(
    "buttons",
    metadata,
    sa.Column("id", Id, primary_key=True),
    conversation_column(),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Index("ix_buttons_conversation", "conversation"),
)

tracker_events = sa.Table(
    "tracker_events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    conversation_column(),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("type", sa.String(64), nullable=False),
    sa.Column("timestamp", sa.Float, nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Index("ix_tracker_events_conversation_id", "conversation", "id"),
)

tracker_snapshots = sa.Table(
    "tracker_snapshots",
    metadata,
    conversation_column(primary_key=True),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Column("model", sa.String(64)),
    sa.Column("updated_at", UtcDateTime, nullable=False),
)

feedback = sa.Table(
    "feedback",
    metadata,
    conversation_column(primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
    sa.Column("comment", sa.Text),
    sa.Column("at", UtcDateTime, nullable=False),
)

# A request outlives the conversation it came from, so `conversation` is no foreign key here.
bookings = sa.Table(
    "bookings",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("reference", sa.String(16), nullable=False, unique=True),
    sa.Column("form", sa.String(128), nullable=False, unique=True),
    sa.Column("conversation", Id),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("phone", sa.String(32)),
    sa.Column("email", sa.String(320)),
    sa.Column("reach_note", sa.Text),  # the visitor's words about when and how to be reached
    sa.Column("location", sa.String(16), nullable=False),
    sa.Column("preferred", sa.JSON, nullable=False),
    sa.Column("concern", sa.Text),
    sa.Column("health_note", sa.Text),
    sa.Column("team_note", sa.Text),  # the visitor's words on what else the team should know
    sa.Column("flags", sa.JSON, nullable=False),
    sa.Column("locale", sa.String(16), nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("updated_at", UtcDateTime, nullable=False),
    sa.Column("appointment", UtcDateTime),
    sa.Column("wish", sa.Text),  # the visitor's words when they last asked for another time
    sa.Index("ix_bookings_state_created_at", "state", "created_at"),
    sa.Index("ix_bookings_state_appointment", "state", "appointment"),
    sa.Index("ix_bookings_conversation", "conversation"),
    sa.Index("ix_bookings_phone", "phone"),
    sa.Index("ix_bookings_email", "email"),
)

booking_times = sa.Table(
    "booking_times",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    booking_column(index=True),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("offered_at", UtcDateTime, nullable=False),
)

# Wrong guesses of a reference with its phone number or e-mail address; what was guessed is hashed.
booking_guesses = sa.Table(
    "booking_guesses",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("conversation", Id, nullable=False, index=True),
    sa.Column("reference_hash", sa.String(64), nullable=False, index=True),
    sa.Column("at", UtcDateTime, nullable=False),
)

booking_events = sa.Table(
    "booking_events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    booking_column(index=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("who", sa.String(64), nullable=False),
    sa.Column("why", sa.Text),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("times", sa.JSON, nullable=False),  # offered or confirmed; ISO 8601, UTC
)

consents = sa.Table(
    "consents",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    booking_column(index=True),
    sa.Column("purpose", sa.String(32), nullable=False),
    sa.Column("wording", sa.String(64), nullable=False),
    sa.Column("given_at", UtcDateTime, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("channel", sa.String(16), nullable=False),
    sa.Column("data", sa.JSON, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("next_attempt_at", UtcDateTime, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("sent_at", UtcDateTime),
    sa.Column("last_error", sa.Text),
    sa.Index("ix_outbox_state_next_attempt_at", "state", "next_attempt_at"),
)
