"""Pictures that do not fit, by clicks alone in a real browser: each member sees what can be made of them and chooses,
before and after a restart of the bot; nothing is charged until then."""

from pathlib import Path

from playwright.async_api import Browser, Locator, expect

from .scene import Scene, scene
from .window import Window, are_drawn

PROMPT = "The boat sails into the night"
PREVIEWS = {"too wide": ["1-crop.jpg", "2-pad.jpg"], "on its short side": ["1-enlarge.jpg"]}
"""By what is wrong with the picture."""
DESCRIPTIONS = {
    "too wide": ["The picture, cropped to its middle", "The whole picture, with a blurred edge"],
    "on its short side": ["The whole picture, enlarged"],
}
CROPPED, PADDED, ENLARGED = (949, 380), (1280, 513), (387, 301)
"""What the service is given."""


async def asked(window: Window, problem: str) -> Locator:
    """The question about a picture, with a preview of each remedy."""
    question = window.messages(problem)
    await expect(question).to_contain_text("Nothing was charged. Choose what I shall make of it")
    previews = question.get_by_test_id("attachment")
    await expect(previews).to_have_count(len(PREVIEWS[problem]))
    assert await previews.evaluate_all("all => all.map(each => each.dataset.filename)") == PREVIEWS[problem]
    await expect(previews.locator("figcaption")).to_have_text(DESCRIPTIONS[problem])
    await are_drawn(previews.locator("img"))
    return question


async def choose(act: Scene, window: Window, problem: str, remedy: str, frame: tuple[int, int]) -> None:
    """Ordered by this press and by none before it."""
    question = await asked(window, problem)
    paid = len(act.submits)
    await window.press(remedy, question)
    await act.has_tasks(paid + 1)
    assert act.tasks[-1].first_frame == frame
    await expect(question).to_have_count(0)


async def ask_both(window: Window, wide: Path, small: Path) -> None:
    for picture, problem in ((wide, "too wide"), (small, "on its short side")):
        await window.order(PROMPT, picture)
        await asked(window, problem)


async def read_quota(window: Window, told: str) -> None:
    """And put it away."""
    await window.ask("quota")
    await window.reads(told)
    await window.messages(told).get_by_test_id("dismiss").click()


async def test_a_picture_that_does_not_fit_is_mended_as_chosen_before_and_after_a_restart(
    browser: Browser, tmp_path: Path, shots: Path, picture: Path, wide: Path, small: Path
) -> None:
    async with scene(browser, tmp_path) as act:
        await act.ada.say("look at these", picture, wide)
        await act.ben.animate(act.ben.messages("look at these"))
        await act.ben.page.get_by_test_id("select-picture").select_option(label="2. wide.jpg")
        await act.ben.page.screenshot(path=shots / "animate.png")
        await act.ben.fill_in(PROMPT)
        await asked(act.ben, "too wide")
        await act.ben.page.screenshot(path=shots / "mending.png")
        await act.ben.order(PROMPT, small)
        await ask_both(act.ada, wide, small)
        for member, _ in act.members:
            await read_quota(member, "used 0 of 50")
        assert act.submits == []
        await choose(act, act.ada, "too wide", "Cropped", CROPPED)
        await choose(act, act.ben, "too wide", "Blurred edge", PADDED)
        for member, _ in act.members:
            await choose(act, member, "on its short side", "Enlarged", ENLARGED)
            await ask_both(member, wide, small)
        await act.restart()
        for member, _ in act.members:
            await read_quota(member, "used 2 of 50")
        await choose(act, act.ada, "too wide", "Blurred edge", PADDED)
        await choose(act, act.ben, "too wide", "Cropped", CROPPED)
        for member, _ in act.members:
            await choose(act, member, "on its short side", "Enlarged", ENLARGED)
            await member.order(PROMPT, wide)
            await choose(act, member, "too wide", "Cropped", CROPPED)
        await act.has_videos(10)
        assert len(act.submits) == 10


async def test_a_question_with_tall_previews_is_shown_to_its_end_and_so_is_what_one_sends_oneself(
    browser: Browser, tmp_path: Path, tall: Path
) -> None:
    async with scene(browser, tmp_path) as act:
        window = act.ada
        for count in range(1, 4):
            await window.order(PROMPT, tall)
            await window.reads("too tall", count)
            question = window.messages("too tall").last
            previews = question.get_by_test_id("attachment").locator("img")
            await expect(previews).to_have_count(2)
            for preview in await previews.all():
                await expect(preview).not_to_have_js_property("naturalWidth", 0)
            await expect(question.get_by_role("button", name="Dismiss message")).to_be_in_viewport()
            await window.page.locator("#scroller").hover()
            await window.page.mouse.wheel(0, -10_000)
            await expect(window.page.get_by_role("button", name="Go to the newest message")).to_be_visible()
