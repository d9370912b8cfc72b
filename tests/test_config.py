"""Settings are read once, together, and their mistakes are told together."""

import re
from pathlib import Path

import pytest

from config import Settings, read_settings
from domain.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
LEAST = {"DISCORD_TOKEN": "a-token", "NOVITA_API_KEY": "a-key"}


def read(**values: str) -> Settings:
    return read_settings({**LEAST, **values}, None)


def mistakes_of(values: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        read_settings(values, None)
    return list(raised.value.mistakes)


def test_the_defaults_are_those_of_the_readme() -> None:
    settings = read(WAVESPEED_API_KEY="another-key")
    wavespeed, novita = settings.providers
    assert (wavespeed.name, wavespeed.per_minute, wavespeed.at_once) == ("wavespeed", 2, 2)
    assert (novita.name, novita.per_minute, novita.at_once) == ("novita", 20, 20)
    assert (wavespeed.base_url, novita.base_url) == ("https://api.wavespeed.ai", "https://api.novita.ai")
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert settings.database_url == "sqlite:///data/firstframe.db"
    assert (settings.videos_per_day, settings.videos_at_once, settings.videos_waiting) == (5, 2, 3)
    assert (settings.poll_seconds, settings.late_after_seconds) == (5, 900)
    assert (settings.lease_seconds, settings.unsure_seconds, settings.keep_days) == (30, 60, 14)
    assert (settings.missing_seconds, settings.keep_megabytes) == (3600, 10_000)
    assert (settings.http_port, settings.http_host, settings.log_level) == (None, "127.0.0.1", "INFO")


def test_all_mistakes_are_told_at_once_by_name() -> None:
    mistakes = mistakes_of(
        {
            "VIDEOS_PER_DAY": "many",
            "POLL_SECONDS": "-1",
            "HTTP_PORT": "99999",
            "LOG_LEVEL": "LOUD",
            "DATABASE_URL": "mysql://x",
            "PROVIDERS": "novita,runway",
            "DISCORD_API_URL": "discord.com",
            "MODELS_FILE": "/no/such/file.toml",
        }
    )
    named = ["DISCORD_TOKEN", "API_KEY", "VIDEOS_PER_DAY", "POLL_SECONDS", "HTTP_PORT", "LOG_LEVEL"]
    named += ["DATABASE_URL", "PROVIDERS", "DISCORD_API_URL", "MODELS_FILE"]
    for name in named:
        assert any(name in mistake for mistake in mistakes), name
    assert len(mistakes) == len(named)


@pytest.mark.parametrize("name", ["NOVITA_API_KEY", "WAVESPEED_API_KEY"])
@pytest.mark.parametrize("key", ["sk\n1", "sk\r\nX: 1", "schlüssel"])
def test_a_key_that_cannot_be_one_is_told_with_the_other_mistakes_and_not_shown(name: str, key: str) -> None:
    mistakes = mistakes_of({**LEAST, name: key, "LOG_LEVEL": "LOUD"})
    assert [mistake.split()[0] for mistake in mistakes] == [name, "LOG_LEVEL"]
    assert key not in "".join(mistakes)


def test_a_provider_without_a_key_is_off() -> None:
    assert [each.name for each in read().providers] == ["novita"]


def test_providers_come_in_the_order_of_preference() -> None:
    settings = read(WAVESPEED_API_KEY="k", PROVIDERS="novita,wavespeed")
    assert [each.name for each in settings.providers] == ["novita", "wavespeed"]


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("DISCORD_TOKEN=from-file\nNOVITA_API_KEY=k\nVIDEOS_PER_DAY=7\n", encoding="utf-8")
    settings = read_settings({"DISCORD_TOKEN": "from-environment"}, file)
    assert (settings.discord_token, settings.videos_per_day) == ("from-environment", 7)


@pytest.mark.parametrize("mistake", [{}, {"POLL_SECONDS": "soon"}])
def test_no_secret_shows_in_settings_or_their_errors(mistake: dict[str, str]) -> None:
    secrets = {
        "DISCORD_TOKEN": "tok-secret",
        "NOVITA_API_KEY": "key-secret",
        "DATABASE_URL": "postgresql://u:pw-secret@h/d",
    }
    try:
        text = repr(read_settings({**secrets, **mistake}, None))
    except SettingsError as error:
        text = f"{error!r} {error} {error.mistakes}"
    assert "secret" not in text


def settings_named_in(text: str, pattern: str) -> set[str]:
    return set(re.findall(pattern, text, re.MULTILINE))


def test_the_example_and_the_readme_name_every_setting_and_no_other() -> None:
    source = (ROOT / "config.py").read_text(encoding="utf-8")
    known = settings_named_in(source, r'self\._\w+\(\s*"([A-Z_]+)"')
    known |= {
        f"{name}_{what}"
        for name in ("NOVITA", "WAVESPEED")
        for what in ("API_KEY", "BASE_URL", "PER_MINUTE", "AT_ONCE")
    }
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("## Settings")[2].partition("\n## ")[0]
    assert settings_named_in(example, r"^#?([A-Z_]+)=") == known
    first_cells = "\n".join(line.split("|")[1] for line in readme.splitlines() if line.startswith("| `"))
    assert settings_named_in(first_cells, r"`([A-Z_]+)`") == known


def test_the_example_shows_the_defaults() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(line.removeprefix("#").split("=", 1) for line in lines if re.match(r"#?[A-Z_]+=", line))
    values = {name: value for name, value in shown.items() if value} | {"WAVESPEED_API_KEY": "k"}
    assert read(**values) == read(WAVESPEED_API_KEY="k")
