"""Everything that members can type, press and fill in, put together."""

from collections.abc import Callable
from dataclasses import dataclass

from discord.ext import commands

from cogs.animate import Animate
from cogs.choices import Choices
from cogs.desk import Desk
from cogs.erasing import Erasing
from cogs.gallery import Gallery
from cogs.help import Help
from cogs.keeping import Keeping
from cogs.library import Library
from cogs.mending import Mending
from cogs.owning import Owning
from cogs.presses import Presses
from cogs.results import Results
from cogs.stage import DiscordStage
from cogs.stopping import Stopping
from cogs.video import Video
from db.drafts import Drafts
from services.orders import Orders
from services.sources import Sources
from services.stills import Stills
from services.videos import Videos
from services.workshop import Workshop


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """What the cogs work with."""

    orders: Orders
    videos: Videos
    stills: Stills
    sources: Sources
    drafts: Drafts
    stage: DiscordStage
    shop: Workshop
    new_id: Callable[[], str]


async def furnish(bot: commands.AutoShardedBot, given: Furniture) -> None:
    frames, catalogue, clock = given.shop.frames, given.shop.catalogue, given.shop.clock
    mending = Mending(frames, given.drafts, clock, given.new_id)
    desk = Desk(given.orders, catalogue, frames, given.sources, mending, given.stage)
    animate = Animate(desk, given.drafts, catalogue, clock, given.new_id)
    guide = Help(desk, given.orders, catalogue)
    gallery = Gallery(given.videos, given.stills, given.stage)
    library = Library(given.orders, given.videos, gallery)
    handlers = (
        Results(desk, given.videos, catalogue).handlers()
        | Stopping(given.videos, gallery, given.stage).handlers()
        | Owning(given.videos, given.stage).handlers()
        | gallery.handlers()
        | Keeping(given.videos, gallery, given.stage).handlers()
        | Erasing(given.videos, gallery, given.stage).handlers()
        | Choices(desk, given.drafts, frames, clock).handlers()
        | animate.handlers()
        | guide.handlers()
    )
    for cog in (Video(desk, catalogue), library, animate, guide, Presses(handlers)):
        await bot.add_cog(cog)
    bot.tree.add_command(animate.menu)
