"""How long a turn at a provider is left to the process that it belongs to, when that one does not take it."""

COURTESY_SECONDS = 10.0
"""A process that can take its turn does so within two seconds."""


class Courtesy:
    """At one provider. A process whose own gate there is closed, or that hangs, would else keep all the others from
    theirs. It keeps its place: the turn is its own again as soon as it takes one."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    def is_over(self, job_id: str, now: float) -> bool:
        """Whether this job has had the turn for long enough. `now` is in seconds of a steady clock."""
        return now - self._since.setdefault(job_id, now) >= COURTESY_SECONDS

    def keep(self, job_ids: set[str]) -> None:
        """Only these have the turn now, and a slot is free for them."""
        self._since = {job_id: since for job_id, since in self._since.items() if job_id in job_ids}
