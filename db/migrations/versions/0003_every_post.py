"""Every post of a video, and not the newest alone. Those that the jobs name are known from the beginning."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

KNOWN = """
INSERT INTO posts (job_id, message_id, channel_id)
SELECT id, post_id, post_channel_id FROM jobs
WHERE post_id IS NOT NULL AND post_channel_id IS NOT NULL AND deleted_at IS NULL
"""


def upgrade() -> None:
    op.create_table(
        "posts",
        sa.Column("job_id", sa.String(25), nullable=False),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("channel_id", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("job_id", "message_id", name="pk_posts"),
    )
    op.execute(KNOWN)
