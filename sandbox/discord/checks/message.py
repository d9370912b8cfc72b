"""The body of a message, new or edited: checked against Discord's limits and made ready to be posted."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.discord.attachments import Attachment, Signer
from sandbox.discord.body import Body
from sandbox.discord.checks.components import check_components
from sandbox.discord.checks.embeds import check_embeds
from sandbox.discord.checks.files import check_files
from sandbox.discord.checks.media import Media
from sandbox.discord.checks.mentions import Rules, check_rules
from sandbox.discord.errors import empty_message
from sandbox.discord.form import Form
from sandbox.discord.ids import Snowflakes
from sandbox.discord.messages import COMPONENTS_V2, LOADING, SILENT, SUPPRESS_EMBEDS, Message, shown_ids

MOST_CONTENT, MOST_NONCE = 2000, 25
SETTABLE = SUPPRESS_EMBEDS | SILENT | COMPONENTS_V2
EDITABLE = SUPPRESS_EMBEDS | COMPONENTS_V2


@dataclass(frozen=True)
class Draft:
    """A message as its sender wants it. Files that are new are not yet known to the CDN."""

    content: str = field(repr=False)
    files: list[Attachment] = field(repr=False)
    embeds: list[dict[str, Any]] = field(repr=False)
    components: list[dict[str, Any]] = field(repr=False)
    flags: int
    rules: Rules
    nonce: str | int | None = None
    is_nonce_enforced: bool = False
    reference: Mapping[str, Any] | None = None

    @property
    def is_empty(self) -> bool:
        """Rows of buttons alone are no message, Components V2 are."""
        is_v2 = self.flags & COMPONENTS_V2
        return not (self.content or self.files or self.embeds or (is_v2 and self.components))


@dataclass(frozen=True)
class Desk:
    """What is needed to check a body: ids for new files, all files known by id, and the CDN's signer."""

    ids: Snowflakes
    known: dict[int, Attachment] = field(repr=False)
    signer: Signer = field(repr=False)
    channel_id: int


def check_message(
    desk: Desk, form: Form, body: Body, before: Message | None = None, *, settable: int = SETTABLE
) -> Draft:
    """The draft of a new message, or of `before` as edited: what the body leaves out stays as it was."""
    given = body.payload
    flags = _flags(form, given, settable) if before is None else _edited_flags(form, given, before)
    files = check_files(desk.ids, desk.channel_id, form, body, before.files if before else [])
    media = Media({file.filename: file for file in files}, ChainMap(by_id(files), desk.known), desk.signer)
    draft = Draft(
        content=_content(form, given, before),
        files=files,
        embeds=_embeds(form, given, before, media),
        components=_components(form, given, before, media, flags),
        flags=flags,
        rules=check_rules(form, given.get("allowed_mentions")),
        nonce=_nonce(form, given),
        is_nonce_enforced=form.flag(("enforce_nonce",), given.get("enforce_nonce")),
        reference=_reference(form, given),
    )
    _check_v2(form, draft)
    form.refuse()
    if before is not None:
        _keep_shown(desk.signer, draft, before)
    if draft.is_empty and not _is_forward(draft):
        raise empty_message()
    return draft


def by_id(files: list[Attachment]) -> dict[int, Attachment]:
    return {file.id: file for file in files}


def _keep_shown(signer: Signer, draft: Draft, before: Message) -> None:
    """A file that an embed or a component still shows stays, though the list leaves it out."""
    listed = {file.id for file in draft.files}
    shown = shown_ids(signer, draft.embeds, draft.components) - listed
    draft.files.extend(file for file in before.files if file.id in shown)


def _flags(form: Form, given: Mapping[str, Any], settable: int) -> int:
    return form.number(("flags",), given.get("flags"), 0, (1 << 31) - 1, 0) & settable


def _edited_flags(form: Form, given: Mapping[str, Any], before: Message) -> int:
    kept = before.flags & ~LOADING
    if given.get("flags") is None:
        return kept
    wanted = form.number(("flags",), given["flags"], 0, (1 << 31) - 1, 0)
    if before.is_v2 and not wanted & COMPONENTS_V2:
        message = "The IS_COMPONENTS_V2 flag cannot be removed"
        form.wrong(("flags",), "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG", message)
    return (kept & ~EDITABLE) | (wanted & EDITABLE)


def _content(form: Form, given: Mapping[str, Any], before: Message | None) -> str:
    if before is not None and "content" not in given:
        return before.content
    value = given.get("content")
    return form.text(("content",), str(value) if isinstance(value, int) else value, MOST_CONTENT).strip()


def _embeds(form: Form, given: Mapping[str, Any], before: Message | None, media: Media) -> list[dict[str, Any]]:
    if before is not None and "embeds" not in given:
        return before.embeds
    return check_embeds(form, given.get("embeds"), media)


def _components(
    form: Form, given: Mapping[str, Any], before: Message | None, media: Media, flags: int
) -> list[dict[str, Any]]:
    if before is not None and "components" not in given:
        return before.components
    return check_components(form, given.get("components"), media, is_v2=bool(flags & COMPONENTS_V2))


def _check_v2(form: Form, draft: Draft) -> None:
    if not draft.flags & COMPONENTS_V2:
        return
    for name in ("content", "embeds"):
        if getattr(draft, name):
            message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
            form.wrong((name,), "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message)


def _nonce(form: Form, given: Mapping[str, Any]) -> str | int | None:
    nonce = given.get("nonce")
    if nonce is None or (isinstance(nonce, int) and not isinstance(nonce, bool)):
        return nonce
    return form.text(("nonce",), nonce, MOST_NONCE)


def _reference(form: Form, given: Mapping[str, Any]) -> Mapping[str, Any] | None:
    reference = given.get("message_reference")
    if reference is None:
        return None
    path = ("message_reference",)
    form.snowflake((*path, "message_id"), (form.mapping(path, reference) or {}).get("message_id"))
    form.choice((*path, "type"), (form.mapping(path, reference) or {}).get("type", 0), (0, 1))
    return reference if isinstance(reference, dict) else None


def _is_forward(draft: Draft) -> bool:
    return draft.reference is not None and draft.reference.get("type") == 1
