"""Pictures as members have them."""

import io

from PIL import Image


def picture(width: int = 640, height: int = 480, form: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 80, 20)).save(file, form)
    return file.getvalue()
