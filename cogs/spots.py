"""Where in /videos a member is. It stands in the custom ids of all that they can press there."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.shelf import Part


@dataclass(frozen=True, slots=True)
class Spot:
    part: Part = Part.ALL
    number: int = 0
    """Of the page, from 0 for the newest."""

    @property
    def about(self) -> tuple[str, int]:
        return self.part.value, self.number


def read_spot(about: Sequence[str]) -> Spot:
    """From the end of what a press is about."""
    part, number = about[-2:]
    return Spot(Part(part), int(number))
