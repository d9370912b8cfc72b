"""The words a person reads: what happened, what it cost, what to do now."""

from datetime import datetime
from typing import assert_never

from domain import errors
from domain.jobs import Failure, Job, State
from domain.limits import Quota
from domain.pace import Usual
from domain.progress import Clearing, Ended, Fetching, InLine, Looking, Progress, Rendering, Submitted

FREE = "Nothing was charged."
UNCOUNTED = "It does not count against your quota."
LABEL = "AI-generated"

VIDEO = "Make a short video from a prompt and, if you like, a picture as its first frame"
VIDEO_PROMPT = "What happens in the video (1 to 2000 characters)"
VIDEO_IMAGE = "The first frame: a JPG or PNG, or a WebP, GIF, BMP or HEIC still"
VIDEO_MODEL = "Which model makes it"
QUOTA = "How many videos you have used and have left"
VIDEOS = "Your recent videos, where they stand and where they are"

BROKEN = f"Something went wrong here, and it is not your doing. {FREE} Please try again in a minute."


def ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def span(seconds: float) -> str:
    """A length of time as people say it: `45 s`, `2 min`."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    return f"{int(seconds / 60 + 0.5)} min"


def stopwatch(seconds: float) -> str:
    """`2:12`, or `1:02:12` where it took hours."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def relative(moment: datetime) -> str:
    """Discord writes it in the reader's language and keeps it current by itself."""
    return f"<t:{int(moment.timestamp())}:R>"


def megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


def card(label: str, progress: Progress) -> str:
    """The line that says where a video stands."""
    return f"**{label}** · {_standing(progress)}"


def _standing(progress: Progress) -> str:
    match progress:
        case Looking():
            return "looking at your picture; nothing is ordered yet"
        case InLine():
            return f"{ordinal(progress.position)} in line · {_usually(progress.usual)}"
        case Submitted():
            return f"submitted · {_usually(progress.usual)}"
        case Rendering():
            return _rendering(progress)
        case Clearing():
            return "the service did not say whether it took this order. I am finding out, and I will not order it twice"
        case Fetching():
            return "made; fetching the video"
        case Ended():
            return "ended"
        case _:
            assert_never(progress)


def _usually(usual: Usual) -> str:
    return f"usually about {span(usual.typical)}"


def _rendering(progress: Rendering) -> str:
    started = f"started {relative(progress.since)}"
    if progress.is_late:
        return f"slower than usual, {started}. It is still being made; I will post it here, whenever it comes"
    if progress.percent is not None:
        return f"rendering, {progress.percent} % · {started}"
    return f"rendering, {started} · {_usually(progress.usual)} (an estimate)"


def done(job: Job, link: str) -> str:
    """What is left of the card when the video is there."""
    taken = ((job.ready_at or job.queued_at) - job.queued_at).total_seconds()
    return f"Done in {stopwatch(taken)}: {link}"


def ending(job: Job, label: str) -> str:
    """How a job ended that has no post to link to."""
    match job.state:
        case State.FAILED:
            return f"**{label}** · {failure(job.failure or Failure.RENDER)} {UNCOUNTED}"
        case State.KEPT:
            return (
                f"**{label}** · Your video is made, but no place would take it. "
                "It is kept for you: type /videos to get it. It counts as one video."
            )
        case _:
            return f"**{label}** · Cancelled. {UNCOUNTED}"


def failure(kind: Failure) -> str:
    match kind:
        case Failure.CONTENT:
            return "The service refused this prompt or picture because of its rules on content. Try another wording."
        case Failure.ORDER:
            return "The service could not use this order. Try another picture or a simpler prompt."
        case Failure.RENDER:
            return "The service took the order and could not make the video. You can order it again."
        case Failure.NO_VIDEO:
            return "The service reported a video, but none that can be played came. You can order it again."
        case Failure.FORGOTTEN:
            return "The service no longer knows this order. You can order it again."
        case Failure.UNSURE:
            return "The service never said whether it took this order, and no video came. You can order it again."
        case Failure.MODEL:
            return "No service offers this model just now. Choose another one, or ask an admin."
        case Failure.FRAME:
            return "The picture could not be handed to the service. Order it again with the picture attached."
        case _:
            assert_never(kind)


def posted(job: Job, quotation: str, label: str) -> str:
    """The message that carries the video."""
    return f"<@{job.order.member_id}>\n{quotation}\n-# {label} · {LABEL}"


