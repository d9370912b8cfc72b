"""What members do with a video: chains, discreet orders, what is not posted or was deleted; and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("jobs", sa.Column("parent_id", sa.String(25)))
    op.add_column("jobs", _no("discreet"))
    op.add_column("jobs", _no("withheld"))
    op.add_column("jobs", sa.Column("deleted_at", sa.DateTime(timezone=True)))
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(25), nullable=False),
        sa.Column("member_id", sa.BigInteger, nullable=False),
        sa.Column("prompt", sa.Text, nullable=False),
        sa.Column("model", sa.String(100)),
        sa.Column("parent_id", sa.String(25)),
        sa.Column("discreet", sa.Boolean, nullable=False),
        sa.Column("pictures", sa.Text, nullable=False),
        sa.Column("frames", sa.Text, nullable=False),
        sa.Column("application_id", sa.BigInteger),
        sa.Column("interaction_token", sa.Text),
        sa.Column("message_id", sa.BigInteger),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_created_at", "drafts", ["created_at"])


def _no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.text("false"))
