"""Between rows and jobs: the one place that knows both."""

from typing import Any

from sqlalchemy import RowMapping

from domain.jobs import Failure, Job, State
from domain.orders import Order, Place
from domain.posts import Posted

PLACE = (
    "channel_id",
    "guild_id",
    "postable",
    "upload_limit",
    "application_id",
    "interaction_id",
    "interaction_token",
    "interaction_at",
    "private",
    "locale",
)
PLAIN = (
    "id",
    "owner",
    "provider",
    "task_id",
    "queued_at",
    "submitting_at",
    "ready_at",
    "ended_at",
    "card_id",
    "settled",
    "clip",
    "post_channel_id",
    "post_id",
    "withheld",
    "deleted_at",
)
WISHES = ("parent_id", "discreet")
"""Columns of an order that are neither its words nor its place."""


def row_of(job: Job) -> dict[str, Any]:
    order, place = job.order, job.order.place
    return {
        "member_id": order.member_id,
        "prompt": order.prompt,
        "model": order.model,
        "frame": order.frame,
        **{name: getattr(order, name) for name in WISHES},
        **{name: getattr(place, name) for name in PLACE},
        **{name: getattr(job, name) for name in PLAIN},
        **columns_of({"state": job.state, "failure": job.failure, "refused_by": job.refused_by}),
    }


def row_of_post(job_id: str, post: Posted) -> dict[str, Any]:
    return {"job_id": job_id, "message_id": post.message_id, "channel_id": post.channel_id}


def columns_of(changes: dict[str, Any]) -> dict[str, Any]:
    """A job's fields as column values: words become text, sets become a list in one text."""
    return {name: _column(value) for name, value in changes.items()}


def _column(value: Any) -> Any:
    if isinstance(value, frozenset):
        return ",".join(sorted(value))
    return value.value if isinstance(value, State | Failure) else value


def job_of(row: RowMapping) -> Job:
    return Job(
        **{name: row[name] for name in PLAIN},
        state=State(row["state"]),
        failure=Failure(row["failure"]) if row["failure"] else None,
        refused_by=frozenset(filter(None, row["refused_by"].split(","))),
        order=Order(
            member_id=row["member_id"],
            prompt=row["prompt"],
            model=row["model"],
            frame=row["frame"],
            **{name: row[name] for name in WISHES},
            place=Place(**{name: row[name] for name in PLACE}),
        ),
    )
