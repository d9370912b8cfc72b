"""The page in a real browser. Skipped where there is none."""

import re
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Locator, Page, WebSocketRoute, expect

from sandbox import Sandbox, open_sandbox
from sandbox.runner import BotProcess, run_bot

from .window import PLAYS, SCROLLS_SIDEWAYS, opened

DROP = """() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["12345"], "dropped.png", {type: "image/png"}));
    const drop = new DragEvent("drop", {dataTransfer, bubbles: true, cancelable: true});
    document.getElementById("messages").dispatchEvent(drop);
}"""


async def open_command(page: Page, name: str) -> None:
    await page.get_by_test_id("composer").fill(f"/{name}")
    await page.get_by_test_id(f"command-{name}").click()


async def use_command(page: Page, name: str) -> None:
    await open_command(page, name)
    await page.get_by_test_id("send").click()


def last(page: Page) -> Locator:
    return page.get_by_test_id("message").last


async def test_a_member_makes_a_video_and_plays_it(browser: Browser, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    Image.new("RGB", (800, 450), (40, 90, 160)).save(picture)
    async with (
        open_sandbox(render_seconds=1.0, fast=False) as sandbox,
        run_bot(sandbox, tmp_path / "data"),
        opened(browser, sandbox) as page,
    ):
        await page.get_by_test_id("composer").press_sequentially("/vid")
        await page.keyboard.press("Enter")
        await page.get_by_test_id("send").click()
        await expect(page.get_by_text("This option is required")).to_be_visible()
        await page.get_by_test_id("attach-image").set_input_files(picture)
        await page.get_by_test_id("option-prompt").fill("A boat leaves the harbour")
        await page.get_by_test_id("option-prompt").press("Enter")
        film = page.get_by_test_id("video")
        await expect(film).to_be_visible(timeout=60_000)
        assert await film.evaluate(PLAYS) == [1280, 720, None]
        await expect(page.get_by_test_id("count-posts")).to_have_text("1")


async def test_what_was_typed_is_shown_as_text_whatever_it_contains(
    browser: Browser, sandbox: Sandbox, small_bot: BotProcess
) -> None:
    evil = "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) `<b>`"
    async with opened(browser, sandbox) as page:
        await open_command(page, "echo")
        await page.get_by_test_id("option-text").fill(evil)
        await page.get_by_test_id("option-text").press("Enter")
        await expect(last(page)).to_contain_text("<img src=x onerror=alert(1)>")
        await expect(last(page).locator("strong")).to_have_text("bold")
        await expect(last(page).locator("code")).to_have_text("<b>")
        assert await last(page).locator("img").count() == 0
        assert await last(page).locator("a").count() == 0


async def test_choices_are_fetched_while_typing_and_taken_by_keyboard(
    browser: Browser, sandbox: Sandbox, small_bot: BotProcess
) -> None:
    async with opened(browser, sandbox) as page:
        await open_command(page, "paint")
        await page.get_by_test_id("option-colour").press_sequentially("te")
        await expect(page.get_by_role("option", name="Teal")).to_be_visible()
        await expect(page.get_by_role("option", name="Cyan")).to_be_hidden()
        await page.keyboard.press("Enter")
        await page.keyboard.press("Enter")
        await expect(last(page).get_by_test_id("embed")).to_contain_text("in teal")


async def test_buttons_a_modal_and_a_layout_do_what_they_do_in_discord(
    browser: Browser, sandbox: Sandbox, small_bot: BotProcess
) -> None:
    async with opened(browser, sandbox) as page:
        await use_command(page, "buttons")
        await page.get_by_test_id("button-count").click()
        await expect(page.get_by_test_id("button-count")).to_have_text("Counted 1")
        await expect(page.get_by_test_id("button-off")).to_be_disabled()
        await page.get_by_test_id("button-ask").click()
        await page.get_by_test_id("field-name").fill("Zoe")
        await page.get_by_test_id("modal-submit").click()
        await expect(page.get_by_test_id("modal")).to_contain_text("Make a selection")
        await page.get_by_test_id("select-colour").select_option("blue")
        await page.get_by_test_id("field-size").get_by_text("L", exact=True).click()
        await page.get_by_test_id("modal-submit").click()
        await expect(last(page)).to_contain_text("name=Zoe colour=['blue'] size=L")
        await page.get_by_test_id("button-nothing").click()
        await expect(page.get_by_text("This interaction failed")).to_be_visible()
        await use_command(page, "layout")
        await expect(last(page).get_by_test_id("container").locator("img").first).to_be_visible()


async def test_a_press_is_not_lost_when_something_happens_before_it_is_released(
    browser: Browser, sandbox: Sandbox, small_bot: BotProcess
) -> None:
    async with opened(browser, sandbox) as page:
        await use_command(page, "buttons")
        nothing, ask = page.get_by_test_id("button-nothing"), page.get_by_test_id("button-ask")
        await ask.hover()
        await page.mouse.down()
        await sandbox.world.member("ben").say("\n".join(["poem"] * 12))
        await nothing.evaluate("button => button.click()")
        await expect(page.locator("#announcements")).to_contain_text("poem")
        await sandbox.world.until(lambda: all(use.state != "sent" for use in sandbox.world.uses.values()))
        await page.mouse.up()
        await page.get_by_test_id("modal-close").click()
        await expect(page.get_by_test_id("message").last).to_be_in_viewport(ratio=0.9)
        await expect(page.get_by_text("This interaction failed")).to_be_attached()


async def test_private_answers_thinking_and_silence_are_told_apart(
    browser: Browser, sandbox: Sandbox, small_bot: BotProcess
) -> None:
    async with opened(browser, sandbox) as page:
        await use_command(page, "secret")
        await expect(last(page)).to_contain_text("Only you can see this")
        await page.get_by_test_id("member-ben").click()
        await expect(page.locator("#me")).to_have_text("Ben")
        await expect(page.get_by_test_id("message")).to_have_count(0)
        await page.get_by_test_id("member-ada").click()
        await page.get_by_test_id("dismiss").click()
        await expect(page.get_by_test_id("message")).to_have_count(0)
        answer = sandbox.faults.add("discord.original", "hold-before")
        await use_command(page, "think")
        await expect(last(page)).to_contain_text("is thinking")
        answer.release()
        await expect(last(page)).to_contain_text("Thought")
        await use_command(page, "silent")
        await expect(page.get_by_test_id("use-failed")).to_contain_text("The application did not respond")


async def test_a_picture_dropped_on_the_channel_goes_to_the_command_that_takes_one(
    browser: Browser, sandbox: Sandbox, small_bot: BotProcess
) -> None:
    async with opened(browser, sandbox) as page:
        await page.get_by_test_id("composer").fill("/")
        await expect(page.get_by_test_id("command-paint")).to_be_visible()
        await page.get_by_test_id("composer").fill("")
        await page.evaluate(DROP)
        await expect(page.get_by_test_id("commandform")).to_contain_text("dropped.png")
        await page.get_by_test_id("option-colour").fill("red")
        await page.get_by_test_id("send").click()
        await expect(last(page).get_by_test_id("embed")).to_contain_text("5")


async def test_several_pictures_go_to_the_message_and_none_is_lost_to_a_command(
    browser: Browser, sandbox: Sandbox, small_bot: BotProcess, picture: Path, square: Path
) -> None:
    async with opened(browser, sandbox) as page:
        await page.get_by_test_id("composer").fill("/")
        await expect(page.get_by_test_id("command-paint")).to_be_visible()
        await page.get_by_test_id("composer").fill("")
        await page.locator("#browse").set_input_files([picture, square])
        await expect(page.locator(".tray-file")).to_have_count(2)
        await page.get_by_test_id("composer").press("Enter")
        await expect(last(page).get_by_test_id("attachment")).to_have_count(2)
        await page.locator("#browse").set_input_files([picture, square])
        await open_command(page, "paint")
        await expect(page.get_by_test_id("commandform")).to_contain_text("boat.jpg")
        await page.get_by_role("button", name="Leave the command").click()
        await expect(page.locator(".tray-file")).to_contain_text(["square.jpg"])


async def test_the_menu_of_a_message_has_the_commands_of_the_bot(
    browser: Browser, sandbox: Sandbox, small_bot: BotProcess
) -> None:
    async with opened(browser, sandbox) as page:
        await page.get_by_test_id("composer").fill("to be quoted")
        await page.get_by_test_id("composer").press("Enter")
        await last(page).click(button="right")
        await expect(page.get_by_test_id("menu-delete")).to_have_text("Delete message")
        await page.get_by_test_id("menu-Quote this").click()
        await expect(last(page)).to_contain_text("wrote that")
        await last(page).hover()
        await last(page).get_by_test_id("more").click()
        await expect(page.get_by_test_id("menu-delete")).to_have_text("Delete as moderator")
        await page.get_by_test_id("menu-delete").click()
        await expect(page.get_by_test_id("message")).to_have_count(1)


async def test_a_lost_socket_is_opened_again(browser: Browser, sandbox: Sandbox) -> None:
    sockets: list[WebSocketRoute] = []

    def pass_on(socket: WebSocketRoute) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    async with opened(browser, sandbox, on_socket=pass_on) as page:
        await sockets[0].close()
        await sandbox.world.until(lambda: len(sockets) > 1)
        await sandbox.world.member("cleo").say("still there?", channel="films")
        await expect(last(page)).to_contain_text("still there?")


async def test_the_language_of_each_member_stands_beside_the_name(browser: Browser, sandbox: Sandbox) -> None:
    sandbox.world.member("ben").user.locale = "es-ES"
    async with opened(browser, sandbox) as page:
        await expect(page.get_by_test_id("member-ada")).to_contain_text("English")
        await expect(page.get_by_test_id("member-ben")).to_contain_text("español")


async def test_a_small_screen_has_everything_in_reach(
    browser: Browser, sandbox: Sandbox, small_bot: BotProcess
) -> None:
    async with opened(browser, sandbox, 390, 844) as page:
        await use_command(page, "layout")
        await expect(last(page).get_by_test_id("container")).to_be_visible()
        assert not await page.evaluate(SCROLLS_SIDEWAYS)
        await page.get_by_test_id("open-sidebar").click()
        await page.get_by_test_id("channel-quiet").click()
        await expect(page.locator("#channel-name")).to_have_text("quiet")
        await expect(page.get_by_test_id("sidebar")).not_to_be_in_viewport()
        await page.get_by_test_id("toggle-strip").click()
        await expect(page.get_by_test_id("bot-state")).to_have_text(re.compile("Connected"))
        await page.get_by_test_id("close-strip").click()
        await expect(page.get_by_test_id("strip")).to_be_hidden()
