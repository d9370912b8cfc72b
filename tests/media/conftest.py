from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import imageio_ffmpeg
import pytest

from .movies import Shelf


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Real movies, each made once."""
    return Shelf(tmp_path_factory.mktemp("movies"), imageio_ffmpeg.get_ffmpeg_exe())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that does not exist yet."""
    return tmp_path / "folder"
