"""One event loop for this folder, so that a bot can serve the tests of a whole file."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from sandbox.providers.emulator import Emulator

from .early import Begun, begin
from .town import Town, open_town

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="package"), append=False)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def begun(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Begun]:
    """What the tests marked as early wait for."""
    functions = (item.function for item in request.session.items if isinstance(item, pytest.Function))
    stories = dict.fromkeys(function.story for function in functions if hasattr(function, "story"))
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
