"""Hosts by their names: is an address on this machine or network?"""

import ipaddress
from urllib.parse import urlsplit

LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


def is_local(address: str) -> bool:
    """A name without a dot is one of a local network."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith(LOCAL_ENDINGS)
