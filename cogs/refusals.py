"""Refusals as sentences: what is wrong with an order, that it was free, and what to do; and how a picture is mended."""

from cogs.tongue import Tongue
from cogs.words import relative
from domain import errors
from domain.remedies import Remedy

RIGHTS = {
    "view_channel": "right-view-channel",
    "send_messages": "right-send-messages",
    "send_messages_in_threads": "right-send-in-threads",
    "attach_files": "right-attach-files",
    "read_message_history": "right-read-history",
    "connect": "right-connect",
}
"""discord.py's name of a right, and the id of its own in Discord."""
NAMES_LIMIT = 1500
"""A message's content may have 2000 characters."""
REMEDIES = {Remedy.CROP: "remedy-crop", Remedy.PAD: "remedy-pad", Remedy.ENLARGE: "remedy-enlarge"}
REMEDY_BUTTONS = {
    Remedy.CROP: "button-mend-crop",
    Remedy.PAD: "button-mend-pad",
    Remedy.ENLARGE: "button-mend-enlarge",
}


def megabytes(size: int) -> float:
    return round(size / 1_000_000, 1)


def refusal(tongue: Tongue, problem: errors.Refusal) -> str:
    """What is wrong, that it was free, and what to do."""
    match problem:
        case errors.PromptMissing():
            return tongue.say("refusal-prompt-missing")
        case errors.PromptTooLong():
            return tongue.say("refusal-prompt-too-long", length=problem.length, limit=problem.limit)
        case errors.QuotaUsedUp():
            return tongue.say("refusal-quota", limit=problem.limit, next=relative(problem.next_at))
        case errors.TooManyWaiting():
            return tongue.say("refusal-waiting", limit=problem.limit)
        case errors.CannotPostHere():
            return tongue.say("refusal-place", rights=_names(tongue, _rights(tongue, problem)))
        case errors.ModelUnknown():
            return tongue.say("refusal-model-unknown", models=_names(tongue, problem.known))
        case errors.NoProvider():
            return tongue.say("refusal-no-provider", model=problem.model)
        case errors.DraftGone():
            return tongue.say("draft-gone")
        case errors.Leaving():
            return tongue.say("refusal-leaving")
        case _:
            return _picture_refusal(tongue, problem)


def _rights(tongue: Tongue, problem: errors.CannotPostHere) -> tuple[str, ...]:
    return tuple(tongue.say(RIGHTS[right]) for right in problem.missing)


def _names(tongue: Tongue, names: tuple[str, ...]) -> str:
    between = tongue.say("between-names")
    text = between.join(names)
    return text if len(text) <= NAMES_LIMIT else text[:NAMES_LIMIT].rpartition(between)[0] + " …"


def _picture_refusal(tongue: Tongue, problem: errors.Refusal) -> str:
    match problem:
        case errors.NotAPicture() if problem.found:
            return tongue.say("refusal-other-file", found=problem.found)
        case errors.NotAPicture():
            return tongue.say("refusal-not-a-picture")
        case errors.PictureTruncated():
            return tongue.say("refusal-picture-damaged")
        case errors.PictureGone():
            return tongue.say("refusal-picture-gone")
        case errors.PictureTooLarge():
            return tongue.say("refusal-picture-large", size=megabytes(problem.size), limit=megabytes(problem.limit))
        case errors.PictureTooSmall(width=width, height=height, over_side=limit):
            side = min(width, height)
            return tongue.say("refusal-picture-small", width=width, height=height, side=side, limit=limit)
        case errors.PictureShape():
            return _shape_refusal(tongue, problem)
        case errors.PictureBomb():
            most = round(problem.limit / 1e6)
            return tongue.say("refusal-picture-bomb", millions=round(problem.pixels / 1e6), limit=most)
        case errors.FrameRequired():
            return tongue.say("refusal-frame-required", model=problem.model)
        case errors.FrameUnused():
            return tongue.say("refusal-frame-unused", model=problem.model)
        case errors.FrameGone():
            return tongue.say("refusal-frame-gone")
        case errors.VideoGone():
            return tongue.say("refusal-video-gone")
        case _:
            return tongue.say("refusal-other")


def _shape_refusal(tongue: Tongue, problem: errors.PictureShape) -> str:
    return tongue.say(
        "refusal-picture-wide" if problem.is_too_wide else "refusal-picture-tall",
        width=problem.width,
        height=problem.height,
        ratio=round(problem.width / problem.height, 2),
        least=problem.least_ratio,
        most=problem.most_ratio,
    )


def mending(tongue: Tongue, problem: errors.Refusal) -> str:
    """What is wrong with a picture, and that it can be mended."""
    match problem:
        case errors.PictureShape(width=width, height=height):
            return tongue.say(
                "mending-wide" if problem.is_too_wide else "mending-tall",
                width=width,
                height=height,
                ratio=round(width / height, 2),
                least=problem.least_ratio,
                most=problem.most_ratio,
            )
        case errors.PictureTooSmall(width=width, height=height, over_side=limit):
            side = min(width, height)
            return tongue.say("mending-small", width=width, height=height, side=side, limit=limit)
        case _:
            return refusal(tongue, problem)


def remedy(tongue: Tongue, kind: Remedy) -> str:
    """What a preview shows, for those who cannot see it."""
    return tongue.say(REMEDIES[kind])


def remedy_button(tongue: Tongue, kind: Remedy) -> str:
    return tongue.say(REMEDY_BUTTONS[kind])
