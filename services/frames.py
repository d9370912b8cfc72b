"""First frames: a member's picture becomes an upright JPEG on disk, or, if it cannot as it is, mended ones."""

import asyncio
import base64
import json
import logging
import secrets
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from domain.errors import (
    ClipTooLarge,
    FrameLost,
    NotAPicture,
    PictureBomb,
    PictureGone,
    PictureShape,
    PictureTooLarge,
    PictureTooSmall,
    PictureTruncated,
    Refusal,
)
from domain.models import FrameRules
from domain.remedies import Remedy
from services.beside import remove_with_made
from services.child import Ended, run_child
from services.fetch import HEADERS, OURS_TO_REPEAT, TIMEOUT, pour
from services.kinds import LOOKED_AT, PICTURES, kind_declared, kind_of
from services.parts import part_of, put_in_place

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from services.{} import main; main()"
"""How framing.py and mending.py are started: isolated (-I), Python finds only what it came with and what it is told."""
FRAMING_SECONDS = 30.0
DOWNLOAD_SECONDS = 60.0
"""For all tries together."""
PAUSES = (0.3, 1.0)
"""Before the second and the third try."""
LEAST_BYTES_PER_SECOND = 50_000.0
MOST_PIXELS = 52_000_000
"""Phones take 48 to 50 million; decoding this many needs up to 0.9 GB, in the child."""
LONGEST_SIDE = 2048
"""More than a 720p model looks at."""

log = logging.getLogger(__name__)


def declared_problem(
    size: int, content_type: str | None, width: int | None, height: int | None, rules: FrameRules
) -> Refusal | None:
    """What is certain from Discord's description of an attachment alone. Width and height may be the wrong way round:
    whether the picture lies on its side is written inside."""
    found = kind_declared(content_type or "")
    if found is not None:
        return NotAPicture(found)
    if size > rules.most_bytes:
        return PictureTooLarge(size, rules.most_bytes)
    if not width or not height:
        return None
    if min(width, height) <= rules.over_side:
        return PictureTooSmall(width, height, rules.over_side)
    if not any(rules.least_ratio < ratio < rules.most_ratio for ratio in (width / height, height / width)):
        return PictureShape(width, height, rules.least_ratio, rules.most_ratio)
    return None


