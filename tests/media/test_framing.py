"""What the framing program makes of pictures, here without its own process."""

import zlib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from services.kinds import kind_of

from .judging import framed, verdict_on
from .pictures import FORMATS, are_alike, corners, encoded, png_bomb, png_chunk, quarters, turned


@cache
def noise(form: str) -> bytes:
    """Small, and full of detail, with metadata in front where the format has any."""
    options = {"exif": turned(6)} if form in ("JPEG", "PNG", "WEBP") else {}
    return encoded(Image.effect_noise((320, 310), 50).convert("RGB"), form, **options)


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_becomes_an_rgb_jpeg_of_the_same_size_and_look(form: str, tmp_path: Path) -> None:
    picture = quarters()
    frame = framed(encoded(picture, form), tmp_path)
    assert frame.size == picture.size
    assert are_alike(corners(frame), corners(picture))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_lying_on_its_side_or_mirrored_is_set_upright(form: str, orientation: int, tmp_path: Path) -> None:
    lying = quarters(480, 360)
    lying.info["exif"] = exif = turned(orientation).tobytes()
    upright = ImageOps.exif_transpose(lying)
    frame = framed(encoded(lying, form, exif=exif), tmp_path)
    assert frame.size == upright.size
    assert are_alike(corners(frame), corners(upright))


def test_metadata_is_dropped(tmp_path: Path) -> None:
    exif = turned(6)
    exif[0x010E] = "a secret description"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    frame = framed(encoded(quarters(), "JPEG", exif=exif, comment=b"a secret comment"), tmp_path)
    assert not frame.getexif()
    assert set(frame.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"secret" not in (tmp_path / "target").read_bytes()


def test_colours_are_kept_in_full_resolution(tmp_path: Path) -> None:
    frame = framed(encoded(quarters()), tmp_path)
    assert [layer[1:3] for layer in getattr(frame, "layer", [])] == [(1, 1)] * 3


def test_an_animation_gives_its_first_frame(tmp_path: Path) -> None:
    first, second = quarters(), Image.new("RGB", (480, 360))
    for form in ("GIF", "WEBP", "PNG", "AVIF"):
        data = encoded(first, form, save_all=True, append_images=[second], duration=100)
        assert are_alike(corners(framed(data, tmp_path)), corners(first))


@pytest.mark.parametrize("form", ["PNG", "WEBP", "HEIF", "AVIF"])
def test_transparency_is_laid_on_white(form: str, tmp_path: Path) -> None:
    picture = quarters().convert("RGBA")
    picture.paste((0, 0, 0, 0), (0, 0, 240, 180))
    above_left, above_right, *_ = corners(framed(encoded(picture, form), tmp_path))
    assert are_alike([above_left, above_right], [(255, 255, 255), corners(quarters())[1]])


def test_a_white_drawing_on_nothing_stays_visible(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (400, 400))
    picture.paste((255, 255, 255, 255), (0, 0, 200, 400))
    left, right, *_ = corners(framed(encoded(picture, "PNG"), tmp_path))
    assert left > (240, 240, 240)
    assert right < (40, 40, 40)


def test_a_palette_with_a_transparent_colour_is_understood(tmp_path: Path) -> None:
    picture = quarters().quantize(4)
    clear = picture.getpixel((10, 10))
    frame = framed(encoded(picture, "PNG", transparency=clear), tmp_path)
    assert are_alike(corners(frame)[:1], [(255, 255, 255)])
    assert are_alike(corners(frame)[1:], corners(quarters())[1:])


def test_cmyk_keeps_its_colours(tmp_path: Path) -> None:
    picture = quarters().convert("CMYK")
    assert are_alike(corners(framed(encoded(picture, "JPEG"), tmp_path)), corners(quarters()))


def test_sixteen_bits_are_scaled_and_not_cut_off(tmp_path: Path) -> None:
    picture = Image.new("I;16", (400, 400), 0x8000)
    (grey, *_) = corners(framed(encoded(picture, "PNG"), tmp_path))
    assert are_alike([grey], [(128, 128, 128)], tolerance=2)


def test_a_broken_colour_profile_is_ignored_and_a_good_one_is_used(tmp_path: Path) -> None:
    broken = framed(encoded(quarters(), "PNG", icc_profile=b"nonsense"), tmp_path)
    assert are_alike(corners(broken), corners(quarters()))
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert are_alike(corners(framed(encoded(quarters(), "PNG", icc_profile=lab), tmp_path)), corners(quarters()))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert are_alike(corners(framed(encoded(quarters(), "PNG", icc_profile=srgb), tmp_path)), corners(quarters()))


@given(cut=st.floats(0, 1, exclude_max=True))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF", "BMP"])
def test_a_picture_cut_off_anywhere_is_never_taken(form: str, cut: float, tmp_path: Path) -> None:
    whole = noise(form)
    verdict, frame = verdict_on(whole[: int(cut * len(whole))], tmp_path, kind=kind_of(whole))
    assert verdict["verdict"] == "truncated"
    assert frame is None


@given(missing=st.integers(1, 60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 2}])
def test_a_jpeg_without_its_last_bytes_is_never_taken(options: dict[str, Any], missing: int, tmp_path: Path) -> None:
    whole = encoded(quarters(), "JPEG", **options)
    assert verdict_on(whole[:-missing], tmp_path)[0]["verdict"] == "truncated"


@given(missing=st.integers(1, 60))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_png_without_its_last_bytes_is_never_taken(missing: int, tmp_path: Path) -> None:
    assert verdict_on(encoded(quarters(), "PNG")[:-missing], tmp_path)[0]["verdict"] == "truncated"


@given(place=st.floats(0, 1, exclude_max=True).map(lambda share: share**3), byte=st.integers(0, 255))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about metadata
@pytest.mark.parametrize("form", FORMATS)
def test_a_damaged_picture_always_gets_a_verdict(form: str, place: float, byte: int, tmp_path: Path) -> None:
    whole = noise(form)
    data = bytearray(whole)
    data[int(place * len(data))] = byte
    verdict, frame = verdict_on(bytes(data), tmp_path, kind=kind_of(whole))
    assert (verdict["verdict"] == "made") == (frame is not None)


def test_bytes_after_the_end_of_a_picture_do_no_harm(tmp_path: Path) -> None:
    for form in ("JPEG", "PNG", "WEBP"):
        framed(encoded(quarters(), form) + b"appended by a phone" * 50, tmp_path)


@pytest.mark.parametrize("side", [6400, 50_000, 2**31 - 1])
def test_a_pixel_bomb_is_told_by_its_header(side: int, tmp_path: Path) -> None:
    verdict, frame = verdict_on(png_bomb(side, side), tmp_path)
    assert verdict == {"verdict": "bomb", "pixels": side * side}
    assert frame is None


def test_a_text_that_unpacks_to_a_bomb_does_no_harm(tmp_path: Path) -> None:
    whole = encoded(quarters(), "PNG")
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200_000_000)))
    verdict, _ = verdict_on(whole[:33] + bomb + whole[33:], tmp_path)
    assert verdict["verdict"] in ("made", "truncated")
