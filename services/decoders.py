"""The decoders of pictures: which there are, what they raise, and what keeps them in their place. For the programs that
run as children only."""

import struct
import sys
import zlib

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageCms

if sys.platform != "win32":
    import resource

MOST_MEMORY = 1536 * 1024 * 1024
MOST_CPU_SECONDS = 20
MOST_WRITTEN = 64 * 1024 * 1024
DECODERS = {
    "JPEG": "JPEG",
    "PNG": "PNG",
    "GIF": "GIF",
    "BMP": "BMP",
    "WebP": "WEBP",
    "HEIC": "HEIF",
    "AVIF": "AVIF",
}
"""Each kind we take, and Pillow's name of the one decoder that may read it."""
UNREADABLE: tuple[type[Exception], ...] = (OSError, ValueError, ArithmeticError, AttributeError, EOFError, LookupError)
UNREADABLE += (RuntimeError, SyntaxError, TypeError, struct.error, zlib.error, ImageCms.PyCMSError)
"""What decoders raise over bytes that are not as they should be."""


def set_up_decoders() -> None:
    pillow_heif.register_heif_opener(thumbnails=False)
    AvifImagePlugin.DEFAULT_MAX_THREADS = pillow_heif.options.DECODE_THREADS = 1
    Image.MAX_IMAGE_PIXELS = None  # Pillow's own guard raises before the number of pixels can be told


def limit_self() -> None:
    """Memory, processor time and output are bounded by the kernel, not by good manners."""
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_WRITTEN, MOST_WRITTEN))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # macOS has the constant and refuses the call
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def has_all_chunks(data: bytes) -> bool:
    """Whether a PNG reaches its end. The other decoders see that for themselves; this one stops at the last pixel."""
    place = 8
    while place + 12 <= len(data):
        end = place + 8 + int.from_bytes(data[place : place + 4], "big")
        if zlib.crc32(memoryview(data)[place + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return False
        if data[place + 4 : place + 8] == b"IEND":
            return True
        place = end + 4
    return False
