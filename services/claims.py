"""Claims: a job that this process is about to do something with that cannot be taken back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from domain.errors import LeaseLost
from services.leases import Lease


class _Claim:
    def __init__(self) -> None:
        self.is_over = False


class Claims:
    """A claim is made before the job's row is asked whose the job is, and holds from there on: whatever happens between
    that answer and the act is noticed right before the act, without asking again."""

    def __init__(self, lease: Lease) -> None:
        self._lease = lease
        self._claims: dict[str, _Claim] = {}

    @contextmanager
    def of(self, job_id: str) -> Iterator[Callable[[], None]]:
        """Gives the check, which raises LeaseLost where the lease lapsed since, or the job was let go. Where the lease
        is not held to begin with, because the database does not answer, the row alone can tell."""
        claim = self._claims[job_id] = _Claim()
        was_held = self._lease.is_held

        def check() -> None:
            if claim.is_over or (was_held and not self._lease.is_held):
                raise LeaseLost(job_id)

        try:
            yield check
        finally:
            if self._claims.get(job_id) is claim:
                del self._claims[job_id]

    def let_go(self, job_id: str) -> None:
        """Another process carries the job now."""
        claim = self._claims.pop(job_id, None)
        if claim is not None:
            claim.is_over = True
