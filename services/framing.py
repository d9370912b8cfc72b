"""Makes a first frame out of an untrusted picture: a program that is given ROOT SOURCE TARGET RULES.

A program of its own, because decoders of pictures are where a hostile file does its harm: it runs as a child without
the bot's memory, environment or event loop, and limits itself before it reads a byte. It prints one line of JSON, the
verdict, and writes TARGET, an upright RGB JPEG without metadata, only when the verdict is `made`.

ROOT, the folder of the bot, is for whoever starts it: see frames.py. It and its sister mending.py load little of the
bot's code, and Pillow is imported by them and decoders.py only.

RULES is a JSON object with the fields of Rules, below.
"""

import io
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms, ImageStat

from services.decoders import DECODERS, UNREADABLE, has_all_chunks, limit_self, set_up_decoders

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


class Verdict(Exception):
    """The end of the matter: its name and what was found."""

    def __init__(self, verdict: str, **numbers: int | list[str]) -> None:
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
        return self.least_ratio < width / height < self.most_ratio


def judge(source: Path, target: Path, rules: Rules) -> Verdict:
    """Writes the frame if the picture is good."""
    return judged(source, rules, lambda data: write(frame_of(data, rules), target, rules))


def judged(source: Path, rules: Rules, work: Callable[[bytes], Verdict]) -> Verdict:
    """The verdict of the work, or of what kept it from being done. What a decoder cannot read is called truncated: the
    kind is right, the rest of the bytes is not."""
    try:
        data = source.read_bytes()
        if rules.kind == "PNG" and not has_all_chunks(data):
            return Verdict("truncated")
        return work(data)
    except Verdict as verdict:
        return verdict
    except MemoryError:
        return Verdict("exhausted")
    except UNREADABLE:
        return Verdict("truncated")


def frame_of(data: bytes, rules: Rules) -> Image.Image:
    with loaded(data, rules) as image:
        width, height = upright_size(image)
        check(width, height, rules)
        return upright(image, size_within(width, height, rules))


@contextmanager
def loaded(data: bytes, rules: Rules) -> Iterator[Image.Image]:
    """The picture, or the first of an animation, as it is stored."""
    with Image.open(io.BytesIO(data), formats=[DECODERS[rules.kind]]) as image:
        pixels = image.width * image.height
        if pixels > rules.most_pixels:
            raise Verdict("bomb", pixels=pixels)
        image.load()
        yield image


def upright_size(image: Image.Image) -> tuple[int, int]:
    return turned_if_lying(image.size, orientation_of(image))


def turned_if_lying(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """From upright to stored, or back: the orientations from 5 on lie on their side."""
    return (size[1], size[0]) if orientation >= 5 else size


def upright(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture scaled to this size, which is meant upright, and RGB."""
    orientation = orientation_of(image)
    picture = resized(eight_bits(image), turned_if_lying(size, orientation))
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
    target.write_bytes(jpeg(frame, rules))
    return Verdict("made", width=frame.width, height=frame.height)


def jpeg(frame: Image.Image, rules: Rules) -> bytes:
    frame.info.clear()
    size = 0
    for quality in QUALITIES:
        encoded = io.BytesIO()
        frame.save(encoded, "JPEG", quality=quality, subsampling=0, optimize=True)
        size = encoded.getbuffer().nbytes
        if size <= rules.most_bytes:
            return encoded.getvalue()
    raise Verdict("large", size=size)


def main() -> None:
    _, _, source, target, rules = sys.argv
    limit_self()
    set_up_decoders()
    print(judge(Path(source), Path(target), Rules(**json.loads(rules))).line)
