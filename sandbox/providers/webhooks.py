"""Telling a client of a task's end by itself, instead of being asked.

A webhook is sent `webhook_delay` seconds after the end, `webhook_copies` times, and again when it is not taken.
"""

import asyncio
import hashlib
import hmac
from collections.abc import Callable, Mapping

import aiohttp

from sandbox.clock import Clock
from sandbox.providers.settings import Settings
from sandbox.providers.tasks import Task

TRIES = 4
ANSWER_SECONDS = 5.0
CATCH_UP_SECONDS = 1.0


class Webhooks:
    """`sent` counts the requests that were answered with 2xx, `failed` those given up."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self.sent = 0
        self.failed = 0
        self._settings = settings
        self._clock = clock
        self._watching: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        for watch in self._watching:
            watch.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)

    def watch(
        self,
        task: Task,
        url: str,
        client: aiohttp.ClientSession,
        catch_up: Callable[[], None],
        event: Callable[[], tuple[bytes, Mapping[str, str]]],
    ) -> None:
        """When the task has ended, POST to the URL what `event` gives then: the body and its headers."""
        watch = asyncio.create_task(self._deliver(task, url, client, catch_up, event))
        self._watching.add(watch)
        watch.add_done_callback(self._watching.discard)

    async def _deliver(
        self,
        task: Task,
        url: str,
        client: aiohttp.ClientSession,
        catch_up: Callable[[], None],
        event: Callable[[], tuple[bytes, Mapping[str, str]]],
    ) -> None:
        while task.ended is None:
            await self._clock.sleep(min(CATCH_UP_SECONDS, max(0.01, task.due - self._clock.time())))
            catch_up()
        await self._clock.sleep(self._settings.webhook_delay)
        for _ in range(self._settings.webhook_copies):
            body, headers = event()
            await self._send(client, url, body, headers)

    async def _send(self, client: aiohttp.ClientSession, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        limit = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        for attempt in range(TRIES):
            try:
                async with client.post(url, data=body, headers=headers, timeout=limit) as response:
                    if response.ok:
                        self.sent += 1
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await self._clock.sleep(2.0**attempt)
        self.failed += 1


def sign(body: bytes, secret: str, task_id: str, moment: float) -> dict[str, str]:
    """WaveSpeed's headers: the secret without its prefix is the key as it stands, not decoded from base64."""
    signed = f"{task_id}.{int(moment)}.".encode() + body
    digest = hmac.new(secret.removeprefix("whsec_").encode(), signed, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "webhook-id": task_id,
        "webhook-timestamp": str(int(moment)),
        "webhook-signature": f"v3,{digest}",
    }
