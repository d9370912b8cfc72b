"""Whatever a prompt holds, it is shown as text and nothing else."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogs.prompts import MOST_LINES, alt_text, in_a_line, inert, inert_within, plain, quote
from domain.jobs import Job

MARKUP = [
    *("@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#1>", "</a:1>", "<t:1>", "<:a:1>", "<id:home>"),
    *("# ", "## ", "-# ", "- ", "* ", "1. ", "12) ", "> ", ">>> "),
    *("**", "__", "~~", "||", "`", "```", "\\", "[a](https://b.c)", "https://a.b", "discord.gg/a", "www.a.b"),
    *("\n", "\r\n", "\u2028", "\u2029", "\x85", "\x0b", "\t", " ", "\u3000", "\u200b", "\u202e", "\0", "\ud800"),
    *("😀", "👩\u200d🚀", "e\u0301", "狐", "fox"),
]
PROMPTS = st.lists(st.sampled_from(MARKUP) | st.characters(codec=None) | st.text(max_size=5), max_size=30).map("".join)
LIMITS = st.integers(3, 200)
ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
ALIVE = re.compile(r"[\\`*_~|<>\[\]@]|://|^[#+-]|^\d\d?[.)]|\w\.\w")


def unescape(line: str) -> str:
    return ESCAPED.sub(r"\1", line)


def is_dead(line: str) -> bool:
    """Whether no mark in it still means something."""
    return not ALIVE.search(ESCAPED.sub("·", line))


@given(PROMPTS)
def test_an_inert_line_shows_the_very_prompt_and_means_nothing(prompt: str) -> None:
    for line in plain(prompt).split("\n"):
        assert unescape(inert(line)) == line
        assert is_dead(inert(line))


@given(PROMPTS, LIMITS)
@example("`" * 2000, 1500)
@example("*" * 50, 10)
def test_a_quotation_is_never_left_and_never_too_long(prompt: str, limit: int) -> None:
    quotation = quote(prompt, limit)
    lines = quotation.split("\n") if quotation else []

    assert len(quotation) <= limit
    assert len(lines) <= MOST_LINES
    assert all(line.startswith("> ") and is_dead(line[2:]) for line in lines)


@given(PROMPTS)
def test_a_quotation_with_room_holds_the_whole_prompt(prompt: str) -> None:
    lines = [unescape(line[2:]) for line in quote(prompt, 10_000).split("\n")]

    assert " ".join(lines).split() == plain(prompt).split()


@given(PROMPTS, LIMITS)
def test_what_is_cut_says_so_and_is_cut_at_a_whole_character(prompt: str, limit: int) -> None:
    line = plain(prompt).replace("\n", " ")
    shown = inert_within(line, limit)

    assert len(shown) <= limit
    if shown != inert(line):
        assert shown == "" or shown.endswith("…")
        assert is_dead(shown.removesuffix("…"))
        assert line.startswith(unescape(shown.removesuffix("…")))


@given(PROMPTS)
def test_what_is_plain_has_no_invisible_characters_and_stays_as_it_is(prompt: str) -> None:
    text = plain(prompt)

    assert plain(text) == text
    assert not re.search(
        "[\0-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", text
    )
    assert all(line == line.strip() and line for line in text.split("\n")) or text == ""


@given(PROMPTS, st.integers(1, 100))
def test_a_description_is_one_line_within_its_limit(prompt: str, limit: int) -> None:
    text = alt_text(prompt, limit)

    assert len(text) <= limit
    assert "\n" not in text


@pytest.mark.parametrize(
    ("prompt", "shown"),
    [
        ("A fox runs", "> A fox runs"),
        ("  A fox\t runs \n\n\n fast ", "> A fox runs\n> fast"),
        ("# Fox", r"> \# Fox"),
        ("-# Fox", r"> \-# Fox"),
        ("1. Fox", r"> 1\. Fox"),
        ("3.5 foxes and 5-2 owls.", r"> 3\.5 foxes and 5-2 owls."),
        ("@everyone", r"> \@everyone"),
        ("snake_case **bold**", r"> snake\_case \*\*bold\*\*"),
        ("https://a.b/c", r"> https\://a\.b/c"),
        (r"C:\fox", r"> C:\\fox"),
        ("👩\u200d🚀 runs", "> 👩\u200d🚀 runs"),
        ("\u200b\u202e", ""),
    ],
)
def test_a_prompt_looks_so(prompt: str, shown: str) -> None:
    assert quote(prompt, 1500) == shown


def test_too_many_lines_become_one_at_the_end() -> None:
    lines = quote("\n".join(f"line {number}" for number in range(40)), 3500).split("\n")

    assert len(lines) == MOST_LINES
    assert lines[-1].endswith("line 38 line 39")


def test_a_prompt_in_a_line_is_one_line(job: Job) -> None:
    assert in_a_line(job, 80) == r"A fox \@everyone runs"
