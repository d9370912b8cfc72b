import asyncio
from urllib.parse import urlsplit

import aiohttp
import pytest

from sandbox.providers import Novita, Wavespeed
from tests.sandbox_providers.clients import Client


async def fetch(session: aiohttp.ClientSession, url: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    async with session.get(url, headers=headers) as response:
        return response.status, dict(response.headers), await response.read()


async def test_a_clip_is_an_mp4_of_the_declared_length(at_novita: Client) -> None:
    status, headers, content = await fetch(at_novita.session, await at_novita.link(await at_novita.begin()))
    assert (status, headers["Content-Type"]) == (200, "video/mp4")
    assert int(headers["Content-Length"]) == len(content)
    assert content[4:8] == b"ftyp"


async def test_the_media_host_is_not_the_service(at_novita: Client, at_wavespeed: Client) -> None:
    links = [await client.link(await client.begin()) for client in (at_novita, at_wavespeed)]
    hosts = [urlsplit(address).netloc for address in (*links, at_novita.service.url, at_wavespeed.service.url)]
    assert len(set(hosts)) == 4


async def test_a_part_can_be_fetched(at_wavespeed: Client) -> None:
    link = await at_wavespeed.link(await at_wavespeed.begin())
    _, _, whole = await fetch(at_wavespeed.session, link)
    status, headers, part = await fetch(at_wavespeed.session, link, Range="bytes=100-")
    assert (status, part) == (206, whole[100:])
    assert headers["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"


async def test_a_key_sent_to_the_media_host_is_refused_and_counted(
    at_novita: Client, at_wavespeed: Client, novita: Novita, wavespeed: Wavespeed
) -> None:
    for client, service, expected in ((at_novita, novita, 400), (at_wavespeed, wavespeed, 403)):
        link = await client.link(await client.begin())
        status, headers, content = await fetch(client.session, link, Authorization=f"Bearer {service.key}")
        assert (status, service.leaked_keys) == (expected, 1)
        assert headers["Content-Type"].startswith("application/xml")
        assert b"<Code>InvalidArgument</Code>" in content
        assert (await fetch(client.session, link))[0] == 200
        assert service.leaked_keys == 1


async def test_a_signed_link_expires_and_a_new_look_gives_a_fresh_one(at_novita: Client, novita: Novita) -> None:
    task_id = await at_novita.begin()
    link = await at_novita.link(task_id)
    assert "X-Amz-Expires=3600" in link
    novita.clock.advance(3700)
    status, headers, content = await fetch(at_novita.session, link)
    assert status == 403
    assert headers["Content-Type"].startswith("application/xml")
    assert b"Request has expired" in content
    assert (await fetch(at_novita.session, await at_novita.link(task_id)))[0] == 200


async def test_a_link_may_stay_expired(at_novita: Client, novita: Novita) -> None:
    novita.settings.renew_links = False
    task_id = await at_novita.begin()
    link = await at_novita.link(task_id)
    novita.clock.advance(3700)
    assert await at_novita.link(task_id) == link


async def test_a_link_with_another_signature_is_refused(at_novita: Client) -> None:
    link = await at_novita.link(await at_novita.begin())
    longer = link.replace("X-Amz-Expires=3600", "X-Amz-Expires=9999999")
    assert (await fetch(at_novita.session, longer))[0] == 403


async def test_a_plain_link_ends_with_its_file(at_wavespeed: Client, wavespeed: Wavespeed) -> None:
    wavespeed.settings.media_seconds = 100.0
    link = await at_wavespeed.link(await at_wavespeed.begin())
    wavespeed.clock.advance(200)
    assert (await fetch(at_wavespeed.session, link))[0] == 403


async def test_the_first_link_may_be_expired_already(at_novita: Client, at_wavespeed: Client) -> None:
    for client in (at_novita, at_wavespeed):
        client.service.next_outcome("expired-link")
        task_id = await client.begin()
        assert (await fetch(client.session, await client.link(task_id)))[0] == 403
        assert (await fetch(client.session, await client.link(task_id)))[0] == 200


async def test_a_link_may_be_dead_or_lead_to_a_web_page(at_wavespeed: Client) -> None:
    at_wavespeed.service.next_outcome("dead-link")
    at_wavespeed.service.next_outcome("not-a-video")
    dead, page = [await at_wavespeed.link(await at_wavespeed.begin()) for _ in range(2)]
    assert (await fetch(at_wavespeed.session, dead))[0] == 403
    status, headers, content = await fetch(at_wavespeed.session, page)
    assert (status, headers["Content-Type"]) == (200, "video/mp4")
    assert content.startswith(b"<!DOCTYPE html>")


async def test_the_type_of_a_clip_may_be_that_of_any_file(at_novita: Client, novita: Novita) -> None:
    novita.settings.media_type = "binary/octet-stream"
    _, headers, _ = await fetch(at_novita.session, await at_novita.link(await at_novita.begin()))
    assert headers["Content-Type"] == "binary/octet-stream"


async def test_a_huge_clip_has_the_size_asked_for(at_wavespeed: Client) -> None:
    at_wavespeed.service.next_outcome("huge", megabytes=30)
    _, _, content = await fetch(at_wavespeed.session, await at_wavespeed.link(await at_wavespeed.begin()))
    assert 29_000_000 < len(content) < 32_000_000
    assert content[4:8] == b"ftyp"


async def test_a_truncated_clip_breaks_off_before_its_length(at_novita: Client, novita: Novita) -> None:
    link = await at_novita.link(await at_novita.begin())
    novita.faults.add("media", "truncated")
    with pytest.raises(aiohttp.ClientPayloadError):
        await fetch(at_novita.session, link)
    assert (await fetch(at_novita.session, link))[0] == 200


async def test_an_endless_clip_can_be_left(at_novita: Client, novita: Novita) -> None:
    link = await at_novita.link(await at_novita.begin())
    novita.faults.add("media", "enormous")
    async with asyncio.timeout(10), at_novita.session.get(link) as response:
        assert len(await response.content.readexactly(3_000_000)) == 3_000_000
        response.close()


async def test_a_lying_type_keeps_the_bytes(at_novita: Client, novita: Novita) -> None:
    link = await at_novita.link(await at_novita.begin())
    novita.faults.add("media", "content-type", type="text/html")
    _, headers, content = await fetch(at_novita.session, link)
    assert headers["Content-Type"].startswith("text/html")
    assert content[4:8] == b"ftyp"
