"""Imports go one way, and only some rooms may know some libraries. Functions and files stay small."""

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "cogs", "services", "db", "domain")
"""Each may import itself and what stands to its right."""
OURS = frozenset(ROOMS) | {"config", "sandbox", "bench", "soak", "tests"}
KEEPERS = {
    "discord": ("bot.py", "cogs/"),
    "sqlalchemy": ("db/",),
    "alembic": ("db/",),
    "aiosqlite": ("db/",),
    "asyncpg": ("db/",),
    "dotenv": ("config.py",),
    "PIL": ("services/decoders.py", "services/framing.py", "services/mending.py"),
    "pillow_heif": ("services/decoders.py",),
    "fluent": ("cogs/tongue.py",),
    "babel": ("cogs/grammar.py",),
    "imageio_ffmpeg": ("services/ffmpeg.py",),
}
"""Who may import a library; the sandbox, which is another program, may import what it likes."""
LATE_IMPORTS = ("db/migrate.py",)
"""Where a function may import: the child that migrates pays for Alembic, not the bot."""
LONGEST_FUNCTION, LONGEST_FILE = 50, 300


def product_files() -> list[Path]:
    names = ["bot.py", "config.py"]
    folders = ["cogs", "services", "db", "domain", "sandbox"]
    return [ROOT / name for name in names] + [path for name in folders for path in sorted((ROOT / name).rglob("*.py"))]


def faults_of(place: str, source: str) -> list[str]:
    """What is wrong with this source if it stood at `place`, a path below the root."""
    tree = ast.parse(source)
    return [f"{place}: {fault}" for fault in [*_arrows(place, tree), *_habits(place, tree), *_sizes(place, tree)]]


def _arrows(place: str, tree: ast.AST) -> Iterator[str]:
    room = place.partition("/")[0].removesuffix(".py")
    for name in _imported(tree):
        if name in OURS and name not in _reachable(room):
            yield f"imports {name}"
        if room != "sandbox" and name in KEEPERS and not place.startswith(KEEPERS[name]):
            yield f"imports {name}"


def _reachable(room: str) -> frozenset[str]:
    if room not in ROOMS:
        return frozenset({"domain"} if room == "config" else {room})
    right = frozenset(ROOMS[ROOMS.index(room) :])
    return right | {"config"} if room == "bot" else right


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield (node.module or "").partition(".")[0]


def _habits(place: str, tree: ast.AST) -> Iterator[str]:
    if any(isinstance(node, ast.Name) and node.id == "TYPE_CHECKING" for node in ast.walk(tree)):
        yield "hides an import behind TYPE_CHECKING"
    if not place.startswith(("config.py", "sandbox/")) and any(_reads_environment(node) for node in ast.walk(tree)):
        yield "reads the environment"
    for function in _functions(tree):
        if place not in LATE_IMPORTS and any(isinstance(n, ast.Import | ast.ImportFrom) for n in ast.walk(function)):
            yield f"{function.name} imports"


def _reads_environment(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")


def _sizes(place: str, tree: ast.Module) -> Iterator[str]:
    for function in _functions(tree):
        if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION:
            yield f"{function.name} is longer than {LONGEST_FUNCTION} lines"
    last = tree.body[-1].end_lineno if tree.body else 0
    if (last or 0) > LONGEST_FILE:
        yield f"is longer than {LONGEST_FILE} lines"


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_every_import_goes_the_one_way_and_nothing_grows_too_large() -> None:
    files = product_files()
    assert len(files) > 100
    assert [
        fault
        for path in files
        for fault in faults_of(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize(
    ("place", "source"),
    [
        ("domain/jobs.py", "from db.jobs import Jobs"),
        ("db/jobs.py", "import services.clock"),
        ("services/submit.py", "from cogs.words import card"),
        ("services/submit.py", "import discord"),
        ("services/submit.py", "from sqlalchemy import select"),
        ("services/frames.py", "from PIL import Image"),
        ("cogs/video.py", "from config import Settings"),
        ("cogs/video.py", "import bot"),
        ("cogs/video.py", "import sandbox"),
        ("bot.py", "from sandbox.clock import Clock"),
        ("sandbox/clock.py", "from domain.jobs import Job"),
        ("config.py", "from services.clock import Clock"),
        ("services/a.py", "import os\nvalue = os.environ['X']"),
        ("services/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    pass"),
        ("services/a.py", "def late():\n    import json"),
        ("services/a.py", "def long():\n" + "    x = 1\n" * LONGEST_FUNCTION),
        ("services/a.py", "x = 1\n" * (LONGEST_FILE + 1)),
    ],
)
def test_each_rule_can_fail(place: str, source: str) -> None:
    assert faults_of(place, textwrap.dedent(source)) != []


def test_what_is_allowed_is_not_complained_about() -> None:
    assert faults_of("bot.py", "import discord\nfrom config import Settings\nfrom db.jobs import Jobs") == []
    assert faults_of("db/migrate.py", "def upgrade():\n    from alembic import command") == []
    assert faults_of("sandbox/clock.py", "from sandbox.faults import Faults\nfrom PIL import Image") == []
