"""Remedies: what can be done about a picture whose shape or size no model would take."""

from enum import StrEnum


class Remedy(StrEnum):
    CROP = "crop"
    """Its middle only."""
    PAD = "pad"
    """The whole of it, on a blurred, enlarged copy of itself."""
    ENLARGE = "enlarge"
