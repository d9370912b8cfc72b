"""One row: the fault is set, a newcomer orders, and what came of it is judged."""

import asyncio
import math
import re
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import imageio_ffmpeg

from sandbox.discord import Message
from sandbox.discord.places import Channel
from sandbox.faults import Rule
from sandbox.providers.media import Entry
from sandbox.runner import is_online
from tests.bot.town import Order, Town, video_of

from .deeds import DEEDS
from .rows import IN_THE_CHANNEL, MADE, SENT, WORDS, Ending, Fault, Row

PATIENCE, LONG_PATIENCE = 60.0, 140.0
OWN_PLACES = frozenset({"submit", "look", "list"})
SECRET_WORDS = ("X-Amz-Signature=",)


@dataclass(frozen=True)
class Begun:
    row: Row
    order: Order
    rule: Rule | None
    """None for the way in which a task ends."""


def set_fault(town: Town, provider: str, place: str, fault: Fault) -> Rule | None:
    if place == "task":
        next(each for each in town.services if each.name == provider).next_outcome(fault.kind, **fault.options)
        return None
    if place in OWN_PLACES:
        place = f"{provider}.{place}"
    return town.sandbox.faults.add(place, fault.kind, times=fault.times, **fault.options)


async def place_order(town: Town, prompt: str, channel: Channel | None = None) -> Order:
    member = town.newcomer()
    use = await member.command("video", prompt=prompt, channel=channel)
    return Order(town, use, await use.answer(PATIENCE), prompt)


async def place_order_when_taken(town: Town, prompt: str) -> Order:
    """Where a service needs its operator, orders are refused for a while, at no cost."""
    async with asyncio.timeout(PATIENCE):
        while (order := await place_order(town, prompt)).card.ephemeral_for is not None:
            assert "Nothing was charged" in order.card.content
            await asyncio.sleep(0.5)
    return order


async def begin(town: Town, row: Row, until_met: bool = False) -> Begun:
    if row.place == "world":
        return await begin_and_meddle(town, row)
    if row.place in OTHER_FILES:
        return await begin_with_file(town, row)
    for place, fault in row.more:
        set_fault(town, row.provider, place, fault)
    rule = set_fault(town, row.provider, row.place, row.fault)
    order = await place_order(town, prompt_of(row))
    if until_met and rule is not None:
        await town.world.until(lambda: rule.met, PATIENCE)
    return Begun(row, order, rule)


async def begin_and_meddle(town: Town, row: Row) -> Begun:
    """In a server and a channel of its own; the video is made, and held until the deed is done."""
    guild = town.world.add_guild(f"Guild of {row.name}", channels=("stage",))
    hold = town.sandbox.faults.add("media", "hold-before")
    order = await place_order(town, prompt_of(row), next(iter(guild.channels.values())))
    await hold.arrived.wait()
    DEEDS[row.fault.kind](order)
    hold.release()
    return Begun(row, order, hold)


async def begin_with_file(town: Town, row: Row) -> Begun:
    """The service delivers another file than it made"""
    hold = town.sandbox.faults.add("media", "hold-before")
    order = await place_order(town, prompt_of(row))
    await hold.arrived.wait()
    clip, service = order.task.clip, next(each for each in town.services if each.name == row.provider)
    assert clip is not None
    assert clip.path is not None
    file = town.folder / f"{order.task.id}.other.mp4"
    await asyncio.to_thread(OTHER_FILES[row.place], clip.path, file)
    service.media.offer(f"{order.task.id}.mp4", Entry(file, "video/mp4", math.inf))
    hold.release()
    return Begun(row, order, hold)


def put_in_fragments(whole: Path, file: Path) -> None:
    """What is not plainly laid out needs the program that is broken."""
    flags = ("-c", "copy", "-movflags", "+frag_keyframe+empty_moov", str(file))
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-i", str(whole), *flags]
    subprocess.run(command, check=True, timeout=PATIENCE)


