"""With real rendering: what a client downloads is its own film."""

import asyncio

import aiohttp

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.providers import open_providers
from tests.sandbox_providers.clients import Client, data_uri, hosting, picture


async def test_two_clients_get_their_own_films(session: aiohttp.ClientSession) -> None:
    async with open_providers(Clock(), Faults()) as providers, hosting(picture()) as url:
        novita, wavespeed = Client(providers.novita, session), Client(providers.wavespeed, session)
        made = await asyncio.gather(
            novita.begin(prompt="a fox", image_url=url), wavespeed.begin(prompt="a hare", image=data_uri(picture()))
        )
        links = [await client.link(task_id) for client, task_id in zip((novita, wavespeed), made, strict=True)]
        films = []
        for link in links:
            async with session.get(link) as response:
                films.append(await response.read())
    assert all(film[4:8] == b"ftyp" for film in films)
    assert films[0] != films[1]
