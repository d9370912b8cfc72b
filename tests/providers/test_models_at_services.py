"""Every model of the catalogue, ordered from services that refuse any field they do not document."""

import tomllib

import aiohttp
import pytest

from domain.models import FrameForm, FrameUse, Offer
from sandbox.providers import Providers
from services.providers.catalogue import MODELS_FILE, load_catalogue
from services.providers.port import Submission

from .pictures import PNG, data_uri, serving_picture
from .services import open_client

EVERY = tomllib.loads(MODELS_FILE.read_text(encoding="utf-8"))["models"]
CATALOGUE = load_catalogue(None, frozenset(EVERY), ("wavespeed", "novita"))
OFFERS = [
    pytest.param(
        offer,
        model.frame.use,
        EVERY[model.key]["offers"][offer.provider].get("price_usd"),
        id=f"{offer.provider} {model.key}",
    )
    for model in CATALOGUE.models
    for offer in model.offers.values()
]


@pytest.mark.parametrize(("offer", "use", "price"), OFFERS)
async def test_every_offer_is_taken_with_and_without_a_first_frame(
    providers: Providers, session: aiohttp.ClientSession, offer: Offer, use: FrameUse, price: float | None
) -> None:
    emulator = providers.novita if offer.provider == "novita" else providers.wavespeed
    client = open_client(offer.provider, session, emulator.key, emulator.url)
    async with serving_picture() as address:
        frame = address if offer.frame_form is FrameForm.URL else data_uri(PNG)
        without = [] if use is FrameUse.REQUIRED else [None]
        for chosen in [*without, *([] if use is FrameUse.NONE else [frame])]:
            task_id = await client.submit(Submission(offer=offer, prompt="a fox", frame=chosen))
            task = emulator.tasks[task_id]
            assert task.model.prompt(task.inputs) == "a fox"
            assert bool(task.model.images(task.inputs)) == (chosen is not None)
            if price is not None:
                assert task.model.price == price
