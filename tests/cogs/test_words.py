"""What people read: for every case its own words, with the cost and what to do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cogs import refusals, words
from cogs.tongue import tongue_for
from domain import errors
from domain.jobs import Failure, Job, State
from domain.limits import Quota
from domain.pace import Lateness, Usual
from domain.progress import Clearing, Fetching, InLine, Looking, Progress, Rendering, Submitted

ENGLISH = tongue_for("en-US")
NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)
STAMP = f"<t:{int(NOON.timestamp())}:R>"
USUAL = Usual(fast=60.0, typical=132.0, slow=300.0)
REFUSALS: dict[type[errors.Refusal], tuple[errors.Refusal, str]] = {
    type(problem): (problem, wanted)
    for problem, wanted in [
        (errors.PromptMissing(), "empty"),
        (errors.PromptTooLong(2345, 2000), "2345 characters; this model takes 2000"),
        (errors.NotAPicture("PDF"), "looks like PDF"),
        (errors.PictureTruncated(), "cut off or damaged"),
        (errors.PictureGone(), "did not hand over"),
        (errors.PictureTooLarge(34_500_000, 20_000_000), "34.5 MB; this model takes 20.0 MB"),
        (errors.PictureTooSmall(250, 900, 300), "250×900: 250 px on its short side; this model needs more than 300"),
        (
            errors.PictureShape(1000, 300, 0.4, 2.5),
            "1000×300 is 3.33:1; this model takes more than 0.4:1 and less than 2.5:1",
        ),
        (errors.PictureBomb(900_000_000, 52_000_000), "900 million pixels; I read up to 52"),
        (errors.FrameRequired("Kling"), "Kling needs a picture"),
        (errors.FrameUnused("Wan"), "Wan takes no picture"),
        (errors.FrameGone(), "no longer have the picture"),
        (errors.VideoGone(), "no longer have that video"),
        (errors.QuotaUsedUp(5, NOON), STAMP),
        (errors.TooManyWaiting(3), "already have 3"),
        (errors.CannotPostHere(("attach_files", "send_messages")), "I lack Attach Files, Send Messages"),
        (errors.ModelUnknown("Sora", ("Kling", "Wan")), "I have Kling, Wan"),
        (errors.NoProvider("Kling"), "No service is available for Kling"),
        (errors.DraftGone(), "ordered already"),
        (errors.Leaving(), "restarted"),
    ]
}


def kinds(root: type[errors.Refusal] = errors.Refusal) -> Iterator[type[errors.Refusal]]:
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_a_long_catalogue_fits_into_a_refusal() -> None:
    said = refusals.refusal(ENGLISH, errors.ModelUnknown("Sora", tuple(f"{n:02} {'x' * 90}" for n in range(40))))
    assert len(said) < 2000
    assert " …" in said


@pytest.mark.parametrize("kind", list(kinds()))
def test_every_refusal_says_what_is_wrong_that_it_was_free_and_what_to_do(kind: type[errors.Refusal]) -> None:
    problem, wanted = REFUSALS[kind]
    wrong, free, mend = refusals.refusal(ENGLISH, problem).partition(" Nothing was charged. ")

    assert wanted in f"{wrong} {mend}"
    assert free
    assert len(wrong) > 15
    assert len(mend) >= len("Crop it.")
    assert "cannot be taken" not in wrong


def test_a_picture_that_is_too_tall_is_not_called_wide() -> None:
    assert "too tall: 300×1000 is 0.30:1" in refusals.refusal(ENGLISH, errors.PictureShape(300, 1000, 0.4, 2.5))


@pytest.mark.parametrize("kind", Failure)
def test_every_failure_says_what_happened_what_to_do_and_that_it_does_not_count(job: Job, kind: Failure) -> None:
    told = words.ending(ENGLISH, replace(job, state=State.FAILED, failure=kind), "Kling")

    assert told.startswith("**Kling** · ")
    assert told.endswith("It does not count against your quota.")
    assert "gain" in told or "nother" in told
    assert "error" not in told.lower()


def test_every_failure_has_words_of_its_own() -> None:
    assert len({words.failure(ENGLISH, kind) for kind in Failure}) == len(Failure)


def test_a_kept_video_counts_and_says_where_it_is(job: Job) -> None:
    told = words.ending(ENGLISH, replace(job, state=State.KEPT), "Kling")

    assert "/videos" in told
    assert "counts as one video" in told


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Looking(), "looking at your picture; nothing is ordered yet"),
        (InLine(1, USUAL), "1st in line · usually about 2 min, sometimes 5 min"),
        (InLine(22, USUAL), "22nd in line"),
        (InLine(113, USUAL), "113th in line"),
        (Submitted(USUAL), "submitted · usually about 2 min, sometimes 5 min"),
        (Rendering(NOON, USUAL, 37), f"rendering, 37 % · started {STAMP}"),
        (Rendering(NOON, USUAL), f"rendering, started {STAMP} · usually about 2 min, sometimes 5 min (an estimate)"),
        (Rendering(NOON, USUAL, lateness=Lateness.SLOW), f"rendering, slower than usual · started {STAMP}"),
        (Rendering(NOON, USUAL, 99, Lateness.SLOW), f"rendering, 99 % · slower than usual, started {STAMP}"),
        (Rendering(NOON, USUAL, 99, lateness=Lateness.LATE), "It is still being made"),
        (Clearing(), "I will not order it twice"),
        (Fetching(), "made; fetching the video"),
    ],
)
def test_a_card_says_where_its_video_stands(progress: Progress, said: str) -> None:
    assert words.card(ENGLISH, "Kling", progress).startswith("**Kling** · ")
    assert said in words.card(ENGLISH, "Kling", progress)


@pytest.mark.parametrize(
    ("typical", "slow", "said"),
    [
        (132, 300, "2 min, sometimes 5 min"),
        (45, 120, "45 s, sometimes 2 min"),
        (120, 180, "2 min, sometimes 3 min"),
        (120, 179, "2 min"),
        (90, 135, "2 min"),
        (0.1, 0.9, "1 s"),
        (30, 30, "30 s"),
    ],
)
def test_a_slow_time_is_told_only_where_it_is_clearly_longer(typical: float, slow: float, said: str) -> None:
    assert words.usual(ENGLISH, Usual(fast=0.0, typical=typical, slow=slow)) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0:00"), (9.4, "0:09"), (132, "2:12"), (3599.7, "1:00:00"), (3732, "1:02:12")]
)
def test_how_long_it_took_reads_like_a_stopwatch(job: Job, seconds: float, said: str) -> None:
    ready = replace(job, ready_at=job.queued_at + timedelta(seconds=seconds))

    assert words.done(ENGLISH, ready, "the-link") == f"Done in {said}: the-link"


def test_the_quota_tells_the_next_place_where_one_is_used() -> None:
    assert words.quota(ENGLISH, Quota(used=0, limit=5, next_at=None)).endswith("; 5 left.")
    assert words.quota(ENGLISH, Quota(used=5, limit=5, next_at=NOON)).endswith(
        f"0 left. The next place comes free {STAMP}."
    )
