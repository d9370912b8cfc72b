"""The checker goes red on every breach that somebody made up, and on nothing else."""

from dataclasses import replace

import pytest

from soak.evidence import Answer, Card, Evidence
from soak.judge import judge, possibly_billed
from soak.table import KINDS

from .books import (
    ADA,
    CARD,
    FAILED,
    GOOD,
    KEPT,
    POST,
    POSTED,
    REFUSED,
    UNANSWERED,
    UNSURE,
    bill,
    ending,
    ordered,
    post,
    row,
    with_card,
    with_more,
    with_order,
    with_post,
    with_row,
)

ELSEWHERE = 99
NOWHERE = f"INFO cogs.posts: job job{FAILED}: its ending could be told nowhere; /videos shows it"
GONE = Card(message_id=FAILED + CARD, text="rendering, 30 %", is_deleted=True)
BREACHES: dict[str, tuple[str, Evidence]] = {
    "one order becomes two jobs": ("duplicates", with_more(rows=[row(POSTED, "cancelled", id="again")])),
    "a video is paid for twice at one service": ("duplicates", with_more(bills=[bill(POSTED)])),
    "a video is paid for at both services": ("duplicates", with_more(bills=[bill(POSTED, "novita")])),
    "a video is posted twice": ("duplicates", with_more(posts=[post(POSTED, message_id=1)])),
    "a video is posted in two places": ("duplicates", with_more(posts=[post(POSTED, message_id=1, channel_id=12)])),
    "a card was seen and there is no job": ("losses", with_more(orders=[ordered(200, Answer.CARD)])),
    "a card was seen and the job was withdrawn": ("losses", with_row(FAILED, state="cancelled")),
    "a video that a service made is called failed": ("losses", with_row(POSTED, state="failed", post_id=None)),
    "a video at wavespeed was not looked up": (
        "losses",
        with_row(POSTED, state="failed", failure="unsure", post_id=None),
    ),
    "the operator was not warned of a lost submit": ("losses", replace(GOOD, log="")),
    "a posted video is not in its channel": ("losses", replace(GOOD, posts=())),
    "a kept clip is gone from disk": ("losses", with_row(KEPT, has_clip=False)),
    "a job that has ended is paid for": (
        "bills",
        replace(with_row(UNSURE, ended_at=1.0), bills=tuple(replace(each, at=2.0) for each in GOOD.bills)),
    ),
    "a posted video was never billed": ("bills", replace(GOOD, bills=GOOD.bills[1:])),
    "an order that was refused is paid for": ("unseen", with_more(bills=[bill(REFUSED)])),
    "an order that was refused is taken": ("unseen", with_more(rows=[row(REFUSED, "failed", failure="render")])),
    "an order that nobody saw accepted is paid for": ("unseen", with_more(bills=[bill(UNANSWERED)])),
    "a job is still under way": ("open", with_row(POSTED, state="running")),
    "an end was never told": ("messages", with_row(FAILED, is_settled=False)),
    "a card still says that it renders": ("messages", with_card(POSTED, text="rendering, 30 %")),
    "a failed job's card still says that it renders": ("messages", with_card(FAILED, text="rendering, 30 %")),
    "a kept job's card still says that it renders": ("messages", with_card(KEPT, text="rendering, 30 %")),
    "a failure was told on no card and nowhere else": ("messages", with_order(FAILED, card=GONE)),
    "a failure was told nowhere though the member takes messages": (
        "messages",
        replace(with_order(FAILED, card=GONE), log=f"{GOOD.log}\n{NOWHERE}"),
    ),
    "a failure was told twice": ("messages", with_more(endings=[ending(FAILED)])),
    "a failed job is posted": ("messages", with_more(posts=[post(FAILED)])),
    "a kept job is posted": ("messages", with_more(posts=[post(KEPT)])),
    "a post pings somebody else": ("messages", with_post(pings=frozenset({ADA, ELSEWHERE}))),
    "a post pings everyone": ("messages", with_post(pings=frozenset({0}))),
    "a post has an empty file": ("messages", with_post(size=0)),
    "a post is in somebody else's place": ("messages", with_post(channel_id=ELSEWHERE)),
    "a post answers another card": ("messages", with_post(answers=ELSEWHERE)),
    "a quota counts a failure": ("quotas", replace(GOOD, quotas={ADA: 3})),
    "a quota forgets a video": ("quotas", replace(GOOD, quotas={ADA: 1})),
    "a quota was not told": ("quotas", replace(GOOD, quotas={ADA: None})),
    "a member gets more than the quota": ("quotas", replace(GOOD, per_day=1)),
    "a job belongs to no order": ("strangers", with_more(rows=[row(300, "failed")])),
    "a post belongs to no job": ("strangers", with_more(posts=[post(300)])),
    "a task belongs to no order": ("strangers", with_more(bills=[bill(300)])),
    "a token stands in the log": ("secrets", replace(GOOD, log=f"{GOOD.log}\nGET /the-token/messages")),
    "a prompt stands in the log": ("secrets", replace(GOOD, log=f"{GOOD.log}\nA fox number {POSTED} runs")),
    "a signed address stands in the log": ("secrets", replace(GOOD, log=f"{GOOD.log}\nhttps://a.b/c?X-Signature=1")),
    "a process ended by itself": ("accidents", replace(GOOD, accidents=("it ended by itself with code 1",))),
}
ALLOWED: dict[str, Evidence] = {
    "a post in a direct message answers nothing": with_post(channel_id=12, answers=None),
    "a post stands where its card was deleted": with_card(POSTED, is_deleted=True, text="rendering"),
    "a card that nobody can edit any more": with_card(POSTED, is_out_of_reach=True, text="rendering"),
    "a copy is kept of a card that became the post": with_more(
        posts=[post(KEPT, message_id=KEPT + CARD, answers=None)]
    ),
    "a failure was told beside a card that is gone": replace(with_order(FAILED, card=GONE), endings=(ending(FAILED),)),
    "a failure that only /videos can tell any more": replace(
        with_order(FAILED, takes_messages=False, card=GONE),
        log=f"{GOOD.log}\n{NOWHERE}",
    ),
    "an order that stands because nobody can tell what was seen": replace(
        with_order(POSTED, answer=Answer.NONE, card=None),
        rows=tuple(replace(each, card_id=0) if each.interaction_id == POSTED else each for each in GOOD.rows),
        posts=(post(POSTED, answers=None),),
    ),
    "a job was withdrawn whose card was deleted before it was noted": replace(
        with_card(FAILED, is_deleted=True), rows=with_row(FAILED, state="cancelled").rows
    ),
    "a card that said that nothing was ordered yet": with_more(orders=[ordered(400, Answer.LOOKING)]),
    "a failure was told on a card that a moderator deleted later": with_card(FAILED, is_deleted=True),
    "a job ends after it was paid for": replace(
        with_row(UNSURE, ended_at=2.0), bills=tuple(replace(each, at=1.0) for each in GOOD.bills)
    ),
    "the card itself became the post": replace(
        with_card(POSTED, message_id=POSTED + POST, text="the prompt"), posts=(post(POSTED, answers=None),)
    ),
}


def test_books_in_order_are_green() -> None:
    assert judge(GOOD) == []


@pytest.mark.parametrize("name", BREACHES)
def test_a_breach_is_found(name: str) -> None:
    kind, evidence = BREACHES[name]
    assert kind in {breach.kind for breach in judge(evidence)}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_is_green(name: str) -> None:
    assert judge(ALLOWED[name]) == []


def test_what_an_unsure_job_may_have_cost_is_counted() -> None:
    assert possibly_billed(GOOD) == 1
    assert possibly_billed(with_row(UNSURE, failure="render")) == 0


def test_a_breach_names_no_secret() -> None:
    broken = replace(GOOD, log=f"{GOOD.log}\nthe-token A fox number {POSTED} runs")
    assert not any("the-token" in each.what or "fox" in each.what for each in judge(broken))


def test_every_kind_of_breach_has_its_line_in_the_table() -> None:
    assert {kind for kind, _ in BREACHES.values()} == set(KINDS)
