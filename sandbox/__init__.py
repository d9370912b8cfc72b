"""A local Discord, local video services and a web page: the whole bot runs here with no account.

Everything listens on 127.0.0.1 only and speaks HTTP and WebSocket, like the real thing; the bot does not know.
"""

from sandbox.assembly import open_sandbox
from sandbox.parts import Sandbox

__all__ = ["Sandbox", "open_sandbox"]
