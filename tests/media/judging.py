"""The framing program's judgement, asked for in this process."""

import json
from pathlib import Path
from typing import Any

from PIL import Image

from services.decoders import set_up_decoders
from services.framing import Rules, judge
from services.kinds import kind_of

from .pictures import decoded

set_up_decoders()

RULES = Rules(
    kind="",
    most_bytes=20_000_000,
    over_side=300,
    least_ratio=0.4,
    most_ratio=2.5,
    most_pixels=40_000_000,
    longest_side=2048,
)


def rules(kind: str, **others: Any) -> Rules:
    values = {name: getattr(RULES, name) for name in RULES.__slots__}
    return Rules(**values | {"kind": kind} | others)


def verdict_on(data: bytes, folder: Path, **others: Any) -> tuple[dict[str, Any], Image.Image | None]:
    source, target = folder / "source", folder / "target"
    target.unlink(missing_ok=True)
    source.write_bytes(data)
    others.setdefault("kind", kind_of(data))
    verdict = json.loads(judge(source, target, rules(**others)).line)
    return verdict, decoded(target.read_bytes()) if target.exists() else None


def framed(data: bytes, folder: Path, **others: Any) -> Image.Image:
    verdict, frame = verdict_on(data, folder, **others)
    assert verdict["verdict"] == "made"
    assert frame is not None
    assert frame.format == "JPEG"
    assert frame.mode == "RGB"
    assert (verdict["width"], verdict["height"]) == frame.size
    return frame
