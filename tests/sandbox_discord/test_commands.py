"""Discord's rules for application commands, as they are put."""

from typing import Any

import pytest

from sandbox.discord import World
from tests.sandbox_discord.bodies import codes
from tests.sandbox_discord.rest import Rest

Command = dict[str, Any]


def command(**parts: Any) -> Command:
    return {"name": "video", "description": "Make a video"} | parts


def option(**parts: Any) -> Command:
    return {"name": "prompt", "description": "What happens", "type": 3} | parts


def with_options(*options: Command) -> Command:
    return command(options=list(options))


def choices(count: int) -> list[Command]:
    return [{"name": str(number), "value": str(number)} for number in range(count)]


def long_choices() -> list[Command]:
    return [{"name": "n" * 10, "value": "v" * 10} for _ in range(25)]


async def put(world: World, rest: Rest, *commands: Command, guild: int | None = None) -> tuple[int, Any]:
    place = f"/guilds/{guild}" if guild else ""
    return await rest("PUT", f"/applications/{world.application.id}{place}/commands", list(commands))


@pytest.mark.parametrize(
    "given",
    [
        command(),
        command(name="ビデオ"),
        command(name="n" * 32, description="d" * 100),
        with_options(option(required=True), option(name="image", type=11, file_types=["image", ".heic"])),
        with_options(option(choices=choices(25))),
        with_options(*(option(name=f"o{number}") for number in range(25))),
        with_options(option(min_length=1, max_length=6000)),
        with_options(option(type=1, options=[option()]), option(type=2, name="group", options=[option(type=1)])),
        {"name": "Animate this image", "type": 3},
    ],
)
async def test_a_good_command_is_kept(world: World, rest: Rest, given: Command) -> None:
    status, kept = await put(world, rest, given)
    assert (status, kept[0]["name"]) == (200, given["name"])
    assert world.application.commands == kept


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (command(name="Video"), "APPLICATION_COMMAND_INVALID_NAME"),
        (command(name="two words"), "APPLICATION_COMMAND_INVALID_NAME"),
        (command(name="n" * 33), "BASE_TYPE_MAX_LENGTH"),
        (command(name=""), "BASE_TYPE_REQUIRED"),
        (command(description=""), "BASE_TYPE_REQUIRED"),
        (command(description="d" * 101), "BASE_TYPE_MAX_LENGTH"),
        (command(contexts=[3]), "BASE_TYPE_CHOICES"),
        (command(type=9), "BASE_TYPE_CHOICES"),
        (with_options(option(), option(name="b", required=True)), "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID"),
        (with_options(option(), option()), "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED"),
        (with_options(*(option(name=f"o{number}") for number in range(26))), "BASE_TYPE_MAX_LENGTH"),
        (with_options(option(name="Upper")), "APPLICATION_COMMAND_INVALID_NAME"),
        (with_options(option(choices=choices(26))), "BASE_TYPE_MAX_LENGTH"),
        (with_options(option(choices=[{"name": "n" * 101, "value": "v"}])), "BASE_TYPE_MAX_LENGTH"),
        (
            with_options(option(choices=choices(1), autocomplete=True)),
            "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE",
        ),
        (with_options(option(max_length=6001)), "NUMBER_TYPE_RANGE"),
        (with_options(option(min_length=5, max_length=4)), "APPLICATION_COMMAND_OPTIONS_MIN_LENGTH_INVALID"),
        (with_options(option(type=4, max_length=4)), "APPLICATION_COMMAND_OPTIONS_LENGTH_TYPE"),
        (with_options(option(type=3, max_value=4)), "APPLICATION_COMMAND_OPTIONS_VALUE_TYPE"),
        (with_options(option(type=12)), "BASE_TYPE_CHOICES"),
        (with_options(option(), option(type=1, name="sub")), "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"),
        ({"name": "Animate", "type": 3, "description": "x"}, "APPLICATION_COMMANDS_CONTEXT_MENU_DESCRIPTION"),
        (
            with_options(*(option(name=f"o{n}", description="d" * 100, choices=long_choices()) for n in range(25))),
            "APPLICATION_COMMAND_TOO_LARGE",
        ),
    ],
)
async def test_a_bad_command_is_refused(world: World, rest: Rest, given: Command, expected: str) -> None:
    status, answer = await put(world, rest, given)
    assert (status, answer["code"]) == (400, 50035)
    assert expected in codes(answer["errors"])
    assert world.application.commands == []


async def test_errors_are_nested_by_place(world: World, rest: Rest) -> None:
    _, answer = await put(world, rest, command(), with_options(option(description="")) | {"name": "second"})
    assert list(answer["errors"]["1"]["options"]["0"]) == ["description"]


async def test_names_are_unique_by_type(world: World, rest: Rest) -> None:
    _, answer = await put(world, rest, command(), command())
    assert codes(answer["errors"]) == {"APPLICATION_COMMANDS_DUPLICATE_NAME"}
    assert (await put(world, rest, command(), {"name": "video", "type": 3}))[0] == 200


async def test_a_hundred_commands_are_the_most(world: World, rest: Rest) -> None:
    some = [command(name=f"c{number}") for number in range(101)]
    assert (await put(world, rest, *some[:100]))[0] == 200
    assert codes((await put(world, rest, *some))[1]["errors"]) == {"APPLICATION_COMMANDS_MAX_REACHED"}


async def test_a_command_that_is_put_again_keeps_its_id(world: World, rest: Rest) -> None:
    first = (await put(world, rest, command()))[1][0]
    again = (await put(world, rest, command(description="Another")))[1][0]
    assert (again["id"], again["version"] == first["version"]) == (first["id"], False)
    assert (await rest("GET", f"/applications/{world.application.id}/commands"))[1] == [again]


async def test_the_commands_of_a_guild_are_only_there(world: World, rest: Rest) -> None:
    assert (await put(world, rest, command(), guild=world.home.id))[0] == 200
    assert world.application.commands == []
    assert (await world.member("ada").command("video")).state == "sent"
    assert (await put(world, rest, command(), guild=world.foreign.id))[1]["code"] == 50001
