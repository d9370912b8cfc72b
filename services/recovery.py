"""A clip that has left the disk is fetched again from the bot's own post."""

from pathlib import Path

import aiohttp

from services.clips import Clips
from services.delivery import SMALL
from services.fetch import fetch
from services.parts import part_of
from services.watch import CLIP_BYTES_PER_SECOND, CLIP_LIMIT, CLIP_SECONDS


async def recover(
    media: aiohttp.ClientSession, clips: Clips, url: str, download: Path, job_id: str, label: str, allow_private: bool
) -> str:
    """The clip's name. `download` is a path in the downloads folder: the clip is fetched to a part of it, and nothing
    stays there. The posted file may be smaller than the clip once was. Raises what `fetch` and `Clips.prepare` raise;
    ClipExpired means that the post is gone or that its address must be asked for anew."""
    with part_of(download) as part:
        raw = await fetch(
            media,
            url,
            part,
            limit=CLIP_LIMIT,
            allow_private=allow_private,
            total_seconds=CLIP_SECONDS,
            least_bytes_per_second=CLIP_BYTES_PER_SECOND,
            in_memory=SMALL,
        )
        return await clips.prepare(raw, job_id, label)
