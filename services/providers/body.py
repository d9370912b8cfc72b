"""A paid request in the provider's own names: its path and its body."""

from collections.abc import Mapping
from typing import Any

from domain.errors import Rejected
from services.providers.port import Submission


def request_path(submission: Submission) -> str:
    return submission.offer.path if submission.frame is None else submission.offer.frame_path


def request_body(submission: Submission) -> dict[str, Any]:
    """Raises Rejected for a frame that the offer takes no more: the catalogue may have changed since the order.

    Raises ValueError where the offer's names contradict one another; the catalogue admits no such offer.
    """
    offer = submission.offer
    body: dict[str, Any] = {}
    for name, value in offer.parameters.items():
        put(body, name, value)
    put(body, offer.prompt_field, submission.prompt)
    if submission.frame is not None:
        if offer.frame_field is None:
            raise Rejected(offer.provider, reason="The model takes no first frame.")
        put(body, offer.frame_field, submission.frame)
    return body


def put(body: dict[str, Any], name: str, value: Any) -> None:
    """`input.prompt` reaches into nested objects, which are made on the way."""
    *outer, last = name.split(".")
    for part in outer:
        body = body.setdefault(part, {})
        if not isinstance(body, dict):
            raise ValueError(f"{name}: {part} already holds a value")
    if last in body:
        raise ValueError(f"{name} is set twice")
    body[last] = copy(value)


def copy(value: Any) -> Any:
    """A body of its own, down to the last object: the catalogue's tables are shared."""
    if isinstance(value, Mapping):
        return {key: copy(inner) for key, inner in value.items()}
    return [copy(inner) for inner in value] if isinstance(value, list | tuple) else value
