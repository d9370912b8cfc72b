"""Which buttons stand under a card, which under a video, and which in /videos."""

from discord import ButtonStyle, ui

from cogs.forms import Button, button, view_of
from cogs.spots import Spot
from cogs.tongue import Tongue, tongue_for
from domain.jobs import MADE, Job, State


def tongue_of(job: Job) -> Tongue:
    """The language of whoever ordered."""
    return tongue_for(job.order.place.locale)


def under_card(job: Job) -> ui.View:
    """While the video is on its way."""
    return view_of([button(tongue_of(job).say("button-cancel"), "cancel", job.id)])


def under_ending(job: Job) -> ui.View | None:
    """Where no video was posted: one that failed or was cancelled can be ordered again with a press."""
    return under_notice(job) if job.state in (State.FAILED, State.CANCELLED) else None


def under_notice(job: Job) -> ui.View:
    """Under the message that tells of an ending where the card is gone."""
    tongue = tongue_of(job)
    return view_of(
        [button(tongue.say("button-again"), "again", job.id), button(tongue.say("button-edit"), "edit", job.id)]
    )


def under_video(job: Job) -> ui.View:
    tongue = tongue_of(job)
    more = [
        button(tongue.say("button-again"), "again", job.id),
        button(tongue.say("button-edit"), "edit", job.id),
        button(tongue.say("button-on"), "on", job.id),
        button(tongue.say("button-mine"), "mine", job.id),
    ]
    own = [
        button(tongue.say("button-spoiler"), "spoiler", job.id),
        button(tongue.say("button-delete"), "delete", job.id),
    ]
    film = [button(tongue.say("button-film"), "film", job.id)] if job.order.parent_id else []
    return view_of(more, [*film, *own])


def under_chosen(tongue: Tongue, job: Job, spot: Spot) -> ui.View:
    """In /videos, where the member chose this one of their own. `spot` is where they came from."""

    def act(label: str, name: str, style: ButtonStyle = ButtonStyle.secondary) -> Button:
        return button(label, name, job.id, *spot.about, style=style)

    copy = act(tongue.say("button-copy"), "copy")
    back = button(tongue.say("button-back"), "back", *spot.about)
    if job.is_open:
        return view_of([act(tongue.say("button-cancel"), "cancel"), copy], [back])
    more = [
        button(tongue.say("button-again"), "again", job.id),
        button(tongue.say("button-edit"), "edit", job.id),
        copy,
    ]
    own = [act(tongue.say("button-erase"), "erase", ButtonStyle.danger), back]
    if job.state not in MADE:
        return view_of(more, own)
    get = [act(tongue.say("button-repost"), "repost"), act(tongue.say("button-fetch"), "fetch")]
    return view_of([*get, *more], own)