class Frames:
    """The frames folder. A frame's name is the name of its file there."""

    def __init__(self, folder: Path, session: aiohttp.ClientSession, at_once: int = 2) -> None:
        """`at_once` is how many pictures are decoded at the same time."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._session = session
        self._places = asyncio.Semaphore(at_once)

    def path(self, name: str) -> Path:
        return self._folder / name

    async def take(self, url: str, declared_size: int, rules: FrameRules) -> str:
        """Fetches an attachment and makes a frame of it; its name. Raises a Refusal, and OSError if the disk does not
        take it; then nothing is left behind, as when it is cancelled."""
        with part_of(self._folder / "picture") as source:
            await self._download(url, source, declared_size, rules.most_bytes)
            return await self._made_of(source, rules)

    async def take_again(self, name: str, rules: FrameRules) -> str:
        """Makes a new frame of an old one, for another model's rules; its name. Raises as `take` does."""
        return await self._made_of(self.path(name), rules)

    async def _made_of(self, source: Path, rules: FrameRules) -> str:
        name = _new_name()
        with ExitStack() as undo:
            # First in, so last to run: a thread that is still settling finds the part gone, or its work undone.
            undo.callback(self.remove, name)
            with part_of(self.path(name)) as made:
                await self._run("framing", source, str(made), rules)
                await asyncio.to_thread(put_in_place, made, self.path(name))
            undo.pop_all()
        return name

    async def mend(self, url: str, declared_size: int, rules: FrameRules) -> dict[Remedy, str]:
        """For a picture that was refused as PictureTooSmall or PictureShape: the frames that it can be mended to, best
        first, each as good as one of `take`. Raises as `take` does, the same Refusal if no remedy would do the picture
        justice, and leaves as little behind. Empty if there is nothing to mend: `take` takes such a picture."""
        names = {remedy: _new_name() for remedy in Remedy}
        with ExitStack() as undo:
            for name in names.values():
                undo.callback(self.remove, name)
            with part_of(self._folder / "picture") as source, ExitStack() as parts:
                made = {remedy: parts.enter_context(part_of(self.path(name))) for remedy, name in names.items()}
                await self._download(url, source, declared_size, rules.most_bytes)
                targets = json.dumps({remedy: str(part) for remedy, part in made.items()})
                remedies = _remedies(await self._run("mending", source, targets, rules))
                await asyncio.to_thread(_put_all, [(made[remedy], self.path(names[remedy])) for remedy in remedies])
            undo.pop_all()
        return {remedy: names[remedy] for remedy in remedies}

    async def data_uri(self, name: str) -> str:
        """The frame as a provider takes it inside a request. Raises FrameLost."""
        try:
            return await asyncio.to_thread(_encoded, self.path(name))
        except OSError as error:
            raise FrameLost(name) from error

    def remove(self, name: str) -> None:
        remove_with_made(self.path(name))

    async def _download(self, url: str, source: Path, declared_size: int, limit: int) -> None:
        if declared_size > limit:
            raise PictureTooLarge(declared_size, limit)
        try:
            async with asyncio.timeout(DOWNLOAD_SECONDS):
                for pause in PAUSES:
                    if await self._try_download(url, source, limit):
                        return
                    await asyncio.sleep(pause)
                if await self._try_download(url, source, limit):
                    return
        except TimeoutError:
            log.warning("a picture took too long to arrive")
        raise PictureGone

    async def _try_download(self, url: str, source: Path, limit: int) -> bool:
        """False where another try may help. The address is signed: it is sent as it is and told to nobody, so no error
        of aiohttp, which quotes it, is passed on."""
        try:
            async with self._session.get(
                URL(url, encoded=True), headers=HEADERS, allow_redirects=False, timeout=TIMEOUT
            ) as response:
                if response.status >= 500 or response.status in OURS_TO_REPEAT:
                    return False
                if response.status != 200:
                    raise PictureGone
                await pour(response, source, limit=limit, least_bytes_per_second=LEAST_BYTES_PER_SECOND)
                return True
        except ClipTooLarge:
            raise PictureTooLarge(limit + 1, limit) from None
        except (TimeoutError, aiohttp.ClientError, ConnectionError, ValueError) as error:
            log.info("a picture could not be fetched: %s", type(error).__name__)
            return False

    async def _run(self, program: str, source: Path, targets: str, rules: FrameRules) -> Any:
        """The program's verdict, where it is not a Refusal."""
        kind = kind_of(await asyncio.to_thread(_start_of, source))
        if kind not in PICTURES:
            raise NotAPicture(kind)
        python = [sys.executable, "-I", "-c", PROGRAM.format(program), str(ROOT)]
        async with self._places:
            ended = await run_child([*python, str(source), targets, _rules_for(kind, rules)], FRAMING_SECONDS)
        problem = _problem(ended, rules)
        if problem is not None:
            raise problem
        return _verdict(ended)


def _rules_for(kind: str, rules: FrameRules) -> str:
    return json.dumps(
        {
            "kind": kind,
            "most_bytes": rules.most_bytes,
            "over_side": rules.over_side,
            "least_ratio": rules.least_ratio,
            "most_ratio": rules.most_ratio,
            "most_pixels": MOST_PIXELS,
            "longest_side": LONGEST_SIDE,
        }
    )


def _problem(ended: Ended, rules: FrameRules) -> Refusal | None:
    """What the child found; a picture over which it died is one that cannot be read."""
    match _verdict(ended):
        case {"verdict": "made" | "mended" | "fine"}:
            return None
        case {"verdict": "small", "width": int(width), "height": int(height)}:
            return PictureTooSmall(width, height, rules.over_side)
        case {"verdict": "shape", "width": int(width), "height": int(height)}:
            return PictureShape(width, height, rules.least_ratio, rules.most_ratio)
        case {"verdict": "bomb", "pixels": int(pixels)}:
            return PictureBomb(pixels, MOST_PIXELS)
        case {"verdict": "large", "size": int(size)}:
            return PictureTooLarge(size, rules.most_bytes)
        case {"verdict": "truncated"}:
            return PictureTruncated()
    log.error("reading a picture ended with %s: %s", ended.code, ended.err.decode(errors="replace")[-300:].strip())
    return PictureTruncated()


def _verdict(ended: Ended) -> Any:
    if ended.code != 0:
        return None
    try:
        return json.loads(ended.out)
    except ValueError:
        return None


def _remedies(verdict: Any) -> list[Remedy]:
    return [Remedy(name) for name in verdict.get("remedies", ())]


def _new_name() -> str:
    return f"{secrets.token_hex(16)}.jpg"


def _put_all(parts: Sequence[tuple[Path, Path]]) -> None:
    for part, target in parts:
        put_in_place(part, target)


def _start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LOOKED_AT)


def _encoded(path: Path) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(path.read_bytes()).decode("ascii")
