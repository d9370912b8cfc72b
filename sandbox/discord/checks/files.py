"""The attachments of a body: those that are kept and those that come with it."""

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

from sandbox.discord.attachments import Attachment, clean_name, describe_file
from sandbox.discord.body import Body, Received
from sandbox.discord.form import Form, Path
from sandbox.discord.ids import Snowflakes

MOST_FILES, MOST_DESCRIPTION, MOST_NAME = 10, 1024, 1024


def check_files(
    ids: Snowflakes, channel_id: int, form: Form, body: Body, before: Sequence[Attachment]
) -> list[Attachment]:
    """The files of the message in their order. Only a list of attachments in the body takes older ones away."""
    tray = _Tray(ids, channel_id, form, body)
    listed = body.payload.get("attachments")
    kept = {str(file.id): file for file in before}
    if listed is None:
        files = list(before)
    else:
        entries = form.items(("attachments",), listed, MOST_FILES)
        files = [file for index, entry in enumerate(entries) if (file := tray.listed(index, entry, kept))]
    files.extend(tray.add(key, {}) for key in list(body.uploads))
    if len(files) > MOST_FILES and not form.errors:
        form.length(("attachments",), len(files), 0, MOST_FILES)
    return files


class _Tray:
    def __init__(self, ids: Snowflakes, channel_id: int, form: Form, body: Body) -> None:
        self.ids, self.channel_id, self.form, self.body = ids, channel_id, form, body

    def listed(self, index: int, entry: Mapping[str, Any], kept: Mapping[str, Attachment]) -> Attachment | None:
        path: Path = ("attachments", index)
        key = str(entry.get("id"))
        self.form.text((*path, "description"), entry.get("description"), MOST_DESCRIPTION)
        self.form.text((*path, "filename"), entry.get("filename"), MOST_NAME)
        if key in self.body.uploads:
            return self.add(key, entry)
        if key not in kept:
            self.form.wrong(path, "ATTACHMENT_NOT_FOUND", f"Attachment not found: {key}")
            return None
        if "description" in entry:
            kept[key].description = entry["description"]
        return kept[key]

    def add(self, key: str, entry: Mapping[str, Any]) -> Attachment:
        upload = self.body.take(key)
        given = entry.get("filename")
        return self._attachment(upload, given if isinstance(given, str) and given else upload.filename, entry)

    def _attachment(self, upload: Received, name: str, entry: Mapping[str, Any]) -> Attachment:
        filename = clean_name(name)
        kind, width, height = describe_file(upload.path, filename, None)
        title = entry.get("title")
        return Attachment(
            id=self.ids.new(),
            channel_id=self.channel_id,
            filename=filename,
            size=upload.size,
            content_type=kind,
            path=upload.path,
            width=width,
            height=height,
            title=title or (PurePath(name).stem if filename != name else None),
            description=entry.get("description") or None,
        )
