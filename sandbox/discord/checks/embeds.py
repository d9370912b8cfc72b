"""Embeds: ten to a message, and 6000 characters in all of them together."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.discord.checks.media import Media
from sandbox.discord.form import Form, Path

MOST_EMBEDS, MOST_FIELDS, MOST_TEXT = 10, 25, 6000


def check_embeds(form: Form, value: Any, media: Media) -> list[dict[str, Any]]:
    embeds = form.items(("embeds",), value, MOST_EMBEDS)
    checked = [_Embed(form, ("embeds", index), embed, media).check() for index, embed in enumerate(embeds)]
    if sum(size for _, size in checked) > MOST_TEXT:
        message = f"Embed size exceeds maximum size of {MOST_TEXT}"
        form.wrong(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", message)
    return [embed for embed, _ in checked]


class _Embed:
    """One embed being checked; `size` counts the characters that fall under the limit of 6000."""

    def __init__(self, form: Form, path: Path, given: Mapping[str, Any], media: Media) -> None:
        self.form, self.path, self.given, self.media = form, path, given, media
        self.made: dict[str, Any] = {"type": "rich"}
        self.size = 0

    def check(self) -> tuple[dict[str, Any], int]:
        self._keep_text("title", 256)
        self._keep_text("description", 4096)
        if self.given.get("url"):
            self.made["url"] = self.form.url((*self.path, "url"), self.given["url"], ("http", "https"))
        self._keep_color()
        self._keep_timestamp()
        self._keep_part("author", "name", 256, required=True)
        self._keep_part("footer", "text", 2048, required=True)
        self._keep_picture("image")
        self._keep_picture("thumbnail")
        self._keep_fields()
        return self.made, self.size

    def _keep_text(self, name: str, most: int) -> None:
        text = self.form.text((*self.path, name), self.given.get(name), most)
        self.size += len(text)
        if text:
            self.made[name] = text

    def _keep_color(self) -> None:
        if self.given.get("color") is not None:
            path = (*self.path, "color")
            self.made["color"] = self.form.number(path, self.given["color"], 0, 0xFFFFFF, 0)

    def _keep_timestamp(self) -> None:
        stamp = self.given.get("timestamp")
        if stamp is None:
            return
        try:
            self.made["timestamp"] = datetime.fromisoformat(stamp).isoformat()
        except (TypeError, ValueError):
            path = (*self.path, "timestamp")
            self.form.wrong(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {stamp}. Should be ISO8601.")

    def _keep_part(self, part: str, name: str, most: int, *, required: bool) -> None:
        value = self.given.get(part)
        if not value:
            return
        path = (*self.path, part)
        given = self.form.mapping(path, value) or {}
        text = self.form.text((*path, name), given.get(name), most, least=1, required=required)
        self.size += len(text)
        self.made[part] = {name: text}
        if given.get("url"):
            self.made[part]["url"] = self.form.url((*path, "url"), given["url"], ("http", "https"))
        if given.get("icon_url"):
            icon = self.media.item(self.form, (*path, "icon_url"), given["icon_url"])
            self.made[part] |= {"icon_url": icon.get("url"), "proxy_icon_url": icon.get("proxy_url")}

    def _keep_picture(self, part: str) -> None:
        value = self.given.get(part)
        if value:
            given = self.form.mapping((*self.path, part), value) or {}
            self.made[part] = self.media.item(self.form, (*self.path, part, "url"), given.get("url"))

    def _keep_fields(self) -> None:
        path = (*self.path, "fields")
        fields = self.form.items(path, self.given.get("fields"), MOST_FIELDS)
        kept = [self._field((*path, index), field) for index, field in enumerate(fields)]
        if kept:
            self.made["fields"] = kept

    def _field(self, path: Path, given: Mapping[str, Any]) -> dict[str, Any]:
        name = self.form.text((*path, "name"), given.get("name"), 256, least=1, required=True)
        value = self.form.text((*path, "value"), given.get("value"), 1024, least=1, required=True)
        self.size += len(name) + len(value)
        return {"name": name, "value": value, "inline": self.form.flag((*path, "inline"), given.get("inline"))}
