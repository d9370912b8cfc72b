"""What the mending program makes of pictures, here without its own process."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageOps, ImageStat

from domain.remedies import Remedy
from services.kinds import kind_of
from services.mending import mend

from .judging import rules
from .pictures import FORMATS, RED, are_alike, corners, decoded, encoded, png_bomb, quarters, turned

CROP, PAD, ENLARGE = Remedy.CROP, Remedy.PAD, Remedy.ENLARGE
WHITE = (255, 255, 255)


def verdict_on(data: bytes, folder: Path, **others: Any) -> tuple[dict[str, Any], dict[Remedy, Image.Image]]:
    (folder / "source").write_bytes(data)
    targets = {remedy: folder / remedy for remedy in Remedy}
    verdict = json.loads(mend(folder / "source", targets, rules(kind_of(data), **others)).line)
    made = {remedy: decoded(path.read_bytes()) for remedy, path in targets.items() if path.exists()}
    return verdict, made


def mended(data: bytes, folder: Path, **others: Any) -> dict[Remedy, Image.Image]:
    verdict, made = verdict_on(data, folder, **others)
    assert verdict == {"verdict": "mended", "remedies": [str(remedy) for remedy in made]}
    for frame in made.values():
        assert (frame.format, frame.mode) == ("JPEG", "RGB")
        assert not frame.getexif()
        assert min(frame.size) > 300
        assert max(frame.size) <= 2048
        assert 0.4 < frame.width / frame.height < 2.5
    return made


def whole_in(pad: Image.Image, ratio: float) -> Image.Image:
    """The part of a padded frame that should be the picture."""
    width, height = min(pad.width, pad.height * ratio), min(pad.height, pad.width / ratio)
    left, top = (pad.width - width) / 2, (pad.height - height) / 2
    return pad.crop((round(left), round(top), round(left + width), round(top + height)))


def ramp(width: int, height: int) -> Image.Image:
    """Grey, and each column lighter than the one to its left."""
    return Image.linear_gradient("L").rotate(90).resize((width, height)).convert("RGB")


@pytest.mark.parametrize(
    "size", [(1200, 400), (400, 1200), (4800, 1200), (500, 150), (150, 500), (1000, 400), (400, 1000)]
)
def test_the_wrong_shape_is_cropped_and_padded(size: tuple[int, int], tmp_path: Path) -> None:
    made = mended(encoded(quarters(*size), "PNG"), tmp_path)
    assert set(made) == {CROP, PAD}
    assert are_alike(corners(made[CROP]), corners(quarters()))
    whole = whole_in(made[PAD], size[0] / size[1])
    assert are_alike(corners(whole), corners(quarters()))


@pytest.mark.parametrize("size", [(200, 160), (160, 200), (300, 300)])
def test_what_is_only_too_small_is_enlarged(size: tuple[int, int], tmp_path: Path) -> None:
    made = mended(encoded(quarters(*size), "PNG"), tmp_path)
    assert set(made) == {ENLARGE}
    assert min(made[ENLARGE].size) == 301
    assert are_alike(corners(made[ENLARGE]), corners(quarters()))


def test_a_crop_is_the_very_middle_of_the_picture(tmp_path: Path) -> None:
    picture = ramp(1300, 400)
    crop = mended(encoded(picture, "PNG"), tmp_path)[CROP]
    expected = picture.crop((150, 0, 1149, 400))
    assert crop.size == expected.size
    pairs = zip(crop.convert("L").tobytes(), expected.convert("L").tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 3


def test_a_pad_shows_the_whole_picture_in_the_middle(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1200, 400), RED)
    picture.paste(WHITE, (10, 10, 1190, 390))
    pad = mended(encoded(picture, "PNG"), tmp_path)[PAD]
    assert pad.size == (1200, 481)
    places = [(600, 43), (600, 240), (600, 436), (4, 240), (1195, 240)]
    pixels = [pixel for place in places if isinstance(pixel := pad.getpixel(place), tuple)]
    assert are_alike(pixels, [RED, WHITE, RED, RED, RED], tolerance=24)


def test_the_ground_of_a_pad_is_a_darker_and_blurred_copy(tmp_path: Path) -> None:
    striped = Image.new("L", (1200, 400))
    for left in range(0, 1200, 60):
        striped.paste(255, (left, 0, left + 30, 400))
    pad = mended(encoded(striped, "PNG"), tmp_path)[PAD].convert("L")
    for top in (0, 442):
        ground = pad.crop((100, top, 1100, top + 38))
        assert 80 < ImageStat.Stat(ground).mean[0] < 105  # half of the picture is white: 128, and darker
        darkest, lightest = ground.getextrema()
        assert isinstance(darkest, int)
        assert isinstance(lightest, int)
        assert lightest - darkest < 60


@pytest.mark.parametrize("orientation", [3, 5, 6, 8])
def test_a_picture_lying_on_its_side_is_mended_upright(orientation: int, tmp_path: Path) -> None:
    lying = quarters(1200, 400)
    lying.info["exif"] = exif = turned(orientation).tobytes()
    upright = ImageOps.exif_transpose(lying)
    made = mended(encoded(lying, "JPEG", exif=exif), tmp_path)
    assert (made[CROP].width > made[CROP].height) == (upright.width > upright.height)
    assert are_alike(corners(made[CROP]), corners(upright))
    assert are_alike(corners(whole_in(made[PAD], upright.width / upright.height)), corners(upright))


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_mended(form: str, tmp_path: Path) -> None:
    made = mended(encoded(quarters(1200, 400), form), tmp_path)
    assert are_alike(corners(made[CROP]), corners(quarters()))


def test_transparency_is_laid_on_white_in_every_frame(tmp_path: Path) -> None:
    picture = quarters(1200, 400).convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 600, 200))
    made = mended(encoded(picture, "PNG"), tmp_path)
    for frame in (made[CROP], whole_in(made[PAD], 3)):
        assert are_alike(corners(frame), [WHITE, *corners(quarters())[1:]])


def test_cmyk_and_sixteen_bits_keep_their_colours(tmp_path: Path) -> None:
    cmyk = mended(encoded(quarters(1200, 400).convert("CMYK"), "JPEG"), tmp_path)
    assert are_alike(corners(cmyk[CROP]), corners(quarters()))
    grey = mended(encoded(Image.new("I;16", (1200, 400), 0x8000), "PNG"), tmp_path)
    assert are_alike(corners(grey[CROP])[:1], [(128, 128, 128)], tolerance=2)


@pytest.mark.parametrize("size", [(640, 480), (999, 400), (400, 999)])
def test_a_picture_that_is_good_as_it_is_is_fine_and_nothing_is_made(size: tuple[int, int], tmp_path: Path) -> None:
    assert verdict_on(encoded(quarters(*size), "PNG"), tmp_path) == ({"verdict": "fine"}, {})


@pytest.mark.parametrize(
    ("size", "verdict"), [((5000, 1), "small"), ((60, 60), "small"), ((5000, 400), "shape"), ((400, 5000), "shape")]
)
def test_what_no_remedy_does_justice_is_refused_as_it_is_without_mending(
    size: tuple[int, int], verdict: str, tmp_path: Path
) -> None:
    answer = {"verdict": verdict, "width": size[0], "height": size[1]}
    assert verdict_on(encoded(Image.new("RGB", size), "PNG"), tmp_path) == (answer, {})


def test_a_pixel_bomb_is_told_by_its_header_whatever_its_shape(tmp_path: Path) -> None:
    verdict, made = verdict_on(png_bomb(1_000_000, 200_000), tmp_path)
    assert verdict["verdict"] == "bomb"
    assert made == {}


def test_a_picture_cut_off_is_not_mended(tmp_path: Path) -> None:
    for form in ("JPEG", "PNG", "WEBP"):
        verdict, made = verdict_on(encoded(quarters(1200, 400), form)[:-60], tmp_path)
        assert (verdict, made) == ({"verdict": "truncated"}, {})


def test_frames_are_compressed_harder_to_stay_under_the_limit_of_bytes(tmp_path: Path) -> None:
    noise = encoded(Image.effect_noise((1200, 400), 90).convert("RGB"), "PNG")
    mended(noise, tmp_path)
    easily = min((tmp_path / remedy).stat().st_size for remedy in (CROP, PAD))
    mended(noise, tmp_path, most_bytes=easily - 1)
    assert max((tmp_path / remedy).stat().st_size for remedy in (CROP, PAD)) < easily
