"""The pages of /videos: five videos each, newest first, or one alone. Every press edits the one private message."""

import asyncio
import logging
from contextlib import ExitStack, closing
from typing import Any

import discord
from discord import ui

from cogs import words
from cogs.controls import under_chosen
from cogs.doors import NOBODY
from cogs.edge import translate_errors
from cogs.entries import draw_pictures, entry, picture_file
from cogs.faces import QUOTE_LIMIT
from cogs.forms import Button, Select, button, view_of
from cogs.owned import own_video
from cogs.presses import Handler, Press, custom_id
from cogs.prompts import alt_text
from cogs.spots import Spot, read_spot
from cogs.stage import DiscordStage
from cogs.tongue import Tongue, tongue_for
from domain.errors import PostError
from domain.jobs import Job
from domain.shelf import Page, Part
from services.stills import Stills
from services.videos import Videos

PAGE = 5
"""Videos. All their embeds together may have 6000 characters."""
PAGE_QUOTE_LIMIT = 300
OPTION_LIMIT = 100
EDIT_SECONDS = 240.0
"""For a video, too."""

log = logging.getLogger(__name__)


class Gallery:
    def __init__(self, videos: Videos, stills: Stills, stage: DiscordStage) -> None:
        self._videos = videos
        self._stills = stills
        self._stage = stage

    def handlers(self) -> dict[str, Handler]:
        return {
            "newer": self.turn,
            "older": self.turn,
            "back": self.turn,
            "part": self.filter,
            "choose": self.choose,
            "video": self.show,
        }

    async def turn(self, interaction: discord.Interaction, press: Press) -> None:
        await interaction.response.defer()
        await self.open(interaction, read_spot(press.about))

    async def filter(self, interaction: discord.Interaction, press: Press) -> None:
        await interaction.response.defer()
        await self.open(interaction, Spot(Part(press.picks[0])))

    async def choose(self, interaction: discord.Interaction, press: Press) -> None:
        await self._show(interaction, press.picks[0], read_spot(press.about))

    async def show(self, interaction: discord.Interaction, press: Press) -> None:
        await self._show(interaction, press.about[0], read_spot(press.about))

    async def _show(self, interaction: discord.Interaction, job_id: str, spot: Spot) -> None:
        job = await own_video(self._videos, interaction, job_id)
        if job is not None:
            await interaction.response.defer()
            await self.alone(interaction, job, spot)

    async def open(self, interaction: discord.Interaction, spot: Spot, news: str = "") -> None:
        """In the place of what the interaction, which is answered already, showed. `news` stands above it."""
        tongue = tongue_for(str(interaction.locale))
        spot, page = await self._page(interaction.user.id, spot)
        first = spot.number * PAGE + 1
        embeds = [
            entry(tongue, job, self._stage.label(job), self._stage.link(job), PAGE_QUOTE_LIMIT, number)
            for number, job in enumerate(page.jobs, start=first)
        ]
        text = "\n".join(filter(None, [news, _text(tongue, spot, page)]))
        await self._draw(interaction, text, page, embeds, _under_page(tongue, spot, page))

    async def _page(self, member_id: int, spot: Spot) -> tuple[Spot, Page]:
        """The last page instead, where there are fewer by now."""
        page = await self._videos.page(member_id, spot.part, spot.number * PAGE, PAGE)
        last = _pages(page) - 1
        if spot.number <= last:
            return spot, page
        return Spot(spot.part, last), await self._videos.page(member_id, spot.part, last * PAGE, PAGE)

    async def alone(self, interaction: discord.Interaction, job: Job, spot: Spot, news: str = "") -> None:
        """Like `open`. The job is the member's own."""
        tongue = tongue_for(str(interaction.locale))
        embed = entry(tongue, job, self._stage.label(job), self._stage.link(job), QUOTE_LIMIT)
        await self._draw(interaction, news, Page([job], 1), [embed], under_chosen(tongue, job, spot))

    async def _draw(
        self, interaction: discord.Interaction, text: str, page: Page, embeds: list[discord.Embed], view: ui.View | None
    ) -> None:
        tongue = tongue_for(str(interaction.locale))
        pictures = await draw_pictures(self._stills, page.jobs)
        files: list[discord.File] = []
        with ExitStack() as opened:
            for job, embed in zip(page.jobs, embeds, strict=True):
                if job.id in pictures:
                    try:
                        file = await asyncio.to_thread(picture_file, tongue, job, pictures[job.id])
                    except OSError:
                        continue  # retention removed it this moment
                    files.append(opened.enter_context(closing(file)))
                    embed.set_thumbnail(url=f"attachment://{file.filename}")
            await edit(interaction, content=text, embeds=embeds, attachments=files, view=view)


async def edit(interaction: discord.Interaction, **fields: Any) -> discord.InteractionMessage | None:
    """The answer, or the message that was pressed; None where that failed."""
    try:
        with translate_errors(by_token=True):
            async with asyncio.timeout(EDIT_SECONDS):
                return await interaction.edit_original_response(allowed_mentions=NOBODY, **fields)
    except PostError as error:
        log.info("an answer from the library could not be given: %s", error)
        return None


def _pages(page: Page) -> int:
    return max(1, -(-page.total // PAGE))


def _text(tongue: Tongue, spot: Spot, page: Page) -> str:
    if page.total == 0 and spot.part is Part.ALL:
        return words.no_videos(tongue)
    part = tongue.say(words.PARTS[spot.part])
    text = tongue.say("videos-page", part=part, page=spot.number + 1, pages=_pages(page))
    return text if page.total else f"{text}\n{tongue.say('videos-none-here')}"


def _under_page(tongue: Tongue, spot: Spot, page: Page) -> ui.View | None:
    if page.total == 0 and spot.part is Part.ALL:
        return None
    rows: list[list[Button | Select]] = [[_parts(tongue, spot)], [*_turns(tongue, spot, page)]]
    return view_of(*([[_choice(tongue, spot, page)]] if page.jobs else []), *rows)


def _choice(tongue: Tongue, spot: Spot, page: Page) -> Select:
    options = [
        discord.SelectOption(
            label=alt_text(f"{number}. {job.order.prompt}", OPTION_LIMIT),
            value=job.id,
            description=tongue.say(words.STATES[job.state])[:OPTION_LIMIT],
        )
        for number, job in enumerate(page.jobs, start=spot.number * PAGE + 1)
    ]
    return ui.Select(custom_id=custom_id("choose", *spot.about), placeholder=tongue.say("hint-choose"), options=options)


def _parts(tongue: Tongue, spot: Spot) -> Select:
    options = [
        discord.SelectOption(label=tongue.say(name), value=part.value, default=part is spot.part)
        for part, name in words.PARTS.items()
    ]
    return ui.Select(custom_id=custom_id("part"), options=options)


def _turns(tongue: Tongue, spot: Spot, page: Page) -> list[Button]:
    newer = button(tongue.say("button-newer"), "newer", spot.part.value, max(0, spot.number - 1))
    older = button(tongue.say("button-older"), "older", spot.part.value, spot.number + 1)
    newer.disabled = spot.number == 0
    older.disabled = spot.number + 1 >= _pages(page)
    return [newer, older]
