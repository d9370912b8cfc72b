"""The stills from which a clip is made: a picture fitted to 16:9, or a scene drawn from the prompt alone."""

import colorsys
import io
import random
import textwrap
from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

SIZE = (1920, 1080)
CAPTION_SIZE = (1280, 64)
GLOW_SIDE = 520
LATIN_FONTS = ("DejaVuSans-Bold.ttf", "NotoSans-Bold.ttf", "LiberationSans-Bold.ttf", "Arial Bold.ttf")
EAST_FONTS = ("NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "wqy-zenhei.ttc", "Arial Unicode.ttf")
FIRST_EAST_LETTER = "\u2e80"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def clean_text(text: str) -> str:
    """One line that any font can be asked to draw: no line ends, no control letters, no half surrogates."""
    whole = text.encode("utf-8", "replace").decode()
    return " ".join("".join(letter if letter.isprintable() else " " for letter in whole).split())


def find_font(size: int, text: str) -> Font:
    """The first font on this machine that may know the letters; Pillow's own where there is none."""
    east = any(letter >= FIRST_EAST_LETTER for letter in text)
    for name in (*EAST_FONTS, *LATIN_FONTS) if east else (*LATIN_FONTS, *EAST_FONTS):
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def draw_picture(picture: bytes) -> Image.Image:
    """The picture whole and upright, its own blurred colours to its sides."""
    opened = Image.open(io.BytesIO(picture))
    opened.draft("RGB", SIZE)
    upright = ImageOps.exif_transpose(opened).convert("RGB")
    edges = ImageOps.fit(upright, (240, 135)).filter(ImageFilter.GaussianBlur(8)).resize(SIZE)
    whole = ImageOps.contain(upright, SIZE, Image.Resampling.BILINEAR)
    edges.paste(whole, ((SIZE[0] - whole.width) // 2, (SIZE[1] - whole.height) // 2))
    return edges


def draw_scene(prompt: str) -> Image.Image:
    """A sky, a sun, three hills, coloured by the prompt, and its words over them."""
    chance = random.Random(prompt.encode("utf-8", "surrogatepass"))
    hue = chance.random()
    sky = Image.linear_gradient("L").resize(SIZE)
    scene = ImageOps.colorize(sky, shade(hue, 0.75, 0.35), shade(hue + 0.12, 0.55, 0.95))
    pen = ImageDraw.Draw(scene)
    x, y, radius = chance.randint(300, 1600), chance.randint(150, 420), chance.randint(90, 170)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=shade(hue + 0.5, 0.4, 1.0))
    for row in range(3):
        base = 700 + row * 110
        points = [(step * 160, base + chance.randint(-90, 60)) for step in range(13)]
        pen.polygon([(0, 1080), *points, (1920, 1080)], fill=shade(hue + 0.2, 0.6, 0.5 - row * 0.14))
    draw_words(pen, clean_text(prompt))
    return scene


def shade(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def draw_words(pen: ImageDraw.ImageDraw, text: str) -> None:
    """The words in the middle, as large as they fit into four fifths of the width."""
    for size, width in ((150, 18), (110, 26), (80, 36), (56, 52)):
        lines = textwrap.wrap(text, width)
        if len(lines) * size * 1.25 < SIZE[1] * 0.7:
            break
    block = "\n".join(fitting(lines, int(SIZE[1] * 0.7 / (size * 1.25))))
    font = find_font(size, text)
    middle = (SIZE[0] / 2, SIZE[1] / 2)
    pen.multiline_text(middle, block, "white", font, anchor="mm", align="center", stroke_width=4, stroke_fill="black")


def fitting(lines: Iterable[str], most: int) -> list[str]:
    kept = list(lines)
    return kept if len(kept) <= most else [*kept[: most - 1], kept[most - 1] + " …"]


def draw_caption(prompt: str) -> Image.Image:
    """A dark strip with the beginning of the prompt, to be laid over the lower edge."""
    strip = Image.new("RGBA", CAPTION_SIZE, (0, 0, 0, 130))
    text = textwrap.shorten(clean_text(prompt), 90, placeholder=" …")
    font = find_font(24, text)
    ImageDraw.Draw(strip).text((24, CAPTION_SIZE[1] // 2), text, "white", font, anchor="lm")
    return strip


def draw_glow() -> Image.Image:
    """A soft warm light; the brightest in the middle, nothing at its rim."""
    light = Image.new("RGBA", (GLOW_SIDE, GLOW_SIDE), (255, 236, 190, 0))
    falloff = Image.radial_gradient("L").resize((GLOW_SIDE, GLOW_SIDE))
    light.putalpha(falloff.point([max(0, 120 - value) for value in range(256)]))
    return light
