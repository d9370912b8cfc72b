"""A running task is looked at until it ends. A look that fails is only a look: nothing here fails a paid job."""

import logging
from collections.abc import Callable
from datetime import timedelta

from domain.errors import Busy, ClipBroken, ClipError, ClipTooLarge, Down, Forgotten, NotSent, OperatorNeeded
from domain.jobs import Failure, Job, State
from domain.looks import Finished, Look, Refused, Waiting
from domain.pace import LONGEST_GAP, Usual, gap_before_look, lateness
from domain.progress import Fetching, Rendering
from services.delivery import SMALL
from services.fetch import fetch
from services.workshop import Workshop

RESULT_LIFE = timedelta(days=7)
"""How long a provider keeps a result; nobody documents more."""
LEAST_WATCH = timedelta(hours=12)
"""How long this process has looked itself before a task is given up: the machine's clock may have been set right by
days since the submit, and the bot may have been off for longer than results live."""
LEAST_MISSES = 3
LEAST_EMPTY = 3
EMPTY_SECONDS = 300.0
"""How long a provider says that a task is finished, and names no video, before that is believed; or `pace.missing`, if
that is shorter."""
BROKEN_TRIES = 8
CLIP_LIMIT = 500_000_000
CLIP_SECONDS = 900.0
CLIP_BYTES_PER_SECOND = 10_000

log = logging.getLogger(__name__)


async def watch(shop: Workshop, job: Job) -> Job:
    """From RUNNING to READY or FAILED."""
    vigil = _Vigil(shop, job, await shop.usual(job))
    while True:
        await shop.clock.sleep(vigil.gap())
        moved = await vigil.look()
        if moved is not None:
            return moved


