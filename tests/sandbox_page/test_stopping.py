"""*Cancel* by clicks alone in a real browser: both members, while an order waits and while a service has it, before and
after a restart of the bot."""

from pathlib import Path

from playwright.async_api import Browser, expect

from .scene import Scene, scene
from .window import Window

FREE = "Cancelled. It does not count against your quota."
PAID = "It is too late to cancel: a service is making this video, and it is paid for. It counts as one video."
WITHHELD = "I will not post it"
REFUSED = "Only whoever ordered that video can do this. Nothing was changed."
RENDERING = 600.0
"""Seconds."""


async def wait_in_line(window: Window, prompt: str) -> None:
    await window.order(f"{window.name} {prompt}")
    await expect(window.messages(f"{window.name} {prompt}")).to_contain_text("in line")


async def cancel(window: Window, prompt: str) -> None:
    """While it waits: free, and at once."""
    card = window.messages(f"{window.name} {prompt}")
    await window.press("Cancel", card)
    await expect(card).to_contain_text(FREE)
    await expect(card.get_by_role("button", name="Again")).to_be_visible()


async def cancel_too_late(window: Window, prompt: str) -> None:
    """The one message that says so has a button."""
    await window.press("Cancel", window.messages(f"{window.name} {prompt}"))
    await window.reads(PAID)


async def withhold(window: Window) -> None:
    withheld = window.messages(WITHHELD)
    count = await withheld.count()
    await window.press("Do not post it", window.messages(PAID))
    await expect(withheld).to_have_count(count + 1)


async def begin(act: Scene) -> None:
    """Four are being made, two of each member; no more fit."""
    for prompt in ("renders first", "renders second"):
        for window in (act.ada, act.ben):
            count = len(act.tasks)
            act.sandbox.novita.next_outcome("succeeded", seconds=RENDERING)
            await window.order(f"{window.name} {prompt}")
            await act.has_tasks(count + 1)


async def test_an_order_is_cancelled_free_while_it_waits_and_kept_out_of_the_channel_later_before_and_after_a_restart(
    browser: Browser, tmp_path: Path
) -> None:
    async with scene(browser, tmp_path, NOVITA_AT_ONCE=4) as act:
        await begin(act)
        for member, _ in act.members:
            await wait_in_line(member, "waits first")
            await wait_in_line(member, "waits second")
        for member, other in act.members:
            await cancel(member, "waits first")
            await member.press("Cancel", member.messages(f"{other.name} waits second"))
            await member.reads(REFUSED)
            await cancel_too_late(member, "renders first")
            await withhold(member)
            await cancel_too_late(member, "renders second")
        await act.restart()
        for member, other in act.members:
            await withhold(member)
            await cancel_too_late(member, "renders second")
            await member.press("Cancel", member.messages(f"{other.name} waits second"))
            await member.reads(REFUSED, 2)
        for member, _ in act.members:
            await cancel(member, "waits second")
            await wait_in_line(member, "waits third")
            await cancel(member, "waits third")
        act.sandbox.clock.advance(RENDERING)
        for member, _ in act.members:
            for prompt in ("renders first", "renders second"):
                card = member.messages(f"{member.name} {prompt}")
                await expect(card).to_contain_text("As you wished, it is not posted")
            await member.ask("quota")
            await member.reads("used 2 of 50")
        assert (len(act.submits), act.posts()) == (4, [])
