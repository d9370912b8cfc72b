"""Who may call the page."""

import aiohttp
import pytest

from sandbox.page.forms import FILE_BYTES
from tests.sandbox_page.conftest import Page


async def test_the_page_and_its_parts_are_served_with_a_policy_against_foreign_scripts(page: Page) -> None:
    for name, kind in (("", "text/html"), ("app.js", "text/javascript"), ("style.css", "text/css")):
        async with page.session.get(page.sandbox.page_url + name) as response:
            assert response.status == 200
            assert response.content_type == kind
            policy = response.headers["Content-Security-Policy"]
            assert "script-src 'self';" in policy
            assert "unsafe" not in policy


async def test_the_root_leads_to_the_page(page: Page) -> None:
    async with page.session.get(page.sandbox.url) as response:
        assert str(response.url) == page.sandbox.page_url
        assert response.status == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::2]"])
async def test_a_foreign_name_for_this_machine_is_refused(page: Page, host: str) -> None:
    status, answer = await page.get("state", headers={"Host": host})
    assert status == 403
    assert "127.0.0.1" in answer["error"]


@pytest.mark.parametrize("host", ["localhost:1234", "127.0.0.1", "[::1]:8080"])
async def test_every_name_of_this_machine_is_taken(page: Page, host: str) -> None:
    status, _ = await page.get("state", headers={"Host": host})
    assert status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    ],
)
async def test_another_site_cannot_use_this_browser(page: Page, headers: dict[str, str]) -> None:
    status, _ = await page.post("say", {"content": "hello", "files": {}}, headers=headers)
    assert status == 403
    assert page.sandbox.world.messages("films") == []


async def test_another_site_cannot_listen(page: Page) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await page.session.ws_connect(f"{page.sandbox.page_url}socket", origin="http://evil.example")
    assert refusal.value.status == 403


async def test_a_link_from_elsewhere_may_open_the_page(page: Page) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    async with page.session.get(page.sandbox.page_url, headers=headers) as response:
        assert response.status == 200


async def test_a_form_of_another_site_is_no_json(page: Page) -> None:
    url, kind = f"{page.sandbox.page_url}strip", {"Content-Type": "text/plain"}
    async with page.session.post(url, data=b'{"action": "clear"}', headers=kind) as response:
        assert response.status == 415


@pytest.mark.parametrize("name", ["..%2froutes.py", "routes.py", "app.js%00", "nothing.js", "%2e%2e/guard.py"])
async def test_only_the_files_of_the_page_are_given(page: Page, name: str) -> None:
    async with page.session.get(f"{page.sandbox.page_url}{name}") as response:
        assert response.status in (400, 404)


async def test_a_file_over_the_limit_is_refused_and_nothing_is_said(page: Page) -> None:
    payload = {"content": "", "files": {"one": {"file": "one"}}}
    status, answer = await page.send("say", payload, one=b"\0" * (FILE_BYTES + 1))
    assert status == 413
    assert "30 MB" in answer["error"]
    assert page.sandbox.world.messages("films") == []
