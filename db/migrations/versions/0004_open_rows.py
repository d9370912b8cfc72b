"""What is asked for each order and each turn is found among the open rows, however many there were before."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

OPEN = sa.text("state IN ('queued', 'submitting', 'unsure', 'running', 'ready')")
FRAMED = sa.text("frame IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_jobs_open", "jobs")
    op.create_index("ix_jobs_open", "jobs", ["state", "provider"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_jobs_open_member_id", "jobs", ["member_id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_jobs_frame", "jobs", ["frame"], sqlite_where=FRAMED, postgresql_where=FRAMED)
