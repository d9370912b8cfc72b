"""What is inside a video that the bot posted."""

import asyncio
import subprocess

import imageio_ffmpeg

from sandbox.discord import Message
from sandbox.mp4 import Film, read_film

from .town import video_of


async def film_of(post: Message) -> Film:
    """Every frame of it was decoded."""
    file = video_of(post)
    assert file is not None
    return await read_film(file.path)


async def labels_of(post: Message) -> str:
    """What ffmpeg reads at the head of the file, its metadata included."""
    file = video_of(post)
    assert file is not None
    return await asyncio.to_thread(_describe, str(file.path))


def _describe(path: str) -> str:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-i", path]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False).stderr
