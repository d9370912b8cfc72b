"""Each refusal and each failure is of one kind, which says who can end it; its words say how, and what it cost."""

import re
from dataclasses import replace
from enum import StrEnum

import pytest

from cogs import refusals, words
from domain import errors
from domain.jobs import Failure, Job, State

from .test_words import ENGLISH, REFUSALS, kinds


class Kind(StrEnum):
    """Who ends the trouble, and by what words a member sees that."""

    MENDABLE = (
        r"\b(Say in a sentence|Make it shorter|Attach|attach|Send a|Crop it|Scale it|Leave it out|Choose"
        r"|pick one|Try another|order it again|Order it again|Start again)\b"
    )
    """The member, at once."""
    WAITING = r"<t:\d+:R>|\bwhen\b|try again in a minute"
    """Time alone."""
    ADMIN = r"\b[Aa]sk an admin\b"
    """Whoever runs the bot or the server."""
    CONTENT = r"\brules on content\b"
    """The service does not want the prompt or the picture."""


KINDS: dict[type[errors.Refusal] | Failure, Kind] = {
    errors.PromptMissing: Kind.MENDABLE,
    errors.PromptTooLong: Kind.MENDABLE,
    errors.NotAPicture: Kind.MENDABLE,
    errors.PictureTruncated: Kind.MENDABLE,
    errors.PictureGone: Kind.MENDABLE,
    errors.PictureTooLarge: Kind.MENDABLE,
    errors.PictureTooSmall: Kind.MENDABLE,
    errors.PictureShape: Kind.MENDABLE,
    errors.PictureBomb: Kind.MENDABLE,
    errors.FrameRequired: Kind.MENDABLE,
    errors.FrameUnused: Kind.MENDABLE,
    errors.FrameGone: Kind.MENDABLE,
    errors.VideoGone: Kind.MENDABLE,
    errors.DraftGone: Kind.MENDABLE,
    errors.ModelUnknown: Kind.MENDABLE,
    errors.QuotaUsedUp: Kind.WAITING,
    errors.TooManyWaiting: Kind.WAITING,
    errors.Leaving: Kind.WAITING,
    errors.CannotPostHere: Kind.ADMIN,
    errors.NoProvider: Kind.ADMIN,
    Failure.CONTENT: Kind.CONTENT,
    Failure.ORDER: Kind.MENDABLE,
    Failure.RENDER: Kind.MENDABLE,
    Failure.NO_VIDEO: Kind.MENDABLE,
    Failure.FORGOTTEN: Kind.MENDABLE,
    Failure.UNSURE: Kind.MENDABLE,
    Failure.MODEL: Kind.ADMIN,
    Failure.FRAME: Kind.MENDABLE,
}


def told(trouble: type[errors.Refusal] | Failure, job: Job) -> str:
    if isinstance(trouble, Failure):
        return words.ending(ENGLISH, replace(job, state=State.FAILED, failure=trouble), "Kling")
    problem, _ = REFUSALS[trouble]
    return refusals.refusal(ENGLISH, problem)


def test_every_refusal_and_every_failure_has_its_kind() -> None:
    assert KINDS.keys() == {*kinds(), *Failure}


def test_every_kind_is_there() -> None:
    assert set(KINDS.values()) == set(Kind)


@pytest.mark.parametrize(("trouble", "kind"), KINDS.items())
def test_its_words_say_how_the_trouble_ends(job: Job, trouble: type[errors.Refusal] | Failure, kind: Kind) -> None:
    assert re.search(kind, told(trouble, job))


@pytest.mark.parametrize(("trouble", "kind"), KINDS.items())
def test_only_an_admins_trouble_is_sent_to_an_admin_and_only_content_blames_the_rules(
    job: Job, trouble: type[errors.Refusal] | Failure, kind: Kind
) -> None:
    said = told(trouble, job)

    assert ("admin" in said) == (kind is Kind.ADMIN)
    assert ("rules" in said) == (kind is Kind.CONTENT)
    assert ("<t:" in said or "again in a minute" in said) <= (kind is Kind.WAITING)


@pytest.mark.parametrize("trouble", KINDS)
def test_all_say_what_they_cost(job: Job, trouble: type[errors.Refusal] | Failure) -> None:
    cost = "It does not count against your quota." if isinstance(trouble, Failure) else "Nothing was charged."

    assert cost in told(trouble, job)
