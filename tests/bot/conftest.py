"""One event loop for this folder, so that a bot can serve the tests of a whole file."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from sandbox.providers.emulator import Emulator

from .early import Begun, Story, begin
from .town import Town, open_town

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those that wait for an early begun story come last: by then most stories are over."""
    places = [place for place, item in enumerate(items) if HERE in item.path.parents]
    ours = sorted((items[place] for place in places), key=lambda item: story_of(item) is not None)
    for place, item in zip(places, ours, strict=True):
        items[place] = item
        item.add_marker(pytest.mark.asyncio(loop_scope="package"), append=False)


def story_of(item: pytest.Item) -> Story | None:
    return getattr(item.function, "story", None) if isinstance(item, pytest.Function) else None


@pytest_asyncio.fixture(scope="package", loop_scope="package", autouse=True)
async def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Begun]:
    """What the tests marked as early wait for."""
    stories = filter(None, map(story_of, request.session.items))
    async with begin(stories, tmp_path_factory.mktemp("early")) as begun:
        yield begun


@pytest.fixture(scope="module")
def settings() -> dict[str, Any]:
    """The shared bot's, beyond the usual ones; a file may have its own."""
    return {}


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def shared(settings: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    async with open_town(tmp_path_factory.mktemp("town"), **settings) as town:
        yield town


@pytest.fixture
def town(shared: Town) -> Iterator[Town]:
    """For tests that leave nothing behind but messages: one bot serves a whole file."""
    yield shared
    shared.sandbox.faults.clear()


@pytest.fixture
def service(town: Town) -> Emulator[Any]:
    """The one that the shared bot has a key for."""
    return next(service for service in town.services if service.name == town.settings["PROVIDERS"])
