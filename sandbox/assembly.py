"""Puts a sandbox together: a local Discord, both services and the page, all on the loopback."""

import contextlib
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sandbox.clock import Clock
from sandbox.discord.server import HOST, DiscordServer
from sandbox.discord.world import World
from sandbox.faults import Faults
from sandbox.page.routes import Page
from sandbox.parts import Sandbox
from sandbox.providers import open_providers

PORTS_TRIED = 20


@asynccontextmanager
async def open_sandbox(
    *,
    port: int = 0,
    render_seconds: float = 0.2,
    spread: float = 0.0,
    fast: bool = True,
    per_minute: int | None = None,
    at_once: int | None = None,
    rate_limits: bool = True,
    service_ports: tuple[int, int] = (0, 0),
    chance: random.Random | None = None,
) -> AsyncIterator[Sandbox]:
    """A whole sandbox in this process. All further settings are on its parts.

    `render_seconds` is how long a clip takes, give or take the part `spread`; `fast` draws one small clip for all.
    `per_minute` and `at_once` are the limits of both services, `rate_limits` says if Discord has any.
    `service_ports` are Novita's and WaveSpeed's; port 0 is any that is free.
    """
    async with _open_parts(port, service_ports, fast, chance) as (sandbox, _):
        sandbox.world.rate_limits = rate_limits
        for service in (sandbox.novita, sandbox.wavespeed):
            service.settings.render_seconds, service.settings.spread = render_seconds, spread
            service.settings.per_minute, service.settings.at_once = per_minute, at_once
        yield sandbox


@asynccontextmanager
async def open_with_page(*, port: int) -> AsyncIterator[tuple[Sandbox, Page]]:
    """A sandbox for people: clips are really drawn, and the page is given too, for its strip."""
    async with _open_parts(port, (0, 0), fast=False, chance=None) as (sandbox, page):
        for service in (sandbox.novita, sandbox.wavespeed):
            service.settings.per_minute = service.settings.at_once = None
        yield sandbox, page


@asynccontextmanager
async def _open_parts(
    port: int, service_ports: tuple[int, int], fast: bool, chance: random.Random | None
) -> AsyncIterator[tuple[Sandbox, Page]]:
    clock, faults = Clock(), Faults()
    world = World(clock, faults)
    with contextlib.closing(world):
        async with open_providers(clock, faults, fast=fast, ports=service_ports, chance=chance) as services:
            server = DiscordServer(world, port)
            sandbox = Sandbox(world, services.novita, services.wavespeed, clock, faults, server)
            page = Page(sandbox)
            page.join(server.app)
            async with server:
                yield sandbox, page


def free_port(first: int) -> int:
    """The first port from this one on that nobody listens at. OSError when there is none nearby."""
    for port in range(first, first + PORTS_TRIED):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind((HOST, port))
                return port
    raise OSError(f"no port from {first} to {first + PORTS_TRIED - 1} is free")
