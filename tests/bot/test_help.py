"""`/help`: one private screen, and examples that become videos by way of a form."""

from pathlib import Path
from typing import Any

from sandbox.discord import Message
from sandbox.discord.member import Member
from sandbox.discord.use import Use

from .town import Town, mention_of, open_town, picture, press_ids

TWO_MODELS = "minimax-video-01,minimax-hailuo-02"


async def open_example(town: Town, member: Member, number: str, screen: Message | None = None) -> Use:
    screen = screen or await town.tell(member, "help")
    use = await member.press(screen, f"ff:try:{number}")
    await use.opened()
    return use


def fields_of(modal: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {label["component"]["custom_id"]: label["component"] for label in modal["components"]}


def hint_of(card: Message) -> str:
    return str(card.embeds[0].get("footer", {}).get("text", ""))


async def test_help_is_short_and_names_the_commands_the_quota_and_the_usual_time(tmp_path: Path) -> None:
    async with open_town(tmp_path, VIDEOS_PER_DAY=5, MODELS_FILE="") as town:
        member = town.newcomer()
        await town.order(member=member)
        said = (await town.tell(member, "help")).content

        for command in ("video", "videos", "quota"):
            assert f"**{mention_of(town, command)}**" in said

    assert "Animate this image" in said
    assert "4 of 5 videos left" in said
    assert "about 3 min, sometimes 6 min" in said
    assert "go to the video service" in said
    assert len(said) < 700
    assert max(map(len, said.splitlines())) < 110


async def test_an_example_opens_as_a_form_and_nothing_is_ordered_by_the_press(town: Town) -> None:
    member = town.newcomer()
    screen = await town.tell(member, "help")
    before = len(town.submits)
    prompts = []
    for number in ("1", "2", "3"):
        modal = await (await open_example(town, member, number, screen)).opened()
        fields = fields_of(modal)
        assert list(fields) == ["prompt", "file"]
        assert fields["file"]["required"] is False
        prompts.append(fields["prompt"]["value"])

    assert press_ids(screen) == ["ff:try:1", "ff:try:2", "ff:try:3"]
    assert len(set(prompts)) == 3
    assert all(len(prompt) > 40 for prompt in prompts)
    assert len(town.submits) == before
    assert "100 of 100 videos left" in (await town.tell(member, "help")).content


async def test_an_example_is_ordered_as_it_stands_for_all_to_see(town: Town) -> None:
    member = town.newcomer()
    use = await open_example(town, member, "2")
    prompt = fields_of(await use.opened())["prompt"]["value"]
    order = await town.order_of(await member.submit(use), prompt)
    post = await order.posted()

    assert order.card.ephemeral_for is None
    assert [each.id for each in post.mentions] == [member.id]
    assert order.task.first_frame is None


async def test_an_example_is_changed_and_gets_a_picture(town: Town) -> None:
    member = town.newcomer()
    order = await town.fill_in(member, await open_example(town, member, "1"), file=picture(500, 400))
    await order.posted()

    assert order.task.first_frame == (500, 400)


async def test_an_old_screen_and_an_open_form_work_after_a_restart(tmp_path: Path) -> None:
    async with open_town(tmp_path, MODELS=TWO_MODELS) as town:
        member = town.newcomer()
        screen = await town.tell(member, "help")
        use = await open_example(town, member, "3", screen)
        await town.crash()
        await town.start()

        chosen = await town.fill_in(member, use, model=["minimax-hailuo-02"], file=picture(500, 400))
        assert "Hailuo" in chosen.card.content
        assert "hailuo-02" in (await chosen.submitted()).model
        await (await town.fill_in(member, await open_example(town, member, "1", screen))).posted()


async def test_only_the_first_order_of_a_member_brings_a_hint(town: Town) -> None:
    member = town.newcomer()
    town.sandbox.faults.add("media", "hold-before")
    hints = [hint_of((await town.order(member=each)).card) for each in (member, member, town.newcomer())]

    assert "Any picture can be animated" in hints[0]
    assert " /help tells the rest" in hints[0]  # Discord shows no mention in the foot of a card
    assert hints[1] == ""
    assert hints[2] == hints[0]


async def test_the_hint_does_not_come_back_after_the_first_video_is_posted(town: Town) -> None:
    member = town.newcomer()
    await (await town.order(member=member)).posted()
    town.sandbox.faults.add("media", "hold-before")
    again = await town.order(member=member)

    assert hint_of(again.card) == ""
