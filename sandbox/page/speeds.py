"""How long a video takes in the sandbox."""

from dataclasses import dataclass
from typing import Any

from sandbox.parts import Sandbox


@dataclass(frozen=True)
class Speed:
    """`seconds` is the usual time of a clip at both services."""

    id: str
    label: str
    seconds: float
    about: str


SPEEDS = (
    Speed("instant", "Instant", 0.3, "As fast as this computer draws the frames."),
    Speed("quick", "Quick", 12.0, "About twelve seconds: long enough to watch the card."),
    Speed("real", "Real", 130.0, "About two minutes, as at the real services."),
)
NAMES = tuple(speed.id for speed in SPEEDS)


def set_speed(sandbox: Sandbox, name: str) -> None:
    """For the videos submitted from now on. Raises KeyError for an unknown name."""
    speed = {each.id: each for each in SPEEDS}[name]
    sandbox.novita.settings.render_seconds = speed.seconds
    sandbox.wavespeed.settings.render_seconds = speed.seconds


def speed_json(sandbox: Sandbox) -> dict[str, Any]:
    seconds = sandbox.wavespeed.settings.render_seconds
    current = next((speed for speed in SPEEDS if speed.seconds == seconds), None)
    choices = [{"id": speed.id, "label": speed.label, "about": speed.about} for speed in SPEEDS]
    about = current.about if current else f"About {seconds:g} seconds."
    return {"current": current.id if current else None, "choices": choices, "about": about}
