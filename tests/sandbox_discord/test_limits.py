"""Discord's limits on messages, by plain HTTP."""

import pytest

from sandbox.discord import World
from sandbox.discord.places import Channel
from tests.sandbox_discord.bodies import Body, button, embed, many, path_of, row, select, send, text, v2
from tests.sandbox_discord.rest import Rest


@pytest.mark.parametrize(
    "body",
    [
        {"content": "x" * 2000},
        embed(title="t" * 256, description="d" * 4096, footer={"text": "f" * 1648}),
        embed(fields=many(25)),
        row(*(button(custom_id=str(number)) for number in range(5))),
        row(select(options=[{"label": str(n), "value": str(n)} for n in range(25)])),
        row(button(style=5, url="https://example.org", custom_id=None)),
        {"content": "x", "nonce": "n" * 25},
        v2(*(text() for _ in range(40))),
        v2({"type": 17, "components": [text("x" * 4000)]}),
        v2({"type": 9, "components": [text()], "accessory": button()}),
        v2({"type": 14}),
    ],
)
async def test_what_is_within_the_limits_is_sent(rest: Rest, films: Channel, body: Body) -> None:
    assert (await send(rest, films, **body))["channel_id"] == str(films.id)


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({"content": "x" * 2001}, "content", "BASE_TYPE_MAX_LENGTH"),
        (embed(title="t" * 257), "embeds.0.title", "BASE_TYPE_MAX_LENGTH"),
        (embed(description="d" * 4097), "embeds.0.description", "BASE_TYPE_MAX_LENGTH"),
        (embed(fields=many(26)), "embeds.0.fields", "BASE_TYPE_MAX_LENGTH"),
        (embed(fields=[{"name": "n" * 257, "value": "v"}]), "embeds.0.fields.0.name", "BASE_TYPE_MAX_LENGTH"),
        (embed(fields=[{"name": "n", "value": "v" * 1025}]), "embeds.0.fields.0.value", "BASE_TYPE_MAX_LENGTH"),
        (embed(fields=[{"name": "n", "value": ""}]), "embeds.0.fields.0.value", "BASE_TYPE_REQUIRED"),
        (embed(footer={"text": "f" * 2049}), "embeds.0.footer.text", "BASE_TYPE_MAX_LENGTH"),
        (embed(author={"name": "a" * 257}), "embeds.0.author.name", "BASE_TYPE_MAX_LENGTH"),
        (embed(description="d" * 4000, footer={"text": "f" * 2001}), "embeds", "MAX_EMBED_SIZE_EXCEEDED"),
        ({"embeds": [{"title": "t"}] * 11}, "embeds", "BASE_TYPE_MAX_LENGTH"),
        (embed(title="t", color=1 << 24), "embeds.0.color", "NUMBER_TYPE_RANGE"),
        (embed(title="t", timestamp="soon"), "embeds.0.timestamp", "DATE_TIME_TYPE_PARSE"),
        (embed(title="t", url="ftp://x"), "embeds.0.url", "URL_TYPE_INVALID_SCHEME"),
        (
            embed(image={"url": "attachment://none.png"}),
            "embeds.0.image.url",
            "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
        ),
        (
            {"content": "x", "components": [{"type": 1, "components": [button()]}] * 6},
            "components",
            "BASE_TYPE_MAX_LENGTH",
        ),
        (row(*[button()] * 6), "components.0.components", "BASE_TYPE_MAX_LENGTH"),
        (row(button(), button()), "components.0.components.1.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"),
        (row(button(label="x" * 81)), "components.0.components.0.label", "BASE_TYPE_MAX_LENGTH"),
        (row(button(label="")), "components.0.components.0.label", "BASE_TYPE_REQUIRED"),
        (row(button(custom_id="x" * 101)), "components.0.components.0.custom_id", "BASE_TYPE_MAX_LENGTH"),
        (row(button(custom_id=None)), "components.0.components.0.custom_id", "BASE_TYPE_REQUIRED"),
        (row(button(style=9)), "components.0.components.0.style", "BASE_TYPE_CHOICES"),
        (row(button(), select()), "components.0.components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED"),
        (row(select(options=[])), "components.0.components.0.options", "BASE_TYPE_BAD_LENGTH"),
        (
            row(select(options=[{"label": "a", "value": "a"}] * 2)),
            "components.0.components.0.options.1.value",
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
        ),
        ({"content": "x", "components": [text()]}, "components.0.type", "UNION_TYPE_CHOICES"),
        ({"content": "x", "nonce": "n" * 26}, "nonce", "BASE_TYPE_MAX_LENGTH"),
        ({"content": "x", "attachments": [{"id": 0, "filename": "a.png"}]}, "attachments.0", "ATTACHMENT_NOT_FOUND"),
        (v2(text(), content="x"), "content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
        (v2(text(), embeds=[{"title": "t"}]), "embeds", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"),
        (v2(text("x" * 2001), text("x" * 2000)), "components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED"),
        (v2(text("")), "components.0.content", "BASE_TYPE_REQUIRED"),
        (v2({"type": 12, "items": []}), "components.0.items", "BASE_TYPE_BAD_LENGTH"),
        (v2({"type": 9, "components": [text()]}), "components.0.accessory", "MODEL_TYPE_CONVERT"),
        (
            v2({"type": 17, "components": [text() for _ in range(40)]}),
            "components",
            "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED",
        ),
        (v2({"type": 13, "file": {"url": "https://x/y"}}), "components.0.file.url", "URL_TYPE_INVALID_SCHEME"),
        (
            {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
            "",
            "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        ),
    ],
)
async def test_what_is_over_a_limit_is_refused(
    rest: Rest, films: Channel, world: World, body: Body, path: str, code: str
) -> None:
    status, answer = await rest("POST", path_of(films), body)
    assert (status, answer["code"], answer["message"]) == (400, 50035, "Invalid Form Body")
    errors = answer["errors"]
    for step in filter(None, path.split(".")):
        errors = errors[step]
    assert code in {error["code"] for error in errors["_errors"]}
    assert world.messages(films) == []
