"""Real movies, made by ffmpeg."""

import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Shelf:
    folder: Path
    ffmpeg: str

    def movie(
        self,
        *,
        size: str = "320x180",
        seconds: float = 1.0,
        sound: bool = False,
        faststart: bool = False,
        fragmented: bool = False,
        noise: bool = False,
        comment: str = "",
    ) -> Path:
        """The same words give the same file."""
        words = (size, seconds, sound, faststart, fragmented, noise, comment)
        path = self.folder / ("-".join(map(str, words)) + ".mp4")
        if not path.exists():
            flags = "+faststart" * faststart + "+frag_keyframe+empty_moov" * fragmented
            self.run(
                *("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25:duration={seconds}"),
                *(("-f", "lavfi", "-i", f"sine=frequency=440:duration={seconds}") if sound else ()),
                *(("-vf", "noise=alls=100:allf=t", "-crf", "10") if noise else ()),
                *("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac"),
                *("-movflags", flags or "0", "-metadata", f"comment={comment}", "-metadata", f"artist={comment}"),
                str(path),
            )
        return path

    def run(self, *arguments: str) -> str:
        """What ffmpeg says."""
        command = [self.ffmpeg, "-nostdin", "-hide_banner", "-y", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        return done.stderr

    def frames_of(self, path: Path) -> list[str]:
        """When each picture and each piece of sound is shown, for how long, and what comes out of the decoder."""
        listing = path.with_suffix(".md5")
        self.run("-i", str(path), "-map", "0:v", "-map", "0:a?", "-f", "framemd5", str(listing))
        return [line for line in listing.read_text().splitlines() if not line.startswith("#")]

    def words_about(self, path: Path) -> str:
        """ffmpeg's own description of a file, metadata included."""
        return self.run("-i", str(path))

    def complaints_about(self, path: Path) -> str:
        """What decoding every frame complains of; empty for a movie that plays to its end."""
        return self.run("-v", "error", "-i", str(path), "-f", "null", "-")
