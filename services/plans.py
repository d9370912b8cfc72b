"""Plans: which remedies do justice to a picture, and how large its frame and the picture in it become. Only numbers.

A frame goes to the nearest ratio that is allowed and no further, so as to lose or to add as little as possible.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.remedies import Remedy
from services.framing import Rules

MOST_ENLARGED = 4.0
"""Beyond this there is nothing left to see but blur."""
LEAST_KEPT = 1 / 3
"""The share of a picture that a crop must keep."""
LEAST_FILLED = 1 / 4
"""The share of a padded frame that the picture itself must fill."""


@dataclass(frozen=True, slots=True)
class Plan:
    remedy: Remedy
    size: tuple[int, int]
    """Width and height of the frame."""
    scale: float
    """Pixels of the frame for one pixel of the picture."""
    share: float = 1.0
    """How much of the picture is kept, or of the frame is filled, but for rounding."""


@dataclass(frozen=True, slots=True)
class Side:
    """A picture that is too long one way: `along` is the side that is too long, `across` the other one, and `limit`
    the most that along / across may be."""

    along: int
    across: int
    limit: float
    is_wide: bool

    @property
    def share(self) -> float:
        """Of the picture, what a frame of the limit's shape keeps; of that frame, what the whole picture fills."""
        return self.limit * self.across / self.along

    def size(self, along: int, across: int) -> tuple[int, int]:
        return (along, across) if self.is_wide else (across, along)


def plans_for(width: int, height: int, rules: Rules) -> tuple[Plan, ...]:
    """Best first. None for a picture that needs no mending, or that would come out too poor."""
    return tuple(plan for plan in _candidates(width, height, rules) if _is_sane(plan, rules))


def _candidates(width: int, height: int, rules: Rules) -> Iterator[Plan]:
    if width / height >= rules.most_ratio:
        side = Side(width, height, rules.most_ratio, is_wide=True)
    elif width / height <= rules.least_ratio:
        side = Side(height, width, 1 / rules.least_ratio, is_wide=False)
    elif min(width, height) <= rules.over_side:
        yield _enlargement(width, height, rules)
        return
    else:
        return
    yield _crop(side, rules)
    yield _pad(side, rules)


def _enlargement(width: int, height: int, rules: Rules) -> Plan:
    scale = (rules.over_side + 1) / min(width, height)
    size = round(width * scale), round(height * scale)
    place = size.index(max(size))
    for step in (0, -1, 1):  # rounding may have left the ratio
        longer = size[place] + step
        tried = (longer, size[1]) if place == 0 else (size[0], longer)
        if rules.allows_ratio(*tried):
            return Plan(Remedy.ENLARGE, tried, scale)
    return Plan(Remedy.ENLARGE, size, scale)


def _crop(side: Side, rules: Rules) -> Plan:
    across = _scaled(side.across, _scale_for(side.across * side.limit, side.across, rules))
    return _first_allowed([_cropped(side, across, rules), _cropped(side, across + 1, rules)], rules)


def _cropped(side: Side, across: int, rules: Rules) -> Plan:
    along = math.floor(across * side.limit)
    if not rules.allows_ratio(*side.size(along, across)):
        along -= 1
    return Plan(Remedy.CROP, side.size(along, across), across / side.across, side.share)


def _pad(side: Side, rules: Rules) -> Plan:
    along = _scaled(side.along, _scale_for(side.along, side.along / side.limit, rules))
    return _first_allowed([_padded(side, along, rules), _padded(side, max(1, along - 1), rules)], rules)


def _padded(side: Side, along: int, rules: Rules) -> Plan:
    across = math.ceil(along / side.limit)
    if not rules.allows_ratio(*side.size(along, across)):
        across += 1
    return Plan(Remedy.PAD, side.size(along, across), along / side.along, side.share)


def _first_allowed(plans: Sequence[Plan], rules: Rules) -> Plan:
    """Or the first of all. Where the limit is 1, the pixel that keeps a frame off it may be one too many or too few for
    the limits of the sides; a frame one pixel larger or smaller is not."""
    return next((plan for plan in plans if _is_allowed(plan.size, rules)), plans[0])


def _scale_for(one: float, other: float, rules: Rules) -> float:
    """What brings a frame of these sides between the limits: 1 if it is there, and as near to 1 as will do if not."""
    down = min(1.0, rules.longest_side / max(one, other))
    return max(down, (rules.over_side + 1) / min(one, other))


def _scaled(side: int, scale: float) -> int:
    """To the whole pixel on the safe side of the limit that asked for scaling."""
    exact = round(side * scale, 6)
    return math.ceil(exact) if scale > 1 else max(1, math.floor(exact))


def _is_sane(plan: Plan, rules: Rules) -> bool:
    least = {Remedy.CROP: LEAST_KEPT, Remedy.PAD: LEAST_FILLED, Remedy.ENLARGE: 1.0}[plan.remedy]
    is_good_enough = plan.scale <= MOST_ENLARGED and plan.share >= least
    return is_good_enough and _is_allowed(plan.size, rules)


def _is_allowed(size: tuple[int, int], rules: Rules) -> bool:
    return rules.over_side < min(size) and max(size) <= rules.longest_side and rules.allows_ratio(*size)
