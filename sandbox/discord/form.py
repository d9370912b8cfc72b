"""What is wrong with a body, nested as Discord nests it under `errors`."""

from collections.abc import Sequence
from typing import Any

from sandbox.discord.errors import invalid_form
from sandbox.discord.ids import parse_snowflake

Path = tuple[str | int, ...]


class Form:
    """Collects the mistakes of one body; `refuse` raises them all together."""

    def __init__(self, root: Path = ()) -> None:
        self.errors: dict[str, Any] = {}
        self._root = root

    def wrong(self, path: Path, code: str, message: str) -> None:
        node = self.errors
        for step in self._root + path:
            node = node.setdefault(str(step), {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def refuse(self) -> None:
        if self.errors:
            raise invalid_form(self.errors)

    def required(self, path: Path) -> None:
        self.wrong(path, "BASE_TYPE_REQUIRED", "This field is required")

    def length(self, path: Path, size: int, least: int, most: int) -> bool:
        if size > most and least <= 1:
            self.wrong(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= size <= most:
            self.wrong(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        return least <= size <= most

    def text(self, path: Path, value: Any, most: int, *, least: int = 0, required: bool = False) -> str:
        """The text at this path, "" when it is absent or wrong; its length counts code points, as Discord does."""
        if value is None or (value == "" and least > 0):
            if required:
                self.required(path)
            elif value == "":
                self.length(path, 0, least, most)
            return ""
        if not isinstance(value, str):
            self.wrong(path, "STRING_TYPE_CONVERT", "Could not convert input to str.")
            return ""
        return value if self.length(path, len(value), least, most) else ""

    def number(self, path: Path, value: Any, least: int, most: int, default: int) -> int:
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return default
        if not least <= value <= most:
            self.wrong(path, "NUMBER_TYPE_RANGE", f"int value should be between {least} and {most}.")
            return default
        return value

    def flag(self, path: Path, value: Any) -> bool:
        if value is not None and not isinstance(value, bool):
            self.wrong(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
        return value is True

    def choice(self, path: Path, value: Any, known: Sequence[int | str]) -> bool:
        if isinstance(value, int | str) and value in known and not isinstance(value, bool):
            return True
        self.wrong(path, "BASE_TYPE_CHOICES", f"Value must be one of {set(known)}.")
        return False

    def values(self, path: Path, value: Any) -> list[Any]:
        """The list at this path, empty when it is absent or none."""
        if value is not None and not isinstance(value, list):
            self.wrong(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return value if isinstance(value, list) else []

    def items(self, path: Path, value: Any, most: int, *, least: int = 0) -> list[dict[str, Any]]:
        """The objects in the list at this path; what is no object is reported and left out."""
        values = self.values(path, value)
        if isinstance(value, list) or value is None:
            self.length(path, len(values), least, most)
        return [item for index, item in enumerate(values) if self.mapping((*path, index), item) is not None]

    def mapping(self, path: Path, value: Any) -> dict[str, Any] | None:
        if isinstance(value, dict):
            return value
        self.wrong(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return None

    def snowflake(self, path: Path, value: Any) -> int | None:
        parsed = parse_snowflake(value)
        if parsed is None:
            self.wrong(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return parsed

    def url(self, path: Path, value: Any, schemes: Sequence[str], most: int = 2048) -> str:
        address = self.text(path, value, most, least=1, required=True)
        scheme = address.partition("://")[0].lower()
        if address and ("://" not in address or scheme not in schemes):
            wanted = ", ".join(f"'{name}'" for name in schemes)
            self.wrong(path, "URL_TYPE_INVALID_SCHEME", f'Scheme "{scheme}" is not supported. Use one of ({wanted}).')
            return ""
        return address
