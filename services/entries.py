"""The entry of an `stsd`: which codec a track has, and what its decoder must know (ISO/IEC 14496-12 and -15)."""

import io
from collections.abc import Mapping

from services.boxes import boxes_between

PICTURES, SOUND = 78, 28
"""Bytes of fields before the boxes that may follow them."""
FIELDS: Mapping[bytes, int] = {
    b"avc1": PICTURES,
    b"avc3": PICTURES,
    b"hvc1": PICTURES,
    b"hev1": PICTURES,
    b"av01": PICTURES,
    b"vp09": PICTURES,
    b"mp4a": SOUND,
}
KNOWN = frozenset({b"avcC", b"hvcC", b"av1C", b"vpcC", b"esds", b"pasp", b"colr", b"btrt", b"fiel", b"clap"})
NAME_AT, NAME_SIZE = 42, 32
"""In the fields of pictures: what encoded them, in its own words."""
VERSION_AT = 8
"""In the fields of sound; QuickTime has versions with other fields."""


def plain_entry(table: bytes) -> bytes | None:
    """The table without its encoder's words; None if it holds anything that is not known here. Raises ClipBroken or
    struct.error."""
    file = io.BytesIO(table)
    entries = list(boxes_between(file, 8, len(table)))
    if len(entries) != 1 or entries[0].kind not in FIELDS:
        return None
    (entry,) = entries
    fields = FIELDS[entry.kind]
    if any(box.kind not in KNOWN for box in boxes_between(file, entry.start + fields, entry.end)):
        return None
    if fields == SOUND:
        version = table[entry.start + VERSION_AT : entry.start + VERSION_AT + 2]
        return None if any(version) else table
    name = entry.start + NAME_AT
    return table[:name] + bytes(NAME_SIZE) + table[name + NAME_SIZE :]
