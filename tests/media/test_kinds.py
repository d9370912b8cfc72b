"""What a file is, by its first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kinds import LOOKED_AT, PICTURES, kind_declared, kind_of

from .movies import Shelf
from .pictures import FORMATS, encoded, quarters


@pytest.mark.parametrize("form", FORMATS)
def test_every_kind_of_picture_is_known(form: str) -> None:
    kind = kind_of(encoded(quarters(), form)[:LOOKED_AT])
    assert kind in PICTURES
    assert kind.upper() == {"HEIF": "HEIC"}.get(form, form)


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"%PDF-1.4", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"MM\x00*....", "TIFF"),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "MOV"),
        (b"\0\0\0\x14ftypM4A \0\0\0\0M4A ", "M4A"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "AVIF"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
        (b"RIFF\0\0\0\0AVI LIST", "AVI"),
        (b"\x1aE\xdf\xa3\x01", "WebM"),
        (b'<?xml version="1.0"?>\n<svg width="9">', "SVG"),
        (b"<!DOCTYPE html><p>", "HTML"),
        ("naïve words".encode(), "text"),
        (("é" * LOOKED_AT).encode()[: LOOKED_AT - 1], "text"),
        (b"\x00\x01\x02", ""),
        (b"\xe9\xe9\xe9\xe9\xe9", ""),
        (b"", ""),
    ],
)
def test_other_kinds_are_called_by_their_names(start: bytes, kind: str) -> None:
    assert kind_of(start) == kind


def test_a_movie_is_called_mp4(shelf: Shelf) -> None:
    assert kind_of(shelf.movie().read_bytes()[:LOOKED_AT]) == "MP4"


@given(start=st.binary(max_size=64), magic=st.sampled_from([b"", b"RIFF", b"\0\0\0\x20ftyp", b"<"]))
def test_any_bytes_have_an_answer(start: bytes, magic: bytes) -> None:
    assert isinstance(kind_of(magic + start), str)


@pytest.mark.parametrize("content_type", ["image/png", "image/avif", "application/octet-stream", "", "nonsense"])
def test_what_may_be_a_picture_is_not_declared_otherwise(content_type: str) -> None:
    assert kind_declared(content_type) is None


@pytest.mark.parametrize(
    ("content_type", "kind"), [("Video/MP4", "MP4"), ("text/html; charset=x", ""), ("audio/ogg", "")]
)
def test_what_is_declared_no_picture_is_believed(content_type: str, kind: str) -> None:
    assert kind_declared(content_type) == kind
