"""Cards: the message under an order that says where its video stands."""

import asyncio
import heapq
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from cogs import words
from cogs.controls import tongue_of
from domain.errors import PostError, PostUnclear
from domain.jobs import Job
from domain.progress import Fetching, InLine, Progress
from services.clock import Clock

GAP = 5.0
GAP_IN_LINE = 10.0
"""Seconds between two edits of one card."""
PATIENCE = 2.0
"""Seconds until a card says that its video is being fetched: most are posted before that."""
PAUSE = 0.2
"""Seconds between two edits of any cards, so that thousands of jobs do not mean hundreds of edits a second."""
FINISH_SECONDS = 15.0
"""How long the last word on a card waits for an edit that is under way, so that it is not overwritten by it."""
GAP_AFTER_TROUBLE = 30.0
UNKNOWN = ""
"""What a card says when nobody knows what it says."""
AT_ONCE = 4

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Card:
    """What a card says, and what it should say: `progress`, in words. `due` is set while an edit is planned."""

    job: Job
    shown: str
    progress: Progress | None
    wanted: str
    edited_at: float
    due: float | None = None


@dataclass(order=True, slots=True)
class _Due:
    at: float
    job_id: str = field(compare=False)


class Cards:
    """Paints in the background: few edits, the latest text only, none where nothing changed. `edit` writes one
    line on one card and raises PostError where it cannot; a card that cannot be edited is only a card."""

    def __init__(self, edit: Callable[[Job, str], Awaitable[None]], label: Callable[[Job], str], clock: Clock) -> None:
        self._edit = edit
        self._label = label
        self._clock = clock
        self._cards: dict[str, _Card] = {}
        self._due: list[_Due] = []
        self._painting: dict[str, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._free = asyncio.Semaphore(AT_ONCE)

    def text(self, job: Job, progress: Progress) -> str:
        return words.card(tongue_of(job), self._label(job), progress)

    def answered(self, job: Job, progress: Progress, text: str) -> None:
        """The card was just sent with this text."""
        self._cards[job.id] = _Card(job, text, progress, text, self._clock.monotonic())

    def show(self, job: Job, progress: Progress) -> None:
        """Plans an edit if the card would say something new; `progress` replaces what was planned before."""
        card = self._cards.get(job.id) or self._unknown(job)
        card.job = job
        if progress != card.progress:
            card.progress, card.wanted = progress, self.text(job, progress)
        if card.wanted != card.shown and card.due is None:
            gap = GAP_IN_LINE if isinstance(progress, InLine) else GAP
            patience = PATIENCE if isinstance(progress, Fetching) else 0.0
            self._plan(card, max(self._clock.monotonic() + patience, card.edited_at + gap))

    def _plan(self, card: _Card, at: float) -> None:
        card.due = at
        heapq.heappush(self._due, _Due(at, card.job.id))
        self._woken.set()

    def drop(self, job_id: str) -> None:
        """No more edits are planned for this card."""
        self._cards.pop(job_id, None)

    def keeps(self, job_id: str) -> bool:
        """Whether anything but the last word may still be written on this card."""
        return job_id in self._cards

    def is_painting(self, job_id: str) -> bool:
        return job_id in self._painting

    async def finish(self, job_id: str) -> bool:
        """No more edits are planned for this card, and none is under way. Whether one was cut off: it was sent, and
        Discord may carry it out yet."""
        self.drop(job_id)
        painting = self._painting.get(job_id)
        if painting is None:
            return False
        _, late = await asyncio.wait([painting], timeout=FINISH_SECONDS)
        painting.cancel()
        return bool(late)

    async def close(self) -> None:
        """No more edits are planned for any card, and none is under way."""
        self._cards.clear()
        if self._painting:
            await asyncio.wait(self._painting.values())

    async def run(self) -> None:
        """Paints until it is cancelled."""
        async with asyncio.TaskGroup() as edits:
            while True:
                card = await self._next()
                if card.job.id in self._painting:
                    self._plan(card, self._clock.monotonic() + GAP)
                    continue
                await self._free.acquire()
                self._painting[card.job.id] = edits.create_task(self._paint(card))
                await self._clock.sleep(PAUSE)

    async def _next(self) -> _Card:
        while True:
            now = self._clock.monotonic()
            if self._due and self._due[0].at <= now:
                card = self._cards.get(heapq.heappop(self._due).job_id)
                if card is not None and self._is_new(card):
                    return card
                continue
            self._woken.clear()
            wait = self._due[0].at - now if self._due else None
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._woken.wait()

    def _is_new(self, card: _Card) -> bool:
        """Whether the edit that was planned is still wanted; the plan is over in any case."""
        card.due = None
        return card.wanted != card.shown

    async def _paint(self, card: _Card) -> None:
        text = card.wanted
        try:
            if card.job.id in self._cards:
                card.shown, card.edited_at = text, self._clock.monotonic()
                await self._edit(card.job, text)
        except PostUnclear as error:
            log.debug("the card of job %s could not be edited just now: %s", card.job.id, error)
            self._try_again(card)
        except PostError as error:
            log.debug("the card of job %s cannot be edited: %s", card.job.id, error)
        finally:
            del self._painting[card.job.id]
            self._free.release()

    def _try_again(self, card: _Card) -> None:
        card.shown = UNKNOWN
        if card.due is None and card.job.id in self._cards:
            self._plan(card, self._clock.monotonic() + GAP_AFTER_TROUBLE)

    def _unknown(self, job: Job) -> _Card:
        """A card that another process painted: its text is not known, so the next one is written."""
        card = _Card(job, UNKNOWN, None, UNKNOWN, float("-inf"))
        self._cards[job.id] = card
        return card
