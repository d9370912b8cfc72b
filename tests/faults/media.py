"""Faults on the way from a finished clip to this disk. The task is paid for: the result is asked for again."""

from services.watch import BROKEN_TRIES

from .rows import Ending, Row, at_both, fault

TOO_OFTEN = BROKEN_TRIES + 2
FETCHES: tuple[Row, ...] = (
    *at_both("403 expired", fault("expired-link"), "task", Ending.POSTED),
    *at_both("403", fault("status", 2, status=403, body="html"), "media", Ending.POSTED),
    *at_both("404", fault("status", 2, status=404), "media", Ending.POSTED),
    *at_both("429 Retry-After", fault("status", status=429, retry_after=1), "media", Ending.POSTED),
    *at_both("500", fault("status", 2, status=500), "media", Ending.POSTED),
    *at_both("503 html", fault("status", 2, status=503, body="html"), "media", Ending.POSTED),
    *at_both("slow", fault("slow", seconds=2), "media", Ending.POSTED),
    *at_both("hang", fault("hang"), "media", Ending.POSTED, is_slow=True),
    *at_both("reset", fault("reset", 2), "media", Ending.POSTED),
    *at_both("empty", fault("empty"), "media", Ending.POSTED),
    *at_both("malformed", fault("malformed"), "media", Ending.POSTED),
    *at_both("truncated", fault("truncated", 2), "media", Ending.POSTED),
    *at_both("truncated near its end", fault("truncated", keep=0.99), "media", Ending.POSTED),
    *at_both("a web page with 200", fault("html", 2), "media", Ending.POSTED),
    *at_both("a web page with 200 for longer than a broken video is asked for", fault("html", TOO_OFTEN), "media",
             Ending.POSTED),
    *at_both("nothing with 200 for as long", fault("empty", TOO_OFTEN), "media", Ending.POSTED),
    *at_both("a broken video for ever", fault("broken"), "file", Ending.NO_VIDEO),
    *at_both("wrong content type", fault("content-type"), "media", Ending.POSTED),
    *at_both("redirect to nothing", fault("redirect", to="/elsewhere"), "media", Ending.POSTED),
    *at_both("redirect to a closed port", fault("redirect", to="http://127.0.0.1:1/clip.mp4"), "media", Ending.POSTED),
    *at_both("redirect to a file", fault("redirect", to="file:///etc/passwd"), "media", Ending.POSTED),
    *at_both("redirect without an end", fault("redirect", 4, to="/output/again"), "media", Ending.POSTED),
    *at_both("oversized for the place", fault("huge", megabytes=12), "task", Ending.POSTED),
    Row("endless", fault("enormous"), "media", "novita", Ending.POSTED),
    Row("a drip below the least speed", fault("drip", bytes_per_second=4000), "media", "wavespeed", Ending.POSTED,
        is_slow=True),
)  # fmt: skip
FFMPEG: tuple[Row, ...] = (
    Row("missing", fault("missing"), "ffmpeg", "wavespeed", Ending.POSTED),
    Row("fails", fault("fails"), "ffmpeg", "novita", Ending.POSTED),
    Row("killed", fault("killed"), "ffmpeg", "wavespeed", Ending.POSTED),
    Row("makes rubbish", fault("rubbish"), "ffmpeg", "novita", Ending.POSTED),
    Row("hangs", fault("hangs"), "ffmpeg", "wavespeed", Ending.POSTED, is_slow=True),
)
"""What prepares a clip, and is no reason to lose one."""
ROWS = FETCHES + FFMPEG
