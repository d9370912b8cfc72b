"""The card follows its video, with few edits."""

import re
from pathlib import Path

from sandbox.discord import Message

from .early import early
from .town import Order, Town, open_town

RENDERING = 1000.0
QUICK_SECONDS = 2.0
"""A card says nothing more before so many have passed."""


def models_file(folder: Path, slow: int) -> Path:
    """Of a model that is quick, and slow only after so many seconds."""
    path = folder.with_suffix(".toml")
    path.write_text(f"[models.minimax-video-01]\nusual_seconds = 1\nslow_seconds = {slow}\n")
    return path


def edits_of(town: Town) -> int:
    return sum(record.method == "PATCH" and record.place == "discord.original" for record in town.world.requests)


async def order_and_hold(town: Town, service: str) -> Order:
    """Until its card says that it was submitted."""
    hold = town.sandbox.faults.add(f"{service}.submit", "hold-before")
    for each in town.services:
        each.next_outcome("succeeded", seconds=RENDERING)
    order = await town.order()
    assert "1st in line · usually about" in order.card.content
    await order.says("submitted · usually about")
    hold.release()
    return order


async def render_until(order: Order, share: float) -> None:
    """Until the bot has looked at it since; meanwhile it gets on by a percent or three of its own."""
    task = await order.running()
    order.town.sandbox.clock.advance(share * RENDERING)
    seen = task.looks
    await order.until(lambda: task.looks > seen)


async def finish(order: Order) -> Message:
    """Until its card says that the video is fetched; then it comes."""
    hold = order.town.sandbox.faults.add("media", "hold-before")
    order.town.sandbox.clock.advance(RENDERING)
    await order.says("made; fetching the video")
    hold.release()
    return await order.posted()


async def follow(folder: Path, service: str) -> tuple[str, int]:
    """What the card says while it renders, and how often it was edited in all."""
    async with open_town(folder, PROVIDERS=service, MODELS_FILE=models_file(folder, slow=30)) as town:
        order = await order_and_hold(town, service)
        await render_until(order, 0.4)
        said = await order.says("rendering, 4" if service == "novita" else "rendering, started <t:")
        await finish(order)
        return said, edits_of(town)


@early
async def test_the_card_passes_every_stage_and_shows_the_services_own_progress(folder: Path) -> None:
    percent, edits = await follow(folder, "novita")

    assert re.search(r"rendering, 4\d % · started <t:\d+:R>$", percent)
    assert 4 <= edits <= 6


@early
async def test_where_a_service_tells_no_progress_the_card_gives_an_estimate_and_says_so(folder: Path) -> None:
    estimate, edits = await follow(folder, "wavespeed")

    assert "usually about" in estimate
    assert "an estimate" in estimate
    assert "%" not in estimate
    assert 4 <= edits <= 6


async def test_a_video_that_comes_quickly_costs_one_edit_of_its_card(town: Town) -> None:
    before = edits_of(town)
    order = await town.order()
    await order.posted()
    seconds = (town.world.clock.now() - order.card.created_at).total_seconds()

    assert 1 <= edits_of(town) - before <= 1 + seconds // QUICK_SECONDS


@early
async def test_a_late_video_is_said_to_be_late_and_comes_all_the_same(folder: Path) -> None:
    async with open_town(folder, LATE_AFTER_SECONDS=1) as town:
        town.sandbox.wavespeed.next_outcome("succeeded", seconds=RENDERING)
        order = await town.order()
        assert "I will post it here, whenever it comes" in await order.says("slower than usual")
        town.sandbox.clock.advance(RENDERING)
        await order.posted()


@early
async def test_a_video_that_is_slower_than_nine_of_ten_is_said_to_be_so_and_its_progress_goes_on(folder: Path) -> None:
    async with open_town(folder, PROVIDERS="novita", MODELS_FILE=models_file(folder, slow=1)) as town:
        town.sandbox.novita.next_outcome("succeeded", seconds=RENDERING)
        order = await town.order()
        await render_until(order, 0.4)
        said = await order.says("rendering, 4", "slower than usual")
        assert re.search(r"rendering, 4\d % · slower than usual, started <t:\d+:R>$", said)
        await finish(order)
