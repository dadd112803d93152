"""The tables of releases: which model is live, where it came from, and what was done with it."""

from __future__ import annotations

import sqlalchemy as sa

from clinic.store.schema import Id, UtcDateTime, conversation_column, metadata

releases = sa.Table(
    "releases",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("state", sa.String(16), nullable=False),
    sa.Column("model", sa.String(255), nullable=False),  # file name
    sa.Column("checksum", sa.String(64), nullable=False),  # SHA-256 of the file, hexadecimal
    sa.Column("revision", sa.String(64)),  # the commit that it was trained from
    sa.Column("trainer", sa.String(128), nullable=False),
    sa.Column("trained_at", UtcDateTime, nullable=False),
    sa.Column("passed", sa.Boolean, nullable=False),
    sa.Column("report", sa.JSON, nullable=False),
    sa.Column("promoted_at", UtcDateTime),
    sa.Index("ix_releases_state", "state"),
)

release_events = sa.Table(
    "release_events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column(
        "release",
        sa.Integer,
        sa.ForeignKey("releases.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("who", sa.String(128), nullable=False),
    sa.Column("why", sa.Text),
    sa.Column("at", UtcDateTime, nullable=False),
)

# What a trainer said of a reply that a release would change.
replay_verdicts = sa.Table(
    "replay_verdicts",
    metadata,
    sa.Column(
        "release",
        sa.Integer,
        sa.ForeignKey("releases.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    conversation_column(primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("approved", sa.Boolean, nullable=False),
    sa.Column("staff", Id, nullable=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Index("ix_replay_verdicts_conversation", "conversation"),
)
