"""The staff console: accounts, audit, the conversations' read model, reviews, erasures."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from clinic.store.migrations.console_extras import add_full_text_and_audit_guard

revision = "0003"
down_revision = "0002"

ID = sa.String(length=64)
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("staff", ID),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16)),
        sa.Column("subject", ID),
        sa.Column("reason", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_index("ix_audit_staff", "audit", ["staff", "id"])
    op.create_index("ix_audit_subject", "audit", ["subject"])
    op.create_table(
        "erasures",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("hashes", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("id", ID, nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", TIME),
        sa.Column("last_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_failures"),
    )
    op.create_table(
        "staff",
        sa.Column("id", ID, nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("password", sa.String(length=255)),
        sa.Column("totp", ID),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("email", name="uq_staff_email"),
    )
    op.create_table(
        "booking_notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("booking", ID, nullable=False),
        sa.Column("staff", ID),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _goes_with("booking", "bookings", "fk_booking_notes_booking"),
        sa.PrimaryKeyConstraint("id", name="pk_booking_notes"),
    )
    op.create_index("ix_booking_notes_booking", "booking_notes", ["booking"])
    op.create_table(
        "booking_work",
        sa.Column("booking", ID, nullable=False),
        sa.Column("assignee", ID),
        sa.Column("first_action_at", TIME),
        sa.Column("changed_at", TIME, nullable=False),
        _goes_with("booking", "bookings", "fk_booking_work_booking"),
        sa.PrimaryKeyConstraint("booking", name="pk_booking_work"),
    )
    op.create_table(
        "conversation_index",
        sa.Column("conversation", ID, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("lowest_confidence", sa.Float()),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("asked_back", sa.Integer(), nullable=False),
        sa.Column("handed_over", sa.Integer(), nullable=False),
        sa.Column("safety", sa.String(length=16)),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("unhelpful", sa.Integer(), nullable=False),
        sa.Column("booking", sa.String(length=16), nullable=False),
        sa.Column("form_step", sa.Integer(), nullable=False),
        sa.Column("staffed", sa.Integer(), nullable=False),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column("needs_person_at", TIME),
        sa.Column("opening", sa.String(length=160), nullable=False),
        sa.Column("seq_watermark", sa.Integer(), nullable=False),
        sa.Column("event_watermark", sa.Integer(), nullable=False),
        _goes_with("conversation", "conversations", "fk_conversation_index_conversation"),
        sa.PrimaryKeyConstraint("conversation", name="pk_conversation_index"),
    )
    op.create_index("ix_conversation_index_booking", "conversation_index", ["booking", "last_at"])
    beside = ["conversation", "reviewed", "booking", "language", "lowest_confidence"]
    for name in ("asked_back", "handed_over", "unhelpful", "helpful"):
        op.create_index(
            f"ix_conversation_index_{name}",
            "conversation_index",
            ["last_at", *beside],
            **_where(sa.text(f"{name} > 0")),
        )
    op.create_index(
        "ix_conversation_index_days", "conversation_index", ["day", "last_at", "conversation"]
    )
    op.create_index("ix_conversation_index_confidence", "conversation_index", ["lowest_confidence"])
    op.create_index("ix_conversation_index_language", "conversation_index", ["language", "last_at"])
    op.create_index("ix_conversation_index_length", "conversation_index", ["messages", "last_at"])
    op.create_index(
        "ix_conversation_index_needs_person",
        "conversation_index",
        ["needs_person_at"],
        **_where(sa.text("needs_person_at IS NOT NULL")),
    )
    op.create_index(
        "ix_conversation_index_recent", "conversation_index", ["last_at", "conversation"]
    )
    op.create_index(
        "ix_conversation_index_safety",
        "conversation_index",
        ["safety", "last_at"],
        **_where(sa.text("safety IS NOT NULL")),
    )
    op.create_index(
        "ix_conversation_index_unreviewed", "conversation_index", ["reviewed", "last_at"]
    )
    op.create_table(
        "conversation_notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", ID, nullable=False),
        sa.Column("staff", ID),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        _goes_with("conversation", "conversations", "fk_conversation_notes_conversation"),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_notes"),
    )
    op.create_index("ix_conversation_notes_conversation", "conversation_notes", ["conversation"])
    op.create_table(
        "conversation_reviews",
        sa.Column("conversation", ID, nullable=False),
        sa.Column("reviewed_at", TIME),
        sa.Column("reviewed_by", ID),
        sa.Column("handled_at", TIME),
        _goes_with("conversation", "conversations", "fk_conversation_reviews_conversation"),
        sa.PrimaryKeyConstraint("conversation", name="pk_conversation_reviews"),
    )
    op.create_table(
        "conversation_tags",
        sa.Column("conversation", ID, nullable=False),
        sa.Column("tag", sa.String(length=40), nullable=False),
        sa.Column("staff", ID),
        sa.Column("at", TIME, nullable=False),
        _goes_with("conversation", "conversations", "fk_conversation_tags_conversation"),
        sa.PrimaryKeyConstraint("conversation", "tag", name="pk_conversation_tags"),
    )
    op.create_index("ix_conversation_tags_tag", "conversation_tags", ["tag", "conversation"])
    op.create_table(
        "conversation_topics",
        sa.Column("conversation", ID, nullable=False),
        sa.Column("topic", ID, nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        _goes_with("conversation", "conversations", "fk_conversation_topics_conversation"),
        sa.PrimaryKeyConstraint("conversation", "topic", name="pk_conversation_topics"),
    )
    op.create_index(
        "ix_conversation_topics_topic_last_at",
        "conversation_topics",
        ["topic", "last_at", "conversation"],
    )
    op.create_table(
        "message_index",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("conversation", ID, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("missed", sa.String(length=120)),
        _goes_with("conversation", "conversations", "fk_message_index_conversation"),
        sa.PrimaryKeyConstraint("id", name="pk_message_index"),
        sa.UniqueConstraint("conversation", "seq", name="uq_message_index_conversation_seq"),
    )
    op.create_index(
        "ix_message_index_missed",
        "message_index",
        ["day", "missed"],
        **_where(sa.text("missed IS NOT NULL")),
    )
    op.create_table(
        "staff_invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("staff", ID),
        sa.Column("expires_at", TIME, nullable=False),
        _goes_with("staff", "staff", "fk_staff_invitations_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_invitations"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id", ID, nullable=False),
        sa.Column("staff", ID, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_seen_at", TIME, nullable=False),
        _goes_with("staff", "staff", "fk_staff_sessions_staff"),
        sa.PrimaryKeyConstraint("id", name="pk_staff_sessions"),
    )
    op.create_index("ix_staff_sessions_staff", "staff_sessions", ["staff"])
    op.create_table(
        "takeovers",
        sa.Column("conversation", ID, nullable=False),
        sa.Column("staff", ID, nullable=False),
        sa.Column("since", TIME, nullable=False),
        sa.Column("last_at", TIME, nullable=False),
        _goes_with("conversation", "conversations", "fk_takeovers_conversation"),
        sa.PrimaryKeyConstraint("conversation", name="pk_takeovers"),
    )
    op.create_table(
        "training_items",
        sa.Column("conversation", ID, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("staff", ID),
        sa.Column("at", TIME, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        _goes_with("conversation", "conversations", "fk_training_items_conversation"),
        sa.PrimaryKeyConstraint("conversation", "seq", name="pk_training_items"),
    )
    op.create_index("ix_training_items_state_at", "training_items", ["state", "at"])

    measures = "conversations alone asked_back handed_over safety begun sent helpful unhelpful"
    names = measures.split() + [f"step_{step}" for step in range(1, 9)]
    op.create_table(
        "overview_days",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in names),
        sa.PrimaryKeyConstraint("day", name="pk_overview_days"),
    )
    op.create_table(
        "overview_topics",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("topic", ID, nullable=False),
        sa.Column("conversations", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "topic", name="pk_overview_topics"),
    )
    op.create_index("ix_conversations_last_message_at", "conversations", ["last_message_at"])
    op.create_index("ix_bookings_updated_at", "bookings", ["updated_at"])
    op.create_index("ix_bookings_created_at", "bookings", ["created_at", "id"])
    add_full_text_and_audit_guard(op.get_bind())


def _goes_with(column: str, table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name, ondelete="CASCADE")


def _where(condition: Any) -> dict[str, Any]:
    return {"sqlite_where": condition, "postgresql_where": condition}
