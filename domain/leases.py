"""How far in the future a lease can end."""

from datetime import datetime, timedelta

LONGEST_LEASE = timedelta(hours=1)
"""The most that LEASE_SECONDS may say."""
CLOCKS_DIFFER = timedelta(minutes=10)
"""The clocks of two machines that share a database may be so far apart."""


def latest_end(now: datetime) -> datetime:
    """A lease that ends later than this holds nothing: the clock that wrote it was ahead, and was set back since."""
    return now + LONGEST_LEASE + CLOCKS_DIFFER