def refusal(problem: errors.Refusal) -> str:
    """What is wrong, that it was free, and what to do."""
    wrong, mend = _refusal(problem)
    return f"{wrong} {FREE} {mend}"


def _refusal(problem: errors.Refusal) -> tuple[str, str]:
    match problem:
        case errors.PromptMissing():
            return "The prompt is empty.", "Say in a sentence what happens in the video."
        case errors.PromptTooLong():
            return (
                f"The prompt has {problem.length} characters; this model takes {problem.limit}.",
                "Make it shorter.",
            )
        case errors.QuotaUsedUp():
            return (
                f"You have used all {problem.limit} videos of your day.",
                f"The next place comes free {relative(problem.next_at)}.",
            )
        case errors.TooManyWaiting():
            return (
                f"You already have {problem.limit} videos waiting besides those under way.",
                "Order the next one when one of them is done.",
            )
        case errors.CannotPostHere():
            rights = ", ".join(right.replace("_", " ").title() for right in problem.missing)
            return f"I may not post videos here: I lack {rights}.", "Ask an admin for it, or use another channel."
        case errors.ModelUnknown():
            return "I do not know that model.", f"I have {', '.join(problem.known)}; pick one from the list."
        case errors.NoProvider():
            return (
                f"No service is available for {problem.model} just now.",
                "Ask an admin to look at the bot's log, or try again later.",
            )
        case errors.Leaving():
            return "I am being restarted this moment.", "Please try again in a minute."
        case _:
            return _picture_refusal(problem)


def _picture_refusal(problem: errors.Refusal) -> tuple[str, str]:
    match problem:
        case errors.NotAPicture():
            found = f" (it looks like {problem.found})" if problem.found else ""
            return f"That file is not a picture{found}, whatever its name says.", "Attach a JPG or a PNG."
        case errors.PictureTruncated():
            return "That picture is cut off or damaged.", "Save or export it again and attach it once more."
        case errors.PictureGone():
            return "Discord did not hand over that picture.", "Attach it once more."
        case errors.PictureTooLarge():
            return (
                f"That picture is {megabytes(problem.size)}; this model takes {megabytes(problem.limit)}.",
                "Send a smaller file, for example a JPG.",
            )
        case errors.PictureTooSmall():
            return (
                f"That picture is {problem.width}×{problem.height}: {min(problem.width, problem.height)} px on its "
                f"short side; this model needs more than {problem.over_side}.",
                "Send a larger one.",
            )
        case errors.PictureShape():
            return _shape(problem)
        case errors.PictureBomb():
            return (
                f"That picture has {problem.pixels / 1e6:.0f} million pixels; I read up to {problem.limit / 1e6:.0f}.",
                "Scale it down first.",
            )
        case errors.FrameRequired():
            return f"{problem.model} needs a picture as the first frame.", "Attach one, or choose another model."
        case errors.FrameUnused():
            return f"{problem.model} takes no picture.", "Leave it out, or choose another model."
        case _:
            return "That order cannot be taken.", "Change it a little and try again."


def _shape(problem: errors.PictureShape) -> tuple[str, str]:
    how = "wide" if problem.is_too_wide else "tall"
    ratio = problem.width / problem.height
    return (
        f"That picture is too {how}: {problem.width}×{problem.height} is {ratio:.2f}:1; "
        f"this model takes {problem.least_ratio:g}:1 to {problem.most_ratio:g}:1.",
        "Crop it.",
    )


def quota(state: Quota) -> str:
    line = f"You have used {state.used} of {state.limit} videos in the last 24 hours; {state.left} left."
    if state.next_at is None:
        return line
    return f"{line} The next place comes free {relative(state.next_at)}."


NO_VIDEOS = "You have no videos yet. Type /video to make one."
STATES = {
    State.QUEUED: "waiting in line",
    State.SUBMITTING: "being submitted",
    State.UNSURE: "being cleared up with the service",
    State.RUNNING: "rendering",
    State.READY: "made, on its way",
    State.POSTED: "posted",
    State.KEPT: "kept for you, attached here",
    State.FAILED: "failed, not counted",
    State.CANCELLED: "cancelled, not counted",
}


def listed(job: Job, prompt: str, link: str | None) -> str:
    """One line of /videos."""
    where = f" · {link}" if link else ""
    return f"- {relative(job.queued_at)} · **{STATES[job.state]}** · {prompt}{where}"
