"""Faults of the paid request. What may have been accepted is never sent again; what was refused for sure, waits."""

from .rows import Ending, Fault, Row, at_both, fault

SERVER_ERRORS = (500, 502, 503, 504)
BODIES = ("json", "html")


def lost(name: str, what: Fault, *, is_slow: bool = False) -> tuple[Row, ...]:
    """Accepted, and the answer is of no use: WaveSpeed's list tells, Novita has none."""
    return (
        Row(name, what, "submit", "wavespeed", Ending.POSTED, is_slow),
        Row(name, what, "submit", "novita", Ending.UNSURE, is_slow),
    )


REFUSED: tuple[Row, ...] = (
    *at_both("429", fault("status", status=429), "submit", Ending.POSTED),
    *at_both("429 Retry-After", fault("status", status=429, retry_after=2), "submit", Ending.POSTED),
    *at_both("429 as a web page", fault("status", status=429, body="html"), "submit", Ending.POSTED),
    *at_both("400", fault("status", status=400), "submit", Ending.ORDER),
    *at_both("413", fault("status", status=413, body="html"), "submit", Ending.ORDER),
    *at_both("content", fault("refuse", what="content"), "submit", Ending.CONTENT),
    *at_both("the model is gone", fault("refuse", what="no-model"), "submit", Ending.MODEL),
    Row("the model is not for this account", fault("refuse", what="not-allowed"), "submit", "novita", Ending.MODEL),
    *at_both("the key is refused", fault("refuse", what="key"), "submit", Ending.POSTED),
    *at_both("no money", fault("refuse", what="money"), "submit", Ending.POSTED),
    Row("429 in the envelope", fault("status", status=200, payload={"code": 429, "message": "too many", "data": None}),
        "submit", "wavespeed", Ending.POSTED),
    Row("content in the envelope", fault("status", status=200, payload={"code": 1200, "message": "flagged"}),
        "submit", "wavespeed", Ending.CONTENT),
    Row("429 in a 200", fault("status", status=200, payload={"code": 429, "reason": "RATE_LIMIT_EXCEEDED"}),
        "submit", "novita", Ending.POSTED),
)  # fmt: skip
BROKEN: tuple[Row, ...] = tuple(
    row
    for status in SERVER_ERRORS
    for body in BODIES
    for row in at_both(f"{status} {body}", fault("status", status=status, body=body), "submit", Ending.UNSURE)
)
UNDONE: tuple[Row, ...] = (
    *at_both("408", fault("status", status=408), "submit", Ending.UNSURE),
    *at_both("reset", fault("reset"), "submit", Ending.UNSURE),
    *at_both("redirect", fault("redirect", to="/elsewhere"), "submit", Ending.UNSURE),
    *at_both("hang", fault("hang"), "submit", Ending.UNSURE, is_slow=True),
    Row("500 in the envelope", fault("status", status=200, payload={"code": 500, "message": "internal"}),
        "submit", "wavespeed", Ending.UNSURE),
    Row("500 in a 200", fault("status", status=200, payload={"code": 500, "reason": "INTERNAL"}),
        "submit", "novita", Ending.UNSURE),
)  # fmt: skip
DONE: tuple[Row, ...] = (
    *at_both("slow", fault("slow", seconds=3), "submit", Ending.POSTED),
    *at_both("wrong content type", fault("content-type"), "submit", Ending.POSTED),
    *lost("500 and done", fault("status", status=500, carried=True)),
    *lost("504 as a web page and done", fault("status", status=504, body="html", carried=True)),
    *lost("lost", fault("lost")),
    *lost("empty", fault("empty")),
    *lost("malformed", fault("malformed")),
    *lost("truncated", fault("truncated", keep=0.3)),
    *lost("enormous", fault("enormous")),
    *lost("a web page with 200", fault("html")),
    *lost("done and hanging", fault("hold-after"), is_slow=True),
)
LOST = (("submit", fault("lost")),)
LISTS: tuple[Row, ...] = tuple(
    Row(name, what, "list", "wavespeed", Ending.POSTED, more=LOST)
    for name, what in (
        ("429 Retry-After", fault("status", 2, status=429, retry_after=1)),
        ("500", fault("status", 2, status=500)),
        ("503 html", fault("status", 2, status=503, body="html")),
        ("404", fault("status", 2, status=404)),
        ("the key is refused", fault("status", 2, status=401)),
        ("reset", fault("reset", 2)),
        ("empty", fault("empty", 2)),
        ("malformed", fault("malformed", 2)),
        ("truncated", fault("truncated", 2)),
        ("a web page with 200", fault("html", 2)),
    )
)
"""The answer to the submit is lost, and the list that would clear it up cannot be had for a while."""
ROWS = REFUSED + BROKEN + UNDONE + DONE + LISTS
