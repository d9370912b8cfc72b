"""Telling an ending, as often as it takes."""

from collections.abc import Awaitable, Callable

from domain.errors import PostError
from services.workshop import Workshop

TELL_TRIES = 5


async def retry(shop: Workshop, act: Callable[[], Awaitable[None]]) -> None:
    """Does `act` until Discord took it; after some tries the error is the caller's."""
    for tries in range(TELL_TRIES):
        try:
            await act()
            return
        except PostError:
            if tries == TELL_TRIES - 1:
                raise
            await shop.clock.sleep(shop.clock.spread(shop.pace.poll * 2**tries))
