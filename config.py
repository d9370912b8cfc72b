"""Settings: read once from the environment and `.env`, checked together, then frozen."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

from domain.errors import SettingsError
from domain.leases import LONGEST_LEASE
from domain.models import PROVIDERS

DISCORD_API = "https://discord.com/api/v10"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """One provider the operator has a key for, and its own limits, which are kept by waiting."""

    name: str
    key: str = field(repr=False)
    base_url: str
    per_minute: int
    at_once: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    discord_token: str = field(repr=False)
    discord_api_url: str
    providers: tuple[ProviderSettings, ...]
    """In order of preference."""
    models: frozenset[str] | None
    """Keys of the models to switch on; None for those the catalogue itself switches on."""
    models_file: Path | None
    data_dir: Path
    database_url: str = field(repr=False)
    videos_per_day: int
    videos_at_once: int
    videos_waiting: int
    poll_seconds: float
    late_after_seconds: float
    lease_seconds: float
    unsure_seconds: float
    missing_seconds: float
    keep_days: float
    keep_megabytes: int
    http_port: int | None
    http_host: str
    log_level: str


def read_settings(environment: Mapping[str, str] = os.environ, env_file: Path | None = Path(".env")) -> Settings:
    """The environment wins over `env_file`. Raises SettingsError with every mistake at once."""
    return _Reader(_merge(environment, env_file)).settings()


def _merge(environment: Mapping[str, str], env_file: Path | None) -> dict[str, str]:
    from_file = dotenv_values(env_file) if env_file is not None and env_file.is_file() else {}
    return {name: value for name, value in from_file.items() if value is not None} | dict(environment)


class _Reader:
    """Takes values by name and remembers each mistake instead of stopping at the first."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._mistakes: list[str] = []

    def settings(self) -> Settings:
        data_dir = Path(self._text("DATA_DIR", "data"))
        settings = Settings(
            discord_token=self._required("DISCORD_TOKEN", "the bot's token, from the Developer Portal, page Bot"),
            discord_api_url=self._url("DISCORD_API_URL", DISCORD_API),
            providers=self._providers(),
            models=self._models(),
            models_file=self._file("MODELS_FILE"),
            data_dir=data_dir,
            database_url=self._database_url(data_dir),
            videos_per_day=self._whole("VIDEOS_PER_DAY", 5, 1, 100_000),
            videos_at_once=self._whole("VIDEOS_AT_ONCE", 2, 1, 100_000),
            videos_waiting=self._whole("VIDEOS_WAITING", 3, 0, 100_000),
            poll_seconds=self._number("POLL_SECONDS", 5, 0.02, 300),
            late_after_seconds=self._number("LATE_AFTER_SECONDS", 900, 1, 86_400),
            lease_seconds=self._number("LEASE_SECONDS", 30, 1, LONGEST_LEASE.seconds),
            unsure_seconds=self._number("UNSURE_SECONDS", 60, 0.5, 86_400),
            missing_seconds=self._number("MISSING_SECONDS", 3_600, 0.5, 604_800),
            keep_days=self._number("KEEP_DAYS", 14, 0.01, 3_650),
            keep_megabytes=self._whole("KEEP_MEGABYTES", 10_000, 1, 100_000_000),
            http_port=self._port("HTTP_PORT"),
            http_host=self._text("HTTP_HOST", "127.0.0.1"),
            log_level=self._choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
        )
        if self._mistakes:
            raise SettingsError(tuple(self._mistakes))
        return settings

    def _text(self, name: str, default: str) -> str:
        return self._values.get(name, "").strip() or default

    def _required(self, name: str, what: str) -> str:
        value = self._text(name, "")
        if not value:
            self._mistakes.append(f"{name} is missing: {what}.")
        return value

    def _url(self, name: str, default: str) -> str:
        value = self._text(name, default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            self._mistakes.append(f"{name} must be an address that begins with http:// or https://.")
        return value

    def _whole(self, name: str, default: int, least: int, most: int) -> int:
        text = self._text(name, str(default))
        if text.isascii() and text.isdigit() and least <= int(text) <= most:
            return int(text)
        self._mistakes.append(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
        return default

    def _number(self, name: str, default: float, least: float, most: float) -> float:
        text = self._text(name, str(default))
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if least <= value <= most:
            return value
        self._mistakes.append(f"{name} must be a number from {least} to {most}, not {text!r}.")
        return default

    def _port(self, name: str) -> int | None:
        return self._whole(name, 0, 1, 65_535) if self._text(name, "") else None

    def _choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        value = self._text(name, default).upper()
        if value not in allowed:
            self._mistakes.append(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
        return value

    def _file(self, name: str) -> Path | None:
        value = self._text(name, "")
        if value and not Path(value).is_file():
            self._mistakes.append(f"{name} names a file that is not there: {value}")
        return Path(value) if value else None

    def _models(self) -> frozenset[str] | None:
        names = frozenset(filter(None, (part.strip() for part in self._text("MODELS", "").split(","))))
        return names or None

    def _database_url(self, data_dir: Path) -> str:
        value = self._text("DATABASE_URL", f"sqlite:///{data_dir / 'firstframe.db'}")
        if not value.startswith(("sqlite:///", "postgresql://")):
            self._mistakes.append("DATABASE_URL must begin with sqlite:/// or postgresql://.")
        return value

    def _providers(self) -> tuple[ProviderSettings, ...]:
        order = [part.strip().lower() for part in self._text("PROVIDERS", ",".join(PROVIDERS)).split(",")]
        unknown = [name for name in order if name not in PROVIDERS]
        if unknown or len(set(order)) < len(order):
            self._mistakes.append(f"PROVIDERS must name each of {', '.join(PROVIDERS)} at most once.")
        known = [self._provider(name) for name in order if name in PROVIDERS]
        with_key = tuple(provider for provider in known if provider.key)
        if not with_key:
            self._mistakes.append("NOVITA_API_KEY or WAVESPEED_API_KEY is missing: at least one is needed.")
        return with_key

    def _key(self, name: str) -> str:
        value = self._text(name, "")
        if not (value.isascii() and value.isprintable()):
            self._mistakes.append(f"{name} holds characters that no key has.")
        return value

    def _provider(self, name: str) -> ProviderSettings:
        prefix, quick = name.upper(), name == "novita"
        return ProviderSettings(
            name=name,
            key=self._key(f"{prefix}_API_KEY"),
            base_url=self._url(f"{prefix}_BASE_URL", f"https://api.{name}.ai"),
            per_minute=self._whole(f"{prefix}_PER_MINUTE", 20 if quick else 2, 1, 100_000),
            at_once=self._whole(f"{prefix}_AT_ONCE", 20 if quick else 2, 1, 100_000),
        )