class _Spell:
    """Looks in a row that all say the same."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._begun = 0.0
        self.looks = 0

    @property
    def seconds(self) -> float:
        """From the first of them until now."""
        return self._monotonic() - self._begun

    def go_on(self) -> None:
        if not self.looks:
            self._begun = self._monotonic()
        self.looks += 1

    def end(self) -> None:
        self.looks = 0


class _Vigil:
    """The looks at one task. What it remembers may be lost with the process: the row holds what matters."""

    def __init__(self, shop: Workshop, job: Job, usual: Usual) -> None:
        self._shop = shop
        self._job = job
        self._usual = usual
        self._troubles = 0
        self._asked_to_wait = 0.0
        self._missing = _Spell(shop.clock.monotonic)
        self._broken = 0
        self._empty = _Spell(shop.clock.monotonic)
        self._begun = shop.clock.monotonic()
        self._show(Waiting())

    def gap(self) -> float:
        elapsed = self._shop.elapsed(self._job).total_seconds()
        gap = gap_before_look(max(0.0, elapsed), self._usual, self._shop.pace.poll)
        slower = self._shop.pace.poll * 2**self._troubles if self._troubles else 0.0
        return max(self._shop.clock.spread(max(gap, min(slower, LONGEST_GAP))), self._asked_to_wait)

    async def look(self) -> Job | None:
        """The job once it has moved, None while it is still RUNNING. However late it is, it is looked at first."""
        moved = await self._look_and_move()
        return await self._give_up() if moved is None and self._is_over() else moved

    def _is_over(self) -> bool:
        watched = self._shop.clock.monotonic() - self._begun
        return self._shop.elapsed(self._job) > RESULT_LIFE and watched > LEAST_WATCH.total_seconds()

    async def _give_up(self) -> Job:
        log.warning("job %s: nothing came of task %s at %s", self._job.id, self._job.task_id, self._job.provider)
        return await self._shop.fail(self._job, Failure.FORGOTTEN)

    async def _look_and_move(self) -> Job | None:
        try:
            look = await self._look()
        except Forgotten:
            self._empty.end()
            return await self._miss()
        self._missing.end()
        if not (isinstance(look, Refused) and look.failure is Failure.NO_VIDEO):
            self._empty.end()
        if look is None:
            return None
        self._troubles = 0
        match look:
            case Waiting():
                self._show(look)
                return None
            case Refused(failure=Failure.NO_VIDEO) if self._is_early():
                self._trouble("its task is finished, and its video is not there yet")
                return None
            case Refused():
                log.warning("job %s: task %s ended as %s", self._job.id, self._job.task_id, look.failure.value)
                return await self._shop.fail(self._job, look.failure)
            case Finished():
                return await self._collect(look)

    async def _look(self) -> Look | None:
        """None where the provider did not answer: there will be another look."""
        self._asked_to_wait = 0.0
        provider = self._shop.providers.get(self._job.provider or "")
        if provider is None:
            self._trouble("its provider is switched off")
            return None
        try:
            look = await provider.look(self._job.task_id or "")
            self._shop.gates[provider.name].take_key()
            return look
        except OperatorNeeded as error:
            self._shop.gates[provider.name].call_operator(error.about)
            self._trouble(str(error))
        except (Busy, Down, NotSent) as error:
            if isinstance(error, Busy):
                self._asked_to_wait = min(error.retry_after or 0.0, LONGEST_GAP)
            self._trouble(str(error))
        return None

    def _is_early(self) -> bool:
        """A video that is missing at first may only be late in the provider's answer."""
        self._empty.go_on()
        patience = min(self._shop.pace.missing, EMPTY_SECONDS)
        return self._empty.looks < LEAST_EMPTY or self._empty.seconds < patience

    def _trouble(self, why: str) -> None:
        self._troubles = min(self._troubles + 1, 10)
        if self._troubles == 1:
            log.info("job %s could not be looked at: %s", self._job.id, why)
        self._show(Waiting())

    async def _miss(self) -> Job | None:
        """A task that is missing may only be late in a provider's index, or its gateway speaks for it, in JSON too:
        what is paid for is missed for long, and nothing else is said of it meanwhile, before it is given up."""
        self._missing.go_on()
        if self._missing.looks < LEAST_MISSES or self._missing.seconds < self._shop.pace.missing:
            self._trouble("its provider does not know its task")
            return None
        return await self._give_up()

    def _show(self, look: Waiting) -> None:
        since = self._job.submitting_at or self._job.queued_at
        late = lateness(self._shop.elapsed(self._job).total_seconds(), self._usual, self._shop.pace.late_after)
        self._shop.stage.show(self._job, Rendering(since, self._usual, look.percent, late))

    async def _collect(self, look: Finished) -> Job | None:
        """Fetches the clip, then commits READY: a crash in between only means another look and another fetch."""
        finished_after = self._shop.elapsed(self._job).total_seconds()
        self._shop.stage.show(self._job, Fetching())
        try:
            clip = await self._fetch(look.url)
        except (ClipBroken, ClipTooLarge):
            self._broken += 1
            self._trouble("what came is not a whole MP4 of a bearable size")
            if self._broken < BROKEN_TRIES:
                return None
            return await self._shop.fail(self._job, Failure.NO_VIDEO)
        except ClipError as error:
            self._trouble(f"its clip could not be fetched ({type(error).__name__})")
            return None
        ready = await self._shop.jobs.move(self._job, state=State.READY, clip=clip, ready_at=self._shop.clock.now())
        self._shop.usuals.learn(self._job.order.model, finished_after)
        self._shop.line.ring()
        log.info("job %s is ready after %.0f s", self._job.id, finished_after)
        return ready

    async def _fetch(self, url: str) -> str:
        provider = self._shop.providers[self._job.provider or ""]
        target = self._shop.downloads / f"{self._job.id}.mp4"
        model = self._shop.model(self._job)
        label = model.label if model else self._job.order.model
        try:
            async with self._shop.fetches:
                raw = await fetch(
                    self._shop.media,
                    url,
                    target,
                    limit=CLIP_LIMIT,
                    allow_private=provider.allows_private_hosts,
                    total_seconds=CLIP_SECONDS,
                    least_bytes_per_second=CLIP_BYTES_PER_SECOND,
                    in_memory=SMALL,
                )
                begun = await self._shop.clips.begin(raw, self._job.id, label)
                del raw
            return await self._shop.clips.finish(begun)
        finally:
            target.unlink(missing_ok=True)
