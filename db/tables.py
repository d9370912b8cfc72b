"""The tables, one text for SQLite and PostgreSQL. Migrations create them; a test compares the two."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Index,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python on both engines; SQLite, which knows no zones, stores it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s"})

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(25), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("owner", String(32)),
    Column("member_id", BigInteger, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("model", String(100), nullable=False),
    Column("frame", String(100)),
    Column("channel_id", BigInteger, nullable=False),
    Column("guild_id", BigInteger),
    Column("postable", Boolean, nullable=False),
    Column("upload_limit", BigInteger, nullable=False),
    Column("application_id", BigInteger, nullable=False),
    Column("interaction_id", BigInteger, nullable=False),
    Column("interaction_token", Text, nullable=False),
    Column("interaction_at", UtcDateTime, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("locale", String(16), nullable=False),
    Column("card_id", BigInteger),
    Column("settled", Boolean, nullable=False),
    Column("parent_id", String(25)),
    Column("discreet", Boolean, nullable=False, server_default=text("false")),
    Column("withheld", Boolean, nullable=False, server_default=text("false")),
    Column("deleted_at", UtcDateTime),
    Column("provider", String(32)),
    Column("refused_by", Text, nullable=False),
    Column("task_id", Text),
    Column("clip", String(100)),
    Column("post_channel_id", BigInteger),
    Column("post_id", BigInteger),
    Column("failure", String(16)),
    Column("queued_at", UtcDateTime, nullable=False),
    Column("submitting_at", UtcDateTime),
    Column("ready_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
)
OPEN_ROWS = text("state IN ('queued', 'submitting', 'unsure', 'running', 'ready')")
"""Where it stands in a query, word for word, that query may read an index of the open rows alone: the few among all
that ever were."""
Index("ix_jobs_member_id_queued_at", jobs.c.member_id, jobs.c.queued_at)
Index("ix_jobs_member_id_submitting_at", jobs.c.member_id, jobs.c.submitting_at)
Index("ix_jobs_open", jobs.c.state, jobs.c.provider, sqlite_where=OPEN_ROWS, postgresql_where=OPEN_ROWS)
Index("ix_jobs_open_member_id", jobs.c.member_id, sqlite_where=OPEN_ROWS, postgresql_where=OPEN_ROWS)
FRAMED_ROWS = text("frame IS NOT NULL")
Index("ix_jobs_frame", jobs.c.frame, sqlite_where=FRAMED_ROWS, postgresql_where=FRAMED_ROWS)
UNSETTLED_ROWS = text("NOT settled")
Index("ix_jobs_unsettled", jobs.c.owner, sqlite_where=UNSETTLED_ROWS, postgresql_where=UNSETTLED_ROWS)
Index("ix_jobs_provider_submitting_at", jobs.c.provider, jobs.c.submitting_at)
Index("ix_jobs_model_ready_at", jobs.c.model, jobs.c.ready_at)

posts = Table(
    "posts",
    metadata,
    Column("job_id", String(25), primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("channel_id", BigInteger, nullable=False),
)
"""A row per message that carries a video and was not removed. The job's own `post_id` is the newest that the bot itself
can find again."""

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(25), primary_key=True),
    Column("member_id", BigInteger, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("model", String(100)),
    Column("parent_id", String(25)),
    Column("discreet", Boolean, nullable=False),
    Column("pictures", Text, nullable=False),
    Column("frames", Text, nullable=False),
    Column("application_id", BigInteger),
    Column("interaction_token", Text),
    Column("message_id", BigInteger),
    Column("created_at", UtcDateTime, nullable=False),
)
"""What a member has begun to order and not ordered yet: a row per question that the bot has asked."""
Index("ix_drafts_created_at", drafts.c.created_at)

locks = Table("locks", metadata, Column("name", String(64), primary_key=True))
"""A row per member and per provider: whoever holds it may count, then write."""

processes = Table(
    "processes",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("lease_until", UtcDateTime, nullable=False),
)
"""A row per running process. Its lease holds all jobs whose `owner` it is."""

notes = Table(
    "notes",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Small facts that outlive a process, such as which commands Discord knows."""
