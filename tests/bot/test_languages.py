"""A member reads the bot in the language of their own Discord."""

from pathlib import Path
from typing import Any

from sandbox.discord.member import Member

from .town import Town, mention_of, open_town


def newcomer(town: Town, locale: str) -> Member:
    member = town.newcomer()
    member.user.locale = locale
    return member


async def test_an_order_is_told_in_the_members_own_language_from_card_to_post(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        hold = town.sandbox.faults.add("media", "hold-before")
        order = await town.order(member=newcomer(town, "es-419"))
        await order.says("listo; descargando el video")
        hold.release()
        await order.says("Listo en ")
        (post,) = order.posts

        assert post.content.endswith(" · Generado con IA")
        listed = await town.tell(newcomer(town, "zh-CN"), "videos")
        command = mention_of(town, "video").replace("/video:", "/视频:")
        assert listed.content == f"你还没有视频。输入 {command} 来生成一个。"


async def test_a_refusal_is_told_in_the_members_own_language(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        for locale, words in {
            "es-ES": "No conozco ese modelo. No se ha cobrado nada. Tengo ",
            "zh-TW": "我不认识这个模型。未产生任何费用。可用的有 ",
            "de": "I do not know that model. Nothing was charged. I have ",
        }.items():
            told = await town.tell(newcomer(town, locale), "video", prompt="A fox", model="sora")
            assert told.content.startswith(words)


async def test_discord_knows_the_commands_in_every_language(tmp_path: Path) -> None:
    async with open_town(tmp_path) as town:
        commands = {command["name"]: command for command in town.world.application.commands}
        video, quota = commands["video"], commands["quota"]

        assert quota["name_localizations"] == {"es-ES": "cuota", "es-419": "cuota", "zh-CN": "配额", "zh-TW": "配额"}
        assert _localized(video, "zh-CN") == ["视频", "提示词", "图片", "模型", "私密"]
        assert video["description_localizations"]["es-419"].startswith("Haz un video corto")
        assert video["options"][1]["description_localizations"]["zh-CN"].startswith("首帧：")


def _localized(command: dict[str, Any], locale: str) -> list[str]:
    return [each["name_localizations"][locale] for each in [command, *command["options"]]]
