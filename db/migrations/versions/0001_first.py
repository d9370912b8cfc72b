"""The first tables: jobs, locks, processes, notes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

OPEN_ROWS = sa.text("state IN ('queued', 'submitting', 'unsure', 'running', 'ready')")
UNSETTLED = sa.text("NOT settled")


def upgrade() -> None:
    _create_jobs()
    op.create_table("locks", sa.Column("name", sa.String(64), nullable=False), _key("locks", "name"))
    op.create_table(
        "processes",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        _key("processes", "id"),
    )
    op.create_table(
        "notes",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        _key("notes", "name"),
    )


def _create_jobs() -> None:
    op.create_table("jobs", *_order_columns(), *_job_columns(), _key("jobs", "id"))
    op.create_index("ix_jobs_member_id_queued_at", "jobs", ["member_id", "queued_at"])
    op.create_index("ix_jobs_member_id_submitting_at", "jobs", ["member_id", "submitting_at"])
    op.create_index("ix_jobs_open", "jobs", ["state", "owner"], sqlite_where=OPEN_ROWS, postgresql_where=OPEN_ROWS)
    op.create_index("ix_jobs_unsettled", "jobs", ["owner"], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED)
    op.create_index("ix_jobs_provider_submitting_at", "jobs", ["provider", "submitting_at"])
    op.create_index("ix_jobs_model_ready_at", "jobs", ["model", "ready_at"])


def _order_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.String(25), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(32)),
        sa.Column("member_id", sa.BigInteger, nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("model", sa.String(100), nullable=False),
        sa.Column("frame", sa.String(100)),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.Column("guild_id", sa.BigInteger),
        sa.Column("postable", sa.Boolean, nullable=False),
        sa.Column("upload_limit", sa.BigInteger, nullable=False),
        sa.Column("application_id", sa.BigInteger, nullable=False),
        sa.Column("interaction_id", sa.BigInteger, nullable=False),
        sa.Column("interaction_token", sa.Text, nullable=False),
        sa.Column("interaction_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("private", sa.Boolean, nullable=False),
        sa.Column("locale", sa.String(16), nullable=False),
    ]


def _job_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("card_id", sa.BigInteger),
        sa.Column("settled", sa.Boolean, nullable=False),
        sa.Column("provider", sa.String(32)),
        sa.Column("refused_by", sa.Text, nullable=False),
        sa.Column("task_id", sa.Text),
        sa.Column("clip", sa.String(100)),
        sa.Column("post_channel_id", sa.BigInteger),
        sa.Column("post_id", sa.BigInteger),
        sa.Column("failure", sa.String(16)),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitting_at", sa.DateTime(timezone=True)),
        sa.Column("ready_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    ]


def _key(table: str, column: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=f"pk_{table}")
