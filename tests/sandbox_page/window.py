"""A browser window with the page, and what one member does in it: clicks, and nothing else."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, ConsoleMessage, Locator, Page, WebSocketRoute, expect

from sandbox import Sandbox

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PLAYS = """async film => {
    film.muted = true;
    await film.play();
    await new Promise(done => film.addEventListener("timeupdate", () => film.currentTime > 0.2 && done()));
    return [film.videoWidth, film.videoHeight, film.error];
}"""
SCROLLS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PATIENCE = 90_000
"""Milliseconds: for all that is expected of the page."""


def find_browser(own: str) -> str:
    """The browser of this machine, or Playwright's own."""
    path = next((path for name in NAMES if (path := shutil.which(name))), own)
    if not Path(path).is_file():
        pytest.skip("no Chromium here: install one, or run `playwright install chromium`")
    return path


@asynccontextmanager
async def opened(
    browser: Browser,
    sandbox: Sandbox,
    width: int = 1280,
    height: int = 800,
    on_socket: Callable[[WebSocketRoute], None] | None = None,
) -> AsyncIterator[Page]:
    """The page at work; whatever it complains of on its console fails the test. A file may be deleted while it loads,
    but not where its message is still shown."""
    complaints: list[str] = []

    def hear(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and "attachments/" not in said.location["url"]:
            complaints.append(said.text)

    page = await browser.new_page(viewport={"width": width, "height": height})
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", hear)
    if on_socket is not None:
        await page.route_web_socket("**/page/socket*", on_socket)
    await page.goto(sandbox.page_url)
    await expect(page.get_by_test_id("channel-films")).to_be_attached()
    yield page
    await expect(page.get_by_text("This file can no longer be loaded.")).to_have_count(0)
    await page.close()
    assert not complaints, complaints


async def order(page: Page, prompt: str, picture: Path | None = None, *, private: bool = False) -> None:
    await page.get_by_test_id("composer").fill("/video")
    await page.get_by_test_id("command-video").click()
    if picture is not None:
        await page.get_by_test_id("attach-image").set_input_files(picture)
    if private:
        await page.get_by_test_id("option-private").fill("True")
        await page.get_by_role("option", name="True").click()
    await page.get_by_test_id("option-prompt").fill(prompt)
    await page.get_by_test_id("option-prompt").press("Enter")


@dataclass
class Window:
    """A page of one member's own."""

    page: Page
    name: str
    """As others read it."""

    async def sit_down(self) -> None:
        """On a narrow page the members are in a drawer, which the choice of a channel closes."""
        drawer = self.page.get_by_test_id("open-sidebar")
        if await drawer.is_visible():
            await drawer.click()
        await self.page.get_by_test_id(f"member-{self.name.lower()}").click()
        await self.page.get_by_test_id("channel-films").click()
        await expect(self.page.locator("#me")).to_have_text(self.name)

    async def order(self, prompt: str, picture: Path | None = None, *, private: bool = False) -> None:
        await order(self.page, prompt, picture, private=private)

    async def ask(self, command: str) -> None:
        await self.page.get_by_test_id("composer").fill(f"/{command}")
        await self.page.get_by_test_id(f"command-{command}").click()
        await self.page.get_by_test_id("send").click()

    async def say(self, text: str, *pictures: Path) -> None:
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.locator("#browse").set_input_files(list(pictures))
        await self.page.get_by_test_id("composer").press("Enter")
        await expect(self.messages(text).get_by_test_id("attachment")).to_have_count(len(pictures))

    async def animate(self, message: Locator) -> None:
        """By the menu of the message; its form is open then."""
        await message.click(button="right")
        await self.page.get_by_test_id("menu-Animate this image").click()
        await expect(self.form).to_contain_text("Animate this image")

    async def fill_in(self, prompt: str | None = None, file: Path | None = None) -> None:
        """The open form; what is not given stays as the bot put it."""
        if file is not None:
            await self.page.get_by_test_id("field-file").set_input_files(file)
        if prompt is not None:
            await self.page.get_by_test_id("field-prompt").fill(prompt)
        await self.submit()

    async def submit(self) -> None:
        await self.page.get_by_test_id("modal-submit").click()
        await expect(self.form).to_have_count(0)

    @property
    def form(self) -> Locator:
        return self.page.get_by_test_id("modal")

    def messages(self, text: str) -> Locator:
        """Those in which this stands."""
        return self.page.get_by_test_id("message").filter(has_text=text)

    def videos(self, text: str = "") -> Locator:
        """Messages with a video, the prompt of which begins so."""
        return self.messages(text).filter(has=self.page.get_by_test_id("video"))

    async def reads(self, text: str, count: int = 1) -> None:
        """So many messages have this text."""
        await expect(self.messages(text)).to_have_count(count)

    async def press(self, name: str, message: Locator | None = None) -> None:
        """The newest button of this name, in the message or on the whole page."""
        place = self.page if message is None else message
        await place.get_by_role("button", name=name, exact=True).last.click()


async def are_drawn(pictures: Locator) -> None:
    """Loaded, and seen: the browser loads a picture as it comes into view."""
    for picture in await pictures.all():
        await picture.scroll_into_view_if_needed()
        await expect(picture).not_to_have_js_property("naturalWidth", 0)
