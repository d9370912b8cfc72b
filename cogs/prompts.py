"""A prompt, shown as text: it cannot ping, link, head a card or break out of its quotation."""

import re
import unicodedata
from bisect import bisect_right

from domain.jobs import Job

MARKS = re.compile(
    r"""[\\`*_~|<>\[\]@]      # emphasis, code, spoilers, mentions, time stamps, masked links
      | :(?=//)              # addresses
      | (?<=\w)\.(?=\w)      # invitations and host names
      | ^[#+\-]              # headings, lists, small print
      | (?<=^\d)[.)] | (?<=^\d\d)[.)]  # numbered lists
    """,
    re.VERBOSE,
)
"""Where Discord's Markdown begins to mean something, in a line without leading space; a backslash makes it plain."""
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Control, direction and private characters, which could turn or hide the text around them."""
JOINERS = frozenset("\u200d\u200c\ufe0f")
"""Invisible, but parts of emoji and of several scripts."""
MOST_LINES = 12
CUT = "…"


def plain(prompt: str) -> str:
    """The prompt without invisible characters, its white space tidied."""
    lines = (_tidy(line) for line in re.split(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", prompt))
    return "\n".join(line for line in lines if line)


def _tidy(line: str) -> str:
    kept = "".join(" " if mark == "\t" else mark for mark in line if _is_shown(mark))
    return re.sub(r"\s+", " ", kept).strip()


def _is_shown(mark: str) -> bool:
    return mark == "\t" or mark in JOINERS or unicodedata.category(mark) not in INVISIBLE


def inert(line: str) -> str:
    """Markdown that shows one line of text as it is."""
    return MARKS.sub(r"\\\g<0>", line)


def quote(prompt: str, limit: int) -> str:
    """The prompt as a Markdown quotation of at most `limit` characters, cut at a whole character."""
    lines = plain(prompt).split("\n")
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], " ".join(lines[MOST_LINES - 1 :])]
    quoted: list[str] = []
    for line in lines:
        left = limit - sum(len(done) + 1 for done in quoted) - len("> ")
        fitting = inert_within(line, left)
        quoted.append(f"> {fitting}" if fitting else "")
        if fitting != inert(line):
            break
    return "\n".join(filter(None, quoted))


def inert_within(line: str, limit: int) -> str:
    """`inert(line)`, or as much of it as fits with a mark of omission behind it; empty where nothing fits."""
    if len(inert(line)) <= limit:
        return inert(line)
    kept = bisect_right(range(len(line) + 1), limit - len(CUT), key=lambda length: len(inert(line[:length]))) - 1
    return inert(line[:kept]) + CUT if kept > 0 else ""


def alt_text(prompt: str, limit: int) -> str:
    """The prompt as the description of a file: no Markdown is read there."""
    text = plain(prompt).replace("\n", " ")
    return text if len(text) <= limit else text[: limit - len(CUT)] + CUT


def in_a_line(job: Job, limit: int) -> str:
    return inert_within(plain(job.order.prompt).replace("\n", " "), limit)
