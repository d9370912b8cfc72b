"""How a clip is encoded to fit under a limit: what sharpness a number of bytes can pay for."""

from dataclasses import dataclass

from services.mp4 import Movie

FILLED = 0.95
"""The share of the limit that is aimed at; an encoder meets its rate only about."""
INDEX = 8_000
INDEX_PER_FRAME = 30
"""Bytes of a file that are neither picture nor sound, about."""
SIDES = (1080, 720, 540, 432, 360, 288, 240)
"""Lengths of the shorter side to scale down to."""
GOOD, POOR = 0.06, 0.02
"""Bits per pixel for H.264: below GOOD a smaller picture looks better, below POOR nothing does."""
USUAL_FRAMES_PER_SECOND = 25
SOUND_SHARE, LEAST_SOUND, MOST_SOUND = 0.15, 32_000, 128_000


@dataclass(frozen=True, slots=True)
class Encoding:
    side: int
    """Pixels of the shorter side, even."""
    video: int
    """Bits per second."""
    sound: int
    """Bits per second; 0 without sound."""


def encoding_for(movie: Movie, limit: float) -> Encoding | None:
    """The best that stays under `limit` bytes; None if even the floor would not, or the length is not known."""
    frames = movie.frames or movie.seconds * USUAL_FRAMES_PER_SECOND
    bits = (limit * FILLED - INDEX - INDEX_PER_FRAME * frames) * 8
    if bits <= 0 or movie.seconds <= 0 or not (movie.width and movie.height):
        return None
    rate = bits / movie.seconds
    sound = min(MOST_SOUND, max(LEAST_SOUND, rate * SOUND_SHARE)) if movie.has_sound else 0
    bits_per_frame = (rate - sound) * movie.seconds / frames
    side = _side(movie, bits_per_frame)
    return Encoding(side, int(rate - sound), int(sound)) if side else None


def _side(movie: Movie, bits_per_frame: float) -> int | None:
    """The first side that looks good, else the last that is bearable."""
    own = min(movie.width, movie.height)
    sides = [max(2, own - own % 2), *(side for side in SIDES if side < own)]
    pixels = [movie.width * movie.height * (side / own) ** 2 for side in sides]
    for side, count in zip(sides, pixels, strict=True):
        if bits_per_frame >= count * GOOD:
            return side
    return sides[-1] if bits_per_frame >= pixels[-1] * POOR else None
