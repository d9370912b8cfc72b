from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from .house import World, open_world


@pytest.fixture
async def world(tmp_path: Path, sqlite_url: str) -> AsyncIterator[World]:
    async with open_world(tmp_path, sqlite_url) as opened:
        yield opened
