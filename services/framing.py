"""Makes a first frame out of an untrusted picture: `python -I framing.py SOURCE TARGET RULES`.

A program of its own, because decoders of pictures are where a hostile file does its harm: it runs as a child without
the bot's memory, environment or event loop, and limits itself before it reads a byte. It prints one line of JSON, the
verdict, and writes TARGET, an upright RGB JPEG without metadata, only when the verdict is `made`. Nothing else imports
Pillow, and this file imports nothing of ours.

RULES is a JSON object with the fields of Rules, below.
"""

import io
import json
import struct
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from PIL import AvifImagePlugin, Image, ImageCms, ImageStat

if sys.platform != "win32":
    import resource

MOST_MEMORY = 1536 * 1024 * 1024
MOST_CPU_SECONDS = 20
MOST_WRITTEN = 64 * 1024 * 1024
QUALITIES = (92, 84, 72, 55)
"""JPEG qualities, tried in turn until the frame is under the limit of bytes."""
PAPER, INK = (255, 255, 255), (16, 16, 16)
"""What a transparent picture is laid on: paper, or ink if what is visible of it is nearly white."""
NEARLY_WHITE = 225
ORIENTATION = 0x0112
_T = Image.Transpose
TURNS = dict(enumerate((_T.FLIP_LEFT_RIGHT, _T.ROTATE_180, _T.FLIP_TOP_BOTTOM, _T.TRANSPOSE, _T.ROTATE_270), start=2))
TURNS |= {7: _T.TRANSVERSE, 8: _T.ROTATE_90}
"""What sets a picture upright, by its orientation in EXIF."""
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


class Verdict(Exception):
    """The end of the matter: its name and its numbers."""

    def __init__(self, verdict: str, **numbers: int) -> None:
        super().__init__(verdict)
        self.line = json.dumps({"verdict": verdict, **numbers})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """`kind` is one of DECODERS; the rest is as in FrameRules, and what is ours: the most pixels that are decoded, and
    the longest side of the result. Sides are pixels, ratios are width / height."""

    kind: str
    most_bytes: int
    over_side: int
    least_ratio: float
    most_ratio: float
    most_pixels: int
    longest_side: int

    def allows_ratio(self, width: int, height: int) -> bool:
        return self.least_ratio <= width / height <= self.most_ratio


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


def judge(source: Path, target: Path, rules: Rules) -> Verdict:
    """Writes the frame if the picture is good. What a decoder cannot read is called truncated: the kind is right, the
    rest of the bytes is not."""
    try:
        data = source.read_bytes()
        if rules.kind == "PNG" and not has_all_chunks(data):
            return Verdict("truncated")
        return write(frame_of(data, rules), target, rules)
    except Verdict as verdict:
        return verdict
    except MemoryError:
        return Verdict("exhausted")
    except UNREADABLE:
        return Verdict("truncated")


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


def frame_of(data: bytes, rules: Rules) -> Image.Image:
    """The picture, or the first of an animation: upright, within the rules, no larger than of use, RGB."""
    with Image.open(io.BytesIO(data), formats=[DECODERS[rules.kind]]) as image:
        pixels = image.width * image.height
        if pixels > rules.most_pixels:
            raise Verdict("bomb", pixels=pixels)
        image.load()
        orientation = orientation_of(image)
        is_lying = orientation >= 5
        width, height = image.size[::-1] if is_lying else image.size
        check(width, height, rules)
        fitted = size_within(width, height, rules)
        picture = resized(eight_bits(image), fitted[::-1] if is_lying else fitted)
        if orientation in TURNS:
            picture = picture.transpose(TURNS[orientation])
        return in_rgb(picture, image.info.get("icc_profile"))


def orientation_of(image: Image.Image) -> int:
    """1 to 8 as in EXIF; metadata that cannot be read turns nothing."""
    try:
        orientation = int(image.getexif().get(ORIENTATION, 1))
    except UNREADABLE:
        return 1
    return orientation if orientation in TURNS else 1


def check(width: int, height: int, rules: Rules) -> None:
    if min(width, height) <= rules.over_side:
        raise Verdict("small", width=width, height=height)
    if not rules.allows_ratio(width, height):
        raise Verdict("shape", width=width, height=height)


def size_within(width: int, height: int, rules: Rules) -> tuple[int, int]:
    """The size to scale down to: the longest side as the rules want it, and the shorter never so short that the result
    breaks the rules, not even by rounding."""
    short, long = sorted((width, height))
    scale = max(rules.longest_side / long, (rules.over_side + 1) / short)
    if scale >= 1:
        return width, height
    fitted = [round(width * scale), round(height * scale)]
    if not rules.allows_ratio(*fitted):
        fitted[fitted.index(min(fitted))] += 1
    return fitted[0], fitted[1]


def eight_bits(image: Image.Image) -> Image.Image:
    """A mode in which scaling blends what it should: no palette, no 16 bits, transparency as a channel."""
    if image.mode.startswith("I"):  # Pillow's own conversion cuts 16 bits off at 255
        return image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def resized(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    if size == picture.size:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)


def in_rgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB in the colours of sRGB, laid on a plain ground where the picture is transparent."""
    if picture.mode != "RGBA":
        return in_srgb(picture, profile)
    alpha = picture.getchannel("A")
    colours = in_srgb(picture.convert("RGB"), profile)
    visible = ImageStat.Stat(colours.convert("L"), mask=alpha)
    is_white = visible.count[0] > 0 and visible.mean[0] > NEARLY_WHITE
    ground = Image.new("RGB", colours.size, INK if is_white else PAPER)
    ground.paste(colours, mask=alpha)
    return ground


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """What carries a colour profile (wide-gamut phones, CMYK) is converted by it; a profile that is broken, or of
    another kind of picture, is ignored."""
    try:
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile or b""))
        converted = ImageCms.profileToProfile(picture, theirs, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except UNREADABLE:
        converted = None
    return converted or picture.convert("RGB")


def write(frame: Image.Image, target: Path, rules: Rules) -> Verdict:
    frame.info.clear()
    size = 0
    for quality in QUALITIES:
        encoded = io.BytesIO()
        frame.save(encoded, "JPEG", quality=quality, subsampling=0, optimize=True)
        size = encoded.getbuffer().nbytes
        if size <= rules.most_bytes:
            target.write_bytes(encoded.getbuffer())
            return Verdict("made", width=frame.width, height=frame.height)
    return Verdict("large", size=size)


if __name__ == "__main__":
    limit_self()
    set_up_decoders()
    print(judge(Path(sys.argv[1]), Path(sys.argv[2]), Rules(**json.loads(sys.argv[3]))).line)
