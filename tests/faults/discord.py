"""Faults of Discord: at the answer, at the card, at the post, and what people do meanwhile."""

from .rows import Ending, Fault, Row, fault

NO_RIGHT = {"code": 50013, "message": "Missing Permissions"}
NO_CHANNEL = {"code": 10003, "message": "Unknown Channel"}
NO_MESSAGE = {"code": 10008, "message": "Unknown Message"}
TOO_LARGE = {"code": 40005, "message": "Request entity too large"}
TOKEN_DEAD = {"code": 50027, "message": "Invalid Webhook Token"}
NO_DMS = {"code": 50007, "message": "Cannot send messages to this user"}


def at(
    place: str,
    name: str,
    what: Fault,
    ending: Ending = Ending.POSTED,
    *more: tuple[str, Fault],
    is_slow: bool = False,
) -> Row:
    return Row(name, what, f"discord.{place}", "wavespeed", ending, is_slow, more)


def deed(kind: str, ending: Ending) -> Row:
    return Row(kind, fault(kind), "world", "wavespeed", ending)


POSTS: tuple[Row, ...] = (
    at("create", "413", fault("status", status=413, body="html"), Ending.SMALLER),
    at("create", "40005", fault("status", status=400, payload=TOO_LARGE), Ending.SMALLER),
    at("create", "500", fault("status", status=500)),
    at("create", "502 html", fault("status", status=502, body="html")),
    at("create", "503", fault("status", status=503)),
    at("create", "504 html", fault("status", status=504, body="html")),
    at("create", "500 and done", fault("status", status=500, carried=True)),
    at("create", "502 and done", fault("status", status=502, carried=True, body="html")),
    at("create", "503 and done", fault("status", status=503, carried=True)),
    at("create", "504 and done", fault("status", status=504, carried=True, body="empty")),
    at("create", "503 three times", fault("status", 3, status=503), Ending.SMALLER),
    at("create", "503 until it goes elsewhere", fault("status", 7, status=503), Ending.DIRECT),
    at("create", "429", fault("status", status=429, retry_after=1)),
    at("create", "429 without Via", fault("status", status=429, retry_after=1, via=False, body="html")),
    at("create", "reset in the upload", fault("reset")),
    at("create", "lost", fault("lost")),
    at("create", "lost, and the channel cannot be read for a while", fault("lost"), Ending.POSTED,
       ("discord.read", fault("status", 2, status=503))),
    at("create", "lost, and the channel may not be read", fault("lost"), Ending.POSTED,
       ("discord.read", fault("status", 1, status=403, payload=NO_RIGHT))),
    at("create", "truncated", fault("truncated")),
    at("create", "empty", fault("empty")),
    at("create", "malformed", fault("malformed")),
    at("create", "a web page with 200", fault("html")),
    at("create", "slow", fault("slow", seconds=2)),
    at("create", "401", fault("status", status=401)),
    at("create", "403", fault("status", status=403, payload=NO_RIGHT), Ending.DIRECT),
    at("create", "404", fault("status", status=404, payload=NO_CHANNEL), Ending.DIRECT),
    at("create", "403 everywhere", fault("status", None, status=403, payload=NO_RIGHT), Ending.KEPT),
    at("create", "403, then 413 in the direct message", fault("status", 1, status=403, payload=NO_RIGHT),
       Ending.DIRECT, ("discord.create", fault("status", 1, status=413))),
    at("dm", "direct messages are closed", fault("status", None, status=403, payload=NO_DMS), Ending.KEPT,
       ("discord.create", fault("status", 1, status=403, payload=NO_RIGHT))),
    at("dm", "503 twice", fault("status", 2, status=503), Ending.DIRECT,
       ("discord.create", fault("status", 1, status=403, payload=NO_RIGHT))),
)  # fmt: skip
CARDS: tuple[Row, ...] = (
    at("original", "500", fault("status", 2, status=500)),
    at("original", "503 html", fault("status", 2, status=503, body="html")),
    at("original", "500 and done", fault("status", status=500, carried=True)),
    at("original", "429", fault("status", status=429, retry_after=1)),
    at("original", "401", fault("status", 2, status=401, payload=TOKEN_DEAD)),
    at("original", "403", fault("status", 2, status=403, payload=NO_RIGHT)),
    at("original", "404", fault("status", 2, status=404, payload=NO_MESSAGE)),
    at("original", "reset", fault("reset", 2)),
    at("original", "lost", fault("lost", 2)),
    at("original", "a web page with 200", fault("html")),
    at("original", "401, and the message's own door is closed for a while",
       fault("status", None, status=401, payload=TOKEN_DEAD), Ending.POSTED,
       ("discord.edit", fault("status", 2, status=503))),
    at("callback", "lost", fault("lost")),
    at("callback", "500", fault("status", status=500)),
    at("callback", "503 html", fault("status", status=503, body="html")),
    at("callback", "500 and done", fault("status", status=500, carried=True)),
    at("callback", "503 and done", fault("status", status=503, carried=True)),
    at("callback", "empty", fault("empty")),
    at("callback", "a web page with 200", fault("html")),
    at("callback", "truncated", fault("truncated")),
    at("callback", "lost, and nobody can tell for a while", fault("lost"), Ending.POSTED,
       ("discord.original", fault("status", 6, status=503)), is_slow=True),
)  # fmt: skip
DEEDS: tuple[Row, ...] = (
    deed("channel-deleted", Ending.DIRECT),
    deed("channel-deleted-dms-closed", Ending.KEPT),
    deed("bot-kicked", Ending.DIRECT),
    deed("member-left", Ending.POSTED),
    deed("card-deleted", Ending.POSTED),
    deed("no-files", Ending.DIRECT),
    deed("no-messages", Ending.DIRECT),
    deed("no-view", Ending.DIRECT),
    deed("no-history", Ending.POSTED),
    deed("no-files-dms-closed", Ending.KEPT),
    deed("token-dead", Ending.POSTED),
    deed("gateway-resumed", Ending.POSTED),
    deed("gateway-lost", Ending.POSTED),
    deed("gateway-cut", Ending.POSTED),
    deed("gateway-asked", Ending.POSTED),
)
NEVER_ANSWERED: tuple[Row, ...] = (
    at("callback", "reset", fault("reset"), Ending.WITHDRAWN),
    at("callback", "404", fault("status", status=404, payload={"code": 10062, "message": "Unknown interaction"}),
       Ending.WITHDRAWN),
    at("callback", "400", fault("status", status=400), Ending.WITHDRAWN),
    at("callback", "503 for ever", fault("status", None, status=503), Ending.WITHDRAWN),
)  # fmt: skip
ROWS = POSTS + CARDS + DEEDS
