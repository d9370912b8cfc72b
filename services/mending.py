"""Makes first frames out of an untrusted picture that is too small, too wide or too tall for one.

A program like framing.py, with its limits and its verdicts, that is given ROOT SOURCE TARGETS RULES. TARGETS is a JSON
object, a path for each remedy. The verdict is `mended`, with the remedies that were sane and whose frames are written,
best first; `fine` if nothing is to be mended; or what framing.py says of this picture.
"""

import json
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PIL import Image, ImageFilter

from domain.remedies import Remedy
from services.decoders import limit_self, set_up_decoders
from services.framing import Rules, Verdict, check, jpeg, judged, loaded, resized, upright, upright_size
from services.plans import Plan, plans_for

DARKER = 0.72
"""The ground of a padded frame steps back behind the picture."""
BLUR = 0.05
"""The blur's radius as a share of the frame's shorter side: colours stay, things are gone."""


def mend(source: Path, targets: Mapping[Remedy, Path], rules: Rules) -> Verdict:
    return judged(source, rules, partial(write_all, targets=targets, rules=rules))


def write_all(data: bytes, targets: Mapping[Remedy, Path], rules: Rules) -> Verdict:
    with loaded(data, rules) as image:
        width, height = upright_size(image)
        plans = plans_for(width, height, rules)
        if not plans:
            check(width, height, rules)
            return Verdict("fine")
        picture = upright(image, size_of_use(width, height, plans))
    for plan in plans:
        targets[plan.remedy].write_bytes(jpeg(carried_out(plan, picture), rules))
    return Verdict("mended", remedies=[plan.remedy.value for plan in plans])


def size_of_use(width: int, height: int, plans: tuple[Plan, ...]) -> tuple[int, int]:
    """The picture's own, or what the sharpest of the frames will show of it."""
    scale = min(1.0, max(plan.scale for plan in plans))
    return max(1, round(width * scale)), max(1, round(height * scale))


def carried_out(plan: Plan, picture: Image.Image) -> Image.Image:
    match plan.remedy:
        case Remedy.CROP:
            return middle(picture, plan.size)
        case Remedy.PAD:
            return padded(picture, plan.size)
        case Remedy.ENLARGE:
            return resized(picture, plan.size)


def middle(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """As much of the middle as fills a frame of this size."""
    scale = min(picture.width / size[0], picture.height / size[1])
    width, height = min(size[0] * scale, picture.width), min(size[1] * scale, picture.height)
    left, top = (picture.width - width) // 2, (picture.height - height) // 2
    box = (left, top, left + width, top + height)
    return picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3)


def padded(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    blurred = middle(picture, size).filter(ImageFilter.GaussianBlur(min(size) * BLUR))
    ground = blurred.point(lambda level: level * DARKER)
    scale = min(size[0] / picture.width, size[1] / picture.height)
    whole = resized(picture, (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))))
    ground.paste(whole, ((size[0] - whole.width) // 2, (size[1] - whole.height) // 2))
    return ground


def main() -> None:
    _, _, source, targets, rules = sys.argv
    limit_self()
    set_up_decoders()
    paths = {Remedy(name): Path(path) for name, path in json.loads(targets).items()}
    print(mend(Path(source), paths, Rules(**json.loads(rules))).line)
