"""Reads the evidence against the promise: for each accepted order one video, posted once and billed once; or one
failure, told once and not counted."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from soak.evidence import KEPT_FOR_YOU, NOT_COUNTED, Answer, Bill, Evidence, Ordered, Post, Row

OPEN = frozenset({"queued", "submitting", "unsure", "running", "ready"})
DELIVERED = frozenset({"posted", "kept"})
TOLD_NOWHERE = re.compile(r" job (\S+): its ending could be told nowhere")
WORDS = {"kept": KEPT_FOR_YOU, "failed": NOT_COUNTED}
UNSURE = re.compile(r" WARNING \S+: job (\S+) stays unsure: ")
ADDRESS = re.compile(r"https?://[^\s'\"]*\?[^\s'\"]*(?:Signature|hm|ex)=")


@dataclass(frozen=True, slots=True)
class Breach:
    """`kind` is one of the lines of the table."""

    kind: str
    what: str


class _Case:
    """One order with all that belongs to it."""

    def __init__(self, books: "_Books", order: Ordered) -> None:
        self.order = order
        self.rows = books.rows[order.interaction_id]
        self.bills = books.bills[order.prompt]
        self.posts = [post for row in self.rows for post in books.posts[row.id]]
        self.endings = [ending for row in self.rows for ending in books.endings[row.id]]
        self.warned = any(row.id in books.warned for row in self.rows)
        self.is_unreachable = any(row.id in books.told_nowhere for row in self.rows) and not order.takes_messages

    @property
    def name(self) -> str:
        return f"order {self.order.interaction_id} ({', '.join(row.id for row in self.rows) or 'no job'})"

    @property
    def accepted(self) -> list[Bill]:
        return [bill for bill in self.bills if bill.is_accepted]

    @property
    def is_delivered(self) -> bool:
        return any(row.state in DELIVERED for row in self.rows)


class _Books:
    """The evidence by what it is looked up by."""

    def __init__(self, evidence: Evidence) -> None:
        self.rows: dict[int, list[Row]] = defaultdict(list)
        self.bills: dict[str, list[Bill]] = defaultdict(list)
        self.posts: dict[str, list[Post]] = defaultdict(list)
        self.endings: dict[str, list[object]] = defaultdict(list)
        self.warned = frozenset(UNSURE.findall(evidence.log))
        self.told_nowhere = frozenset(TOLD_NOWHERE.findall(evidence.log))
        for row in evidence.rows:
            self.rows[row.interaction_id].append(row)
        for bill in evidence.bills:
            self.bills[bill.prompt].append(bill)
        for post in evidence.posts:
            self.posts[post.job_id].append(post)
        for ending in evidence.endings:
            self.endings[ending.job_id].append(ending)


def judge(evidence: Evidence) -> list[Breach]:
    books = _Books(evidence)
    cases = [_Case(books, order) for order in evidence.orders]
    breaches = [breach for case in cases for breach in _judge_case(case)]
    breaches += _judge_strangers(evidence)
    breaches += _judge_quotas(evidence, cases)
    breaches += _judge_log(evidence)
    return breaches + [Breach("accidents", what) for what in evidence.accidents]


def possibly_billed(evidence: Evidence) -> int:
    """Jobs that failed as unsure and were billed all the same: the operator was warned of each."""
    books = _Books(evidence)
    cases = (_Case(books, order) for order in evidence.orders)
    return sum(_is_excused(case, row, bill) for case in cases for row in case.rows for bill in case.accepted)


def _judge_case(case: _Case) -> Iterator[Breach]:
    if len(case.rows) > 1:
        yield Breach("duplicates", f"{case.name}: {len(case.rows)} jobs of one order")
    if len(case.accepted) > 1:
        where = ", ".join(bill.provider for bill in case.accepted)
        yield Breach("duplicates", f"{case.name}: paid {len(case.accepted)} times, at {where}")
    if len(case.posts) > 1:
        yield Breach("duplicates", f"{case.name}: posted {len(case.posts)} times")
    if case.order.answer is Answer.CARD:
        yield from _judge_seen(case)
    else:
        yield from _judge_unseen(case)
    for row in case.rows:
        yield from _judge_row(case, row)
    for post in case.posts:
        yield from _judge_post(case, post)


def _judge_seen(case: _Case) -> Iterator[Breach]:
    """A card that the member saw is an accepted order: it must have come to an end of which the member knows. Where a
    moderator took the card away before the bot had noted it, it is as if it had not been sent."""
    if not case.rows:
        yield Breach("losses", f"{case.name}: the card was seen, and there is no job")
    for row in case.rows:
        if row.state == "cancelled" and not (case.order.card and case.order.card.is_deleted):
            yield Breach("losses", f"{case.name}: the card was seen, and the order was withdrawn silently")


def _judge_unseen(case: _Case) -> Iterator[Breach]:
    """What nobody saw accepted must have cost nothing. Where nobody can tell what was seen, card 0, it stands."""
    if case.accepted and not any(row.card_id == 0 for row in case.rows):
        yield Breach("unseen", f"{case.name}: paid, though the member was answered with: {case.order.answer}")
    if case.order.answer is Answer.REFUSAL and any(row.state != "cancelled" and row.card_id != 0 for row in case.rows):
        yield Breach("unseen", f"{case.name}: refused, and taken all the same")


def _judge_row(case: _Case, row: Row) -> Iterator[Breach]:
    if row.state in OPEN:
        yield Breach("open", f"{case.name}: still {row.state}")
        return
    if not row.is_settled:
        yield Breach("messages", f"{case.name}: {row.state}, and its end was never told")
    for bill in case.accepted:
        if row.ended_at is not None and bill.at > row.ended_at:
            yield Breach("bills", f"{case.name}: paid at {bill.provider} after it had ended as {row.state}")
    if row.state in DELIVERED:
        yield from _judge_delivered(case, row)
    else:
        yield from _judge_undelivered(case, row)
    if row.state != "cancelled" and case.order.answer is Answer.CARD:
        yield from _judge_telling(case, row)


def _judge_delivered(case: _Case, row: Row) -> Iterator[Breach]:
    billed = sum(bill.is_billed for bill in case.accepted)
    if billed != 1:
        yield Breach("bills", f"{case.name}: {row.state}, and billed {billed} times")
    if row.state == "posted" and row.post_id not in {post.message_id for post in case.posts}:
        yield Breach("losses", f"{case.name}: called posted, and its message is not there")
    if row.state == "kept" and any(post.message_id != row.card_id for post in case.posts):
        # A card may have become the post, and nobody can read it once its token is dead: a copy is kept as well.
        yield Breach("messages", f"{case.name}: called kept, and it is posted")
    if row.state == "kept" and not row.has_clip:
        yield Breach("losses", f"{case.name}: called kept, and its clip is gone")


def _judge_undelivered(case: _Case, row: Row) -> Iterator[Breach]:
    if case.posts:
        yield Breach("messages", f"{case.name}: called {row.state}, and it is posted")
    for bill in case.accepted:
        if bill.is_made and not _is_excused(case, row, bill):
            yield Breach("losses", f"{case.name}: called {row.state} ({row.failure}), and {bill.provider} made it")


def _is_excused(case: _Case, row: Row, bill: Bill) -> bool:
    """Novita cannot be asked what became of a submit without an answer; the operator is told."""
    is_unsure = row.state == "failed" and row.failure == "unsure"
    return is_unsure and bill.provider == row.provider == "novita" and case.warned


def _judge_telling(case: _Case, row: Row) -> Iterator[Breach]:
    """On the card, or where that is gone once beside it; never both. Only /videos is left where the card is gone and
    the member takes no messages."""
    card, told = case.order.card, len(case.endings)
    if card is None or row.post_id == card.message_id:
        return
    is_gone = card.is_deleted or card.is_out_of_reach or row.card_id == 0
    is_on_card = WORDS.get(row.state, f"/{row.post_id}") in card.text
    if told > 1 or (is_on_card and told and not card.is_deleted):
        yield Breach("messages", f"{case.name}: {row.state}, told {is_on_card + told} times")
    is_excused = is_gone and (row.state == "posted" or case.is_unreachable)
    if not (is_on_card or told or is_excused):
        yield Breach("messages", f"{case.name}: {row.state}, and its card says: {_first_line(card.text)}")


def _first_line(text: str) -> str:
    return text.partition("\n")[0][:100]


def _judge_post(case: _Case, post: Post) -> Iterator[Breach]:
    if post.channel_id not in case.order.places:
        yield Breach("messages", f"{case.name}: posted in a place that is not the member's")
    if not post.pings <= {case.order.member_id}:
        yield Breach("messages", f"{case.name}: its post pings others")
    if post.size < 1000:
        yield Breach("messages", f"{case.name}: its post has a file of {post.size} bytes")
    if post.answers is not None and post.answers not in {row.card_id for row in case.rows}:
        yield Breach("messages", f"{case.name}: its post answers another message")


def _judge_strangers(evidence: Evidence) -> Iterator[Breach]:
    """Everything must belong to an order."""
    interactions = {order.interaction_id for order in evidence.orders}
    prompts = {order.prompt for order in evidence.orders}
    known = {row.id for row in evidence.rows}
    yield from (Breach("strangers", f"job {r.id}") for r in evidence.rows if r.interaction_id not in interactions)
    yield from (Breach("strangers", f"post {p.message_id}") for p in evidence.posts if p.job_id not in known)
    yield from (
        Breach("strangers", f"a task at {b.provider}")
        for b in evidence.bills
        if b.is_accepted and b.prompt not in prompts
    )


def _judge_quotas(evidence: Evidence, cases: list[_Case]) -> Iterator[Breach]:
    got = Counter(case.order.member_id for case in cases if case.is_delivered)
    for member_id, used in evidence.quotas.items():
        if used != got[member_id]:
            yield Breach("quotas", f"member {member_id} has {got[member_id]} videos, and /quota counts {used}")
        if got[member_id] > evidence.per_day:
            yield Breach("quotas", f"member {member_id} has {got[member_id]} videos of {evidence.per_day}")


def _judge_log(evidence: Evidence) -> Iterator[Breach]:
    """The breach names no secret either."""
    told = sum(secret in evidence.log for secret in evidence.secrets)
    if told:
        yield Breach("secrets", f"{told} secrets stand in the log")
    prompts = sum(order.prompt in evidence.log for order in evidence.orders)
    if prompts:
        yield Breach("secrets", f"{prompts} prompts stand in the log")
    if ADDRESS.search(evidence.log):
        yield Breach("secrets", "a signed address stands in the log")
