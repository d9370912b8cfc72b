"""Faults of a look and ways in which a task ends. A look that fails is only a look: nothing here fails a paid job."""

from .rows import Ending, Row, at_both, fault

TWICE = 2

FAULTS: tuple[Row, ...] = (
    *at_both("429", fault("status", TWICE, status=429), "look", Ending.POSTED),
    *at_both("429 Retry-After", fault("status", TWICE, status=429, retry_after=1), "look", Ending.POSTED),
    *at_both("500 json", fault("status", TWICE, status=500), "look", Ending.POSTED),
    *at_both("500 html", fault("status", TWICE, status=500, body="html"), "look", Ending.POSTED),
    *at_both("502 html", fault("status", TWICE, status=502, body="html"), "look", Ending.POSTED),
    *at_both("503 json", fault("status", TWICE, status=503), "look", Ending.POSTED),
    *at_both("503 empty", fault("status", TWICE, status=503, body="empty"), "look", Ending.POSTED),
    *at_both("504 html", fault("status", TWICE, status=504, body="html"), "look", Ending.POSTED),
    *at_both("an outage of many looks", fault("status", 7, status=503), "look", Ending.POSTED),
    *at_both("404 as a web page", fault("status", 5, status=404, body="html"), "look", Ending.POSTED),
    *at_both("400", fault("status", TWICE, status=400), "look", Ending.POSTED),
    *at_both("slow", fault("slow", seconds=2), "look", Ending.POSTED),
    *at_both("hang", fault("hang"), "look", Ending.POSTED, is_slow=True),
    *at_both("reset", fault("reset", TWICE), "look", Ending.POSTED),
    *at_both("lost", fault("lost", TWICE), "look", Ending.POSTED),
    *at_both("empty", fault("empty", TWICE), "look", Ending.POSTED),
    *at_both("malformed", fault("malformed", TWICE), "look", Ending.POSTED),
    *at_both("truncated", fault("truncated", TWICE), "look", Ending.POSTED),
    *at_both("enormous", fault("enormous"), "look", Ending.POSTED),
    *at_both("wrong content type", fault("content-type"), "look", Ending.POSTED),
    *at_both("a web page with 200", fault("html", TWICE), "look", Ending.POSTED),
    *at_both("redirect", fault("redirect", TWICE, to="/elsewhere"), "look", Ending.POSTED),
    *at_both("the key is refused", fault("status", TWICE, status=401), "look", Ending.POSTED),
    *at_both("no money", fault("status", TWICE, status=402), "look", Ending.POSTED),
    Row("500 in the envelope", fault("status", TWICE, status=200, payload={"code": 500, "message": "internal"}),
        "look", "wavespeed", Ending.POSTED),
    Row("404 once", fault("status", status=404), "look", "wavespeed", Ending.POSTED),
    Row("404 once", fault("status", status=404, reason="TASK_NOT_FOUND"), "look", "novita", Ending.POSTED),
)  # fmt: skip
ENDS: tuple[Row, ...] = (
    *at_both("an unknown status", fault("unknown-status", seconds=2), "task", Ending.POSTED),
    *at_both("a status that goes back", fault("regress", seconds=2), "task", Ending.POSTED),
    *at_both("a status that repeats itself", fault("succeeded", seconds=4), "task", Ending.POSTED),
    *at_both("a warning about nudity", fault("nsfw"), "task", Ending.POSTED),
    *at_both("success without a video", fault("no-video"), "task", Ending.NO_VIDEO),
    *at_both("failed", fault("failed"), "task", Ending.RENDER),
    *at_both("failed without a reason", fault("failed-no-reason"), "task", Ending.RENDER),
    *at_both("content", fault("content-refused"), "task", Ending.CONTENT),
    *at_both("content at once", fault("content-refused", at="submit"), "task", Ending.CONTENT),
    *at_both("cancelled", fault("cancelled"), "task", Ending.RENDER),
    *at_both("timeout", fault("timeout"), "task", Ending.RENDER),
    *at_both("forgotten", fault("forgotten"), "task", Ending.FORGOTTEN),
    *at_both("forgotten from the start", fault("forgotten", at="start"), "task", Ending.FORGOTTEN),
)
ROWS = FAULTS + ENDS
