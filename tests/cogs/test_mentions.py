"""A command is mentioned so that it can be pressed, as soon as Discord has told its id."""

from collections.abc import Iterator

import pytest

from cogs import mentions
from cogs.tongue import GRAMMARS, tongue_for


@pytest.fixture(autouse=True)
def unknown() -> Iterator[None]:
    yield
    mentions.learn({})


@pytest.mark.parametrize("locale", GRAMMARS)
def test_a_command_is_named_plainly_until_its_id_is_known(locale: str) -> None:
    tongue = tongue_for(locale)
    name = tongue.say("command-video")
    assert f"/{name} " in tongue.say("videos-none")
    assert "<" not in tongue.say("videos-none")
    mentions.learn({name: 1234})
    assert f"</{name}:1234> " in tongue.say("videos-none")


def test_what_discord_knows_no_more_is_mentioned_no_more() -> None:
    mentions.learn({"video": 1})
    mentions.learn({"videos": 2})
    assert mentions.mention("video") == "/video"
    assert mentions.mention("videos") == "</videos:2>"


def test_the_foot_of_a_card_shows_no_mention() -> None:
    mentions.learn({"help": 1234})
    assert "/help" in tongue_for("en-US").say("card-hint")
    assert "1234" not in tongue_for("en-US").say("card-hint")
