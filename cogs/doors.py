"""The doors to a job's card and to the places of its video: the interaction's token, and the bot's own right."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import discord
from discord.ext import commands

from cogs.edge import translate_errors
from cogs.uploads import Uploads
from domain.errors import PlaceClosed, PostUnclear
from domain.jobs import Job
from domain.posts import Posted
from services.clock import Clock
from services.stage import Way

ORIGINAL: Any = "@original"
"""Discord's word for the answer to an interaction, where discord.py's types want a number."""
CARD_SECONDS = 120.0
"""A card may become a post, and its video takes its time; a limit that discord.py sets itself is longer."""
LEAST_OF_NITRO = 50 * 1024 * 1024
"""Bytes of a file that the smallest plan of a member allows. What Discord says with an interaction and is less, is the
place's own limit; discord.py's table of these is older than the default that Discord has now."""
NOBODY = discord.AllowedMentions.none()


def only(member_id: int) -> discord.AllowedMentions:
    """Pings this member and nobody else, whatever the text says."""
    return discord.AllowedMentions(everyone=False, roles=False, users=[discord.Object(member_id)], replied_user=False)


class Doors:
    def __init__(self, bot: commands.AutoShardedBot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self.uploads = Uploads()

    def ways(self, job: Job) -> list[Way]:
        place = job.order.place
        if place.postable and not place.private:
            return [Way.CHANNEL, Way.DIRECT] if place.guild_id else [Way.CHANNEL]
        if not self._is_answerable(job):
            return [Way.DIRECT]
        # What only the member sees is gone when their client starts anew: a direct message stays.
        return [Way.DIRECT, Way.ANSWER] if job.order.discreet else [Way.ANSWER, Way.DIRECT]

    def upload_limit(self, job: Job, way: Way) -> int:
        """Bytes: the smaller of what Discord said with the interaction, which may rest on the member's own Nitro,
        and the limit of the server or of a direct message."""
        place = job.order.place
        if way is Way.ANSWER or place.upload_limit < LEAST_OF_NITRO:
            return place.upload_limit
        guild = self._bot.get_guild(place.guild_id) if place.guild_id and way is Way.CHANNEL else None
        own = guild.filesize_limit if guild else discord.utils.DEFAULT_FILE_SIZE_LIMIT_BYTES
        return min(place.upload_limit, own)

    async def channel(self, job: Job, way: Way) -> discord.PartialMessageable | discord.DMChannel:
        if way is Way.DIRECT:
            return await self._bot.create_dm(discord.Object(job.order.member_id))
        place = job.order.place
        return self._bot.get_partial_messageable(place.channel_id, guild_id=place.guild_id)

    async def edit_card(self, job: Job, file: Callable[[], discord.File] | None = None, **fields: Any) -> int:
        """The card's message id. No shared rate limit binds the token, so it goes first while it lives. `file` makes
        the one file that the card shall have; each door gets its own, because a request closes it."""

        def edit(card: Any) -> Awaitable[discord.Message]:
            attachments = {"attachments": [file()]} if file else {}
            edited: Awaitable[discord.Message] = card.edit(allowed_mentions=NOBODY, **attachments, **fields)
            return edited

        return (await self._try(job, edit)).id

    async def delete_card(self, job: Job) -> None:
        """Where the bot itself may; PlaceClosed for a card that is its member's alone."""
        place = job.order.place
        if not place.postable or place.private or not job.card_id:
            raise PlaceClosed("the card is not the bot's to delete")
        channel = self._bot.get_partial_messageable(place.channel_id, guild_id=place.guild_id)
        with translate_errors():
            async with asyncio.timeout(CARD_SECONDS):
                await channel.get_partial_message(job.card_id).delete()

    async def read_card(self, job: Job) -> discord.Message:
        return await self._try(job, lambda card: card.fetch())

    async def read_post(self, channel_id: int, message_id: int) -> discord.Message:
        with translate_errors():
            async with asyncio.timeout(CARD_SECONDS):
                return await self._bot.get_partial_messageable(channel_id).fetch_message(message_id)

    async def delete_post(self, job: Job, post: Posted) -> bool:
        """Whether it is gone; False where the bot may not. An answer to an interaction is the token's while that lives,
        and may be no other message of the bot's. One that only its member sees is out of reach afterwards, and Discord
        says of it that it is not there."""
        is_card = post.message_id == job.card_id
        by_token = is_card and self._is_answerable(job)
        if is_card and job.order.place.private and not by_token:
            return False
        try:
            with translate_errors(by_token):
                async with asyncio.timeout(CARD_SECONDS):
                    if by_token:
                        await self._webhook(job).delete_message(post.message_id)
                    else:
                        channel = self._bot.get_partial_messageable(post.channel_id)
                        await channel.get_partial_message(post.message_id).delete()
        except PlaceClosed as error:
            return isinstance(error.__cause__, discord.NotFound)
        return True

    def guild_of(self, channel_id: int) -> int | None:
        """None for a direct message, and where the bot is not."""
        channel = self._bot.get_channel(channel_id)
        return channel.guild.id if isinstance(channel, discord.abc.GuildChannel | discord.Thread) else None

    async def find_answer(self, job: Job) -> int | None:
        """The message id of the card that answers the job's interaction; None if there is none. A refusal by another
        process, which ends while this one begins, is no card: only a card shows the prompt. Raises PlaceClosed where
        Discord does not take the token any more, and nobody can tell."""
        if not self._is_answerable(job):
            raise PostUnclear("the interaction's token is too old to ask with")
        try:
            with translate_errors(by_token=True):
                answer = await _Answer(self._webhook(job)).fetch()
        except PlaceClosed as error:
            if isinstance(error.__cause__, discord.NotFound):
                return None
            raise
        return answer.id if answer.embeds else None

    async def _try(self, job: Job, act: Callable[[Any], Awaitable[discord.Message]]) -> discord.Message:
        """By each door that may be open; PlaceClosed when the last one is not."""
        for card, by_token in self._cards(job):
            try:
                with translate_errors(by_token):
                    async with asyncio.timeout(CARD_SECONDS):
                        return await act(card)
            except PlaceClosed:
                continue
        raise PlaceClosed("the card is out of reach")

    def _cards(self, job: Job) -> Iterator[tuple[Any, bool]]:
        """What has `edit` and `fetch`, and whether an interaction's token is behind it."""
        place = job.order.place
        if self._is_answerable(job):
            yield _Answer(self._webhook(job)), True
        if place.postable and not place.private and job.card_id:
            channel = self._bot.get_partial_messageable(place.channel_id, guild_id=place.guild_id)
            yield channel.get_partial_message(job.card_id), False

    def _is_answerable(self, job: Job) -> bool:
        return job.order.place.is_answerable(self._clock.now())

    def _webhook(self, job: Job) -> discord.Webhook:
        place = job.order.place
        return discord.Webhook.partial(place.application_id, place.interaction_token, client=self._bot)


class _Answer:
    """The answer to an interaction, with the two calls that a PartialMessage has as well."""

    def __init__(self, webhook: discord.Webhook) -> None:
        self._webhook = webhook

    async def edit(self, **fields: Any) -> discord.Message:
        return await self._webhook.edit_message(ORIGINAL, **fields)

    async def fetch(self) -> discord.Message:
        return await self._webhook.fetch_message(ORIGINAL)
