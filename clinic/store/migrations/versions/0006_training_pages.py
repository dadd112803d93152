"""What trainers did with a message, and what they said of a changed reply."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    for column in (
        sa.Column("label", sa.String(length=64)),
        sa.Column("example", sa.Text()),
        sa.Column("settled_by", sa.String(length=64)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
    ):
        op.add_column("training_items", column)
    op.create_table(
        "replay_verdicts",
        sa.Column("release", sa.Integer(), nullable=False),
        sa.Column("conversation", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("staff", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["release"],
            ["releases.id"],
            name=op.f("fk_replay_verdicts_release"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation"],
            ["conversations.id"],
            name=op.f("fk_replay_verdicts_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("release", "conversation", "seq", name=op.f("pk_replay_verdicts")),
    )
    op.create_index(op.f("ix_replay_verdicts_conversation"), "replay_verdicts", ["conversation"])
