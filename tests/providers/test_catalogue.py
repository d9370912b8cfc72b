"""The catalogue of models: ours, the operator's own, and what is wrong with one."""

import tomllib
from pathlib import Path

import pytest

from domain.errors import SettingsError
from domain.models import FrameForm, FrameUse
from services.providers.body import request_body
from services.providers.catalogue import MODELS_FILE, Catalogue, load_catalogue
from services.providers.port import Submission

BOTH = ("wavespeed", "novita")
EVERY = frozenset(tomllib.loads(MODELS_FILE.read_text(encoding="utf-8"))["models"])
OWN_MODEL = """
default = "dream-1"
[models.dream-1]
label = "Dream 1"
enabled = true
prompt_limit = 500
usual_seconds = 60
slow_seconds = 120
frame = { use = "required" }
[models.dream-1.offers.novita]
path = "/v3/async/dream-1"
prompt_field = "input.prompt"
frame_field = "input.img_url"
parameters = { "parameters.duration" = 5, input = { style = "ink" } }
"""


def own_file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def keys(catalogue: Catalogue) -> list[str]:
    return [model.key for model in catalogue.models]


def mistakes_of(path: Path | None, switched_on: frozenset[str] | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        load_catalogue(path, switched_on, BOTH)
    return caught.value.mistakes


def test_video_01_is_the_default_and_the_only_model_that_is_on() -> None:
    catalogue = load_catalogue(None, None, BOTH)
    assert keys(catalogue) == ["minimax-video-01"]
    assert catalogue.default is catalogue.models[0]
    assert set(catalogue.default.offers) == set(BOTH)


@pytest.mark.parametrize("provider", BOTH)
def test_each_provider_has_four_siblings_and_more(provider: str) -> None:
    assert len(load_catalogue(None, EVERY, (provider,)).models) >= 5


def test_the_setting_decides_which_models_there_are() -> None:
    catalogue = load_catalogue(None, frozenset({"minimax-hailuo-02", "wan-2.7"}), BOTH)
    assert keys(catalogue) == ["minimax-hailuo-02", "wan-2.7"]
    assert catalogue.default.key == "minimax-hailuo-02"


def test_a_model_is_there_only_with_a_provider_that_offers_it() -> None:
    catalogue = load_catalogue(None, EVERY, ("novita",))
    assert "minimax-h3" not in keys(catalogue)
    assert set(catalogue.default.offers) == {"novita"}


def test_offers_come_in_the_order_of_preference() -> None:
    catalogue = load_catalogue(None, None, BOTH)
    for order in (BOTH, BOTH[::-1], BOTH[:1]):
        assert [offer.provider for offer in catalogue.offers(catalogue.default, order)] == list(order)


def test_a_model_is_got_by_its_key() -> None:
    catalogue = load_catalogue(None, None, BOTH)
    assert catalogue.get("minimax-video-01") is catalogue.default
    assert catalogue.get("minimax-hailuo-02") is None


def test_a_search_finds_by_key_and_by_label_in_any_case() -> None:
    catalogue = load_catalogue(None, EVERY, BOTH)
    assert [model.key for model in catalogue.search("KLING turbo")] == ["kling-2.5-turbo-pro"]
    assert [model.key for model in catalogue.search("seedance-1")] == ["seedance-1-pro-fast"]
    assert catalogue.search("no such thing") == []
    assert catalogue.search("")[0] is catalogue.default
    assert catalogue.search("fast")[0].key != catalogue.default.key


def test_a_search_gives_no_more_than_discord_shows(tmp_path: Path) -> None:
    text = "".join(OWN_MODEL.replace("dream-1", f"dream-{n}").replace("Dream 1", f"Dream {n}") for n in range(40))
    lines = [line for line in text.splitlines() if not line.startswith("default")]
    catalogue = load_catalogue(own_file(tmp_path, "\n".join(lines)), None, BOTH)
    assert len(catalogue.models) == 41
    assert len(catalogue.search("dream")) == 25


def test_a_model_is_added_without_code(tmp_path: Path) -> None:
    catalogue = load_catalogue(own_file(tmp_path, OWN_MODEL), None, BOTH)
    assert keys(catalogue) == ["minimax-video-01", "dream-1"]
    assert catalogue.default.label == "Dream 1"
    assert catalogue.default.frame.use is FrameUse.REQUIRED
    offer = catalogue.default.offers["novita"]
    assert offer.frame_form is FrameForm.URL
    body = request_body(Submission(offer=offer, prompt="ink", frame="https://x"))
    assert body == {"parameters": {"duration": 5}, "input": {"style": "ink", "prompt": "ink", "img_url": "https://x"}}
    assert request_body(Submission(offer=offer, prompt="other"))["input"] == {"style": "ink", "prompt": "other"}


def test_an_own_file_says_only_what_differs(tmp_path: Path) -> None:
    own = """
    [models.minimax-hailuo-02]
    enabled = true
    [models.minimax-video-01.offers.novita]
    path = "/v3/async/minimax-video-01-new"
    parameters = { duration = 6 }
    price_usd = 0.4
    """
    catalogue = load_catalogue(own_file(tmp_path, own), None, BOTH)
    assert keys(catalogue) == ["minimax-video-01", "minimax-hailuo-02"]
    offer = catalogue.default.offers["novita"]
    assert (offer.path, offer.frame_field) == ("/v3/async/minimax-video-01-new", "image_url")
    assert offer.parameters == {"duration": 6}


@pytest.mark.parametrize(
    ("line", "instead", "mistake"),
    [
        ('label = "Dream 1"', "", "label is missing: a text of 1 to 80 letters"),
        ("prompt_limit = 500", 'prompt_limit = "500"', "prompt_limit must be a whole number"),
        ("prompt_limit = 500", "prompt_limit = 0", "prompt_limit must be a whole number"),
        ("slow_seconds = 120", "slow_seconds = 30", "slow_seconds must be a number from 60"),
        ("usual_seconds = 60", "usual_seconds = nan", "usual_seconds must be a number"),
        ("enabled = true", 'enabled = "yes"', "enabled must be true or false"),
        ("enabled = true", "enabeld = true", "enabeld is not known"),
        ('use = "required"', 'use = "maybe"', "use must be one of none, optional, required"),
        (
            'use = "required"',
            "least_ratio = 1, most_ratio = 1",
            "least_ratio must be less than most_ratio, not 1 and 1",
        ),
        ('path = "/v3/async/dream-1"', 'path = "https://elsewhere.example/x"', "path must be a name like"),
        ('path = "/v3/async/dream-1"', 'path = "/v3/../x"', "path must be a name like"),
        ('path = "/v3/async/dream-1"', 'path = "/v3/x?key=1"', "path must be a name like"),
        ('path = "/v3/async/dream-1"', "", "path is missing"),
        ('frame_field = "input.img_url"', "", "frame_field is missing"),
        ('frame_field = "input.img_url"', 'frame_field = "input.prompt"', "input.prompt is set twice"),
        ('frame_field = "input.img_url"', 'frame_field = "input.style.x"', "input.style.x: style already holds"),
        ('"parameters.duration" = 5', '"parameters.duration" = inf', "parameters may hold"),
        ('"parameters.duration" = 5', "x = 2026-01-01", "parameters may hold"),
        ("offers.novita", "offers.elsewhere", "elsewhere is not known"),
        ("[models.dream-1]", "[models.Dream_1]", "a key is made of small letters"),
        ('default = "dream-1"', 'default = "dream-2"', "default must be one of"),
        ('default = "dream-1"', "default = []", "default must be one of"),
        ('default = "dream-1"', "defaults = 1", "defaults is not known"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, line: str, instead: str, mistake: str) -> None:
    assert line in OWN_MODEL
    found = mistakes_of(own_file(tmp_path, OWN_MODEL.replace(line, instead)))
    assert [line for line in found if mistake in line and line.startswith("own.toml") and line.endswith(".")]


def test_all_mistakes_are_told_together(tmp_path: Path) -> None:
    text = OWN_MODEL.replace("label", "lable").replace("usual_seconds = 60", "usual_seconds = -1")
    found = mistakes_of(own_file(tmp_path, text), frozenset({"minimax-video-1"}))
    assert len(found) == 4
    assert found[-1].startswith("MODELS names minimax-video-1, which is none of minimax-video-01")


@pytest.mark.parametrize(
    "text", ["models = 1", "[models]\nx = 1", "models = [", "\x00", "[models.a.offers]\nnovita = 1"]
)
def test_a_file_of_another_shape_is_a_mistake(tmp_path: Path, text: str) -> None:
    assert mistakes_of(own_file(tmp_path, text))


def test_a_file_that_is_not_there_or_no_text_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")
    assert "cannot be read" in mistakes_of(tmp_path / "bytes.toml")[0]
    assert "cannot be read" in mistakes_of(tmp_path / "missing.toml")[0]


def test_a_catalogue_in_which_nothing_can_be_ordered_is_a_mistake() -> None:
    with pytest.raises(SettingsError) as caught:
        load_catalogue(None, frozenset({"kling-2.1"}), ("wavespeed",))
    assert caught.value.mistakes == (
        "No model can be ordered with the keys for wavespeed: kling-2.1 (novita). Add a key or change MODELS.",
    )
