"""What a file is by its first bytes, whatever its name or content type says."""

PICTURES = frozenset({"JPEG", "PNG", "GIF", "BMP", "WebP", "HEIC", "AVIF"})
"""The kinds a first frame can be made of."""
LOOKED_AT = 512
"""Bytes from the start of a file that are enough to tell its kind."""

_STARTS = (
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"8BPS", "PSD"),
    (b"\x1aE\xdf\xa3", "WebM"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"\xff\xfb", "MP3"),
    (b"\x00\x00\x01\x00", "ICO"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
)
_PAGES = frozenset({"text", "HTML", "SVG"})
_PAGE_STARTS = (b"<", b"{", b"[")
_RIFF = {b"WEBP": "WebP", b"AVI ": "AVI", b"WAVE": "WAV"}
_STILLS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
_BRANDS = {b"qt  ": "MOV", b"M4A ": "M4A", b"M4B ": "M4A", b"crx ": "CR3"}
_TEXT_CONTROLS = frozenset(b"\t\n\r\f")
_PARTIAL_CHARACTER = 3
"""Bytes of a UTF-8 character that the cut at LOOKED_AT may leave over."""
_CONTENT_TYPES = {
    "application/pdf": "PDF",
    "application/zip": "ZIP",
    "image/svg+xml": "SVG",
    "video/mp4": "MP4",
    "video/quicktime": "MOV",
    "video/webm": "WebM",
}


def kind_of(start: bytes) -> str:
    """The kind's usual name (`JPEG`, `MP4`, `PDF`), or empty if these bytes are nothing we know."""
    for magic, kind in _STARTS:
        if start.startswith(magic):
            return kind
    if start.startswith(b"RIFF"):
        return _RIFF.get(start[8:12], "")
    if start[4:8] == b"ftyp":
        return _kind_of_brands(start)
    return _kind_of_text(start)


def is_page(start: bytes) -> bool:
    """Whether a host that was asked for a film or a picture answered with words, in whatever encoding, or with
    nothing: it speaks of its own trouble then."""
    return not start or kind_of(start) in _PAGES or start.lstrip().startswith(_PAGE_STARTS)


def kind_declared(content_type: str) -> str | None:
    """The name of what a content type says is certainly no picture, empty for one without a name; None if it may be."""
    essence = content_type.partition(";")[0].strip().lower()
    if essence in _CONTENT_TYPES:
        return _CONTENT_TYPES[essence]
    return "" if essence.startswith(("video/", "audio/", "text/")) else None


def _kind_of_brands(start: bytes) -> str:
    """An ISO base media file: the major brand and those it is compatible with decide."""
    length = int.from_bytes(start[:4], "big")
    brands = {start[place : place + 4] for place in (8, *range(16, min(length, len(start)), 4))}
    if brands & {b"avif", b"avis"}:
        return "AVIF"
    if brands & _STILLS:
        return "HEIC"
    return _BRANDS.get(start[8:12], "MP4")


def _kind_of_text(start: bytes) -> str:
    try:
        text = start.decode()
    except UnicodeDecodeError as error:
        if not start or error.start < len(start) - _PARTIAL_CHARACTER:
            return ""
        text = start[: error.start].decode()
    if not text or any(character < " " and ord(character) not in _TEXT_CONTROLS for character in text):
        return ""
    lower = text.lower()
    if "<svg" in lower:
        return "SVG"
    return "HTML" if "<html" in lower or "<!doctype html" in lower else "text"
