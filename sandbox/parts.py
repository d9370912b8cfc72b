"""The parts of one sandbox, as tests, the page and the command line hold them."""

from dataclasses import dataclass, field

from sandbox.clock import Clock
from sandbox.discord.server import DiscordServer
from sandbox.discord.world import World
from sandbox.faults import Faults
from sandbox.providers import Novita, Wavespeed


@dataclass(eq=False)
class Sandbox:
    """A local Discord and both services, all on 127.0.0.1."""

    world: World
    novita: Novita
    wavespeed: Wavespeed
    clock: Clock
    faults: Faults
    server: DiscordServer = field(repr=False)

    @property
    def url(self) -> str:
        return self.server.base_url

    @property
    def page_url(self) -> str:
        return f"{self.url}/page/"

    def environment(self) -> dict[str, str]:
        """What a bot needs to find this sandbox and nothing else."""
        return {
            "DISCORD_TOKEN": self.world.application.token,
            "DISCORD_API_URL": self.server.api_url,
            "NOVITA_API_KEY": self.novita.key,
            "NOVITA_BASE_URL": self.novita.url,
            "WAVESPEED_API_KEY": self.wavespeed.key,
            "WAVESPEED_BASE_URL": self.wavespeed.url,
        }