def cut_in_half(whole: Path, file: Path) -> None:
    data = whole.read_bytes()
    file.write_bytes(data[: len(data) // 2])


OTHER_FILES = {"ffmpeg": put_in_fragments, "file": cut_in_half}


def prompt_of(row: Row) -> str:
    """Words alone: anything else may be escaped in a message."""
    return "A fox meets " + re.sub(r"\W+", " ", str(row))


async def finish(begun: Begun) -> None:
    """Waits for the ending, then judges all of it."""
    order, row = begun.order, begun.row
    await settle(order, LONG_PATIENCE if row.is_slow else PATIENCE)
    if begun.rule is not None:
        assert begun.rule.met, "the fault was never met"
    if row.place == "ffmpeg":
        assert "its clip is kept as it came" in order.town.log
    if row.place.startswith("discord."):
        order.town.sandbox.faults.clear()  # what is asked from now on is no part of the row
    await order.town.world.until(lambda: is_online(order.town.sandbox, set()), PATIENCE)
    await check(order, row.ending)


async def settle(order: Order, seconds: float = PATIENCE) -> None:
    """Until the job has ended and its member was told, or could not be."""
    await order.town.world.until(lambda: settled_state(order), seconds)


async def check(order: Order, ending: Ending) -> None:
    """The promise: one video posted once and billed once, or a failure told once and not counted."""
    town = order.town
    check_counts(order, ending)
    in_the_end = {Ending.KEPT: "kept"} | dict.fromkeys(SENT, "posted")
    assert settled_state(order) == in_the_end.get(ending, "failed")
    assert order.card.deleted or WORDS[ending] in order.card.content
    member = town.world.member(order.use.user.name)
    used = 1 if ending in MADE else 0
    assert f"used {used} of 100" in (await town.tell(member, "quota", channel=town.world.foreign)).content
    if ending not in MADE:
        assert "does not count against your quota" in order.card.content
        assert [message for message in told(order) if WORDS[ending] in message.content] == [order.card]
    if ending is Ending.KEPT:
        assert video_of(await town.handed_out(member, channel=town.world.foreign)) is not None
    check_log(order, ending)


def check_counts(order: Order, ending: Ending) -> None:
    """Posts and bills: true at once, and for ever after."""
    assert len(order.posts) == (1 if ending in SENT else 0)
    assert sum(submit.accepted for submit in order.submits) <= 1
    if ending in MADE:
        assert [submit.billed for submit in order.submits if submit.accepted] == [True]
    if ending in IN_THE_CHANNEL:
        assert order.posts[0].channel_id == order.use.channel.id
    if ending is Ending.DIRECT:
        assert order.posts[0].channel_id == order.town.world.dm(order.use.user.name).id
    if ending in SENT:
        assert is_smaller(order) is (ending is Ending.SMALLER)


def is_smaller(order: Order) -> bool:
    """Whether it was encoded anew to fit."""
    post, clip = video_of(order.posts[0]), order.task.clip
    assert post is not None
    assert clip is not None
    assert clip.path is not None
    return post.size < 0.9 * clip.path.stat().st_size and order.task.outcome.kind != "huge"


def told(order: Order) -> list[Message]:
    """The card and all else that speaks to the member."""
    world = order.town.world
    everywhere = (message for channel in world.channels.values() for message in channel.messages.values())
    return [message for message in everywhere if message is order.card or order.use.user in message.mentions]


def job_of(town: Town, prompt: str) -> tuple[str, str, bool]:
    """Its id, its state and whether it is settled, as the database has them."""
    address = f"file:{town.settings.get('DATA_DIR', town.folder)}/firstframe.db?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=20)) as connection:
        row = connection.execute("SELECT id, state, settled FROM jobs WHERE prompt = ?", [prompt]).fetchone()
    return str(row[0]), str(row[1]), bool(row[2])


def settled_state(order: Order) -> str | None:
    _, state, is_settled = job_of(order.town, order.prompt)
    return state if is_settled else None


def check_log(order: Order, ending: Ending) -> None:
    town, (job_id, _, _) = order.town, job_of(order.town, order.prompt)
    keys = (town.world.application.token, *(service.key for service in town.services))
    for secret in (*keys, *SECRET_WORDS, order.prompt, order.use.token):
        assert secret not in town.log
    warnings = [line for line in town.log.splitlines() if "may bill it" in line and job_id in line]
    assert len(warnings) == (1 if ending is Ending.UNSURE else 0)
