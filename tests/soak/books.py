"""Evidence of a soak in which all went well, one order of each kind, and how to spoil it."""

from dataclasses import replace
from typing import Any

from soak.evidence import Answer, Bill, Card, Ending, Evidence, Ordered, Post, Row

ADA, BEN = 1, 2
FILMS, DIRECT = 11, 12
POSTED, KEPT, FAILED, UNSURE, REFUSED, UNANSWERED = range(101, 107)
"""The interactions of the orders, by what became of them."""
CARD = 1000
"""Added to an interaction, the id of its card."""
POST = 2000


def ordered(interaction: int, answer: Answer, text: str = "", member: int = ADA) -> Ordered:
    return Ordered(
        interaction_id=interaction,
        member_id=member,
        prompt=f"A fox number {interaction} runs",
        places=frozenset({FILMS, DIRECT}),
        answer=answer,
        card=Card(message_id=interaction + CARD, text=text) if answer is Answer.CARD else None,
    )


def row(interaction: int, state: str, **changes: Any) -> Row:
    plain = Row(id=f"job{interaction}", interaction_id=interaction, state=state, card_id=interaction + CARD)
    return replace(plain, **changes)


def bill(interaction: int, provider: str = "wavespeed", **changes: Any) -> Bill:
    prompt = f"A fox number {interaction} runs"
    plain = Bill(provider=provider, prompt=prompt, is_accepted=True, is_billed=True, is_made=True)
    return replace(plain, **changes)


def post(interaction: int, **changes: Any) -> Post:
    plain = Post(
        job_id=f"job{interaction}",
        message_id=interaction + POST,
        channel_id=FILMS,
        size=50_000,
        pings=frozenset({ADA}),
        answers=interaction + CARD,
    )
    return replace(plain, **changes)


WARNING = f"2026-11-20 22:00:00,000 WARNING services.clearing: job job{UNSURE} stays unsure: novita may have taken it"
FAILURE = "It failed. It does not count against your quota."
GOOD = Evidence(
    orders=(
        ordered(POSTED, Answer.CARD, f"Done in 0:05: https://discord.com/channels/1/{FILMS}/{POSTED + POST}"),
        ordered(KEPT, Answer.CARD, "It is kept for you: type </videos:5> to get it."),
        ordered(FAILED, Answer.CARD, FAILURE),
        ordered(UNSURE, Answer.CARD, FAILURE, member=BEN),
        ordered(REFUSED, Answer.REFUSAL),
        ordered(UNANSWERED, Answer.NONE),
    ),
    rows=(
        row(POSTED, "posted", provider="wavespeed", post_id=POSTED + POST),
        row(KEPT, "kept", provider="novita", has_clip=True),
        row(FAILED, "failed", failure="render", provider="wavespeed"),
        row(UNSURE, "failed", failure="unsure", provider="novita"),
        row(UNANSWERED, "cancelled", card_id=None),
    ),
    bills=(
        bill(POSTED),
        bill(KEPT, "novita"),
        bill(FAILED, is_billed=False, is_made=False),
        bill(UNSURE, "novita"),
        bill(REFUSED, is_accepted=False, is_billed=False, is_made=False),
    ),
    posts=(post(POSTED),),
    quotas={ADA: 2, BEN: 0},
    per_day=5,
    log=WARNING,
    secrets=("the-token",),
)


def with_order(interaction: int, **changes: Any) -> Evidence:
    orders = (replace(each, **changes) if each.interaction_id == interaction else each for each in GOOD.orders)
    return replace(GOOD, orders=tuple(orders))


def with_card(interaction: int, **changes: Any) -> Evidence:
    (card,) = (each.card for each in GOOD.orders if each.interaction_id == interaction)
    assert card is not None
    return with_order(interaction, card=replace(card, **changes))


def with_row(interaction: int, **changes: Any) -> Evidence:
    rows = (replace(each, **changes) if each.interaction_id == interaction else each for each in GOOD.rows)
    return replace(GOOD, rows=tuple(rows))


def with_post(**changes: Any) -> Evidence:
    return replace(GOOD, posts=(post(POSTED, **changes),))


def with_more(**more: Any) -> Evidence:
    """Each field with these added at its end."""
    changes: dict[str, Any] = {name: (*getattr(GOOD, name), *added) for name, added in more.items()}
    return replace(GOOD, **changes)


def ending(interaction: int) -> Ending:
    return Ending(job_id=f"job{interaction}", pings=frozenset({ADA}))
