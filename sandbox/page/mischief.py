"""All the troubles that the strip offers, each with the sentence that a person reads."""

from functools import partial
from typing import Any

from sandbox.page.troubles import Endings, Group, Service, Shot, Switch
from sandbox.parts import Sandbox

DEAD_TOKEN = {"message": "Invalid Webhook Token", "code": 50027}
TOO_LARGE = {"message": "Request entity too large", "code": 40005}


class Mischief:
    """The groups of the strip, and what is wrong at this moment."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        wavespeed, novita = sandbox.wavespeed, sandbox.novita
        self._endings = (Endings(wavespeed, "WaveSpeed"), Endings(novita, "Novita"))
        self.groups = (
            Group("WaveSpeed, asked first", self._of_service("wavespeed", wavespeed, self._endings[0]), True),
            Group("Novita, asked second", self._of_service("novita", novita, self._endings[1])),
            Group("The finished file", self._of_files()),
            Group("Discord", self._of_discord()),
        )

    def find(self, name: str) -> Shot | Switch | None:
        return next((entry for group in self.groups for entry in group.entries if entry.id == name), None)

    def active(self) -> list[str]:
        """A sentence for each trouble that is under way."""
        rules = [sentence(rule) for rule in self._sandbox.faults.listing() if rule["place"] != "discord.original"]
        endings = [told for one in self._endings for told in one.waiting()]
        return [*rules, *endings, *(switch.told for switch in self._switches_on())]

    def clear(self) -> None:
        """Everything works again."""
        self._sandbox.faults.clear()
        for endings in self._endings:
            endings.clear()
        for switch in self._switches_on():
            switch.turn(False)

    def _switches_on(self) -> list[Switch]:
        entries = [entry for group in self.groups for entry in group.entries]
        return [entry for entry in entries if isinstance(entry, Switch) and entry.is_on()]

    def _shot(self, name: str, label: str, place: str, kind: str = "status", **options: Any) -> Shot:
        return Shot(name, label, partial(self._sandbox.faults.add, place, kind, **options))

    def _of_service(self, name: str, service: Service, endings: Endings) -> tuple[Shot | Switch, ...]:
        submit, look, end = f"{name}.submit", f"{name}.look", endings.add
        refuses = partial(end, "its content is refused", "content-refused")
        forgets = partial(end, "it is forgotten", "forgotten")
        takes_long = partial(end, "it takes a minute", "succeeded", seconds=60.0)
        is_huge = partial(end, "it has 12 MB", "huge", megabytes=12)
        return (
            self._shot(f"{name}-busy", "Answers 429 to the next submit", submit, status=429, retry_after=3),
            self._shot(f"{name}-down", "Answers 503 to the next submit", submit, status=503),
            self._shot(f"{name}-lost", "Takes the next submit, and its answer is lost", submit, "lost"),
            self._shot(f"{name}-looks", "Answers 502 to the next five looks", look, status=502, times=5),
            Shot(f"{name}-refuses", "Refuses the content of the next video", refuses),
            Shot(f"{name}-fails", "Fails at the next video", partial(end, "it fails", "failed")),
            Shot(f"{name}-forgets", "Forgets the next video", forgets),
            Shot(f"{name}-long", "Takes a minute for the next video", takes_long),
            Shot(f"{name}-huge", "Makes the next video 12 MB large", is_huge),
            setting(service, f"{name}-poor", "The account has no money", "money"),
            setting(service, f"{name}-key", "The key has been revoked", "key_valid"),
        )

    def _of_files(self) -> tuple[Shot | Switch, ...]:
        return (
            self._shot("file-cut", "The next download breaks off half way", "media", "truncated"),
            self._shot("file-expired", "The next link has expired", "media", status=403, body="html"),
            self._shot("file-page", "The next download is a web page", "media", "html"),
            self._shot("file-slow", "The next download begins after ten seconds", "media", "slow", seconds=10.0),
        )

    def _of_discord(self) -> tuple[Shot | Switch, ...]:
        create, world = "discord.create", self._sandbox.world
        channel = world.channel("films")
        no_files, dead = "The bot may not attach files in #films", "All interaction tokens have run out"

        def turn_rights(on: bool) -> None:
            (world.deny if on else world.allow)(channel, "ATTACH_FILES")

        def lacks_rights() -> bool:
            return not channel.may(world.bot, "ATTACH_FILES")

        return (
            self._shot("discord-large", "Refuses the next upload with 413", create, status=413, payload=TOO_LARGE),
            self._shot("discord-down", "Answers 503 to the next three posts", create, status=503, times=3),
            self._shot("discord-lost", "Posts the next message, and its answer is lost", create, "lost"),
            self._shot("discord-late", "The next answer to a command is late", "discord.callback", "slow", seconds=4.0),
            Shot("discord-drop", "The gateway drops now", world.drop_gateway),
            Shot("discord-forget", "The gateway drops and forgets", partial(world.drop_gateway, resume=False)),
            Switch("discord-tokens", dead, dead, self._tokens_are_dead, self._turn_tokens),
            Switch("discord-files", no_files, no_files, lacks_rights, turn_rights),
        )

    def _tokens_are_dead(self) -> bool:
        return any(rule["place"] == "discord.original" for rule in self._sandbox.faults.listing())

    def _turn_tokens(self, on: bool) -> None:
        self._sandbox.faults.clear("discord.original")
        if on:
            place = "discord.original"
            self._sandbox.faults.add(place, "status", times=None, status=401, payload=DEAD_TOKEN)


def setting(service: Service, name: str, label: str, attribute: str) -> Switch:
    """The trouble is on while this setting of the service is false."""

    def turn(on: bool) -> None:
        setattr(service.settings, attribute, not on)

    room = "Novita" if name.startswith("novita") else "WaveSpeed"
    told = f"{room}: {label[0].lower()}{label[1:]}"
    return Switch(name, label, told, lambda: not getattr(service.settings, attribute), turn)


PLACES = {
    "submit": "next submit to {room}",
    "look": "looks at {room}",
    "callback": "next answer to a command",
    "create": "next post in a channel",
    "media": "next download",
}


def sentence(rule: dict[str, Any]) -> str:
    """One fault in force, for people."""
    room, _, place = rule["place"].rpartition(".")
    where = PLACES.get(place, rule["place"]).format(room="Novita" if room == "novita" else "WaveSpeed")
    what = f"answered {rule['options'].get('status', 503)}" if rule["kind"] == "status" else rule["kind"]
    often = "until cleared" if rule["times"] is None else "once" if rule["times"] == 1 else f"{rule['times']} times"
    return f"{where[0].upper()}{where[1:]}: {what}, {often}"
