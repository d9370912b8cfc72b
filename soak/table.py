"""The table that a soak ends with."""

from collections import Counter
from collections.abc import Iterator

from soak.evidence import Answer, Evidence
from soak.judge import Breach, possibly_billed
from soak.run import Outcome

KINDS = ("duplicates", "losses", "bills", "unseen", "open", "messages", "quotas", "strangers", "secrets", "accidents")
SHOWN = 40


def write_table(outcome: Outcome, breaches: list[Breach]) -> str:
    evidence = outcome.evidence
    found = Counter(breach.kind for breach in breaches)
    lines = [
        *_rows("what happened", _counts(evidence)),
        *_rows("what was done to it", sorted(_summed(outcome.met).items())),
        *(f"  ! missed, though every soak shall meet it: {act}" for act in outcome.missed),
        *_rows("breaches", ((kind, found[kind]) for kind in KINDS)),
        *(f"  ! {breach.kind}: {breach.what}" for breach in breaches[:SHOWN]),
    ]
    if len(breaches) > SHOWN:
        lines.append(f"  ! and {len(breaches) - SHOWN} more")
    return "\n".join(lines)


def _rows(title: str, rows: Iterator[tuple[str, int]] | list[tuple[str, int]]) -> Iterator[str]:
    yield title
    yield from (f"  {name:<34}{number:>6}" for name, number in rows)


def _counts(evidence: Evidence) -> Iterator[tuple[str, int]]:
    answers = Counter(order.answer for order in evidence.orders)
    states = Counter(row.state for row in evidence.rows)
    yield "orders", len(evidence.orders)
    yield "answered with a card", answers[Answer.CARD]
    yield "refused", answers[Answer.REFUSAL]
    yield "not answered", answers[Answer.NONE] + answers[Answer.LOOKING]
    yield "admitted", len(evidence.rows)
    yield "submits received", len(evidence.bills)
    yield "submits accepted", sum(bill.is_accepted for bill in evidence.bills)
    yield "billed", sum(bill.is_billed for bill in evidence.bills)
    yield "posts", len(evidence.posts)
    yield from ((f"jobs {state}", number) for state, number in sorted(states.items()))
    yield "unsure, billed, operator warned", possibly_billed(evidence)
    yield "jobs that stumbled and went on", evidence.log.count(" stumbled; ")


def _summed(met: Counter[str]) -> Counter[str]:
    """Faults by their place; their kinds would be a page of their own."""
    summed: Counter[str] = Counter()
    for name, number in met.items():
        summed[f"fault at {name.partition(' ')[0]}" if "." in name.partition(" ")[0] else name] += number
    return summed
