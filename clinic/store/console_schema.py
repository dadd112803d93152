"""The tables behind the staff console; what belongs to a conversation or a request goes with it."""

from __future__ import annotations

import sqlalchemy as sa

from clinic.store.schema import (
    Id,
    UtcDateTime,
    booking_column,
    bookings,
    conversation_column,
    conversations,
    metadata,
)

staff = sa.Table(
    "staff",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("email", sa.String(320), nullable=False, unique=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("roles", sa.JSON, nullable=False),
    sa.Column("password", sa.String(255)),  # argon2id; NULL until the invitation is taken
    sa.Column("totp", sa.String(64)),
    sa.Column("totp_step", sa.Integer, nullable=False),  # the last time step that was used
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("created_at", UtcDateTime, nullable=False),
)

staff_sessions = sa.Table(
    "staff_sessions",
    metadata,
    sa.Column("id", Id, primary_key=True),  # SHA-256 of the cookie
    sa.Column(
        "staff", Id, sa.ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("last_seen_at", UtcDateTime, nullable=False),
)

staff_invitations = sa.Table(
    "staff_invitations",
    metadata,
    sa.Column("id", Id, primary_key=True),  # SHA-256 of the token in the link
    sa.Column("staff", Id, sa.ForeignKey("staff.id", ondelete="CASCADE")),  # NULL: first admin
    sa.Column("expires_at", UtcDateTime, nullable=False),
)

# By a hash of the address typed in, so that unknown addresses are held off like known ones.
sign_in_failures = sa.Table(
    "sign_in_failures",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("locked_until", UtcDateTime),
    sa.Column("last_at", UtcDateTime, nullable=False),
)

# Never changed; triggers refuse an update, and a deletion before its time.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", UtcDateTime, nullable=False, index=True),
    sa.Column("staff", Id),  # NULL: the system itself
    sa.Column("action", sa.String(32), nullable=False),
    sa.Column("kind", sa.String(16)),  # what was touched: "conversation", "booking", "staff", …
    sa.Column("subject", Id),
    sa.Column("reason", sa.Text),
    sa.Index("ix_audit_subject", "subject"),
    sa.Index("ix_audit_staff", "staff", "id"),
)

# The read model: one row for each conversation, folded from its stored events.
conversation_index = sa.Table(
    "conversation_index",
    metadata,
    conversation_column(primary_key=True),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("last_at", UtcDateTime, nullable=False),
    sa.Column("day", sa.Integer, nullable=False),  # ordinal of the first day, clinic's time zone
    sa.Column("language", sa.String(16), nullable=False),
    sa.Column("messages", sa.Integer, nullable=False),  # the visitor's
    sa.Column("lowest_confidence", sa.Float),  # 0 to 1, of typed messages
    sa.Column("answered", sa.Integer, nullable=False),  # answers from approved topics
    sa.Column("asked_back", sa.Integer, nullable=False),
    sa.Column("handed_over", sa.Integer, nullable=False),
    sa.Column("safety", sa.String(16)),  # the gravest: emergency, self_harm, same_day
    sa.Column("helpful", sa.Integer, nullable=False),
    sa.Column("unhelpful", sa.Integer, nullable=False),
    sa.Column("booking", sa.String(16), nullable=False),  # none, started or the request's state
    sa.Column("form_step", sa.Integer, nullable=False),  # questions of the form reached, 0 to 8
    sa.Column("staffed", sa.Integer, nullable=False),  # messages from staff
    sa.Column("reviewed", sa.Boolean, nullable=False),
    sa.Column("needs_person_at", UtcDateTime),
    sa.Column("opening", sa.String(160), nullable=False),  # first words, redacted
    sa.Column("seq_watermark", sa.Integer, nullable=False),
    sa.Column("event_watermark", sa.Integer, nullable=False),
)

conversation_topics = sa.Table(
    "conversation_topics",
    metadata,
    conversation_column(primary_key=True),
    sa.Column("topic", sa.String(64), primary_key=True),
    sa.Column("day", sa.Integer, nullable=False),
    sa.Column("last_at", UtcDateTime, nullable=False),
)

# Sums by day that triggers keep; what they count is with the triggers.
overview_days = sa.Table(
    "overview_days",
    metadata,
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
    *(
        sa.Column(name, sa.Integer, nullable=False)
        for name in (
            "conversations", "alone", "asked_back", "handed_over", "safety", "begun", "sent",
            "helpful", "unhelpful", *(f"step_{step}" for step in range(1, 9)),
        )
    ),
)  # fmt: skip

overview_topics = sa.Table(
    "overview_topics",
    metadata,
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("topic", sa.String(64), primary_key=True),
    sa.Column("conversations", sa.Integer, nullable=False),
)

# One row for each message that a person wrote, with its words for the full-text search.
message_index = sa.Table(
    "message_index",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    conversation_column(),
    sa.Column("seq", sa.Integer, nullable=False),
    sa.Column("day", sa.Integer, nullable=False),
    sa.Column("missed", sa.String(120)),  # redacted, lower case: what was not understood
    sa.UniqueConstraint("conversation", "seq"),
)

conversation_reviews = sa.Table(
    "conversation_reviews",
    metadata,
    conversation_column(primary_key=True),
    sa.Column("reviewed_at", UtcDateTime),
    sa.Column("reviewed_by", Id),
    sa.Column("handled_at", UtcDateTime),  # somebody has seen to it that a person was wanted
)

conversation_tags = sa.Table(
    "conversation_tags",
    metadata,
    conversation_column(primary_key=True),
    sa.Column("tag", sa.String(40), primary_key=True),
    sa.Column("staff", Id),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_conversation_tags_tag", "tag", "conversation"),
)

conversation_notes = sa.Table(
    "conversation_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    conversation_column(),
    sa.Column("staff", Id),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_conversation_notes_conversation", "conversation"),
)

training_items = sa.Table(
    "training_items",
    metadata,
    conversation_column(primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("staff", Id),  # who flagged it; NULL where nobody had to
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("state", sa.String(16), nullable=False),  # open, taken, dropped
    sa.Column("label", sa.String(64)),  # what it was taken to mean
    sa.Column("example", sa.Text),  # what was added to the topic for it; NULL: it was known there
    sa.Column("settled_by", Id),
    sa.Column("settled_at", UtcDateTime),
    sa.Index("ix_training_items_state_at", "state", "at"),
)

takeovers = sa.Table(
    "takeovers",
    metadata,
    conversation_column(primary_key=True),
    sa.Column("staff", Id, nullable=False),
    sa.Column("since", UtcDateTime, nullable=False),
    sa.Column("last_at", UtcDateTime, nullable=False),  # of the staff's last word
)

booking_work = sa.Table(
    "booking_work",
    metadata,
    booking_column(primary_key=True),
    sa.Column("assignee", Id),
    sa.Column("first_action_at", UtcDateTime),
    sa.Column("changed_at", UtcDateTime, nullable=False),
)

booking_notes = sa.Table(
    "booking_notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    booking_column(),
    sa.Column("staff", Id),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_booking_notes_booking", "booking"),
)

booking_hands = sa.Table(
    "booking_hands",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    booking_column(index=True),
    sa.Column("former", Id),
    sa.Column("holder", Id),
    sa.Column("who", Id),
    sa.Column("at", UtcDateTime, nullable=False),
)

# Hashes of what was erased, to erase it again after a restore.
erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("id", Id, primary_key=True),  # the receipt's number
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("hashes", sa.JSON, nullable=False),
    sa.Column("counts", sa.JSON, nullable=False),
)

# What lists, filters and charts of the read model go by.
READ_MODEL_INDEXES = {
    "recent": ("last_at", "conversation"),
    "days": ("day", "last_at", "conversation"),
    "unreviewed": ("reviewed", "last_at"),
    "language": ("language", "last_at"),
    "booking": ("booking", "last_at"),
    "confidence": ("lowest_confidence",),
    "length": ("messages", "last_at"),
}
# What few conversations have: the columns behind let a second filter be checked in the index.
BESIDE = ("conversation", "reviewed", "booking", "language", "lowest_confidence")
PARTIAL_INDEXES = {
    "safety": (("safety", "last_at"), "safety IS NOT NULL"),
    "asked_back": (("last_at", *BESIDE), "asked_back > 0"),
    "handed_over": (("last_at", *BESIDE), "handed_over > 0"),
    "unhelpful": (("last_at", *BESIDE), "unhelpful > 0"),
    "helpful": (("last_at", *BESIDE), "helpful > 0"),
    "needs_person": (("needs_person_at",), "needs_person_at IS NOT NULL"),
}

for _name, _columns in READ_MODEL_INDEXES.items():
    sa.Index(f"ix_conversation_index_{_name}", *(conversation_index.c[c] for c in _columns))
for _name, (_columns, _where) in PARTIAL_INDEXES.items():
    sa.Index(
        f"ix_conversation_index_{_name}",
        *(conversation_index.c[c] for c in _columns),
        sqlite_where=sa.text(_where),
        postgresql_where=sa.text(_where),
    )
sa.Index("ix_conversation_topics_topic_last_at", *(
    conversation_topics.c[c] for c in ("topic", "last_at", "conversation")
))  # fmt: skip
sa.Index(
    "ix_message_index_missed",
    message_index.c.day,
    message_index.c.missed,
    sqlite_where=sa.text("missed IS NOT NULL"),
    postgresql_where=sa.text("missed IS NOT NULL"),
)
sa.Index("ix_conversations_last_message_at", conversations.c.last_message_at)
sa.Index("ix_bookings_updated_at", bookings.c.updated_at)
sa.Index("ix_bookings_created_at", bookings.c.created_at, bookings.c.id)
