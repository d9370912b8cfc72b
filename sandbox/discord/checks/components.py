"""Components of a message: rows of buttons and selects, and Components V2."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.discord.checks.media import Media
from sandbox.discord.checks.selects import SELECTS, CustomIds, check_select
from sandbox.discord.form import Form, Path

ROW, BUTTON, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 9, 10, 11, 12, 13, 14, 17
IN_CONTAINER = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR)
AT_TOP = (*IN_CONTAINER, CONTAINER)
LINK, PREMIUM = 5, 6
MOST_COMPONENTS, MOST_TEXT = 40, 4000

Component = dict[str, Any]


def check_components(form: Form, value: Any, media: Media, *, is_v2: bool) -> list[Component]:
    """The components as Discord gives them back: numbered, and with the media that they name."""
    layout = _Layout(form, media)
    path: Path = ("components",)
    if not is_v2:
        rows = form.items(path, value, 5)
        return layout.numbered(layout.each(path, rows, (ROW,)))
    given = form.items(path, value, MOST_COMPONENTS)
    checked = layout.numbered(layout.each(path, given, AT_TOP))
    layout.check_totals(path, checked)
    return checked


class _Layout:
    """The components of one message being checked."""

    def __init__(self, form: Form, media: Media) -> None:
        self.form, self.media = form, media
        self.custom_ids = CustomIds(form)
        self.text_size = 0
        self._checks: Mapping[Any, Callable[[Path, Component], None]] = {
            ROW: self._row,
            BUTTON: self._button,
            SECTION: self._section,
            TEXT: self._text,
            THUMBNAIL: self._thumbnail,
            GALLERY: self._gallery,
            FILE: self._file,
            SEPARATOR: self._separator,
            CONTAINER: self._container,
        } | dict.fromkeys(SELECTS, self._select)

    def each(self, path: Path, given: Sequence[Mapping[str, Any]], kinds: Sequence[int]) -> list[Component]:
        return [self.one((*path, index), component, kinds) for index, component in enumerate(given)]

    def one(self, path: Path, given: Mapping[str, Any], kinds: Sequence[int]) -> Component:
        made = dict(given)
        kind = made.get("type")
        if kind not in kinds:
            message = f'Value of field "type" must be one of {tuple(kinds)}.'
            self.form.wrong((*path, "type"), "UNION_TYPE_CHOICES", message)
            return made
        self._checks[kind](path, made)
        return made

    def numbered(self, components: list[Component]) -> list[Component]:
        """Give an id to each component that has none, as Discord does, in reading order."""
        every = [part for component in components for part in parts(component)]
        taken = {part["id"] for part in every if part.get("id") and isinstance(part["id"], int)}
        free = (number for number in range(1, 1 << 31) if number not in taken)
        for part in every:
            part["id"] = part.get("id") or next(free)
        return components

    def check_totals(self, path: Path, components: list[Component]) -> None:
        if sum(1 for component in components for _ in parts(component)) > MOST_COMPONENTS:
            message = f"The total number of components cannot exceed {MOST_COMPONENTS}"
            self.form.wrong(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
        if self.text_size > MOST_TEXT:
            message = f"Displayable text size exceeds maximum size of {MOST_TEXT}"
            self.form.wrong(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)

    def _row(self, path: Path, row: Component) -> None:
        inside = (*path, "components")
        given = self.form.items(inside, row.get("components"), 5, least=1)
        row["components"] = self.each(inside, given, (BUTTON, *SELECTS))
        width = sum(1 if part.get("type") == BUTTON else 5 for part in given)
        if width > 5:
            message = "The specified component exceeds the maximum width"
            self.form.wrong(inside, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message)

    def _button(self, path: Path, button: Component) -> None:
        style = button.get("style")
        self.form.choice((*path, "style"), style, (1, 2, 3, 4, LINK, PREMIUM))
        label = self.form.text((*path, "label"), button.get("label"), 80)
        if style == LINK:
            self.form.url((*path, "url"), button.get("url"), ("http", "https", "discord"), 512)
        elif style != PREMIUM:
            self.custom_ids.keep(path, button)
            if button.get("url"):
                message = "A url and custom id cannot both be specified"
                self.form.wrong(path, "BUTTON_COMPONENT_CUSTOM_ID_AND_URL", message)
        if style != PREMIUM and not label and not button.get("emoji"):
            self.form.wrong((*path, "label"), "BASE_TYPE_REQUIRED", "A button must have a label or emoji")
        button["disabled"] = self.form.flag((*path, "disabled"), button.get("disabled"))

    def _select(self, path: Path, select: Component) -> None:
        self.custom_ids.keep(path, select)
        check_select(self.form, path, select)

    def _section(self, path: Path, section: Component) -> None:
        inside = (*path, "components")
        texts = self.form.items(inside, section.get("components"), 3, least=1)
        section["components"] = self.each(inside, texts, (TEXT,))
        place = (*path, "accessory")
        accessory = self.form.mapping(place, section.get("accessory"))
        if accessory is not None:
            section["accessory"] = self.one(place, accessory, (BUTTON, THUMBNAIL))

    def _text(self, path: Path, text: Component) -> None:
        content = text.get("content")
        self.text_size += len(content) if isinstance(content, str) else 0
        self.form.text((*path, "content"), content, MOST_TEXT, least=1, required=True)

    def _media(self, path: Path, value: Any, *, own_only: bool = False) -> dict[str, Any]:
        given = self.form.mapping(path, value) or {}
        return self.media.item(self.form, (*path, "url"), given.get("url"), own_only=own_only)

    def _thumbnail(self, path: Path, thumbnail: Component) -> None:
        thumbnail["media"] = self._media((*path, "media"), thumbnail.get("media"))
        self.form.text((*path, "description"), thumbnail.get("description"), 1024, least=1)

    def _gallery(self, path: Path, gallery: Component) -> None:
        inside = (*path, "items")
        items = [dict(item) for item in self.form.items(inside, gallery.get("items"), 10, least=1)]
        for index, item in enumerate(items):
            self._thumbnail((*inside, index), item)
        gallery["items"] = items

    def _file(self, path: Path, file: Component) -> None:
        file["file"] = self._media((*path, "file"), file.get("file"), own_only=True)
        attached = self.media.by_id(file["file"].get("attachment_id"))
        if attached is not None:
            file |= {"name": attached.filename, "size": attached.size}

    def _separator(self, path: Path, separator: Component) -> None:
        separator["spacing"] = self.form.number((*path, "spacing"), separator.get("spacing"), 1, 2, 1)
        separator.setdefault("divider", True)

    def _container(self, path: Path, container: Component) -> None:
        inside = (*path, "components")
        given = self.form.items(inside, container.get("components"), MOST_COMPONENTS, least=1)
        container["components"] = self.each(inside, given, IN_CONTAINER)
        self.form.number((*path, "accent_color"), container.get("accent_color"), 0, 0xFFFFFF, 0)


def parts(component: Component) -> list[Component]:
    """A component and all that are within it, in reading order."""
    children = component.get("components")
    known = [child for child in children if isinstance(child, dict)] if isinstance(children, list) else []
    inner = [part for child in known for part in parts(child)]
    accessory = component.get("accessory")
    return [component, *inner, *(parts(accessory) if isinstance(accessory, dict) else [])]


def find_component(components: Sequence[Component], custom_id: str) -> Component | None:
    every = (part for component in components for part in parts(component))
    return next((part for part in every if part.get("custom_id") == custom_id), None)


def texts(components: Sequence[Component]) -> str:
    """What the text displays say: Discord reads mentions in it as in `content`."""
    every = (part for component in components for part in parts(component))
    return "\n".join(part.get("content") or "" for part in every if part.get("type") == TEXT)
