"""What is said of a job, an order or a quota, in a member's tongue: what happened, what it cost, what to do now."""

from datetime import datetime
from functools import lru_cache
from typing import assert_never

from cogs.tongue import Tongue
from domain.jobs import Failure, Job, State
from domain.limits import Quota
from domain.pace import Lateness, Usual
from domain.progress import Clearing, Ended, Fetching, InLine, Looking, Progress, Rendering, Submitted
from domain.shelf import Part

STATES = {
    State.QUEUED: "state-queued",
    State.SUBMITTING: "state-submitting",
    State.UNSURE: "state-unsure",
    State.RUNNING: "state-running",
    State.READY: "state-ready",
    State.POSTED: "state-posted",
    State.KEPT: "state-kept",
    State.FAILED: "state-failed",
    State.CANCELLED: "state-cancelled",
}
PARTS = {
    Part.ALL: "choice-part-all",
    Part.MADE: "choice-part-made",
    Part.OPEN: "choice-part-open",
    Part.FAILED: "choice-part-failed",
}

REMEMBERED = 256
"""Times that were put into words: every card of a model says the same."""
CLEARLY = 1.5
"""From so many times the typical time on, what slow videos take is worth saying too."""


@lru_cache(REMEMBERED)
def span(tongue: Tongue, seconds: float) -> str:
    """A length of time as people say it: `45 s`, `2 min`."""
    if seconds < 90:
        return tongue.say("span-seconds", count=max(1, round(seconds)))
    return tongue.say("span-minutes", count=int(seconds / 60 + 0.5))


@lru_cache(REMEMBERED)
def usual(tongue: Tongue, times: Usual) -> str:
    """`2 min`, or `2 min, sometimes 5 min` where slow ones take clearly longer, and it shows."""
    typical, slow = span(tongue, times.typical), span(tongue, times.slow)
    if times.slow < CLEARLY * times.typical or slow == typical:
        return typical
    return tongue.say("span-usual", typical=typical, slow=slow)


def stopwatch(seconds: float) -> str:
    """`2:12`, or `1:02:12` where it took hours."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def relative(moment: datetime) -> str:
    """Discord writes it in the reader's language and keeps it current by itself."""
    return f"<t:{int(moment.timestamp())}:R>"


def card(tongue: Tongue, label: str, progress: Progress) -> str:
    """The line that says where a video stands."""
    return f"**{label}** · {_standing(tongue, progress)}"


def _standing(tongue: Tongue, progress: Progress) -> str:
    match progress:
        case Looking():
            return tongue.say("card-looking")
        case InLine():
            return tongue.say("card-in-line", position=progress.position, usual=usual(tongue, progress.usual))
        case Submitted():
            return tongue.say("card-submitted", usual=usual(tongue, progress.usual))
        case Rendering():
            return _rendering(tongue, progress)
        case Clearing():
            return tongue.say("card-clearing")
        case Fetching():
            return tongue.say("card-fetching")
        case Ended():
            return tongue.say("card-ended")
        case _:
            assert_never(progress)


def _rendering(tongue: Tongue, progress: Rendering) -> str:
    since = relative(progress.since)
    if progress.lateness is Lateness.LATE:
        return tongue.say("card-late", since=since)
    is_slow = progress.lateness is Lateness.SLOW
    if progress.percent is not None:
        key = "card-slow-percent" if is_slow else "card-percent"
        return tongue.say(key, percent=progress.percent, since=since)
    if is_slow:
        return tongue.say("card-slow", since=since)
    return tongue.say("card-rendering", since=since, usual=usual(tongue, progress.usual))


def picture(tongue: Tongue, prompt: str) -> str:
    """What the picture on a card is, for those who cannot see it."""
    return tongue.say("card-picture", prompt=prompt)


def done(tongue: Tongue, job: Job, link: str) -> str:
    """What is left of the card when the video is there."""
    taken = ((job.ready_at or job.queued_at) - job.queued_at).total_seconds()
    return tongue.say("ending-done", time=stopwatch(taken), link=link)


def ending(tongue: Tongue, job: Job, label: str) -> str:
    """How a job ended that has no post to link to."""
    return f"**{label}** · {_ending(tongue, job)}"


def _ending(tongue: Tongue, job: Job) -> str:
    match job.state:
        case State.FAILED:
            return tongue.say("ending-failed", failure=failure(tongue, job.failure or Failure.RENDER))
        case State.KEPT:
            return tongue.say("ending-withheld" if job.withheld else "ending-kept")
        case _:
            return tongue.say("ending-cancelled")


def failure(tongue: Tongue, kind: Failure) -> str:
    match kind:
        case Failure.CONTENT:
            return tongue.say("failure-content")
        case Failure.ORDER:
            return tongue.say("failure-order")
        case Failure.RENDER:
            return tongue.say("failure-render")
        case Failure.NO_VIDEO:
            return tongue.say("failure-no-video")
        case Failure.FORGOTTEN:
            return tongue.say("failure-forgotten")
        case Failure.UNSURE:
            return tongue.say("failure-unsure")
        case Failure.MODEL:
            return tongue.say("failure-model")
        case Failure.FRAME:
            return tongue.say("failure-frame")
        case _:
            assert_never(kind)


def posted(tongue: Tongue, job: Job, quotation: str, label: str) -> str:
    """The message that carries the video."""
    return f"<@{job.order.member_id}>\n{quotation}\n-# {label} · {tongue.say('post-by-machine')}"


def quota(tongue: Tongue, state: Quota) -> str:
    if state.next_at is None:
        return tongue.say("quota-now", used=state.used, limit=state.limit, left=state.left)
    return tongue.say("quota-next", used=state.used, limit=state.limit, left=state.left, next=relative(state.next_at))


def no_videos(tongue: Tongue) -> str:
    return tongue.say("videos-none")


def broken(tongue: Tongue) -> str:
    """What a member hears about an error nobody foresaw."""
    return tongue.say("error-broken")


def film(tongue: Tongue, clips: int) -> str:
    """The message that carries all clips of a chain."""
    return f"{tongue.say('film-made', clips=clips)} · {tongue.say('post-by-machine')}"
