"""How the clips of a chain become one film: what ffmpeg is told, without running it.

Every clip after the first begins with the last picture of the one before, which was its first frame. That picture is
left out, with the sound of its moment, so that none is seen twice. Pictures and sound are strung together separately
and each by count: pictures that are shorter than they say never make the film stand still.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from services.clips import READ, WRITE, label_alone
from services.fitting import MOST_SOUND, USUAL_FRAMES_PER_SECOND, Encoding
from services.mp4 import Movie

SAME_SHAPE = 0.02
"""Ratios that differ by less are not told apart by eye: no bars are put around such a picture."""
MOST_DENOMINATOR = 1001
"""Of a frame rate: 30000/1001 is one that is in use."""
GOOD_CRF = "18"
SAMPLES_PER_SECOND = 48_000
SOUND = f"aresample={SAMPLES_PER_SECOND}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo"
SILENCE = f"anullsrc=r={SAMPLES_PER_SECOND}:cl=stereo,aformat=sample_fmts=fltp"
H264 = ("-c:v", "libx264", "-preset", "fast", "-pix_fmt", "yuv420p", "-fps_mode", "cfr")


@dataclass(frozen=True, slots=True)
class Reel:
    """A clip and its share of a film."""

    clip: Path
    movie: Movie
    skipped: int
    """Pictures at its beginning that are left out."""

    @property
    def rate(self) -> Fraction:
        return Fraction(self.movie.rate).limit_denominator(MOST_DENOMINATOR) or Fraction(USUAL_FRAMES_PER_SECOND)

    @property
    def seconds(self) -> Fraction:
        """How long its pictures are shown in the film. Its sound may be longer, and its pictures may say so."""
        pictures = self.movie.frames / self.movie.rate if self.movie.rate else self.movie.seconds
        return (round(min(pictures, self.movie.seconds) * self.rate) - self.skipped) / self.rate


def film_of(reels: Sequence[Reel]) -> Movie:
    """What the film will be; its size is not known yet. Size and rate are those of the first clip."""
    first = reels[0].movie
    seconds = sum(reel.seconds for reel in reels)
    return Movie(
        size=0,
        seconds=float(seconds),
        width=max(2, first.width - first.width % 2),
        height=max(2, first.height - first.height % 2),
        frames=round(seconds * reels[0].rate),
        has_sound=any(reel.movie.has_sound for reel in reels),
        is_faststart=True,
        rate=float(reels[0].rate),
    )


def good_film(reels: Sequence[Reel], film: Movie, label: str, limit: int) -> list[str]:
    """It stops soon after `limit` bytes are passed: such a film is of no use."""
    quality = ("-crf", GOOD_CRF, "-b:a", f"{MOST_SOUND}", "-fs", f"{limit}")
    return [*_strung(reels, film, film.width, film.height), *quality, *label_alone(label), *WRITE]


def small_film(reels: Sequence[Reel], film: Movie, label: str, encoding: Encoding) -> list[str]:
    width, height = (_even(side * encoding.side / min(film.width, film.height)) for side in (film.width, film.height))
    rate = encoding.video
    rates = ("-b:v", f"{rate}", "-maxrate", f"{rate}", "-bufsize", f"{rate // 2}", "-b:a", f"{encoding.sound}")
    return [*_strung(reels, film, width, height), *rates, *label_alone(label), *WRITE]


def _strung(reels: Sequence[Reel], film: Movie, width: int, height: int) -> list[str]:
    inputs = [word for reel in reels for word in (*READ, "-i", f"file:{reel.clip.absolute()}")]
    rate = reels[0].rate
    strips = [_pictures(place, reel, rate, width, height) for place, reel in enumerate(reels)]
    graph = [*strips, f"{_pads('v', reels)}concat=n={len(reels)}:v=1:a=0,setpts=N/({rate})/TB[v]"]
    if film.has_sound:
        graph += [_sound(place, reel) for place, reel in enumerate(reels)]
        graph += [f"{_pads('a', reels)}concat=n={len(reels)}:v=0:a=1[a]"]
    outputs = ["-map", "[v]", "-r", f"{rate}", *H264] + ["-map", "[a]", "-c:a", "aac"] * film.has_sound
    return [*inputs, "-filter_complex", ";".join(graph), *outputs]


def _pads(kind: str, reels: Sequence[Reel]) -> str:
    return "".join(f"[{kind}{place}]" for place in range(len(reels)))


def _pictures(place: int, reel: Reel, rate: Fraction, width: int, height: int) -> str:
    cut = f"trim=start_frame={reel.skipped},setpts=PTS-STARTPTS,fps={rate}"
    return f"[{place}:v:0]{cut},{_sized(reel.movie, width, height)},setsar=1,format=yuv420p[v{place}]"


def _sized(movie: Movie, width: int, height: int) -> str:
    scale = f"scale={width}:{height}:flags=lanczos:out_range=tv"
    if movie.height and abs(movie.width / movie.height * height / width - 1) < SAME_SHAPE:
        return scale
    fitted = f"{scale}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    return f"{fitted},pad={width}:{height}:(ow-iw)/2:(oh-ih)/2"


def _sound(place: int, reel: Reel) -> str:
    """Exactly as long as the pictures."""
    seconds = f"{float(reel.seconds):.6f}"
    if not reel.movie.has_sound:
        return f"{SILENCE},atrim=end={seconds}[a{place}]"
    cut = f"atrim=start={float(reel.skipped / reel.rate):.6f},asetpts=PTS-STARTPTS"
    return f"[{place}:a:0]{SOUND},{cut},apad=whole_dur={seconds},atrim=end={seconds}[a{place}]"


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2)
